/* chance.h - the one place where chance enters.
 *
 * The submodels work out means and probabilities and hand them to these functions. In
 * expected mode a quantity is its mean; in stochastic mode it is the exact quantile at
 * one keyed uniform (base/chance/rng.h, base/chance/quantile.h). Keys are in
 * docs/model.md, section 4.
 */
#ifndef PC_SIMULATION_CHANCE_H
#define PC_SIMULATION_CHANCE_H

#include "base/chance/rng.h"
#include "scenario/model_input.h"

typedef struct {
    pc_mode mode;
    pc_stream_t stream;
} pc_chance_t;

/* The uniform of an episode of a hospital (waiting to open, or being a cooperative
 * site). */
double pc_chance_threshold(
    const pc_chance_t *self, pc_process process, uint32_t hospital, uint32_t episode);

/* One month of an episode whose event has probability `p`: expected mode gives `p`;
 * stochastic mode lowers *survival by the factor 1 - p and gives 1 once it is at most
 * `threshold`, else 0. Over the months this is the law of one draw a month. */
static inline double
pc_chance_event(const pc_chance_t *self, double p, double threshold, double *survival)
{
    if (self->mode == PC_MODE_EXPECTED) {
        return p;
    }
    *survival *= 1 - p;
    return *survival <= threshold ? 1 : 0;
}

/* The keys of some cells: entity[k], and index[k] | more. */
typedef struct {
    size_t num;
    const uint32_t *entity, *index;
    uint32_t month, more;
} pc_cell_keys_t;

/* Tests of cells with the given means, and those whose EP is omitted, a share `omit` in
 * the mean. `u` is scratch, [2 x keys->num]. */
void pc_chance_tests(const pc_chance_t *self, const pc_cell_keys_t *keys,
    const double *mean, double omit, double *u, double *tests, double *omitted);

/* Of the cases of each cell, those referred as unclear with probability p. `cases` and
 * `referred` may be the same. */
void pc_chance_unclear(const pc_chance_t *self, const pc_cell_keys_t *keys,
    const double *cases, double p, double *u, double *referred);

/* Cases a host with mean capacity `capacity` can discuss this month: whole in stochastic
 * mode, floor(capacity + u), never smaller for a larger capacity. *u_dropout is for
 * pc_chance_dropouts. */
double pc_chance_capacity(const pc_chance_t *self, double capacity, uint32_t entity,
    uint32_t month, double *u_dropout);

/* Of `waiting` cases, those that leave with probability p. */
double pc_chance_dropouts(const pc_chance_t *self, double waiting, double p, double u);

/* Factor on the tests of a prefecture (0..46) in the fiscal year that begins in `april`:
 * mean 1, variance `dispersion`. */
double pc_chance_dispersion(
    const pc_chance_t *self, double dispersion, uint32_t prefecture, uint32_t april);

#endif
