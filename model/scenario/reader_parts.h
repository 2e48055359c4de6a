/* reader_parts.h - the steps of pc_scenario_load; for reader.c only. */
#ifndef PC_SCENARIO_READER_PARTS_H
#define PC_SCENARIO_READER_PARTS_H

#include "base/diag.h"
#include "base/status.h"
#include "scenario/reader.h"

/* The top-level keys of a scenario file, in the order in which they are written. */
extern const char *const pc_top_keys[];
extern const size_t pc_num_top_keys;

/* name, title, description, start, end, mode, seed, draws, replicates. */
pc_status pc_read_run(pc_scenario_t *self, pc_diags_t *diags) PC_MUST_CHECK;

/* milestones and output. */
void pc_read_questions(pc_scenario_t *self, pc_diags_t *diags);

/* hospitals, tier_changes, prefectures, observations, and the hashes under `inputs`. A
 * key that is not there is an error unless `incomplete`. `*num_missing` counts files
 * that are not there. */
pc_status pc_read_data(pc_scenario_t *self, int incomplete, size_t *num_missing,
    pc_diags_t *diags) PC_MUST_CHECK;

/* Adds a file to the list of inputs. */
pc_status pc_add_input(pc_scenario_t *self, const char *role, const char *path,
    const char *sha256) PC_MUST_CHECK;

/* Values that contradict each other. */
void pc_cross_check(const pc_scenario_t *self, pc_diags_t *diags);

/* The folder-free part of a path; never NULL. */
const char *pc_base_name(const char *path);

#endif
