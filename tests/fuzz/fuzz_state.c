/* A saved state of the tiny scenario. */
#include <stdlib.h>

#include "fuzzlib.h"
#include "tools/command.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_write("state", data, size);
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_scenario_t scenario = *fuzz_tiny();
        pc_state_t state;
        pc_diags_t diags;
        scenario.mode = k == 0 ? PC_MODE_EXPECTED : PC_MODE_STOCHASTIC;
        for (int again = 0; again < 2; again++) {
            pc_diags_init(&diags);
            fuzz_require(pc_state_init(&state, scenario.hospitals.num) == PC_OK,
                "there is memory for a state");
            const pc_status status = pc_state_load(
                path, &state, &scenario.hospitals, scenario.mode, &diags);
            said[again] = fuzz_said(status, &diags);
            pc_diags_free(&diags);
            if (status == PC_OK && again == 0) {
                fuzz_run(&scenario, &state);
            }
            pc_state_free(&state);
        }
        fuzz_same(said[0], said[1], "a state reads the same twice");
    }
    return 0;
}
