/* scenario_output.h - a scenario as the writers of results want it: the names of its
 * prefectures, its milestones as thresholds, and what kind of values its runs have. */
#ifndef PC_ANALYSIS_ENSEMBLE_SCENARIO_OUTPUT_H
#define PC_ANALYSIS_ENSEMBLE_SCENARIO_OUTPUT_H

#include "output/output.h"
#include "scenario/reader.h"

typedef struct {
    pc_prefecture_name_t names[PC_NUM_REGIONS];
    pc_threshold_t milestones[PC_MAX_MILESTONES];
    char member[PC_SAMPLE_ID_SIZE]; /* of a single stochastic run: "draw.replicate" */
    pc_output_t output; /* points into the scenario, `info` and what stands above */
} pc_scenario_output_t;

/* Fills everything but results, samples and resolved text, which are the caller's to
 * add. `self` must stay where it is while `output` is in use. */
void pc_scenario_output(pc_scenario_output_t *self, const pc_scenario_t *scenario,
    const pc_run_info_t *info);

#endif
