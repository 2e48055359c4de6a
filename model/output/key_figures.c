#include "output/key_figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "output/spread.h"
#include "output/tables.h"

const int pc_key_years[PC_NUM_KEY_YEARS] = { 2025, 2030, 2035, 2040 };

/* PC_V_NONE stands for EP cases as per cent of the reference scenario. */
static const pc_variable chosen[PC_NUM_KEY_FIGURES] = { PC_V_SITES, PC_V_BASE_UNCOVERED,
    PC_V_TESTS, PC_V_EP_CASES, PC_V_NONE, PC_V_EP_OMITTED_SHARE, PC_V_HOURS_EP,
    PC_V_HOURS, PC_V_FTE_PHYSICIAN, PC_V_FTE_OTHER, PC_V_EP_WAIT, PC_V_EP_BACKLOG,
    PC_V_EP_UTILISATION, PC_V_LABOUR_COST, PC_V_FEES, PC_V_MISSED };

static double
pace(const pc_years_t *years, int year, pc_variable variable)
{
    const int place = years == NULL ? -1 : pc_years_find(years, year);
    return place < 0 ? NAN : pc_years_pace(years, (size_t) place, variable);
}

static double
total(const pc_years_t *years, int year, pc_variable variable)
{
    const int place = years == NULL ? -1 : pc_years_find(years, year);
    return place < 0
               ? NAN
               : years->national[(size_t) place * PC_NUM_VARIABLES + (size_t) variable];
}

static double
ratio(double value, double base)
{
    return base > 0 ? value / base : NAN;
}

static void
fill_variable(pc_key_figure_t *figure, const pc_key_input_t *input, pc_variable variable)
{
    const pc_variable_info_t *info = &pc_variable_table[variable];
    figure->id = info->name;
    figure->en = info->en;
    figure->ja = info->ja;
    figure->note_en = pc_variable_note(variable, input->years, PC_LANG_EN);
    figure->note_ja = pc_variable_note(variable, input->years, PC_LANG_JA);
    figure->flow = info->aggregate == PC_AGG_SUM;
    pc_unit(variable, 12, figure->unit);
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        const int year = pc_key_years[i];
        figure->value[i] = total(input->years, year, variable);
        figure->low[i] = total(input->low, year, variable);
        figure->high[i] = total(input->high, year, variable);
        figure->index[i] = ratio(pace(input->years, year, variable),
            pace(input->years, pc_key_years[0], variable));
    }
}

/* The ratio is of paces, so that a part year on either side does not matter. It has no
 * index and, until members are compared pair by pair, no range. */
static void
fill_reference(pc_key_figure_t *figure, const pc_key_input_t *input)
{
    figure->id = "Expert Panel|Cases|Per Cent of Reference";
    figure->en = N_("EP cases as per cent of the reference scenario");
    figure->ja = pc_text(PC_LANG_JA, figure->en);
    figure->note_en = "";
    figure->note_ja = "";
    figure->flow = 0;
    snprintf(figure->unit, sizeof(figure->unit), "%%");
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        const int year = pc_key_years[i];
        figure->value[i] = 100
                           * ratio(pace(input->years, year, PC_V_EP_CASES),
                               pace(input->reference, year, PC_V_EP_CASES));
        figure->low[i] = figure->high[i] = figure->index[i] = NAN;
    }
}

void
pc_key_figures(const pc_key_input_t *input, pc_key_figure_t figures[PC_NUM_KEY_FIGURES])
{
    for (size_t f = 0; f < PC_NUM_KEY_FIGURES; f++) {
        if (chosen[f] == PC_V_NONE) {
            fill_reference(&figures[f], input);
        } else {
            fill_variable(&figures[f], input, chosen[f]);
        }
        for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
            const int place = pc_years_find(input->years, pc_key_years[i]);
            figures[f].months[i] = place < 0 ? 0 : input->years->months[place];
        }
    }
}

static void
write_header(FILE *out, const pc_run_info_t *info, const pc_key_figure_t *figure)
{
    const pc_lang lang = info->lang;
    char label[PC_LABEL_SIZE], base[PC_LABEL_SIZE];
    fputs(pc_text(lang, "figure,unit,meaning"), out);
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        pc_fiscal_year_label(pc_key_years[i], figure->months[i], info->lang, label);
        fprintf(out, pc_text(lang, ",%s,%s 5 %%,%s 95 %%"), label, label, label);
    }
    /* The label of the year alone: the index compares paces. */
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        pc_fiscal_year_label(pc_key_years[i], 12, info->lang, label);
        pc_fiscal_year_label(pc_key_years[0], 12, info->lang, base);
        fprintf(out, pc_text(lang, ",%s index (%s = 1.00)"), label, base);
    }
    fputs(pc_text(lang, ",range_is,note,title\n"), out);
}

static int
has_range(const pc_key_figure_t *figure)
{
    int found = 0;
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        found |= !isnan(figure->low[i]) || !isnan(figure->high[i]);
    }
    return found;
}

static void
write_figure(const pc_table_t *t, const pc_key_figure_t *figure, const char *range,
    const char *title)
{
    char text[PC_DIGITS_SIZE], unit[PC_UNIT_SIZE], words[PC_UNIT_SIZE];
    const int money = strncmp(figure->unit, "JPY", 3) == 0;
    const double scale = money ? 1e6 : 1;
    snprintf(unit, sizeof(unit), "%s%.39s", money ? "million " : "", figure->unit);
    pc_table_text(t, figure->id);
    pc_table_text_after(t, pc_unit_label(unit, t->lang, words));
    pc_table_text_after(t, t->lang == PC_LANG_JA ? figure->ja : figure->en);
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        pc_table_rounded_after(t, figure->value[i] / scale);
        pc_table_rounded_after(t, figure->low[i] / scale);
        pc_table_rounded_after(t, figure->high[i] / scale);
    }
    for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
        fprintf(t->out, ",%s", pc_two_decimals(figure->index[i], text));
    }
    pc_table_text_after(t, has_range(figure) ? range : "");
    pc_table_text_after(t, t->lang == PC_LANG_JA ? figure->note_ja : figure->note_en);
    pc_table_text_after(t, title);
    putc('\n', t->out);
}

pc_status
pc_key_figures_write(FILE *out, const pc_run_info_t *info,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES])
{
    char range[PC_RANGE_SIZE];
    pc_table_t table;
    pc_range_words(pc_run_spread(info), info->lang, range);
    pc_table_begin(&table, out, PC_FOR_PEOPLE, info->bom, info->lang);
    write_header(table.out, info, &figures[0]);
    for (size_t f = 0; f < PC_NUM_KEY_FIGURES; f++) {
        write_figure(&table, &figures[f], range,
            info->lang == PC_LANG_JA ? info->title_ja : info->title_en);
    }
    return pc_table_end(&table);
}
