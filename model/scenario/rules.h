/* rules.h - reading `omission_rules`: which cases may leave the expert panel out.
 *
 * `omit_when` is a predicate over the class of a case and who ordered the test:
 *
 *   {"stream": V}             solid, haematological, early
 *   {"secondary_finding": V}  true, false
 *   {"drug_access": V}        none, approved_cdx, guideline, trial, other
 *   {"group": V}              ids of case_groups ("all" without them)
 *   {"tier": V}               core, hub, cooperative_ep, cooperative
 *   {"all": [P, ...]}  {"any": [P, ...]}  {"not": P}
 *
 * V is one value or a list, of which one must hold. Several keys in one object must all
 * hold. */
#ifndef PC_SCENARIO_RULES_H
#define PC_SCENARIO_RULES_H

#include "base/diag.h"
#include "base/status.h"
#include "scenario/text/json.h"
#include "scenario/model_input.h"

extern const char *const pc_stream_names[PC_NUM_STREAMS];
extern const char *const pc_access_names[PC_NUM_ACCESS];

/* Reads the rules of the scenario `tree` into `*rules` [*num], to be freed; NULL if
 * there are none. With `num_groups` 0, because the groups could not be read, any name of
 * a group passes. */
pc_status pc_rules_read(pc_rule_t **rules, size_t *num, const pc_json_t *tree,
    const pc_group_t *groups, size_t num_groups, pc_diags_t *diags) PC_MUST_CHECK;

#endif
