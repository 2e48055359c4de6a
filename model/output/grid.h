/* grid.h - a small table that can be printed, written as CSV and as JSON.
 *
 * Columns have a key (for files) and a heading, English in the table and printed in the
 * language asked for; cells are numbers or texts, kept row by row. */
#ifndef PC_OUTPUT_GRID_H
#define PC_OUTPUT_GRID_H

#include <stdio.h>

#include "base/emit.h"
#include "base/words.h"
#include "output/cells.h"

#define PC_GRID_COLUMNS 24

/* Prints `text` in `width` columns of a terminal, a character beyond ASCII being two
 * wide; flush left or right. */
void pc_print_padded(FILE *out, const char *text, int width, int left);

typedef struct {
    const char *key;
    const char *heading; /* English, a key of the catalogue */
    int decimals;        /* on the screen; -1: the column holds texts */
    int hidden;          /* 1: in files only */
} pc_grid_column_t;

typedef struct {
    char *text;    /* owned; NULL: a number */
    double number; /* NaN: missing */
    int decimals;  /* on the screen; -1: as the column */
} pc_grid_cell_t;

typedef struct {
    const char *id;    /* name of the table in files */
    const char *title; /* English, a key of the catalogue */
    const char *note;  /* below the table, as it is printed; may be NULL */
    pc_grid_column_t columns[PC_GRID_COLUMNS];
    size_t num_columns;
    pc_grid_cell_t *cells; /* [num_cells]; owned */
    size_t num_cells, capacity;
    int out_of_memory;
} pc_grid_t;

/* `columns` ends with a key of NULL. Texts are borrowed. pc_grid_free may follow any
 * time. */
void pc_grid_init(
    pc_grid_t *self, const char *id, const char *title, const pc_grid_column_t *columns);
void pc_grid_free(pc_grid_t *self);

/* Cells are added in order, row after row. Texts are copied. */
void pc_grid_number(pc_grid_t *self, double value);
void pc_grid_number_as(pc_grid_t *self, double value, int decimals);
void pc_grid_text(pc_grid_t *self, const char *text);

void pc_grid_print(const pc_grid_t *self, FILE *out, pc_lang lang);
/* For people what is on the screen, under headings in `lang`; for programs every column
 * under its key and every digit. As pc_table_begin and pc_table_end. */
pc_status pc_grid_csv(const pc_grid_t *self, FILE *out, pc_reader reader, int bom,
    pc_lang lang) PC_MUST_CHECK;
/* An array of objects under the grid's id. */
void pc_grid_json(const pc_grid_t *self, pc_emitter_t *out);

#endif
