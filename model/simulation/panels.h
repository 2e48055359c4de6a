/* panels.h - steps 4 to 6 of the month: cases, routing, and the expert panels.
 *
 * Per cell, stream and group: tests N, of which omitted O, EP cases N - O. A host's
 * arrivals are the EP cases of the cells it hosts, less the unclear ones an EP-capable
 * site refers, plus those referred to it.
 *
 *   elastic  discussed = backlog + arrivals
 *   hard     discussed = min(backlog + arrivals, capacity), then dropouts leave the rest
 *   wait     schedule_days + 30.4375 backlog / c days
 *
 * Equations: docs/model.md, sections 8 and 9. */
#ifndef PC_SIMULATION_PANELS_H
#define PC_SIMULATION_PANELS_H

#include "simulation/run.h"

#define PC_DAYS_PER_MONTH 30.4375
#define PC_LONG_WAIT_DAYS 28

/* Steps 4 and 5: counts of every cell, and the arrivals of every host. */
void pc_cases_step(pc_run_t *run, const pc_month_plan_t *now);

/* Step 6: every host discusses up to its capacity. */
void pc_panels_step(pc_run_t *run, const pc_month_plan_t *now);

/* Share of a month's arrivals that wait over 28 days, first in first out: the backlog
 * met by a case moves straight from `before` to `after` over the month. Capacity c > 0
 * cases a month. */
double pc_share_over_28(
    double before, double after, double capacity, double schedule_days);

/* Days that the cases arriving at a host wait, and in *over_28 the share (0..1) that
 * waits over 28 days; NaN and 1 if capacity (cases a month, > 0 otherwise) is hard and
 * 0. */
double pc_host_wait(const pc_params_t *params, double before, double backlog,
    double capacity, double *over_28);

#endif
