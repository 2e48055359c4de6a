/* statistics.h - what a sample says, and how precisely.
 *
 * The sampling unit is the cluster: the draw, where parameters are drawn, else the
 * replicate. Members of one draw share their parameters, so counting them one by one
 * would understate every error. */
#ifndef PC_STATISTICS_H
#define PC_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define PC_NUM_QUANTILES 7
extern const double
    pc_quantile_levels[PC_NUM_QUANTILES]; /* 0.05 0.1 0.25 0.5 0.75 0.9 0.95 */

#define PC_BOOTSTRAP_REPEATS 200
#define PC_BOOTSTRAP_MIN_CLUSTERS                                                       \
    20 /* with fewer the error of a quantile is missing                                 \
        */

typedef struct {
    size_t num; /* members that have a value */
    double mean, sd;
    double quantile[PC_NUM_QUANTILES]; /* type 7 (Hyndman and Fan 1996), exact */
    double
        mean_error; /* Monte Carlo standard errors; NaN if there are too few clusters */
    double quantile_error[PC_NUM_QUANTILES];
} pc_statistics_t;

/* Members in clusters, and the resampling counts of the cluster bootstrap, the same for
 * every column. Read by any number of threads. */
typedef struct {
    size_t num_members, num_clusters;
    size_t each;      /* member k belongs to cluster k / each */
    uint16_t *counts; /* [PC_BOOTSTRAP_REPEATS][num_clusters]; owned */
} pc_clusters_t;

/* Counts come from the keys (seed; draw 0, replicate 0, process 10, entity: repeat,
 * index 0, month: place of the pick mod 2^16). Free in any case. */
pc_status pc_clusters_init(
    pc_clusters_t *self, size_t num_members, size_t each, uint64_t seed) PC_MUST_CHECK;
void pc_clusters_free(pc_clusters_t *self);

/* A value as a number that sorts alike, and whose it is. */
typedef struct {
    uint64_t key;
    uint32_t member;
} pc_sort_key_t;

/* What one thread needs to work out statistics. */
typedef struct {
    pc_sort_key_t *ranks; /* [2][num_members] */
    double *sorted;       /* [num_members] */
    uint32_t *cluster;    /* [num_members] of the sorted values */
    uint32_t *has;        /* [num_clusters] members with a value */
} pc_scratch_t;

pc_status pc_scratch_init(
    pc_scratch_t *self, const pc_clusters_t *clusters) PC_MUST_CHECK;
void pc_scratch_free(pc_scratch_t *self);

/* Statistics of `column` [num_members]; NaN values are left out. With `errors` 0 the
 * errors of the quantiles are left missing, which is much quicker. */
void pc_statistics(const pc_clusters_t *clusters, pc_scratch_t *scratch,
    const double *column, int errors, pc_statistics_t *result);

/* Mean of `column` [num_members], NaN values left out, and its Monte Carlo standard
 * error with `each` members a cluster; NaN with fewer than two clusters. The same as
 * pc_statistics has. Returns the number of values. */
size_t pc_mean_and_error(
    const double *column, size_t num_members, size_t each, double *mean, double *error);

/* The quantile of type 7 of `num` sorted values: between the values around (num - 1) p.
 */
double pc_sorted_quantile(const double *sorted, size_t num, double p);

#endif
