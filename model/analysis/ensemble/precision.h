/* precision.h - as many draws as the means need.
 *
 * An ensemble grows by blocks of sampling units (draws, or replicates where there
 * are not several draws) until the Monte Carlo standard error of the mean of each target
 * is small enough. The error of a variable is the largest over the fiscal years of the
 * run, part years included: the `mcse` of `mean` in the FY rows of series.csv. Years in
 * which no member has a value are left out.
 *
 * Blocks end at 50 units, and from there each time at a quarter more, in whole fifties
 * and at least one: 50, 100, .. 400, 500, 600, 750, 900, 1100, .. and at the number of
 * units that the ensemble has room for. So where it stops depends on the members alone.
 */
#ifndef PC_ANALYSIS_ENSEMBLE_PRECISION_H
#define PC_ANALYSIS_ENSEMBLE_PRECISION_H

#include "analysis/ensemble/ensemble.h"

#define PC_PRECISION_BLOCK 50

typedef struct {
    pc_variable variable;
    double most; /* the standard error wanted, in the unit of a fiscal year's value */
    /* The largest there is: infinite where a year with values has no error yet, NaN if
     * no year has a value. */
    double reached;
} pc_precision_t;

/* Reads `Tests|Total=50`. PC_ERR_INPUT with a message otherwise. */
pc_status pc_precision_parse(
    pc_precision_t *self, const char *text, pc_diags_t *diags) PC_MUST_CHECK;

/* 1 if the error is at most what is wanted. */
int pc_precision_met(const pc_precision_t *self);

/* The end of the block after `units`. */
size_t pc_precision_next(size_t units);

/* Extends an open ensemble until all targets are met or there is no more room. Fills in
 * `reached` as of the last whole block. PC_ERR_INTERRUPT if it was stopped. */
pc_status pc_precision_run(pc_precision_t *targets, size_t num, pc_ensemble_t *ensemble,
    const pc_ensemble_plan_t *plan) PC_MUST_CHECK;

#endif
