/* statistics.h - what a sample says, and how precisely.
 *
 * The sampling unit is the cluster: the draw, where parameters are drawn, else the
 * replicate. Members of one draw share their parameters, so counting them one by one
 * would understate every error. */
#ifndef PC_ANALYSIS_ENSEMBLE_STATISTICS_H
#define PC_ANALYSIS_ENSEMBLE_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define PC_NUM_QUANTILES 7
extern const double
    pc_quantile_levels[PC_NUM_QUANTILES]; /* 0.05 0.1 0.25 0.5 0.75 0.9 0.95 */

/* Units that the error of a standard deviation wants. */
#define PC_SD_UNITS 100
/* Units that the error of the quantile of `level` wants; with fewer it is missing. */
size_t pc_quantile_units(double level);

/* Errors are Monte Carlo standard errors; NaN if there are too few units. */
typedef struct {
    size_t num; /* members that have a value */
    double mean, sd;
    double quantile[PC_NUM_QUANTILES]; /* type 7 (Hyndman and Fan 1996), exact */
    double mean_error, sd_error;
    double quantile_error[PC_NUM_QUANTILES];
} pc_statistics_t;

/* Members in clusters: the sampling units. Member k belongs to cluster k / each. */
typedef struct {
    size_t num_members, num_clusters, each;
} pc_clusters_t;

void pc_clusters_init(pc_clusters_t *self, size_t num_members, size_t each);

/* A value as a number that sorts alike, and whose it is. */
typedef struct {
    uint64_t key;
    uint32_t member;
} pc_sort_key_t;

/* One cluster's part of a column. */
typedef struct {
    double num, sum, squares; /* of its values about the mean of all */
    double below;             /* values below a quantile */
} pc_cluster_sums_t;

/* What one thread needs to work out statistics. */
typedef struct {
    pc_sort_key_t *ranks;    /* [2][num_members] */
    double *sorted;          /* [num_members] */
    uint32_t *cluster;       /* [num_members] of the sorted values */
    pc_cluster_sums_t *sums; /* [num_clusters] */
} pc_scratch_t;

pc_status pc_scratch_init(
    pc_scratch_t *self, const pc_clusters_t *clusters) PC_MUST_CHECK;
void pc_scratch_free(pc_scratch_t *self);

/* Statistics of `column` [num_members]; NaN values are left out. With `errors` 0 those
 * of the quantiles are left missing.
 *
 * sd: jackknife over the clusters. Quantile q of level p (Woodruff 1952): the share of
 * values below q has the error s of a mean over clusters; with t the 0.975 quantile of
 * Student's law with clusters - 1 degrees of freedom, the sample's quantiles of the
 * levels p - t s and p + t s lie a below and b above q, and the error is
 * sqrt((a^2 + b^2) / 2) / t, or max(a, b) / t where values tie at q: whole numbers jump,
 * and a mean of 0 and 1 is less than the jump. A value equal to q counts as below in
 * part, so that p n of n values do. Without a spread (pc_has_spread) sd and errors are
 * 0. */
void pc_statistics(const pc_clusters_t *clusters, pc_scratch_t *scratch,
    const double *column, int errors, pc_statistics_t *result);

/* The largest of the values [num] in size; 0 if all are missing. */
double pc_size(const double *column, size_t num);

/* Do values [num] of this size differ by more than the rounding of sums? A spread within
 * 1e-13 of `size` is none: all that measures it is 0. NaN values are left out. */
int pc_has_spread(const double *column, size_t num, double size);

/* Mean of `column` [num_members], NaN values left out, and its Monte Carlo standard
 * error with `each` members a cluster; NaN with fewer than two clusters. The same as
 * pc_statistics has. Returns the number of values. */
size_t pc_mean_and_error(
    const double *column, size_t num_members, size_t each, double *mean, double *error);

/* Mean of `column` [num], NaN values left out; equal values have just that mean. Returns
 * the number of values. */
size_t pc_mean(const double *column, size_t num, double *mean);

/* The quantile of type 7 of `num` sorted values: between the values around (num - 1) p.
 */
double pc_sorted_quantile(const double *sorted, size_t num, double p);

/* Quantile of type 7 of values that are sorted here; INFINITY counts as the largest. NaN
 * without values. */
double pc_quantile_sort(double *values, size_t num, double p);

/* The 80 % interval of values that are sorted here: their 10 and 90 % quantiles. */
typedef struct {
    double low, high;
} pc_interval_t;

pc_interval_t pc_interval_80(double *values, size_t num);

#endif
