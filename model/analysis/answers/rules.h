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

/* Words of the parts of a case class, which tables have as headings, and all three in
 * one line: `solid, no finding, trial only`. */
const char *pc_stream_word(int stream, pc_lang lang);
const char *pc_finding_word(int finding, pc_lang lang);
const char *pc_access_word(int access, pc_lang lang);
const char *pc_class_words(int class, pc_lang lang, char text[160]);

#endif
