/* crate.h - ro-crate-metadata.json: the facts of the manifest for research archives.
 *
 * An RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) after the profile Process Run Crate
 * 0.5 (https://w3id.org/ro/wfrun/process/0.5): one run of one program made the files.
 * The manifest names this file as it names the others, so this file gives neither size
 * nor sum of the manifest. */
#ifndef PC_OUTPUT_FOLDER_CRATE_H
#define PC_OUTPUT_FOLDER_CRATE_H

#include <stdio.h>

#include "output/folder/manifest.h"

#define PC_CRATE "ro-crate-metadata.json"

/* `files` are all but this one and the manifest. */
void pc_crate_write(FILE *out, const pc_run_info_t *info, const pc_stored_file_t *files,
    size_t num_files);

#endif
