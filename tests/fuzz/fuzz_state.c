/* A saved state of the tiny scenario. */
#include <stdlib.h>

#include "tests/fuzz/fuzzlib.h"
#include "tools/command.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_write("state", data, size);
    const pc_options_t options = { .from_state = path };
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_scenario_t scenario = *fuzz_tiny();
        pc_state_t state;
        pc_diags_t diags;
        scenario.mode = k == 0 ? PC_MODE_EXPECTED : PC_MODE_STOCHASTIC;
        for (int again = 0; again < 2; again++) {
            pc_diags_init(&diags);
            const pc_status status =
                pc_past_load(&state, &scenario, &options, 0, 1, &diags);
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
