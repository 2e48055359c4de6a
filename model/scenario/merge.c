#include "scenario/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
            pc_diags_text(chain->diags, pc_json_type_name((*tree)->type)));
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
