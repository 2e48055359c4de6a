/* The table of prefectures. */
#include <math.h>
#include <string.h>

#include "tests/fuzz/fuzzlib.h"
#include "scenario/tables/hospitals.h"

static void
check(const pc_prefecture_t prefectures[PC_NUM_PREFECTURES])
{
    double sum = 0;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const pc_prefecture_t *one = &prefectures[p];
        fuzz_require(memchr(one->name_en, '\0', sizeof(one->name_en)) != NULL
                         && memchr(one->name_ja, '\0', sizeof(one->name_ja)) != NULL,
            "names end");
        for (int k = 0; k < 7; k++) {
            fuzz_require(isfinite(one->population[k]) && one->population[k] >= 0,
                "a population is a number");
        }
        fuzz_require(one->patients_share >= 0, "a share is not negative");
        sum += one->patients_share;
    }
    fuzz_require(fabs(sum - 1) < 1e-12, "shares sum to 1");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_write("fuzz.csv", data, size);
    static pc_scenario_t scenario;
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_diags_t diags;
        pc_diags_init(&diags);
        scenario = *fuzz_tiny();
        const pc_status status = pc_prefectures_read(scenario.prefectures, path, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        if (status == PC_OK && k == 0) {
            check(scenario.prefectures);
            fuzz_run(&scenario, NULL);
        }
    }
    fuzz_same(said[0], said[1], "prefectures read the same twice");
    return 0;
}
