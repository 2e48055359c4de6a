/* curves.c - the part of `milestone` that reads the record by other curves. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/fits.h"
#include "analysis/answers/labels.h"
#include "analysis/milestone/fit_summary.h"

#define MOST_FITS (2 * PC_NUM_GROWTHS)
#define MOST_STARTS 3

/* The record from one date on, and its fits. */
typedef struct {
    pc_record_t all, joined;
    double from;                      /* a time; -INFINITY: all of it */
    pc_fit_summary_t fits[MOST_FITS]; /* [num] */
    size_t num;
} start_t;

typedef struct {
    pc_inquiry_t *inquiry;
    pc_grid_t *grid, *paths;
    start_t starts[MOST_STARTS]; /* [num_starts] */
    size_t num_starts;
} curves_t;

/* A parameter; at an end of the search it is none or 0. */
static void
value_text(double value, char text[32])
{
    if (value > PC_NO_CEILING) {
        snprintf(text, 32, "%s", _("none"));
    } else {
        snprintf(text, 32, "%.3g", value > 1e-6 ? value : 0);
    }
}

/* Parameters with their 80 % intervals, as text. */
static void
parameters_text(const pc_fit_summary_t *s, char *text, size_t size)
{
    const pc_growth_info_t *info = &pc_growth_table[s->kind];
    const pc_fit_t *fit = &s->fit;
    size_t used = 0;
    text[0] = '\0';
    if (s->kind == PC_GROWTH_TREND) {
        snprintf(text, size, _("slope %.1f (%.1f..%.1f) w/s2 %.2g"), fit->slope,
            s->parameters[0].low, s->parameters[0].high, fit->wander / fit->noise);
        return;
    }
    for (size_t k = 0; k < info->num && used < size; k++) {
        if (fit->ceiling_given && k + 1 == info->num) {
            used += (size_t) snprintf(
                text + used, size - used, "%s=%.0f", info->names[k], fit->theta[k]);
            continue;
        }
        const pc_interval_t i = s->parameters[k];
        char at[32], from[32], to[32];
        const int lost =
            info->has_ceiling && k + 1 == info->num && i.high > PC_NO_CEILING;
        value_text(fit->theta[k], at);
        value_text(i.low, from);
        value_text(i.high, to);
        char range[80];
        if (lost) {
            snprintf(range, sizeof(range), _("%s or more"), from);
        } else {
            snprintf(range, sizeof(range), "%s..%s", from, to);
        }
        used += (size_t) snprintf(
            text + used, size - used, "%s %s (%s) ", info->names[k], at, range);
    }
}

static void
interval_text(double at, pc_interval_t i, pc_lang lang, char text[128])
{
    char low[32], middle[32], high[32];
    pc_show_time(at, lang, middle);
    pc_show_time(i.low, lang, low);
    pc_show_time(i.high, lang, high);
    snprintf(text, 128, pc_text(lang, "%s (%s to %s)"), middle, low, high);
}

/* The date of a target: central, 10 % and 90 %, and the share of samples that never get
 * there. */
static void
date_cells(curves_t *c, const pc_fit_summary_t *s, size_t asked, const char *key)
{
    const pc_fit_date_t *date = &s->dates[asked];
    char name[160], en[128], ja[128];
    interval_text(date->at, date->interval, PC_LANG_EN, en);
    interval_text(date->at, date->interval, PC_LANG_JA, ja);
    pc_grid_text(c->grid, pc_title_of(en, ja, pc_language));
    pc_grid_number(c->grid, date->at);
    pc_grid_number(c->grid, date->interval.low);
    pc_grid_number(c->grid, date->interval.high);
    pc_grid_number(c->grid, 100 * date->never);
    snprintf(name, sizeof(name), "curve.%s.%s", key, pc_growth_table[s->kind].id);
    pc_inquiry_figure(c->inquiry, name, en, ja);
}

