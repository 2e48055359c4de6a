#include "base/chance/elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ln 2 = LN2_HIGH + LN2_LOW; the high part has 33 bits, so k x LN2_HIGH is exact for |k|
 * < 2^20. */
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define ONE_OVER_LN2 0x1.71547652b82fep+0
#define SQRT_2 0x1.6a09e667f3bcdp+0
#define ROUNDER 0x1.8p52 /* adding and taking it away rounds to a whole number */

static uint64_t
bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof(bits));
    return bits;
}

static double
double_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof(x));
    return x;
}

/* 2^k for -1022 <= k <= 1023 */
static double
power_of_two(int k)
{
    return double_of((uint64_t) (k + 1023) << 52);
}

/* ---- pairs: the unrounded sum high + low, |low| at most half a unit in the last place
 * of high ---- */

typedef struct {
    double high, low;
} pair_t;

/* The exact sum of two doubles, |a| >= |b| or a = 0 (Dekker 1971). */
static pair_t
sum_ordered(double a, double b)
{
    const double s = a + b;
    return (pair_t){ s, b - (s - a) };
}

/* The exact product, by splitting each factor in halves (Veltkamp, Dekker 1971). */
static pair_t
product(double a, double b)
{
    const double p = a * b;
    const double ca = 0x1.0000002p27 * a, cb = 0x1.0000002p27 * b;
    const double ah = ca - (ca - a), bh = cb - (cb - b);
    const double al = a - ah, bl = b - bh;
    return (pair_t){ p, ((ah * bh - p) + ah * bl + al * bh) + al * bl };
}

static pair_t
pair_product(pair_t a, pair_t b)
{
    const pair_t p = product(a.high, b.high);
    return sum_ordered(p.high, p.low + (a.high * b.low + a.low * b.high));
}

/* ---- exp ---- */

/* e^(x + low) = 2^k y for |low| far below x; x between the limits of pc_exp.
 * x = k ln 2 + r with |r| <= 0.35, then the Taylor series of e^r to the power 13. Gives
 * y, and in *rounder k + ROUNDER. */
static inline double
exp_reduced(double x, double low, double *rounder)
{
    *rounder = x * ONE_OVER_LN2 + ROUNDER;
    const double whole = *rounder - ROUNDER;
    const double a = x - whole * LN2_HIGH; /* exact */
    const double b = low - whole * LN2_LOW;
    const double r = a + b;
    const double r_low = (a - r) + b;
    const double r2 = r * r;
    const double r4 = r2 * r2;

    /* 1/2! + r/3! + ... + r^11/13!, in pairs so that a processor can overlap them */
    const double q0 = 0.5 + r * (1.0 / 6);
    const double q1 = 1.0 / 24 + r * (1.0 / 120);
    const double q2 = 1.0 / 720 + r * (1.0 / 5040);
    const double q3 = 1.0 / 40320 + r * (1.0 / 362880);
    const double q4 = 1.0 / 3628800 + r * (1.0 / 39916800);
    const double q5 = 1.0 / 479001600 + r * (1.0 / 6227020800.0);
    const double q = (q0 + q1 * r2) + r4 * ((q2 + q3 * r2) + r4 * (q4 + q5 * r2));

    const double one_r = 1 + r;
    const double lost = (1 - one_r) + r;
    return one_r + (lost + (r2 * q + r_low * one_r));
}

static double
exp_sum(double x, double low)
{
    double rounder;
    const double y = exp_reduced(x, low, &rounder);
    const int k = (int) (rounder - ROUNDER);
    if (k >= -1021 && k <= 1023) {
        return y * power_of_two(k);
    }
    /* Near the ends of the range 2^k is not a (normal) double, but the result may be. */
    return k > 0 ? y * 0x1p1023 * power_of_two(k - 1023)
                 : y * power_of_two(k + 60) * 0x1p-60;
}

void
pc_exp_many(size_t num, const double *x, double *y)
{
    for (size_t i = 0; i < num; i++) {
        double rounder;
        const double mantissa = exp_reduced(x[i], 0, &rounder);
        /* The low bits of k + ROUNDER are those of k: moved to the exponent of 1. */
        y[i] = mantissa * double_of((bits_of(rounder) << 52) + bits_of(1.0));
    }
}

double
pc_exp(double x)
{
    if (!(x > -746)) {
        return x <= -746 ? 0 : x; /* NaN stays NaN */
    }
    if (x > 709.79) {
        return INFINITY;
    }
    return exp_sum(x, 0);
}

/* ---- log ---- */

