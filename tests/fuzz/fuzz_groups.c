/* Case groups: JSON with `case_groups`, or, if the first byte is no brace, the CSV table
 * of them. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzzlib.h"
#include "scenario/tables/groups.h"

static pc_status
read_groups(const char *path, pc_group_t **groups, size_t *num, pc_diags_t *diags)
{
    pc_json_source_t *sources = NULL;
    pc_json_t *tree = NULL;
    int from_file;
    size_t num_missing = 0;
    pc_status status = pc_json_load(&tree, path, &sources, diags);
    if (status == PC_OK) {
        status = pc_groups_expand(tree, &sources, &from_file, &num_missing, diags);
    }
    if (status == PC_OK) {
        status = pc_groups_read(groups, num, tree, diags);
    }
    pc_json_free(tree);
    pc_json_sources_free(&sources);
    return status == PC_OK ? pc_diags_status(diags) : status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char csv[] = "{\"case_groups\": {\"csv\": \"fuzz.csv\"}}";
    const char *path;
    if (size > 0 && data[0] != '{') {
        fuzz_write("fuzz.csv", data, size);
        path = fuzz_write("input.json", csv, strlen(csv));
    } else {
        path = fuzz_write("input.json", data, size);
    }
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_group_t *groups = NULL;
        size_t num = 0;
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status = read_groups(path, &groups, &num, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        if (status == PC_OK && k == 0) {
            pc_scenario_t scenario = *fuzz_tiny();
            fuzz_check_groups(groups, num);
            scenario.groups = groups;
            scenario.num_groups = num;
            fuzz_run(&scenario, NULL);
        }
        free(groups);
    }
    fuzz_same(said[0], said[1], "groups read the same twice");
    return 0;
}
