/* backtest.c - the part of `milestone` that scores the curves on the past. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/milestone/backtest.h"

#define LEAST_INCREMENTS 5 /* of sites, before the first origin */
#define MOST_FORECASTS (PC_NUM_FORECASTS + PC_NUM_GROWTHS)

typedef struct {
    pc_inquiry_t *inquiry;
    pc_grid_t *scores, *details;
    pc_grid_t *latest; /* NULL: no forecast of that date */
    char note[1024];   /* below the scores */
} backtest_t;

/* One record: its name on the screen and in keys, and all forecasts of it. */
typedef struct {
    const char *what, *id;
    const pc_record_t *record;
    pc_backtest_t *all; /* [num] */
    size_t num;
} scored_t;

static const char *
forecast_name(int forecast, pc_lang lang)
{
    if (forecast == PC_FORECAST_LAST_VALUE) {
        return pc_text(lang, "naive: last value");
    }
    if (forecast == PC_FORECAST_LAST_SLOPE) {
        return pc_text(lang, "naive: last slope");
    }
    return pc_text(lang, pc_growth_table[forecast].text);
}

static void
forecast_text(const pc_backtest_t *one, char *text, size_t size)
{
    snprintf(text, size, isnan(one->ceiling) ? "%s" : _("%s, known ceiling"),
        forecast_name(one->forecast, pc_language));
}

/* The part of a key that names a forecast. */
static void
forecast_key(const pc_backtest_t *one, char *text, size_t size)
{
    snprintf(text, size, "%s%s",
        one->forecast == PC_FORECAST_LAST_VALUE   ? "naive_value"
        : one->forecast == PC_FORECAST_LAST_SLOPE ? "naive_slope"
                                                  : pc_growth_table[one->forecast].id,
        isnan(one->ceiling) ? "" : ".known");
}

/* Why predictions were not made. */
static void
not_made_text(const pc_score_t *score, char *text, size_t size)
{
    char few[64] = "", none[64] = "";
    if (score->too_few > 0) {
        snprintf(few, sizeof(few), _("%zu too few increments"), score->too_few);
    }
    if (score->no_fit > 0) {
        snprintf(none, sizeof(none), _("%zu no fit"), score->no_fit);
    }
    snprintf(text, size, "%s%s%s", few,
        few[0] == '\0' || none[0] == '\0' ? "" : C_("list", ", "), none);
}

static void
score_row(backtest_t *b, const scored_t *s, const pc_backtest_t *one)
{
    const pc_score_t *score = &one->score;
    char name[96], why[160];
    forecast_text(one, name, sizeof(name));
    not_made_text(score, why, sizeof(why));
    pc_grid_text(b->scores, s->what);
    pc_grid_text(b->scores, name);
    pc_grid_number(b->scores, (double) score->num);
    pc_grid_number(b->scores, (double) (score->too_few + score->no_fit));
    pc_grid_number(b->scores, score->error);
    pc_grid_number(b->scores, score->crps);
    pc_grid_number(b->scores, 100 * score->coverage);
    pc_grid_number(b->scores, (double) one->common);
    pc_grid_number(b->scores, one->common_error);
    pc_grid_number(b->scores, one->common_crps);
    pc_grid_text(b->scores, why);
    for (size_t k = 0; k < score->num; k++) {
        const pc_prediction_t *p = &one->predictions[k];
        pc_grid_text(b->details, s->what);
        pc_grid_text(b->details, name);
        pc_grid_text(b->details, s->record->facts[p->origin].date);
        pc_grid_text(b->details, s->record->facts[p->target].date);
        pc_grid_number(b->details, s->record->facts[p->target].value);
        pc_grid_number(b->details, p->median);
        pc_grid_number(b->details, p->low);
        pc_grid_number(b->details, p->high);
        pc_grid_number(b->details, p->crps);
    }
}

/* What each forecast of mid-2024 said of the newest counts. */
#define LATEST_ORIGIN "2024-07-01"
static const char *const latest_dates[] = { "2025-03-31", PC_SUM_BASE, PC_SUM_END };
#define NUM_LATEST (sizeof(latest_dates) / sizeof(latest_dates[0]))

