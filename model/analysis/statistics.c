#include "analysis/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

const double pc_quantile_levels[PC_NUM_QUANTILES] = { 0.05, 0.1, 0.25, 0.5, 0.75, 0.9,
    0.95 };

pc_status
pc_clusters_init(pc_clusters_t *self, size_t num_members, size_t each, uint64_t seed)
{
    memset(self, 0, sizeof(*self));
    const size_t n = (num_members + each - 1) / each;
    const pc_stream_t stream = { seed, 0, 0 };
    self->num_members = num_members;
    self->num_clusters = n;
    self->each = each;
    self->counts = calloc(PC_BOOTSTRAP_REPEATS * (n + 1), sizeof(*self->counts));
    if (self->counts == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t b = 0; b < PC_BOOTSTRAP_REPEATS && n >= PC_BOOTSTRAP_MIN_CLUSTERS; b++) {
        for (size_t k = 0; k < n; k++) {
            double u[2];
            pc_uniforms(&stream, PC_PROCESS_RESAMPLE, (uint32_t) b,
                (uint32_t) (k & 0xffff), (uint32_t) (k >> 16), u);
            self->counts[b * n + (size_t) (u[0] * (double) n)]++;
        }
    }
    return PC_OK;
}

void
pc_clusters_free(pc_clusters_t *self)
{
    free(self->counts);
    memset(self, 0, sizeof(*self));
}

pc_status
pc_scratch_init(pc_scratch_t *self, const pc_clusters_t *clusters)
{
    const size_t n = clusters->num_members + 1;
    self->ranks = calloc(2 * n, sizeof(*self->ranks));
    self->sorted = calloc(n, sizeof(*self->sorted));
    self->cluster = calloc(n, sizeof(*self->cluster));
    self->has = calloc(clusters->num_clusters + 1, sizeof(*self->has));
    return self->ranks == NULL || self->sorted == NULL || self->cluster == NULL
                   || self->has == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

void
pc_scratch_free(pc_scratch_t *self)
{
    free(self->ranks);
    free(self->sorted);
    free(self->cluster);
    free(self->has);
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
pc_mean_and_error(
    const double *column, size_t num_members, size_t each, double *mean, double *error)
{
    double sum = 0;
    size_t num = 0;
    /* In order of members, so that the sum is the same however they were made. */
    for (size_t k = 0; k < num_members; k++) {
        sum += isnan(column[k]) ? 0 : column[k];
        num += isnan(column[k]) ? 0 : 1;
    }
    *mean = num > 0 ? sum / (double) num : NAN;
    *error = mean_error(column, num_members, each, *mean, num);
    return num;
}

/* Quantiles of one resample of `total` values: values in order, each as often as its
 * cluster was picked. */
static void
resampled_quantiles(const pc_scratch_t *s, size_t num, const uint16_t *counts,
    size_t total, double out[PC_NUM_QUANTILES])
{
    size_t seen = 0, k = 0;
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        out[q] = NAN;
        if (total == 0) {
            continue;
        }
        const double at = (double) (total - 1) * pc_quantile_levels[q];
        const size_t low = (size_t) at;
        while (k < num && seen + counts[s->cluster[k]] <= low) {
            seen += counts[s->cluster[k]];
            k++;
        }
        /* The next value of the resample: the same one, or the next that was picked. */
        size_t next = k, passed = seen + counts[s->cluster[k]];
        while (passed <= low + 1 && next + 1 < num) {
            next++;
            passed += counts[s->cluster[next]];
        }
        out[q] = s->sorted[k] + (at - (double) low) * (s->sorted[next] - s->sorted[k]);
    }
}

static void
quantile_errors(
    const pc_clusters_t *c, pc_scratch_t *s, size_t num, pc_statistics_t *result)
{
    double sum[PC_NUM_QUANTILES] = { 0 }, squares[PC_NUM_QUANTILES] = { 0 };
    memset(s->has, 0, c->num_clusters * sizeof(*s->has));
    for (size_t k = 0; k < num; k++) {
        s->has[s->cluster[k]]++;
    }
    for (size_t b = 0; b < PC_BOOTSTRAP_REPEATS; b++) {
        const uint16_t *counts = c->counts + b * c->num_clusters;
        double q[PC_NUM_QUANTILES];
        size_t total = 0;
        for (size_t k = 0; k < c->num_clusters; k++) {
            total += (size_t) counts[k] * s->has[k];
        }
        resampled_quantiles(s, num, counts, total, q);
        for (int k = 0; k < PC_NUM_QUANTILES; k++) {
            const double d = q[k] - result->quantile[k];
            sum[k] += d;
            squares[k] += d * d;
        }
    }
    const double n = PC_BOOTSTRAP_REPEATS;
    for (int k = 0; k < PC_NUM_QUANTILES; k++) {
        const double variance = (squares[k] - sum[k] * sum[k] / n) / (n - 1);
        /* A resample without a value leaves the error unknown, not 0. */
        result->quantile_error[k] = variance < 0 ? 0 : sqrt(variance);
    }
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
    for (int k = 0; k < PC_NUM_QUANTILES; k++) {
        result->quantile[k] =
            pc_sorted_quantile(scratch->sorted, num, pc_quantile_levels[k]);
        result->quantile_error[k] = NAN;
    }
    if (errors && num > 0 && clusters->num_clusters >= PC_BOOTSTRAP_MIN_CLUSTERS) {
        quantile_errors(clusters, scratch, num, result);
    }
}
