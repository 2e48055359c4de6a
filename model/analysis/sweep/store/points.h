/* points.h - the store of a sweep: one SQLite file (tables: docs/sweeps.md).
 *
 * Rows are written in transactions under a rollback journal with full syncs, so a kill
 * at any moment loses at most the open transaction. The file is locked while it is open
 * for writing. Points are numbered from 1; a row depends on its number alone, never on
 * the order of writing. */
#ifndef PC_ANALYSIS_SWEEP_STORE_POINTS_H
#define PC_ANALYSIS_SWEEP_STORE_POINTS_H

#include <stdint.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/interrupt.h"
#include "base/status.h"

/* A name with its value. */
typedef struct {
    char *name, *value;
    int comparing; /* pc_comparing; of the manifest */
} pc_named_t;

/* A column of the parameters or of the metrics; all of it is compared. Texts that do not
 * apply are "". Unit and months of a metric are one text for all scenarios, or
 * `a|b|...`, one for each, where they differ: pc_points_own_text. */
typedef struct {
    int is_metric;
    char *name;
    char *meaning; /* all that decides its values */
    char *unit;
    char *choices; /* "linear|hazard|...": values are places in it, stored as names */
    char *variable, *period, *stat, *region; /* of a metric; stat "month": values are
                                                year x 12 + month - 1 */
    char *months; /* of a metric: how many months of its period the run has; "" of a date
                   */
} pc_column_t;

typedef struct {
    char *name, *path;
    char *sha256;   /* of `resolved` */
    char *resolved; /* the scenario with every value spelled out */
} pc_stored_scenario_t;

/* What a fact of the manifest means to who goes on with a store. */
typedef enum {
    PC_MAY_DIFFER,
    PC_MUST_AGREE,  /* else the numbers may be others: refused */
    PC_SHOULD_AGREE /* else a warning */
} pc_comparing;

/* What a store is about. All owned; made by pc_plan_add_*. */
typedef struct {
    pc_named_t *design; /* [num_design]; compared, but for those in `grows` */
    size_t num_design;
    pc_named_t *manifest; /* [num_manifest] */
    size_t num_manifest;
    pc_column_t *columns; /* [num_columns], parameters first */
    size_t num_columns, num_params;
    pc_stored_scenario_t *scenarios; /* [num_scenarios] */
    size_t num_scenarios;
    size_t num_points; /* of the whole design */
    size_t replicates;
    size_t shard, num_shards; /* this store holds points p with (p - 1) mod num_shards =
                                 shard - 1 */
    int nested;               /* 1: a store of fewer points may be extended */
} pc_points_plan_t;

void pc_points_plan_free(pc_points_plan_t *self);
pc_status pc_plan_add_design(
    pc_points_plan_t *self, const char *name, const char *value) PC_MUST_CHECK;
pc_status pc_plan_add_manifest(pc_points_plan_t *self, const char *name,
    const char *value, pc_comparing comparing) PC_MUST_CHECK;
/* Texts are copied; NULL is "". */
pc_status pc_plan_add_column(
    pc_points_plan_t *self, const pc_column_t *column) PC_MUST_CHECK;
pc_status pc_plan_add_scenario(
    pc_points_plan_t *self, const pc_stored_scenario_t *scenario) PC_MUST_CHECK;
/* The value of a fact, or "". */
const char *pc_fact_value(const pc_named_t *facts, size_t num, const char *name);

/* Adds a message for everything in which two plans differ; `shards` 0 leaves the shard
 * out. PC_OK, also with warnings, or PC_ERR_VERSION. */
pc_status pc_points_compare(const pc_points_plan_t *stored, const pc_points_plan_t *plan,
    const char *path, int shards, pc_diags_t *diags) PC_MUST_CHECK;

/* The same for the manifest alone: `program` says what this program is. */
pc_status pc_points_compare_program(const pc_points_plan_t *stored,
    const pc_points_plan_t *program, const char *path, pc_diags_t *diags) PC_MUST_CHECK;

/* The same for a scenario alone, number `number` of the store. */
pc_status pc_points_compare_scenario(const pc_stored_scenario_t *stored,
    const pc_stored_scenario_t *scenario, size_t number, const char *path,
    pc_diags_t *diags) PC_MUST_CHECK;

/* The text of scenario `scenario`, from 0, of a column's unit or months, in `text`,
 * which has room for `size`. Returns `text`. */
const char *pc_points_own_text(
    const char *all, size_t scenario, char *text, size_t size);

/* How many months of its period a metric has under scenario `scenario`, from 0; 0 if it
 * is a date. `*part` is 1 if the period has more. */
int pc_points_months(const pc_column_t *column, size_t scenario, int *part);

