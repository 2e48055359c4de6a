/* rules.c - the table of case classes and the curve over the omitted share. */
#include <math.h>

#include "analysis/rules/curve.h"
#include "analysis/rules/table.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

/* The classes of a stream share all its tests; what the rules omit, class by class, is
 * what the model omits. */
static void
test_table_is_what_the_model_does(void)
{
    static const char *const paths[] = { "scenarios/baseline.json",
        "scenarios/wider-rule.json", "scenarios/rule-with-secondary-findings.json",
        "scenarios/case-groups.json" };
    for (size_t k = 0; k < sizeof(paths) / sizeof(paths[0]); k++) {
        pc_scenario_t scenario;
        pc_experiment_t e;
        pc_class_row_t rows[PC_NUM_CLASSES];
        fixture_load(&scenario, paths[k], NULL, 0);
        CU_ASSERT_EQUAL_FATAL(
            pc_experiment_init(&e, &scenario, 0, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e, 1), PC_OK);
        const pc_month month = pc_rule_month(&e.input, 1);
        const size_t row = (size_t) (month - e.input.start + 1);
        pc_rule_table(&e.input, &e.params[row], month, rows);
        double share = 0, omitted = 0, may = 0;
        for (int c = 0; c < 10; c++) { /* solid tumours */
            share += rows[c].share;
            omitted += rows[c].omit;
            may += rows[c].may_omit;
            CU_ASSERT(rows[c].omit <= rows[c].may_omit + 1e-15);
            CU_ASSERT(rows[c].may_omit <= rows[c].share + 1e-15);
        }
        CU_ASSERT_DOUBLE_EQUAL(share, 1, 1e-12);
        const double *nation = pc_results_national(&e.results, row);
        CU_ASSERT_DOUBLE_EQUAL(
            omitted * nation[PC_V_TESTS_SOLID], nation[PC_V_EP_OMITTED], 1e-6);
        CU_ASSERT_DOUBLE_EQUAL(
            may * nation[PC_V_TESTS_SOLID], nation[PC_V_EP_OMISSIBLE], 1e-6);
        pc_experiment_free(&e);
        pc_scenario_free(&scenario);
    }
}

/* A new rule is adopted in equal steps. Taking a class out later does not begin anew,
 * and the curve over the omitted share has its share at once. */
