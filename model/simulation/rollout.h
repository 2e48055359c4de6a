/* rollout.h - step 2 of the month: sites close and open, cooperative sites become
 * EP-capable.
 *
 * In this order: dated changes of tier, after which the cells are made anew and
 * hospitals that are no longer hosts hand on their backlog; withdrawals; openings;
 * promotions. Openings a = R / 12 are shared between base hospitals and others by
 * rollout.base_share. Within a pool the chance of candidate i is min(1, k w_i), where k
 * makes the mean number of openings a (or opens every candidate with w_i > 0).
 * Equations: docs/model.md, section 6. */
#ifndef PC_SIMULATION_ROLLOUT_H
#define PC_SIMULATION_ROLLOUT_H

#include "simulation/run.h"

/* The changes of tier dated in the month. */
void pc_rollout_tier_changes(pc_run_t *run, const pc_month_plan_t *now);

/* Hospitals that are no longer hosts hand their backlog to the host of their cases;
 * after the cells were made anew. */
void pc_rollout_settle(pc_run_t *run);

/* Withdrawals, openings, promotions. */
void pc_rollout_step(pc_run_t *run, const pc_month_plan_t *now);

/* Openings a month, both pools together, by the mode in force. N sites, candidates in
 * the pools that get openings, and core and hub hospitals. */
double pc_rollout_pace(
    const pc_month_plan_t *now, double sites, double candidates, double hosts);

#endif
