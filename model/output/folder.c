/* renameat2, nftw and realpath are beyond the base of POSIX; this is the one file of the
 * program that asks for them. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#endif
#include "output/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void) info;
    (void) kind;
    (void) place;
    return remove(path);
}

int
pc_folder_remove(const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT ? 0 : -1;
    }
    if (!S_ISDIR(info.st_mode)) {
        return unlink(path);
    }
    /* Without FTW_CHDIR nftw keeps no state that threads share. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    const int result = nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return result == 0 ? 0 : -1;
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
copy_file(const char *from, const char *path)
{
    struct stat info;
    const int in = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (in < 0) {
        return -1;
    }
    if (fstat(in, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(in);
        errno = ENOTSUP;
        return -1;
    }
    const int out =
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, info.st_mode & 0777);
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
    return errno == EEXIST ? -1 : copy_file(from, path);
}

int
pc_folder_swap(const char *fresh, const char *dir, const char *aside, int may_exchange)
{
    struct stat info;
    if (lstat(dir, &info) != 0) {
        return errno == ENOENT ? rename(fresh, dir) : -1;
    }
#ifdef RENAME_EXCHANGE
    if (may_exchange) {
        if (renameat2(AT_FDCWD, fresh, AT_FDCWD, dir, RENAME_EXCHANGE) == 0) {
            return 0;
        }
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
            return -1;
        }
    }
#else
    (void) may_exchange;
#endif
    if (rename(dir, aside) != 0) {
        return -1;
    }
    if (rename(fresh, dir) != 0) {
        const int error = errno;
        /* Should this fail too, the next pc_store_open puts the old result back. */
        (void) !rename(aside, dir);
        errno = error;
        return -1;
    }
    return 0;
}
