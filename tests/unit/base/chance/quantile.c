#include <math.h>
#include <string.h>
#include <stdint.h>

#include <gsl/gsl_cdf.h>

#include "base/chance/quantile.h"
#include "base/chance/rng.h"
#include "tests/unit/testlib.h"

/* GSL's distribution functions are the oracle: F(k) >= u and F(k - 1) < u, in the upper
 * half of the law by the upper tail, which keeps its digits there. `slack` is the
 * oracle's own error. GSL is no oracle at large means: at 1e6 its F is wrong in the
 * second digit (0.175 for 0.170). */

static void
keyed(uint32_t i, double u[2])
{
    const pc_stream_t stream = { .seed = 99 };
    pc_uniforms(&stream, PC_PROCESS_TESTS, i & PC_ENTITY_MAX, 0, i >> 20, u);
}

static const double places[] = { 0x1p-53, 1e-12, 1e-6, 0.001, 0.1, 0.3, 0.5, 0.6321, 0.9,
    0.9989, 0.9991, 1 - 1e-6, 1 - 1e-12, 1 - 0x1p-53 };
#define NUM_PLACES (sizeof(places) / sizeof(places[0]))

static int
is_poisson_quantile(double k, double mean, double u, double slack)
{
    const unsigned i = (unsigned) k;
    if (!(k >= 0) || k != floor(k)) {
        return 0;
    }
    if (u <= 0.5) {
        return gsl_cdf_poisson_P(i, mean) >= u * (1 - slack)
               && (i == 0 || gsl_cdf_poisson_P(i - 1, mean) < u * (1 + slack));
    }
    const double v = 1 - u;
    return gsl_cdf_poisson_Q(i, mean) <= v * (1 + slack)
           && (i == 0 || gsl_cdf_poisson_Q(i - 1, mean) > v * (1 - slack));
}

static void
test_poisson_against_oracle(void)
{
    static const struct {
        double mean, slack;
    } cases[] = {
        { 1e-300, 1e-12 },
        { 1e-9, 1e-12 },
        { 0.1, 1e-12 },
        { 1, 1e-12 },
        { 6, 1e-12 },
        { 10, 1e-12 },
        { 29.7, 1e-12 },
        { 255.9, 1e-12 },
        { 256, 1e-12 },
        { 256.1, 1e-12 },
        { 500, 1e-12 },
        { 3000, 1e-12 },
        { 1e5, 5e-12 },
    };
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        const double mean = cases[c].mean;
        for (size_t i = 0; i < NUM_PLACES; i++) {
            const double k = pc_poisson_quantile(mean, places[i]);
            CU_ASSERT(is_poisson_quantile(k, mean, places[i], cases[c].slack));
        }
        for (uint32_t i = 0; i < (mean < 1e5 ? 1000 : 20); i++) {
            double u[2];
            keyed(i, u);
            CU_ASSERT(is_poisson_quantile(
                pc_poisson_quantile(mean, u[0]), mean, u[0], cases[c].slack));
        }
    }
}

static int
is_binomial_quantile(double k, double n, double p, double u, double slack)
{
    const unsigned i = (unsigned) k;
    const unsigned trials = (unsigned) n;
    if (!(k >= 0 && k <= n) || k != floor(k)) {
        return 0;
    }
    if (u <= 0.5) {
        return gsl_cdf_binomial_P(i, p, trials) >= u * (1 - slack)
               && (i == 0 || gsl_cdf_binomial_P(i - 1, p, trials) < u * (1 + slack));
    }
    const double v = 1 - u;
    return gsl_cdf_binomial_Q(i, p, trials) <= v * (1 + slack)
           && (i == 0 || gsl_cdf_binomial_Q(i - 1, p, trials) > v * (1 - slack));
}

static void
test_binomial_against_oracle(void)
{
    static const double ns[] = { 1, 2, 7, 64, 65, 300, 3000, 1e5 };
    static const double ps[] = { 1e-9, 0.001, 0.3, 0.45, 0.5, 0.500001, 0.7, 0.999 };
    for (size_t a = 0; a < sizeof(ns) / sizeof(ns[0]); a++) {
        for (size_t b = 0; b < sizeof(ps) / sizeof(ps[0]); b++) {
            const double slack = ns[a] > 1e4 ? 2e-10 : 1e-12;
            int bad = 0;
            for (size_t i = 0; i < NUM_PLACES; i++) {
                const double k = pc_binomial_quantile(ns[a], ps[b], places[i]);
                bad += !is_binomial_quantile(k, ns[a], ps[b], places[i], slack);
            }
            for (uint32_t i = 0; i < 200; i++) {
                double u[2];
                keyed(i, u);
                const double k = pc_binomial_quantile(ns[a], ps[b], u[0]);
                bad += !is_binomial_quantile(k, ns[a], ps[b], u[0], slack);
            }
            CU_ASSERT_EQUAL(bad, 0);
        }
    }
}

