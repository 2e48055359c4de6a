/* print.c - the comparison as text. */
#include <math.h>
#include <string.h>

#include "tools/compare/output.h"
#include "output/grid.h"
#include "output/tables.h"
#include "tools/record.h"

static int
is_ja(const pc_comparison_t *c)
{
    return strcmp(c->options->lang, "ja") == 0;
}

static const char *
title(const pc_scenario_t *s, int ja)
{
    return ja ? s->title_ja : s->title_en;
}

/* The Japanese word for a kind of assumption, or for what differs; `word` if there is
 * none. */
static const char *
word_ja(const char *word)
{
    static const char *const words[][2] = { { N_("parameter") }, { N_("omission_rule") },
        { N_("case_groups") }, { N_("data") }, { N_("run") } };
    for (int k = 0; k <= PC_KIND_ASSUMED; k++) {
        if (strcmp(word, pc_param_kind_names[k]) == 0) {
            return pc_param_kind_names_ja[k];
        }
    }
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
        if (strcmp(word, words[k][0]) == 0) {
            return words[k][1];
        }
    }
    return word;
}

static void
print_source(const char *name, const char *kind_id, const char *source, int ja)
{
    const char *kind = ja ? word_ja(kind_id) : kind_id;
    if (kind[0] != '\0' || source[0] != '\0') {
        printf(_("    %s: %s%s%s\n"), name, kind,
            kind[0] == '\0' || source[0] == '\0' ? "" : C_("list", ", "), source);
    }
}

static void
print_differences(const pc_comparison_t *c, size_t k, int ja)
{
    const pc_differences_t *d = &c->differences[k];
    printf(_("assumptions that differ (%zu)\n"), d->num);
    for (size_t i = 0; i < d->num; i++) {
        const pc_difference_t *item = &d->items[i];
        const char *none = _("(none)");
        char unit[PC_UNIT_SIZE];
        printf("  %s %s", ja ? word_ja(item->what) : item->what, item->name);
        printf(item->unit[0] != '\0' ? " (%s)" : "%s",
            pc_unit_label(item->unit, ja ? PC_LANG_JA : PC_LANG_EN, unit));
        printf("  %s\n", ja ? item->ja : item->en);
        if (item->same_value) {
            printf("    %s  %s\n", item->value[0], _("(the same value)"));
        } else {
            printf("    %s\n      -> %s\n", item->value[0][0] ? item->value[0] : none,
                item->value[1][0] ? item->value[1] : none);
        }
        print_source(c->names[0], item->kind[0], item->source[0], ja);
        print_source(c->names[k], item->kind[1], item->source[1], ja);
    }
}

/* What the two do not share. */
static void
print_unlike(const pc_comparison_t *c, size_t k, int ja)
{
    for (int bit = 0; bit < PC_NUM_UNLIKE; bit++) {
        if (c->unlike[k] >> bit & 1) {
            printf(_("  note: %s; compared on what is shared\n"),
                pc_unlike_text(1u << bit, ja));
        }
    }
    if (pc_comparison_luck(c, k) == PC_LUCK_OTHER) {
        puts(_("  note: not with the same luck; the difference has the chance of "
               "both"));
    }
}

static void
print_proof(const pc_comparison_t *c, size_t k, int ja)
{
    const pc_month parting = c->compare.parting[k];
    char month[8] = "";
    if (parting == PC_MONTH_NONE) {
        puts(_("results cannot differ at all"));
    } else {
        pc_month_format(parting, month);
        printf(_("may differ from %s on\n"), month);
    }
    if (c->compare.rows_proved[k] == 0) {
        puts(_("  no month before that is shared, so nothing could be proved "
               "identical"));
    } else {
        const size_t rows = c->compare.rows_proved[k];
        printf(ja ? "  それより前は全て一致（全国・都道府県の月次値%zu行、%zu回の計算、"
                    "ビット単位で確認済み）\n"
               : rows == 1
                   ? "  before that identical: %zu monthly row, national and by "
                     "prefecture, bit for bit (checked; runs of each: %zu)\n"
                   : "  before that identical: %zu monthly rows, national and by "
                     "prefecture, bit for bit (checked; runs of each: %zu)\n",
            rows, c->compare.num_members);
    }
    print_unlike(c, k, ja);
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
        if (p.spread.sd > 0 || fabs(p.difference) > 0 || lacks_pairs(c, &p)) {
            return 1;
        }
    }
    return 0;
}

/* Correlation, and how many times more runs independent seeds would need. */
static void
print_gain(const pc_paired_t *p, int ja)
{
    if (isnan(p->correlation)) {
        fputs("  -", stdout);
    } else {
        printf("  %.6f", p->correlation);
    }
    if (isinf(p->runs_saved)) {
        fputs(_("  constant"), stdout);
    } else if (!isnan(p->runs_saved)) {
        printf("  %.0f", p->runs_saved);
    }
}

static void
print_pairs(const pc_comparison_t *c, const pc_paired_t *p, int ja)
{
    if (p->pairs == 0) {
        fputs(_("  (no run has both values)"), stdout);
    } else {
        printf(_("  (%zu pairs of %zu runs)"), p->pairs, c->compare.num_members);
    }
}

