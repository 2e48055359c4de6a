/* Case groups: identities of the model, the two forms of a table, the shipped example.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fixture.h"
#include "scenario/reader.h"
#include "simulation/cases.h"
#include "tests/unit/testlib.h"

#define EXAMPLE "scenarios/case-groups.json"

/* --- runs without files
 * ---------------------------------------------------------------------------------- */

/* A group with the probabilities that the parameters give at the start. */
static pc_group_t
group_of(const fixture_t *f, double share)
{
    const pc_params_t *p = f->params;
    return (pc_group_t){ .share = share,
        .secondary_finding = p->case_mix_secondary_finding,
        .none = p->case_mix_none,
        .approved_cdx = p->case_mix_approved_cdx,
        .guideline = p->case_mix_guideline,
        .trial = p->case_mix_trial };
}

/* Runs with `num` groups, to each of which the rules apply as to group 0. */
static void
run_groups(fixture_t *f, const pc_group_t *groups, size_t num, pc_results_t *results)
{
    for (size_t r = 0; r < 2; r++) {
        for (size_t g = 1; g < num; g++) {
            memcpy(
                f->rules[r].mask[g], f->rules[r].mask[0], sizeof(f->rules[r].mask[0]));
        }
    }
    f->input.groups = groups;
    f->input.num_groups = num;
    f->input.groups_month = f->input.start;
    fixture_run(f, 0, results);
}

static int
equal(double a, double b, double tolerance)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance * fmax(1, fabs(a));
}

/* The largest relative difference of any national value must be within `tolerance`. */
static void
check_alike(const pc_results_t *a, const pc_results_t *b, double tolerance)
{
    CU_ASSERT_EQUAL_FATAL(a->num_rows, b->num_rows);
    for (size_t row = 0; row < a->num_rows; row++) {
        const double *x = pc_results_national(a, row);
        const double *y = pc_results_national(b, row);
        for (int v = 0; v < PC_NUM_VARIABLES; v++) {
            if (!equal(x[v], y[v], tolerance)) {
                printf("\nrow %zu, %s: %.17g, %.17g\n", row, pc_variable_table[v].name,
                    x[v], y[v]);
                CU_FAIL("the runs differ");
                return;
            }
        }
    }
}

static void
set_up(fixture_t *f, pc_results_t *plain)
{
    fixture_init(f);
    fixture_months(f, PC_MONTH(2026, 1), PC_MONTH(2028, 12));
    fixture_set(f, PC_P_omission_adoption_drug, PC_MONTH(2026, 1), 0.7);
    fixture_run(f, 0, plain);
    CU_ASSERT(fixture_value(plain, PC_V_EP_OMITTED, PC_MONTH(2028, 12)) > 100);
}

static void
test_one_group_is_the_parameters(void)
{
    fixture_t f;
    pc_results_t plain, grouped;
    set_up(&f, &plain);
    const pc_group_t group = group_of(&f, 1);
    run_groups(&f, &group, 1, &grouped);
    check_alike(&plain, &grouped, 1e-12);
    pc_results_free(&plain);
    pc_results_free(&grouped);
    fixture_free(&f);
}

/* Groups with equal probabilities are only labels: two halves, or 64 uneven parts. */
static void
test_a_split_changes_no_mean(void)
{
    static const size_t nums[] = { 2, PC_MAX_GROUPS };
    for (size_t n = 0; n < 2; n++) {
        fixture_t f;
        pc_results_t plain, grouped;
        pc_group_t groups[PC_MAX_GROUPS];
        const size_t num = nums[n];
        double left = 1;
        set_up(&f, &plain);
        for (size_t g = 0; g < num; g++) {
            const double share = g + 1 == num ? left
                                 : num == 2   ? 0.5
                                              : (double) (g + 1) / 4000;
            groups[g] = group_of(&f, share);
            left -= share;
        }
        run_groups(&f, groups, num, &grouped);
        check_alike(&plain, &grouped, 1e-9);
        pc_results_free(&plain);
        pc_results_free(&grouped);
        fixture_free(&f);
    }
}

static void
test_no_more_than_64_groups(void)
{
    fixture_t f;
    pc_plan_t plan;
    pc_group_t groups[PC_MAX_GROUPS + 1];
    fixture_init(&f);
    for (size_t g = 0; g <= PC_MAX_GROUPS; g++) {
        groups[g] = group_of(&f, 1.0 / (PC_MAX_GROUPS + 1));
    }
    f.input.groups = groups;
    f.input.num_groups = PC_MAX_GROUPS + 1;
    CU_ASSERT_EQUAL(pc_plan_init(&plan, &f.input), PC_ERR_INPUT);
    pc_plan_free(&plan);
    fixture_free(&f);
}

/* Different groups mix by their shares: tests with a finding, omitted and matched. The
 * second group keeps every case in the panel. */