/* At large means the oracle is a plain sum in long double, from the law's own recurrence
 * and lgammal at the start: F(k) for the smaller tail. n = 0 stands for the Poisson law.
 */
static long double
long_tail(double n, long double p, double k, int upper)
{
    const long double mean = n == 0 ? p : n * p;
    long double x = upper ? k + 1 : k;
    long double at = n == 0 ? x * logl(mean) - mean - lgammal(x + 1)
                            : lgammal(n + 1.0L) - lgammal(x + 1) - lgammal(n - x + 1)
                                  + x * logl(p) + (n - x) * log1pl(-p);
    long double term = expl(at), sum = 0;
    while (term > 1e-24L * sum) {
        sum += term;
        if (upper) {
            term *= n == 0 ? p / (x + 1) : (n - x) * p / ((x + 1) * (1 - p));
            x++;
        } else {
            term *= n == 0 ? x / p : x * (1 - p) / ((n - x + 1) * p);
            x--;
        }
    }
    return sum;
}

static int
is_large_quantile(double k, double n, double p, double u, long double slack)
{
    const long double v = u <= 0.5 ? u : 1 - u;
    const long double here = long_tail(n, p, k, u > 0.5);
    const long double before = long_tail(n, p, k - 1, u > 0.5);
    return u <= 0.5 ? here >= v * (1 - slack) && before < v * (1 + slack)
                    : here <= v * (1 + slack) && before > v * (1 - slack);
}

/* lgammal carries the slack: its last digit, 2^-64 of 2e10, is 1e-9 of the result. */
static void
test_large_means(void)
{
    static const double us[] = { 0x1p-53, 1e-12, 1e-4, 0.1, 0.5, 0.501, 0.9, 1 - 1e-12 };
    for (size_t i = 0; i < sizeof(us) / sizeof(us[0]); i++) {
        CU_ASSERT(
            is_large_quantile(pc_poisson_quantile(1e6, us[i]), 0, 1e6, us[i], 1e-11L));
        CU_ASSERT(
            is_large_quantile(pc_poisson_quantile(1e9, us[i]), 0, 1e9, us[i], 1e-8L));
        CU_ASSERT(is_large_quantile(
            pc_binomial_quantile(1e6, 0.3, us[i]), 1e6, 0.3, us[i], 1e-11L));
        CU_ASSERT(is_large_quantile(
            pc_binomial_quantile(1e9, 0.45, us[i]), 1e9, 0.45, us[i], 1e-8L));
        CU_ASSERT(is_large_quantile(
            pc_binomial_quantile(1e9, 0.75, us[i]), 1e9, 0.75, us[i], 1e-8L));
    }
}

static void
test_limits(void)
{
    for (size_t i = 0; i < NUM_PLACES; i++) {
        const double u = places[i];
        CU_ASSERT_EQUAL(pc_poisson_quantile(0, u), 0);
        CU_ASSERT_EQUAL(pc_binomial_quantile(0, 0.5, u), 0);
        CU_ASSERT_EQUAL(pc_binomial_quantile(12, 0, u), 0);
        CU_ASSERT_EQUAL(pc_binomial_quantile(12, 1, u), 12);
        CU_ASSERT_EQUAL(pc_binomial_quantile(1e9, 1, u), 1e9);
        CU_ASSERT_EQUAL(pc_binomial_quantile(1, 0.25, u), u > 0.75);
        CU_ASSERT_EQUAL(pc_binomial_quantile(1, 0.75, u), u > 0.25);
        CU_ASSERT_EQUAL(pc_poisson_quantile(0x1p-60, u), 0);
    }
    /* F(k) = u exactly: the smallest such k, from either side of p = 1/2 */
    CU_ASSERT_EQUAL(pc_binomial_quantile(1, 0.25, 0.75), 0);
    CU_ASSERT_EQUAL(pc_binomial_quantile(1, 0.75, 0.25), 0);
    CU_ASSERT_EQUAL(pc_binomial_quantile(2, 0.5, 0.25), 0);
    CU_ASSERT_EQUAL(pc_binomial_quantile(2, 0.5, 0.75), 1);
    /* far below what the keyed uniforms reach */
    CU_ASSERT_EQUAL(pc_poisson_quantile(200, 1e-100), 0);
    CU_ASSERT(isnan(pc_poisson_quantile(-1, 0.5)));
    CU_ASSERT(isnan(pc_poisson_quantile(NAN, 0.5)));
    CU_ASSERT(isnan(pc_poisson_quantile(2 * PC_MEAN_MAX, 0.5)));
    CU_ASSERT(isnan(pc_binomial_quantile(10, 1.01, 0.5)));
    CU_ASSERT(isnan(pc_binomial_quantile(10, NAN, 0.5)));
    CU_ASSERT(isnan(pc_binomial_quantile(10.5, 0.5, 0.5)));
}

