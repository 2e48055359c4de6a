/* test_sensitivity.c - the estimators against functions whose indices are known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_qrng.h>
#include <gsl/gsl_rng.h>

#include "analysis/activity.h"
#include "analysis/sensitivity.h"
#include "analysis/sweep.h"
#include "testlib.h"

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
} trajectories_t;

/* Trajectories on four levels of twenty inputs, with steps of two thirds. */
static trajectories_t
walk(size_t num, int rest)
{
    trajectories_t t = { calloc(num * 21, sizeof(double)),
        calloc(num * 20, sizeof(size_t)), calloc(num * 20, sizeof(int)) };
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

/* Without the small coefficients inputs 8 to 10 are linear (slope 2 x 20) and 11 to 20
 * do nothing; 1 to 7 interact or bend. */
static void
test_morris_exact_part(void)
{
    trajectories_t t = walk(50, 0);
    pc_morris_t m;
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, 2.0 / 3, 50, 20, &usual), PC_OK);
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
        pc_morris_init(&m, t.y, t.moved, t.direction, 2.0 / 3, 30, 20, &usual), PC_OK);
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
        pc_morris_init(&m, t.y, t.moved, t.direction, 2.0 / 3, 12, 20, &usual), PC_OK);
    for (int k = 0; k < 12 * 20; k++) {
        t.direction[k] = 0;
    }
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&grouped, t.y, t.moved, t.direction, 2.0 / 3, 12, 20, &usual),
        PC_OK);
    for (int i = 0; i < 20; i++) {
        CU_ASSERT_EQUAL(grouped.mu_star[i].value, m.mu_star[i].value);
        CU_ASSERT(isnan(grouped.mu[i].value) && isnan(grouped.sigma[i].value));
    }
    pc_morris_free(&m);
    pc_morris_free(&grouped);
    t.y[3] = NAN;
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, 2.0 / 3, 4, 20, &usual), PC_OK);
    CU_ASSERT_EQUAL(m.state, PC_SENSITIVITY_FEW);
    CU_ASSERT_EQUAL(m.left_out, 1);
    pc_morris_free(&m);
    for (int k = 0; k < 12 * 21; k++) {
        t.y[k] = 5;
    }
    CU_ASSERT_EQUAL_FATAL(
        pc_morris_init(&m, t.y, t.moved, t.direction, 2.0 / 3, 12, 20, &usual), PC_OK);
    CU_ASSERT_EQUAL(m.state, PC_SENSITIVITY_CONSTANT);
    CU_ASSERT(isnan(m.mu_star[0].value));
    pc_morris_free(&m);
    forget(&t);
}

/* --- regression of ranks --- */

static const size_t singles[4] = { 0, 1, 2, 3 };

/* On a grid, y = 1000 x1 + x2 puts the points in order: the rank of y is the rank of x1
 * plus a share of that of x2, so that R2 is 1 and the coefficients are known. A monotone
 * function of y is the same to ranks. */
static void
test_rank_linear_model(void)
{
    enum { N1 = 12, N2 = 9, N = N1 * N2 };
    double x[2 * N], y[N], z[N];
    for (int k = 0; k < N; k++) {
        x[2 * k] = k / N2;
        x[2 * k + 1] = -(k % N2);
        y[k] = 1000 * x[2 * k] - 3 * x[2 * k + 1];
        z[k] = -exp(-y[k] / 1e4);
    }
    pc_rank_t r, s;
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 2, singles, 2, &usual), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&s, x, z, N, 2, singles, 2, &usual), PC_OK);
    const double all = (double) N * N - 1;
    const double part[2] = { N2 * N2 * (N1 * N1 - 1.0) / all, (N2 * N2 - 1.0) / all };
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_OK);
    CU_ASSERT_DOUBLE_EQUAL(r.r2.value, 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(part[0] + part[1], 1, 1e-12);
    for (int f = 0; f < 2; f++) {
        const double sign = f == 0 ? 1 : -1;
        CU_ASSERT_DOUBLE_EQUAL(r.srrc[f].value, sign * sqrt(part[f]), 1e-10);
        CU_ASSERT_DOUBLE_EQUAL(r.lost[f].value, part[f], 1e-10);
        CU_ASSERT_DOUBLE_EQUAL(r.prcc[f].value, sign, 1e-6);
        CU_ASSERT_DOUBLE_EQUAL(r.dependence[f], 0, 1e-12);
        CU_ASSERT_EQUAL(memcmp(&r.srrc[f], &s.srrc[f], sizeof(pc_estimate_t)), 0);
        CU_ASSERT_EQUAL(memcmp(&r.prcc[f], &s.prcc[f], sizeof(pc_estimate_t)), 0);
    }
    pc_rank_free(&r);
    pc_rank_free(&s);
}

