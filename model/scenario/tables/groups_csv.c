/* groups_csv.c - a table of case groups in a CSV file.
 *
 * Each row becomes the object that a scenario would hold for it, so that one reader
 * judges both forms and a resolved scenario shows the groups in full. */
#include "scenario/tables/groups.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/sha256.h"
#include "scenario/tables/csv.h"

/* Members of a group, in the order in which they are written. */
static const pc_csv_column_t columns[] = { { "id", 1 }, { "title_en", 1 },
    { "title_ja", 1 }, { "share", 1 }, { "secondary_finding", 1 }, { "none", 1 },
    { "approved_cdx", 1 }, { "guideline", 1 }, { "trial", 1 }, { "matched", 0 },
    { "trend_secondary_finding", 0 }, { "trend_none", 0 }, { "trend_approved_cdx", 0 },
    { "trend_guideline", 0 }, { "trend_trial", 0 }, { "source", 0 }, { "note", 0 } };

enum {
    ID,
    TITLE_EN,
    TITLE_JA,
    SHARE,
    MATCHED = 9,
    TREND,
    SOURCE = 15,
    NOTE,
    NUM_COLUMNS
};

typedef struct {
    pc_csv_t csv;
    const pc_json_source_t *source;
    pc_diags_t *diags;
} table_t;

/* A new member of `parent` that stands where the cell stands. */
static pc_json_t *
add(const table_t *table, pc_json_t *parent, pc_json_type type, const char *key,
    const pc_csv_cell_t *cell)
{
    pc_json_t *item = pc_json_new(type, key);
    if (item == NULL) {
        return NULL;
    }
    item->source = table->source;
    item->line = cell->line;
    item->column = cell->column;
    item->key_line = key != NULL ? cell->line : 0;
    item->key_column = key != NULL ? cell->column : 0;
    pc_json_append(parent, item);
    return item;
}

/* An empty cell is a missing member. */
static pc_status
add_text(table_t *table, size_t row, size_t column, pc_json_t *parent, const char *key)
{
    const pc_csv_cell_t *cell = pc_csv_cell(&table->csv, row, column);
    if (cell->text[0] == '\0') {
        return PC_OK;
    }
    pc_json_t *item = add(table, parent, PC_JSON_STRING, key, cell);
    if (item == NULL) {
        return PC_ERR_NOMEM;
    }
    item->string = strdup(cell->text);
    return item->string != NULL ? PC_OK : PC_ERR_NOMEM;
}

/* A number that cannot be used is reported here and then infinite, as one in a JSON file
 * is. */
static pc_status
add_number(table_t *table, size_t row, size_t column, pc_json_t *parent, const char *key)
{
    const pc_csv_cell_t *cell = pc_csv_cell(&table->csv, row, column);
    const int optional = column >= MATCHED;
    const double lower = column >= TREND ? -1 : 0;
    if (optional && cell->text[0] == '\0') {
        return PC_OK;
    }
    pc_json_t *item = add(table, parent, PC_JSON_NUMBER, key, cell);
    if (item == NULL) {
        return PC_ERR_NOMEM;
    }
    if (!pc_csv_number(
            &table->csv, row, column, table->diags, lower, 1, &item->number)) {
        item->number = INFINITY;
    }
    return PC_OK;
}

static pc_status
add_title(table_t *table, size_t row, pc_json_t *group)
{
    pc_json_t *title = add(
        table, group, PC_JSON_OBJECT, "title", pc_csv_cell(&table->csv, row, TITLE_EN));
    if (title == NULL) {
        return PC_ERR_NOMEM;
    }
    const pc_status status = add_text(table, row, TITLE_EN, title, "en");
    return status == PC_OK ? add_text(table, row, TITLE_JA, title, "ja") : status;
}

/* The changes a year, if there is any. */
static pc_status
add_trend(table_t *table, size_t row, pc_json_t *group)
{
    pc_json_t *trend = NULL;
    for (size_t c = TREND; c < SOURCE; c++) {
        const pc_csv_cell_t *cell = pc_csv_cell(&table->csv, row, c);
        if (cell->text[0] == '\0') {
            continue;
        }
        if (trend == NULL) {
            trend = add(table, group, PC_JSON_OBJECT, "trend", cell);
        }
        if (trend == NULL
            || add_number(table, row, c, trend, columns[c].name + strlen("trend_"))
                   != PC_OK) {
            return PC_ERR_NOMEM;
        }
    }
    return PC_OK;
}

