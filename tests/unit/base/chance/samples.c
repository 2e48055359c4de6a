/* samples.c - the keyed uniforms and the counts made of them, as samples.
 *
 * Every check here ends in the probability p of a misfit at least as large in either
 * direction if all is right. It must be above LEVEL. The last test counts the checks:
 * together they refuse a right program in less than FAMILY of all seeds (Bonferroni).
 * The seeds are fixed, so a check passes always or never. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "base/chance/quantile.h"
#include "base/chance/rng.h"
#include "tests/unit/testlib.h"

#define LEVEL 1e-5
#define FAMILY 1e-3
#define NUM_KEYS (1 << 16)
#define MOST_BINS 1024

static int num_checks;
static double smallest_p = 1;

static void
check_p(const char *what, double p)
{
    num_checks++;
    smallest_p = fmin(smallest_p, p);
    if (!(p > LEVEL)) {
        printf(" [%s: p = %.3g] ", what, p);
    }
    CU_ASSERT(p > LEVEL);
}

/* Pearson's chi-square; neighbouring bins are taken together until 20 are expected. A
 * fit that is too good is a misfit as well. */
static void
check_counts(const char *what, size_t num, const double *seen, const double *expected)
{
    double statistic = 0, bin = 0, want = 0, rest = 0;
    int bins = 0;
    for (size_t k = 0; k < num; k++) {
        rest += expected[k];
    }
    for (size_t k = 0; k < num; k++) {
        bin += seen[k];
        want += expected[k];
        rest -= expected[k];
        if (k == num - 1 || (want >= 20 && rest >= 20)) {
            statistic += (bin - want) * (bin - want) / want;
            bins++;
            bin = want = 0;
        }
    }
    CU_ASSERT_FATAL(bins >= 2);
    const double upper = gsl_cdf_chisq_Q(statistic, bins - 1);
    check_p(what, fmin(1, 2 * fmin(upper, 1 - upper)));
}

static int
by_size(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov: the largest distance of the sample's distribution function
 * from the straight line, by the limit law with Stephens' correction. Sorts `x`. */
static void
check_uniform(const char *what, size_t num, double *x)
{
    double distance = 0, tail = 0;
    qsort(x, num, sizeof(*x), by_size);
    const double n = (double) num;
    for (size_t k = 0; k < num; k++) {
        distance =
            fmax(distance, fmax(x[k] - (double) k / n, ((double) k + 1) / n - x[k]));
    }
    const double t = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) * distance;
    for (int k = 1; k <= 100; k++) {
        tail += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * t * t);
    }
    check_p(what, t < 0.2 ? 0 : fmin(1, 2 * fmin(tail, 1 - tail)));
}

/* Key number i: many entities, months and indices, as a run has them. */
static void
keyed(uint32_t i, double u[2])
{
    const pc_stream_t stream = { .seed = 20250601, .draw = i >> 16, .replicate = 1 };
    pc_uniforms(&stream, PC_PROCESS_TESTS, 1001 + i % 550, 24305 + i / 550 % 190,
        i / (550 * 190), u);
}

/* Even bins, the whole distribution function, and the lowest eight of the 52 bits. */
static void
test_uniforms_are_even(void)
{
    static const char *const names[2] = { "u[0]", "u[1]" };
    double *x = malloc(NUM_KEYS * sizeof(*x));
    CU_ASSERT_PTR_NOT_NULL_FATAL(x);
    for (int which = 0; which < 2; which++) {
        double high[256] = { 0 }, low[256] = { 0 }, expected[256];
        for (uint32_t i = 0; i < NUM_KEYS; i++) {
            double u[2];
            keyed(i, u);
            x[i] = u[which];
            high[(int) (x[i] * 256)]++;
            low[(uint64_t) (x[i] * 0x1p52) % 256]++;
        }
        for (int k = 0; k < 256; k++) {
            expected[k] = NUM_KEYS / 256.0;
        }
        check_counts(names[which], 256, high, expected);
        check_counts(names[which], 256, low, expected);
        check_uniform(names[which], NUM_KEYS, x);
    }
    free(x);
}

