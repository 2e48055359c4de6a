#include "base/chance/rng.h"

#include <string.h>

#ifdef __AVX2__
#include <immintrin.h>
#elif defined __SSE2__
#include <emmintrin.h>
#endif

#include "base/chance/lanes.h"

/* The 52 high bits of two words, in the middle of their interval: 1.bits - 1, and half a
 * step. Nothing is rounded. */
static inline double
uniform(uint32_t low, uint32_t high)
{
    const uint64_t bits = ((uint64_t) high << 32 | low) >> 12 | UINT64_C(0x3ff) << 52;
    double one_and;
    memcpy(&one_and, &bits, sizeof(bits));
    return (one_and - 1) + 0x1p-53;
}

/* Philox 4x32-10: the multipliers of a round, and what each round adds to the key. */
#define MULTIPLY_0 UINT32_C(0xD2511F53)
#define MULTIPLY_1 UINT32_C(0xCD9E8D57)
#define WEYL_0 UINT32_C(0x9E3779B9)
#define WEYL_1 UINT32_C(0xBB67AE85)
#define ROUNDS 10

static inline void
philox(uint32_t v[4], uint32_t key0, uint32_t key1)
{
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t a = (uint64_t) v[0] * MULTIPLY_0;
        const uint64_t b = (uint64_t) v[2] * MULTIPLY_1;
        v[0] = (uint32_t) (b >> 32) ^ v[1] ^ key0;
        v[1] = (uint32_t) b;
        v[2] = (uint32_t) (a >> 32) ^ v[3] ^ key1;
        v[3] = (uint32_t) a;
        key0 += WEYL_0;
        key1 += WEYL_1;
    }
}

void
pc_uniforms(const pc_stream_t *stream, pc_process process, uint32_t entity,
    uint32_t month, uint32_t index, double u[2])
{
    uint32_t v[4] = { stream->draw, stream->replicate,
        ((uint32_t) process << 20) + entity, (month << 16) + index };
    philox(v, (uint32_t) stream->seed, (uint32_t) (stream->seed >> 32));
    u[0] = uniform(v[0], v[1]);
    u[1] = uniform(v[2], v[3]);
}

/* The same on counters side by side: each word in the low half of a lane; what is left
 * in the high half is never looked at. */
typedef uint64_t word_t __attribute__((vector_size(PC_VECTOR_BYTES)));

static inline word_t
product(word_t a, uint32_t factor)
{
    const word_t b = (word_t){ 0 } + factor;
#if defined __AVX2__
    return (word_t) _mm256_mul_epu32((__m256i) a, (__m256i) b);
#elif defined __SSE2__
    return (word_t) _mm_mul_epu32((__m128i) a, (__m128i) b);
#else
    return (a & UINT32_MAX) * b;
#endif
}

static inline void
philox_lanes(word_t v[4], uint32_t key0, uint32_t key1)
{
    for (int round = 0; round < ROUNDS; round++) {
        const word_t a = product(v[0], MULTIPLY_0);
        const word_t b = product(v[2], MULTIPLY_1);
        v[0] = (b >> 32) ^ v[1] ^ key0;
        v[1] = b;
        v[2] = (a >> 32) ^ v[3] ^ key1;
        v[3] = a;
        key0 += WEYL_0;
        key1 += WEYL_1;
    }
}

/* As uniform(). */
static inline void
uniform_lanes(word_t low, word_t high, double *u)
{
    const word_t bits = (high << 32 | (low & UINT32_MAX)) >> 12 | UINT64_C(0x3ff) << 52;
    const pc_vector_t result = ((pc_vector_t) bits - 1) + 0x1p-53;
    memcpy(u, &result, sizeof(result));
}

void
pc_uniforms_many(const pc_stream_t *stream, pc_process process, size_t num,
    const uint32_t *entity, uint32_t month, const uint32_t *index, uint32_t more,
    double *u0, double *u1)
{
    const uint32_t high = (uint32_t) process << 20, low = (month << 16) + more;
    const word_t zero = { 0 };
    size_t k = 0;
    for (; k + PC_WIDTH <= num; k += PC_WIDTH) {
        uint64_t places[2][PC_WIDTH];
        for (size_t i = 0; i < PC_WIDTH; i++) {
            places[0][i] = high + entity[k + i];
            places[1][i] = low | index[k + i];
        }
        word_t v[4] = { zero + stream->draw, zero + stream->replicate };
        memcpy(&v[2], places, sizeof(places));
        philox_lanes(v, (uint32_t) stream->seed, (uint32_t) (stream->seed >> 32));
        uniform_lanes(v[0], v[1], u0 + k);
        uniform_lanes(v[2], v[3], u1 + k);
    }
    for (; k < num; k++) {
        double u[2];
        pc_uniforms(stream, process, entity[k], month, index[k] | more, u);
        u0[k] = u[0];
        u1[k] = u[1];
    }
}
