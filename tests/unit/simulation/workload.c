/* workload.c - hours of roles and the persons needed. */
#include "simulation/workload.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define CHECK_WITHIN(value, target, share)                                              \
    CU_ASSERT_DOUBLE_EQUAL((value) / (target), 1, share)

/* The hours of the six roles are the EP work of the hosts, if those who sit in prepare
 * too; two roles a person halve the sitting in; the persons needed follow. */
static void
test_roles(void)
{
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_months(&f, PC_MONTH(2025, 6), PC_MONTH(2026, 5));
    fixture_set(&f, PC_P_ep_role_oncologist, 0, 3);
    fixture_set(&f, PC_P_ep_role_genome_expert, 0, 2);
    fixture_set(&f, PC_P_ep_roles_per_person, 0, 1);
    fixture_set(&f, PC_P_ep_roles_per_person, PC_MONTH(2025, 8), 2);
    fixture_set(&f, PC_P_staff_preparation_share, 0, 1);
    fixture_set(&f, PC_P_workload_ep_share, 0, 0.45);
    fixture_set(&f, PC_P_workload_attend_physician, 0, 0);
    fixture_set(&f, PC_P_workload_attend_other, 0, 0);
    fixture_set(&f, PC_P_workload_send_physician, 0, 0);
    fixture_set(&f, PC_P_workload_send_other, 0, 0);
    fixture_run(&f, 1, &r);

    pc_plan_t plan;
    CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
    for (size_t row = 1; row <= plan.num_months; row++) {
        const pc_month_plan_t *now = &plan.months[row];
        const double *v = pc_results_national(&r, row);
        const double discussed = v[PC_V_EP_DISCUSSED];
        double group[2] = { 0, 0 };
        for (int role = 0; role < PC_NUM_ROLES; role++) {
            group[role > PC_ROLE_GENETICIST] +=
                pc_role_hours(now, (pc_role) role, discussed);
        }
        CHECK_WITHIN(group[0], v[PC_V_HOURS_EP_PHYSICIAN], 1e-12);
        CHECK_WITHIN(group[1], v[PC_V_HOURS_EP_OTHER], 1e-12);
        const double persons = now->month < PC_MONTH(2025, 8) ? 5 + 4 : 4.5;
        CHECK_WITHIN(v[PC_V_HOURS_PARTICIPATE],
            0.45 / 0.6 * now->minutes_per_case / 60 * persons * discussed, 1e-12);
        const double hours =
            now->params->workload_fte_hours * now->params->staff_ep_time_share;
        CHECK_WITHIN(v[PC_V_ONCOLOGISTS_NEEDED],
            pc_role_hours(now, PC_ROLE_ONCOLOGIST, discussed) / hours, 1e-12);
        CHECK_WITHIN(v[PC_V_ONCOLOGISTS_NEEDED], 3 * v[PC_V_GENETICISTS_NEEDED], 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(v[PC_V_ONCOLOGISTS_REQUIRED],
            v[PC_V_EP_HOSTS] * (now->month < PC_MONTH(2025, 8) ? 3 : 1.5), 1e-9);
    }
    CU_ASSERT_EQUAL(pc_results_national(&r, 0)[PC_V_PATHOLOGISTS], 2841);
    pc_plan_free(&plan);
    pc_results_free(&r);
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "roles", test_roles },
        CU_TEST_INFO_NULL,
    };
    return test_main("workload", tests, argc, argv);
}
