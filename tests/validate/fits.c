/* fits.c - a simulation study of the fits: known curves with known noise are
 * recovered within their stated intervals at the stated rate.
 *
 * Each study draws records from a curve (mean mu, variance phi mu for the increments, in
 * uneven intervals like those of the real record) or from a local trend, draws them on
 * by the curve's law from their last count, fits them, and counts how often the 80 %
 * intervals of the bootstrap hold the true parameters and the date on which the drawn
 * future reached its target. The rate must lie in a stated band; a rate is printed with
 * its Monte Carlo error, 1.3 at most. Controls have intervals that are wrong on purpose:
 * their rate must lie outside the band of right ones. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "analysis/milestone/fit.h"
#include "base/chance/quantile.h"
#include "base/chance/rng.h"

#define RECORDS 1000
#define SAMPLES 200
#define START_TIME 2018.25
#define START_COUNT 110
#define MOST_QUANTITIES (PC_GROWTH_MAX + 1)

/* CARRIED: right, but of records whose chance carries on: each increment follows the law
 * from the drawn count, where the fits take the increments as independent. */
typedef enum { RIGHT, CARRIED, PHI_HELD_AT_1, LINE_FOR_TREND } interval_t;

typedef struct {
    const char *name;
    pc_growth kind;
    double theta[PC_GROWTH_MAX]; /* the trend: first slope, w */
    double ceiling;              /* known, or NaN */
    double phi;                  /* the trend: s2 */
    int points;
    double target;    /* of the count; the trend: growth from the last count */
    double low, high; /* accepted rates, per cent */
    interval_t interval;
} study_t;

/* Around 80 by three Monte Carlo errors. */
#define NEAR 76, 84
/* Wider than stated: phi is held at 1 or above, or the record hardly tells the
 * parameters apart, so that the search stops at an end of its range. */
#define SAFE 78, 92
/* Too narrow: where growth slows, the scatter to come is larger than binomial. */
#define UNDER 72, 82

static const study_t studies[] = {
    { "line, phi 1", PC_GROWTH_LINEAR, { 18 }, NAN, 1, 10, 460, SAFE, RIGHT },
    { "line, phi 4", PC_GROWTH_LINEAR, { 18 }, NAN, 4, 10, 460, NEAR, RIGHT },
    { "line, phi 4, 6 increments", PC_GROWTH_LINEAR, { 18 }, NAN, 4, 7, 460, NEAR,
        RIGHT },
    { "saturating, known K, phi 3", PC_GROWTH_SATURATING, { 0.08, 550 }, 550, 3, 14, 420,
        NEAR, RIGHT },
    { "logistic, known K, phi 3", PC_GROWTH_LOGISTIC, { 0.2, 550 }, 550, 3, 14, 480,
        UNDER, RIGHT },
    { "Gompertz, known K, phi 3", PC_GROWTH_GOMPERTZ, { 0.12, 550 }, 550, 3, 14, 440,
        NEAR, RIGHT },
    { "Gompertz, known K, phi 3, 6 increments", PC_GROWTH_GOMPERTZ, { 0.12, 550 }, 550,
        3, 7, 440, NEAR, RIGHT },
    { "Bass, known K, phi 2", PC_GROWTH_BASS, { 0.03, 0.25, 550 }, 550, 2, 14, 520, SAFE,
        RIGHT },
    { "saturating, free K, phi 3", PC_GROWTH_SATURATING, { 0.1, 550 }, NAN, 3, 14, 470,
        NEAR, RIGHT },
    { "logistic, free K, phi 1", PC_GROWTH_LOGISTIC, { 0.4, 900 }, NAN, 1, 14, 880, SAFE,
        RIGHT },
    { "logistic, free K, phi 3", PC_GROWTH_LOGISTIC, { 0.4, 900 }, NAN, 3, 14, 880, SAFE,
        RIGHT },
    { "logistic, free K not in sight, phi 3", PC_GROWTH_LOGISTIC, { 0.15, 900 }, NAN, 3,
        14, 460, SAFE, RIGHT },
    { "Bass, free K, phi 1", PC_GROWTH_BASS, { 0.02, 0.35, 900 }, NAN, 1, 16, 880, SAFE,
        RIGHT },
    { "trend, no wander", PC_GROWTH_TREND, { 18, 0 }, NAN, 30, 10, 165, 80, 98, RIGHT },
    { "trend, w 2", PC_GROWTH_TREND, { 25, 2 }, NAN, 30, 10, 165, 78, 94, RIGHT },
    { "trend, w 10", PC_GROWTH_TREND, { 25, 10 }, NAN, 30, 10, 165, NEAR, RIGHT },
    { "trend, w 10, 6 increments", PC_GROWTH_TREND, { 25, 10 }, NAN, 30, 7, 165, NEAR,
        RIGHT },
    { "trend, w 30, little noise", PC_GROWTH_TREND, { 40, 30 }, NAN, 10, 10, 165, 65, 80,
        RIGHT },
    { "control: line, phi 4 taken as 1", PC_GROWTH_LINEAR, { 18 }, NAN, 4, 10, 460, NEAR,
        PHI_HELD_AT_1 },
    { "control: a line for a trend, w 10", PC_GROWTH_TREND, { 25, 10 }, NAN, 30, 10, 165,
        NEAR, LINE_FOR_TREND },
    { "saturating, known K, phi 3, carried", PC_GROWTH_SATURATING, { 0.08, 550 }, 550, 3,
        14, 420, 80, 94, CARRIED },
    { "logistic, known K, phi 3, carried", PC_GROWTH_LOGISTIC, { 0.2, 550 }, 550, 3, 14,
        480, 70, 80, CARRIED },
    { "logistic, free K, phi 3, carried", PC_GROWTH_LOGISTIC, { 0.4, 900 }, NAN, 3, 14,
        880, 58, 92, CARRIED },
};
#define NUM_STUDIES (sizeof(studies) / sizeof(studies[0]))

