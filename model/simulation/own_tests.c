#include "simulation/own_tests.h"

#include <string.h>

#include "base/chance/elementary.h"

#define TOLERANCE 1e-12 /* relative, of the sum of q u */
#define STEPS_MAX 100

/* Where somebody is, kind by kind. */
typedef struct {
    double share, hazard;
    double *tested;
} place_t;

/* F = sum of q u at `lambda`, and its slope. */
static double
sum_tested(const place_t *places, size_t num, double lambda, double *slope)
{
    double sum = 0;
    *slope = 0;
    for (size_t k = 0; k < num; k++) {
        const double left = pc_exp(-lambda * places[k].hazard);
        sum += places[k].share * (1 - left);
        *slope += places[k].share * places[k].hazard * left;
    }
    return sum;
}

double
pc_own_tested(
    const pc_own_t *own, double wanted, double tested[PC_NUM_OWN][PC_NUM_PREFECTURES])
{
    place_t places[PC_NUM_OWN * PC_NUM_PREFECTURES];
    size_t num = 0;
    double most = 0;
    memset(tested, 0, sizeof(own->share));
    for (int kind = 0; kind < PC_NUM_OWN; kind++) {
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            const double share = own->share[kind][p], hazard = own->hazard[kind][p];
            if (share > 0 && hazard > 0) {
                most += share;
                places[num++] = (place_t){ share, hazard, &tested[kind][p] };
            }
        }
    }
    if (!(wanted > 0) || num == 0) {
        return 0;
    }
    double lambda = 0, slope;
    if (wanted >= (1 - TOLERANCE) * most) {
        for (size_t k = 0; k < num; k++) {
            *places[k].tested = 1;
        }
        return most;
    }
    /* F bends down, so Newton's steps from 0 come near the root from below. */
    double sum = sum_tested(places, num, 0, &slope);
    for (int step = 0; step < STEPS_MAX && wanted - sum > TOLERANCE * wanted; step++) {
        lambda += (wanted - sum) / slope;
        sum = sum_tested(places, num, lambda, &slope);
    }
    for (size_t k = 0; k < num; k++) {
        *places[k].tested = 1 - pc_exp(-lambda * places[k].hazard);
    }
    return sum;
}
