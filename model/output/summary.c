#include "output/summary.h"

#include <math.h>
#include <string.h>

#include "base/emit.h"

static int
holds(const pc_threshold_t *milestone, double value)
{
    const double slack = 1e-9 * fmax(1, fabs(milestone->threshold));
    /* A comparison with NaN is false. */
    return milestone->at_most ? value <= milestone->threshold + slack
                              : value >= milestone->threshold - slack;
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
write_reason(
    pc_emitter_t *json, const pc_milestone_date_t *date, const pc_results_t *results)
{
    char month[8] = "", reason[160];
    if (results->num_rows > 0) {
        pc_month_format(results->first + (pc_month) results->num_rows - 1, month);
    }
    if (date->month == PC_MONTH_NONE) {
        snprintf(reason, sizeof(reason),
            isnan(date->last) ? "not reached in this run, which ends in %s; the "
                                "variable has no value there"
                              : "not reached in this run, which ends in %s",
            month);
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
write_milestone(pc_emitter_t *json, const pc_threshold_t *milestone,
    const pc_results_t *results, size_t runs)
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
    if (date.month == PC_MONTH_NONE) {
        pc_emit_string(json, "month", NULL);
    } else {
        char month[8];
        pc_month_format(date.month, month);
        pc_emit_string(json, "month", month);
    }
    write_reason(json, &date, results);
    pc_emit_number(json, "last_value", date.last);
    pc_emit_close(json, '}');
}

void
pc_summary_write(FILE *out, const pc_run_info_t *info,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES], const pc_threshold_t *milestones,
    size_t num_milestones, const pc_results_t *results, size_t runs)
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
    pc_emit_string(&json, "dates_are",
        runs > 1
            ? "the months in which the mean of the runs passes the threshold; not a "
              "distribution, and not the mean date (panelcast milestone gives it)"
        : expected
            ? "the months in which the mean path of one run passes the threshold; not a "
              "distribution, and not the mean date"
            : "the months of one run with one course of chance; not a distribution");
    write_figures(&json, figures);
    pc_emit_open(&json, "milestones", '[');
    for (size_t i = 0; i < num_milestones; i++) {
        write_milestone(&json, &milestones[i], results, runs);
    }
    pc_emit_close(&json, ']');
    pc_emit_close(&json, '}');
}