static pc_status
add_group(table_t *table, size_t row, pc_json_t *list)
{
    pc_json_t *group =
        add(table, list, PC_JSON_OBJECT, NULL, pc_csv_cell(&table->csv, row, ID));
    pc_status status = group == NULL ? PC_ERR_NOMEM : PC_OK;
    if (status == PC_OK) {
        status = add_text(table, row, ID, group, "id");
    }
    if (status == PC_OK) {
        status = add_title(table, row, group);
    }
    for (size_t c = SHARE; c <= MATCHED && status == PC_OK; c++) {
        status = add_number(table, row, c, group, columns[c].name);
    }
    if (status == PC_OK) {
        status = add_trend(table, row, group);
    }
    for (size_t c = SOURCE; c <= NOTE && status == PC_OK; c++) {
        status = add_text(table, row, c, group, columns[c].name);
    }
    return status;
}

/* Reads the rows into `list`. PC_ERR_INPUT if the table could not be read whole. */
static pc_status
read_rows(table_t *table, pc_json_t *list)
{
    pc_status status = pc_csv_read(
        &table->csv, table->source->path, columns, NUM_COLUMNS, table->diags);
    if (status == PC_OK) {
        for (size_t row = 0; row < table->csv.num_rows && status == PC_OK; row++) {
            status = add_group(table, row, list);
        }
        if (status == PC_OK && table->csv.num_bad_rows > 0) {
            status = PC_ERR_INPUT;
        }
    }
    pc_csv_free(&table->csv);
    return status == PC_OK || status == PC_ERR_NOMEM ? status : PC_ERR_INPUT;
}

/* Puts the file named by `item` in front of `sources`. PC_ERR_INPUT if it cannot be
 * read, which is then reported. */
static pc_status
open_source(const pc_json_t *item, pc_json_source_t **sources, size_t *num_missing,
    pc_diags_t *diags)
{
    pc_json_source_t *source = calloc(1, sizeof(*source));
    if (source == NULL) {
        return PC_ERR_NOMEM;
    }
    source->next = *sources;
    *sources = source;
    source->path = pc_json_file_path(item, item->string);
    if (source->path == NULL) {
        return PC_ERR_NOMEM;
    }
    const pc_status status =
        pc_sha256_file(source->path, PC_CSV_SIZE_MAX, source->sha256);
    const int error = errno;
    if (status != PC_OK) {
        *num_missing += status == PC_ERR_MISSING;
        if (status == PC_ERR_MISSING) {
            pc_json_report(diags, PC_ERROR, item, "there is no file %s", source->path);
        } else {
            char reason[PC_INPUT_REASON_SIZE];
            pc_json_report(diags, PC_ERROR, item, "cannot read %s: %s", source->path,
                pc_diags_text(diags, pc_input_reason(error, reason)));
        }
    }
    return status == PC_OK || status == PC_ERR_NOMEM ? status : PC_ERR_INPUT;
}

/* The list of groups of the file named by `item`. */
static pc_status
read_table(pc_json_t **list, const pc_json_t *item, pc_json_source_t **sources,
    int *from_file, size_t *num_missing, pc_diags_t *diags)
{
    pc_status status = open_source(item, sources, num_missing, diags);
    if (status != PC_OK) {
        return status;
    }
    *from_file = 1;
    *list = pc_json_new(PC_JSON_ARRAY, "case_groups");
    if (*list == NULL) {
        return PC_ERR_NOMEM;
    }
    table_t table = { .source = *sources, .diags = diags };
    (*list)->source = *sources;
    (*list)->line = (*list)->key_line = 1;
    (*list)->column = (*list)->key_column = 1;
    return read_rows(&table, *list);
}

pc_status
pc_groups_expand(pc_json_t *tree, pc_json_source_t **sources, int *from_file,
    size_t *num_missing, pc_diags_t *diags)
{
    static const char *const keys[] = { "csv" };
    pc_json_t *named = pc_json_member(tree, "case_groups");
    pc_json_t *list = NULL;
    pc_status status = PC_ERR_INPUT;
    *from_file = 0;
    if (named == NULL || named->type != PC_JSON_OBJECT) {
        return PC_OK;
    }
    pc_json_check_keys(named, keys, 1, diags);
    const pc_json_t *item = pc_json_expect(named, "csv", PC_JSON_STRING, 1, diags);
    if (item != NULL) {
        status = read_table(&list, item, sources, from_file, num_missing, diags);
    }
    if (status == PC_OK) {
        pc_json_free(pc_json_replace(named, list));
        return PC_OK;
    }
    pc_json_free(list);
    pc_json_detach(named);
    pc_json_free(named);
    return status == PC_ERR_NOMEM ? status : PC_OK;
}
