/* elementary.h - exp, log and power in plain arithmetic.
 *
 * The C library picks variants of these by processor and their last bits differ. These
 * use only + - * / and sqrt in a stated order, so that results are the same on every
 * machine.
 *
 * exp    x = k ln 2 + r with ln 2 in two parts; Taylor series of e^r to r^13; times 2^k
 * log    x = 2^k (1 + f); 2 artanh(s) with s = f / (2 + f), to s^21
 * pow    log x as an unrounded sum of two doubles, times y, then exp of both parts
 *
 * Largest errors, measured by tests/unit/base/chance/elementary.c, in units of the last
 * place: exp 0.75, log 0.75, log1p 0.91, pow 0.66 (correct rounding is 0.5). */
#ifndef PC_BASE_CHANCE_ELEMENTARY_H
#define PC_BASE_CHANCE_ELEMENTARY_H

#include <stddef.h>

double pc_exp(double x); /* 0 below -745.2, infinity above 709.8, NaN for NaN */
/* y[i] = pc_exp(x[i]), the same bits, for |x[i]| <= 700; x and y may be the same.
 * Several at a time in a processor's vector registers. */
void pc_exp_many(size_t num, const double *x, double *y);

double pc_log(double x);   /* -infinity at 0, NaN below */
double pc_log1p(double x); /* log(1 + x), accurate for small x; x > -1 */
double pc_pow(
    double x, double y); /* x^y for x >= 0; pow(0, 0) = 1; exact for y = 0, 1, 2 */

#endif