/* What the text of docs/2037.md says of a fit with no known ceiling. */
static void
fit_figures(const curves_t *c, const pc_fit_summary_t *s)
{
    const pc_fit_t *fit = &s->fit;
    const pc_growth_info_t *info = &pc_growth_table[fit->kind];
    char key[96], text[32];
    if (fit->state != PC_FIT_OK || fit->ceiling_given) {
        return;
    }
    if (fit->kind == PC_GROWTH_LINEAR) {
        snprintf(key, sizeof(key), "curve.%.7s.pace", s->record->facts[0].date);
        pc_inquiry_figure_number(c->inquiry, key, 1, fit->theta[0]);
    } else if (info->has_ceiling) {
        snprintf(key, sizeof(key), "curve.%.7s.ceiling.%s", s->record->facts[0].date,
            info->id);
        snprintf(text, sizeof(text), "%.0f", pc_fit_ceiling(fit));
        if (fit->ceiling_lost) {
            pc_inquiry_figure_word(c->inquiry, key, N_("none"));
        } else {
            pc_inquiry_figure(c->inquiry, key, text, NULL);
        }
    }
}

static void
no_date_cells(curves_t *c, const pc_fit_summary_t *s, size_t asked)
{
    pc_inquiry_t *self = c->inquiry;
    if (asked < self->num_asked) {
        char key[128];
        snprintf(key, sizeof(key), "curve.%.7s.%s%s.%s", s->record->facts[0].date,
            self->asked[asked].id, s->fit.ceiling_given ? ".known" : "",
            pc_growth_table[s->kind].id);
        pc_inquiry_figure_word(self, key, N_("no fit"));
    }
    pc_grid_text(c->grid, "");
    for (int n = 0; n < 4; n++) {
        pc_grid_number(c->grid, NAN);
    }
}

static void
curve_row(curves_t *c, const pc_fit_summary_t *s, double weight, const char *reason)
{
    const pc_fit_t *fit = &s->fit;
    const pc_growth_info_t *info = &pc_growth_table[s->kind];
    pc_inquiry_t *self = c->inquiry;
    const int fitted = fit->state == PC_FIT_OK;
    char text[256];
    pc_grid_text(c->grid, s->record->facts[0].date);
    snprintf(text, sizeof(text), fit->ceiling_given ? _("%s, known ceiling") : "%s",
        _(info->text));
    pc_grid_text(c->grid, text);
    pc_grid_text(c->grid, info->id);
    pc_grid_number(c->grid, s->ceiling);
    pc_grid_number(c->grid, (double) fit->n);
    pc_grid_number(c->grid, (double) fit->k);
    if (fitted) {
        parameters_text(s, text, sizeof(text));
    }
    pc_grid_text(c->grid, fitted ? text : "");
    pc_grid_number(c->grid, fitted && s->kind != PC_GROWTH_TREND ? fit->phi : NAN);
    for (size_t k = 0; k < PC_MAX_GOALS; k++) {
        if (k < self->num_asked && fitted) {
            char key[96];
            snprintf(key, sizeof(key), "%.7s.%s%s", s->record->facts[0].date,
                self->asked[k].id, fit->ceiling_given ? ".known" : "");
            date_cells(c, s, k, key);
        } else {
            no_date_cells(c, s, k);
        }
    }
    pc_grid_number(c->grid, weight);
    double targets[PC_MAX_GOALS];
    for (size_t k = 0; k < self->num_asked; k++) {
        targets[k] = self->asked[k].sites;
    }
    pc_answer_fit(
        fit, targets, self->num_asked, reason, pc_language, text, sizeof(text));
    pc_grid_text(c->grid, text);
    pc_grid_number(c->grid, fitted ? (double) s->samples : NAN);
    fit_figures(c, s);
}

static void
path_row(curves_t *c, const char *kind, const char *from, const char *curve,
    const double numbers[3], const pc_target_t *asked)
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
curve_paths(curves_t *c, const start_t *start)
{
    for (size_t i = 0; i < start->num; i++) {
        const pc_fit_summary_t *s = &start->fits[i];
        for (int m = 0; s->fit.state == PC_FIT_OK && m <= 80; m++) {
            const double time = s->fit.last_time + m / 4.0;
            const double numbers[] = { s->ceiling, time, pc_fit_at(&s->fit, time) };
            path_row(c, "curve", s->record->facts[0].date, pc_growth_table[s->kind].id,
                numbers, NULL);
        }
    }
}

