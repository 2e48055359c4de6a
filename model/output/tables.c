#include "output/tables.h"

#include <math.h>
#include <string.h>

/* The regional variables that a planner reads by prefecture; the others are in
 * series.csv. */
const pc_variable pc_prefecture_variables[] = { PC_V_SITES, PC_V_BASE_COVERED,
    PC_V_BASE_UNCOVERED, PC_V_PATIENTS, PC_V_TESTS, PC_V_TESTS_PER_100,
    PC_V_SITES_PER_MILLION, PC_V_EP_CASES, PC_V_EP_DISCUSSED, PC_V_EP_BACKLOG,
    PC_V_COUNSELLING, PC_V_COUNSELLORS_NEEDED, PC_V_COUNSELLORS, PC_V_MISSED };
const size_t pc_num_prefecture_variables =
    sizeof(pc_prefecture_variables) / sizeof(pc_prefecture_variables[0]);

const char *
pc_variable_note(pc_variable variable, const pc_years_t *years, pc_lang lang)
{
    if (variable == PC_V_FEES || variable == PC_V_FEES_TEST
        || variable == PC_V_FEES_PANEL) {
        return pc_text(lang, "points of 2024 kept after 2026-06");
    }
    if (variable != PC_V_MISSED) {
        return "";
    }
    int omitted = 0, missed = 0;
    for (size_t y = 0; y < years->num_years; y++) {
        const double *row = years->national + y * PC_NUM_VARIABLES;
        omitted |= row[PC_V_EP_OMITTED] > 0;
        missed |= row[PC_V_MISSED] > 0;
    }
    if (!omitted || missed) {
        return "";
    }
    return pc_text(lang, "the effect of omission on treatment was not calculated");
}

static void
year_headers(const pc_table_t *t, const pc_run_info_t *info, const pc_years_t *years)
{
    char label[PC_LABEL_SIZE];
    for (size_t y = 0; y < years->num_years; y++) {
        pc_table_text_before(t, pc_fiscal_year_label(years->first_year + (int) y,
                                    years->months[y], info->lang, label));
    }
}

/* What a cell of the table belongs to, wherever it is pasted. */
static const char *
title_of(const pc_run_info_t *info)
{
    return info->lang == PC_LANG_JA ? info->title_ja : info->title_en;
}

/* Name, unit and meaning of a variable. */
static void
variable_cells(const pc_table_t *t, pc_variable which)
{
    const pc_variable_info_t *variable = &pc_variable_table[which];
    char unit[PC_UNIT_SIZE];
    pc_table_text(t, variable->name);
    pc_table_text_after(t, pc_people_unit(which, 12, t->lang, unit));
    pc_table_text_after(t, t->lang == PC_LANG_JA ? variable->ja : variable->en);
}

pc_status
pc_fiscal_year_write(FILE *out, const pc_run_info_t *info, const pc_results_t *results,
    const pc_years_t *years)
{
    const pc_lang lang = info->lang;
    char label[PC_LABEL_SIZE];
    pc_table_t table, *t = &table;
    pc_table_begin(t, out, PC_FOR_PEOPLE, info->bom, lang);
    fputs(pc_text(lang, "variable,unit,meaning,"), t->out);
    fputs(pc_month_label(results->first, info->lang, label), t->out);
    fputs(pc_text(lang, " (before the first month),"), t->out);
    year_headers(t, info, years);
    fputs(pc_text(lang, "note,title\n"), t->out);
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        const pc_variable which = (pc_variable) v;
        variable_cells(t, which);
        pc_table_rounded_after(t, results->num_rows > 0 ? pc_people_value(
                                      which, pc_results_national(results, 0)[v])
                                                        : NAN);
        for (size_t y = 0; y < years->num_years; y++) {
            pc_table_rounded_after(
                t, pc_people_value(
                       which, years->national[y * PC_NUM_VARIABLES + (size_t) v]));
        }
        pc_table_text_after(t, pc_variable_note(which, years, info->lang));
        pc_table_text_after(t, title_of(info));
        putc('\n', t->out);
    }
    return pc_table_end(t);
}

static void
prefecture_row(const pc_table_t *t, const pc_prefecture_name_t *name, size_t region,
    const char *notice, const char *title, pc_variable which, const pc_years_t *years)
{
    const char *note = pc_variable_note(which, years, t->lang);
    const size_t place = (size_t) pc_variable_table[which].regional;
    char both[256];
    variable_cells(t, which);
    fprintf(t->out, ",JP-%02zu", region + 1);
    pc_table_text_after(t, t->lang == PC_LANG_JA ? name->ja : name->en);
    for (size_t y = 0; y < years->num_years; y++) {
        const double *row =
            years->regional + (y * PC_NUM_REGIONS + region) * PC_NUM_REGIONAL;
        pc_table_rounded_after(t, pc_people_value(which, row[place]));
    }
    snprintf(both, sizeof(both), "%s%s%s", notice,
        notice[0] != '\0' && note[0] != '\0' ? pc_text_of(t->lang, "clauses", "; ") : "",
        note);
    pc_table_text_after(t, both);
    pc_table_text_after(t, title);
    putc('\n', t->out);
}

pc_status
pc_prefecture_write(FILE *out, const pc_run_info_t *info,
    const pc_prefecture_name_t *names, int filled, const pc_years_t *years)
{
    const pc_lang lang = info->lang;
    const char *notice = "";
    if (filled) {
        notice = pc_text(lang, "for reference only: rests on filled-in hospital rows");
    }
    pc_table_t table, *t = &table;
    pc_table_begin(t, out, PC_FOR_PEOPLE, info->bom, lang);
    fputs(pc_text(lang, "variable,unit,meaning,region,prefecture,"), t->out);
    year_headers(t, info, years);
    fputs(pc_text(lang, "note,title\n"), t->out);
    for (size_t i = 0; i < pc_num_prefecture_variables; i++) {
        for (size_t region = 0; region < PC_NUM_REGIONS; region++) {
            prefecture_row(t, &names[region], region, notice, title_of(info),
                pc_prefecture_variables[i], years);
        }
    }
    return pc_table_end(t);
}

/* `|` ends a cell in Markdown. */
static void
markdown_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '|') {
            putc('\\', out);
        }
        putc(*text, out);
    }
}

void
pc_variables_markdown(FILE *out)
{
    static const char *const rules[] = {
        [PC_AGG_SUM] = "sum",
        [PC_AGG_LAST] = "at the end",
        [PC_AGG_MEAN] = "mean",
        [PC_AGG_WEIGHTED] = "mean weighted by ",
    };
    fprintf(out,
        "| variable | unit of a month | months to a year | regions | meaning | %s |\n"
        "|---|---|---|---|---|---|\n",
        pc_text_of(PC_LANG_JA, "column", "meaning"));
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        const pc_variable_info_t *info = &pc_variable_table[v];
        char unit[PC_UNIT_SIZE];
        fputs("| ", out);
        markdown_text(out, info->name);
        fprintf(out, " | %s | %s", pc_unit((pc_variable) v, 1, unit),
            rules[info->aggregate]);
        if (info->weight != PC_V_NONE) {
            markdown_text(out, pc_variable_table[info->weight].name);
        }
        fprintf(out, " | %s | ", info->regional >= 0 ? "Japan, prefectures" : "Japan");
        markdown_text(out, info->en);
        fputs(" | ", out);
        markdown_text(out, info->ja);
        fputs(" |\n", out);
    }
}
