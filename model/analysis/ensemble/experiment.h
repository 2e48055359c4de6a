/* experiment.h - a scenario made ready to run, as often as needed.
 *
 * Joins the reader's scenario, the month's parameter values, the plan, the run and its
 * results. What an experiment changes (mode, rules, parameters) it changes in its own
 * copy of the input; the scenario stays. */
#ifndef PC_ANALYSIS_ENSEMBLE_EXPERIMENT_H
#define PC_ANALYSIS_ENSEMBLE_EXPERIMENT_H

#include "scenario/reader.h"
#include "simulation/run.h"

typedef struct {
    const pc_scenario_t *scenario;
    pc_params_t *params; /* [end - start + 2]; owned */
    /* Points into the scenario and `params`; may be changed between init and prepare. */
    pc_model_input_t input;
    uint32_t draw;
    /* NULL, or the state that every run goes on from; its month lies in the plan and its
     * hospitals are the scenario's. May be set any time before the first run. */
    const pc_state_t *past;
    pc_plan_t plan;
    pc_run_t run;
    pc_results_t results;
} pc_experiment_t;

/* Parameter values of `draw` (0: none drawn), with `points` fixed for all months. The
 * scenario must outlive the experiment. After this call, failed or not,
 * pc_experiment_free may be called. */
pc_status pc_experiment_init(pc_experiment_t *self, const pc_scenario_t *scenario,
    uint32_t draw, const pc_point_t *points, size_t num_points,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_experiment_free(pc_experiment_t *self);

/* Makes plan, run and results from `input` and `params` as they now are. May be called
 * again after a change. */
pc_status pc_experiment_prepare(pc_experiment_t *self) PC_MUST_CHECK;

/* The same experiment with the parameter values of another draw; everything stays in
 * place, nothing is allocated. After pc_experiment_prepare. */
pc_status pc_experiment_redraw(pc_experiment_t *self, uint32_t draw,
    const pc_point_t *points, size_t num_points, pc_diags_t *diags) PC_MUST_CHECK;

/* Runs all months, or those after `past`, with the luck of `replicate` and records them
 * in `results`; rows before the past are missing. From the past of the same seed, draw
 * and replicate the run equals the straight one; another's future has its own luck. */
pc_status pc_experiment_run(pc_experiment_t *self, uint32_t replicate) PC_MUST_CHECK;

/* Uniforms of the parameters in draw `draw` >= 1: process 7 of base/chance/rng.h. */
void pc_draw_uniforms(uint64_t seed, uint32_t draw, double uniforms[PC_NUM_PARAMS]);

#endif
