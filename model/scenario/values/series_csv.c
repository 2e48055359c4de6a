/* series_csv.c - a series that stands in two columns of a CSV file. */
#include "scenario/values/series.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "scenario/tables/csv.h"
#include "scenario/values/scalar.h"

#define HEADER_SIZE 4096

/* The names of the first line, so that a table may have other columns beside the two
 * asked for. Quoted names are left to the CSV reader to judge. */
static size_t
read_header(const char *path, char line[HEADER_SIZE],
    pc_csv_column_t columns[PC_CSV_COLUMNS_MAX])
{
    size_t num = 2; /* the first two are the caller's */
    FILE *in;
    if (pc_input_open(&in, path, PC_INPUT_FILE, PC_CSV_SIZE_MAX) != PC_OK) {
        return num; /* the CSV reader says why */
    }
    const int read = fgets(line, HEADER_SIZE, in) != NULL;
    fclose(in);
    if (!read || strchr(line, '"') != NULL) {
        return num;
    }
    char *p = strncmp(line, "\xEF\xBB\xBF", 3) == 0 ? line + 3 : line;
    p[strcspn(p, "\r\n")] = '\0';
    while (p != NULL && num < PC_CSV_COLUMNS_MAX) {
        char *comma = strchr(p, ',');
        if (comma != NULL) {
            *comma = '\0';
        }
        int known = 0;
        for (size_t i = 0; i < num; i++) {
            known |= strcmp(columns[i].name, p) == 0;
        }
        if (!known) {
            columns[num++] = (pc_csv_column_t){ .name = p, .required = 0 };
        }
        p = comma == NULL ? NULL : comma + 1;
    }
    return num;
}

/* One row. An empty cell is a fault, as null is in JSON: between the dates around it the
 * series would take a value that nobody wrote. */
static int
read_row(pc_param_def_t *self, pc_csv_t *csv, size_t row, pc_diags_t *diags)
{
    const size_t n = self->num_points;
    const pc_param_info_t *info = &pc_param_table[self->which];
    char text[256];
    const int dated = pc_csv_month(csv, row, 0, diags, &self->months[n]);
    int valued = pc_csv_text(csv, row, 1)[0] != '\0';
    if (valued) {
        valued = pc_csv_number(
            csv, row, 1, diags, info->lower, info->upper, &self->points[n]);
    } else {
        pc_csv_fault(csv, row, 1, diags,
            "the cell is empty: give it a value, or leave its row out of the table");
    }
    if (valued
        && pc_value_fault(
               self->which, self->points[n], pc_diags_lang(diags), text, sizeof(text))
               != NULL) {
        pc_csv_fault(csv, row, 1, diags, "%s", text);
        valued = 0;
    }
    if (dated && n > 0 && self->months[n] <= self->months[n - 1]) {
        pc_csv_fault(csv, row, 0, diags, "%s does not come after the date before it",
            pc_csv_text(csv, row, 0));
        return 0;
    }
    self->num_points += dated && valued;
    return dated && valued;
}

static pc_status
read_rows(pc_param_def_t *self, pc_csv_t *csv, const pc_json_t *item, pc_diags_t *diags)
{
    int good = csv->num_faults == 0;
    self->months = calloc(csv->num_rows + 1, sizeof(*self->months));
    self->points = calloc(csv->num_rows + 1, sizeof(*self->points));
    if (self->months == NULL || self->points == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t row = 0; row < csv->num_rows; row++) {
        good &= read_row(self, csv, row, diags);
    }
    if (good && self->num_points == 0) {
        pc_json_report(diags, PC_ERROR, item, "a series needs at least one point");
    }
    if (!good) {
        self->num_points = 0;
    }
    return PC_OK;
}

static pc_status
read_file(pc_param_def_t *self, const pc_json_t *item, const char *date,
    const char *column, pc_diags_t *diags)
{
    pc_csv_column_t columns[PC_CSV_COLUMNS_MAX] = { { .name = date, .required = 1 },
        { .name = column, .required = 1 } };
    char line[HEADER_SIZE];
    pc_csv_t csv;
    const size_t num = read_header(self->csv, line, columns);
    pc_status status = pc_csv_read(&csv, self->csv, columns, num, diags);
    if (status == PC_OK) {
        status = read_rows(self, &csv, item, diags);
    }
    pc_csv_free(&csv);
    return status == PC_ERR_NOMEM ? status : PC_OK;
}

pc_status
pc_series_read_csv(pc_param_def_t *self, const pc_json_t *item, pc_diags_t *diags)
{
    static const char *const keys[] = { "csv", "date", "column" };
    const pc_json_t *members[3];
    pc_json_check_keys(item, keys, 3, diags);
    for (size_t i = 0; i < 3; i++) {
        members[i] = pc_json_expect(item, keys[i], PC_JSON_STRING, 1, diags);
    }
    if (members[0] == NULL || members[1] == NULL || members[2] == NULL) {
        return PC_OK;
    }
    if (pc_param_table[self->which].choices != NULL) {
        pc_json_report(diags, PC_ERROR, item,
            "a choice cannot come from a CSV file; give a list of points");
        return PC_OK;
    }
    if (strcmp(members[1]->string, members[2]->string) == 0) {
        pc_json_report(
            diags, PC_ERROR, members[2], "date and column name the same column");
        return PC_OK;
    }
    self->csv = pc_json_file_path(members[0], members[0]->string);
    if (self->csv == NULL) {
        return PC_ERR_NOMEM;
    }
    const pc_status status = pc_input_check(self->csv, PC_CSV_SIZE_MAX);
    if (status == PC_ERR_NOMEM) {
        return status;
    }
    if (status == PC_ERR_MISSING) {
        pc_json_report(diags, PC_ERROR, members[0], "there is no file %s", self->csv);
        return PC_OK;
    }
    if (status != PC_OK) {
        char reason[PC_INPUT_REASON_SIZE];
        const char *why = pc_diags_text(diags, pc_input_reason(errno, reason));
        pc_json_report(
            diags, PC_ERROR, members[0], "cannot read %s: %s", self->csv, why);
        return PC_OK;
    }
    return read_file(self, item, members[1]->string, members[2]->string, diags);
}
