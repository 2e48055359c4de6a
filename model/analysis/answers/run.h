/* run.h - what a run says, on one screen: key figures with units, and when the
 * milestones are reached. */
#ifndef PC_ANALYSIS_ANSWERS_RUN_H
#define PC_ANALYSIS_ANSWERS_RUN_H

#include <stdio.h>

#include "base/results.h"
#include "base/words.h"
#include "output/summary.h"
#include "scenario/reader.h"

/* The key years of one run, else its first, middle and last, and when its milestones are
 * reached. PC_ERR_NOMEM. */
pc_status pc_answer_run(FILE *out, const pc_scenario_t *scenario,
    const pc_results_t *results, pc_lang lang) PC_MUST_CHECK;

/* That one run has the parameters of draw `draw`, and which structure (rollout.mode)
 * that took, if it is drawn; `params` are the draw's. Nothing of draw 0. */
void pc_answer_draw(FILE *out, const pc_scenario_t *scenario, uint32_t draw,
    const pc_params_t *params, pc_lang lang);

/* The dates [num_milestones] of many runs: median, 5 to 95 per cent, probability; of one
 * run its months. */
void pc_answer_dates(FILE *out, const pc_scenario_t *scenario,
    const pc_date_spread_t *dates, pc_lang lang);

#endif
