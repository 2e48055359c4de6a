/* compare_key.c - the key page of a comparison: every scenario a row. */
#include <math.h>
#include <string.h>

#include "analysis/answers/compare.h"
#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"
#include "output/tables.h"

#define NOTE_SIZE 1024

/* A flow per month, so that a part year may be compared. */
static double
pace(const pc_comparison_t *c, size_t year, pc_variable variable, double value)
{
    const int flow = pc_variable_table[variable].aggregate == PC_AGG_SUM;
    return flow ? value / c->compare.years.months[year] : value;
}

static double
mean_of(pc_comparison_t *c, size_t k, size_t with, size_t year, pc_variable variable)
{
    pc_statistics_t own;
    pc_compare_own(
        &c->compare, k, with, pc_compare_year_place(&c->compare, year, variable), &own);
    return own.mean;
}

/* Value and range of one scenario, and its difference from the reference; all of the
 * runs in which the reference has a value too. */
static void
write_key_cells(
    const pc_table_t *t, pc_comparison_t *c, size_t k, size_t y, pc_variable variable)
{
    const size_t place = pc_compare_year_place(&c->compare, y, variable);
    const int many = c->compare.num_members > 1;
    pc_statistics_t own;
    pc_compare_own(&c->compare, k, 0, place, &own);
    pc_paired_t p = { .difference = NAN, .relative = NAN, .interval = { NAN, NAN } };
    if (k > 0) {
        pc_compare_pair(&c->compare, k, place, 0, &p);
        p = pc_pair_shown(&p);
    }
    const double cells[] = { own.mean, many ? own.quantile[0] : NAN,
        many ? own.quantile[PC_NUM_QUANTILES - 1] : NAN, p.difference, p.interval[0],
        p.interval[1] };
    for (size_t n = 0; n < sizeof(cells) / sizeof(cells[0]); n++) {
        pc_table_rounded_after(t, pc_people_value(variable, cells[n]));
    }
    pc_table_rounded_after(t, p.relative);
}

static void
write_key_header(FILE *out, const pc_comparison_t *c, pc_lang lang)
{
    char label[PC_LABEL_SIZE];
    fputs(_("figure,unit,meaning,scenario,title"), out);
    for (size_t i = 0; i < c->num_years; i++) {
        const size_t y = c->years[i];
        pc_fiscal_year_label(c->compare.years.first_year + (int) y,
            c->compare.years.months[y], lang, label);
        fprintf(out,
            _(",%s,%s 5 %%,%s 95 %%,%s difference,"
              "%s difference 95 %% interval low (Monte Carlo error),"
              "%s difference 95 %% interval high (Monte Carlo error),"
              "%s difference %%,%s index"),
            label, label, label, label, label, label, label, label);
    }
    fputs(_(",range_is,note\n"), out);
}

/* What must stand beside the values: the years in which some runs are left out, with the
 * reference's value of the others. */
static const char *
note_of(pc_comparison_t *c, size_t k, pc_variable variable, pc_lang lang,
    char note[NOTE_SIZE])
{
    size_t at = (size_t) snprintf(
        note, NOTE_SIZE, "%s", pc_variable_note(variable, &c->compare.years, lang));
    for (size_t i = 0; i < c->num_years && k > 0 && at < NOTE_SIZE; i++) {
        const size_t y = c->years[i];
        char text[PC_DIGITS_SIZE];
        pc_paired_t p;
        pc_compare_pair(
            &c->compare, k, pc_compare_year_place(&c->compare, y, variable), 0, &p);
        if (p.pairs < c->compare.num_members && p.pairs + p.alone > 0) {
            at += (size_t) snprintf(note + at, NOTE_SIZE - at,
                _("%sFY%d: of the %zu of %zu runs in which both have a value (there the "
                  "reference has %s)"),
                at == 0 ? "" : C_("sentences", "; "),
                c->compare.years.first_year + (int) y, p.pairs, c->compare.num_members,
                pc_three_digits(pc_people_value(variable, p.reference), text));
        }
    }
    return note;
}

static void
write_key_row(const pc_table_t *t, pc_comparison_t *c, size_t k, pc_variable variable,
    pc_lang lang)
{
    FILE *out = t->out;
    const pc_variable_info_t *info = &pc_variable_table[variable];
    const pc_scenario_t *s = c->list[k];
    char unit[PC_UNIT_SIZE], text[PC_DIGITS_SIZE], range[PC_RANGE_SIZE];
    pc_table_text(t, info->name);
    pc_table_text_after(t, pc_people_unit(variable, 12, lang, unit));
    pc_table_text_after(t, pc_title_of(info->en, info->ja, lang));
    pc_table_text_after(t, c->names[k]);
    pc_table_text_after(t, pc_title_of(s->title_en, s->title_ja, lang));
    const int base = pc_years_find(&c->compare.years, pc_key_years[0]);
    const double first = base < 0 ? NAN
                                  : pace(c, (size_t) base, variable,
                                      mean_of(c, k, 0, (size_t) base, variable));
    for (size_t i = 0; i < c->num_years; i++) {
        const size_t y = c->years[i];
        const double now = pace(c, y, variable, mean_of(c, k, 0, y, variable));
        write_key_cells(t, c, k, y, variable);
        fprintf(out, ",%s", pc_two_decimals(first > 0 ? now / first : NAN, text));
    }
    pc_table_text_after(t, pc_range_words(pc_comparison_spread(c), lang, range));
    char note[NOTE_SIZE];
    pc_table_text_after(t, note_of(c, k, variable, lang, note));
    fputc('\n', out);
}

/* EP cases as per cent of the reference's. */
static void
write_reference_row(const pc_table_t *t, pc_comparison_t *c, size_t k, pc_lang lang)
{
    FILE *out = t->out;
    const pc_scenario_t *s = c->list[k];
    fprintf(out, "Expert Panel|Cases|Per Cent of Reference,%%,%s",
        _("EP cases as per cent of the reference scenario"));
    pc_table_text_after(t, c->names[k]);
    pc_table_text_after(t, pc_title_of(s->title_en, s->title_ja, lang));
    for (size_t i = 0; i < c->num_years; i++) {
        const double base = mean_of(c, 0, k, c->years[i], PC_V_EP_CASES);
        const double own = mean_of(c, k, 0, c->years[i], PC_V_EP_CASES);
        pc_table_rounded_after(t, base > 0 ? 100 * own / base : NAN);
        fputs(",,,,,,,", out);
    }
    fputs(",,\n", out);
}

void
pc_answer_comparison_key(const pc_table_t *t, pc_comparison_t *c, pc_lang lang)
{
    FILE *out = t->out;
    write_key_header(out, c, lang);
    for (size_t f = 0; f < c->num_figures; f++) {
        for (size_t k = 0; k < c->num; k++) {
            write_key_row(t, c, k, c->figures[f], lang);
        }
        for (size_t k = 0; k < c->num && c->figures[f] == PC_V_EP_CASES; k++) {
            write_reference_row(t, c, k, lang);
        }
    }
}
