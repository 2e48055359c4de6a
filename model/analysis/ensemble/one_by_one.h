/* one_by_one.h - a scenario run with one of its ranges at an end, all else at central
 * values: which assumption moves a result, in expected mode and without chance.
 *
 * The ends are those of the 80 % range, 10 and 90 %. One at a time shows no interaction.
 */
#ifndef PC_ANALYSIS_ENSEMBLE_ONE_BY_ONE_H
#define PC_ANALYSIS_ENSEMBLE_ONE_BY_ONE_H

#include "analysis/ensemble/experiment.h"

typedef struct {
    pc_experiment_t experiment;   /* its `results` are those of the last run */
    pc_params_t *central, *at[2]; /* [num_months]; owned */
    size_t num_months;
} pc_one_by_one_t;

/* After this call, failed or not, pc_one_by_one_free may be called. */
pc_status pc_one_by_one_init(
    pc_one_by_one_t *self, const pc_scenario_t *s, pc_diags_t *diags) PC_MUST_CHECK;
void pc_one_by_one_free(pc_one_by_one_t *self);

/* Runs with `which` at its low (0) or high (1) end; PC_NUM_PARAMS: all central. The
 * scenario may not be able to run there: PC_ERR_RANGE or PC_ERR_INPUT. */
pc_status pc_one_by_one_run(
    pc_one_by_one_t *self, pc_param which, int end) PC_MUST_CHECK;

#endif
