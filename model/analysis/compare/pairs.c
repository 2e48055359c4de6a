/* pairs.c - what the paired members say. */
#include "analysis/compare/compare.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

static void
read_column(const pc_compare_t *self, size_t scenario, size_t place, double *column)
{
    for (size_t k = 0; k < self->num_members; k++) {
        column[k] = self->values[(k * self->num + scenario) * self->num_values + place];
    }
}

void
pc_compare_own(
    pc_compare_t *self, size_t scenario, size_t with, size_t place, pc_statistics_t *own)
{
    double *beside = self->columns + self->num_members;
    read_column(self, scenario, place, self->columns);
    read_column(self, with, place, beside);
    for (size_t k = 0; k < self->num_members; k++) {
        self->columns[k] = isnan(beside[k]) ? NAN : self->columns[k];
    }
    pc_statistics(&self->clusters, &self->scratch, self->columns, 0, own);
}

/* Means of one sampling unit; 0 if it has no member with both values. */
static int
unit_means(const pc_compare_t *self, const double *a, const double *b, size_t unit,
    double means[2])
{
    double sum[2] = { 0, 0 };
    size_t num = 0;
    for (size_t k = unit * self->each;
         k < (unit + 1) * self->each && k < self->num_members; k++) {
        if (!isnan(a[k]) && !isnan(b[k])) {
            sum[0] += a[k];
            sum[1] += b[k];
            num++;
        }
    }
    means[0] = num > 0 ? sum[0] / (double) num : NAN;
    means[1] = num > 0 ? sum[1] / (double) num : NAN;
    return num > 0;
}

/* Variances over sampling units: of each side, of the difference; 0 where that does not
 * vary. */
static void
gain(const pc_compare_t *self, const double *a, const double *b, const int varies[3],
    pc_paired_t *paired)
{
    const size_t units = self->num_members / self->each;
    double mean[2] = { 0, 0 }, m[2], squares[2] = { 0, 0 }, product = 0, paired_sum = 0;
    size_t num = 0;
    for (size_t u = 0; u < units; u++) {
        if (unit_means(self, a, b, u, m)) {
            mean[0] += m[0];
            mean[1] += m[1];
            num++;
        }
    }
    paired->units = num;
    paired->correlation = NAN;
    paired->runs_saved = NAN;
    if (num < PC_UNITS_FOR_GAIN) {
        return;
    }
    mean[0] /= (double) num;
    mean[1] /= (double) num;
    for (size_t u = 0; u < units; u++) {
        if (unit_means(self, a, b, u, m)) {
            const double x = varies[0] ? m[0] - mean[0] : 0;
            const double y = varies[1] ? m[1] - mean[1] : 0;
            squares[0] += x * x;
            squares[1] += y * y;
            product += x * y;
            paired_sum += varies[2] ? (y - x) * (y - x) : 0;
        }
    }
    if (squares[0] > 0 && squares[1] > 0) {
        paired->correlation = product / sqrt(squares[0] * squares[1]);
    }
    const double independent = squares[0] + squares[1];
    if (independent > 0) {
        paired->runs_saved = paired_sum > 0 ? independent / paired_sum : INFINITY;
    }
}

static void
make_equal(double *d, size_t num)
{
    double mean;
    pc_mean(d, num, &mean);
    for (size_t k = 0; k < num; k++) {
        d[k] = isnan(d[k]) ? NAN : mean;
    }
}

void
pc_compare_pair(
    pc_compare_t *self, size_t scenario, size_t place, int errors, pc_paired_t *paired)
{
    const size_t n = self->num_members;
    double *a = self->columns, *b = a + n, *d = b + n;
    read_column(self, 0, place, a);
    read_column(self, scenario, place, b);
    paired->pairs = paired->alone = 0;
    for (size_t k = 0; k < n; k++) {
        d[k] = pc_settled_difference(a[k], b[k]);
        paired->pairs += !isnan(a[k]) && !isnan(b[k]);
        paired->alone += isnan(a[k]) != isnan(b[k]);
        if (isnan(d[k])) {
            a[k] = b[k] = NAN;
        }
    }
    pc_mean(a, n, &paired->reference);
    pc_mean(b, n, &paired->scenario);
    /* A difference has the rounding of the two values. */
    const double size[2] = { pc_size(a, n), pc_size(b, n) };
    const int varies[3] = { pc_has_spread(a, n, size[0]), pc_has_spread(b, n, size[1]),
        pc_has_spread(d, n, fmax(size[0], size[1])) };
    if (!varies[2]) {
        make_equal(d, n);
    }
    pc_statistics(&self->clusters, &self->scratch, d, errors, &paired->spread);
    paired->difference = pc_settled_difference(paired->reference, paired->scenario);
    paired->relative = paired->reference != 0
                           ? 100 * paired->difference / fabs(paired->reference)
                           : NAN;
    gain(self, a, b, varies, paired);
    const double error = paired->spread.mean_error;
    const double t =
        paired->units > 1 ? gsl_cdf_tdist_Pinv(0.975, (double) paired->units - 1) : NAN;
    paired->interval[0] = paired->difference - t * error;
    paired->interval[1] = paired->difference + t * error;
}
