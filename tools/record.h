/* record.h - what is known of a run, for its manifest. */
#ifndef PC_TOOLS_RECORD_H
#define PC_TOOLS_RECORD_H

#include "base/sha256.h"
#include "tools/command.h"
#include "output/folder/store.h"
#include "output/output.h"

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
    char *title_en, *title_ja;
} pc_run_record_t;

/* Describes a run of `scenario` in `info`, which borrows from all three. After this
 * call, failed or not, pc_run_record_free may be called. */
pc_status pc_run_record_init(pc_run_record_t *self, const pc_scenario_t *scenario,
    const pc_options_t *options, pc_run_info_t *info) PC_MUST_CHECK;
/* Notes that the run goes on from the saved state `past`. */
void pc_run_record_past(
    pc_run_record_t *self, const pc_state_t *past, pc_run_info_t *info);
void pc_run_record_free(pc_run_record_t *self);

/* `title` with the draws and replicates that the options asked for behind it. To be
 * freed; NULL without memory. */
char *pc_title_of_runs(const char *title, const pc_options_t *options,
    const pc_run_info_t *info, pc_lang lang);

/* --- of several scenarios --- */

/* Writes resolved-1-NAME.json and so on, in the order of the command line. */
pc_status pc_write_resolved(
    const pc_scenario_t *scenarios, size_t num, pc_store_t *store) PC_MUST_CHECK;

/* The files that any of them read, each once, with room for one more. To be freed; NULL
 * without memory. */
pc_run_input_t *pc_all_inputs(
    const pc_scenario_t *scenarios, size_t num, size_t *num_inputs);

#endif
