#include "analysis/milestone/trend.h"

#include <math.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>

#include "base/chance/quantile.h"

#define POINTS 64     /* of the prior of w / s2 */
#define PRIOR_YEARS 3 /* over which wander and noise move the count alike */
#define MONTHS 1200   /* of a path */

typedef struct {
    const pc_record_t *record;
    pc_fit_t *fit;
} problem_t;

/* Log likelihood with w = ratio x s2; fills the fit. */
static double
filter(const pc_record_t *r, double ratio, pc_fit_t *fit)
{
    const double first = r->facts[1].time - r->facts[0].time;
    double slope = (r->facts[1].value - r->facts[0].value) / first;
    double variance = ratio * first / 3 + 1 / first; /* in units of s2 */
    double squares = 0, logs = 0;
    for (size_t i = 2; i < r->num; i++) {
        const double d = r->facts[i].time - r->facts[i - 1].time;
        const double v = r->facts[i].value - r->facts[i - 1].value - slope * d;
        const double f = d * d * variance + ratio * d * d * d / 3 + d;
        const double shared = d * variance + ratio * d * d / 2;
        slope += shared / f * v;
        variance += ratio * d - shared / f * shared;
        squares += v * v / f;
        logs += log(f);
    }
    const double terms = (double) (r->num - 2);
    fit->noise = fmax(squares / terms, 1e-12);
    fit->wander = ratio * fit->noise;
    fit->slope = slope;
    fit->slope_variance = variance * fit->noise;
    fit->q = -terms / 2 * (log(fit->noise) + log(2 * M_PI) + 1) - logs / 2;
    return fit->q;
}

static double
objective(double log_ratio, void *context)
{
    const problem_t *p = context;
    return -filter(p->record, exp(log_ratio), p->fit);
}

pc_status
pc_trend_fit(pc_fit_t *self, const pc_record_t *record)
{
    problem_t p = { record, self };
    double best = -10;
    int settled = 1;
    for (int k = -10; k <= 6; k++) {
        best = objective(k, &p) < objective(best, &p) - 1e-9 ? k : best;
    }
    if (best > -10 && best < 6) {
        gsl_function f = { objective, &p };
        gsl_min_fminimizer *m = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
        if (m == NULL) {
            return PC_ERR_NOMEM;
        }
        settled = gsl_min_fminimizer_set(m, &f, best, best - 1, best + 1) == GSL_SUCCESS;
        for (int k = 0; k < 100 && settled; k++) {
            settled = gsl_min_fminimizer_iterate(m) == GSL_SUCCESS;
            best = gsl_min_fminimizer_x_minimum(m);
            if (gsl_min_test_interval(gsl_min_fminimizer_x_lower(m),
                    gsl_min_fminimizer_x_upper(m), 1e-6, 0)
                == GSL_SUCCESS) {
                break;
            }
        }
        gsl_min_fminimizer_free(m);
    }
    /* At the lower end of the search the slope does not wander. */
    filter(record, best <= -10 ? 0 : exp(best), self);
    self->state = settled && isfinite(self->q) ? PC_FIT_OK : PC_FIT_NO_CONVERGENCE;
    return PC_OK;
}

/* The posterior of w / s2: fits at equally probable points of the prior, and the sums
 * of their likelihoods. The likelihood that is concentrated over s2 is, but for a
 * constant, the one integrated over s2 with prior 1 / s2. */
static void
weigh(const pc_record_t *record, pc_fit_t *points, double *sums)
{
    double most = -INFINITY, sum = 0;
    for (int j = 0; j < POINTS; j++) {
        const double root = sqrt(3) / PRIOR_YEARS * tan(M_PI_2 * (j + 0.5) / POINTS);
        most = fmax(most, filter(record, root * root, &points[j]));
    }
    for (int j = 0; j < POINTS; j++) {
        sum += exp(points[j].q - most);
        sums[j] = sum;
    }
}

void
pc_trend_samples(const pc_fit_t *self, const pc_record_t *record, uint64_t seed,
    uint32_t entity, pc_fit_t *samples, size_t num)
{
    pc_fit_t points[POINTS];
    double sums[POINTS], u[2], v[2];
    const double freedom = (double) (record->num - 2);
    weigh(record, points, sums);
    for (size_t b = 0; b < num; b++) {
        const pc_stream_t key = { seed, 0, (uint32_t) b + 1 };
        pc_fit_t *s = &samples[b];
        int j = 0;
        pc_uniforms(&key, PC_PROCESS_BOOTSTRAP, entity, 0, 0, u);
        pc_uniforms(&key, PC_PROCESS_BOOTSTRAP, entity, 0, 1, v);
        while (j + 1 < POINTS && sums[j] < v[0] * sums[POINTS - 1]) {
            j++;
        }
        const double times = freedom / (2 * pc_gamma_quantile(freedom / 2, v[1]));
        *s = *self;
        s->noise = times * points[j].noise;
        s->wander = times * points[j].wander;
        s->slope_variance = times * points[j].slope_variance;
        s->slope = points[j].slope + pc_normal_quantile(u[1]) * sqrt(s->slope_variance);
        s->has_path = 1;
        s->path = key;
        s->path_entity = entity;
    }
}

/* One step of a path, `h` years at most a month; without luck the line goes on. */
static void
advance(const pc_fit_t *self, uint32_t month, double h, double *count, double *slope)
{
    double u[2], wander = 0, noise = 0;
    if (self->has_path) {
        pc_uniforms(&self->path, PC_PROCESS_BOOTSTRAP, self->path_entity, month, 0, u);
        wander = pc_normal_quantile(u[0]) * sqrt(self->wander * h);
        noise = pc_normal_quantile(u[1]) * sqrt(self->noise * h);
    }
    *count += (*slope + wander / 2) * h + noise;
    *slope += wander;
}

double
pc_trend_at(const pc_fit_t *self, double time)
{
    const double months = (time - self->last_time) * 12;
    double count = self->last, slope = self->slope;
    for (uint32_t m = 1; m - 1 < months && m <= MONTHS; m++) {
        advance(self, m, fmin(months - (m - 1), 1) / 12, &count, &slope);
    }
    return count;
}

void
pc_trend_when(const pc_fit_t *self, const double *counts, size_t num, double *when)
{
    double before = self->last, at = before, slope = self->slope;
    size_t left = num;
    for (size_t k = 0; k < num; k++) {
        when[k] = counts[k] <= before ? self->last_time : INFINITY;
        left -= counts[k] <= before;
    }
    for (uint32_t m = 1; m <= MONTHS && left > 0; m++) {
        advance(self, m, 1 / 12.0, &at, &slope);
        for (size_t k = 0; k < num; k++) {
            if (isinf(when[k]) && at >= counts[k]) {
                when[k] = self->last_time
                          + (m - 1 + (counts[k] - before) / (at - before)) / 12;
                left--;
            }
        }
        before = at;
    }
}
