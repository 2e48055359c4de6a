/* renameat2, flock, statx and realpath are beyond the base of POSIX; this is the one
 * file of the program that asks for them. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#endif
#include "output/folder/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int
pc_folder_make_parents(const char *path)
{
    char *copy = strdup(path);
    if (copy == NULL) {
        return -1;
    }
    int result = 0;
    for (char *slash = strchr(copy + 1, '/');
         slash != NULL && slash[strspn(slash, "/")] != '\0' && result == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
            struct stat info;
            const int error = errno;
            /* A folder that may only be read can still hold the next one. */
            result = stat(copy, &info) == 0 && S_ISDIR(info.st_mode) ? 0 : -1;
            errno = error;
        }
        *slash = '/';
    }
    free(copy);
    return result;
}

char *
pc_folder_real(const char *path)
{
    return realpath(path, NULL);
}

/* Removes what an open folder holds. The first failure stays, and the rest goes on. */
static int
empty_folder(DIR *folder)
{
    int error = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0
            && pc_folder_remove_at(dirfd(folder), name) != 0 && error == 0) {
            error = errno;
        }
    }
    errno = error;
    return error == 0 ? 0 : -1;
}

int
pc_folder_discard(int parent, const char *name, int fd)
{
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        const int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    int result = empty_folder(folder);
    if (result == 0 && unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT) {
        result = -1;
    }
    const int error = errno;
    closedir(folder); /* and with it the lock */
    errno = error;
    return result;
}

int
pc_folder_remove_at(int parent, const char *name)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) {
        return 0;
    }
    if (errno != EISDIR && errno != EPERM && errno != EACCES) {
        return -1;
    }
    const int error = errno, fd = pc_folder_open(parent, name);
    if (fd < 0) {
        errno = errno == ENOTDIR || errno == ELOOP ? error : errno;
        return -1;
    }
    return pc_folder_discard(parent, name, fd);
}

int
pc_folder_remove(const char *path)
{
    return pc_folder_remove_at(AT_FDCWD, path);
}

int
pc_folder_sync(const char *path)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    int result = fsync(fd);
    if (result != 0 && (errno == EINVAL || errno == ENOTSUP || errno == EROFS)) {
        result = 0;
    }
    const int error = errno;
    close(fd);
    errno = error;
    return result;
}

/* Copies the bytes of one open file to another. */
static int
copy_bytes(int in, int out)
{
    char buffer[1 << 16];
    for (;;) {
        const ssize_t num = read(in, buffer, sizeof(buffer));
        if (num == 0) {
            return fsync(out);
        }
        if (num < 0 && errno == EINTR) {
            continue;
        }
        if (num < 0) {
            return -1;
        }
        for (ssize_t done = 0; done < num;) {
            const ssize_t written = write(out, buffer + done, (size_t) (num - done));
            if (written < 0 && errno != EINTR) {
                return -1;
            }
            done += written > 0 ? written : 0;
        }
    }
}

static int
copy_file(int from_parent, const char *from, int parent, const char *path)
{
    struct stat info;
    const int in =
        openat(from_parent, from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (in < 0) {
        return -1;
    }
    if (fstat(in, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(in);
        errno = ENOTSUP;
        return -1;
    }
    const int out = openat(
        parent, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, info.st_mode & 0777);
    if (out < 0) {
        close(in);
        return -1;
    }
    int result = copy_bytes(in, out);
    const int error = errno;
    close(in);
    if (close(out) != 0 && result == 0) {
        return -1;
    }
    errno = error;
    return result;
}

int
pc_folder_share(const char *from, const char *path)
{
    if (link(from, path) == 0) {
        return 0;
    }
    return errno == EEXIST ? -1 : copy_file(AT_FDCWD, from, AT_FDCWD, path);
}

int
pc_folder_share_at(int from, int to, const char *name)
{
    if (linkat(from, name, to, name, 0) == 0) {
        return 0;
    }
    return errno == EEXIST || errno == ENOENT ? -1 : copy_file(from, name, to, name);
}

int
pc_folder_swap(
    int parent, const char *fresh, const char *name, const char *aside, int may_exchange)
{
    struct stat info;
    if (fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? renameat(parent, fresh, parent, name) : -1;
    }
#ifdef RENAME_EXCHANGE
    if (may_exchange) {
        if (renameat2(parent, fresh, parent, name, RENAME_EXCHANGE) == 0) {
            return 0;
        }
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
            return -1;
        }
    }
#else
    (void) may_exchange;
#endif
    if (renameat(parent, name, parent, aside) != 0) {
        return -1;
    }
    if (renameat(parent, fresh, parent, name) != 0) {
        const int error = errno;
        /* Should this fail too, the next pc_store_open puts the old result back. */
        (void) !renameat(parent, aside, parent, name);
        errno = error;
        return -1;
    }
    return 0;
}

int
pc_folder_open(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int
pc_folder_is(int parent, const char *name, int fd)
{
    struct stat there, open;
    return fstatat(parent, name, &there, AT_SYMLINK_NOFOLLOW) == 0
           && fstat(fd, &open) == 0 && there.st_dev == open.st_dev
           && there.st_ino == open.st_ino;
}

int
pc_folder_lock(int fd, int seconds)
{
    static const struct timespec pause = { .tv_nsec = 50000000 };
    for (long tries = 20L * seconds;; tries--) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            return 1;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return -1;
        }
        if (tries <= 0) {
            return 0;
        }
        nanosleep(&pause, NULL);
    }
}

