/* target.h - the place where a result will be: names, what is there now, what killed
 * runs left. For store.c alone. */
#ifndef PC_OUTPUT_FOLDER_TARGET_H
#define PC_OUTPUT_FOLDER_TARGET_H

#include "output/folder/store.h"

/* Joins with a `/`. NULL without memory; to be freed. */
char *pc_path_join(const char *folder, const char *name);

/* The real path of a folder, also of one that is not there yet but whose parent is; NULL
 * with errno. To be freed. */
char *pc_path_place(const char *dir);

/* Fills dir, parent and base of the store from the name the user gave, and makes missing
 * parents. */
pc_status pc_target_locate(pc_store_t *self, const char *dir) PC_MUST_CHECK;

/* Could the hidden folder be made? To be asked before long work: of a store that is
 * located, and of a `dir` that is not there. */
pc_status pc_target_may_make(const pc_store_t *self) PC_MUST_CHECK;
pc_status pc_target_check_new(const pc_store_t *self, const char *dir) PC_MUST_CHECK;

/* Opens the parent, removes there what killed runs left for this folder, puts back an
 * old result that was caught between two moves, and makes the hidden folder: temp,
 * temp_name, old_name and both descriptors. */
pc_status pc_target_make(pc_store_t *self) PC_MUST_CHECK;

/* After the exchange: what others put into the `old` folder since pc_target_check looked
 * comes into the new one, but for the `files` of the old result. */
void pc_target_carry_late(
    const pc_store_t *self, int old, const pc_stored_file_t *files, size_t num_files);

/* May what is at `dir` be replaced? If `carry` is 1, also shares the user's own files
 * with the folder being built. */
pc_status pc_target_check(const pc_store_t *self, int carry) PC_MUST_CHECK;

/* PC_ERR_WRITE for an error of a write that ran out of room (of the disk, of a quota, of
 * a file's size) or broke, PC_ERR_NOMEM for ENOMEM, else PC_ERR_IO. */
pc_status pc_store_status(int error);

/* Adds `PATH: what: strerror(error)` and returns the status of the error. */
pc_status pc_store_fault(
    pc_diags_t *diags, const char *path, const char *what, int error);

#endif
