/* estimators.c - the estimators against functions whose indices are known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_qrng.h>
#include <gsl/gsl_rng.h>

#include "analysis/sensitivity/sensitivity.h"
#include "tests/unit/testlib.h"

static const double pi = 3.14159265358979323846;
static const pc_resampling_t usual = { 1, 1000, 0.95 };

typedef double (*function_t)(const double *x);

/* Outputs of a saltelli design on the unit cube; group[a] is the factor of input a. */
static double *
saltelli(
    function_t f, size_t inputs, const size_t *group, size_t factors, size_t num_bases)
{
    double *y = calloc(num_bases * (factors + 2), sizeof(double)), u[40], x[20];
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned) (2 * inputs));
    CU_ASSERT_FATAL(y != NULL && q != NULL);
    for (size_t b = 0; b < num_bases; b++) {
        gsl_qrng_get(q, u);
        for (size_t row = 0; row < factors + 2; row++) {
            for (size_t a = 0; a < inputs; a++) {
                const size_t own = group != NULL ? group[a] : a;
                x[a] = u[row == factors + 1 || row == own + 1 ? inputs + a : a];
            }
            y[b * (factors + 2) + row] = f(x);
        }
    }
    gsl_qrng_free(q);
    return y;
}

static int
covers(const pc_estimate_t *e, double truth)
{
    return e->low <= truth && truth <= e->high && e->low <= e->value
           && e->value <= e->high;
}

/* Ishigami and Homma 1990: sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi). */
static double
ishigami(const double *u)
{
    const double x1 = pi * (2 * u[0] - 1), x2 = pi * (2 * u[1] - 1),
                 x3 = pi * (2 * u[2] - 1);
    return sin(x1) + 7 * sin(x2) * sin(x2) + 0.1 * pow(x3, 4) * sin(x1);
}

static void
test_ishigami(void)
{
    const double a = 7, b = 0.1, p4 = pow(pi, 4), p8 = p4 * p4;
    const double v1 = pow(1 + b * p4 / 5, 2) / 2, v2 = a * a / 8,
                 v13 = b * b * p8 * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
    const double first[3] = { v1 / v, v2 / v, 0 },
                 total[3] = { (v1 + v13) / v, v2 / v, v13 / v };
    double *y = saltelli(ishigami, 3, NULL, 3, 2048);
    pc_sobol_t s;
    CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&s, y, 2048, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(s.state, PC_SENSITIVITY_OK);
    CU_ASSERT_EQUAL(s.used, 2048);
    CU_ASSERT_DOUBLE_EQUAL(s.variance, v, 0.02 * v);
    CU_ASSERT_DOUBLE_EQUAL(s.mean, a / 2, 0.05);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT(covers(&s.first[i], first[i]));
        CU_ASSERT(covers(&s.total[i], total[i]));
        CU_ASSERT(s.first[i].high - s.first[i].low < 0.25);
        CU_ASSERT(s.total[i].high - s.total[i].low < 0.15);
        CU_ASSERT_DOUBLE_EQUAL(s.first[i].value, first[i], 0.02);
        CU_ASSERT_DOUBLE_EQUAL(s.total[i].value, total[i], 0.02);
    }
    pc_sobol_free(&s);
    free(y);
}

/* Sobol's G-function: product of (|4x - 2| + a) / (1 + a). */
static const double g_a[8] = { 0, 1, 4.5, 9, 99, 99, 99, 99 };

static double
g_function(const double *x)
{
    double product = 1;
    for (int i = 0; i < 8; i++) {
        product *= (fabs(4 * x[i] - 2) + g_a[i]) / (1 + g_a[i]);
    }
    return product;
}

static void
test_g_function(void)
{
    double partial[8], v = 1;
    for (int i = 0; i < 8; i++) {
        partial[i] = 1.0 / 3 / pow(1 + g_a[i], 2);
        v *= 1 + partial[i];
    }
    v -= 1;
    double *y = saltelli(g_function, 8, NULL, 8, 4096);
    pc_sobol_t s;
    CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&s, y, 4096, 8, &usual), PC_OK);
    for (int i = 0; i < 8; i++) {
        const double total = partial[i] * (v + 1) / (1 + partial[i]) / v;
        CU_ASSERT(covers(&s.first[i], partial[i] / v));
        CU_ASSERT(covers(&s.total[i], total));
        CU_ASSERT_DOUBLE_EQUAL(s.first[i].value, partial[i] / v, 0.02);
        CU_ASSERT_DOUBLE_EQUAL(s.total[i].value, total, 0.02);
    }
    pc_sobol_free(&s);
    free(y);
}

/* Quantiles of type 7: of 0, 1, ..., 100 the share p is 100 p. Resamples without a value
 * are left out, up to half of them. */
