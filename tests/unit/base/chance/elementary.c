#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "base/chance/elementary.h"
#include "base/chance/rng.h"
#include "tests/unit/testlib.h"

/* The oracle is the C library in long double, whose own error is about 2^-11 of a
 * double's ulp. */

enum { NUM_POINTS = 200000 };

static double
point(uint32_t i, int which)
{
    const pc_stream_t stream = { .seed = 5 };
    double u[2];
    pc_uniforms(&stream, PC_PROCESS_PARAMETER, i & PC_ENTITY_MAX, 0, i >> 20, u);
    return u[which];
}

/* |value - exact| in units of the last place of the exact result. */
static double
error_in_ulp(double value, long double exact)
{
    int exponent = 0;
    frexpl(exact, &exponent);
    const int last = exponent - 53 < -1074 ? -1074 : exponent - 53;
    return (double) fabsl(ldexpl(value - exact, -last));
}

static double
larger(double a, double b)
{
    return a > b || isnan(a) ? a : b; /* a NaN stays */
}

static void
test_exp(void)
{
    double worst = 0, worst_small = 0;
    for (uint32_t i = 0; i < NUM_POINTS; i++) {
        const double u = point(i, 0);
        const double wide = -745 + u * (709.7 + 745);
        const double small = -30 * u * u;
        worst = larger(error_in_ulp(pc_exp(wide), expl(wide)), worst);
        worst_small = larger(error_in_ulp(pc_exp(small), expl(small)), worst_small);
    }
    printf(" [exp: largest error %.3f ulp] ", larger(worst, worst_small));
    CU_ASSERT(worst < 1);
    CU_ASSERT(worst_small < 0.8);

    CU_ASSERT_EQUAL(pc_exp(0), 1);
    CU_ASSERT_EQUAL(pc_exp(-0x1p-60), 1);
    CU_ASSERT_EQUAL(pc_exp(-746), 0);
    CU_ASSERT_EQUAL(pc_exp(-INFINITY), 0);
    CU_ASSERT(pc_exp(-745) > 0);
    CU_ASSERT(isfinite(pc_exp(709.78)));
    CU_ASSERT_EQUAL(pc_exp(709.79), INFINITY);
    CU_ASSERT_EQUAL(pc_exp(710), INFINITY);
    CU_ASSERT_EQUAL(pc_exp(INFINITY), INFINITY);
    CU_ASSERT(isnan(pc_exp(NAN)));
}

static void
test_log(void)
{
    double worst = 0;
    for (uint32_t i = 0; i < NUM_POINTS; i++) {
        const double wide = ldexp(1 + point(i, 0), (int) (i % 2098) - 1074);
        const double near_one = 1 + (point(i, 1) - 0.5) * ldexp(1, -(int) (i % 52));
        worst = larger(error_in_ulp(pc_log(wide), logl(wide)), worst);
        worst = larger(error_in_ulp(pc_log(near_one), logl(near_one)), worst);
    }
    printf(" [log: largest error %.3f ulp] ", worst);
    CU_ASSERT(worst < 0.9);

    CU_ASSERT_EQUAL(pc_log(1), 0);
    CU_ASSERT_EQUAL(pc_log(0), -INFINITY);
    CU_ASSERT_EQUAL(pc_log(INFINITY), INFINITY);
    CU_ASSERT(isnan(pc_log(-1)));
    CU_ASSERT(isnan(pc_log(NAN)));
}

