/* quantile.h - counts as exact quantiles of one uniform.
 *
 * Each returns the smallest whole k with F(k) >= u. For a fixed u the count therefore
 * never falls when the mean (or n, or p) rises: scenarios compared under the same keys stay ordered.
 * Counts are doubles holding whole numbers. Means up to PC_MEAN_MAX; the caller checks.
 * 0 < u < 1. Built on elementary.h alone. */
#ifndef PC_QUANTILE_H
#define PC_QUANTILE_H

#define PC_MEAN_MAX 1e9

double pc_poisson_quantile(double mean, double u);          /* mean >= 0 */
double pc_binomial_quantile(double n, double p, double u);  /* whole n >= 0; p in [0, 1] */
double pc_normal_quantile(double u);                        /* standard normal */
double pc_gamma_quantile(double shape, double u);           /* scale 1; shape > 0 */

#endif
