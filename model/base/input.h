/* input.h - opens a file that somebody named, without ever waiting for it. Of base, this
 * and sha256.h use the file system; the simulation uses neither.
 *
 * A pipe that nobody writes, a device without an end and a sparse file of terabytes all
 * open like a table. So what it is and how large it is are looked at first. */
#ifndef PC_BASE_INPUT_H
#define PC_BASE_INPUT_H

#include <stdio.h>

#include "base/status.h"
#include "base/words.h"

typedef enum {
    PC_INPUT_FILE,        /* a plain file */
    PC_INPUT_FILE_OR_PIPE /* or a pipe, of which the caller bounds what he reads */
} pc_input_kind;

/* Opens `path` for reading, which may be a link. PC_ERR_MISSING if there is no such
 * file, PC_ERR_INPUT if it is of another kind (errno EINVAL, of a folder EISDIR) or has
 * more than `size_max` bytes (EFBIG), PC_ERR_IO if it cannot be opened; errno says why.
 * PC_ERR_NOMEM. */
pc_status pc_input_open(FILE **in, const char *path, pc_input_kind kind,
    unsigned long long size_max) PC_MUST_CHECK;

/* All bytes of a plain file and a zero after them, which `size` does not count; to be
 * freed. NULL on a fault, which `status` says; PC_ERR_IO also if the file was cut while
 * it was read. */
char *pc_input_read(
    const char *path, unsigned long long size_max, size_t *size, pc_status *status);

/* Opens it only to see whether that goes. */
pc_status pc_input_check(const char *path, unsigned long long size_max) PC_MUST_CHECK;

/* A short English sentence for the errno of a file that could not be opened; `text` has
 * room for PC_INPUT_REASON_SIZE. */
#define PC_INPUT_REASON_SIZE 128
const char *pc_input_reason(int error, char text[PC_INPUT_REASON_SIZE]);

#endif
