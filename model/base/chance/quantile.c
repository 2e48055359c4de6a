#include "base/chance/quantile.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/chance/elementary.h"
#include "base/chance/lanes.h"
#include "base/chance/saddle.h"

/* A count law and the question asked of it: the smallest k with F(k) >= lower, which is
 * the same as 1 - F(k) <= upper. */
typedef struct {
    double n;     /* trials; 0 for a Poisson law */
    double p;     /* chance of a trial, at most 1/2 */
    double mean;  /* n p, or the Poisson mean */
    double lower; /* u */
    double upper; /* 1 - u */
} question_t;

/* Up to this mean the terms are summed from k = 0. */
#define SMALL_MEAN 256.0
/* Above this u a sum from 0 has lost digits of 1 - F. */
#define HIGH_U 0.999
#define TINY_TERM                                                                       \
    0x1p-70 /* of a sum; what follows such a term is below its last place */
#define SMALLEST_U 1e-100 /* so that no term underflows */

/* ---- terms of the laws ---- */

/* P(k + 1) / P(k) and P(k - 1) / P(k). In the binomial, q = 1 - p is not formed: its
 * rounding would be the same in every factor and add up. */
static double
ratio_up(const question_t *c, double k)
{
    if (c->n == 0) {
        return c->mean / (k + 1);
    }
    return (c->n - k) * c->p / ((k + 1) - (k + 1) * c->p);
}

static double
ratio_down(const question_t *c, double k)
{
    if (c->n == 0) {
        return k / c->mean;
    }
    return (k - k * c->p) / ((c->n - (k - 1)) * c->p);
}

/* P(k) for 1 <= k, and k <= n - 1, by the saddle-point form (Loader 2000). */
static double
term(const question_t *c, double k)
{
    if (c->n == 0) {
        return pc_exp(-pc_stirling_error(k) - pc_deviance(k, c->mean, 0))
               / sqrt(PC_TWO_PI * k);
    }
    /* n p = mean + low, by splitting factors in halves: at n = 1e9 the rounding would
     * show. */
    const double cn = 0x1.0000002p27 * c->n, cp = 0x1.0000002p27 * c->p;
    const double nh = cn - (cn - c->n), ph = cp - (cp - c->p);
    const double nl = c->n - nh, pl = c->p - ph;
    const double low = ((nh * ph - c->mean) + nh * pl + nl * ph) + nl * pl;
    const double rest = c->n - k;
    const double others = c->n - c->mean;
    const double others_low = ((c->n - others) - c->mean) - low;
    const double exponent = pc_stirling_error(c->n) - pc_stirling_error(k)
                            - pc_stirling_error(rest) - pc_deviance(k, c->mean, low)
                            - pc_deviance(rest, others, others_low);
    return pc_exp(exponent) * sqrt(c->n / (PC_TWO_PI * k * rest));
}

/* ---- small means ---- */

/* 1/k, up to the largest k that is asked for: F(k) > HIGH_U long before, for means up to
 * SMALL_MEAN. */
#define INVERSE(k) 1.0 / (k), 1.0 / ((k) + 1), 1.0 / ((k) + 2), 1.0 / ((k) + 3)
#define INVERSE_16(k) INVERSE(k), INVERSE((k) + 4), INVERSE((k) + 8), INVERSE((k) + 12)
#define INVERSE_64(k)                                                                   \
    INVERSE_16(k), INVERSE_16((k) + 16), INVERSE_16((k) + 32), INVERSE_16((k) + 48)
static const double inverse[] = { INVERSE_64(1.0), INVERSE_64(65.0), INVERSE_64(129.0),
    INVERSE_64(193.0), INVERSE_64(257.0), INVERSE_64(321.0) };
#define NUM_INVERSES (int) (sizeof(inverse) / sizeof(inverse[0]))

/* Some questions side by side. */
typedef struct {
    pc_lanes_t u;
    pc_lanes_t first; /* P(0) */
    pc_lanes_t odds;  /* of a trial; or the Poisson mean */
    pc_lanes_t n;     /* trials */
    pc_lanes_t k;     /* the answers */
} questions_t;

/* From k = 0 up: the answer is the number of k with F(k) < u. The hot path of the model.
 */
