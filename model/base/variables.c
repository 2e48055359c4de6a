#include "base/variables.h"

#include <math.h>
#include <string.h>

const pc_variable_info_t pc_variable_table[PC_NUM_VARIABLES] = {
#define V(id, name, unit, aggregate, weight, en, ja)                                    \
    { name, unit, PC_AGG_##aggregate, PC_V_##weight, -1, en, ja },
#define R(id, name, unit, aggregate, weight, en, ja)                                    \
    { name, unit, PC_AGG_##aggregate, PC_V_##weight, PC_R_##id, en, ja },
#include "base/variables.def"
};

const pc_variable pc_regional_table[PC_NUM_REGIONAL] = {
#define V(id, name, unit, aggregate, weight, en, ja)
#define R(id, name, unit, aggregate, weight, en, ja) PC_V_##id,
#include "base/variables.def"
};

const pc_sum_t pc_sums[] = {
    { PC_V_SITES,
        { PC_V_SITES_CORE, PC_V_SITES_HUB, PC_V_SITES_COOP_EP, PC_V_SITES_COOP }, 4 },
    { PC_V_SITES,
        { PC_V_SITES_PREFECTURAL, PC_V_SITES_REGIONAL, PC_V_SITES_SPECIFIC,
            PC_V_SITES_TREATMENT, PC_V_SITES_OUTSIDE },
        5 },
    { PC_V_BASE_HOSPITALS, { PC_V_BASE_COVERED, PC_V_BASE_UNCOVERED }, 2 },
    { PC_V_TESTS, { PC_V_TESTS_SOLID, PC_V_TESTS_HAEM, PC_V_TESTS_EARLY }, 3 },
    { PC_V_TESTS,
        { PC_V_TESTS_CORE, PC_V_TESTS_HUB, PC_V_TESTS_COOP_EP, PC_V_TESTS_COOP }, 4 },
    { PC_V_TESTS, { PC_V_EP_CASES, PC_V_EP_OMITTED }, 2 },
    { PC_V_EP_DISCUSSED,
        { PC_V_EP_DISCUSSED_CORE, PC_V_EP_DISCUSSED_HUB, PC_V_EP_DISCUSSED_COOP_EP },
        3 },
    { PC_V_HOURS, { PC_V_HOURS_PHYSICIAN, PC_V_HOURS_OTHER }, 2 },
    { PC_V_HOURS,
        { PC_V_HOURS_ORDER, PC_V_HOURS_PREPARE, PC_V_HOURS_PARTICIPATE,
            PC_V_HOURS_REVIEW, PC_V_HOURS_OVERHEAD },
        5 },
    { PC_V_HOURS,
        { PC_V_HOURS_CORE, PC_V_HOURS_HUB, PC_V_HOURS_COOP_EP, PC_V_HOURS_COOP }, 4 },
    { PC_V_HOURS_EP, { PC_V_HOURS_PREPARE, PC_V_HOURS_PARTICIPATE }, 2 },
    { PC_V_HOURS_EP, { PC_V_HOURS_EP_PHYSICIAN, PC_V_HOURS_EP_OTHER }, 2 },
    { PC_V_FEES, { PC_V_FEES_TEST, PC_V_FEES_PANEL }, 2 },
};
const int pc_num_sums = sizeof(pc_sums) / sizeof(pc_sums[0]);

pc_variable
pc_variable_find(const char *name)
{
    for (int i = 0; i < PC_NUM_VARIABLES; i++) {
        if (strcmp(pc_variable_table[i].name, name) == 0) {
            return (pc_variable) i;
        }
    }
    return PC_V_NONE;
}

/* What sums of thousands of months and hospitals may lose to rounding. */
#define ROUNDING 1e-6

int
pc_value_is_possible(pc_variable variable, double value)
{
    if (isnan(value)) {
        return 1;
    }
    const int share = strcmp(pc_variable_table[variable].unit, "%") == 0
                      && variable != PC_V_EP_UTILISATION;
    return value >= -ROUNDING && isfinite(value) && (!share || value <= 100 + ROUNDING);
}

int
pc_values_are_possible(const double nation[PC_NUM_VARIABLES])
{
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        if (!pc_value_is_possible((pc_variable) v, nation[v])) {
            return 0;
        }
    }
    for (int k = 0; k < pc_num_sums; k++) {
        const double total = nation[pc_sums[k].total];
        double sum = 0;
        for (int j = 0; j < pc_sums[k].num_parts; j++) {
            sum += nation[pc_sums[k].parts[j]];
        }
        if (isnan(sum) != isnan(total) || fabs(sum - total) > ROUNDING * (1 + total)) {
            return 0;
        }
    }
    return 1;
}
