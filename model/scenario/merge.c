#include "scenario/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/number.h"
#include "scenario/merge_steps.h"
#include "scenario/values/params.h"

/* --- merging --- */

static int
is_parameters(const pc_json_t *self)
{
    return self->key != NULL && strcmp(self->key, "parameters") == 0
           && self->parent != NULL && self->parent->parent == NULL;
}

static const char *
id_of(const pc_json_t *element)
{
    const pc_json_t *id = pc_json_member(element, "id");
    return id != NULL && id->type == PC_JSON_STRING ? id->string : NULL;
}

static int
has_id(const pc_json_t *list, const char *id)
{
    for (const pc_json_t *p = list->child; p != NULL; p = p->next) {
        const char *other = id_of(p);
        if (other != NULL && strcmp(other, id) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A list replaces its parent's: whoever copied only a part of it should hear of it. */
static void
warn_dropped(const pc_json_t *old, const pc_json_t *item, pc_diags_t *diags)
{
    char text[512] = "";
    size_t used = 0;
    for (const pc_json_t *p = old->child; p != NULL && used < sizeof(text);
         p = p->next) {
        const char *id = id_of(p);
        if (id != NULL && !has_id(item, id)) {
            const int n = snprintf(
                text + used, sizeof(text) - used, "%s%s", used > 0 ? ", " : "", id);
            used += n > 0 ? (size_t) n : 0;
        }
    }
    if (used > 0) {
        pc_json_report_key(diags, PC_WARNING, item,
            "this list replaces the one of the parent and drops %s", text);
    }
}

static void
report_unused(const pc_json_t *item, pc_diags_t *diags)
{
    pc_json_report_key(diags, PC_ERROR, item,
        "unused override: null removes what a parent gives, and no parent gives this");
}

/* Takes the nulls out of an object that has nothing under it. */
static void
strip_nulls(pc_json_t *self, pc_diags_t *diags)
{
    pc_json_t *next;
    for (pc_json_t *item = self->child; item != NULL; item = next) {
        next = item->next;
        if (item->type == PC_JSON_NULL) {
            report_unused(item, diags);
            pc_json_detach(item);
            pc_json_free(item);
        } else if (item->type == PC_JSON_OBJECT && !is_parameters(self)) {
            strip_nulls(item, diags);
        }
    }
}

/* A null entry of `parameters` stays in the tree: it is the default, and explain shows
 * it. */
static void
merge_parameter(pc_json_t *target, pc_json_t *old, pc_json_t *item, pc_diags_t *diags)
{
    if (old != NULL) {
        item->replaced = pc_json_replace(old, item);
        return;
    }
    pc_json_append(target, item);
    if (item->type == PC_JSON_NULL && pc_param_find(item->key) >= 0) {
        report_unused(item, diags);
    }
}

static void
merge_member(pc_json_t *target, pc_json_t *item, pc_diags_t *diags)
{
    pc_json_t *old = pc_json_member(target, item->key);
    if (is_parameters(target)) {
        merge_parameter(target, old, item, diags);
        return;
    }
    if (old == NULL) {
        pc_json_append(target, item);
        if (item->type == PC_JSON_NULL) {
            report_unused(item, diags);
            pc_json_detach(item);
            pc_json_free(item);
        } else if (item->type == PC_JSON_OBJECT) {
            strip_nulls(item, diags);
        }
        return;
    }
    if (item->type == PC_JSON_NULL) {
        pc_json_detach(old);
        pc_json_free(old);
        pc_json_free(item);
        return;
    }
    if (old->type == PC_JSON_OBJECT && item->type == PC_JSON_OBJECT) {
        pc_merge_objects(old, item, diags);
        return;
    }
    pc_json_replace(old, item);
    if (old->type == PC_JSON_ARRAY && item->type == PC_JSON_ARRAY) {
        warn_dropped(old, item, diags);
    }
    pc_json_free(old);
}

void
pc_merge_objects(pc_json_t *target, pc_json_t *patch, pc_diags_t *diags)
{
    /* The merged object stands where the one that spoke last stands. */
    target->source = patch->source;
    target->line = patch->line;
    target->column = patch->column;
    target->key_line = patch->key_line;
    target->key_column = patch->key_column;
    while (patch->child != NULL) {
        pc_json_t *item = patch->child;
        pc_json_detach(item);
        merge_member(target, item, diags);
    }
    if (patch->parent != NULL) {
        pc_json_detach(patch);
    }
    pc_json_free(patch);
}

/* --- extends --- */

typedef struct {
    dev_t device;
    ino_t inode;
    const char *path;
} link_t;

typedef struct {
    pc_merge_t *out;
    pc_diags_t *diags;
    link_t links[PC_MERGE_MAX_FILES];
    size_t num_links;
} chain_t;

/* 1 if the file `path` is already in the chain, which is then reported. */
static int
in_circle(const chain_t *chain, const struct stat *info, const pc_json_t *extends)
{
    char text[768] = "";
    size_t used = 0;
    for (size_t i = 0; i < chain->num_links; i++) {
        if (chain->links[i].device != info->st_dev
            || chain->links[i].inode != info->st_ino) {
            continue;
        }
        for (size_t j = i; j < chain->num_links && used < sizeof(text); j++) {
            const int n = snprintf(
                text + used, sizeof(text) - used, "%s extends ", chain->links[j].path);
            used += n > 0 ? (size_t) n : 0;
        }
        pc_json_report(chain->diags, PC_ERROR, extends,
            "files extend each other in a circle: %s%s", text, chain->links[i].path);
        return 1;
    }
    return 0;
}

static void
report_file(pc_merge_t *out, const pc_json_t *extends, const char *path,
    pc_status status, pc_diags_t *diags)
{
    out->num_missing += status == PC_ERR_MISSING;
    if (extends == NULL) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            status == PC_ERR_MISSING ? N_("there is no file %s") : N_("cannot read %s"),
            path);
    } else {
        pc_json_report(diags, PC_ERROR, extends,
            status == PC_ERR_MISSING ? N_("there is no file %s") : N_("cannot read %s"),
            path);
    }
}

static pc_status load_file(
    chain_t *chain, const char *path, const pc_json_t *named_by, pc_json_t **tree);

/* Takes `extends` out of `*tree` and puts the tree over its parent. */
static pc_status
load_parent(chain_t *chain, pc_json_t **tree)
{
    pc_json_t *extends = pc_json_member(*tree, "extends");
    pc_json_t *parent = NULL;
    pc_status status = PC_OK;
    if (extends != NULL && extends->type != PC_JSON_STRING) {
        pc_json_report(chain->diags, PC_ERROR, extends, "this must be text, not %s",
            pc_diags_text(chain->diags, pc_json_type_name(extends->type)));
        chain->out->incomplete = 1;
    } else if (extends != NULL) {
        char *path = pc_json_file_path(extends, extends->string);
        if (path == NULL) {
            return PC_ERR_NOMEM;
        }
        status = load_file(chain, path, extends, &parent);
        free(path);
    }
    if (status != PC_OK) {
        pc_json_free(parent); /* read, but not whole */
        return status;
    }
    const int orphan = extends != NULL && parent == NULL;
    if (extends != NULL) {
        pc_json_detach(extends);
        pc_json_free(extends);
    }
    if (parent == NULL) {
        parent = pc_json_new(PC_JSON_OBJECT, NULL);
        if (parent == NULL) {
            return PC_ERR_NOMEM;
        }
    }
    /* Without the parent nobody can say which override is unused. */
    pc_merge_objects(parent, *tree, orphan ? NULL : chain->diags);
    *tree = parent;
    return PC_OK;
}

/* What must stand in the file itself: a child must not pass under its parent's name, nor
 * mix its own English with its parent's Japanese. */
static void
check_own_keys(const pc_json_t *tree, pc_diags_t *diags)
{
    static const char *const own[] = { "name", "title", "description" };
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        const pc_json_t *item = pc_json_member(tree, own[i]);
        if (item == NULL && i < 2) {
            pc_json_report(diags, PC_ERROR, tree,
                "the key %s is missing; every scenario file has its own", own[i]);
        } else if (item != NULL && item->type == PC_JSON_OBJECT) {
            pc_json_expect(item, "en", PC_JSON_STRING, 1, diags);
            pc_json_expect(item, "ja", PC_JSON_STRING, 1, diags);
        }
    }
}

