#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
pc_diags_init(pc_diags_t *self)
{
    memset(self, 0, sizeof(*self));
}

pc_lang
pc_diags_lang(const pc_diags_t *self)
{
    return self != NULL ? self->lang : PC_LANG_EN;
}

const char *
pc_diags_text(const pc_diags_t *self, const char *text)
{
    return pc_text(pc_diags_lang(self), text);
}

void
pc_diags_free(pc_diags_t *self)
{
    for (size_t i = 0; i < self->num; i++) {
        free(self->items[i].file);
        free(self->items[i].path);
        free(self->items[i].text);
    }
    free(self->items);
    memset(self, 0, sizeof(*self));
}

/* A copy of `text`; NULL stays NULL. Sets *lost if there is no memory for it. */
static char *
copy(const char *text, int *lost)
{
    if (text == NULL) {
        return NULL;
    }
    const size_t size = strlen(text) + 1;
    char *result = malloc(size);
    if (result == NULL) {
        *lost = 1;
        return NULL;
    }
    memcpy(result, text, size);
    return result;
}

static char *__attribute__((format(printf, 1, 0)))
print_text(const char *format, va_list args, int *lost)
{
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    char *text = length < 0 ? NULL : malloc((size_t) length + 1);
    if (text == NULL) {
        *lost = 1;
    } else {
        vsnprintf(text, (size_t) length + 1, format, again);
    }
    va_end(again);
    return text;
}

static int
make_room(pc_diags_t *self)
{
    if (self->num < self->capacity) {
        return 1;
    }
    const size_t capacity = self->capacity == 0 ? 8 : 2 * self->capacity;
    pc_diag_t *items = realloc(self->items, capacity * sizeof(*items));
    if (items == NULL) {
        return 0;
    }
    self->items = items;
    self->capacity = capacity;
    return 1;
}

void
pc_diags_add(pc_diags_t *self, pc_severity severity, const char *file, size_t line,
    size_t column, const char *path, const char *format, ...)
{
    if (self == NULL) {
        return;
    }
    int lost = 0;
    pc_diag_t item = { .severity = severity, .line = line, .column = column };
    va_list args;

    /* An error counts even if its message is lost. */
    self->num_errors += severity == PC_ERROR;
    if (self->num >= PC_DIAGS_MAX) {
        self->num_hidden++;
        return;
    }
    item.file = copy(file, &lost);
    item.path = copy(path, &lost);
    va_start(args, format);
    item.text = print_text(pc_text(self->lang, format), args, &lost);
    va_end(args);
    if (lost || !make_room(self)) {
        self->out_of_memory = 1;
        free(item.file);
        free(item.path);
        free(item.text);
        return;
    }
    self->items[self->num++] = item;
}

void
pc_diags_did_you_mean(pc_diags_t *self, const char *near)
{
    if (self == NULL || near == NULL || self->num == 0 || self->num_hidden > 0
        || self->out_of_memory) {
        return;
    }
    pc_diag_t *item = &self->items[self->num - 1];
    const int length =
        snprintf(NULL, 0, pc_text(self->lang, "%s; did you mean %s?"), item->text, near);
    char *text = length < 0 ? NULL : malloc((size_t) length + 1);
    if (text == NULL) {
        self->out_of_memory = 1;
        return;
    }
    snprintf(text, (size_t) length + 1, pc_text(self->lang, "%s; did you mean %s?"),
        item->text, near);
    free(item->text);
    item->text = text;
}

/* Text that came from a file must not move the cursor or change the title of a terminal.
 */
static void
print_plain(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char) *text;
        fputc(c < 0x20 || c == 0x7f ? '?' : c, out);
    }
}

void
pc_diags_print(const pc_diags_t *self, FILE *out)
{
    for (size_t i = 0; i < self->num; i++) {
        const pc_diag_t *item = &self->items[i];
        if (item->file != NULL) {
            print_plain(item->file, out);
            if (item->line > 0) {
                fprintf(out, ":%zu", item->line);
            }
            if (item->line > 0 && item->column > 0) {
                fprintf(out, ":%zu", item->column);
            }
            fputs(": ", out);
        }
        fputs(item->severity == PC_ERROR ? pc_text(self->lang, "error: ")
                                         : pc_text(self->lang, "warning: "),
            out);
        if (item->path != NULL && item->path[0] != '\0') {
            print_plain(item->path, out);
            fputs(": ", out);
        }
        print_plain(item->text, out);
        fputc('\n', out);
    }
    if (self->num_hidden > 0) {
        fprintf(out,
            self->num_errors > 0
                ? pc_text(self->lang, "error: %zu more messages are not shown\n")
                : pc_text(self->lang, "warning: %zu more messages are not shown\n"),
            self->num_hidden);
    }
    if (self->out_of_memory) {
        fputs(pc_text(self->lang, "error: out of memory; some messages are missing\n"),
            out);
    }
}

pc_status
pc_diags_status(const pc_diags_t *self)
{
    if (self->out_of_memory) {
        return PC_ERR_NOMEM;
    }
    return self->num_errors > 0 ? PC_ERR_INPUT : PC_OK;
}

/* ---- the nearest name ---- */

#define NAME_MAX_LENGTH 80
#define EDIT_COST 4 /* a letter added, lost, changed, or two neighbours swapped */
#define CASE_COST 1 /* a letter in the wrong case */
#define TAIL_COST 2 /* only what stands before a point is missing */

static int
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int
letter_cost(char a, char b)
{
    if (a == b) {
        return 0;
    }
    return lower(a) == lower(b) ? CASE_COST : EDIT_COST;
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance (Damerau-Levenshtein where no part is edited twice).
 */
static int
distance(const char *a, size_t length_a, const char *b, size_t length_b)
{
    int rows[3][NAME_MAX_LENGTH + 1] = { { 0 } };
    int *before = rows[0], *last = rows[1], *now = rows[2];

    for (size_t j = 0; j <= length_b; j++) {
        last[j] = (int) j * EDIT_COST;
    }
    for (size_t i = 1; i <= length_a; i++) {
        now[0] = (int) i * EDIT_COST;
        for (size_t j = 1; j <= length_b; j++) {
            int cost = last[j - 1] + letter_cost(a[i - 1], b[j - 1]);
            cost = least(cost, least(last[j], now[j - 1]) + EDIT_COST);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2])
                && lower(a[i - 2]) == lower(b[j - 1])) {
                cost = least(cost, before[j - 2] + EDIT_COST);
            }
            now[j] = cost;
        }
        int *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[length_b];
}

static int
is_tail(const char *name, size_t length, const char *whole, size_t length_whole)
{
    return length_whole > length && whole[length_whole - length - 1] == '.'
           && strcmp(whole + length_whole - length, name) == 0;
}

const char *
pc_nearest_name(const char *name, const char *const *names, size_t num)
{
    const size_t length = strlen(name);
    const char *best = NULL;
    if (length == 0 || length > NAME_MAX_LENGTH) {
        return NULL;
    }
    /* One edit for every three letters, and in short names never all letters. */
    const int edits = length < 6 ? 1 : (int) (length / 3);
    int best_cost = least(edits * EDIT_COST, (int) length * EDIT_COST - 1) + 1;

    for (size_t i = 0; i < num; i++) {
        const size_t other = strlen(names[i]);
        if (other > NAME_MAX_LENGTH) {
            continue;
        }
        int cost = distance(name, length, names[i], other);
        if (is_tail(name, length, names[i], other)) {
            cost = least(cost, TAIL_COST);
        }
        if (cost < best_cost) {
            best_cost = cost;
            best = names[i];
        }
    }
    return best;
}
