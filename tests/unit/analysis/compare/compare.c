/* compare.c - equal until they part, paired differences, and parts that add up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/compare.h"
#include "analysis/compare/differences.h"
#include "analysis/compare/explanation.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define BASELINE "scenarios/baseline.json"

static void
run(pc_compare_t *c, const pc_scenario_t *const *pair, const pc_compare_plan_t *plan)
{
    CU_ASSERT_EQUAL_FATAL(pc_compare_run(c, pair, 2, plan), PC_OK);
}

/* Changes of tier and rules part the pair in the month they are dated; a claim that is
 * too late is found out, and the value is named. */
static void
test_parting_months(void)
{
    static const char *const late[] = { "end=2030-03" };
    static const char *const adopt[] = { "end=2030-03", "omission.adoption_none=0.36" };
    static const struct {
        const char *path;
        pc_month month;
    } cases[] = { { "scenarios/wider-rule.json", PC_MONTH(2028, 6) },
        { "scenarios/redesignation-2027.json", PC_MONTH(2027, 4) },
        { BASELINE, PC_MONTH_NONE } };
    const pc_compare_plan_t plan = { .replicates = 1 };
    pc_scenario_t a, b;
    pc_compare_t c;
    const pc_scenario_t *const pair[2] = { &a, &b };
    fixture_load(&a, BASELINE, late, 1);
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        fixture_load(&b, cases[k].path, late, 1);
        run(&c, pair, &plan);
        CU_ASSERT_EQUAL(c.parting[1], cases[k].month);
        CU_ASSERT_FALSE(c.breach.found);
        const pc_month rows = cases[k].month == PC_MONTH_NONE
                                  ? (pc_month) c.num_rows
                                  : cases[k].month - (a.start - 1);
        CU_ASSERT_EQUAL(c.rows_proved[1], (size_t) rows);
        pc_compare_free(&c);
        pc_scenario_free(&b);
    }
    const pc_compare_plan_t wrong = { .replicates = 1, .claim = PC_MONTH(2026, 8) };
    fixture_load(&b, BASELINE, adopt, 2);
    run(&c, pair, &wrong);
    CU_ASSERT_FATAL(c.breach.found);
    CU_ASSERT_EQUAL(c.breach.month, PC_MONTH(2026, 6)); /* when the rules begin */
    CU_ASSERT_EQUAL(c.breach.scenario, 1);
    CU_ASSERT_EQUAL(
        c.breach.variable, PC_V_EP_CASES); /* the first that omission moves */
    CU_ASSERT(c.breach.value[1] < c.breach.value[0]);
    pc_compare_free(&c);
    pc_scenario_free(&b);
    pc_scenario_free(&a);
}

/* The adoption of 0.35 against 0.36: the common random numbers save at least a hundred
 * times the runs; other seeds save none, measured in the same way. */
static void
test_common_numbers_save_runs(void)
{
    static const char *const low[] = { "mode=stochastic", "end=2031-03",
        "omission.adoption_drug=0.35", "omission.adoption_none=0.35" };
    static const char *const high[] = { "mode=stochastic", "end=2031-03",
        "omission.adoption_drug=0.36", "omission.adoption_none=0.36", "seed=2" };
    const pc_compare_plan_t plan = { .replicates = 60 };
    pc_scenario_t a, b;
    const pc_scenario_t *const pair[2] = { &a, &b };
    fixture_load(&a, BASELINE, low, 4);
    for (size_t sets = 4; sets <= 5; sets++) {
        pc_compare_t c;
        pc_paired_t p;
        fixture_load(&b, BASELINE, high, sets);
        CU_ASSERT_EQUAL(pc_unlike(&a, &b), sets == 5 ? PC_UNLIKE_SEED : 0);
        run(&c, pair, &plan);
        CU_ASSERT_FALSE(c.breach.found);
        const int year = pc_years_find(&c.years, 2030);
        pc_compare_pair(
            &c, 1, pc_compare_year_place(&c, (size_t) year, PC_V_EP_CASES), 0, &p);
        printf("\n    %s: correlation %.5f, runs saved %.1f\n",
            sets == 4 ? "common random numbers" : "other seeds", p.correlation,
            p.runs_saved);
        CU_ASSERT_EQUAL(p.units, 60);
        CU_ASSERT(p.difference < 0);
        if (sets == 4) {
            CU_ASSERT(p.runs_saved >= 100);
            CU_ASSERT(p.interval[1] < 0);
            /* 0.01 of the cases without a secondary finding that a rule allows. */
            CU_ASSERT_DOUBLE_EQUAL(p.relative, -0.73, 0.05);
        } else {
            CU_ASSERT(p.runs_saved < 2 && p.runs_saved > 0.5);
            CU_ASSERT(fabs(p.correlation) < 0.4);
        }
        pc_compare_free(&c);
        pc_scenario_free(&b);
    }
    pc_scenario_free(&a);
}