/* By turns, so that nobody's word (`.x.tmp-backup`) is taken for such a name. */
static const char *const letters[2] = { "0123456789", "abcdefghijklmnopqrstuvwxyz" };

int
pc_folder_make_own(int parent, const char *prefix, char *name)
{
    const size_t length = strlen(prefix);
    memcpy(name, prefix, length + 1);
    for (int tries = 0; tries < 100; tries++) {
        unsigned char random[PC_OWN_LETTERS];
        if (getentropy(random, sizeof(random)) != 0) {
            return -1;
        }
        for (size_t k = 0; k < PC_OWN_LETTERS; k++) {
            const char *of = letters[k % 2];
            name[length + k] = of[random[k] % strlen(of)];
        }
        name[length + PC_OWN_LETTERS] = '\0';
        if (mkdirat(parent, name, 0777) != 0) {
            if (errno == EEXIST) {
                continue;
            }
            return -1;
        }
        const int fd = pc_folder_open(parent, name);
        /* Between the two somebody who cleans may have taken it for left. */
        if (fd >= 0 && pc_folder_lock(fd, 0) != 0 && pc_folder_is(parent, name, fd)) {
            return fd;
        }
        const int error = errno;
        if (fd < 0 && error != ENOENT) {
            unlinkat(parent, name, AT_REMOVEDIR);
            errno = error;
            return -1;
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    errno = EAGAIN;
    return -1;
}

int
pc_folder_is_own(const char *name, const char *prefix)
{
    const size_t length = strlen(prefix);
    int own =
        strncmp(name, prefix, length) == 0 && strlen(name) == length + PC_OWN_LETTERS;
    for (size_t k = 0; k < PC_OWN_LETTERS && own; k++) {
        own = strchr(letters[k % 2], name[length + k]) != NULL;
    }
    return own;
}

/* One that may have been left. */
static void
sweep_one(int parent, const char *name, const char *become)
{
    struct stat info;
    const int fd = pc_folder_open(parent, name);
    if (fd < 0) {
        return;
    }
    if (fstat(fd, &info) == 0 && info.st_uid == geteuid() && pc_folder_lock(fd, 0) == 1
        && pc_folder_is(parent, name, fd)) {
        if (become != NULL && fstatat(parent, become, &info, AT_SYMLINK_NOFOLLOW) != 0
            && errno == ENOENT) {
            (void) !renameat(parent, name, parent, become);
        } else {
            (void) !pc_folder_remove_at(parent, name);
        }
    }
    close(fd);
}

void
pc_folder_sweep(int parent, const char *prefix, const char *become)
{
    const int fd = pc_folder_open(parent, ".");
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (folder == NULL) {
        if (fd >= 0) {
            close(fd);
        }
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        if (pc_folder_is_own(entry->d_name, prefix)) {
            sweep_one(parent, entry->d_name, become);
        }
    }
    closedir(folder);
}

int
pc_folder_is_mount(int fd)
{
    struct stat here, above;
#ifdef STATX_ATTR_MOUNT_ROOT
    /* Also a folder of the same file system that is mounted a second time. */
    struct statx more;
    if (statx(fd, "", AT_EMPTY_PATH, 0, &more) == 0
        && (more.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0) {
        return (more.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
    }
#endif
    return fstat(fd, &here) == 0 && fstatat(fd, "..", &above, 0) == 0
           && (here.st_dev != above.st_dev || here.st_ino == above.st_ino);
}