static inline void
search_up(questions_t *q, int binomial)
{
    pc_vector_t p[PC_VECTORS], sum[PC_VECTORS], left[PC_VECTORS], count[PC_VECTORS];
    const pc_vector_t zero = { 0 }, one = zero + 1;
    for (int i = 0; i < PC_VECTORS; i++) {
        p[i] = sum[i] = q->first.vector[i];
        left[i] = binomial ? q->n.vector[i] : zero;
        count[i] = zero;
    }
    for (int k = 0; k + 4 <= NUM_INVERSES; k += 4) {
        pc_mask_t below = sum[0] < q->u.vector[0];
        for (int i = 1; i < PC_VECTORS; i++) {
            below |= sum[i] < q->u.vector[i];
        }
        if (!pc_any(below)) {
            break;
        }
        for (int j = k; j < k + 4; j++) {
            for (int i = 0; i < PC_VECTORS; i++) {
                count[i] += (pc_vector_t) ((pc_mask_t) one & (sum[i] < q->u.vector[i]));
                p[i] *= q->odds.vector[i] * inverse[j];
                if (binomial) {
                    p[i] *= left[i];
                    left[i] -= one;
                }
                sum[i] += p[i];
            }
        }
    }
    memcpy(&q->k, count, sizeof(q->k));
}

/* From where the terms vanish down, so that the tail is summed from its small end. */
static double
search_down(const question_t *c, double first)
{
    double k = 0, p = first, tail = 0;

    while (p > TINY_TERM * c->upper || k < 2 * c->mean) {
        if (c->n != 0 && k == c->n) {
            break;
        }
        p *= ratio_up(c, k);
        k++;
    }
    while (k > 0 && tail + p <= c->upper) {
        tail += p;
        p *= ratio_down(c, k);
        k--;
    }
    return k;
}

/* ---- large means ---- */

/* F(k) = P(k) + P(k - 1) + ..., for k below the mean or little above it */
static double
sum_below(const question_t *c, double k, double p)
{
    double sum = 0;
    while (p > TINY_TERM * sum) {
        sum += p;
        if (k == 0) {
            break;
        }
        p *= ratio_down(c, k);
        k--;
    }
    return sum;
}

/* 1 - F(k) = P(k + 1) + P(k + 2) + ..., for k above the mean or little below it */
static double
sum_above(const question_t *c, double k, double p)
{
    double sum = 0;
    while (c->n == 0 || k < c->n) {
        p *= ratio_up(c, k);
        k++;
        sum += p;
        if (p <= TINY_TERM * sum) {
            break;
        }
    }
    return sum;
}

/* The smaller tail is summed at a start just outside the answer, then only added to. */
static double
search_large(const question_t *c)
{
    const int low = c->lower <= 0.5;
    const double q = 1 - c->p;
    const double sd = c->n == 0 ? sqrt(c->mean) : sqrt(c->mean * q);
    const double skew = c->n == 0 ? 1 : q - c->p;
    const double z = low ? pc_normal_quantile(c->lower) : -pc_normal_quantile(c->upper);
    /* Cornish and Fisher's first correction; the next is a few counts at most. */
    const double guess = floor(c->mean + sd * z + skew * (z * z - 1) / 6);
    const double k_max = c->n == 0 ? INFINITY : c->n - 1;
    double margin = 2;

    for (;;) {
        double k = low ? guess - margin : guess + margin;
        k = k < 1 ? 1 : k > k_max ? k_max : k;
        double p = term(c, k);
        if (low) {
            double sum = sum_below(c, k, p);
            if (k > 1 && sum >= c->lower) {
                margin *= 4;
                continue;
            }
            if (k == 1 && sum - p >= c->lower) {
                return 0;
            }
            while (sum < c->lower) {
                p *= ratio_up(c, k);
                k++;
                sum += p;
            }
            return k;
        }
        double tail = sum_above(c, k, p);
        if (k < k_max && tail > c->upper) {
            margin *= 4;
            continue;
        }
        if (tail > c->upper) {
            return c->n;
        }
        while (k > 0 && tail + p <= c->upper) {
            tail += p;
            p *= ratio_down(c, k);
            k--;
        }
        return k;
    }
}

/* ---- Poisson and binomial ---- */

static inline double
at_least(double x, double limit)
{
    return x < limit ? limit : x;
}

/* Where search_up does not serve. */
static int
is_special(double mean, double u)
{
    return !(mean >= 0 && mean <= SMALL_MEAN && u > 0 && u < HIGH_U);
}

static double
special_poisson(double mean, double u)
{
    if (!(mean >= 0 && mean <= PC_MEAN_MAX && u > 0 && u < 1)) {
        return NAN;
    }
    u = at_least(u, SMALLEST_U);
    const question_t c = { .mean = mean, .lower = u, .upper = 1 - u };
    if (mean > SMALL_MEAN) {
        return search_large(&c);
    }
    return search_down(&c, pc_exp(-mean));
}

