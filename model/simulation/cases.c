#include "simulation/cases.h"

static double
clamp01(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

void
pc_case_mix(const pc_model_input_t *input, const pc_params_t *params, size_t group,
    pc_month month, pc_case_mix_t *mix)
{
    const pc_group_t *g = &input->groups[group];
    double none, cdx, guideline, trial;

    if (g->from_params) {
        mix->secondary = params->case_mix_secondary_finding;
        none = params->case_mix_none;
        cdx = params->case_mix_approved_cdx;
        guideline = params->case_mix_guideline;
        trial = params->case_mix_trial;
    } else {
        const double years = (month - input->groups_month) / 12.0;
        mix->secondary =
            clamp01(g->secondary_finding + years * g->trend_secondary_finding);
        none = clamp01(g->none + years * g->trend_none);
        cdx = clamp01(g->approved_cdx + years * g->trend_approved_cdx);
        guideline = clamp01(g->guideline + years * g->trend_guideline);
        trial = clamp01(g->trial + years * g->trend_trial);
    }
    double rest = 1 - none;
    mix->access[PC_ACCESS_NONE] = none;
    mix->access[PC_ACCESS_APPROVED_CDX] = rest * cdx;
    rest *= 1 - cdx;
    mix->access[PC_ACCESS_GUIDELINE] = rest * guideline;
    rest *= 1 - guideline;
    mix->access[PC_ACCESS_TRIAL] = rest * trial;
    mix->access[PC_ACCESS_OTHER] = rest * (1 - trial);
}

/* The share of allowed cases that a rule has omitted: its adoption, which rises in equal
 * steps in its first months. */
static double
adoption_of(const pc_rule_t *rule, const pc_params_t *params, pc_month month)
{
    const double age = month - rule->since + 1, whole = params->omission_adoption_months;
    const double adoption = pc_params_values(params)[rule->adoption];
    return age < whole ? adoption * (age / whole) : adoption;
}

void
pc_omission_shares(const pc_model_input_t *input, const pc_params_t *params,
    const pc_case_mix_t *mix, pc_month month, int stream, size_t group, int tier,
    double *omit, double *may_omit)
{
    double adoption[2][PC_NUM_ACCESS]; /* the largest of the rules in force, or -1 */
    for (int access = 0; access < PC_NUM_ACCESS; access++) {
        adoption[0][access] = adoption[1][access] = -1;
    }
    for (size_t r = 0; r < input->num_rules; r++) {
        const pc_rule_t *rule = &input->rules[r];
        const uint32_t mask = rule->mask[group][tier];
        if (month < rule->effective
            || (rule->until != PC_MONTH_NONE && month > rule->until)) {
            continue;
        }
        const double a = adoption_of(rule, params, month);
        for (int secondary = 0; secondary < 2; secondary++) {
            for (int access = 0; access < PC_NUM_ACCESS; access++) {
                const uint32_t bit = UINT32_C(1)
                                     << PC_CLASS_BIT(stream, secondary, access);
                double *largest = &adoption[secondary][access];
                *largest = (mask & bit) != 0 && a > *largest ? a : *largest;
            }
        }
    }
    *omit = 0;
    *may_omit = 0;
    for (int secondary = 0; secondary < 2; secondary++) {
        const double with = secondary ? mix->secondary : 1 - mix->secondary;
        for (int access = 0; access < PC_NUM_ACCESS; access++) {
            if (adoption[secondary][access] >= 0) {
                *may_omit += with * mix->access[access];
                *omit += with * mix->access[access] * adoption[secondary][access];
            }
        }
    }
    /* The shares of ten classes may add up to a last bit over or under one. */
    *may_omit = *may_omit > 1 - 1e-12 ? 1 : *may_omit;
    *omit = *omit > 1 - 1e-12 ? 1 : *omit;
}

double
pc_matched_rate(
    const pc_group_t *group, const pc_params_t *params, const pc_case_mix_t *mix)
{
    if (group->has_matched) {
        return group->matched;
    }
    return mix->access[PC_ACCESS_APPROVED_CDX] * params->outcome_matched_approved_cdx
           + mix->access[PC_ACCESS_GUIDELINE] * params->outcome_matched_guideline
           + mix->access[PC_ACCESS_TRIAL] * params->outcome_matched_trial
           + mix->access[PC_ACCESS_OTHER] * params->outcome_matched_other;
}