typedef enum {
    PART_WITHIN, /* u[0] beside u[1] of one key */
    PART_SEED,
    PART_SEED_HIGH,
    PART_DRAW,
    PART_REPLICATE,
    PART_PROCESS,
    PART_ENTITY,
    PART_MONTH,
    PART_INDEX,
    NUM_PARTS
} part_t;

/* The two uniforms of keys that differ in one part by 1; no key comes twice. */
static void
neighbours(part_t part, uint32_t i, double *a, double *b)
{
    double u[2], w[2];
    pc_stream_t stream = { .seed = 7, .draw = 2, .replicate = 4 };
    const uint32_t entity = 2 * (i % 1024), month = 24304 + 2 * (i / 1024);
    pc_uniforms(&stream, PC_PROCESS_TESTS, entity, month, 6, u);
    stream.seed += part == PART_SEED_HIGH ? UINT64_C(1) << 32 : part == PART_SEED;
    stream.draw += part == PART_DRAW;
    stream.replicate += part == PART_REPLICATE;
    pc_uniforms(&stream, part == PART_PROCESS ? PC_PROCESS_UNCLEAR : PC_PROCESS_TESTS,
        entity + (part == PART_ENTITY), month + (part == PART_MONTH),
        6 + (part == PART_INDEX), w);
    *a = u[0];
    *b = part == PART_WITHIN ? u[1] : w[0];
}

/* Pairs fill a table of 16 x 16 evenly: no part of the key carries over to its
 * neighbour. */
static void
test_neighbouring_keys_are_independent(void)
{
    static const char *const names[NUM_PARTS] = { "within", "seed", "seed, high word",
        "draw", "replicate", "process", "entity", "month", "index" };
    for (int part = 0; part < NUM_PARTS; part++) {
        double seen[256] = { 0 }, expected[256];
        for (uint32_t i = 0; i < NUM_KEYS; i++) {
            double a, b;
            neighbours((part_t) part, i, &a, &b);
            seen[16 * (int) (a * 16) + (int) (b * 16)]++;
        }
        for (int k = 0; k < 256; k++) {
            expected[k] = NUM_KEYS / 256.0;
        }
        check_counts(names[part], 256, seen, expected);
    }
}

/* Counts have the law they should, by GSL's probabilities: p = 0 stands for Poisson of
 * mean n. */
static void
test_counts_have_their_law(void)
{
    static const struct {
        double n, p;
    } laws[] = { { 0.3, 0 }, { 4, 0 }, { 60, 0 }, { 400, 0 }, { 12, 0.3 }, { 200, 0.05 },
        { 900, 0.7 } };
    for (size_t law = 0; law < sizeof(laws) / sizeof(laws[0]); law++) {
        const double n = laws[law].n, p = laws[law].p;
        double seen[MOST_BINS] = { 0 }, expected[MOST_BINS];
        char name[64];
        for (uint32_t i = 0; i < NUM_KEYS; i++) {
            double u[2];
            keyed(i, u);
            const double k =
                p > 0 ? pc_binomial_quantile(n, p, u[1]) : pc_poisson_quantile(n, u[0]);
            seen[(int) fmin(k, MOST_BINS - 1)]++;
        }
        for (unsigned k = 0; k < MOST_BINS; k++) {
            expected[k] = NUM_KEYS
                          * (p > 0 ? gsl_ran_binomial_pdf(k, p, (unsigned) n)
                                   : gsl_ran_poisson_pdf(k, n));
        }
        snprintf(name, sizeof(name), "law of n %g, p %g", n, p);
        check_counts(name, MOST_BINS, seen, expected);
    }
}

/* Tests N by u[0] and omitted cases O by u[1] of the same key: O and E = N - O are
 * independent Poisson counts, as in a split of the patients. */
