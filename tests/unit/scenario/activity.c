/* activity.c - what is called inactive is not read; what is called a follower of
 * the queue follows it. */
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/activity.h"
#include "analysis/sweep/metric.h"
#include "analysis/sweep/sweep.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static void
load_scenario(pc_scenario_t *s, const char *path, pc_activity_t *activity,
    const char *const *sets, size_t num)
{
    pc_diags_t diags;
    pc_json_t *tree = NULL;
    char *text = NULL;
    pc_diags_init(&diags);
    fixture_load(s, path, sets, num);
    CU_ASSERT_EQUAL_FATAL(pc_scenario_resolve(s, &text), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_json_parse(&tree, text, strlen(text), NULL, &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_activity_read(activity, tree), PC_OK);
    pc_json_free(tree);
    pc_diags_free(&diags);
    free(text);
}

/* Another value of a parameter, one that is not the scenario's. */
static double
another(const pc_scenario_t *s, pc_param which)
{
    const pc_param_info_t *info = &pc_param_table[which];
    const double now = pc_value_at(&s->params[which], s->start, NULL);
    switch ((int) which) {
    case PC_P_early_start:
        return 202609;
    case PC_P_early_end:
        return 202602;
    case PC_P_demand_cumulative_as_of:
        return 202409;
    default:
        break;
    }
    if (info->choices != NULL) {
        return now == 0 ? 1 : 0;
    }
    if (info->unit != NULL && strcmp(info->unit, "month") == 0) {
        return now + 2 <= info->upper ? now + 2 : now - 2;
    }
    return now < (info->lower + info->upper) / 2
               ? now + 0.4 * (fmin(info->upper, 1000) - now)
               : 0.7 * now;
}

/* Do other values of `num` parameters, one or many, change any national result? */
static int
change_matters(const pc_scenario_t *s, const pc_param *which, size_t num)
{
    pc_experiment_t e[2];
    int differ = 0;
    for (int k = 0; k < 2; k++) {
        CU_ASSERT_EQUAL_FATAL(pc_experiment_init(&e[k], s, 0, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_scenario_params(s, NULL, e[k].params, NULL), PC_OK);
        for (size_t p = 0; p < num && k > 0; p++) {
            const double value = another(s, which[p]);
            for (size_t m = 0; m < pc_scenario_num_months(s); m++) {
                *pc_params_at(&e[k].params[m], which[p]) = value;
            }
        }
        CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e[k]), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e[k], 1), PC_OK);
    }
    for (size_t row = 0; row < e[0].results.num_rows; row++) {
        differ |= memcmp(pc_results_national(&e[0].results, row),
                      pc_results_national(&e[1].results, row),
                      PC_NUM_VARIABLES * sizeof(double))
                  != 0;
    }
    pc_experiment_free(&e[0]);
    pc_experiment_free(&e[1]);
    return differ;
}

static int
matters(const pc_scenario_t *s, pc_param which)
{
    return change_matters(s, &which, 1);
}

/* In every shipped scenario what is called inactive changes no bit, all of it at once;
 * and the table says the same of the scenario as of its resolved text. */
static void
test_shipped_scenarios(void)
{
    static const char *const sets[][2] = { { "end=2027-06", "mode=expected" },
        { "end=2025-12", "mode=stochastic" } };
    glob_t found;
    pc_scenario_t *s = calloc(1, sizeof(*s));
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_EQUAL_FATAL(glob("scenarios/*.json", 0, NULL, &found), 0);
    CU_ASSERT(found.gl_pathc > 30);
    for (size_t k = 0; k < 2 * found.gl_pathc; k++) {
        pc_activity_t read, of;
        pc_param inactive[PC_NUM_PARAMS];
        size_t num = 0;
        char text[2][256];
        load_scenario(s, found.gl_pathv[k / 2], &read, sets[k % 2], 2);
        pc_activity_of(&of, s);
        const int drawn = s->params[PC_P_rollout_mode].dist.num > 0;
        for (int p = 0; p < PC_NUM_PARAMS; p++) {
            const int active =
                pc_param_active(&read, (pc_param) p, 0, text[0], sizeof(text[0]));
            CU_ASSERT(drawn
                      || active
                             == pc_param_active(
                                 &of, (pc_param) p, 0, text[1], sizeof(text[1])));
            if (!active) {
                inactive[num++] = (pc_param) p;
            }
        }
        CU_ASSERT(num > 3);
        const int changed = change_matters(s, inactive, num);
        CU_ASSERT_FALSE(changed);
        for (size_t p = 0; changed && p < num; p++) {
            if (matters(s, inactive[p])) {
                fprintf(stderr, "%s: %s is read\n", found.gl_pathv[k / 2],
                    pc_param_table[inactive[p]].name);
            }
        }
        pc_scenario_free(s);
    }
    globfree(&found);
    free(s);
}