void
pc_poisson_quantiles(size_t num, const double *mean, const double *u, double *out)
{
    for (size_t i = 0; i < num; i++) {
        out[i] = mean[i] < SMALL_MEAN ? -mean[i] : -SMALL_MEAN;
    }
    pc_exp_many(num, out, out);
    for (size_t first = 0; first < num; first += PC_LANES) {
        const size_t here = num - first < PC_LANES ? num - first : PC_LANES;
        questions_t q;
        int specials = 0;
        for (size_t i = 0; i < PC_LANES; i++) {
            const size_t at = first + (i < here ? i : 0);
            const int special = is_special(mean[at], u[at]);
            q.u.lane[i] = special ? 0 : at_least(u[at], SMALLEST_U);
            q.odds.lane[i] = mean[at];
            q.first.lane[i] = out[at];
            specials |= special;
        }
        search_up(&q, 0);
        for (size_t i = 0; i < here; i++) {
            out[first + i] = q.k.lane[i];
        }
        for (size_t i = 0; specials && i < here; i++) {
            if (is_special(mean[first + i], u[first + i])) {
                out[first + i] = special_poisson(mean[first + i], u[first + i]);
            }
        }
    }
}

double
pc_poisson_quantile(double mean, double u)
{
    double k;
    pc_poisson_quantiles(1, &mean, &u, &k);
    return k;
}

/* The next double above (by = 1) or below (by = -1) a positive one. */
static double
neighbour(double x, int by)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof(bits));
    bits += (uint64_t) (int64_t) by;
    memcpy(&x, &bits, sizeof(bits));
    return x;
}

/* What the binomial laws of one p share. Where p > 1/2 the failures are counted, whose
 * chance 1 - p is exact. */
#define SMALL_TRIALS 64
typedef struct {
    int failures;
    double p;                      /* of what is counted, at most 1/2 */
    double none[SMALL_TRIALS + 4]; /* none[n] = (1 - p)^n */
} trial_t;

static void
make_trial(trial_t *t, double p)
{
    t->failures = p > 0.5;
    t->p = t->failures ? 1 - p : p;
    const double q = 1 - t->p, q2 = q * q, q4 = q2 * q2;
    t->none[0] = 1;
    t->none[1] = q;
    t->none[2] = q2;
    t->none[3] = q2 * q;
    for (size_t n = 4; n <= SMALL_TRIALS; n += 4) {
        for (size_t i = 0; i < 4; i++) {
            t->none[n + i] = t->none[n + i - 4] * q4;
        }
    }
}

/* (1 - p)^n, n p at most SMALL_MEAN */
static inline double
chance_of_none(const trial_t *t, double n)
{
    return n <= SMALL_TRIALS ? t->none[(int) n] : pc_exp(n * pc_log1p(-t->p));
}

/* F(k) >= u for the successes if n - k - 1 failures or fewer have a chance of at most 1
 * - u. So their number is n less the smallest number of failures whose F is above 1 - u,
 * that is, at least the next double. */
static inline double
asked_of(const trial_t *t, double u)
{
    return t->failures ? neighbour(1 - u, 1) : u;
}

/* The number of what is counted, where search_up does not serve. */
static double
special_binomial(const trial_t *t, double n, double u)
{
    u = at_least(u, SMALLEST_U);
    const question_t c = { .n = n,
        .p = t->p,
        .mean = n * t->p,
        .lower = asked_of(t, u),
        .upper = t->failures ? neighbour(u, -1) : 1 - u };
    if (n == 0 || c.mean > SMALL_MEAN) {
        return n == 0 ? 0 : search_large(&c);
    }
    return search_down(&c, chance_of_none(t, n));
}

void
pc_binomial_quantiles(
    size_t num, const double *n, double p, const double *u, double *out)
{
    trial_t t;
    if (p == 0 || p == 1) {
        for (size_t i = 0; i < num; i++) {
            out[i] = p * n[i];
        }
        return;
    }
    make_trial(&t, p);
    const double odds = t.p / (1 - t.p);
    for (size_t first = 0; first < num; first += PC_LANES) {
        const size_t here = num - first < PC_LANES ? num - first : PC_LANES;
        questions_t q;
        int specials = 0;
        for (size_t i = 0; i < PC_LANES; i++) {
            const size_t at = first + (i < here ? i : 0);
            const double lower = asked_of(&t, at_least(u[at], SMALLEST_U));
            const int special = is_special(n[at] * t.p, lower);
            q.u.lane[i] = special ? 0 : lower;
            q.odds.lane[i] = odds;
            q.n.lane[i] = n[at];
            q.first.lane[i] = special ? 0 : chance_of_none(&t, n[at]);
            specials |= special << i;
        }
        search_up(&q, 1);
        for (size_t i = 0; i < here; i++) {
            const size_t at = first + i;
            const double k =
                specials >> i & 1 ? special_binomial(&t, n[at], u[at]) : q.k.lane[i];
            out[at] = t.failures ? n[at] - k : k;
        }
    }
}

double
pc_binomial_quantile(double n, double p, double u)
{
    if (!(n >= 0 && n <= PC_MEAN_MAX && (double) (int64_t) n == n && p >= 0 && p <= 1
            && u > 0 && u < 1)) {
        return NAN;
    }
    double k;
    pc_binomial_quantiles(1, &n, p, &u, &k);
    return k;
}
