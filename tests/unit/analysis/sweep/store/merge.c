/* merge.c - shards put together are the sweep that was never cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/sweep/sweep.h"
#include "tests/unit/design_fixture.h"
#include "tests/unit/result_fixture.h"
#include "tests/unit/testlib.h"

#define SHARDS 3

static char paths[SHARDS][128];
static char *const shards[SHARDS] = { paths[0], paths[1], paths[2] };

/* The points of one shard at `path`, or no more than `most`. */
static void
compute(
    const pc_design_t *design, size_t shard, size_t num, const char *path, size_t most)
{
    const pc_sweep_t sweep = {
        .design = design, .shard = shard, .num_shards = num, .threads = 1, .most = most
    };
    pc_points_plan_t plan = { 0 };
    pc_sweep_count_t count;
    pc_points_t store;
    CU_ASSERT_EQUAL_FATAL(pc_sweep_plan(design, shard, num, &plan), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_points_open(&store, path, &plan, &result_diags), PC_OK);
    CU_ASSERT_EQUAL(
        pc_sweep_run(&sweep, &store, &count), most > 0 ? PC_ERR_INTERRUPT : PC_OK);
    pc_points_close(&store);
    pc_points_plan_free(&plan);
}

/* The table of a store; to be freed. */
static char *
table_of(const char *path)
{
    pc_points_t store;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_EQUAL_FATAL(pc_points_read(&store, path, &result_diags), PC_OK);
    CU_ASSERT_EQUAL(pc_points_csv(&store, out, &result_diags), PC_OK);
    fclose(out);
    pc_points_close(&store);
    return text;
}

static pc_design_t *
make_shards(size_t most_of_last)
{
    pc_design_t *design = design_loaded(DESIGN_HEAD
        "\"design\": \"sobol\", \"points\": 8, \"axes\": "
        "{\"demand.uptake\": {\"min\": 0.2, \"max\": 0.6}}, " DESIGN_METRICS "}");
    for (size_t k = 0; k < SHARDS; k++) {
        snprintf(paths[k], sizeof(paths[k]), "%s/%zu.sqlite", result_root, k + 1);
        compute(design, k + 1, SHARDS, paths[k], k + 1 == SHARDS ? most_of_last : 0);
    }
    return design;
}

/* Whatever their order. */
static void
test_shards_make_the_whole(void)
{
    char whole[128], merged[128];
    static char *const turned[SHARDS] = { paths[2], paths[0], paths[1] };
    snprintf(whole, sizeof(whole), "%s/whole.sqlite", result_root);
    snprintf(merged, sizeof(merged), "%s/merged.sqlite", result_root);
    pc_design_t *design = make_shards(0);
    compute(design, 1, 1, whole, 0);
    CU_ASSERT_EQUAL_FATAL(
        pc_points_merge(merged, turned, SHARDS, NULL, &result_diags), PC_OK);
    char *one = table_of(whole), *other = table_of(merged);
    CU_ASSERT_STRING_EQUAL(one, other);
    free(one);
    free(other);
    design_release(design, NULL);
}

/* Each is named, and nothing is written. */
static void
test_bad_shards_are_named(void)
{
    char merged[128];
    char *const twice[SHARDS] = { paths[0], paths[1], paths[1] };
    snprintf(merged, sizeof(merged), "%s/merged.sqlite", result_root);
    pc_design_t *design = make_shards(1);
    CU_ASSERT_EQUAL(
        pc_points_merge(merged, shards, 2, NULL, &result_diags), PC_ERR_INTERRUPT);
    CU_ASSERT(result_said("missing"));
    CU_ASSERT_EQUAL(
        pc_points_merge(merged, shards, SHARDS, NULL, &result_diags), PC_ERR_INTERRUPT);
    CU_ASSERT(strstr(result_diags.items[result_diags.num - 1].file, "3.sqlite") != NULL);
    CU_ASSERT_EQUAL(
        pc_points_merge(merged, twice, SHARDS, NULL, &result_diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(access(merged, F_OK), -1);
    CU_ASSERT_EQUAL(result_num_entries(result_root), SHARDS);
    design_release(design, NULL);
}

/* clang-format off */
IN_FOLDER(shards_make_the_whole)
IN_FOLDER(bad_shards_are_named)
/* clang-format on */

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "shards_make_the_whole", in_folder_shards_make_the_whole },
        { "bad_shards_are_named", in_folder_bad_shards_are_named },
        CU_TEST_INFO_NULL,
    };
    return test_main("merge", tests, argc, argv);
}
