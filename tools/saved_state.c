/* saved_state.c - the files of --save-state and --from-state. */
#include "command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "simulation/state_file.h"

pc_status
pc_state_load(const char *path, pc_state_t *state, const pc_hospitals_t *hospitals,
    pc_diags_t *diags)
{
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s", strerror(errno));
        return PC_ERR_MISSING;
    }
    const pc_status status = pc_state_read(state, hospitals, in, path, diags);
    fclose(in);
    return status;
}

/* 0 or what went wrong. */
static int
write_aside(const char *aside, const char *path, const pc_state_t *state,
    const pc_hospitals_t *hospitals)
{
    FILE *out = fopen(aside, "wx");
    if (out == NULL) {
        return errno;
    }
    errno = 0;
    int failed =
        pc_state_write(state, hospitals, out) != PC_OK || fsync(fileno(out)) != 0;
    failed = fclose(out) != 0 || failed;
    if (!failed && rename(aside, path) == 0) {
        return 0;
    }
    const int error = errno != 0 ? errno : EIO;
    remove(aside);
    return error;
}

/* Written aside and renamed, so that an older file is never lost to half a new one. Only
 * a plain file is replaced, never a device or a link. */
pc_status
pc_state_save(const char *path, const pc_state_t *state, const pc_hospitals_t *hospitals,
    pc_diags_t *diags)
{
    struct stat info;
    const size_t size = strlen(path) + 32;
    char *aside = malloc(size);
    if (aside == NULL) {
        return PC_ERR_NOMEM;
    }
    snprintf(aside, size, "%s.part-%ld", path, (long) getpid());
    const char *reason = NULL;
    if (lstat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        reason = "this is not a plain file";
    } else {
        const int error = write_aside(aside, path, state, hospitals);
        reason = error != 0 ? strerror(error) : NULL;
    }
    free(aside);
    if (reason == NULL) {
        return PC_OK;
    }
    pc_diags_add(
        diags, PC_ERROR, path, 0, 0, NULL, "the state cannot be written: %s", reason);
    return PC_ERR_IO;
}
