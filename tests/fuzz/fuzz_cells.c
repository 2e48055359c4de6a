/* Stores of sweeps that were whole, with cells, names, tables and bytes changed. An
 * input is a list of changes, each a letter and what it takes; then the store is read,
 * exported, merged, gone on with, and its sensitivity asked. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "analysis/sensitivity/study.h"
#include "analysis/sweep/store/points.h"
#include "analysis/sweep/sweep.h"
#include "tests/fuzz/fuzzlib.h"

enum { STORES = 4, SHARDS = 2, CHANGES_MAX = 16 };

/* The whole stores: a study by variance, one by trajectories, and two shards. */
typedef struct {
    unsigned char *bytes;
    size_t size;
} image_t;

static pc_design_t designs[3];
static image_t images[STORES];

static const char *const texts[3] = {
    "{\"name\": \"d\", \"scenario\": \"tiny.json\", \"mode\": \"expected\", \"design\": "
    "\"saltelli\", \"points\": 32, \"axes\": {\"demand.uptake\": {\"min\": 0.3, "
    "\"max\": "
    "0.6}, \"rollout.mode\": {\"values\": [\"linear\", \"hazard\"]}}, \"metrics\": "
    "[{\"name\": \"t\", \"variable\": \"Tests|Total\", \"period\": \"FY2025\"}, "
    "{\"name\": "
    "\"d\", \"variable\": \"Sites|Total\", \"at_least\": 5}]}",
    "{\"name\": \"m\", \"scenario\": \"tiny.json\", \"mode\": \"expected\", \"design\": "
    "\"morris\", \"points\": 6, \"axes\": {\"demand.uptake\": {\"min\": 0.3, \"max\": "
    "0.6}, \"rollout.mode\": {\"values\": [\"linear\", \"hazard\", \"logistic\"]}}, "
    "\"metrics\": [{\"name\": \"t\", \"variable\": \"Tests|Total\", \"period\": "
    "\"2025-07\"}]}",
    "{\"name\": \"r\", \"scenario\": \"tiny.json\", \"design\": \"random\", \"points\": "
    "5, "
    "\"replicates\": 2, \"axes\": {\"demand.uptake\": {\"min\": 0.3, \"max\": 0.6}}, "
    "\"metrics\": [{\"name\": "
    "\"t\", "
    "\"variable\": \"Tests|Total\", \"period\": \"all\"}]}"
};

static size_t
design_of(size_t store)
{
    return store < 2 ? store : 2;
}

static void
make_plan(pc_points_plan_t *plan, size_t store)
{
    const size_t shard = store < 2 ? 1 : store - 1, shards = store < 2 ? 1 : SHARDS;
    memset(plan, 0, sizeof(*plan));
    fuzz_require(
        pc_plan_add_manifest(plan, "version", "1", PC_MUST_AGREE) == PC_OK
            && pc_plan_add_manifest(plan, "commit", "a", PC_SHOULD_AGREE) == PC_OK
            && pc_sweep_plan(&designs[design_of(store)], shard, shards, plan) == PC_OK,
        "a design has a plan");
}

static pc_status
go_on(pc_points_t *points, size_t store, pc_sweep_count_t *count)
{
    const pc_sweep_t sweep = { .design = &designs[design_of(store)],
        .shard = store < 2 ? 1 : store - 1,
        .num_shards = store < 2 ? 1 : SHARDS,
        .threads = 1 };
    return pc_sweep_run(&sweep, points, count);
}

static void
make_image(size_t store)
{
    pc_points_t points;
    pc_points_plan_t plan;
    pc_sweep_count_t count;
    const char *path = fuzz_path("whole");
    remove(path);
    make_plan(&plan, store);
    fuzz_require(pc_points_open(&points, path, &plan, NULL) == PC_OK
                     && go_on(&points, store, &count) == PC_OK,
        "a whole store can be made");
    pc_points_close(&points);
    pc_points_plan_free(&plan);
    FILE *in = fopen(path, "rb");
    fuzz_require(in != NULL && fseek(in, 0, SEEK_END) == 0, "a store can be read");
    images[store].size = (size_t) ftell(in);
    images[store].bytes = malloc(images[store].size);
    rewind(in);
    fuzz_require(images[store].bytes != NULL
                     && fread(images[store].bytes, 1, images[store].size, in)
                            == images[store].size,
        "a store can be read");
    fclose(in);
}

static void
make_images(void)
{
    if (images[0].bytes != NULL) {
        return;
    }
    for (size_t k = 0; k < 3; k++) {
        const char *path = fuzz_write("cells.json", texts[k], strlen(texts[k]));
        pc_diags_t diags;
        pc_diags_init(&diags);
        fuzz_require(pc_design_load(&designs[k], path, 1, &diags) == PC_OK, texts[k]);
        pc_diags_free(&diags);
    }
    for (size_t store = 0; store < STORES; store++) {
        make_image(store);
    }
}

