/* aside.h - one file that is either the old one or the new one, whole.
 *
 * It is written in a hidden folder beside its place, with a name that nobody else has
 * and locked (folder.h), and then takes its place in one step. What a killed program
 * left is removed by the next one that writes the same file. */
#ifndef PC_OUTPUT_FOLDER_ASIDE_H
#define PC_OUTPUT_FOLDER_ASIDE_H

#include <stdio.h>

typedef struct {
    int parent_fd, own_fd; /* open, or -1 */
    char *name;            /* of the file; owned */
    char *hidden;          /* of the folder; owned */
    char *path;            /* where the file is to be written; owned */
} pc_aside_t;

/* Makes the hidden folder. 0, or -1 with errno. After this call, failed or not,
 * pc_aside_abort may be called. */
int pc_aside_open(pc_aside_t *self, const char *path);

/* Makes the file, for writing; NULL with errno. */
FILE *pc_aside_file(const pc_aside_t *self);

/* Flushes, syncs and closes a file of pc_aside_file, also if writing failed before. 0,
 * or the error. */
int pc_aside_close(FILE *file);

/* Puts the file in its place. With `replace` 0 what came there meanwhile stays: EEXIST.
 * 0, or -1 with errno. */
int pc_aside_commit(pc_aside_t *self, int replace);

/* Removes what killed programs left beside the file at `path`. */
void pc_aside_clean(const char *path);

/* Removes the hidden folder and frees. May be called twice and after commit. */
void pc_aside_abort(pc_aside_t *self);

#endif
