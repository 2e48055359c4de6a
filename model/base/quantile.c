#include "base/quantile.h"

#include <math.h>

#include "base/elementary.h"

/* A count law and the question asked of it: the smallest k with F(k) >= lower, which is
 * the same as 1 - F(k) <= upper. Where `strict`, the inequalities are > and <. */
typedef struct {
    double n;     /* trials; 0 for a Poisson law */
    double p;     /* chance of a trial, at most 1/2 */
    double mean;  /* n p, or the Poisson mean */
    double lower; /* u */
    double upper; /* 1 - u */
    int strict;
} question_t;

/* Up to this mean the terms are summed from k = 0. */
#define SMALL_MEAN 128.0
/* Above this u a sum from 0 has lost digits of 1 - F. */
#define HIGH_U 0.99
#define TINY_TERM                                                                       \
    0x1p-70 /* of a sum; what follows such a term is below its last place */
#define SMALLEST_U 1e-100 /* so that no term underflows */
#define TWO_PI 6.283185307179586

/* ---- terms of the laws ---- */

static const double inverse[] = { 0, 1.0 / 1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5,
    1.0 / 6, 1.0 / 7, 1.0 / 8, 1.0 / 9, 1.0 / 10, 1.0 / 11, 1.0 / 12, 1.0 / 13, 1.0 / 14,
    1.0 / 15, 1.0 / 16, 1.0 / 17, 1.0 / 18, 1.0 / 19, 1.0 / 20, 1.0 / 21, 1.0 / 22,
    1.0 / 23, 1.0 / 24, 1.0 / 25, 1.0 / 26, 1.0 / 27, 1.0 / 28, 1.0 / 29, 1.0 / 30,
    1.0 / 31 };
#define NUM_INVERSE (int) (sizeof(inverse) / sizeof(inverse[0]))

/* P(k + 1) / P(k). In the binomial, q = 1 - p is not formed: its rounding would be the
 * same in every factor and add up. */
static double
ratio(const question_t *c, double k)
{
    if (c->n == 0) {
        return c->mean / (k + 1);
    }
    return (c->n - k) * c->p / ((k + 1) - (k + 1) * c->p);
}

/* delta(x) = log(Gamma(x + 1)) - log(sqrt(2 pi x)) - x log x + x, x > 0: Stirling's
 * series, after moving up to where six terms suffice. */
