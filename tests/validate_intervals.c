/* validate_intervals.c - how often the 95 % intervals of ensembles hold the truth, for
 * several numbers of draws and replicates (coverage.h). A share whose error is given
 * must be 95 % within four Monte Carlo errors; those of quantiles and of the standard
 * deviation within one point more, as they rest on large numbers. */
#include <math.h>
#include <stdio.h>

#include "coverage.h"

#define TRIALS 4000

static int
print_share(double share, double within)
{
    const double error = sqrt(0.95 * 0.05 / TRIALS);
    if (isnan(share)) {
        printf(" - |");
        return 0;
    }
    const int bad = fabs(share - 0.95) > within + 4 * error;
    printf(" %.1f%s |", 100 * share, bad ? " FAILED" : "");
    return bad;
}

int
main(void)
{
    static const size_t sizes[][2] = { { 10, 16 }, { 20, 2 }, { 20, 16 }, { 40, 1 },
        { 40, 16 }, { 100, 1 }, { 100, 2 }, { 100, 16 }, { 200, 1 }, { 200, 2 },
        { 200, 16 }, { 1000, 2 } };
    int bad = 0;
    puts("| draws x replicates | mean | difference | sd | 5 % | 10 % | 25 % | 50 % | "
         "75 % | 90 % | 95 % | members as units |\n"
         "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | "
         "---: |");
    for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
        double share[NUM_COVERED];
        if (coverage_study(sizes[k][0], sizes[k][1], TRIALS, share)) {
            return 70;
        }
        printf("| %zu x %zu |", sizes[k][0], sizes[k][1]);
        bad |= print_share(share[COVERED_MEAN], 0);
        bad |= print_share(share[COVERED_PAIRED], 0);
        bad |= print_share(share[COVERED_SD], 0.01);
        for (int q = 0; q < PC_NUM_QUANTILES; q++) {
            bad |= print_share(share[COVERED_QUANTILES + q], 0.01);
        }
        printf(" %.1f |\n", 100 * share[COVERED_NAIVE]);
        fflush(stdout);
    }
    return bad;
}
