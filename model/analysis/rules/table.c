#include "analysis/rules/table.h"

#include <string.h>

const pc_report_kind_t pc_report_kinds[PC_NUM_REPORT_KINDS] = {
    { PC_ACCESS_APPROVED_CDX, 1 },
    { PC_ACCESS_TRIAL, 0 },
    { PC_ACCESS_NONE, 1 },
};

/* In how many of the group x tier fields a rule allows the class. */
static size_t
fields_allowed(const pc_model_input_t *input, const pc_rule_t *rule, uint32_t bit)
{
    size_t fields = 0;
    for (size_t g = 0; g < input->num_groups; g++) {
        for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
            fields += (rule->mask[g][tier] & bit) != 0;
        }
    }
    return fields;
}

static void
find_dates(const pc_model_input_t *input, uint32_t bit, pc_class_row_t *row)
{
    const size_t all = input->num_groups * PC_NUM_TIERS;
    size_t named = 0;
    int endless = 0;
    row->from = PC_MONTH_NONE;
    row->until = PC_MONTH_NONE;
    row->whole = 1;
    for (size_t r = 0; r < input->num_rules; r++) {
        const pc_rule_t *rule = &input->rules[r];
        const size_t fields = fields_allowed(input, rule, bit);
        if (fields == 0) {
            continue;
        }
        row->whole &= fields == all;
        if (row->from == PC_MONTH_NONE || rule->effective < row->from) {
            row->from = rule->effective;
        }
        endless |= rule->until == PC_MONTH_NONE;
        row->until = rule->until > row->until ? rule->until : row->until;
        if (named < sizeof(row->rules) / sizeof(row->rules[0])) {
            row->rules[named++] = rule->id;
        }
    }
    if (endless) {
        row->until = PC_MONTH_NONE;
    }
}

/* The class's part of the omission shares: those of a mix in which only this class
 * occurs, times its share. */
static void
find_shares(const pc_model_input_t *input, const pc_params_t *params, pc_month month,
    pc_class_row_t *row)
{
    double may[PC_NUM_TIERS] = { 0 }, omit[PC_NUM_TIERS] = { 0 };
    for (size_t g = 0; g < input->num_groups; g++) {
        pc_case_mix_t mix, only;
        pc_case_mix(input, params, g, month, &mix);
        const double with = row->secondary ? mix.secondary : 1 - mix.secondary;
        const double share = input->groups[g].share * with * mix.access[row->access];
        memset(&only, 0, sizeof(only));
        only.secondary = row->secondary;
        only.access[row->access] = 1;
        row->share += share;
        for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
            double o, m;
            pc_omission_shares(
                input, params, &only, month, (int) row->stream, g, tier, &o, &m);
            omit[tier] += share * o;
            may[tier] += share * m;
        }
    }
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        row->may_omit = may[tier] > row->may_omit ? may[tier] : row->may_omit;
        row->omit = omit[tier] > row->omit ? omit[tier] : row->omit;
    }
}

void
pc_rule_table(const pc_model_input_t *input, const pc_params_t *params, pc_month month,
    pc_class_row_t rows[PC_NUM_CLASSES])
{
    memset(rows, 0, (size_t) PC_NUM_CLASSES * sizeof(rows[0]));
    for (int class = 0; class < PC_NUM_CLASSES; class ++) {
        pc_class_row_t *row = &rows[class];
        row->stream = (pc_stream_kind) (class / 10);
        row->secondary = class / 5 % 2;
        row->access = (pc_access) (class % 5);
        find_dates(input, UINT32_C(1) << class, row);
        find_shares(input, params, month, row);
    }
}

pc_month
pc_rule_month(const pc_model_input_t *input, int months)
{
    pc_month month = input->start;
    for (size_t r = 0; r < input->num_rules; r++) {
        const pc_rule_t *rule = &input->rules[r];
        const pc_month whole = rule->since + months - 1;
        const pc_month from = whole > rule->effective ? whole : rule->effective;
        if (rule->effective <= input->end && from > month) {
            month = from < input->end ? from : input->end;
        }
    }
    return month;
}
