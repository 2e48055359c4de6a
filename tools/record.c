#include "tools/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "simulation/state_file.h"

void
pc_utc_now(char text[32])
{
    const time_t now = time(NULL);
    struct tm parts;
    text[0] = '\0';
    if (gmtime_r(&now, &parts) != NULL) {
        strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
}

pc_status
pc_run_record_init(pc_run_record_t *self, const pc_scenario_t *scenario,
    const pc_options_t *options, pc_run_info_t *info)
{
    memset(self, 0, sizeof(*self));
    memset(info, 0, sizeof(*info));
    self->inputs = calloc(scenario->num_inputs + 2, sizeof(*self->inputs));
    if (self->inputs == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = pc_scenario_resolve(scenario, &self->resolved);
    if (status == PC_OK && options->from_state != NULL) {
        status =
            pc_sha256_file(options->from_state, PC_STATE_SIZE_MAX, self->past_sha256);
    }
    if (status != PC_OK) {
        return status;
    }
    pc_sha256_bytes(self->resolved, strlen(self->resolved), self->sha256);
    for (size_t k = 0; k < scenario->num_inputs; k++) {
        self->inputs[k].path = scenario->inputs[k].path;
        self->inputs[k].sha256 = scenario->inputs[k].sha256;
    }
    size_t num_inputs = scenario->num_inputs;
    if (options->from_state != NULL) {
        self->inputs[num_inputs++] =
            (pc_run_input_t){ options->from_state, self->past_sha256 };
    }
    pc_utc_now(self->finished);
    *info = (pc_run_info_t){ .name = scenario->name,
        .model = "panelcast",
        .version = pc_build_version,
        .commit = pc_build_commit,
        .compiler = pc_build_compiler,
        .flags = pc_build_flags,
        .libraries = pc_build_libraries(),
        .command_line = options->command_line,
        .mode = pc_mode_names[scenario->mode],
        .seed = scenario->seed,
        .draws = (uint32_t) scenario->draws,
        .replicates = (uint32_t) scenario->replicates,
        .draw = options->draw,
        .replicate = options->replicate,
        .scenario_sha256 = self->sha256,
        .inputs = self->inputs,
        .num_inputs = num_inputs,
        .finished = self->finished,
        .lang = pc_language,
        .bom = pc_wants_bom(options, scenario->output.bom) };
    self->title_en = pc_title_of_runs(scenario->title_en, options, info, PC_LANG_EN);
    self->title_ja = pc_title_of_runs(scenario->title_ja, options, info, PC_LANG_JA);
    info->title_en = self->title_en;
    info->title_ja = self->title_ja;
    return self->title_en != NULL && self->title_ja != NULL ? PC_OK : PC_ERR_NOMEM;
}

void
pc_run_record_past(pc_run_record_t *self, const pc_state_t *past, pc_run_info_t *info)
{
    pc_month_format((pc_month) past->scalar[PC_S_MONTH], self->past_month);
    info->from_state = self->past_month;
}

void
pc_run_record_free(pc_run_record_t *self)
{
    free(self->inputs);
    free(self->resolved);
    free(self->title_en);
    free(self->title_ja);
    memset(self, 0, sizeof(*self));
}

pc_status
pc_write_resolved(const pc_scenario_t *scenarios, size_t num, pc_store_t *store)
{
    pc_status status = PC_OK;
    for (size_t k = 0; k < num && status == PC_OK; k++) {
        char name[256], *text = NULL;
        snprintf(
            name, sizeof(name), "resolved-%zu-%.128s.json", k + 1, scenarios[k].name);
        status = pc_scenario_resolve(&scenarios[k], &text);
        if (status == PC_OK) {
            status = pc_store_text(store, name, text);
        }
        free(text);
    }
    return status;
}

pc_run_input_t *
pc_all_inputs(const pc_scenario_t *scenarios, size_t num, size_t *num_inputs)
{
    size_t room = 1;
    *num_inputs = 0;
    for (size_t k = 0; k < num; k++) {
        room += scenarios[k].num_inputs;
    }
    pc_run_input_t *inputs = calloc(room, sizeof(*inputs));
    for (size_t k = 0; k < num && inputs != NULL; k++) {
        for (size_t i = 0; i < scenarios[k].num_inputs; i++) {
            const pc_input_file_t *file = &scenarios[k].inputs[i];
            size_t j = 0;
            while (j < *num_inputs && strcmp(inputs[j].path, file->path) != 0) {
                j++;
            }
            if (j == *num_inputs) {
                inputs[(*num_inputs)++] = (pc_run_input_t){ file->path, file->sha256 };
            }
        }
    }
    return inputs;
}
