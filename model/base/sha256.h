/* sha256.h - says which bytes a result came from. */
#ifndef PC_BASE_SHA256_H
#define PC_BASE_SHA256_H

#include <stddef.h>

#include "base/status.h"

#define PC_SHA256_SIZE 65 /* 64 lower-case hexadecimal digits and the end */

#define PC_SHA256_ANY_SIZE ((unsigned long long) -1)

/* PC_ERR_MISSING if there is no such file, PC_ERR_IO if it cannot be read, is no plain
 * file or has more than `size_max` bytes; errno then says why (pc_input_reason). */
pc_status pc_sha256_file(const char *path, unsigned long long size_max,
    char hex[PC_SHA256_SIZE]) PC_MUST_CHECK;
void pc_sha256_bytes(const void *bytes, size_t size, char hex[PC_SHA256_SIZE]);

#endif
