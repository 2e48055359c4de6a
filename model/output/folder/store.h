/* store.h - a result folder that is either the old one or the new one, never a mixture.
 *
 * The new folder is built beside the old one, under a hidden name that nobody else has
 * (`.NAME.tmp-` and six letters) in the same parent, and is locked as long as it is
 * being built (folder.h). Each file is synced when closed, the manifest is written last,
 * the folder is looked at once more, and the two folders change places in one step, with
 * SIGINT, SIGTERM and SIGHUP held. Where the file system cannot exchange two folders,
 * the old one is moved to `.NAME.old-` and six letters, the new one is moved in, and a
 * crash between the two moves is mended by the next pc_store_open. Whoever changes what
 * is at NAME holds the lock of the folder there.
 *
 * What is in the way: a folder that is not empty and has no manifest of ours is refused.
 * In a folder of ours, files that the manifest does not name are the user's and are
 * kept; the sub-folder `plots` is ours and goes with the old result; any other
 * sub-folder is refused.
 *
 * Messages name the path and what the system said. Nothing here is safe to call from two
 * threads for the same folder. */
#ifndef PC_OUTPUT_FOLDER_STORE_H
#define PC_OUTPUT_FOLDER_STORE_H

#include <stdio.h>

#include "base/diag.h"
#include "output/folder/manifest.h"
#include "output/folder/destination.h"

typedef struct {
    pc_destination_t at;
    int made;                /* 1: at.temp is there */
    pc_stored_file_t *files; /* [num_files], in the order closed */
    size_t num_files, capacity;
    FILE *open; /* the file being written, or NULL */
    char *open_name;
    pc_status failed; /* not PC_OK: a file could not be written; commit then refuses */
} pc_store_t;

/* Makes the hidden folder for a result at `dir`, and missing parents of it. Removes what
 * killed runs left for the same `dir`. After this call, failed or not, pc_store_abort
 * may be called. PC_ERR_IO if the folder cannot be made or must not be replaced. */
pc_status pc_store_open(
    pc_store_t *self, const char *dir, pc_diags_t *diags) PC_MUST_CHECK;

/* Would pc_store_open or the swap fail as things are now? To be asked before long work;
 * makes nothing. PC_ERR_IO with a message if so. */
pc_status pc_store_check(const char *dir, pc_diags_t *diags) PC_MUST_CHECK;

/* Opens a new file called `name`, one at a time; `plots/x.svg` makes the sub-folder.
 * NULL if it cannot be made: the message is in diags, and pc_store_close_file then fails
 * as well. */
FILE *pc_store_file(pc_store_t *self, const char *name);

/* Ends the file: flushes, syncs and closes it and takes its SHA-256. PC_ERR_IO if any
 * write to it failed. */
pc_status pc_store_close_file(pc_store_t *self) PC_MUST_CHECK;

/* A whole file that holds `text`. As pc_store_close_file. */
pc_status pc_store_text(
    pc_store_t *self, const char *name, const char *text) PC_MUST_CHECK;

/* A file that is closed, open to be read, whatever becomes of the folder. NULL with
 * errno. */
FILE *pc_store_read(const pc_store_t *self, const char *name);

/* The folder being built, to be given to a plot program. Belongs to the store. */
const char *pc_store_path(const pc_store_t *self);

/* Writes crate and manifest, and swaps the folders. Frees the store, failed or not; on
 * failure the old result is still there and the hidden folder is gone. */
pc_status pc_store_commit(pc_store_t *self, const pc_run_info_t *info) PC_MUST_CHECK;

/* Removes the hidden folder and frees the store. May be called twice and after commit.
 */
void pc_store_abort(pc_store_t *self);

/* Ends what began with pc_store_open: commits if `status` is PC_OK, else aborts and
 * returns it. */
pc_status pc_store_end(
    pc_store_t *self, pc_status status, const pc_run_info_t *info) PC_MUST_CHECK;

/* Does the folder hold a whole result? Every file that its manifest names must be there
 * with the same size and SHA-256. Other files are not looked at. PC_ERR_MISSING without
 * a folder or manifest, PC_ERR_VERSION if a later version wrote it, PC_ERR_INPUT if a
 * file is missing or differs or the manifest is damaged. */
pc_status pc_store_verify(const char *dir, pc_diags_t *diags) PC_MUST_CHECK;

#endif