static void
test_log1p(void)
{
    double worst = 0;
    for (uint32_t i = 0; i < NUM_POINTS; i++) {
        const double size = ldexp(1 + point(i, 0), (int) (i % 1000) - 900);
        const double x = i % 2 == 0 ? size : -point(i, 1);
        worst = larger(error_in_ulp(pc_log1p(x), log1pl(x)), worst);
        if (size < 1) {
            worst = larger(error_in_ulp(pc_log1p(-size), log1pl(-size)), worst);
        }
    }
    printf(" [log1p: largest error %.3f ulp] ", worst);
    CU_ASSERT(worst < 1.3);

    CU_ASSERT_EQUAL(pc_log1p(0), 0);
    CU_ASSERT_EQUAL(pc_log1p(1e-300), 1e-300);
    CU_ASSERT_EQUAL(pc_log1p(-1), -INFINITY);
    CU_ASSERT_EQUAL(pc_log1p(INFINITY), INFINITY);
    CU_ASSERT(isnan(pc_log1p(-1.5)));
    CU_ASSERT(isnan(pc_log1p(NAN)));
}

static void
test_pow(void)
{
    double worst = 0;
    for (uint32_t i = 0; i < NUM_POINTS; i++) {
        const double x = ldexp(1 + point(i, 0), (int) (i % 41) - 20);
        const double near_one = 1 + (point(i, 0) - 0.5) * 0.02;
        const double y = (point(i, 1) - 0.5) * 90;
        worst = larger(error_in_ulp(pc_pow(x, y), powl(x, y)), worst);
        worst = larger(error_in_ulp(pc_pow(near_one, y), powl(near_one, y)), worst);
    }
    printf(" [pow: largest error %.3f ulp] ", worst);
    CU_ASSERT(worst < 0.8);

    for (uint32_t i = 0; i < 1000; i++) {
        const double x = point(i, 0) * 1000;
        CU_ASSERT_EQUAL(pc_pow(x, 0), 1);
        CU_ASSERT_EQUAL(pc_pow(x, 1), x);
        CU_ASSERT_EQUAL(pc_pow(x, 2), x * x);
        CU_ASSERT_EQUAL(pc_pow(1, x), 1);
        CU_ASSERT_EQUAL(pc_pow(0, x), 0);
    }
    CU_ASSERT_EQUAL(pc_pow(2, 10), 1024);
    CU_ASSERT_EQUAL(pc_pow(2, -1074), 0x1p-1074);
    CU_ASSERT_EQUAL(pc_pow(9, 0.5), 3);
    CU_ASSERT_EQUAL(pc_pow(0, 0), 1);
    CU_ASSERT_EQUAL(pc_pow(0, -1), INFINITY);
    CU_ASSERT_EQUAL(pc_pow(10, 400), INFINITY);
    CU_ASSERT_EQUAL(pc_pow(10, -400), 0);
    CU_ASSERT_EQUAL(pc_pow(0.5, 1e300), 0);
    CU_ASSERT_EQUAL(pc_pow(0.5, -1e300), INFINITY);
    CU_ASSERT(isnan(pc_pow(-1, 3)));
    CU_ASSERT(isnan(pc_pow(NAN, 3)));
    CU_ASSERT(isnan(pc_pow(3, NAN)));
}

/* A larger argument never gives a smaller result, also across the seams of the
 * reduction. */
static void
test_monotone(void)
{
    int drops = 0;
    for (uint32_t i = 0; i < NUM_POINTS; i++) {
        double x = (i % 1401 - 700.0) * 0.5 * 0.693147180559945;
        x += (point(i, 0) - 0.5) * 1e-13;
        const double next = nextafter(x, INFINITY);
        drops += pc_exp(next) < pc_exp(x);
        double y = ldexp(i % 2 == 0 ? 1.4142135623730951 : 1, (int) (i % 100) - 50);
        y *= 1 + (point(i, 1) - 0.5) * 1e-14;
        drops += pc_log(nextafter(y, INFINITY)) < pc_log(y);
    }
    CU_ASSERT_EQUAL(drops, 0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "exp", test_exp },
        { "log", test_log },
        { "log1p", test_log1p },
        { "pow", test_pow },
        { "monotone", test_monotone },
        CU_TEST_INFO_NULL,
    };
    return test_main("elementary", tests, argc, argv);
}
