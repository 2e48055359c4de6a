/* summary.h - summary.json: key figures with units, and milestones. */
#ifndef PC_SUMMARY_H
#define PC_SUMMARY_H

#include "output/key_figures.h"

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

/* A value within 1e-9 of the threshold (relative, from 1 up) counts as reached: in
 * expected mode whole numbers are sums of fractions. A missing value never counts. */
pc_milestone_date_t pc_milestone_reached(
    const pc_threshold_t *milestone, const pc_results_t *results);

/* `results` are those of one run, or the means of `runs` runs. */
void pc_summary_write(FILE *out, const pc_run_info_t *info,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES], const pc_threshold_t *milestones,
    size_t num_milestones, const pc_results_t *results, size_t runs);

#endif
