#include "scenario/text/scanner.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scenario/text/lexical.h"

/* What a level of nesting is at: a key, or a place in an array. */
typedef struct {
    const char *key; /* NULL in an array */
    size_t key_length;
    size_t index;
} level_t;

typedef struct {
    pc_scan_t *out;
    const char *text;
    size_t size, at;
    const char *file;
    pc_diags_t *diags;
    level_t levels[PC_SCAN_DEPTH];
    size_t depth;
    size_t num_faults;
    int out_of_memory;
} scanner_t;

static int scan_value(scanner_t *s, size_t key);

static int
add_item(pc_scan_t *self, size_t key, size_t value)
{
    if (self->num == self->capacity) {
        const size_t capacity = self->capacity == 0 ? 256 : self->capacity * 2;
        pc_scan_item_t *items = realloc(self->items, capacity * sizeof(*items));
        if (items == NULL) {
            return 0;
        }
        self->items = items;
        self->capacity = capacity;
    }
    self->items[self->num++] = (pc_scan_item_t){ .key = key, .value = value };
    return 1;
}

static int
find_lines(pc_scan_t *self, const char *text, size_t size)
{
    size_t num = 1;
    for (size_t i = 0; i < size; i++) {
        num += text[i] == '\n';
    }
    self->lines = calloc(num, sizeof(*self->lines));
    if (self->lines == NULL) {
        return 0;
    }
    self->num_lines = 1;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n') {
            self->lines[self->num_lines++] = i + 1;
        }
    }
    return 1;
}

void
pc_scan_place(const pc_scan_t *self, size_t offset, size_t *line, size_t *column)
{
    size_t low = 0;
    size_t high = self->num_lines;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (self->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    *line = low + 1;
    *column = offset - self->lines[low] + 1;
}

static void
write_path(const scanner_t *s, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < s->depth && used < size; i++) {
        const level_t *level = &s->levels[i];
        int n;
        if (level->key == NULL) {
            n = snprintf(buffer + used, size - used, "[%zu]", level->index);
        } else {
            const int length = level->key_length > 80 ? 80 : (int) level->key_length;
            n = snprintf(buffer + used, size - used, "%s%.*s", used > 0 ? "." : "",
                length, level->key);
        }
        used += n > 0 ? (size_t) n : 0;
    }
}