static void
test_interval_is_the_percentiles(void)
{
    const pc_resampling_t how = { 1, 101, 0.9 };
    double values[203];
    pc_estimate_t e = { 50, 0, 0 };
    for (int k = 0; k < 101; k++) {
        values[k] = (37 * k) % 101;
    }
    for (int k = 101; k < 203; k++) {
        values[k] = NAN;
    }
    pc_estimate_interval(&e, values, 101, &how);
    CU_ASSERT_DOUBLE_EQUAL(e.low, 5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(e.high, 95, 1e-9);
    pc_estimate_interval(&e, values, 202, &how);
    CU_ASSERT_DOUBLE_EQUAL(e.low, 5, 1e-9);
    pc_estimate_interval(&e, values, 203, &how);
    CU_ASSERT(isnan(e.low) && isnan(e.high));
}

/* With independent base rows an interval of 90 per cent holds the truth about 90 times
 * in 100: not below 80 (3.3 standard errors) and not always. */
static void
test_intervals_cover(void)
{
    enum { TRIALS = 200, BASES = 256 };
    const pc_resampling_t how = { 7, 200, 0.9 };
    const double b4 = 0.1 * pow(pi, 4), v1 = pow(1 + b4 / 5, 2) / 2, v2 = 49.0 / 8;
    const double v13 = b4 * b4 * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    static double y[BASES * 5];
    int first = 0, total = 0;
    gsl_rng_set(rng, 5);
    for (int trial = 0; trial < TRIALS; trial++) {
        for (int b = 0; b < BASES; b++) {
            double u[6], x[3];
            for (int k = 0; k < 6; k++) {
                u[k] = gsl_rng_uniform(rng);
            }
            for (int row = 0; row < 5; row++) {
                for (int k = 0; k < 3; k++) {
                    x[k] = u[row == 4 || row == k + 1 ? 3 + k : k];
                }
                y[b * 5 + row] = ishigami(x);
            }
        }
        pc_sobol_t s;
        CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&s, y, BASES, 3, &how), PC_OK);
        first += covers(&s.first[0], v1 / v);
        total += covers(&s.total[1], v2 / v);
        pc_sobol_free(&s);
    }
    CU_ASSERT(first >= 160 && first < TRIALS);
    CU_ASSERT(total >= 160 && total < TRIALS);
    gsl_rng_free(rng);
}

static double
additive(const double *x)
{
    return 1e6 + 3 * x[0] + 2 * exp(x[1]) + x[2] * x[2] + 0 * x[3];
}

/* In an additive function nothing interacts: a group is the sum of its members, and the
 * total of all is 1. */
static void
test_group_is_the_sum(void)
{
    static const size_t group[4] = { 0, 0, 1, 2 };
    double *one = saltelli(additive, 4, NULL, 4, 4096),
           *two = saltelli(additive, 4, group, 3, 4096);
    pc_sobol_t s, g;
    CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&s, one, 4096, 4, &usual), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&g, two, 4096, 3, &usual), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(g.total[0].value, s.total[0].value + s.total[1].value, 2e-3);
    CU_ASSERT_DOUBLE_EQUAL(g.first[0].value, s.first[0].value + s.first[1].value, 2e-3);
    CU_ASSERT_DOUBLE_EQUAL(g.total[0].value + g.total[1].value, 1, 2e-3);
    CU_ASSERT_EQUAL(g.total[1].value, s.total[2].value);
    CU_ASSERT_EQUAL(s.total[3].value, 0); /* no influence: exactly nothing */
    CU_ASSERT_EQUAL(s.first[3].value, 0);
    pc_sobol_free(&s);
    pc_sobol_free(&g);
    free(one);
    free(two);
}

/* A row that lacks a value takes its base row with it, and nothing else. */
static void
test_failed_points_leave_out_their_base_row(void)
{
    double *y = saltelli(ishigami, 3, NULL, 3, 300);
    pc_sobol_t all, some;
    y[5 * 298 + 2] = NAN;
    y[5 * 299] = NAN;
    y[5 * 299 + 4] = NAN;
    CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&some, y, 300, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_sobol_init(&all, y, 298, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(some.used, 298);
    CU_ASSERT_EQUAL(some.left_out, 2);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(memcmp(&some.first[i], &all.first[i], sizeof(pc_estimate_t)), 0);
        CU_ASSERT_EQUAL(memcmp(&some.total[i], &all.total[i], sizeof(pc_estimate_t)), 0);
    }
    pc_sobol_free(&all);
    pc_sobol_free(&some);
    free(y);
}

