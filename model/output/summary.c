#include "output/summary.h"

#include <math.h>
#include <string.h>

#include "base/emit.h"
#include "base/threshold.h"

const double pc_date_levels[PC_NUM_DATE_LEVELS] = { 0.05, 0.1, 0.25, 0.5, 0.75, 0.9,
    0.95 };

static int
holds(const pc_threshold_t *milestone, double value)
{
    return pc_threshold_met(milestone->at_most ? PC_GOAL_AT_MOST : PC_GOAL_AT_LEAST,
        value, milestone->threshold);
}

/* The state before the first simulated month: row 0, or that of a saved state that the
 * run went on from. */
static size_t
state_row(const pc_results_t *results)
{
    for (size_t row = 0; row < results->num_rows; row++) {
        if (!isnan(pc_results_national(results, row)[PC_V_SITES])) {
            return row;
        }
    }
    return 0;
}

pc_milestone_date_t
pc_milestone_reached(const pc_threshold_t *milestone, const pc_results_t *results)
{
    pc_milestone_date_t date = { PC_MONTH_NONE, 0, 0, NAN };
    const size_t before = state_row(results);
    for (size_t row = 0; row < results->num_rows; row++) {
        const double value = pc_results_national(results, row)[milestone->variable];
        const int reached = holds(milestone, value);
        if (reached && date.month == PC_MONTH_NONE) {
            date.month = results->first + (pc_month) row;
            date.at_start = row == before;
            date.kept = 1;
        }
        date.kept = date.kept && reached;
        date.last = value;
    }
    return date;
}

/* What `low` and `high` of the key figures are; null of one run, which has none. */
static void
write_range(pc_emitter_t *json, pc_spread_kind kind)
{
    char text[PC_RANGE_SIZE];
    pc_emit_string(json, "range_is", kind == PC_SPREAD_NONE ? NULL : pc_spread_id(kind));
    pc_emit_string(json, "range_en",
        kind == PC_SPREAD_NONE ? NULL : pc_range_words(kind, PC_LANG_EN, text));
    pc_emit_string(json, "range_ja",
        kind == PC_SPREAD_NONE ? NULL : pc_range_words(kind, PC_LANG_JA, text));
}

