#include <math.h>
#include <string.h>

#include "base/number.h"
#include "scenario/values/distribution.h"
#include "tests/unit/testlib.h"

static double
quantile(pc_dist_t dist, double u)
{
    CU_ASSERT_PTR_NULL(pc_dist_fault(&dist));
    return pc_dist_quantile(&dist, u, -INFINITY, INFINITY);
}

static double values[] = { 1, 2, 4 };
static double weights[] = { 0.2, 0.5, 0.3 };

/* Closed forms and figures from printed tables. */
static const struct {
    pc_dist_t dist;
    double u, value;
} closed_forms[] = {
    { { .type = PC_DIST_UNIFORM, .min = 10, .max = 30 }, 0.25, 15 },
    { { .type = PC_DIST_TRIANGULAR, .min = 0, .mode = 0, .max = 1 }, 0.75, 0.5 },
    { { .type = PC_DIST_TRIANGULAR, .min = 0, .mode = 1, .max = 1 }, 0.25, 0.5 },
    { { .type = PC_DIST_TRIANGULAR, .min = 0, .mode = 2, .max = 4 }, 0.5, 2 },
    /* PERT with the mode at the left end is Beta(1, 5): 1 - (1 - u)^(1/5) */
    { { .type = PC_DIST_PERT, .min = 0, .mode = 0, .max = 1 }, 0.5, 0.129449436703876 },
    { { .type = PC_DIST_PERT, .min = 2, .mode = 4, .max = 6 }, 0.5, 4 },
    { { .type = PC_DIST_NORMAL_P80, .low = -1, .high = 3 }, 0.9, 3 },
    { { .type = PC_DIST_NORMAL_P80, .low = -1, .high = 3 }, 0.1, -1 },
    /* 97.5 % point: 1 + 2 x 1.959963984540 / 1.281551565545 */
    { { .type = PC_DIST_NORMAL_P80, .low = -1, .high = 3 }, 0.975, 4.05873604658 },
    { { .type = PC_DIST_LOGNORMAL_P80, .low = 6, .high = 24 }, 0.5, 12 },
    { { .type = PC_DIST_LOGNORMAL_P80, .low = 6, .high = 24 }, 0.9, 24 },
    /* the quotient of the ends is past the largest double */
    { { .type = PC_DIST_LOGNORMAL_P80, .low = 1e-200, .high = 1e200 }, 0.5, 1 },
    /* a symmetric law has its median in the middle, at the largest shapes as well */
    { { .type = PC_DIST_BETA, .alpha = 1e5, .beta = 1e5, .min = 0, .max = 1 }, 0.5,
        0.5 },
    /* Beta(2, 1) is u^(1/2), stretched to [1, 3] */
    { { .type = PC_DIST_BETA, .alpha = 2, .beta = 1, .min = 1, .max = 3 }, 0.49, 2.4 },
    /* Gamma(1) is exponential; Gamma(5) x 2 is chi-square with 10 degrees of freedom
     */
    { { .type = PC_DIST_GAMMA, .shape = 1, .scale = 3 }, 0.5, 2.07944154168 },
    { { .type = PC_DIST_GAMMA, .shape = 5, .scale = 2 }, 0.95, 18.3070380533 },
    /* series of positive terms with 40 digits */
    { { .type = PC_DIST_GAMMA, .shape = 0.2, .scale = 1 }, 0.765, 0.200876765804 },
    { { .type = PC_DIST_GAMMA, .shape = 39810.7, .scale = 1 }, 0.168, 39618.7121275907 },
    { { .type = PC_DIST_GAMMA, .shape = 1e6, .scale = 1e-3 }, 0.16, 999.005538598340 },
    { { .type = PC_DIST_GAMMA, .shape = 1e6, .scale = 1e-3 }, 0.25, 999.325328684587 },
    { { .type = PC_DIST_CHOICE, .values = values, .weights = weights, .num = 3 }, 0.2,
        1 },
    { { .type = PC_DIST_CHOICE, .values = values, .weights = weights, .num = 3 }, 0.21,
        2 },
    { { .type = PC_DIST_CHOICE, .values = values, .weights = weights, .num = 3 }, 0.9999,
        4 },
    { { .type = PC_DIST_EMPIRICAL, .values = values, .num = 3 }, 0.5, 2 },
    { { .type = PC_DIST_EMPIRICAL, .values = values, .num = 3 }, 0.75, 3 },
    { { .type = PC_DIST_EMPIRICAL, .values = values, .num = 1 }, 0.75, 1 },
};

static void
test_closed_forms(void)
{
    for (size_t i = 0; i < sizeof(closed_forms) / sizeof(closed_forms[0]); i++) {
        const double found = quantile(closed_forms[i].dist, closed_forms[i].u);
        CU_ASSERT_DOUBLE_EQUAL(
            found, closed_forms[i].value, 2e-11 * fabs(closed_forms[i].value));
        CU_ASSERT_EQUAL(found, pc_round12(found));
    }
}

/* A PERT has mean (min + 4 mode + max) / 6 and the range / sqrt(7) bounds its spread;
 * its quantiles averaged over a grid must give that mean. */
static void
test_means(void)
{
    enum { n = 4000 };
    const pc_dist_t pert = {
        .type = PC_DIST_PERT, .min = 0.273, .mode = 0.555, .max = 0.6
    };
    const pc_dist_t skewed = { .type = PC_DIST_GAMMA, .shape = 0.5, .scale = 2 };
    double sum = 0;
    double sum_skewed = 0;
    for (int i = 0; i < n; i++) {
        sum += quantile(pert, (i + 0.5) / n);
        sum_skewed += quantile(skewed, (i + 0.5) / n);
    }
    CU_ASSERT_DOUBLE_EQUAL(sum / n, (0.273 + 4 * 0.555 + 0.6) / 6, 1e-5);
    CU_ASSERT_DOUBLE_EQUAL(sum_skewed / n, 1, 2e-3);
}

