/* milestone.c - lines, curves and backtest against hand arithmetic and
 * closed forms. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_math.h>

#include "analysis/milestone/backtest.h"
#include "analysis/milestone/sum.h"
#include "tests/unit/fixture.h"
#include "tests/unit/record_fixture.h"
#include "tests/unit/testlib.h"

static const pc_line_t *
find_line(const pc_ministry_sum_t *sum, const char *from, const char *to, int points)
{
    for (size_t k = 0; k < sum->num_lines; k++) {
        const pc_line_t *line = &sum->lines[k];
        if (strcmp(line->from, from) == 0 && strcmp(line->to, to) == 0
            && line->points == points) {
            return line;
        }
    }
    abort();
}

/* The arithmetic by hand. 39 sites in 26 months are 18.0 a year; 223 more at that pace
 * from June 2025 take 12.4 years, to October 2037. Least squares through the three
 * counts is about 17.8 a year: 460 sites in 2035, 282 + 223 = 505 at the end of 2037. 13
 * sites in 9 months are 17.3 a year, and 505 is in 2038. */
static void
test_ministry_sum(void)
{
    pc_scenario_t s;
    pc_ministry_sum_t sum;
    fixture_load(&s, "scenarios/baseline.json", NULL, 0);
    CU_ASSERT_EQUAL_FATAL(
        pc_ministry_sum(&sum, &s.observations, &s.hospitals, NULL), PC_OK);
    CU_ASSERT_EQUAL(sum.facts.sites, 282);
    CU_ASSERT_EQUAL(sum.facts.uncovered, 223);
    CU_ASSERT_EQUAL(sum.facts.outside, 42);
    CU_ASSERT_EQUAL(sum.readings[3].target, 505);
    CU_ASSERT_EQUAL(sum.num_lines, 6);

    /* 460 less what is outside the base system; 223 as four fifths of the new sites. */
    CU_ASSERT_EQUAL(sum.readings[1].target, 460 + 42);
    CU_ASSERT_DOUBLE_EQUAL(sum.readings[5].target, 282 + 278.75, 1e-9);

    const pc_line_t *line = find_line(&sum, "2023-03-31", "2025-06-01", 2);
    CU_ASSERT_DOUBLE_EQUAL(line->pace, 39 / (26 + 1 / 31.0) * 12, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(line->pace, 18.0, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(line->pace_by_days, 39 / (793 / 365.25), 1e-6);
    const double covered = pc_line_reaches(line, 505);
    CU_ASSERT_DOUBLE_EQUAL(covered - (2025 + 5 / 12.0), 223 / line->pace, 1e-9);
    CU_ASSERT(covered > 2037.75 && covered < 2038);
    CU_ASSERT(pc_is_around_2037(covered));

    line = find_line(&sum, "2023-03-31", "2026-03-01", 3);
    CU_ASSERT_DOUBLE_EQUAL(line->pace, 17.8, 0.05);
    CU_ASSERT_EQUAL((int) pc_line_reaches(line, 460), 2035);
    CU_ASSERT(pc_line_reaches(line, 505) > 2037 + 11 / 12.0);
    CU_ASSERT(pc_line_reaches(line, 505) < 2038);

    line = find_line(&sum, "2025-06-01", "2026-03-01", 2);
    CU_ASSERT_DOUBLE_EQUAL(line->pace, 13 / 0.75, 1e-9);
    CU_ASSERT_EQUAL((int) pc_line_reaches(line, 505), 2038);
    pc_scenario_free(&s);
}

static const double truths[PC_GROWTH_TREND][PC_GROWTH_MAX] = { { 17 }, { 0.1, 600 },
    { 0.3, 600 }, { 0.2, 600 }, { 0.02, 0.3, 600 } };

/* Each curve solves its equation and is undone by its inverse. */
static void
test_curves(void)
{
    for (int kind = 0; kind < PC_GROWTH_TREND; kind++) {
        const double *theta = truths[kind];
        for (int k = 0; k < 6; k++) {
            const double t = 2.5 * k;
            const double n = pc_growth_at((pc_growth) kind, theta, 100, t);
            const double h = 1e-5;
            const double rate = (pc_growth_at((pc_growth) kind, theta, 100, t + h)
                                    - pc_growth_at((pc_growth) kind, theta, 100, t - h))
                                / (2 * h);
            const double wanted[] = { 17, 0.1 * (600 - n), 0.3 * n * (1 - n / 600),
                0.2 * n * log(600 / n), (0.02 + 0.3 * n / 600) * (600 - n) };
            CU_ASSERT_DOUBLE_EQUAL(rate, wanted[kind], 1e-4);
            CU_ASSERT_DOUBLE_EQUAL(
                pc_growth_when((pc_growth) kind, theta, 100, n), t, 1e-6);
        }
        if (kind > 0) {
            CU_ASSERT(isinf(pc_growth_when((pc_growth) kind, theta, 100, 600)));
        }
    }
}

/* Increments without noise give their curve back, over uneven exposures. */
static void
test_exact_fits(void)
{
    for (int kind = 0; kind < PC_GROWTH_TREND; kind++) {
        static const double times[] = { 0, 0.5, 1.5, 2, 3.5, 5, 7.5, 8, 10, 13, 15 };
        const pc_growth_info_t *info = &pc_growth_table[kind];
        pc_record_t r = { .num = 0 };
        pc_fit_t fit;
        for (size_t k = 0; k < sizeof(times) / sizeof(times[0]); k++) {
            fixture_add_fact(&r, 2018 + times[k],
                pc_growth_at((pc_growth) kind, truths[kind], 100, times[k]));
        }
        CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, (pc_growth) kind, NAN), PC_OK);
        CU_ASSERT_EQUAL(fit.state, PC_FIT_OK);
        for (size_t k = 0; k < info->num; k++) {
            CU_ASSERT_DOUBLE_EQUAL(fit.theta[k] / truths[kind][k], 1, 2e-3);
        }
        CU_ASSERT_EQUAL(fit.phi, 1);
        if (info->has_ceiling) {
            CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, (pc_growth) kind, 600), PC_OK);
            CU_ASSERT_DOUBLE_EQUAL(fit.theta[0] / truths[kind][0], 1, 2e-3);
        }
    }
}

