/* coverage.h - how often intervals of an ensemble hold the truth, on a case with known
 * answers.
 *
 * A member is the sum of two standard normal numbers: its draw's and its own. Its pair
 * in the other scenario has half of other numbers of both kinds on top, and 1. An
 * interval is an estimate +- t errors, t of Student's law with draws - 1 degrees of
 * freedom. */
#ifndef PC_COVERAGE_H
#define PC_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/statistics.h"

enum {
    COVERED_MEAN,
    COVERED_PAIRED, /* the mean difference, by `compare` */
    COVERED_SD,
    COVERED_NAIVE,     /* the mean, each member counted as a unit: too narrow */
    COVERED_QUANTILES, /* the first of PC_NUM_QUANTILES */
    NUM_COVERED = COVERED_QUANTILES + PC_NUM_QUANTILES
};

/* The shares of `trials` ensembles of `draws` x `each` members whose 95 % intervals hold
 * the truth; NaN where no error is given. Nonzero without memory. */
int coverage_study(
    size_t draws, size_t each, uint32_t trials, double share[NUM_COVERED]);

#endif
