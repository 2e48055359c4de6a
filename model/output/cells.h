/* cells.h - cells, numbers and labels of the tables.
 *
 * UTF-8, comma, `\n`, RFC 4180 quotes only where needed. A missing value is an empty
 * cell. Write errors are left to the stream: pc_store_close_file looks at them. */
#ifndef PC_OUTPUT_CELLS_H
#define PC_OUTPUT_CELLS_H

#include <stdio.h>

#include "base/calendar.h"
#include "base/number.h"
#include "base/variables.h"
#include "base/words.h"

/* Who reads a table; docs/outputs.md says it of every file. A table for people has words
 * in it, and is opened in a spreadsheet: it may begin with a byte order mark, and its
 * text cannot be a formula. A table for programs has neither: what stands in it is what
 * was given. This is the one place where the two differ. */
typedef enum { PC_FOR_PROGRAMS, PC_FOR_PEOPLE } pc_reader;

typedef struct {
    FILE *out;
    pc_reader reader;
} pc_table_t;

/* A table on `out`; `bom` 1: if it is for people, begins with the three bytes that make
 * a spreadsheet read UTF-8. */
pc_table_t pc_table_begin(FILE *out, pc_reader reader, int bom);

/* One cell of text; a comma goes before it, or after it, or none. In a table for people
 * a text that begins with = + - @ or a tab or carriage return, and is no number, gets an
 * apostrophe in front; so does one that has apostrophes before such a character, so that
 * taking one off always gives what was given. */
void pc_table_text(const pc_table_t *self, const char *text);
void pc_table_text_after(const pc_table_t *self, const char *text);  /* `,text` */
void pc_table_text_before(const pc_table_t *self, const char *text); /* `text,` */

/* `,value`, the number as pc_cell_number writes it. */
void pc_table_number_after(const pc_table_t *self, double value);

/* One cell, quoted where it must be, in a table for programs. NULL is an empty cell. No
 * comma is written. */
void pc_cell_text(FILE *out, const char *text);

/* One number by pc_number_format; NaN and infinity are empty. No comma is written. */
void pc_cell_number(FILE *out, double value);

/* `value` to three significant digits, never with an exponent: 12300, 28.4, 0.0512. Zero
 * is `0`, missing empty. Returns `text`. Values of 1e20 and more in size are written as
 * pc_number_format does. */
#define PC_DIGITS_SIZE 48
const char *pc_three_digits(double value, char text[PC_DIGITS_SIZE]);

/* `value` with two digits after the point: an index. Missing, or 1e13 and more, is
 * empty. Returns `text`. */
const char *pc_two_decimals(double value, char text[PC_DIGITS_SIZE]);

/* Unit of a variable: a flow is `test/month` in a month, `test/year` in a whole year and
 * `test/10 months` in a part year; any other variable has the table's unit. `months` is
 * 1 for a month, 12 for a whole year, else the months counted. Returns `text`. */
#define PC_UNIT_SIZE 48
const char *pc_unit(pc_variable variable, int months, char text[PC_UNIT_SIZE]);

/* The unit in tables for people: in Japanese `test/year` is 件/年, `test/10 months`
 * 件/10か月; in English as it is. Returns `unit` or `text`. */
const char *pc_unit_label(const char *unit, pc_lang lang, char text[PC_UNIT_SIZE]);

/* Labels of columns. Room PC_LABEL_SIZE; each returns `text`.
 * A fiscal year: `FY2030`, and `FY2025 (part: 10 months)` if months < 12; in Japanese
 * 2030年度（令和12年度） and 2025年度（令和7年度）（10か月分）. A year with 0 months
 * says
 * `(not simulated)`.
 * A month: `2025-05`; in Japanese 2025年5月. */
#define PC_LABEL_SIZE 96
const char *pc_fiscal_year_label(
    int year, int months, pc_lang lang, char text[PC_LABEL_SIZE]);
const char *pc_month_label(pc_month month, pc_lang lang, char text[PC_LABEL_SIZE]);

#endif
