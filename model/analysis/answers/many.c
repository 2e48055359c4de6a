#include "analysis/answers/many.h"

#include <math.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/run.h"
#include "analysis/answers/words.h"
#include "base/number.h"
#include "output/grid.h"
#include "output/spread.h"

/* Draws, or replicates where there are not several draws. */
static size_t
units_used(const pc_many_answer_t *self)
{
    return self->ensemble->num_members / pc_ensemble_unit_size(self->ensemble);
}

static const char *
all_digits(double value, char text[PC_DIGITS_SIZE])
{
    pc_number_format(value, text);
    return text;
}

/* Of one run its value alone. */
static void
print_row(FILE *out, const pc_many_answer_t *self, size_t year, pc_variable variable,
    pc_lang lang)
{
    const pc_sample_layout_t *layout = &self->ensemble->layout;
    const pc_statistics_t *s =
        &self->statistics
             ->values[pc_sample_place(layout, PC_PERIOD_FISCAL, year, variable)];
    char label[160], mean[PC_DIGITS_SIZE], low[PC_DIGITS_SIZE], high[PC_DIGITS_SIZE],
        error[PC_DIGITS_SIZE];
    fputs("  ", out);
    pc_print_padded(out, pc_variable_label(variable, 0, lang, label), 44, 1);
    if (self->ensemble->room == 1) {
        fprintf(out, " %12s\n", pc_three_digits(s->mean, mean));
        return;
    }
    fprintf(out, " %12s  %10s .. %-10s %10s\n", pc_three_digits(s->mean, mean),
        pc_three_digits(s->quantile[0], low),
        pc_three_digits(s->quantile[PC_NUM_QUANTILES - 1], high),
        pc_three_digits(s->mean_error, error));
}

void
pc_answer_targets(FILE *out, const pc_many_answer_t *self, pc_lang lang)
{
    const int drawn = self->ensemble->by_draw;
    if (self->num_targets == 0) {
        return;
    }
    fprintf(out,
        drawn
            ? _("draws used: %zu; standard error of the mean, the largest of all fiscal "
                "years:\n")
            : _("replicates used: %zu; standard error of the mean, the largest of all "
                "fiscal years:\n"),
        units_used(self));
    for (size_t k = 0; k < self->num_targets; k++) {
        const pc_precision_t *t = &self->targets[k];
        char label[160], reached[PC_DIGITS_SIZE], wanted[PC_DIGITS_SIZE];
        fputs("  ", out);
        pc_print_padded(out, pc_variable_label(t->variable, 1, lang, label), 44, 1);
        fprintf(out, _(" %12s  (wanted: at most %s)\n"),
            pc_three_digits(t->reached, reached), all_digits(t->most, wanted));
    }
}

/* One line a structure: how many draws took it, and the sites of the last key year that
 * has them. */
static void
print_structures(FILE *out, const pc_structures_t *all, pc_lang lang)
{
    for (size_t s = 0; s < all->num; s++) {
        const pc_structure_t *item = &all->items[s];
        const pc_structure_figure_t *sites = item->figures[0]; /* of Sites|Total */
        int year = PC_NUM_KEY_YEARS - 1;
        char mean[PC_DIGITS_SIZE], low[PC_DIGITS_SIZE], high[PC_DIGITS_SIZE];
        while (year > 0 && isnan(sites[year].mean)) {
            year--;
        }
        const char *mode =
            lang == PC_LANG_JA ? pc_param_table[PC_P_rollout_mode].ja : all->parameter;
        fprintf(out, item->draws == 1 ? _("  %s %s: %zu draw") : _("  %s %s: %zu draws"),
            mode, item->name, item->draws);
        if (!isnan(sites[year].mean)) {
            fprintf(out, _("; sites in FY%d: %s (5 to 95 %%: %s .. %s)"),
                pc_key_years[year], pc_three_digits(sites[year].mean, mean),
                pc_three_digits(sites[year].low, low),
                pc_three_digits(sites[year].high, high));
        }
        fputc('\n', out);
    }
}

/* Why there is no ledger. */
static void
print_ledger_hint(FILE *out, const pc_ensemble_t *e, pc_lang lang)
{
    if (e->draws > 1 && e->replicates == 1 && e->scenario->mode == PC_MODE_STOCHASTIC) {
        fprintf(
            out, "%s\n", _("  no ledger.csv: -n 2 would tell parameters from chance"));
    }
}

/* What the columns are, of fiscal year `year`. */
static void
print_header(FILE *out, const pc_ensemble_t *e, int year, pc_lang lang)
{
    if (e->room == 1) {
        fprintf(out, _("  FY%d\n"), year);
        return;
    }
    fprintf(out,
        _("  FY%d                                                mean         5 "
          "%% .. 95 %%        error of mean\n"),
        year);
}

/* What makes the runs differ; or which one it is. */
static void
print_spread(FILE *out, const pc_ensemble_t *e, pc_lang lang)
{
    const pc_spread_kind kind =
        pc_spread_of(e->draws, e->replicates, e->scenario->mode == PC_MODE_STOCHASTIC);
    if (e->room == 1) {
        fprintf(out, "%s\n",
            _("  one run, without a spread; parameters are those of draw 1"));
    } else {
        fprintf(out, _("  5 to 95 per cent: %s\n"), pc_spread_words(kind, lang));
    }
}

void
pc_answer_many(FILE *out, const pc_many_answer_t *self, pc_lang lang)
{
    static const pc_variable shown[] = { PC_V_SITES, PC_V_BASE_UNCOVERED, PC_V_TESTS,
        PC_V_EP_CASES, PC_V_EP_OMITTED, PC_V_HOURS_EP, PC_V_EP_UTILISATION,
        PC_V_EP_WAIT };
    const pc_ensemble_t *e = self->ensemble;
    const pc_sample_layout_t *layout = &e->layout;
    size_t year = layout->num_fiscal;
    while (year > 1 && layout->fiscal_months[year - 1] < 12) {
        year--;
    }
    fprintf(
        out, "%s\n", pc_title_of(e->scenario->title_en, e->scenario->title_ja, lang));
    char made[96];
    fprintf(out,
        e->num_done == 1 ? _("%zu run (%s), %zu failed\n")
                         : _("%zu runs (%s), %zu failed\n"),
        e->num_done, pc_runs_label(e->draws, e->replicates, lang, made), e->num_failed);
    print_header(out, e, layout->first_fiscal + (int) year - 1, lang);
    for (size_t k = 0; year > 0 && k < sizeof(shown) / sizeof(shown[0]); k++) {
        print_row(out, self, year - 1, shown[k], lang);
    }
    pc_answer_dates(out, e->scenario, self->statistics->dates, lang);
    print_spread(out, e, lang);
    print_structures(out, &self->statistics->structures, lang);
    print_ledger_hint(out, e, lang);
    pc_answer_targets(out, self, lang);
}
