/* rng.h - keyed uniform numbers.
 *
 * Philox 4x32-10 (Salmon et al. 2011), with the words of Random123. A uniform is a pure
 * function of its key: nothing is remembered, so any one may be computed alone, in any
 * order, on any thread.
 *
 *   key      low and high word of the seed
 *   counter  draw, replicate, process x 2^20 + entity, month x 2^16 + index
 *
 * One call gives the two uniforms of a key: u[0] from output words 0 and 1, u[1] from
 * words 2 and 3, u = (floor((w_odd x 2^32 + w_even) / 2^12) + 0.5) / 2^52, each strictly
 * between 0 and 1 and exact in a double. (With 53 bits the half would be rounded and u
 * could be 1.) */
#ifndef PC_BASE_CHANCE_RNG_H
#define PC_BASE_CHANCE_RNG_H

#include <stddef.h>
#include <stdint.h>

/* Process numbers are part of every published result. Only add; never renumber. */
typedef enum {
    PC_PROCESS_OPENING = 1,    /* entity hospital; month 0; index episode; u[0] */
    PC_PROCESS_WITHDRAWAL = 2, /* entity hospital; month 0; index episode; u[0] */
    PC_PROCESS_TESTS =
        3, /* entity site of the cell; index cell; u[0] tests, u[1] omitted cases */
    PC_PROCESS_UNCLEAR =
        4, /* entity site of the cell; index cell; u[0] cases referred as unclear */
    PC_PROCESS_PANEL = 5, /* entity host; index 0; u[0] capacity, u[1] dropouts */
    PC_PROCESS_DISPERSION =
        6, /* entity prefecture - 1; month April of the fiscal year; u[0] */
    PC_PROCESS_PARAMETER =
        7,               /* entity stable number of the parameter; replicate 0; u[0] */
    PC_PROCESS_SITE = 8, /* entity hospital; index stream and group; split of a cell */
    PC_PROCESS_BOOTSTRAP = 9, /* fits: entity curve; month of the fact; index increment;
                                 u[0] its mean, u[1] its count; month 0: luck to come;
                                 the trend: model/analysis/milestone/trend.h */
    PC_PROCESS_RESAMPLE = 10, /* entity repeat; month and index the place; u[0] */
    PC_PROCESS_DESIGN = 11, /* entity parameter; draw the row; index 0 place in a design,
                               1..8 rounds of a permutation; u[0] */
} pc_process;

/* Rises when a key or the use of a uniform changes, so that the same seed no longer
 * gives the same luck. Sweep stores of another number are refused. */
#define PC_STREAM_CONTRACT 1

#define PC_ENTITY_MAX ((UINT32_C(1) << 20) - 1)

typedef struct {
    uint64_t seed;
    uint32_t draw;      /* parameter draw; 0 where parameters are not drawn */
    uint32_t replicate; /* luck within a draw */
} pc_stream_t;

/* The two uniforms of a key. `entity` <= PC_ENTITY_MAX, `month` and `index` < 2^16. */
void pc_uniforms(const pc_stream_t *stream, pc_process process, uint32_t entity,
    uint32_t month, uint32_t index, double u[2]);

/* The same for `num` keys that differ in entity and index: u0[k] and u1[k] are the two
 * uniforms of entity[k] and index[k] | more. Faster than one at a time. */
void pc_uniforms_many(const pc_stream_t *stream, pc_process process, size_t num,
    const uint32_t *entity, uint32_t month, const uint32_t *index, uint32_t more,
    double *u0, double *u1);

#endif
