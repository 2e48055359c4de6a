#include "scenario/sets/sets.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/sets/classes.h"
#include "scenario/sets/steps.h"
#include "scenario/sets/value.h"
#include "scenario/values/params.h"

static int
add_text(pc_json_t *self, const char *key, const char *text)
{
    pc_json_t *item = pc_json_new(PC_JSON_STRING, key);
    char *copy = strdup(text);
    if (item == NULL || copy == NULL) {
        pc_json_free(item);
        free(copy);
        return 0;
    }
    item->string = copy;
    item->source = self->source;
    pc_json_append(self, item);
    return 1;
}

/* An entry of `parameters` as --set means it. */
static pc_json_t *
new_entry(int which, const char *text, const pc_json_source_t *source)
{
    const pc_param_info_t *info = &pc_param_table[which];
    pc_json_t *entry = pc_json_new(PC_JSON_OBJECT, info->name);
    if (entry == NULL) {
        return NULL;
    }
    entry->source = source;
    pc_json_t *value = pc_set_scalar("value", text, source);
    if (value != NULL) {
        pc_json_append(entry, value);
    }
    if (value == NULL || (info->unit != NULL && !add_text(entry, "unit", info->unit))
        || !add_text(entry, "kind", "assumed")
        || !add_text(entry, "note", "given by --set")) {
        pc_json_free(entry);
        return NULL;
    }
    return entry;
}

static pc_status
apply_set(pc_json_t *patch, pc_json_t *parameters, const char *name, const char *text,
    pc_diags_t *diags)
{
    const int which = pc_param_find(name);
    pc_json_t *item = NULL;
    if (which < 0 && !pc_set_is_of_run(name)) {
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, name, "unknown parameter");
        pc_diags_did_you_mean(diags, pc_set_nearest(name));
        return PC_OK;
    }
    item = which >= 0 ? new_entry(which, text, patch->source)
                      : pc_set_scalar(name, text, patch->source);
    if (item == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_json_t *into = which >= 0 ? parameters : patch;
    pc_json_t *old = pc_json_member(into, name);
    if (old == NULL) {
        pc_json_append(into, item);
    } else { /* the later one wins */
        pc_json_free(pc_json_replace(old, item));
    }
    return PC_OK;
}

static pc_status
apply_sets(pc_json_t *patch, const char *const *sets, size_t num_sets, pc_diags_t *diags)
{
    pc_json_t *parameters = pc_json_new(PC_JSON_OBJECT, "parameters");
    if (parameters == NULL) {
        return PC_ERR_NOMEM;
    }
    parameters->source = patch->source;
    pc_json_append(patch, parameters);
    for (size_t i = 0; i < num_sets; i++) {
        if (pc_set_is_dated(sets[i]) || pc_set_is_of_class(sets[i])) {
            continue; /* after the others, whatever their order */
        }
        const char *equals = strchr(sets[i], '=');
        if (equals == NULL || equals == sets[i]) {
            pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, NULL,
                "%s: write NAME=VALUE", sets[i]);
            continue;
        }
        char *name = strndup(sets[i], (size_t) (equals - sets[i]));
        if (name == NULL) {
            return PC_ERR_NOMEM;
        }
        const pc_status status = apply_set(patch, parameters, name, equals + 1, diags);
        free(name);
        if (status != PC_OK) {
            return status;
        }
    }
    return PC_OK;
}

pc_status
pc_sets_apply(
    pc_merge_t *self, const char *const *sets, size_t num_sets, pc_diags_t *diags)
{
    if (num_sets == 0 || self->tree == NULL) {
        return PC_OK;
    }
    pc_json_source_t *source = calloc(1, sizeof(*source));
    if (source == NULL) {
        return PC_ERR_NOMEM;
    }
    source->next = self->sources;
    self->sources = source;
    source->path = strdup(PC_SET_SOURCE);
    pc_json_t *patch = pc_json_new(PC_JSON_OBJECT, NULL);
    if (source->path == NULL || patch == NULL) {
        pc_json_free(patch);
        return PC_ERR_NOMEM;
    }
    patch->source = source;
    const pc_status status = apply_sets(patch, sets, num_sets, diags);
    if (status != PC_OK) {
        pc_json_free(patch);
        return status;
    }
    /* Messages about what is missing belong to the file, not to the command line. */
    const pc_json_t place = *self->tree;
    pc_merge_objects(self->tree, patch, diags);
    self->tree->source = place.source;
    self->tree->line = place.line;
    self->tree->column = place.column;
    const pc_status stepped = pc_set_steps(self, source, sets, num_sets, diags);
    return stepped == PC_OK ? pc_set_classes(self, source, sets, num_sets, diags)
                            : stepped;
}
