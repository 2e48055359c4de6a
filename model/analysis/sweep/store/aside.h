/* aside.h - a file that is written beside its place and takes it when it is whole.
 *
 * It lies in a folder of its own, `TARGET.part-XXXXXX`, which is made new and belongs to
 * this user alone: nothing that lies there already, link or file, is ever opened. A lock
 * in the folder is held as long as it is in use, so that what a kill left can be told
 * from what another process is writing, and is removed by the next who writes `TARGET`.
 */
#ifndef PC_ANALYSIS_SWEEP_STORE_ASIDE_H
#define PC_ANALYSIS_SWEEP_STORE_ASIDE_H

#include "base/status.h"

typedef struct {
    char *folder;
    const char *path; /* where to write: one of the names */
    char *names[3];   /* all that may lie in it; owned */
    int lock;         /* or -1 */
} pc_aside_t;

/* Makes the folder. PC_ERR_IO with errno if that cannot be. After this call, failed or
 * not, pc_aside_close is to be called. */
pc_status pc_aside_open(pc_aside_t *self, const char *target) PC_MUST_CHECK;

/* Gives the file its name, in the place of another file only if `replace` is 1. -1 with
 * errno (EEXIST if there is a file and it is not to be replaced) if it cannot have it.
 */
int pc_aside_take(pc_aside_t *self, const char *target, int replace);

/* Removes the folder with what is left in it. */
void pc_aside_close(pc_aside_t *self);

/* Removes the folders beside `target` that nobody uses any more. */
void pc_aside_clean(const char *target);

#endif