static double
stirling_error(double x)
{
    double sum = 0;
    for (; x < 16; x += 1) {
        sum += (x + 0.5) * pc_log1p(1 / x) - 1;
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

static int
reaches(const question_t *c, double sum)
{
    return c->strict ? sum > c->lower : sum >= c->lower;
}

static int
leaves(const question_t *c, double tail)
{
    return c->strict ? tail < c->upper : tail <= c->upper;
}

/* ---- small means ---- */

/* From k = 0 up, with P(0) = `first`. */
static double
search_up(const question_t *c, double first)
{
    const double trials = c->n == 0 ? 1 : c->n;
    const double step = c->n == 0 ? 0 : 1;
    const double odds = c->n == 0 ? c->mean : c->p / (1 - c->p);
    double p = first, sum = first, left = trials;
    int k = 0;

    while (!reaches(c, sum)) {
        k++;
        p *= left * odds * (k < NUM_INVERSE ? inverse[k] : 1.0 / k);
        left -= step;
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
        p *= ratio(c, k);
        k++;
    }
    while (k > 0 && leaves(c, tail + p)) {
        tail += p;
        k--;
        p /= ratio(c, k);
    }
    return k;
}

static double
search_small(const question_t *c, double first)
{
    return c->lower < HIGH_U ? search_up(c, first) : search_down(c, first);
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
        k--;
        p /= ratio(c, k);
    }
    return sum;
}

/* 1 - F(k) = P(k + 1) + P(k + 2) + ..., for k above the mean or little below it */
static double
sum_above(const question_t *c, double k, double p)
{
    double sum = 0;
    while (c->n == 0 || k < c->n) {
        p *= ratio(c, k);
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
            if (k > 1 && reaches(c, sum)) {
                margin *= 4;
                continue;
            }
            if (k == 1 && reaches(c, sum - p)) {
                return 0;
            }
            while (!reaches(c, sum)) {
                p *= ratio(c, k);
                k++;
                sum += p;
            }
            return k;
        }
        double tail = sum_above(c, k, p);
        if (k < k_max && !leaves(c, tail)) {
            margin *= 4;
            continue;
        }
        if (!leaves(c, tail)) {
            return c->n;
        }
        while (k > 0 && leaves(c, tail + p)) {
            tail += p;
            k--;
            p /= ratio(c, k);
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
    return mean <= SMALL_MEAN ? search_small(&c, pc_exp(-mean)) : search_large(&c);
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
        if (i & 1) {
            result *= power;
        }
        power *= power;
    }
    return result;
}

double
pc_binomial_quantile(double n, double p, double u)
{
    if (!(n >= 0 && n <= PC_MEAN_MAX && p >= 0 && p <= 1 && u > 0 && u < 1)) {
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
        /* Count the failures, whose chance 1 - p is exact. k successes reach u when
         * n - k - 1 failures or fewer have a chance of at most 1 - u, so that the answer
         * is n less the smallest number of failures whose F passes 1 - u. */
        c = (question_t){ .n = n, .p = 1 - p, .lower = 1 - u, .upper = u, .strict = 1 };
    }
    c.mean = c.n * c.p;
    const double k = c.mean <= SMALL_MEAN ? search_small(&c, chance_of_none(n, c.p))
                                          : search_large(&c);
    return p > 0.5 ? n - k : k;
}

/* ---- normal ---- */

static double
polynomial(const double *c, double x)
{
    double y = c[7];
    for (int i = 6; i >= 0; i--) {
        y = y * x + c[i];
    }
    return y;
}

/* Algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37, 477-484). */
double
pc_normal_quantile(double u)
{
    static const double centre[2][8] = {
        { 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
            1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
            3.3430575583588128105e4, 2.5090809287301226727e3 },
        { 1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
            2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
            5.2264952788528545610e3 },
    };
    static const double middle[2][8] = {
        { 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
            3.64784832476320460504e0, 1.27045825245236838258e0,
            2.41780725177450611770e-1, 2.27238449892691845833e-2,
            7.74545014278341407640e-4 },
        { 1, 2.05319162663775882187e0, 1.67638483018380384940e0,
            6.89767334985100004550e-1, 1.48103976427480074590e-1,
            1.51986665636164571966e-2, 5.47593808499534494600e-4,
            1.05075007164441684324e-9 },
    };
    static const double tail[2][8] = {
        { 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
            2.96560571828504891230e-1, 2.65321895265761230930e-2,
            1.24266094738807843860e-3, 2.71155556874348757815e-5,
            2.01033439929228813265e-7 },
        { 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
            1.48753612908506148525e-2, 7.86869131145613259100e-4,
            1.84631831751005468180e-5, 1.42151175831644588870e-7,
            2.04426310338993978564e-15 },
    };
    if (!(u > 0 && u < 1)) {
        return NAN;
    }
    const double q = u - 0.5;
    if (fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(centre[0], r) / polynomial(centre[1], r);
    }
    const double r = sqrt(-pc_log(q < 0 ? u : 1 - u));
    const double z =
        r <= 5 ? polynomial(middle[0], r - 1.6) / polynomial(middle[1], r - 1.6)
               : polynomial(tail[0], r - 5) / polynomial(tail[1], r - 5);
    return q < 0 ? -z : z;
}

/* ---- gamma ---- */

/* P(a, x) = D (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...), D = x^a e^-x / Gamma(a + 1); for x
 * < a + 1 */
static double
gamma_series(double a, double x, double factor)
{
    double sum = 1, next = 1;
    for (double i = 1; next > 0x1p-56 * sum; i++) {
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
    for (double i = 1; i < 1e6; i++) {
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

/* Newton's method on the logarithm of the smaller tail as a function of t = log x, which
 * is concave; a bracket catches what concavity does not promise. */
double
pc_gamma_quantile(double shape, double u)
{
    if (!(shape > 0 && shape <= PC_MEAN_MAX && u > 0 && u < 1)) {
        return NAN;
    }
    const double a = shape;
    const int low = u <= 0.5;
    const double target = pc_log(low ? u : 1 - u);
    const double constant = stirling_error(a) + 0.5 * pc_log(TWO_PI * a);

    /* For x near 0, P(a, x) = x^a / Gamma(a + 1); above, the form of Wilson and Hilferty
     * (1931). */
    const double t_small = (pc_log(u) + constant + a * pc_log(a) - a) / a;
    if (t_small < -40) {
        return pc_exp(t_small);
    }
    const double cube = 1 - 1 / (9 * a) + pc_normal_quantile(u) / (3 * sqrt(a));
    double t = cube > 0.3 && a > 0.3 ? pc_log(a) + 3 * pc_log(cube) : t_small;
    if (!low && t > pc_log(a + 45)) {
        t = pc_log(a + 45);
    }
    double t_low = -800, t_high = 30;

    for (int i = 0; i < 200; i++) {
        const double x = pc_exp(t);
        const double factor = pc_exp(-constant - deviance(a, x, 0));
        double below = x < a + 1 ? gamma_series(a, x, factor) : 0;
        const double above = x < a + 1 ? 1 - below : gamma_fraction(a, x, factor);
        below = x < a + 1 ? below : 1 - above;
        const double value =
            (low ? pc_log(below) : -pc_log(above)) - (low ? target : -target);
        const double slope = a * factor / (low ? below : above);
        if (value < 0) {
            t_low = t;
        } else {
            t_high = t;
        }
        double next = t - value / slope;
        const double change = fabs(next - t);
        if (!(next >= t_low && next <= t_high)) {
            next = 0.5 * (t_low + t_high);
        } else if (change < 1e-8) {
            return pc_exp(next);
        }
        if (t_high - t_low < 1e-15 * (1 + fabs(t))) {
            return pc_exp(next);
        }
        t = next;
    }
    return pc_exp(t);
}
