#include "base/results.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

pc_status
pc_results_init(pc_results_t *self, pc_month first, size_t num_rows)
{
    memset(self, 0, sizeof(*self));
    const size_t national = PC_NUM_VARIABLES;
    const size_t row = national + (size_t) PC_NUM_REGIONS * PC_NUM_REGIONAL;
    if (num_rows > SIZE_MAX / (row * sizeof(double))) {
        return PC_ERR_NOMEM;
    }
    /* One value more than asked for, so that a block of no rows is not a null pointer.
     */
    double *block = calloc(num_rows * row + 1, sizeof(*block));
    if (block == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t i = 0; i < num_rows * row; i++) {
        block[i] = NAN;
    }
    self->first = first;
    self->num_rows = num_rows;
    self->national = block;
    self->regional = block + num_rows * national;
    return PC_OK;
}

void
pc_results_free(pc_results_t *self)
{
    free(self->national); /* the start of the one block */
    memset(self, 0, sizeof(*self));
}

/* Variables that may be missing in a month. */
static const uint8_t may_be_missing[PC_NUM_VARIABLES] = {
    [PC_V_TESTS_CUMULATIVE] = 1,
    [PC_V_EP_OMITTED_SHARE] = 1,
    [PC_V_EP_UTILISATION] = 1,
    [PC_V_EP_WAIT] = 1,
    [PC_V_EP_WAIT_OVER_28] = 1,
    [PC_V_TURNAROUND] = 1,
    [PC_V_SITES_PER_100] = 1,
    [PC_V_TESTS_PER_100] = 1,
    [PC_V_AREAS_BLANK] = 1,
    [PC_V_AREAS_PATIENTS] = 1,
};

static int
is_fault(double value, pc_variable variable, int flows)
{
    if (isfinite(value)) {
        return 0;
    }
    const int stock = pc_variable_table[variable].aggregate == PC_AGG_LAST;
    return !isnan(value) || !(may_be_missing[variable] || (!flows && !stock));
}

pc_variable
pc_results_fault(const pc_results_t *self, size_t row, int flows)
{
    const double *nation = pc_results_national(self, row);
    const double *region = pc_results_region(self, row, 0);
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        if (is_fault(nation[v], (pc_variable) v, flows)) {
            return (pc_variable) v;
        }
    }
    for (size_t p = 0; p < PC_NUM_REGIONS; p++, region += PC_NUM_REGIONAL) {
        for (int r = 0; r < PC_NUM_REGIONAL; r++) {
            if (is_fault(region[r], pc_regional_table[r], flows)) {
                return pc_regional_table[r];
            }
        }
    }
    return PC_V_NONE;
}