/* Where it is called active, every parameter matters in some scenario. */
static void
test_active_parameters_matter(void)
{
    static const struct {
        const char *file, *sets[2];
    } cases[] = { { "scenarios/baseline.json", { "end=2026-12", "mode=expected" } },
        { "scenarios/hard-capacity.json", { "end=2028-06", "mode=expected" } },
        { "tests/sweep/short.json", { "rollout.mode=hazard", "mode=stochastic" } },
        { "tests/sweep/short.json", { "rollout.mode=logistic", "mode=expected" } },
        { "tests/sweep/short.json",
            { "rollout.mode=capacity", "rollout.onboarding=0.1" } },
        { "scenarios/guideline-revision-12.json", { "end=2028-03", "mode=expected" } },
        { "tests/sweep/short.json",
            { "rollout.withdrawal=0.3", "rollout.base_share=0.8" } },
        { "tests/sweep/short.json", { "ep_host.limit=30", "mode=expected" } } };
    const size_t num_cases = sizeof(cases) / sizeof(cases[0]);
    int known[PC_NUM_PARAMS] = { 0 };
    pc_scenario_t *s = calloc(1, sizeof(*s));
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    for (size_t k = 0; k < num_cases; k++) {
        pc_activity_t activity;
        char text[256];
        load_scenario(s, cases[k].file, &activity, cases[k].sets, 2);
        for (int p = 0; p < PC_NUM_PARAMS; p++) {
            if (!known[p]
                && pc_param_active(&activity, (pc_param) p, 0, text, sizeof(text))) {
                known[p] = matters(s, (pc_param) p);
            }
        }
        pc_scenario_free(s);
    }
    for (int p = 0; p < PC_NUM_PARAMS; p++) {
        if (!known[p] && p != PC_P_omission_adoption) { /* of rules that name no other */
            fprintf(stderr, "%s is read nowhere\n", pc_param_table[p].name);
            CU_FAIL("a parameter without influence");
        }
    }
    free(s);
}

/* What is called inactive changes nothing, to the bit; what decides makes it matter. */
static void
test_inactive_parameters_are_not_read(void)
{
    static const char *const modes[] = { "rollout.mode=linear", "rollout.mode=hazard",
        "rollout.mode=logistic", "rollout.mode=gompertz", "rollout.mode=capacity" };
    static const pc_param decided[] = { PC_P_rollout_rate, PC_P_rollout_hazard,
        PC_P_rollout_growth, PC_P_rollout_ceiling, PC_P_rollout_onboarding,
        PC_P_ep_dropout, PC_P_demand_dispersion, PC_P_omission_adoption,
        PC_P_omission_adoption_drug };
    pc_scenario_t *s = calloc(1, sizeof(*s));
    char text[256];
    int active[PC_NUM_PARAMS] = { 0 };
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    for (size_t m = 0; m < 5; m++) {
        const char *const sets[] = { modes[m],
            m % 2 ? "ep.constraint=hard" : "ep.constraint=elastic",
            m > 2 ? "mode=stochastic" : "mode=expected" };
        pc_activity_t activity;
        load_scenario(s, "tests/sweep/short.json", &activity, sets, 3);
        for (int p = 0; p < PC_NUM_PARAMS; p++) {
            if (!pc_param_active(&activity, (pc_param) p, 0, text, sizeof(text))) {
                CU_ASSERT_FALSE(matters(s, (pc_param) p));
            }
        }
        for (size_t k = 0; k < sizeof(decided) / sizeof(decided[0]); k++) {
            if (pc_param_active(&activity, decided[k], 0, text, sizeof(text))) {
                /* The lesser of two limits decides in capacity mode. */
                CU_ASSERT(matters(s, decided[k]) || m == 4);
                active[decided[k]]++;
            }
        }
        pc_scenario_free(s);
    }
    CU_ASSERT_EQUAL(active[PC_P_rollout_rate], 1);
    CU_ASSERT_EQUAL(active[PC_P_rollout_hazard], 2);
    CU_ASSERT_EQUAL(active[PC_P_ep_dropout], 2);
    CU_ASSERT_EQUAL(active[PC_P_demand_dispersion], 2);
    CU_ASSERT_EQUAL(active[PC_P_omission_adoption], 0);
    CU_ASSERT_EQUAL(active[PC_P_omission_adoption_drug], 5);
    free(s);
}