/* 1 if forecasts of the backtest start there. */
static int
has_latest(const pc_record_t *r, size_t least)
{
    const pc_fact_t *fact = pc_record_find(r, LATEST_ORIGIN);
    return fact != NULL && (size_t) (fact - r->facts) >= least;
}

static void
latest_observed(backtest_t *b, const pc_record_t *r)
{
    pc_grid_text(b->latest, _("published"));
    for (size_t d = 0; d < NUM_LATEST; d++) {
        const pc_fact_t *fact = pc_record_find(r, latest_dates[d]);
        char text[32] = "";
        if (fact != NULL) {
            char key[64];
            snprintf(text, sizeof(text), "%.0f", fact->value);
            snprintf(key, sizeof(key), "latest.published.%s", latest_dates[d]);
            pc_inquiry_figure(b->inquiry, key, text, NULL);
        }
        pc_grid_text(b->latest, text);
    }
}

/* A forecast that could not be made then has no row. */
static void
latest_row(backtest_t *b, const scored_t *s, const pc_backtest_t *one)
{
    const pc_fact_t *facts = s->record->facts;
    char texts[NUM_LATEST][96] = { "" }, name[96], key[96];
    int made = 0;
    for (size_t k = 0; k < one->score.num; k++) {
        const pc_prediction_t *p = &one->predictions[k];
        for (size_t d = 0; d < NUM_LATEST; d++) {
            if (strcmp(facts[p->origin].date, LATEST_ORIGIN) == 0
                && strcmp(facts[p->target].date, latest_dates[d]) == 0) {
                snprintf(texts[d], sizeof(texts[d]),
                    one->forecast >= PC_NUM_GROWTHS ? "%.0f" : "%.0f (%.0f..%.0f)",
                    p->median, p->low, p->high);
                made = 1;
            }
        }
    }
    if (!made) {
        return;
    }
    forecast_text(one, name, sizeof(name));
    pc_grid_text(b->latest, name);
    forecast_key(one, name, sizeof(name));
    for (size_t d = 0; d < NUM_LATEST; d++) {
        snprintf(key, sizeof(key), "latest.%.60s.%s", name, latest_dates[d]);
        pc_inquiry_figure(b->inquiry, key, texts[d], NULL);
        pc_grid_text(b->latest, texts[d]);
    }
}

/* Numbers of the text for every forecast. */
static void
score_figures(backtest_t *b, const scored_t *s, const pc_backtest_t *one)
{
    char name[64], key[128];
    const struct {
        const char *key;
        int decimals;
        double value;
    } figures[] = { { "crps", 1, one->score.crps },
        { "coverage", 0, 100 * one->score.coverage },
        { "common_crps", 1, one->common_crps } };
    forecast_key(one, name, sizeof(name));
    for (size_t k = 0; k < sizeof(figures) / sizeof(figures[0]); k++) {
        snprintf(key, sizeof(key), "backtest.%s.%s.%s", s->id, name, figures[k].key);
        pc_inquiry_figure_number(b->inquiry, key, figures[k].decimals, figures[k].value);
    }
}

/* The curve with the best score over the predictions that all made; one with a known
 * ceiling knew what nobody knew at the origin, so it is told apart. */
static void
best_figures(backtest_t *b, const scored_t *s, int known)
{
    const pc_backtest_t *best = NULL;
    char key[96];
    for (size_t k = 0; k < s->num; k++) {
        const pc_backtest_t *one = &s->all[k];
        if (one->forecast < PC_NUM_GROWTHS && (isnan(one->ceiling) == 0) == known
            && one->common > 0
            && (best == NULL || one->common_crps < best->common_crps)) {
            best = one;
        }
    }
    if (best != NULL) {
        const char *const which = known ? "best_known" : "best_free";
        snprintf(key, sizeof(key), "backtest.%s.%s", s->id, which);
        pc_inquiry_figure(b->inquiry, key, forecast_name(best->forecast, PC_LANG_EN),
            forecast_name(best->forecast, PC_LANG_JA));
        snprintf(key, sizeof(key), "backtest.%s.%s.common_crps", s->id, which);
        pc_inquiry_figure_number(b->inquiry, key, 1, best->common_crps);
    }
}

