/* csv_cell.c - typed cells of a CSV table. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/tables/csv.h"

pc_status
pc_csv_status(const pc_csv_t *self)
{
    return self->num_faults == 0 ? PC_OK : PC_ERR_INPUT;
}

const pc_csv_cell_t *
pc_csv_cell(const pc_csv_t *self, size_t row, size_t column)
{
    return &self->cells[row * self->num_columns + column];
}

const char *
pc_csv_text(const pc_csv_t *self, size_t row, size_t column)
{
    return pc_csv_cell(self, row, column)->text;
}

int
pc_csv_fault_room(pc_csv_t *self, pc_diags_t *diags)
{
    self->num_faults++;
    if (self->num_faults == PC_CSV_FAULTS_MAX + 1) {
        pc_diags_add(diags, PC_ERROR, self->file, 0, 0, NULL,
            "more than %d faults: the rest is not shown", PC_CSV_FAULTS_MAX);
    }
    return self->num_faults <= PC_CSV_FAULTS_MAX;
}

void
pc_csv_fault(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    const char *format, ...)
{
    const pc_csv_cell_t *cell = pc_csv_cell(self, row, column);
    char text[512];

    if (!pc_csv_fault_room(self, diags)) {
        return;
    }
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text),
        pc_text(diags != NULL ? diags->lang : PC_LANG_EN, format), args);
    va_end(args);
    pc_diags_add(diags, PC_ERROR, self->file, cell->line, cell->column,
        self->columns[column].name, "%s", text);
}

const char *
pc_csv_show(const char *text, char buffer[PC_CSV_SHOWN])
{
    size_t n = strlen(text);
    const int cut = n > PC_CSV_SHOWN - 4;
    if (cut) {
        n = PC_CSV_SHOWN - 4;
        while (n > 0 && ((unsigned char) text[n] & 0xC0) == 0x80) {
            n--;
        }
    }
    for (size_t i = 0; i < n; i++) {
        buffer[i] = text[i];
        if (text[i] == '\n' || text[i] == '\r') {
            buffer[i] = ' ';
        }
    }
    memcpy(buffer + n, cut ? "..." : "", cut ? 4 : 1);
    return buffer;
}

/* The month of a serial number of Excel: days from 1899-12-30, in this century. */
static pc_month
month_of_serial(long days)
{
    double from, time;
    if (pc_date_parse("2000-01-01", &from) != PC_OK) {
        return PC_MONTH_NONE;
    }
    for (pc_month m = PC_MONTH(2000, 1); m < PC_MONTH(2100, 1); m++) {
        time = (m + 1) / 12.0;
        if (pc_days_between(from, time) + 36526 > (double) days) {
            return m;
        }
    }
    return PC_MONTH_NONE;
}

/* What a spreadsheet makes of a month: 2027/4, 2027/4/1, the same with the Japanese
 * signs of year and month, Apr-27, Apr-2027, or the number of a day such as 46478.
 * PC_MONTH_NONE if `text` is none of these. */
static pc_month
month_of_spreadsheet(const char *text)
{
    static const char *const names[12] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int year = 0, month = 0, end = 0;
    if (sscanf(text, "%4d%*3[^0-9 ]%2d%n", &year, &month, &end) == 2 && year >= 1900
        && month >= 1 && month <= 12 && (text[end] < '0' || text[end] > '9')) {
        return PC_MONTH(year, month);
    }
    for (int k = 0; k < 12; k++) {
        if (strncmp(text, names[k], 3) == 0
            && sscanf(text + 3, "-%4d%n", &year, &end) == 1 && text[3 + end] == '\0'
            && year >= 0) {
            return PC_MONTH(year < 100 ? 2000 + year : year, k + 1);
        }
    }
    if (strlen(text) == 5 && strspn(text, "0123456789") == 5) {
        const long days = strtol(text, NULL, 10);
        return days >= 36526 ? month_of_serial(days) : PC_MONTH_NONE;
    }
    return PC_MONTH_NONE;
}

int
pc_csv_month(
    pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags, pc_month *value)
{
    char buffer[PC_CSV_SHOWN];
    const char *text = pc_csv_text(self, row, column);
    pc_month found;
    if (pc_month_parse(text, &found) != PC_OK || found < PC_MONTH_MIN
        || found > PC_MONTH_MAX) {
        pc_csv_fault(self, row, column, diags,
            "'%s' is not a month: write YYYY-MM, 1900-01 to 2200-12",
            pc_csv_show(text, buffer));
        const pc_month meant = month_of_spreadsheet(text);
        if (meant >= PC_MONTH_MIN && meant <= PC_MONTH_MAX) {
            char written[8];
            pc_month_format(meant, written);
            pc_diags_did_you_mean(
                diags, self->num_faults <= PC_CSV_FAULTS_MAX ? written : NULL);
        }
        return 0;
    }
    *value = found;
    return 1;
}

int
pc_csv_whole(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags, long lower,
    long upper, long *value)
{
    char buffer[PC_CSV_SHOWN];
    const char *text = pc_csv_text(self, row, column);
    const size_t length = strlen(text);
    if (length == 0 || length > 9 || strspn(text, "0123456789") != length) {
        pc_csv_fault(self, row, column, diags,
            "'%s' is not a whole number from %ld to %ld", pc_csv_show(text, buffer),
            lower, upper);
        return 0;
    }
    const long found = strtol(text, NULL, 10);
    if (found < lower || found > upper) {
        pc_csv_fault(
            self, row, column, diags, "%ld is not from %ld to %ld", found, lower, upper);
        return 0;
    }
    *value = found;
    return 1;
}

int
pc_csv_number(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags, double lower,
    double upper, double *value)
{
    char buffer[PC_CSV_SHOWN], low[PC_NUMBER_SIZE], high[PC_NUMBER_SIZE];
    const char *text = pc_csv_text(self, row, column);
    double found;
    pc_number_format(lower, low);
    pc_number_format(upper, high);
    const pc_status status = pc_number_parse(text, &found);
    if (status != PC_OK && status != PC_ERR_RANGE) {
        pc_csv_fault(self, row, column, diags,
            "'%s' is not a number: write digits with a point, from %s to %s",
            pc_csv_show(text, buffer), low, high);
        return 0;
    }
    if (status == PC_ERR_RANGE || !(found >= lower && found <= upper)) {
        pc_csv_fault(self, row, column, diags, "%s is not from %s to %s",
            pc_csv_show(text, buffer), low, high);
        return 0;
    }
    *value = found;
    return 1;
}

int
pc_csv_word(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    const char *const *words, size_t num, int *value)
{
    char buffer[PC_CSV_SHOWN], list[256];
    const char *text = pc_csv_text(self, row, column);
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < num; i++) {
        if (strcmp(text, words[i]) == 0) {
            *value = (int) i;
            return 1;
        }
        if (used < sizeof(list)) {
            used += (size_t) snprintf(
                list + used, sizeof(list) - used, "%s%s", i == 0 ? "" : ", ", words[i]);
        }
    }
    const char *near = pc_nearest_name(text, words, num);
    pc_csv_fault(self, row, column, diags, "'%s' is not one of %s",
        pc_csv_show(text, buffer), list);
    pc_diags_did_you_mean(diags, self->num_faults <= PC_CSV_FAULTS_MAX ? near : NULL);
    return 0;
}

void
pc_csv_optional(const pc_csv_t *self, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t j = 0; j < self->num_columns; j++) {
        if (!self->columns[j].required && used < size) {
            used += (size_t) snprintf(text + used, size - used, "%s%s",
                used > 0 ? ", " : "", self->columns[j].name);
        }
    }
}
