/* panels.c - the queue of one host against closed forms, and routes between hosts.
 */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "analysis/ensemble/hosts.h"
#include "tests/unit/fixture.h"
#include "simulation/panels.h"
#include "tests/unit/testlib.h"

#define MONTHS 1190

/* One core that tests `demand` patients a month in the mean and discusses `capacity` of
 * them. */
static void
one_host(fixture_t *f, double demand, double capacity)
{
    fixture_init(f);
    f->hospitals.num = 1;
    f->hospitals.opened[0] = PC_MONTH(2018, 4);
    f->hospitals.tier[0] = PC_TIER_CORE;
    f->input.num_tier_changes = 0;
    f->input.num_rules = 0;
    f->input.mode = PC_MODE_STOCHASTIC;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        for (int k = 0; k < 7; k++) {
            f->prefectures[p].population[k] = 1e6;
        }
    }
    fixture_months(f, PC_MONTH(2025, 6), PC_MONTH(2025, 6) + MONTHS - 1);
    fixture_set(f, PC_P_demand_drug_therapy_patients, 0, 12 * demand);
    fixture_set(f, PC_P_demand_fitness, 0, 1);
    fixture_set(f, PC_P_demand_offer_1, 0, 1);
    fixture_set(f, PC_P_demand_uptake, 0, 1);
    fixture_set(f, PC_P_demand_network_share, 0, 1);
    fixture_set(f, PC_P_haem_patients, 0, 0);
    fixture_set(f, PC_P_early_uptake, 0, 0);
    fixture_set(f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(f, PC_P_ep_circulation, 0, 0);
    fixture_set(f, PC_P_ep_minutes_meeting, 0, 10);
    fixture_set(f, PC_P_ep_minutes_per_month_core, 0, 10 * capacity);
    fixture_set(f, PC_P_ep_dropout, 0, 0);
}

/* Mean backlog after service of the discrete-time bulk-service queue X' = max(X - s, 0)
 * + A with Poisson(l) arrivals (Bruneel and Kim 1993; Janssen and van Leeuwaarden 2005):
 *   E X = l / (2 (s - l)) + l / 2 - (s - 1) / 2 + sum over k of 1 / (1 - z_k),
 * z_k the s - 1 roots of z^s = exp(l (z - 1)) inside the unit disk, and the backlog is X
 * - A. For s = 1 it is l^2 / (2 (1 - l)), Pollaczek and Khinchine. The roots are fixed
 * points of z = w_k exp(l (z - 1) / s). */
static double
bulk_queue_mean(double l, int s)
{
    double sum = l / (2 * (s - l)) + l / 2 - (s - 1) / 2.0;
    for (int k = 1; k < s; k++) {
        const double complex root = cexp(2 * 3.14159265358979323846 * I * k / s);
        double complex z = 0;
        for (int step = 0; step < 10000; step++) {
            z = root * cexp(l * (z - 1) / s);
        }
        sum += creal(1 / (1 - z));
    }
    return sum - l;
}

/* Over replicates, the mean backlog and the mean wait meet the closed form: |z| < 4.5,
 * fixed seeds. */
static void
check_queue(double demand, int capacity, uint32_t replicates)
{
    fixture_t f;
    double sum = 0, squares = 0, waits = 0;
    one_host(&f, demand, capacity);
    for (uint32_t k = 1; k <= replicates; k++) {
        pc_results_t r;
        double backlog = 0, wait = 0;
        fixture_run(&f, k, &r);
        const int warm = 190;
        int with_arrivals = 0;
        for (int m = warm + 1; m <= MONTHS; m++) {
            const double *nation = pc_results_national(&r, (size_t) m);
            backlog += nation[PC_V_EP_BACKLOG] / (MONTHS - warm);
            if (!isnan(nation[PC_V_EP_WAIT])) {
                /* The wait is the backlog in days, month by month. */
                CU_ASSERT_DOUBLE_EQUAL(nation[PC_V_EP_WAIT],
                    14 + 30.4375 * nation[PC_V_EP_BACKLOG] / capacity, 1e-9);
                wait += nation[PC_V_EP_WAIT];
                with_arrivals++;
            }
        }
        sum += backlog;
        squares += backlog * backlog;
        waits += wait / with_arrivals;
        pc_results_free(&r);
    }
    const double n = replicates, mean = sum / n;
    const double error = sqrt((squares - n * mean * mean) / (n - 1) / n);
    const double exact = bulk_queue_mean(demand, capacity);
    CU_ASSERT(fabs(mean - exact) < 4.5 * error);
    CU_ASSERT(error < 0.1 * exact); /* else the test could not fail */
    if (demand
        > 10) { /* months without arrivals, which have no wait, are too rare to matter */
        const double days = 14 + 30.4375 * exact / capacity;
        CU_ASSERT(fabs(waits / n - days) < 4.5 * 30.4375 * error / capacity);
    }
    fixture_free(&f);
}

