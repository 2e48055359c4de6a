#include "output/target.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder.h"
#include "output/manifest.h"

#define PLOTS "plots"
#define HOST_SIZE 33

char *
pc_path_join(const char *folder, const char *name)
{
    const size_t length = strlen(folder);
    const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
    const size_t size = length + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL) {
        snprintf(path, size, "%s%s%s", folder, slash, name);
    }
    return path;
}

pc_status
pc_store_fault(pc_diags_t *diags, const char *path, const char *what, int error)
{
    char reason[128];
    if (error == 0) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s", what);
    } else {
        if (strerror_r(error, reason, sizeof(reason)) != 0) {
            snprintf(reason, sizeof(reason), "error %d", error);
        }
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s: %s", what, reason);
    }
    return error == ENOMEM ? PC_ERR_NOMEM : PC_ERR_IO;
}

/* Names of machines as part of a file name: runs on several machines may share a disk.
 */
static void
host_name(char name[HOST_SIZE])
{
    if (gethostname(name, HOST_SIZE) != 0) {
        snprintf(name, HOST_SIZE, "local");
    }
    name[HOST_SIZE - 1] = '\0';
    for (char *c = name; *c != '\0'; c++) {
        if (!isalnum((unsigned char) *c)) {
            *c = '_';
        }
    }
}

/* `.NAME.KIND-HOST-`, the process number missing. */
static char *
hidden_prefix(const char *dir, const char *kind)
{
    char host[HOST_SIZE];
    const char *base = strrchr(dir, '/') + 1;
    const size_t size = strlen(base) + strlen(kind) + sizeof(host) + 8;
    char *name = malloc(size);
    host_name(host);
    if (name != NULL) {
        snprintf(name, size, ".%s.%s-%s-", base, kind, host);
    }
    return name;
}

static char *
hidden_path(const pc_store_t *self, const char *kind)
{
    char *prefix = hidden_prefix(self->dir, kind), *path = NULL;
    const size_t size = prefix == NULL ? 0 : strlen(prefix) + 24;
    char *name = prefix == NULL ? NULL : malloc(size);
    if (name != NULL) {
        snprintf(name, size, "%s%ld", prefix, (long) getpid());
        path = pc_path_join(self->parent, name);
    }
    free(prefix);
    free(name);
    return path;
}

/* The parent's real path and the last part, for a folder that is not there yet. */
static char *
future_path(const char *dir)
{
    char *copy = strdup(dir), *path = NULL;
    if (copy == NULL) {
        return NULL;
    }
    for (size_t n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--) {
        copy[n - 1] = '\0';
    }
    char *slash = strrchr(copy, '/');
    const char *base = slash == NULL ? copy : slash + 1;
    char *base_copy = strdup(base);
    if (slash != NULL) {
        slash[slash == copy ? 1 : 0] = '\0';
    }
    /* Without it errno stays as it is: realpath changes it even when it succeeds. */
    char *parent = base_copy == NULL ? NULL : pc_folder_real(slash == NULL ? "." : copy);
    if (parent != NULL && base_copy[0] != '\0') {
        path = pc_path_join(parent, base_copy);
    }
    free(parent);
    free(base_copy);
    free(copy);
    return path;
}

pc_status
pc_target_locate(pc_store_t *self, const char *dir)
{
    struct stat info;
    if (dir[0] == '\0') {
        return pc_store_fault(
            self->diags, "", "the name of the result folder is empty", 0);
    }
    if (pc_folder_make_parents(dir) != 0) {
        return pc_store_fault(
            self->diags, dir, "cannot make the folder that will hold the result", errno);
    }
    /* A link to a folder is followed, so that the folder is replaced and not the link.
     */
    errno = 0;
    if (lstat(dir, &info) == 0) {
        self->dir = pc_folder_real(dir);
    } else if (errno == ENOENT) {
        self->dir = future_path(dir);
    }
    if (self->dir == NULL) {
        return pc_store_fault(self->diags, dir, "cannot write a result here", errno);
    }
    if (strcmp(self->dir, "/") == 0) {
        return pc_store_fault(
            self->diags, dir, "a result cannot replace the root folder", 0);
    }
    self->parent = strdup(self->dir);
    if (self->parent == NULL) {
        return PC_ERR_NOMEM;
    }
    char *slash = strrchr(self->parent, '/');
    slash[slash == self->parent ? 1 : 0] = '\0';
    self->temp = hidden_path(self, "tmp");
    self->old = hidden_path(self, "old");
    return self->temp == NULL || self->old == NULL ? PC_ERR_NOMEM : PC_OK;
}

/* Is `name` PREFIX and the number of a process that is gone? Our own number counts as
 * gone: it was given to an earlier process first. */
static int
is_leftover(const char *name, const char *prefix)
{
    const size_t length = strlen(prefix);
    if (strncmp(name, prefix, length) != 0) {
        return 0;
    }
    const char *digits = name + length;
    if (*digits == '\0' || strlen(digits) > 9
        || strspn(digits, "0123456789") != strlen(digits)) {
        return 0;
    }
    const pid_t pid = (pid_t) strtol(digits, NULL, 10);
    return pid == getpid() || (kill(pid, 0) != 0 && errno == ESRCH);
}

static void
clean_one(const pc_store_t *self, const char *name, int is_old)
{
    struct stat info;
    char *path = pc_path_join(self->parent, name);
    if (path == NULL) {
        return;
    }
    if (is_old && lstat(self->dir, &info) != 0 && errno == ENOENT) {
        (void) !rename(path, self->dir);
    } else {
        (void) !pc_folder_remove(path);
    }
    free(path);
}

