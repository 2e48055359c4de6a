#include "base/rng.h"

#include <Random123/philox.h>

/* The 52 high bits of two words, in the middle of their interval. x + 0.5 has at most 53
 * significant bits, so neither the sum nor the product is rounded. */
static double
uniform(uint32_t low, uint32_t high)
{
    const uint64_t bits = ((uint64_t) high << 32 | low) >> 12;
    return ((double) bits + 0.5) * 0x1p-52;
}

void
pc_uniforms(const pc_stream_t *stream, pc_process process, uint32_t entity,
    uint32_t month, uint32_t index, double u[2])
{
    const philox4x32_key_t key = { { (uint32_t) stream->seed,
        (uint32_t) (stream->seed >> 32) } };
    const philox4x32_ctr_t counter = { { stream->draw, stream->replicate,
        ((uint32_t) process << 20) + entity, (month << 16) + index } };
    const philox4x32_ctr_t words = philox4x32(counter, key);

    u[0] = uniform(words.v[0], words.v[1]);
    u[1] = uniform(words.v[2], words.v[3]);
}
