/* coverage.h - how often intervals of an ensemble hold the truth, on a case with known
 * answers.
 *
 * A member is the sum of two numbers of one law: its draw's and its own. Its pair in the
 * other scenario has half of two standard normal numbers on top, a draw's and its own,
 * and 1. An interval is an estimate +- t errors, t of Student's law with draws - 1
 * degrees of freedom. */
#ifndef PC_TESTS_UNIT_COVERAGE_H
#define PC_TESTS_UNIT_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/ensemble/statistics.h"

/* Of each of the two numbers; the truth is the law of their sum. */
typedef enum {
    LAW_NORMAL,   /* standard normal */
    LAW_POISSON,  /* mean 9: whole, 16 values or so for the sum */
    LAW_BINOMIAL, /* three tosses of a coin: whole, seven values for the sum */
    NUM_LAWS
} coverage_law_t;

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
int coverage_study(coverage_law_t law, size_t draws, size_t each, uint32_t trials,
    double share[NUM_COVERED]);

#endif
