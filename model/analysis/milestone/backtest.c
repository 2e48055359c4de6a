#include "analysis/milestone/backtest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/milestone/fit_summary.h"
#include "analysis/ensemble/pool.h"

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
        if (!naive && e->fit.state != PC_FIT_OK) {
            score->too_few += e->fit.state == PC_FIT_TOO_FEW;
            score->no_fit += e->fit.state != PC_FIT_TOO_FEW;
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
        } else {
            score->no_fit++; /* no refit settled */
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

/* How many of them made each prediction. */
static void
count_makers(
    const pc_backtest_t *all, size_t num, size_t makers[PC_MAX_FACTS][PC_MAX_FACTS])
{
    memset(makers, 0, PC_MAX_FACTS * sizeof(*makers));
    for (size_t k = 0; k < num; k++) {
        for (size_t i = 0; i < all[k].score.num; i++) {
            const pc_prediction_t *p = &all[k].predictions[i];
            makers[p->origin][p->target]++;
        }
    }
}

static void
score_common(pc_backtest_t *all, size_t num)
{
    size_t makers[PC_MAX_FACTS][PC_MAX_FACTS], able = 0;
    count_makers(all, num, makers);
    for (size_t k = 0; k < num; k++) {
        able += all[k].score.num > 0;
    }
    for (size_t k = 0; k < num; k++) {
        pc_backtest_t *b = &all[k];
        double error = 0, crps = 0;
        b->common = 0;
        for (size_t i = 0; i < b->score.num; i++) {
            const pc_prediction_t *p = &b->predictions[i];
            if (makers[p->origin][p->target] == able) {
                b->common++;
                error += p->error;
                crps += p->crps;
            }
        }
        b->common_error = b->common > 0 ? error / (double) b->common : NAN;
        b->common_crps = b->common > 0 ? crps / (double) b->common : NAN;
    }
}

typedef struct {
    const pc_record_t *record;
    pc_backtest_t *all;
    size_t least, refits;
    uint64_t seed;
} job_t;

static pc_status
work(pc_pool_t *pool, void *context)
{
    const job_t *job = context;
    pc_status status = PC_OK;
    for (size_t k; status == PC_OK && pc_pool_take(pool, &k);) {
        pc_backtest_t *b = &job->all[k];
        const size_t samples = b->forecast < PC_NUM_GROWTHS
                                   ? pc_fit_samples((pc_growth) b->forecast, job->refits)
                                   : 0;
        status = pc_backtest(job->record, b->forecast, b->ceiling, job->least, job->seed,
            samples, &b->score, b->predictions);
    }
    return status;
}

pc_status
pc_backtest_all(const pc_record_t *record, pc_backtest_t *all, size_t num, size_t least,
    uint64_t seed, size_t refits, const pc_pool_plan_t *plan)
{
    job_t job = { record, all, least, refits, seed };
    pc_pool_t pool = { .threads = plan->threads,
        .plan = plan,
        .num_tasks = num,
        .work = work,
        .context = &job };
    const pc_status status = pc_pool_run(&pool);
    if (status == PC_OK) {
        score_common(all, num);
    }
    return status;
}