static pc_status
load_file(chain_t *chain, const char *path, const pc_json_t *named_by, pc_json_t **tree)
{
    pc_merge_t *out = chain->out;
    struct stat info = { 0 };
    *tree = NULL;
    const int found = stat(path, &info) == 0;
    if (found && in_circle(chain, &info, named_by)) {
        out->incomplete = 1;
        return PC_OK;
    }
    if (chain->num_links == PC_MERGE_MAX_FILES) {
        pc_json_report(chain->diags, PC_ERROR, named_by,
            "more than %d files extend each other", PC_MERGE_MAX_FILES);
        out->incomplete = 1;
        return PC_OK;
    }
    pc_status status = pc_json_load(tree, path, &out->sources, chain->diags);
    if (status == PC_ERR_NOMEM) {
        return status;
    }
    if (status == PC_ERR_MISSING || status == PC_ERR_IO) {
        report_file(out, named_by, path, status, chain->diags);
    } else if (*tree != NULL && (*tree)->type != PC_JSON_OBJECT) {
        pc_json_report(chain->diags, PC_ERROR, *tree, "a scenario is an object, not %s",
            pc_json_type_name((*tree)->type));
        pc_json_free(*tree);
        *tree = NULL;
    }
    if (*tree == NULL) {
        out->incomplete = 1;
        return PC_OK;
    }
    check_own_keys(*tree, chain->diags);
    chain->links[chain->num_links++] = (link_t){
        .device = info.st_dev, .inode = info.st_ino, .path = out->sources->path
    };
    status = load_parent(chain, tree);
    chain->num_links--;
    return status;
}

