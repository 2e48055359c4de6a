/* people.c - what makes a table for people one that can be opened as it is: columns
 * without a value are left out, months are words, no text is a formula or a date. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "output/cells.h"

/* --- texts that a spreadsheet would take for something else --- */

/* Would it take it for a formula, or for one made harmless? */
static int
is_formula(const char *text)
{
    double number;
    text += strspn(text, "'");
    return *text != '\0' && strchr("=+-@\t\r", *text) != NULL
           && pc_number_parse(text, &number) != PC_OK;
}

static size_t
num_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* Digits with one or two of `between` among them: 1-2, 2030/4/1, 10:30. */
static int
is_digits_between(const char *text, const char *between)
{
    int parts = 0;
    for (;;) {
        const size_t digits = num_digits(text);
        if (digits == 0 || digits > 4) {
            return 0;
        }
        parts++;
        text += digits;
        if (*text == '\0') {
            return parts == 2 || parts == 3;
        }
        if (strchr(between, *text) == NULL) {
            return 0;
        }
        text++;
    }
}

/* Digits each followed by 年, 月 or 日, perhaps after the name of an era: 2030年4月,
 * 令和7年4月1日, 4月1日. */
static int
is_japanese_date(const char *text)
{
    /* Reiwa, Heisei, Showa; year, month, day. */
    static const char *const eras[] = { "\xE4\xBB\xA4\xE5\x92\x8C",
        "\xE5\xB9\xB3\xE6\x88\x90", "\xE6\x98\xAD\xE5\x92\x8C" };
    static const char *const units[] = { "\xE5\xB9\xB4", "\xE6\x9C\x88",
        "\xE6\x97\xA5" };
    for (size_t k = 0; k < 3; k++) {
        const size_t size = strlen(eras[k]);
        if (strncmp(text, eras[k], size) == 0) {
            text += size;
            break;
        }
    }
    int parts = 0;
    for (size_t unit = 0; *text != '\0'; parts++) {
        const size_t digits = num_digits(text);
        text += digits;
        while (unit < 3 && strncmp(text, units[unit], strlen(units[unit])) != 0) {
            unit++;
        }
        if (digits == 0 || unit == 3) {
            return 0;
        }
        text += strlen(units[unit]);
    }
    return parts >= 2;
}

/* R7.4.1, H30/4/1: the short names of eras. */
static int
is_era_date(const char *text)
{
    return *text != '\0' && strchr("RHSTMrhstm", *text) != NULL
           && is_digits_between(text + 1, "./-");
}

/* A month's English name, whole or its first three letters; the length of it, or 0. */
static size_t
month_name(const char *text)
{
    static const char *const names[] = { "january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december" };
    char lower[12] = "";
    size_t size = 0;
    while (size < sizeof(lower) - 1
           && ((text[size] >= 'a' && text[size] <= 'z')
               || (text[size] >= 'A' && text[size] <= 'Z'))) {
        lower[size] = (char) (text[size] | 0x20);
        size++;
    }
    for (size_t k = 0; k < 12; k++) {
        if (size >= 3 && strncmp(lower, names[k], size) == 0
            && (size == 3 || size == strlen(names[k]))) {
            return size;
        }
    }
    return 0;
}

/* Mar-27, 3 Mar, 3-March-2027, March 2027, Dec2: a month's name and nothing else but
 * numbers. */
static int
is_english_date(const char *text)
{
    int months = 0, numbers = 0;
    while (*text != '\0') {
        const size_t name = month_name(text), digits = num_digits(text);
        if (name > 0) {
            months++;
        } else if (digits > 0 && digits <= 4) {
            numbers++;
        } else {
            return 0;
        }
        text += name + digits * (name == 0);
        text += strspn(text, " -/,.");
    }
    return months == 1 && numbers >= 1 && numbers <= 2;
}

int
pc_text_needs_mark(const char *text)
{
    const char *plain = text + strspn(text, "'");
    return is_formula(text) || is_digits_between(plain, "-/")
           || is_digits_between(plain, ":") || is_japanese_date(plain)
           || is_era_date(plain) || is_english_date(plain);
}

/* --- months --- */

