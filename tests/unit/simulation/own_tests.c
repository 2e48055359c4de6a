/* own_tests.c - nobody is tested twice: the hazard of own patients. */
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/own_tests.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

/* Cores with ten times the hazard, in prefectures that differ. */
static void
make_own(pc_own_t *own)
{
    memset(own, 0, sizeof(*own));
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const double practice = 0.5 + 0.03 * p;
        own->share[PC_OWN_CORE][p] = p % 4 == 0 ? 0.004 : 0;
        own->share[PC_OWN_HUB][p] = p % 2 == 0 ? 0.003 : 0;
        own->share[PC_OWN_COOPERATIVE][p] = 0.006;
        own->hazard[PC_OWN_CORE][p] = 10 * practice;
        own->hazard[PC_OWN_HUB][p] = 2 * practice;
        own->hazard[PC_OWN_COOPERATIVE][p] = practice;
    }
}

/* The total is what was asked for, and the ratios of the hazards -log(1 - u) stay. */
static void
test_total_and_ratios(void)
{
    static const double rates[] = { 1e-6, 0.01, 0.3, 0.569, 0.9, 0.9999 };
    pc_own_t own;
    double u[PC_NUM_OWN][PC_NUM_PREFECTURES];
    make_own(&own);
    double all = 0;
    for (int c = 0; c < PC_NUM_OWN; c++) {
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            all += own.share[c][p];
        }
    }
    for (size_t k = 0; k < sizeof(rates) / sizeof(rates[0]); k++) {
        double sum = 0;
        const double said = pc_own_tested(&own, rates[k] * all, u);
        const double lambda =
            -log1p(-u[PC_OWN_COOPERATIVE][0]) / own.hazard[PC_OWN_COOPERATIVE][0];
        for (int c = 0; c < PC_NUM_OWN; c++) {
            for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
                sum += own.share[c][p] * u[c][p];
                CU_ASSERT(u[c][p] >= 0 && u[c][p] <= 1);
                if (own.share[c][p] > 0) {
                    CU_ASSERT_DOUBLE_EQUAL(
                        u[c][p], -expm1(-lambda * own.hazard[c][p]), 1e-9);
                }
            }
        }
        CU_ASSERT_DOUBLE_EQUAL(sum / (rates[k] * all), 1, 1e-11);
        CU_ASSERT_DOUBLE_EQUAL(said / sum, 1, 1e-11);
    }
}

/* Where more are asked for than have a hazard, all of these are tested. */
static void
test_all_at_risk(void)
{
    pc_own_t own;
    double u[PC_NUM_OWN][PC_NUM_PREFECTURES];
    make_own(&own);
    double core = 0;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        own.hazard[PC_OWN_HUB][p] = own.hazard[PC_OWN_COOPERATIVE][p] = 0;
        core += own.share[PC_OWN_CORE][p];
    }
    CU_ASSERT_DOUBLE_EQUAL(pc_own_tested(&own, 1.5 * core, u), core, 1e-15);
    CU_ASSERT_EQUAL(u[PC_OWN_CORE][0], 1);
    CU_ASSERT_EQUAL(u[PC_OWN_HUB][0], 0);
    CU_ASSERT_EQUAL(pc_own_tested(&own, 0, u), 0);
    CU_ASSERT_EQUAL(u[PC_OWN_CORE][0], 0);
    make_own(&own);
    pc_own_tested(&own, 1, u); /* more than there are */
    CU_ASSERT_EQUAL(u[PC_OWN_COOPERATIVE][46], 1);
    CU_ASSERT_EQUAL(u[PC_OWN_CORE][1], 0); /* nobody is there */
}

/* Own tests of every month beside own patients: by class and prefecture at each line,
 * and over a patient's way through the lines, early tests included. The national means
 * of the lines may not hide a class of which more are tested than there are. */
