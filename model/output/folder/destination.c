#include "output/folder/destination.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder/folder.h"

#define PLOTS "plots"

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
pc_store_status(int error)
{
    switch (error) {
    case ENOMEM:
        return PC_ERR_NOMEM;
    case ENOSPC:
    case EFBIG:
    case EDQUOT:
    case EIO:
        return PC_ERR_WRITE;
    default:
        return PC_ERR_IO;
    }
}

pc_status
pc_store_fault(pc_diags_t *diags, const char *path, const char *what, int error)
{
    char reason[128];
    if (error == 0) {
        pc_diags_add(
            diags, PC_ERROR, path, 0, 0, NULL, "%s", pc_diags_text(diags, what));
    } else {
        if (strerror_r(error, reason, sizeof(reason)) != 0) {
            snprintf(reason, sizeof(reason), "error %d", error);
        }
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s: %s",
            pc_diags_text(diags, what), reason);
    }
    return pc_store_status(error);
}

/* `.NAME.KIND-`, the letters missing. NULL without memory. */
static char *
hidden_prefix(const char *dir, const char *kind)
{
    const char *base = strrchr(dir, '/') + 1;
    const size_t size = strlen(base) + strlen(kind) + PC_OWN_LETTERS + 4;
    char *name = malloc(size);
    if (name != NULL) {
        snprintf(name, size, ".%s.%s-", base, kind);
    }
    return name;
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

/* A link to a folder is followed, so that the folder is replaced and not the link. */
char *
pc_path_place(const char *dir)
{
    struct stat info;
    errno = 0;
    if (lstat(dir, &info) == 0) {
        return pc_folder_real(dir);
    }
    return errno == ENOENT ? future_path(dir) : NULL;
}

pc_status
pc_destination_locate(pc_destination_t *self, const char *dir)
{
    if (dir[0] == '\0') {
        return pc_store_fault(
            self->diags, "", N_("the name of the result folder is empty"), 0);
    }
    if (pc_folder_make_parents(dir) != 0) {
        return pc_store_fault(self->diags, dir,
            N_("cannot make the folder that will hold the result"), errno);
    }
    self->dir = pc_path_place(dir);
    if (self->dir == NULL) {
        return pc_store_fault(self->diags, dir, N_("cannot write a result here"), errno);
    }
    if (strcmp(self->dir, "/") == 0) {
        return pc_store_fault(
            self->diags, dir, N_("a result cannot replace the root folder"), 0);
    }
    self->parent = strdup(self->dir);
    if (self->parent == NULL) {
        return PC_ERR_NOMEM;
    }
    char *slash = strrchr(self->parent, '/');
    slash[slash == self->parent ? 1 : 0] = '\0';
    self->base = strrchr(self->dir, '/') + 1;
    return PC_OK;
}

pc_status
pc_destination_make(pc_destination_t *self)
{
    struct stat info;
    char *temp = hidden_prefix(self->dir, "tmp");
    char *old = hidden_prefix(self->dir, "old");
    pc_status status = temp == NULL || old == NULL ? PC_ERR_NOMEM : PC_OK;
    if (status == PC_OK) {
        self->parent_fd = pc_folder_open(AT_FDCWD, self->parent);
        if (self->parent_fd >= 0) {
            /* What killed runs left; and an old result caught between two moves. */
            pc_folder_sweep(self->parent_fd, old, self->base);
            pc_folder_sweep(self->parent_fd, temp, NULL);
            self->temp_fd = pc_folder_make_own(self->parent_fd, temp, temp);
        }
        if (self->temp_fd < 0) {
            status = pc_store_fault(self->diags, self->parent,
                N_("cannot make a folder for the new result here"), errno);
        }
    }
    if (status == PC_OK) {
        self->temp = pc_path_join(self->parent, temp);
        /* The letters serve for both. */
        memcpy(
            old + strlen(old), temp + strlen(temp) - PC_OWN_LETTERS, PC_OWN_LETTERS + 1);
        self->old_name = old;
        old = NULL;
        /* Who may read the old result may read the new one. */
        if (stat(self->dir, &info) == 0) {
            (void) !fchmod(self->temp_fd, info.st_mode & 07777);
        }
        status = self->temp == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    if (status == PC_OK) {
        self->temp_name = strrchr(self->temp, '/') + 1;
    }
    free(temp);
    free(old);
    return status;
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

static int
is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Of the pictures at `dir`, a sub-folder that no drawing made; owned, NULL if none. */
static char *
folder_among(const char *dir)
{
    struct stat info;
    char *found = NULL;
    DIR *folder = opendir(dir);
    const struct dirent *entry;
    while (folder != NULL && found == NULL
           && (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        if (!is_dot(entry->d_name) && strncmp(entry->d_name, ".drawing.", 9) != 0
            && fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0
            && S_ISDIR(info.st_mode)) {
            found = pc_path_join(dir, entry->d_name);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return found;
}

/* A file or sub-folder that no result of ours put there. */
static pc_status
check_foreign(const pc_destination_t *self, const char *name, int carry)
{
    struct stat info;
    pc_status status = PC_ERR_NOMEM;
    char *path = pc_path_join(self->dir, name);
    char *fresh = carry ? pc_path_join(self->temp, name) : NULL;
    if (path == NULL || (carry && fresh == NULL)) {
        goto out;
    }
    status = PC_OK;
    if (lstat(path, &info) != 0) {
        goto out; /* gone in the meantime */
    }
    if (S_ISDIR(info.st_mode)) {
        /* Pictures are ours, also those that are being drawn or were never finished. */
        const int plots = strcmp(name, PLOTS) == 0;
        char *inside = plots ? folder_among(path) : NULL;
        if (inside != NULL) {
            free(path);
            path = inside;
        }
        if ((!plots || inside != NULL) && !pc_folder_is_own(name, "." PLOTS ".tmp-")
            && !pc_folder_is_own(name, "." PLOTS ".old-")) {
            status = pc_store_fault(self->diags, path,
                N_("this sub-folder is not part of the result that would be replaced; "
                   "move "
                   "it, or "
                   "choose another result folder"),
                0);
        }
    } else if (carry && pc_folder_share(path, fresh) != 0) {
        status = pc_store_fault(self->diags, path,
            N_("this file is not part of the result that would be replaced, and cannot "
               "be "
               "kept"),
            errno);
    }
out:
    free(path);
    free(fresh);
    return status;
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
check_entries(const pc_destination_t *self, int carry)
{
    pc_stored_file_t *files;
    size_t num_files;
    pc_status status = pc_manifest_read(self->dir, &files, &num_files, NULL);
    if (status == PC_ERR_NOMEM) {
        return status;
    }
    if (status != PC_OK) {
        return pc_store_fault(self->diags, self->dir,
            status == PC_ERR_MISSING
                ? N_("the folder is not empty and holds no result of "
                     "panelcast (no manifest.json); "
                     "it is left alone, choose another result folder")
                : N_("the folder's manifest.json is damaged, or "
                     "another program or a later version "
                     "wrote it; it is left alone, choose another "
                     "result folder or remove this one"),
            0);
    }
    DIR *folder = opendir(self->dir);
    if (folder == NULL) {
        status =
            pc_store_fault(self->diags, self->dir, N_("cannot read the folder"), errno);
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

void
pc_destination_carry_late(const pc_destination_t *self, int old,
    const pc_stored_file_t *files, size_t num_files)
{
    struct stat info;
    DIR *folder = fdopendir(pc_folder_open(old, "."));
    const struct dirent *entry;
    while (folder != NULL
           && (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        const char *name = entry->d_name;
        if (!is_dot(name) && !is_ours(name, files, num_files)
            && fstatat(old, name, &info, AT_SYMLINK_NOFOLLOW) == 0
            && !S_ISDIR(info.st_mode)) {
            (void) !pc_folder_share_at(old, self->temp_fd, name);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
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
pc_destination_check(const pc_destination_t *self, int carry)
{
    struct stat info;
    if (lstat(self->dir, &info) != 0) {
        return errno == ENOENT ? PC_OK
                               : pc_store_fault(self->diags, self->dir,
                                   N_("cannot look at it"), errno);
    }
    if (!S_ISDIR(info.st_mode)) {
        return pc_store_fault(
            self->diags, self->dir, N_("this is a file, not a folder"), 0);
    }
    /* A mount point can be neither moved nor replaced. */
    const int fd = pc_folder_open(AT_FDCWD, self->dir);
    const int is_mount = fd >= 0 && pc_folder_is_mount(fd);
    if (fd >= 0) {
        close(fd);
    }
    if (is_mount) {
        return pc_store_fault(self->diags, self->dir,
            N_("a file system is mounted here, so this folder cannot be replaced as a "
               "whole; choose a folder in it"),
            0);
    }
    /* Whoever is in a folder that is replaced is left in one that is gone. */
    if (holds_working_folder(self->dir)) {
        return pc_store_fault(self->diags, self->dir,
            N_("the result would replace the folder you are in; go out of it, or choose "
               "another result folder"),
            0);
    }
    /* Renaming needs no right to write in the folder itself, but who took that right
     * away did not want the result replaced. */
    if (access(self->dir, R_OK | W_OK | X_OK) != 0) {
        return pc_store_fault(
            self->diags, self->dir, N_("cannot write to the folder"), errno);
    }
    if (is_empty(self->dir)) {
        return PC_OK;
    }
    return check_entries(self, carry);
}

/* May something be made in this folder? */
static pc_status
check_parent(const pc_destination_t *self, const char *parent)
{
    return access(parent, W_OK | X_OK) == 0
               ? PC_OK
               : pc_store_fault(self->diags, parent,
                   N_("cannot make a folder for the new result here"), errno);
}

pc_status
pc_destination_may_make(const pc_destination_t *self)
{
    /* The hidden name is longer, and file systems have names of up to 255 bytes. */
    if (strlen(self->base) + strlen("..tmp-") + PC_OWN_LETTERS > NAME_MAX) {
        return pc_store_fault(self->diags, self->dir,
            N_("the name of the result folder is too long"), ENAMETOOLONG);
    }
    return check_parent(self, self->parent);
}

pc_status
pc_destination_check_new(const pc_destination_t *self, const char *dir)
{
    struct stat info;
    char *path = strdup(dir);
    if (path == NULL) {
        return PC_ERR_NOMEM;
    }
    /* The nearest folder above that is there. */
    for (;;) {
        size_t length = strlen(path);
        while (length > 1 && path[length - 1] == '/') {
            length--;
        }
        path[length] = '\0';
        char *slash = strrchr(path, '/');
        const size_t name = length - (slash == NULL ? 0 : (size_t) (slash + 1 - path));
        if (name + strlen("..tmp-") + PC_OWN_LETTERS > NAME_MAX) {
            errno = ENAMETOOLONG;
            break;
        }
        if (slash == NULL || slash == path) {
            snprintf(path, length + 1, "%s", slash == NULL ? "." : "/");
        } else {
            *slash = '\0';
        }
        if (stat(path, &info) == 0 || errno != ENOENT) {
            errno = 0;
            break;
        }
    }
    const pc_status status = errno != 0 ? pc_store_fault(self->diags, dir,
                                 N_("cannot write a result here"), errno)
                                        : check_parent(self, path);
    free(path);
    return status;
}
