/* workload.h - step 7 of the month: staff hours by tier, staff group and activity.
 *
 * The hours per test and per case hold at workload.ep_share_reference. With another
 * workload.ep_share the EP hours are scaled by share / reference and the others,
 * omission review apart, by (1 - share) / (1 - reference), so that the surveyed total
 * stays. docs/model.md, section 10. */
#ifndef PC_WORKLOAD_H
#define PC_WORKLOAD_H

#include "simulation/run.h"

void pc_workload_step(pc_run_t *run, const pc_month_plan_t *now);

#endif