/* If the mode is itself an axis, what any of its values reads is active. */
static void
test_activity_of_sampled_modes(void)
{
    static const char *const sets[] = { "rollout.mode=linear", "ep.constraint=elastic",
        "mode=expected" };
    const double sampled[] = { PC_ROLLOUT_GOMPERTZ, PC_ROLLOUT_HAZARD };
    pc_scenario_t *s = calloc(1, sizeof(*s));
    pc_activity_t a;
    char text[256];
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    load_scenario(s, "tests/sweep/short.json", &a, sets, 3);
    CU_ASSERT_FALSE(pc_param_active(&a, PC_P_rollout_hazard, 0, text, sizeof(text)));
    CU_ASSERT_STRING_EQUAL(text, "inactive under rollout.mode=linear");
    pc_activity_sampled(&a, PC_P_rollout_mode, sampled, 2);
    CU_ASSERT(pc_param_active(&a, PC_P_rollout_hazard, 0, text, sizeof(text)));
    CU_ASSERT(pc_param_active(&a, PC_P_rollout_growth, 0, text, sizeof(text)));
    CU_ASSERT_FALSE(pc_param_active(&a, PC_P_rollout_rate, 0, text, sizeof(text)));
    CU_ASSERT_STRING_EQUAL(text, "inactive under rollout.mode=hazard|gompertz");
    pc_scenario_free(s);
    free(s);
}

/* Sweeps refuse in expected mode what capacity changes (analysis/sweep/metric.h): no
 * other result differs between elastic panels and hard ones that are too small. */
static void
test_what_capacity_changes_is_known(void)
{
    static const char *const sets[2][3] = {
        { "ep.minutes_per_month_core=500", "ep.minutes_per_month_hub=200",
            "ep.constraint=elastic" },
        { "ep.minutes_per_month_core=500", "ep.minutes_per_month_hub=200",
            "ep.constraint=hard" },
    };
    pc_scenario_t s[2];
    pc_experiment_t e[2];
    int changed = 0;
    for (int k = 0; k < 2; k++) {
        fixture_load(&s[k], "tests/sweep/short.json", sets[k], 3);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_init(&e[k], &s[k], 0, NULL, 0, NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e[k]), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e[k], 1), PC_OK);
    }
    const size_t last = e[0].results.num_rows - 1;
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        const double a = pc_results_national(&e[0].results, last)[v],
                     b = pc_results_national(&e[1].results, last)[v];
        const int known = pc_variable_is_queue((pc_variable) v)
                          || pc_variable_follows_queue((pc_variable) v);
        const int differ = memcmp(&a, &b, sizeof(a)) != 0;
        CU_ASSERT(known || !differ);
        changed += differ;
    }
    CU_ASSERT(changed >= 25);
    for (int k = 0; k < 2; k++) {
        pc_experiment_free(&e[k]);
        pc_scenario_free(&s[k]);
    }
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "shipped_scenarios", test_shipped_scenarios },
        { "active_parameters_matter", test_active_parameters_matter },
        { "inactive_parameters_are_not_read", test_inactive_parameters_are_not_read },
        { "activity_of_sampled_modes", test_activity_of_sampled_modes },
        { "what_capacity_changes_is_known", test_what_capacity_changes_is_known },
        CU_TEST_INFO_NULL,
    };
    return test_main("activity", tests, argc, argv);
}
