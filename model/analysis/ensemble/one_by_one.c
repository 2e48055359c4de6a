#include "analysis/ensemble/one_by_one.h"

#include <stdlib.h>
#include <string.h>

static const double ends[2] = { 0.1, 0.9 };

/* The months' values of all parameters at one place of their ranges. */
static pc_status
values_at(const pc_scenario_t *s, double u, pc_params_t *months)
{
    double uniforms[PC_NUM_PARAMS];
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        uniforms[k] = u;
    }
    return pc_scenario_params(s, uniforms, months, NULL);
}

static void
copy_parameter(
    pc_params_t *to, const pc_params_t *from, pc_param which, size_t num_months)
{
    for (size_t m = 0; m < num_months; m++) {
        *pc_params_at(&to[m], which) = pc_params_values(&from[m])[which];
    }
}

pc_status
pc_one_by_one_init(pc_one_by_one_t *self, const pc_scenario_t *s, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    self->num_months = pc_scenario_num_months(s);
    pc_status status = pc_experiment_init(&self->experiment, s, 0, NULL, 0, diags);
    self->experiment.input.mode = PC_MODE_EXPECTED;
    pc_params_t **const places[] = { &self->central, &self->at[0], &self->at[1] };
    for (size_t k = 0; k < 3; k++) {
        *places[k] = calloc(self->num_months, sizeof(pc_params_t));
        status = *places[k] == NULL ? PC_ERR_NOMEM : status;
    }
    for (int k = 0; k < 2 && status == PC_OK; k++) {
        status = values_at(s, ends[k], self->at[k]);
    }
    if (status == PC_OK) {
        memcpy(self->central, self->experiment.params,
            self->num_months * sizeof(pc_params_t));
        status = pc_experiment_prepare(&self->experiment);
    }
    return status;
}

void
pc_one_by_one_free(pc_one_by_one_t *self)
{
    pc_experiment_free(&self->experiment);
    free(self->central);
    free(self->at[0]);
    free(self->at[1]);
    memset(self, 0, sizeof(*self));
}

pc_status
pc_one_by_one_run(pc_one_by_one_t *self, pc_param which, int end)
{
    pc_experiment_t *e = &self->experiment;
    if (which < PC_NUM_PARAMS) {
        copy_parameter(e->params, self->at[end], which, self->num_months);
    }
    pc_plan_update(&e->plan);
    const pc_status status = pc_experiment_run(e, 1);
    if (which < PC_NUM_PARAMS) {
        copy_parameter(e->params, self->central, which, self->num_months);
    }
    return status;
}
