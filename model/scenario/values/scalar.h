/* scalar.h - one value that a parameter can take. */
#ifndef PC_SCENARIO_VALUES_SCALAR_H
#define PC_SCENARIO_VALUES_SCALAR_H

#include "base/diag.h"
#include "scenario/text/json.h"
#include "scenario/values/params.h"

/* Is it a choice, a month or a number of months? */
int pc_value_is_whole(pc_param which);

/* NULL if a parameter can take `value`, else what is wrong as text in `buffer`. */
const char *pc_value_fault(
    pc_param which, double value, pc_lang lang, char *buffer, size_t size);

/* The value at `item`: a number within the bounds, or the name of a choice. 0 if it is
 * not one, which is then reported. */
int pc_value_scalar(
    pc_param which, const pc_json_t *item, double *value, pc_diags_t *diags);

#endif
