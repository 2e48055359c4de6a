/* sets.c - --set: what it changes, and what is said of a wrong one. */
#include <stdlib.h>
#include <string.h>

#include "scenario/reader.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define BASELINE "scenarios/baseline.json"

/* The path is that of the value in the scenario. */
static void
test_messages(void)
{
    static const struct {
        const char *set, *path, *text;
    } cases[] = {
        { "rollout.rat=3", "rollout.rat",
            "unknown parameter; did you mean rollout.rate?" },
        { "rollout.rate", NULL, "rollout.rate: write NAME=VALUE" },
        { "rollout.rate=fast", "parameters.rollout.rate.value",
            "this must be a number, not the text 'fast'" },
        { "rollout.rate=1e400", "parameters.rollout.rate.value",
            "'1e400' is too large for a number" },
        { "rollout.rate=", "parameters.rollout.rate.value",
            "this is empty: write a number" },
        { "ep.constraint=", "parameters.ep.constraint.value",
            "this is empty: write one of elastic, hard" },
        { "rollout.rate=-1", "parameters.rollout.rate.value",
            "-1 is out of bounds: 0 to 500" },
        { "ep.constraint=soft", "parameters.ep.constraint.value",
            "'soft' is not one of elastic, hard" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pc_scenario_t s;
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(
            pc_scenario_load(&s, BASELINE, &cases[i].set, 1, &diags), PC_ERR_INPUT);
        CU_ASSERT_EQUAL_FATAL(diags.num, 1);
        CU_ASSERT_STRING_EQUAL(diags.items[0].file, "--set");
        CU_ASSERT(cases[i].path == diags.items[0].path
                  || strcmp(cases[i].path, diags.items[0].path) == 0);
        CU_ASSERT_STRING_EQUAL(diags.items[0].text, cases[i].text);
        pc_scenario_free(&s);
        pc_diags_free(&diags);
    }
}

/* The last of several holds, and one with a month comes after those without. */
static void
test_order(void)
{
    static const char *const sets[] = { "rollout.rate=12@2030-04", "mode=stochastic",
        "rollout.rate=9", "rollout.rate=10" };
    pc_scenario_t s;
    pc_params_t *months;
    fixture_load(&s, BASELINE, sets, 4);
    CU_ASSERT_EQUAL(s.mode, PC_MODE_STOCHASTIC);
    months = calloc(pc_scenario_num_months(&s), sizeof(*months));
    CU_ASSERT_PTR_NOT_NULL_FATAL(months);
    CU_ASSERT_EQUAL(pc_scenario_params(&s, NULL, months, NULL), PC_OK);
    CU_ASSERT_EQUAL(months[PC_MONTH(2030, 3) - (s.start - 1)].rollout_rate, 10);
    CU_ASSERT_EQUAL(months[PC_MONTH(2030, 4) - (s.start - 1)].rollout_rate, 12);
    free(months);
    pc_scenario_free(&s);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "messages", test_messages },
        { "order", test_order },
        CU_TEST_INFO_NULL,
    };
    return test_main("sets", tests, argc, argv);
}
