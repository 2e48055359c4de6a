#include "scenario/tables/csv.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the reading is. Cells are unquoted in place, so `out` never passes `at`. */
typedef struct {
    pc_csv_t *csv;
    pc_diags_t *diags;
    char *at, *end, *line_start;
    uint32_t line;
} scanner_t;

typedef enum { END_CELL, END_LINE, END_FILE } cell_end;

/* One row as found in the file. */
typedef struct {
    pc_csv_cell_t cells[PC_CSV_COLUMNS_MAX + 1];
    size_t num; /* cells in the row, also those past the array */
    int bad;    /* a fault of form was reported */
    int blank;  /* nothing on the line */
    cell_end end;
} row_t;

/* A fault of form, at a place rather than in a cell. */
#define FORM_FAULT(self, diags, line, column, path, ...)                                \
    do {                                                                                \
        if (pc_csv_fault_room(self, diags)) {                                           \
            pc_diags_add(                                                               \
                diags, PC_ERROR, (self)->file, line, column, path, __VA_ARGS__);        \
        }                                                                               \
    } while (0)

/* Looks at every byte before cells are cut. One fault is enough: a file in another
 * coding has thousands. */
static int
check_bytes(pc_csv_t *self, const char *data, size_t size, pc_diags_t *diags)
{
    size_t line = 1, start = 0;
    for (size_t i = 0; i < size;) {
        const unsigned char *s = (const unsigned char *) data + i;
        const size_t length = pc_utf8_length(data + i, size - i);
        if (length == 0) {
            if (pc_is_shift_jis(data, size)) {
                FORM_FAULT(self, diags, line, i - start + 1, NULL,
                    "Shift-JIS text: in Excel, save the table as \"CSV UTF-8\" and not "
                    "as \"CSV\"");
            } else {
                FORM_FAULT(self, diags, line, i - start + 1, NULL,
                    "not UTF-8 text (byte 0x%02X): save the table as CSV UTF-8",
                    (unsigned) *s);
            }
            return 0;
        }
        if ((*s < 0x20 && *s != '\t' && *s != '\n' && *s != '\r') || *s == 0x7F) {
            FORM_FAULT(self, diags, line, i - start + 1, NULL,
                "control character 0x%02X", (unsigned) *s);
            return 0;
        }
        if (*s == '\r' && (i + 1 == size || s[1] != '\n')) {
            FORM_FAULT(self, diags, line, i - start + 1, NULL,
                "carriage return without line feed: lines must end in LF or CRLF");
            return 0;
        }
        i += length;
        if (i - start > PC_CSV_LINE_MAX) {
            FORM_FAULT(self, diags, line, 1, NULL, "a line of more than %zu bytes",
                PC_CSV_LINE_MAX);
            return 0;
        }
        if (*s == '\n') {
            line++;
            start = i;
        }
    }
    return 1;
}

static uint32_t
scanner_column(const scanner_t *s)
{
    return (uint32_t) (s->at - s->line_start) + 1;
}

static void
next_line(scanner_t *s)
{
    s->at++;
    s->line++;
    s->line_start = s->at;
}

/* What stands at `at` ends the cell: steps over it, and ends the text at `out`. */
static cell_end
end_cell(scanner_t *s, char *out)
{
    cell_end end = END_FILE;
    if (s->at < s->end && *s->at == ',') {
        s->at++;
        end = END_CELL;
    } else if (s->at < s->end) {
        s->at += *s->at == '\r';
        next_line(s);
        end = END_LINE;
    }
    *out = '\0'; /* last: `out` may be where the separator was */
    return end;
}

static int
at_separator(const scanner_t *s)
{
    return s->at == s->end || *s->at == ',' || *s->at == '\n' || *s->at == '\r';
}