static void
test_groups_mix_by_share(void)
{
    fixture_t f;
    pc_results_t r;
    pc_group_t groups[2];
    const pc_month m = PC_MONTH(2027, 5);
    fixture_init(&f);
    fixture_months(&f, PC_MONTH(2027, 1), m);
    fixture_set(&f, PC_P_omission_adoption_none, PC_MONTH(2026, 1), 1);
    fixture_set(&f, PC_P_omission_adoption_drug, PC_MONTH(2026, 1), 1);
    groups[0] =
        (pc_group_t){ .share = 0.3, .none = 1, .has_matched = 1, .matched = 0.2 };
    groups[1] = (pc_group_t){ .share = 0.7, .secondary_finding = 1, .approved_cdx = 1 };
    run_groups(&f, groups, 2, &r);
    const double tests = fixture_value(&r, PC_V_TESTS, m);
    const double solid = fixture_value(&r, PC_V_TESTS_SOLID, m);
    CU_ASSERT(solid < tests); /* early and haematological tests are never omitted */
    CU_ASSERT_DOUBLE_EQUAL(
        fixture_value(&r, PC_V_EP_OMITTED, m), 0.3 * solid, 1e-9 * tests);
    CU_ASSERT_DOUBLE_EQUAL(
        fixture_value(&r, PC_V_SECONDARY, m), 0.7 * tests, 1e-9 * tests);
    CU_ASSERT_DOUBLE_EQUAL(fixture_value(&r, PC_V_MATCHED, m),
        tests * (0.3 * 0.2 + 0.7 * f.params[0].outcome_matched_approved_cdx),
        1e-9 * tests);
    pc_results_free(&r);
    fixture_free(&f);
}

/* Approvals: what the approved class gains the trial class loses, year by year, and both
 * stay shares however long the run. */
