/* report.c - what a command says of its run: the summary on the screen, and the record
 * for the manifest. */
#include "tools/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/ensemble/by_structure.h"
#include "simulation/state_file.h"
#include "tools/grid.h"

/* The first month, if any, in which a milestone is reached. */
static void
print_milestone(const pc_milestone_t *m, const pc_results_t *results, int ja)
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
    fputs("  ", stdout);
    pc_print_padded(stdout, ja ? m->title_ja : m->title_en, 52, 1);
    printf(" %s\n", month[0] ? month : ja ? "期間内に到達せず" : "not within the run");
}

const char *
pc_variable_label(pc_variable variable, int per_year, int ja, char text[160])
{
    const pc_variable_info_t *info = &pc_variable_table[variable];
    const pc_lang lang = ja ? PC_LANG_JA : PC_LANG_EN;
    char unit[PC_UNIT_SIZE], words[PC_UNIT_SIZE];
    snprintf(text, 160, "%s (%s)", ja ? info->ja : info->name,
        pc_unit_label(per_year ? pc_unit(variable, 12, unit) : info->unit, lang, words));
    return text;
}

const char *
pc_runs_label(uint32_t draws, uint32_t replicates, int ja, char text[96])
{
    const unsigned long d = draws, r = replicates;
    if (d == 0) {
        snprintf(text, 96, ja ? "反復 %lu" : "%lu replicates", r);
    } else if (d == 1 && r == 1) {
        snprintf(text, 96, "%s", ja ? "抽出1" : "draw 1");
    } else if (d == 1) {
        snprintf(text, 96, ja ? "抽出1の反復 %lu" : "%lu replicates of draw 1", r);
    } else if (r == 1) {
        snprintf(text, 96, ja ? "パラメータ抽出 %lu" : "%lu parameter draws", d);
    } else {
        snprintf(text, 96,
            ja ? "パラメータ抽出 %lu × 反復 %lu"
               : "%lu parameter draws x %lu replicates",
            d, r);
    }
    return text;
}

pc_status
pc_print_summary(const pc_scenario_t *s, const pc_results_t *r, const char *lang)
{
    static const pc_variable shown[] = { PC_V_SITES, PC_V_BASE_UNCOVERED, PC_V_TESTS,
        PC_V_EP_CASES, PC_V_EP_OMITTED, PC_V_HOURS_EP, PC_V_EP_UTILISATION,
        PC_V_EP_WAIT };
    const int ja = strcmp(lang, "ja") == 0;
    pc_years_t years;
    const pc_status status = pc_years_init(&years, r, PC_YEAR_FISCAL);
    if (status != PC_OK || years.num_years == 0) {
        pc_years_free(&years);
        return status;
    }
    size_t columns[3] = { 0, years.num_years / 2, years.num_years - 1 };
    size_t num_columns = years.num_years < 3 ? years.num_years : 3;
    if (num_columns == 2) {
        columns[1] = 1;
    }
    printf("%s\n", ja ? s->title_ja : s->title_en);
    pc_print_padded(stdout,
        ja ? "年度（フローは年度計）" : "fiscal year (flows: the year's total)", 42, 1);
    for (size_t k = 0; k < num_columns; k++) {
        const int months = years.months[columns[k]];
        char text[32];
        snprintf(text, sizeof(text), ja ? "%d年度%s" : "FY%d%s",
            years.first_year + (int) columns[k], months < 12 ? "*" : "");
        pc_print_padded(stdout, text, 13, 0);
    }
    putchar('\n');
    for (size_t v = 0; v < sizeof(shown) / sizeof(shown[0]); v++) {
        char label[160], digits[PC_DIGITS_SIZE];
        fputs("  ", stdout);
        pc_print_padded(stdout, pc_variable_label(shown[v], 0, ja, label), 40, 1);
        for (size_t k = 0; k < num_columns; k++) {
            const double value =
                years.national[columns[k] * PC_NUM_VARIABLES + shown[v]];
            printf(" %12s", pc_three_digits(value, digits));
        }
        putchar('\n');
    }
    puts(ja ? "  * 年度の一部のみ"
            : "  * part of the year only; three significant digits");
    puts(ja ? "目標への到達（1回の計算。仮定に依存）"
            : "first month reached, in this one run, under its assumptions:");
    for (size_t k = 0; k < s->num_milestones; k++) {
        print_milestone(&s->milestones[k], r, ja);
    }
    pc_years_free(&years);
    return PC_OK;
}

void
pc_print_draw(const pc_scenario_t *scenario, uint32_t draw, const pc_params_t *params,
    const char *lang)
{
    const int ja = strcmp(lang, "ja") == 0;
    char name[32];
    if (draw == 0) {
        return;
    }
    printf(ja ? "  パラメータは抽出%luの値（シナリオの値ではない）"
              : "  parameters are those of draw %lu, not the scenario's own values",
        (unsigned long) draw);
    if (pc_scenario_uncertain(scenario, PC_P_rollout_mode)) {
        const pc_param_info_t *info = &pc_param_table[PC_P_rollout_mode];
        printf(ja ? "。%s：%s" : "; %s: %s", ja ? info->ja : info->name,
            pc_structure_name(params->rollout_mode, name));
    }
    putchar('\n');
}

