#include "base/sha256.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <sha256.h>

#include "base/input.h"

static void
to_hex(const uint8_t digest[SHA256_DIGEST_LENGTH], char hex[PC_SHA256_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[PC_SHA256_SIZE - 1] = '\0';
}

void
pc_sha256_bytes(const void *bytes, size_t size, char hex[PC_SHA256_SIZE])
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, size);
    SHA256_Final(digest, &context);
    to_hex(digest, hex);
}

pc_status
pc_sha256_file(const char *path, unsigned long long size_max, char hex[PC_SHA256_SIZE])
{
    uint8_t digest[SHA256_DIGEST_LENGTH], buffer[1 << 16];
    SHA256_CTX context;
    hex[0] = '\0';
    FILE *in;
    const pc_status opened = pc_input_open(&in, path, PC_INPUT_FILE, size_max);
    if (opened != PC_OK) {
        return opened == PC_ERR_INPUT ? PC_ERR_IO : opened;
    }
    SHA256_Init(&context);
    size_t num;
    errno = 0;
    while ((num = fread(buffer, 1, sizeof(buffer), in)) > 0) {
        SHA256_Update(&context, buffer, num);
    }
    const int failed = ferror(in), error = errno;
    fclose(in);
    if (failed) {
        errno = error;
        return PC_ERR_IO;
    }
    SHA256_Final(digest, &context);
    to_hex(digest, hex);
    return PC_OK;
}