static void
test_queue_of_one_server(void)
{
    CU_ASSERT_DOUBLE_EQUAL(bulk_queue_mean(0.8, 1), 0.8 * 0.8 / (2 * 0.2), 1e-12);
    check_queue(0.8, 1, 60);
}

static void
test_queue_of_many_places(void)
{
    check_queue(18, 20, 60);
    check_queue(57, 60, 60);
}

/* A fractional capacity is met in the mean, by whole cases; endless demand keeps the
 * host busy. */
static void
test_fractional_capacity_is_unbiased(void)
{
    fixture_t f;
    pc_results_t r;
    double discussed = 0;
    one_host(&f, 50, 7.3);
    fixture_run(&f, 1, &r);
    for (int m = 1; m <= MONTHS; m++) {
        const double count = pc_results_national(&r, (size_t) m)[PC_V_EP_DISCUSSED];
        CU_ASSERT(count == 7 || count == 8);
        discussed += count;
    }
    CU_ASSERT_DOUBLE_EQUAL(discussed / MONTHS, 7.3, 4.5 * sqrt(0.21 / MONTHS));
    pc_results_free(&r);
    fixture_free(&f);
}

/* With dropouts and no capacity at all, the backlog settles where arrivals balance
 * dropouts: before the month's dropouts it is l / d, after them l (1 - d) / d. */
static void
test_dropouts_balance_arrivals(void)
{
    fixture_t f;
    pc_results_t r;
    one_host(&f, 30, 0);
    f.input.mode = PC_MODE_EXPECTED;
    fixture_set(&f, PC_P_ep_dropout, 0, 0.2);
    fixture_run(&f, 1, &r);
    CU_ASSERT_DOUBLE_EQUAL(
        pc_results_national(&r, MONTHS)[PC_V_EP_BACKLOG], 30 * 0.8 / 0.2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_results_national(&r, MONTHS)[PC_V_EP_DROPOUTS], 30, 1e-9);
    CU_ASSERT(isnan(pc_results_national(&r, MONTHS)[PC_V_EP_WAIT]));
    CU_ASSERT_EQUAL(pc_results_national(&r, MONTHS)[PC_V_EP_WAIT_OVER_28], 100);
    pc_results_free(&r);
    fixture_free(&f);
}

/* Circulation shortens the mean time per case and so raises capacity: half by
 * circulation at half the time is 4/3. */
static void
test_circulation_raises_capacity(void)
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_ep_circulation, 0, 0);
    fixture_set(&f, PC_P_ep_circulation, PC_MONTH(2026, 1), 0.5);
    fixture_set(&f, PC_P_ep_host_promotion, 0, 0);
    fixture_run(&f, 1, &r);
    const double before = fixture_value(&r, PC_V_EP_CAPACITY, PC_MONTH(2025, 12));
    const double after = fixture_value(&r, PC_V_EP_CAPACITY, PC_MONTH(2026, 1));
    CU_ASSERT_DOUBLE_EQUAL(after / before, 4 / 3.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(before, (13 * 900 + 32 * 450 + 27 * 120) / 12.0, 1e-6);
    pc_results_free(&r);
    fixture_free(&f);
}

/* EP-capable sites keep their own cases but for the unclear share; with all of them
 * unclear they discuss none. */