static int fault(scanner_t *s, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a message and returns 0, so that a caller can return it. */
static int
fault(scanner_t *s, size_t offset, const char *format, ...)
{
    char text[512];
    char path[512];
    size_t line = 0;
    size_t column = 0;
    va_list args;
    if (s->num_faults++ >= PC_SCAN_MAX_FAULTS) {
        return 0;
    }
    va_start(args, format);
    vsnprintf(text, sizeof(text),
        pc_text(s->diags != NULL ? s->diags->lang : PC_LANG_EN, format), args);
    va_end(args);
    pc_scan_place(s->out, offset, &line, &column);
    write_path(s, path, sizeof(path));
    pc_diags_add(s->diags, PC_ERROR, s->file, line, column,
        path[0] != '\0' ? path : NULL, "%s", text);
    return 0;
}

static void
skip_space(scanner_t *s)
{
    while (s->at < s->size && s->text[s->at] != '\0'
           && strchr(" \t\r\n", s->text[s->at]) != NULL) {
        s->at++;
    }
}

static int
at_end(const scanner_t *s)
{
    return s->at >= s->size;
}

static int
is_here(const scanner_t *s, char c)
{
    return s->at < s->size && s->text[s->at] == c;
}

/* Says what stands at the reading place where `wanted` should. */
static int
unexpected(scanner_t *s, const char *what)
{
    const char *wanted = pc_diags_text(s->diags, what);
    if (at_end(s)) {
        return fault(s, s->at, "the file ends where %s should stand", wanted);
    }
    const unsigned char c = (unsigned char) s->text[s->at];
    if (c == '/' || c == '#') {
        return fault(s, s->at, "JSON has no comments; %s should stand here", wanted);
    }
    if (c == '\'') {
        return fault(s, s->at,
            "text stands in double quotes, not single ones; %s should stand here",
            wanted);
    }
    if (c > 0x20 && c < 0x7f) {
        return fault(s, s->at, "found '%c' where %s should stand", c, wanted);
    }
    return fault(s, s->at, "found byte 0x%02X where %s should stand", c, wanted);
}

static int
hex_digits(const scanner_t *s, size_t at, unsigned *value)
{
    *value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = '\0';
        if (at + i < s->size) {
            c = s->text[at + i];
        }
        if (c >= '0' && c <= '9') {
            *value = *value * 16 + (unsigned) (c - '0');
        } else if (c >= 'a' && c <= 'f') {
            *value = *value * 16 + (unsigned) (c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            *value = *value * 16 + (unsigned) (c - 'A') + 10;
        } else {
            return 0;
        }
    }
    return 1;
}

/* What a terminal would obey. Lines and tabs may stand in a note. */
static int
is_control(unsigned code)
{
    return (code < 0x20 && code != '\n' && code != '\t')
           || (code >= 0x7f && code <= 0x9f);
}

/* At a backslash: moves past the escape. */
static void
scan_escape(scanner_t *s)
{
    const size_t start = s->at;
    char c = '\0';
    if (start + 1 < s->size) {
        c = s->text[start + 1];
    }
    unsigned first = 0;
    unsigned second = 0;
    s->at += 2;
    if (c == 'u') {
        if (!hex_digits(s, start + 2, &first)) {
            fault(s, start, "\\u must be followed by four hexadecimal digits");
            return;
        }
        s->at = start + 6;
        if (is_control(first)) {
            fault(s, start, "\\u%04X is not allowed in text", first);
        } else if (first >= 0xDC00 && first <= 0xDFFF) {
            fault(s, start,
                "\\u%04X is the second half of a surrogate pair without its first",
                first);
        } else if (first >= 0xD800 && first <= 0xDBFF) {
            const int pair = s->at + 1 < s->size && s->text[s->at] == '\\'
                             && s->text[s->at + 1] == 'u'
                             && hex_digits(s, s->at + 2, &second) && second >= 0xDC00
                             && second <= 0xDFFF;
            if (pair) {
                s->at += 6;
            } else {
                fault(s, start,
                    "\\u%04X is the first half of a surrogate pair without its second",
                    first);
            }
        }
    } else if (c == '\0' || strchr("\"\\/nt", c) == NULL) {
        fault(s, start, "a backslash must be followed by one of \" \\ / n t u");
        if (c == '\n' || c == '\r' || (unsigned char) c < 0x20) {
            s->at = start + 1; /* let the line end be seen */
        }
    }
}

/* At a double quote: moves past the closing one. 0 if there is none. */
static int
scan_string(scanner_t *s)
{
    const size_t start = s->at++;
    while (!at_end(s) && s->text[s->at] != '"') {
        const unsigned char c = (unsigned char) s->text[s->at];
        if (c == '\n' || c == '\r') {
            return fault(
                s, start, "the text that begins here is not closed on its line");
        }
        if (c == '\\') {
            scan_escape(s);
        } else if (c == '\t') {
            fault(s, s->at++, "a tab in text; write it as \\t");
        } else if (is_control(c) && c < 0x80) {
            fault(s, s->at++, "control character 0x%02X in text", c);
        } else if (c == 0xC2 && s->at + 1 < s->size
                   && is_control((unsigned char) s->text[s->at + 1])) {
            fault(s, s->at, "control character 0x%02X in text",
                (unsigned char) s->text[s->at + 1]);
            s->at += 2;
        } else {
            const size_t length = pc_utf8_length(s->text + s->at, s->size - s->at);
            if (length == 0) {
                fault(s, s->at, "byte 0x%02X is not UTF-8; save the file as UTF-8", c);
            }
            s->at += length == 0 ? 1 : length;
        }
    }
    if (s->at >= s->size) {
        s->at = s->size;
        return fault(s, start, "the text that begins here is never closed");
    }
    s->at++;
    return 1;
}

static int
is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || (c != '\0' && strchr("+-._", c) != NULL);
}

/* At a number, true, false, null or something that would be one. */
static int
scan_word(scanner_t *s)
{
    const size_t start = s->at;
    while (!at_end(s) && is_word(s->text[s->at])) {
        s->at++;
    }
    const size_t length = s->at - start;
    const char *p = s->text + start;
    const int shown = length > 40 ? 40 : (int) length;
    if (length == 0) {
        return unexpected(s, N_("a value"));
    }
    if ((*p >= '0' && *p <= '9') || strchr("+-.", *p) != NULL) {
        const char *what = length > PC_SCAN_MAX_NUMBER
                               ? N_("a number of more than 60 characters")
                               : pc_number_fault(p, length);
        if (what != NULL) {
            fault(s, start, "%.*s: %s", shown, p, pc_diags_text(s->diags, what));
        }
        return 1;
    }
    if ((length == 4 && (memcmp(p, "true", 4) == 0 || memcmp(p, "null", 4) == 0))
        || (length == 5 && memcmp(p, "false", 5) == 0)) {
        return 1;
    }
    fault(s, start,
        "%.*s is not a JSON value; text stands in double quotes, and the only words are "
        "true, false and null",
        shown, p);
    return 1;
}