static void
test_trends(void)
{
    fixture_t f;
    pc_case_mix_t mix;
    double approved = 0, trial = 1;
    fixture_init(&f);
    pc_group_t group = { .share = 1,
        .secondary_finding = 0.1,
        .none = 0.5,
        .approved_cdx = 0.2,
        .trial = 1,
        .trend_approved_cdx = 0.02,
        .trend_secondary_finding = -0.01 };
    f.input.groups = &group;
    f.input.groups_month = PC_MONTH(2025, 6);
    for (int year = 0; year <= 60; year++) {
        const double a = fmin(1, 0.2 + 0.02 * year);
        double sum = 0;
        pc_case_mix(&f.input, f.params, 0, PC_MONTH(2025 + year, 6), &mix);
        for (int access = 0; access < PC_NUM_ACCESS; access++) {
            CU_ASSERT(mix.access[access] >= 0 && mix.access[access] <= 1);
            sum += mix.access[access];
        }
        CU_ASSERT_DOUBLE_EQUAL(sum, 1, 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(mix.access[PC_ACCESS_APPROVED_CDX], 0.5 * a, 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(mix.access[PC_ACCESS_TRIAL], 0.5 * (1 - a), 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(mix.access[PC_ACCESS_NONE], 0.5, 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(mix.secondary, fmax(0, 0.1 - 0.01 * year), 1e-12);
        CU_ASSERT(mix.access[PC_ACCESS_APPROVED_CDX] >= approved);
        CU_ASSERT(mix.access[PC_ACCESS_TRIAL] <= trial);
        approved = mix.access[PC_ACCESS_APPROVED_CDX];
        trial = mix.access[PC_ACCESS_TRIAL];
    }
    CU_ASSERT_EQUAL(approved, 0.5);
    /* Before its month a trend runs backwards; half a year is half a step. */
    pc_case_mix(&f.input, f.params, 0, PC_MONTH(2024, 12), &mix);
    CU_ASSERT_DOUBLE_EQUAL(mix.access[PC_ACCESS_APPROVED_CDX], 0.5 * 0.19, 1e-12);
    fixture_free(&f);
}

/* --- tables
 * ------------------------------------------------------------------------------------
 */

static pc_scenario_t
load(const char *path)
{
    pc_scenario_t s;
    pc_diags_t diags;
    pc_diags_init(&diags);
    const pc_status status = pc_scenario_load(&s, path, NULL, 0, &diags);
    pc_diags_print(&diags, stdout);
    CU_ASSERT_EQUAL_FATAL(status, PC_OK);
    CU_ASSERT_EQUAL(diags.num, 0); /* no warning either */
    pc_diags_free(&diags);
    return s;
}

/* The file is an input, and the resolved text holds its rows in full (that it loads as
 * the same groups is in scenario/reader.c). */
static void
test_csv_is_an_input(void)
{
    char *text;
    size_t found = 0;
    pc_scenario_t s = load(EXAMPLE);
    for (size_t i = 0; i < s.num_inputs; i++) {
        if (strcmp(s.inputs[i].role, "case_groups") == 0) {
            found++;
            CU_ASSERT_STRING_EQUAL(
                s.inputs[i].path, "scenarios/data/case_groups_example.csv");
            CU_ASSERT_EQUAL(strlen(s.inputs[i].sha256), 64);
        }
    }
    CU_ASSERT_EQUAL(found, 1);
    CU_ASSERT_EQUAL_FATAL(pc_scenario_resolve(&s, &text), PC_OK);
    CU_ASSERT_PTR_NULL(strstr(text, "case_groups_example"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "{ \"id\": \"thyroid\", \"title\": { \"en\": "
                                        "\"thyroid\", \"ja\": \"甲状腺\" }, "
                                        "\"share\": 0.0215, "));
    pc_scenario_free(&s);
    free(text);
}

/* A table that is not there is an input that is missing, not a bad one: a rule that
 * names one of its groups is not blamed. */
static void
test_missing_table(void)
{
    pc_scenario_t s;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(pc_scenario_load(&s, "tests/bad/scenario_groups_csv_missing.json",
                        NULL, 0, &diags),
        PC_ERR_MISSING);
    CU_ASSERT_EQUAL(diags.num_errors, 1);
    pc_scenario_free(&s);
    pc_diags_free(&diags);
}

/* The nation as the sum of the types. */
static void
nation(const pc_scenario_t *s, pc_month month, pc_case_mix_t *sum)
{
    pc_model_input_t input;
    pc_scenario_input(s, NULL, &input);
    memset(sum, 0, sizeof(*sum));
    for (size_t g = 0; g < s->num_groups; g++) {
        pc_case_mix_t mix;
        pc_case_mix(&input, NULL, g, month, &mix);
        sum->secondary += s->groups[g].share * mix.secondary;
        for (int access = 0; access < PC_NUM_ACCESS; access++) {
            sum->access[access] += s->groups[g].share * mix.access[access];
        }
    }
}

/* The shipped example starts from the baseline's national mix (55.5 % none; the rest as
 * 26 of 105, a tenth, 59 of 79), and approvals then only move cases from trial to
 * approved: 7 points in 15 years 10 months. */
static void
test_example_keeps_the_anchors(void)
{
    static const double anchors[PC_NUM_ACCESS] = { 0.555, 0.110, 0.0335, 0.225, 0.0762 };
    pc_case_mix_t first, last;
    pc_scenario_t s = load(EXAMPLE);
    CU_ASSERT_EQUAL(s.num_groups, 16);
    CU_ASSERT(strncmp(s.title_en, "Example", 7) == 0);
    CU_ASSERT(strncmp(s.title_ja, "例示", 6) == 0);
    nation(&s, PC_MONTH(2025, 6), &first);
    nation(&s, s.end, &last);
    CU_ASSERT_DOUBLE_EQUAL(first.secondary, 0.12, 1e-9);
    for (int access = 0; access < PC_NUM_ACCESS; access++) {
        CU_ASSERT_DOUBLE_EQUAL(first.access[access], anchors[access], 5e-4);
    }
    const double gain =
        last.access[PC_ACCESS_APPROVED_CDX] - first.access[PC_ACCESS_APPROVED_CDX];
    const double loss = first.access[PC_ACCESS_TRIAL] - last.access[PC_ACCESS_TRIAL];
    CU_ASSERT_DOUBLE_EQUAL(gain, 0.07, 5e-4);
    CU_ASSERT_DOUBLE_EQUAL(loss, gain, 0.1 * gain);
    CU_ASSERT_DOUBLE_EQUAL(
        last.access[PC_ACCESS_NONE], first.access[PC_ACCESS_NONE], 1e-12);
    for (size_t g = 0; g < s.num_groups; g++) {
        if (strcmp(s.groups[g].id, "thyroid") == 0) {
            CU_ASSERT_EQUAL(s.groups[g].matched, 0.348);
        }
        if (strcmp(s.groups[g].id, "biliary") == 0) {
            CU_ASSERT(!s.groups[g].has_matched);
            CU_ASSERT_DOUBLE_EQUAL(s.groups[g].share, 6569.0 / 95473, 5e-5);
        }
    }
    pc_scenario_free(&s);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "one_group_is_the_parameters", test_one_group_is_the_parameters },
        { "a_split_changes_no_mean", test_a_split_changes_no_mean },
        { "no_more_than_64_groups", test_no_more_than_64_groups },
        { "groups_mix_by_share", test_groups_mix_by_share },
        { "trends", test_trends },
        { "csv_is_an_input", test_csv_is_an_input },
        { "missing_table", test_missing_table },
        { "example_keeps_the_anchors", test_example_keeps_the_anchors },
        CU_TEST_INFO_NULL,
    };
    return test_main("groups", tests, argc, argv);
}
