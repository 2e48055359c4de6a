/* hospitals.h - readers of the tables of hospitals, tier changes and prefectures.
 *
 * Each reads a CSV file (csv.h), reports all its faults and then fails with
 * PC_ERR_INPUT; PC_ERR_MISSING if there is no such file. On failure the output is empty.
 */
#ifndef PC_SCENARIO_TABLES_HOSPITALS_H
#define PC_SCENARIO_TABLES_HOSPITALS_H

#include "base/diag.h"
#include "scenario/model_input.h"

#define PC_HOSPITALS_MAX 100000
#define PC_HOSTS_WAY_MAX 32 /* hosts from a hospital to the end of the chain */

extern const char *const pc_base_type_names[PC_NUM_BASE_TYPES]; /* "prefectural", ... */
extern const char *const pc_tier_names[PC_NUM_TIERS + 1];       /* "core", ..., "none" */

/* Columns: id, prefecture (1 to 47), base_type, tier, opened (YYYY-MM, empty if and only
 * if the tier is none), volume, host (id; empty: a core or hub is its own host, another
 * hospital has none), and if given host_haem (id), medical_area (any text), area_type
 * (any text, not used), status (published, filled or user; user if not given), name and
 * municipality (any text, not used) and filled (the columns of the row that a rule
 * filled in, with blanks between; not used).
 *
 * The rows of `out` are sorted by id whatever the order in the file; hosts are rows;
 * areas are numbered in the order of their texts by byte. Hosts never form a ring of two
 * or more hospitals, nor a chain of more than PC_HOSTS_WAY_MAX. The tier is the file's,
 * before tier changes. After this call, failed or not, `out` may be given to
 * pc_hospitals_free. */
pc_status pc_hospitals_read(
    pc_hospitals_t *out, const char *path, pc_diags_t *diags) PC_MUST_CHECK;
void pc_hospitals_free(pc_hospitals_t *self);

/* Is any row filled in from totals, and not published? */
int pc_hospitals_any_filled(const pc_hospitals_t *self);

/* The row of hospital `id`, or -1. */
int32_t pc_hospitals_find(const pc_hospitals_t *self, uint32_t id);

/* Columns: date (YYYY-MM), id, tier. `out` is a new array of `num` changes by month,
 * then by hospital, for the caller to free(); NULL if there are none. Two changes of a
 * hospital in one month are a fault.
 *
 * A hospital's tier at the end of month m is that of its last change up to m; if it has
 * changes but none up to m it is cooperative; without changes it is the tier of its row.
 */
pc_status pc_tier_changes_read(pc_tier_change_t **out, size_t *num, const char *path,
    const pc_hospitals_t *hospitals, pc_diags_t *diags) PC_MUST_CHECK;

/* Columns: code, name_en, name_ja, patients_share, pop2020, pop2025, ... pop2050. Every
 * prefecture once; the shares must sum to 1 within 1e-6 and are then scaled to do so
 * exactly. */
pc_status pc_prefectures_read(pc_prefecture_t out[PC_NUM_PREFECTURES], const char *path,
    pc_diags_t *diags) PC_MUST_CHECK;

#endif
