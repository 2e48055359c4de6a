/* rules.h - what the omission rules of a scenario do, as text: the table of case
 * classes, and whether the reports of the ministry's paper come out as there. */
#ifndef PC_ANALYSIS_ANSWERS_RULES_H
#define PC_ANALYSIS_ANSWERS_RULES_H

#include <stdio.h>

#include "analysis/rules/table.h"
#include "base/words.h"
#include "scenario/reader.h"

void pc_answer_rules(FILE *out, const pc_scenario_t *scenario, pc_month month,
    const pc_class_row_t rows[PC_NUM_CLASSES], pc_lang lang);

#endif
