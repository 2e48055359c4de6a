/* output.h - all files of one run:
 *   series.csv  fiscal_year.csv  prefecture.csv  key_figures.csv  summary.json
 * resolved.json manifest.json See docs/outputs.md for every file and column. */
#ifndef PC_OUTPUT_OUTPUT_H
#define PC_OUTPUT_OUTPUT_H

#include "output/series.h"
#include "output/folder/store.h"
#include "output/summary.h"
#include "output/tables.h"

/* Everything is borrowed. */
typedef struct {
    const pc_run_info_t *info;
    const pc_results_t *results;
    const pc_results_t
        *reference; /* of the reference scenario; NULL if none or if this is it */
    const pc_observations_t *observations;   /* NULL if none */
    const pc_prefecture_name_t *prefectures; /* [PC_NUM_REGIONS] */
    int prefectures_filled;           /* 1: some hospital rows are filled in (参考) */
    const pc_threshold_t *milestones; /* [num_milestones] */
    size_t num_milestones;
    const pc_variable *samples; /* [num_samples] of which every member's values go to
                                   samples.csv; an ensemble's only */
    size_t num_samples;
    const char *resolved;  /* text of resolved.json */
    pc_output_type_t type; /* of the values; all NULL: mean. One stochastic run: sample,
                              pc_sample_id */
} pc_output_t;

/* Writes the result folder `dir`, or leaves what was there. */
pc_status pc_output_write(
    const char *dir, const pc_output_t *self, pc_diags_t *diags) PC_MUST_CHECK;

/* The same without the swap: all files but the manifest into an open store. The caller
 * may add plots before pc_store_commit. */
pc_status pc_output_files(const pc_output_t *self, pc_store_t *store) PC_MUST_CHECK;

#endif
