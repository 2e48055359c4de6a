/* hash.h - SHA-256, to say which bytes a result came from. */
#ifndef PC_HASH_H
#define PC_HASH_H

#include <stddef.h>

#include "base/status.h"

/* Write 64 lower-case hexadecimal digits and an end. PC_ERR_MISSING if there is no such
 * file, PC_ERR_IO if it cannot be read. */
pc_status pc_sha256_file(const char *path, char hex[65]) PC_MUST_CHECK;
void pc_sha256_text(const char *text, size_t size, char hex[65]);

#endif
