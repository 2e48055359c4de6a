/* fixture.h - what tests of the model start from: the shipped hospital table under the
 * default parameters without a scenario file, or a scenario. */
#ifndef PC_TESTS_UNIT_FIXTURE_H
#define PC_TESTS_UNIT_FIXTURE_H

#include "analysis/ensemble/ensemble.h"

typedef struct {
    pc_hospitals_t hospitals;
    pc_tier_change_t *changes;
    size_t num_changes;
    pc_prefecture_t prefectures[PC_NUM_PREFECTURES];
    pc_group_t group;
    pc_rule_t rules[2];  /* of June 2026 */
    pc_params_t *params; /* [months + 1], all alike at first */
    size_t num_params;
    pc_model_input_t input;
} fixture_t;

/* 2025-06 to 2041-03, expected mode, seed 1, the two rules in force. Ends the program if
 * files are missing. */
void fixture_init(fixture_t *self);
void fixture_free(fixture_t *self);

/* Another horizon; parameters are those of element 0 throughout. */
void fixture_months(fixture_t *self, pc_month start, pc_month end);

/* Sets a parameter from `month` on. */
void fixture_set(fixture_t *self, pc_param which, pc_month month, double value);

/* Hard capacity that is soon short, with withdrawals and demand that scatters. */
void fixture_short_capacity(fixture_t *self);

/* Runs all months; the results are to be freed. Aborts if the accounts do not balance.
 */
void fixture_run(const fixture_t *self, uint32_t replicate, pc_results_t *results);

/* The value of a national variable in `month`. */
double fixture_value(const pc_results_t *results, pc_variable variable, pc_month month);

/* Are all values of the month the same, bit by bit? */
int fixture_same_row(const pc_results_t *a, const pc_results_t *b, pc_month month);

/* Loads a scenario; the messages are printed and the program ends if it is bad. To be
 * freed. */
void fixture_load(
    pc_scenario_t *scenario, const char *path, const char *const *sets, size_t num_sets);

/* About half of the draws then have no number of patients, which no run can do with; the
 * others have `good`. */
void fixture_break_draws(pc_scenario_t *scenario, double good);

/* Every value of every member of an ensemble, [values][members done]; to be freed. */
double *fixture_all_values(const pc_ensemble_t *ensemble);

#endif