/* All curves with a free ceiling, then those that can have a known one. */
static void
plan_fits(const curves_t *c, start_t *start)
{
    const pc_inquiry_t *self = c->inquiry;
    const double ceiling =
        self->options.ceiling > 0 ? self->options.ceiling : self->sum.facts.candidates;
    start->num = 0;
    for (int k = 0; k < MOST_FITS; k++) {
        const int known = k >= PC_NUM_GROWTHS;
        const pc_growth kind = (pc_growth) (k % PC_NUM_GROWTHS);
        if (known && !pc_growth_table[kind].has_ceiling) {
            continue;
        }
        pc_fit_summary_t *s = &start->fits[start->num++];
        *s = (pc_fit_summary_t){ .record = &start->joined,
            .kind = kind,
            .ceiling = known ? ceiling : NAN,
            .stream = (uint32_t) start->num,
            .samples = pc_fit_samples(kind, PC_REFITS),
            .num_targets = self->num_asked };
        for (size_t t = 0; t < self->num_asked; t++) {
            s->targets[t] = self->asked[t].sites;
        }
    }
}

/* The record from a date on; nothing if it begins where an earlier start does. */
static pc_status
add_start(curves_t *c, double from)
{
    pc_inquiry_t *self = c->inquiry;
    start_t *start = &c->starts[c->num_starts];
    pc_status status = pc_record_counts(
        &start->all, &self->scenarios[0].observations, PC_V_SITES, from, &self->diags);
    if (status == PC_OK) {
        pc_record_join(&start->all, &start->joined);
        status = pc_record_check(&start->joined, 3, &self->diags);
    }
    for (size_t k = 0; k < c->num_starts && status == PC_OK; k++) {
        if (start->joined.facts[0].time == c->starts[k].joined.facts[0].time) {
            return PC_OK;
        }
    }
    if (status == PC_OK) {
        start->from = from;
        plan_fits(c, start);
        c->num_starts++;
    }
    return status;
}

static void
start_rows(curves_t *c, const start_t *start)
{
    double aicc[MOST_FITS], weights[MOST_FITS];
    const char *reasons[MOST_FITS];
    pc_fit_t fits[MOST_FITS];
    for (size_t i = 0; i < start->num; i++) {
        fits[i] = start->fits[i].fit;
    }
    pc_fit_weights(fits, start->num, aicc, weights, reasons);
    for (size_t i = 0; i < start->num; i++) {
        curve_row(c, &start->fits[i], weights[i], reasons[i]);
    }
    curve_paths(c, start);
}

/* The published counts, for the plot. */
static void
observed_paths(curves_t *c, const pc_record_t *all)
{
    for (size_t k = 0; k < all->num; k++) {
        const double numbers[] = { NAN, all->facts[k].time, all->facts[k].value };
        path_row(c, "observed", all->facts[k].date, "", numbers, NULL);
    }
}

static pc_status
fit_starts(curves_t *c)
{
    static const double starts[] = { -INFINITY, 2020 + 3 / 12.0, 2023 + 2 / 12.0 };
    const pc_options_t *o = &c->inquiry->options;
    pc_status status = PC_OK;
    if (o->from != NULL) {
        double from = 0;
        (void) !pc_date_parse(o->from, &from);
        status = add_start(c, from);
    }
    for (int k = 0; k < MOST_STARTS && o->from == NULL && status == PC_OK; k++) {
        status = add_start(c, starts[k]);
    }
    for (size_t k = 0; k < c->num_starts && status == PC_OK; k++) {
        start_t *start = &c->starts[k];
        const pc_pool_plan_t plan = pc_inquiry_pool(c->inquiry, _("fits"));
        status = pc_fit_summaries(
            start->fits, start->num, c->inquiry->scenarios[0].seed, &plan);
    }
    return status;
}

/* The target in the head of the column of its dates. */
static void
head_column(pc_grid_column_t *column, const pc_target_t *asked)
{
    if (strcmp(asked->id, "sites_460") == 0) {
        column->heading = C_("column", "460 sites in all");
    } else if (strcmp(asked->id, "base_covered") == 0) {
        column->heading = C_("column", "every base hospital");
    } else {
        column->heading = pc_title_of(asked->en, asked->ja, pc_language);
    }
}

