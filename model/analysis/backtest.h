/* backtest.h - would the curves have been right before?
 *
 * Rolling origin: fit to the facts up to each past one (joined, record.h), predict every
 * later fact, and score the prediction. A curve's prediction is a sample (bootstrap and
 * luck to come); a naive one is a number, so its CRPS is its absolute error. CRPS of a
 * sample x and an outcome y: mean |x - y| - mean |x - x'| / 2 over all pairs. */
#ifndef PC_BACKTEST_H
#define PC_BACKTEST_H

#include "analysis/fit.h"

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
    size_t asked;                 /* those a fit that converged would have made */
    double error, crps, coverage; /* means; coverage is NaN for naive forecasts */
} pc_score_t;

/* Predictions of one forecast from every origin with at least `least` increments before
 * it. `predictions` is [PC_MAX_PREDICTIONS] or NULL. `samples` bootstrap samples each.
 */
pc_status pc_backtest(const pc_record_t *record, int forecast, double ceiling,
    size_t least, uint64_t seed, size_t samples, pc_score_t *score,
    pc_prediction_t *predictions) PC_MUST_CHECK;

/* CRPS of a sample; sorts it. */
double pc_crps(double *sample, size_t num, double outcome);

#endif
