/* sets.h - `--set NAME=VALUE` put over the merged tree of a scenario. */
#ifndef PC_SCENARIO_SETS_SETS_H
#define PC_SCENARIO_SETS_SETS_H

#include "scenario/merge.h"

/* Puts `NAME=VALUE` texts over the tree; then, whatever their order, those that name a
 * month, `NAME=VALUE@YYYY-MM` (steps.h), and those about case classes (classes.h). */
pc_status pc_sets_apply(pc_merge_t *self, const char *const *sets, size_t num_sets,
    pc_diags_t *diags) PC_MUST_CHECK;

#endif
