#include "output/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/cells.h"

void
pc_grid_init(
    pc_grid_t *self, const char *id, const char *title, const pc_grid_column_t *columns)
{
    memset(self, 0, sizeof(*self));
    self->id = id;
    self->title = title;
    while (
        columns[self->num_columns].key != NULL && self->num_columns < PC_GRID_COLUMNS) {
        self->columns[self->num_columns] = columns[self->num_columns];
        self->num_columns++;
    }
}

void
pc_grid_free(pc_grid_t *self)
{
    for (size_t k = 0; k < self->num_cells; k++) {
        free(self->cells[k].text);
    }
    free(self->cells);
    memset(self, 0, sizeof(*self));
}

static pc_grid_cell_t *
add(pc_grid_t *self)
{
    if (self->num_cells == self->capacity) {
        const size_t capacity = self->capacity == 0 ? 64 : 2 * self->capacity;
        pc_grid_cell_t *cells = realloc(self->cells, capacity * sizeof(*cells));
        if (cells == NULL) {
            self->out_of_memory = 1;
            return NULL;
        }
        self->cells = cells;
        self->capacity = capacity;
    }
    pc_grid_cell_t *cell = &self->cells[self->num_cells++];
    cell->text = NULL;
    cell->number = NAN;
    cell->decimals = -1;
    return cell;
}

void
pc_grid_number_as(pc_grid_t *self, double value, int decimals)
{
    pc_grid_cell_t *cell = add(self);
    if (cell != NULL) {
        cell->number = isfinite(value) ? value : NAN;
        cell->decimals = decimals;
    }
}

void
pc_grid_number(pc_grid_t *self, double value)
{
    pc_grid_number_as(self, value, -1);
}

void
pc_grid_text(pc_grid_t *self, const char *text)
{
    pc_grid_cell_t *cell = add(self);
    if (cell != NULL) {
        cell->text = strdup(text);
        self->out_of_memory |= cell->text == NULL;
    }
}

/* Columns on a terminal: a character beyond ASCII is two wide. */
static int
width_of(const char *text)
{
    int width = 0;
    for (const char *p = text; *p != '\0'; p++) {
        const unsigned char c = (unsigned char) *p;
        width += c < 0x80 ? 1 : c >= 0xC0 ? 2 : 0;
    }
    return width;
}

static const pc_grid_cell_t *
cell_at(const pc_grid_t *self, size_t row, size_t column)
{
    return &self->cells[row * self->num_columns + column];
}

static const char *
show(const pc_grid_t *self, size_t row, size_t column, char *buffer, size_t size)
{
    const pc_grid_cell_t *cell = cell_at(self, row, column);
    if (cell->text != NULL) {
        return cell->text;
    }
    if (isnan(cell->number)) {
        return "-";
    }
    const int decimals =
        cell->decimals < 0 ? self->columns[column].decimals : cell->decimals;
    snprintf(buffer, size, "%.*f", decimals < 0 ? 0 : decimals, cell->number);
    return buffer;
}

void
pc_print_padded(FILE *out, const char *text, int width, int left)
{
    const int room = width - width_of(text);
    if (left) {
        fprintf(out, "%s%*s", text, room > 0 ? room : 0, "");
    } else {
        fprintf(out, "%*s%s", room > 0 ? room : 0, "", text);
    }
}

static const char *
heading(const pc_grid_t *self, size_t column, pc_lang lang)
{
    return pc_text(lang, self->columns[column].heading);
}

