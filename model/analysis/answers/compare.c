#include "analysis/answers/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/report/sentences.h"
#include "analysis/answers/words.h"
#include "output/grid.h"
#include "output/tables.h"

/* What is smaller than this beside its values is their rounding. */
#define SHOWN 1e-6

pc_spread_kind
pc_comparison_spread(const pc_comparison_t *c)
{
    return pc_spread_of(
        c->compare.draws, c->compare.replicates, c->list[0]->mode == PC_MODE_STOCHASTIC);
}

const char *const pc_luck_ids[PC_LUCK_OTHER + 1] = { "", "common", "other" };

pc_luck
pc_comparison_luck(const pc_comparison_t *c, size_t k)
{
    const int chance =
        c->list[0]->mode == PC_MODE_STOCHASTIC || c->list[k]->mode == PC_MODE_STOCHASTIC;
    if (!chance && c->compare.draws == 0) {
        return PC_LUCK_NONE;
    }
    return c->unlike[k] & (PC_UNLIKE_SEED | PC_UNLIKE_MODE | PC_UNLIKE_STREAMS)
               ? PC_LUCK_OTHER
               : PC_LUCK_COMMON;
}

static const char *
title(const pc_scenario_t *s, pc_lang lang)
{
    return pc_title_of(s->title_en, s->title_ja, lang);
}

/* What differs, as `pc_difference_t.what` has it. */
static const char *
what_text(const char *what, pc_lang lang)
{
    static const char *const words[] = { NC_("what differs", "parameter"),
        NC_("what differs", "omission_rule"), NC_("what differs", "case_groups"),
        NC_("what differs", "data"), NC_("what differs", "run") };
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
        if (strcmp(what, words[k]) == 0) {
            return C_("what differs", words[k]);
        }
    }
    return what;
}

pc_paired_t
pc_pair_shown(const pc_paired_t *given)
{
    pc_paired_t p = *given;
    const double rounding = SHOWN * fmax(1, fmax(fabs(p.reference), fabs(p.scenario)));
    double *const values[] = { &p.difference, &p.interval[0], &p.interval[1] };
    for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
        *values[k] = fabs(*values[k]) < rounding ? 0 : *values[k];
    }
    p.relative = p.difference == 0 && !isnan(p.relative) ? 0 : p.relative;
    p.spread.sd = p.spread.sd < rounding ? 0 : p.spread.sd;
    return p;
}

/* The sentence of a rule; "" where the scenario has none of this id. To be freed. */
static char *
rule_sentence(const pc_scenario_t *s, const char *id, pc_lang lang)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    pc_rule_sentence(s, id, lang, out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    for (char *p = text; *p != '\0'; p++) { /* one line */
        *p = (char) (*p != '\n' ? *p : p[1] == '\0' ? '\0' : ' ');
    }
    return text;
}

static pc_status
word_difference(pc_difference_t *item, const pc_scenario_t *const sides[2], pc_lang lang)
{
    const int is_rule = strcmp(item->what, "omission_rule") == 0;
    for (int n = 0; n < 2; n++) {
        free(item->words[n]);
        item->words[n] =
            is_rule ? rule_sentence(sides[n], item->name, lang) : strdup(item->value[n]);
    }
    /* Two rules that one sentence fits differ in what it does not say. */
    if (is_rule && !item->same_value && item->words[0] != NULL && item->words[1] != NULL
        && strcmp(item->words[0], item->words[1]) == 0) {
        for (int n = 0; n < 2; n++) {
            free(item->words[n]);
            item->words[n] = strdup(item->value[n]);
        }
    }
    return item->words[0] != NULL && item->words[1] != NULL ? PC_OK : PC_ERR_NOMEM;
}

pc_status
pc_comparison_words(pc_comparison_t *c, pc_lang lang)
{
    for (size_t k = 1; k < c->num; k++) {
        const pc_scenario_t *const sides[2] = { c->list[0], c->list[k] };
        for (size_t i = 0; i < c->differences[k].num; i++) {
            const pc_status status =
                word_difference(&c->differences[k].items[i], sides, lang);
            if (status != PC_OK) {
                return status;
            }
        }
    }
    return PC_OK;
}

