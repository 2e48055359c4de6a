/* milestone_curves.c - the part of `milestone` that reads the record by other curves. */
#include "milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 400 /* of a bootstrap */

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
        const pc_interval_t i = pc_interval_80(c->values, SAMPLES);
        snprintf(text, size,
            c->inquiry->ja ? "傾き %.1f (%.1f..%.1f) w/s2 %.2g"
                           : "slope %.1f (%.1f..%.1f) w/s2 %.2g",
            fit->slope, i.low, i.high, fit->wander / fit->noise);
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
        const pc_interval_t i = pc_interval_80(c->values, num);
        char at[32], from[32], to[32];
        const int lost =
            info->has_ceiling && k + 1 == info->num && i.high > PC_NO_CEILING;
        value_text(c, fit->theta[k], at);
        value_text(c, i.low, from);
        value_text(c, i.high, to);
        used += (size_t) snprintf(text + used, size - used,
            !lost            ? "%s %s (%s..%s) "
            : c->inquiry->ja ? "%s %s (%s以上) "
                             : "%s %s (%s or more) ",
            info->names[k], at, from, to);
    }
}

static void
interval_text(double at, pc_interval_t i, int ja, char text[128])
{
    char low[32], middle[32], high[32];
    pc_show_time(at, ja, middle);
    pc_show_time(i.low, ja, low);
    pc_show_time(i.high, ja, high);
    snprintf(text, 128, ja ? "%s（%s〜%s）" : "%s (%s to %s)", middle, low, high);
}

/* The date of a target: central, 10 % and 90 %, and the share of samples that never get
 * there. */
static void
date_cells(curves_t *c, const pc_fit_t *fit, double target, const char *key)
{
    char text[128], name[160];
    size_t num = 0, never = 0;
    for (size_t b = 0; b < SAMPLES; b++) {
        if (c->samples[b].state == PC_FIT_OK) {
            const double when = pc_fit_when_luck(&c->samples[b], target, c->luck[b]);
            c->values[num++] = isnan(when) ? INFINITY : when;
            never += isinf(c->values[num - 1]) != 0;
        }
    }
    const double at = pc_fit_when(fit, target);
    const pc_interval_t i = pc_interval_80(c->values, num);
    const int ja = c->inquiry->ja;
    interval_text(at, i, ja, text);
    pc_grid_text(c->grid, text);
    pc_grid_number(c->grid, at);
    pc_grid_number(c->grid, i.low);
    pc_grid_number(c->grid, i.high);
    pc_grid_number(c->grid, num > 0 ? 100 * (double) never / (double) num : NAN);
    snprintf(name, sizeof(name), "curve.%s.%s", key, pc_growth_table[fit->kind].id);
    if (key[0] != '\0') {
        char en[128];
        interval_text(at, i, 0, en);
        interval_text(at, i, 1, text);
        pc_inquiry_figure(c->inquiry, name, en, text);
    }
}

/* Joins a remark, and what it is about, to those before it. */
static void
add_remark(char *text, size_t size, int ja, const char *what, const char *about)
{
    const size_t used = strlen(text);
    const char *between = used == 0 ? "" : ja ? "；" : "; ";
    snprintf(text + used, size - used, "%s%s%s", between, what, about);
}

/* The targets a fit never reaches, as text. */
static void
beyond_text(const pc_inquiry_t *self, double ceiling, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t k = 0; k < self->num_asked; k++) {
        if (ceiling <= self->asked[k].sites) {
            const size_t used = strlen(text);
            snprintf(text + used, size - used, "%s%.0f",
                used == 0  ? ""
                : self->ja ? "と"
                           : " or ",
                self->asked[k].sites);
        }
    }
}

static int
is_target(const pc_inquiry_t *self, double sites)
{
    for (size_t k = 0; k < self->num_asked; k++) {
        if (fabs(self->asked[k].sites - sites) < 0.5) {
            return 1;
        }
    }
    return 0;
}

