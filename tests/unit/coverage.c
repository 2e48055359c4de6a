#include "tests/unit/coverage.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "analysis/compare/compare.h"
#include "base/chance/quantile.h"
#include "base/chance/rng.h"

/* The value of `parts` numbers of a law, added up, at the uniform `u`. */
static double
law_quantile(coverage_law_t law, int parts, double u)
{
    if (law == LAW_NORMAL) {
        return sqrt(parts) * pc_normal_quantile(u);
    }
    return law == LAW_POISSON ? pc_poisson_quantile(9.0 * parts, u)
                              : pc_binomial_quantile(3.0 * parts, 0.5, u);
}

static const double true_means[NUM_LAWS] = { 0, 18, 3 };
static const double true_variances[NUM_LAWS] = { 2, 18, 1.5 };

/* Two independent numbers, of the law and standard normal. */
static void
number_pair(
    coverage_law_t law, uint32_t trial, size_t draw, size_t member, double out[2])
{
    const pc_stream_t stream = { trial, (uint32_t) draw, (uint32_t) member };
    double u[2];
    pc_uniforms(&stream, PC_PROCESS_SITE, 1, 1, 1, u);
    out[0] = law_quantile(law, 1, u[0]);
    out[1] = pc_normal_quantile(u[1]);
}

/* values is [draws x each][2]. */
static void
fill(coverage_law_t law, uint32_t trial, size_t draws, size_t each, double *values)
{
    for (size_t d = 0; d < draws; d++) {
        double effect[2], own[2];
        number_pair(law, trial, d, 0, effect);
        for (size_t r = 1; r <= each; r++, values += 2) {
            number_pair(law, trial, d, r, own);
            values[0] = effect[0] + own[0];
            values[1] = values[0] + 1 + (effect[1] + own[1]) / 2;
        }
    }
}

/* The ends of an interval belong to it: whole numbers often lie there. */
static void
count(double share[NUM_COVERED], int which, double distance, double reach, double trials)
{
    share[which] += isnan(reach) ? NAN : (fabs(distance) <= (1 + 1e-9) * reach) / trials;
}

static void
add_trial(coverage_law_t law, pc_compare_t *c, double t, double trials,
    double share[NUM_COVERED])
{
    const double sd = sqrt(true_variances[law]), mean = true_means[law];
    const double n = (double) c->num_members;
    pc_statistics_t s;
    pc_paired_t p;
    pc_compare_pair(c, 1, 0, 0, &p);
    /* It leaves the reference's values in the first column. */
    pc_statistics(&c->clusters, &c->scratch, c->columns, 1, &s);
    count(share, COVERED_MEAN, s.mean - mean, t * s.mean_error, trials);
    count(share, COVERED_NAIVE, s.mean - mean, 1.96 * s.sd / sqrt(n), trials);
    count(share, COVERED_SD, s.sd - sd, t * s.sd_error, trials);
    count(share, COVERED_PAIRED, p.difference - 1, p.interval[1] - p.difference, trials);
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        const double truth = law_quantile(law, 2, pc_quantile_levels[q]);
        count(share, COVERED_QUANTILES + q, s.quantile[q] - truth,
            t * s.quantile_error[q], trials);
    }
}

int
coverage_study(coverage_law_t law, size_t draws, size_t each, uint32_t trials,
    double share[NUM_COVERED])
{
    const double t = gsl_cdf_tdist_Pinv(0.975, (double) draws - 1);
    pc_compare_t c = {
        .num = 2, .num_members = draws * each, .each = each, .num_values = 1
    };
    c.values = calloc(5 * c.num_members, sizeof(double));
    pc_clusters_init(&c.clusters, c.num_members, each);
    const pc_status status = pc_scratch_init(&c.scratch, &c.clusters);
    for (int k = 0; k < NUM_COVERED; k++) {
        share[k] = 0;
    }
    if (c.values != NULL) {
        c.columns = c.values + 2 * c.num_members;
    }
    for (uint32_t trial = 1; trial <= trials && c.values != NULL && status == PC_OK;
         trial++) {
        fill(law, trial, draws, each, c.values);
        add_trial(law, &c, t, trials, share);
    }
    const int failed = c.values == NULL || status != PC_OK;
    pc_scratch_free(&c.scratch);
    free(c.values);
    return failed;
}