static void
test_split_counts_are_independent(void)
{
    enum { SIDE = 24 };
    static const double omits[] = { 0.1, 0.35, 0.8 };
    const double mean = 6;
    for (size_t k = 0; k < sizeof(omits) / sizeof(omits[0]); k++) {
        double seen[SIDE * SIDE] = { 0 }, expected[SIDE * SIDE];
        double outside = NUM_KEYS;
        for (uint32_t i = 0; i < NUM_KEYS; i++) {
            double u[2];
            keyed(i, u);
            const double n = pc_poisson_quantile(mean, u[0]);
            const double o = pc_binomial_quantile(n, omits[k], u[1]);
            const int cell = o < SIDE && n - o < SIDE ? (int) (SIDE * o + n - o) : 0;
            seen[cell]++;
        }
        for (unsigned cell = 0; cell < SIDE * SIDE; cell++) {
            expected[cell] = NUM_KEYS * gsl_ran_poisson_pdf(cell / SIDE, mean * omits[k])
                             * gsl_ran_poisson_pdf(cell % SIDE, mean * (1 - omits[k]));
            outside -= expected[cell];
        }
        expected[0] += outside;
        check_counts("split", SIDE * SIDE, seen, expected);
    }
}

static void
test_real_quantiles_have_their_law(void)
{
    static const double shapes[] = { 0.2, 1, 20 }; /* 1/d of demand.dispersion */
    enum { NUM = 20000 };
    double *x = malloc(NUM * sizeof(*x));
    CU_ASSERT_PTR_NOT_NULL_FATAL(x);
    for (size_t s = 0; s < 4; s++) {
        for (uint32_t i = 0; i < NUM; i++) {
            double u[2];
            keyed(i, u);
            x[i] =
                s < 3 ? gsl_cdf_gamma_P(pc_gamma_quantile(shapes[s], u[0]), shapes[s], 1)
                      : gsl_cdf_ugaussian_P(pc_normal_quantile(u[0]));
        }
        check_uniform(s < 3 ? "gamma" : "normal", NUM, x);
    }
    free(x);
}

/* At one uniform, the larger mean, n, p or place never gives less: from 1e-6 to 1e9,
 * and on both sides of 256, where the way of computing changes. Steps go down to the
 * last digit; the normal quantile, which is no count, may fall by its own error. */
static void
test_monotone_at_every_size(void)
{
    int falls = 0;
    for (uint32_t i = 0; i < 1500; i++) {
        double u[2], w[2];
        keyed(i, u);
        keyed(i + 100000, w);
        const double mean = i % 3 == 0 ? 256 * (1 + 1e-9 * (w[0] - 0.5))
                                       : fmin(pow(10, -6 + 15 * u[1]), 0.98e9);
        const double step = i % 2 == 0 ? 0.01 * w[1] : 0x1p-52;
        const double more = mean * (1 + step);
        falls += pc_poisson_quantile(more, u[0]) < pc_poisson_quantile(mean, u[0]);
        const double n = ceil(mean), p = w[1];
        const double wider = fmin(1, p * (1 + step));
        const double k = pc_binomial_quantile(n, p, u[0]);
        falls += pc_binomial_quantile(n, wider, u[0]) < k;
        falls += pc_binomial_quantile(n + 1, p, u[0]) < k;
        const double place = u[0] + (1 - u[0]) * fmin(step, 0.5);
        falls += pc_poisson_quantile(mean, place) < pc_poisson_quantile(mean, u[0]);
        const double z = pc_normal_quantile(u[0]);
        falls += pc_normal_quantile(place) < z - 1e-15 * fabs(z);
    }
    CU_ASSERT_EQUAL(falls, 0);
}

static void
test_the_family_of_checks(void)
{
    printf(" [%d checks at level %g, smallest p %.2g] ", num_checks, LEVEL, smallest_p);
    CU_ASSERT(num_checks * LEVEL <= FAMILY);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "uniforms_are_even", test_uniforms_are_even },
        { "neighbouring_keys_are_independent", test_neighbouring_keys_are_independent },
        { "counts_have_their_law", test_counts_have_their_law },
        { "split_counts_are_independent", test_split_counts_are_independent },
        { "real_quantiles_have_their_law", test_real_quantiles_have_their_law },
        { "monotone_at_every_size", test_monotone_at_every_size },
        { "the_family_of_checks", test_the_family_of_checks },
        CU_TEST_INFO_NULL,
    };
    return test_main("chance", tests, argc, argv);
}