static void
test_unclear_cases_are_referred(void)
{
    fixture_t f;
    pc_results_t some, none, all;
    fixture_init(&f);
    fixture_run(&f, 1, &some);
    fixture_set(&f, PC_P_ep_refer_unclear, 0, 0);
    fixture_run(&f, 1, &none);
    fixture_set(&f, PC_P_ep_refer_unclear, 0, 1);
    fixture_run(&f, 1, &all);
    const pc_month m =
        PC_MONTH(2026, 5); /* before the rules: every test is an EP case */
    const double own = fixture_value(&none, PC_V_TESTS_COOP_EP, m);
    CU_ASSERT_DOUBLE_EQUAL(
        fixture_value(&none, PC_V_EP_DISCUSSED_COOP_EP, m), own, 1e-9 * own);
    CU_ASSERT_EQUAL(fixture_value(&none, PC_V_EP_REFERRED, m), 0);
    CU_ASSERT_DOUBLE_EQUAL(
        fixture_value(&some, PC_V_EP_DISCUSSED_COOP_EP, m), 0.9 * own, 1e-9 * own);
    CU_ASSERT_DOUBLE_EQUAL(fixture_value(&all, PC_V_EP_DISCUSSED_COOP_EP, m), 0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(fixture_value(&all, PC_V_EP_REFERRED, m), own, 1e-9 * own);
    pc_results_free(&some);
    pc_results_free(&none);
    pc_results_free(&all);
    fixture_free(&f);
}

/* Haematological cases of one cooperative site go to the host named for them, and
 * nothing else moves. */
static void
test_haematological_host(void)
{
    fixture_t f;
    pc_results_t before, after;
    fixture_init(&f);
    int32_t site = -1, other = -1;
    for (size_t i = 0; i < f.hospitals.num; i++) {
        if (f.hospitals.tier[i] == PC_TIER_COOPERATIVE && site < 0) {
            site = (int32_t) i;
        }
        if (f.hospitals.tier[i] == PC_TIER_CORE) {
            other = (int32_t) i; /* the last core, far from the first site */
        }
    }
    fixture_run(&f, 1, &before);
    f.hospitals.host_haem[site] = other;
    fixture_run(&f, 1, &after);
    const size_t row = 12;
    const size_t from = f.hospitals.prefecture[f.hospitals.host[site]];
    const size_t to = f.hospitals.prefecture[other];
    double moved = 0;
    for (size_t p = 0; p < PC_NUM_REGIONS; p++) {
        const double *a = pc_results_region(&before, row, p);
        const double *b = pc_results_region(&after, row, p);
        const double change = b[PC_R_EP_DISCUSSED] - a[PC_R_EP_DISCUSSED];
        CU_ASSERT_DOUBLE_EQUAL(a[PC_R_TESTS], b[PC_R_TESTS], 1e-9);
        if (p == to) {
            moved = change;
        } else if (p != from) {
            CU_ASSERT_DOUBLE_EQUAL(change, 0, 1e-9);
        }
    }
    CU_ASSERT(from != to && moved > 0.01);
    CU_ASSERT_DOUBLE_EQUAL(
        pc_results_region(&after, row, from)[PC_R_EP_DISCUSSED]
            - pc_results_region(&before, row, from)[PC_R_EP_DISCUSSED],
        -moved, 1e-9);
    pc_results_free(&before);
    pc_results_free(&after);
    fixture_free(&f);
}

/* With every host given the minutes it needs for a limit, the busiest host of the tier
 * is used to just that limit. */
static void
test_capacity_need(void)
{
    fixture_t f;
    pc_plan_t plan;
    pc_run_t run;
    pc_hosts_t hosts;
    pc_capacity_need_t need;
    fixture_init(&f);
    double minutes = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            fixture_set(&f, PC_P_ep_minutes_per_month_hub, 0, minutes);
        }
        CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &plan), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_hosts_init(&hosts, &plan), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 1), PC_OK);
        while (run.month < plan.num_months) {
            CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
            pc_hosts_record(&hosts, &run);
        }
        CU_ASSERT_EQUAL_FATAL(pc_hosts_need(&hosts, 5, PC_TIER_HUB, 85, &need), 1);
        CU_ASSERT_EQUAL(need.fiscal_year, 2030);
        CU_ASSERT_DOUBLE_EQUAL(need.hosts, 32, 1e-9);
        if (pass == 0) {
            minutes = need.minutes_each;
            CU_ASSERT(minutes > need.minutes_pooled);
        } else {
            double busiest = 0;
            for (size_t h = 0; h < f.hospitals.num; h++) {
                double asked = 0, capacity = 0;
                for (size_t m = 1; m <= plan.num_months; m++) {
                    const pc_host_month_t *x = &hosts.months[m * f.hospitals.num + h];
                    if (pc_month_fiscal_year(plan.months[m].month) == 2030
                        && x->present > 0 && x->tier == PC_TIER_HUB) {
                        asked += x->arrivals;
                        capacity += x->capacity;
                    }
                }
                busiest = capacity > 0 && asked / capacity > busiest ? asked / capacity
                                                                     : busiest;
            }
            CU_ASSERT_DOUBLE_EQUAL(busiest, 0.85, 1e-9);
        }
        pc_hosts_free(&hosts);
        pc_run_free(&run);
        pc_plan_free(&plan);
    }
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "queue_of_one_server", test_queue_of_one_server },
        { "queue_of_many_places", test_queue_of_many_places },
        { "fractional_capacity_is_unbiased", test_fractional_capacity_is_unbiased },
        { "dropouts_balance_arrivals", test_dropouts_balance_arrivals },
        { "circulation_raises_capacity", test_circulation_raises_capacity },
        { "unclear_cases_are_referred", test_unclear_cases_are_referred },
        { "haematological_host", test_haematological_host },
        { "capacity_need", test_capacity_need },
        CU_TEST_INFO_NULL,
    };
    return test_main("panels", tests, argc, argv);
}
