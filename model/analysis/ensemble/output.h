/* output.h - the result folder of an ensemble: the same files as of one run,
 * with spread and error.
 *
 * series.csv has, for every national variable and period, mean, sd, quantiles and their
 * Monte Carlo standard errors (output_type mcse; of quantiles for years only); and, if
 * the ensemble keeps prefectures, of these by fiscal year the mean and the 5, 50 and 95
 * per cent quantiles. key_figures.csv has the 5 and 95 per cent quantiles as range. The
 * values of fiscal_year.csv and prefecture.csv are means. summary.json has the dates of
 * the milestones as distributions. structures.csv has the key figures by structure. */
#ifndef PC_ANALYSIS_ENSEMBLE_OUTPUT_H
#define PC_ANALYSIS_ENSEMBLE_OUTPUT_H

#include "analysis/ensemble/by_structure.h"
#include "analysis/ensemble/ensemble.h"
#include "analysis/ensemble/reach.h"
#include "analysis/ensemble/statistics.h"
#include "output/output.h"

typedef struct {
    const pc_ensemble_t *ensemble;
    pc_statistics_t *values;                   /* [layout.num_values]; owned */
    unsigned threads;                          /* 0: as many as processors */
    pc_date_spread_t dates[PC_MAX_MILESTONES]; /* of the scenario's milestones */
    pc_structures_t structures;
} pc_ensemble_statistics_t;

/* Statistics of every value, worked out by `threads` threads (0: as many as processors),
 * and the dates of the milestones. After this call, failed or not,
 * pc_ensemble_statistics_free may be called. */
pc_status pc_ensemble_statistics_init(pc_ensemble_statistics_t *self,
    const pc_ensemble_t *ensemble, unsigned threads) PC_MUST_CHECK;
void pc_ensemble_statistics_free(pc_ensemble_statistics_t *self);

/* All files but the manifest into an open store. `output` gives info, observations and
 * resolved text; its results are not used. Its milestones are those of the scenario, in
 * order. */
pc_status pc_ensemble_files(const pc_ensemble_statistics_t *self,
    const pc_output_t *output, pc_store_t *store) PC_MUST_CHECK;

#endif
