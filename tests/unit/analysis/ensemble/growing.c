/* growing.c - ensembles that stop when the means are known well enough, go on from
 * kept members, or lose members. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/ensemble/output.h"
#include "analysis/ensemble/precision.h"
#include "analysis/ensemble/saved_members.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

static char root[] = "/tmp/panelcast-growing-XXXXXX";
static pc_diags_t diags;
static const pc_run_info_t info = { .name = "test",
    .title_en = "test",
    .title_ja = "test",
    .model = "panelcast",
    .version = "0",
    .commit = "0",
    .compiler = "cc",
    .flags = "",
    .libraries = "",
    .command_line = "test",
    .mode = "stochastic",
    .scenario_sha256 = "" };

static void
load(pc_scenario_t *scenario, const char *seed)
{
    const char *const sets[] = { "mode=stochastic", "end=2026-04", seed };
    fixture_load(scenario, "scenarios/baseline.json", sets, 3);
}

static void
assert_same(const pc_ensemble_t *a, const pc_ensemble_t *b)
{
    CU_ASSERT_EQUAL_FATAL(a->num_done, b->num_done);
    CU_ASSERT_EQUAL(a->draws, b->draws);
    CU_ASSERT_EQUAL(a->replicates, b->replicates);
    double *x = fixture_all_values(a), *y = fixture_all_values(b);
    CU_ASSERT_EQUAL(
        memcmp(x, y, a->num_done * a->layout.num_values * sizeof(double)), 0);
    for (size_t k = 0; k < a->num_done; k++) {
        CU_ASSERT_EQUAL(a->members[k].draw, b->members[k].draw);
        CU_ASSERT_EQUAL(a->members[k].replicate, b->members[k].replicate);
        CU_ASSERT_EQUAL(a->members[k].status, b->members[k].status);
        CU_ASSERT_EQUAL(a->members[k].mode, b->members[k].mode);
    }
    free(x);
    free(y);
}

static void
test_blocks(void)
{
    static const size_t ends[] = { 50, 100, 150, 200, 250, 300, 350, 400, 500, 600, 750,
        900, 1100 };
    size_t units = 0;
    for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
        units = pc_precision_next(units);
        CU_ASSERT_EQUAL(units, ends[k]);
    }
}

static void
test_targets_as_text(void)
{
    static const char *const bad[] = { "", "Tests|Total", "=3",
        "Tests|Total=", "Tests|Total=0", "Tests|Total=-1", "Tests|Total=nan",
        "Tests|Total=5x", "tests|total=5" };
    pc_precision_t target;
    CU_ASSERT_EQUAL_FATAL(pc_precision_parse(&target, "Tests|Total=2.5", &diags), PC_OK);
    CU_ASSERT_EQUAL(target.variable, PC_V_TESTS);
    CU_ASSERT_EQUAL(target.most, 2.5);
    CU_ASSERT(!pc_precision_met(&target)); /* nothing reached yet */
    for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
        CU_ASSERT_EQUAL(pc_precision_parse(&target, bad[k], &diags), PC_ERR_INPUT);
    }
    CU_ASSERT_PTR_NOT_NULL(
        strstr(diags.items[diags.num - 1].text, "did you mean Tests|Total"));
}

/* The largest error of the mean over the fiscal years, as series.csv has it. */
static double
largest_error(const pc_scenario_t *scenario, uint32_t draws, pc_variable variable)
{
    const pc_ensemble_plan_t plan = { .draws = draws, .replicates = 2, .threads = 2 };
    pc_ensemble_t e;
    pc_ensemble_statistics_t s;
    double most = 0;
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&e, scenario, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_statistics_init(&s, &e, 3), PC_OK);
    for (size_t year = 0; year < e.layout.num_fiscal; year++) {
        most = fmax(
            most, s.values[pc_sample_place(&e.layout, PC_PERIOD_FISCAL, year, variable)]
                      .mean_error);
    }
    pc_ensemble_statistics_free(&s);
    pc_ensemble_free(&e);
    return most;
}

/* It stops at the first block whose end is precise enough for all targets, with the
 * members of a plain run of so many draws. */
