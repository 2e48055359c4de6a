/* resolve.c - pc_scenario_resolve: the scenario as one file, in a fixed order. */
#include "scenario/reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text/json_write.h"
#include "scenario/reader_parts.h"

/* Writes a value of a parameter: a number, or the name of a choice. */
static void
write_value(FILE *out, pc_param which, double value)
{
    char name[64];
    if (pc_param_table[which].choices == NULL) {
        pc_emit_value(out, value);
    } else {
        const char *text = pc_param_choice_name(which, value, name, sizeof(name));
        pc_emit_text(out, text != NULL ? text : "");
    }
}

static void
write_list(
    FILE *out, const pc_param_def_t *def, const double *values, size_t num, int plain)
{
    fputc('[', out);
    for (size_t i = 0; i < num; i++) {
        fputs(i > 0 ? ", " : "", out);
        if (plain) {
            pc_emit_value(out, values[i]);
        } else {
            write_value(out, def->which, values[i]);
        }
    }
    fputc(']', out);
}

static void
write_dist(FILE *out, const pc_param_def_t *def)
{
    const pc_dist_t *dist = &def->dist;
    const struct {
        const char *name;
        double value;
    } numbers[] = { { "min", dist->min }, { "mode", dist->mode }, { "max", dist->max },
        { "low", dist->low }, { "high", dist->high }, { "alpha", dist->alpha },
        { "beta", dist->beta }, { "shape", dist->shape }, { "scale", dist->scale } };
    fprintf(out, "{ \"type\": \"%s\"", pc_dist_names[dist->type]);
    const char *members = pc_dist_members[dist->type];
    while (*members != '\0') {
        const char *name = *members == '[' ? members + 1 : members;
        const size_t length = strcspn(name, "|]");
        for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
            if (strlen(numbers[i].name) == length
                && memcmp(numbers[i].name, name, length) == 0) {
                fprintf(out, ", \"%s\": ", numbers[i].name);
                pc_emit_value(out, numbers[i].value);
            }
        }
        members += strcspn(members, "|");
        members += *members == '|';
    }
    if (dist->num > 0) {
        fputs(", \"values\": ", out);
        write_list(out, def, dist->values, dist->num, def->num_points > 0);
        if (dist->type == PC_DIST_CHOICE) {
            fputs(", \"weights\": ", out);
            write_list(out, def, dist->weights, dist->num, 1);
        }
    }
    fputs(" }", out);
}

static void
write_series(FILE *out, const pc_param_def_t *def)
{
    char month[8];
    fputs("\"series\": [", out);
    for (size_t i = 0; i < def->num_points; i++) {
        pc_month_format(def->months[i], month);
        fprintf(out, "%s[\"%s\", ", i > 0 ? ", " : "", month);
        write_value(out, def->which, def->points[i]);
        fputc(']', out);
    }
    fprintf(out, "], \"interpolation\": \"%s\", ", def->linear ? "linear" : "step");
}

static void
write_steps(FILE *out, const pc_param_def_t *def)
{
    char month[8];
    fputs("\"steps\": [", out);
    for (size_t i = 0; i < def->num_steps; i++) {
        const pc_step_t *step = &def->steps[i];
        pc_month_format(step->from, month);
        fprintf(out, "%s{ \"from\": \"%s\", \"value\": ", i > 0 ? ", " : "", month);
        write_value(out, def->which, step->value);
        fprintf(out, ", \"range\": \"%s\" }", step->exact ? "exact" : "shift");
    }
    fputs("], ", out);
}

static void
write_parameter(FILE *out, const pc_param_def_t *def)
{
    const pc_param_info_t *info = &pc_param_table[def->which];
    fprintf(out, "    \"%s\": { ", info->name);
    if (def->num_points > 0) {
        write_series(out, def);
    } else if (def->has_value) {
        fputs("\"value\": ", out);
        write_value(out, def->which, def->value);
        fputs(", ", out);
    }
    if (def->dist.type != PC_DIST_NONE) {
        fputs("\"dist\": ", out);
        write_dist(out, def);
        fputs(", ", out);
    }
    if (def->num_steps > 0) {
        write_steps(out, def);
    }
    if (info->unit != NULL) {
        fputs("\"unit\": ", out);
        pc_emit_text(out, info->unit);
        fputs(", ", out);
    }
    fprintf(out, "\"kind\": \"%s\"", pc_param_kind_names[def->kind]);
    const char *texts[] = { def->source, def->note };
    static const char *const keys[] = { "source", "note" };
    for (size_t i = 0; i < 2; i++) {
        if (texts[i] != NULL) {
            fprintf(out, ", \"%s\": ", keys[i]);
            pc_emit_text(out, texts[i]);
        }
    }
    fputs(" }", out);
}