/* May not be moved while it is open. */
typedef struct {
    void *db;              /* sqlite3 */
    void *insert[3];       /* sqlite3_stmt: points, metrics, failures */
    char *path;            /* owned */
    pc_points_plan_t plan; /* what the store says; only after pc_points_read */
    size_t num_params, num_metrics;
    char **choices; /* [num_params], borrowed of the plan */
    int open;       /* 1: in a transaction */
    int full;       /* 1: a write failed: no room, or a bad disk */
    int gone;       /* 1: the file no longer has its name */
    int access;     /* pc_points_access: what the guard allows (store/parts.h) */
    int endless;    /* 1: a query was given up, for it went on without end */
    double steps, steps_max;           /* of SQLite in this query */
    const pc_interrupt_t *interrupted; /* NULL, or ends a query when it is set */
    unsigned long long device, inode;  /* of the file */
} pc_points_t;

/* Opens the store for writing, and makes it if it is not there. A file that is no store
 * is left as it is (PC_ERR_INPUT). Rows that are not whole are removed, with a warning,
 * so that they are computed again. PC_ERR_VERSION if it is of another design, model or
 * stream contract; PC_ERR_INTERRUPT if there is no room; PC_ERR_IO if it cannot be
 * opened or is in use. Without a `path` (NULL) the store is in memory and goes with the
 * program. After this call, failed or not, pc_points_close may be called. */
pc_status pc_points_open(pc_points_t *self, const char *path,
    const pc_points_plan_t *plan, pc_diags_t *diags) PC_MUST_CHECK;

/* Opens an existing store and reads its plan. What is read of it until it is closed is
 * of one moment. PC_ERR_MISSING, PC_ERR_INPUT (no store), PC_ERR_VERSION. */
pc_status pc_points_read(
    pc_points_t *self, const char *path, pc_diags_t *diags) PC_MUST_CHECK;
/* Rolls an open transaction back. */
void pc_points_close(pc_points_t *self);

/* Sets bit p - 1 of `done` for every point that is there and whole: it has the scenario
 * and the replicate of its number, every parameter, and either its metrics or a reason
 * why it failed. `bits` is the room. */
pc_status pc_points_done(
    pc_points_t *self, uint8_t *done, size_t bits, size_t *num_done) PC_MUST_CHECK;

/* How many points are there, whole or not. */
pc_status pc_points_count(pc_points_t *self, size_t *num) PC_MUST_CHECK;

/* Writes a point: `params` [num_params], `metrics` [num_metrics]; or `reason`, if it
 * failed. Opens a transaction if there is none. PC_ERR_INTERRUPT if there is no room. */
pc_status pc_points_add(pc_points_t *self, size_t point, size_t scenario,
    uint32_t replicate, const double *params, const double *metrics,
    const char *reason) PC_MUST_CHECK;
/* PC_ERR_IO with `gone` if the file was removed or replaced. */
pc_status pc_points_commit(pc_points_t *self) PC_MUST_CHECK;

/* Has the file its name still? Else `gone` is set. */
int pc_points_there(pc_points_t *self);

/* Bytes of the store. */
double pc_points_bytes(pc_points_t *self);

/* One point: `params` [num_params], and its scenario (from 1) and replicate. `*failure`
 * is why it failed, to be freed, or NULL. PC_ERR_MISSING if the point is not there,
 * PC_ERR_INPUT with a message if it is not whole. */
pc_status pc_points_one(pc_points_t *self, size_t point, size_t *scenario,
    uint32_t *replicate, double *params, double *metrics, char **failure,
    pc_diags_t *diags) PC_MUST_CHECK;

/* Column `k` of the plan at every point of the design: values[point - 1], NaN where the
 * point or its value is missing. `values` is [plan.num_points]. */
pc_status pc_points_column(pc_points_t *self, size_t k, double *values) PC_MUST_CHECK;

/* failed[point - 1] is 1 for the points that failed, else 0; [plan.num_points]. */
pc_status pc_points_failed(pc_points_t *self, uint8_t *failed) PC_MUST_CHECK;

/* One line a point, in order of number: point, scenario, replicate, parameters, metrics,
 * failure. A row that is not whole is PC_ERR_INPUT, with a message. */
pc_status pc_points_csv(pc_points_t *self, FILE *out, pc_diags_t *diags) PC_MUST_CHECK;

/* model, scenario, region, variable, unit, then year or time (never both), value. Months
 * of milestones have no place in it and are left out; `*left_out` counts them. */
pc_status pc_points_iamc(
    pc_points_t *self, FILE *out, size_t *left_out, pc_diags_t *diags) PC_MUST_CHECK;

/* Points of a design of `all` that fall to shard `shard`, from 1, of `shards`. */
size_t pc_points_share(size_t all, size_t shard, size_t shards);

/* Puts the rows of `num` shards together in a new store at `path`. Missing, unfinished
 * and doubled shards are named: PC_ERR_INPUT doubled or of another design,
 * PC_ERR_INTERRUPT missing or unfinished, or stopped by *interrupted (which may be
 * NULL); PC_ERR_IO if it cannot be written. What was begun is then removed. */
pc_status pc_points_merge(const char *path, char *const *shards, size_t num,
    const pc_interrupt_t *interrupted, pc_diags_t *diags) PC_MUST_CHECK;

#endif