static void
test_stops_at_the_first_block_that_will_do(void)
{
    const pc_ensemble_plan_t most = { .draws = 130, .replicates = 2, .threads = 2 };
    const pc_ensemble_plan_t plain = { .draws = 100, .replicates = 2, .threads = 1 };
    pc_scenario_t scenario;
    pc_ensemble_t e, other;
    load(&scenario, "seed=3");
    const double at_50 = largest_error(&scenario, 50, PC_V_TESTS);
    const double at_100 = largest_error(&scenario, 100, PC_V_TESTS);
    CU_ASSERT_FATAL(at_100 < at_50);
    pc_precision_t targets[2] = { { PC_V_EP_CASES, 1e9, NAN },
        { PC_V_TESTS, (at_50 + at_100) / 2, NAN } };
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &most), PC_OK);
    CU_ASSERT_EQUAL(pc_precision_run(targets, 2, &e, &most), PC_OK);
    CU_ASSERT_EQUAL(targets[1].reached, at_100);
    CU_ASSERT(pc_precision_met(&targets[0]) && pc_precision_met(&targets[1]));
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&other, &scenario, &plain, NULL), PC_OK);
    assert_same(&e, &other);
    pc_ensemble_free(&other);
    /* It goes on to the most there may be, and no further. */
    targets[0].most = 1e-9;
    CU_ASSERT_EQUAL(pc_precision_run(targets, 2, &e, &most), PC_OK);
    CU_ASSERT_EQUAL(e.draws, 130);
    CU_ASSERT_EQUAL(e.num_finished, 260); /* none twice */
    CU_ASSERT(!pc_precision_met(&targets[0]) && pc_precision_met(&targets[1]));
    pc_ensemble_free(&e);
    pc_scenario_free(&scenario);
}

static pc_interrupt_t stop;

static void
stop_after_ten(void *context, size_t done, size_t all)
{
    (void) context;
    (void) all;
    stop = done >= 10;
}

static pc_status
save(const pc_ensemble_t *e, const char *fingerprint, const char *dir)
{
    pc_store_t store;
    CU_ASSERT_EQUAL_FATAL(pc_store_open(&store, dir, &diags), PC_OK);
    CU_ASSERT_EQUAL(pc_members_save(e, fingerprint, &store), PC_OK);
    return pc_store_commit(&store, &info);
}

static void
spoil(const char *dir)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", dir, PC_SAVED_MEMBERS);
    FILE *file = fopen(path, "r+");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fseek(file, 200, SEEK_SET);
    fputc(1, file);
    fclose(file);
}

/* Stopped in the middle of a draw, kept, taken up with one draw more: the same members
 * as undisturbed, and none is run twice. Those of another run or damaged are not taken.
 */
static void
test_goes_on(void)
{
    const pc_ensemble_plan_t first = { .draws = 3,
        .replicates = 18,
        .threads = 1,
        .interrupted = &stop,
        .progress = stop_after_ten };
    const pc_ensemble_plan_t second = { .draws = 4, .replicates = 18, .threads = 2 };
    const pc_ensemble_plan_t less = { .draws = 1, .replicates = 18, .threads = 2 };
    char dir[64], mark[PC_SHA256_SIZE], again[PC_SHA256_SIZE];
    pc_scenario_t scenario;
    pc_ensemble_t e, other;
    load(&scenario, "seed=3");
    snprintf(dir, sizeof(dir), "%s/run", root);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &first), PC_OK);
    CU_ASSERT_EQUAL(pc_members_fingerprint(&e, NULL, "1 c", mark), PC_OK);
    CU_ASSERT_EQUAL(pc_members_take(&e, mark, dir), PC_ERR_MISSING);
    CU_ASSERT_EQUAL(pc_ensemble_extend(&e, &first, 3), PC_ERR_INTERRUPT);
    CU_ASSERT_EQUAL(e.num_done, 18); /* 16 and 2 of the first draw, in chunks */
    CU_ASSERT_EQUAL_FATAL(save(&e, mark, dir), PC_OK);
    pc_ensemble_free(&e);

    CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &second), PC_OK);
    CU_ASSERT_EQUAL(pc_members_fingerprint(&e, NULL, "1 c", again), PC_OK);
    CU_ASSERT_STRING_EQUAL(mark, again);
    CU_ASSERT_EQUAL(pc_members_fingerprint(&e, NULL, "1 d", again), PC_OK);
    CU_ASSERT_EQUAL(pc_members_take(&e, again, dir), PC_ERR_VERSION);
    CU_ASSERT_EQUAL(pc_members_take(&e, mark, dir), PC_OK);
    CU_ASSERT_EQUAL(e.num_given, 18);
    CU_ASSERT_EQUAL(pc_ensemble_extend(&e, &second, 4), PC_OK);
    CU_ASSERT_EQUAL(e.num_finished, 54);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&other, &scenario, &second, NULL), PC_OK);
    assert_same(&e, &other);
    pc_ensemble_free(&other);
    CU_ASSERT_EQUAL_FATAL(save(&e, mark, dir), PC_OK);
    pc_ensemble_free(&e);

    CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &less), PC_OK);
    CU_ASSERT_EQUAL(pc_members_take(&e, mark, dir), PC_OK);
    CU_ASSERT_EQUAL(e.num_given, 18); /* no room for more */
    pc_ensemble_free(&e);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &less), PC_OK);
    spoil(dir);
    CU_ASSERT_EQUAL(pc_members_take(&e, mark, dir), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(e.num_given, 0);
    CU_ASSERT_EQUAL(pc_members_remove(dir), PC_OK);
    CU_ASSERT_NOT_EQUAL(access(dir, F_OK), 0);
    pc_ensemble_free(&e);
    pc_scenario_free(&scenario);
}

