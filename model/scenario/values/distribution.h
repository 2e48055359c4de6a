/* distribution.h - what may be said about a number that is not known.
 *
 * A draw is the quantile of the distribution at one uniform u, 0 < u < 1, so Monte
 * Carlo, Latin hypercube and Sobol points are the same thing to the model. The quantile
 * is rounded to 12 significant digits: the last bits of the numerical library never
 * reach a parameter.
 *
 *   type            members                 quantile at u
 *   uniform         min, max                min + u (max - min)
 *   triangular      min, mode, max          the closed form
 *   pert            min, mode, max          min + (max - min) Beta(1 + 4 (mode - min) /
 * (max - min), 1 + 4 (max - mode) / (max - min)) normal_p80      low, high normal whose
 * 10 % and 90 % points are low and high lognormal_p80   low, high               its
 * logarithm is normal; 0 < low beta            alpha, beta             on [min, max], 0
 * and 1 unless given gamma           shape, scale choice          values, weights the
 * first value whose summed weight reaches u empirical       values linear between the
 * sorted values (type 7) */
#ifndef PC_SCENARIO_VALUES_DISTRIBUTION_H
#define PC_SCENARIO_VALUES_DISTRIBUTION_H

#include <stddef.h>

#include "base/status.h"

typedef enum {
    PC_DIST_NONE,
    PC_DIST_UNIFORM,
    PC_DIST_TRIANGULAR,
    PC_DIST_PERT,
    PC_DIST_NORMAL_P80,
    PC_DIST_LOGNORMAL_P80,
    PC_DIST_BETA,
    PC_DIST_GAMMA,
    PC_DIST_CHOICE,
    PC_DIST_EMPIRICAL,
    PC_NUM_DIST_TYPES
} pc_dist_type;

/* Members a type does not use are 0. */
typedef struct {
    pc_dist_type type;
    double min, mode, max;
    double low, high;
    double alpha, beta, shape, scale;
    double *values;  /* [num], owned; empirical: sorted */
    double *weights; /* [num], owned; choice only */
    size_t num;
} pc_dist_t;

extern const char *const pc_dist_names[PC_NUM_DIST_TYPES]; /* "", "uniform", ... */

/* Members of each type as "min|mode|max"; a name in brackets may be left out. */
extern const char *const pc_dist_members[PC_NUM_DIST_TYPES];

/* The type called `name`, or PC_DIST_NONE. */
pc_dist_type pc_dist_find(const char *name);

void pc_dist_free(pc_dist_t *self);

/* NULL if the members make a distribution, else what is wrong, as a sentence (static).
 */
const char *pc_dist_fault(const pc_dist_t *self);

/* The quantile at u, rounded to 12 significant digits and clamped to [lower, upper]. */
double pc_dist_quantile(const pc_dist_t *self, double u, double lower, double upper);

/* The share of the draws below `x`, or with `at` at or below it: the distribution
 * function, found from the quantile by halving. */
double pc_dist_share_below(const pc_dist_t *self, double x, int at);

/* The smallest and largest value it can take; infinite where it has no end. */
void pc_dist_support(const pc_dist_t *self, double *min, double *max);

#endif