static cell_end
read_quoted(scanner_t *s, pc_csv_cell_t *cell, int *bad)
{
    char *out = s->at;
    cell->text = out;
    s->at++;
    for (;;) {
        if (s->at == s->end) {
            FORM_FAULT(s->csv, s->diags, cell->line, cell->column, NULL,
                "a quoted cell is never closed");
            *bad = 1;
            *out = '\0';
            return END_FILE;
        }
        if (*s->at == '"') {
            s->at++;
            if (s->at == s->end || *s->at != '"') {
                break;
            }
        }
        const char c = *s->at;
        *out++ = c;
        if (c == '\n') {
            next_line(s);
        } else {
            s->at++;
        }
    }
    if (!at_separator(s)) {
        FORM_FAULT(s->csv, s->diags, s->line, scanner_column(s), NULL,
            "text after the closing quote of a cell");
        *bad = 1;
        while (!at_separator(s)) {
            s->at++;
        }
    }
    return end_cell(s, out);
}

static cell_end
read_plain(scanner_t *s, pc_csv_cell_t *cell, int *bad)
{
    cell->text = s->at;
    int seen = 0;
    while (!at_separator(s)) {
        if (*s->at == '"' && !seen) {
            seen = 1;
            FORM_FAULT(s->csv, s->diags, s->line, scanner_column(s), NULL,
                "a quote inside a cell: quote the whole cell and double the quote");
            *bad = 1;
        }
        s->at++;
    }
    return end_cell(s, s->at);
}

static void
read_row(scanner_t *s, row_t *row)
{
    row->num = 0;
    row->bad = 0;
    row->blank = s->at < s->end && (*s->at == '\n' || *s->at == '\r');
    do {
        pc_csv_cell_t spare;
        pc_csv_cell_t *cell =
            row->num <= PC_CSV_COLUMNS_MAX ? &row->cells[row->num] : &spare;
        cell->line = s->line;
        cell->column = scanner_column(s);
        row->end = s->at < s->end && *s->at == '"' ? read_quoted(s, cell, &row->bad)
                                                   : read_plain(s, cell, &row->bad);
        row->num++;
    } while (row->end == END_CELL);
}

/* A column that the caller does not know: the nearest name, or those that may be. */
static void
report_unknown(pc_csv_t *self, const pc_csv_cell_t *cell, pc_diags_t *diags)
{
    const char *names[PC_CSV_COLUMNS_MAX];
    char shown[PC_CSV_SHOWN], optional[512];
    for (size_t j = 0; j < self->num_columns; j++) {
        names[j] = self->columns[j].name;
    }
    const char *near = pc_nearest_name(cell->text, names, self->num_columns);
    pc_csv_optional(self, optional, sizeof(optional));
    if (near == NULL && optional[0] != '\0') {
        FORM_FAULT(self, diags, cell->line, cell->column, NULL,
            "unknown column '%s'; columns that may be there or not: %s",
            pc_csv_show(cell->text, shown), optional);
        return;
    }
    FORM_FAULT(self, diags, cell->line, cell->column, NULL, "unknown column '%s'",
        pc_csv_show(cell->text, shown));
    pc_diags_did_you_mean(diags, self->num_faults <= PC_CSV_FAULTS_MAX ? near : NULL);
}

/* Cells that commas separate, and not too many. */
static int
has_columns(pc_csv_t *self, const row_t *row, pc_diags_t *diags)
{
    if (row->num == 1 && strpbrk(row->cells[0].text, ";\t") != NULL) {
        FORM_FAULT(self, diags, row->cells[0].line, 1, NULL,
            strchr(row->cells[0].text, '\t') != NULL
                ? N_("the cells are separated by tabs: save the table as CSV with "
                     "commas")
                : N_("the cells are separated by semicolons: save the table as CSV with "
                     "commas"));
        return 0;
    }
    if (row->num > PC_CSV_COLUMNS_MAX) {
        FORM_FAULT(self, diags, row->cells[0].line, 1, NULL,
            "%zu columns: at most %d are allowed", row->num, PC_CSV_COLUMNS_MAX);
        return 0;
    }
    return 1;
}

/* Sets place[k] to the caller's column that the file's column k is, -1 if it is not one.
 * Returns 0 if rows could not be understood. */
