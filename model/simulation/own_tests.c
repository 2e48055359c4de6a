#include "simulation/own_tests.h"

#include <string.h>

#include "base/chance/elementary.h"

#define TOLERANCE 1e-12 /* relative, of the sum of q u */
#define STEPS_MAX 100
#define MOST 700.0 /* of lambda h: nobody is left long before */
#define PLACES (PC_NUM_OWN * PC_NUM_PREFECTURES)

/* Where somebody is, kind by kind. */
typedef struct {
    size_t num;
    double share[PLACES], hazard[PLACES];
    double left[PLACES]; /* exp(-lambda h) */
    double *tested[PLACES];
} places_t;

/* F = sum of q u at `lambda`, and its slope. */
static double
sum_tested(places_t *p, double lambda, double *slope)
{
    double sum = 0;
    for (size_t k = 0; k < p->num; k++) {
        const double x = lambda * p->hazard[k];
        p->left[k] = x < MOST ? -x : -MOST;
    }
    pc_exp_many(p->num, p->left, p->left);
    *slope = 0;
    for (size_t k = 0; k < p->num; k++) {
        sum += p->share[k] * (1 - p->left[k]);
        *slope += p->share[k] * p->hazard[k] * p->left[k];
    }
    return sum;
}

double
pc_own_tested(
    const pc_own_t *own, double wanted, double tested[PC_NUM_OWN][PC_NUM_PREFECTURES])
{
    places_t places;
    double most = 0;
    places.num = 0;
    memset(tested, 0, sizeof(own->share));
    for (int kind = 0; kind < PC_NUM_OWN; kind++) {
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            const double share = own->share[kind][p], hazard = own->hazard[kind][p];
            if (share > 0 && hazard > 0) {
                most += share;
                places.share[places.num] = share;
                places.hazard[places.num] = hazard;
                places.tested[places.num++] = &tested[kind][p];
            }
        }
    }
    if (!(wanted > 0) || places.num == 0) {
        return 0;
    }
    if (wanted >= (1 - TOLERANCE) * most) {
        for (size_t k = 0; k < places.num; k++) {
            *places.tested[k] = 1;
        }
        return most;
    }
    /* F bends down, so Newton's steps from 0 come near the root from below. */
    double lambda = 0, slope, sum = sum_tested(&places, 0, &slope);
    for (int step = 0; step < STEPS_MAX && wanted - sum > TOLERANCE * wanted; step++) {
        lambda += (wanted - sum) / slope;
        sum = sum_tested(&places, lambda, &slope);
    }
    for (size_t k = 0; k < places.num; k++) {
        *places.tested[k] = 1 - places.left[k];
    }
    return sum;
}