static void
print_year(pc_comparison_t *c, size_t k, size_t year, pc_variable variable, int ja)
{
    const pc_years_t *years = &c->compare.years;
    char label[PC_LABEL_SIZE], text[5][PC_DIGITS_SIZE], relative[32] = "";
    pc_paired_t p;
    pc_compare_pair(
        &c->compare, k, pc_compare_year_place(&c->compare, year, variable), 0, &p);
    snprintf(label, sizeof(label), _("FY%d%s"), years->first_year + (int) year,
        years->months[year] < 12 ? "*" : "");
    if (!isnan(p.relative)) {
        snprintf(relative, sizeof(relative), "%+.2f %%", p.relative);
    }
    fputs("    ", stdout);
    pc_print_padded(stdout, label, 9, 1);
    printf("%12s %12s %12s %10s", pc_three_digits(p.reference, text[0]),
        pc_three_digits(p.scenario, text[1]), pc_three_digits(p.difference, text[2]),
        relative);
    if (p.units > 1) {
        printf("   [%s, %s]", pc_three_digits(p.interval[0], text[3]),
            pc_three_digits(p.interval[1], text[4]));
    }
    if (p.units >= PC_UNITS_FOR_GAIN) {
        print_gain(&p, ja);
    }
    if (lacks_pairs(c, &p)) {
        print_pairs(c, &p, ja);
    }
    putchar('\n');
}

static size_t
units_of(const pc_comparison_t *c)
{
    return c->compare.num_members / c->compare.each;
}

/* What the columns are. */
static void
print_columns(const pc_comparison_t *c, size_t k, int ja)
{
    printf(_("key figures (fiscal years): %s, %s, difference, per cent"), c->names[0],
        c->names[k]);
    if (units_of(c) > 1) {
        fputs(_(", [95 % interval of the mean difference]"), stdout);
    }
    if (units_of(c) >= PC_UNITS_FOR_GAIN) {
        fputs(_(", correlation,\n  times more runs that independent seeds would need"),
            stdout);
    }
    putchar('\n');
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
print_error_note(const pc_comparison_t *c, int ja)
{
    const int many = c->compare.num_members > 1;
    if (!many) {
        puts(_("  one run each; for intervals add --mode stochastic -n 200, or "
               "--draws 200"));
    } else {
        printf(_("  intervals: Monte Carlo error of the mean difference, the unit is "
                 "the %s;\n  what makes the runs differ: %s\n"),
            c->compare.draws > 1 ? (_("parameter draw")) : (_("replicate")),
            pc_spread_words(pc_comparison_spread(c), ja ? PC_LANG_JA : PC_LANG_EN));
    }
}

static void
print_figures(pc_comparison_t *c, size_t k, int ja)
{
    char label[160];
    size_t same = 0;
    print_columns(c, k, ja);
    for (size_t f = 0; f < c->num_figures; f++) {
        if (!differs(c, k, c->figures[f])) {
            same++;
            continue;
        }
        printf("  %s\n", pc_variable_label(c->figures[f], 1, ja, label));
        for (size_t y = 0; y < c->num_years; y++) {
            print_year(c, k, c->years[y], c->figures[f], ja);
        }
    }
    if (same > 0) {
        fputs(_("  the same: "), stdout);
        const char *comma = "";
        for (size_t f = 0; f < c->num_figures; f++) {
            const pc_variable_info_t *info = &pc_variable_table[c->figures[f]];
            if (!differs(c, k, c->figures[f])) {
                printf("%s%s", comma, ja ? info->ja : info->name);
                comma = C_("list", ", ");
            }
        }
        putchar('\n');
    }
    if (same < c->num_figures && has_part_year(c)) {
        puts(_("  * part of the year only"));
    }
    print_error_note(c, ja);
}

static void
print_explanation(const pc_comparison_t *c, size_t k, int ja)
{
    const pc_shapley_t *s = &c->shapley[k];
    char text[PC_DIGITS_SIZE], label[160];
    if (c->num_years == 0) {
        return;
    }
    const size_t year = c->years[c->num_years - 1];
    printf(_("why they differ, by groups of assumptions (Shapley values, expected "
             "mode, uncertain parameters at their values, FY%d)\n"),
        c->compare.years.first_year + (int) year);
    if (s->num == 0) {
        puts(_("  no group differs"));
    }
    for (size_t f = 0; f < c->num_figures && s->num > 0; f++) {
        pc_explanation_t e;
        pc_shapley_explain(s, year, c->figures[f], &e);
        if (!(fabs(e.difference) > 0)) {
            continue;
        }
        printf("  %s: %s", pc_variable_label(c->figures[f], 1, ja, label),
            pc_three_digits(e.difference, text));
        for (size_t j = 0; j < s->num; j++) {
            printf("%s%s %s", j == 0 ? " = " : " + ",
                (ja ? pc_part_ja : pc_part_en)[s->groups[j]],
                pc_three_digits(e.parts[j], text));
        }
        putchar('\n');
    }
}

/* How many runs, and whether all scenarios have the luck of the reference. */
static void
print_runs(const pc_comparison_t *c, int ja)
{
    char made[96];
    int common = 1;
    for (size_t k = 1; k < c->num; k++) {
        common &= pc_comparison_luck(c, k) == PC_LUCK_COMMON;
    }
    printf(ja                            ? "各%zu回の計算（%s"
           : c->compare.num_members == 1 ? "%zu run each (%s"
                                         : "%zu runs each (%s",
        c->compare.num_members,
        pc_runs_label(c->compare.draws, c->compare.replicates, ja, made));
    printf(_("%s), %zu failed\n"), !common ? "" : _(", common random numbers"),
        c->compare.num_failed);
}

void
pc_comparison_print(pc_comparison_t *c)
{
    const int ja = is_ja(c);
    printf(_("reference: %s, %s\n"), c->names[0], title(c->list[0], ja));
    if (c->compare.num_members > 1 || c->compare.draws > 0) {
        print_runs(c, ja);
    }
    for (size_t k = 1; k < c->num; k++) {
        printf(_("\ncompared: %s, %s\n"), c->names[k], title(c->list[k], ja));
        print_differences(c, k, ja);
        print_proof(c, k, ja);
        print_figures(c, k, ja);
        if (c->explained) {
            print_explanation(c, k, ja);
        }
    }
}