static void
check_month(const pc_run_t *run)
{
    const pc_flows_t *f = &run->flows;
    for (int c = 0; c < PC_NUM_OWN; c++) {
        for (int k = 0; k < PC_NUM_PREFECTURES; k++) {
            const double early = (1 - f->own_tested[0][c][k]) * f->early;
            double all = f->line[0] * early;
            CU_ASSERT(f->own_tested[0][c][k] + early <= 1);
            for (int line = 0; line < 3; line++) {
                const double tests = f->own_tested[line][c][k];
                CU_ASSERT(tests >= 0 && tests <= f->own_left[line][c][k]);
                all += f->line[line] * tests;
            }
            CU_ASSERT(all <= f->line[0] * (1 + 1e-12));
        }
    }
    double own = 0;
    for (int k = 0; k < 3; k++) {
        own += f->line[k] * f->own[k];
    }
    CU_ASSERT(own <= f->mean_tests[PC_STREAM_SOLID] * (1 + 1e-12));
    CU_ASSERT(f->own[0] <= f->access_treated && f->own[1] <= f->access_treated
              && f->own[2] <= f->access_treated);
}

static void
test_shipped_scenarios(void)
{
    glob_t found;
    double largest = 0;
    CU_ASSERT_EQUAL_FATAL(glob("scenarios/*.json", 0, NULL, &found), 0);
    CU_ASSERT_EQUAL_FATAL(glob("scenarios/data/*.json", GLOB_APPEND, NULL, &found), 0);
    CU_ASSERT(found.gl_pathc >= 30);
    for (size_t k = 0; k < found.gl_pathc; k++) {
        pc_scenario_t s;
        pc_experiment_t e;
        pc_run_t run;
        fixture_load(&s, found.gl_pathv[k], NULL, 0);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_init(&e, &s, 0, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &e.plan), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 1), PC_OK);
        while (run.month < e.plan.num_months) {
            CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
            check_month(&run);
            for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
                const double left = run.flows.own_left[2][PC_OWN_CORE][p];
                const double part = run.flows.own_tested[2][PC_OWN_CORE][p] / left;
                largest = left > 0 ? fmax(largest, part) : largest;
            }
        }
        pc_run_free(&run);
        pc_experiment_free(&e);
        pc_scenario_free(&s);
    }
    /* Somewhere a core tests nearly all at the last line: in proportion to the hazards
     * it would test more than there are. */
    CU_ASSERT(largest > 0.9);
    globfree(&found);
}

/* A cooperative site that becomes a hub tests and draws as a hub by sixths. */
static void
test_new_hub_rises(void)
{
    const pc_month month = PC_MONTH(2027, 4);
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_rollout_rate, 0, 0);
    fixture_set(&f, PC_P_ep_host_promotion, 0, 0);
    fixture_set(&f, PC_P_demand_uptake, 0, 0.01); /* so few that shares are as hazards */
    fixture_set(&f, PC_P_demand_drug_therapy_patients, 0, 3e5);
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        for (int k = 0; k < 7; k++) {
            f.prefectures[p].population[k] = 1e6;
        }
    }
    int32_t row = -1;
    for (size_t i = 0; i < f.hospitals.num; i++) {
        if (f.hospitals.tier[i] == PC_TIER_COOPERATIVE
            && (row < 0 || f.hospitals.volume[i] > f.hospitals.volume[row])) {
            row = (int32_t) i;
        }
    }
    pc_tier_change_t *changes = calloc(f.num_changes + 1, sizeof(*changes));
    CU_ASSERT_PTR_NOT_NULL_FATAL(changes);
    memcpy(changes, f.changes, f.num_changes * sizeof(*changes));
    changes[f.num_changes] = (pc_tier_change_t){ month, row, PC_TIER_HUB };
    f.input.tier_changes = changes;
    f.input.num_tier_changes = f.num_changes + 1;
    fixture_run(&f, 1, &r);
    double hub[8];
    for (int k = 0; k < 8; k++) {
        hub[k] = fixture_value(&r, PC_V_TESTS_HUB, month - 1 + k);
    }
    const double step = (hub[6] - hub[1]) / 5;
    CU_ASSERT(step > 0 && hub[1] > hub[0]);
    for (int k = 1; k < 6; k++) {
        CU_ASSERT_DOUBLE_EQUAL((hub[k + 1] - hub[k]) / step, 1, 0.03);
    }
    CU_ASSERT_DOUBLE_EQUAL(hub[7] / hub[6], 1, 1e-9);
    pc_results_free(&r);
    free(changes);
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "total_and_ratios", test_total_and_ratios },
        { "all_at_risk", test_all_at_risk },
        { "shipped_scenarios", test_shipped_scenarios },
        { "new_hub_rises", test_new_hub_rises },
        CU_TEST_INFO_NULL,
    };
    return test_main("own tests", tests, argc, argv);
}
