/* book_figures.c - the sheets of key figures and of fiscal years. */
#include "tools/report/workbook.h"

#ifdef PC_XLSX

#include <stdlib.h>

#include "tools/report/book.h"

#define LABELS 3 /* columns before the numbers: figure, unit, scenario */

/* Columns of a year in the sheet of key figures. */
static lxw_col_t
columns_a_year(const pc_book_t *self)
{
    return self->report->num_sides > 1 ? 4 : 3;
}

static void
write_labels(pc_book_t *self, pc_sheet sheet, lxw_row_t row)
{
    const pc_lang lang = self->lang;
    pc_book_text(self, sheet, row, 0, pc_text_of(lang, "column", "Figure"), self->head);
    pc_book_text(self, sheet, row, 1, pc_text_of(lang, "column", "Unit"), self->head);
    pc_book_text(
        self, sheet, row, 2, pc_text_of(lang, "column", "Scenario"), self->head);
}

static void
name_row(pc_book_t *self, pc_sheet sheet, lxw_row_t row, pc_figure which, size_t side)
{
    char text[320];
    pc_book_text(self, sheet, row, 0, pc_figure_heading(which, self->lang), self->text);
    pc_book_text(self, sheet, row, 1,
        pc_quantity_unit(pc_figure_kind(which), self->lang), self->text);
    pc_book_text(self, sheet, row, 2, pc_book_side(self, side, text), self->text);
}

static void
write_heads(pc_book_t *self, lxw_row_t row)
{
    const pc_lang lang = self->lang;
    const char *const names[] = { pc_text_of(lang, "column", "Median"), "10%", "90%",
        pc_text_of(lang, "column", "Difference") };
    char year[PC_QUANTITY_SIZE], text[2 * PC_QUANTITY_SIZE];
    write_labels(self, PC_SHEET_KEY, row);
    for (size_t y = 0; y < self->num_years; y++) {
        pc_book_year(self, self->years[y], year);
        for (lxw_col_t c = 0; c < columns_a_year(self); c++) {
            snprintf(text, sizeof(text), "%s\n%s", year, names[c]);
            pc_book_text(self, PC_SHEET_KEY, row,
                (lxw_col_t) (LABELS + y * columns_a_year(self) + c), text, self->head);
        }
    }
}

static void
write_years(pc_book_t *self, lxw_row_t row, pc_figure which, size_t side)
{
    const pc_quantity_kind kind = pc_figure_kind(which);
    for (size_t y = 0; y < self->num_years; y++) {
        const pc_middle_t *m =
            pc_report_figure(self->report, side, self->years[y], which);
        const pc_middle_t *reference =
            pc_report_figure(self->report, 0, self->years[y], which);
        const lxw_col_t first = (lxw_col_t) (LABELS + y * columns_a_year(self));
        pc_book_quantity(self, PC_SHEET_KEY, row, first, m->median, kind);
        pc_book_quantity(self, PC_SHEET_KEY, row, (lxw_col_t) (first + 1), m->low, kind);
        pc_book_quantity(
            self, PC_SHEET_KEY, row, (lxw_col_t) (first + 2), m->high, kind);
        if (side > 0) {
            pc_book_change(self, PC_SHEET_KEY, row, (lxw_col_t) (first + 3),
                reference->median, m->median, kind);
        }
    }
}

/* About how many lines of `width` letters a text takes: a Japanese one is two wide. */
static int
lines_of(const char *text, double width)
{
    double letters = 0;
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char) *text;
        letters += c < 0x80 ? 1 : c >= 0xC0 ? 2 : 0;
    }
    return 1 + (int) (letters / width);
}

/* The answers below the table, one a row over its whole width. */
static void
write_answers(pc_book_t *self, lxw_row_t row, lxw_col_t last)
{
    const double width = 34 + 18 + 34 + 11.0 * (last - LABELS + 1);
    pc_answer_t answers[PC_REPORT_ANSWERS];
    const size_t num = pc_report_answers(self->report, self->lang, answers);
    for (size_t k = 0; k < num; k++) {
        char text[PC_SENTENCE_SIZE + 64];
        snprintf(text, sizeof(text), pc_text_of(self->lang, "answer", "%s: %s"),
            answers[k].label, answers[k].text);
        const lxw_row_t at = row + (lxw_row_t) k;
        lxw_worksheet *sheet = self->sheets[PC_SHEET_KEY];
        self->cells[PC_SHEET_KEY] += last + 1U;
        self->failed |=
            worksheet_merge_range(sheet, at, 0, at, last, text, self->text)
                != LXW_NO_ERROR
            || worksheet_set_row(sheet, at, 18.0 * lines_of(text, width), NULL)
                   != LXW_NO_ERROR;
    }
}

