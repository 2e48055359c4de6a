/* rollout.c - openings, closings and promotions against closed forms and published
 * counts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static double
sites(const pc_results_t *r, int months)
{
    return fixture_value(r, PC_V_SITES, PC_MONTH(2025, 5) + months);
}

static void
run_with(pc_rollout_mode mode, pc_param which, double value, pc_results_t *r)
{
    fixture_t f;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_mode, 0, mode);
    fixture_set(&f, which, 0, value);
    fixture_run(&f, 1, r);
    fixture_free(&f);
}

/* 17.8 a year until the 223 base hospitals are used up, at 282 + 223. */
static void
test_linear(void)
{
    pc_results_t r;
    run_with(PC_ROLLOUT_LINEAR, PC_P_rollout_rate, 17.8, &r);
    for (int m = 0; m <= 190; m++) {
        CU_ASSERT_DOUBLE_EQUAL(sites(&r, m), fmin(282 + 17.8 / 12 * m, 505), 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(
            fixture_value(&r, PC_V_BASE_UNCOVERED, PC_MONTH(2025, 5) + m),
            505 - sites(&r, m), 1e-9);
    }
    pc_results_free(&r);
}

/* A share of the remaining 223: geometric decay. */
static void
test_hazard(void)
{
    pc_results_t r;
    run_with(PC_ROLLOUT_HAZARD, PC_P_rollout_hazard, 0.3, &r);
    for (int m = 0; m <= 190; m += 10) {
        CU_ASSERT_DOUBLE_EQUAL(sites(&r, m), 505 - 223 * pow(1 - 0.3 / 12, m), 1e-8);
    }
    pc_results_free(&r);
}

/* Month by month, N goes up by g N (1 - N/K) / 12 or g N log(K/N) / 12. */
static void
test_logistic_and_gompertz(void)
{
    pc_results_t logistic, gompertz;
    run_with(PC_ROLLOUT_LOGISTIC, PC_P_rollout_growth, 0.3, &logistic);
    run_with(PC_ROLLOUT_GOMPERTZ, PC_P_rollout_growth, 0.1, &gompertz);
    double a = 282, b = 282;
    for (int m = 1; m <= 190; m++) {
        a += 0.3 * a * (1 - a / 505) / 12;
        b += 0.1 * b * log(505 / b) / 12;
        CU_ASSERT_DOUBLE_EQUAL(sites(&logistic, m), a, 1e-8);
        CU_ASSERT_DOUBLE_EQUAL(sites(&gompertz, m), b, 1e-8);
    }
    CU_ASSERT(a > 495 && a < 505);
    pc_results_free(&logistic);
    pc_results_free(&gompertz);
}

/* 282 until 2026-03, then straight to `end` within 24 months; then nothing more. */
static double
scheduled(int month, double end)
{
    const double pace = (end - 282) / 24;
    return fmin(end, 282 + (month > 10 ? (month - 10) * pace : 0));
}

/* Sites at the ends of months 0 to 190, in expected mode (replicate 0) or by luck. */
static void
run_schedule(double end, uint32_t replicate, double path[191])
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_mode, 0, PC_ROLLOUT_SCHEDULE);
    for (int m = 0; m <= 190; m++) {
        fixture_set(&f, PC_P_rollout_schedule, PC_MONTH(2025, 5) + m, scheduled(m, end));
    }
    f.input.mode = replicate > 0 ? PC_MODE_STOCHASTIC : PC_MODE_EXPECTED;
    fixture_run(&f, replicate, &r);
    for (int m = 0; m <= 190; m++) {
        path[m] = sites(&r, m);
    }
    pc_results_free(&r);
    fixture_free(&f);
}

/* Expected mode meets the dated totals. Chance strays from them by the luck of a single
 * month only (standard deviation at most 3): a schedule that covers every base hospital
 * covers it in every run, and one that ends before ends at its total in the mean. */
static void
test_schedule(void)
{
    double path[191], mean = 0;
    int other_luck = 0;
    for (uint32_t replicate = 0; replicate <= 20; replicate++) {
        run_schedule(505, replicate, path);
        for (int m = 0; m <= 190; m++) {
            const double off = fabs(path[m] - scheduled(m, 505));
            const int between = m > 10 && m < 34;
            CU_ASSERT(off <= (replicate > 0 && between ? 15 : 1e-9));
            other_luck += replicate > 0 && off > 1;
        }
    }
    CU_ASSERT(other_luck > 20);
    for (uint32_t replicate = 1; replicate <= 100; replicate++) {
        run_schedule(460, replicate, path);
        CU_ASSERT_EQUAL(path[190], path[34]);
        mean += path[34] / 100;
    }
    CU_ASSERT_DOUBLE_EQUAL(mean, 460, 1); /* 4 errors of about 0.25 */
}

