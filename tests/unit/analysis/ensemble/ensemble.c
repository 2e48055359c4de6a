/* ensemble.c - the same members whatever the threads do, and what a sample says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/ensemble.h"
#include "analysis/ensemble/ledger.h"
#include "analysis/ensemble/reach.h"
#include "analysis/ensemble/statistics.h"
#include "base/chance/quantile.h"
#include "base/chance/rng.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static void
load(pc_scenario_t *scenario)
{
    static const char *const sets[] = { "mode=stochastic", "end=2027-03",
        "ep.constraint=hard" };
    fixture_load(scenario, "scenarios/baseline.json", sets, 3);
}

/* One thread or seven, forwards or backwards, in memory or in a file: the same bytes. */
static void
test_threads_change_nothing(void)
{
    static const pc_ensemble_plan_t plans[] = {
        { .draws = 5, .replicates = 3, .threads = 1 },
        { .draws = 5, .replicates = 3, .threads = 2 },
        { .draws = 5, .replicates = 3, .threads = 7, .reverse = 1 },
        { .draws = 5, .replicates = 3, .threads = 2, .memory = 1 },
    };
    pc_scenario_t scenario;
    double *first = NULL;
    load(&scenario);
    for (size_t k = 0; k < sizeof(plans) / sizeof(plans[0]); k++) {
        pc_ensemble_t e;
        CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&e, &scenario, &plans[k], NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(e.num_done, 15);
        CU_ASSERT_EQUAL(e.num_failed, 0);
        CU_ASSERT_EQUAL(e.file != NULL, plans[k].memory == 1);
        double *values = fixture_all_values(&e);
        if (first == NULL) {
            first = values;
        } else {
            CU_ASSERT_EQUAL(
                memcmp(first, values, 15 * e.layout.num_values * sizeof(double)), 0);
            free(values);
        }
        pc_ensemble_free(&e);
    }
    free(first);
    pc_scenario_free(&scenario);
}

/* The prefectures of a member are those of its run, year by year, and not empty. */
static void
check_prefectures(const pc_ensemble_t *e, const double *values, size_t member,
    const pc_results_t *results)
{
    pc_years_t years;
    CU_ASSERT_EQUAL_FATAL(pc_years_init(&years, results, PC_YEAR_FISCAL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        e->layout.num_regional, years.num_years * PC_NUM_REGIONS * PC_NUM_REGIONAL);
    for (size_t y = 0; y < years.num_years; y++) {
        const int tests = pc_variable_table[PC_V_TESTS].regional;
        double sum = 0;
        for (size_t region = 0; region < PC_NUM_REGIONS; region++) {
            for (int r = 0; r < PC_NUM_REGIONAL; r++) {
                const size_t place =
                    pc_sample_region_place(&e->layout, y, region, (pc_regional) r);
                const size_t at = (y * PC_NUM_REGIONS + region) * PC_NUM_REGIONAL;
                CU_ASSERT_EQUAL(memcmp(&values[place * e->num_done + member],
                                    &years.regional[at + (size_t) r], sizeof(double)),
                    0);
                sum += r == tests ? values[place * e->num_done + member] : 0;
            }
        }
        const size_t nation =
            pc_sample_place(&e->layout, PC_PERIOD_FISCAL, y, PC_V_TESTS);
        CU_ASSERT_EQUAL(sum, values[nation * e->num_done + member]);
    }
    pc_years_free(&years);
}

/* Any one member run alone is the member of the ensemble, bit for bit. */
static void
test_member_alone(void)
{
    const pc_ensemble_plan_t plan = {
        .draws = 4, .replicates = 3, .threads = 2, .prefectures = 1
    };
    pc_scenario_t scenario;
    pc_ensemble_t e;
    pc_experiment_t alone;
    load(&scenario);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&e, &scenario, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_experiment_init(&alone, &scenario, 3, NULL, 0, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&alone), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&alone, 2), PC_OK);
    const size_t member = 2 * 3 + 1; /* draw 3, replicate 2 */
    CU_ASSERT_EQUAL(e.members[member].draw, 3);
    CU_ASSERT_EQUAL(e.members[member].replicate, 2);
    double *values = fixture_all_values(&e);
    for (size_t row = 0; row < e.layout.num_rows; row++) {
        for (int v = 0; v < PC_NUM_VARIABLES; v++) {
            const size_t place =
                pc_sample_place(&e.layout, PC_PERIOD_MONTH, row, (pc_variable) v);
            const double x = pc_results_national(&alone.results, row)[v];
            CU_ASSERT_EQUAL(
                memcmp(&values[place * e.num_done + member], &x, sizeof(x)), 0);
        }
    }
    check_prefectures(&e, values, member, &alone.results);
    free(values);
    pc_experiment_free(&alone);
    pc_ensemble_free(&e);
    pc_scenario_free(&scenario);
}