/* The line and its dispersion by hand, a fall among the increments: 4, -1 and 9 over 1,
 * 1 and 2 years: a = 3, chi-square = 1/3 + 16/3 + 9/6 = 43/6, phi = 43/12. */
static void
test_line_by_hand(void)
{
    pc_record_t r = { .num = 0 };
    pc_fit_t fit;
    fixture_add_fact(&r, 2020, 10);
    fixture_add_fact(&r, 2021, 14);
    fixture_add_fact(&r, 2022, 13);
    fixture_add_fact(&r, 2024, 22);
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, PC_GROWTH_LINEAR, NAN), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(fit.theta[0], 3, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(fit.phi, 43 / 12.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(fit.q, 4 * log(3) - log(3) + 9 * log(6) - 12, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(pc_fit_when(&fit, 31), 2027, 1e-9);
    /* m + z sqrt(phi m) = 9 */
    const double m = (pc_fit_when_luck(&fit, 31, 1) - 2024) * 3;
    CU_ASSERT_DOUBLE_EQUAL(m + sqrt(43 / 12.0 * m), 9, 1e-9);
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, PC_GROWTH_BASS, NAN), PC_OK);
    CU_ASSERT_EQUAL(fit.state, PC_FIT_TOO_FEW);
}

/* A forecast starts at the last count and keeps its ceiling: in closed form, and under
 * any luck of any sample. What the luck of a date says, the luck of the count says too.
 */
