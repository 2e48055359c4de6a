/* diag.h - what is wrong with an input, and where.
 *
 * Readers add every fault they find to one list, so that a user sees all of them in
 * one go. A message names file, line, column and path, then says in one sentence what
 * was found, what is allowed and, where a name is unknown, the nearest valid one. It is
 * written in English where it is added, and kept in the language of the list. */
#ifndef PC_BASE_DIAG_H
#define PC_BASE_DIAG_H

#include <stddef.h>
#include <stdio.h>

#include "base/status.h"
#include "base/words.h"

#define PC_DIAGS_MAX 2000 /* messages kept */

typedef enum { PC_WARNING, PC_ERROR } pc_severity;

typedef struct {
    pc_severity severity;
    char *file;    /* as the user wrote it; owned, may be NULL */
    size_t line;   /* from 1; 0 if unknown */
    size_t column; /* from 1, in bytes; 0 if unknown */
    char *path;    /* JSON path `parameters.rollout.rate.unit`, CSV column, or NULL */
    char *text;    /* owned */
} pc_diag_t;

typedef struct {
    pc_diag_t *items; /* [num], in the order found */
    size_t num, capacity;
    size_t num_errors; /* errors, not warnings, with those that were not kept */
    size_t num_hidden; /* messages after the first PC_DIAGS_MAX, which are not kept */
    int out_of_memory; /* a message was lost */
    pc_lang lang;      /* of the messages; English unless set after init */
} pc_diags_t;

void pc_diags_init(pc_diags_t *self);

/* The language of the list; English if `self` is NULL. */
pc_lang pc_diags_lang(const pc_diags_t *self);

/* `text`, a key of the catalogue, in the language of the list; as it is if `self` is
 * NULL: for words that a message takes as an argument. */
const char *pc_diags_text(const pc_diags_t *self, const char *text)
    __attribute__((format_arg(2)));

void pc_diags_free(pc_diags_t *self);

/* Adds a message; to nobody if `self` is NULL. `file` and `path` may be NULL, `line` and
 * `column` 0; all strings are copied. `format` is English, a literal or N_() of one: it
 * is translated here (words.h). */
void pc_diags_add(pc_diags_t *self, pc_severity severity, const char *file, size_t line,
    size_t column, const char *path, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* Ends the message that was added last with the name that may have been meant; with NULL
 * nothing. */
void pc_diags_did_you_mean(pc_diags_t *self, const char *near);

/* Sorts nothing and prints one line a message, and one more if some were not kept:
 *   FILE:LINE:COLUMN: error: PATH: TEXT */
void pc_diags_print(const pc_diags_t *self, FILE *out);

/* PC_ERR_NOMEM if a message was lost, PC_ERR_INPUT if there is an error, else PC_OK. */
pc_status pc_diags_status(const pc_diags_t *self) PC_MUST_CHECK;

/* The one of `num` names nearest to `name` by edit distance (case counts little), or
 * NULL if none is near enough to be meant. */
const char *pc_nearest_name(const char *name, const char *const *names, size_t num);

#endif