/* --- changes --- */

typedef struct {
    const uint8_t *data;
    size_t size;
} input_t;

static unsigned
byte(input_t *in)
{
    if (in->size == 0) {
        return 0;
    }
    in->size--;
    return *in->data++;
}

/* The rest of a line. */
static char *
line(input_t *in)
{
    size_t length = 0;
    while (length < in->size && in->data[length] != '\n') {
        length++;
    }
    char *text = calloc(length + 1, 1);
    fuzz_require(text != NULL, "there is memory for an input");
    memcpy(text, in->data, length);
    in->data += length + (length < in->size);
    in->size -= length + (length < in->size);
    return text;
}

static void
run_sql(const char *path, const char *text)
{
    fuzz_sql(path,
        "PRAGMA synchronous=OFF; PRAGMA max_page_count=2000; PRAGMA writable_schema=ON",
        text);
}

/* A value of any type, or one that programs find hard. */
static const char *
hard_value(unsigned which)
{
    static const char *const values[] = { "NULL", "0", "-1", "1", "2", "5",
        "9223372036854775807", "-9223372036854775808", "'18446744073709551615'",
        "'99999999'", "1e308", "9e999", "-9e999", "0.5", "''", "'x'", "'-1'",
        "zeroblob(9)", "zeroblob(300000)", "x'00'", "char(0, 65)", "char(27) || '[2J'",
        "x'ff'", "'a|b|c'", "'linear'", "'all'", "'month'", "'JP-99'", "'{}'", "'[[[['",
        "'x\" FROM points; ATTACH ''pwned'' AS w; CREATE TABLE w.t(a); --'", "24305" };
    return values[which % (sizeof(values) / sizeof(values[0]))];
}

static void
set_cell(const char *path, input_t *in)
{
    static const char *const cells[] = { "design SET value", "design SET name",
        "manifest SET value", "manifest SET name", "manifest SET compared",
        "scenario SET name", "scenario SET resolved", "scenario SET number",
        "columns SET kind", "columns SET name", "columns SET meaning",
        "columns SET unit", "columns SET choices", "columns SET variable",
        "columns SET period", "columns SET stat", "columns SET region",
        "columns SET months", "columns SET place", "points SET point",
        "points SET scenario", "points SET replicate", "points SET \"demand.uptake\"",
        "points SET \"rollout.mode\"", "metrics SET point", "metrics SET t",
        "metrics SET d" };
    char text[512];
    const char *cell = cells[byte(in) % (sizeof(cells) / sizeof(cells[0]))];
    const unsigned row = byte(in), value = byte(in);
    char *own = value >= 128 ? line(in) : NULL;
    char *quoted = own != NULL ? sqlite3_mprintf("%.200Q", own) : NULL;
    snprintf(text, sizeof(text),
        "UPDATE OR REPLACE %s = %s WHERE %u = 255 OR (SELECT count(*) FROM %.*s) = 0 OR "
        "%.*s.%s = (SELECT %s FROM %.*s LIMIT 1 OFFSET %u)",
        cell, quoted != NULL ? quoted : hard_value(value), row, (int) strcspn(cell, " "),
        cell, (int) strcspn(cell, " "), cell,
        cell[0] == 'd'                                         ? "name"
        : cell[0] == 's'                                       ? "number"
        : cell[0] == 'p' || (cell[0] == 'm' && cell[1] == 'e') ? "point"
                                                               : "place",
        cell[0] == 'd'                                         ? "name"
        : cell[0] == 's'                                       ? "number"
        : cell[0] == 'p' || (cell[0] == 'm' && cell[1] == 'e') ? "point"
                                                               : "place",
        (int) strcspn(cell, " "), cell, row);
    run_sql(path, text);
    sqlite3_free(quoted);
    free(own);
}

/* Bytes of the file itself. */
static void
set_bytes(const char *path, input_t *in)
{
    FILE *file = fopen(path, "r+b");
    const long at = (long) (byte(in) << 8 | byte(in)) % 40000;
    const unsigned num = byte(in) % 16 + 1;
    fuzz_require(file != NULL, "a store can be changed");
    if (fseek(file, at, SEEK_SET) == 0) {
        for (unsigned k = 0; k < num; k++) {
            putc((int) byte(in), file);
        }
    }
    fclose(file);
}

static void
change(const char *path, input_t *in)
{
    char *text;
    switch (byte(in)) {
    case 'c':
        set_cell(path, in);
        break;
    case 'b':
        set_bytes(path, in);
        break;
    case 't': /* the file is cut short */
        if (truncate(path, (long) byte(in) * 128) != 0) {
            return;
        }
        break;
    default: /* SQL in the input's own words */
        text = line(in);
        run_sql(path, text);
        free(text);
        break;
    }
}

/* --- what is asked --- */