static void
remark(const curves_t *c, const pc_fit_t *fit, const pc_no_weight_t *reason, char *text,
    size_t size)
{
    const int ja = c->inquiry->ja;
    char beyond[64] = "", levels[160];
    text[0] = '\0';
    if (fit->state != PC_FIT_OK) {
        const char *const too_few =
            ja ? "点が少なく当てはめられない" : "too few increments for its parameters";
        const char *const unsettled = ja ? "収束しない" : "the fit does not converge";
        add_remark(
            text, size, ja, fit->state == PC_FIT_TOO_FEW ? too_few : unsettled, "");
        return; /* and so it has no weight */
    }
    if (fit->kind != PC_GROWTH_TREND) {
        beyond_text(c->inquiry, pc_fit_ceiling(fit), beyond, sizeof(beyond));
    }
    if (beyond[0] != '\0') {
        const double ceiling = pc_fit_ceiling(fit);
        snprintf(levels, sizeof(levels),
            ja ? "%.0fで頭打ち、%sに達しない%s"
               : "levels off at %.0f, never reaches %s%s",
            ceiling, beyond,
            !is_target(c->inquiry, ceiling) ? ""
            : ja ? "（上限と同じ目標には近づくのみ）"
                 : " (the ceiling itself is only approached)");
        add_remark(text, size, ja, levels, "");
    }
    if (fit->ceiling_lost) {
        add_remark(text, size, ja,
            ja ? "実績からは上限が見えない" : "the record shows no ceiling", "");
    }
    if (reason != NULL) {
        add_remark(text, size, ja,
            ja ? "重みなし：" : "no weight: ", ja ? reason->ja : reason->en);
    }
}

/* What the text of docs/2037.md says of a fit with no known ceiling. */
static void
fit_figures(const curves_t *c, const pc_fit_t *fit)
{
    const pc_growth_info_t *info = &pc_growth_table[fit->kind];
    char key[96], text[32];
    if (fit->state != PC_FIT_OK || fit->ceiling_given) {
        return;
    }
    if (fit->kind == PC_GROWTH_LINEAR) {
        snprintf(key, sizeof(key), "curve.%.7s.pace", c->record.facts[0].date);
        pc_inquiry_figure_number(c->inquiry, key, 1, fit->theta[0]);
    } else if (info->has_ceiling) {
        snprintf(key, sizeof(key), "curve.%.7s.ceiling.%s", c->record.facts[0].date,
            info->id);
        snprintf(text, sizeof(text), "%.0f", pc_fit_ceiling(fit));
        pc_inquiry_figure(c->inquiry, key, fit->ceiling_lost ? "none" : text,
            fit->ceiling_lost ? "なし" : text);
    }
}

static void
no_date_cells(curves_t *c, const pc_fit_t *fit, size_t asked)
{
    pc_inquiry_t *self = c->inquiry;
    if (asked < self->num_asked) {
        char key[128];
        snprintf(key, sizeof(key), "curve.%.7s.%s%s.%s", c->record.facts[0].date,
            self->asked[asked].id, fit->ceiling_given ? ".known" : "",
            pc_growth_table[fit->kind].id);
        pc_inquiry_figure(self, key, "no fit", "当てはめ不可");
    }
    pc_grid_text(c->grid, "");
    for (int n = 0; n < 4; n++) {
        pc_grid_number(c->grid, NAN);
    }
}

static pc_status
curve_row(curves_t *c, size_t i, double weight, const pc_no_weight_t *reason)
{
    const pc_fit_t *fit = &c->fits[i];
    const pc_growth_info_t *info = &pc_growth_table[fit->kind];
    pc_inquiry_t *self = c->inquiry;
    char text[256];
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
        } else {
            no_date_cells(c, fit, k);
        }
    }
    pc_grid_number(c->grid, weight);
    remark(c, fit, reason, text, sizeof(text));
    pc_grid_text(c->grid, text);
    fit_figures(c, fit);
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
    const pc_no_weight_t *reasons[2 * PC_NUM_GROWTHS];
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

