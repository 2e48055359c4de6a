/* workload.h - the hours of docs/model.md, section 10, fitted to the survey of 2022.
 *
 * The survey gives hours a month of a hospital by tier and hours per test by staff
 * group. The model is put into the state of 2022-04, run in expected mode, and its hours
 * are taken as they come out of the run: they are linear in the free numbers, so that a
 * run with one of them at 1 is a column of the least-squares problem. No equation of the
 * model is written twice.
 *
 * Free: hours to prepare a case at the host, hours to prepare a case for another site's
 * EP, fixed hours of a core, fixed hours of any other site, and one share of physicians
 * in all hours but those of sitting in an EP. Assumed: hours to order a test (the sum of
 * the scenario's workload.order_*), who sits in and attends, minutes of a case. Fitted
 * by relative errors, none below 0: the five figures of the survey, and the share of EP
 * work, workload.ep_share_reference. docs/validation.md. */
#ifndef PC_ANALYSIS_CALIBRATE_WORKLOAD_H
#define PC_ANALYSIS_CALIBRATE_WORKLOAD_H

#include "analysis/ensemble/experiment.h"

/* Core, hub, cooperative. */
#define PC_SURVEY_TIERS 3

/* Quantities of the survey, published or as the model gives them. [2]: physicians, other
 * staff. A test counts at the site that orders it and once more at a site that receives
 * its case. */
typedef struct {
    double hours_by_tier[PC_SURVEY_TIERS]; /* hour/month of a hospital */
    double hours_per_test[2];              /* hour per test counted */
    double cost_per_test;                  /* JPY per test counted */
    double cost_by_tier[PC_SURVEY_TIERS];  /* JPY/month of a hospital */
} pc_survey_t;

/* The same of a run, and what it is made of. */
typedef struct {
    pc_survey_t survey;
    double sites[PC_SURVEY_TIERS];
    double tests, received; /* a month: ordered; cases received from other sites */
    double hours;           /* hour/month of the nation */
    double ep_share;        /* share of the hours that is EP work */
} pc_survey_view_t;

enum {
    PC_FREE_PREPARE,       /* hour/case */
    PC_FREE_SEND,          /* hour/case */
    PC_FREE_OVERHEAD,      /* hour/month, hub and cooperative */
    PC_FREE_OVERHEAD_CORE, /* hour/month */
    PC_NUM_FREE_HOURS
};

/* The parameters that are fitted, in the order of pc_workload_fit_t.rounded. */
extern const pc_param pc_fitted_params[];
#define PC_NUM_FITTED 10

typedef struct {
    double uptake;                  /* demand.uptake that gives the tests of 2022 */
    double share;                   /* workload.ep_share_reference */
    double order;                   /* assumed, hour/test */
    double free[PC_NUM_FREE_HOURS]; /* fitted */
    double physician_share;         /* fitted, of all hours but those in the EP */
    double rounded[PC_NUM_FITTED];  /* parameter values made of them */
    double given[PC_NUM_FITTED];    /* the scenario's */
    pc_survey_view_t with_rounded, with_given;
} pc_workload_fit_t;

/* Reads the survey from the table of facts (scenarios/data/sources/ep_workload.csv).
 * Every figure must be there once. */
pc_status pc_survey_read(
    pc_survey_t *self, const char *path, pc_diags_t *diags) PC_MUST_CHECK;

/* NAME=VALUE texts that put a scenario into the conditions of 2022, to be given to
 * pc_scenario_load: the sites of 2022-04 and no new ones, no EP-capable sites, no
 * circulation, no haematological or early tests. The fit itself applies no rule. */
extern const char *const pc_survey_conditions[];
extern const size_t pc_num_survey_conditions;

/* Tests a month in 2022: the scenario's observation of Tests|Total that is used for fits
 * and has its middle month in 2022. NaN if there is none. */
double pc_survey_tests(const pc_scenario_t *scenario);

/* Fits `scenario`, loaded under pc_survey_conditions, to `survey` at `tests` a month.
 * PC_ERR_INPUT with a message if the tests cannot be reached or the problem has no
 * solution. */
pc_status pc_workload_fit(pc_workload_fit_t *self, const pc_scenario_t *scenario,
    const pc_survey_t *survey, double tests, pc_diags_t *diags) PC_MUST_CHECK;

#endif