/* The drawn process: where it is, and what it goes by. */
typedef struct {
    const study_t *study;
    pc_stream_t key;
    uint32_t step;
    double t, count, slope;
    int recorded; /* 1: what follows is no longer in the record */
} process_t;

static double
draw_increment(double mu, double phi, const double u[2])
{
    const double shape = mu / (phi - 1);
    const double mean = phi > 1 ? (phi - 1) * pc_gamma_quantile(shape, u[0]) : mu;
    return pc_poisson_quantile(mean, u[1]);
}

/* The mean growth of a curve over `d` years: as the fits take it in the record, the law
 * from the count after it. */
static double
mean_growth(const process_t *p, double d)
{
    const study_t *s = p->study;
    if (!p->recorded && s->interval != CARRIED) {
        return pc_growth_at(s->kind, s->theta, START_COUNT, p->t + d)
               - pc_growth_at(s->kind, s->theta, START_COUNT, p->t);
    }
    return p->count < pc_growth_ceiling(s->kind, s->theta)
               ? pc_growth_at(s->kind, s->theta, p->count, d) - p->count
               : 0;
}

/* Goes on by `d` years. A month is short enough for the trend; its noise is exact. */
static void
advance(process_t *p, double d)
{
    const study_t *s = p->study;
    double u[2];
    if (s->kind != PC_GROWTH_TREND) {
        const double mu = mean_growth(p, d);
        pc_uniforms(&p->key, PC_PROCESS_BOOTSTRAP, 77, 1, ++p->step, u);
        p->count += mu > 1e-6 ? draw_increment(mu, s->phi, u) : 0;
        p->t += d;
        return;
    }
    const int parts = (int) ceil(d * 12 - 1e-9);
    for (int k = 0; k < parts; k++) {
        const double h = d / parts;
        pc_uniforms(&p->key, PC_PROCESS_BOOTSTRAP, 77, 1, ++p->step, u);
        const double turn = sqrt(s->theta[1] * h) * pc_normal_quantile(u[0]);
        p->count +=
            (p->slope + turn / 2) * h + sqrt(s->phi * h) * pc_normal_quantile(u[1]);
        p->slope += turn;
        p->t += h;
    }
}

static process_t
draw_record(const study_t *s, uint32_t number, pc_record_t *r)
{
    static const double gaps[] = { 0.5, 0.9, 0.6, 1.2, 0.75, 0.25 };
    process_t p = { s, { 20260313, 1, number }, 0, 0, START_COUNT, s->theta[0], 0 };
    *r = (pc_record_t){ .num = (size_t) s->points };
    for (int k = 0; k < s->points; k++) {
        if (k > 0) {
            advance(&p, gaps[k % 6]);
        }
        r->facts[k].time = START_TIME + p.t;
        r->facts[k].value = p.count;
    }
    p.recorded = 1;
    return p;
}

/* When the true process, going on from the record, reaches the target. */
static double
true_date(process_t p, double target)
{
    for (int k = 1; k < 1200; k++) {
        const double before = p.count;
        advance(&p, 1 / 12.0);
        if (p.count >= target) {
            const double part = (target - before) / (p.count - before);
            return START_TIME + p.t - (1 - part) / 12;
        }
    }
    return INFINITY;
}

