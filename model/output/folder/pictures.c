#include "output/folder/pictures.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder/folder.h"
#include "output/folder/destination.h"

#define LOCK_SECONDS 60 /* that somebody may hold the folder */

static pc_status
fault(const pc_pictures_t *self, const char *what)
{
    return pc_store_fault(self->diags, self->shown, what, errno);
}

static int
is_picture(int folder, const char *name)
{
    struct stat info;
    const size_t length = strlen(name);
    return length > 4
           && (strcmp(name + length - 4, ".png") == 0
               || strcmp(name + length - 4, ".svg") == 0)
           && fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0
           && S_ISREG(info.st_mode);
}

/* What a plot script of its own left or still fills goes with the folder. */
static int
is_passing(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0
           || strncmp(name, ".drawing.", strlen(".drawing.")) == 0;
}

static int
is_carried(const pc_pictures_t *self, const char *name)
{
    for (size_t k = 0; k < self->num_carried; k++) {
        if (strcmp(self->carried[k], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static pc_status
carry_one(pc_pictures_t *self, const char *name)
{
    if (pc_folder_share_at(self->seen_fd, self->stage_fd, name) != 0) {
        return errno == ENOENT ? PC_OK
                               : fault(self, N_("cannot keep the pictures here"));
    }
    char **more = realloc(self->carried, (self->num_carried + 1) * sizeof(*more));
    if (more == NULL) {
        return PC_ERR_NOMEM;
    }
    self->carried = more;
    self->carried[self->num_carried] = strdup(name);
    return self->carried[self->num_carried] == NULL ? PC_ERR_NOMEM
                                                    : (self->num_carried++, PC_OK);
}

/* Calls for every entry of an open folder until one fails. */
static pc_status
each_entry(pc_pictures_t *self, int fd,
    pc_status (*call)(pc_pictures_t *self, int fd, const char *name))
{
    const int again = pc_folder_open(fd, ".");
    DIR *folder = again < 0 ? NULL : fdopendir(again);
    if (folder == NULL) {
        const pc_status status = fault(self, N_("cannot read the folder"));
        if (again >= 0) {
            close(again);
        }
        return status;
    }
    pc_status status = PC_OK;
    const struct dirent *entry;
    while (status == PC_OK
           && (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        if (!is_passing(entry->d_name)) {
            status = call(self, fd, entry->d_name);
        }
    }
    closedir(folder);
    return status;
}

static pc_status
carry(pc_pictures_t *self, int fd, const char *name)
{
    return is_picture(fd, name) ? carry_one(self, name) : PC_OK;
}

/* `.NAME.KIND-` with room for the letters. */
static char *
hidden(const char *name, const char *kind)
{
    const size_t size = strlen(name) + strlen(kind) + PC_OWN_LETTERS + 4;
    char *text = malloc(size);
    if (text != NULL) {
        snprintf(text, size, ".%s.%s-", name, kind);
    }
    return text;
}

/* The open folder that has the hidden one. */
static int
stage_parent(const pc_pictures_t *self)
{
    return self->inside ? self->seen_fd : self->parent_fd;
}

pc_status
pc_pictures_open(pc_pictures_t *self, int parent_fd, const char *name, const char *shown,
    pc_diags_t *diags)
{
    struct stat info;
    memset(self, 0, sizeof(*self));
    self->parent_fd = parent_fd;
    self->stage_fd = self->seen_fd = -1;
    self->shown = shown;
    self->diags = diags;
    self->name = strdup(name);
    self->stage = hidden(name, "tmp");
    self->aside = hidden(name, "old");
    if (self->name == NULL || self->stage == NULL || self->aside == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_folder_sweep(parent_fd, self->aside, name);
    self->seen_fd = pc_folder_open(parent_fd, name);
    if (self->seen_fd < 0 && errno != ENOENT) {
        return fault(self, N_("no pictures can be written here"));
    }
    self->inside = self->seen_fd >= 0 && pc_folder_is_mount(self->seen_fd);
    pc_folder_sweep(stage_parent(self), self->stage, NULL);
    self->stage_fd = pc_folder_make_own(stage_parent(self), self->stage, self->stage);
    if (self->stage_fd < 0) {
        return fault(self, N_("cannot make a folder for the pictures here"));
    }
    memcpy(self->aside + strlen(self->aside),
        self->stage + strlen(self->stage) - PC_OWN_LETTERS, PC_OWN_LETTERS + 1);
    if (self->seen_fd < 0) {
        return PC_OK;
    }
    if (!self->inside && fstat(self->seen_fd, &info) == 0) {
        (void) !fchmod(self->stage_fd, info.st_mode & 07777);
    }
    return each_entry(self, self->seen_fd, carry);
}

/* PC_ERR_INTERRUPT if a picture came since, PC_ERR_INPUT if this is more than a folder
 * of pictures. */
static pc_status
look(pc_pictures_t *self, int fd, const char *name)
{
    if (!is_picture(fd, name)) {
        return PC_ERR_INPUT;
    }
    return is_carried(self, name) ? PC_OK : PC_ERR_INTERRUPT;
}

static pc_status
move_in(pc_pictures_t *self, int fd, const char *name)
{
    if (renameat(fd, name, self->seen_fd, name) != 0) {
        return fault(self, N_("cannot write the pictures here"));
    }
    return PC_OK;
}

static pc_status
move_all(pc_pictures_t *self)
{
    struct stat info;
    for (size_t k = 0; k < self->num_carried; k++) {
        if (fstatat(self->stage_fd, self->carried[k], &info, AT_SYMLINK_NOFOLLOW) != 0) {
            (void) !unlinkat(self->seen_fd, self->carried[k], 0);
        }
    }
    return each_entry(self, self->stage_fd, move_in);
}

/* Is somebody's working folder `fd`, ours at least? */
static int
is_here(int fd)
{
    struct stat here, there;
    return stat(".", &here) == 0 && fstat(fd, &there) == 0 && here.st_dev == there.st_dev
           && here.st_ino == there.st_ino;
}

static pc_status
exchange(pc_pictures_t *self)
{
    (void) !fsync(self->stage_fd);
    if (pc_folder_swap(self->parent_fd, self->stage, self->name, self->aside, 1) != 0) {
        return errno == ENOTEMPTY || errno == EEXIST
                   ? PC_ERR_INTERRUPT
                   : fault(self, N_("cannot put the pictures in place"));
    }
    (void) !pc_folder_remove_at(self->parent_fd, self->aside);
    /* What is under the hidden name now is the old set; pc_pictures_abort removes it. */
    return PC_OK;
}

pc_status
pc_pictures_commit(pc_pictures_t *self)
{
    struct stat info;
    if (self->seen_fd < 0) {
        return fstatat(self->parent_fd, self->name, &info, AT_SYMLINK_NOFOLLOW) == 0
                   ? PC_ERR_INTERRUPT
                   : exchange(self);
    }
    if (pc_folder_lock(self->seen_fd, LOCK_SECONDS) == 0) {
        errno = 0;
        return fault(self, N_("another program holds the folder of the pictures"));
    }
    if (!pc_folder_is(self->parent_fd, self->name, self->seen_fd)) {
        return PC_ERR_INTERRUPT;
    }
    const pc_status seen = each_entry(self, self->seen_fd, look);
    if (seen == PC_OK && !is_here(self->seen_fd) && !self->inside) {
        return exchange(self);
    }
    return seen == PC_OK || seen == PC_ERR_INPUT ? move_all(self) : seen;
}

void
pc_pictures_abort(pc_pictures_t *self)
{
    if (self->stage_fd > 0) {
        (void) !pc_folder_remove_at(stage_parent(self), self->stage);
        close(self->stage_fd);
    }
    if (self->seen_fd > 0) {
        close(self->seen_fd);
    }
    for (size_t k = 0; k < self->num_carried; k++) {
        free(self->carried[k]);
    }
    free(self->carried);
    free(self->name);
    free(self->stage);
    free(self->aside);
    memset(self, 0, sizeof(*self));
}
