/* params.c - the table of parameters. */
#include "scenario/values/params.h"
#include "tests/unit/testlib.h"

/* Defaults lie within bounds, names and keys are found again, no two keys are equal. */
static void
test_parameter_table(void)
{
    pc_params_t params;
    pc_params_defaults(&params);
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        const pc_param_info_t *info = &pc_param_table[i];
        char name[64];
        CU_ASSERT_EQUAL(pc_param_find(info->name), i);
        CU_ASSERT_EQUAL(*pc_params_at(&params, (pc_param) i), info->def);
        CU_ASSERT(info->lower <= info->def && info->def <= info->upper);
        for (int j = 0; j < i; j++) {
            CU_ASSERT_NOT_EQUAL(pc_param_key((pc_param) i), pc_param_key((pc_param) j));
        }
        if (info->choices != NULL) {
            CU_ASSERT_PTR_NOT_NULL(
                pc_param_choice_name((pc_param) i, info->upper, name, sizeof(name)));
            CU_ASSERT_EQUAL(pc_param_choice_find((pc_param) i, name), (int) info->upper);
            CU_ASSERT_PTR_NULL(
                pc_param_choice_name((pc_param) i, info->upper + 1, name, sizeof(name)));
        }
    }
    CU_ASSERT_EQUAL(params.rollout_rate, 17.8);
    CU_ASSERT_EQUAL(pc_param_find("rollout.Rate"), -1);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "parameter_table", test_parameter_table },
        CU_TEST_INFO_NULL,
    };
    return test_main("params", tests, argc, argv);
}
