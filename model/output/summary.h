/* summary.h - summary.json: key figures with units, and when one run reaches a
 * milestone. Of many runs: analysis/ensemble/reach.h. */
#ifndef PC_OUTPUT_SUMMARY_H
#define PC_OUTPUT_SUMMARY_H

#include "output/spread.h"
#include "output/structures.h"

/* "First month in which `variable` is at least (or at most) `threshold`." Strings are
 * borrowed. */
typedef struct {
    const char *id;
    pc_variable variable;
    int at_most; /* 1: at most, 0: at least */
    double threshold;
    const char *reading_en, *reading_ja; /* what "reached" means here; may be NULL */
    const char *assumption_en, *assumption_ja; /* what the date rests on; may be NULL */
} pc_threshold_t;

typedef struct {
    pc_month month; /* first month reached, PC_MONTH_NONE if never */
    int at_start;   /* 1: reached before the first simulated month */
    int kept;       /* 1: holds in every later month too */
    double last;    /* value in the last row, may be NaN */
} pc_milestone_date_t;

/* A value is held against the threshold as base/threshold.h says. A missing value never
 * counts. */
pc_milestone_date_t pc_milestone_reached(
    const pc_threshold_t *milestone, const pc_results_t *results);

#define PC_NUM_DATE_LEVELS 7
extern const double
    pc_date_levels[PC_NUM_DATE_LEVELS]; /* 0.05 0.1 0.25 0.5 0.75 0.9 0.95 */

/* The dates at which many runs reach a milestone. */
typedef struct {
    size_t members;            /* runs that have values */
    pc_month horizon;          /* the last month of the runs */
    double probability, error; /* share that reach it by then; its Monte Carlo standard
                                  error, NaN if there are too few sampling units */
    pc_month quantile[PC_NUM_DATE_LEVELS]; /* the first month by whose end that share of
                                              the runs have reached it; PC_MONTH_NONE if
                                              the share is smaller at the horizon */
    pc_spread_kind kind;
} pc_date_spread_t;

/* `results` are those of one run, or the means of `runs` runs; `spreads`
 * [num_milestones] are the dates of these, NULL for one run. `structures` is NULL for
 * one run, and written if one is drawn. */
void pc_summary_write(FILE *out, const pc_run_info_t *info,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES], const pc_threshold_t *milestones,
    size_t num_milestones, const pc_results_t *results, size_t runs,
    const pc_date_spread_t *spreads, const pc_structures_t *structures);

#endif
