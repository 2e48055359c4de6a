#include "scenario/values/distribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/chance/quantile.h"
#include "base/number.h"
#include "base/words.h"

#define SHAPE_MIN                                                                       \
    0.01 /* below, nearly all weight lies on the ends and the inverse is lost in        \
            rounding */
#define SHAPE_MAX 1e6
/* GSL's beta function takes about the root of the shapes in steps, gives up after 512
 * (NaN at 1e6), and then its inverse never ends. */
#define BETA_SHAPE_MAX 1e5
#define CLOSE 1e-10   /* relative error of u that an inverse may have */
#define HALVINGS 1200 /* enough to reach the smallest double */
#define PERT_WEIGHT 4.0
#define P80_POINT 1.2815515655446004 /* 90 % point of the standard normal */

const char *const pc_dist_names[PC_NUM_DIST_TYPES] = { "", "uniform", "triangular",
    "pert", "normal_p80", "lognormal_p80", "beta", "gamma", "choice", "empirical" };

const char *const pc_dist_members[PC_NUM_DIST_TYPES] = { "", "min|max", "min|mode|max",
    "min|mode|max", "low|high", "low|high", "alpha|beta|[min]|[max]", "shape|scale",
    "values|weights", "values" };

pc_dist_type
pc_dist_find(const char *name)
{
    for (int i = PC_DIST_NONE + 1; i < PC_NUM_DIST_TYPES; i++) {
        if (strcmp(pc_dist_names[i], name) == 0) {
            return (pc_dist_type) i;
        }
    }
    return PC_DIST_NONE;
}

void
pc_dist_free(pc_dist_t *self)
{
    free(self->values);
    free(self->weights);
    memset(self, 0, sizeof(*self));
}

static int
shape_fits(double shape, double most)
{
    return shape >= SHAPE_MIN && shape <= most;
}

static const char *
list_fault(const pc_dist_t *self)
{
    double sum = 0;
    if (self->num == 0) {
        return N_("values must not be empty");
    }
    if (self->type == PC_DIST_EMPIRICAL) {
        return NULL;
    }
    for (size_t i = 0; i < self->num; i++) {
        if (!(self->weights[i] >= 0)) {
            return N_("weights must not be negative");
        }
        sum += self->weights[i];
    }
    return fabs(sum - 1) <= 1e-9 ? NULL : N_("weights must sum to 1");
}

const char *
pc_dist_fault(const pc_dist_t *self)
{
    switch (self->type) {
    case PC_DIST_UNIFORM:
    case PC_DIST_BETA:
        if (!(self->min < self->max)) {
            return N_("min must be below max");
        }
        return self->type == PC_DIST_UNIFORM
                       || (shape_fits(self->alpha, BETA_SHAPE_MAX)
                           && shape_fits(self->beta, BETA_SHAPE_MAX))
                   ? NULL
                   : N_("alpha and beta must lie between 0.01 and 1e5");
    case PC_DIST_TRIANGULAR:
    case PC_DIST_PERT:
        return self->min < self->max && self->min <= self->mode
                       && self->mode <= self->max
                   ? NULL
                   : N_("min <= mode <= max and min < max must hold");
    case PC_DIST_LOGNORMAL_P80:
        return self->low > 0 && self->low < self->high ? NULL
                                                       : N_("0 < low < high must hold");
    case PC_DIST_NORMAL_P80:
        return self->low < self->high ? NULL : N_("low must be below high");
    case PC_DIST_GAMMA:
        return shape_fits(self->shape, SHAPE_MAX) && self->scale > 0
                   ? NULL
                   : N_("shape must lie between 0.01 and 1e6 and scale be above 0");
    case PC_DIST_CHOICE:
    case PC_DIST_EMPIRICAL:
        return list_fault(self);
    case PC_DIST_NONE:
    case PC_NUM_DIST_TYPES:
        break;
    }
    return N_("there is no such distribution");
}

static double
triangular_quantile(double min, double mode, double max, double u)
{
    const double share = (mode - min) / (max - min);
    if (u < share) {
        return min + sqrt(u * (max - min) * (mode - min));
    }
    return max - sqrt((1 - u) * (max - min) * (max - mode));
}