/* What makes other members makes another fingerprint; the number of draws does not. */
static void
test_fingerprints(void)
{
    static const struct {
        const char *seed;
        pc_ensemble_plan_t plan;
    } cases[] = {
        { "seed=3", { .draws = 3, .replicates = 2 } },
        { "seed=4", { .draws = 3, .replicates = 2 } },
        { "seed=3", { .draws = 3, .replicates = 3 } },
        { "seed=3", { .draws = 0, .replicates = 3 } },
        { "seed=3", { .draws = 5, .replicates = 2 } }, /* as the first */
        { "seed=3", { .draws = 0, .replicates = 9 } }, /* as the one before it */
    };
    enum { NUM = sizeof(cases) / sizeof(cases[0]) };
    char marks[NUM][PC_SHA256_SIZE];
    for (int k = 0; k < NUM; k++) {
        pc_scenario_t scenario;
        pc_ensemble_t e;
        load(&scenario, cases[k].seed);
        CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &cases[k].plan), PC_OK);
        CU_ASSERT_EQUAL(pc_members_fingerprint(&e, NULL, "1 c", marks[k]), PC_OK);
        if (k == 0) { /* a past makes other members, and another past others still */
            pc_state_t past;
            char one[PC_SHA256_SIZE], two[PC_SHA256_SIZE];
            CU_ASSERT_EQUAL_FATAL(pc_state_init(&past, scenario.hospitals.num), PC_OK);
            CU_ASSERT_EQUAL(pc_members_fingerprint(&e, &past, "1 c", one), PC_OK);
            past.scalar[PC_S_MONTH] += 1;
            CU_ASSERT_EQUAL(pc_members_fingerprint(&e, &past, "1 c", two), PC_OK);
            CU_ASSERT_STRING_NOT_EQUAL(one, marks[0]);
            CU_ASSERT_STRING_NOT_EQUAL(two, one);
            pc_state_free(&past);
        }
        pc_ensemble_free(&e);
        pc_scenario_free(&scenario);
    }
    for (int k = 0; k < 4; k++) {
        for (int j = 0; j < k; j++) {
            CU_ASSERT_STRING_NOT_EQUAL(marks[j], marks[k]);
        }
    }
    CU_ASSERT_STRING_EQUAL(marks[4], marks[0]);
    CU_ASSERT_STRING_EQUAL(marks[5], marks[3]);
}

static size_t
count_lines(const char *name, const char *part)
{
    char path[128], line[256];
    size_t num = 0;
    snprintf(path, sizeof(path), "%s/lost/%s", root, name);
    FILE *in = fopen(path, "r");
    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        num += strstr(line, part) != NULL ? 1 : 0;
    }
    if (in != NULL) {
        fclose(in);
    }
    return num;
}

