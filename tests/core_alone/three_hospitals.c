/* three_hospitals.c - the core without files: one month of a country with three
 * hospitals.
 *
 * Links with model/base, model/simulation and model/scenario/values/params.c alone.
 * Prints the sites, tests and expert-panel cases of the month. */
#include <stdio.h>
#include <stdlib.h>

#include "simulation/run.h"

/* A core in Tokyo, a cooperative hospital that sends its cases there, and a regional
 * base hospital in Osaka that may become a site. */
enum { CORE, COOPERATIVE, CANDIDATE, NUM };
static uint32_t id[NUM] = { 1, 2, 3 };
static uint8_t prefecture[NUM] = { 12, 12, 26 };
static uint8_t base_type[NUM] = { PC_BASE_PREFECTURAL, PC_BASE_REGIONAL,
    PC_BASE_REGIONAL };
static uint8_t tier[NUM] = { PC_TIER_CORE, PC_TIER_COOPERATIVE, PC_TIER_NONE };
static pc_month opened[NUM] = { PC_MONTH(2018, 4), PC_MONTH(2019, 9), PC_MONTH_NONE };
static double volume[NUM] = { 300, 100, 200 };
static int32_t host[NUM] = { CORE, CORE, CORE };
static int32_t none[NUM] = { -1, -1, -1 };
static uint8_t status[NUM] = { PC_STATUS_USER, PC_STATUS_USER, PC_STATUS_USER };

static void
must(pc_status result)
{
    if (result != PC_OK) {
        fprintf(stderr, "%s\n", pc_strerror(result));
        exit(EXIT_FAILURE);
    }
}

int
main(void)
{
    const pc_hospitals_t hospitals = { .num = NUM,
        .id = id,
        .prefecture = prefecture,
        .base_type = base_type,
        .tier = tier,
        .opened = opened,
        .volume = volume,
        .host = host,
        .host_haem = none,
        .area = none,
        .status = status };
    static pc_prefecture_t prefectures[PC_NUM_PREFECTURES];
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        prefectures[p].patients_share = p == 12 ? 0.6 : p == 26 ? 0.4 : 0;
        for (int year = 0; year < 7; year++) {
            prefectures[p].population[year] = 1e6;
        }
    }
    const pc_group_t group = { .id = "all", .share = 1, .from_params = 1 };
    pc_params_t params[2]; /* the month before the start, and the one month */
    pc_params_defaults(&params[0]);
    pc_params_defaults(&params[1]);
    const pc_model_input_t input = { .start = PC_MONTH(2025, 6),
        .end = PC_MONTH(2025, 6),
        .mode = PC_MODE_STOCHASTIC,
        .seed = 1,
        .hospitals = &hospitals,
        .prefectures = prefectures,
        .groups = &group,
        .num_groups = 1,
        .params = params };

    pc_plan_t plan;
    pc_run_t run;
    pc_results_t results;
    must(pc_plan_init(&plan, &input));
    must(pc_run_init(&run, &plan));
    must(pc_results_init(&results, input.start - 1, plan.num_months + 1));
    must(pc_run_reset(&run, 0, 1));
    must(pc_run_all(&run, &results));
    pc_results_verify(&results);

    const double *month = pc_results_national(&results, 1);
    printf("sites %g, tests %g, expert-panel cases %g\n", month[PC_V_SITES],
        month[PC_V_TESTS], month[PC_V_EP_CASES]);
    const int sane = month[PC_V_SITES] >= 2 && month[PC_V_SITES] <= NUM
                     && month[PC_V_TESTS] > 0
                     && month[PC_V_EP_CASES] == month[PC_V_TESTS];

    pc_results_free(&results);
    pc_run_free(&run);
    pc_plan_free(&plan);
    return sane ? EXIT_SUCCESS : EXIT_FAILURE;
}
