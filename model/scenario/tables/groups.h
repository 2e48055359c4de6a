/* groups.h - reading `case_groups`. */
#ifndef PC_SCENARIO_TABLES_GROUPS_H
#define PC_SCENARIO_TABLES_GROUPS_H

#include "base/diag.h"
#include "base/status.h"
#include "scenario/text/json.h"
#include "scenario/model_input.h"

/* Puts the rows of the file named by `case_groups: {"csv": FILE}` into `tree` as the
 * list of groups that they stand for, each value with its place in the file. `sources`
 * gets the file put in front, and `*from_file` is then 1. `*num_missing` counts a file
 * that is not there. `case_groups` in another form is left alone; a table that cannot be
 * read whole is reported and taken out of `tree`. */
pc_status pc_groups_expand(pc_json_t *tree, pc_json_source_t **sources, int *from_file,
    size_t *num_missing, pc_diags_t *diags) PC_MUST_CHECK;

/* Reads the groups of the scenario `tree` into `*groups` [*num], to be freed. Without
 * any there is one group "all" that takes its probabilities from the parameters. */
pc_status pc_groups_read(pc_group_t **groups, size_t *num, const pc_json_t *tree,
    pc_diags_t *diags) PC_MUST_CHECK;

#endif
