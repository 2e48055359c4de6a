#include "analysis/ensemble/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

const double pc_quantile_levels[PC_NUM_QUANTILES] = { 0.05, 0.1, 0.25, 0.5, 0.75, 0.9,
    0.95 };

/* With fewer than ten units beyond the quantile to expect, or fewer than forty in all,
 * intervals hold the truth less often than they should (docs/validation.md). */
#define UNITS_BEYOND 10.0
#define UNITS_LEAST 40.0

/* Relative to the size of the values. */
#define LEAST_SPREAD 1e-13

/* The 0.975 quantile of Student's law with `freedom` degrees, from the normal one:
 * within 1e-6 from 39 degrees on. */
static double
student(double freedom)
{
    const double z = 1.959963984540054, z2 = z * z;
    const double first = z * (z2 + 1) / 4;
    const double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
    const double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    return z + (first + (second + third / freedom) / freedom) / freedom;
}

size_t
pc_quantile_units(double level)
{
    const double beyond = level < 0.5 ? level : 1 - level;
    return (size_t) ceil(fmax(UNITS_LEAST, UNITS_BEYOND / beyond - 1e-9));
}

void
pc_clusters_init(pc_clusters_t *self, size_t num_members, size_t each)
{
    self->num_members = num_members;
    self->num_clusters = (num_members + each - 1) / each;
    self->each = each;
}

pc_status
pc_scratch_init(pc_scratch_t *self, const pc_clusters_t *clusters)
{
    const size_t n = clusters->num_members + 1;
    self->ranks = calloc(2 * n, sizeof(*self->ranks));
    self->sorted = calloc(n, sizeof(*self->sorted));
    self->cluster = calloc(n, sizeof(*self->cluster));
    self->sums = calloc(clusters->num_clusters + 1, sizeof(*self->sums));
    return self->ranks == NULL || self->sorted == NULL || self->cluster == NULL
                   || self->sums == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

void
pc_scratch_free(pc_scratch_t *self)
{
    free(self->ranks);
    free(self->sorted);
    free(self->cluster);
    free(self->sums);
    memset(self, 0, sizeof(*self));
}

double
pc_sorted_quantile(const double *sorted, size_t num, double p)
{
    if (num == 0) {
        return NAN;
    }
    const double at = (double) (num - 1) * p;
    const size_t low = (size_t) at;
    const size_t high = low + 1 < num ? low + 1 : low;
    return sorted[low] + (at - (double) low) * (sorted[high] - sorted[low]);
}

/* Numbers that sort as the values do: both zeros alike. */
static uint64_t
sort_key(double value)
{
    uint64_t bits;
    value = value == 0 ? 0 : value;
    memcpy(&bits, &value, sizeof(bits));
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* Sorts by one byte of the keys, equal ones staying in their order. */
static void
sort_by_byte(const pc_sort_key_t *from, pc_sort_key_t *to, size_t num, int shift,
    const uint32_t *count)
{
    uint32_t place[256], sum = 0;
    for (int k = 0; k < 256; k++) {
        place[k] = sum;
        sum += count[k];
    }
    for (size_t k = 0; k < num; k++) {
        to[place[from[k].key >> shift & 255]++] = from[k];
    }
}

/* Sorts the values that are there, those of equal value by member: a radix sort from the
 * last byte to the first, without the bytes that are all alike. Returns their number. */
static size_t
sort_column(const pc_clusters_t *c, pc_scratch_t *scratch, const double *column)
{
    uint32_t counts[8][256];
    pc_sort_key_t *from = scratch->ranks, *to = from + c->num_members + 1;
    size_t num = 0;
    memset(counts, 0, sizeof(counts));
    for (size_t k = 0; k < c->num_members; k++) {
        if (!isnan(column[k])) {
            const uint64_t key = sort_key(column[k]);
            from[num++] = (pc_sort_key_t){ key, (uint32_t) k };
            for (int byte = 0; byte < 8; byte++) {
                counts[byte][key >> 8 * byte & 255]++;
            }
        }
    }
    for (int byte = 0; byte < 8 && num > 0; byte++) {
        if (counts[byte][from[0].key >> 8 * byte & 255] < num) {
            sort_by_byte(from, to, num, 8 * byte, counts[byte]);
            pc_sort_key_t *other = from;
            from = to;
            to = other;
        }
    }
    for (size_t k = 0; k < num; k++) {
        scratch->sorted[k] = column[from[k].member];
        scratch->cluster[k] = (uint32_t) (from[k].member / c->each);
    }
    return num;
}

/* Standard error of the mean over clusters of sizes that may differ: the ratio estimator
 * sum over clusters of (sum of its values - size x mean)^2, times k / (k - 1), over
 * num^2. */
static double
mean_error(
    const double *column, size_t num_members, size_t each, double mean, size_t num)
{
    double squares = 0;
    size_t used = 0;
    for (size_t first = 0; first < num_members; first += each) {
        const size_t left = num_members - first;
        double part = 0;
        size_t size = 0;
        for (size_t k = first; k < first + (left < each ? left : each); k++) {
            if (!isnan(column[k])) {
                part += column[k] - mean;
                size++;
            }
        }
        squares += part * part;
        used += size > 0;
    }
    if (used < 2) {
        return NAN;
    }
    const double n = (double) num, clusters = (double) used;
    return sqrt(squares * clusters / (clusters - 1)) / n;
}

size_t
pc_mean(const double *column, size_t num, double *mean)
{
    double first = NAN, sum = 0;
    size_t count = 0;
    /* In order of members, so that the sum is the same however they were made, and about
     * the first, so that equal values have no rounding. */
    for (size_t k = 0; k < num; k++) {
        if (!isnan(column[k])) {
            first = count == 0 ? column[k] : first;
            sum += column[k] - first;
            count++;
        }
    }
    *mean = count > 0 ? first + sum / (double) count : NAN;
    return count;
}

double
pc_size(const double *column, size_t num)
{
    double size = 0;
    for (size_t k = 0; k < num; k++) {
        const double own = fabs(column[k]);
        size = own > size ? own : size; /* without NaN */
    }
    return size;
}

int
pc_has_spread(const double *column, size_t num, double size)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t k = 0; k < num; k++) {
        least = column[k] < least ? column[k] : least;
        most = column[k] > most ? column[k] : most;
    }
    return most - least > LEAST_SPREAD * size;
}

