/* elementary.h - exp, log and power in plain arithmetic.
 *
 * The C library picks variants of these by processor and their last bits differ. These
 * use only + - * / and sqrt in a stated order, so that results are the same on every
 * machine. Largest errors, measured by tests/test_elementary.c, are stated in
 * docs/model.md. */
#ifndef PC_ELEMENTARY_H
#define PC_ELEMENTARY_H

double pc_exp(double x);   /* 0 below -745.2, infinity above 709.8, NaN for NaN */
double pc_log(double x);   /* -infinity at 0, NaN below */
double pc_log1p(double x); /* log(1 + x), accurate for small x; x > -1 */
double pc_pow(
    double x, double y); /* x^y for x >= 0; pow(0, 0) = 1; exact for y = 0, 1, 2 */

#endif
