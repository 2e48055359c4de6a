/* side.h - the numbers of one scenario in a report: of parameter draws, or, until there
 * are any, of one run. */
#ifndef PC_ANALYSIS_ANSWERS_REPORT_SIDE_H
#define PC_ANALYSIS_ANSWERS_REPORT_SIDE_H

#include "analysis/answers/report/report.h"

/* Makes room for `num_years` fiscal years, every number missing (NaN), no date reached.
 * `scenario` must outlive the side. After this call, failed or not, pc_side_free may be
 * called. */
pc_status pc_side_init(pc_report_side_t *self, const pc_scenario_t *scenario,
    size_t num_years) PC_MUST_CHECK;
void pc_side_free(pc_report_side_t *self);

/* The scenario lies elsewhere now. */
void pc_side_bind(pc_report_side_t *self, const pc_scenario_t *scenario);

/* One figure, in all fiscal years, of an ensemble in which parameters are drawn. */
pc_status pc_side_take_figure(
    pc_report_side_t *self, const pc_ensemble_t *e, pc_figure which) PC_MUST_CHECK;

/* The dates, and all figures but the wait, which needs another ensemble. */
pc_status pc_side_take_draws(
    pc_report_side_t *self, const pc_ensemble_t *e) PC_MUST_CHECK;

/* All prefectures in the years of the table, of an ensemble that kept them. */
pc_status pc_side_take_regions(pc_report_side_t *self, const pc_report_t *report,
    const pc_ensemble_t *e) PC_MUST_CHECK;

/* Dates and figures, but the wait, of one run. Low and high stay missing. */
pc_status pc_side_take_run(
    pc_report_side_t *self, const pc_results_t *results) PC_MUST_CHECK;

/* 1 if the numbers are those of draws. */
int pc_side_has_range(const pc_report_side_t *self);

/* All numbers of a side in a fixed order, so that they can be stored and given back:
 * the figures of every year (median, low, high), then sites and base hospitals: median,
 * low and high date (PC_MONTH_NONE: -1), share by 2037. `numbers` is
 * [pc_side_num_numbers(num_years)]. */
size_t pc_side_num_numbers(size_t num_years);
void pc_side_store(const pc_report_side_t *self, size_t num_years, double *numbers);
void pc_side_restore(pc_report_side_t *self, size_t num_years, const double *numbers);

#endif
