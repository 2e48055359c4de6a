/* sensitivity.c - what the estimators share: resamples, intervals, constant outputs. */
#include "analysis/sensitivity/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "analysis/ensemble/statistics.h"
#include "base/chance/rng.h"

/* Outputs nearer to each other than this share of their size differ by rounding. */
#define ROUNDING 1e-12

int
pc_sensitivity_constant(const double *y, size_t num)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t k = 0; k < num; k++) {
        if (!isnan(y[k])) {
            least = fmin(least, y[k]);
            most = fmax(most, y[k]);
        }
    }
    /* Outputs may be infinite: never reached. */
    return least >= most
           || (isfinite(most - least)
               && most - least <= ROUNDING * fmax(fabs(least), fabs(most)));
}

void
pc_resample(const pc_resampling_t *how, size_t repeat, size_t num, uint32_t *counts)
{
    const pc_stream_t stream = { how->seed, 0, 0 };
    memset(counts, 0, num * sizeof(*counts));
    for (size_t k = 0; k < num; k++) {
        double u[2];
        pc_uniforms(&stream, PC_PROCESS_RESAMPLE, (uint32_t) repeat,
            (uint32_t) (k & 0xffff), (uint32_t) (k >> 16), u);
        counts[(size_t) (u[0] * (double) num)]++;
    }
}

size_t
pc_resamples_least(double level)
{
    /* Rounded first: (1 - 0.95) / 2 is no exact 0.025. */
    return (size_t) ceil(round(PC_RESAMPLES_BEYOND * 2e6 / (1 - level)) / 1e6);
}

void
pc_estimate_interval(
    pc_estimate_t *self, double *values, size_t num, const pc_resampling_t *how)
{
    size_t there = 0;
    self->low = self->high = NAN;
    for (size_t k = 0; k < num; k++) {
        if (!isnan(values[k])) {
            values[there++] = values[k];
        }
    }
    if (num < pc_resamples_least(how->level) || 2 * there < num || isnan(self->value)) {
        return;
    }
    gsl_sort(values, 1, there);
    self->low = pc_sorted_quantile(values, there, (1 - how->level) / 2);
    self->high = pc_sorted_quantile(values, there, (1 + how->level) / 2);
}