/* The smaller of demand and what 45 cores and hubs can bring in. */
static void
test_capacity(void)
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_mode, 0, PC_ROLLOUT_CAPACITY);
    fixture_set(&f, PC_P_rollout_hazard, 0, 0.2);
    fixture_set(&f, PC_P_rollout_onboarding, 0, 0.4);
    fixture_run(&f, 1, &r);
    /* 18 a year while 0.2 x candidates is more, that is down to 90 candidates. */
    CU_ASSERT_DOUBLE_EQUAL(sites(&r, 80), 282 + 1.5 * 80, 1e-9);
    const int turn = 89; /* 223 - 1.5 x 89 = 89.5 */
    const double late = 505 - (223 - 1.5 * turn) * pow(1 - 0.2 / 12, 190 - turn);
    CU_ASSERT_DOUBLE_EQUAL(sites(&r, 190), late, 1e-8);
    pc_results_free(&r);
    fixture_free(&f);
}

/* A fifth of the openings falls on the 45 candidates outside the base system, until they
 * are used up. */
static void
test_two_pools(void)
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_base_share, 0, 0.8);
    fixture_set(&f, PC_P_rollout_rate, 0, 18);
    fixture_run(&f, 1, &r);
    for (int m = 0; m <= 190; m += 19) {
        const pc_month month = PC_MONTH(2025, 5) + m;
        CU_ASSERT_DOUBLE_EQUAL(
            fixture_value(&r, PC_V_SITES_OUTSIDE, month), fmin(42 + 0.3 * m, 87), 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(
            fixture_value(&r, PC_V_BASE_COVERED, month), fmin(240 + 1.2 * m, 463), 1e-9);
    }
    pc_results_free(&r);
    fixture_free(&f);
}

/* Large weights and few candidates: no chance passes 1, and the mean number of openings
 * is still met. */
static void
test_certain_candidates(void)
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_priority, 0, 5);
    fixture_set(&f, PC_P_rollout_weight_treatment, 0, 0.001);
    fixture_set(&f, PC_P_rollout_rate, 0, 120);
    fixture_run(&f, 1, &r);
    for (int m = 0; m <= 25; m++) {
        CU_ASSERT_DOUBLE_EQUAL(sites(&r, m), fmin(282 + 10 * m, 505), 1e-8);
    }
    /* Treatment hospitals come last. */
    CU_ASSERT(fixture_value(&r, PC_V_SITES_REGIONAL, PC_MONTH(2026, 9)) > 340);
    CU_ASSERT(fixture_value(&r, PC_V_SITES_TREATMENT, PC_MONTH(2026, 9)) < 10);
    pc_results_free(&r);
    fixture_free(&f);
}

/* Without openings, the 237 cooperative sites decay by the yearly rate; cores and hubs
 * stay; in the mean of replicates as well. */
static void
test_withdrawal(void)
{
    enum { REPLICATES = 300 };
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_months(&f, PC_MONTH(2025, 6), PC_MONTH(2027, 5));
    fixture_set(&f, PC_P_rollout_rate, 0, 0);
    fixture_set(&f, PC_P_rollout_withdrawal, 0, 0.1);
    fixture_run(&f, 1, &r);
    CU_ASSERT_DOUBLE_EQUAL(sites(&r, 12), 45 + 237 * 0.9, 1e-8);
    CU_ASSERT_DOUBLE_EQUAL(sites(&r, 24), 45 + 237 * 0.81, 1e-8);
    pc_results_free(&r);
    f.input.mode = PC_MODE_STOCHASTIC;
    double sum = 0;
    for (uint32_t k = 1; k <= REPLICATES; k++) {
        fixture_run(&f, k, &r);
        sum += sites(&r, 24) - 45;
        pc_results_free(&r);
    }
    const double error = sqrt(237 * 0.81 * 0.19 / REPLICATES);
    CU_ASSERT_DOUBLE_EQUAL(sum / REPLICATES, 237 * 0.81, 4.5 * error);
    fixture_free(&f);
}

/* A closed base hospital waits and opens again; its episodes use new luck. */
static void
test_sites_come_and_go(void)
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    f.input.mode = PC_MODE_STOCHASTIC;
    fixture_set(&f, PC_P_rollout_withdrawal, 0, 0.5);
    fixture_set(&f, PC_P_rollout_rate, 0, 120);
    fixture_run(&f, 4, &r);
    double opened = 0, closed = 0;
    for (int m = 1; m <= 190; m++) {
        opened += fixture_value(&r, PC_V_SITES_OPENED, PC_MONTH(2025, 5) + m);
        closed += fixture_value(&r, PC_V_SITES_CLOSED, PC_MONTH(2025, 5) + m);
    }
    CU_ASSERT_EQUAL(sites(&r, 190), 282 + opened - closed);
    CU_ASSERT(opened > 3 * 223); /* many opened more than once */
    pc_results_free(&r);
    fixture_free(&f);
}

