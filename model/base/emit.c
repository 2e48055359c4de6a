#include "base/emit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

void
pc_emit_init(pc_emitter_t *self, FILE *out)
{
    self->out = out;
    self->depth = 0;
    self->filled = 0;
}

void
pc_emit_text(FILE *out, const char *text)
{
    size_t left = strlen(text);
    putc('"', out);
    while (left > 0) {
        const unsigned char c = (unsigned char) *text;
        const size_t length = pc_utf8_length(text, left);
        const size_t step = length == 0 ? 1 : length;
        if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c == '\n') {
            fputs("\\n", out);
        } else if (c == '\t') {
            fputs("\\t", out);
        } else if (c < 0x20 || c == 0x7F) {
            fprintf(out, "\\u%04x", c);
        } else if (length == 0) {
            fputs("\xEF\xBF\xBD", out);
        } else {
            fwrite(text, 1, length, out);
        }
        text += step;
        left -= step;
    }
    putc('"', out);
}

void
pc_emit_value(FILE *out, double value)
{
    char text[PC_NUMBER_SIZE];
    if (isfinite(value)) {
        pc_number_format(value, text);
        fputs(text, out);
    } else {
        fputs("null", out);
    }
}

static void
new_line(pc_emitter_t *self)
{
    putc('\n', self->out);
    for (int i = 0; i < self->depth; i++) {
        fputs("  ", self->out);
    }
}

static void
begin(pc_emitter_t *self, const char *key)
{
    if (self->filled) {
        putc(',', self->out);
    }
    if (self->depth > 0) {
        new_line(self);
    }
    if (key != NULL) {
        pc_emit_text(self->out, key);
        fputs(": ", self->out);
    }
    self->filled = 1;
}

void
pc_emit_open(pc_emitter_t *self, const char *key, char bracket)
{
    begin(self, key);
    putc(bracket, self->out);
    self->depth++;
    self->filled = 0;
}

void
pc_emit_close(pc_emitter_t *self, char bracket)
{
    self->depth--;
    if (self->filled) {
        new_line(self);
    }
    putc(bracket, self->out);
    self->filled = 1;
    if (self->depth == 0) {
        putc('\n', self->out);
    }
}

void
pc_emit_string(pc_emitter_t *self, const char *key, const char *text)
{
    begin(self, key);
    if (text == NULL) {
        fputs("null", self->out);
    } else {
        pc_emit_text(self->out, text);
    }
}

void
pc_emit_uri(pc_emitter_t *self, const char *key, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-._~/";
    begin(self, key);
    putc('"', self->out);
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr(plain, *at) != NULL) {
            putc(*at, self->out);
        } else {
            fprintf(self->out, "%%%02X", (unsigned) (unsigned char) *at);
        }
    }
    putc('"', self->out);
}

void
pc_emit_number(pc_emitter_t *self, const char *key, double value)
{
    begin(self, key);
    pc_emit_value(self->out, value);
}

void
pc_emit_bool(pc_emitter_t *self, const char *key, int value)
{
    begin(self, key);
    fputs(value ? "true" : "false", self->out);
}

void
pc_emit_seed(pc_emitter_t *self, const char *key, uint64_t seed)
{
    begin(self, key);
    const char *quote = seed > (UINT64_C(1) << 53) ? "\"" : "";
    fprintf(self->out, "%s%llu%s", quote, (unsigned long long) seed, quote);
}
