/* verdict.h - is 2037 right? One line for each reading of the target, from the
 * ministry's sum or from runs; and which assumption moves a date most. */
#ifndef PC_ANALYSIS_ANSWERS_VERDICT_H
#define PC_ANALYSIS_ANSWERS_VERDICT_H

#include "analysis/answers/dates.h"
#include "analysis/milestone/mover.h"
#include "analysis/milestone/sum.h"
#include "base/words.h"

#define PC_VERDICT_SIZE 1024

/* What the lines of the sum say of reading `which`: yes, no (earlier, or later), or that
 * it depends on the window of the record; how many of them lie in 2037, and from when to
 * when they reach it. */
void pc_answer_verdict(
    const pc_ministry_sum_t *sum, int which, pc_lang lang, char text[PC_VERDICT_SIZE]);

/* What runs of `s` say of a target: how many of them reach it before, in and after 2037,
 * and the word for it: where the middle 80 % of them lie. `name` tells the scenario
 * apart, or NULL. "" where the run does not hold 2037, or the target is no number of
 * sites. */
void pc_answer_verdict_of_runs(const pc_target_t *asked, const pc_scenario_t *s,
    const char *name, const pc_reach_t *reach, pc_lang lang, char text[PC_VERDICT_SIZE]);

/* Which assumption moves the date of the target most, with its dates at both ends; ""
 * if none does. */
void pc_answer_mover(const pc_target_t *asked, const pc_scenario_t *s, const char *name,
    const pc_mover_t *mover, pc_lang lang, char text[PC_VERDICT_SIZE]);

#endif
