/* sensitivity.h - how much of an output each factor accounts for.
 *
 * A factor is one input, or a group of inputs that are moved together. Everything here
 * works on plain tables of outputs; which rows a design puts where is told by design.h.
 * NaN in a table is a point without a value.
 *
 * Sobol indices, from the rows A, A with factor i from B (AB_i), and B, with
 * f0 and V the mean and the variance of the outputs of A and B together:
 *
 *   first order  S_i = mean of (f(B) - f0) (f(AB_i) - f(A)) / V
 *                Saltelli et al. 2010, Comput. Phys. Commun. 181:259, table 2 (b)
 *   total        T_i = mean of (f(A) - f(AB_i))^2 / (2 V)
 *                Jansen 1999, Comput. Phys. Commun. 117:35; table 2 (f) there
 *
 * Elementary effects, from trajectories that move one factor a step by +-delta of its
 * range: e = +-(f(after) - f(before)) / delta, in units of the output over the range.
 *
 *   mu = mean e, mu* = mean |e|, sigma = standard deviation of e
 *                Morris 1991, Technometrics 33:161; Campolongo, Cariboni and Saltelli
 *                2007, Environ. Model. Softw. 22:1509 (mu*, and groups: mu* alone)
 *
 * Rank regression, inputs and output replaced by their ranks (ties share the mean rank):
 *
 *   SRRC  standardized coefficients of the linear regression of the ranks
 *   PRCC  correlation of the residuals of input and output on all other inputs; of a
 *         factor of many columns the multiple correlation, which has no sign. Missing
 *         where the others explain the output entirely: 0/0
 *   R2    share of the ranks' variance that the regression explains
 *   lost  how much of R2 is lost without the factor. R2 and this have no interval:
 *         resamples repeat points, and points that are repeated fit better
 *                Iman and Conover 1979, Technometrics 21:499; Saltelli et al. 2000,
 *                Sensitivity Analysis, chapter 6
 *
 * Intervals are percentile bootstrap intervals (quantiles of type 7): base rows,
 * trajectories or points are picked with replacement, by process 10 of base/chance/rng.h
 * with draw 0, replicate 0, entity the resample and month and index the pick, as in
 * statistics.h. Points keep their ranks when they are picked: ranks made anew would tie
 * every point with its copies, which are noise that the sample does not have. An
 * interval that does not hold its estimate is not given, and none of PRCC with R2 above
 * PC_RANK_R2_MAX: what little is left unexplained is then mostly the unevenness of the
 * ranks, of which resamples know nothing. Rows of a Sobol sequence lie more evenly than
 * independent ones, so for them the intervals are on the wide side. */
#ifndef PC_ANALYSIS_SENSITIVITY_SENSITIVITY_H
#define PC_ANALYSIS_SENSITIVITY_SENSITIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Fewer than these and nothing is estimated. */
#define PC_SOBOL_BASES_MIN 32
#define PC_MORRIS_TRAJECTORIES_MIN 4
#define PC_RANK_SPARE_MIN 10 /* points beyond the columns */

/* PRCC has an interval up to this R2. */
#define PC_RANK_R2_MAX 0.95

#define PC_RESAMPLES_MAX 100000

/* So many resamples must lie beyond either end of an interval: with fewer the ends are
 * those of a handful of resamples and not of their distribution. */
#define PC_RESAMPLES_BEYOND 5

typedef enum {
    PC_SENSITIVITY_OK,
    PC_SENSITIVITY_CONSTANT, /* the output is the same at every point */
    PC_SENSITIVITY_FEW,      /* too few points have a value */
    PC_SENSITIVITY_DEPENDENT /* factors that cannot be told apart */
} pc_sensitivity_state;

/* NaN is missing: an estimate that does not exist, or an interval that was not made. */
typedef struct {
    double value, low, high;
} pc_estimate_t;

typedef struct {
    uint64_t seed;
    size_t resamples; /* 0: no intervals */
    double level;     /* of the intervals, 0.95 */
} pc_resampling_t;

typedef struct {
    pc_sensitivity_state state;
    size_t used, left_out; /* base rows: with and without all their values */
    double mean, variance; /* f0 and V */
    size_t num_factors;
    pc_estimate_t *first, *total; /* [num_factors]; owned */
} pc_sobol_t;

/* `y` is [num_bases][num_factors + 2]: A, AB_1 ..., B. Base rows that lack a value are
 * left out. After this call, failed or not, pc_sobol_free may be called. */
pc_status pc_sobol_init(pc_sobol_t *self, const double *y, size_t num_bases,
    size_t num_factors, const pc_resampling_t *how) PC_MUST_CHECK;
void pc_sobol_free(pc_sobol_t *self);

typedef struct {
    pc_sensitivity_state state;
    size_t used, left_out; /* trajectories */
    size_t num_factors;
    pc_estimate_t *mu, *mu_star, *sigma; /* [num_factors]; mu and sigma of a group
                                            or a choice are missing; owned */
} pc_morris_t;

/* `y` is [num_trajectories][num_factors + 1]. In step s from 0 of trajectory t factor
 * f = moved[t * num_factors + s] moves by delta[f]; direction is 1 up, -1 down, 0 for a
 * group or a choice, whose effects have no sign. Trajectories that lack a value are left
 * out. Free in any case. */
pc_status pc_morris_init(pc_morris_t *self, const double *y, const size_t *moved,
    const int *direction, const double *delta, size_t num_trajectories,
    size_t num_factors, const pc_resampling_t *how) PC_MUST_CHECK;
void pc_morris_free(pc_morris_t *self);

typedef struct {
    pc_sensitivity_state state;
    size_t used, left_out; /* points */
    size_t num_factors;
    pc_estimate_t r2;           /* value alone, as `lost` */
    pc_estimate_t *prcc, *srrc; /* [num_factors]; SRRC missing for many columns; owned */
    pc_estimate_t *lost;        /* [num_factors] */
    double *chance; /* [num_factors] how likely a factor without influence loses as much
                       of R2 or more, by the F test of the regression; NaN if missing */
    double *dependence; /* [num_factors] largest rank correlation, in size, with a column
                           of another factor */
    size_t *partner;    /* [num_factors] that other factor; with state DEPENDENT, of the
                           first whose dependence is 1 */
} pc_rank_t;

/* `x` is [num_points][num_columns], `y` [num_points]; column c belongs to factor
 * factor_of[c] < num_factors, and every factor has one. Columns that do not vary are as
 * if they were not there. Points without y are left out; an infinite y is larger (or
 * smaller) than all others. Free in any case. */
pc_status pc_rank_init(pc_rank_t *self, const double *x, const double *y,
    size_t num_points, size_t num_columns, const size_t *factor_of, size_t num_factors,
    const pc_resampling_t *how) PC_MUST_CHECK;
void pc_rank_free(pc_rank_t *self);

/* The fewest resamples from which an interval of that level is made: 200 for 95 %. */
size_t pc_resamples_least(double level);

/* 1 if the values that are there differ by no more than rounding. */
int pc_sensitivity_constant(const double *y, size_t num);

/* How often each of `num` rows is picked in resample `repeat`. For the estimators. */
void pc_resample(
    const pc_resampling_t *how, size_t repeat, size_t num, uint32_t *counts);

/* Sets the interval of `self` from its values in the resamples; NaN among them are left
 * out, and there is no interval if more than half are, or if there are fewer resamples
 * than pc_resamples_least. `values` is sorted. */
void pc_estimate_interval(
    pc_estimate_t *self, double *values, size_t num, const pc_resampling_t *how);

#endif
