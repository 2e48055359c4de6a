/* validate_fits.c - a simulation study of the fits: known curves with known noise are
 * recovered within their stated intervals at the stated rate.
 *
 * Each study draws records from a curve (mean mu, variance phi mu for the increments, in
 * uneven intervals like those of the real record), fits it, and counts how often the 80
 * % intervals of the bootstrap hold the true parameters and the date on which the drawn
 * future reached its target. The rate must lie in a stated band around 80 %: percentile
 * intervals from so few points are known to be somewhat too narrow, and where phi is
 * held at 1 or above they are too wide. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>

#include "analysis/fit.h"
#include "base/quantile.h"
#include "base/rng.h"

#define RECORDS 300
#define SAMPLES 120

typedef struct {
    const char *name;
    pc_growth kind;
    double theta[PC_GROWTH_MAX];
    double ceiling; /* known, or NaN */
    double phi;
    int points;
    double target;
    double low, high; /* accepted coverage of parameters and date, per cent */
} study_t;

static const study_t studies[] = {
    { "linear, phi 1", PC_GROWTH_LINEAR, { 18 }, NAN, 1, 10, 460, 70, 95 },
    { "linear, phi 4", PC_GROWTH_LINEAR, { 18 }, NAN, 4, 10, 460, 65, 90 },
    { "saturating, known ceiling, phi 3", PC_GROWTH_SATURATING, { 0.08, 550 }, 550, 3,
        14, 400, 65, 92 },
    { "logistic, known ceiling, phi 3", PC_GROWTH_LOGISTIC, { 0.2, 550 }, 550, 3, 14,
        480, 65, 92 },
    { "Gompertz, known ceiling, phi 3", PC_GROWTH_GOMPERTZ, { 0.12, 550 }, 550, 3, 14,
        440, 65, 92 },
    { "logistic, free ceiling, phi 1", PC_GROWTH_LOGISTIC, { 0.45, 900 }, NAN, 1, 14,
        860, 65, 95 },
};
#define NUM_STUDIES (sizeof(studies) / sizeof(studies[0]))

static double
draw_increment(double mu, double phi, const double u[2])
{
    const double shape = mu / (phi - 1);
    const double mean = phi > 1 ? (phi - 1) * pc_gamma_quantile(shape, u[0]) : mu;
    return pc_poisson_quantile(mean, u[1]);
}

static void
draw_record(const study_t *s, uint32_t number, pc_record_t *r)
{
    static const double gaps[] = { 0.5, 0.9, 0.6, 1.2, 0.75, 0.25 };
    const pc_stream_t key = { 20260313, 1, number };
    double t = 0, u[2];
    *r = (pc_record_t){ .num = (size_t) s->points };
    r->facts[0].value = 110;
    r->facts[0].time = 2018.25;
    for (int k = 1; k < s->points; k++) {
        const double before = pc_growth_at(s->kind, s->theta, 110, t);
        t += gaps[k % 6];
        const double mu = pc_growth_at(s->kind, s->theta, 110, t) - before;
        pc_uniforms(&key, PC_PROCESS_BOOTSTRAP, 77, 1, (uint32_t) k, u);
        r->facts[k].time = 2018.25 + t;
        r->facts[k].value = r->facts[k - 1].value + draw_increment(mu, s->phi, u);
    }
}

/* The month in which the true process, going on from the record, reaches the target. */
static double
true_date(const study_t *s, uint32_t number, const pc_record_t *r)
{
    const pc_stream_t key = { 20260313, 2, number };
    double t = r->facts[r->num - 1].time - 2018.25, u[2];
    double count = r->facts[r->num - 1].value;
    for (int k = 1; k < 1200; k++) {
        const double mu = pc_growth_at(s->kind, s->theta, 110, t + 1 / 12.0)
                          - pc_growth_at(s->kind, s->theta, 110, t);
        pc_uniforms(&key, PC_PROCESS_BOOTSTRAP, 77, 1, (uint32_t) k, u);
        t += 1 / 12.0;
        count += mu > 1e-6 ? draw_increment(mu, s->phi, u) : 0;
        if (count >= s->target) {
            return 2018.25 + t;
        }
    }
    return INFINITY;
}

static int
holds(double *values, size_t num, double truth)
{
    const double low = pc_quantile_sort(values, num, 0.1);
    return truth >= low && truth <= pc_quantile_sort(values, num, 0.9);
}

static int
run(const study_t *s, uint32_t entity)
{
    static pc_fit_t samples[SAMPLES];
    static double luck[SAMPLES], values[SAMPLES];
    const pc_growth_info_t *info = &pc_growth_table[s->kind];
    const size_t known = !isnan(s->ceiling) && info->has_ceiling ? 1 : 0;
    const size_t free_ones = info->num - known;
    double covered[PC_GROWTH_MAX] = { 0 }, dates = 0, fitted = 0;
    for (uint32_t number = 1; number <= RECORDS; number++) {
        pc_record_t r;
        pc_fit_t fit;
        size_t num = 0;
        draw_record(s, number, &r);
        pc_fit(&fit, &r, s->kind, s->ceiling);
        if (fit.state != PC_FIT_OK) {
            continue;
        }
        fitted++;
        pc_fit_bootstrap(&fit, &r, number, entity, samples, luck, SAMPLES);
        for (size_t k = 0; k < free_ones; k++) {
            num = 0;
            for (size_t b = 0; b < SAMPLES; b++) {
                if (samples[b].state == PC_FIT_OK) {
                    values[num++] = samples[b].theta[k];
                }
            }
            covered[k] += holds(values, num, s->theta[k]);
        }
        num = 0;
        for (size_t b = 0; b < SAMPLES; b++) {
            const double when = pc_fit_when_luck(&samples[b], s->target, luck[b]);
            if (samples[b].state == PC_FIT_OK) {
                values[num++] = isnan(when) ? INFINITY : when;
            }
        }
        dates += holds(values, num, true_date(s, number, &r));
    }
    int bad = fitted < 0.97 * RECORDS;
    printf("%-36s fitted %3.0f %%, date in its 80 %% interval %4.1f %%", s->name,
        100 * fitted / RECORDS, 100 * dates / fitted);
    bad |= 100 * dates / fitted < s->low || 100 * dates / fitted > s->high;
    for (size_t k = 0; k < free_ones; k++) {
        const double rate = 100 * covered[k] / fitted;
        printf(", %s %4.1f %%", info->names[k], rate);
        bad |= rate < s->low || rate > s->high;
    }
    printf("  (accepted %.0f to %.0f)%s\n", s->low, s->high, bad ? "  FAILED" : "");
    return bad;
}

int
main(void)
{
    int bad = 0;
    gsl_set_error_handler_off();
    for (size_t k = 0; k < NUM_STUDIES; k++) {
        bad |= run(&studies[k], (uint32_t) k + 1);
        fflush(stdout);
    }
    return bad;
}
