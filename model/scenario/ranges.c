#include "scenario/ranges.h"

#include <math.h>

#include "base/number.h"

/* The draws below which, and above which, some value is moved. */
static void
limits(
    const pc_param_def_t *def, pc_month start, pc_month end, double *low, double *high)
{
    const pc_param_info_t *info = &pc_param_table[def->which];
    *low = info->lower;
    *high = info->upper;
    if (def->num_points == 0) {
        return;
    }
    *low = -INFINITY;
    *high = INFINITY;
    for (pc_month m = start; m <= end; m++) {
        const double value = pc_value_unstepped(def, m, 1);
        if (value > 0) { /* a value of 0 stays 0 */
            *low = fmax(*low, info->lower / value);
            *high = fmin(*high, info->upper / value);
        }
    }
}

double
pc_range_moved(const pc_param_def_t *def, pc_month start, pc_month end)
{
    double low, high;
    if (def->dist.type == PC_DIST_NONE) {
        return 0;
    }
    limits(def, start, end, &low, &high);
    if (low > high) {
        return 1; /* no draw suits every month */
    }
    const double below = isfinite(low) ? pc_dist_share_below(&def->dist, low, 0) : 0;
    const double upto = isfinite(high) ? pc_dist_share_below(&def->dist, high, 1) : 1;
    return below + (1 - upto);
}

void
pc_range_warn_moved(const pc_param_def_t *def, pc_month start, pc_month end,
    const pc_json_t *place, pc_diags_t *diags)
{
    const pc_param_info_t *info = &pc_param_table[def->which];
    const double moved = pc_range_moved(def, start, end);
    char low[PC_NUMBER_SIZE], high[PC_NUMBER_SIZE];
    if (moved < PC_RANGE_MOVED_LEAST) {
        return;
    }
    pc_number_format(info->lower, low);
    pc_number_format(info->upper, high);
    if (def->num_points > 0) {
        pc_json_report(diags, PC_WARNING, place,
            "%.1f %% of the draws take the series out of the bounds, %s to %s, in some "
            "month, and are moved to the bound there",
            100 * moved, low, high);
    } else {
        pc_json_report(diags, PC_WARNING, place,
            "%.1f %% of the draws lie outside the bounds, %s to %s, and are moved to "
            "the "
            "nearest",
            100 * moved, low, high);
    }
}

static void
warn_of_value(const pc_param_def_t *def, const pc_json_t *place, pc_diags_t *diags)
{
    char value[PC_NUMBER_SIZE], low[PC_NUMBER_SIZE], high[PC_NUMBER_SIZE];
    double min, max;
    const int factor = def->num_points > 0;
    if (!factor && (!def->has_value || pc_param_table[def->which].choices != NULL)) {
        return;
    }
    const double reference = factor ? 1 : def->value;
    pc_dist_support(&def->dist, &min, &max);
    if (reference >= min && reference <= max) {
        return;
    }
    pc_number_format(reference, value);
    pc_number_format(min, low);
    pc_number_format(max, high);
    if (factor) {
        pc_json_report(diags, PC_WARNING, place,
            "the range of the factor, %s to %s, does not hold 1, the series as it "
            "stands",
            low, high);
    } else {
        pc_json_report(diags, PC_WARNING, place,
            "the value %s lies outside its range, %s to %s", value, low, high);
    }
}

void
pc_ranges_warn(const pc_scenario_t *scenario, pc_diags_t *diags)
{
    for (int p = 0; p < PC_NUM_PARAMS; p++) {
        const pc_param_def_t *def = &scenario->params[p];
        if (def->dist.type != PC_DIST_NONE) {
            const pc_json_t *place = pc_json_member(def->node, "dist");
            pc_range_warn_moved(def, scenario->start, scenario->end, place, diags);
            warn_of_value(def, place, diags);
        }
    }
}
