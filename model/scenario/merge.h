/* merge.h - a scenario file and its parents as one tree.
 *
 * Objects merge deep, arrays replace, null removes (RFC 7396), with two additions: an
 * entry of `parameters` is replaced whole, and null there restores the default. A
 * replaced entry stays in reach as `replaced` of the one that took its place. */
#ifndef PC_SCENARIO_MERGE_H
#define PC_SCENARIO_MERGE_H

#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"
#include "scenario/text/json.h"

#define PC_MERGE_MAX_FILES 32 /* of a chain of `extends` */

typedef struct {
    pc_json_t *tree;           /* merged; owned */
    pc_json_source_t *sources; /* last read first; owned */
    int incomplete;     /* 1: a parent could not be read, so keys may be missing */
    size_t num_missing; /* files that are not there, each reported */
} pc_merge_t;

/* Reads `path` and its parents and merges them. Faults are added to `diags`; `tree` is
 * NULL if the file itself cannot be used. PC_ERR_NOMEM or PC_OK. `tree` and
 * `sources` are the caller's. */
pc_status pc_merge_load(
    pc_merge_t *self, const char *path, pc_diags_t *diags) PC_MUST_CHECK;

/* Merges `patch` into the object `target`; both stay trees, `patch` is used up. */
void pc_merge_objects(pc_json_t *target, pc_json_t *patch, pc_diags_t *diags);

#endif
