/* fits.h - what is said beside a fit of the record. */
#ifndef PC_ANALYSIS_ANSWERS_FITS_H
#define PC_ANALYSIS_ANSWERS_FITS_H

#include "analysis/milestone/fit.h"
#include "base/words.h"

/* What the fit does not reach of the `targets` [num], in sites (NaN: no such target),
 * what the record does not show, and why it has no weight (`reason`, a key of the
 * catalogue; NULL if it has one). */
void pc_answer_fit(const pc_fit_t *fit, const double *targets, size_t num,
    const char *reason, pc_lang lang, char *text, size_t size);

#endif
