#include "output/folder/store.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder/crate.h"
#include "output/folder/folder.h"
#include "output/folder/destination.h"

#define LOCK_SECONDS 60 /* that somebody may hold the folder to be replaced */

static void
begin(pc_store_t *self, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    self->at.diags = diags;
    self->at.parent_fd = self->at.temp_fd = -1;
}

pc_status
pc_store_check(const char *dir, pc_diags_t *diags)
{
    struct stat info;
    pc_store_t here;
    begin(&here, diags);
    if (dir[0] != '\0' && lstat(dir, &info) != 0 && errno == ENOENT) {
        return pc_destination_check_new(&here.at, dir);
    }
    pc_status status = pc_destination_locate(&here.at, dir);
    if (status == PC_OK) {
        status = pc_destination_check(&here.at, 0);
    }
    if (status == PC_OK) {
        status = pc_destination_may_make(&here.at);
    }
    pc_store_abort(&here);
    return status;
}

pc_status
pc_store_open(pc_store_t *self, const char *dir, pc_diags_t *diags)
{
    begin(self, diags);
    pc_status status = pc_destination_locate(&self->at, dir);
    if (status == PC_OK) {
        status = pc_destination_make(&self->at);
        self->made = self->at.temp_fd >= 0;
    }
    if (status == PC_OK) {
        status = pc_destination_check(&self->at, 0);
    }
    if (status != PC_OK) {
        pc_store_abort(self);
    }
    return status;
}

const char *
pc_store_path(const pc_store_t *self)
{
    return self->at.temp;
}

/* The first failure stays. */
static void
set_failed(pc_store_t *self, pc_status status)
{
    self->failed = self->failed == PC_OK ? status : self->failed;
}

static FILE *
open_file(pc_store_t *self, const char *name)
{
    char *path = pc_path_join(self->at.temp, name);
    FILE *out = NULL;
    if (path != NULL && pc_folder_make_parents(path) == 0) {
        out = fopen(path, "wbx");
    }
    if (out == NULL) {
        set_failed(self, pc_store_fault(self->at.diags, path, N_("cannot make the file"),
                             path == NULL ? ENOMEM : errno));
    }
    free(path);
    return out;
}

FILE *
pc_store_file(pc_store_t *self, const char *name)
{
    if (!self->made || self->open != NULL || !pc_manifest_name_ok(name)) {
        set_failed(self, PC_ERR_IO);
        return NULL;
    }
    self->open_name = strdup(name);
    self->open = self->open_name == NULL ? NULL : open_file(self, name);
    if (self->open == NULL) {
        free(self->open_name);
        self->open_name = NULL;
        set_failed(self, PC_ERR_NOMEM); /* unless open_file said more */
    }
    return self->open;
}

