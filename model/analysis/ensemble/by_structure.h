/* by_structure.h - an ensemble taken apart by the structure that each draw took. */
#ifndef PC_ANALYSIS_ENSEMBLE_BY_STRUCTURE_H
#define PC_ANALYSIS_ENSEMBLE_BY_STRUCTURE_H

#include "analysis/ensemble/ensemble.h"
#include "output/structures.h"

/* The name of the structure (rollout.mode) `value`. Returns `text`. */
const char *pc_structure_name(double value, char text[32]);

/* The key figures by structure; `parameter` NULL and nothing else if the structure is
 * not drawn. Nothing to free. */
pc_status pc_structures_init(
    pc_structures_t *self, const pc_ensemble_t *ensemble) PC_MUST_CHECK;

#endif
