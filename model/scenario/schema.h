/* schema.h - what the tables say, for other programs and for people. */
#ifndef PC_SCENARIO_SCHEMA_H
#define PC_SCENARIO_SCHEMA_H

#include <stddef.h>
#include <stdio.h>

#include "base/status.h"
#include "base/words.h"

/* Writes the JSON Schema (draft 2020-12) of a scenario file. PC_ERR_IO if `out` cannot
 * be written. */
pc_status pc_schema_write(FILE *out) PC_MUST_CHECK;

typedef enum {
    PC_PARAMDOC_TEXT,
    PC_PARAMDOC_JSON,
    PC_PARAMDOC_MARKDOWN
} pc_paramdoc_format;

/* Writes the table of parameters. `names` is [num_names]: a
 * parameter, the first part of names up to a point (`ep`), or a word of the meaning;
 * none means all.
 * PC_ERR_INPUT, with the nearest name in `text` [size], if a name is unknown; PC_ERR_IO
 * if `out` cannot be written. */
pc_status pc_paramdoc_write(FILE *out, pc_paramdoc_format format, pc_lang lang,
    const char *const *names, size_t num_names, char *text, size_t size) PC_MUST_CHECK;

#endif
