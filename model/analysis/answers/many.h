/* many.h - what many runs say, on one screen: means and ranges of the key figures, how
 * precise they are, and what makes the runs differ. */
#ifndef PC_ANALYSIS_ANSWERS_MANY_H
#define PC_ANALYSIS_ANSWERS_MANY_H

#include <stdio.h>

#include "analysis/ensemble/output.h"
#include "analysis/ensemble/precision.h"
#include "base/words.h"

/* All borrowed. */
typedef struct {
    const pc_ensemble_t *ensemble;
    const pc_ensemble_statistics_t *statistics;
    const pc_precision_t *targets; /* [num_targets]: how precise the means were to be */
    size_t num_targets;
} pc_many_answer_t;

void pc_answer_many(FILE *out, const pc_many_answer_t *self, pc_lang lang);

/* What was wanted of the means, and what came; nothing without targets. */
void pc_answer_targets(FILE *out, const pc_many_answer_t *self, pc_lang lang);

#endif
