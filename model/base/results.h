/* results.h - the monthly results of one run, as plain numbers. */
#ifndef PC_BASE_RESULTS_H
#define PC_BASE_RESULTS_H

#include <stddef.h>

#include "base/calendar.h"
#include "base/status.h"
#include "base/variables.h"

#define PC_NUM_REGIONS 47 /* prefectures by JIS code 1..47, rows 0..46 */

/* Row 0 is the state before the first simulated month (flows are missing there); row r
 * is month `first + r`. A missing value is NaN in memory and an empty cell in files. */
typedef struct {
    pc_month first;   /* the month of row 0 */
    size_t num_rows;  /* simulated months + 1 */
    double *national; /* [num_rows][PC_NUM_VARIABLES] */
    double *regional; /* [num_rows][PC_NUM_REGIONS][PC_NUM_REGIONAL] */
} pc_results_t;

/* One block; after this call, failed or not, pc_results_free may be called. All values
 * are missing. */
pc_status pc_results_init(
    pc_results_t *self, pc_month first, size_t num_rows) PC_MUST_CHECK;
void pc_results_free(pc_results_t *self);

/* The first variable of a row that has no finite number where one belongs, of the nation
 * or of a prefecture; PC_V_NONE if there is none. Missing may be what has no meaning in
 * the month: a ratio to what did not happen, a count that nobody knows. With `flows` 0
 * the row is the state before the first month. */
pc_variable pc_results_fault(const pc_results_t *self, size_t row, int flows);

static inline double *
pc_results_national(const pc_results_t *self, size_t row)
{
    return self->national + row * PC_NUM_VARIABLES;
}

static inline double *
pc_results_region(const pc_results_t *self, size_t row, size_t region)
{
    return self->regional + (row * PC_NUM_REGIONS + region) * PC_NUM_REGIONAL;
}

#endif
