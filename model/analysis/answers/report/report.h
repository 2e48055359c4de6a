/* report.h - what a report says of one to four scenarios: the first is the reference.
 *
 * Numbers are those of parameter draws in expected mode: the median with its 80 % range,
 * a range of assumptions. Waits come from as many runs with chance, in which capacity is
 * a hard limit, since where it is not nobody waits. Nothing here is words;
 * sentences.h makes them. */
#ifndef PC_ANALYSIS_ANSWERS_REPORT_REPORT_H
#define PC_ANALYSIS_ANSWERS_REPORT_REPORT_H

#include "analysis/answers/report/side.h"
#include "analysis/ensemble/reach.h"
#include "output/summary.h"

#define PC_REPORT_MOST 4  /* scenarios */
#define PC_REPORT_SIDES 5 /* with the setting that a page moves */

/* One assumption moved to both ends of its 80 % range, everything else as in the run
 * without draws. */
typedef struct {
    pc_param which;
    double at[2]; /* the parameter at the low and high end, in the answer year */
    double hours[2], cases[2]; /* in the answer year */
    pc_month sites[2];         /* when the milestone on sites is reached */
} pc_lever_t;

typedef struct {
    uint32_t draws;
    size_t num_sides;
    pc_report_side_t sides[PC_REPORT_SIDES];
    size_t now;  /* the side whose range and dates are drawn: 0, in a page its setting */
    int pending; /* 1: a page is still at work on ranges that are missing */
    int first_year; /* fiscal */
    size_t num_years;
    int *months;     /* [num_years] simulated; owned */
    int answer_year; /* FY2030, or the last whole year of a shorter run */
    /* The reference without any omission and with all that its rules allow, in the
     * answer year. */
    int has_rules;
    pc_middle_t cases_if_none, cases_if_all;
    /* The run without draws, which the levers start from. */
    double central_hours, central_cases;
    pc_lever_t levers[PC_NUM_PARAMS]; /* by what they do to hours, largest first */
    size_t num_levers;
} pc_report_t;

/* Scenarios and the --set texts with which they were read, which come from one command.
 */
typedef struct {
    const pc_scenario_t *scenarios; /* [num], which must outlive the report */
    const char *const *paths;       /* [num] */
    const char *const *sets;        /* [num_sets] */
    size_t num, num_sets;
} pc_report_source_t;

/* Runs all that the report needs. Of `plan` the threads, the interruption and the
 * progress hold, and the number of draws. PC_ERR_RANGE if the scenarios do not begin and
 * end in the same months. After this call, failed or not, pc_report_free may be called.
 */
pc_status pc_report_run(pc_report_t *self, const pc_report_source_t *source,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags) PC_MUST_CHECK;
void pc_report_free(pc_report_t *self);

/* The fiscal years of the run and how many months of each are simulated, [num_years];
 * part of pc_report_run. */
pc_status pc_report_set_years(pc_report_t *self, int first_year, size_t num_years,
    const int *months) PC_MUST_CHECK;

/* The figure of side `side` in a fiscal year that the run has. */
const pc_middle_t *pc_report_figure(
    const pc_report_t *self, size_t side, int year, pc_figure which);

/* The median of a prefecture, region 0..46, in year number `place` of pc_report_years.
 */
double pc_report_region(const pc_report_t *self, size_t side, size_t place,
    size_t region, pc_regional which);

/* 1 if the side shows the same numbers as the reference in every key year. */
int pc_report_is_same(const pc_report_t *self, size_t side, pc_figure which);

/* The levers of the reference; part of pc_report_run. */
pc_status pc_report_levers(
    pc_report_t *self, const pc_scenario_t *scenario, pc_diags_t *diags) PC_MUST_CHECK;

/* The years of the table: those of key_figures.h that the run has, and the year of the
 * answers. Returns how many. */
size_t pc_report_years(const pc_report_t *self, int years[PC_REPORT_YEARS]);

#endif
