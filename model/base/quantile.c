#include "base/quantile.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/elementary.h"

/* A count law and the question asked of it: the smallest k with F(k) >= lower, which is
 * the same as 1 - F(k) <= upper. Where `strict`, the inequalities are > and <. */
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
#define TWO_PI 6.283185307179586

/* ---- terms of the laws ---- */

/* 1/(k+1), 1/((k+1)(k+2)), ... for four terms at once */
#define FOUR(k)                                                                         \
    {                                                                                   \
        1.0 / ((k) + 1.0), 1.0 / (((k) + 1.0) * ((k) + 2.0)),                           \
            1.0 / (((k) + 1.0) * ((k) + 2.0) * ((k) + 3.0)),                            \
            1.0 / (((k) + 1.0) * ((k) + 2.0) * ((k) + 3.0) * ((k) + 4.0))               \
    }
#define SIXTEEN(k) FOUR(k), FOUR((k) + 4), FOUR((k) + 8), FOUR((k) + 12)
#define SIXTY_FOUR(k) SIXTEEN(k), SIXTEEN((k) + 16), SIXTEEN((k) + 32), SIXTEEN((k) + 48)
static const double fours[][4] = { SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128),
    SIXTY_FOUR(192), SIXTY_FOUR(256) };
#define NUM_FOURS (int) (sizeof(fours) / sizeof(fours[0]))

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

/* delta(x) = log(Gamma(x + 1)) - log(sqrt(2 pi x)) - x log x + x, x > 0: Stirling's
 * series, after moving up to where six terms suffice. */
static double
stirling_error(double x)
{
    double sum = 0;
    while (x < 16) {
        sum += (x + 0.5) * pc_log1p(1 / x) - 1;
        x++;
    }
    const double z = 1 / (x * x);
    return sum
           + (1.0 / 12
                 - z
                       * (1.0 / 360
                           - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188)))))
                 / x;
}

/* x log(x / m) + m - x for m = mean + mean_low: how far x is from the mean, in log
 * likelihood. */
