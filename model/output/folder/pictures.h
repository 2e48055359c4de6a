/* pictures.h - a folder of pictures that is either the old set or the new one.
 *
 * NAME in an open folder: `plots` of a result, or a folder that the user named. A plot
 * program draws in a hidden folder beside it (`.NAME.tmp-` and six letters, locked as
 * folder.h says). That one begins with links to the pictures that are there, so what is
 * not drawn anew stays, and what the plot program removes goes. At the end the two
 * change places in one step, with the lock of the folder at NAME. As the folder around
 * is held open, the pictures stay with the tables that lie there, whatever comes to its
 * place.
 *
 * Where NAME holds more than pictures (*.png and *.svg), is where somebody works or
 * where a file system is mounted, it stays, and the pictures are moved in one by one. */
#ifndef PC_OUTPUT_FOLDER_PICTURES_H
#define PC_OUTPUT_FOLDER_PICTURES_H

#include <stddef.h>

#include "base/diag.h"

typedef struct {
    int parent_fd, stage_fd, seen_fd; /* borrowed; ours; what was at NAME, or -1 */
    int inside; /* 1: the hidden folder is in NAME, on which a file system is mounted */
    char *name, *stage; /* owned; `stage` is the name of the hidden folder */
    char *aside;        /* owned; for the old folder on its way out */
    char **carried;     /* [num_carried], pictures that were at NAME */
    size_t num_carried;
    const char *shown; /* NAME for messages; borrowed */
    pc_diags_t *diags; /* borrowed */
} pc_pictures_t;

/* Makes the hidden folder, after removing what killed programs left. `parent_fd` and
 * `shown` must outlive it. After this call, failed or not, pc_pictures_abort may be
 * called. PC_ERR_IO with a message if it cannot be made. */
pc_status pc_pictures_open(pc_pictures_t *self, int parent_fd, const char *name,
    const char *shown, pc_diags_t *diags) PC_MUST_CHECK;

/* Puts the pictures in place. PC_ERR_INTERRUPT if somebody else changed NAME since: draw
 * again. */
pc_status pc_pictures_commit(pc_pictures_t *self) PC_MUST_CHECK;

/* Removes the hidden folder and frees. May be called twice and after commit. */
void pc_pictures_abort(pc_pictures_t *self);

#endif