/* The columns of dates say of which target. */
static void
head_columns(pc_grid_column_t *columns, const pc_inquiry_t *self)
{
    for (pc_grid_column_t *column = columns; column->key != NULL; column++) {
        const int second = strncmp(column->key, "date_2", 6) == 0;
        if (second && self->num_asked < 2) {
            column->hidden = 1;
        } else if (column->decimals < 0 && strncmp(column->key, "date_", 5) == 0) {
            head_column(column, &self->asked[second]);
        }
    }
}

/* The two tables; a second target that is not asked is in files only. */
static void
open_grids(curves_t *c)
{
    static const pc_grid_column_t path_columns[] = { { "kind", "", -1, 0 },
        { "from", "", -1, 0 }, { "curve", "", -1, 0 }, { "known_ceiling", "", 0, 0 },
        { "time_years", "", 3, 0 }, { "sites", "", 1, 0 }, { "title_en", "", -1, 0 },
        { "title_ja", "", -1, 0 }, { NULL, NULL, 0, 0 } };
    pc_grid_column_t columns[] = {
        { "from", N_("from"), -1, 0 },
        { "curve", N_("curve"), -1, 0 },
        { "curve_id", "", -1, 1 },
        { "known_ceiling", "", 0, 1 },
        { "increments", "n", 0, 0 },
        { "parameters_estimated", "k", 0, 0 },
        { "parameters", N_("parameters (80 % interval)"), -1, 0 },
        { "dispersion", N_("phi"), 1, 0 },
        { "date_1", "", -1, 0 },
        { "date_1_time", "", 2, 1 },
        { "date_1_low", "", 2, 1 },
        { "date_1_high", "", 2, 1 },
        { "date_1_never_percent", N_("never %"), 0, 0 },
        { "date_2", "", -1, 0 },
        { "date_2_time", "", 2, 1 },
        { "date_2_low", "", 2, 1 },
        { "date_2_high", "", 2, 1 },
        { "date_2_never_percent", N_("never %"), 0, 0 },
        { "aicc_weight", N_("weight"), 2, 0 },
        { "remark", N_("remark"), -1, 0 },
        { "samples", "", 0, 1 },
        { NULL, NULL, 0, 0 },
    };
    pc_inquiry_t *self = c->inquiry;
    head_columns(columns, self);
    c->grid = pc_inquiry_grid(self, "curves",
        N_("the record read by other curves (in brackets: 80 % confidence intervals of "
           "the fits)"),
        columns, 0);
    if (c->grid != NULL) {
        _Static_assert(PC_REFITS == 1000 && PC_CHEAP_SAMPLES == 20, "the notes say so");
        c->grid->note = _(
            "n: increments of the record; k: parameters estimated; phi: their scatter, "
            "1 "
            "that of Poisson counts;\n  weight: by AICc, among the curves of one start "
            "date; w/s2: how much the slope of the trend wanders.\n  Intervals are from "
            "1,000 samples, of the line and the trend 20,000; the later an end, the "
            "more "
            "it moves with --seed. That\n  of the trend is a posterior interval under "
            "an "
            "assumed prior; intervals of dates hold the luck to come, too.");
    }
    c->paths = pc_inquiry_grid(self, "paths", "", path_columns, 1);
}

int
pc_part_curves(pc_inquiry_t *self)
{
    if (isnan(self->asked[0].sites)) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--target",
            "curves are fitted to the count of sites, so the target has to be one, for "
            "example 'Sites|Total>=460'");
        return PC_EXIT_INPUT;
    }
    curves_t *c = calloc(1, sizeof(*c));
    if (c == NULL) {
        return PC_EXIT_BUG;
    }
    c->inquiry = self;
    open_grids(c);
    int code = c->grid == NULL || c->paths == NULL ? PC_EXIT_BUG : PC_EXIT_OK;
    if (code == PC_EXIT_OK) {
        code = pc_inquiry_code(self, fit_starts(c));
    }
    for (size_t k = 0; k < c->num_starts && code == PC_EXIT_OK; k++) {
        start_rows(c, &c->starts[k]);
        if (k == 0) {
            const start_t *start = &c->starts[k];
            observed_paths(c, &start->all);
            code = pc_say_unused(
                self, PC_V_SITES, start->from, &start->all, &start->joined);
        }
    }
    if (code == PC_EXIT_OK) {
        target_paths(c);
    }
    free(c);
    return code;
}
