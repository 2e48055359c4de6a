/* statistics.c - exact quantiles, and errors that hold what they say. */
#include <math.h>
#include <stdlib.h>

#include "tests/unit/coverage.h"
#include "tests/unit/testlib.h"

/* Type 7, by hand: of 1, 2, 4, 8 the median is 3 and the 0.1 quantile 1.3. */
static void
test_quantiles_of_type_7(void)
{
    static const double sorted[] = { 1, 2, 4, 8 };
    CU_ASSERT_DOUBLE_EQUAL(pc_sorted_quantile(sorted, 4, 0.5), 3, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(pc_sorted_quantile(sorted, 4, 0.1), 1.3, 1e-15);
    CU_ASSERT_EQUAL(pc_sorted_quantile(sorted, 4, 0), 1);
    CU_ASSERT_EQUAL(pc_sorted_quantile(sorted, 4, 1), 8);
    CU_ASSERT_EQUAL(pc_sorted_quantile(sorted, 1, 0.7), 1);
    CU_ASSERT(isnan(pc_sorted_quantile(sorted, 0, 0.5)));
}

/* Intervals hold the truth as often as they say, also with few draws of many replicates
 * each, where members counted one by one hold it far too rarely; errors that could not
 * keep the promise are missing. */
static void
check_coverage(size_t draws, size_t each, size_t first, uint32_t trials)
{
    double share[NUM_COVERED];
    const double within = 4.5 * sqrt(0.95 * 0.05 / trials);
    CU_ASSERT_EQUAL_FATAL(coverage_study(LAW_NORMAL, draws, each, trials, share), 0);
    CU_ASSERT_DOUBLE_EQUAL(share[COVERED_MEAN], 0.95, within);
    CU_ASSERT_DOUBLE_EQUAL(share[COVERED_PAIRED], 0.95, within);
    if (draws < PC_SD_UNITS) {
        CU_ASSERT(isnan(share[COVERED_SD]));
    } else {
        CU_ASSERT_DOUBLE_EQUAL(share[COVERED_SD], 0.94, within);
    }
    for (size_t q = 0; q < PC_NUM_QUANTILES; q++) {
        if (q < first || q + first >= PC_NUM_QUANTILES) {
            CU_ASSERT(isnan(share[COVERED_QUANTILES + q]));
        } else {
            CU_ASSERT_DOUBLE_EQUAL(share[COVERED_QUANTILES + q], 0.95, within);
        }
    }
    if (each > 4) {
        CU_ASSERT(share[COVERED_NAIVE] < 0.65);
    }
}

static void
test_intervals_hold(void)
{
    check_coverage(10, 16, 4, 2000);
    check_coverage(40, 16, 2, 1000);
    check_coverage(100, 16, 1, 1000);
    check_coverage(200, 1, 0, 2000);
    check_coverage(200, 2, 0, 2000);
}

/* Of whole numbers, intervals of quantiles reach the next number on both sides, with and
 * without draws. */
static void
test_intervals_of_whole_numbers(void)
{
    static const size_t sizes[][2] = { { 200, 1 }, { 200, 4 } };
    const uint32_t trials = 500;
    const double within = 4.5 * sqrt(0.95 * 0.05 / trials);
    for (int law = LAW_POISSON; law < NUM_LAWS; law++) {
        for (size_t k = 0; k < 2; k++) {
            double share[NUM_COVERED];
            CU_ASSERT_EQUAL_FATAL(coverage_study((coverage_law_t) law, sizes[k][0],
                                      sizes[k][1], trials, share),
                0);
            for (size_t q = 0; q < PC_NUM_QUANTILES; q++) {
                CU_ASSERT(share[COVERED_QUANTILES + q] > 0.95 - within);
            }
        }
    }
}

/* By hand: of 10 x 1, 12 x 2 and 18 x 3 the share below the median 2 counts 1, 10/12 and
 * 0 of each value, so that its error is sqrt(8.333 / 40 / 39) = 0.0731. Times t it is
 * 0.148, and the quantiles of the levels 0.352 and 0.648 are 2 and 3. The step of 1
 * above holds below as well. */
static void
test_quantile_between_ties(void)
{
    double column[40];
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    pc_statistics_t s;
    for (int k = 0; k < 40; k++) {
        column[k] = k < 10 ? 1 : k < 22 ? 2 : 3;
    }
    pc_clusters_init(&clusters, 40, 1);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&scratch, &clusters), PC_OK);
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT_EQUAL(s.quantile[3], 2);
    CU_ASSERT_DOUBLE_EQUAL(s.quantile_error[3], 1 / 2.0226909, 1e-6);
    pc_scratch_free(&scratch);
}