const char *
pc_difference_what(const pc_difference_t *item, pc_lang lang)
{
    return what_text(item->what, lang);
}

static void
print_source(
    FILE *out, const char *name, const char *kind, const char *source, pc_lang lang)
{
    if (kind[0] != '\0' || source[0] != '\0') {
        fprintf(out, _("    %s: %s%s%s\n"), name, C_("kind", kind),
            kind[0] != '\0' && source[0] != '\0' ? C_("list", ", ") : "", source);
    }
}

static void
print_differences(FILE *out, const pc_comparison_t *c, size_t k, pc_lang lang)
{
    const pc_differences_t *d = &c->differences[k];
    fprintf(out, _("assumptions that differ (%zu)\n"), d->num);
    for (size_t i = 0; i < d->num; i++) {
        const pc_difference_t *item = &d->items[i];
        const char *none = _("(none)");
        char unit[PC_UNIT_SIZE];
        const char *const values[] = { item->words[0][0] ? item->words[0] : none,
            item->words[1][0] ? item->words[1] : none };
        fprintf(out, "  %s %s", what_text(item->what, lang), item->name);
        fprintf(out, item->unit[0] != '\0' ? " (%s)" : "%s",
            pc_unit_label(item->unit, lang, unit));
        fprintf(out, "  %s\n", pc_title_of(item->en, item->ja, lang));
        if (item->same_value) {
            fprintf(out, "    %s  %s\n", values[0], _("(the same value)"));
        } else {
            fprintf(out, "    %s\n      -> %s\n", values[0], values[1]);
        }
        print_source(out, c->names[0], item->kind[0], item->source[0], lang);
        print_source(out, c->names[k], item->kind[1], item->source[1], lang);
    }
}

/* What the two do not share. */
static void
print_unlike(FILE *out, const pc_comparison_t *c, size_t k, pc_lang lang)
{
    for (int bit = 0; bit < PC_NUM_UNLIKE; bit++) {
        if (c->unlike[k] >> bit & 1) {
            fprintf(out, _("  note: %s; compared on what is shared\n"),
                pc_unlike_text(1u << bit, lang));
        }
    }
    if (pc_comparison_luck(c, k) == PC_LUCK_OTHER) {
        fprintf(out, "%s\n",
            _("  note: not with the same luck; the difference has the chance of "
              "both"));
    }
}

static void
print_proof(FILE *out, const pc_comparison_t *c, size_t k, pc_lang lang)
{
    const pc_month parting = c->compare.parting[k];
    char month[8] = "";
    if (parting == PC_MONTH_NONE) {
        fprintf(out, "%s\n", _("results cannot differ at all"));
    } else {
        pc_month_format(parting, month);
        fprintf(out, _("may differ from %s on\n"), month);
    }
    if (c->compare.rows_proved[k] == 0) {
        fprintf(out, "%s\n",
            _("  no month before that is shared, so nothing could be proved "
              "identical"));
    } else {
        const size_t rows = c->compare.rows_proved[k];
        fprintf(out,
            rows == 1 ? _("  before that identical: %zu monthly row, national and by "
                          "prefecture, bit for bit (checked; runs of each: %zu)\n")
                      : _("  before that identical: %zu monthly rows, national and by "
                          "prefecture, bit for bit (checked; runs of each: %zu)\n"),
            rows, c->compare.num_members);
    }
    print_unlike(out, c, k, lang);
}

/* Are there runs without both values, of a figure that has any? */
static int
lacks_pairs(const pc_comparison_t *c, const pc_paired_t *p)
{
    return p->pairs < c->compare.num_members && p->pairs + p->alone > 0;
}

/* Does the variable differ in any of the years, or is that not known of every run? */
static int
differs(pc_comparison_t *c, size_t k, pc_variable variable)
{
    for (size_t y = 0; y < c->num_years; y++) {
        pc_paired_t p;
        pc_compare_pair(&c->compare, k,
            pc_compare_year_place(&c->compare, c->years[y], variable), 0, &p);
        const pc_paired_t shown = pc_pair_shown(&p);
        if (shown.spread.sd > 0 || fabs(shown.difference) > 0 || lacks_pairs(c, &p)) {
            return 1;
        }
    }
    return 0;
}

