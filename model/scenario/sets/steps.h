/* steps.h - `--set NAME=VALUE@YYYY-MM`: a step (values/step.h) put into the entry
 * that the merged tree has for the parameter. */
#ifndef PC_SCENARIO_SETS_STEPS_H
#define PC_SCENARIO_SETS_STEPS_H

#include "scenario/merge.h"

/* Does the text name a month, NAME=VALUE@YYYY-MM or NAME=VALUE@YYYY-MM,exact? */
int pc_set_is_dated(const char *set);

/* Puts the dated ones of `sets` into the tree, in order; a later one of the same month
 * wins. What else the entry says stays, and a parameter that no file names gets an entry
 * with its default. New values have `source`. */
pc_status pc_set_steps(pc_merge_t *self, const pc_json_source_t *source,
    const char *const *sets, size_t num_sets, pc_diags_t *diags) PC_MUST_CHECK;

#endif
