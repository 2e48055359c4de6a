/* remark.c - what `milestone` says beside a fit. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <string.h>

/* Joins a remark, and what it is about, to those before it. */
static void
add_remark(char *text, size_t size, int ja, const char *what, const char *about)
{
    const size_t used = strlen(text);
    const char *between = used == 0 ? "" : C_("clauses", "; ");
    snprintf(text + used, size - used, "%s%s%s", between, what, about);
}

/* The targets a fit never reaches, as text. */
static void
beyond_text(const pc_inquiry_t *self, double ceiling, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t k = 0; k < self->num_asked; k++) {
        if (ceiling <= self->asked[k].sites) {
            const size_t used = strlen(text);
            snprintf(text + used, size - used, "%s%.0f",
                used == 0 ? "" : C_("list", " or "), self->asked[k].sites);
        }
    }
}

static int
is_target(const pc_inquiry_t *self, double sites)
{
    for (size_t k = 0; k < self->num_asked; k++) {
        if (fabs(self->asked[k].sites - sites) < 0.5) {
            return 1;
        }
    }
    return 0;
}

void
pc_fit_remark(const pc_inquiry_t *self, const pc_fit_t *fit,
    const pc_no_weight_t *reason, char *text, size_t size)
{
    const int ja = self->ja;
    char beyond[64] = "", levels[160];
    text[0] = '\0';
    if (fit->state != PC_FIT_OK) {
        const char *const too_few = _("too few increments for its parameters");
        const char *const unsettled = _("the fit does not converge");
        add_remark(
            text, size, ja, fit->state == PC_FIT_TOO_FEW ? too_few : unsettled, "");
        return; /* and so it has no weight */
    }
    if (fit->kind != PC_GROWTH_TREND) {
        beyond_text(self, pc_fit_ceiling(fit), beyond, sizeof(beyond));
    }
    if (beyond[0] != '\0') {
        const double ceiling = pc_fit_ceiling(fit);
        snprintf(levels, sizeof(levels), _("levels off at %.0f, never reaches %s%s"),
            ceiling, beyond,
            !is_target(self, ceiling) ? ""
                                      : _(" (the ceiling itself is only approached)"));
        add_remark(text, size, ja, levels, "");
    }
    if (fit->ceiling_lost) {
        add_remark(text, size, ja, _("the record shows no ceiling"), "");
    }
    if (reason != NULL) {
        add_remark(text, size, ja, _("no weight: "), ja ? reason->ja : reason->en);
    }
}
