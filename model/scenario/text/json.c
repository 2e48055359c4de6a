#include "scenario/text/json.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/input.h"
#include "base/sha256.h"
#include "scenario/text/scanner.h"

/* --- the tree
 * ------------------------------------------------------------------------------- */

pc_json_t *
pc_json_new(pc_json_type type, const char *key)
{
    pc_json_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NULL;
    }
    self->type = type;
    if (key != NULL) {
        self->key = strdup(key);
        if (self->key == NULL) {
            free(self);
            return NULL;
        }
    }
    return self;
}

void
pc_json_free(pc_json_t *self)
{
    while (self != NULL) {
        /* Members first; then what this one replaced, which may be a long chain. */
        pc_json_t *item = self->child;
        while (item != NULL) {
            pc_json_t *next = item->next;
            pc_json_free(item);
            item = next;
        }
        pc_json_t *replaced = self->replaced;
        free(self->key);
        free(self->string);
        free(self);
        self = replaced;
    }
}

void
pc_json_append(pc_json_t *self, pc_json_t *item)
{
    item->parent = self;
    item->next = NULL;
    if (self->last == NULL) {
        self->child = item;
    } else {
        self->last->next = item;
    }
    self->last = item;
}

static pc_json_t *
before(const pc_json_t *item)
{
    pc_json_t *p = item->parent->child;
    if (p == item) {
        return NULL;
    }
    while (p->next != item) {
        p = p->next;
    }
    return p;
}

void
pc_json_detach(pc_json_t *item)
{
    pc_json_t *parent = item->parent;
    pc_json_t *previous = before(item);
    if (previous == NULL) {
        parent->child = item->next;
    } else {
        previous->next = item->next;
    }
    if (parent->last == item) {
        parent->last = previous;
    }
    item->parent = NULL;
    item->next = NULL;
}

pc_json_t *
pc_json_replace(pc_json_t *old, pc_json_t *item)
{
    pc_json_t *parent = old->parent;
    pc_json_t *previous = before(old);
    item->parent = parent;
    item->next = old->next;
    if (previous == NULL) {
        parent->child = item;
    } else {
        previous->next = item;
    }
    if (parent->last == old) {
        parent->last = item;
    }
    old->parent = NULL;
    old->next = NULL;
    return old;
}

pc_json_t *
pc_json_member(const pc_json_t *self, const char *key)
{
    if (self == NULL || self->type != PC_JSON_OBJECT) {
        return NULL;
    }
    for (pc_json_t *item = self->child; item != NULL; item = item->next) {
        if (strcmp(item->key, key) == 0) {
            return item;
        }
    }
    return NULL;
}

size_t
pc_json_size(const pc_json_t *self)
{
    size_t num = 0;
    for (const pc_json_t *item = self->child; item != NULL; item = item->next) {
        num++;
    }
    return num;
}

const char *
pc_json_type_name(pc_json_type type)
{
    static const char *const names[] = { N_("null"), N_("true or false"), N_("a number"),
        N_("text"), N_("a list"), N_("an object") };
    return names[type];
}

/* --- from cJSON
 * ------------------------------------------------------------------------------ */

typedef struct {
    const pc_scan_t *scan;
    size_t at; /* next item of the scan */
    const pc_json_source_t *source;
    pc_diags_t *diags;
} walk_t;

static int
copy_scalar(pc_json_t *item, const cJSON *from)
{
    if (cJSON_IsString(from)) {
        item->type = PC_JSON_STRING;
        item->string = strdup(from->valuestring);
        return item->string != NULL;
    }
    if (cJSON_IsNumber(from)) {
        item->type = PC_JSON_NUMBER;
        item->number = from->valuedouble;
    } else if (cJSON_IsBool(from)) {
        item->type = PC_JSON_BOOL;
        item->boolean = cJSON_IsTrue(from);
    } else {
        item->type = PC_JSON_NULL;
    }
    return 1;
}

static int
by_key(const void *a, const void *b)
{
    const pc_json_t *x = *(pc_json_t *const *) a;
    const pc_json_t *y = *(pc_json_t *const *) b;
    const int order = strcmp(x->key, y->key);
    if (order != 0) {
        return order;
    }
    return x->key_line != y->key_line ? (x->key_line < y->key_line ? -1 : 1)
                                      : (x->key_column < y->key_column ? -1 : 1);
}

#define DOOMED (-1)

/* Reports and removes members whose key stands earlier in the same object. */
static int
drop_duplicates(pc_json_t *self, size_t num, pc_diags_t *diags)
{
    if (num < 2) {
        return 1;
    }
    pc_json_t **items = calloc(num, sizeof(pc_json_t *));
    if (items == NULL) {
        return 0;
    }
    size_t n = 0;
    for (pc_json_t *item = self->child; item != NULL; item = item->next) {
        items[n++] = item;
    }
    qsort(items, num, sizeof(pc_json_t *), by_key);
    const pc_json_t *first = items[0];
    for (size_t i = 1; i < num; i++) {
        if (strcmp(items[i]->key, first->key) != 0) {
            first = items[i];
            continue;
        }
        pc_json_report_key(diags, PC_ERROR, items[i],
            "duplicate key; it stands first on line %zu", first->key_line);
        items[i]->boolean = DOOMED;
    }
    pc_json_t *item = self->child;
    self->child = self->last = NULL;
    while (item != NULL) {
        pc_json_t *next = item->next;
        if (item->boolean == DOOMED) {
            pc_json_free(item);
        } else {
            pc_json_append(self, item);
        }
        item = next;
    }
    free(items);
    return 1;
}

