/* reach.c - the simulated date of a target, against hand arithmetic. */
#include <math.h>

#include "analysis/ensemble/experiment.h"
#include "analysis/ensemble/reach.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static void
test_goals(void)
{
    static const char *const bad[] = { "Sites|Total", "Sites|Totl>=460",
        "Sites|Total>=", "Sites|Total=>460", ">=460", "Sites|Total>=460x" };
    pc_goal_t goal;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(pc_goal_parse(&goal, "Expert Panel|Wait < 28", &diags), PC_OK);
    CU_ASSERT_EQUAL(goal.variable, PC_V_EP_WAIT);
    CU_ASSERT(pc_goal_met(&goal, 27.9) && !pc_goal_met(&goal, 28));
    CU_ASSERT(!pc_goal_met(&goal, NAN));
    CU_ASSERT_EQUAL(pc_goal_parse(&goal, "  Sites|Total >= 460  ", &diags), PC_OK);
    CU_ASSERT_EQUAL(pc_goal_parse(&goal, "Sites|Total>=460", &diags), PC_OK);
    CU_ASSERT(pc_goal_met(&goal, 460) && !pc_goal_met(&goal, 459.5));
    /* Rounding of a sum does not count: 1e-9 up to a threshold of 1, a billionth above.
     */
    CU_ASSERT(pc_goal_met(&goal, 460 - 4.5e-7) && !pc_goal_met(&goal, 460 - 4.7e-7));
    goal = (pc_goal_t){ PC_V_BASE_UNCOVERED, PC_GOAL_AT_MOST, 0.5 };
    CU_ASSERT(pc_goal_met(&goal, 0.5 + 9e-10) && !pc_goal_met(&goal, 0.5 + 1.1e-9));
    goal.op = PC_GOAL_BELOW;
    CU_ASSERT(!pc_goal_met(&goal, 0.5 - 9e-10) && pc_goal_met(&goal, 0.5 - 1.1e-9));
    goal.op = PC_GOAL_ABOVE;
    CU_ASSERT(!pc_goal_met(&goal, 0.5 + 9e-10) && pc_goal_met(&goal, 0.5 + 1.1e-9));
    for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
        CU_ASSERT_EQUAL(pc_goal_parse(&goal, bad[k], &diags), PC_ERR_INPUT);
    }
    pc_diags_free(&diags);
}

/* In expected mode at 18 a year, 178 more sites are there at the end of month 119. */
static void
test_date(void)
{
    static const char *const sets[] = { "rollout.rate=18", "mode=expected",
        "rollout.base_share=1" };
    const pc_goal_t goal = { PC_V_SITES, PC_GOAL_AT_LEAST, 460 };
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    pc_scenario_t s;
    pc_reach_t reach;
    fixture_load(&s, "scenarios/baseline.json", sets, 3);
    CU_ASSERT_EQUAL(pc_reach_run(&reach, &goal, 1, &s, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL(pc_reach_quantile(&reach, 0.5, 0), PC_MONTH(2025, 5) + 119);
    CU_ASSERT_EQUAL(reach.probability[118], 0);
    CU_ASSERT_EQUAL(reach.probability[119], 1);
    pc_reach_free(&reach);
    pc_scenario_free(&s);
}

/* At 17.8 a year 282 sites have become 460 at the end of month 120, but for the rounding
 * of 120 sums, and 222.5 of 223 base hospitals are covered at the end of month 150. Both
 * targets are met in these months, as in summary.json; what asks for more is not. */
static void
test_knife_edge(void)
{
    static const char *const sets[] = { "rollout.rate=17.8", "mode=expected",
        "rollout.base_share=1" };
    const pc_goal_t goals[] = { { PC_V_SITES, PC_GOAL_AT_LEAST, 460 },
        { PC_V_SITES, PC_GOAL_ABOVE, 460 },
        { PC_V_BASE_UNCOVERED, PC_GOAL_AT_MOST, 0.5 },
        { PC_V_BASE_UNCOVERED, PC_GOAL_BELOW, 0.5 } };
    static const int months[] = { 120, 121, 150, 151 };
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    pc_scenario_t s;
    pc_reach_t reach[4];
    pc_ensemble_t ensemble;
    double sites;
    fixture_load(&s, "scenarios/baseline.json", sets, 3);
    CU_ASSERT_EQUAL(pc_reach_run(reach, goals, 4, &s, &plan, NULL), PC_OK);
    for (int g = 0; g < 4; g++) {
        CU_ASSERT_EQUAL(reach[g].dates[0], PC_MONTH(2025, 5) + months[g]);
        pc_reach_free(&reach[g]);
    }
    CU_ASSERT_EQUAL(pc_ensemble_run(&ensemble, &s, &plan, NULL), PC_OK);
    const size_t place =
        pc_sample_place(&ensemble.layout, PC_PERIOD_MONTH, 120, PC_V_SITES);
    CU_ASSERT_EQUAL(pc_ensemble_columns(&ensemble, place, 1, &sites), PC_OK);
    CU_ASSERT(sites < 460 && sites > 460 - 1e-10); /* an edge indeed */
    pc_ensemble_free(&ensemble);
    pc_scenario_free(&s);
}

/* Probability, its error with the draw as unit, quantiles and pairs, from dates by hand.
 */
static void
test_pairs(void)
{
    pc_month a_dates[] = { 10, 12, 14, PC_MONTH_NONE };
    pc_month b_dates[] = { 8, 12, 17, 30 };
    pc_reach_t a = { .dates = a_dates, .num = 4, .draws = 4, .replicates = 1 };
    pc_reach_t b = { .dates = b_dates, .num = 4, .draws = 4, .replicates = 1 };
    pc_reach_pair_t pair;
    CU_ASSERT_EQUAL(pc_reach_compare(&a, &b, &pair), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(pair.earlier, 0.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(pair.same, 0.25, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(pair.later, 0.25, 1e-12);
    CU_ASSERT_EQUAL(pair.both, 3);
    CU_ASSERT_EQUAL(pair.median, 0);
    b.num = 3;
    CU_ASSERT_EQUAL(pc_reach_compare(&a, &b, &pair), PC_ERR_INPUT);
}

/* A share of all is 1, whatever their number: 49 times 1/49 is not. */
static void
test_whole_shares(void)
{
    static const char *const sets[] = { "mode=stochastic", "end=2026-03" };
    const pc_ensemble_plan_t plan = { .replicates = 49, .threads = 1 };
    const pc_goal_t goal = { PC_V_SITES, PC_GOAL_AT_LEAST, 100 };
    pc_scenario_t s;
    pc_reach_t reach;
    pc_reach_pair_t pair;
    fixture_load(&s, "scenarios/baseline.json", sets, 2);
    CU_ASSERT_EQUAL_FATAL(pc_reach_run(&reach, &goal, 1, &s, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL(reach.num_units, 49);
    CU_ASSERT_EQUAL(reach.met[reach.num_months - 1], 1);
    CU_ASSERT_EQUAL_FATAL(pc_reach_compare(&reach, &reach, &pair), PC_OK);
    CU_ASSERT_EQUAL(pair.same, 1);
    pc_reach_free(&reach);
    pc_scenario_free(&s);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "goals", test_goals },
        { "date", test_date },
        { "knife_edge", test_knife_edge },
        { "pairs", test_pairs },
        { "whole_shares", test_whole_shares },
        CU_TEST_INFO_NULL,
    };
    return test_main("reach", tests, argc, argv);
}
