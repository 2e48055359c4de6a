/* milestone_record.c - the parts of `milestone` that look at the record alone. */
#include "milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 400 /* of a bootstrap */

static void
window_text(const pc_line_t *line, int ja, char *text, size_t size)
{
    if (line->points > 2) {
        snprintf(text, size,
            ja ? "%s〜%s（3点の最小二乗）" : "%s to %s, least squares of 3", line->from,
            line->to);
    } else {
        snprintf(text, size, ja ? "%s〜%s" : "%s to %s", line->from, line->to);
    }
}

static void
line_figures(pc_inquiry_t *self, const pc_line_t *line, const char *name)
{
    char key[64], date[PC_DATE_SIZE];
    snprintf(key, sizeof(key), "%s.pace", name);
    pc_inquiry_figure_number(self, key, 1, line->pace);
    snprintf(key, sizeof(key), "%s.pace_by_days", name);
    pc_inquiry_figure_number(self, key, 1, line->pace_by_days);
    for (int r = 0; r < PC_NUM_READINGS; r++) {
        snprintf(key, sizeof(key), "%s.%s", name, self->sum.readings[r].id);
        pc_date_format(pc_line_reaches(line, self->sum.readings[r].target), date);
        date[7] = '\0';
        pc_inquiry_figure(self, key, date, NULL);
    }
}

static void
line_name(const pc_line_t *line, char *text, size_t size)
{
    if (line->points > 2) {
        snprintf(text, size, "line.three");
    } else {
        snprintf(text, size, "line.%.4s_%.4s", line->from, line->to);
    }
}

