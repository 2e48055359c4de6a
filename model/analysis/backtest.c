#include "analysis/backtest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Everything a curve needs at one origin. */
typedef struct {
    pc_fit_t fit;
    pc_fit_t *samples;     /* [num] */
    double *luck, *values; /* [num] */
    size_t num;
} ensemble_t;

double
pc_crps(double *sample, size_t num, double outcome)
{
    double away = 0, spread = 0;
    pc_quantile_sort(sample, num, 0.5);
    for (size_t k = 0; k < num; k++) {
        away += fabs(sample[k] - outcome);
        spread += sample[k] * (2.0 * (double) k + 1 - (double) num);
    }
    const double n = (double) num;
    return away / n - spread / (n * n);
}

static void
predict_naive(
    const pc_record_t *r, const pc_record_t *past, int forecast, pc_prediction_t *p)
{
    const pc_fact_t *last = &past->facts[past->num - 1];
    const pc_fact_t *before = &past->facts[past->num > 1 ? past->num - 2 : 0];
    const double slope = (last->value - before->value) / (last->time - before->time);
    const double ahead = r->facts[p->target].time - last->time;
    p->median = last->value + (forecast == PC_FORECAST_LAST_SLOPE ? slope * ahead : 0);
    p->low = p->high = p->median;
    p->error = p->crps = fabs(p->median - r->facts[p->target].value);
}

static void
predict_curve(const pc_record_t *r, ensemble_t *e, pc_prediction_t *p)
{
    const pc_fact_t *target = &r->facts[p->target];
    size_t num = 0;
    for (size_t b = 0; b < e->num; b++) {
        if (e->samples[b].state == PC_FIT_OK) {
            const double v = pc_fit_at_luck(&e->samples[b], target->time, e->luck[b]);
            e->values[num] = v;
            num += isfinite(v) ? 1 : 0;
        }
    }
    p->crps = pc_crps(e->values, num, target->value);
    p->median = pc_quantile_sort(e->values, num, 0.5);
    const pc_interval_t interval = pc_interval_80(e->values, num);
    p->low = interval.low;
    p->high = interval.high;
    p->error = fabs(p->median - target->value);
    p->covered = target->value >= p->low && target->value <= p->high;
}

static void
add_score(pc_score_t *score, const pc_prediction_t *p)
{
    score->num++;
    score->error += p->error;
    score->crps += p->crps;
    score->coverage += p->covered;
}

static pc_status
backtest_origin(const pc_record_t *r, size_t origin, uint64_t seed, ensemble_t *e,
    pc_score_t *score, pc_prediction_t *predictions)
{
    const int naive = score->forecast >= PC_NUM_GROWTHS;
    pc_record_t past = *r;
    past.num = origin + 1;
    pc_record_join(&past, &past);
    if (past.num < 2) {
        return PC_OK;
    }
    pc_status status = PC_OK;
    if (!naive) {
        status = pc_fit(&e->fit, &past, (pc_growth) score->forecast, score->ceiling);
        if (status == PC_OK && e->fit.state == PC_FIT_OK) {
            status = pc_fit_bootstrap(&e->fit, &past, seed,
                (uint32_t) (1000 + score->forecast), e->samples, e->luck, e->num);
        }
    }
    if (status != PC_OK) {
        return status;
    }
    for (size_t target = origin + 1; target < r->num; target++) {
        pc_prediction_t p = { .forecast = score->forecast,
            .ceiling = score->ceiling,
            .origin = origin,
            .target = target };
        score->asked++;
        if (!naive && e->fit.state != PC_FIT_OK) {
            continue;
        }
        if (naive) {
            predict_naive(r, &past, score->forecast, &p);
        } else {
            predict_curve(r, e, &p);
        }
        if (isfinite(p.crps)) {
            if (predictions != NULL && score->num < PC_MAX_PREDICTIONS) {
                predictions[score->num] = p;
            }
            add_score(score, &p);
        }
    }
    return PC_OK;
}

pc_status
pc_backtest(const pc_record_t *record, int forecast, double ceiling, size_t least,
    uint64_t seed, size_t samples, pc_score_t *score, pc_prediction_t *predictions)
{
    ensemble_t e = { .num = samples };
    memset(score, 0, sizeof(*score));
    score->forecast = forecast;
    score->ceiling = ceiling;
    e.samples = calloc(samples + 1, sizeof(*e.samples));
    e.luck = calloc(2 * samples + 1, sizeof(*e.luck));
    pc_status status = e.samples == NULL || e.luck == NULL ? PC_ERR_NOMEM : PC_OK;
    e.values = status == PC_OK ? e.luck + samples : NULL;
    for (size_t origin = least > 0 ? least : 1;
         origin + 1 < record->num && status == PC_OK; origin++) {
        status = backtest_origin(record, origin, seed, &e, score, predictions);
    }
    const double n = (double) score->num;
    score->error = n > 0 ? score->error / n : NAN;
    score->crps = n > 0 ? score->crps / n : NAN;
    score->coverage = n > 0 && forecast < PC_NUM_GROWTHS ? score->coverage / n : NAN;
    free(e.samples);
    free(e.luck);
    return status;
}
