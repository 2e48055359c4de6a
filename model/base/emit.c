#include "base/emit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

void
pc_emit_init(pc_emitter_t *self, FILE *out)
{
    self->out = out;
    self->depth = 0;
    self->filled = 0;
}

/* Length of the UTF-8 character at `s`, 0 if there is none (overlong, surrogate, cut
 * short). */
static size_t
utf8_length(const unsigned char *s)
{
    static const struct {
        unsigned char first, last, low, high; /* of byte 1, and of byte 2 */
        size_t length;
    } forms[] = {
        { 0x20, 0x7F, 0, 0, 1 },
        { 0xC2, 0xDF, 0x80, 0xBF, 2 },
        { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
        { 0xE1, 0xEC, 0x80, 0xBF, 3 },
        { 0xED, 0xED, 0x80, 0x9F, 3 },
        { 0xEE, 0xEF, 0x80, 0xBF, 3 },
        { 0xF0, 0xF0, 0x90, 0xBF, 4 },
        { 0xF1, 0xF3, 0x80, 0xBF, 4 },
        { 0xF4, 0xF4, 0x80, 0x8F, 4 },
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (s[0] < forms[i].first || s[0] > forms[i].last) {
            continue;
        }
        if (forms[i].length > 1 && (s[1] < forms[i].low || s[1] > forms[i].high)) {
            return 0;
        }
        for (size_t k = 2; k < forms[i].length; k++) {
            if (s[k] < 0x80 || s[k] > 0xBF) {
                return 0;
            }
        }
        return forms[i].length;
    }
    return 0;
}

void
pc_emit_text(FILE *out, const char *text)
{
    const unsigned char *s = (const unsigned char *) text;
    putc('"', out);
    while (*s != '\0') {
        const size_t length = utf8_length(s);
        if (*s == '"' || *s == '\\') {
            fprintf(out, "\\%c", *s);
        } else if (*s == '\n') {
            fputs("\\n", out);
        } else if (*s == '\t') {
            fputs("\\t", out);
        } else if (*s < 0x20 || *s == 0x7F) {
            fprintf(out, "\\u%04x", *s);
        } else if (length == 0) {
            fputs("\xEF\xBF\xBD", out);
        } else {
            fwrite(s, 1, length, out);
        }
        s += length == 0 ? 1 : length;
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
