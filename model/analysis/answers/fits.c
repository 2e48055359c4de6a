#include "analysis/answers/fits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/answers/words.h"

/* Joins a remark to those before it. */
static void
add_remark(char *text, size_t size, pc_lang lang, const char *remark)
{
    const size_t used = strlen(text);
    snprintf(
        text + used, size - used, "%s%s", used == 0 ? "" : C_("clauses", "; "), remark);
}

/* The targets a fit never reaches, as text. */
static void
beyond_text(const double *targets, size_t num, double ceiling, pc_lang lang, char *text,
    size_t size)
{
    text[0] = '\0';
    for (size_t k = 0; k < num; k++) {
        if (ceiling <= targets[k]) {
            const size_t used = strlen(text);
            snprintf(text + used, size - used, "%s%.0f",
                used == 0 ? "" : C_("list", " or "), targets[k]);
        }
    }
}

static int
is_target(const double *targets, size_t num, double sites)
{
    for (size_t k = 0; k < num; k++) {
        if (fabs(targets[k] - sites) < 0.5) {
            return 1;
        }
    }
    return 0;
}

void
pc_answer_fit(const pc_fit_t *fit, const double *targets, size_t num, const char *reason,
    pc_lang lang, char *text, size_t size)
{
    char beyond[64] = "", remark[160];
    text[0] = '\0';
    if (fit->state != PC_FIT_OK) {
        add_remark(text, size, lang,
            fit->state == PC_FIT_TOO_FEW ? _("too few increments for its parameters")
                                         : _("the fit does not converge"));
        return; /* and so it has no weight */
    }
    if (fit->kind != PC_GROWTH_TREND) {
        beyond_text(targets, num, pc_fit_ceiling(fit), lang, beyond, sizeof(beyond));
    }
    if (beyond[0] != '\0') {
        const double ceiling = pc_fit_ceiling(fit);
        snprintf(remark, sizeof(remark),
            is_target(targets, num, ceiling)
                ? _("levels off at %.0f, never reaches %s (the ceiling itself is only "
                    "approached)")
                : _("levels off at %.0f, never reaches %s"),
            ceiling, beyond);
        add_remark(text, size, lang, remark);
    }
    if (fit->ceiling_lost) {
        add_remark(text, size, lang, _("the record shows no ceiling"));
    }
    if (reason != NULL) {
        snprintf(remark, sizeof(remark), _("no weight: %s"), _(reason));
        add_remark(text, size, lang, remark);
    }
}