/* Makes a measure of spread 0, unless it is missing. */
static void
clear(double *measure)
{
    *measure = isnan(*measure) ? NAN : 0;
}

size_t
pc_mean_and_error(
    const double *column, size_t num_members, size_t each, double *mean, double *error)
{
    const size_t num = pc_mean(column, num_members, mean);
    *error = mean_error(column, num_members, each, *mean, num);
    if (!pc_has_spread(column, num_members, pc_size(column, num_members))) {
        clear(error);
    }
    return num;
}

/* The clusters' sums about the mean. Returns how many clusters have a value. */
static size_t
sum_clusters(
    const pc_clusters_t *c, pc_scratch_t *scratch, const double *column, double mean)
{
    size_t used = 0;
    memset(scratch->sums, 0, c->num_clusters * sizeof(*scratch->sums));
    for (size_t cluster = 0; cluster < c->num_clusters; cluster++) {
        pc_cluster_sums_t *s = &scratch->sums[cluster];
        for (size_t k = cluster * c->each;
             k < (cluster + 1) * c->each && k < c->num_members; k++) {
            if (!isnan(column[k])) {
                const double d = column[k] - mean;
                s->num++;
                s->sum += d;
                s->squares += d * d;
            }
        }
        used += s->num > 0;
    }
    return used;
}

/* Jackknife over the clusters: the spread of the standard deviations without each. */
static double
sd_error(const pc_clusters_t *c, const pc_scratch_t *scratch, size_t used)
{
    double num = 0, sum = 0, squares = 0, first = NAN, total = 0, total_squares = 0;
    for (size_t k = 0; k < c->num_clusters; k++) {
        num += scratch->sums[k].num;
        sum += scratch->sums[k].sum;
        squares += scratch->sums[k].squares;
    }
    for (size_t k = 0; k < c->num_clusters; k++) {
        const pc_cluster_sums_t *s = &scratch->sums[k];
        if (s->num > 0) {
            const double left = num - s->num, about = sum - s->sum;
            const double variance =
                (squares - s->squares - about * about / left) / (left - 1);
            /* Below two values left, 0/0. */
            const double without = left > 1 ? sqrt(variance > 0 ? variance : 0) : NAN;
            first = isnan(first) ? without : first;
            total += without - first;
            total_squares += (without - first) * (without - first);
        }
    }
    const double k = (double) used;
    const double spread = total_squares - total * total / k;
    return sqrt((spread < 0 ? 0 : spread) * (k - 1) / k);
}

