/* workload.c - staff hours: the survey of 2022 and its fit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/calibrate/workload.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define SURVEY "scenarios/data/sources/ep_workload.csv"
#define LATE PC_MONTH(2030, 5)

/* The shipped scenario in the conditions of 2022, with `extra` settings before them. */
static void
load_2022(pc_scenario_t *scenario, const char *const *extra, size_t num_extra)
{
    const char *sets[64];
    size_t num = 0;
    for (size_t k = 0; k < num_extra; k++) {
        sets[num++] = extra[k];
    }
    for (size_t k = 0; k < pc_num_survey_conditions; k++) {
        sets[num++] = pc_survey_conditions[k];
    }
    fixture_load(scenario, "scenarios/baseline.json", sets, num);
}

static void
fit_2022(pc_workload_fit_t *fit, const char *const *extra, size_t num_extra,
    const pc_survey_t *survey)
{
    pc_scenario_t scenario;
    pc_diags_t diags;
    load_2022(&scenario, extra, num_extra);
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(
        pc_workload_fit(fit, &scenario, survey, pc_survey_tests(&scenario), &diags),
        PC_OK);
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    pc_scenario_free(&scenario);
}

static void
read_survey(pc_survey_t *survey)
{
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(pc_survey_read(survey, SURVEY, &diags), PC_OK);
    pc_diags_free(&diags);
}

/* One run of 2022 conditions with the shipped hours, from the results alone. */
static void
run_2022(const pc_point_t *points, size_t num_points, double out[PC_NUM_VARIABLES])
{
    pc_scenario_t scenario;
    pc_experiment_t e;
    pc_diags_t diags;
    load_2022(&scenario, NULL, 0);
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(
        pc_experiment_init(&e, &scenario, 0, points, num_points, &diags), PC_OK);
    e.input.num_rules = 0;
    CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e, 1), PC_OK);
    memcpy(out, pc_results_national(&e.results, 1), PC_NUM_VARIABLES * sizeof(*out));
    pc_diags_free(&diags);
    pc_experiment_free(&e);
    pc_scenario_free(&scenario);
}

static double
uptake_2022(void)
{
    pc_survey_t survey;
    pc_workload_fit_t fit;
    read_survey(&survey);
    fit_2022(&fit, NULL, 0, &survey);
    return fit.uptake;
}

#define CHECK_WITHIN(value, target, share)                                              \
    CU_ASSERT_DOUBLE_EQUAL((value) / (target), 1, share)

/* 385, 166 and 51 hours a month, 2.7 and 4.9 hours a test: within 10 % from the shipped
 * hours, a test counted at the orderer and again at the site that receives its case. */
static void
test_survey_is_met(void)
{
    const pc_point_t points[] = { { PC_P_demand_uptake, uptake_2022() } };
    double v[PC_NUM_VARIABLES];
    run_2022(points, 1, v);
    CHECK_WITHIN(v[PC_V_TESTS], 1670, 0.01);
    CU_ASSERT_EQUAL(v[PC_V_SITES_CORE], 12);
    CU_ASSERT_EQUAL(v[PC_V_SITES_HUB], 33);
    CU_ASSERT_EQUAL(v[PC_V_SITES_COOP], 189);
    CHECK_WITHIN(v[PC_V_HOURS_CORE] / 12, 385, 0.1);
    CHECK_WITHIN(v[PC_V_HOURS_HUB] / 33, 166, 0.1);
    CHECK_WITHIN(v[PC_V_HOURS_COOP] / 189, 51, 0.1);
    const double counted = v[PC_V_TESTS] + v[PC_V_EP_RECEIVED];
    CHECK_WITHIN(v[PC_V_HOURS_PHYSICIAN] / counted, 2.7, 0.1);
    CHECK_WITHIN(v[PC_V_HOURS_OTHER] / counted, 4.9, 0.1);
    CHECK_WITHIN(v[PC_V_LABOUR_COST] / counted, 78071, 0.1);
    CHECK_WITHIN(v[PC_V_HOURS_EP] / v[PC_V_HOURS], 0.6, 0.01);
}

