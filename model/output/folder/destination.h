/* destination.h - the place where a result will be: names, what is there now, what
 * killed runs left. */
#ifndef PC_OUTPUT_FOLDER_DESTINATION_H
#define PC_OUTPUT_FOLDER_DESTINATION_H

#include "base/diag.h"
#include "output/folder/manifest.h"

typedef struct {
    char *dir;              /* where the result will be; owned */
    char *parent;           /* owned */
    const char *base;       /* last part of dir */
    char *temp;             /* the folder being built; owned */
    const char *temp_name;  /* last part of temp */
    char *old_name;         /* for the old folder where it must step aside; owned */
    int parent_fd, temp_fd; /* open, or -1; temp_fd holds the lock */
    pc_diags_t *diags;      /* borrowed until commit or abort */
} pc_destination_t;

/* Joins with a `/`. NULL without memory; to be freed. */
char *pc_path_join(const char *folder, const char *name);

/* The real path of a folder, also of one that is not there yet but whose parent is; NULL
 * with errno. To be freed. */
char *pc_path_place(const char *dir);

/* Fills dir, parent and base from the name the user gave, and makes missing
 * parents. */
pc_status pc_destination_locate(pc_destination_t *self, const char *dir) PC_MUST_CHECK;

/* Could the hidden folder be made? To be asked before long work: of a store that is
 * located, and of a `dir` that is not there. */
pc_status pc_destination_may_make(const pc_destination_t *self) PC_MUST_CHECK;
pc_status pc_destination_check_new(
    const pc_destination_t *self, const char *dir) PC_MUST_CHECK;

/* Opens the parent, removes there what killed runs left for this folder, puts back an
 * old result that was caught between two moves, and makes the hidden folder: temp,
 * temp_name, old_name and both descriptors. */
pc_status pc_destination_make(pc_destination_t *self) PC_MUST_CHECK;

/* After the exchange: what others put into the `old` folder since pc_destination_check
 * looked comes into the new one, but for the `files` of the old result. */
void pc_destination_carry_late(const pc_destination_t *self, int old,
    const pc_stored_file_t *files, size_t num_files);

/* May what is at `dir` be replaced? If `carry` is 1, also shares the user's own files
 * with the folder being built. */
pc_status pc_destination_check(const pc_destination_t *self, int carry) PC_MUST_CHECK;

/* PC_ERR_WRITE for an error of a write that ran out of room (of the disk, of a quota, of
 * a file's size) or broke, PC_ERR_NOMEM for ENOMEM, else PC_ERR_IO. */
pc_status pc_store_status(int error);

/* Adds `PATH: what: strerror(error)` and returns the status of the error. */
pc_status pc_store_fault(
    pc_diags_t *diags, const char *path, const char *what, int error);

#endif