/* Rising in u, within its ends, and finite as far out as a uniform can lie. */
static void
test_order_and_ends(void)
{
    const pc_dist_t dists[] = {
        { .type = PC_DIST_UNIFORM, .min = 0, .max = 1 },
        { .type = PC_DIST_TRIANGULAR, .min = 0, .mode = 0.2, .max = 1 },
        { .type = PC_DIST_PERT, .min = 0, .mode = 0.35, .max = 1 },
        { .type = PC_DIST_NORMAL_P80, .low = 0.4, .high = 0.6 },
        { .type = PC_DIST_LOGNORMAL_P80, .low = 0.1, .high = 0.6 },
        { .type = PC_DIST_BETA, .alpha = 0.05, .beta = 0.05, .min = 0, .max = 1 },
        { .type = PC_DIST_BETA, .alpha = 1000, .beta = 3, .min = 0, .max = 1 },
        { .type = PC_DIST_GAMMA, .shape = 0.02, .scale = 1 },
        { .type = PC_DIST_GAMMA, .shape = 1e5, .scale = 1e-5 },
        { .type = PC_DIST_EMPIRICAL, .values = values, .num = 3 },
    };
    static const double us[] = { 1.2e-16, 1e-9, 1e-3, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999,
        1 - 1e-9, 1 - 1.2e-16 };
    for (size_t i = 0; i < sizeof(dists) / sizeof(dists[0]); i++) {
        double min, max;
        double last = -INFINITY;
        pc_dist_support(&dists[i], &min, &max);
        for (size_t k = 0; k < sizeof(us) / sizeof(us[0]); k++) {
            const double x = quantile(dists[i], us[k]);
            CU_ASSERT(isfinite(x) && x >= last && x >= min && x <= max);
            const double clamped = pc_dist_quantile(&dists[i], us[k], 0.3, 0.6);
            CU_ASSERT(clamped >= 0.3 && clamped <= 0.6);
            last = x;
        }
    }
}

static void
test_faults(void)
{
    const pc_dist_t bad[] = {
        { .type = PC_DIST_UNIFORM, .min = 1, .max = 1 },
        { .type = PC_DIST_TRIANGULAR, .min = 0, .mode = 2, .max = 1 },
        { .type = PC_DIST_PERT, .min = NAN, .mode = 0.5, .max = 1 },
        { .type = PC_DIST_LOGNORMAL_P80, .low = -1, .high = 1 },
        { .type = PC_DIST_NORMAL_P80, .low = 2, .high = 1 },
        { .type = PC_DIST_BETA, .alpha = 1, .beta = 0, .max = 1 },
        { .type = PC_DIST_BETA, .alpha = 1e6, .beta = 1e6, .max = 1 },
        { .type = PC_DIST_GAMMA, .shape = 1, .scale = 0 },
        { .type = PC_DIST_CHOICE },
        { .type = PC_DIST_CHOICE, .values = values, .weights = weights, .num = 2 },
        { .type = PC_DIST_NONE },
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CU_ASSERT_PTR_NOT_NULL(pc_dist_fault(&bad[i]));
    }
    CU_ASSERT_EQUAL(pc_dist_find("pert"), PC_DIST_PERT);
    CU_ASSERT_EQUAL(pc_dist_find(""), PC_DIST_NONE);
    CU_ASSERT_EQUAL(pc_dist_find("Pert"), PC_DIST_NONE);
}

/* The share of the draws below a value is the distribution function there. */
static void
test_share_below(void)
{
    const pc_dist_t normal = { .type = PC_DIST_NORMAL_P80, .low = 0.05, .high = 0.95 };
    const pc_dist_t uniform = { .type = PC_DIST_UNIFORM, .min = -1, .max = 3 };
    const pc_dist_t gamma = { .type = PC_DIST_GAMMA, .shape = 2, .scale = 5 };
    const pc_dist_t lognormal = { .type = PC_DIST_LOGNORMAL_P80, .low = 1, .high = 16 };
    const pc_dist_t choice = {
        .type = PC_DIST_CHOICE, .values = values, .weights = weights, .num = 3
    };
    const pc_dist_t empirical = {
        .type = PC_DIST_EMPIRICAL, .values = values, .num = 3
    };
    const double z = 0.5 / (0.9 / (2 * 1.2815515655446004));
    CU_ASSERT_DOUBLE_EQUAL(
        pc_dist_share_below(&normal, 0, 0), erfc(z / sqrt(2)) / 2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(
        1 - pc_dist_share_below(&normal, 1, 1), erfc(z / sqrt(2)) / 2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&uniform, 0, 0), 0.25, 1e-9);
    CU_ASSERT_EQUAL(pc_dist_share_below(&uniform, -1, 0), 0);
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&uniform, 3, 1), 1, 1e-9);
    /* 1 - (1 + x) exp(-x), x = 1 / 5 */
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&gamma, 1, 1), 1 - 1.2 * exp(-0.2), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&lognormal, 4, 0), 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&choice, 2, 0), 0.2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&choice, 2, 1), 0.7, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_dist_share_below(&empirical, 3, 0), 0.75, 1e-9);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "closed_forms", test_closed_forms },
        { "means", test_means },
        { "order_and_ends", test_order_and_ends },
        { "share_below", test_share_below },
        { "faults", test_faults },
        CU_TEST_INFO_NULL,
    };
    return test_main("distribution", tests, argc, argv);
}
