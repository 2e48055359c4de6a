#include "output/folder/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/folder/folder.h"

/* `.NAME.tmp-` with room for the letters. */
static char *
hidden_name(const char *name)
{
    const size_t size = strlen(name) + sizeof("..tmp-") + PC_OWN_LETTERS;
    char *text = malloc(size);
    if (text != NULL) {
        snprintf(text, size, ".%s.tmp-", name);
    }
    return text;
}

/* What follows the folder around a file in the path where it is written, and its end. */
static size_t
path_room(const char *name)
{
    return 2 * strlen(name) + sizeof("..tmp-/") + PC_OWN_LETTERS;
}

/* The names, and the folder around the file, open. 0, or -1 with errno. */
static int
name_places(pc_aside_t *self, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const size_t length = slash == NULL ? 0 : (size_t) (slash + 1 - path);
    const size_t size = length + path_room(name);
    memset(self, 0, sizeof(*self));
    self->parent_fd = self->own_fd = -1;
    self->name = strdup(name);
    self->hidden = hidden_name(name);
    self->path = malloc(size);
    if (self->name == NULL || self->hidden == NULL || self->path == NULL) {
        errno = ENOMEM;
        return -1;
    }
    snprintf(self->path, size, "%.*s", (int) length, path);
    self->parent_fd =
        open(length == 0 ? "." : self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return self->parent_fd < 0 ? -1 : 0;
}

int
pc_aside_open(pc_aside_t *self, const char *path)
{
    if (name_places(self, path) != 0) {
        return -1;
    }
    pc_folder_sweep(self->parent_fd, self->hidden, NULL);
    self->own_fd = pc_folder_make_own(self->parent_fd, self->hidden, self->hidden);
    if (self->own_fd < 0) {
        return -1;
    }
    const size_t length = strlen(self->path);
    snprintf(
        self->path + length, path_room(self->name), "%s/%s", self->hidden, self->name);
    return 0;
}

FILE *
pc_aside_file(const pc_aside_t *self)
{
    const int fd = openat(self->own_fd, self->name,
        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (file == NULL && fd >= 0) {
        const int error = errno;
        close(fd);
        errno = error;
    }
    return file;
}

int
pc_aside_close(FILE *file)
{
    errno = 0;
    int error = 0;
    if (ferror(file)) {
        error = EIO;
    } else if (fflush(file) != 0 || fsync(fileno(file)) != 0) {
        error = errno == 0 ? EIO : errno;
        error = error == EINVAL || error == ENOTSUP ? 0 : error; /* cannot be synced */
    }
    errno = 0;
    if (fclose(file) != 0 && error == 0) {
        error = errno == 0 ? EIO : errno;
    }
    return error;
}

int
pc_aside_commit(pc_aside_t *self, int replace)
{
    if (!replace) {
        if (linkat(self->own_fd, self->name, self->parent_fd, self->name, 0) == 0) {
            return 0;
        }
        if (errno == EEXIST || faccessat(self->parent_fd, self->name, F_OK, 0) == 0) {
            errno = EEXIST;
            return -1;
        } /* a file system without links */
    }
    return renameat(self->own_fd, self->name, self->parent_fd, self->name);
}

void
pc_aside_abort(pc_aside_t *self)
{
    if (self->own_fd > 0) {
        (void) !pc_folder_discard(self->parent_fd, self->hidden, self->own_fd);
    }
    if (self->parent_fd > 0) {
        close(self->parent_fd);
    }
    free(self->name);
    free(self->hidden);
    free(self->path);
    memset(self, 0, sizeof(*self));
}

void
pc_aside_clean(const char *path)
{
    pc_aside_t self;
    if (name_places(&self, path) == 0) {
        pc_folder_sweep(self.parent_fd, self.hidden, NULL);
    }
    pc_aside_abort(&self);
}