static void
make_points(double *x, double *y, size_t num, double together)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 3);
    for (size_t k = 0; k < num; k++) {
        double *p = x + 4 * k;
        for (int c = 0; c < 4; c++) {
            p[c] = gsl_rng_uniform(rng);
        }
        p[1] = together * p[0] + (1 - together) * p[1];
        y[k] = 5 * p[0] + 2 * p[1] - p[2] + 0.5 * gsl_rng_uniform(rng);
    }
    gsl_rng_free(rng);
}

static double
rank_correlation(
    const double *a, size_t step_a, const double *b, size_t step_b, size_t n)
{
    const double num = (double) n;
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        double ra = 0, rb = 0;
        for (size_t j = 0; j < n; j++) {
            ra += a[step_a * j] < a[step_a * k];
            rb += b[step_b * j] < b[step_b * k];
        }
        sum += (ra - (num - 1) / 2) * (rb - (num - 1) / 2);
    }
    return 12 * sum / (num * (num * num - 1));
}

/* With two inputs the partial correlation has a textbook form. */
static void
test_prcc_of_dependent_inputs(void)
{
    enum { N = 300 };
    static double x[4 * N], y[N], two[2 * N];
    make_points(x, y, N, 0.5);
    for (size_t k = 0; k < N; k++) {
        two[2 * k] = x[4 * k];
        two[2 * k + 1] = x[4 * k + 1];
    }
    const double a = rank_correlation(two, 2, y, 1, N),
                 b = rank_correlation(two + 1, 2, y, 1, N),
                 c = rank_correlation(two, 2, two + 1, 2, N);
    pc_rank_t r;
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, two, y, N, 2, singles, 2, &usual), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(
        r.prcc[0].value, (a - b * c) / sqrt((1 - b * b) * (1 - c * c)), 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(
        r.prcc[1].value, (b - a * c) / sqrt((1 - a * a) * (1 - c * c)), 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(
        r.r2.value, (a * a + b * b - 2 * a * b * c) / (1 - c * c), 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(r.lost[0].value, r.r2.value - b * b, 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(r.dependence[0], fabs(c), 1e-10);
    CU_ASSERT_EQUAL(r.partner[0], 1);
    pc_rank_free(&r);
}

/* A group loses what the regression without its columns lacks; an input without
 * influence has an interval around 0. */
static void
test_rank_groups(void)
{
    enum { N = 500 };
    static double x[4 * N], y[N], rest[2 * N];
    static const size_t group[4] = { 0, 0, 1, 2 };
    make_points(x, y, N, 0.5);
    for (size_t k = 0; k < N; k++) {
        rest[2 * k] = x[4 * k + 2];
        rest[2 * k + 1] = x[4 * k + 3];
    }
    pc_rank_t r, without;
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, group, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_rank_init(&without, rest, y, N, 2, singles, 2, &usual), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(r.lost[0].value, r.r2.value - without.r2.value, 1e-10);
    CU_ASSERT(isnan(r.srrc[0].value));
    CU_ASSERT_DOUBLE_EQUAL(
        r.prcc[0].value, sqrt(r.lost[0].value / (1 - without.r2.value)), 1e-10);
    CU_ASSERT(r.dependence[0] < 0.2);
    CU_ASSERT(r.prcc[1].high < -0.3);
    CU_ASSERT(covers(&r.prcc[2], 0) && covers(&r.srrc[2], 0));
    pc_rank_free(&r);
    pc_rank_free(&without);
}

static void
test_rank_says_why_not(void)
{
    enum { N = 60 };
    double x[4 * N], y[N];
    static const size_t pair[4] = { 0, 0, 1, 2 };
    pc_rank_t r;
    make_points(x, y, N, 1); /* the first two inputs are the same */
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, singles, 4, &usual), PC_OK);
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_DEPENDENT);
    CU_ASSERT_DOUBLE_EQUAL(r.dependence[1], 1, 1e-12);
    CU_ASSERT_EQUAL(r.partner[1], 0);
    CU_ASSERT(isnan(r.r2.value));
    pc_rank_free(&r);
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, pair, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_OK); /* as a group they may be */
    CU_ASSERT(r.lost[0].value > 0.8);
    pc_rank_free(&r);
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, 13, 4, pair, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_FEW);
    pc_rank_free(&r);
    for (int k = 0; k < N; k++) {
        x[4 * k + 3] = 1; /* an input that does not vary */
        y[k] = k < 30 ? INFINITY : y[k];
    }
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, pair, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_OK); /* never reached is the latest */
    CU_ASSERT(isnan(r.prcc[2].value) && isnan(r.lost[2].value));
    pc_rank_free(&r);
    for (int k = 0; k < N; k++) {
        y[k] = INFINITY;
    }
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, pair, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_CONSTANT);
    pc_rank_free(&r);
}

