/* labels.h - the words under which results stand, in the language asked for. */
#ifndef PC_ANALYSIS_ANSWERS_LABELS_H
#define PC_ANALYSIS_ANSWERS_LABELS_H

#include <stdint.h>

#include "base/variables.h"
#include "base/words.h"

/* Of two titles, the one in `lang`. */
const char *pc_title_of(const char *en, const char *ja, pc_lang lang);

/* `NAME (UNIT)` of a variable; the unit as in a whole year if `per_year`, else that of
 * the table. Returns `text`. */
const char *pc_variable_label(
    pc_variable variable, int per_year, pc_lang lang, char text[160]);

/* `20 parameter draws x 2 replicates`, or only the one of which there are several.
 * Returns `text`. */
const char *pc_runs_label(
    uint32_t draws, uint32_t replicates, pc_lang lang, char text[96]);

#endif