FILE *
pc_store_read(const pc_store_t *self, const char *name)
{
    const int fd = openat(self->at.temp_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    if (file == NULL && fd >= 0) {
        close(fd);
    }
    return file;
}

/* Ends the writing. Returns 0 or what went wrong. */
static int
finish_file(FILE *out)
{
    int error = 0;
    errno = 0;
    if (ferror(out)) {
        /* Which write failed, and why, is forgotten by now. The file is lost anyway: one
         * more byte asks the system again. */
        error = write(fileno(out), "\n", 1) == 1 || errno == 0 ? EIO : errno;
    } else if (fflush(out) != 0 || fsync(fileno(out)) != 0) {
        error = errno == 0 ? EIO : errno;
        if (error == EINVAL || error == ENOTSUP) {
            error = 0; /* flushed, but this kind of file cannot be synced */
        }
    }
    errno = 0;
    if (fclose(out) != 0 && error == 0) {
        error = errno == 0 ? EIO : errno;
    }
    return error;
}

/* Remembers a finished file for the manifest. */
static pc_status
enter(pc_store_t *self, const char *name)
{
    struct stat info;
    if (self->num_files == self->capacity) {
        const size_t capacity = 2 * self->capacity + 8;
        pc_stored_file_t *files = realloc(self->files, capacity * sizeof(*files));
        if (files == NULL) {
            return PC_ERR_NOMEM;
        }
        self->files = files;
        self->capacity = capacity;
    }
    char *path = pc_path_join(self->at.temp, name);
    pc_stored_file_t *file = &self->files[self->num_files];
    file->name = strdup(name);
    if (path == NULL || file->name == NULL) {
        free(path);
        free(file->name);
        return PC_ERR_NOMEM;
    }
    self->num_files++;
    pc_status status = pc_sha256_file(path, PC_SHA256_ANY_SIZE, file->sha256);
    if (status != PC_OK || stat(path, &info) != 0) {
        status =
            pc_store_fault(self->at.diags, path, N_("cannot read the file back"), errno);
    } else {
        file->bytes = (unsigned long long) info.st_size;
        file->inode = (unsigned long long) info.st_ino;
    }
    free(path);
    return status;
}

pc_status
pc_store_close_file(pc_store_t *self)
{
    if (self->open == NULL) {
        return self->failed == PC_OK ? PC_ERR_IO
                                     : self->failed; /* said by pc_store_file */
    }
    char *name = self->open_name;
    const int error = finish_file(self->open);
    self->open = NULL;
    self->open_name = NULL;
    pc_status status = PC_OK;
    if (error != 0) {
        char *path = pc_path_join(self->at.dir, name);
        status =
            pc_store_fault(self->at.diags, path, N_("cannot write the file"), error);
        free(path);
    } else if (strcmp(name, PC_MANIFEST) != 0) {
        status = enter(self, name);
    }
    set_failed(self, status);
    free(name);
    return status;
}

pc_status
pc_store_text(pc_store_t *self, const char *name, const char *text)
{
    FILE *out = pc_store_file(self, name);
    if (out != NULL) {
        fputs(text, out);
    }
    return pc_store_close_file(self);
}

/* Puts the names of all files on the disk: the folder and its sub-folders. */
static pc_status
sync_folders(const pc_store_t *self)
{
    int failed = pc_folder_sync(self->at.temp) != 0;
    for (size_t i = 0; i < self->num_files && !failed; i++) {
        char *path = pc_path_join(self->at.temp, self->files[i].name);
        char *slash = path == NULL ? NULL : strrchr(path, '/');
        failed = slash == NULL;
        if (slash != NULL && strchr(self->files[i].name, '/') != NULL) {
            *slash = '\0';
            failed = pc_folder_sync(path) != 0;
        }
        free(path);
    }
    return failed ? pc_store_fault(
               self->at.diags, self->at.temp, N_("cannot sync the folder"), errno)
                  : PC_OK;
}

/* Is what lies under the hidden name still the folder with the files that were written?
 * A result that is not whole never takes its place. */
static pc_status
check_whole(const pc_store_t *self)
{
    struct stat info;
    int whole = pc_folder_is(self->at.parent_fd, self->at.temp_name, self->at.temp_fd);
    for (size_t i = 0; i < self->num_files && whole; i++) {
        const pc_stored_file_t *file = &self->files[i];
        whole = fstatat(self->at.temp_fd, file->name, &info, AT_SYMLINK_NOFOLLOW) == 0
                && S_ISREG(info.st_mode)
                && (unsigned long long) info.st_size == file->bytes
                && (unsigned long long) info.st_ino == file->inode;
    }
    return whole ? PC_OK
                 : pc_store_fault(self->at.diags, self->at.temp,
                     N_("somebody changed the folder while the result was written"), 0);
}

/* Locks the folder that is at the place of the result: -1 if there is none. */
static pc_status
lock_old(const pc_store_t *self, int *fd)
{
    for (int tries = 0; tries < 100; tries++) {
        *fd = pc_folder_open(self->at.parent_fd, self->at.base);
        if (*fd < 0) {
            return PC_OK; /* pc_destination_check says what it is */
        }
        const int locked = pc_folder_lock(*fd, LOCK_SECONDS);
        if (locked == 0) {
            close(*fd);
            *fd = -1;
            break;
        }
        if (pc_folder_is(self->at.parent_fd, self->at.base, *fd)) {
            return PC_OK;
        }
        close(*fd); /* replaced while we waited */
        *fd = -1;
    }
    return pc_store_fault(self->at.diags, self->at.dir,
        N_("another program holds the folder that would be replaced"), 0);
}

/* The one moment in which the result changes. Signals wait until the old result is gone,
 * so that a Ctrl-C here ends a finished run. */
static pc_status
swap(pc_store_t *self, int old, const pc_stored_file_t *files, size_t num_files)
{
    sigset_t held, before;
    pc_status status = PC_OK;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &held, &before);
    if (pc_folder_swap(
            self->at.parent_fd, self->at.temp_name, self->at.base, self->at.old_name, 1)
        != 0) {
        status = pc_store_fault(self->at.diags, self->at.dir,
            N_("cannot put the new result in place of what is here"), errno);
    } else {
        /* From here on the new result stands. What cannot be cleaned now is cleaned by
         * the next run. */
        if (old >= 0) {
            pc_destination_carry_late(&self->at, old, files, num_files);
        }
        (void) !pc_folder_sync(self->at.parent);
        (void) !pc_folder_remove_at(self->at.parent_fd, self->at.temp_name);
        (void) !pc_folder_remove_at(self->at.parent_fd, self->at.old_name);
        self->made = 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

/* With the lock of the folder that is replaced. */
static pc_status
replace(pc_store_t *self)
{
    int fd;
    pc_stored_file_t *files = NULL;
    size_t num_files = 0;
    pc_status status = lock_old(self, &fd);
    if (status == PC_OK) {
        status = pc_destination_check(&self->at, 1);
    }
    if (status == PC_OK
        && pc_manifest_read(self->at.dir, &files, &num_files, NULL) != PC_OK) {
        files = NULL; /* an empty folder, or none */
        num_files = 0;
    }
    if (status == PC_OK) {
        status = sync_folders(self);
    }
    if (status == PC_OK) {
        status = check_whole(self);
    }
    if (status == PC_OK) {
        status = swap(self, fd, files, num_files);
    }
    pc_manifest_free(files, num_files);
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

/* What says who made the result: the manifest last, with the sum of the other. */
static pc_status
describe(pc_store_t *self, const pc_run_info_t *info)
{
    FILE *out = pc_store_file(self, PC_CRATE);
    if (out != NULL) {
        pc_crate_write(out, info, self->files, self->num_files);
    }
    const pc_status status = pc_store_close_file(self);
    if (status != PC_OK) {
        return status;
    }
    out = pc_store_file(self, PC_MANIFEST);
    if (out != NULL) {
        pc_manifest_write(out, info, self->files, self->num_files);
    }
    return pc_store_close_file(self);
}

pc_status
pc_store_commit(pc_store_t *self, const pc_run_info_t *info)
{
    pc_status status = self->made && self->open == NULL ? self->failed : PC_ERR_IO;
    if (status == PC_OK) {
        status = describe(self, info);
    }
    if (status == PC_OK) {
        status = replace(self);
    }
    pc_store_abort(self);
    return status;
}

void
pc_store_abort(pc_store_t *self)
{
    if (self->open != NULL) {
        fclose(self->open);
    }
    if (self->made) {
        (void) !pc_folder_discard(
            self->at.parent_fd, self->at.temp_name, self->at.temp_fd);
    } else if (self->at.temp_fd > 0) {
        close(self->at.temp_fd); /* 0: never opened */
    }
    if (self->at.parent_fd > 0) {
        close(self->at.parent_fd);
    }
    pc_manifest_free(self->files, self->num_files);
    free(self->open_name);
    free(self->at.dir);
    free(self->at.parent);
    free(self->at.temp);
    free(self->at.old_name);
    memset(self, 0, sizeof(*self));
}

pc_status
pc_store_end(pc_store_t *self, pc_status status, const pc_run_info_t *info)
{
    if (status == PC_OK) {
        return pc_store_commit(self, info);
    }
    pc_store_abort(self);
    return status;
}
