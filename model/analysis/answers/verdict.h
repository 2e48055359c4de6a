/* verdict.h - is 2037 right? One line for each reading of the target, from the
 * ministry's sum. */
#ifndef PC_ANALYSIS_ANSWERS_VERDICT_H
#define PC_ANALYSIS_ANSWERS_VERDICT_H

#include "analysis/milestone/sum.h"
#include "base/words.h"

#define PC_VERDICT_SIZE 512

/* What the lines of the sum say of reading `which`: yes, no (earlier, or later), or that
 * it depends on the window of the record; how many of them lie in 2037, and from when to
 * when they reach it. */
void pc_answer_verdict(
    const pc_ministry_sum_t *sum, int which, pc_lang lang, char text[PC_VERDICT_SIZE]);

#endif
