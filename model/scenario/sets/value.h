/* value.h - the names and values of --set. */
#ifndef PC_SCENARIO_SETS_VALUE_H
#define PC_SCENARIO_SETS_VALUE_H

#include "scenario/text/json.h"

#define PC_SET_SOURCE "--set" /* path of the source of values from the command line */

/* Is it start, end, mode, seed, draws or replicates? */
int pc_set_is_of_run(const char *name);

/* A number, or a text where `text` is none; a seed stays text. NULL: out of memory. */
pc_json_t *pc_set_scalar(
    const char *key, const char *text, const pc_json_source_t *source);

/* The name nearest to `name` of what --set takes, or NULL. */
const char *pc_set_nearest(const char *name);

#endif
