#include "base/variables.h"

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