/* The defaults are what the command finds, not numbers typed in. If this fails after a
 * change of demand or data: `make calibrate-workload` and take its values over. */
static void
test_defaults_are_the_fit(void)
{
    pc_survey_t survey;
    pc_workload_fit_t fit;
    read_survey(&survey);
    fit_2022(&fit, NULL, 0, &survey);
    for (int k = 0; k < PC_NUM_FITTED; k++) {
        CHECK_WITHIN(fit.given[k], fit.rounded[k], 0.05);
        CU_ASSERT_EQUAL(fit.given[k], pc_param_table[pc_fitted_params[k]].def);
        CU_ASSERT_EQUAL(pc_param_table[pc_fitted_params[k]].kind, PC_KIND_CALIBRATED);
    }
}

/* A survey made by the model from known hours gives these hours back. */
static void
test_fit_finds_known_hours(void)
{
    static const double known[PC_NUM_FITTED] = { 0.6, 1.4, 0.9, 2.1, 1.2, 2.8, 90, 31,
        31, 0.3 };
    pc_survey_t survey;
    pc_workload_fit_t first, second;
    char texts[PC_NUM_FITTED + 1][64];
    const char *sets[PC_NUM_FITTED + 1];
    for (int k = 0; k < PC_NUM_FITTED; k++) {
        snprintf(texts[k], sizeof(texts[k]), "%s=%g",
            pc_param_table[pc_fitted_params[k]].name, known[k]);
        sets[k] = texts[k];
    }
    read_survey(&survey);
    fit_2022(&first, sets, PC_NUM_FITTED, &survey);
    snprintf(texts[PC_NUM_FITTED], sizeof(texts[0]), "workload.ep_share_reference=%.15g",
        first.with_given.ep_share);
    sets[PC_NUM_FITTED] = texts[PC_NUM_FITTED];
    fit_2022(&second, sets, PC_NUM_FITTED + 1, &first.with_given.survey);
    for (int k = 0; k < PC_NUM_FITTED; k++) {
        CU_ASSERT_DOUBLE_EQUAL(second.rounded[k], known[k], 1e-9);
    }
    CU_ASSERT_DOUBLE_EQUAL(second.free[PC_FREE_SEND], 4, 1e-6);
}

static double
squares(const pc_survey_view_t *v, const pc_survey_t *s, double share)
{
    double sum = pow(v->ep_share / share - 1, 2);
    for (int t = 0; t < PC_SURVEY_TIERS; t++) {
        sum += pow(v->survey.hours_by_tier[t] / s->hours_by_tier[t] - 1, 2);
    }
    for (int k = 0; k < 2; k++) {
        sum += pow(v->survey.hours_per_test[k] / s->hours_per_test[k] - 1, 2);
    }
    return sum;
}

/* Where the best plain solution has a negative number, that number is 0, and no
 * neighbour is better. */
static void
test_fit_is_not_negative(void)
{
    static const char *const share[] = { "workload.ep_share_reference=0.85" };
    pc_survey_t survey;
    pc_workload_fit_t fit, again;
    read_survey(&survey);
    fit_2022(&fit, share, 1, &survey);
    CU_ASSERT_EQUAL(fit.free[PC_FREE_OVERHEAD], 0);
    for (int k = 0; k < PC_NUM_FREE_HOURS; k++) {
        CU_ASSERT(fit.free[k] >= 0);
    }
    const double least = squares(&fit.with_rounded, &survey, 0.85);
    for (int k = 2; k < PC_NUM_FITTED; k++) {
        const char *sets[PC_NUM_FITTED + 1] = { share[0] };
        char texts[PC_NUM_FITTED][64];
        for (int j = 2; j < PC_NUM_FITTED; j++) {
            snprintf(texts[j], sizeof(texts[j]), "%s=%.15g",
                pc_param_table[pc_fitted_params[j]].name,
                fit.rounded[j] * (j == k ? 1.1 : 1) + (j == k ? 0.1 : 0));
            sets[j - 1] = texts[j];
        }
        fit_2022(&again, sets, PC_NUM_FITTED - 1, &survey);
        CU_ASSERT(squares(&again.with_given, &survey, 0.85) > least * 0.999);
    }
}

