/* verify.c - checksums, and whether a folder holds what its manifest says. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <sha256.h>

#include "output/manifest.h"

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
pc_sha256_file(const char *path, char hex[PC_SHA256_SIZE])
{
    uint8_t digest[SHA256_DIGEST_LENGTH], buffer[1 << 16];
    SHA256_CTX context;
    hex[0] = '\0';
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        return errno == ENOENT || errno == ENOTDIR ? PC_ERR_MISSING : PC_ERR_IO;
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

static pc_status
verify_file(const char *dir, const pc_stored_file_t *file, pc_diags_t *diags)
{
    char hex[PC_SHA256_SIZE];
    const size_t size = strlen(dir) + strlen(file->name) + 2;
    char *path = malloc(size);
    if (path == NULL) {
        return PC_ERR_NOMEM;
    }
    snprintf(path, size, "%s/%s", dir, file->name);
    struct stat info;
    const char *fault = NULL;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        fault = "the manifest names this file, but it is not there";
    } else if ((unsigned long long) info.st_size != file->bytes
               || pc_sha256_file(path, hex) != PC_OK || strcmp(hex, file->sha256) != 0) {
        fault = "the file is not the one that the manifest names: it was changed, or "
                "the folder "
                "mixes two results";
    }
    if (fault != NULL) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s", fault);
    }
    free(path);
    return fault == NULL ? PC_OK : PC_ERR_INPUT;
}

pc_status
pc_store_verify(const char *dir, pc_diags_t *diags)
{
    pc_stored_file_t *files;
    size_t num_files;
    pc_status status = pc_manifest_read(dir, &files, &num_files, diags);
    /* All faults are reported, not only the first. */
    for (size_t i = 0; i < num_files; i++) {
        const pc_status one = verify_file(dir, &files[i], diags);
        status = status == PC_OK ? one : status;
    }
    pc_manifest_free(files, num_files);
    return status;
}