void
pc_grid_print(const pc_grid_t *self, FILE *out, pc_lang lang)
{
    char buffer[64];
    int width[PC_GRID_COLUMNS];
    const size_t rows = self->num_cells / self->num_columns;
    for (size_t c = 0; c < self->num_columns; c++) {
        width[c] = width_of(heading(self, c, lang));
        for (size_t r = 0; r < rows; r++) {
            const int w = width_of(show(self, r, c, buffer, sizeof(buffer)));
            width[c] = w > width[c] ? w : width[c];
        }
    }
    size_t last = 0; /* nothing follows it on its line */
    for (size_t c = 0; c < self->num_columns; c++) {
        last = self->columns[c].hidden ? last : c;
    }
    if (self->columns[last].decimals < 0) {
        width[last] = 0;
    }
    fprintf(out, "\n%s\n", pc_text(lang, self->title));
    for (size_t r = 0; r <= rows; r++) {
        for (size_t c = 0; c < self->num_columns; c++) {
            if (self->columns[c].hidden) {
                continue;
            }
            fputs("  ", out);
            pc_print_padded(out,
                r == 0 ? heading(self, c, lang)
                       : show(self, r - 1, c, buffer, sizeof(buffer)),
                width[c], self->columns[c].decimals < 0);
        }
        fputc('\n', out);
    }
    if (self->note != NULL) {
        fprintf(out, "  %s\n", self->note);
    }
}

/* Is the column in the table? A person does not need the ids of programs. */
static int
is_shown(const pc_grid_t *self, size_t column, pc_reader reader)
{
    return reader == PC_FOR_PROGRAMS || !self->columns[column].hidden;
}

static void
write_heads(const pc_grid_t *self, const pc_table_t *t)
{
    int first = 1;
    for (size_t c = 0; c < self->num_columns; c++) {
        if (is_shown(self, c, t->reader)) {
            const char *text = self->columns[c].key;
            if (t->reader
                == PC_FOR_PEOPLE) { /* a spreadsheet computes what begins with + */
                text = self->columns[c].heading[0] == '+'
                           ? pc_text_of(t->lang, "column", "standard error")
                           : heading(self, c, t->lang);
            }
            fputs(first ? "" : ",", t->out);
            pc_table_text(t, text);
            first = 0;
        }
    }
}

static void
write_cell(const pc_grid_t *self, const pc_table_t *t, size_t row, size_t column)
{
    char buffer[64];
    const pc_grid_cell_t *cell = cell_at(self, row, column);
    if (cell->text != NULL) {
        pc_table_text(t, cell->text);
    } else if (t->reader == PC_FOR_PEOPLE && isfinite(cell->number)) {
        fputs(show(self, row, column, buffer, sizeof(buffer)), t->out);
    } else {
        pc_cell_number(t->out, cell->number);
    }
}

pc_status
pc_grid_csv(const pc_grid_t *self, FILE *out, pc_reader reader, int bom, pc_lang lang)
{
    const size_t rows = self->num_columns > 0 ? self->num_cells / self->num_columns : 0;
    pc_table_t table;
    pc_table_begin(&table, out, reader, bom, lang);
    write_heads(self, &table);
    for (size_t r = 0; r < rows; r++) {
        int first = 1;
        fputc('\n', table.out);
        for (size_t c = 0; c < self->num_columns; c++) {
            if (is_shown(self, c, reader)) {
                fputs(first ? "" : ",", table.out);
                write_cell(self, &table, r, c);
                first = 0;
            }
        }
    }
    fputc('\n', table.out);
    return pc_table_end(&table);
}

void
pc_grid_json(const pc_grid_t *self, pc_emitter_t *out)
{
    pc_emit_open(out, self->id, '[');
    for (size_t k = 0; k < self->num_cells && self->num_columns > 0; k++) {
        const size_t column = k % self->num_columns;
        if (column == 0) {
            pc_emit_open(out, NULL, '{');
        }
        if (self->cells[k].text != NULL) {
            pc_emit_string(out, self->columns[column].key, self->cells[k].text);
        } else {
            pc_emit_number(out, self->columns[column].key, self->cells[k].number);
        }
        if (column + 1 == self->num_columns) {
            pc_emit_close(out, '}');
        }
    }
    pc_emit_close(out, ']');
}