/* From a state of replicate 2 that replicate is its straight run again, bit for bit; all
 * others leave from its sites and part; nothing is known of the months before. */
static void
test_futures_of_one_past(void)
{
    enum { row = 7 };
    pc_ensemble_plan_t plan = { .replicates = 4, .threads = 2 };
    pc_scenario_t scenario;
    pc_ensemble_t straight, futures;
    pc_experiment_t alone;
    load(&scenario);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&straight, &scenario, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_experiment_init(&alone, &scenario, 0, NULL, 0, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&alone), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_reset(&alone.run, 0, 2), PC_OK);
    while (alone.run.month < row) {
        CU_ASSERT_EQUAL_FATAL(pc_run_step(&alone.run, NULL), PC_OK);
    }
    plan.past = &alone.run.state;
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&futures, &scenario, &plan, NULL), PC_OK);
    double *x = fixture_all_values(&straight), *y = fixture_all_values(&futures);
    size_t parted = 0;
    for (size_t place = 0; place < futures.layout.num_rows * PC_NUM_VARIABLES; place++) {
        const double *a = x + place * 4, *b = y + place * 4;
        if (place < row * PC_NUM_VARIABLES) {
            CU_ASSERT(isnan(b[0]) && isnan(b[1]) && isnan(b[2]) && isnan(b[3]));
        } else if (place < (row + 1) * PC_NUM_VARIABLES) {
            CU_ASSERT(isnan(b[1]) || (b[1] == a[1] && b[0] == a[1] && b[3] == a[1]));
        } else {
            CU_ASSERT_EQUAL(memcmp(&a[1], &b[1], sizeof(double)), 0);
            parted += place % PC_NUM_VARIABLES == PC_V_TESTS && b[0] != b[1];
        }
    }
    CU_ASSERT(parted > (futures.layout.num_rows - row) / 2);
    CU_ASSERT_EQUAL(futures.layout.fiscal_months[0], 10 - row);
    free(x);
    free(y);
    pc_ensemble_free(&straight);
    pc_ensemble_free(&futures);
    pc_experiment_free(&alone);
    pc_scenario_free(&scenario);
}

/* Draws differ from each other, and replicates of one draw do too. */
static void
test_draws_and_replicates_differ(void)
{
    const pc_ensemble_plan_t plan = { .draws = 3, .replicates = 2, .threads = 1 };
    pc_scenario_t scenario;
    pc_ensemble_t e;
    double tests[6];
    load(&scenario);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&e, &scenario, &plan, NULL), PC_OK);
    const size_t place = pc_sample_place(&e.layout, PC_PERIOD_FISCAL, 1, PC_V_TESTS);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_columns(&e, place, 1, tests), PC_OK);
    for (int k = 0; k < 6; k++) {
        for (int j = 0; j < k; j++) {
            CU_ASSERT_NOT_EQUAL(tests[k], tests[j]);
        }
    }
    pc_ensemble_free(&e);
    pc_scenario_free(&scenario);
}

/* Two structures 3 apart that every draw chooses anew, parameters of variance 4, chance
 * of variance 1. */
static void
ledger_sample(
    uint32_t trial, const pc_nested_t *nested, double *structure, double *column)
{
    for (size_t d = 0; d < nested->draws; d++) {
        const pc_stream_t draw = { 7, trial, (uint32_t) d };
        double u[2], w[2];
        pc_uniforms(&draw, PC_PROCESS_SITE, 3, 0, 0, u);
        structure[d] = u[1] < 0.5;
        for (size_t r = 0; r < nested->replicates; r++) {
            pc_uniforms(&draw, PC_PROCESS_SITE, 4, 0, (uint32_t) r, w);
            column[d * nested->replicates + r] = 100 + 3 * structure[d]
                                                 + 2 * pc_normal_quantile(u[0])
                                                 + pc_normal_quantile(w[0]);
        }
    }
}

/* The ledger returns 2.25, 4, 1 and their total in the mean over trials, with few draws
 * as with many; its errors, and those of the shares, are of the right size. */
