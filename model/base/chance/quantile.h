/* quantile.h - counts as exact quantiles of one uniform.
 *
 * Each returns the smallest whole k with F(k) >= u. For a fixed u the count therefore
 * never falls when the mean (or n, or p) rises: scenarios compared under the same keys
 * stay ordered. Counts are doubles holding whole numbers. Means up to PC_MEAN_MAX; the
 * caller checks. 0 < u < 1. Any argument outside these bounds gives NaN. Built on
 * elementary.h alone.
 *
 * Exact means: F is summed in double arithmetic, with an error below 1e-13 for means up
 * to 1e6 and 1e-12 up to 1e9. Another program that computes F as well gets the same
 * count unless u is that close to a step of F.
 *
 * Means up to 256: terms are summed from P(0) up by P(k+1)/P(k); where u >= 0.999, from
 * far in the upper tail down, against 1 - u. Larger means: start from Cornish and
 * Fisher's expansion of the normal quantile, take P(k) there by the saddle-point form
 * with Stirling's series (Loader 2000), sum the smaller of the two tails outward, and
 * walk to the answer; about 10 sqrt(mean) terms. A binomial of p > 1/2 counts the
 * failures. u below 1e-100 counts as 1e-100. */
#ifndef PC_BASE_CHANCE_QUANTILE_H
#define PC_BASE_CHANCE_QUANTILE_H

#include <stddef.h>

#define PC_MEAN_MAX 1e9
#define PC_SHAPE_MAX 1e300

double pc_poisson_quantile(double mean, double u); /* mean >= 0 */
double pc_binomial_quantile(
    double n, double p, double u); /* whole n >= 0; p in [0, 1] */

/* The same for num of them: out[i] from mean[i] or n[i] (one p for all), and u[i]. `n`
 * and `out` may be the same; `mean` and `out` not. */
void pc_poisson_quantiles(size_t num, const double *mean, const double *u, double *out);
void pc_binomial_quantiles(
    size_t num, const double *n, double p, const double *u, double *out);

/* Standard normal: algorithm AS 241 (Wichura 1988); relative error about 1e-15. */
double pc_normal_quantile(double u);

/* Scale 1; 0 < shape <= PC_SHAPE_MAX. The incomplete gamma function by series or
 * continued fraction, inverted by Newton's method in log x; for shapes above PC_MEAN_MAX
 * Cornish and Fisher's expansion. Relative error below 1e-12 for shapes from 0.01. */
double pc_gamma_quantile(double shape, double u);

#endif