/* The library's inverse gives up for some shapes: then halve the interval. */
static double
beta_quantile(double a, double b, double u)
{
    const double x = gsl_cdf_beta_Pinv(u, a, b);
    if (isfinite(x) && x >= 0 && x <= 1
        && fabs(gsl_cdf_beta_P(x, a, b) - u) <= CLOSE * u) {
        return x;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        if (gsl_cdf_beta_P(middle, a, b) < u) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

static double
inverted_gamma(double shape, double u)
{
    const double x = gsl_cdf_gamma_Pinv(u, shape, 1);
    if (isfinite(x) && x >= 0 && fabs(gsl_cdf_gamma_P(x, shape, 1) - u) <= CLOSE * u) {
        return x;
    }
    double low = 0;
    double high = shape + 1;
    while (gsl_cdf_gamma_P(high, shape, 1) < u && high < 1e12) {
        high *= 2;
    }
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        if (gsl_cdf_gamma_P(middle, shape, 1) < u) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}

/* GSL's distribution function is not good enough for shapes above 3e4 (it is off by 3e-4
 * at 1e6), and its inverse for some below 0.2. Where it is right it stays, to the last
 * bit. */
static double
gamma_quantile(double shape, double u)
{
    const double x = inverted_gamma(shape, u), right = pc_gamma_quantile(shape, u);
    return fabs(x - right) <= CLOSE * right ? x : right;
}

static double
list_quantile(const pc_dist_t *self, double u)
{
    const size_t last = self->num - 1;
    if (self->type == PC_DIST_EMPIRICAL) {
        const double at = u * (double) last;
        const size_t low = (size_t) at < last ? (size_t) at : last;
        const size_t high = low < last ? low + 1 : last;
        return self->values[low]
               + (at - (double) low) * (self->values[high] - self->values[low]);
    }
    double sum = 0;
    size_t chosen = 0;
    for (size_t i = 0; i < self->num; i++) {
        if (self->weights[i] > 0) {
            chosen = i; /* the last one of any weight catches what rounding leaves */
            sum += self->weights[i];
            if (u <= sum) {
                break;
            }
        }
    }
    return self->values[chosen];
}

/* Of two positive numbers, however far apart. */
static double
log_ratio(double high, double low)
{
    const double ratio = high / low;
    return isfinite(ratio) ? log(ratio) : log(high) - log(low);
}

static double
raw_quantile(const pc_dist_t *self, double u)
{
    const double range = self->max - self->min;
    switch (self->type) {
    case PC_DIST_UNIFORM:
        return self->min + u * range;
    case PC_DIST_TRIANGULAR:
        return triangular_quantile(self->min, self->mode, self->max, u);
    case PC_DIST_PERT:
        return self->min
               + range
                     * beta_quantile(1 + PERT_WEIGHT * (self->mode - self->min) / range,
                         1 + PERT_WEIGHT * (self->max - self->mode) / range, u);
    case PC_DIST_NORMAL_P80:
        return (self->low + self->high) / 2
               + (self->high - self->low) / (2 * P80_POINT) * gsl_cdf_ugaussian_Pinv(u);
    case PC_DIST_LOGNORMAL_P80:
        return exp((log(self->low) + log(self->high)) / 2
                   + log_ratio(self->high, self->low) / (2 * P80_POINT)
                         * gsl_cdf_ugaussian_Pinv(u));
    case PC_DIST_BETA:
        return self->min + range * beta_quantile(self->alpha, self->beta, u);
    case PC_DIST_GAMMA:
        return self->scale * gamma_quantile(self->shape, u);
    case PC_DIST_CHOICE:
    case PC_DIST_EMPIRICAL:
        return list_quantile(self, u);
    case PC_DIST_NONE:
    case PC_NUM_DIST_TYPES:
        break;
    }
    return NAN;
}

double
pc_dist_quantile(const pc_dist_t *self, double u, double lower, double upper)
{
    const double x = pc_round12(raw_quantile(self, u));
    return x < lower ? lower : x > upper ? upper : x;
}

double
pc_dist_share_below(const pc_dist_t *self, double x, int at)
{
    double low = 0, high = 1;
    for (int i = 0; i < 60; i++) {
        const double u = low + (high - low) / 2;
        if (!(u > 0 && u < 1)) {
            break;
        }
        const double q = pc_round12(raw_quantile(self, u));
        if (q < x || (at && q == x)) {
            low = u;
        } else {
            high = u;
        }
    }
    return low > 0 ? high : 0;
}

void
pc_dist_support(const pc_dist_t *self, double *min, double *max)
{
    *min = self->min;
    *max = self->max;
    if (self->type == PC_DIST_NORMAL_P80) {
        *min = -INFINITY;
        *max = INFINITY;
    } else if (self->type == PC_DIST_LOGNORMAL_P80 || self->type == PC_DIST_GAMMA) {
        *min = 0;
        *max = INFINITY;
    } else if (self->type == PC_DIST_CHOICE || self->type == PC_DIST_EMPIRICAL) {
        *min = INFINITY;
        *max = -INFINITY;
        for (size_t i = 0; i < self->num; i++) {
            *min = self->values[i] < *min ? self->values[i] : *min;
            *max = self->values[i] > *max ? self->values[i] : *max;
        }
    }
}
