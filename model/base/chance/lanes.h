/* lanes.h - doubles side by side, in a processor's vector registers.
 *
 * The vector types that gcc and clang share. Arithmetic on them is that of each lane, so
 * results do not depend on how wide the registers are. */
#ifndef PC_BASE_CHANCE_LANES_H
#define PC_BASE_CHANCE_LANES_H

#include <stdint.h>
#include <string.h>

#ifdef __AVX2__
#define PC_VECTOR_BYTES 32
#else
#define PC_VECTOR_BYTES 16
#endif

enum {
    PC_LANES = 8,                                /* worked on together */
    PC_WIDTH = PC_VECTOR_BYTES / sizeof(double), /* lanes of a register */
    PC_VECTORS = PC_LANES / PC_WIDTH
};

typedef double pc_vector_t __attribute__((vector_size(PC_VECTOR_BYTES)));
typedef int64_t pc_mask_t __attribute__((vector_size(PC_VECTOR_BYTES)));

/* The lanes of some vectors, one by one. */
typedef union {
    pc_vector_t vector[PC_VECTORS];
    double lane[PC_LANES];
} pc_lanes_t;

/* 1 if any bit is set. */
static inline int
pc_any(pc_mask_t mask)
{
    int64_t part[PC_WIDTH], any = 0;
    memcpy(part, &mask, sizeof(mask));
    for (int i = 0; i < PC_WIDTH; i++) {
        any |= part[i];
    }
    return any != 0;
}

#endif