/* Standard error of the share of values below a quantile of level `p`. */
static double
share_error(const pc_clusters_t *c, pc_scratch_t *scratch, size_t num, size_t used,
    double p, double quantile)
{
    const double n = (double) num;
    size_t below = 0, equal = 0;
    double squares = 0;
    for (size_t k = 0; k < c->num_clusters; k++) {
        scratch->sums[k].below = 0;
    }
    while (below < num && scratch->sorted[below] < quantile) {
        scratch->sums[scratch->cluster[below++]].below++;
    }
    while (below + equal < num && scratch->sorted[below + equal] == quantile) {
        equal++;
    }
    const double missing = p * n - (double) below;
    double part = equal > 0 ? missing / (double) equal : 0;
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    for (size_t k = below; k < below + equal; k++) {
        scratch->sums[scratch->cluster[k]].below += part;
    }
    const double share = ((double) below + part * (double) equal) / n;
    for (size_t k = 0; k < c->num_clusters; k++) {
        const double d = scratch->sums[k].below - share * scratch->sums[k].num;
        squares += d * d;
    }
    return sqrt(squares * (double) used / ((double) used - 1)) / n;
}

/* Is a value that the quantile of level `p` lies at or between there more than once? */
static int
ties_around(const double *sorted, size_t num, double p)
{
    const size_t low = (size_t) ((double) (num - 1) * p);
    const size_t first = low > 0 ? low - 1 : 0;
    const size_t last = low + 2 < num ? low + 2 : num - 1;
    for (size_t k = first; k < last; k++) {
        if (sorted[k] == sorted[k + 1]) {
            return 1;
        }
    }
    return 0;
}

/* statistics.h; missing where the levels leave 0 to 1. */
static double
quantile_error(const pc_clusters_t *c, pc_scratch_t *scratch, size_t num, size_t used,
    double t, double p, double quantile)
{
    if (used < pc_quantile_units(p)) {
        return NAN;
    }
    const double reach = t * share_error(c, scratch, num, used, p, quantile);
    if (p - reach < 0 || p + reach > 1) {
        return NAN;
    }
    const double a = quantile - pc_sorted_quantile(scratch->sorted, num, p - reach);
    const double b = pc_sorted_quantile(scratch->sorted, num, p + reach) - quantile;
    const double reached =
        ties_around(scratch->sorted, num, p) ? fmax(a, b) : sqrt((a * a + b * b) / 2);
    return reached / t;
}

void
pc_statistics(const pc_clusters_t *clusters, pc_scratch_t *scratch, const double *column,
    int errors, pc_statistics_t *result)
{
    const size_t num = sort_column(clusters, scratch, column);
    double squares = 0;
    result->num = pc_mean_and_error(column, clusters->num_members, clusters->each,
        &result->mean, &result->mean_error);
    for (size_t k = 0; k < clusters->num_members; k++) {
        const double d = column[k] - result->mean;
        squares += isnan(d) ? 0 : d * d;
    }
    result->sd = num > 1 ? sqrt(squares / (double) (num - 1)) : NAN;
    const size_t used = sum_clusters(clusters, scratch, column, result->mean);
    const double t = student((double) used - 1);
    result->sd_error = used >= PC_SD_UNITS ? sd_error(clusters, scratch, used) : NAN;
    for (int k = 0; k < PC_NUM_QUANTILES; k++) {
        const double p = pc_quantile_levels[k];
        result->quantile[k] = pc_sorted_quantile(scratch->sorted, num, p);
        result->quantile_error[k] = errors ? quantile_error(clusters, scratch, num, used,
                                        t, p, result->quantile[k])
                                           : NAN;
    }
    const double ends[2] = { scratch->sorted[0],
        scratch->sorted[num > 0 ? num - 1 : 0] };
    if (!pc_has_spread(ends, 2, pc_size(ends, 2))) {
        clear(&result->sd);
        clear(&result->sd_error);
        for (int k = 0; k < PC_NUM_QUANTILES; k++) {
            clear(&result->quantile_error[k]);
        }
    }
}

double
pc_quantile_sort(double *values, size_t num, double p)
{
    if (num == 0) {
        return NAN;
    }
    gsl_sort(values, 1, num);
    const double at = p * (double) (num - 1);
    const size_t k = (size_t) at;
    if (k + 1 >= num || at - (double) k < 1e-12) {
        return values[k];
    }
    if (isinf(values[k + 1])) {
        return values[k + 1];
    }
    return values[k] + (at - (double) k) * (values[k + 1] - values[k]);
}

pc_interval_t
pc_interval_80(double *values, size_t num)
{
    const double low = pc_quantile_sort(values, num, 0.1);
    return (pc_interval_t){ low, pc_quantile_sort(values, num, 0.9) };
}
