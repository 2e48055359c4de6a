/* milestone_backtest.c - the part of `milestone` that scores the curves on the past. */
#include "milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/backtest.h"

#define BACKTEST_SAMPLES 100 /* at each origin */

typedef struct {
    pc_inquiry_t *inquiry;
    pc_grid_t *scores, *details, *latest;
    pc_prediction_t *predictions; /* [PC_MAX_PREDICTIONS] */
} backtest_t;

static const char *
forecast_name(int forecast, int ja)
{
    if (forecast == PC_FORECAST_LAST_VALUE) {
        return ja ? "直近値（単純予測）" : "naive: last value";
    }
    if (forecast == PC_FORECAST_LAST_SLOPE) {
        return ja ? "直近の傾き（単純予測）" : "naive: last slope";
    }
    return ja ? pc_growth_table[forecast].ja : pc_growth_table[forecast].en;
}

static void
forecast_text(const pc_score_t *score, int ja, char *text, size_t size)
{
    snprintf(text, size, "%s%s", forecast_name(score->forecast, ja),
        isnan(score->ceiling) ? ""
        : ja                  ? "（上限既知）"
                              : ", known ceiling");
}

static void
backtest_rows(
    backtest_t *b, const char *what, const pc_record_t *r, const pc_score_t *score)
{
    const int ja = b->inquiry->ja;
    char text[96];
    forecast_text(score, ja, text, sizeof(text));
    pc_grid_text(b->scores, what);
    pc_grid_text(b->scores, text);
    pc_grid_number(b->scores, (double) score->num);
    pc_grid_number(b->scores, (double) (score->asked - score->num));
    pc_grid_number(b->scores, score->error);
    pc_grid_number(b->scores, score->crps);
    pc_grid_number(b->scores, 100 * score->coverage);
    for (size_t k = 0; k < score->num; k++) {
        const pc_prediction_t *p = &b->predictions[k];
        pc_grid_text(b->details, what);
        pc_grid_text(b->details, text);
        pc_grid_text(b->details, r->facts[p->origin].date);
        pc_grid_text(b->details, r->facts[p->target].date);
        pc_grid_number(b->details, r->facts[p->target].value);
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

static void
latest_observed(backtest_t *b, const pc_record_t *r)
{
    pc_grid_text(b->latest, b->inquiry->ja ? "公表値" : "published");
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

static void
latest_row(
    backtest_t *b, const char *name, const pc_record_t *r, const pc_score_t *score)
{
    pc_grid_text(b->latest, name);
    for (size_t d = 0; d < NUM_LATEST; d++) {
        char text[96] = "";
        for (size_t k = 0; k < score->num; k++) {
            const pc_prediction_t *p = &b->predictions[k];
            if (strcmp(r->facts[p->origin].date, LATEST_ORIGIN) != 0
                || strcmp(r->facts[p->target].date, latest_dates[d]) != 0) {
                continue;
            }
            snprintf(text, sizeof(text),
                score->forecast >= PC_NUM_GROWTHS ? "%.0f" : "%.0f (%.0f..%.0f)",
                p->median, p->low, p->high);
            char key[96];
            snprintf(key, sizeof(key), "latest.%s%s.%s",
                score->forecast == PC_FORECAST_LAST_VALUE ? "naive_value"
                : score->forecast == PC_FORECAST_LAST_SLOPE
                    ? "naive_slope"
                    : pc_growth_table[score->forecast].id,
                isnan(score->ceiling) ? "" : ".known", latest_dates[d]);
            pc_inquiry_figure(b->inquiry, key, text, NULL);
        }
        pc_grid_text(b->latest, text);
    }
}

static pc_status
backtest_record(backtest_t *b, const char *what, const char *id, const pc_record_t *r,
    size_t least, double ceiling)
{
    pc_status status = PC_OK;
    double naive = INFINITY, best = INFINITY;
    int leader = 0, leader_known = 0;
    char key[64];
    for (int k = 0; k < PC_NUM_FORECASTS + PC_NUM_GROWTHS && status == PC_OK; k++) {
        const int known = k >= PC_NUM_FORECASTS;
        const int forecast = known ? k - PC_NUM_FORECASTS : k;
        pc_score_t score;
        if (known && (isnan(ceiling) || !pc_growth_table[forecast].has_ceiling)) {
            continue;
        }
        status = pc_backtest(r, forecast, known ? ceiling : NAN, least,
            b->inquiry->scenarios[0].seed, BACKTEST_SAMPLES, &score, b->predictions);
        if (status != PC_OK || score.num == 0) {
            continue;
        }
        backtest_rows(b, what, r, &score);
        if (!r->rates) {
            char name[96];
            forecast_text(&score, b->inquiry->ja, name, sizeof(name));
            latest_row(b, name, r, &score);
        }
        if (forecast >= PC_NUM_GROWTHS) {
            naive = fmin(naive, score.crps);
        } else if (score.crps < best && score.num == score.asked) {
            best = score.crps;
            leader = forecast;
            leader_known = known;
        }
    }
    snprintf(key, sizeof(key), "backtest.%s.facts", id);
    pc_inquiry_figure_number(b->inquiry, key, 0, (double) r->num);
    if (isfinite(best)) {
        snprintf(key, sizeof(key), "backtest.%s.best", id);
        char en[96], ja[96];
        snprintf(en, sizeof(en), "%s%s", forecast_name(leader, 0),
            leader_known ? " with a known ceiling" : "");
        snprintf(ja, sizeof(ja), "%s%s", forecast_name(leader, 1),
            leader_known ? "（上限既知）" : "");
        pc_inquiry_figure(b->inquiry, key, en, ja);
        snprintf(key, sizeof(key), "backtest.%s.best_crps", id);
        pc_inquiry_figure_number(b->inquiry, key, 1, best);
    }
    snprintf(key, sizeof(key), "backtest.%s.naive_crps", id);
    pc_inquiry_figure_number(b->inquiry, key, 1, naive);
    return status;
}

int
pc_part_backtest(pc_inquiry_t *self)
{
    static const pc_grid_column_t columns[] = {
        { "record", "record", "実績", -1, 0 },
        { "forecast", "forecast", "予測", -1, 0 },
        { "predictions", "predictions", "予測数", 0, 0 },
        { "not_made", "not made", "予測できず", 0, 0 },
        { "mean_absolute_error", "mean error", "平均絶対誤差", 1, 0 },
        { "crps", "CRPS", "CRPS", 1, 0 },
        { "coverage_80_percent", "in 80 % interval", "80%区間の的中%", 0, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    static const pc_grid_column_t latest[] = {
        { "forecast", "forecast", "予測", -1, 0 },
        { "count_2025_03_31", "2025-03-31", "2025-03-31", -1, 0 },
        { "count_2025_06_01", PC_SUM_BASE, PC_SUM_BASE, -1, 0 },
        { "count_2026_03_01", PC_SUM_END, PC_SUM_END, -1, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    static const pc_grid_column_t details[] = {
        { "record", "", "", -1, 0 },
        { "forecast", "", "", -1, 0 },
        { "origin", "", "", -1, 0 },
        { "target", "", "", -1, 0 },
        { "observed", "", "", 0, 0 },
        { "median", "", "", 1, 0 },
        { "low", "", "", 1, 0 },
        { "high", "", "", 1, 0 },
        { "crps", "", "", 1, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    backtest_t b = { .inquiry = self };
    pc_record_t record;
    const pc_observations_t *o = &self->scenarios[0].observations;
    b.scores = pc_inquiry_grid(self, "backtest",
        "would it have been right before? each past fact predicts the later ones",
        "過去に当たっていたか：各時点までの実績から後の実績を予測", columns, 0);
    b.latest = pc_inquiry_grid(self, "latest",
        "the newest counts as forecast from the record up to " LATEST_ORIGIN
        " (80 % interval)",
        LATEST_ORIGIN " までの実績による最新の施設数の予測（80%区間）", latest, 0);
    b.details = pc_inquiry_grid(self, "predictions", "", "", details, 1);
    b.predictions = calloc(PC_MAX_PREDICTIONS, sizeof(*b.predictions));
    if (b.scores == NULL || b.details == NULL || b.latest == NULL
        || b.predictions == NULL) {
        free(b.predictions);
        return PC_EXIT_BUG;
    }
    pc_note_newer(self, b.latest, NULL, NULL);
    b.scores->note_en =
        "the record is short and its predictions overlap: these scores rank "
        "nothing with certainty. Units: sites, and tests a month.";
    b.scores->note_ja = "実績は少なく予測期間も重なるため、優劣を確定するものではない。"
                        "単位は施設、検査は件/月。";
    pc_status status = pc_record_counts(&record, o, PC_V_SITES, -INFINITY, NULL);
    if (status == PC_OK) {
        status = pc_record_check(&record, 7, &self->diags);
    }
    if (status == PC_OK) {
        latest_observed(&b, &record);
        status = backtest_record(&b, self->ja ? "施設数" : "sites", "sites", &record, 5,
            self->sum.facts.candidates);
    }
    if (status == PC_OK) {
        status = pc_record_rates(&record, o, PC_V_TESTS, -INFINITY, &self->diags);
    }
    if (status == PC_OK && record.num >= 3) {
        status = backtest_record(
            &b, self->ja ? "検査件数" : "tests", "tests", &record, 1, NAN);
    }
    free(b.predictions);
    return pc_exit_code(status);
}
