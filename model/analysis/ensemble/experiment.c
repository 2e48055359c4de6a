#include "analysis/ensemble/experiment.h"

#include <stdlib.h>
#include <string.h>

void
pc_draw_uniforms(uint64_t seed, uint32_t draw, double uniforms[PC_NUM_PARAMS])
{
    const pc_stream_t stream = { seed, draw, 0 };
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        double u[2];
        pc_uniforms(&stream, PC_PROCESS_PARAMETER, pc_param_key((pc_param) k), 0, 0, u);
        uniforms[k] = u[0];
    }
}

/* Fills params with the values of a draw. */
static pc_status
draw_params(pc_experiment_t *self, uint32_t draw, const pc_point_t *points,
    size_t num_points, pc_diags_t *diags)
{
    double uniforms[PC_NUM_PARAMS];
    self->draw = draw;
    if (draw > 0) {
        pc_draw_uniforms(self->scenario->seed, draw, uniforms);
    }
    return pc_scenario_params_at(self->scenario, draw > 0 ? uniforms : NULL, points,
        num_points, self->params, diags);
}

pc_status
pc_experiment_init(pc_experiment_t *self, const pc_scenario_t *scenario, uint32_t draw,
    const pc_point_t *points, size_t num_points, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    self->scenario = scenario;
    self->params = calloc(pc_scenario_num_months(scenario), sizeof(*self->params));
    if (self->params == NULL) {
        return PC_ERR_NOMEM;
    }
    const pc_status status = draw_params(self, draw, points, num_points, diags);
    pc_scenario_input(scenario, self->params, &self->input);
    return status;
}

pc_status
pc_experiment_redraw(pc_experiment_t *self, uint32_t draw, const pc_point_t *points,
    size_t num_points, pc_diags_t *diags)
{
    const pc_status status = draw_params(self, draw, points, num_points, diags);
    if (status == PC_OK) {
        pc_plan_update(&self->plan);
    }
    return status;
}

static void
release(pc_experiment_t *self)
{
    pc_results_free(&self->results);
    pc_run_free(&self->run);
    pc_plan_free(&self->plan);
}

void
pc_experiment_free(pc_experiment_t *self)
{
    release(self);
    free(self->params);
    memset(self, 0, sizeof(*self));
}

pc_status
pc_experiment_prepare(pc_experiment_t *self)
{
    release(self);
    pc_status status = pc_plan_init(&self->plan, &self->input);
    if (status == PC_OK) {
        status = pc_run_init(&self->run, &self->plan);
    }
    if (status == PC_OK) {
        status = pc_results_init(
            &self->results, self->input.start - 1, self->plan.num_months + 1);
    }
    return status;
}

pc_status
pc_experiment_run(pc_experiment_t *self, uint32_t replicate)
{
    const pc_status status =
        self->past == NULL
            ? pc_run_reset(&self->run, self->draw, replicate)
            : pc_run_restore(&self->run, self->past, self->draw, replicate);
    return status == PC_OK ? pc_run_all(&self->run, &self->results) : status;
}
