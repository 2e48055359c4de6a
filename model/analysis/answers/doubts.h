/* doubts.h - what is allowed in a table of hospitals but hardly meant. */
#ifndef PC_ANALYSIS_ANSWERS_DOUBTS_H
#define PC_ANALYSIS_ANSWERS_DOUBTS_H

#include "scenario/reader.h"

/* Adds a warning for each count of the table that differs from the published one: sites,
 * in all and by tier, of the row before the scenario's start, and base hospitals, of the
 * last row until then. The record that the scenario names is what is published. And one
 * for hospitals whose `tier` never holds, because they have dated changes. */
void pc_answer_doubts(const pc_scenario_t *scenario, pc_diags_t *diags);

#endif
