/* csv.h - a strict reader of small CSV tables.
 *
 * RFC 4180: comma, double quotes, a quote in a quoted cell is doubled, a quoted cell may
 * hold line ends. UTF-8 with or without a byte order mark; lines end in LF or CRLF. The
 * first line names the columns, in any order. Everything else is a fault. A fault names
 * file, line, column in bytes and, as path, the name of the CSV column; all faults of a
 * file are reported, up to PC_CSV_FAULTS_MAX. */
#ifndef PC_SCENARIO_TABLES_CSV_H
#define PC_SCENARIO_TABLES_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/diag.h"

#define PC_CSV_SIZE_MAX ((size_t) 64 << 20) /* bytes of a file */
#define PC_CSV_LINE_MAX ((size_t) 1 << 20)  /* bytes of a line */
#define PC_CSV_ROWS_MAX ((size_t) 200000)
#define PC_CSV_COLUMNS_MAX 32 /* that a reader may name; also of a file */
#define PC_CSV_FAULTS_MAX                                                               \
    1000 /* of one file; one more message says that the rest is not shown */

typedef struct {
    const char *name;
    int required; /* 0: may be missing; its cells are then empty */
} pc_csv_column_t;

typedef struct {
    const char *text;      /* without its quotes; never NULL */
    uint32_t line, column; /* where the cell starts, from 1 */
} pc_csv_cell_t;

typedef struct {
    const pc_csv_column_t
        *columns; /* [num_columns] of the caller, who keeps them alive */
    size_t num_columns;
    size_t num_rows;     /* without the header */
    size_t num_bad_rows; /* rows with a fault of form, which are left out */
    pc_csv_cell_t
        *cells; /* [num_rows x num_columns], columns in the caller's order; owned */
    size_t num_faults;
    char *file; /* as given; owned */
    char *data; /* owned; what the cells point into */
} pc_csv_t;

/* Reads the file `path`, which must be a regular file. PC_OK if the table can be looked
 * at: faults may then still have been added to `diags` (num_faults > 0), and more rows
 * can be checked, so that a user sees everything at once. PC_ERR_MISSING if there is no
 * such file, PC_ERR_IO if it cannot be read, PC_ERR_INPUT if its header or its coding
 * make it unreadable; each with a message. After this call, failed or not, `self` may be
 * given to pc_csv_free. */
pc_status pc_csv_read(pc_csv_t *self, const char *path, const pc_csv_column_t *columns,
    size_t num_columns, pc_diags_t *diags) PC_MUST_CHECK;

/* The same for `size` bytes at `data`, which are copied; `name` stands for the file in
 * messages. */
pc_status pc_csv_parse(pc_csv_t *self, const char *name, const char *data, size_t size,
    const pc_csv_column_t *columns, size_t num_columns, pc_diags_t *diags) PC_MUST_CHECK;

void pc_csv_free(pc_csv_t *self);

/* PC_OK or, if the file had faults, PC_ERR_INPUT. */
pc_status pc_csv_status(const pc_csv_t *self) PC_MUST_CHECK;

/* The text of a cell; "" if it is empty. */
const char *pc_csv_text(const pc_csv_t *self, size_t row, size_t column);
const pc_csv_cell_t *pc_csv_cell(const pc_csv_t *self, size_t row, size_t column);

/* The start of `text` on one line, cut between characters, to show in a message. */
#define PC_CSV_SHOWN 64 /* bytes with the end */
const char *pc_csv_show(const char *text, char buffer[PC_CSV_SHOWN]);

/* The columns that the table may leave out, with commas between; "" if there are none.
 */
void pc_csv_optional(const pc_csv_t *self, char *text, size_t size);

/* Counts a fault: 1 if it is to be told. The first that is not is told of once. */
int pc_csv_fault_room(pc_csv_t *self, pc_diags_t *diags);

/* Adds an error about a cell. */
void pc_csv_fault(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Typed cells. Each returns 1 and sets `value`, or adds a fault and returns 0. An empty
 * cell is a fault: ask pc_csv_text first where it is allowed. Both bounds are allowed
 * values. */
int pc_csv_month(
    pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags, pc_month *value);
int pc_csv_whole(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    long lower, long upper, long *value);
int pc_csv_number(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    double lower, double upper, double *value);
/* One of `num` words; sets its place in the list. */
int pc_csv_word(pc_csv_t *self, size_t row, size_t column, pc_diags_t *diags,
    const char *const *words, size_t num, int *value);

#endif
