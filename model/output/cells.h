/* cells.h - cells, numbers and labels of the tables.
 *
 * UTF-8, comma, `\n`, RFC 4180 quotes only where needed. A missing value is an empty
 * cell. Write errors are left to the stream: pc_store_close_file looks at them. */
#ifndef PC_OUTPUT_CELLS_H
#define PC_OUTPUT_CELLS_H

#include <stdio.h>

#include "base/calendar.h"
#include "base/number.h"
#include "base/status.h"
#include "base/variables.h"
#include "base/words.h"

/* Who reads a table; docs/outputs.md says it of every file. A table for people has words
 * in it, and is opened in a spreadsheet: it may begin with a byte order mark, columns
 * without any value are left out, a month is written so that it stays a text, and no
 * text is a formula or a date. A table for programs has nothing of this: what stands in
 * it is what was given. This is the one place where the two differ. */
typedef enum { PC_FOR_PROGRAMS, PC_FOR_PEOPLE } pc_reader;

typedef struct {
    FILE *out; /* where cells are written */
    pc_reader reader;
    pc_lang lang; /* of words in a table for people */
    FILE *file;   /* where the table goes; borrowed */
    char *text;   /* of a table for people until it ends; owned */
    size_t size;
    pc_status failed;
} pc_table_t;

/* A table on `out`; `bom` 1: if it is for people, begins with the three bytes that make
 * a spreadsheet read UTF-8. `self` must stay where it is until pc_table_end. */
void pc_table_begin(
    pc_table_t *self, FILE *out, pc_reader reader, int bom, pc_lang lang);

/* Writes what was kept. PC_ERR_NOMEM; write errors are left to the stream. */
pc_status pc_table_end(pc_table_t *self) PC_MUST_CHECK;

/* One cell of text; a comma goes before it, or after it, or none. In a table for people
 * a month (`2035-09`, perhaps with its day) is written as pc_month_cell does. A text
 * that begins with = + - @ or a tab or carriage return, and is no number, and one that
 * looks like a date or a time, gets an apostrophe in front; so does one that has
 * apostrophes before such, so that taking one off always gives what was given. */
void pc_table_text(const pc_table_t *self, const char *text);
void pc_table_text_after(const pc_table_t *self, const char *text);  /* `,text` */
void pc_table_text_before(const pc_table_t *self, const char *text); /* `text,` */

/* `,value`, the number as pc_cell_number writes it. */
void pc_table_number_after(const pc_table_t *self, double value);

/* `,value` to three significant digits. */
void pc_table_rounded_after(const pc_table_t *self, double value);

/* Must a text have an apostrophe in front of it in a table for people? */
int pc_text_needs_mark(const char *text);

/* `2035-09` as a text that no spreadsheet takes for a day: `2035-09 (FY2035)`, in
 * Japanese 2035年9月（令和17年度）; the same with a day. Any other text is returned as
 * it is. */
#define PC_MONTH_CELL_SIZE 160
const char *pc_month_cell(
    const char *text, pc_lang lang, char words[PC_MONTH_CELL_SIZE]);

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

/* The value and the unit of a variable in tables for people: money in million JPY. */
double pc_people_value(pc_variable variable, double value);
const char *pc_people_unit(
    pc_variable variable, int months, pc_lang lang, char text[PC_UNIT_SIZE]);

/* Labels of columns. Room PC_LABEL_SIZE; each returns `text`.
 * A fiscal year: `FY2030`, and `FY2025 (part: 10 months)` if months < 12; in Japanese
 * 2030年度（令和12年度） and 2025年度（令和7年度）（10か月分）. A year with 0 months
 * says
 * `(not simulated)`.
 * A month: `2025-05`; in Japanese 2025年5月. */
#define PC_LABEL_SIZE 96
const char *pc_fiscal_year_label(
    int year, int months, pc_lang lang, char text[PC_LABEL_SIZE]);
/* `FY2030`; in Japanese the year of the era alone, 令和12年度. */
const char *pc_fiscal_year_name(int year, pc_lang lang, char text[PC_LABEL_SIZE]);
const char *pc_month_label(pc_month month, pc_lang lang, char text[PC_LABEL_SIZE]);

#endif