/* Two close means, n or p under one key: the larger one never gives fewer. */
static void
test_monotone(void)
{
    enum { n = 300000 };
    int falls = 0, jumps = 0;
    for (uint32_t i = 0; i < n; i++) {
        double u[2], w[2];
        keyed(i, u);
        keyed(i + n, w);
        const double mean = i % 100 == 0 ? 250 + 12 * u[1] : 40 * u[1] * u[1];
        const double near = mean * (1 + (i % 2 == 0 ? 0.02 : 1e-9) * w[0]);
        falls += pc_poisson_quantile(near, u[0]) < pc_poisson_quantile(mean, u[0]);

        const double trials = floor(i % 100 == 0 ? 500 * w[1] : 60 * w[1] * w[1]);
        const double p = u[1];
        const double k = pc_binomial_quantile(trials, p, u[0]);
        const double more = pc_binomial_quantile(trials + 1, p, u[0]);
        falls += pc_binomial_quantile(trials, p + (1 - p) * 0.01 * w[0], u[0]) < k;
        jumps += more != k && more != k + 1;
    }
    CU_ASSERT_EQUAL(falls, 0);
    CU_ASSERT_EQUAL(jumps, 0);
}

/* A midpoint rule of uniforms gives back mean and variance; a wrong tail or a shifted
 * count shows at once. */