/* A month, or that it lies beyond the run. */
static void
add_date(pc_grid_t *grid, pc_month month, pc_month horizon, int ja)
{
    char text[32], end[8];
    if (month != PC_MONTH_NONE) {
        pc_month_format(month, text);
    } else {
        pc_month_format(horizon, end);
        snprintf(text, sizeof(text), ja ? "%sより後" : "after %s", end);
    }
    pc_grid_text(grid, text);
}

void
pc_print_dates(const pc_scenario_t *s, const pc_date_spread_t *dates, const char *lang)
{
    static const pc_grid_column_t columns[] = { { "milestone", "milestone", "目標", -1,
                                                    0 },
        { "median", "median", "中央値", -1, 0 }, { "low", "5 %", "5%", -1, 0 },
        { "high", "95 %", "95%", -1, 0 }, { "probability", "reached %", "到達%", 1, 0 },
        { "mcse", "+-", "±", 1, 0 }, { NULL, NULL, NULL, 0, 0 } };
    static const pc_grid_column_t of_one[] = { { "milestone", "milestone", "目標", -1,
                                                   0 },
        { "month", "month", "月", -1, 0 }, { NULL, NULL, NULL, 0, 0 } };
    const int ja = strcmp(lang, "ja") == 0;
    const int one = s->num_milestones > 0 && dates[0].kind == PC_SPREAD_NONE;
    pc_grid_t grid;
    char en[64], in_japanese[64], month[8];
    if (s->num_milestones == 0) {
        return;
    }
    pc_month_format(s->end, month);
    snprintf(en, sizeof(en),
        one ? "first month reached, in this one run"
            : "months of arrival, and per cent reached by %s",
        month);
    snprintf(in_japanese, sizeof(in_japanese),
        one ? "目標への到達（1回の計算）" : "到達月と%sまでの到達率", month);
    pc_grid_init(&grid, "dates", en, in_japanese, one ? of_one : columns);
    for (size_t k = 0; k < s->num_milestones; k++) {
        const pc_milestone_t *m = &s->milestones[k];
        pc_grid_text(&grid, ja ? m->title_ja : m->title_en);
        add_date(&grid, dates[k].quantile[PC_NUM_DATE_LEVELS / 2], s->end, ja);
        if (!one) {
            add_date(&grid, dates[k].quantile[0], s->end, ja);
            add_date(&grid, dates[k].quantile[PC_NUM_DATE_LEVELS - 1], s->end, ja);
            pc_grid_number(&grid, 100 * dates[k].probability);
            pc_grid_number(&grid, 100 * dates[k].error);
        }
    }
    pc_grid_print(&grid, stdout, ja);
    pc_grid_free(&grid);
}

void
pc_utc_now(char text[32])
{
    const time_t now = time(NULL);
    struct tm parts;
    text[0] = '\0';
    if (gmtime_r(&now, &parts) != NULL) {
        strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
}

pc_status
pc_run_record_init(pc_run_record_t *self, const pc_scenario_t *scenario,
    const pc_options_t *options, pc_run_info_t *info)
{
    memset(self, 0, sizeof(*self));
    memset(info, 0, sizeof(*info));
    self->inputs = calloc(scenario->num_inputs + 2, sizeof(*self->inputs));
    if (self->inputs == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = pc_scenario_resolve(scenario, &self->resolved);
    if (status == PC_OK && options->from_state != NULL) {
        status =
            pc_sha256_file(options->from_state, PC_STATE_SIZE_MAX, self->past_sha256);
    }
    if (status != PC_OK) {
        return status;
    }
    pc_sha256_bytes(self->resolved, strlen(self->resolved), self->sha256);
    for (size_t k = 0; k < scenario->num_inputs; k++) {
        self->inputs[k].path = scenario->inputs[k].path;
        self->inputs[k].sha256 = scenario->inputs[k].sha256;
    }
    size_t num_inputs = scenario->num_inputs;
    if (options->from_state != NULL) {
        self->inputs[num_inputs++] =
            (pc_run_input_t){ options->from_state, self->past_sha256 };
    }
    pc_utc_now(self->finished);
    *info = (pc_run_info_t){ .name = scenario->name,
        .title_en = scenario->title_en,
        .title_ja = scenario->title_ja,
        .model = "panelcast",
        .version = pc_build_version,
        .commit = pc_build_commit,
        .compiler = pc_build_compiler,
        .flags = pc_build_flags,
        .libraries = pc_build_libraries(),
        .command_line = options->command_line,
        .mode = scenario->mode == PC_MODE_EXPECTED ? "expected" : "stochastic",
        .seed = scenario->seed,
        .draws = (uint32_t) scenario->draws,
        .replicates = (uint32_t) scenario->replicates,
        .draw = options->draw,
        .replicate = options->replicate,
        .scenario_sha256 = self->sha256,
        .inputs = self->inputs,
        .num_inputs = num_inputs,
        .finished = self->finished,
        .lang = strcmp(options->lang, "ja") == 0 ? PC_LANG_JA : PC_LANG_EN,
        .bom = scenario->output.bom };
    return PC_OK;
}

void
pc_run_record_past(pc_run_record_t *self, const pc_state_t *past, pc_run_info_t *info)
{
    pc_month_format((pc_month) past->scalar[PC_S_MONTH], self->past_month);
    info->from_state = self->past_month;
}

void
pc_run_record_free(pc_run_record_t *self)
{
    free(self->inputs);
    free(self->resolved);
    memset(self, 0, sizeof(*self));
}
