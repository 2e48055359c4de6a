/* demand.h - step 3 of the month: patients, lines of treatment, and the tests of every
 * cell.
 *
 *   x_1(m) = drug_therapy_patients / 12 x fitness
 *   x_k(m) = x_{k-1}(m - lag_k) (1 - tested_{k-1}(m - lag_k)) pass_k,  k = 2, 3
 *   tested_k = offer_k uptake A, and at k = 1 the early tests of the others
 *   solid = sum over k of x_k offer_k uptake A
 *
 * S is the share of the country's patients treated at a site, A = S + referral (1 - S)
 * that with access to one. Equations in full: docs/model.md, section 7. */
#ifndef PC_SIMULATION_DEMAND_H
#define PC_SIMULATION_DEMAND_H

#include "simulation/run.h"

/* Fills flows->access_*, line, mean_tests, and the weights and shares of the routes.
 * PC_ERR_RANGE if a mean passes PC_MEAN_MAX. */
pc_status pc_demand_step(pc_run_t *run, const pc_month_plan_t *now) PC_MUST_CHECK;

/* Sets e_i for the month: state.open_sum, from state.open and its history. */
void pc_demand_remember_open(pc_run_t *run, const pc_month_plan_t *now);

#endif
