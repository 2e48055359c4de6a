/* manifest.h - manifest.json: who made a result, from what, and the SHA-256 of every
 * file. */
#ifndef PC_OUTPUT_FOLDER_MANIFEST_H
#define PC_OUTPUT_FOLDER_MANIFEST_H

#include <stdio.h>

#include "base/diag.h"
#include "base/sha256.h"
#include "output/run_info.h"

#define PC_MANIFEST "manifest.json"
#define PC_MANIFEST_FORMAT "panelcast result"
#define PC_MANIFEST_VERSION 1

typedef struct {
    char *name; /* relative to the folder, `/` between parts; owned */
    char sha256[PC_SHA256_SIZE];
    unsigned long long bytes;
    unsigned long long inode; /* of a file just written, else 0 */
} pc_stored_file_t;

void pc_manifest_write(FILE *out, const pc_run_info_t *info,
    const pc_stored_file_t *files, size_t num_files);

/* The files that the manifest of folder `dir` names. On success `*files` is
 * [*num_files], to be given to pc_manifest_free. PC_ERR_MISSING if there is no manifest,
 * PC_ERR_VERSION if it is of a later version, PC_ERR_INPUT if it is damaged or not ours;
 * `diags` (may be NULL) says what. */
pc_status pc_manifest_read(const char *dir, pc_stored_file_t **files, size_t *num_files,
    pc_diags_t *diags) PC_MUST_CHECK;
/* The SHA-256 of the manifest in an open folder. PC_ERR_MISSING if it has none. */
pc_status pc_manifest_sum(int folder, char sha256[PC_SHA256_SIZE]) PC_MUST_CHECK;
void pc_manifest_free(pc_stored_file_t *files, size_t num_files);

/* Is `name` a relative path that stays inside the folder? */
int pc_manifest_name_ok(const char *name);

#endif
