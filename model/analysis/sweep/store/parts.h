/* parts.h - what the files of points.h share; for them alone.
 *
 * A store may come from anywhere, and nothing in it is trusted. It is opened behind a
 * guard (store/guard.c): SQLite may do nothing but what a store needs, and not without
 * end. Its tables must be ours to the letter (store/schema.c), and its facts within
 * bounds (store/facts.c), before a point is read; every cell is looked at before it is
 * a number (store/rows.c). */
#ifndef PC_ANALYSIS_SWEEP_STORE_PARTS_H
#define PC_ANALYSIS_SWEEP_STORE_PARTS_H

#include <sqlite3.h>

#include "analysis/sweep/store/points.h"

#define PC_POINTS_FORMAT 2               /* PRAGMA user_version */
#define PC_POINTS_APPLICATION 0x70637377 /* PRAGMA application_id, "pcsw" */

/* Bounds of what a store may say of itself, beside those of design.h. */
#define PC_POINTS_FACTS_MAX 1000
#define PC_POINTS_SHARDS_MAX 1000000000

/* Adds a message for the last error, if `diags` is not NULL; the status for the caller.
 */
pc_status pc_points_fault(pc_points_t *self, int code, pc_diags_t *diags);

/* Starts the count of what the guard lets a query do anew. */
pc_status pc_points_prepare(
    pc_points_t *self, const char *text, sqlite3_stmt **statement) PC_MUST_CHECK;
pc_status pc_points_execute(
    pc_points_t *self, const char *text, pc_diags_t *diags) PC_MUST_CHECK;

/* Runs a prepared insert once; with `num` texts from `place` on. */
pc_status pc_points_insert(pc_points_t *self, sqlite3_stmt *statement) PC_MUST_CHECK;
pc_status pc_points_insert_texts(pc_points_t *self, sqlite3_stmt *statement, int place,
    const char *const *texts, int num) PC_MUST_CHECK;

/* A number from a query of one value; -1 if it fails. */
sqlite3_int64 pc_points_number(pc_points_t *self, const char *query);

/* --- store/guard.c --- */

/* What the guard allows. */
typedef enum { PC_POINTS_READS, PC_POINTS_WRITES, PC_POINTS_MAKES } pc_points_access;

/* Puts the guard on a connection that was just opened. `self` may not move after. */
pc_status pc_points_guard(pc_points_t *self) PC_MUST_CHECK;

/* Looks at a file without SQLite, which would write to some. `*empty` is 1 if it is not
 * there or has no bytes. PC_ERR_INPUT if it is no store, PC_ERR_VERSION if it has
 * another format, PC_ERR_IO if it cannot be read. */
pc_status pc_points_look(const char *path, int *empty, pc_diags_t *diags) PC_MUST_CHECK;

/* --- store/schema.c --- */

/* Makes the tables of `plan` in a database that has none, and fills in all but the
 * points. */
pc_status pc_points_create(
    pc_points_t *self, const pc_points_plan_t *plan, pc_diags_t *diags) PC_MUST_CHECK;
pc_status pc_points_write_size(
    pc_points_t *self, const pc_points_plan_t *plan) PC_MUST_CHECK;

/* PC_ERR_INPUT, with a message, unless the database holds our tables and nothing else.
 * Without a `plan`, points and metrics may have any columns. */
pc_status pc_points_check_tables(
    pc_points_t *self, const pc_points_plan_t *plan, pc_diags_t *diags) PC_MUST_CHECK;

/* `INSERT INTO points VALUES(?,?,...)`, or that of metrics. */
pc_status pc_points_prepare_insert(pc_points_t *self, int metrics) PC_MUST_CHECK;

/* --- store/facts.c --- */

/* Fills the plan from the store; PC_ERR_INPUT if it is not within bounds. */
pc_status pc_points_read_plan(pc_points_t *self, pc_diags_t *diags) PC_MUST_CHECK;

/* The place of a name in "a|b|c"; -1 if it is not there. */
double pc_points_choice(const char *choices, const char *name);

/* --- store/rows.c --- */

/* The number in a cell, or the place of a choice; 0 if it is none that the column may
 * hold, which is then NaN. A metric may be missing (NaN). */
int pc_points_cell(const pc_column_t *column, sqlite3_stmt *s, int at, double *value);

/* One point as the store has it. */
typedef struct {
    long long number; /* as stored */
    size_t point;     /* the same; 0 if it is none of the design */
    size_t scenario;  /* from 1 */
    uint32_t replicate;
    const double *params; /* [num_params] */
    const double
        *metrics;       /* [num_metrics], NaN where there is none or the point failed */
    const char *reason; /* why it failed, or NULL; until the next row */
    const char *fault;  /* NULL if the row is whole, else what is wrong with it */
} pc_points_row_t;

/* Calls `take` with every row in order of number, or with that of `point`, if it is not
 * 0. It ends with the first status of `take` that is not PC_OK. */
pc_status pc_points_each(pc_points_t *self, size_t point,
    pc_status (*take)(void *context, const pc_points_row_t *row),
    void *context) PC_MUST_CHECK;

/* Removes the rows that are not whole; `*num` of them. */
pc_status pc_points_mend(pc_points_t *self, size_t *num) PC_MUST_CHECK;

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
