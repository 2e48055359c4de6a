/* words.h - the short forms of the catalogue's look-ups, for the sources of this wing
 * alone: texts in the language `lang` of the function. */
#ifndef PC_ANALYSIS_ANSWERS_WORDS_H
#define PC_ANALYSIS_ANSWERS_WORDS_H

#include "base/words.h"

#define _(english) pc_text(lang, english)
/* A short word that means several things; `context` says which. */
#define C_(context, english) pc_text_of(lang, context, english)

#endif