/* --- which parameters are read --- */

static void
load_scenario(pc_scenario_t *s, pc_activity_t *activity, const char *const *sets)
{
    pc_diags_t diags;
    pc_json_t *tree = NULL;
    char *text = NULL;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(
        pc_scenario_load(s, "tests/sweep/short.json", sets, 3, &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_scenario_resolve(s, &text), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_json_parse(&tree, text, strlen(text), NULL, &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_activity_read(activity, tree), PC_OK);
    pc_json_free(tree);
    pc_diags_free(&diags);
    free(text);
}

/* Does another value of the parameter change any national result? */
static int
matters(const pc_scenario_t *s, pc_param which)
{
    const pc_param_info_t *info = &pc_param_table[which];
    const double other = info->def < (info->lower + info->upper) / 2
                             ? info->def + 0.4 * (fmin(info->upper, 1000) - info->def)
                             : 0.7 * info->def;
    const pc_axis_value_t axis = { which, 0, other };
    pc_experiment_t e[2];
    char reason[256];
    int differ = 0;
    for (int k = 0; k < 2; k++) {
        CU_ASSERT_EQUAL_FATAL(pc_experiment_init(&e[k], s, 0, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_sweep_set(&e[k], &axis, (size_t) k, 0, reason), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e[k]), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e[k], 1), PC_OK);
    }
    for (size_t row = 0; row < e[0].results.num_rows; row++) {
        differ |= memcmp(pc_results_national(&e[0].results, row),
                      pc_results_national(&e[1].results, row),
                      PC_NUM_VARIABLES * sizeof(double))
                  != 0;
    }
    pc_experiment_free(&e[0]);
    pc_experiment_free(&e[1]);
    return differ;
}

/* What is called inactive changes nothing, to the bit; what decides makes it matter. */
static void
test_inactive_parameters_are_not_read(void)
{
    static const char *const modes[] = { "rollout.mode=linear", "rollout.mode=hazard",
        "rollout.mode=logistic", "rollout.mode=gompertz", "rollout.mode=capacity" };
    static const pc_param decided[] = { PC_P_rollout_rate, PC_P_rollout_hazard,
        PC_P_rollout_growth, PC_P_rollout_ceiling, PC_P_rollout_onboarding,
        PC_P_ep_dropout, PC_P_demand_dispersion, PC_P_omission_adoption,
        PC_P_omission_adoption_drug };
    pc_scenario_t *s = calloc(1, sizeof(*s));
    char text[256];
    int active[PC_NUM_PARAMS] = { 0 };
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    for (size_t m = 0; m < 5; m++) {
        const char *const sets[] = { modes[m],
            m % 2 ? "ep.constraint=hard" : "ep.constraint=elastic",
            m > 2 ? "mode=stochastic" : "mode=expected" };
        pc_activity_t activity;
        load_scenario(s, &activity, sets);
        for (int p = 0; p < PC_NUM_PARAMS; p++) {
            if (!pc_param_active(&activity, (pc_param) p, 0, text, sizeof(text))) {
                CU_ASSERT_FALSE(matters(s, (pc_param) p));
            }
        }
        for (size_t k = 0; k < sizeof(decided) / sizeof(decided[0]); k++) {
            if (pc_param_active(&activity, decided[k], 0, text, sizeof(text))) {
                /* The lesser of two limits decides in capacity mode. */
                CU_ASSERT(matters(s, decided[k]) || m == 4);
                active[decided[k]]++;
            }
        }
        pc_scenario_free(s);
    }
    CU_ASSERT_EQUAL(active[PC_P_rollout_rate], 1);
    CU_ASSERT_EQUAL(active[PC_P_rollout_hazard], 2);
    CU_ASSERT_EQUAL(active[PC_P_ep_dropout], 2);
    CU_ASSERT_EQUAL(active[PC_P_demand_dispersion], 2);
    CU_ASSERT_EQUAL(active[PC_P_omission_adoption], 0);
    CU_ASSERT_EQUAL(active[PC_P_omission_adoption_drug], 5);
    free(s);
}

/* If the mode is itself an axis, what any of its values reads is active. */
static void
test_activity_of_sampled_modes(void)
{
    static const char *const sets[] = { "rollout.mode=linear", "ep.constraint=elastic",
        "mode=expected" };
    const double sampled[] = { PC_ROLLOUT_GOMPERTZ, PC_ROLLOUT_HAZARD };
    pc_scenario_t *s = calloc(1, sizeof(*s));
    pc_activity_t a;
    char text[256];
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    load_scenario(s, &a, sets);
    CU_ASSERT_FALSE(pc_param_active(&a, PC_P_rollout_hazard, 0, text, sizeof(text)));
    CU_ASSERT_STRING_EQUAL(text, "inactive under rollout.mode=linear");
    pc_activity_sampled(&a, PC_P_rollout_mode, sampled, 2);
    CU_ASSERT(pc_param_active(&a, PC_P_rollout_hazard, 0, text, sizeof(text)));
    CU_ASSERT(pc_param_active(&a, PC_P_rollout_growth, 0, text, sizeof(text)));
    CU_ASSERT_FALSE(pc_param_active(&a, PC_P_rollout_rate, 0, text, sizeof(text)));
    CU_ASSERT_STRING_EQUAL(text, "inactive under rollout.mode=hazard|gompertz");
    pc_scenario_free(s);
    free(s);
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "ishigami", test_ishigami },
        { "g_function", test_g_function },
        { "intervals_cover", test_intervals_cover },
        { "group_is_the_sum", test_group_is_the_sum },
        { "failed_points_leave_out_their_base_row",
            test_failed_points_leave_out_their_base_row },
        { "sobol_says_why_not", test_sobol_says_why_not },
        { "morris_exact_part", test_morris_exact_part },
        { "morris_published_function", test_morris_published_function },
        { "morris_groups_and_reasons", test_morris_groups_and_reasons },
        { "rank_linear_model", test_rank_linear_model },
        { "prcc_of_dependent_inputs", test_prcc_of_dependent_inputs },
        { "rank_groups", test_rank_groups },
        { "rank_says_why_not", test_rank_says_why_not },
        { "inactive_parameters_are_not_read", test_inactive_parameters_are_not_read },
        { "activity_of_sampled_modes", test_activity_of_sampled_modes },
        CU_TEST_INFO_NULL,
    };
    return test_main("sensitivity", tests, argc, argv);
}