/* The same values on one thread in memory and on three in a file, with draws. */
static void
test_threads_change_nothing(void)
{
    static const char *const sets[] = { "mode=stochastic", "end=2026-09" };
    static const char *const other[] = { "mode=stochastic", "end=2026-09",
        "rollout.rate=10" };
    pc_compare_plan_t plan = { .draws = 3, .replicates = 2, .threads = 1 };
    pc_scenario_t a, b;
    pc_compare_t one, three;
    const pc_scenario_t *const pair[2] = { &a, &b };
    fixture_load(&a, BASELINE, sets, 2);
    fixture_load(&b, BASELINE, other, 3);
    run(&one, pair, &plan);
    plan.threads = 3;
    plan.memory = 1;
    run(&three, pair, &plan);
    CU_ASSERT(!one.mapped && three.mapped);
    CU_ASSERT_EQUAL_FATAL(one.bytes, three.bytes);
    CU_ASSERT_EQUAL(memcmp(one.values, three.values, one.bytes), 0);
    CU_ASSERT_EQUAL(one.rows_proved[1], three.rows_proved[1]);
    CU_ASSERT_EQUAL(one.each, 2);
    pc_compare_free(&one);
    pc_compare_free(&three);
    pc_scenario_free(&b);
    pc_scenario_free(&a);
}

/* Two scenarios and one value, of members that are given. */
static void
hand_made(pc_compare_t *c, double *values, double *columns, size_t members, size_t each)
{
    *c = (pc_compare_t){ .num = 2,
        .num_members = members,
        .each = each,
        .num_values = 1,
        .values = values,
        .columns = columns };
    pc_clusters_init(&c->clusters, members, each);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&c->scratch, &c->clusters), PC_OK);
}

/* Three draws of two members, by hand: the draw is the unit. Four times over for what
 * ten units are needed for. */
