/* fit.h - curves fitted to the increments of a record.
 *
 * The data are the increments y_i between neighbouring facts, over uneven exposures. For
 * a curve N(t), mu_i = N(t_i) - N(t_{i-1}). Mean mu_i and variance phi mu_i
 * (quasi-Poisson):
 *
 *   Q     = sum (y_i log mu_i - mu_i)                     maximised over the parameters
 *   phi   = max(1, sum (y_i - mu_i)^2 / mu_i / (n - k))
 *
 * An increment may be negative: a fall is data like any other. The first count is given,
 * not estimated. For rates the increments are those of the monthly rate.
 *
 * The local trend is another model (trend.h): the count grows by its slope b, which
 * wanders with variance w a year, and noise of variance s2 a year. Gaussian likelihood
 * by the Kalman filter; s2 is concentrated out.
 *
 * Each curve is an autonomous law, dN/dt = f(N). A forecast is that law from the last
 * fact on, the parameters and so the ceiling K kept. Growth of mean m still to come has
 * variance phi m (1 - m/R), R = K - last the room that is left: binomial scatter, exact
 * where each of R hospitals joins at one rate (saturating); phi m without a ceiling. The
 * count is held at K or below. With K at or below the last fact the count stays. */
#ifndef PC_ANALYSIS_MILESTONE_FIT_H
#define PC_ANALYSIS_MILESTONE_FIT_H

#include "analysis/ensemble/statistics.h"
#include "analysis/milestone/fitted.h"
#include "analysis/milestone/record.h"

/* Fits `kind` to the record; `ceiling` NAN leaves K free. A known ceiling that is not
 * above the first count is PC_FIT_NO_CONVERGENCE. The status is that of memory alone: a
 * fit that cannot be made is PC_OK, and its state says why. */
pc_status pc_fit(pc_fit_t *self, const pc_record_t *record, pc_growth kind,
    double ceiling) PC_MUST_CHECK;

/* The same from the parameters of an earlier fit: quicker. */
pc_status pc_fit_again(
    pc_fit_t *self, const pc_record_t *record, const pc_fit_t *earlier) PC_MUST_CHECK;

/* The mean forecast at a time, and the time at which it reaches `count` (INFINITY if
 * never). */
double pc_fit_at(const pc_fit_t *self, double time);
double pc_fit_when(const pc_fit_t *self, double count);

/* What the forecast tends to: K, or the last count if that is above; INFINITY for the
 * line. Not of the trend. */
double pc_fit_ceiling(const pc_fit_t *self);

/* With luck: `z` is a standard normal number that stands for the increments to come. The
 * trend takes none: its samples have a path each. */
double pc_fit_at_luck(const pc_fit_t *self, double time, double z);
double pc_fit_when_luck(const pc_fit_t *self, double count, double z);

/* Bootstrap: `samples` is [num]. phi is estimated from few increments, so each sample
 * has its own, phi_b = max(1, X2 / c), X2 Pearson's chi-square and c drawn from the
 * chi-square law with n - parameters degrees of freedom: percentile intervals are then
 * those of Student's t and not of the normal law. Sample b is a refit to increments
 * drawn with mean mu_i and variance phi_b mu_i (a Poisson count whose mean has a gamma
 * law; Poisson where phi_b = 1), then carried on from the last published fact. `luck` is
 * [num] standard normal numbers. Uniforms are of process 9, entity `stream`, replicate b
 * + 1, month of the fact, index of the increment. The trend is not refitted (trend.h).
 * Without memory for a refit there are no samples: a lost one would make the interval
 * another. */
pc_status pc_fit_bootstrap(const pc_fit_t *self, const pc_record_t *record,
    uint64_t seed, uint32_t stream, pc_fit_t *samples, double *luck,
    size_t num) PC_MUST_CHECK;

/* AICc of quasi-likelihoods, -2 Q/phi + 2k + 2k(k+1)/(n-k-1), with the phi of the fit
 * that has most parameters, and the weights it gives. `weights` and `aicc` are [num],
 * NaN where a fit has none; `reasons` [num] then says why, in English (a key
 * of the catalogue), else NULL. */
void pc_fit_weights(const pc_fit_t *fits, size_t num, double *aicc, double *weights,
    const char **reasons);

#endif
