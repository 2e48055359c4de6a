/* intervals.c - how often the 95 % intervals of ensembles hold the truth, for
 * several laws and numbers of draws and replicates (coverage.h). A share whose error is
 * given must be 95 % within four Monte Carlo errors; those of quantiles and of the
 * standard deviation within one point more, as they rest on large numbers. Quantiles of
 * whole numbers may be held more often. */
#include <math.h>
#include <stdio.h>

#include "tests/unit/coverage.h"

#define TRIALS 4000

/* `above`: how far the share may lie above 95 %. */
static int
print_share(double share, double below, double above)
{
    const double error = sqrt(0.95 * 0.05 / TRIALS);
    if (isnan(share)) {
        printf(" - |");
        return 0;
    }
    const int bad = share < 0.95 - below - 4 * error || share > 0.95 + above + 4 * error;
    printf(" %.1f%s |", 100 * share, bad ? " FAILED" : "");
    return bad;
}

static int
print_row(coverage_law_t law, size_t draws, size_t each)
{
    static const char *const names[NUM_LAWS] = { "normal", "Poisson", "binomial" };
    double share[NUM_COVERED];
    int bad = 0;
    if (coverage_study(law, draws, each, TRIALS, share)) {
        puts(" out of memory");
        return 1;
    }
    printf("| %s | %zu x %zu |", names[law], draws, each);
    bad |= print_share(share[COVERED_MEAN], 0, 0);
    bad |= print_share(share[COVERED_PAIRED], 0, 0);
    bad |= print_share(share[COVERED_SD], 0.01, 0.01);
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        bad |= print_share(
            share[COVERED_QUANTILES + q], 0.01, law == LAW_NORMAL ? 0.01 : 1);
    }
    printf(" %.1f |\n", 100 * share[COVERED_NAIVE]);
    fflush(stdout);
    return bad;
}

int
main(void)
{
    static const size_t sizes[][2] = { { 10, 16 }, { 20, 2 }, { 20, 16 }, { 40, 1 },
        { 40, 16 }, { 100, 1 }, { 100, 2 }, { 100, 16 }, { 200, 1 }, { 200, 2 },
        { 200, 16 }, { 1000, 2 } };
    const size_t num_sizes = sizeof(sizes) / sizeof(sizes[0]);
    int bad = 0;
    puts(
        "| law | draws x replicates | mean | difference | sd | 5 % | 10 % | 25 % | 50 % "
        "| 75 % | 90 % | 95 % | members as units |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | "
        "---: | ---: |");
    for (size_t k = 0; k < num_sizes; k++) {
        bad |= print_row(LAW_NORMAL, sizes[k][0], sizes[k][1]);
    }
    /* Whole numbers, where quantiles have errors. */
    for (int law = LAW_POISSON; law < NUM_LAWS; law++) {
        for (size_t k = 0; k < num_sizes; k++) {
            if (sizes[k][0] >= pc_quantile_units(0.5)) {
                bad |= print_row((coverage_law_t) law, sizes[k][0], sizes[k][1]);
            }
        }
    }
    return bad;
}