static void
write_text(FILE *out, const char *key, const char *text)
{
    fprintf(out, "  \"%s\": ", key);
    pc_emit_text(out, text);
    fputs(",\n", out);
}

static void
write_texts(FILE *out, const char *key, const char *en, const char *ja)
{
    fprintf(out, "  \"%s\": { \"en\": ", key);
    pc_emit_text(out, en);
    fputs(", \"ja\": ", out);
    pc_emit_text(out, ja);
    fputs(" },\n", out);
}

static void
write_month(FILE *out, const char *key, pc_month month)
{
    char text[8];
    pc_month_format(month, text);
    write_text(out, key, text);
}

static int
is_data(const pc_input_file_t *input)
{
    return strcmp(input->role, "scenario") != 0 && strcmp(input->role, "parent") != 0
           && strcmp(input->role, "series") != 0
           && strcmp(input->role, "case_groups") != 0;
}

static void
write_inputs(FILE *out, const pc_scenario_t *self)
{
    const char *comma = "";
    for (size_t i = 0; i < self->num_inputs; i++) {
        if (is_data(&self->inputs[i])) {
            write_text(out, self->inputs[i].role, pc_base_name(self->inputs[i].path));
        }
    }
    fputs("  \"inputs\": [", out);
    for (size_t i = 0; i < self->num_inputs; i++) {
        if (is_data(&self->inputs[i])) {
            fprintf(out, "%s\n    { \"role\": \"%s\", \"file\": ", comma,
                self->inputs[i].role);
            pc_emit_text(out, pc_base_name(self->inputs[i].path));
            fprintf(out, ", \"sha256\": \"%s\" }", self->inputs[i].sha256);
            comma = ",";
        }
    }
    fputs("\n  ],\n", out);
}

static void
write_run(FILE *out, const pc_scenario_t *self)
{
    fprintf(out, "{\n  \"schema_version\": %d,\n", PC_SCHEMA_VERSION);
    write_text(out, "name", self->name);
    const int own = self->resolved_title_en != NULL && self->resolved_title_ja != NULL;
    write_texts(out, "title", own ? self->resolved_title_en : self->title_en,
        own ? self->resolved_title_ja : self->title_ja);
    write_texts(out, "description", self->description_en, self->description_ja);
    write_month(out, "start", self->start);
    write_month(out, "end", self->end);
    write_inputs(out, self);
    write_text(out, "mode", pc_mode_names[self->mode]);
    if (self->seed > UINT64_C(9007199254740992)) {
        fprintf(out, "  \"seed\": \"%" PRIu64 "\",\n", self->seed);
    } else {
        fprintf(out, "  \"seed\": %" PRIu64 ",\n", self->seed);
    }
    fprintf(out, "  \"draws\": %zu,\n  \"replicates\": %zu,\n", self->draws,
        self->replicates);
}

/* The elements of a list as read, one a line: they have no defaults but null. */
static void
write_elements(FILE *out, const pc_scenario_t *self, const char *key)
{
    const pc_json_t *list = pc_json_member(self->tree, key);
    const pc_json_t *first = list != NULL ? list->child : NULL;
    fprintf(out, "  \"%s\": [", key);
    for (const pc_json_t *p = first; p != NULL; p = p->next) {
        fputs("\n    ", out);
        pc_json_write(out, p);
        fputs(p->next != NULL ? "," : "\n  ", out);
    }
    fputs("],\n", out);
}

static void
write_scenario(FILE *out, const pc_scenario_t *self)
{
    write_run(out, self);
    fputs("  \"parameters\": {\n", out);
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        write_parameter(out, &self->params[i]);
        fputs(i + 1 < PC_NUM_PARAMS ? ",\n" : "\n", out);
    }
    fputs("  },\n", out);
    write_month(out, "case_groups_month", self->groups_month);
    if (!self->groups[0].from_params) {
        write_elements(out, self, "case_groups");
    }
    write_elements(out, self, "omission_rules");
    write_elements(out, self, "milestones");
    fprintf(out, "  \"output\": { \"bom\": %s, \"samples\": %s }\n}\n",
        self->output.bom ? "true" : "false", self->output.samples ? "true" : "false");
}

pc_status
pc_scenario_resolve(const pc_scenario_t *self, char **text)
{
    size_t size = 0;
    *text = NULL;
    FILE *out = open_memstream(text, &size);
    if (out == NULL) {
        return PC_ERR_NOMEM;
    }
    write_scenario(out, self);
    const int failed = ferror(out);
    if (fclose(out) != 0 || failed) {
        free(*text);
        *text = NULL;
        return PC_ERR_NOMEM;
    }
    return PC_OK;
}