static void
test_moments(void)
{
    enum { n = 100000 };
    double sum[2] = { 0 }, squares[2] = { 0 };
    for (int i = 0; i < n; i++) {
        const double u = (i + 0.5) / n;
        const double k[2] = { pc_poisson_quantile(7.3, u),
            pc_binomial_quantile(23, 0.61, u) };
        for (int j = 0; j < 2; j++) {
            sum[j] += k[j];
            squares[j] += k[j] * k[j];
        }
    }
    const double mean[2] = { sum[0] / n, sum[1] / n };
    CU_ASSERT_DOUBLE_EQUAL(mean[0], 7.3, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(mean[1], 23 * 0.61, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(squares[0] / n - mean[0] * mean[0], 7.3, 1e-2);
    CU_ASSERT_DOUBLE_EQUAL(squares[1] / n - mean[1] * mean[1], 23 * 0.61 * 0.39, 1e-2);
}

static void
test_normal(void)
{
    double worst = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        double u[2];
        keyed(i, u);
        const double x = u[0] < 0.5 ? ldexp(u[0], -(int) (i % 300)) : u[0];
        const double z = pc_normal_quantile(x);
        /* one Newton step in long double shows the error */
        const long double tail =
            x < 0.5 ? erfcl(-z / sqrtl(2)) / 2 : erfcl(z / sqrtl(2)) / 2;
        const long double gap = x < 0.5 ? tail - x : (1 - x) - tail;
        const long double density = expl(-0.5L * z * z) / sqrtl(2 * acosl(-1));
        worst = fmax(worst, (double) fabsl(gap / density) / fmax(fabs(z), 1e-3));
    }
    CU_ASSERT(worst < 1e-15);
    CU_ASSERT_EQUAL(pc_normal_quantile(0.5), 0);
    CU_ASSERT_EQUAL(pc_normal_quantile(0.0625), -pc_normal_quantile(0.9375));
    CU_ASSERT(isnan(pc_normal_quantile(0)));
    CU_ASSERT(isnan(pc_normal_quantile(1)));
}

/* The relative error of x is the relative error of the smaller tail over its slope in
 * log x. */
static double
gamma_error(double shape, double u)
{
    const double x = pc_gamma_quantile(shape, u);
    const double gap = u <= 0.5 ? gsl_cdf_gamma_P(x, shape, 1) - u
                                : (1 - u) - gsl_cdf_gamma_Q(x, shape, 1);
    const double log_slope = shape * log(x) - x - lgamma(shape);
    return fabs(gap) / exp(log_slope);
}

static void
test_gamma(void)
{
    static const double shapes[] = { 0.01, 0.1, 0.5, 1, 2.5, 10, 20, 400, 1e4 };
    double worst = 0;
    for (size_t s = 0; s < sizeof(shapes) / sizeof(shapes[0]); s++) {
        double before = 0;
        for (size_t i = 0; i < NUM_PLACES; i++) {
            const double x = pc_gamma_quantile(shapes[s], places[i]);
            CU_ASSERT(x >= before && isfinite(x));
            before = x;
            if (x > 1e-300) {
                const double error = gamma_error(shapes[s], places[i]);
                worst = fmax(worst, error);
            }
        }
        for (uint32_t i = 0; i < 200; i++) {
            double u[2];
            keyed(i, u);
            if (pc_gamma_quantile(shapes[s], u[0]) > 1e-300) {
                worst = fmax(worst, gamma_error(shapes[s], u[0]));
            }
        }
    }
    CU_ASSERT(worst < 1e-10);
    /* a whole shape: P(a, x) is the chance of a or more in a Poisson law of mean x */
    for (size_t i = 0; i < NUM_PLACES; i++) {
        const double u = places[i];
        const double x = pc_gamma_quantile(1e6, u);
        const long double tail = long_tail(0, x, 1e6 - 1, u <= 0.5);
        const long double gap = u <= 0.5 ? tail - u : (1 - u) - tail;
        CU_ASSERT(fabsl(gap) < 1e-11L * fmin(u, 1 - u) * 1e3L);
    }
    /* closed form: shape 1 is the exponential law */
    CU_ASSERT_DOUBLE_EQUAL(pc_gamma_quantile(1, 0.5), 0.6931471805599453, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(pc_gamma_quantile(1, 1 - 0x1p-53), 36.7368005696771, 1e-9);
    CU_ASSERT(isnan(pc_gamma_quantile(0, 0.5)));
}

/* Reference values: series of positive terms with 40 digits. */
static void
test_gamma_of_large_shape(void)
{
    static const struct {
        double shape, u, x;
    } cases[] = {
        { 0.2, 0.765, 0.20087676580353038 },
        { 39810.7, 0.168, 39618.712127590740 },
        { 1e5, 0.9, 100405.47571024523 },
        { 1e6, 0.25, 999325.32868458719 },
        { 1e10, 0.1, 9999871845.0575723 },
    };
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        CU_ASSERT_DOUBLE_EQUAL(pc_gamma_quantile(cases[k].shape, cases[k].u), cases[k].x,
            1e-12 * cases[k].x);
    }
    /* the two ways meet at PC_MEAN_MAX */
    for (size_t i = 0; i < NUM_PLACES; i++) {
        const double low = pc_gamma_quantile(PC_MEAN_MAX, places[i]);
        const double high = pc_gamma_quantile(PC_MEAN_MAX * (1 + 1e-12), places[i]);
        CU_ASSERT(high > low && high - low < 2e-12 * low);
    }
    /* the limit of mean 1 is 1 */
    CU_ASSERT_DOUBLE_EQUAL(pc_gamma_quantile(1e15, 0.9) / 1e15, 1 + 4.0526e-8, 1e-11);
    CU_ASSERT_EQUAL(pc_gamma_quantile(PC_SHAPE_MAX, 0.9), PC_SHAPE_MAX);
    CU_ASSERT(isnan(pc_gamma_quantile(INFINITY, 0.5)));
    CU_ASSERT(isnan(pc_gamma_quantile(NAN, 0.5)));
}

/* Counts found side by side are those found one at a time, whatever stands beside them:
 * small, large and no means, both tails. */
static void
test_many(void)
{
    static const double means[] = { 3, 0, 256, 1e-9, 257, 40, 1e6, 12.5, 0.7, 255.9, 1 };
    static const double us[] = { 0.5, 0.9999, 1e-120, 0.998, 0.2, 1 - 0x1p-53, 0.03 };
    static const double ps[] = { 0, 1e-12, 0.3, 0.5, 0.50001, 0.999, 1 };
    enum { NUM = 77 };
    double mean[NUM], n[NUM], u[NUM], k[NUM];
    for (size_t i = 0; i < NUM; i++) {
        mean[i] = means[i % 11];
        n[i] = floor(3 * means[i % 11]);
        u[i] = us[i % 7];
    }
    for (size_t num = 1; num <= NUM; num++) {
        pc_poisson_quantiles(num, mean, u, k);
        for (size_t i = 0; i < num; i++) {
            CU_ASSERT(k[i] == pc_poisson_quantile(mean[i], u[i]));
        }
    }
    for (size_t j = 0; j < 7; j++) {
        pc_binomial_quantiles(NUM, n, ps[j], u, k);
        for (size_t i = 0; i < NUM; i++) {
            CU_ASSERT(k[i] == pc_binomial_quantile(n[i], ps[j], u[i]));
        }
        memcpy(mean, n, sizeof(n));
        pc_binomial_quantiles(NUM, mean, ps[j], u, mean); /* in place */
        CU_ASSERT(memcmp(mean, k, sizeof(k)) == 0);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "poisson_against_oracle", test_poisson_against_oracle },
        { "binomial_against_oracle", test_binomial_against_oracle },
        { "large_means", test_large_means },
        { "limits", test_limits },
        { "many", test_many },
        { "monotone", test_monotone },
        { "moments", test_moments },
        { "normal", test_normal },
        { "gamma", test_gamma },
        { "gamma_of_large_shape", test_gamma_of_large_shape },
        CU_TEST_INFO_NULL,
    };
    return test_main("quantile", tests, argc, argv);
}