static void
test_adopted_in_steps(void)
{
    static const char *const sets[] = { "omission.adoption_months=12",
        "may_omit.solid.no_finding.guideline=no@2026-10" };
    for (size_t num_sets = 1; num_sets <= 2; num_sets++) {
        pc_scenario_t scenario;
        pc_experiment_t e;
        pc_class_row_t rows[PC_NUM_CLASSES];
        fixture_load(&scenario, "scenarios/baseline.json", sets, num_sets);
        CU_ASSERT_EQUAL_FATAL(
            pc_experiment_init(&e, &scenario, 0, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL(pc_rule_month(&e.input, 12), PC_MONTH(2027, 5));
        for (int k = 0; k < 24; k++) {
            const pc_month month = PC_MONTH(2026, 6) + k;
            const pc_params_t *params = &e.params[month - e.input.start + 1];
            pc_rule_table(&e.input, params, month, rows);
            const pc_class_row_t *drug = &rows[PC_ACCESS_APPROVED_CDX];
            const double part = k < 12 ? (k + 1) / 12.0 : 1;
            CU_ASSERT_DOUBLE_EQUAL(drug->omit, 0.35 * part * drug->share, 1e-12);
            CU_ASSERT_DOUBLE_EQUAL(drug->may_omit, drug->share, 1e-12);
            const int out = num_sets > 1 && month >= PC_MONTH(2026, 10);
            CU_ASSERT((rows[PC_ACCESS_GUIDELINE].omit == 0) == out);
        }
        pc_curve_t curve;
        pc_curve_point_t point;
        CU_ASSERT_EQUAL_FATAL(pc_curve_init(&curve, &scenario, 2026, 1, NULL), PC_OK);
        CU_ASSERT_EQUAL(pc_curve_at(&curve, 1, 0, &point), PC_OK);
        const double before = point.cases;
        CU_ASSERT_EQUAL(pc_curve_at(&curve, 0, 0, &point), PC_OK);
        /* April and May come before the rules. */
        CU_ASSERT(before > 0 && before < 0.2 * point.cases);
        pc_curve_free(&curve);
        pc_experiment_free(&e);
        pc_scenario_free(&scenario);
    }
}

/* June 2026, as the ministry's paper shows it; a trial-only case stays in the panel. */
static void
test_reports_of_the_paper(void)
{
    pc_scenario_t scenario;
    pc_model_input_t input;
    pc_params_t params;
    pc_class_row_t rows[PC_NUM_CLASSES];
    pc_params_defaults(&params);
    fixture_load(&scenario, "scenarios/baseline.json", NULL, 0);
    pc_scenario_input(&scenario, NULL, &input);
    CU_ASSERT_EQUAL(pc_rule_month(&input, 1), PC_MONTH(2026, 6));
    pc_rule_table(&input, &params, PC_MONTH(2026, 6), rows);
    for (int k = 0; k < PC_NUM_REPORT_KINDS; k++) {
        const pc_report_kind_t *kind = &pc_report_kinds[k];
        CU_ASSERT_EQUAL(
            rows[PC_CLASS_BIT(PC_STREAM_SOLID, 0, kind->access)].may_omit > 0,
            kind->may_omit);
        /* With a secondary finding suspected, none of them may be. */
        CU_ASSERT_EQUAL(
            rows[PC_CLASS_BIT(PC_STREAM_SOLID, 1, kind->access)].may_omit, 0);
    }
    CU_ASSERT_EQUAL(rows[0].from, PC_MONTH(2026, 6));
    CU_ASSERT_EQUAL(
        rows[PC_CLASS_BIT(PC_STREAM_HAEM, 0, PC_ACCESS_NONE)].from, PC_MONTH_NONE);
    /* Before the rules nothing may be omitted. */
    pc_rule_table(&input, &params, PC_MONTH(2026, 5), rows);
    for (int c = 0; c < PC_NUM_CLASSES; c++) {
        CU_ASSERT_EQUAL(rows[c].may_omit, 0);
    }
    pc_scenario_free(&scenario);
}

/* The ends of the curve are no omission and nothing left; between them cases fall in a
 * straight line, waits never lengthen, and the scenario's own mark lies on it. */
static void
test_curve(void)
{
    pc_scenario_t scenario;
    pc_curve_t curve;
    pc_curve_point_t point, none, mark;
    fixture_load(&scenario, "scenarios/baseline.json", NULL, 0);
    CU_ASSERT_EQUAL_FATAL(pc_curve_init(&curve, &scenario, 2028, 3, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_curve_at(&curve, 0, 1, &none), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(none.cases, none.tests, 1e-9 * none.tests);
    double wait = none.wait;
    for (int k = 1; k <= 4; k++) {
        CU_ASSERT_EQUAL_FATAL(pc_curve_at(&curve, k / 4.0, 1, &point), PC_OK);
        CU_ASSERT_DOUBLE_EQUAL(
            point.cases, (1 - k / 4.0) * none.tests, 1e-6 * none.tests);
        CU_ASSERT_DOUBLE_EQUAL(point.tests, none.tests, 1e-9 * none.tests);
        CU_ASSERT(point.hours < none.hours);
        CU_ASSERT(k == 4 || point.wait <= wait);
        wait = point.wait;
    }
    CU_ASSERT(isnan(point.wait)); /* nobody is sent, nobody waits */
    CU_ASSERT_EQUAL_FATAL(pc_curve_mark(&curve, &mark), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_curve_at(&curve, mark.share, 0, &point), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(point.cases, mark.cases, 1e-6 * mark.cases);
    /* The rules leave early and haematological cases in, the curve does not: hours
     * differ by who sends them. */
    CU_ASSERT_DOUBLE_EQUAL(point.hours, mark.hours, 0.01 * mark.hours);
    pc_curve_free(&curve);
    pc_scenario_free(&scenario);
}

/* A break-even share gives just the target; one that cannot be met is missing. */
static void
test_break_even(void)
{
    pc_scenario_t scenario;
    pc_curve_t curve;
    pc_curve_point_t point;
    double share, before;
    fixture_load(&scenario, "scenarios/baseline.json", NULL, 0);
    CU_ASSERT_EQUAL_FATAL(pc_curve_init(&curve, &scenario, 2030, 2, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_curve_hours_before(&curve, &before), PC_OK);
    CU_ASSERT(before > 0);
    CU_ASSERT_EQUAL_FATAL(pc_curve_share_for_hours(&curve, 0.8 * before, &share), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_curve_at(&curve, share, 0, &point), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(point.hours, 0.8 * before, 1e-5 * before);
    CU_ASSERT_EQUAL_FATAL(pc_curve_share_for_hours(&curve, 1, &share), PC_OK);
    CU_ASSERT(isnan(share)); /* omission review alone takes more */
    CU_ASSERT_EQUAL_FATAL(pc_curve_share_for_wait(&curve, 28, &share), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_curve_at(&curve, share, 1, &point), PC_OK);
    CU_ASSERT(point.wait < 28);
    CU_ASSERT_EQUAL_FATAL(pc_curve_at(&curve, share - 0.002, 1, &point), PC_OK);
    CU_ASSERT(point.wait >= 28);
    pc_curve_free(&curve);
    CU_ASSERT_EQUAL(pc_curve_init(&curve, &scenario, 2041, 2, NULL), PC_ERR_RANGE);
    pc_curve_free(&curve);
    pc_scenario_free(&scenario);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "table_is_what_the_model_does", test_table_is_what_the_model_does },
        { "adopted_in_steps", test_adopted_in_steps },
        { "reports_of_the_paper", test_reports_of_the_paper },
        { "curve", test_curve },
        { "break_even", test_break_even },
        CU_TEST_INFO_NULL,
    };
    return test_main("rules", tests, argc, argv);
}
