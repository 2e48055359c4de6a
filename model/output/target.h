/* target.h - the place where a result will be: names, what is there now, what killed
 * runs left. */
#ifndef PC_OUTPUT_TARGET_H
#define PC_OUTPUT_TARGET_H

#include "output/store.h"

/* Joins with a `/`. NULL without memory; to be freed. */
char *pc_path_join(const char *folder, const char *name);

/* Fills dir, parent, temp and old of the store from the name the user gave, and makes
 * missing parents. */
pc_status pc_target_locate(pc_store_t *self, const char *dir) PC_MUST_CHECK;

/* Removes what killed runs of this machine left, and puts back an old result that was
 * caught between two moves. */
void pc_target_clean(const pc_store_t *self);

/* May what is at `dir` be replaced? If `carry` is 1, also shares the user's own files
 * with the folder being built. */
pc_status pc_target_check(const pc_store_t *self, int carry) PC_MUST_CHECK;

/* Adds `PATH: what: strerror(error)` and returns PC_ERR_IO, or PC_ERR_NOMEM for ENOMEM.
 */
pc_status pc_store_fault(
    pc_diags_t *diags, const char *path, const char *what, int error);

#endif