static void
test_forecasts_keep_ceilings(void)
{
    enum { num = 200 };
    static pc_fit_t samples[num];
    static double luck[num];
    static const double counts[] = { 110, 150, 160, 230, 235, 270, 260, 300 };
    pc_record_t r = { .num = 0 };
    pc_fit_t fit;
    for (int k = 0; k < 8; k++) {
        fixture_add_fact(&r, 2018 + k, counts[k]);
    }
    for (int kind = PC_GROWTH_SATURATING; kind < PC_GROWTH_TREND; kind++) {
        CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, (pc_growth) kind, 320), PC_OK);
        CU_ASSERT_EQUAL_FATAL(fit.state, PC_FIT_OK);
        CU_ASSERT_EQUAL(pc_fit_ceiling(&fit), 320);
        CU_ASSERT_EQUAL_FATAL(
            pc_fit_bootstrap(&fit, &r, 7, 3, samples, luck, num), PC_OK);
        double most = 0;
        for (int b = 0; b < num; b++) {
            const pc_fit_t *s = &samples[b];
            CU_ASSERT_EQUAL(pc_fit_at_luck(s, 2025, luck[b]), 300);
            CU_ASSERT(isinf(pc_fit_when_luck(s, 320, luck[b])));
            const double when = pc_fit_when_luck(s, 315, luck[b]);
            CU_ASSERT_DOUBLE_EQUAL(pc_fit_at_luck(s, when, luck[b]), 315, 1e-6);
            for (int t = 0; t < 80; t++) {
                most = fmax(most, pc_fit_at_luck(s, 2025 + t / 2.0, luck[b]));
            }
        }
        CU_ASSERT(most > 315 && most <= 320);
    }
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, PC_GROWTH_LOGISTIC, 400), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(pc_fit_at(&fit, 2030),
        400 / (1 + (400 / 300.0 - 1) * exp(-5 * fit.theta[0])), 1e-9);
    fit.theta[1] = 290; /* a ceiling below the last count: it stays */
    CU_ASSERT_EQUAL(pc_fit_at_luck(&fit, 2040, 2), 300);
    CU_ASSERT_EQUAL(pc_fit_ceiling(&fit), 300);
    CU_ASSERT(isinf(pc_fit_when(&fit, 301)));
}

/* A search that cannot settle is no fit: it starts with no room below the ceiling. */
static void
test_unsettled_search(void)
{
    pc_record_t r = { .num = 0 };
    pc_fit_t fit, again;
    for (int k = 0; k < 8; k++) {
        fixture_add_fact(&r, 2018 + k, 100 + 20 * k - k * k);
    }
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, PC_GROWTH_LOGISTIC, NAN), PC_OK);
    CU_ASSERT_EQUAL(fit.state, PC_FIT_OK);
    CU_ASSERT_EQUAL_FATAL(pc_fit_again(&again, &r, &fit), PC_OK);
    CU_ASSERT_EQUAL(again.state, PC_FIT_OK);
    fit.theta[1] = 100;
    CU_ASSERT_EQUAL_FATAL(pc_fit_again(&again, &r, &fit), PC_OK);
    CU_ASSERT_EQUAL(again.state, PC_FIT_NO_CONVERGENCE);
}

/* The local trend: a straight record has its slope; a bent one follows the end. */
static void
test_trend(void)
{
    pc_record_t straight = { .num = 0 }, bent = { .num = 0 };
    pc_fit_t fit;
    for (int k = 0; k < 12; k++) {
        fixture_add_fact(&straight, 2010 + k, 100 + 10 * k + (k % 2));
        fixture_add_fact(
            &bent, 2010 + k, k < 6 ? 100 + 10 * k : 150 + 40 * (k - 5) + k % 2);
    }
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &straight, PC_GROWTH_TREND, NAN), PC_OK);
    CU_ASSERT_EQUAL(fit.state, PC_FIT_OK);
    /* Without wander the slope is all growth over all time. */
    CU_ASSERT_EQUAL(fit.wander, 0);
    CU_ASSERT_DOUBLE_EQUAL(fit.slope, 111 / 11.0, 1e-9);
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &bent, PC_GROWTH_TREND, NAN), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(fit.slope, 40, 5);
}