static void
record_figures(backtest_t *b, const scored_t *s)
{
    double naive = INFINITY, common = 0, low = INFINITY, high = 0, free_most = 0;
    char key[96];
    for (size_t k = 0; k < s->num; k++) {
        const pc_backtest_t *one = &s->all[k];
        score_figures(b, s, one);
        common = fmax(common, (double) one->common);
        if (one->forecast >= PC_NUM_GROWTHS) {
            naive = fmin(naive, one->common_crps);
        } else if (one->score.num > 0) {
            low = fmin(low, 100 * one->score.coverage);
            high = fmax(high, 100 * one->score.coverage);
            free_most =
                isnan(one->ceiling) ? fmax(free_most, one->common_crps) : free_most;
        }
    }
    const struct {
        const char *key;
        int decimals;
        double value;
    } figures[] = { { "facts", 0, (double) s->record->num }, { "common", 0, common },
        { "naive_common_crps", 1, naive }, { "coverage_least", 0, low },
        { "coverage_most", 0, high }, { "free_common_most", 1, free_most } };
    for (size_t k = 0; k < sizeof(figures) / sizeof(figures[0]); k++) {
        snprintf(key, sizeof(key), "backtest.%s.%s", s->id, figures[k].key);
        pc_inquiry_figure_number(b->inquiry, key, figures[k].decimals, figures[k].value);
    }
    best_figures(b, s, 0);
    best_figures(b, s, 1);
}

static pc_status
backtest_record(backtest_t *b, scored_t *s, size_t least, double ceiling)
{
    const pc_inquiry_t *self = b->inquiry;
    s->num = 0;
    for (int k = 0; k < MOST_FORECASTS; k++) {
        const int known = k >= PC_NUM_FORECASTS;
        const int forecast = known ? k - PC_NUM_FORECASTS : k;
        if (!known || (!isnan(ceiling) && pc_growth_table[forecast].has_ceiling)) {
            s->all[s->num].forecast = forecast;
            s->all[s->num++].ceiling = known ? ceiling : NAN;
        }
    }
    const pc_pool_plan_t plan = pc_inquiry_pool(b->inquiry, _("forecasts"));
    const pc_status status = pc_backtest_all(
        s->record, s->all, s->num, least, self->scenarios[0].seed, PC_REFITS, &plan);
    if (status != PC_OK) {
        return status;
    }
    for (size_t k = 0; k < s->num; k++) {
        score_row(b, s, &s->all[k]);
        if (b->latest != NULL && !s->record->rates) {
            latest_row(b, s, &s->all[k]);
        }
    }
    record_figures(b, s);
    return PC_OK;
}

/* What is said below the scores. */
static void
score_note(backtest_t *b)
{
    const char *note = _(
        "\"common\": over the predictions that every forecast made; only these compare "
        "forecasts. A known ceiling, all\n  hospitals of the table of 2025-06-01, is "
        "more "
        "than was known at the origins. The record is short and its\n  predictions "
        "overlap: these scores rank nothing with certainty. Units: sites, and tests a "
        "month.");
    if (b->latest != NULL) {
        pc_note_newer(b->inquiry, b->latest, NULL);
        b->scores->note = note;
        return;
    }
    snprintf(b->note, sizeof(b->note), "%s\n  %s", note,
        _("No table of the newest counts: no forecast starts at 2024-07-01, for want of "
          "a count of that date or of five before it."));
    pc_note_newer(b->inquiry, b->scores, b->note);
}