/* x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2); x positive and finite. */
static int
split(double x, double *f)
{
    int k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    const uint64_t bits = bits_of(x);
    k += (int) (bits >> 52) - 1023;
    double m =
        double_of((bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3ff0000000000000));
    if (m > SQRT_2) {
        m *= 0.5;
        k++;
    }
    *f = m - 1; /* exact */
    return k;
}

/* 2/5 + 2 z/7 + 2 z^2/9 + ... + 2 z^8/21; z <= 0.0295 */
static double
atanh_rest(double z)
{
    const double z2 = z * z;
    const double z4 = z2 * z2;
    const double a = 2.0 / 5 + z * (2.0 / 7);
    const double b = 2.0 / 9 + z * (2.0 / 11);
    const double c = 2.0 / 13 + z * (2.0 / 15);
    const double d = 2.0 / 17 + z * (2.0 / 19);
    return (a + z2 * b) + z4 * ((c + z2 * d) + z4 * (2.0 / 21));
}

/* k ln 2 + log(1 + f). With s = f / (2 + f) and z = s^2,
 *     log(1 + f) = 2 s (1 + z/3 + z^2/5 + ...),
 * where 2 s = f - s f = f - h + s h with h = f^2 / 2, so that only small terms of the
 * sum carry a rounding error. The terms left out are below 2^-57 of it. */
static double
log_sum(int k, double f)
{
    const double s = f / (2 + f);
    const double h = 0.5 * f * f;
    const double z = s * s;
    const double r = s * (h + z * (2.0 / 3 + z * atanh_rest(z)));
    if (k == 0) {
        return f - (h - r);
    }
    return k * LN2_HIGH - ((h - (r + k * LN2_LOW)) - f);
}

double
pc_log(double x)
{
    if (!(x > 0)) {
        return x == 0 ? -INFINITY : NAN;
    }
    if (x > 0x1.fffffffffffffp1023) {
        return x;
    }
    double f;
    const int k = split(x, &f);
    return log_sum(k, f);
}

double
pc_log1p(double x)
{
    if (!(x > -1)) {
        return x == -1 ? -INFINITY : NAN;
    }
    if (x > -0.2928 && x < 0.4142) {
        return log_sum(0, x);
    }
    if (x > 0x1p54) {
        return pc_log(x);
    }
    double f;
    const double sum = 1 + x;
    const double lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
    const int k = split(sum, &f);
    return log_sum(k, f) + lost / sum;
}

/* ---- power ---- */

/* log x to about 2^-64 of itself: the same series with s, s^2 and the first term as
 * pairs. */
static pair_t
log_pair(double x)
{
    double f;
    const int k = split(x, &f);
    const double divisor = 2 + f;
    const double divisor_low = f - (divisor - 2);
    const double s = f / divisor;
    const pair_t back = product(s, divisor);
    const double s_low = (((f - back.high) - back.low) - s * divisor_low) / divisor;
    const pair_t s_pair = { s, s_low };

    static const pair_t third = { 0x1.5555555555555p-2, 0x1.5555555555555p-56 };
    const pair_t z = pair_product(s_pair, s_pair);
    const pair_t first = pair_product(z, third);
    const double rest = 0.5 * (z.high * z.high) * atanh_rest(z.high);
    const pair_t factor = sum_ordered(first.high, first.low + rest);
    const pair_t t = pair_product(s_pair, factor);
    const pair_t half = sum_ordered(s, t.high);
    const double low = 2 * (half.low + (s_low + t.low));
    if (k == 0) {
        return sum_ordered(2 * half.high, low);
    }
    const pair_t whole = sum_ordered(k * LN2_HIGH, 2 * half.high);
    return sum_ordered(whole.high, whole.low + (low + k * LN2_LOW));
}

static double
power(double x, double y)
{
    const pair_t log_x = log_pair(x);
    const double rough = y * log_x.high;
    if (rough > 710) {
        return INFINITY;
    }
    if (rough < -746) {
        return 0;
    }
    const pair_t exact = product(y, log_x.high);
    const pair_t sum = sum_ordered(exact.high, exact.low + y * log_x.low);
    return exp_sum(sum.high, sum.low);
}

double
pc_pow(double x, double y)
{
    if (y == 0 || x == 1) {
        return 1;
    }
    if (!(x >= 0) || y != y) {
        return NAN;
    }
    if (y == 1) {
        return x;
    }
    if (y == 2) {
        return x * x;
    }
    if (x == 0) {
        return y > 0 ? 0 : INFINITY;
    }
    if (x > 0x1.fffffffffffffp1023) {
        return y > 0 ? INFINITY : 0;
    }
    /* Past this size x^y is 0 or infinity, and the halves of y would overflow. */
    if (y > 1e21 || y < -1e21) {
        return (y > 0) == (x > 1) ? INFINITY : 0;
    }
    return power(x, y);
}