/* One member: a key, a colon and a value; or a value alone in an array. */
static int
scan_member(scanner_t *s, char close, size_t index)
{
    level_t *level = &s->levels[s->depth - 1];
    if (close == ']') {
        *level = (level_t){ .index = index };
        return scan_value(s, PC_SCAN_NO_KEY);
    }
    const size_t key = s->at;
    if (!is_here(s, '"')) {
        return unexpected(s, N_("a key in double quotes"));
    }
    if (!scan_string(s)) {
        return 0;
    }
    *level = (level_t){ .key = s->text + key + 1, .key_length = s->at - key - 2 };
    skip_space(s);
    if (!is_here(s, ':')) {
        return unexpected(s, N_("':' after the key"));
    }
    s->at++;
    skip_space(s);
    return scan_value(s, key);
}

static int
scan_container(scanner_t *s, char close)
{
    if (s->depth == PC_SCAN_DEPTH) {
        return fault(s, s->at, "values are nested deeper than %d", PC_SCAN_DEPTH);
    }
    s->at++;
    s->levels[s->depth++] = (level_t){ .key = "" };
    skip_space(s);
    for (size_t index = 0; !is_here(s, close) || index > 0; index++) {
        if (close == '}' && index == PC_SCAN_MAX_KEYS) {
            return fault(s, s->at, "an object has more than %d keys", PC_SCAN_MAX_KEYS);
        }
        if (!scan_member(s, close, index)) {
            return 0;
        }
        skip_space(s);
        if (is_here(s, close)) {
            break;
        }
        if (!is_here(s, ',')) {
            return unexpected(s, close == '}' ? N_("',' or '}'") : N_("',' or ']'"));
        }
        const size_t comma = s->at++;
        skip_space(s);
        if (is_here(s, close)) {
            return fault(s, comma, "a comma before '%c' is not allowed", close);
        }
    }
    s->at++;
    s->depth--;
    return 1;
}

static int
scan_value(scanner_t *s, size_t key)
{
    if (s->out->num == PC_SCAN_MAX_VALUES) {
        return fault(s, s->at, "the file has more than %d values", PC_SCAN_MAX_VALUES);
    }
    if (!add_item(s->out, key, s->at)) {
        s->out_of_memory = 1;
        return 0;
    }
    if (is_here(s, '{')) {
        return scan_container(s, '}');
    }
    if (is_here(s, '[')) {
        return scan_container(s, ']');
    }
    if (is_here(s, '"')) {
        return scan_string(s);
    }
    return scan_word(s);
}

static void
scan_text(scanner_t *s)
{
    if (s->size > PC_SCAN_MAX_SIZE) {
        fault(s, 0, "the file is larger than 16 MB");
        return;
    }
    if (s->size >= 3 && memcmp(s->text, "\xEF\xBB\xBF", 3) == 0) {
        fault(s, 0,
            "the file begins with a byte order mark; save it as UTF-8 without one");
        s->at = 3;
    } else if (s->size >= 2
               && (memcmp(s->text, "\xFF\xFE", 2) == 0
                   || memcmp(s->text, "\xFE\xFF", 2) == 0)) {
        fault(s, 0, "the file is UTF-16; save it as UTF-8 without a byte order mark");
        return;
    }
    skip_space(s);
    if (at_end(s)) {
        fault(s, s->at, "the file is empty; a scenario is an object { ... }");
        return;
    }
    if (!scan_value(s, PC_SCAN_NO_KEY)) {
        return;
    }
    skip_space(s);
    if (!at_end(s)) {
        fault(s, s->at, "nothing may follow the end of the JSON value");
    }
}

pc_status
pc_scan_run(
    pc_scan_t *self, const char *text, size_t size, const char *file, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    scanner_t s = {
        .out = self, .text = text, .size = size, .file = file, .diags = diags
    };
    if (!find_lines(self, text, size)) {
        return PC_ERR_NOMEM;
    }
    scan_text(&s);
    if (s.out_of_memory) {
        return PC_ERR_NOMEM;
    }
    return s.num_faults > 0 ? PC_ERR_INPUT : PC_OK;
}

void
pc_scan_free(pc_scan_t *self)
{
    free(self->items);
    free(self->lines);
    memset(self, 0, sizeof(*self));
}
