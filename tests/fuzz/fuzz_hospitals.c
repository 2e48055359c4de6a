/* The table of hospitals. */
#include <string.h>

#include "tests/fuzz/fuzzlib.h"
#include "scenario/tables/hospitals.h"

/* The two tables are alike. */
static void
check_alike(const pc_hospitals_t *a, const pc_hospitals_t *b)
{
    fuzz_require(a->num == b->num && a->num_areas == b->num_areas
                     && memcmp(a->id, b->id, a->num * sizeof(*a->id)) == 0
                     && memcmp(a->volume, b->volume, a->num * sizeof(*a->volume)) == 0
                     && memcmp(a->host, b->host, a->num * sizeof(*a->host)) == 0
                     && memcmp(a->area, b->area, a->num * sizeof(*a->area)) == 0,
        "hospitals read the same twice");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_write("fuzz.csv", data, size);
    pc_hospitals_t hospitals[2];
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status = pc_hospitals_read(&hospitals[k], path, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        fuzz_require(
            status == PC_OK || hospitals[k].num == 0, "a failure leaves nothing");
    }
    if (hospitals[0].num > 0) {
        pc_scenario_t scenario = *fuzz_tiny();
        fuzz_check_hospitals(&hospitals[0]);
        check_alike(&hospitals[0], &hospitals[1]);
        scenario.hospitals = hospitals[0];
        scenario.num_tier_changes = 0; /* they are of other hospitals */
        fuzz_run(&scenario, NULL);
    }
    fuzz_same(said[0], said[1], "hospitals read the same twice");
    pc_hospitals_free(&hospitals[0]);
    pc_hospitals_free(&hospitals[1]);
    return 0;
}
