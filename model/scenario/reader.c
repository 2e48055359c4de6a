#include "scenario/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/tables/csv.h"
#include "scenario/tables/groups.h"
#include "scenario/tables/hospitals.h"
#include "scenario/merge.h"
#include "scenario/sets/value.h"
#include "scenario/sets/sets.h"
#include "scenario/values/entry.h"
#include "scenario/values/scalar.h"
#include "scenario/tables/observations.h"
#include "scenario/reader_parts.h"
#include "scenario/rules.h"

const char *const pc_top_keys[] = { "$schema", "schema_version", "name", "title",
    "description", "extends", "start", "end", "hospitals", "tier_changes", "prefectures",
    "observations", "inputs", "mode", "seed", "draws", "replicates", "parameters",
    "case_groups_month", "case_groups", "omission_rules", "milestones", "output" };
const size_t pc_num_top_keys = sizeof(pc_top_keys) / sizeof(pc_top_keys[0]);

void
pc_scenario_free(pc_scenario_t *self)
{
    free(self->path);
    free(self->name);
    free(self->title_en);
    free(self->title_ja);
    free(self->resolved_title_en);
    free(self->resolved_title_ja);
    free(self->description_en);
    free(self->description_ja);
    pc_hospitals_free(&self->hospitals);
    free(self->tier_changes);
    pc_observations_free(&self->observations);
    free(self->groups);
    free(self->rules);
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        pc_value_free(&self->params[i]);
    }
    for (size_t i = 0; i < self->num_inputs; i++) {
        free(self->inputs[i].path);
    }
    free(self->inputs);
    pc_json_free(self->tree);
    pc_json_sources_free(&self->sources);
    memset(self, 0, sizeof(*self));
}

const char *
pc_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

pc_status
pc_add_input(pc_scenario_t *self, const char *role, const char *path, const char *sha256)
{
    pc_input_file_t *inputs =
        realloc(self->inputs, (self->num_inputs + 1) * sizeof(*self->inputs));
    if (inputs == NULL) {
        return PC_ERR_NOMEM;
    }
    self->inputs = inputs;
    pc_input_file_t *input = &inputs[self->num_inputs];
    memset(input, 0, sizeof(*input));
    input->role = role;
    input->path = strdup(path);
    if (input->path == NULL) {
        return PC_ERR_NOMEM;
    }
    memcpy(input->sha256, sha256, sizeof(input->sha256));
    self->num_inputs++;
    return PC_OK;
}

/* The sources are a list with the last read in front; the first read is the scenario
 * itself. */
static pc_status
add_sources(pc_scenario_t *self, const pc_json_source_t *source)
{
    if (source == NULL) {
        return PC_OK;
    }
    const pc_status status = add_sources(self, source->next);
    if (status != PC_OK || source->sha256[0] == '\0') {
        return status;
    }
    return pc_add_input(self, self->num_inputs == 0 ? "scenario" : "parent",
        source->path, source->sha256);
}

/* Was it, or one of its steps, made by --set? */
static int
is_from_set(const pc_json_t *item)
{
    if (item != NULL && item->type == PC_JSON_ARRAY) {
        for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
            if (is_from_set(p)) {
                return 1;
            }
        }
    }
    return item != NULL && item->source != NULL
           && strcmp(item->source->path, PC_SET_SOURCE) == 0;
}

static pc_status
read_entry(pc_scenario_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    char sha256[65];
    const int which = pc_param_of_key(entry, diags);
    if (which < 0) {
        return PC_OK;
    }
    pc_param_def_t *def = &self->params[which];
    pc_value_free(def);
    pc_status status = pc_value_read(def, (pc_param) which, entry, diags);
    def->from_set = is_from_set(entry) || is_from_set(pc_json_member(entry, "steps"));
    if (status == PC_OK && def->csv != NULL
        && pc_sha256_file(def->csv, PC_CSV_SIZE_MAX, sha256) == PC_OK) {
        status = pc_add_input(self, "series", def->csv, sha256);
    }
    return status;
}

static pc_status
read_parameters(pc_scenario_t *self, pc_diags_t *diags)
{
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        pc_value_default(&self->params[i], (pc_param) i);
    }
    const pc_json_t *parameters =
        pc_json_expect(self->tree, "parameters", PC_JSON_OBJECT, 0, diags);
    if (parameters == NULL) {
        return PC_OK;
    }
    for (const pc_json_t *entry = parameters->child; entry != NULL;
         entry = entry->next) {
        const pc_status status = read_entry(self, entry, diags);
        if (status != PC_OK) {
            return status;
        }
    }
    return PC_OK;
}

static pc_status
read_groups_and_rules(pc_scenario_t *self, size_t *num_missing, pc_diags_t *diags)
{
    const size_t before = diags->num_errors;
    int from_file;
    pc_status status =
        pc_groups_expand(self->tree, &self->sources, &from_file, num_missing, diags);
    if (status == PC_OK && from_file) {
        status = pc_add_input(
            self, "case_groups", self->sources->path, self->sources->sha256);
    }
    if (status == PC_OK) {
        status = pc_groups_read(&self->groups, &self->num_groups, self->tree, diags);
    }
    if (status == PC_OK) {
        const size_t known = diags->num_errors == before ? self->num_groups : 0;
        status = pc_rules_read(
            &self->rules, &self->num_rules, self->tree, self->groups, known, diags);
    }
    return status;
}

