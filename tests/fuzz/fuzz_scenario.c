/* A scenario file; behind the line `%%` texts for --set, one a line. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzzlib.h"

#define SETS_MAX 16

/* Cuts the lines of `text` apart. */
static size_t
split_lines(char *text, const char *sets[SETS_MAX])
{
    size_t num = 0;
    for (char *line = strtok(text, "\n"); line != NULL && num < SETS_MAX;
         line = strtok(NULL, "\n")) {
        sets[num++] = line;
    }
    return num;
}

static void
check(const pc_scenario_t *s)
{
    fuzz_check_hospitals(&s->hospitals);
    fuzz_check_changes(s->tier_changes, s->num_tier_changes, s->hospitals.num);
    fuzz_check_observations(&s->observations);
    fuzz_check_groups(s->groups, s->num_groups);
    fuzz_check_rules(s->rules, s->num_rules);
    fuzz_require(s->start >= PC_FIRST_START && s->end >= s->start
                     && s->end - s->start < PC_MAX_MONTHS,
        "a run is of 1 to 1200 months");
    fuzz_require(s->draws <= UINT32_MAX && s->replicates <= UINT32_MAX,
        "draws and replicates are countable");
    fuzz_require(s->name[0] != '\0' && strpbrk(s->name, "/\n '\"`$") == NULL
                     && strcmp(s->name, "..") != 0,
        "a name is plain");
}

/* A resolved scenario reads as the same one. */
static void
check_resolved(const pc_scenario_t *scenario)
{
    pc_scenario_t again;
    pc_diags_t diags;
    char *text = NULL, *second = NULL;
    pc_diags_init(&diags);
    fuzz_require(pc_scenario_resolve(scenario, &text) == PC_OK, "it can be resolved");
    pc_status status = pc_scenario_load(
        &again, fuzz_write("resolved.json", text, strlen(text)), NULL, 0, &diags);
    if (status != PC_OK) {
        pc_diags_print(&diags, stderr);
    }
    fuzz_require(status == PC_OK, "a resolved scenario can be read");
    fuzz_require(pc_scenario_resolve(&again, &second) == PC_OK, "it can be resolved");
    fuzz_same(text, second, "a resolved scenario is the same one");
    pc_scenario_free(&again);
    pc_diags_free(&diags);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_parts_t parts = fuzz_split(data, size);
    const char *path = fuzz_write("input.json", parts.first, parts.first_size);
    const char *sets[SETS_MAX];
    char *said[2], *lines = calloc(parts.second_size + 1, 1);
    fuzz_require(lines != NULL, "there is memory for an input");
    memcpy(lines, parts.second, parts.second_size);
    const size_t num_sets = split_lines(lines, sets);
    for (int k = 0; k < 2; k++) {
        pc_scenario_t scenario;
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status =
            pc_scenario_load(&scenario, path, sets, num_sets, &diags);
        said[k] = fuzz_said(status, &diags);
        pc_diags_free(&diags);
        if (status == PC_OK && k == 0) {
            check(&scenario);
            check_resolved(&scenario);
            fuzz_run(&scenario, NULL);
        }
        pc_scenario_free(&scenario);
    }
    fuzz_same(said[0], said[1], "a scenario reads the same twice");
    free(lines);
    return 0;
}
