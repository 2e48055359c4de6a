/* json.h - a tree of JSON values that knows where each of them was written.
 *
 * A file is first read by the strict scanner (scanner.h), then parsed by cJSON, and the
 * two are walked in step, so that every value has its file, line and column. Merging
 * moves values, and with them their places. */
#ifndef PC_SCENARIO_TEXT_JSON_H
#define PC_SCENARIO_TEXT_JSON_H

#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

typedef enum {
    PC_JSON_NULL,
    PC_JSON_BOOL,
    PC_JSON_NUMBER,
    PC_JSON_STRING,
    PC_JSON_ARRAY,
    PC_JSON_OBJECT
} pc_json_type;

/* A file, or the command line. A list owned by whoever loads. */
typedef struct pc_json_source {
    char *path;      /* as opened */
    char sha256[65]; /* of the bytes read; "" if they could not be read */
    struct pc_json_source *next;
} pc_json_source_t;

typedef struct pc_json {
    pc_json_type type;
    char *key;     /* NULL in an array and at the top; owned */
    char *string;  /* strings; owned */
    double number; /* numbers; infinite if too large (then already reported) */
    int boolean;
    struct pc_json *parent, *child, *last, *next;
    struct pc_json *replaced; /* what a merge put this in the place of; owned */
    const pc_json_source_t *source;
    size_t line, column;         /* of the value, from 1, columns in bytes */
    size_t key_line, key_column; /* of its key; 0 without */
} pc_json_t;

/* Reads the file `path` into `*tree`. `sources` gets the file put in front. Faults are
 * added to `diags`; `*tree` is NULL if the text cannot be used. PC_ERR_MISSING if there
 * is no such file (not added to `diags`: the caller knows where it was named),
 * PC_ERR_NOMEM, PC_ERR_IO, PC_ERR_INPUT. */
pc_status pc_json_load(pc_json_t **tree, const char *path, pc_json_source_t **sources,
    pc_diags_t *diags) PC_MUST_CHECK;

/* The same from text in memory: `size` bytes. `source` may be NULL. */
pc_status pc_json_parse(pc_json_t **tree, const char *text, size_t size,
    const pc_json_source_t *source, pc_diags_t *diags) PC_MUST_CHECK;

void pc_json_free(pc_json_t *self);
void pc_json_sources_free(pc_json_source_t **sources);

/* A new value without a place; NULL if out of memory. `key` may be NULL. */
pc_json_t *pc_json_new(pc_json_type type, const char *key);

/* Appends `item`, which becomes owned. */
void pc_json_append(pc_json_t *self, pc_json_t *item);

/* Takes `item` out of its parent; it is then owned by the caller. */
void pc_json_detach(pc_json_t *item);

/* Puts `item` where `old` is and returns `old`, which is then owned by the caller. */
pc_json_t *pc_json_replace(pc_json_t *old, pc_json_t *item);

/* The member called `key`, case counting, or NULL. `self` may be NULL. */
pc_json_t *pc_json_member(const pc_json_t *self, const char *key);
size_t pc_json_size(const pc_json_t *self); /* number of members or elements */

/* "an object", "a number", ... for messages. */
const char *pc_json_type_name(pc_json_type type);

/* Writes `parameters.rollout.rate.unit` or `omission_rules[0].id`; "" at the top. */
void pc_json_path(const pc_json_t *self, char *buffer, size_t size);

/* Add a message placed at the value, or at its key. `self` may be NULL. */
void pc_json_report(pc_diags_t *diags, pc_severity severity, const pc_json_t *self,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
void pc_json_report_key(pc_diags_t *diags, pc_severity severity, const pc_json_t *self,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports every member of `self` whose key is not among `names` [num], with the nearest
 * name. */
void pc_json_check_keys(
    const pc_json_t *self, const char *const *names, size_t num, pc_diags_t *diags);

/* Writes the names as "a, b, c". */
void pc_json_list(const char *const *names, size_t num, char *buffer, size_t size);

/* Which of the words `names` the text is; -1 if it is none, which is reported with the
 * nearest, or if `item` is NULL. */
int pc_json_choice(
    const pc_json_t *item, const char *const *names, size_t num, pc_diags_t *diags);

/* Reports what stands where a number is wanted and is none. */
void pc_json_report_number(pc_diags_t *diags, const pc_json_t *item);

/* Typed members. Each reports a wrong type, and with `required` a missing one, and
 * returns NULL then. */
const pc_json_t *pc_json_expect(const pc_json_t *self, const char *key,
    pc_json_type type, int required, pc_diags_t *diags);

/* `path` as seen from the folder of the file `self` was written in; to be freed, NULL if
 * out of memory. */
char *pc_json_file_path(const pc_json_t *self, const char *path);

#endif
