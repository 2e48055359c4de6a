#include "scenario/hash.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <sha256.h>

static void
finish(SHA2_CTX *context, char hex[65])
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, context);
    for (size_t i = 0; i < sizeof(digest); i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
}

void
pc_sha256_text(const char *text, size_t size, char hex[65])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *) text, size);
    finish(&context, hex);
}

pc_status
pc_sha256_file(const char *path, char hex[65])
{
    uint8_t buffer[16384];
    SHA2_CTX context;
    size_t n;
    hex[0] = '\0';
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        return errno == ENOENT || errno == ENOTDIR ? PC_ERR_MISSING : PC_ERR_IO;
    }
    SHA256Init(&context);
    while ((n = fread(buffer, 1, sizeof(buffer), in)) > 0) {
        SHA256Update(&context, buffer, n);
    }
    const int failed = ferror(in);
    fclose(in);
    if (failed) {
        return PC_ERR_IO;
    }
    finish(&context, hex);
    return PC_OK;
}
