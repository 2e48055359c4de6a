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