static void
ask_study(pc_points_t *store, size_t scenario)
{
    static pc_study_t study;
    const pc_resampling_t how = { 0, 20, 0.5 };
    pc_diags_t diags;
    pc_diags_init(&diags);
    pc_status status = pc_study_init(&study, store, scenario, NULL, 0, &how, 0, &diags);
    for (size_t m = 0; status == PC_OK && m < store->num_metrics && m < 4; m++) {
        for (int method = 0; method < PC_NUM_METHODS; method++) {
            pc_sensitivity_t r;
            if (!pc_method_allowed(study.design.kind, (pc_method) method)) {
                continue;
            }
            if (pc_sensitivity_init(&r, &study, m, (pc_method) method) == PC_OK
                && r.state == PC_SENSITIVITY_OK && !r.missing) {
                for (size_t f = 0; f < study.design.num_factors; f++) {
                    const double size = pc_sensitivity_size(&r, &study, f);
                    fuzz_require(isnan(size) || size >= 0, "a size is none below 0");
                }
            }
            pc_sensitivity_free(&r);
        }
    }
    pc_study_free(&study);
    pc_diags_free(&diags);
}

static void
ask(pc_points_t *store)
{
    const pc_points_plan_t *plan = &store->plan;
    char *text = NULL;
    size_t length = 0, num_done = 0, left_out = 0, scenario;
    uint32_t replicate;
    FILE *out = open_memstream(&text, &length);
    uint8_t *done = calloc(plan->num_points / 8 + 1, 1);
    double *values = calloc(plan->num_columns + 1, sizeof(*values));
    fuzz_require(out != NULL && done != NULL && values != NULL, "there is memory");
    fuzz_require(plan->num_points <= (size_t) PC_DESIGN_RUNS_MAX
                     && plan->shard <= plan->num_shards && plan->num_scenarios >= 1,
        "counts are within bounds");
    const pc_status status = pc_points_done(store, done, plan->num_points, &num_done);
    fuzz_require(
        status != PC_OK || num_done <= plan->num_points, "a point is done once");
    (void) !pc_points_csv(store, out, NULL);
    (void) !pc_points_iamc(store, out, &left_out, NULL);
    for (size_t point = 0; point < 3; point++) {
        char *failure = NULL;
        if (pc_points_one(store, point, &scenario, &replicate, values,
                values + store->num_params, &failure, NULL)
            == PC_OK) {
            fuzz_require(scenario >= 1 && scenario <= plan->num_scenarios,
                "a point has a scenario");
        }
        free(failure);
    }
    fclose(out);
    free(text);
    free(done);
    free(values);
    for (size_t s = 0; s < plan->num_scenarios && s < 2; s++) {
        ask_study(store, s);
    }
}

/* Two shards, one of them changed: what is merged is whole. */
static void
ask_merge(const char *path)
{
    char other[600], merged[600];
    char *const shards[] = { strdup(path), other };
    pc_points_t store;
    snprintf(other, sizeof(other), "%s",
        fuzz_write("other", images[3].bytes, images[3].size));
    snprintf(merged, sizeof(merged), "%s", fuzz_path("merged"));
    remove(merged);
    if (pc_points_merge(merged, shards, SHARDS, NULL, NULL) == PC_OK) {
        uint8_t done[2] = { 0 };
        size_t num = 0;
        fuzz_require(pc_points_read(&store, merged, NULL) == PC_OK
                         && pc_points_done(&store, done, 10, &num) == PC_OK
                         && num == store.plan.num_points,
            "a merged store is whole");
        pc_points_close(&store);
    } else {
        fuzz_require(access(merged, F_OK) != 0, "a merge that fails leaves nothing");
    }
    free(shards[0]);
}

static void
ask_to_go_on(const char *path, size_t which)
{
    pc_points_t store;
    pc_points_plan_t plan;
    pc_sweep_count_t count;
    make_plan(&plan, which);
    if (pc_points_open(&store, path, &plan, NULL) == PC_OK
        && go_on(&store, which, &count) == PC_OK) {
        fuzz_require(count.done == count.all, "a sweep that ends has every point");
    }
    pc_points_close(&store);
    pc_points_plan_free(&plan);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input_t in = { data, size };
    char path[600];
    make_images();
    const size_t which = byte(&in) % 3;
    snprintf(path, sizeof(path), "%s",
        fuzz_write("cells.sqlite", images[which].bytes, images[which].size));
    for (int k = 0; k < CHANGES_MAX && in.size > 0; k++) {
        change(path, &in);
    }
    pc_points_t store;
    pc_diags_t diags;
    pc_diags_init(&diags);
    const pc_status status = pc_points_read(&store, path, &diags);
    free(fuzz_said(status, &diags));
    pc_diags_free(&diags);
    if (status == PC_OK) {
        ask(&store);
    }
    pc_points_close(&store);
    if (which == 2) {
        ask_merge(path);
    }
    ask_to_go_on(path, which);
    fuzz_require(access("pwned", F_OK) != 0, "no other file is written");
    return 0;
}