pc_status
pc_merge_load(pc_merge_t *self, const char *path, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    chain_t chain = { .out = self, .diags = diags };
    return load_file(&chain, path, NULL, &self->tree);
}

/* --- --set
 * ----------------------------------------------------------------------------------- */

static const char *const settable[] = { "start", "end", "mode", "seed", "draws",
    "replicates" };
#define NUM_SETTABLE (sizeof(settable) / sizeof(settable[0]))

pc_json_t *
pc_merge_scalar(const char *key, const char *text, const pc_json_source_t *source)
{
    double number = 0;
    /* A seed may have more digits than a number holds: it stays text. */
    const int is_seed =
        strcmp(key, "seed") == 0 && text[strspn(text, "0123456789")] == '\0';
    const int is_number = !is_seed && pc_number_parse(text, &number) == PC_OK;
    pc_json_t *item = pc_json_new(is_number ? PC_JSON_NUMBER : PC_JSON_STRING, key);
    if (item == NULL) {
        return NULL;
    }
    item->number = number;
    item->source = source;
    if (!is_number) {
        item->string = strdup(text);
        if (item->string == NULL) {
            pc_json_free(item);
            return NULL;
        }
    }
    return item;
}

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
    pc_json_t *value = pc_merge_scalar("value", text, source);
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

const char *
pc_merge_nearest(const char *name)
{
    const char *names[PC_NUM_PARAMS + NUM_SETTABLE];
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        names[i] = pc_param_table[i].name;
    }
    memcpy(names + PC_NUM_PARAMS, settable, sizeof(settable));
    return pc_nearest_name(name, names, PC_NUM_PARAMS + NUM_SETTABLE);
}

static pc_status
apply_set(pc_json_t *patch, pc_json_t *parameters, const char *name, const char *text,
    pc_diags_t *diags)
{
    const int which = pc_param_find(name);
    pc_json_t *item = NULL;
    int known = which >= 0;
    for (size_t i = 0; i < NUM_SETTABLE; i++) {
        known |= strcmp(name, settable[i]) == 0;
    }
    if (!known) {
        const char *nearest = pc_merge_nearest(name);
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, name, "unknown parameter");
        pc_diags_did_you_mean(diags, nearest);
        return PC_OK;
    }
    item = which >= 0 ? new_entry(which, text, patch->source)
                      : pc_merge_scalar(name, text, patch->source);
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
        if (pc_set_is_dated(sets[i])) {
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
pc_merge_sets(
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
    return pc_merge_steps(self, source, sets, num_sets, diags);
}
