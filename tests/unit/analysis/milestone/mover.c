/* mover.c - the assumption that moves a date most, against runs with one value set. */
#include <stdio.h>

#include "analysis/ensemble/experiment.h"
#include "analysis/ensemble/reach.h"
#include "analysis/milestone/mover.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static const pc_goal_t goals[2] = { { PC_V_SITES, PC_GOAL_AT_LEAST, 460 },
    { PC_V_BASE_UNCOVERED, PC_GOAL_AT_MOST, 0.5 } };

static void
find(pc_mover_t movers[2], const char *const *sets, size_t num_sets)
{
    pc_scenario_t s;
    pc_diags_t diags;
    pc_diags_init(&diags);
    fixture_load(&s, "scenarios/baseline.json", sets, num_sets);
    CU_ASSERT_EQUAL_FATAL(pc_movers_find(movers, goals, 2, &s, &diags), PC_OK);
    pc_scenario_free(&s);
    pc_diags_free(&diags);
}

/* The date of a run of central values with the parameter set to `value`. */
static pc_month
date_at(const pc_goal_t *goal, pc_param which, double value, const char *end)
{
    char text[64];
    const char *const sets[] = { text, "mode=expected", end };
    pc_scenario_t s;
    pc_experiment_t e;
    pc_month found = PC_MONTH_NONE;
    snprintf(text, sizeof(text), "%s=%.17g", pc_param_table[which].name, value);
    fixture_load(&s, "scenarios/baseline.json", sets, 3);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_init(&e, &s, 0, NULL, 0, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e, 1), PC_OK);
    for (pc_month m = s.end; m >= s.start; m--) {
        if (pc_goal_met(goal, fixture_value(&e.results, goal->variable, m))) {
            found = m;
        }
    }
    pc_experiment_free(&e);
    pc_scenario_free(&s);
    return found;
}

static void
test_pace_moves_both(void)
{
    static const char *const sets[] = { "end=2050-03" };
    pc_mover_t movers[2];
    find(movers, sets, 1);
    for (int g = 0; g < 2; g++) {
        CU_ASSERT_EQUAL(movers[g].found, 1);
        CU_ASSERT_EQUAL(movers[g].which, PC_P_rollout_rate);
        CU_ASSERT(movers[g].at[0] < 17.8 && movers[g].at[1] > 17.8);
        CU_ASSERT(movers[g].dates[0] > movers[g].dates[1]);
        for (int k = 0; k < 2; k++) {
            CU_ASSERT_NOT_EQUAL(movers[g].dates[k], PC_MONTH_NONE);
            CU_ASSERT_EQUAL(movers[g].dates[k],
                date_at(&goals[g], PC_P_rollout_rate, movers[g].at[k], sets[0]));
        }
    }
}

/* With the pace known, the share of base hospitals is what is left; it moves the date of
 * every base hospital and not that of 460 sites. */
static void
test_share_is_next(void)
{
    static const char *const sets[] = { "end=2050-03", "rollout.rate=17.8" };
    pc_mover_t movers[2];
    find(movers, sets, 2);
    CU_ASSERT_EQUAL(movers[0].found, 0);
    CU_ASSERT_EQUAL(movers[1].found, 1);
    CU_ASSERT_EQUAL(movers[1].which, PC_P_rollout_base_share);
    CU_ASSERT(movers[1].at[0] < movers[1].at[1]);
    CU_ASSERT(movers[1].dates[0] > movers[1].dates[1]);
}

/* Later than the run at one end counts as the month after it; at both, as no move. */
static void
test_later_than_the_run(void)
{
    static const char *const sets[] = { "end=2036-03" };
    pc_mover_t movers[2];
    find(movers, sets, 1);
    CU_ASSERT_EQUAL(movers[0].found, 1);
    CU_ASSERT_EQUAL(movers[0].which, PC_P_rollout_rate);
    CU_ASSERT_EQUAL(movers[0].dates[0], PC_MONTH_NONE);
    CU_ASSERT_NOT_EQUAL(movers[0].dates[1], PC_MONTH_NONE);
    static const char *const early[] = { "end=2030-03" };
    find(movers, early, 1);
    CU_ASSERT_EQUAL(movers[0].found, 0);
    CU_ASSERT_EQUAL(movers[1].found, 0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "pace_moves_both", test_pace_moves_both },
        { "share_is_next", test_share_is_next },
        { "later_than_the_run", test_later_than_the_run },
        CU_TEST_INFO_NULL,
    };
    return test_main("mover", tests, argc, argv);
}