/* Equal values have no spread, whatever their digits. */
static void
test_equal_values(void)
{
    double column[1000];
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    pc_statistics_t s;
    for (int k = 0; k < 1000; k++) {
        column[k] = 120 + 5 / 6.0;
    }
    pc_clusters_init(&clusters, 1000, 2);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&scratch, &clusters), PC_OK);
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT_EQUAL(s.mean, 120 + 5 / 6.0);
    CU_ASSERT_EQUAL(s.sd, 0);
    CU_ASSERT_EQUAL(s.mean_error, 0);
    CU_ASSERT_EQUAL(s.sd_error, 0);
    CU_ASSERT_EQUAL(s.quantile_error[0], 0);
    CU_ASSERT_EQUAL(s.quantile_error[3], 0);
    pc_scratch_free(&scratch);
}

/* Sums of equal parts differ in their last digits: that is no spread, and the error of a
 * mean is 0. A spread of 1e-12 of the values is one. */
static void
test_rounding_is_no_spread(void)
{
    double column[201], mean, error;
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    pc_statistics_t s;
    pc_clusters_init(&clusters, 201, 1);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&scratch, &clusters), PC_OK);
    for (int k = 0; k < 201; k++) {
        column[k] = 14 + k % 3 * 1.8e-15;
    }
    column[7] = NAN;
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT(s.sd == 0 && s.mean_error == 0 && s.sd_error == 0);
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        CU_ASSERT_EQUAL(s.quantile_error[q], 0);
    }
    column[8] = 14 + 14e-12;
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT(s.sd > 0 && s.mean_error > 0 && s.sd_error > 0);
    column[8] = 14;
    pc_mean_and_error(column, 3, 1, &mean, &error);
    CU_ASSERT_EQUAL(error, 0);
    pc_mean_and_error(column, 1, 1, &mean, &error);
    CU_ASSERT(isnan(error));
    pc_scratch_free(&scratch);
}

/* Missing values are left out; with too few clusters the error of a quantile is missing,
 * not wrong. */
static void
test_missing_values(void)
{
    double column[] = { 3, NAN, 1, 2, NAN, 6 };
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    pc_statistics_t s;
    pc_clusters_init(&clusters, 6, 1);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&scratch, &clusters), PC_OK);
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT_EQUAL(s.num, 4);
    CU_ASSERT_DOUBLE_EQUAL(s.mean, 3, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(s.sd, sqrt(14 / 3.0), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(s.mean_error, sqrt(14 / 3.0 / 4), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(s.quantile[3], 2.5, 1e-15);
    CU_ASSERT(isnan(s.quantile_error[3]));
    for (int k = 0; k < 6; k++) {
        column[k] = NAN;
    }
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT_EQUAL(s.num, 0);
    CU_ASSERT(
        isnan(s.mean) && isnan(s.sd) && isnan(s.mean_error) && isnan(s.quantile[0]));
    pc_scratch_free(&scratch);
}

/* With so few values that a resample may have none, the error of a quantile is missing.
 */
static void
test_rare_values(void)
{
    double column[40];
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    pc_statistics_t s;
    for (int k = 0; k < 40; k++) {
        column[k] = k == 7 ? 3 : NAN;
    }
    pc_clusters_init(&clusters, 40, 1);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&scratch, &clusters), PC_OK);
    pc_statistics(&clusters, &scratch, column, 1, &s);
    CU_ASSERT_EQUAL(s.quantile[3], 3);
    CU_ASSERT(isnan(s.quantile_error[3]));
    pc_scratch_free(&scratch);
}

/* Negative values, both zeros and ties sort as numbers do. */
static void
test_sorts_all_numbers(void)
{
    static const double column[] = { 2, -0.5, 0, -1e300, 7, -0.0, 2, INFINITY, 1e-310,
        -3 };
    static const double sorted[] = { -1e300, -3, -0.5, 0, 0, 1e-310, 2, 2, 7, INFINITY };
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    pc_statistics_t s;
    pc_clusters_init(&clusters, 10, 1);
    CU_ASSERT_EQUAL_FATAL(pc_scratch_init(&scratch, &clusters), PC_OK);
    pc_statistics(&clusters, &scratch, column, 0, &s);
    for (int k = 0; k < 10; k++) {
        CU_ASSERT_EQUAL(scratch.sorted[k], sorted[k]);
    }
    CU_ASSERT_EQUAL(scratch.cluster[6], 0); /* of the two 2s, the first member's */
    CU_ASSERT_EQUAL(scratch.cluster[7], 6);
    pc_scratch_free(&scratch);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "quantiles_of_type_7", test_quantiles_of_type_7 },
        { "intervals_hold", test_intervals_hold },
        { "intervals_of_whole_numbers", test_intervals_of_whole_numbers },
        { "quantile_between_ties", test_quantile_between_ties },
        { "equal_values", test_equal_values },
        { "rounding_is_no_spread", test_rounding_is_no_spread },
        { "missing_values", test_missing_values },
        { "rare_values", test_rare_values },
        { "sorts_all_numbers", test_sorts_all_numbers },
        CU_TEST_INFO_NULL,
    };
    return test_main("statistics", tests, argc, argv);
}
