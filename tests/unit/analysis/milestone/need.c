/* need.c - what it would take to meet a target, against hand arithmetic. */
#include <math.h>

#include "analysis/ensemble/experiment.h"
#include "analysis/ensemble/reach.h"
#include "analysis/milestone/need.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

/* In expected mode the pace that has 178 more sites by 2037-12 (month 151) is 178 x 12 /
 * 151. */
static void
test_pace(void)
{
    static const char *const sets[] = { "mode=expected", "rollout.base_share=1" };
    const pc_goal_t goal = { PC_V_SITES, PC_GOAL_AT_LEAST, 460 };
    const pc_goal_t far = { PC_V_SITES, PC_GOAL_AT_LEAST, 540 };
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    pc_scenario_t s;
    pc_need_t need;
    pc_diags_t diags;
    pc_diags_init(&diags);
    fixture_load(&s, "scenarios/baseline.json", sets, 2);
    CU_ASSERT_EQUAL(
        pc_need_pace(&need, &s, &goal, PC_MONTH(2037, 12), &plan, &diags), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(pc_need_quantile(&need, 0.5, 0), 178 * 12 / 151.0, 0.011);
    CU_ASSERT(pc_need_quantile(&need, 0.5, 0) > 178 * 12 / 151.0 - 1e-9); /* enough */
    CU_ASSERT_EQUAL(need.already, 1);                                     /* at 17.8 */
    pc_need_free(&need);
    /* Only base hospitals open, so 540 is out of reach at any pace. */
    CU_ASSERT_EQUAL(
        pc_need_pace(&need, &s, &far, PC_MONTH(2037, 12), &plan, &diags), PC_OK);
    CU_ASSERT_EQUAL(need.impossible, 1);
    CU_ASSERT_EQUAL(need.why[PC_WHY_RAN_OUT], 1);
    CU_ASSERT_DOUBLE_EQUAL(need.best, 505, 1e-6);
    pc_need_free(&need);
    CU_ASSERT_EQUAL(
        pc_need_pace(&need, &s, &goal, PC_MONTH(2060, 1), &plan, &diags), PC_ERR_INPUT);
    pc_need_free(&need);
    pc_diags_free(&diags);
    pc_scenario_free(&s);
}

/* Why there is no pace, one goal a reason; and a goal met before the run. */
static void
test_why_no_pace(void)
{
    static const char *const sets[] = { "mode=expected" };
    static const struct {
        pc_goal_t goal;
        pc_month by;
        pc_why why;
    } cases[] = {
        { { PC_V_SITES_HUB, PC_GOAL_AT_LEAST, 40 }, PC_MONTH(2037, 12), PC_WHY_UNMOVED },
        { { PC_V_SITES, PC_GOAL_BELOW, 200 }, PC_MONTH(2037, 12), PC_WHY_AWAY },
        { { PC_V_SITES, PC_GOAL_ABOVE, 505 }, PC_MONTH(2037, 12), PC_WHY_RAN_OUT },
        { { PC_V_SITES, PC_GOAL_AT_LEAST, 460 }, PC_MONTH(2025, 9), PC_WHY_LIMIT },
    };
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    const pc_goal_t there = { PC_V_SITES, PC_GOAL_AT_MOST, 300 };
    pc_scenario_t s;
    pc_need_t need;
    fixture_load(&s, "scenarios/baseline.json", sets, 1);
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        CU_ASSERT_EQUAL(
            pc_need_pace(&need, &s, &cases[k].goal, cases[k].by, &plan, NULL), PC_OK);
        CU_ASSERT_EQUAL(need.impossible, 1);
        CU_ASSERT_EQUAL(need.why[cases[k].why], 1);
        CU_ASSERT_EQUAL(need.passed, 0);
        pc_need_free(&need);
    }
    CU_ASSERT_EQUAL(
        pc_need_pace(&need, &s, &there, PC_MONTH(2037, 12), &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL(need.passed, 1);
    pc_need_free(&need);
    pc_scenario_free(&s);
}

/* Member by member the scenario's own pace is enough if the date is, and then the pace
 * needed is no more than the member's own; more than 460 sites are 461. On one thread as
 * on three. */
static void
test_pace_and_date_agree(void)
{
    static const char *const sets[] = { "mode=stochastic", "end=2037-12" };
    const pc_ensemble_plan_t plan = { .draws = 12, .replicates = 2, .threads = 1 };
    const pc_ensemble_plan_t other = { .draws = 12, .replicates = 2, .threads = 3 };
    const pc_goal_t goal = { PC_V_SITES, PC_GOAL_ABOVE, 460 };
    const pc_goal_t whole = { PC_V_SITES, PC_GOAL_AT_LEAST, 461 };
    pc_scenario_t s;
    pc_need_t need, again;
    pc_reach_t reach;
    size_t reached = 0;
    fixture_load(&s, "scenarios/baseline.json", sets, 2);
    CU_ASSERT_EQUAL_FATAL(pc_reach_run(&reach, &goal, 1, &s, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_need_pace(&need, &s, &goal, s.end, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_need_pace(&again, &s, &whole, s.end, &other, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(need.num, 24);
    for (size_t k = 0; k < need.num; k++) {
        pc_experiment_t e;
        CU_ASSERT_EQUAL_FATAL(
            pc_experiment_init(&e, &s, (uint32_t) (k / 2) + 1, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL(need.answers[k].already, reach.dates[k] != PC_MONTH_NONE);
        CU_ASSERT_EQUAL(need.answers[k].already,
            need.answers[k].value <= e.params[1].rollout_rate + 0.01);
        CU_ASSERT_EQUAL(need.answers[k].value, again.answers[k].value);
        reached += need.answers[k].already != 0;
        pc_experiment_free(&e);
    }
    CU_ASSERT(reached > 0 && reached < need.num);
    pc_need_free(&need);
    pc_need_free(&again);
    pc_reach_free(&reach);
    pc_scenario_free(&s);
}

/* The range of a quantile: where the share enough, two standard errors up or down,
 * passes it. For 1..100, sqrt(F (1 - F)/99) is the error of F; members side by side in
 * units of five say less. Nothing is said on 19 units. */
static void
test_need_quantiles(void)
{
    pc_need_answer_t answers[100];
    double values[100], scratch[100];
    pc_need_t need = {
        .num = 100, .each = 1, .answers = answers, .values = values, .scratch = scratch
    };
    for (int k = 0; k < 100; k++) {
        answers[k].value = values[k] = k + 1;
    }
    CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.5, 0), 50);
    CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.5, 2), 41);
    CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.5, -2), 60);
    need.each = 5;
    CU_ASSERT(pc_need_quantile(&need, 0.5, 2) < 35);
    CU_ASSERT(pc_need_quantile(&need, 0.5, -2) > 65);
    need.each = 1;
    answers[99].value = values[99] = INFINITY;
    CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.99, 0), 99);
    CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.99, -2), INFINITY);
    need.num = 19;
    CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.5, 0), 10);
    CU_ASSERT(isnan(pc_need_quantile(&need, 0.5, 2)));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "pace", test_pace },
        { "why_no_pace", test_why_no_pace },
        { "pace_and_date_agree", test_pace_and_date_agree },
        { "need_quantiles", test_need_quantiles },
        CU_TEST_INFO_NULL,
    };
    return test_main("need", tests, argc, argv);
}
