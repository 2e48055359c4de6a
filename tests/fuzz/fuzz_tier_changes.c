/* The table of tier changes, of the tiny scenario's hospitals. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzzlib.h"
#include "scenario/tables/hospitals.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_write("fuzz.csv", data, size);
    pc_scenario_t scenario = *fuzz_tiny();
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_tier_change_t *changes = NULL;
        size_t num = 0;
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status =
            pc_tier_changes_read(&changes, &num, path, &scenario.hospitals, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        fuzz_require(status == PC_OK || changes == NULL, "a failure leaves nothing");
        if (status == PC_OK && k == 0) {
            fuzz_check_changes(changes, num, scenario.hospitals.num);
            scenario.tier_changes = changes;
            scenario.num_tier_changes = num;
            fuzz_run(&scenario, NULL);
        }
        free(changes);
    }
    fuzz_same(said[0], said[1], "tier changes read the same twice");
    return 0;
}
