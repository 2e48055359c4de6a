/* trend.h - the local trend among the curves of fit.h, which alone asks for it.
 *
 *   dN = b dt + sqrt(s2) dV,  db = sqrt(w) dW     (V, W independent Brownian motions)
 *
 * seen at uneven times: an exact Kalman filter, the first slope unknown (diffuse). s2 is
 * concentrated out of the likelihood and w / s2 searched.
 *
 * The likelihood of w / s2 is flat, and highest at 0 for many records whose slope does
 * wander; with w / s2 taken as known intervals are too narrow. So samples draw it too:
 * sqrt(w / s2) from its posterior under a half-Cauchy prior (Gelman 2006, Bayesian
 * Analysis 1:515) of scale sqrt(3) / 3 a year (assumed: wander and noise then move the
 * count alike over three years); then s2 from the scaled inverse chi-square law
 * with n - 1 degrees of freedom, the slope from the filter, and the path to come month
 * by month. */
#ifndef PC_ANALYSIS_MILESTONE_TREND_H
#define PC_ANALYSIS_MILESTONE_TREND_H

#include "analysis/milestone/fitted.h"
#include "analysis/milestone/record.h"

pc_status pc_trend_fit(pc_fit_t *self, const pc_record_t *record) PC_MUST_CHECK;

/* The samples of pc_fit_bootstrap. Uniforms: month 0, index 0: u[1] slope; index 1: u[0]
 * w / s2, u[1] s2; months from 1 after the last fact: u[0] wander, u[1] noise. */
void pc_trend_samples(const pc_fit_t *self, const pc_record_t *record, uint64_t seed,
    uint32_t entity, pc_fit_t *samples, size_t num);

double pc_trend_at(const pc_fit_t *self, double time);

/* When the path first reaches each of `counts` [num]; INFINITY if not within 100 years.
 */
void pc_trend_when(const pc_fit_t *self, const double *counts, size_t num, double *when);

#endif
