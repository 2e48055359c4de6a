#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/values/entry.h"
#include "scenario/values/step.h"
#include "scenario/values/value.h"
#include "tests/unit/testlib.h"

#define UNIT_SITES "\"unit\": \"site/year\", \"kind\": \"assumed\", \"note\": \"test\" }"
#define UNIT_ONE "\"unit\": \"1\", \"kind\": \"assumed\", \"note\": \"test\" }"

/* A parameter read from its entry; the tree is to be freed after it. */
static void
read_entry(pc_param_def_t *def, pc_json_t **tree, pc_param which, const char *text,
    size_t num_errors)
{
    pc_diags_t diags;
    pc_diags_init(&diags);
    pc_value_default(def, which);
    CU_ASSERT_EQUAL_FATAL(pc_json_parse(tree, text, strlen(text), NULL, &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_value_read(def, which, *tree, &diags), PC_OK);
    CU_ASSERT_EQUAL(diags.num_errors, num_errors);
    if (diags.num_errors != num_errors) {
        pc_diags_print(&diags, stderr);
    }
    pc_diags_free(&diags);
}

static double
at(const pc_param_def_t *def, int year, int month, double u)
{
    return pc_value_at(def, PC_MONTH(year, month), isnan(u) ? NULL : &u);
}

static void
test_constant_and_its_range(void)
{
    pc_param_def_t def, plain;
    pc_json_t *tree, *other;
    read_entry(&plain, &other, PC_P_rollout_rate,
        "{ \"value\": 20, \"dist\": { \"type\": \"uniform\", \"min\": 10, \"max\": 30 "
        "}, " UNIT_SITES,
        0);
    read_entry(&def, &tree, PC_P_rollout_rate,
        "{ \"value\": 20, \"dist\": { \"type\": \"uniform\", \"min\": 10, \"max\": 30 "
        "}, \"steps\": [{ \"from\": \"2027-04\", \"value\": 5 }, { \"from\": "
        "\"2030-01\", \"value\": 12, \"range\": \"exact\" }], " UNIT_SITES,
        0);
    CU_ASSERT_EQUAL(at(&def, 2027, 3, NAN), 20);
    CU_ASSERT_EQUAL(at(&def, 2027, 4, NAN), 5);
    CU_ASSERT_EQUAL(at(&def, 2029, 12, NAN), 5);
    CU_ASSERT_EQUAL(at(&def, 2030, 1, NAN), 12);
    for (double u = 0.05; u < 1; u += 0.1) {
        /* not by a bit before; a quarter of it from then on; exact at last */
        CU_ASSERT_EQUAL(at(&def, 2027, 3, u), at(&plain, 2027, 3, u));
        CU_ASSERT_DOUBLE_EQUAL(at(&def, 2027, 4, u), (10 + 20 * u) / 4, 1e-11);
        CU_ASSERT_EQUAL(at(&def, 2035, 1, u), 12);
    }
    pc_value_free(&def);
    pc_value_free(&plain);
    pc_json_free(tree);
    pc_json_free(other);
}

/* Shares move by their odds, so that a range stays between 0 and 1. */
static void
test_shares(void)
{
    pc_param_def_t def;
    pc_json_t *tree;
    read_entry(&def, &tree, PC_P_demand_uptake,
        "{ \"value\": 0.5, \"dist\": { \"type\": \"uniform\", \"min\": 0.2, \"max\": "
        "0.8 }, \"steps\": [{ \"from\": \"2027-04\", \"value\": 0.9 }, { \"from\": "
        "\"2028-04\", \"value\": 1 }], " UNIT_ONE,
        0);
    CU_ASSERT_EQUAL(at(&def, 2027, 4, NAN), 0.9);
    /* odds of 0.2 are 1/4, of 0.9 nine times those of 0.5: 9/4 is 9/13 */
    CU_ASSERT_DOUBLE_EQUAL(at(&def, 2027, 4, 1e-9), 9.0 / 13, 1e-7);
    CU_ASSERT_DOUBLE_EQUAL(at(&def, 2027, 4, 1 - 1e-9), 36.0 / 37, 1e-7);
    CU_ASSERT_EQUAL(at(&def, 2028, 4, 0.3), 1);
    pc_value_free(&def);
    pc_json_free(tree);
}

/* A series keeps its course, and its factor; a schedule what was still to come. */
static void
test_series(void)
{
    pc_param_def_t def;
    pc_json_t *tree;
    read_entry(&def, &tree, PC_P_rollout_rate,
        "{ \"series\": [[\"2026-01\", 10], [\"2028-01\", 20], [\"2030-01\", 40]], "
        "\"dist\": { \"type\": \"uniform\", \"min\": 0.5, \"max\": 1.5 }, \"steps\": [{ "
        "\"from\": \"2028-06\", \"value\": 30 }], " UNIT_SITES,
        0);
    CU_ASSERT_EQUAL(at(&def, 2028, 5, NAN), 20);
    CU_ASSERT_EQUAL(at(&def, 2028, 6, NAN), 30);
    CU_ASSERT_EQUAL(at(&def, 2030, 1, NAN), 60);
    CU_ASSERT_EQUAL(at(&def, 2028, 5, 0.25), 15);
    CU_ASSERT_EQUAL(at(&def, 2028, 6, 0.25), 22.5);
    pc_value_free(&def);
    pc_json_free(tree);
    read_entry(&def, &tree, PC_P_rollout_schedule,
        "{ \"series\": [[\"2026-01\", 300], [\"2028-01\", 350], [\"2030-01\", 400]], "
        "\"steps\": [{ \"from\": \"2028-06\", \"value\": 360 }], \"unit\": \"site\", "
        "\"kind\": \"assumed\", \"note\": \"test\" }",
        0);
    CU_ASSERT_EQUAL(at(&def, 2028, 6, NAN), 360);
    CU_ASSERT_EQUAL(at(&def, 2030, 1, NAN), 410);
    pc_value_free(&def);
    pc_json_free(tree);
}

static void
test_choices_are_exact(void)
{
    pc_param_def_t def;
    pc_json_t *tree;
    read_entry(&def, &tree, PC_P_rollout_mode,
        "{ \"value\": \"linear\", \"dist\": { \"type\": \"choice\", \"values\": "
        "[\"linear\", \"hazard\"], \"weights\": [0.5, 0.5] }, \"steps\": [{ \"from\": "
        "\"2027-04\", \"value\": \"logistic\" }], \"kind\": \"assumed\", \"note\": "
        "\"test\" }",
        0);
    CU_ASSERT_EQUAL(at(&def, 2027, 3, 0.9), PC_ROLLOUT_HAZARD);
    CU_ASSERT_EQUAL(at(&def, 2027, 4, 0.9), PC_ROLLOUT_LOGISTIC);
    pc_value_free(&def);
    pc_json_free(tree);
}

static void
test_bad_steps(void)
{
    static const char *const bad[] = {
        "3",
        "[3]",
        "[{ \"from\": \"2027-04\" }]",
        "[{ \"value\": 3 }]",
        "[{ \"from\": \"2027-13\", \"value\": 3 }]",
        "[{ \"from\": \"2027-04\", \"value\": 3, \"range\": \"wide\" }]",
        "[{ \"from\": \"2027-04\", \"value\": 501 }]",
        "[{ \"from\": \"2027-04\", \"value\": 3, \"until\": \"2028-04\" }]",
        "[{\"from\":\"2027-04\",\"value\":3},{\"from\":\"2027-04\",\"value\":4}]",
    };
    for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
        char text[512];
        pc_param_def_t def;
        pc_json_t *tree;
        snprintf(
            text, sizeof(text), "{ \"value\": 20, \"steps\": %s, " UNIT_SITES, bad[k]);
        read_entry(&def, &tree, PC_P_rollout_rate, text, 1);
        CU_ASSERT_EQUAL(at(&def, 2027, 3, NAN), 20);
        pc_value_free(&def);
        pc_json_free(tree);
    }
    CU_ASSERT_PTR_NOT_NULL(pc_step_fault(PC_P_early_start));
    CU_ASSERT_PTR_NOT_NULL(pc_step_fault(PC_P_demand_cumulative_tests));
    CU_ASSERT_PTR_NULL(pc_step_fault(PC_P_rollout_rate));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "constant_and_its_range", test_constant_and_its_range },
        { "shares", test_shares },
        { "series", test_series },
        { "choices_are_exact", test_choices_are_exact },
        { "bad_steps", test_bad_steps },
        CU_TEST_INFO_NULL,
    };
    return test_main("scenario/values/step", tests, argc, argv);
}
