#include "base/sha256.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* SHA-256 as FIPS 180-4 has it. */
enum { BLOCK = 64, WORDS = 8, ROUNDS = 64 };

typedef struct {
    uint32_t hash[WORDS];
    uint64_t size; /* bytes so far */
    uint8_t block[BLOCK];
} context_t;

static const uint32_t start[WORDS] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

static const uint32_t constant[ROUNDS] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf,
    0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1,
    0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351,
    0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb,
    0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
    0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814,
    0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };

static inline uint32_t
rotate(uint32_t x, int by)
{
    return x >> by | x << (32 - by);
}

static inline uint32_t
word_at(const uint8_t *bytes)
{
    return (uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16
           | (uint32_t) bytes[2] << 8 | bytes[3];
}

/* The words of a block, and those that are made of them. */
static void
schedule(const uint8_t *block, uint32_t w[ROUNDS])
{
    for (size_t t = 0; t < 16; t++) {
        w[t] = word_at(block + 4 * t);
    }
    for (int t = 16; t < ROUNDS; t++) {
        const uint32_t a = w[t - 15], b = w[t - 2];
        const uint32_t s0 = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
        const uint32_t s1 = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

#include "base/input.h"

static void
take_block(context_t *self, const uint8_t *block)
{
    uint32_t w[ROUNDS], v[WORDS];
    schedule(block, w);
    memcpy(v, self->hash, sizeof(v));
    for (int t = 0; t < ROUNDS; t++) {
        const uint32_t a = v[0], e = v[4];
        const uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        const uint32_t choice = (e & v[5]) ^ (~e & v[6]);
        const uint32_t one = v[7] + s1 + choice + constant[t] + w[t];
        const uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        const uint32_t majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]);
        memmove(v + 1, v, (WORDS - 1) * sizeof(v[0]));
        v[4] += one;
        v[0] = one + s0 + majority;
    }
    for (int k = 0; k < WORDS; k++) {
        self->hash[k] += v[k];
    }
}

static void
begin(context_t *self)
{
    memset(self, 0, sizeof(*self));
    memcpy(self->hash, start, sizeof(start));
}

static void
take(context_t *self, const void *bytes, size_t size)
{
    const uint8_t *from = bytes;
    size_t held = (size_t) (self->size % BLOCK);
    self->size += size;
    while (held + size >= BLOCK) {
        if (held == 0) {
            take_block(self, from);
        } else {
            memcpy(self->block + held, from, BLOCK - held);
            take_block(self, self->block);
        }
        from += BLOCK - held;
        size -= BLOCK - held;
        held = 0;
    }
    if (size > 0) {
        memcpy(self->block + held, from, size);
    }
}

/* A one bit, zeros to the end of a block, and the number of bits in its last 8 bytes. */
static void
finish(context_t *self, char hex[PC_SHA256_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    static const uint8_t padding[BLOCK] = { 0x80 };
    const uint64_t bits = 8 * self->size;
    const size_t held = (size_t) (self->size % BLOCK);
    uint8_t length[8];
    for (int k = 0; k < 8; k++) {
        length[k] = (uint8_t) (bits >> (56 - 8 * k));
    }
    take(self, padding, (held < BLOCK - 8 ? BLOCK - 8 : 2 * BLOCK - 8) - held);
    take(self, length, sizeof(length));
    for (int k = 0; k < PC_SHA256_SIZE - 1; k++) {
        hex[k] = digits[self->hash[k / 8] >> (28 - 4 * (k % 8)) & 15];
    }
    hex[PC_SHA256_SIZE - 1] = '\0';
}

void
pc_sha256_bytes(const void *bytes, size_t size, char hex[PC_SHA256_SIZE])
{
    context_t context;
    begin(&context);
    take(&context, bytes, size);
    finish(&context, hex);
}

pc_status
pc_sha256_file(const char *path, unsigned long long size_max, char hex[PC_SHA256_SIZE])
{
    uint8_t buffer[1 << 16];
    context_t context;
    hex[0] = '\0';
    FILE *in;
    const pc_status opened = pc_input_open(&in, path, PC_INPUT_FILE, size_max);
    if (opened != PC_OK) {
        return opened == PC_ERR_INPUT ? PC_ERR_IO : opened;
    }
    begin(&context);
    size_t num;
    errno = 0;
    while ((num = fread(buffer, 1, sizeof(buffer), in)) > 0) {
        take(&context, buffer, num);
    }
    const int failed = ferror(in), error = errno;
    fclose(in);
    if (failed) {
        errno = error;
        return PC_ERR_IO;
    }
    finish(&context, hex);
    return PC_OK;
}
