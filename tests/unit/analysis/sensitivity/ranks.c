/* ranks.c - rank regression against closed forms. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_rng.h>

#include "analysis/sensitivity/sensitivity.h"
#include "tests/unit/testlib.h"

static const pc_resampling_t usual = { 1, 1000, 0.95 };

static int
covers(const pc_estimate_t *e, double truth)
{
    return e->low <= truth && truth <= e->high && e->low <= e->value
           && e->value <= e->high;
}

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
        CU_ASSERT(isnan(r.prcc[f].low)); /* R2 above PC_RANK_R2_MAX */
        CU_ASSERT(covers(&r.srrc[f], r.srrc[f].value));
        CU_ASSERT_EQUAL(r.chance[f], 0);
        CU_ASSERT_DOUBLE_EQUAL(r.dependence[f], 0, 1e-12);
        CU_ASSERT_EQUAL(memcmp(&r.srrc[f], &s.srrc[f], sizeof(pc_estimate_t)), 0);
        CU_ASSERT_EQUAL(memcmp(&r.prcc[f], &s.prcc[f], sizeof(pc_estimate_t)), 0);
    }
    pc_rank_free(&r);
    pc_rank_free(&s);
}

static void
draw_points(gsl_rng *rng, double *x, double *y, size_t num, double together)
{
    for (size_t k = 0; k < num; k++) {
        double *p = x + 4 * k;
        for (int c = 0; c < 4; c++) {
            p[c] = gsl_rng_uniform(rng);
        }
        p[1] = together * p[0] + (1 - together) * p[1];
        y[k] = 5 * p[0] + 2 * p[1] - p[2] + 0.5 * gsl_rng_uniform(rng);
    }
}

static void
make_points(double *x, double *y, size_t num, double together)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 3);
    draw_points(rng, x, y, num, together);
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
    CU_ASSERT(r.srrc[1].high < -0.1);
    CU_ASSERT(covers(&r.srrc[2], 0));
    pc_rank_free(&r);
    pc_rank_free(&without);
}

/* Intervals of 90 per cent hold what very many points give about 90 times in 100; those
 * of PRCC as long as they are given. Of a hundred inputs, or groups, without influence
 * about one has a chance below 0.01. */
static void
test_rank_intervals_cover(void)
{
    enum { TRIALS = 200, N = 100, MANY = 50000 };
    static double x[4 * MANY], y[MANY];
    static const size_t pair[4] = { 0, 1, 2, 2 };
    const pc_resampling_t how = { 7, 200, 0.9 }, none = { 7, 0, 0.9 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, 5);
    for (int steep = 0; steep < 2; steep++) {
        pc_rank_t truth = { 0 }, r = { 0 };
        int prcc = 0, srrc = 0, given = 0, wrong = 0;
        for (int trial = -1; trial < TRIALS; trial++) {
            const size_t num = trial < 0 ? MANY : N;
            draw_points(rng, x, y, num, 0);
            for (size_t k = 0; k < num; k++) {
                y[k] += x[4 * k + 2]; /* the last two do nothing */
                y[k] += steep ? 0 : 4 * gsl_rng_uniform(rng);
            }
            pc_rank_t *out = trial < 0 ? &truth : &r;
            CU_ASSERT_EQUAL_FATAL(
                pc_rank_init(out, x, y, num, 4, pair, 3, trial < 0 ? &none : &how),
                PC_OK);
            if (trial < 0) {
                continue;
            }
            prcc += covers(&r.prcc[1], truth.prcc[1].value);
            srrc += covers(&r.srrc[1], truth.srrc[1].value);
            given += !isnan(r.prcc[1].low);
            wrong += r.chance[2] < 0.01;
            CU_ASSERT(r.chance[0] < 1e-6);
            pc_rank_free(&r);
        }
        CU_ASSERT_EQUAL(given, steep ? 0 : TRIALS);
        CU_ASSERT(steep || (prcc >= 160 && prcc < TRIALS));
        CU_ASSERT(srrc >= 160 && srrc < TRIALS);
        CU_ASSERT(wrong <= 8);
        pc_rank_free(&truth);
    }
    gsl_rng_free(rng);
}

/* Where one input explains the output entirely, the others have no PRCC, but no
 * influence either, and that is said as a number. */
static void
test_rank_of_a_function_of_one_input(void)
{
    enum { N = 100 };
    double x[4 * N], y[N];
    pc_rank_t r;
    make_points(x, y, N, 0.3);
    for (int k = 0; k < N; k++) {
        y[k] = exp(x[4 * k]);
    }
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, singles, 4, &usual), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(r.prcc[0].value, 1, 1e-9);
    for (int f = 1; f < 4; f++) {
        CU_ASSERT(isnan(r.prcc[f].value));
        CU_ASSERT_EQUAL(r.srrc[f].value, 0);
        CU_ASSERT_EQUAL(r.lost[f].value, 0);
        CU_ASSERT_EQUAL(r.chance[f], 1);
    }
    pc_rank_free(&r);
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
    CU_ASSERT(isnan(r.chance[2]));
    pc_rank_free(&r);
    for (int k = 0; k < N; k++) {
        y[k] = INFINITY;
    }
    CU_ASSERT_EQUAL_FATAL(pc_rank_init(&r, x, y, N, 4, pair, 3, &usual), PC_OK);
    CU_ASSERT_EQUAL(r.state, PC_SENSITIVITY_CONSTANT);
    pc_rank_free(&r);
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "linear_model", test_rank_linear_model },
        { "prcc_of_dependent_inputs", test_prcc_of_dependent_inputs },
        { "groups", test_rank_groups },
        { "intervals_cover", test_rank_intervals_cover },
        { "of_a_function_of_one_input", test_rank_of_a_function_of_one_input },
        { "says_why_not", test_rank_says_why_not },
        CU_TEST_INFO_NULL,
    };
    return test_main("rank", tests, argc, argv);
}
