/* entry.h - reading an entry of `parameters`: value, series, range, steps, and where
 * they come from. */
#ifndef PC_SCENARIO_VALUES_ENTRY_H
#define PC_SCENARIO_VALUES_ENTRY_H

#include "base/diag.h"
#include "base/status.h"
#include "scenario/values/definition.h"

/* Reads an entry. Faults are added to `diags` and leave the default in
 * place of what was wrong. After this call pc_value_free may be called. PC_ERR_NOMEM or
 * PC_OK. */
pc_status pc_value_read(pc_param_def_t *self, pc_param which, const pc_json_t *node,
    pc_diags_t *diags) PC_MUST_CHECK;

/* The parameter that an entry is called after; -1 if there is no such, which is reported
 * with the nearest. */
int pc_param_of_key(const pc_json_t *entry, pc_diags_t *diags);

#endif