/* The batch goes on, failed members are listed and counted, and the figures are of the
 * others. */
static void
test_failed_members(void)
{
    const pc_ensemble_plan_t plan = { .draws = 12, .replicates = 2, .threads = 2 };
    pc_scenario_t scenario;
    pc_ensemble_t e;
    pc_ensemble_statistics_t s;
    pc_store_t store;
    char dir[64];
    load(&scenario, "seed=3");
    fixture_break_draws(&scenario, 1);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_run(&e, &scenario, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL(e.num_done, 24);
    CU_ASSERT_FATAL(e.num_failed > 0 && e.num_failed < 24 && e.num_failed % 2 == 0);
    CU_ASSERT_EQUAL(pc_ensemble_check(&e, &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_statistics_init(&s, &e, 2), PC_OK);
    const size_t place = pc_sample_place(&e.layout, PC_PERIOD_FISCAL, 0, PC_V_TESTS);
    double column[24], sum = 0;
    CU_ASSERT_EQUAL(pc_ensemble_columns(&e, place, 1, column), PC_OK);
    for (size_t k = 0; k < 24; k++) {
        CU_ASSERT_EQUAL(e.members[k].status, isnan(column[k]) ? PC_ERR_RANGE : PC_OK);
        sum += isnan(column[k]) ? 0 : column[k];
    }
    CU_ASSERT_EQUAL(s.values[place].num, 24 - e.num_failed);
    CU_ASSERT_EQUAL(s.values[place].mean, sum / (double) (24 - e.num_failed));

    snprintf(dir, sizeof(dir), "%s/lost", root);
    const pc_output_t output = { .info = &info, .resolved = "{}\n" };
    CU_ASSERT_EQUAL_FATAL(pc_store_open(&store, dir, &diags), PC_OK);
    CU_ASSERT_EQUAL(pc_ensemble_files(&s, &output, &store), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_store_commit(&store, &info), PC_OK);
    CU_ASSERT_EQUAL(count_lines("members.csv", ",ok"), 24 - e.num_failed);
    CU_ASSERT_EQUAL(count_lines("members.csv", pc_strerror(PC_ERR_RANGE)), e.num_failed);
    CU_ASSERT_EQUAL(pc_members_remove(dir), PC_OK);
    pc_ensemble_statistics_free(&s);
    pc_ensemble_free(&e);
    pc_scenario_free(&scenario);
}

/* With nothing left there is no result, and the reason is said. */
static void
test_all_members_failed(void)
{
    const pc_ensemble_plan_t plan = { .draws = 3, .replicates = 1, .threads = 2 };
    pc_precision_t target = { PC_V_TESTS, 1, NAN };
    pc_scenario_t scenario;
    pc_ensemble_t e;
    load(&scenario, "seed=3");
    fixture_break_draws(&scenario, NAN);
    CU_ASSERT_EQUAL_FATAL(pc_ensemble_open(&e, &scenario, &plan), PC_OK);
    CU_ASSERT_EQUAL(pc_precision_run(&target, 1, &e, &plan), PC_OK);
    CU_ASSERT(!pc_precision_met(&target));
    CU_ASSERT_EQUAL(e.num_failed, 3);
    CU_ASSERT_EQUAL(pc_ensemble_check(&e, &diags), PC_ERR_RANGE);
    const char *text = diags.items[diags.num - 1].text;
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "all 3 runs failed"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, pc_strerror(PC_ERR_RANGE)));
    pc_ensemble_free(&e);
    pc_scenario_free(&scenario);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "blocks", test_blocks },
        { "targets_as_text", test_targets_as_text },
        { "stops_at_the_first_block_that_will_do",
            test_stops_at_the_first_block_that_will_do },
        { "goes_on", test_goes_on },
        { "fingerprints", test_fingerprints },
        { "failed_members", test_failed_members },
        { "all_members_failed", test_all_members_failed },
        CU_TEST_INFO_NULL,
    };
    if (mkdtemp(root) == NULL) {
        return EXIT_FAILURE;
    }
    pc_diags_init(&diags);
    const int bad = test_main("growing", tests, argc, argv);
    pc_diags_free(&diags);
    rmdir(root);
    return bad;
}