void
pc_book_key_figures(pc_book_t *self)
{
    const lxw_row_t head = 2;
    const lxw_col_t last =
        (lxw_col_t) (LABELS + self->num_years * columns_a_year(self) - 1);
    lxw_row_t row = head;
    write_heads(self, row++);
    for (int f = 0; f < PC_NUM_FIGURES; f++) {
        for (size_t k = 0; k < self->report->num_sides; k++, row++) {
            name_row(self, PC_SHEET_KEY, row, (pc_figure) f, k);
            write_years(self, row, (pc_figure) f, k);
        }
    }
    pc_book_text(self, PC_SHEET_KEY, row + 1, 0,
        pc_text(self->lang,
            "* A part year: flows are those of the months simulated, and not scaled "
            "up. The sheet of notes says what the columns are."),
        self->general);
    write_answers(self, row + 3, last);
    pc_book_freeze(self, PC_SHEET_KEY, head, head, LABELS);
    pc_book_width(self, PC_SHEET_KEY, 0, 0, 34);
    pc_book_width(self, PC_SHEET_KEY, 1, 1, 18);
    pc_book_width(self, PC_SHEET_KEY, 2, 2, 34);
    pc_book_width(self, PC_SHEET_KEY, LABELS, last, 11);
}

/* --- fiscal years --- */

static double
stat_of(const pc_middle_t *m, pc_stat stat)
{
    return stat == PC_STAT_MEDIAN ? m->median : stat == PC_STAT_LOW ? m->low : m->high;
}

void
pc_book_fiscal_years(pc_book_t *self)
{
    const char *const stats[PC_NUM_STATS] = { pc_text_of(self->lang, "column", "Median"),
        "10%", "90%" };
    char year[PC_QUANTITY_SIZE];
    const pc_sheet sheet = PC_SHEET_FISCAL;
    lxw_row_t row = 2;
    self->years_row = row;
    self->first_year = LABELS + 1;
    write_labels(self, sheet, row);
    pc_book_text(
        self, sheet, row, LABELS, pc_text_of(self->lang, "column", "Value"), self->head);
    for (size_t y = 0; y < self->report->num_years; y++) {
        pc_book_text(self, sheet, row, (lxw_col_t) (self->first_year + y),
            pc_book_year(self, self->report->first_year + (int) y, year), self->head);
    }
    for (int f = 0; f < PC_NUM_FIGURES; f++) {
        for (size_t k = 0; k < self->report->num_sides; k++) {
            for (int s = 0; s < PC_NUM_STATS; s++) {
                self->rows[f][k][s] = ++row;
                name_row(self, sheet, row, (pc_figure) f, k);
                pc_book_text(self, sheet, row, LABELS, stats[s], self->text);
                for (size_t y = 0; y < self->report->num_years; y++) {
                    const pc_middle_t *m = pc_report_figure(self->report, k,
                        self->report->first_year + (int) y, (pc_figure) f);
                    pc_book_quantity(self, sheet, row,
                        (lxw_col_t) (self->first_year + y), stat_of(m, (pc_stat) s),
                        pc_figure_kind((pc_figure) f));
                }
            }
        }
    }
    pc_book_freeze(self, sheet, self->years_row, self->years_row, LABELS + 1);
    worksheet_autofilter(self->sheets[sheet], self->years_row, 0, row, LABELS);
    pc_book_width(self, sheet, 0, 0, 34);
    pc_book_width(self, sheet, 1, 1, 18);
    pc_book_width(self, sheet, 2, 2, 34);
    pc_book_width(self, sheet, LABELS,
        (lxw_col_t) (self->first_year + self->report->num_years), 10);
}

#endif
