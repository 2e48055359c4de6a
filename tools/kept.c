#include "tools/kept.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "analysis/ensemble/saved_members.h"
#include "output/folder/manifest.h"

int
pc_kept_is_other(const char *dir)
{
    pc_stored_file_t *files = NULL;
    size_t num = 0;
    const pc_status status = pc_manifest_read(dir, &files, &num, NULL);
    int kept = 0;
    for (size_t k = 0; k < num; k++) {
        kept |= strcmp(files[k].name, PC_SAVED_MEMBERS) == 0;
    }
    pc_manifest_free(files, num);
    return status != PC_ERR_MISSING && !kept;
}

void
pc_kept_sum(const char *dir, char sha256[PC_SHA256_SIZE])
{
    const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    sha256[0] = '\0';
    if (fd >= 0 && pc_manifest_sum(fd, sha256) != PC_OK) {
        sha256[0] = '\0';
    }
    if (fd >= 0) {
        close(fd);
    }
}

pc_status
pc_kept_check(const char *partial, pc_diags_t *diags)
{
    if (pc_kept_is_other(partial)) {
        pc_diags_add(diags, PC_ERROR, partial, 0, 0, NULL,
            "a result is here, where the part of this run would go if it were stopped: "
            "move it, or choose another result folder");
        return PC_ERR_IO;
    }
    return pc_store_check(partial, diags);
}