static int
holds(double *values, size_t num, double truth)
{
    const pc_interval_t interval = pc_interval_80(values, num);
    return truth >= interval.low && truth <= interval.high;
}

static size_t
num_quantities(const study_t *s)
{
    const pc_growth_info_t *info = &pc_growth_table[s->kind];
    const size_t known = !isnan(s->ceiling) && info->has_ceiling ? 1 : 0;
    return s->kind == PC_GROWTH_TREND ? 2 : info->num - known + 1;
}

/* A quantity of a sample: a parameter, the slope of the trend, or the date (the last).
 */
static double
quantity(
    const study_t *s, const pc_fit_t *sample, double luck, size_t which, double target)
{
    if (which + 1 == num_quantities(s)) {
        const double when = pc_fit_when_luck(sample, target, luck);
        return isnan(when) ? INFINITY : when;
    }
    if (s->kind != PC_GROWTH_TREND) {
        return sample->theta[which];
    }
    return sample->kind == PC_GROWTH_TREND ? sample->slope : sample->theta[0];
}

/* Adds to `held` what the intervals of one record hold. Returns 0 without a fit. */
static int
add_record(const study_t *s, uint32_t number, uint32_t entity, double *held)
{
    static pc_fit_t samples[SAMPLES];
    static double luck[SAMPLES], values[SAMPLES];
    const size_t num = num_quantities(s);
    pc_record_t r;
    pc_fit_t fit;
    const process_t end = draw_record(s, number, &r);
    const double target = s->target + (s->kind == PC_GROWTH_TREND ? end.count : 0);
    if (pc_record_check(&r, 3, NULL) != PC_OK || end.count >= target) {
        return 0; /* the command refuses it */
    }
    const pc_growth kind = s->interval == LINE_FOR_TREND ? PC_GROWTH_LINEAR : s->kind;
    if (pc_fit(&fit, &r, kind, s->ceiling) != PC_OK || fit.state != PC_FIT_OK) {
        return 0;
    }
    if (s->interval == PHI_HELD_AT_1) {
        fit.scatter = fit.phi = 0;
    }
    if (pc_fit_bootstrap(&fit, &r, number, entity, samples, luck, SAMPLES) != PC_OK) {
        return 0;
    }
    for (size_t k = 0; k < num; k++) {
        size_t drawn = 0;
        for (size_t b = 0; b < SAMPLES; b++) {
            if (samples[b].state == PC_FIT_OK) {
                values[drawn++] = quantity(s, &samples[b], luck[b], k, target);
            }
        }
        const double truth = k + 1 == num                 ? true_date(end, target)
                             : s->kind == PC_GROWTH_TREND ? end.slope
                                                          : s->theta[k];
        held[k] += holds(values, drawn, truth);
    }
    return 1;
}

static int
run(const study_t *s, uint32_t entity)
{
    const size_t num = num_quantities(s);
    double held[MOST_QUANTITIES] = { 0 }, fitted = 0;
    for (uint32_t number = 1; number <= RECORDS; number++) {
        fitted += add_record(s, number, entity, held);
    }
    const int control = s->interval > CARRIED;
    int bad = fitted < 0.97 * RECORDS;
    printf("| %s | %.1f |", s->name, 100 * fitted / RECORDS);
    for (size_t k = 0; k < num; k++) {
        const double rate = held[k] / fitted;
        const int inside = 100 * rate >= s->low && 100 * rate <= s->high;
        printf("%s %s %.1f +- %.1f", k > 0 ? "," : "",
            k + 1 == num                 ? "date"
            : s->kind == PC_GROWTH_TREND ? "slope"
                                         : pc_growth_table[s->kind].names[k],
            100 * rate, 100 * sqrt(rate * (1 - rate) / fitted));
        bad |= control ? inside : !inside;
    }
    printf(" | %s%.0f to %.0f%s |\n", control ? "not " : "", s->low, s->high,
        bad ? " FAILED" : "");
    return bad;
}

int
main(int argc, char **argv)
{
    int bad = 0;
    gsl_set_error_handler_off();
    puts("| study | fitted, % | held by the 80 % interval, %, with Monte Carlo error | "
         "accepted |\n| --- | ---: | --- | --- |");
    for (size_t k = 0; k < NUM_STUDIES; k++) {
        if (argc < 2 || strstr(studies[k].name, argv[1]) != NULL) {
            bad |= run(&studies[k], (uint32_t) k + 1);
            fflush(stdout);
        }
    }
    return bad;
}