/* The first hospital after row `from` of that tier in the table, of a base type. */
static int32_t
find_row(const fixture_t *f, int32_t from, pc_tier tier)
{
    int32_t i = from + 1;
    while (f->hospitals.tier[i] != tier || f->hospitals.base_type[i] == PC_BASE_NONE) {
        i++;
    }
    return i;
}

/* Adds changes of tier, later than those of the table and in order. */
static void
add_changes(fixture_t *f, const pc_tier_change_t *more, size_t num)
{
    const size_t old = f->num_changes;
    f->changes = realloc(f->changes, (old + num) * sizeof(*more));
    CU_ASSERT_PTR_NOT_NULL_FATAL(f->changes);
    memcpy(f->changes + old, more, num * sizeof(*more));
    f->num_changes = old + num;
    f->input.tier_changes = f->changes;
    f->input.num_tier_changes = f->num_changes;
}

/* A base hospital that a change closes may open in the same month: the one candidate of
 * a pace that opens all does. It is no EP-capable site any more; its patients notice
 * nothing. */
static void
test_closed_and_open_again_in_a_month(void)
{
    const pc_month month = PC_MONTH(2026, 6);
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t without, with;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_set(&f, PC_P_rollout_rate, 0, 500);
        fixture_set(&f, PC_P_ep_host_promotion, 0, 0);
        fixture_run(&f, 1, &without);
        const pc_tier_change_t change = { month,
            find_row(&f, -1, PC_TIER_COOPERATIVE_EP), PC_TIER_NONE };
        add_changes(&f, &change, 1);
        fixture_run(&f, 1, &with);
        CU_ASSERT_EQUAL(fixture_value(&with, PC_V_SITES_CLOSED, month), 1);
        CU_ASSERT_EQUAL(fixture_value(&with, PC_V_SITES_OPENED, month), 1);
        CU_ASSERT_EQUAL(fixture_value(&without, PC_V_SITES_OPENED, month), 0);
        CU_ASSERT_DOUBLE_EQUAL(fixture_value(&with, PC_V_SITES, month), 505, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(fixture_value(&with, PC_V_EP_HOSTS, month),
            fixture_value(&without, PC_V_EP_HOSTS, month) - 1, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(fixture_value(&with, PC_V_ACCESS_TREATED, month),
            fixture_value(&without, PC_V_ACCESS_TREATED, month), 1e-9);
        pc_results_free(&without);
        pc_results_free(&with);
        fixture_free(&f);
    }
}

/* A closed site is none at once, and its patients lose their access with it. */
static void
test_closed_sites_order_nothing(void)
{
    const pc_month month = PC_MONTH(2026, 6);
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_rate, 0, 0);
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        for (int k = 0; k < 7; k++) {
            f.prefectures[p].population[k] = 1e6;
        }
    }
    const int32_t row = find_row(&f, -1, PC_TIER_HUB);
    const pc_tier_change_t change = { month, row, PC_TIER_NONE };
    add_changes(&f, &change, 1);
    double volume = 0;
    for (size_t i = 0; i < f.hospitals.num; i++) {
        volume += f.hospitals.volume[i];
    }
    const double part =
        100 * f.params[0].demand_network_share * f.hospitals.volume[row] / volume;
    fixture_run(&f, 1, &r);
    const double before = fixture_value(&r, PC_V_ACCESS_TREATED, month - 1);
    CU_ASSERT_DOUBLE_EQUAL(fixture_value(&r, PC_V_SITES, month), 281, 1e-9);
    for (int k = 1; k <= 12; k++) {
        CU_ASSERT_DOUBLE_EQUAL(
            fixture_value(&r, PC_V_ACCESS_TREATED, month - 1 + k), before - part, 1e-9);
    }
    pc_results_free(&r);
    fixture_free(&f);
}

/* What a hub that closes leaves goes by the hosts after all changes of the month: to a
 * host of its own that becomes a hub only then. A hub that stays a host keeps its own.
 */
