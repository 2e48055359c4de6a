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

void
pc_csv_fault(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    const char *format, ...)
{
    const pc_csv_cell_t *cell = pc_csv_cell(self, row, column);
    char text[512];

    self->num_faults++;
    if (self->num_faults > PC_CSV_FAULTS_MAX) {
        if (self->num_faults == PC_CSV_FAULTS_MAX + 1) {
            pc_diags_add(diags, PC_ERROR, self->file, 0, 0, NULL,
                "more than %d faults: the rest is not shown", PC_CSV_FAULTS_MAX);
        }
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