static void
check_ledger(size_t draws, size_t each, uint32_t trials)
{
    static const double truth[PC_NUM_SOURCES + 1] = { 2.25, 4, 1, 7.25 };
    static double column[300], structure[100];
    const pc_nested_t nested = { draws, each, structure, 1, 0 };
    double sum[PC_NUM_SOURCES + 1][2] = { 0 }, squares[PC_NUM_SOURCES + 1][2] = { 0 };
    double errors[PC_NUM_SOURCES + 1][2] = { 0 };
    for (uint32_t t = 0; t < trials; t++) {
        pc_ledger_t ledger;
        ledger_sample(t, &nested, structure, column);
        pc_ledger(&nested, column, &ledger);
        for (int k = 0; k <= PC_NUM_SOURCES; k++) {
            const double figure[2] = { ledger.variance[k], ledger.share[k] };
            errors[k][0] += ledger.error[k] / trials;
            errors[k][1] += ledger.share_error[k] / trials;
            for (int f = 0; f < 2; f++) {
                sum[k][f] += figure[f];
                squares[k][f] += figure[f] * figure[f];
            }
        }
    }
    for (int k = 0; k <= PC_NUM_SOURCES; k++) {
        for (int f = 0; f < 2; f++) {
            const double mean = sum[k][f] / trials;
            const double sd =
                sqrt(fabs(squares[k][f] - trials * mean * mean) / (trials - 1));
            if (f == 0) {
                CU_ASSERT_DOUBLE_EQUAL(mean, truth[k], 4.5 * sd / sqrt(trials));
            }
            if (draws >= 2 * PC_LEDGER_BLOCKS) {
                CU_ASSERT_DOUBLE_EQUAL(errors[k][f], sd, 0.25 * sd + 1e-6);
            } else {
                CU_ASSERT(isnan(errors[k][f]));
            }
        }
    }
}

static void
test_ledger_of_known_components(void)
{
    check_ledger(100, 3, 300);
    check_ledger(8, 2, 10000);
}

/* What is switched off is 0; what cannot be told is missing. */
static void
test_ledger_of_one_source(void)
{
    static const double column[] = { 1, 5, 2, 6, 3, 9 };
    static const double structure[] = { 0, 0, 0, 0, 0, 0 };
    pc_ledger_t ledger;
    const pc_nested_t off = { 6, 1, structure, 0, 0 };
    pc_ledger(&off, column, &ledger);
    CU_ASSERT_EQUAL(ledger.variance[PC_SOURCE_STRUCTURE], 0);
    CU_ASSERT_EQUAL(ledger.variance[PC_SOURCE_CHANCE], 0);
    CU_ASSERT_DOUBLE_EQUAL(
        ledger.variance[PC_SOURCE_PARAMETERS], 8.666666666666666, 1e-12);
    const pc_nested_t one = { 6, 1, structure, 1, 0 };
    pc_ledger(&one, column, &ledger);
    CU_ASSERT(isnan(ledger.variance[PC_SOURCE_CHANCE]));
    CU_ASSERT(isnan(ledger.variance[PC_NUM_SOURCES]));
}

/* By hand: where no parameter is drawn but the structure, what chance leaves in the
 * means of draws is no variance of parameters. */
static void
test_ledger_without_parameters(void)
{
    static const double column[] = { 2, 4, 12, 6, 9, 1 };
    static const double structure[] = { 0, 1, 0 };
    const pc_nested_t nested = { 3, 2, structure, 1, 1 };
    pc_ledger_t ledger;
    pc_ledger(&nested, column, &ledger);
    const double chance = (2 + 18 + 32) / 3.0, all = 28 / 3.0;
    CU_ASSERT_DOUBLE_EQUAL(ledger.variance[PC_SOURCE_CHANCE], chance, 1e-14);
    CU_ASSERT_EQUAL(ledger.variance[PC_SOURCE_PARAMETERS], 0);
    CU_ASSERT_DOUBLE_EQUAL(
        ledger.variance[PC_SOURCE_STRUCTURE], all - chance / 2, 1e-14);
}

/* Rounding is no variance, neither of chance nor of all. */
static void
test_ledger_of_rounding(void)
{
    const double e = 1.8e-15;
    const double chance[] = { 14, 14 + e, 15, 15 + e, 16 + e, 16 };
    const double all[] = { 14, 14 + e, 14, 14 + e, 14 + 2 * e, 14 };
    static const double structure[] = { 0, 0, 0 };
    pc_ledger_t ledger;
    const pc_nested_t nested = { 3, 2, structure, 1, 0 };
    pc_ledger(&nested, chance, &ledger);
    CU_ASSERT_EQUAL(ledger.variance[PC_SOURCE_CHANCE], 0);
    CU_ASSERT_DOUBLE_EQUAL(ledger.variance[PC_SOURCE_PARAMETERS], 1, 1e-12);
    pc_ledger(&nested, all, &ledger);
    CU_ASSERT_EQUAL(ledger.variance[PC_SOURCE_PARAMETERS], 0);
    CU_ASSERT_EQUAL(ledger.variance[PC_NUM_SOURCES], 0);
    CU_ASSERT(isnan(ledger.share[PC_SOURCE_CHANCE]));
}

/* By hand: a structure drawn once stands with the spread of the other; structures all
 * drawn once cannot be told from parameters. */