/* AICc and its weights by hand; none where n - k - 1 is below 2. */
static void
test_weights(void)
{
    pc_fit_t fits[3] = { { .kind = PC_GROWTH_LINEAR, .n = 8, .k = 2, .q = 30, .phi = 3 },
        { .kind = PC_GROWTH_LOGISTIC, .n = 8, .k = 3, .q = 34, .phi = 2 },
        { .kind = PC_GROWTH_TREND, .n = 8, .k = 3, .q = 99, .phi = 1 } };
    double aicc[3], weights[3];
    const char *reasons[3];
    pc_fit_weights(fits, 3, aicc, weights, reasons);
    CU_ASSERT_DOUBLE_EQUAL(aicc[0], -30 + 4 + 12 / 5.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(aicc[1], -34 + 6 + 24 / 4.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(weights[0] / weights[1], exp((aicc[1] - aicc[0]) / 2), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(weights[0] + weights[1], 1, 1e-12);
    CU_ASSERT(isnan(weights[2]) && reasons[2] != NULL);
    fits[1].n = fits[0].n = 5;
    pc_fit_weights(fits, 3, aicc, weights, reasons);
    CU_ASSERT(!isnan(weights[0]) && isnan(weights[1]) && reasons[1] != NULL);
}

/* The bootstrap repeats itself. phi is drawn, so the line's slope spreads as Student's t
 * with 5 degrees of freedom (90 % point 1.476), and not as the normal law (1.282). */
static void
test_bootstrap(void)
{
    enum { num = 4000 };
    static pc_fit_t samples[num];
    static double luck[num], slopes[num];
    pc_record_t r = { .num = 0 };
    pc_fit_t fit;
    for (int k = 0; k <= 6; k++) {
        fixture_add_fact(&r, 2018 + k, 1000 + 300 * k + (k % 2 ? 50 : 0));
    }
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, PC_GROWTH_LINEAR, NAN), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_fit_bootstrap(&fit, &r, 7, 3, samples, luck, num), PC_OK);
    for (int b = 0; b < num; b++) {
        slopes[b] = samples[b].theta[0];
    }
    /* The slope is the sum of six increments over six years. */
    const double error = sqrt(fit.phi * fit.theta[0] / 6);
    const double low = pc_quantile_sort(slopes, num, 0.1);
    const double high = pc_quantile_sort(slopes, num, 0.9);
    CU_ASSERT_DOUBLE_EQUAL(
        pc_quantile_sort(slopes, num, 0.5), fit.theta[0], 5 * error / sqrt(num));
    CU_ASSERT_DOUBLE_EQUAL((high - low) / (2 * error), 1.476, 0.07);
    const double first = samples[10].theta[0];
    CU_ASSERT_EQUAL_FATAL(pc_fit_bootstrap(&fit, &r, 7, 3, samples, luck, 11), PC_OK);
    CU_ASSERT_EQUAL(samples[10].theta[0], first);
}

/* Samples of the trend: each has one path, so the date and the count of a path agree. */
static void
test_trend_paths(void)
{
    enum { num = 200 };
    static pc_fit_t samples[num];
    static double luck[num];
    pc_record_t r = { .num = 0 };
    pc_fit_t fit;
    for (int k = 0; k < 10; k++) {
        fixture_add_fact(&r, 2015 + k, 100 + 20 * k + 6 * (k % 3));
    }
    CU_ASSERT_EQUAL_FATAL(pc_fit(&fit, &r, PC_GROWTH_TREND, NAN), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_fit_bootstrap(&fit, &r, 7, 3, samples, luck, num), PC_OK);
    int reached = 0, apart = 0;
    for (int b = 0; b < num; b++) {
        const double when = pc_fit_when_luck(&samples[b], 400, luck[b]);
        if (isfinite(when)) {
            const double months = ceil((when - fit.last_time) * 12 - 1e-6);
            const double then = fit.last_time + months / 12;
            reached++;
            CU_ASSERT(pc_fit_at_luck(&samples[b], then, luck[b]) >= 400 - 1e-6);
        }
        apart += samples[b].wander > 0 && samples[b].noise != fit.noise;
    }
    CU_ASSERT(reached > num / 2);
    CU_ASSERT_EQUAL(apart, num);
}

/* CRPS: a point has its absolute error; two points and the normal law have closed forms.
 */
static void
test_crps(void)
{
    double one[] = { 4 }, two[] = { 1, 0 }, normal[2000];
    CU_ASSERT_DOUBLE_EQUAL(pc_crps(one, 1, 7), 3, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(pc_crps(two, 2, 0), 0.25, 1e-12);
    for (int k = 0; k < 2000; k++) {
        const double u = (k + 0.5) / 2000;
        double x = 0; /* Newton on the normal distribution function */
        for (int n = 0; n < 60; n++) {
            x -= (0.5 * erfc(-x / sqrt(2)) - u) / (exp(-x * x / 2) / sqrt(2 * M_PI));
            x = fmax(-6, fmin(6, x));
        }
        normal[k] = x;
    }
    CU_ASSERT_DOUBLE_EQUAL(pc_crps(normal, 2000, 0), (sqrt(2) - 1) / sqrt(M_PI), 1e-3);
}

/* Naive forecasts of a straight record: the last slope is right, the last value late. */
static void
test_backtest(void)
{
    pc_record_t r = { .num = 0 };
    pc_score_t score;
    for (int k = 0; k < 5; k++) {
        fixture_add_fact(&r, 2018 + k, 100 + 10 * k);
    }
    CU_ASSERT_EQUAL(
        pc_backtest(&r, PC_FORECAST_LAST_SLOPE, NAN, 1, 1, 50, &score, NULL), PC_OK);
    CU_ASSERT_EQUAL(score.num, 6);
    CU_ASSERT_DOUBLE_EQUAL(score.crps, 0, 1e-9);
    CU_ASSERT_EQUAL(
        pc_backtest(&r, PC_FORECAST_LAST_VALUE, NAN, 1, 1, 50, &score, NULL), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(score.error, (3 * 10 + 2 * 20 + 30) / 6.0, 1e-9);
    CU_ASSERT_EQUAL(
        pc_backtest(&r, PC_GROWTH_LINEAR, NAN, 2, 1, 200, &score, NULL), PC_OK);
    CU_ASSERT_EQUAL(score.num, 3);
    CU_ASSERT(score.error < 2 && score.crps < 10 && score.coverage == 1);
}

/* Eighty of a hundred and one values lie between the bounds, ten at each side do not. */
static void
test_interval(void)
{
    double values[101];
    for (int k = 0; k <= 100; k++) {
        values[k] = (k * 37) % 101;
    }
    const pc_interval_t interval = pc_interval_80(values, 101);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 10, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 90, 1e-9);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "ministry_sum", test_ministry_sum },
        { "curves", test_curves },
        { "exact_fits", test_exact_fits },
        { "line_by_hand", test_line_by_hand },
        { "forecasts_keep_ceilings", test_forecasts_keep_ceilings },
        { "unsettled_search", test_unsettled_search },
        { "trend", test_trend },
        { "weights", test_weights },
        { "bootstrap", test_bootstrap },
        { "trend_paths", test_trend_paths },
        { "crps", test_crps },
        { "backtest", test_backtest },
        { "interval", test_interval },
        CU_TEST_INFO_NULL,
    };
    return test_main("milestone", tests, argc, argv);
}
