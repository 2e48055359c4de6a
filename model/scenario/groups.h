/* groups.h - reading `case_groups`. */
#ifndef PC_GROUPS_H
#define PC_GROUPS_H

#include "base/diag.h"
#include "base/status.h"
#include "scenario/json.h"
#include "scenario/model_input.h"

/* Reads the groups of the scenario `tree` into `*groups` [*num], to be freed. Without
 * any there is one group "all" that takes its probabilities from the parameters. */
pc_status pc_groups_read(pc_group_t **groups, size_t *num, const pc_json_t *tree,
    pc_diags_t *diags) PC_MUST_CHECK;

/* Reads `id` of an element of a list into `id` [32]. 0 if it is missing, malformed or
 * stands in an element before, which is then reported. */
int pc_id_read(char id[32], const pc_json_t *element, pc_diags_t *diags);

/* Reads `title`, an object with `en` and `ja`, into arrays of `size` bytes. */
void pc_title_read(char *en, char *ja, size_t size, const pc_json_t *item, int required,
    pc_diags_t *diags);

#endif
