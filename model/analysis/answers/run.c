#include "analysis/answers/run.h"

#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"
#include "analysis/ensemble/by_structure.h"
#include "output/aggregate.h"
#include "output/grid.h"
#include "output/key_figures.h"

#define MOST_COLUMNS (PC_NUM_KEY_YEARS > 3 ? PC_NUM_KEY_YEARS : 3)

/* The first month, if any, in which a milestone is reached. */
static void
print_milestone(
    FILE *out, const pc_milestone_t *m, const pc_results_t *results, pc_lang lang)
{
    const pc_threshold_t threshold = { .id = m->id,
        .variable = m->variable,
        .at_most = !m->at_least,
        .threshold = m->threshold };
    const pc_milestone_date_t date = pc_milestone_reached(&threshold, results);
    char month[8] = "";
    if (date.month != PC_MONTH_NONE) {
        pc_month_format(date.month, month);
    }
    fputs("  ", out);
    pc_print_padded(out, pc_title_of(m->title_en, m->title_ja, lang), 52, 1);
    fprintf(out, " %s\n", month[0] ? month : _("not within the run"));
}

/* The key years that the run has, the years of key_figures.csv. Of a run that has fewer
 * than two of them the first, the middle and the last. */
static size_t
choose_years(const pc_years_t *years, size_t columns[MOST_COLUMNS])
{
    size_t num = 0;
    for (size_t k = 0; k < PC_NUM_KEY_YEARS; k++) {
        const int place = pc_years_find(years, pc_key_years[k]);
        if (place >= 0) {
            columns[num++] = (size_t) place;
        }
    }
    if (num >= 2) {
        return num;
    }
    const size_t last = years->num_years - 1;
    const size_t others[] = { 0, (last + 1) / 2, last };
    num = 0;
    for (size_t k = 0; k < 3; k++) {
        if (num == 0 || others[k] > columns[num - 1]) {
            columns[num++] = others[k];
        }
    }
    return num;
}

pc_status
pc_answer_run(FILE *out, const pc_scenario_t *s, const pc_results_t *r, pc_lang lang)
{
    static const pc_variable shown[] = { PC_V_SITES, PC_V_BASE_UNCOVERED, PC_V_TESTS,
        PC_V_EP_CASES, PC_V_EP_OMITTED, PC_V_HOURS_EP, PC_V_EP_UTILISATION,
        PC_V_EP_WAIT };
    pc_years_t years;
    const pc_status status = pc_years_init(&years, r, PC_YEAR_FISCAL);
    if (status != PC_OK || years.num_years == 0) {
        pc_years_free(&years);
        return status;
    }
    size_t columns[MOST_COLUMNS];
    const size_t num_columns = choose_years(&years, columns);
    fprintf(out, "%s\n", pc_title_of(s->title_en, s->title_ja, lang));
    pc_print_padded(out, _("fiscal year (flows: the year's total)"), 42, 1);
    for (size_t k = 0; k < num_columns; k++) {
        const int months = years.months[columns[k]];
        char text[32];
        snprintf(text, sizeof(text), _("FY%d%s"), years.first_year + (int) columns[k],
            months < 12 ? "*" : "");
        pc_print_padded(out, text, 13, 0);
    }
    fputc('\n', out);
    for (size_t v = 0; v < sizeof(shown) / sizeof(shown[0]); v++) {
        char label[160], digits[PC_DIGITS_SIZE];
        fputs("  ", out);
        pc_print_padded(out, pc_variable_label(shown[v], 0, lang, label), 40, 1);
        for (size_t k = 0; k < num_columns; k++) {
            const double value =
                years.national[columns[k] * PC_NUM_VARIABLES + shown[v]];
            fprintf(out, " %12s", pc_three_digits(value, digits));
        }
        fputc('\n', out);
    }
    fprintf(out, "%s\n", _("  * part of the year only; three significant digits"));
    fprintf(
        out, "%s\n", _("first month reached, in this one run, under its assumptions:"));
    for (size_t k = 0; k < s->num_milestones; k++) {
        print_milestone(out, &s->milestones[k], r, lang);
    }
    pc_years_free(&years);
    return PC_OK;
}

void
pc_answer_draw(FILE *out, const pc_scenario_t *scenario, uint32_t draw,
    const pc_params_t *params, pc_lang lang)
{
    char name[32];
    if (draw == 0) {
        return;
    }
    fprintf(out, _("  parameters are those of draw %lu, not the scenario's own values"),
        (unsigned long) draw);
    if (pc_scenario_uncertain(scenario, PC_P_rollout_mode)) {
        const pc_param_info_t *info = &pc_param_table[PC_P_rollout_mode];
        fprintf(out, _("; %s: %s"), lang == PC_LANG_JA ? info->ja : info->name,
            pc_structure_name(params->rollout_mode, name));
    }
    fputc('\n', out);
}

/* A month, or that it lies beyond the run. */
static void
add_date(pc_grid_t *grid, pc_month month, pc_month horizon, pc_lang lang)
{
    char text[32], end[8];
    if (month != PC_MONTH_NONE) {
        pc_month_format(month, text);
    } else {
        pc_month_format(horizon, end);
        snprintf(text, sizeof(text), _("after %s"), end);
    }
    pc_grid_text(grid, text);
}

void
pc_answer_dates(
    FILE *out, const pc_scenario_t *s, const pc_date_spread_t *dates, pc_lang lang)
{
    static const pc_grid_column_t columns[] = { { "milestone", N_("milestone"), -1, 0 },
        { "median", N_("median"), -1, 0 }, { "low", N_("5 %"), -1, 0 },
        { "high", N_("95 %"), -1, 0 }, { "probability", N_("reached %"), 1, 0 },
        { "mcse", N_("+-"), 1, 0 }, { NULL, NULL, 0, 0 } };
    static const pc_grid_column_t of_one[] = { { "milestone", N_("milestone"), -1, 0 },
        { "month", N_("month"), -1, 0 }, { NULL, NULL, 0, 0 } };
    const int one = s->num_milestones > 0 && dates[0].kind == PC_SPREAD_NONE;
    pc_grid_t grid;
    char title[128], month[8];
    if (s->num_milestones == 0) {
        return;
    }
    pc_month_format(s->end, month);
    snprintf(title, sizeof(title),
        one ? _("first month reached, in this one run")
            : _("months of arrival, and per cent reached by %s"),
        month);
    pc_grid_init(&grid, "dates", title, one ? of_one : columns);
    for (size_t k = 0; k < s->num_milestones; k++) {
        const pc_milestone_t *m = &s->milestones[k];
        pc_grid_text(&grid, pc_title_of(m->title_en, m->title_ja, lang));
        add_date(&grid, dates[k].quantile[PC_NUM_DATE_LEVELS / 2], s->end, lang);
        if (!one) {
            add_date(&grid, dates[k].quantile[0], s->end, lang);
            add_date(&grid, dates[k].quantile[PC_NUM_DATE_LEVELS - 1], s->end, lang);
            pc_grid_number(&grid, 100 * dates[k].probability);
            pc_grid_number(&grid, 100 * dates[k].error);
        }
    }
    pc_grid_print(&grid, out, lang);
    pc_grid_free(&grid);
}
