/* state.h - everything a run remembers from one month to the next.
 *
 * A structure of arrays over hospitals in one block of doubles, so that it is saved,
 * restored and compared as it stands. Shares in expected mode are 0 or 1 in stochastic
 * mode. */
#ifndef PC_SIMULATION_STATE_H
#define PC_SIMULATION_STATE_H

#include "base/chance/rng.h"
#include "base/status.h"
#include "scenario/model_input.h"

#define PC_RAMP_MAX                                                                     \
    36 /* months of open[] remembered; at least the bound of demand.ramp_months */
#define PC_LAG_MAX                                                                      \
    40 /* months of untested patients remembered; above the bounds of demand.lag_* */

/* Whole-run scalars, at the front of the block. */
typedef enum {
    PC_S_MONTH,       /* the month at whose end this is the state */
    PC_S_LINES_KNOWN, /* 1 once `lines` holds the months before the first one */
    PC_S_CUMULATIVE,  /* tests so far; NaN if the count's date lies after the start */
    PC_S_CUMULATIVE_KNOWN, /* 1 once PC_S_CUMULATIVE holds a count */
    PC_S_PROMOTION_CARRY,  /* part of a promotion carried over, sites */
    PC_S_SCHEDULE_CARRY, /* stochastic: scheduled sites that chance has not opened yet */
    PC_S_RAMP,       /* the number of months open_sum covers; 0 before the first month */
    PC_S_DISPERSION, /* demand.dispersion in use in the fiscal year of PC_S_MONTH; -1
                        before the first month */
    PC_S_SEED_HIGH,  /* luck of the run that made the state */
    PC_S_SEED_LOW,
    PC_S_DRAW,
    PC_S_REPLICATE,
    PC_NUM_SCALARS
} pc_state_scalar;

typedef struct {
    size_t num;          /* hospitals */
    double *scalar;      /* [PC_NUM_SCALARS] */
    double *open;        /* [num] o_i: is a site */
    double *candidate;   /* [num] may open; for a base hospital 1 - o_i */
    double *ep_capable;  /* [num] q_i <= o_i: is an EP-capable cooperative site */
    double *designation; /* [num] PC_TIER_CORE, PC_TIER_HUB or PC_TIER_COOPERATIVE once a
                            site */
    double *wait_survival; /* [num] stochastic: product of (1 - p) since it became a
                              candidate */
    double *stay_survival; /* [num] stochastic: product of (1 - p) since it opened */
    double *episode;       /* [num] stochastic: openings so far in this run */
    double *open_sum;      /* [num] sum of the last PC_S_RAMP values of open */
    double *backlog;       /* [num] cases waiting at this host */
    double *history; /* [PC_RAMP_MAX][num] open by month, row month mod PC_RAMP_MAX */
    double *lines;   /* [2][PC_LAG_MAX] untested patients who started line 1, 2, by month
                        mod PC_LAG_MAX */
    double *block;   /* owner: scalar, then the arrays in the order above */
    size_t size;     /* doubles in the block */
} pc_state_t;

pc_status pc_state_init(pc_state_t *self, size_t num_hospitals) PC_MUST_CHECK;
void pc_state_free(pc_state_t *self);

/* The observed state at the end of the month before input->start. */
void pc_state_reset(
    pc_state_t *self, const pc_model_input_t *input, const pc_stream_t *stream);

/* The tier of hospital `row` in `month`: the last change dated by then; a hospital with
 * later changes only was a plain cooperative site; one without changes has the tier of
 * the table. */
pc_tier pc_tier_at(const pc_model_input_t *input, size_t row, pc_month month);

#endif