static double
deviance(double x, double mean, double mean_low)
{
    const double shift = mean_low * (1 - x / mean);
    const double d = x - mean;
    if (fabs(d) > 0.1 * (x + mean)) {
        return x * pc_log(x / mean) - d + shift;
    }
    /* With v = d / (x + m), log(x / m) = 2 v (1 + v^2/3 + ...), and the first terms
     * cancel. */
    const double v = d / (x + mean);
    const double v2 = v * v;
    double power = 2 * x * v * v2;
    double sum = d * v + power / 3;
    for (int i = 5; i < 40; i += 2) {
        power *= v2;
        const double next = sum + power / i;
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum + shift;
}

/* P(k) for 1 <= k, and k <= n - 1, by the saddle-point form (Loader 2000). */
static double
term(const question_t *c, double k)
{
    if (c->n == 0) {
        return pc_exp(-stirling_error(k) - deviance(k, c->mean, 0)) / sqrt(TWO_PI * k);
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
    const double exponent = stirling_error(c->n) - stirling_error(k)
                            - stirling_error(rest) - deviance(k, c->mean, low)
                            - deviance(rest, others, others_low);
    return pc_exp(exponent) * sqrt(c->n / (TWO_PI * k * rest));
}

/* ---- small means ---- */

/* From k = 0 up, four terms at a time: the hot path of the model. */
static double
search_poisson_up(double mean, double first, double u)
{
    const double mean2 = mean * mean, mean3 = mean2 * mean, mean4 = mean2 * mean2;
    double p = first, before = 0;

    for (int i = 0; i < NUM_FOURS; i++) {
        const double p1 = p * (mean * fours[i][0]);
        const double p2 = p * (mean2 * fours[i][1]);
        const double p3 = p * (mean3 * fours[i][2]);
        const double sum = before + ((p + p1) + (p2 + p3));
        if (sum >= u) {
            const double sum0 = before + p, sum1 = sum0 + p1, sum2 = sum1 + p2;
            return 4 * i + (sum0 < u) + (sum1 < u) + (sum2 < u);
        }
        before = sum;
        p *= mean4 * fours[i][3];
    }
    int k = 4 * NUM_FOURS;
    double sum = before + p;
    while (sum < u) {
        k++;
        p *= mean / k;
        sum += p;
    }
    return k;
}

static double
search_binomial_up(const question_t *c, double first)
{
    const double odds = c->p / (1 - c->p), u = c->lower;
    const double odds2 = odds * odds, odds3 = odds2 * odds, odds4 = odds2 * odds2;
    double p = first, before = 0, left = c->n;

    for (int i = 0; i < NUM_FOURS; i++) {
        /* past n a factor is 0 and stays in the later products */
        const double left2 = left * (left - 1);
        const double left3 = left2 * (left - 2),
                     left4 = left2 * ((left - 2) * (left - 3));
        const double p1 = p * (left * odds * fours[i][0]);
        const double p2 = p * (left2 * odds2 * fours[i][1]);
        const double p3 = p * (left3 * odds3 * fours[i][2]);
        const double sum = before + ((p + p1) + (p2 + p3));
        if (sum >= u) {
            const double sum0 = before + p, sum1 = sum0 + p1, sum2 = sum1 + p2;
            return 4 * i + (sum0 < u) + (sum1 < u) + (sum2 < u);
        }
        before = sum;
        p *= left4 * odds4 * fours[i][3];
        left -= 4;
    }
    int k = 4 * NUM_FOURS;
    double sum = before + p;
    while (sum < u) {
        k++;
        p *= left * odds / k;
        left--;
        sum += p;
    }
    return k;
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

double
pc_poisson_quantile(double mean, double u)
{
    if (!(mean >= 0 && mean <= PC_MEAN_MAX && u > 0 && u < 1)) {
        return NAN;
    }
    u = u < SMALLEST_U ? SMALLEST_U : u;
    const question_t c = { .mean = mean, .lower = u, .upper = 1 - u };
    if (mean > SMALL_MEAN) {
        return search_large(&c);
    }
    const double first = pc_exp(-mean);
    return u < HIGH_U ? search_poisson_up(mean, first, u) : search_down(&c, first);
}

/* (1 - p)^n, p <= 1/2, n p at most SMALL_MEAN */
static double
chance_of_none(double n, double p)
{
    if (n > 64) {
        return pc_exp(n * pc_log1p(-p));
    }
    double result = 1, power = 1 - p;
    for (unsigned i = (unsigned) n; i > 0; i >>= 1) {
        result *= i & 1 ? power : 1;
        power *= power;
    }
    return result;
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

double
pc_binomial_quantile(double n, double p, double u)
{
    if (!(n >= 0 && n <= PC_MEAN_MAX && (double) (int64_t) n == n && p >= 0 && p <= 1
            && u > 0 && u < 1)) {
        return NAN;
    }
    if (n == 0 || p == 0) {
        return 0;
    }
    if (p == 1) {
        return n;
    }
    u = u < SMALLEST_U ? SMALLEST_U : u;
    question_t c = { .n = n, .p = p, .lower = u, .upper = 1 - u };
    if (p > 0.5) {
        /* Count the failures, whose chance 1 - p is exact. F(k) >= u if n - k - 1
         * failures or fewer have a chance of at most 1 - u. So the answer is n less the
         * smallest number of failures whose F is above 1 - u, that is, at least the next
         * double. */
        c.p = 1 - p;
        c.lower = neighbour(1 - u, 1);
        c.upper = neighbour(u, -1);
    }
    c.mean = c.n * c.p;
    double k = 0;
    if (c.mean > SMALL_MEAN) {
        k = search_large(&c);
    } else {
        const double first = chance_of_none(n, c.p);
        k = c.lower < HIGH_U ? search_binomial_up(&c, first) : search_down(&c, first);
    }
    return p > 0.5 ? n - k : k;
}

/* ---- gamma ---- */

/* P(a, x) = D (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...), D = x^a e^-x / Gamma(a + 1); for x
 * < a + 1 */
static double
gamma_series(double a, double x, double factor)
{
    double sum = 1, next = 1;
    for (int i = 1; next > 0x1p-56 * sum; i++) {
        next *= x / (a + i);
        sum += next;
    }
    return factor * sum;
}

/* Q(a, x) = D a / (x + 1 - a - 1 (1 - a)/(x + 3 - a - ...)), by Lentz's method; for x >=
 * a + 1 */
static double
gamma_fraction(double a, double x, double factor)
{
    double b = x + 1 - a;
    double c = INFINITY, d = 1 / b, h = d;
    for (int i = 1; i < 1000000; i++) {
        const double numerator = -i * (i - a);
        b += 2;
        d = 1 / (numerator * d + b);
        c = b + numerator / c;
        h *= d * c;
        if (fabs(d * c - 1) < 0x1p-52) {
            break;
        }
    }
    return factor * a * h;
}

/* Where Newton's method starts, in t = log x: near 0, P(a, x) = x^a / Gamma(a + 1), else
 * the form of Wilson and Hilferty (1931). *t_small is the former. */
static double
gamma_start(double a, double u, double log_scale, double *t_small)
{
    *t_small = (pc_log(u) + log_scale + a * pc_log(a) - a) / a;
    const double cube = 1 - 1 / (9 * a) + pc_normal_quantile(u) / (3 * sqrt(a));
    const double t = cube > 0.3 && a > 0.3 ? pc_log(a) + 3 * pc_log(cube) : *t_small;
    const double t_max = pc_log(a + 45);
    return u > 0.5 && t > t_max ? t_max : t;
}

/* Newton's method on the logarithm of the smaller tail, a concave function of t = log x;
 * a bracket catches what concavity does not promise. */
double
pc_gamma_quantile(double shape, double u)
{
    if (!(shape > 0 && shape <= PC_MEAN_MAX && u > 0 && u < 1)) {
        return NAN;
    }
    const double a = shape;
    const int low = u <= 0.5;
    const double target = pc_log(low ? u : 1 - u);
    const double log_scale = stirling_error(a) + 0.5 * pc_log(TWO_PI * a);
    double t_small, t_low = -800, t_high = 30;
    double t = gamma_start(a, u, log_scale, &t_small);
    if (t_small < -40) {
        return pc_exp(t_small); /* what is left out is 1e-17 of it */
    }
    for (int i = 0; i < 200 && t_high - t_low > 1e-15; i++) {
        const double x = pc_exp(t);
        const double factor = pc_exp(-log_scale - deviance(a, x, 0));
        const int series = x < a + 1;
        const double part =
            series ? gamma_series(a, x, factor) : gamma_fraction(a, x, factor);
        const double tail = low == series ? part : 1 - part;
        /* positive where x is too large */
        const double excess = low ? pc_log(tail) - target : target - pc_log(tail);
        if (excess < 0) {
            t_low = t;
        } else {
            t_high = t;
        }
        const double next = t - excess * tail / (a * factor);
        if (!(next >= t_low && next <= t_high)) {
            t = 0.5 * (t_low + t_high);
        } else if (fabs(next - t) < 1e-8) {
            return pc_exp(next); /* each step squares the error */
        } else {
            t = next;
        }
    }
    return pc_exp(t);
}
