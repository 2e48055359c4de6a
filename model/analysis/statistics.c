#include "analysis/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

const double pc_quantile_levels[PC_NUM_QUANTILES] = { 0.05, 0.1, 0.25, 0.5, 0.75, 0.9,
    0.95 };

typedef struct {
    double value;
    uint32_t member;
} pair_t;

pc_status
pc_clusters_init(pc_clusters_t *self, size_t num_members, size_t each, uint64_t seed)
{
    memset(self, 0, sizeof(*self));
    const size_t n = (num_members + each - 1) / each;
    const pc_stream_t stream = { seed, 0, 0 };
    self->num_members = num_members;
    self->num_clusters = n;
    self->cluster = calloc(num_members + 1, sizeof(*self->cluster));
    self->counts = calloc(PC_BOOTSTRAP_REPEATS * (n + 1), sizeof(*self->counts));
    self->sorted = calloc(num_members + 1, sizeof(*self->sorted));
    self->order = calloc(num_members + 1, sizeof(*self->order));
    self->pairs = calloc(num_members + 1, sizeof(pair_t));
    if (self->cluster == NULL || self->counts == NULL || self->sorted == NULL
        || self->order == NULL || self->pairs == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < num_members; k++) {
        self->cluster[k] = (uint32_t) (k / each);
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
    free(self->cluster);
    free(self->counts);
    free(self->sorted);
    free(self->order);
    free(self->pairs);
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

static int
compare_pairs(const void *a, const void *b)
{
    const pair_t *x = a, *y = b;
    if (x->value != y->value) {
        return x->value < y->value ? -1 : 1;
    }
    return x->member < y->member ? -1 : x->member > y->member;
}

/* Sorts the values that are there; returns their number. */
static size_t
sort_column(pc_clusters_t *c, const double *column)
{
    pair_t *pairs = c->pairs;
    size_t num = 0;
    for (size_t k = 0; k < c->num_members; k++) {
        if (!isnan(column[k])) {
            pairs[num].value = column[k];
            pairs[num++].member = (uint32_t) k;
        }
    }
    qsort(pairs, num, sizeof(*pairs), compare_pairs);
    for (size_t k = 0; k < num; k++) {
        c->sorted[k] = pairs[k].value;
        c->order[k] = pairs[k].member;
    }
    return num;
}

/* Standard error of the mean over clusters of sizes that may differ: the ratio estimator
 * sum over clusters of (sum of its values - size x mean)^2, times k / (k - 1), over
 * num^2. */
static double
mean_error(const pc_clusters_t *c, const double *column, double mean, size_t num)
{
    double squares = 0, part = 0;
    size_t used = 0, size = 0;
    for (size_t k = 0; k <= c->num_members; k++) {
        if (k == c->num_members || (k > 0 && c->cluster[k] != c->cluster[k - 1])) {
            squares += part * part;
            used += size > 0;
            part = 0;
            size = 0;
        }
        if (k < c->num_members && !isnan(column[k])) {
            part += column[k] - mean;
            size++;
        }
    }
    if (used < 2) {
        return NAN;
    }
    const double n = (double) num, clusters = (double) used;
    return sqrt(squares * clusters / (clusters - 1)) / n;
}

/* Quantiles of one resample: values in order, each as often as its cluster was picked.
 */
static void
resampled_quantiles(const pc_clusters_t *c, size_t num, const uint16_t *counts,
    double out[PC_NUM_QUANTILES])
{
    size_t total = 0;
    for (size_t k = 0; k < num; k++) {
        total += counts[c->cluster[c->order[k]]];
    }
    size_t seen = 0, k = 0;
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        out[q] = NAN;
        if (total == 0) {
            continue;
        }
        const double at = (double) (total - 1) * pc_quantile_levels[q];
        const size_t low = (size_t) at;
        while (k < num && seen + counts[c->cluster[c->order[k]]] <= low) {
            seen += counts[c->cluster[c->order[k]]];
            k++;
        }
        /* The next value of the resample: the same one, or the next that was picked. */
        size_t next = k, passed = seen + counts[c->cluster[c->order[k]]];
        while (passed <= low + 1 && next + 1 < num) {
            next++;
            passed += counts[c->cluster[c->order[next]]];
        }
        out[q] = c->sorted[k] + (at - (double) low) * (c->sorted[next] - c->sorted[k]);
    }
}

static void
quantile_errors(const pc_clusters_t *c, size_t num, pc_statistics_t *result)
{
    double sum[PC_NUM_QUANTILES] = { 0 }, squares[PC_NUM_QUANTILES] = { 0 };
    for (size_t b = 0; b < PC_BOOTSTRAP_REPEATS; b++) {
        double q[PC_NUM_QUANTILES];
        resampled_quantiles(c, num, c->counts + b * c->num_clusters, q);
        for (int k = 0; k < PC_NUM_QUANTILES; k++) {
            const double d = q[k] - result->quantile[k];
            sum[k] += d;
            squares[k] += d * d;
        }
    }
    const double n = PC_BOOTSTRAP_REPEATS;
    for (int k = 0; k < PC_NUM_QUANTILES; k++) {
        const double variance = (squares[k] - sum[k] * sum[k] / n) / (n - 1);
        result->quantile_error[k] = sqrt(variance > 0 ? variance : 0);
    }
}

void
pc_statistics(
    pc_clusters_t *clusters, const double *column, int errors, pc_statistics_t *result)
{
    const size_t num = sort_column(clusters, column);
    double sum = 0, squares = 0;
    result->num = num;
    /* In order of members, so that the sum is the same however they were made. */
    for (size_t k = 0; k < clusters->num_members; k++) {
        sum += isnan(column[k]) ? 0 : column[k];
    }
    result->mean = num > 0 ? sum / (double) num : NAN;
    for (size_t k = 0; k < clusters->num_members; k++) {
        const double d = column[k] - result->mean;
        squares += isnan(d) ? 0 : d * d;
    }
    result->sd = num > 1 ? sqrt(squares / (double) (num - 1)) : NAN;
    result->mean_error = mean_error(clusters, column, result->mean, num);
    for (int k = 0; k < PC_NUM_QUANTILES; k++) {
        result->quantile[k] =
            pc_sorted_quantile(clusters->sorted, num, pc_quantile_levels[k]);
        result->quantile_error[k] = NAN;
    }
    if (errors && num > 0 && clusters->num_clusters >= PC_BOOTSTRAP_MIN_CLUSTERS) {
        quantile_errors(clusters, num, result);
    }
}
