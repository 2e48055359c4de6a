/* json_check.c - the part of json.h that says where a value stands and what is wrong
 * with it. */
#include "scenario/text/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static size_t
place_in_array(const pc_json_t *self)
{
    size_t n = 0;
    for (const pc_json_t *p = self->parent->child; p != self && p != NULL; p = p->next) {
        n++;
    }
    return n;
}

void
pc_json_path(const pc_json_t *self, char *buffer, size_t size)
{
    if (size > 0) {
        buffer[0] = '\0';
    }
    if (self == NULL || size == 0) {
        return;
    }
    if (self->parent != NULL) {
        pc_json_path(self->parent, buffer, size);
    }
    const size_t used = strlen(buffer);
    if (self->key != NULL) {
        snprintf(buffer + used, size - used, "%s%s", used > 0 ? "." : "", self->key);
    } else if (self->parent != NULL) {
        snprintf(buffer + used, size - used, "[%zu]", place_in_array(self));
    }
}

static void report_at(pc_diags_t *diags, pc_severity severity, const pc_json_t *self,
    int at_key, const char *format, va_list args) __attribute__((format(printf, 5, 0)));

static void
report_at(pc_diags_t *diags, pc_severity severity, const pc_json_t *self, int at_key,
    const char *format, va_list args)
{
    char text[1024];
    char path[512];
    if (diags == NULL) {
        return;
    }
    if (diags->num >= PC_DIAGS_MAX) {
        /* Only to be counted: to find the path takes a walk over the file. */
        pc_diags_add(diags, severity, NULL, 0, 0, NULL, "%s", "");
        return;
    }
    vsnprintf(text, sizeof(text), pc_text(diags->lang, format), args);
    pc_json_path(self, path, sizeof(path));
    const char *file = self != NULL && self->source != NULL ? self->source->path : NULL;
    const size_t line = self == NULL ? 0 : at_key ? self->key_line : self->line;
    const size_t column = self == NULL ? 0 : at_key ? self->key_column : self->column;
    pc_diags_add(
        diags, severity, file, line, column, path[0] != '\0' ? path : NULL, "%s", text);
}

void
pc_json_report(pc_diags_t *diags, pc_severity severity, const pc_json_t *self,
    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report_at(diags, severity, self, 0, format, args);
    va_end(args);
}

void
pc_json_report_key(pc_diags_t *diags, pc_severity severity, const pc_json_t *self,
    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report_at(diags, severity, self, self != NULL && self->key_line > 0, format, args);
    va_end(args);
}

void
pc_json_list(const char *const *names, size_t num, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < num && used < size; i++) {
        const int n =
            snprintf(buffer + used, size - used, "%s%s", i > 0 ? ", " : "", names[i]);
        used += n > 0 ? (size_t) n : 0;
    }
}

int
pc_json_choice(
    const pc_json_t *item, const char *const *names, size_t num, pc_diags_t *diags)
{
    char list[512];
    for (size_t i = 0; item != NULL && i < num; i++) {
        if (strcmp(item->string, names[i]) == 0) {
            return (int) i;
        }
    }
    if (item == NULL) {
        return -1;
    }
    pc_json_list(names, num, list, sizeof(list));
    if (item->string[0] == '\0') {
        pc_json_report(diags, PC_ERROR, item, "this is empty: write one of %s", list);
        return -1;
    }
    pc_json_report(diags, PC_ERROR, item, "'%s' is not one of %s", item->string, list);
    pc_diags_did_you_mean(diags, pc_nearest_name(item->string, names, num));
    return -1;
}

void
pc_json_report_number(pc_diags_t *diags, const pc_json_t *item)
{
    double number;
    if (item->type != PC_JSON_STRING) {
        pc_json_report(diags, PC_ERROR, item, "this must be a number, not %s",
            pc_diags_text(diags, pc_json_type_name(item->type)));
    } else if (item->string[0] == '\0') {
        pc_json_report(diags, PC_ERROR, item, "this is empty: write a number");
    } else if (pc_number_parse(item->string, &number) == PC_ERR_RANGE) {
        pc_json_report(
            diags, PC_ERROR, item, "'%s' is too large for a number", item->string);
    } else {
        pc_json_report(diags, PC_ERROR, item, "this must be a number, not the text '%s'",
            item->string);
    }
}

void
pc_json_check_keys(
    const pc_json_t *self, const char *const *names, size_t num, pc_diags_t *diags)
{
    char list[512];
    pc_json_list(names, num, list, sizeof(list));
    for (const pc_json_t *item = self->child; item != NULL; item = item->next) {
        size_t i = 0;
        while (i < num && strcmp(names[i], item->key) != 0) {
            i++;
        }
        if (i < num) {
            continue;
        }
        const char *nearest = pc_nearest_name(item->key, names, num);
        if (nearest != NULL) {
            pc_json_report_key(diags, PC_ERROR, item, "unknown key");
            pc_diags_did_you_mean(diags, nearest);
        } else {
            pc_json_report_key(diags, PC_ERROR, item, "unknown key; allowed: %s", list);
        }
    }
}

const pc_json_t *
pc_json_expect(const pc_json_t *self, const char *key, pc_json_type type, int required,
    pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_member(self, key);
    if (item == NULL) {
        if (required) {
            pc_json_report(diags, PC_ERROR, self, "the key %s is missing", key);
        }
        return NULL;
    }
    if (item->type != type) {
        pc_json_report(diags, PC_ERROR, item, "this must be %s, not %s",
            pc_diags_text(diags, pc_json_type_name(type)),
            pc_diags_text(diags, pc_json_type_name(item->type)));
        return NULL;
    }
    return item;
}

char *
pc_json_file_path(const pc_json_t *self, const char *path)
{
    const char *base = self->source != NULL ? self->source->path : "";
    const char *slash = strrchr(base, '/');
    if (path[0] == '/' || slash == NULL) {
        return strdup(path);
    }
    const size_t folder = (size_t) (slash - base) + 1;
    const size_t length = strlen(path) + 1;
    char *joined = malloc(folder + length);
    if (joined != NULL) {
        memcpy(joined, base, folder);
        memcpy(joined + folder, path, length);
    }
    return joined;
}