static void
test_backlogs_move_after_all_changes(void)
{
    const pc_month month = PC_MONTH(2026, 6);
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_plan_t plan;
        pc_run_t run;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_set(&f, PC_P_rollout_rate, 0, 0); /* or the hub opens again */
        fixture_set(&f, PC_P_ep_constraint, 0, PC_EP_HARD);
        fixture_set(&f, PC_P_ep_minutes_per_month_core, 0, 1e6);
        fixture_set(&f, PC_P_ep_minutes_per_month_hub, 0, 20);
        const int32_t core = find_row(&f, -1, PC_TIER_CORE);
        const int32_t closes = find_row(&f, core, PC_TIER_HUB);
        const int32_t rises = find_row(&f, closes, PC_TIER_COOPERATIVE);
        const int32_t stays = find_row(&f, rises, PC_TIER_HUB);
        f.hospitals.host[closes] = rises;
        f.hospitals.host[rises] = core;
        const pc_tier_change_t changes[] = { { month, closes, PC_TIER_NONE },
            { month, rises, PC_TIER_HUB }, { month, stays, PC_TIER_COOPERATIVE_EP } };
        add_changes(&f, changes, 3);
        CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &plan), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 1), PC_OK);
        while (run.state.scalar[PC_S_MONTH] < month - 1) {
            CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
        }
        const double left = run.state.backlog[closes], kept = run.state.backlog[stays];
        CU_ASSERT(left > 10 && kept > 10);
        CU_ASSERT_EQUAL(run.state.backlog[core] + run.state.backlog[rises], 0);
        CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
        pc_run_verify(&run);
        CU_ASSERT_EQUAL(run.flows.before[rises], left);
        CU_ASSERT_EQUAL(run.flows.before[core], 0);
        CU_ASSERT_EQUAL(run.flows.before[stays], kept);
        CU_ASSERT_EQUAL(run.state.backlog[closes], 0);
        pc_run_free(&run);
        pc_plan_free(&plan);
        fixture_free(&f);
    }
}

/* 27 EP-capable sites, 20 more a year, up to 100; whole ones in stochastic mode. */
static void
test_promotion(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t r;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_run(&f, 1, &r);
        for (int m = 0; m <= 190; m++) {
            double expected = fmin(27 + 20.0 / 12 * m, 100);
            expected = mode == PC_MODE_STOCHASTIC ? floor(expected + 1e-9) : expected;
            CU_ASSERT_DOUBLE_EQUAL(
                fixture_value(&r, PC_V_SITES_COOP_EP, PC_MONTH(2025, 5) + m), expected,
                1e-9);
        }
        pc_results_free(&r);
        fixture_free(&f);
    }
}

/* Any start since 2018-04 begins with the published sites and tiers of that date. */
static void
test_published_starts(void)
{
    static const struct {
        pc_month row;
        double sites, core, hub, ep;
    } record[] = {
        { PC_MONTH(2018, 4), 111, 11, 0, 0 },
        { PC_MONTH(2019, 9), 167, 11, 34, 0 },
        { PC_MONTH(2020, 4), 206, 12, 33, 0 },
        { PC_MONTH(2022, 3), 234, 12, 33, 0 },
        { PC_MONTH(2023, 3), 243, 12, 33, 0 },
        { PC_MONTH(2024, 3), 264, 13, 32, 0 },
        { PC_MONTH(2025, 3), 278, 13, 32, 27 },
        { PC_MONTH(2025, 5), 282, 13, 32, 27 },
    };
    for (size_t k = 0; k < sizeof(record) / sizeof(record[0]); k++) {
        fixture_t f;
        pc_results_t r;
        fixture_init(&f);
        fixture_months(&f, record[k].row + 1, record[k].row + 1);
        fixture_run(&f, 1, &r);
        CU_ASSERT_EQUAL(fixture_value(&r, PC_V_SITES, record[k].row), record[k].sites);
        CU_ASSERT_EQUAL(
            fixture_value(&r, PC_V_SITES_CORE, record[k].row), record[k].core);
        CU_ASSERT_EQUAL(fixture_value(&r, PC_V_SITES_HUB, record[k].row), record[k].hub);
        CU_ASSERT_EQUAL(
            fixture_value(&r, PC_V_SITES_COOP_EP, record[k].row), record[k].ep);
        pc_results_free(&r);
        fixture_free(&f);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "linear", test_linear },
        { "hazard", test_hazard },
        { "logistic_and_gompertz", test_logistic_and_gompertz },
        { "schedule", test_schedule },
        { "capacity", test_capacity },
        { "two_pools", test_two_pools },
        { "certain_candidates", test_certain_candidates },
        { "withdrawal", test_withdrawal },
        { "sites_come_and_go", test_sites_come_and_go },
        { "closed_and_open_again_in_a_month", test_closed_and_open_again_in_a_month },
        { "closed_sites_order_nothing", test_closed_sites_order_nothing },
        { "backlogs_move_after_all_changes", test_backlogs_move_after_all_changes },
        { "promotion", test_promotion },
        { "published_starts", test_published_starts },
        CU_TEST_INFO_NULL,
    };
    return test_main("rollout", tests, argc, argv);
}
