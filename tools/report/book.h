/* book.h - what the sheets of a workbook share; only where libxlsxwriter is there. */
#ifndef PC_TOOLS_REPORT_BOOK_H
#define PC_TOOLS_REPORT_BOOK_H

#include <xlsxwriter.h>

#include "tools/report/workbook.h"

#define PC_BOOK_DECIMALS 4 /* 0 to 3 digits after the point */

typedef enum {
    PC_SHEET_KEY,
    PC_SHEET_CHARTS,
    PC_SHEET_FISCAL,
    PC_SHEET_PREFECTURES,
    PC_SHEET_ASSUMPTIONS,
    PC_SHEET_DATES,
    PC_SHEET_NOTES,
    PC_NUM_SHEETS
} pc_sheet;

typedef enum { PC_STAT_MEDIAN, PC_STAT_LOW, PC_STAT_HIGH, PC_NUM_STATS } pc_stat;

typedef struct {
    const pc_page_t *page;
    const pc_report_t *report;
    pc_lang lang;
    lxw_workbook *file;
    lxw_worksheet *sheets[PC_NUM_SHEETS];
    lxw_format *title, *text, *head;
    lxw_format *number[PC_BOOK_DECIMALS], *change[PC_BOOK_DECIMALS];
    lxw_format *share, *general;
    int years[PC_REPORT_YEARS];
    size_t num_years;
    /* Where a row of the sheet of fiscal years is, and its first column of numbers. */
    lxw_row_t rows[PC_NUM_FIGURES][PC_REPORT_MOST][PC_NUM_STATS];
    lxw_row_t years_row;
    lxw_col_t first_year;
    size_t cells[PC_NUM_SHEETS]; /* written */
    int failed;                  /* 1: a cell could not be written */
} pc_book_t;

/* Name of a sheet, as it stands on its tab. */
const char *pc_sheet_name(pc_sheet which, pc_lang lang);

/* One cell. A number that is missing leaves it empty. */
void pc_book_text(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    const char *text, lxw_format *format);
void pc_book_number(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    double value, lxw_format *format);

/* A figure as the page shows it, and the difference between two such. */
void pc_book_quantity(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    double value, pc_quantity_kind kind);
void pc_book_change(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    double from, double to, pc_quantity_kind kind);

/* `Reference: Baseline`, `① No omission`. Returns `text`. */
const char *pc_book_side(const pc_book_t *self, size_t side, char text[320]);
/* `FY2025*`: a part year has a star. Returns `text`. */
const char *pc_book_year(const pc_book_t *self, int year, char text[PC_QUANTITY_SIZE]);

/* The first `columns` columns and the heads down to `row` stay in sight and on paper. */
void pc_book_freeze(
    pc_book_t *self, pc_sheet sheet, lxw_row_t first, lxw_row_t row, lxw_col_t columns);
void pc_book_width(
    pc_book_t *self, pc_sheet sheet, lxw_col_t first, lxw_col_t last, double width);

/* Has the file all cells and parts that were written? */
int pc_book_is_whole(const pc_book_t *self, const char *path);

/* The sheets. */
void pc_book_key_figures(pc_book_t *self);
void pc_book_fiscal_years(pc_book_t *self);
void pc_book_charts(pc_book_t *self);
void pc_book_prefectures(pc_book_t *self);
void pc_book_assumptions(pc_book_t *self);
void pc_book_dates(pc_book_t *self);
void pc_book_notes(pc_book_t *self);

#endif