static void
test_ledger_of_structures_drawn_once(void)
{
    static const double column[] = { 2, 4, 12, 6 };
    static const double once[] = { 0, 0, 1, 0 }, each[] = { 0, 1, 2, 3 };
    pc_ledger_t ledger;
    const pc_nested_t some = { 4, 1, once, 0, 0 };
    pc_ledger(&some, column, &ledger);
    CU_ASSERT_DOUBLE_EQUAL(ledger.variance[PC_SOURCE_PARAMETERS], 4, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(ledger.variance[PC_SOURCE_STRUCTURE], 56 / 3.0 - 4, 1e-14);
    const pc_nested_t all = { 4, 1, each, 0, 0 };
    pc_ledger(&all, column, &ledger);
    CU_ASSERT(isnan(ledger.variance[PC_SOURCE_PARAMETERS]));
    CU_ASSERT(isnan(ledger.variance[PC_SOURCE_STRUCTURE]));
}

/* Dates by hand: ten members, of which number 7 failed; each reaches the threshold, but
 * for a rounding, in the row given, or not at all. */
static void
test_dates_by_hand(void)
{
    enum { ROWS = 10, NUM = 10, FAILED = 6 };
    static const size_t rows[NUM] = { 1, 1, 2, 4, 4, 6, 0, 8, ROWS, ROWS };
    static const pc_month expected[PC_NUM_DATE_LEVELS] = { 1, 1, 2, 4, 8, -1, -1 };
    static double memory[NUM][ROWS * PC_NUM_VARIABLES];
    pc_member_t members[NUM] = { [FAILED] = { .status = PC_ERR_RANGE } };
    const pc_scenario_t scenario = { .start = PC_MONTH(2030, 2),
        .mode = PC_MODE_STOCHASTIC };
    const pc_milestone_t milestone = {
        .variable = PC_V_SITES, .at_least = 1, .threshold = 460
    };
    pc_ensemble_t e = { .scenario = &scenario,
        .members = members,
        .num_members = NUM,
        .num_done = NUM,
        .num_failed = 1,
        .draws = 5,
        .replicates = 2,
        .memory = memory[0],
        .num_in_memory = NUM,
        .layout = { .num_rows = ROWS, .num_values = ROWS * PC_NUM_VARIABLES } };
    pc_date_spread_t dates;
    for (size_t k = 0; k < NUM; k++) {
        for (size_t row = 0; row < ROWS; row++) {
            memory[k][pc_sample_place(&e.layout, PC_PERIOD_MONTH, row, PC_V_SITES)] =
                k == FAILED     ? NAN
                : row < rows[k] ? 459
                                : 460 - 1e-12 * 460;
        }
    }
    CU_ASSERT_EQUAL(pc_date_spread(&dates, &e, &milestone), PC_OK);
    CU_ASSERT_EQUAL(dates.members, 9);
    CU_ASSERT_EQUAL(dates.horizon, PC_MONTH(2030, 10));
    CU_ASSERT_EQUAL(dates.kind, PC_SPREAD_BOTH);
    CU_ASSERT_DOUBLE_EQUAL(dates.probability, 7 / 9.0, 1e-15);
    /* Draws: residuals 4/9, 4/9, 4/9, 2/9 (one member) and -14/9 in all. */
    CU_ASSERT_DOUBLE_EQUAL(dates.error, sqrt(248 / 81.0 * 5 / 4) / 9, 1e-15);
    for (int q = 0; q < PC_NUM_DATE_LEVELS; q++) {
        CU_ASSERT_EQUAL(dates.quantile[q],
            expected[q] < 0 ? PC_MONTH_NONE : PC_MONTH(2030, 1) + expected[q]);
    }
    /* Without draws every replicate is a unit: the error of a share. */
    e.draws = 0;
    CU_ASSERT_EQUAL(pc_date_spread(&dates, &e, &milestone), PC_OK);
    CU_ASSERT_EQUAL(dates.kind, PC_SPREAD_CHANCE);
    CU_ASSERT_DOUBLE_EQUAL(dates.error, sqrt(7 / 9.0 * 2 / 9 / 8), 1e-15);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "threads_change_nothing", test_threads_change_nothing },
        { "member_alone", test_member_alone },
        { "futures_of_one_past", test_futures_of_one_past },
        { "draws_and_replicates_differ", test_draws_and_replicates_differ },
        { "ledger_of_known_components", test_ledger_of_known_components },
        { "dates_by_hand", test_dates_by_hand },
        { "ledger_of_one_source", test_ledger_of_one_source },
        { "ledger_without_parameters", test_ledger_without_parameters },
        { "ledger_of_rounding", test_ledger_of_rounding },
        { "ledger_of_structures_drawn_once", test_ledger_of_structures_drawn_once },
        CU_TEST_INFO_NULL,
    };
    return test_main("ensemble", tests, argc, argv);
}
