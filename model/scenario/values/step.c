#include "scenario/values/step.h"

#include <string.h>

#include "base/number.h"
#include "base/words.h"

const char *
pc_step_fault(pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    if (unit != NULL && strcmp(unit, "YYYYMM") == 0) {
        return N_("a date does not change with time; give a value without a month");
    }
    if (which == PC_P_demand_cumulative_tests) {
        return N_("this is a count at one date, read in the first month alone; give a "
                  "value without a month");
    }
    return NULL;
}

static int
is_share(pc_param which)
{
    const pc_param_info_t *info = &pc_param_table[which];
    return info->unit != NULL && strcmp(info->unit, "1") == 0 && info->upper <= 1;
}

static int
has_odds(double share)
{
    return share > 0 && share < 1;
}

static double
moved(pc_param which, const pc_step_t *step, double value)
{
    const double to = step->value, centre = step->centre;
    if (value == centre) {
        return to;
    }
    if (which == PC_P_rollout_schedule) {
        return pc_round12(value + (to - centre));
    }
    if (!is_share(which)) {
        return centre != 0 ? pc_round12(value * (to / centre)) : to;
    }
    if (!has_odds(to) || !has_odds(centre)) {
        return to;
    }
    const double odds = to * (1 - centre) / (centre * (1 - to));
    return pc_round12(value * odds / (1 - value + value * odds));
}

double
pc_step_apply(const pc_param_def_t *self, pc_month month, double value)
{
    size_t k = self->num_steps;
    while (k > 0 && self->steps[k - 1].from > month) {
        k--;
    }
    if (k == 0) {
        return value;
    }
    const pc_step_t *step = &self->steps[k - 1];
    return step->exact ? step->value : moved(self->which, step, value);
}
