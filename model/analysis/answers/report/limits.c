/* limits.c - what the numbers cannot say, and what would make the ranges
 * narrower. */
#include "analysis/answers/report/sentences.h"

#include <math.h>

#include "analysis/answers/words.h"
#include "scenario/tables/hospitals.h"

#define MOST_WANTED 4

/* Waits are those of runs in which capacity is a limit, which nobody has published. */
static void
write_waits(const pc_report_t *self, pc_lang lang, FILE *out)
{
    const pc_middle_t *m = pc_report_figure(self, 0, self->answer_year, PC_FIGURE_WAIT);
    char year[PC_QUANTITY_SIZE], days[PC_QUANTITY_SIZE], range[PC_QUANTITY_SIZE];
    if (isnan(m->median)) {
        return;
    }
    fprintf(out,
        _("Nothing is published on the capacity of expert panels. With the capacity "
          "assumed as a hard limit, a case waits %s in %s (80%% range %s).\n"),
        pc_quantity(m->median, PC_QUANTITY_DAYS, lang, days),
        pc_fiscal_words(self->answer_year, lang, year),
        pc_quantity_range(m->low, m->high, PC_QUANTITY_DAYS, 1, lang, range));
}

void
pc_report_limits(const pc_report_t *self, pc_lang lang, FILE *out)
{
    fputs(_("This is no forecast: it says what follows from the assumptions. The ranges "
            "are "
            "those of the assumptions, and not confidence intervals.\n"),
        out);
    write_waits(self, lang, out);
    if (pc_hospitals_any_filled(&self->sides[0].scenario->hospitals)) {
        fputs(_("Hospitals are model hospitals filled in from published totals: figures "
                "of "
                "a prefecture are for reference, and none are for judging one "
                "hospital.\n"),
            out);
    }
    fputs(
        _("Whether leaving out a panel is good or bad for a patient is not examined.\n"),
        out);
}

/* What would have to be known of an assumption. */
static const struct {
    pc_param which;
    const char *wanted;
} wants[] = {
    { PC_P_omission_adoption_none,
        N_("The number of omitted panels since June 2026 (C-CAT): it settles the share "
           "left out where no drug matches.") },
    { PC_P_omission_adoption_drug,
        N_("The number of omitted panels since June 2026 (C-CAT), by drug access: it "
           "settles the share left out where a drug is approved or in a guideline.") },
    { PC_P_demand_uptake,
        N_("Tests by line of treatment: they settle how many of those who may be tested "
           "are.") },
    { PC_P_rollout_rate,
        N_("The designations planned for the coming years: they settle the pace.") },
    { PC_P_ep_minutes_meeting,
        N_("A survey of panel minutes per case: it settles work and capacity.") },
    { PC_P_workload_ep_share, N_("A time study by task: it settles which part of the "
                                 "surveyed hours belongs to "
                                 "expert panels.") },
    { PC_P_ep_host_limit,
        N_("How many cooperative hospitals will run panels of their own: it settles the "
           "hours of meetings.") },
};

static const char *
wanted_of(pc_param which, pc_lang lang)
{
    for (size_t k = 0; k < sizeof(wants) / sizeof(wants[0]); k++) {
        if (wants[k].which == which) {
            return _(wants[k].wanted);
        }
    }
    return NULL;
}

void
pc_report_wanted(const pc_report_t *self, pc_lang lang, FILE *out)
{
    for (size_t k = 0; k < self->num_levers && k < MOST_WANTED; k++) {
        const char *wanted = wanted_of(self->levers[k].which, lang);
        if (wanted != NULL) {
            fprintf(out, "%s\n", wanted);
        } else {
            fprintf(out, _("A published figure on “%s”.\n"),
                pc_lever_name(&self->levers[k], lang));
        }
    }
}