static void
test_sobol_says_why_not(void)
{
    double *y = saltelli(ishigami, 3, NULL, 3, 64);
    pc_sobol_t s;
    CU_ASSERT_EQUAL(pc_sobol_init(&s, y, PC_SOBOL_BASES_MIN - 1, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(s.state, PC_SENSITIVITY_FEW);
    CU_ASSERT(isnan(s.first[0].value));
    pc_sobol_free(&s);
    for (int k = 0; k < 64 * 5; k++) {
        y[k] = 0.1 + (k % 3) * 1e-17; /* the same but for rounding */
    }
    CU_ASSERT_EQUAL(pc_sobol_init(&s, y, 64, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(s.state, PC_SENSITIVITY_CONSTANT);
    pc_sobol_free(&s);
    for (int k = 0; k < 64 * 5; k++) {
        y[k] = NAN;
    }
    CU_ASSERT_EQUAL(pc_sobol_init(&s, y, 64, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(s.state, PC_SENSITIVITY_FEW);
    CU_ASSERT_EQUAL(s.left_out, 64);
    pc_sobol_free(&s);
    free(y);
}

/* --- elementary effects --- */

/* Morris 1991, section 5: twenty inputs. `rest` is 0, or 1 for small coefficients of
 * alternating sign in place of his random ones. */
static double
morris_function(const double *x, int rest)
{
    double w[20], y = 0;
    for (int i = 0; i < 20; i++) {
        w[i] = i == 2 || i == 4 || i == 6 ? 2 * (1.1 * x[i] / (x[i] + 0.1) - 0.5)
                                          : 2 * (x[i] - 0.5);
    }
    for (int i = 0; i < 20; i++) {
        y += (i < 10 ? 20 : rest * (i % 2 ? 1 : -1)) * w[i];
        for (int j = i + 1; j < 20; j++) {
            y += (j < 6 ? -15 : rest * ((i + j) % 2 ? -1 : 1)) * w[i] * w[j];
            for (int l = j + 1; l < 5; l++) {
                y -= 10 * w[i] * w[j] * w[l];
                for (int s = l + 1; s < 4; s++) {
                    y += 5 * w[i] * w[j] * w[l] * w[s];
                }
            }
        }
    }
    return y;
}

typedef struct {
    double *y;
    size_t *moved;
    int *direction;
    double delta[20];
} trajectories_t;

/* Trajectories on four levels of twenty inputs, with steps of two thirds. */
static trajectories_t
walk(size_t num, int rest)
{
    trajectories_t t = { calloc(num * 21, sizeof(double)),
        calloc(num * 20, sizeof(size_t)), calloc(num * 20, sizeof(int)), { 0 } };
    for (int i = 0; i < 20; i++) {
        t.delta[i] = 2.0 / 3;
    }
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    CU_ASSERT_FATAL(t.y != NULL && t.moved != NULL && t.direction != NULL);
    gsl_rng_set(rng, 11);
    for (size_t k = 0; k < num; k++) {
        double x[20];
        size_t *moved = t.moved + 20 * k;
        for (size_t i = 0; i < 20; i++) {
            x[i] = (double) gsl_rng_uniform_int(rng, 4) / 3;
            const size_t j = gsl_rng_uniform_int(rng, i + 1);
            moved[i] = moved[j];
            moved[j] = i;
        }
        t.y[21 * k] = morris_function(x, rest);
        for (size_t s = 0; s < 20; s++) {
            const int up = x[moved[s]] < 0.5;
            x[moved[s]] += up ? 2.0 / 3 : -2.0 / 3;
            t.direction[20 * k + s] = up ? 1 : -1;
            t.y[21 * k + s + 1] = morris_function(x, rest);
        }
    }
    gsl_rng_free(rng);
    return t;
}

static void
forget(trajectories_t *t)
{
    free(t->y);
    free(t->moved);
    free(t->direction);
}

/* An interval has five resamples beyond either end, or there is none. */
static void
test_few_resamples_give_no_interval(void)
{
    trajectories_t t = walk(12, 1);
    static const struct {
        size_t resamples;
        double level;
        int given;
    } cases[] = { { 1, 0.95, 0 }, { 2, 0.95, 0 }, { 199, 0.95, 0 }, { 200, 0.95, 1 },
        { 99, 0.9, 0 }, { 100, 0.9, 1 }, { 999, 0.99, 0 }, { 1000, 0.99, 1 } };
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        const pc_resampling_t how = { 1, cases[k].resamples, cases[k].level };
        pc_morris_t m;
        CU_ASSERT_EQUAL_FATAL(
            pc_morris_init(&m, t.y, t.moved, t.direction, t.delta, 12, 20, &how), PC_OK);
        CU_ASSERT_EQUAL(!isnan(m.mu_star[0].low), cases[k].given);
        CU_ASSERT_EQUAL(!isnan(m.mu_star[0].high), cases[k].given);
        CU_ASSERT(!isnan(m.mu_star[0].value));
        pc_morris_free(&m);
    }
    forget(&t);
}

/* Without the small coefficients inputs 8 to 10 are linear (slope 2 x 20) and 11 to 20
 * do nothing; 1 to 7 interact or bend. */
static void
test_morris_exact_part(void)
{
    trajectories_t t = walk(50, 0);
    pc_morris_t m;
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, t.delta, 50, 20, &usual), PC_OK);
    for (int i = 0; i < 20; i++) {
        if (i >= 7) {
            CU_ASSERT_DOUBLE_EQUAL(m.mu[i].value, i < 10 ? 40 : 0, 1e-9);
            CU_ASSERT_DOUBLE_EQUAL(m.mu_star[i].value, i < 10 ? 40 : 0, 1e-9);
            CU_ASSERT_DOUBLE_EQUAL(m.sigma[i].value, 0, 1e-9);
        } else {
            CU_ASSERT(m.sigma[i].value > 5);
            CU_ASSERT(m.mu_star[i].low > 15);
        }
        CU_ASSERT(fabs(m.mu[i].value) <= m.mu_star[i].value + 1e-9);
    }
    /* The slope of 2.2 x / (x + 0.1) between the levels: 1/3 and 1 or 0 and 2/3. */
    const double near = 40 * 1.1 * (2.0 / 3) / (2.0 / 3 + 0.1) / (2.0 / 3),
                 far = 40 * 1.1 * (1 / 1.1 - (1.0 / 3) / (1.0 / 3 + 0.1)) / (2.0 / 3);
    CU_ASSERT(m.mu[6].value > far && m.mu[6].value < near);
    pc_morris_free(&m);
    forget(&t);
}

/* His finding: ten inputs matter, of which 8 to 10 without interaction; ten do not. */
static void
test_morris_published_function(void)
{
    trajectories_t t = walk(30, 1);
    pc_morris_t m;
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, t.delta, 30, 20, &usual), PC_OK);
    for (int i = 0; i < 20; i++) {
        CU_ASSERT(i < 10 ? m.mu_star[i].low > 20 : m.mu_star[i].high < 12);
        CU_ASSERT(i < 7 ? m.sigma[i].low > 10 : m.sigma[i].high < 12);
        CU_ASSERT(m.mu_star[i].low <= m.mu_star[i].value
                  && m.mu_star[i].value <= m.mu_star[i].high);
    }
    for (int i = 7; i < 10; i++) {
        CU_ASSERT(covers(&m.mu[i], 40));
    }
    pc_morris_free(&m);
    forget(&t);
}

static void
test_morris_groups_and_reasons(void)
{
    trajectories_t t = walk(12, 1);
    pc_morris_t m, grouped;
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, t.delta, 12, 20, &usual), PC_OK);
    for (int k = 0; k < 12 * 20; k++) {
        t.direction[k] = 0;
    }
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&grouped, t.y, t.moved, t.direction, t.delta, 12, 20, &usual),
        PC_OK);
    for (int i = 0; i < 20; i++) {
        CU_ASSERT_EQUAL(grouped.mu_star[i].value, m.mu_star[i].value);
        CU_ASSERT(isnan(grouped.mu[i].value) && isnan(grouped.sigma[i].value));
    }
    pc_morris_free(&m);
    pc_morris_free(&grouped);
    t.y[3] = NAN;
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, t.delta, 4, 20, &usual), PC_OK);
    CU_ASSERT_EQUAL(m.state, PC_SENSITIVITY_FEW);
    CU_ASSERT_EQUAL(m.left_out, 1);
    pc_morris_free(&m);
    for (int k = 0; k < 12 * 21; k++) {
        t.y[k] = 5;
    }
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, t.delta, 12, 20, &usual), PC_OK);
    CU_ASSERT_EQUAL(m.state, PC_SENSITIVITY_CONSTANT);
    CU_ASSERT(isnan(m.mu_star[0].value));
    pc_morris_free(&m);
    forget(&t);
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "ishigami", test_ishigami },
        { "g_function", test_g_function },
        { "interval_is_the_percentiles", test_interval_is_the_percentiles },
        { "intervals_cover", test_intervals_cover },
        { "group_is_the_sum", test_group_is_the_sum },
        { "failed_points_leave_out_their_base_row",
            test_failed_points_leave_out_their_base_row },
        { "sobol_says_why_not", test_sobol_says_why_not },
        { "few_resamples_give_no_interval", test_few_resamples_give_no_interval },
        { "morris_exact_part", test_morris_exact_part },
        { "morris_published_function", test_morris_published_function },
        { "morris_groups_and_reasons", test_morris_groups_and_reasons },
        CU_TEST_INFO_NULL,
    };
    return test_main("sensitivity", tests, argc, argv);
}
