/* The published record. */
#include "tests/fuzz/fuzzlib.h"
#include "scenario/tables/observations.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_write("fuzz.csv", data, size);
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_observations_t observations;
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status = pc_observations_read(&observations, path, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        fuzz_require(
            status == PC_OK || observations.num == 0, "a failure leaves nothing");
        fuzz_check_observations(&observations);
        pc_observations_free(&observations);
    }
    fuzz_same(said[0], said[1], "observations read the same twice");
    return 0;
}
