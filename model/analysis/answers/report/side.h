/* side.h - the numbers of one scenario in a report: of parameter draws, or, until there
 * are any, of one run. */
#ifndef PC_ANALYSIS_ANSWERS_REPORT_SIDE_H
#define PC_ANALYSIS_ANSWERS_REPORT_SIDE_H

#include "analysis/answers/report/quantity.h"
#include "analysis/ensemble/ensemble.h"

#define PC_REPORT_YEARS 5 /* at most in a table */

typedef enum {
    PC_FIGURE_SITES,
    PC_FIGURE_BASE, /* base hospitals that are sites */
    PC_FIGURE_TESTS,
    PC_FIGURE_CASES,      /* that go to an expert panel */
    PC_FIGURE_OMITTED,    /* whose panel is left out */
    PC_FIGURE_HOURS,      /* of expert panels */
    PC_FIGURE_MISSED,     /* options that may have been missed */
    PC_FIGURE_PHYSICIANS, /* full-time equivalents */
    PC_FIGURE_STAFF,      /* those who are not physicians */
    PC_FIGURE_LABOUR,     /* cost of all staff hours */
    PC_FIGURE_FEES,       /* insured fees */
    PC_FIGURE_USE,        /* of the hosts' capacity, in per cent */
    PC_FIGURE_WAIT,       /* days, if capacity were a hard limit */
    PC_NUM_FIGURES
} pc_figure;

/* Its variable and its kind. */
pc_variable pc_figure_variable(pc_figure which);
pc_quantity_kind pc_figure_kind(pc_figure which);

typedef struct {
    double median, low, high; /* 10 and 90 % */
} pc_middle_t;

/* When a milestone is reached. PC_MONTH_NONE: later than the run. */
typedef struct {
    const pc_milestone_t *milestone; /* NULL: the scenario has none on this variable */
    pc_month median, low, high;
    double by_2037; /* share of the draws that reach it by 2037-12; NaN if the run ends
                       before */
} pc_report_date_t;

typedef struct {
    const pc_scenario_t *scenario;
    const char *path;   /* of its file */
    pc_middle_t *years; /* [num_years][PC_NUM_FIGURES]; owned */
    pc_report_date_t sites, base;
    /* The smallest share of all tests that would have to be left out for the panels'
     * work in the answer year, with the review of omissions, to be no more than in the
     * twelve months before omission, `hours_before` (analysis/rules/curve.h): with
     * central values. NaN: not known, or, if hours_before is known, none is enough. */
    double omit_share, hours_before;
    pc_month omit_from; /* the first month of omission */
    /* Medians by prefecture in the years of the table: [PC_REPORT_YEARS][PC_NUM_REGIONS]
     * [PC_NUM_REGIONAL]; owned. */
    double *regions;
} pc_report_side_t;

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

/* All prefectures in the years of the table, [num_years] by their place among those of
 * the run, of an ensemble that kept them. */
pc_status pc_side_take_regions(pc_report_side_t *self, const size_t *years,
    size_t num_years, const pc_ensemble_t *e) PC_MUST_CHECK;

/* Dates and figures, but the wait, of one run. Low and high stay missing. */
pc_status pc_side_take_run(
    pc_report_side_t *self, const pc_results_t *results) PC_MUST_CHECK;

/* The share that would have to be left out. It stays unknown where the run does not have
 * the answer year or the twelve months whole. */
pc_status pc_side_take_share(
    pc_report_side_t *self, int answer_year, pc_diags_t *diags) PC_MUST_CHECK;

/* 1 if the numbers are those of draws. */
int pc_side_has_range(const pc_report_side_t *self);

/* All numbers of a side in a fixed order, so that they can be stored and given back:
 * the figures of every year (median, low, high), then sites and base hospitals: median,
 * low and high date (PC_MONTH_NONE: -1), share by 2037; then the share that would have
 * to be left out, the hours before and the month of omission. `numbers` is
 * [pc_side_num_numbers(num_years)]. */
size_t pc_side_num_numbers(size_t num_years);
void pc_side_store(const pc_report_side_t *self, size_t num_years, double *numbers);
void pc_side_restore(pc_report_side_t *self, size_t num_years, const double *numbers);

#endif