static void
test_paired_figures_by_hand(void)
{
    static const double members[] = { 1, 2, 3, 3, 4, 7, 6, 6, 9, 14, 11, 14 };
    double values[48], columns[72]; /* member x scenario */
    pc_paired_t p;
    pc_compare_t c;
    for (size_t k = 0; k < 48; k++) {
        values[k] = members[k % 12];
    }
    hand_made(&c, values, columns, 6, 2);
    pc_compare_pair(&c, 1, 0, 0, &p);
    /* Draw means of the reference 2, 5, 10, of the other 2.5, 6.5, 14. */
    CU_ASSERT_DOUBLE_EQUAL(p.reference, 17 / 3.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(p.difference, 2, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(p.relative, 600 / 17.0, 1e-12);
    CU_ASSERT(p.units == 3 && p.pairs == 6 && p.alone == 0);
    /* Draw means of the difference 0.5, 1.5, 4: variance 3.25; 4.302652729911275 is
     * Student's t for 2 degrees of freedom. */
    const double error = sqrt(3.25 / 3);
    CU_ASSERT_DOUBLE_EQUAL(p.spread.mean_error, error, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(p.interval[0], 2 - 4.302652729911275 * error, 1e-9);
    CU_ASSERT(isnan(p.correlation) && isnan(p.runs_saved));
    pc_scratch_free(&c.scratch);

    hand_made(&c, values, columns, 24, 2);
    pc_compare_pair(&c, 1, 0, 0, &p);
    /* Sums of squares 98/3 and 409/6; of the difference 6.5; all four times. */
    CU_ASSERT_EQUAL(p.units, 12);
    CU_ASSERT_DOUBLE_EQUAL(p.runs_saved, (98 / 3.0 + 409 / 6.0) / 6.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(p.correlation,
        (98 / 3.0 + 409 / 6.0 - 6.5) / 2 / sqrt(98 / 3.0 * 409 / 6.0), 1e-12);
    pc_scratch_free(&c.scratch);
}

/* Members in which one of the two has no value: everything beside a difference is of the
 * others. */
static void
test_members_without_a_value(void)
{
    double values[] = { 1, 2, 3, NAN, NAN, 7, 6, 6, NAN, NAN, 11, 14 }, columns[18];
    pc_statistics_t own;
    pc_paired_t p;
    pc_compare_t c;
    hand_made(&c, values, columns, 6, 1);
    pc_compare_pair(&c, 1, 0, 0, &p);
    CU_ASSERT(p.pairs == 3 && p.alone == 2 && p.spread.num == 3);
    CU_ASSERT_DOUBLE_EQUAL(p.reference, 6, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(p.scenario, 22 / 3.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(p.difference, 4 / 3.0, 1e-14);
    pc_compare_own(&c, 0, 1, 0, &own);
    CU_ASSERT(own.num == 3 && own.mean == p.reference);
    pc_compare_own(&c, 1, 0, 0, &own);
    CU_ASSERT(own.num == 3 && own.mean == p.scenario);
    pc_compare_own(&c, 0, 0, 0, &own);
    CU_ASSERT(own.num == 4 && own.mean == 21 / 4.0);
    pc_scratch_free(&c.scratch);
}

/* A value that varies by its rounding only has no correlation and saves no runs; nor has
 * a difference a spread that is the rounding of large values. */
static void
test_rounding_does_not_vary(void)
{
    double values[24], columns[36];
    pc_paired_t p;
    pc_compare_t c;
    hand_made(&c, values, columns, 12, 1);
    for (size_t k = 0; k < 12; k++) {
        values[2 * k] = 14 + (double) (k % 2) * 1.8e-15;
        values[2 * k + 1] = 14 + (double) (k % 3) * 1.8e-15;
    }
    pc_compare_pair(&c, 1, 0, 0, &p);
    CU_ASSERT(p.difference == 0 && p.spread.sd == 0 && p.spread.mean_error == 0);
    CU_ASSERT(isnan(p.correlation) && isnan(p.runs_saved));
    for (size_t k = 0; k < 12; k++) {
        values[2 * k] = 1e5 + (double) k;
        values[2 * k + 1] = 1e5 + (double) k + 5 + (double) (k % 3) * 3e-11;
    }
    pc_compare_pair(&c, 1, 0, 0, &p);
    CU_ASSERT_DOUBLE_EQUAL(p.difference, 5, 1e-9);
    CU_ASSERT(p.spread.sd == 0 && p.spread.mean_error == 0);
    CU_ASSERT_DOUBLE_EQUAL(p.correlation, 1, 1e-12);
    CU_ASSERT(isinf(p.runs_saved));
    pc_scratch_free(&c.scratch);
}

/* What may not be compared, and why. */
static void
test_unlike(void)
{
    static const struct {
        const char *path, *set;
        unsigned bits;
    } cases[] = { { BASELINE, "seed=2", PC_UNLIKE_SEED },
        { BASELINE, "end=2040-03", PC_UNLIKE_HORIZON },
        { BASELINE, "mode=stochastic", PC_UNLIKE_MODE },
        { BASELINE, "replicates=2", PC_UNLIKE_MEMBERS },
        { "scenarios/consolidated-400.json", "seed=1", PC_UNLIKE_HOSPITALS },
        { "scenarios/case-groups.json", "seed=1", 0 },
        { "scenarios/case-groups.json", "mode=stochastic",
            PC_UNLIKE_MODE | PC_UNLIKE_STREAMS },
        { "scenarios/redesignation-2027.json", "seed=1", 0 } };
    pc_scenario_t a, b;
    fixture_load(&a, BASELINE, NULL, 0);
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        fixture_load(&b, cases[k].path, &cases[k].set, 1);
        CU_ASSERT_EQUAL(pc_unlike(&a, &b), cases[k].bits);
        pc_scenario_free(&b);
    }
    pc_scenario_free(&a);
}

/* The differing assumptions of a shipped scenario, and none of a scenario with itself.
 */
static void
test_list_of_differences(void)
{
    pc_scenario_t a, b;
    pc_differences_t d;
    fixture_load(&a, BASELINE, NULL, 0);
    fixture_load(&b, "scenarios/wider-rule.json", NULL, 0);
    CU_ASSERT_EQUAL_FATAL(pc_differences_init(&d, &a, &b), PC_OK);
    CU_ASSERT_EQUAL_FATAL(d.num, 2);
    CU_ASSERT_STRING_EQUAL(d.items[0].name, "omission.adoption");
    CU_ASSERT_STRING_EQUAL(d.items[0].value[1], "0.35");
    CU_ASSERT_STRING_EQUAL(d.items[0].kind[1], "assumed");
    CU_ASSERT_STRING_EQUAL(d.items[1].what, "omission_rule");
    CU_ASSERT_STRING_EQUAL(d.items[1].name, "fy2028-trial");
    CU_ASSERT_STRING_EQUAL(d.items[1].value[0], "");
    CU_ASSERT_PTR_NOT_NULL(strstr(d.items[1].value[1], "effective 2028-06"));
    pc_differences_free(&d);
    CU_ASSERT_EQUAL_FATAL(pc_differences_init(&d, &a, &a), PC_OK);
    CU_ASSERT_EQUAL(d.num, 0);
    pc_differences_free(&d);
    pc_scenario_free(&b);
    pc_scenario_free(&a);
}

/* --- Shapley values --- */

/* The glove game (one left, two right gloves): 2/3, 1/6, 1/6; and parts that add up to
 * the last bit, in order, whatever the sizes. */
static void
test_parts_add_up(void)
{
    static const double gloves[] = { 0, 0, 0, 1, 0, 1, 0, 1 };
    pc_explained_t e;
    pc_shapley_parts(gloves, 3, &e);
    CU_ASSERT_DOUBLE_EQUAL(e.parts[0], 2 / 3.0, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(e.parts[1], 1 / 6.0, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(e.parts[2], 1 / 6.0, 1e-13);
    uint32_t state = 1;
    for (int trial = 0; trial < 400; trial++) {
        double values[1 << PC_NUM_PARTS], sum = 0, largest = 0;
        const size_t num = 1 + (size_t) trial % PC_NUM_PARTS;
        for (size_t set = 0; set < (size_t) 1 << num; set++) {
            state = state * 1664525u + 1013904223u;
            const int size = (int) (state >> 28) * 6 - 45;
            values[set] =
                ((double) state / 4294967296.0 - 0.5) * (trial % 3 ? 1 : ldexp(1, size));
            largest = fmax(largest, fabs(values[set]));
        }
        pc_shapley_parts(values, num, &e);
        for (size_t j = 0; j < num; j++) {
            sum += e.parts[j];
        }
        CU_ASSERT_EQUAL(sum, e.difference);
        CU_ASSERT_DOUBLE_EQUAL(
            e.difference, values[((size_t) 1 << num) - 1] - values[0], 1e-13 * largest);
    }
}

/* On scenarios: only groups that differ are named; one that cannot matter has no part;
 * the difference is that of two runs; exchanged, the parts change sign. */
static void
test_parts_of_scenarios(void)
{
    static const char *const sets[] = { "end=2029-03", "rollout.rate=10",
        "omission.adoption_none=0.6", "fee.panel=10000", "workload.ep_share=0.5" };
    pc_scenario_t a, b;
    pc_explanation_t there, back;
    fixture_load(&a, BASELINE, sets, 1);
    fixture_load(&b, BASELINE, sets, 5);
    CU_ASSERT_EQUAL_FATAL(pc_explanation_init(&there, &a, &b, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_explanation_init(&back, &b, &a, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(there.num, 4);
    CU_ASSERT_EQUAL(there.groups[0], PC_PART_ROLLOUT);
    CU_ASSERT_EQUAL(there.groups[1], PC_PART_OMISSION);
    CU_ASSERT_EQUAL(there.groups[2], PC_PART_WORK);
    CU_ASSERT_EQUAL(there.groups[3], PC_PART_OUTCOMES);
    const pc_scenario_t *const pair[2] = { &a, &b };
    const pc_compare_plan_t plan = { .replicates = 1 };
    pc_compare_t c;
    run(&c, pair, &plan);
    const size_t year = (size_t) pc_years_find(&c.years, 2028);
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        pc_explained_t e, f;
        pc_paired_t p;
        double sum = 0;
        pc_explanation_of(&there, year, (pc_variable) v, &e);
        pc_explanation_of(&back, year, (pc_variable) v, &f);
        pc_compare_pair(&c, 1, pc_compare_year_place(&c, year, (pc_variable) v), 0, &p);
        if (isnan(e.reference)) {
            continue;
        }
        for (size_t j = 0; j < there.num; j++) {
            sum += e.parts[j];
            CU_ASSERT_DOUBLE_EQUAL(
                e.parts[j], -f.parts[j], 1e-12 * fabs(e.reference) + 1e-300);
        }
        CU_ASSERT_EQUAL(sum, e.difference);
        CU_ASSERT_EQUAL(p.difference, e.difference);
    }
    pc_explained_t e;
    pc_explanation_of(&there, year, PC_V_EP_CASES, &e);
    CU_ASSERT(e.parts[0] < 0 && e.parts[1] < 0);
    CU_ASSERT_EQUAL(e.parts[2], 0);
    CU_ASSERT_DOUBLE_EQUAL(e.parts[3], 0, 1e-9);
    pc_compare_free(&c);
    pc_explanation_free(&there);
    pc_explanation_free(&back);
    pc_scenario_free(&b);
    pc_scenario_free(&a);
}

/* Every group of the decomposition can be told from parameters alone, but the data. */
static void
test_every_parameter_has_a_group(void)
{
    int num[PC_NUM_PARTS] = { 0 };
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        num[pc_part_of((pc_param) k)]++;
    }
    for (int g = 0; g < PC_PART_DATA; g++) {
        CU_ASSERT(num[g] > 0);
    }
    CU_ASSERT_EQUAL(pc_part_of(PC_P_ep_host_limit), PC_PART_PANELS);
    CU_ASSERT_EQUAL(pc_part_of(PC_P_omission_missed_option), PC_PART_OUTCOMES);
    CU_ASSERT_EQUAL(pc_part_of(PC_P_haem_uptake), PC_PART_DEMAND);
}

/* Members that fail in one scenario are listed with their reason and left out of the
 * pairs; if none is left that is said. */
static void
test_failed_members(void)
{
    static const char *const sets[] = { "end=2026-03", "seed=3" };
    const pc_compare_plan_t plan = { .draws = 8, .replicates = 2, .threads = 2 };
    pc_scenario_t a, b;
    pc_compare_t c;
    pc_paired_t p;
    pc_diags_t diags;
    pc_diags_init(&diags);
    fixture_load(&a, BASELINE, sets, 2);
    fixture_load(&b, BASELINE, sets, 2);
    fixture_break_draws(&b, 1);
    const pc_scenario_t *const pair[2] = { &a, &b };
    run(&c, pair, &plan);
    CU_ASSERT_FATAL(c.num_failed > 0 && c.num_failed < 16);
    size_t failed = 0;
    for (size_t k = 0; k < c.num_members; k++) {
        CU_ASSERT_EQUAL(c.ran[2 * k], PC_OK);
        failed += c.ran[2 * k + 1] == PC_ERR_RANGE;
        CU_ASSERT_EQUAL(c.ran[2 * k + 1] != PC_OK,
            isnan(c.values[(2 * k + 1) * c.num_values
                           + pc_compare_year_place(&c, 0, PC_V_TESTS)]));
    }
    CU_ASSERT_EQUAL(failed, c.num_failed);
    CU_ASSERT_EQUAL(pc_compare_check(&c, &diags), PC_OK);
    pc_compare_pair(&c, 1, pc_compare_year_place(&c, 0, PC_V_TESTS), 0, &p);
    CU_ASSERT_EQUAL(p.spread.num, 16 - failed);
    CU_ASSERT_EQUAL(pc_compare_draw_of(&c, 3), 2);
    CU_ASSERT_EQUAL(pc_compare_replicate_of(&c, 3), 2);
    pc_compare_free(&c);

    fixture_break_draws(&b, NAN);
    run(&c, pair, &plan);
    CU_ASSERT_EQUAL(pc_compare_check(&c, &diags), PC_ERR_RANGE);
    CU_ASSERT_PTR_NOT_NULL(strstr(diags.items[0].text, "draw 1, replicate 1"));
    pc_compare_free(&c);
    pc_diags_free(&diags);
    pc_scenario_free(&a);
    pc_scenario_free(&b);
}

static pc_interrupt_t interrupted;

static void
interrupt(void *context, size_t done, size_t all)
{
    (void) context;
    (void) done;
    (void) all;
    interrupted = 1;
}

/* A signal ends the one member of expected mode between two scenarios, and an
 * explanation before its next mixture. */
static void
test_interrupted_at_once(void)
{
    static const char *const sets[] = { "end=2026-03", "rollout.rate=10" };
    const pc_compare_plan_t plan = {
        .replicates = 1, .threads = 1, .interrupted = &interrupted, .progress = interrupt
    };
    pc_scenario_t a, b;
    pc_compare_t c;
    pc_explanation_t parts;
    fixture_load(&a, BASELINE, sets, 1);
    fixture_load(&b, BASELINE, sets, 2);
    const pc_scenario_t *const pair[2] = { &a, &b };
    interrupted = 0;
    CU_ASSERT_EQUAL(pc_compare_run(&c, pair, 2, &plan), PC_ERR_INTERRUPT);
    pc_compare_free(&c);
    CU_ASSERT_EQUAL(pc_explanation_init(&parts, &a, &b, &interrupted), PC_ERR_INTERRUPT);
    pc_explanation_free(&parts);
    interrupted = 0;
    CU_ASSERT_EQUAL(pc_explanation_init(&parts, &a, &b, &interrupted), PC_OK);
    pc_explanation_free(&parts);
    pc_scenario_free(&b);
    pc_scenario_free(&a);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "parting_months", test_parting_months },
        { "common_numbers_save_runs", test_common_numbers_save_runs },
        { "threads_change_nothing", test_threads_change_nothing },
        { "paired_figures_by_hand", test_paired_figures_by_hand },
        { "members_without_a_value", test_members_without_a_value },
        { "failed_members", test_failed_members },
        { "interrupted_at_once", test_interrupted_at_once },
        { "rounding_does_not_vary", test_rounding_does_not_vary },
        { "unlike", test_unlike },
        { "list_of_differences", test_list_of_differences },
        { "parts_add_up", test_parts_add_up },
        { "parts_of_scenarios", test_parts_of_scenarios },
        { "every_parameter_has_a_group", test_every_parameter_has_a_group },
        CU_TEST_INFO_NULL,
    };
    return test_main("compare", tests, argc, argv);
}
