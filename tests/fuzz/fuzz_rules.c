/* Omission rules: JSON with `omission_rules`, over two groups. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzzlib.h"
#include "scenario/rules.h"

static pc_status
read_rules(const uint8_t *data, size_t size, const pc_group_t groups[2],
    pc_rule_t **rules, size_t *num, pc_diags_t *diags)
{
    pc_json_t *tree = NULL;
    pc_status status = pc_json_parse(&tree, (const char *) data, size, NULL, diags);
    if (status == PC_OK) {
        status = pc_rules_read(rules, num, tree, groups, 2, diags);
    }
    pc_json_free(tree);
    return status == PC_OK ? pc_diags_status(diags) : status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pc_group_t groups[2] = { fuzz_tiny()->groups[0], fuzz_tiny()->groups[0] };
    strcpy(groups[0].id, "lung");
    strcpy(groups[1].id, "other");
    groups[0].share = 0.25;
    groups[1].share = 0.75;
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_rule_t *rules = NULL;
        size_t num = 0;
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status = read_rules(data, size, groups, &rules, &num, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        if (status == PC_OK && k == 0) {
            pc_scenario_t scenario = *fuzz_tiny();
            fuzz_check_rules(rules, num);
            scenario.groups = groups;
            scenario.num_groups = 2;
            scenario.rules = rules;
            scenario.num_rules = num;
            fuzz_run(&scenario, NULL);
        }
        free(rules);
    }
    fuzz_same(said[0], said[1], "rules read the same twice");
    return 0;
}
