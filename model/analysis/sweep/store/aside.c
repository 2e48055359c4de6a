#include "analysis/sweep/store/aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK ".part-"
#define DRAWN "XXXXXX"
#define TRIES 16

/* What may lie in a folder: the file, what SQLite puts beside it, and, last, the lock.
 */
static const char *const inside[] = { "new", "new-journal", "lock" };
#define LOCK 2
#define NUM_INSIDE 3

/* 0 if this process has the lock now. */
static int
take_lock(int file)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    return fcntl(file, F_SETLK, &whole) == -1 ? -1 : 0;
}

/* --- what a kill left --- */

/* The folder `name` below `parent`, if nobody has its lock. */
static void
remove_left(int parent, const char *name)
{
    struct stat info;
    const int folder =
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) {
        return;
    }
    if (fstat(folder, &info) == 0 && info.st_uid == geteuid()) {
        const int lock = openat(folder, inside[LOCK], O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        /* Without a lock file it was left before it was used, or is being made: then it
         * is empty, and its maker makes another. */
        if (lock >= 0 && take_lock(lock) == 0) {
            for (int k = 0; k < NUM_INSIDE; k++) {
                unlinkat(folder, inside[k], 0);
            }
        }
        if (lock >= 0 || errno == ENOENT) {
            unlinkat(parent, name, AT_REMOVEDIR);
        }
        if (lock >= 0) {
            close(lock);
        }
    }
    close(folder);
}

static int
is_left(const char *name, const char *base)
{
    const size_t length = strlen(base);
    return strncmp(name, base, length) == 0
           && strncmp(name + length, MARK, strlen(MARK)) == 0
           && strlen(name + length) == strlen(MARK DRAWN);
}

void
pc_aside_clean(const char *target)
{
    char *above = strdup(target);
    if (above == NULL) {
        return;
    }
    char *slash = strrchr(above, '/');
    const char *base = slash != NULL ? target + (slash - above) + 1 : target;
    if (slash != NULL) {
        slash[slash == above] = '\0'; /* of "/x" the folder is "/" */
    }
    DIR *list = opendir(slash != NULL ? above : ".");
    const struct dirent *entry;
    /* One thread reads the folder. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while (list != NULL && (entry = readdir(list)) != NULL) {
        if (is_left(entry->d_name, base)) {
            remove_left(dirfd(list), entry->d_name);
        }
    }
    if (list != NULL) {
        closedir(list);
    }
    free(above);
}

/* --- a new one --- */

static char *
joined(const char *first, const char *second)
{
    const size_t size = strlen(first) + strlen(second) + 1;
    char *text = malloc(size);
    if (text != NULL) {
        snprintf(text, size, "%s%s", first, second);
    }
    return text;
}

/* The names in the folder, whose own was drawn. */
static void
know_names(pc_aside_t *self)
{
    const size_t length = strlen(self->folder);
    for (int k = 0; k < NUM_INSIDE; k++) {
        memcpy(self->names[k], self->folder, length);
    }
}

/* Makes the folder and takes its lock. 1 if another process removed it in between, which
 * may be until the lock is taken. */
static int
make_folder(pc_aside_t *self)
{
    struct stat held, there;
    memcpy(self->folder + strlen(self->folder) - strlen(DRAWN), DRAWN, strlen(DRAWN));
    if (mkdtemp(self->folder) == NULL) {
        return -1;
    }
    know_names(self);
    const char *lock = self->names[LOCK];
    self->lock = open(lock, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (self->lock < 0) {
        const int error = errno;
        rmdir(self->folder);
        errno = error;
        return error == ENOENT ? 1 : -1;
    }
    /* Where there are no locks nobody can take this one either. */
    const int refused = take_lock(self->lock) != 0 && errno != ENOLCK;
    if (!refused && fstat(self->lock, &held) == 0 && lstat(lock, &there) == 0
        && held.st_ino == there.st_ino) {
        return 0;
    }
    close(self->lock);
    self->lock = -1;
    return 1;
}

pc_status
pc_aside_open(pc_aside_t *self, const char *target)
{
    memset(self, 0, sizeof(*self));
    self->lock = -1;
    pc_aside_clean(target);
    self->folder = joined(target, MARK DRAWN);
    int whole = self->folder != NULL;
    for (int k = 0; k < NUM_INSIDE && whole; k++) {
        char name[sizeof(MARK DRAWN) + 16];
        snprintf(name, sizeof(name), MARK DRAWN "/%s", inside[k]);
        self->names[k] = joined(target, name);
        whole = self->names[k] != NULL;
    }
    if (!whole) {
        return PC_ERR_NOMEM;
    }
    self->path = self->names[0];
    int made = 1;
    for (int k = 0; k < TRIES && made == 1; k++) {
        made = make_folder(self);
    }
    return made == 0 ? PC_OK : PC_ERR_IO;
}

/* Where a file system knows no second names for a file, the name is taken by an empty
 * file, which only one can make. */
static int
take_new(const char *path, const char *target)
{
    if (link(path, target) == 0) {
        return 0;
    }
    if (errno == EEXIST || errno == ENOENT || errno == ENOSPC) {
        return -1;
    }
    const int claim = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (claim < 0) {
        return -1;
    }
    close(claim);
    return rename(path, target);
}

int
pc_aside_take(pc_aside_t *self, const char *target, int replace)
{
    return replace ? rename(self->path, target) : take_new(self->path, target);
}

void
pc_aside_close(pc_aside_t *self)
{
    for (int k = 0; k < NUM_INSIDE; k++) {
        if (self->lock >= 0) {
            unlink(self->names[k]);
        }
        free(self->names[k]);
    }
    if (self->lock >= 0) {
        rmdir(self->folder);
        close(self->lock);
    }
    free(self->folder);
    memset(self, 0, sizeof(*self));
    self->lock = -1;
}