static pc_status
read_tree(pc_scenario_t *self, int incomplete, size_t *num_missing, pc_diags_t *diags)
{
    pc_json_check_keys(self->tree, pc_top_keys, pc_num_top_keys, diags);
    pc_status status = pc_read_run(self, diags);
    if (status == PC_OK) {
        status = read_parameters(self, diags);
    }
    if (status == PC_OK) {
        status = read_groups_and_rules(self, num_missing, diags);
    }
    if (status == PC_OK) {
        pc_read_questions(self, diags);
        pc_cross_check(self, diags);
        status = pc_read_data(self, incomplete, num_missing, diags);
    }
    return status;
}

pc_status
pc_scenario_load(pc_scenario_t *self, const char *path, const char *const *sets,
    size_t num_sets, pc_diags_t *diags)
{
    pc_merge_t merge;
    const size_t before = diags->num_errors;
    memset(self, 0, sizeof(*self));
    self->path = strdup(path);
    if (self->path == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = pc_merge_load(&merge, path, diags);
    if (status == PC_OK) {
        status = pc_sets_apply(&merge, sets, num_sets, diags);
    }
    self->num_class_sets = pc_class_sets(sets, num_sets, self->class_sets);
    self->tree = merge.tree;
    self->sources = merge.sources;
    size_t num_missing = merge.num_missing;
    if (status == PC_OK) {
        status = add_sources(self, self->sources);
    }
    if (status == PC_OK && self->tree != NULL) {
        status = read_tree(self, merge.incomplete, &num_missing, diags);
    }
    if (status != PC_OK) {
        return status;
    }
    if (diags->out_of_memory) {
        return PC_ERR_NOMEM;
    }
    const size_t errors = diags->num_errors - before;
    return errors == 0 ? PC_OK : errors == num_missing ? PC_ERR_MISSING : PC_ERR_INPUT;
}

/* --- values by month
 * ---------------------------------------------------------------------------- */

size_t
pc_scenario_num_months(const pc_scenario_t *self)
{
    return (size_t) (self->end - self->start) + 2;
}

int
pc_scenario_uncertain(const pc_scenario_t *self, pc_param which)
{
    return self->params[which].dist.type != PC_DIST_NONE;
}

int
pc_scenario_num_uncertain(const pc_scenario_t *self)
{
    int num = 0;
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        num += pc_scenario_uncertain(self, (pc_param) i);
    }
    return num;
}

static void
fill_parameter(const pc_scenario_t *self, pc_param which, const double *uniforms,
    size_t num_months, pc_params_t *months)
{
    const pc_param_def_t *def = &self->params[which];
    const double level = pc_value_level(def, uniforms != NULL ? &uniforms[which] : NULL);
    for (size_t m = 0; m < num_months; m++) {
        *pc_params_at(&months[m], which) =
            pc_value_month(def, self->start - 1 + (pc_month) m, level);
    }
}

pc_status
pc_scenario_params_at(const pc_scenario_t *self, const double *uniforms,
    const pc_point_t *points, size_t num_points, pc_params_t *months, pc_diags_t *diags)
{
    const size_t num_months = pc_scenario_num_months(self);
    char text[256];
    pc_status status = PC_OK;
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        fill_parameter(self, (pc_param) i, uniforms, num_months, months);
    }
    for (size_t i = 0; i < num_points; i++) {
        const pc_point_t *point = &points[i];
        if (self->params[point->which].from_set) {
            continue;
        }
        if (pc_value_fault(
                point->which, point->value, pc_diags_lang(diags), text, sizeof(text))
            != NULL) {
            if (diags != NULL) {
                pc_diags_add(diags, PC_ERROR, NULL, 0, 0,
                    pc_param_table[point->which].name, "%s", text);
            }
            status = PC_ERR_INPUT;
            continue;
        }
        for (size_t m = 0; m < num_months; m++) {
            *pc_params_at(&months[m], point->which) = point->value;
        }
    }
    return status;
}

pc_status
pc_scenario_params(const pc_scenario_t *self, const double *uniforms,
    pc_params_t *months, pc_diags_t *diags)
{
    return pc_scenario_params_at(self, uniforms, NULL, 0, months, diags);
}

void
pc_scenario_input(
    const pc_scenario_t *self, const pc_params_t *months, pc_model_input_t *out)
{
    *out = (pc_model_input_t){
        .start = self->start,
        .end = self->end,
        .mode = self->mode,
        .seed = self->seed,
        .hospitals = &self->hospitals,
        .tier_changes = self->tier_changes,
        .num_tier_changes = self->num_tier_changes,
        .prefectures = self->prefectures,
        .groups = self->groups,
        .num_groups = self->num_groups,
        .groups_month = self->groups_month,
        .rules = self->rules,
        .num_rules = self->num_rules,
        .params = months,
    };
}