static void
write_figures(pc_emitter_t *json, const pc_key_figure_t *figures)
{
    pc_emit_open(json, "key_figures", '[');
    for (size_t f = 0; f < PC_NUM_KEY_FIGURES; f++) {
        const pc_key_figure_t *figure = &figures[f];
        pc_emit_open(json, NULL, '{');
        pc_emit_string(json, "id", figure->id);
        pc_emit_string(json, "en", figure->en);
        pc_emit_string(json, "ja", figure->ja);
        pc_emit_string(json, "unit", figure->unit);
        pc_emit_bool(json, "flow", figure->flow);
        if (figure->note_en[0] != '\0') {
            pc_emit_string(json, "note_en", figure->note_en);
            pc_emit_string(json, "note_ja", figure->note_ja);
        }
        pc_emit_open(json, "years", '[');
        for (int i = 0; i < PC_NUM_KEY_YEARS; i++) {
            char label[PC_LABEL_SIZE];
            pc_fiscal_year_label(pc_key_years[i], 12, PC_LANG_EN, label);
            pc_emit_open(json, NULL, '{');
            pc_emit_string(json, "time", label);
            pc_emit_number(json, "months", figure->months[i]);
            pc_emit_bool(json, "part", figure->months[i] > 0 && figure->months[i] < 12);
            pc_emit_number(json, "value", figure->value[i]);
            pc_emit_number(json, "low", figure->low[i]);
            pc_emit_number(json, "high", figure->high[i]);
            pc_emit_number(json, "index", figure->index[i]);
            pc_emit_close(json, '}');
        }
        pc_emit_close(json, ']');
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
}

/* Why there is no date, or what to know about the date. */
static void
write_reason(pc_emitter_t *json, const pc_milestone_date_t *date,
    const pc_results_t *results, size_t runs)
{
    char month[8] = "", reason[160];
    if (results->num_rows > 0) {
        pc_month_format(results->first + (pc_month) results->num_rows - 1, month);
    }
    if (date->month == PC_MONTH_NONE) {
        snprintf(reason, sizeof(reason), "not reached %s in %s%s",
            runs > 1 ? "by the mean of the runs, which end" : "in this run, which ends",
            month, isnan(date->last) ? "; the variable has no value there" : "");
        pc_emit_string(json, "reason", reason);
    } else if (date->at_start) {
        pc_emit_string(
            json, "reason", "already reached before the first simulated month");
    } else if (!date->kept) {
        pc_emit_string(
            json, "reason", "reached, but does not hold in every later month");
    } else {
        pc_emit_string(json, "reason", NULL);
    }
}

static void
write_month(pc_emitter_t *json, const char *key, pc_month month)
{
    char text[8];
    if (month != PC_MONTH_NONE) {
        pc_month_format(month, text);
    }
    pc_emit_string(json, key, month != PC_MONTH_NONE ? text : NULL);
}

static void
write_spread(pc_emitter_t *json, const pc_date_spread_t *spread)
{
    pc_emit_open(json, "dates", '{');
    pc_emit_number(json, "members", (double) spread->members);
    write_month(json, "horizon", spread->horizon);
    pc_emit_number(json, "probability", spread->probability);
    pc_emit_number(json, "probability_mcse", spread->error);
    pc_emit_string(json, "spread", pc_spread_id(spread->kind));
    pc_emit_string(json, "spread_en", pc_spread_words(spread->kind, PC_LANG_EN));
    pc_emit_string(json, "spread_ja", pc_spread_words(spread->kind, PC_LANG_JA));
    pc_emit_open(json, "quantiles", '[');
    for (int q = 0; q < PC_NUM_DATE_LEVELS; q++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_number(json, "level", pc_date_levels[q]);
        write_month(json, "month", spread->quantile[q]);
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
    pc_emit_close(json, '}');
}

static void
write_milestone(pc_emitter_t *json, const pc_threshold_t *milestone,
    const pc_results_t *results, size_t runs, const pc_date_spread_t *spread)
{
    const pc_milestone_date_t date = pc_milestone_reached(milestone, results);
    const pc_variable_info_t *variable = &pc_variable_table[milestone->variable];
    char unit[PC_UNIT_SIZE];
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "id", milestone->id);
    pc_emit_string(json, "variable", variable->name);
    pc_emit_string(json, "unit", pc_unit(milestone->variable, 1, unit));
    pc_emit_number(
        json, milestone->at_most ? "at_most" : "at_least", milestone->threshold);
    pc_emit_string(json, "reading_en", milestone->reading_en);
    pc_emit_string(json, "reading_ja", milestone->reading_ja);
    pc_emit_string(json, "assumption_en", milestone->assumption_en);
    pc_emit_string(json, "assumption_ja", milestone->assumption_ja);
    pc_emit_number(json, "runs", (double) runs);
    write_month(json, "month", date.month);
    write_reason(json, &date, results, runs);
    pc_emit_number(json, "last_value", date.last);
    if (spread != NULL) {
        write_spread(json, spread);
    }
    pc_emit_close(json, '}');
}

void
pc_summary_write(FILE *out, const pc_run_info_t *info,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES], const pc_threshold_t *milestones,
    size_t num_milestones, const pc_results_t *results, size_t runs,
    const pc_date_spread_t *spreads, const pc_structures_t *structures)
{
    const int expected = info->mode != NULL && strcmp(info->mode, "expected") == 0;
    pc_emitter_t json;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '{');
    pc_emit_string(&json, "model", info->model);
    pc_emit_string(&json, "version", info->version);
    pc_emit_string(&json, "scenario", info->name);
    pc_emit_string(&json, "title_en", info->title_en);
    pc_emit_string(&json, "title_ja", info->title_ja);
    pc_emit_string(&json, "reference", info->reference);
    pc_emit_string(&json, "mode", info->mode);
    pc_emit_seed(&json, "seed", info->seed);
    pc_emit_number(&json, "runs", (double) runs);
    if (runs == 1) {
        pc_emit_number(&json, "draw", info->draw);
        pc_emit_number(&json, "replicate", info->replicate);
    }
    pc_emit_string(&json, "dates_are",
        runs > 1
            ? "`dates` is the distribution over the runs; `month` is that in which the "
              "mean of the runs passes the threshold, which is neither the mean nor the "
              "median of the dates"
        : expected
            ? "the months in which the mean path of one run passes the threshold; not a "
              "distribution, and not the mean date"
            : "the months of one run with one course of chance; not a distribution");
    write_range(&json, pc_run_spread(info));
    write_figures(&json, figures);
    pc_emit_open(&json, "milestones", '[');
    for (size_t i = 0; i < num_milestones; i++) {
        write_milestone(
            &json, &milestones[i], results, runs, spreads != NULL ? &spreads[i] : NULL);
    }
    pc_emit_close(&json, ']');
    if (structures != NULL && structures->parameter != NULL) {
        pc_structures_emit(&json, structures, figures);
    }
    pc_emit_close(&json, '}');
}