int
pc_part_sum(pc_inquiry_t *self)
{
    static const pc_grid_column_t columns[] = {
        { "window", "window of the record", "実績の期間", -1, 0 },
        { "from", "", "", -1, 1 },
        { "to", "", "", -1, 1 },
        { "sites_from", "from", "始点", 0, 0 },
        { "sites_to", "to", "終点", 0, 0 },
        { "pace_per_year", "sites a year", "年間ペース", 1, 0 },
        { "pace_per_365_25_days", "by days", "日数換算", 2, 0 },
        { "reading", "reading of the target", "目標の読み方", -1, 0 },
        { "reading_id", "", "", -1, 1 },
        { "target_sites", "sites in all", "総施設数", 0, 0 },
        { "date", "date", "到達時期", -1, 0 },
        { "years_from_2025_06", "years from 2025-06", "2025年6月からの年数", 1, 0 },
        { "around_2037", "in 2037", "2037年", -1, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    pc_grid_t *g = pc_inquiry_grid(self, "sum",
        "the ministry's sum redone: straight lines through the record",
        "国の見込みの再計算：実績の直線延長", columns, 0);
    const pc_ministry_sum_t *sum = &self->sum;
    double base, in_2037 = 0, cells = 0, least = INFINITY, most = 0;
    if (g == NULL || pc_date_parse(PC_SUM_BASE, &base) != PC_OK) {
        return PC_EXIT_BUG;
    }
    g->note_en =
        "years are calendar years, a month being a twelfth; \"by days\" takes "
        "365.25 days a year. `yes` marks what\n  \"about 12 years, around 2037\" "
        "can mean. A pace belongs to its window; none is the recent pace.";
    g->note_ja = "年数は暦による（1か月＝1/"
                 "12年）。「日数換算」は1年を365.25日とする。「2037年」欄の"
                 "yesが「約12年、2037年頃」に当たる。";
    for (size_t l = 0; l < sum->num_lines; l++) {
        const pc_line_t *line = &sum->lines[l];
        char name[32];
        line_name(line, name, sizeof(name));
        line_figures(self, line, name);
        /* Years between the two main readings. */
        const double gap =
            (sum->readings[3].target - sum->readings[0].target) / line->pace;
        least = fmin(least, gap);
        most = fmax(most, gap);
        for (int r = 0; r < PC_NUM_READINGS; r++) {
            char text[96], date[PC_DATE_SIZE];
            const pc_reading_t *reading = &sum->readings[r];
            const double time = pc_line_reaches(line, reading->target);
            window_text(line, self->ja, text, sizeof(text));
            pc_date_format(time, date);
            date[7] = '\0';
            pc_grid_text(g, text);
            pc_grid_text(g, line->from);
            pc_grid_text(g, line->to);
            pc_grid_number(g, line->first);
            pc_grid_number(g, line->last);
            pc_grid_number(g, line->pace);
            pc_grid_number(g, line->pace_by_days);
            pc_grid_text(g, self->ja ? reading->ja : reading->en);
            pc_grid_text(g, reading->id);
            pc_grid_number(g, reading->target);
            pc_grid_text(g, date);
            pc_grid_number(g, time - base);
            pc_grid_text(g, pc_is_around_2037(time) ? "yes" : "");
            in_2037 += pc_is_around_2037(time);
            cells++;
        }
    }
    pc_inquiry_figure_number(self, "sum.cells", 0, cells);
    pc_inquiry_figure_number(self, "sum.cells_in_2037", 0, in_2037);
    pc_inquiry_figure_number(self, "sum.sites", 0, sum->facts.sites);
    pc_inquiry_figure_number(self, "sum.base", 0, sum->facts.base);
    pc_inquiry_figure_number(self, "sum.covered", 0, sum->facts.covered);
    pc_inquiry_figure_number(self, "sum.uncovered", 0, sum->facts.uncovered);
    pc_inquiry_figure_number(self, "sum.outside", 0, sum->facts.outside);
    pc_inquiry_figure_number(self, "sum.last", 0, sum->facts.last);
    pc_inquiry_figure_number(self, "sum.first", 0, sum->lines[0].first);
    pc_inquiry_figure_number(self, "sum.candidates", 0, sum->facts.candidates);
    pc_inquiry_figure_number(self, "sum.base_covered", 0, sum->readings[3].target);
    pc_inquiry_figure_number(self, "sum.gap_least", 1, least);
    pc_inquiry_figure_number(self, "sum.gap_most", 1, most);
    return PC_EXIT_OK;
}

/* --- curves --------------------------------------------------------------------------
 */

typedef struct {
    pc_inquiry_t *inquiry;
    pc_record_t record;
    pc_grid_t *grid, *paths;
    pc_fit_t fits[2 * PC_NUM_GROWTHS];
    double ceilings[2 * PC_NUM_GROWTHS];
    size_t num;
    pc_fit_t *samples; /* [SAMPLES] */
    double luck[SAMPLES], values[SAMPLES];
} curves_t;

/* A parameter; at an end of the search it is none or 0. */
static void
value_text(const curves_t *c, double value, char text[32])
{
    if (value > PC_NO_CEILING) {
        snprintf(text, 32, "%s", c->inquiry->ja ? "なし" : "none");
    } else {
        snprintf(text, 32, "%.3g", value > 1e-6 ? value : 0);
    }
}

/* Parameters with their 80 % intervals, as text. */
static void
parameters_text(curves_t *c, const pc_fit_t *fit, char *text, size_t size)
{
    const pc_growth_info_t *info = &pc_growth_table[fit->kind];
    size_t used = 0;
    text[0] = '\0';
    if (fit->kind == PC_GROWTH_TREND) {
        for (size_t b = 0; b < SAMPLES; b++) {
            c->values[b] = c->samples[b].slope;
        }
        const double low = pc_quantile_sort(c->values, SAMPLES, 0.1);
        const double high = pc_quantile_sort(c->values, SAMPLES, 0.9);
        snprintf(text, size, "slope %.1f (%.1f..%.1f) w/s2 %.2g", fit->slope, low, high,
            fit->wander / fit->noise);
        return;
    }
    for (size_t k = 0; k < info->num && used < size; k++) {
        size_t num = 0;
        if (fit->ceiling_given && k + 1 == info->num) {
            used += (size_t) snprintf(
                text + used, size - used, "%s=%.0f", info->names[k], fit->theta[k]);
            continue;
        }
        for (size_t b = 0; b < SAMPLES; b++) {
            if (c->samples[b].state == PC_FIT_OK) {
                c->values[num++] = c->samples[b].theta[k];
            }
        }
        const double low = pc_quantile_sort(c->values, num, 0.1);
        const double high = pc_quantile_sort(c->values, num, 0.9);
        char at[32], from[32], to[32];
        const int lost = info->has_ceiling && k + 1 == info->num && high > PC_NO_CEILING;
        value_text(c, fit->theta[k], at);
        value_text(c, low, from);
        value_text(c, high, to);
        used += (size_t) snprintf(text + used, size - used,
            !lost            ? "%s %s (%s..%s) "
            : c->inquiry->ja ? "%s %s (%s以上) "
                             : "%s %s (%s or more) ",
            info->names[k], at, from, to);
    }
}

/* The date of a target: central, 10 % and 90 %, and the share of samples that never get
 * there. */
static void
date_cells(curves_t *c, const pc_fit_t *fit, double target, const char *key)
{
    char low[32], middle[32], high[32], text[128], name[160];
    size_t num = 0, never = 0;
    for (size_t b = 0; b < SAMPLES; b++) {
        if (c->samples[b].state == PC_FIT_OK) {
            const double when = pc_fit_when_luck(&c->samples[b], target, c->luck[b]);
            c->values[num++] = isnan(when) ? INFINITY : when;
            never += isinf(c->values[num - 1]) != 0;
        }
    }
    const double at = pc_fit_when(fit, target);
    const double from = pc_quantile_sort(c->values, num, 0.1);
    const double to = pc_quantile_sort(c->values, num, 0.9);
    const int ja = c->inquiry->ja;
    pc_show_time(at, ja, middle);
    pc_show_time(from, ja, low);
    pc_show_time(to, ja, high);
    snprintf(
        text, sizeof(text), ja ? "%s（%s〜%s）" : "%s (%s to %s)", middle, low, high);
    pc_grid_text(c->grid, text);
    pc_grid_number(c->grid, at);
    pc_grid_number(c->grid, from);
    pc_grid_number(c->grid, to);
    pc_grid_number(c->grid, num > 0 ? 100 * (double) never / (double) num : NAN);
    snprintf(name, sizeof(name), "curve.%s.%s", key, pc_growth_table[fit->kind].id);
    if (key[0] != '\0') {
        char en[128], english[3][32];
        pc_show_time(at, 0, english[0]);
        pc_show_time(from, 0, english[1]);
        pc_show_time(to, 0, english[2]);
        snprintf(en, sizeof(en), "%s (%s to %s)", english[0], english[1], english[2]);
        pc_show_time(at, 1, middle);
        pc_show_time(from, 1, low);
        pc_show_time(to, 1, high);
        snprintf(text, sizeof(text), "%s（%s〜%s）", middle, low, high);
        pc_inquiry_figure(c->inquiry, name, en, text);
    }
}

static void
remark(const curves_t *c, const pc_fit_t *fit, const char *reason, double target,
    char *text, size_t size)
{
    const int ja = c->inquiry->ja;
    text[0] = '\0';
    if (fit->state == PC_FIT_TOO_FEW) {
        snprintf(text, size,
            ja ? "点が少なく当てはめられない" : "too few increments for its parameters");
    } else if (fit->state == PC_FIT_NO_CONVERGENCE) {
        snprintf(text, size, ja ? "収束しない" : "the fit does not converge");
    } else if (fit->kind != PC_GROWTH_TREND && pc_fit_ceiling(fit) <= target) {
        snprintf(text, size,
            ja ? "上限%.0fで頭打ち、目標%.0fに達しない"
               : "levels off at %.0f, below the target of %.0f",
            pc_fit_ceiling(fit), target);
    } else if (fit->ceiling_lost) {
        snprintf(text, size, "%s",
            ja ? "実績からは上限が見えない" : "the record shows no ceiling");
    } else if (reason != NULL) {
        snprintf(text, size, ja ? "重みなし：%s" : "no weight: %s", reason);
    }
}

static pc_status
curve_row(curves_t *c, size_t i, double weight, const char *reason)
{
    const pc_fit_t *fit = &c->fits[i];
    const pc_growth_info_t *info = &pc_growth_table[fit->kind];
    pc_inquiry_t *self = c->inquiry;
    char text[256];
    double least = NAN;
    pc_grid_text(c->grid, c->record.facts[0].date);
    snprintf(text, sizeof(text), "%s%s", self->ja ? info->ja : info->en,
        !fit->ceiling_given ? ""
        : self->ja          ? "（上限既知）"
                            : ", known ceiling");
    pc_grid_text(c->grid, text);
    pc_grid_text(c->grid, info->id);
    pc_grid_number(c->grid, c->ceilings[i]);
    pc_grid_number(c->grid, (double) fit->n);
    pc_grid_number(c->grid, (double) fit->k);
    if (fit->state == PC_FIT_OK) {
        const pc_status status = pc_fit_bootstrap(fit, &c->record,
            self->scenarios[0].seed, (uint32_t) (i + 1), c->samples, c->luck, SAMPLES);
        if (status != PC_OK) {
            return status;
        }
        parameters_text(c, fit, text, sizeof(text));
    }
    pc_grid_text(c->grid, fit->state == PC_FIT_OK ? text : "");
    pc_grid_number(c->grid,
        fit->state == PC_FIT_OK && fit->kind != PC_GROWTH_TREND ? fit->phi : NAN);
    for (size_t k = 0; k < PC_MAX_GOALS; k++) {
        if (k < self->num_asked && fit->state == PC_FIT_OK) {
            char key[96] = "";
            snprintf(key, sizeof(key), "%.7s.%s%s", c->record.facts[0].date,
                self->asked[k].id, fit->ceiling_given ? ".known" : "");
            date_cells(c, fit, self->asked[k].sites, key);
            least = k == 0 ? self->asked[k].sites : fmin(least, self->asked[k].sites);
        } else {
            if (k < self->num_asked) {
                snprintf(text, sizeof(text), "curve.%.7s.%s%s.%s",
                    c->record.facts[0].date, self->asked[k].id,
                    fit->ceiling_given ? ".known" : "", info->id);
                pc_inquiry_figure(self, text, "no fit", "当てはめ不可");
            }
            pc_grid_text(c->grid, "");
            for (int n = 0; n < 4; n++) {
                pc_grid_number(c->grid, NAN);
            }
        }
    }
    pc_grid_number(c->grid, weight);
    remark(c, fit, reason, least, text, sizeof(text));
    pc_grid_text(c->grid, text);
    return PC_OK;
}

static void
path_row(curves_t *c, const char *kind, const char *from, const char *curve,
    const double numbers[3], const pc_asked_t *asked)
{
    pc_grid_text(c->paths, kind);
    pc_grid_text(c->paths, from);
    pc_grid_text(c->paths, curve);
    for (int k = 0; k < 3; k++) {
        pc_grid_number(c->paths, numbers[k]);
    }
    pc_grid_text(c->paths, asked != NULL ? asked->en : "");
    pc_grid_text(c->paths, asked != NULL ? asked->ja : "");
}

/* What the curves are held against: the targets in sites, for the plot. */
static void
target_paths(curves_t *c)
{
    const pc_inquiry_t *self = c->inquiry;
    for (size_t k = 0; k < self->num_asked; k++) {
        const double numbers[] = { NAN, NAN, self->asked[k].sites };
        path_row(c, "target", "", self->asked[k].id, numbers, &self->asked[k]);
    }
}

/* Points of each curve, four a year, for the plot. */
static void
curve_paths(curves_t *c)
{
    for (size_t i = 0; i < c->num; i++) {
        const pc_fit_t *fit = &c->fits[i];
        for (int m = 0; fit->state == PC_FIT_OK && m <= 80; m++) {
            const double time = fit->last_time + m / 4.0;
            const double numbers[] = { c->ceilings[i], time, pc_fit_at(fit, time) };
            path_row(c, "curve", c->record.facts[0].date, pc_growth_table[fit->kind].id,
                numbers, NULL);
        }
    }
}

static pc_status
fit_all(curves_t *c, double ceiling)
{
    c->num = 0;
    for (int known = 0; known < 2; known++) {
        for (int kind = 0; kind < PC_NUM_GROWTHS; kind++) {
            if (known && !pc_growth_table[kind].has_ceiling) {
                continue;
            }
            c->ceilings[c->num] = known ? ceiling : NAN;
            const pc_status status = pc_fit(
                &c->fits[c->num], &c->record, (pc_growth) kind, c->ceilings[c->num]);
            if (status != PC_OK) {
                return status;
            }
            c->num++;
        }
    }
    return PC_OK;
}

static int
curves_from(curves_t *c, double from, int facts)
{
    pc_inquiry_t *self = c->inquiry;
    const double ceiling =
        self->options.ceiling > 0 ? self->options.ceiling : self->sum.facts.candidates;
    double aicc[2 * PC_NUM_GROWTHS], weights[2 * PC_NUM_GROWTHS];
    const char *reasons[2 * PC_NUM_GROWTHS];
    pc_status status = pc_record_counts(&c->record, &self->scenarios[0].observations,
        PC_V_SITES, from, facts ? &self->diags : NULL);
    if (status == PC_OK) {
        status = pc_record_check(&c->record, 3, &self->diags);
    }
    if (status != PC_OK) {
        return pc_exit_code(status);
    }
    const pc_record_t all = c->record;
    pc_record_join(&all, &c->record);
    status = fit_all(c, ceiling);
    pc_fit_weights(c->fits, c->num, aicc, weights, reasons);
    for (size_t i = 0; i < c->num && status == PC_OK; i++) {
        status = curve_row(c, i, weights[i], reasons[i]);
    }
    if (status != PC_OK) {
        return pc_exit_code(status);
    }
    curve_paths(c);
    for (size_t k = 0; k < all.num && facts; k++) {
        const double numbers[] = { NAN, all.facts[k].time, all.facts[k].value };
        path_row(c, "observed", all.facts[k].date, "", numbers, NULL);
    }
    return PC_EXIT_OK;
}

int
pc_part_curves(pc_inquiry_t *self)
{
    static const pc_grid_column_t path_columns[] = { { "kind", "", "", -1, 0 },
        { "from", "", "", -1, 0 }, { "curve", "", "", -1, 0 },
        { "known_ceiling", "", "", 0, 0 }, { "time_years", "", "", 3, 0 },
        { "sites", "", "", 1, 0 }, { "title_en", "", "", -1, 0 },
        { "title_ja", "", "", -1, 0 }, { NULL, NULL, NULL, 0, 0 } };
    static const double starts[] = { -INFINITY, 2020 + 3 / 12.0, 2023 + 2 / 12.0 };
    static const pc_grid_column_t columns[] = {
        { "from", "from", "始点", -1, 0 },
        { "curve", "curve", "曲線", -1, 0 },
        { "curve_id", "", "", -1, 1 },
        { "known_ceiling", "", "", 0, 1 },
        { "increments", "n", "n", 0, 0 },
        { "parameters_estimated", "k", "k", 0, 0 },
        { "parameters", "parameters (80 % interval)", "パラメータ（80%区間）", -1, 0 },
        { "dispersion", "phi", "φ", 1, 0 },
        { "date_1", "first target (80 %)", "目標1（80%区間）", -1, 0 },
        { "date_1_time", "", "", 2, 1 },
        { "date_1_low", "", "", 2, 1 },
        { "date_1_high", "", "", 2, 1 },
        { "date_1_never_percent", "never %", "未到達%", 0, 0 },
        { "date_2", "second target (80 %)", "目標2（80%区間）", -1, 0 },
        { "date_2_time", "", "", 2, 1 },
        { "date_2_low", "", "", 2, 1 },
        { "date_2_high", "", "", 2, 1 },
        { "date_2_never_percent", "never %", "未到達%", 0, 0 },
        { "aicc_weight", "weight", "重み", 2, 0 },
        { "remark", "remark", "備考", -1, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    int code = PC_EXIT_OK;
    if (isnan(self->asked[0].sites)) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--target",
            "curves are fitted to the count of sites, so the target has to be one, for "
            "example 'Sites|Total>=460'");
        return PC_EXIT_INPUT;
    }
    curves_t *c = calloc(1, sizeof(*c));
    pc_fit_t *samples = calloc(SAMPLES, sizeof(*samples));
    if (c != NULL && samples != NULL) {
        c->inquiry = self;
        c->samples = samples;
        c->grid = pc_inquiry_grid(self, "curves",
            "the record read by other curves (first target: the first reading; second: "
            "every base hospital; 80 % confidence intervals of the fits)",
            "他の曲線による実績の読み方（目標1は最初の目標、目標2は全ての拠点病院等。区"
            "間は当てはめの80%信頼区間）",
            columns, 0);
        c->paths = pc_inquiry_grid(self, "paths", "", "", path_columns, 1);
    }
    if (c == NULL || samples == NULL || c->grid == NULL || c->paths == NULL) {
        code = PC_EXIT_BUG;
    } else if (self->options.from != NULL) {
        double from = 0;
        (void) !pc_date_parse(self->options.from, &from);
        code = curves_from(c, from, 1);
    } else {
        for (int k = 0; k < 3 && code == PC_EXIT_OK; k++) {
            code = curves_from(c, starts[k], k == 0);
        }
    }
    if (code == PC_EXIT_OK) {
        target_paths(c);
    }
    free(samples);
    free(c);
    return code;
}