/* Correlation, and how many times more runs independent seeds would need. */
static void
print_gain(FILE *out, const pc_paired_t *p, pc_lang lang)
{
    if (isnan(p->correlation)) {
        fputs("  -", out);
    } else {
        fprintf(out, "  %.6f", p->correlation);
    }
    if (isinf(p->runs_saved)) {
        fputs(_("  constant"), out);
    } else if (!isnan(p->runs_saved)) {
        fprintf(out, "  %.0f", p->runs_saved);
    }
}

static void
print_pairs(FILE *out, const pc_comparison_t *c, const pc_paired_t *p, pc_lang lang)
{
    if (p->pairs == 0) {
        fputs(_("  (no run has both values)"), out);
    } else {
        fprintf(out, _("  (%zu pairs of %zu runs)"), p->pairs, c->compare.num_members);
    }
}

static void
print_year(FILE *out, pc_comparison_t *c, size_t k, size_t year, pc_variable variable,
    pc_lang lang)
{
    const pc_years_t *years = &c->compare.years;
    char label[PC_LABEL_SIZE], text[5][PC_DIGITS_SIZE], relative[32] = "";
    pc_paired_t p;
    pc_compare_pair(
        &c->compare, k, pc_compare_year_place(&c->compare, year, variable), 0, &p);
    p = pc_pair_shown(&p);
    snprintf(label, sizeof(label), _("FY%d%s"), years->first_year + (int) year,
        years->months[year] < 12 ? "*" : "");
    if (!isnan(p.relative)) {
        snprintf(relative, sizeof(relative), "%+.2f %%", p.relative);
    }
    fputs("    ", out);
    pc_print_padded(out, label, 9, 1);
    fprintf(out, "%12s %12s %12s %10s", pc_three_digits(p.reference, text[0]),
        pc_three_digits(p.scenario, text[1]), pc_three_digits(p.difference, text[2]),
        relative);
    if (p.units > 1) {
        fprintf(out, "   [%s, %s]", pc_three_digits(p.interval[0], text[3]),
            pc_three_digits(p.interval[1], text[4]));
    }
    if (p.units >= PC_UNITS_FOR_GAIN) {
        print_gain(out, &p, lang);
    }
    if (lacks_pairs(c, &p)) {
        print_pairs(out, c, &p, lang);
    }
    fputc('\n', out);
}

static size_t
units_of(const pc_comparison_t *c)
{
    return c->compare.num_members / c->compare.each;
}

/* What the columns are. */
static void
print_columns(FILE *out, const pc_comparison_t *c, size_t k, pc_lang lang)
{
    fprintf(out, _("key figures (fiscal years): %s, %s, difference, per cent"),
        c->names[0], c->names[k]);
    if (units_of(c) > 1) {
        fputs(_(", [95 % interval of the mean difference]"), out);
    }
    if (units_of(c) >= PC_UNITS_FOR_GAIN) {
        fputs(_(", correlation,\n  times more runs that independent seeds would need"),
            out);
    }
    fputc('\n', out);
}

static int
has_part_year(const pc_comparison_t *c)
{
    int part = 0;
    for (size_t y = 0; y < c->num_years; y++) {
        part |= c->compare.years.months[c->years[y]] < 12;
    }
    return part;
}

/* What an interval is, and what is not an error. */
static void
print_error_note(FILE *out, const pc_comparison_t *c, pc_lang lang)
{
    const int many = c->compare.num_members > 1;
    if (!many) {
        fprintf(out, "%s\n",
            _("  one run each; for intervals add --mode stochastic -n 200, or "
              "--draws 200"));
    } else {
        fprintf(out,
            _("  intervals: Monte Carlo error of the mean difference, the unit is "
              "the %s;\n  what makes the runs differ: %s\n"),
            c->compare.draws > 1 ? _("parameter draw") : _("replicate"),
            pc_spread_words(pc_comparison_spread(c), lang));
    }
}