void
pc_target_clean(const pc_store_t *self)
{
    char *temp = hidden_prefix(self->dir, "tmp"), *old = hidden_prefix(self->dir, "old");
    DIR *parent = opendir(self->parent);
    if (parent != NULL && temp != NULL && old != NULL) {
        const struct dirent *entry;
        while ((entry = readdir(parent)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
            if (is_leftover(entry->d_name, old)) {
                clean_one(self, entry->d_name, 1);
            } else if (is_leftover(entry->d_name, temp)) {
                clean_one(self, entry->d_name, 0);
            }
        }
    }
    if (parent != NULL) {
        closedir(parent);
    }
    free(temp);
    free(old);
}

/* Does the old manifest name this entry, or a file in this sub-folder? */
static int
is_ours(const char *name, const pc_stored_file_t *files, size_t num_files)
{
    const size_t length = strlen(name);
    if (strcmp(name, PC_MANIFEST) == 0) {
        return 1;
    }
    for (size_t i = 0; i < num_files; i++) {
        const char *stored = files[i].name;
        if (strncmp(stored, name, length) == 0
            && (stored[length] == '\0' || stored[length] == '/')) {
            return 1;
        }
    }
    return 0;
}

/* A file or sub-folder that no result of ours put there. */
static pc_status
check_foreign(const pc_store_t *self, const char *name, int carry)
{
    struct stat info;
    pc_status status = PC_ERR_NOMEM;
    char *path = pc_path_join(self->dir, name);
    char *fresh = pc_path_join(self->temp, name);
    if (path == NULL || fresh == NULL) {
        goto out;
    }
    status = PC_OK;
    if (lstat(path, &info) != 0) {
        goto out; /* gone in the meantime */
    }
    if (S_ISDIR(info.st_mode)) {
        if (strcmp(name, PLOTS) != 0) {
            status = pc_store_fault(self->diags, path,
                "this sub-folder is not part of the result that would be replaced; move "
                "it, or "
                "choose another result folder",
                0);
        }
    } else if (carry && pc_folder_share(path, fresh) != 0) {
        status = pc_store_fault(self->diags, path,
            "this file is not part of the result that would be replaced, and cannot be "
            "kept",
            errno);
    }
out:
    free(path);
    free(fresh);
    return status;
}

static int
is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int
is_empty(const char *dir)
{
    DIR *folder = opendir(dir);
    int empty = folder != NULL;
    const struct dirent *entry;
    while (
        empty && (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        empty = is_dot(entry->d_name);
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return empty;
}

static pc_status
check_entries(const pc_store_t *self, int carry)
{
    pc_stored_file_t *files;
    size_t num_files;
    pc_status status = pc_manifest_read(self->dir, &files, &num_files, NULL);
    if (status == PC_ERR_NOMEM) {
        return status;
    }
    if (status != PC_OK) {
        return pc_store_fault(self->diags, self->dir,
            status == PC_ERR_MISSING ? "the folder is not empty and holds no result of "
                                       "panelcast (no manifest.json); "
                                       "it is left alone, choose another result folder"
                                     : "the folder's manifest.json is damaged, or "
                                       "another program or a later version "
                                       "wrote it; it is left alone, choose another "
                                       "result folder or remove this one",
            0);
    }
    DIR *folder = opendir(self->dir);
    if (folder == NULL) {
        status = pc_store_fault(self->diags, self->dir, "cannot read the folder", errno);
    } else {
        const struct dirent *entry;
        while ((entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
            const char *name = entry->d_name;
            if (is_dot(name) || is_ours(name, files, num_files)) {
                continue;
            }
            const pc_status one = check_foreign(self, name, carry);
            status = status == PC_OK ? one : status;
        }
        closedir(folder);
    }
    pc_manifest_free(files, num_files);
    return status;
}

/* Is `dir` the working folder, or does that lie in it? */
static int
holds_working_folder(const char *dir)
{
    char *here = pc_folder_real(".");
    const size_t length = strlen(dir);
    const int holds = here != NULL && strncmp(here, dir, length) == 0
                      && (here[length] == '/' || here[length] == '\0');
    free(here);
    return holds;
}

pc_status
pc_target_check(const pc_store_t *self, int carry)
{
    struct stat info;
    if (lstat(self->dir, &info) != 0) {
        return errno == ENOENT
                   ? PC_OK
                   : pc_store_fault(self->diags, self->dir, "cannot look at it", errno);
    }
    if (!S_ISDIR(info.st_mode)) {
        return pc_store_fault(self->diags, self->dir, "this is a file, not a folder", 0);
    }
    /* Whoever is in a folder that is replaced is left in one that is gone. */
    if (holds_working_folder(self->dir)) {
        return pc_store_fault(self->diags, self->dir,
            "the result would replace the folder you are in; go out of it, or choose "
            "another result folder",
            0);
    }
    /* Renaming needs no right to write in the folder itself, but who took that right
     * away did not want the result replaced. */
    if (access(self->dir, R_OK | W_OK | X_OK) != 0) {
        return pc_store_fault(
            self->diags, self->dir, "cannot write to the folder", errno);
    }
    if (is_empty(self->dir)) {
        return PC_OK;
    }
    return check_entries(self, carry);
}