/* The target in the head of the column of its dates. */
static void
head_column(pc_grid_column_t *column, const pc_asked_t *asked)
{
    if (strcmp(asked->id, "sites_460") == 0) {
        column->en = "460 sites in all";
        column->ja = "計460施設";
    } else if (strcmp(asked->id, "base_covered") == 0) {
        column->en = "every base hospital";
        column->ja = "全ての拠点病院等";
    } else {
        column->en = asked->en;
        column->ja = asked->ja;
    }
}

/* The two tables; a second target that is not asked is in files only. */
static void
open_grids(curves_t *c)
{
    static const pc_grid_column_t path_columns[] = { { "kind", "", "", -1, 0 },
        { "from", "", "", -1, 0 }, { "curve", "", "", -1, 0 },
        { "known_ceiling", "", "", 0, 0 }, { "time_years", "", "", 3, 0 },
        { "sites", "", "", 1, 0 }, { "title_en", "", "", -1, 0 },
        { "title_ja", "", "", -1, 0 }, { NULL, NULL, NULL, 0, 0 } };
    pc_grid_column_t columns[] = {
        { "from", "from", "始点", -1, 0 },
        { "curve", "curve", "曲線", -1, 0 },
        { "curve_id", "", "", -1, 1 },
        { "known_ceiling", "", "", 0, 1 },
        { "increments", "n", "n", 0, 0 },
        { "parameters_estimated", "k", "k", 0, 0 },
        { "parameters", "parameters (80 % interval)", "パラメータ（80%区間）", -1, 0 },
        { "dispersion", "phi", "φ", 1, 0 },
        { "date_1", "", "", -1, 0 },
        { "date_1_time", "", "", 2, 1 },
        { "date_1_low", "", "", 2, 1 },
        { "date_1_high", "", "", 2, 1 },
        { "date_1_never_percent", "never %", "未到達%", 0, 0 },
        { "date_2", "", "", -1, 0 },
        { "date_2_time", "", "", 2, 1 },
        { "date_2_low", "", "", 2, 1 },
        { "date_2_high", "", "", 2, 1 },
        { "date_2_never_percent", "never %", "未到達%", 0, 0 },
        { "aicc_weight", "weight", "重み", 2, 0 },
        { "remark", "remark", "備考", -1, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    pc_inquiry_t *self = c->inquiry;
    for (pc_grid_column_t *column = columns; column->key != NULL; column++) {
        const int second = strncmp(column->key, "date_2", 6) == 0;
        if (second && self->num_asked < 2) {
            column->hidden = 1;
        } else if (column->decimals < 0 && strncmp(column->key, "date_", 5) == 0) {
            head_column(column, &self->asked[second]);
        }
    }
    c->grid = pc_inquiry_grid(self, "curves",
        "the record read by other curves (in brackets: 80 % confidence intervals of "
        "the fits)",
        "他の曲線による実績の読み方（括弧内は当てはめの80%信頼区間）", columns, 0);
    if (c->grid != NULL) {
        c->grid->note_en =
            "n: increments of the record; k: parameters estimated; phi: their scatter, "
            "1 "
            "that of Poisson counts;\n  weight: by AICc, among the curves of one start "
            "date; w/s2: how much the slope of the trend wanders.";
        c->grid->note_ja = "n：実績の増分の数、k：推定した母数の数、φ：増分のばらつき（"
                           "ポアソン分布なら1）、"
                           "\n  "
                           "重み：起点が同じ曲線の間のAICcによる重み、w/"
                           "s2：局所トレンドの傾きの変わりやすさ。";
    }
    c->paths = pc_inquiry_grid(self, "paths", "", "", path_columns, 1);
}

int
pc_part_curves(pc_inquiry_t *self)
{
    static const double starts[] = { -INFINITY, 2020 + 3 / 12.0, 2023 + 2 / 12.0 };
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
        open_grids(c);
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
