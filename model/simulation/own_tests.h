/* own_tests.h - who of the sites' own patients is tested: a hazard, so that nobody is
 * tested twice.
 *
 * Own patients are told apart by class (core, hub, cooperative of both tiers) and
 * prefecture: q shares of the country's patients at a line of treatment, h hazards.
 *
 *     u = 1 - exp(-lambda h),   lambda such that the sum of q u is what is wanted
 *
 * Equations in full: docs/model.md, section 7. */
#ifndef PC_SIMULATION_OWN_TESTS_H
#define PC_SIMULATION_OWN_TESTS_H

#include "scenario/model_input.h"

/* Own weights differ by class. */
enum { PC_OWN_CORE, PC_OWN_HUB, PC_OWN_COOPERATIVE, PC_NUM_OWN };

/* The class of a tier. */
static inline int
pc_own_class(int tier)
{
    return tier == PC_TIER_CORE  ? PC_OWN_CORE
           : tier == PC_TIER_HUB ? PC_OWN_HUB
                                 : PC_OWN_COOPERATIVE;
}

typedef struct {
    double share[PC_NUM_OWN][PC_NUM_PREFECTURES];  /* q */
    double hazard[PC_NUM_OWN][PC_NUM_PREFECTURES]; /* h: own weight x practice */
} pc_own_t;

/* Sets `tested` to u. The sum of q u; less than `wanted` only where all who have a
 * hazard are tested. */
double pc_own_tested(
    const pc_own_t *own, double wanted, double tested[PC_NUM_OWN][PC_NUM_PREFECTURES]);

#endif