/* `2035-09`, perhaps with a day, which goes to `day`. */
static int
read_month(const char *text, int *year, int *month, int *day)
{
    char *end;
    if (num_digits(text) != 4 || text[4] != '-' || num_digits(text + 5) != 2) {
        return 0;
    }
    *year = (int) strtol(text, NULL, 10);
    *month = (int) strtol(text + 5, &end, 10);
    *day = 0;
    if (*end == '-' && num_digits(end + 1) == 2) {
        *day = (int) strtol(end + 1, &end, 10);
    }
    return *end == '\0' && *month >= 1 && *month <= 12;
}

const char *
pc_month_cell(const char *text, pc_lang lang, char words[PC_MONTH_CELL_SIZE])
{
    char fiscal[PC_LABEL_SIZE], when[48];
    int year, month, day;
    if (!read_month(text, &year, &month, &day)) {
        return text;
    }
    pc_fiscal_year_name(year - (month < 4), lang, fiscal);
    if (day > 0) {
        /* WORDS: year, month, day */
        snprintf(when, sizeof(when), pc_text_of(lang, "a day", "%d-%02d-%02d"), year,
            month, day);
    } else {
        snprintf(when, sizeof(when), pc_text(lang, "%d-%02d"), year, month);
    }
    /* WORDS: a month, then its fiscal year, which keeps a spreadsheet from taking it for
     * a day */
    snprintf(
        words, PC_MONTH_CELL_SIZE, pc_text_of(lang, "a month", "%s (%s)"), when, fiscal);
    return words;
}

/* --- columns without a value --- */

/* The end of the cell that begins at `cell`: a comma, a line's end or the text's. */
static const char *
cell_end(const char *cell)
{
    int quoted = 0;
    for (; *cell != '\0'; cell++) {
        if (*cell == '"') {
            quoted = !quoted;
        } else if (!quoted && (*cell == ',' || *cell == '\n')) {
            break;
        }
    }
    return cell;
}

static size_t
count_columns(const char *line)
{
    size_t num = 1;
    const char *end = cell_end(line);
    for (; *end == ','; end = cell_end(end + 1)) {
        num++;
    }
    return num;
}

/* Which columns have a value below their heading; all if there is no row. */
static void
find_used(const char *text, unsigned char *used, size_t num)
{
    size_t row = 0, column = 0;
    while (*text != '\0') {
        const char *end = cell_end(text);
        if (row > 0 && column < num && end > text
            && !(end - text == 2 && text[0] == '"')) {
            used[column] = 1;
        }
        column++;
        if (*end == '\n') {
            row++;
            column = 0;
        }
        text = *end == '\0' ? end : end + 1;
    }
    if (row < 2) {
        memset(used, 1, num);
    }
}

static void
write_used(FILE *out, const char *text, const unsigned char *used, size_t num)
{
    size_t column = 0;
    int first = 1;
    while (*text != '\0') {
        const char *end = cell_end(text);
        if (column >= num || used[column]) {
            fputs(first ? "" : ",", out);
            fwrite(text, 1, (size_t) (end - text), out);
            first = 0;
        }
        column++;
        if (*end == '\n') {
            fputc('\n', out);
            column = 0;
            first = 1;
        }
        text = *end == '\0' ? end : end + 1;
    }
}

void
pc_table_begin(pc_table_t *self, FILE *out, pc_reader reader, int bom, pc_lang lang)
{
    memset(self, 0, sizeof(*self));
    self->reader = reader;
    self->lang = lang;
    self->out = self->file = out;
    if (reader == PC_FOR_PEOPLE) {
        if (bom) {
            fputs("\xEF\xBB\xBF", out);
        }
        self->out = open_memstream(&self->text, &self->size);
        if (self->out == NULL) {
            self->out = out;
            self->failed = PC_ERR_NOMEM;
        }
    }
}

pc_status
pc_table_end(pc_table_t *self)
{
    pc_status status = self->failed;
    if (self->out != self->file) {
        status = fclose(self->out) == 0 ? PC_OK : PC_ERR_NOMEM;
        const size_t num = status == PC_OK ? count_columns(self->text) : 0;
        unsigned char *used = calloc(num + 1, 1);
        status = used == NULL ? PC_ERR_NOMEM : status;
        if (status == PC_OK) {
            find_used(self->text, used, num);
            write_used(self->file, self->text, used, num);
        }
        free(used);
        free(self->text);
    }
    self->out = self->file;
    self->text = NULL;
    return status;
}
