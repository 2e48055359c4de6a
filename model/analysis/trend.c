#include "analysis/trend.h"

#include <math.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>

typedef struct {
    const pc_record_t *record;
    pc_fit_t *fit;
} problem_t;

/* Log likelihood with w = ratio x s2; fills the fit. */
static double
filter(const pc_record_t *r, double ratio, pc_fit_t *fit)
{
    const double d1 = r->facts[1].time - r->facts[0].time;
    double slope = (r->facts[1].value - r->facts[0].value) / d1;
    double variance = 1 / d1, squares = 0, logs = 0; /* in units of s2 */
    for (size_t i = 2; i < r->num; i++) {
        const double d = r->facts[i].time - r->facts[i - 1].time;
        variance += ratio * (r->facts[i].time - r->facts[i - 2].time) / 2;
        const double v = r->facts[i].value - r->facts[i - 1].value - slope * d;
        const double f = d * d * variance + d;
        const double gain = d * variance / f;
        slope += gain * v;
        variance -= gain * d * variance;
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

void
pc_trend_fit(pc_fit_t *self, const pc_record_t *record)
{
    problem_t p = { record, self };
    double best = -10;
    int settled = 1;
    self->k = 3; /* first slope, s2, w */
    for (int k = -10; k <= 6; k++) {
        best = objective(k, &p) < objective(best, &p) - 1e-9 ? k : best;
    }
    if (best > -10 && best < 6) {
        gsl_function f = { objective, &p };
        gsl_min_fminimizer *m = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
        settled =
            m != NULL
            && gsl_min_fminimizer_set(m, &f, best, best - 1, best + 1) == GSL_SUCCESS;
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
}

/* The slope of a sample is drawn already; then it wanders, and there is noise. */
double
pc_trend_at(const pc_fit_t *self, double time, double z)
{
    const double h = time - self->last_time;
    const double variance = self->noise * h + self->wander * h * h * h / 3;
    return self->last + self->slope * h + z * sqrt(fmax(variance, 0));
}

/* By steps of a month, for 200 years: with luck the path need not be monotone. */
double
pc_trend_when(const pc_fit_t *self, double count, double z)
{
    double before = self->last;
    for (int m = 1; m <= 2400; m++) {
        const double at = pc_trend_at(self, self->last_time + m / 12.0, z);
        if (at >= count) {
            return self->last_time + (m - 1 + (count - before) / (at - before)) / 12;
        }
        before = at;
    }
    return INFINITY;
}