static int
read_header(pc_csv_t *self, const row_t *row, int *place, pc_diags_t *diags)
{
    int found[PC_CSV_COLUMNS_MAX] = { 0 };
    int usable = !row->bad;

    if (!has_columns(self, row, diags)) {
        return 0;
    }
    for (size_t k = 0; k < row->num; k++) {
        const pc_csv_cell_t *cell = &row->cells[k];
        place[k] = -1;
        for (size_t j = 0; j < self->num_columns; j++) {
            if (strcmp(cell->text, self->columns[j].name) == 0) {
                place[k] = (int) j;
            }
        }
        if (place[k] < 0) {
            report_unknown(self, cell, diags);
        } else if (found[place[k]]++) {
            FORM_FAULT(self, diags, cell->line, cell->column, cell->text,
                "the column is there twice");
            usable = 0;
        }
    }
    for (size_t j = 0; j < self->num_columns; j++) {
        if (self->columns[j].required && !found[j]) {
            FORM_FAULT(self, diags, row->cells[0].line, 1, self->columns[j].name,
                "the column is missing");
            usable = 0;
        }
    }
    return usable;
}

static int
only_blank_lines_left(const scanner_t *s)
{
    const char *at = s->at;
    while (at < s->end && (*at == '\n' || *at == '\r')) {
        at++;
    }
    return at == s->end;
}

/* Keeps the cells of a good row. `width` is the number of columns of the file. */
static pc_status
keep_row(pc_csv_t *self, const row_t *row, const int *place, size_t *capacity)
{
    if (self->num_rows == *capacity) {
        const size_t more = *capacity == 0 ? 64 : 2 * *capacity;
        pc_csv_cell_t *cells =
            realloc(self->cells, more * self->num_columns * sizeof(*cells));
        if (cells == NULL) {
            return PC_ERR_NOMEM;
        }
        self->cells = cells;
        *capacity = more;
    }
    pc_csv_cell_t *cells = self->cells + self->num_rows * self->num_columns;
    for (size_t j = 0; j < self->num_columns; j++) {
        cells[j] = (pc_csv_cell_t){ "", row->cells[0].line, 1 };
    }
    for (size_t k = 0; k < row->num; k++) {
        if (place[k] >= 0) {
            cells[place[k]] = row->cells[k];
        }
    }
    self->num_rows++;
    return PC_OK;
}

static void
report_width(const scanner_t *s, const row_t *row, size_t width)
{
    const uint32_t line = row->cells[0].line;
    if (row->num == 1) {
        FORM_FAULT(
            s->csv, s->diags, line, 1, NULL, "one cell where the header has %zu", width);
    } else {
        FORM_FAULT(s->csv, s->diags, line, 1, NULL, "%zu cells where the header has %zu",
            row->num, width);
    }
}

static pc_status
read_table(scanner_t *s)
{
    pc_csv_t *self = s->csv;
    int place[PC_CSV_COLUMNS_MAX];
    size_t capacity = 0;
    row_t row;

    if (s->at == s->end) {
        FORM_FAULT(self, s->diags, 1, 1, NULL, "the file is empty: a header is needed");
        return PC_ERR_INPUT;
    }
    read_row(s, &row);
    if (!read_header(self, &row, place, s->diags)) {
        return PC_ERR_INPUT;
    }
    const size_t width = row.num;
    while (!only_blank_lines_left(s) && self->num_faults <= PC_CSV_FAULTS_MAX) {
        read_row(s, &row);
        if (row.blank) {
            FORM_FAULT(self, s->diags, row.cells[0].line, 1, NULL, "an empty line");
        } else if (!row.bad && row.num != width) {
            report_width(s, &row, width);
            row.bad = 1;
        }
        if (row.bad || row.blank) {
            self->num_bad_rows += (size_t) row.bad;
            continue;
        }
        if (self->num_rows == PC_CSV_ROWS_MAX) {
            FORM_FAULT(self, s->diags, row.cells[0].line, 1, NULL, "more than %zu rows",
                PC_CSV_ROWS_MAX);
            return PC_ERR_INPUT;
        }
        pc_status status = keep_row(self, &row, place, &capacity);
        if (status != PC_OK) {
            return status;
        }
    }
    return PC_OK;
}

