/* parts.h - what the files of points.h share; for them alone. */
#ifndef PC_ANALYSIS_SWEEP_STORE_PARTS_H
#define PC_ANALYSIS_SWEEP_STORE_PARTS_H

#include <sqlite3.h>

#include "analysis/sweep/store/points.h"

#define PC_POINTS_FORMAT 1               /* PRAGMA user_version */
#define PC_POINTS_APPLICATION 0x70637377 /* PRAGMA application_id, "pcsw" */

/* Adds a message for the last error, if `diags` is not NULL; the status for the caller.
 */
pc_status pc_points_fault(pc_points_t *self, int code, pc_diags_t *diags);

pc_status pc_points_prepare(
    pc_points_t *self, const char *text, sqlite3_stmt **statement) PC_MUST_CHECK;

/* A number from a query of one value; -1 if it fails. */
sqlite3_int64 pc_points_number(pc_points_t *self, const char *query);

/* The place of a name in "a|b|c"; -1 if it is not there. */
double pc_points_choice(const char *choices, const char *name);

/* Fills the plan from the store. */
pc_status pc_points_read_plan(pc_points_t *self, pc_diags_t *diags) PC_MUST_CHECK;

/* Notes in the manifest, as later_NAME, which other programs worked on the store: what
 * of `plan` should agree with it and does not. PC_OK if there are none. */
pc_status pc_points_note_others(
    pc_points_t *self, const pc_points_plan_t *plan) PC_MUST_CHECK;

/* Adds a message for each of the first values in which two scenarios differ. `what`
 * begins their paths; `other` is what the store is compared with. Returns how many
 * differ, 0 also if there is nothing to compare. */
size_t pc_points_name_values(const char *what, const pc_stored_scenario_t *stored,
    const pc_stored_scenario_t *wanted, const char *file, const char *other,
    pc_diags_t *diags);

#endif
