/* gamma.c - the gamma quantile of quantile.h. */
#include "base/chance/quantile.h"

#include <math.h>

#include "base/chance/elementary.h"
#include "base/chance/saddle.h"

/* P(a, x) = D (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...), D = x^a e^-x / Gamma(a + 1); for x
 * < a + 1 */
static double
gamma_series(double a, double x, double factor)
{
    double sum = 1, next = 1;
    for (int i = 1; next > 0x1p-56 * sum; i++) {
        next *= x / (a + i);
        sum += next;
    }
    return factor * sum;
}

/* Q(a, x) = D a / (x + 1 - a - 1 (1 - a)/(x + 3 - a - ...)), by Lentz's method; for x >=
 * a + 1 */
static double
gamma_fraction(double a, double x, double factor)
{
    double b = x + 1 - a;
    double c = INFINITY, d = 1 / b, h = d;
    for (int i = 1; i < 1000000; i++) {
        const double numerator = -i * (i - a);
        b += 2;
        d = 1 / (numerator * d + b);
        c = b + numerator / c;
        h *= d * c;
        if (fabs(d * c - 1) < 0x1p-52) {
            break;
        }
    }
    return factor * a * h;
}

/* Where Newton's method starts, in t = log x: near 0, P(a, x) = x^a / Gamma(a + 1), else
 * the form of Wilson and Hilferty (1931). *t_small is the former. */
static double
gamma_start(double a, double u, double log_scale, double *t_small)
{
    *t_small = (pc_log(u) + log_scale + a * pc_log(a) - a) / a;
    const double cube = 1 - 1 / (9 * a) + pc_normal_quantile(u) / (3 * sqrt(a));
    const double t = cube > 0.3 && a > 0.3 ? pc_log(a) + 3 * pc_log(cube) : *t_small;
    const double t_max = pc_log(a + 45);
    return u > 0.5 && t > t_max ? t_max : t;
}

/* Cornish and Fisher's expansion (Fisher and Cornish 1960) to the third power of 1 /
 * sqrt(a): past PC_MEAN_MAX the next term is below 1e-14 of the answer. */
static double
gamma_of_large_shape(double a, double u)
{
    const double z = pc_normal_quantile(u), s = 1 / sqrt(a);
    return a * (1 + s * (z + s * ((z * z - 1) / 3 + s * z * (z * z - 7) / 36)));
}

/* Newton's method on the logarithm of the smaller tail, a concave function of t = log x;
 * a bracket catches what concavity does not promise. */
double
pc_gamma_quantile(double shape, double u)
{
    if (!(shape > 0 && shape <= PC_SHAPE_MAX && u > 0 && u < 1)) {
        return NAN;
    }
    if (shape > PC_MEAN_MAX) {
        return gamma_of_large_shape(shape, u);
    }
    const double a = shape;
    const int low = u <= 0.5;
    const double target = pc_log(low ? u : 1 - u);
    const double log_scale = pc_stirling_error(a) + 0.5 * pc_log(PC_TWO_PI * a);
    double t_small, t_low = -800, t_high = 30;
    double t = gamma_start(a, u, log_scale, &t_small);
    if (t_small < -40) {
        return pc_exp(t_small); /* what is left out is 1e-17 of it */
    }
    for (int i = 0; i < 200 && t_high - t_low > 1e-15; i++) {
        const double x = pc_exp(t);
        const double factor = pc_exp(-log_scale - pc_deviance(a, x, 0));
        const int series = x < a + 1;
        const double part =
            series ? gamma_series(a, x, factor) : gamma_fraction(a, x, factor);
        const double tail = low == series ? part : 1 - part;
        /* positive where x is too large */
        const double excess = low ? pc_log(tail) - target : target - pc_log(tail);
        if (excess < 0) {
            t_low = t;
        } else {
            t_high = t;
        }
        const double next = t - excess * tail / (a * factor);
        if (!(next >= t_low && next <= t_high)) {
            t = 0.5 * (t_low + t_high);
        } else if (fabs(next - t) < 1e-8) {
            return pc_exp(next); /* each step squares the error */
        } else {
            t = next;
        }
    }
    return pc_exp(t);
}
