/* report.h - what a command says of its run: the summary on the screen, and the record
 * for the manifest. */
#ifndef PC_TOOLS_REPORT_H
#define PC_TOOLS_REPORT_H

#include "base/results.h"
#include "base/sha256.h"
#include "tools/command.h"
#include "output/output.h"

/* `NAME (UNIT)` of a variable in the language of the run; the unit as in a whole year if
 * `per_year`, else that of the table. Returns `text`. */
const char *pc_variable_label(
    pc_variable variable, int per_year, int ja, char text[160]);

/* `20 parameter draws x 2 replicates`, or only the one of which there are several.
 * Returns `text`. */
const char *pc_runs_label(uint32_t draws, uint32_t replicates, int ja, char text[96]);

/* A short table of key figures with units, and when the milestones are reached. lang
 * "en" or "ja". PC_ERR_NOMEM. */
pc_status pc_print_summary(const pc_scenario_t *scenario, const pc_results_t *results,
    const char *lang) PC_MUST_CHECK;

/* That one run has the parameters of draw `draw`, and which structure (rollout.mode)
 * that took, if it is drawn; `params` are the draw's. Nothing of draw 0. */
void pc_print_draw(const pc_scenario_t *scenario, uint32_t draw,
    const pc_params_t *params, const char *lang);

/* The dates [num_milestones] of many runs: median, 5 to 95 per cent, probability; of one
 * run its months. */
void pc_print_dates(
    const pc_scenario_t *scenario, const pc_date_spread_t *dates, const char *lang);

/* Now, as 2026-06-01T12:34:56Z. */
void pc_utc_now(char text[32]);

/* Owner of what a pc_run_info_t points to. */
typedef struct {
    pc_run_input_t *inputs;
    char *resolved; /* text of resolved.json */
    char sha256[PC_SHA256_SIZE];
    char past_sha256[PC_SHA256_SIZE]; /* of the file of --from-state */
    char past_month[8];
    char finished[32];
} pc_run_record_t;

/* Describes a run of `scenario` in `info`, which borrows from all three. After this
 * call, failed or not, pc_run_record_free may be called. */
pc_status pc_run_record_init(pc_run_record_t *self, const pc_scenario_t *scenario,
    const pc_options_t *options, pc_run_info_t *info) PC_MUST_CHECK;
/* Notes that the run goes on from the saved state `past`. */
void pc_run_record_past(
    pc_run_record_t *self, const pc_state_t *past, pc_run_info_t *info);
void pc_run_record_free(pc_run_record_t *self);

#endif