static pc_status
begin(
    pc_csv_t *self, const char *name, const pc_csv_column_t *columns, size_t num_columns)
{
    memset(self, 0, sizeof(*self));
    self->columns = columns;
    self->num_columns = num_columns;
    const size_t length = strlen(name);
    self->file = malloc(length + 1);
    if (self->file == NULL) {
        return PC_ERR_NOMEM;
    }
    memcpy(self->file, name, length + 1);
    return PC_OK;
}

/* Cuts self->data, `size` bytes with room for one more, into cells. */
static pc_status
cut(pc_csv_t *self, size_t size, pc_diags_t *diags)
{
    const int has_mark = size >= 3 && memcmp(self->data, "\xEF\xBB\xBF", 3) == 0;
    scanner_t s = { .csv = self,
        .diags = diags,
        .at = self->data + (has_mark ? 3 : 0),
        .end = self->data + size,
        .line_start = self->data + (has_mark ? 3 : 0),
        .line = 1 };
    *s.end = '\0';
    if (!check_bytes(self, s.at, (size_t) (s.end - s.at), diags)) {
        return PC_ERR_INPUT;
    }
    pc_status status = read_table(&s);
    if (status != PC_OK) {
        self->num_rows = 0;
    }
    return status;
}

pc_status
pc_csv_parse(pc_csv_t *self, const char *name, const char *data, size_t size,
    const pc_csv_column_t *columns, size_t num_columns, pc_diags_t *diags)
{
    pc_status status = begin(self, name, columns, num_columns);
    if (status != PC_OK) {
        return status;
    }
    if (size > PC_CSV_SIZE_MAX) {
        FORM_FAULT(self, diags, 0, 0, NULL, "larger than %zu bytes", PC_CSV_SIZE_MAX);
        return PC_ERR_INPUT;
    }
    self->data = malloc(size + 1);
    if (self->data == NULL) {
        return PC_ERR_NOMEM;
    }
    if (size > 0) {
        memcpy(self->data, data, size);
    }
    return cut(self, size, diags);
}

/* Reads the open file into self->data. */
static pc_status
load(pc_csv_t *self, int fd, size_t *size, pc_diags_t *diags)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        FORM_FAULT(self, diags, 0, 0, NULL, "the file cannot be read");
        return PC_ERR_IO;
    }
    if (!S_ISREG(info.st_mode)) {
        FORM_FAULT(self, diags, 0, 0, NULL, "not a regular file");
        return PC_ERR_INPUT;
    }
    if (info.st_size > (off_t) PC_CSV_SIZE_MAX) {
        FORM_FAULT(self, diags, 0, 0, NULL, "larger than %zu bytes", PC_CSV_SIZE_MAX);
        return PC_ERR_INPUT;
    }
    const size_t expected = (size_t) info.st_size;
    self->data = malloc(expected + 1);
    if (self->data == NULL) {
        return PC_ERR_NOMEM;
    }
    size_t got = 0;
    while (got < expected) {
        const ssize_t more = read(fd, self->data + got, expected - got);
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            FORM_FAULT(self, diags, 0, 0, NULL, "the file cannot be read");
            return PC_ERR_IO;
        }
        if (more == 0) {
            break; /* it became shorter while it was read */
        }
        got += (size_t) more;
    }
    *size = got;
    return PC_OK;
}

pc_status
pc_csv_read(pc_csv_t *self, const char *path, const pc_csv_column_t *columns,
    size_t num_columns, pc_diags_t *diags)
{
    pc_status status = begin(self, path, columns, num_columns);
    if (status != PC_OK) {
        return status;
    }
    /* Non-blocking, so that opening a pipe without a writer does not wait for ever. */
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        const int missing = errno == ENOENT || errno == ENOTDIR;
        FORM_FAULT(self, diags, 0, 0, NULL,
            missing ? N_("there is no such file") : N_("the file cannot be opened"));
        return missing ? PC_ERR_MISSING : PC_ERR_IO;
    }
    size_t size = 0;
    status = load(self, fd, &size, diags);
    close(fd);
    return status == PC_OK ? cut(self, size, diags) : status;
}

void
pc_csv_free(pc_csv_t *self)
{
    free(self->cells);
    free(self->file);
    free(self->data);
    memset(self, 0, sizeof(*self));
}
