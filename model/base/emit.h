/* emit.h - JSON text to a stream, indented by two spaces.
 *
 * Numbers are written to round-trip and missing ones as null. Strings are escaped; bytes
 * that are not UTF-8 become U+FFFD, so that the file is valid whatever a command line
 * held. */
#ifndef PC_BASE_EMIT_H
#define PC_BASE_EMIT_H

#include <stdint.h>
#include <stdio.h>

typedef struct {
    FILE *out;
    int depth;
    int filled; /* the object or array at hand has an element */
} pc_emitter_t;

/* A string in double quotes, and a number that reads back the same (null if not finite),
 * by themselves. */
void pc_emit_text(FILE *out, const char *text);
void pc_emit_value(FILE *out, double value);

void pc_emit_init(pc_emitter_t *self, FILE *out);

/* `key` is NULL in an array and at the top. A close at depth 0 ends the text with a
 * newline. */
void pc_emit_open(pc_emitter_t *self, const char *key, char bracket); /* '{' or '[' */
void pc_emit_close(pc_emitter_t *self, char bracket);                 /* '}' or ']' */
void pc_emit_string(
    pc_emitter_t *self, const char *key, const char *text); /* NULL: null */
/* A relative path as a URI: a byte that may not stand in one becomes %XX. */
void pc_emit_uri(pc_emitter_t *self, const char *key, const char *path);
void pc_emit_number(pc_emitter_t *self, const char *key, double value);
void pc_emit_bool(pc_emitter_t *self, const char *key, int value);
/* A number up to 2^53, a string above, as in scenario files. */
void pc_emit_seed(pc_emitter_t *self, const char *key, uint64_t seed);

#endif
