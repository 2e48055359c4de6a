/* sweep.c - a sweep with points that fail. */
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/sweep.h"
#include "tests/unit/design_fixture.h"
#include "tests/unit/testlib.h"

/* The CSV of the sweep; to be freed. */
static char *
run(const pc_design_t *design, unsigned threads, pc_sweep_count_t *count)
{
    const pc_sweep_t sweep = {
        .design = design, .shard = 1, .num_shards = 1, .threads = threads
    };
    pc_points_plan_t plan = { 0 };
    pc_points_t store;
    pc_diags_t diags;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(pc_sweep_plan(design, 1, 1, &plan), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_points_open(&store, NULL, &plan, &diags), PC_OK);
    CU_ASSERT_EQUAL(pc_sweep_run(&sweep, &store, count), PC_OK);
    CU_ASSERT_EQUAL(pc_points_csv(&store, out, &diags), PC_OK);
    fclose(out);
    pc_points_close(&store);
    pc_points_plan_free(&plan);
    pc_diags_free(&diags);
    return text;
}

/* No design that is accepted has a point that fails; this one is spoilt after it was
 * read: an uptake above 1. Such points have a reason and no number; the others are what
 * they are without them. */
static void
test_points_that_fail(void)
{
    pc_sweep_count_t count, again;
    pc_design_t *design = design_loaded(DESIGN_HEAD
        "\"design\": \"sobol\", \"points\": 32, \"axes\": "
        "{\"demand.uptake\": {\"min\": 0, \"max\": 1}}, " DESIGN_METRICS "}");
    design->axes[0].max = 2;
    char *one = run(design, 1, &count), *two = run(design, 3, &again);
    CU_ASSERT_STRING_EQUAL(one, two);
    CU_ASSERT_EQUAL(count.all, 32);
    CU_ASSERT_EQUAL(count.done, 32);
    CU_ASSERT_EQUAL(again.failed, count.failed);
    size_t failed = 0, good = 0;
    double slope = 0;
    for (const char *line = strchr(one, '\n') + 1; *line != '\0';
         line = strchr(line, '\n') + 1) {
        double uptake, tests;
        CU_ASSERT_EQUAL_FATAL(sscanf(line, "%*u,%*[^,],%*u,%lf", &uptake), 1);
        if (uptake > 1) {
            const char *reason = strstr(line, ",,"); /* no metric, then the failure */
            CU_ASSERT(reason != NULL && reason < strchr(line, '\n'));
            CU_ASSERT(reason != NULL && strstr(reason, "demand.uptake: ") != NULL);
            failed++;
            continue;
        }
        CU_ASSERT_EQUAL_FATAL(sscanf(line, "%*u,%*[^,],%*u,%*[^,],%lf", &tests), 1);
        good += tests > 0 || uptake == 0;
        slope = uptake > 0.4 && uptake < 0.6 ? tests / uptake : slope;
    }
    CU_ASSERT_EQUAL(failed, count.failed);
    CU_ASSERT_EQUAL(failed, 16); /* a net: every second uptake is above 1 */
    CU_ASSERT_EQUAL(good + failed, 32);
    CU_ASSERT(slope > 0);
    free(one);
    free(two);
    design_release(design, NULL);
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "points_that_fail", test_points_that_fail },
        CU_TEST_INFO_NULL,
    };
    return test_main("sweep", tests, argc, argv);
}
