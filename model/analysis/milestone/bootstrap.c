/* bootstrap.c - uncertainty of the fits of fit.h, and their weights. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/milestone/fit.h"
#include "analysis/milestone/trend.h"
#include "base/chance/quantile.h"

#define PHI_MOST 1e4

/* An increment of mean mu and variance phi mu. */
static double
draw(double mu, double phi, const double u[2])
{
    double mean = mu;
    if (phi > 1 + 1e-9) {
        const double shape = fmax(mu / (phi - 1), 1e-3);
        mean = mu / shape * pc_gamma_quantile(shape, u[0]);
    }
    return isfinite(mean) && mean > 0 ? pc_poisson_quantile(fmin(mean, 1e8), u[1]) : 0;
}

static void
simulate(const pc_fit_t *fit, const pc_record_t *record, double phi,
    const pc_stream_t *stream, uint32_t entity, pc_record_t *out)
{
    double u[2];
    *out = *record;
    for (size_t i = 1; i < record->num; i++) {
        const double mu = pc_growth_at(fit->kind, fit->theta, fit->start,
                              record->facts[i].time - fit->start_time)
                          - pc_growth_at(fit->kind, fit->theta, fit->start,
                              record->facts[i - 1].time - fit->start_time);
        pc_uniforms(stream, PC_PROCESS_BOOTSTRAP, entity,
            (uint32_t) floor(record->facts[i].time * 12), (uint32_t) i, u);
        out->facts[i].value = out->facts[i - 1].value + draw(mu, phi, u);
    }
}

/* phi as uncertain as so few increments leave it. */
static double
draw_phi(const pc_fit_t *fit, double u)
{
    const double freedom = (double) (fit->n + 1 - fit->k);
    const double chi = 2 * pc_gamma_quantile(freedom / 2, u);
    return fmin(fmax(fit->scatter * freedom / chi, 1), PHI_MOST);
}

pc_status
pc_fit_bootstrap(const pc_fit_t *self, const pc_record_t *record, uint64_t seed,
    uint32_t stream, pc_fit_t *samples, double *luck, size_t num)
{
    double u[2];
    for (size_t b = 0; b < num; b++) {
        const pc_stream_t key = { seed, 0, (uint32_t) b + 1 };
        pc_record_t drawn;
        pc_uniforms(&key, PC_PROCESS_BOOTSTRAP, stream, 0, 0, u);
        luck[b] = pc_normal_quantile(u[0]);
        if (self->kind == PC_GROWTH_TREND) {
            continue;
        }
        const double phi = draw_phi(self, u[1]);
        simulate(self, record, phi, &key, stream, &drawn);
        const pc_status status = pc_fit_again(&samples[b], &drawn, self);
        if (status != PC_OK) {
            return status;
        }
        samples[b].last = self->last; /* the forecast starts at the published count */
        samples[b].phi = phi;
    }
    if (self->kind == PC_GROWTH_TREND) {
        pc_trend_samples(self, record, seed, stream, samples, num);
    }
    return PC_OK;
}

void
pc_fit_weights(const pc_fit_t *fits, size_t num, double *aicc, double *weights,
    const char **reasons)
{
    static const char *const not_fitted = N_("not fitted"),
                             *const another = N_("another likelihood"),
                             *const too_few = N_("n - k - 1 is below 2");
    double phi = 1, least = INFINITY, sum = 0;
    size_t most = 0;
    for (size_t i = 0; i < num; i++) {
        const pc_fit_t *f = &fits[i];
        if (f->state == PC_FIT_OK && f->kind != PC_GROWTH_TREND && f->k > most) {
            most = f->k;
            phi = f->phi;
        }
    }
    for (size_t i = 0; i < num; i++) {
        const pc_fit_t *f = &fits[i];
        aicc[i] = weights[i] = NAN;
        reasons[i] = NULL;
        if (f->state != PC_FIT_OK) {
            reasons[i] = not_fitted;
        } else if (f->kind == PC_GROWTH_TREND) {
            reasons[i] = another;
        } else if (f->n < f->k + 3) {
            reasons[i] = too_few;
        } else {
            const double k = (double) f->k, n = (double) f->n;
            aicc[i] = -2 * f->q / phi + 2 * k + 2 * k * (k + 1) / (n - k - 1);
            least = fmin(least, aicc[i]);
        }
    }
    for (size_t i = 0; i < num; i++) {
        sum += isnan(aicc[i]) ? 0 : exp((least - aicc[i]) / 2);
    }
    for (size_t i = 0; i < num; i++) {
        weights[i] = isnan(aicc[i]) ? NAN : exp((least - aicc[i]) / 2) / sum;
    }
}
