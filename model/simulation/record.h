/* record.h - step 8 of the month: the results row, from the state and the flows. */
#ifndef PC_SIMULATION_RECORD_H
#define PC_SIMULATION_RECORD_H

#include "simulation/run.h"

/* Both fail with PC_ERR_RANGE if a value is not a number where one belongs
 * (pc_results_fault): no result may hold it. */

/* Stocks only; flows and ratios of flows stay missing. For the row before the first
 * month. */
pc_status pc_record_state(const pc_run_t *run, const pc_month_plan_t *now,
    pc_results_t *results, size_t row) PC_MUST_CHECK;

/* Stocks and flows of the month just simulated. */
pc_status pc_record_month(const pc_run_t *run, const pc_month_plan_t *now,
    pc_results_t *results, size_t row) PC_MUST_CHECK;

#endif
