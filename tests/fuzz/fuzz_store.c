/* The store of a sweep: the bytes of an SQLite file, or the SQL text that makes one. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzzlib.h"
#include "analysis/sweep/store/points.h"

static void
make_store(const char *path, const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);
    fuzz_require(text != NULL, "there is memory for an input");
    memcpy(text, data, size);
    remove(path);
    fuzz_sql(path,
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        "PRAGMA page_size=512; PRAGMA max_page_count=1000",
        text);
    free(text);
}

/* Everything that is asked of a store. */
static void
ask(pc_points_t *store)
{
    enum { BITS = 4096 };
    uint8_t done[BITS / 8] = { 0 };
    char *text = NULL;
    size_t num_done, left_out, scenario, length = 0;
    uint32_t replicate;
    double *values = calloc(2 * store->plan.num_columns + 1, sizeof(*values));
    FILE *out = open_memstream(&text, &length);
    fuzz_require(values != NULL && out != NULL, "there is memory for answers");
    pc_status status = pc_points_done(store, done, BITS, &num_done);
    fuzz_require(status != PC_OK || num_done <= BITS, "a point is done once");
    status = pc_points_csv(store, out, NULL);
    status = pc_points_iamc(store, out, &left_out, NULL) == PC_OK ? status : PC_ERR_IO;
    for (size_t point = 0; point < 3; point++) {
        char *failure = NULL;
        status = pc_points_one(store, point, &scenario, &replicate, values,
            values + store->plan.num_columns, &failure, NULL);
        free(failure);
        fuzz_require(
            status != PC_OK || (scenario >= 1 && scenario <= store->plan.num_scenarios),
            "a point has a scenario");
    }
    fclose(out);
    free(text);
    free(values);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char magic[] = "SQLite format 3";
    const char *path = fuzz_path("store");
    if (size >= sizeof(magic) && memcmp(data, magic, sizeof(magic)) == 0) {
        fuzz_write("store", data, size);
    } else {
        make_store(path, data, size);
    }
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_points_t store;
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status = pc_points_read(&store, path, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        if (status == PC_OK && k == 0) {
            ask(&store);
        }
        pc_points_close(&store);
    }
    fuzz_same(said[0], said[1], "a store reads the same twice");
    return 0;
}
