/* saddle.h - the two parts of Loader's saddle-point form of a probability (Loader 2000):
 * Poisson and binomial terms, and the gamma density, without loss of digits. */
#ifndef PC_BASE_CHANCE_SADDLE_H
#define PC_BASE_CHANCE_SADDLE_H

#define PC_TWO_PI 6.283185307179586

/* delta(x) = log(Gamma(x + 1)) - log(sqrt(2 pi x)) - x log x + x, x > 0: Stirling's
 * series, after moving up to where six terms suffice. */
double pc_stirling_error(double x);

/* x log(x / m) + m - x for m = mean + mean_low: how far x is from the mean, in log
 * likelihood. */
double pc_deviance(double x, double mean, double mean_low);

#endif
