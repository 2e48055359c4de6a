/* ranges.h - what is odd about the range of a parameter: draws that fall outside its
 * bounds, and a value that its range does not hold. */
#ifndef PC_SCENARIO_RANGES_H
#define PC_SCENARIO_RANGES_H

#include "scenario/reader.h"

/* The share of the draws (0 to 1) that are moved to a bound of the parameter; of a
 * factor on a series, in at least one of the months from `start` to `end`. 0 without a
 * range. */
double pc_range_moved(const pc_param_def_t *def, pc_month start, pc_month end);

/* A share of the draws that is worth a word. */
#define PC_RANGE_MOVED_LEAST 0.001

/* Warns of the range of `def`, at `place`, if at least PC_RANGE_MOVED_LEAST of its draws
 * are moved. */
void pc_range_warn_moved(const pc_param_def_t *def, pc_month start, pc_month end,
    const pc_json_t *place, pc_diags_t *diags);

/* Warns of every such range of the scenario, and of a value that lies outside the range
 * it has: for a factor that value is 1, the series as it stands. */
void pc_ranges_warn(const pc_scenario_t *scenario, pc_diags_t *diags);

#endif