static pc_status
open_grids(backtest_t *b, const pc_record_t *sites)
{
    static const pc_grid_column_t columns[] = {
        { "record", N_("record"), -1, 0 },
        { "forecast", N_("forecast"), -1, 0 },
        { "predictions", N_("predictions"), 0, 0 },
        { "not_made", N_("not made"), 0, 0 },
        { "mean_absolute_error", N_("mean error"), 1, 0 },
        { "crps", "CRPS", 1, 0 },
        { "coverage_80_percent", N_("in 80 % interval"), 0, 0 },
        { "common_predictions", N_("common"), 0, 0 },
        { "common_error", N_("their error"), 1, 0 },
        { "common_crps", N_("their CRPS"), 1, 0 },
        { "reason", N_("why not made"), -1, 0 },
        { NULL, NULL, 0, 0 },
    };
    static const pc_grid_column_t latest[] = {
        { "forecast", N_("forecast"), -1, 0 },
        { "count_2025_03_31", "2025-03-31", -1, 0 },
        { "count_2025_06_01", PC_SUM_BASE, -1, 0 },
        { "count_2026_03_01", PC_SUM_END, -1, 0 },
        { NULL, NULL, 0, 0 },
    };
    static const pc_grid_column_t details[] = {
        { "record", "", -1, 0 },
        { "forecast", "", -1, 0 },
        { "origin", "", -1, 0 },
        { "target", "", -1, 0 },
        { "observed", "", 0, 0 },
        { "median", "", 1, 0 },
        { "low", "", 1, 0 },
        { "high", "", 1, 0 },
        { "crps", "", 1, 0 },
        { NULL, NULL, 0, 0 },
    };
    const int with_latest = has_latest(sites, LEAST_INCREMENTS);
    b->scores = pc_inquiry_grid(b->inquiry, "backtest",
        N_("would it have been right before? each past fact predicts the later ones"),
        columns, 0);
    if (with_latest) {
        b->latest = pc_inquiry_grid(b->inquiry, "latest",
            N_("the newest counts as forecast from the record up to 2024-07-01 (median "
               "and "
               "80 % interval of samples)"),
            latest, 0);
    }
    b->details = pc_inquiry_grid(b->inquiry, "predictions", "", details, 1);
    if (b->scores == NULL || b->details == NULL || (with_latest && b->latest == NULL)) {
        return PC_ERR_NOMEM;
    }
    score_note(b);
    return PC_OK;
}

static pc_status
backtest_tests(backtest_t *b, scored_t *s, pc_record_t *record)
{
    pc_inquiry_t *self = b->inquiry;
    const pc_status status = pc_record_rates(
        record, &self->scenarios[0].observations, PC_V_TESTS, -INFINITY, &self->diags);
    if (status == PC_OK
        && pc_say_unused(self, PC_V_TESTS, -INFINITY, record, record) != PC_EXIT_OK) {
        return PC_ERR_NOMEM;
    }
    if (status != PC_OK || record->num < 3) {
        return status;
    }
    s->what = _("tests");
    s->id = "tests";
    return backtest_record(b, s, 1, NAN);
}

int
pc_part_backtest(pc_inquiry_t *self)
{
    backtest_t b = { .inquiry = self };
    pc_record_t record;
    scored_t s = { .what = _("sites"), .id = "sites", .record = &record };
    pc_status status = pc_record_counts(
        &record, &self->scenarios[0].observations, PC_V_SITES, -INFINITY, &self->diags);
    if (status == PC_OK) {
        status = pc_record_check(&record, LEAST_INCREMENTS + 2, &self->diags);
    }
    if (status == PC_OK) {
        s.all = calloc(MOST_FORECASTS, sizeof(*s.all));
        status = s.all == NULL ? PC_ERR_NOMEM : open_grids(&b, &record);
    }
    if (status == PC_OK) {
        if (b.latest != NULL) {
            latest_observed(&b, &record);
        }
        status = backtest_record(&b, &s, LEAST_INCREMENTS, self->sum.facts.candidates);
    }
    if (status == PC_OK
        && pc_say_unused(self, PC_V_SITES, -INFINITY, &record, &record) != PC_EXIT_OK) {
        status = PC_ERR_NOMEM;
    }
    if (status == PC_OK) {
        status = backtest_tests(&b, &s, &record);
    }
    free(s.all);
    return pc_inquiry_code(self, status);
}
