#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* 0, or the errno of what is wrong with the open file. */
static int
find_fault(int fd, pc_input_kind kind, unsigned long long size_max)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return errno;
    }
    if (S_ISFIFO(info.st_mode) && kind == PC_INPUT_FILE_OR_PIPE) {
        /* From here on a reader waits for the writer, if there is one. */
        return fcntl(fd, F_SETFL, O_RDONLY) == 0 ? 0 : errno;
    }
    if (!S_ISREG(info.st_mode)) {
        return S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    }
    return (unsigned long long) info.st_size > size_max ? EFBIG : 0;
}

/* The open file, or -1 with errno. */
static int
open_checked(const char *path, pc_input_kind kind, unsigned long long size_max)
{
    /* Non-blocking: opening a pipe without a writer, or some devices, does not wait. */
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    const int fault = fd < 0 ? errno : find_fault(fd, kind, size_max);
    if (fault == 0) {
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    }
    errno = fault;
    return -1;
}

static pc_status
status_of(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return PC_ERR_MISSING;
    case EINVAL:
    case EISDIR:
    case EFBIG:
        return PC_ERR_INPUT;
    case ENOMEM:
        return PC_ERR_NOMEM;
    default:
        return PC_ERR_IO;
    }
}

pc_status
pc_input_open(
    FILE **in, const char *path, pc_input_kind kind, unsigned long long size_max)
{
    *in = NULL;
    const int fd = open_checked(path, kind, size_max);
    if (fd < 0) {
        return status_of(errno);
    }
    *in = fdopen(fd, "rb");
    if (*in == NULL) {
        close(fd);
        return PC_ERR_NOMEM;
    }
    return PC_OK;
}

/* The rest of an open plain file. */
static char *
read_all(FILE *in, size_t *size)
{
    const long end = fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
    if (end < 0 || fseek(in, 0, SEEK_SET) != 0) {
        return NULL;
    }
    char *bytes = malloc((size_t) end + 1);
    if (bytes != NULL) {
        *size = fread(bytes, 1, (size_t) end, in);
        bytes[*size] = '\0';
        if (*size != (size_t) end) {
            free(bytes);
            bytes = NULL;
            errno = EIO;
        }
    }
    return bytes;
}

char *
pc_input_read(
    const char *path, unsigned long long size_max, size_t *size, pc_status *status)
{
    FILE *in;
    *size = 0;
    *status = pc_input_open(&in, path, PC_INPUT_FILE, size_max);
    if (*status != PC_OK) {
        return NULL;
    }
    char *bytes = read_all(in, size);
    if (bytes == NULL) {
        *status = status_of(errno);
    }
    fclose(in);
    return bytes;
}

pc_status
pc_input_check(const char *path, unsigned long long size_max)
{
    const int fd = open_checked(path, PC_INPUT_FILE, size_max);
    if (fd < 0) {
        return status_of(errno);
    }
    close(fd);
    return PC_OK;
}

const char *
pc_input_reason(int error, char text[PC_INPUT_REASON_SIZE])
{
    switch (error) {
    case EINVAL:
        return N_("this is not a plain file");
    case EISDIR:
        return N_("this is a folder, not a file");
    case EFBIG:
        return N_("the file is too large");
    default:
        break;
    }
    if (strerror_r(error, text, PC_INPUT_REASON_SIZE) != 0) {
        snprintf(text, PC_INPUT_REASON_SIZE, "error %d", error);
    }
    return text;
}
