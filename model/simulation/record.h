/* record.h - step 8 of the month: the results row, from the state and the flows. */
#ifndef PC_SIMULATION_RECORD_H
#define PC_SIMULATION_RECORD_H

#include "simulation/run.h"

/* Stocks only; flows and ratios of flows stay missing. For the row before the first
 * month. */
void pc_record_state(
    const pc_run_t *run, const pc_month_plan_t *now, pc_results_t *results, size_t row);

/* Stocks and flows of the month just simulated. */
void pc_record_month(
    const pc_run_t *run, const pc_month_plan_t *now, pc_results_t *results, size_t row);

#endif