/* Copies `from` and its members; `parent` is NULL at the top. NULL if out of memory. */
static pc_json_t *
copy_tree(walk_t *w, const cJSON *from, pc_json_t *parent)
{
    const pc_scan_item_t *place = &w->scan->items[w->at++];
    pc_json_t *item = pc_json_new(PC_JSON_NULL, from->string);
    if (item == NULL) {
        return NULL;
    }
    item->source = w->source;
    pc_scan_place(w->scan, place->value, &item->line, &item->column);
    if (place->key != PC_SCAN_NO_KEY) {
        pc_scan_place(w->scan, place->key, &item->key_line, &item->key_column);
    }
    if (parent != NULL) {
        pc_json_append(parent, item);
    }
    if (!cJSON_IsObject(from) && !cJSON_IsArray(from)) {
        if (!copy_scalar(item, from)) {
            goto fail;
        }
        if (item->type == PC_JSON_NUMBER && !isfinite(item->number)) {
            pc_json_report(w->diags, PC_ERROR, item, "the number is too large");
        }
        return item;
    }
    item->type = cJSON_IsObject(from) ? PC_JSON_OBJECT : PC_JSON_ARRAY;
    size_t num = 0;
    for (const cJSON *member = from->child; member != NULL; member = member->next) {
        if (copy_tree(w, member, item) == NULL) {
            goto fail;
        }
        num++;
    }
    if (item->type == PC_JSON_OBJECT && !drop_duplicates(item, num, w->diags)) {
        goto fail;
    }
    return item;
fail:
    if (parent == NULL) {
        pc_json_free(item);
    } /* else the parent owns it */
    return NULL;
}

pc_status
pc_json_parse(pc_json_t **tree, const char *text, size_t size,
    const pc_json_source_t *source, pc_diags_t *diags)
{
    pc_scan_t scan;
    const char *end = NULL;
    cJSON *parsed = NULL;
    *tree = NULL;
    pc_status status =
        pc_scan_run(&scan, text, size, source != NULL ? source->path : NULL, diags);
    if (status != PC_OK) {
        goto out;
    }
    parsed = cJSON_ParseWithLengthOpts(text, size, &end, 0);
    if (parsed == NULL) {
        /* The scanner took it, so the parser has run out of memory. */
        status = PC_ERR_NOMEM;
        goto out;
    }
    walk_t w = { .scan = &scan, .source = source, .diags = diags };
    *tree = copy_tree(&w, parsed, NULL);
    status = *tree == NULL ? PC_ERR_NOMEM : PC_OK;
out:
    cJSON_Delete(parsed);
    pc_scan_free(&scan);
    return status;
}

/* Reads a whole file; `*text` is to be freed. One byte more than the largest file
 * allowed is read, so that the scanner can say that it is too large. */
static pc_status
read_file(const char *path, char **text, size_t *size)
{
    FILE *in;
    pc_status status =
        pc_input_open(&in, path, PC_INPUT_FILE_OR_PIPE, PC_SHA256_ANY_SIZE);
    *text = NULL;
    *size = 0;
    if (status != PC_OK) {
        return status == PC_ERR_INPUT ? PC_ERR_IO : status;
    }
    size_t capacity = 0;
    for (;;) {
        if (*size == capacity) {
            capacity = capacity == 0 ? 65536 : capacity * 2;
            char *bigger = realloc(*text, capacity);
            if (bigger == NULL) {
                status = PC_ERR_NOMEM;
                break;
            }
            *text = bigger;
        }
        const size_t n = fread(*text + *size, 1, capacity - *size, in);
        *size += n;
        if (n == 0 || *size > PC_SCAN_MAX_SIZE) {
            break;
        }
    }
    if (status == PC_OK && ferror(in)) {
        status = PC_ERR_IO;
    }
    fclose(in);
    return status;
}

pc_status
pc_json_load(
    pc_json_t **tree, const char *path, pc_json_source_t **sources, pc_diags_t *diags)
{
    char *text = NULL;
    size_t size = 0;
    *tree = NULL;
    pc_json_source_t *source = calloc(1, sizeof(*source));
    if (source == NULL) {
        return PC_ERR_NOMEM;
    }
    source->next = *sources;
    *sources = source;
    source->path = strdup(path);
    if (source->path == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = read_file(path, &text, &size);
    if (status == PC_OK) {
        pc_sha256_bytes(text, size, source->sha256);
        status = pc_json_parse(tree, text, size, source, diags);
    }
    free(text);
    return status;
}

void
pc_json_sources_free(pc_json_source_t **sources)
{
    while (*sources != NULL) {
        pc_json_source_t *next = (*sources)->next;
        free((*sources)->path);
        free(*sources);
        *sources = next;
    }
}
