#include <math.h>
#include <stdint.h>

#include "base/chance/rng.h"
#include "tests/unit/testlib.h"

/* One line of Random123's published known-answer vectors for philox4x32 with 10 rounds.
 */
typedef struct {
    uint32_t counter[4], key[2], words[4];
} vector_t;

static const vector_t vectors[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff },
        { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 },
        { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
};

static void
uniforms_of_counter(const uint32_t counter[4], const uint32_t key[2], double u[2])
{
    const pc_stream_t stream = { .seed = (uint64_t) key[1] << 32 | key[0],
        .draw = counter[0],
        .replicate = counter[1] };
    pc_uniforms(&stream, (pc_process) (counter[2] >> 20), counter[2] & PC_ENTITY_MAX,
        counter[3] >> 16, counter[3] & 0xffff, u);
}

/* The formula of rng.h in long double, which holds 64 bits. */
static double
formula(uint32_t even, uint32_t odd)
{
    const long double whole = floorl(((long double) odd * 0x1p32L + even) / 0x1p12L);
    const long double u = (whole + 0.5L) / 0x1p52L;
    CU_ASSERT((long double) (double) u == u);
    return (double) u;
}

static void
test_published_vectors(void)
{
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        const vector_t *v = &vectors[i];
        double u[2];
        uniforms_of_counter(v->counter, v->key, u);
        CU_ASSERT_EQUAL(u[0], formula(v->words[0], v->words[1]));
        CU_ASSERT_EQUAL(u[1], formula(v->words[2], v->words[3]));
    }
}

static void
test_every_part_of_the_key_counts(void)
{
    const pc_stream_t base = { .seed = 1, .draw = 2, .replicate = 3 };
    double u[9][2];
    pc_stream_t other = base;

    pc_uniforms(&base, PC_PROCESS_TESTS, 4, 5, 6, u[0]);
    other.seed = 1 + (UINT64_C(1) << 32);
    pc_uniforms(&other, PC_PROCESS_TESTS, 4, 5, 6, u[1]);
    other = base;
    other.draw = 3;
    pc_uniforms(&other, PC_PROCESS_TESTS, 4, 5, 6, u[2]);
    other = base;
    other.replicate = 2;
    pc_uniforms(&other, PC_PROCESS_TESTS, 4, 5, 6, u[3]);
    pc_uniforms(&base, PC_PROCESS_PANEL, 4, 5, 6, u[4]);
    pc_uniforms(&base, PC_PROCESS_TESTS, 5, 5, 6, u[5]);
    pc_uniforms(&base, PC_PROCESS_TESTS, 4, 6, 6, u[6]);
    pc_uniforms(&base, PC_PROCESS_TESTS, 4, 5, 7, u[7]);
    pc_uniforms(&base, PC_PROCESS_TESTS, 4, 5, 6, u[8]);
    for (int i = 0; i < 8; i++) {
        CU_ASSERT_NOT_EQUAL(u[i][0], u[i][1]);
        for (int j = 0; j < i; j++) {
            CU_ASSERT_NOT_EQUAL(u[i][0], u[j][0]);
            CU_ASSERT_NOT_EQUAL(u[i][1], u[j][1]);
        }
    }
    CU_ASSERT_EQUAL(u[8][0], u[0][0]);
    CU_ASSERT_EQUAL(u[8][1], u[0][1]);
}

/* Both ends of the formula stay inside (0, 1), and 1 - u is exact. */
static void
test_uniforms_lie_strictly_inside(void)
{
    const double smallest = formula(0, 0);
    const double largest = formula(UINT32_MAX, UINT32_MAX);
    CU_ASSERT_EQUAL(smallest, 0x1p-53);
    CU_ASSERT_EQUAL(largest, 1 - 0x1p-53);
    CU_ASSERT_EQUAL(1 - largest, 0x1p-53);
}

/* Mean 1/2, variance 1/12, and no correlation of u[0] with u[1] or with the next month's
 * u[0]: each within 5 standard errors, at a fixed seed. */
static void
test_moments(void)
{
    enum { n = 200000 };
    const pc_stream_t stream = { .seed = 20250601 };
    double sum = 0, squares = 0, pair = 0, lag = 0, last = 0.5;

    for (uint32_t i = 0; i < n; i++) {
        double u[2];
        pc_uniforms(&stream, PC_PROCESS_TESTS, i / 1000, 24305 + i % 1000, 0, u);
        CU_ASSERT_FATAL(u[0] > 0 && u[0] < 1 && u[1] > 0 && u[1] < 1);
        sum += u[0] - 0.5;
        squares += (u[0] - 0.5) * (u[0] - 0.5);
        pair += (u[0] - 0.5) * (u[1] - 0.5);
        lag += (u[0] - 0.5) * (last - 0.5);
        last = u[0];
    }
    CU_ASSERT(fabs(sum / n) < 5 * sqrt(1.0 / 12 / n));
    CU_ASSERT(fabs(squares / n - 1.0 / 12) < 5 * sqrt(1.0 / 180 / n));
    CU_ASSERT(fabs(pair / n) < 5 * (1.0 / 12) / sqrt(n));
    CU_ASSERT(fabs(lag / n) < 5 * (1.0 / 12) / sqrt(n));
}

/* Side by side or one at a time: the same bits, at every length. */
static void
test_many(void)
{
    const pc_stream_t stream = { UINT64_C(0x123456789abcdef0), 77, 12 };
    enum { MOST = 19 };
    uint32_t entity[MOST], index[MOST];
    double u0[MOST], u1[MOST];
    for (uint32_t k = 0; k < MOST; k++) {
        entity[k] = PC_ENTITY_MAX - 1000 * k;
        index[k] = (k + 1) << 10;
    }
    for (size_t num = 0; num <= MOST; num++) {
        pc_uniforms_many(
            &stream, PC_PROCESS_TESTS, num, entity, 65535, index, 0x3ff, u0, u1);
        for (size_t k = 0; k < num; k++) {
            double u[2];
            pc_uniforms(
                &stream, PC_PROCESS_TESTS, entity[k], 65535, index[k] | 0x3ff, u);
            CU_ASSERT(u0[k] == u[0] && u1[k] == u[1]);
        }
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "published_vectors", test_published_vectors },
        { "every_part_of_the_key_counts", test_every_part_of_the_key_counts },
        { "uniforms_lie_strictly_inside", test_uniforms_lie_strictly_inside },
        { "moments", test_moments },
        { "many", test_many },
        CU_TEST_INFO_NULL,
    };
    return test_main("rng", tests, argc, argv);
}
