/* mover.h - the assumption that moves the date of a target most.
 *
 * Each range alone goes to its 10 and its 90 % point (ensemble/one_by_one.h). A date
 * that is not reached within the run counts as the month after its end. */
#ifndef PC_ANALYSIS_MILESTONE_MOVER_H
#define PC_ANALYSIS_MILESTONE_MOVER_H

#include "analysis/ensemble/reach.h"

typedef struct {
    int found; /* 0: no assumption with a range moves the date */
    pc_param which;
    double at[2];      /* the parameter at both ends, in the last month of the run */
    pc_month dates[2]; /* PC_MONTH_NONE: later than the run */
} pc_mover_t;

/* Of each of the `num` goals; `movers` is [num]. Runs in expected mode. */
pc_status pc_movers_find(pc_mover_t *movers, const pc_goal_t *goals, size_t num,
    const pc_scenario_t *s, pc_diags_t *diags) PC_MUST_CHECK;

#endif
