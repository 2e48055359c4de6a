/* verify.c - whether a folder holds what its manifest says. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "output/folder/store.h"

static pc_status
verify_file(const char *dir, const pc_stored_file_t *file, pc_diags_t *diags)
{
    char hex[PC_SHA256_SIZE];
    const size_t size = strlen(dir) + strlen(file->name) + 2;
    char *path = malloc(size);
    if (path == NULL) {
        return PC_ERR_NOMEM;
    }
    snprintf(path, size, "%s/%s", dir, file->name);
    struct stat info;
    const char *fault = NULL;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        fault = N_("the manifest names this file, but it is not there");
    } else if (access(path, R_OK) != 0) {
        fault = N_("the file may not be read");
    } else if ((unsigned long long) info.st_size != file->bytes
               || pc_sha256_file(path, file->bytes, hex) != PC_OK
               || strcmp(hex, file->sha256) != 0) {
        fault = N_("the file is not the one that the manifest names: it was changed, or "
                   "the folder "
                   "mixes two results");
    }
    if (fault != NULL) {
        pc_diags_add(
            diags, PC_ERROR, path, 0, 0, NULL, "%s", pc_diags_text(diags, fault));
    }
    free(path);
    return fault == NULL ? PC_OK : PC_ERR_INPUT;
}

pc_status
pc_store_verify(const char *dir, pc_diags_t *diags)
{
    pc_stored_file_t *files;
    size_t num_files;
    pc_status status = pc_manifest_read(dir, &files, &num_files, diags);
    /* All faults are reported, not only the first. */
    for (size_t i = 0; i < num_files; i++) {
        const pc_status one = verify_file(dir, &files[i], diags);
        status = status == PC_OK ? one : status;
    }
    pc_manifest_free(files, num_files);
    return status;
}
