/* doubts.c - what is doubted of a table of hospitals: only what the newest published
 * count does not bear out. */
#include "analysis/answers/doubts.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static size_t
num_doubts(const pc_scenario_t *s)
{
    pc_diags_t diags;
    pc_diags_init(&diags);
    pc_answer_doubts(s, &diags);
    const size_t num = diags.num;
    pc_diags_free(&diags);
    return num;
}

/* The baseline agrees with the record. An older count does not matter, even if it is one
 * that fits use; the newest does. */
static void
test_newest_count(void)
{
    pc_scenario_t s;
    pc_observation_t *newest = NULL;
    fixture_load(&s, "scenarios/baseline.json", NULL, 0);
    CU_ASSERT_EQUAL(num_doubts(&s), 0);
    for (size_t k = 0; k < s.observations.num; k++) {
        pc_observation_t *o = &s.observations.items[k];
        if (o->region == 0 && o->variable == PC_V_BASE_HOSPITALS && o->month < s.start
            && (newest == NULL || o->month > newest->month)) {
            newest = o;
        }
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(newest);
    pc_observation_t *older = &s.observations.items[s.observations.num - 1];
    CU_ASSERT_PTR_NOT_EQUAL_FATAL(older, newest);
    older->region = 0;
    older->variable = PC_V_BASE_HOSPITALS;
    older->lower_bound = 0;
    older->month = newest->month - 12;
    older->fit = 1;
    older->value = 400;
    newest->fit = 0;
    CU_ASSERT_EQUAL(num_doubts(&s), 0);
    newest->value = 400;
    CU_ASSERT_EQUAL(num_doubts(&s), 1);
    pc_scenario_free(&s);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "newest_count", test_newest_count },
        CU_TEST_INFO_NULL,
    };
    return test_main("doubts", tests, argc, argv);
}