/* Another share of EP work leaves the hours of 2022 and moves what rules save: a band.
 */
static void
test_hours_saved_are_a_band(void)
{
    static const double shares[] = { 0.4, 0.6, 0.8 };
    const double uptake = uptake_2022();
    double total[3], ep_saved[3], saved[3], review = 0;
    for (int k = 0; k < 3; k++) {
        const pc_point_t points[] = { { PC_P_demand_uptake, uptake },
            { PC_P_workload_ep_share, shares[k] } };
        double v[PC_NUM_VARIABLES];
        run_2022(points, 2, v);
        total[k] = v[PC_V_HOURS];

        fixture_t f;
        pc_results_t with, without;
        fixture_init(&f);
        fixture_set(&f, PC_P_workload_ep_share, 0, shares[k]);
        fixture_run(&f, 1, &with);
        f.input.num_rules = 0;
        fixture_run(&f, 1, &without);
        review = fixture_value(&with, PC_V_HOURS_REVIEW, LATE);
        saved[k] = fixture_value(&without, PC_V_HOURS, LATE)
                   - fixture_value(&with, PC_V_HOURS, LATE);
        ep_saved[k] = fixture_value(&without, PC_V_HOURS_EP, LATE)
                      - fixture_value(&with, PC_V_HOURS_EP, LATE);
        CU_ASSERT_DOUBLE_EQUAL(saved[k], ep_saved[k] - review, 1e-6);
        pc_results_free(&with);
        pc_results_free(&without);
        fixture_free(&f);
    }
    CHECK_WITHIN(total[0], total[1], 0.005);
    CHECK_WITHIN(total[2], total[1], 0.005);
    CU_ASSERT(ep_saved[0] > 0);
    CHECK_WITHIN(ep_saved[2], 2 * ep_saved[0], 1e-9);
    CU_ASSERT(saved[0] < saved[1] && saved[1] < saved[2]);
}

static pc_status
read_text(const char *text, size_t *num_errors)
{
    char path[] = "/tmp/panelcast-survey-XXXXXX";
    pc_survey_t survey;
    pc_diags_t diags;
    const int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    FILE *out = fdopen(fd, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    fclose(out);
    pc_diags_init(&diags);
    const pc_status status = pc_survey_read(&survey, path, &diags);
    *num_errors = diags.num_errors;
    pc_diags_free(&diags);
    remove(path);
    return status;
}

static void
test_bad_surveys(void)
{
    pc_survey_t survey;
    pc_diags_t diags;
    size_t num;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(pc_survey_read(&survey, "no/such.csv", &diags), PC_ERR_MISSING);
    pc_diags_free(&diags);
    CU_ASSERT_EQUAL(read_text("measure,value\n", &num), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(num, 9); /* every figure is missing */
    CU_ASSERT_EQUAL(read_text("measure,value\nadmin_hours_per_month_core,385\n"
                              "admin_hours_per_month_core,x\n",
                        &num),
        PC_ERR_INPUT);
    CU_ASSERT_EQUAL(num, 10); /* twice, not a number, eight missing */
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "survey_is_met", test_survey_is_met },
        { "defaults_are_the_fit", test_defaults_are_the_fit },
        { "fit_finds_known_hours", test_fit_finds_known_hours },
        { "fit_is_not_negative", test_fit_is_not_negative },
        { "hours_saved_are_a_band", test_hours_saved_are_a_band },
        { "bad_surveys", test_bad_surveys },
        CU_TEST_INFO_NULL,
    };
    return test_main("workload", tests, argc, argv);
}
