/* backtest.h - would the curves have been right before?
 *
 * Rolling origin: fit to the facts up to each past one (joined, record.h), predict every
 * later fact, and score the prediction. A curve's prediction is a sample (bootstrap and
 * luck to come); a naive one is a number, so its CRPS is its absolute error. CRPS of a
 * sample x and an outcome y: mean |x - y| - mean |x - x'| / 2 over all pairs. */
#ifndef PC_ANALYSIS_MILESTONE_BACKTEST_H
#define PC_ANALYSIS_MILESTONE_BACKTEST_H

#include "analysis/milestone/fit.h"
#include "analysis/ensemble/pool.h"

typedef enum {
    PC_FORECAST_LAST_VALUE = PC_NUM_GROWTHS, /* the last fact */
    PC_FORECAST_LAST_SLOPE,                  /* the line through the last two facts */
    PC_NUM_FORECASTS
} pc_forecast;

#define PC_MAX_PREDICTIONS (PC_MAX_FACTS * PC_MAX_FACTS / 2) /* of one forecast */

typedef struct {
    int forecast; /* pc_growth or pc_forecast */
    double ceiling;
    size_t origin, target;    /* places in the record */
    double median, low, high; /* 80 % interval; naive: all alike */
    double error, crps;       /* in the record's unit */
    int covered;              /* in the interval */
} pc_prediction_t;

typedef struct {
    int forecast;
    double ceiling;               /* known ceiling, NaN if free or none */
    size_t num;                   /* predictions */
    size_t too_few;               /* not made: too few increments for the parameters */
    size_t no_fit;                /* not made: the search did not settle */
    double error, crps, coverage; /* means; coverage is NaN for naive forecasts */
} pc_score_t;

/* A forecast with all its predictions. */
typedef struct {
    int forecast; /* filled in by the caller, as is the ceiling */
    double ceiling;
    pc_score_t score;
    /* Means over the predictions that every forecast made: only these compare forecasts.
     * One that never could predict is left out of "every". */
    size_t common;
    double common_error, common_crps;
    pc_prediction_t predictions[PC_MAX_PREDICTIONS]; /* [score.num] */
} pc_backtest_t;

/* Predictions of one forecast from every origin with at least `least` increments before
 * it. `predictions` is [PC_MAX_PREDICTIONS] or NULL. `samples` bootstrap samples each.
 */
pc_status pc_backtest(const pc_record_t *record, int forecast, double ceiling,
    size_t least, uint64_t seed, size_t samples, pc_score_t *score,
    pc_prediction_t *predictions) PC_MUST_CHECK;

/* Scores them all, on threads (pool.h), with as many samples as pc_fit_samples gives to
 * each; then their common predictions. The same whatever the number of threads. */
pc_status pc_backtest_all(const pc_record_t *record, pc_backtest_t *all, size_t num,
    size_t least, uint64_t seed, size_t refits,
    const pc_pool_plan_t *plan) PC_MUST_CHECK;

/* CRPS of a sample; sorts it. */
double pc_crps(double *sample, size_t num, double outcome);

#endif