static void
print_figures(FILE *out, pc_comparison_t *c, size_t k, pc_lang lang)
{
    char label[160];
    size_t same = 0;
    print_columns(out, c, k, lang);
    for (size_t f = 0; f < c->num_figures; f++) {
        if (!differs(c, k, c->figures[f])) {
            same++;
            continue;
        }
        fprintf(out, "  %s\n", pc_variable_label(c->figures[f], 1, lang, label));
        for (size_t y = 0; y < c->num_years; y++) {
            print_year(out, c, k, c->years[y], c->figures[f], lang);
        }
    }
    if (same > 0) {
        fputs(_("  the same: "), out);
        const char *comma = "";
        for (size_t f = 0; f < c->num_figures; f++) {
            const pc_variable_info_t *info = &pc_variable_table[c->figures[f]];
            if (!differs(c, k, c->figures[f])) {
                fprintf(out, "%s%s", comma, lang == PC_LANG_JA ? info->ja : info->name);
                comma = C_("list", ", ");
            }
        }
        fputc('\n', out);
    }
    if (same < c->num_figures && has_part_year(c)) {
        fprintf(out, "%s\n", _("  * part of the year only"));
    }
    print_error_note(out, c, lang);
}

static void
print_explanation(FILE *out, const pc_comparison_t *c, size_t k, pc_lang lang)
{
    const pc_explanation_t *s = &c->explanations[k];
    char text[PC_DIGITS_SIZE], label[160];
    if (c->num_years == 0) {
        return;
    }
    const size_t year = c->years[c->num_years - 1];
    fprintf(out,
        _("why they differ, by groups of assumptions (Shapley values, expected "
          "mode, uncertain parameters at their values, FY%d)\n"),
        c->compare.years.first_year + (int) year);
    if (s->num == 0) {
        fprintf(out, "%s\n", _("  no group differs"));
    }
    for (size_t f = 0; f < c->num_figures && s->num > 0; f++) {
        pc_explained_t e;
        pc_explanation_of(s, year, c->figures[f], &e);
        if (!(fabs(e.difference) > 0)) {
            continue;
        }
        fprintf(out, "  %s: %s", pc_variable_label(c->figures[f], 1, lang, label),
            pc_three_digits(e.difference, text));
        for (size_t j = 0; j < s->num; j++) {
            fprintf(out, "%s%s %s", j == 0 ? " = " : " + ",
                _(pc_part_texts[s->groups[j]]), pc_three_digits(e.parts[j], text));
        }
        fputc('\n', out);
    }
}

/* How many runs, and whether all scenarios have the luck of the reference. */
static void
print_runs(FILE *out, const pc_comparison_t *c, pc_lang lang)
{
    char made[96];
    int common = 1;
    for (size_t k = 1; k < c->num; k++) {
        common &= pc_comparison_luck(c, k) == PC_LUCK_COMMON;
    }
    fprintf(out,
        c->compare.num_members == 1 ? _("%zu run each (%s%s), %zu failed\n")
                                    : _("%zu runs each (%s%s), %zu failed\n"),
        c->compare.num_members,
        pc_runs_label(c->compare.draws, c->compare.replicates, lang, made),
        common ? _(", common random numbers") : "", c->compare.num_failed);
}

void
pc_answer_comparison(FILE *out, pc_comparison_t *c, pc_lang lang)
{
    fprintf(out, _("reference: %s, %s\n"), c->names[0], title(c->list[0], lang));
    if (c->compare.num_members > 1 || c->compare.draws > 0) {
        print_runs(out, c, lang);
    }
    for (size_t k = 1; k < c->num; k++) {
        fprintf(out, _("\ncompared: %s, %s\n"), c->names[k], title(c->list[k], lang));
        print_differences(out, c, k, lang);
        print_proof(out, c, k, lang);
        print_figures(out, c, k, lang);
        if (c->explained) {
            print_explanation(out, c, k, lang);
        }
    }
}
