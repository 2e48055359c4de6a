/* metric.h - one number of a run: a variable over a period, or when a milestone is
 * reached.
 *
 *   stat   value over the months of the period
 *   sum    the sum
 *   mean   the mean; weighted as the variable's years are (docs/outputs.md)
 *   last   the last month that has a value
 *   max    the largest; min the smallest
 *   month  the first month in which a threshold is reached, as year x 12 + month - 1;
 *          missing if it never is
 *
 * Months without a value are left out; without any the metric is missing (NaN). */
#ifndef PC_ANALYSIS_SWEEP_METRIC_H
#define PC_ANALYSIS_SWEEP_METRIC_H

#include "base/results.h"
#include "scenario/reader.h"

#define PC_METRIC_NAME_MAX 60
#define PC_METRICS_MAX 1000

typedef enum {
    PC_STAT_SUM,
    PC_STAT_MEAN,
    PC_STAT_LAST,
    PC_STAT_MAX,
    PC_STAT_MIN,
    PC_STAT_MONTH,
    PC_NUM_STATS
} pc_stat;

extern const char *const pc_stat_names[PC_NUM_STATS]; /* "sum", ... */

typedef struct {
    char name[PC_METRIC_NAME_MAX + 1];
    pc_variable variable;
    char period[24]; /* as written; "" for PC_STAT_MONTH */
    pc_month first, last;
    pc_stat stat;
    int region; /* 0 the nation, else the prefecture 1..47 */
    int at_most;
    double threshold;      /* PC_STAT_MONTH */
    const pc_json_t *node; /* where it was written */
    const pc_json_t *when; /* where its period was written; NULL without */
} pc_metric_t;

/* Reads one element of `metrics`. A milestone may be named by its id among those of
 * `scenario`, which may be NULL if it could not be read. Faults go to `diags`. Where the
 * element gives `periods`, a list, pc_metric_expand makes one metric of each. */
void pc_metric_read(pc_metric_t *self, const pc_json_t *node,
    const pc_scenario_t *scenario, pc_diags_t *diags);

/* How many metrics an element of `metrics` stands for: one, or one a period. */
size_t pc_metric_num_periods(const pc_json_t *node);

/* Makes self[0..num-1] of self[0], as read: the period of each, and `_` and the period
 * added to its name. Nothing is done without a list of periods. */
void pc_metric_expand(pc_metric_t *self, size_t num, pc_diags_t *diags);

/* The same metric from the texts that a store keeps: `period` of a date is `>=460` or
 * `<=0.5`. PC_ERR_INPUT if they are none. */
pc_status pc_metric_restore(pc_metric_t *self, const char *variable, const char *period,
    const char *stat, const char *region) PC_MUST_CHECK;

/* Writes the period as pc_metric_restore reads it. */
void pc_metric_period(const pc_metric_t *self, char *text, size_t size);

/* Does the period lie in the run from `start` to `end`? Faults go to `diags`, and a
 * warning if it does so in part only. */
void pc_metric_check_period(
    const pc_metric_t *self, pc_month start, pc_month end, pc_diags_t *diags);

/* Months of a period as written: 1, 12, those of a range; 0 of `all` and of what is
 * none. */
int pc_period_months(const char *period);

/* How many of its months the run from `start` to `end` has; 0 of a date. */
int pc_metric_months(const pc_metric_t *self, pc_month start, pc_month end);

/* 1 if expected mode gives the queue of the mean, which is not the mean of the queue. */
int pc_variable_is_queue(pc_variable variable);

/* 1 if it follows from the cases discussed: with ep.constraint = hard these are what the
 * queue lets through, so that expected mode does not give their mean either. */
int pc_variable_follows_queue(pc_variable variable);

double pc_metric_value(const pc_metric_t *self, const pc_results_t *results);

/* Everything that decides the value, as one line; `text` has room for `size`. */
void pc_metric_describe(const pc_metric_t *self, char *text, size_t size);

#endif
