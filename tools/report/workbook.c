#include "tools/report/workbook.h"

#ifdef PC_XLSX

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/report/book.h"

#define FIXED_DATE 946684800 /* 2000-01-01 */
#define PAPER_A4 9

int
pc_workbook_is_built(void)
{
    return 1;
}

const char *
pc_sheet_name(pc_sheet which, pc_lang lang)
{
    static const char *const names[PC_NUM_SHEETS] = {
        [PC_SHEET_KEY] = NC_("sheet", "Key figures"),
        [PC_SHEET_CHARTS] = NC_("sheet", "Charts"),
        [PC_SHEET_FISCAL] = NC_("sheet", "Fiscal years"),
        [PC_SHEET_PREFECTURES] = NC_("sheet", "Prefectures"),
        [PC_SHEET_ASSUMPTIONS] = NC_("sheet", "Assumptions"),
        [PC_SHEET_DATES] = NC_("sheet", "Dates"),
        [PC_SHEET_NOTES] = NC_("sheet", "Notes"),
    };
    return pc_text_of(lang, "sheet", names[which]);
}

/* --- cells --- */

static void
check(pc_book_t *self, lxw_error error)
{
    self->failed |= error != LXW_NO_ERROR;
}

void
pc_book_text(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    const char *text, lxw_format *format)
{
    self->cells[sheet]++;
    check(self, worksheet_write_string(self->sheets[sheet], row, column, text, format));
}

void
pc_book_number(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    double value, lxw_format *format)
{
    if (isfinite(value)) {
        self->cells[sheet]++;
        check(self, worksheet_write_number(self->sheets[sheet], row, column,
                        value == 0 ? 0 : value, format));
    }
}

static lxw_format *
of_decimals(lxw_format *const formats[PC_BOOK_DECIMALS], int decimals)
{
    return formats[decimals < PC_BOOK_DECIMALS ? decimals : PC_BOOK_DECIMALS - 1];
}

void
pc_book_quantity(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    double value, pc_quantity_kind kind)
{
    if (isfinite(value)) {
        pc_book_number(self, sheet, row, column,
            pc_quantity_shown(value, kind, self->lang),
            of_decimals(self->number, pc_quantity_decimals(value, kind, self->lang)));
    }
}

void
pc_book_change(pc_book_t *self, pc_sheet sheet, lxw_row_t row, lxw_col_t column,
    double from, double to, pc_quantity_kind kind)
{
    if (isfinite(from) && isfinite(to)) {
        const double difference = pc_quantity_shown(to, kind, self->lang)
                                  - pc_quantity_shown(from, kind, self->lang);
        const int a = pc_quantity_decimals(from, kind, self->lang),
                  b = pc_quantity_decimals(to, kind, self->lang);
        const int decimals = a > b ? a : b;
        /* What the subtraction of rounded numbers leaves in the last bits goes. */
        const double unit = pow(10, decimals);
        pc_book_number(self, sheet, row, column, round(difference * unit) / unit,
            of_decimals(self->change, decimals));
    }
}

const char *
pc_book_side(const pc_book_t *self, size_t side, char text[320])
{
    /* WORDS: the mark of a scenario (Reference, ①) and its title */
    snprintf(text, 320, pc_text_of(self->lang, "scenario", "%s: %s"),
        pc_side_mark(self->report, side, self->lang),
        pc_side_title(self->report, side, self->lang));
    return text;
}

const char *
pc_book_year(const pc_book_t *self, int year, char text[PC_QUANTITY_SIZE])
{
    pc_fiscal_words(year, self->lang, text);
    if (self->report->months[year - self->report->first_year] < 12) {
        strncat(text, "*", PC_QUANTITY_SIZE - strlen(text) - 1);
    }
    return text;
}

void
pc_book_freeze(
    pc_book_t *self, pc_sheet sheet, lxw_row_t first, lxw_row_t row, lxw_col_t columns)
{
    worksheet_freeze_panes(self->sheets[sheet], row + 1, columns);
    check(self, worksheet_repeat_rows(self->sheets[sheet], first, row));
}

void
pc_book_width(
    pc_book_t *self, pc_sheet sheet, lxw_col_t first, lxw_col_t last, double width)
{
    check(self, worksheet_set_column(self->sheets[sheet], first, last, width, NULL));
}

/* --- the file --- */

static lxw_format *
make_format(pc_book_t *self, const char *number)
{
    lxw_format *format = workbook_add_format(self->file);
    if (format == NULL) {
        self->failed = 1;
        return NULL;
    }
    if (self->lang == PC_LANG_JA) {
        format_set_font_name(format, "Yu Gothic");
    }
    if (number != NULL) {
        format_set_num_format(format, number);
    } else {
        format_set_text_wrap(format);
    }
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static void
make_formats(pc_book_t *self)
{
    static const char *const digits[PC_BOOK_DECIMALS] = { "#,##0", "#,##0.0", "#,##0.00",
        "#,##0.000" };
    self->text = make_format(self, NULL);
    self->head = make_format(self, NULL);
    self->title = make_format(self, "@");
    self->share = make_format(self, "0.0%");
    self->general = make_format(self, "General");
    for (int k = 0; k < PC_BOOK_DECIMALS; k++) {
        char change[64];
        snprintf(change, sizeof(change),
            self->lang == PC_LANG_JA ? "+%s;▲%s;0" : "+%s;-%s;0", digits[k], digits[k]);
        self->number[k] = make_format(self, digits[k]);
        self->change[k] = make_format(self, change);
    }
    if (!self->failed) {
        format_set_bold(self->title);
        format_set_font_size(self->title, 14);
        format_set_bold(self->head);
        format_set_bg_color(self->head, 0xE8EEF4);
        format_set_bottom(self->head, LXW_BORDER_THIN);
    }
}

/* Every sheet: what it belongs to above, what it is not below, A4 across. */
static void
make_sheets(pc_book_t *self)
{
    char question[PC_SENTENCE_SIZE], foot[512];
    pc_report_question(self->report, self->lang, question);
    snprintf(foot, sizeof(foot), "&L&8%s&R&8&A &P/&N",
        pc_text(self->lang,
            "A projection under assumptions, not a figure published by the Ministry of "
            "Health, Labour and Welfare."));
    for (int k = 0; k < PC_NUM_SHEETS && !self->failed; k++) {
        lxw_worksheet *sheet =
            workbook_add_worksheet(self->file, pc_sheet_name((pc_sheet) k, self->lang));
        if (sheet == NULL) {
            self->failed = 1;
            return;
        }
        self->sheets[k] = sheet;
        worksheet_set_paper(sheet, PAPER_A4);
        worksheet_set_landscape(sheet);
        worksheet_fit_to_pages(sheet, 1, 0);
        worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.7);
        check(self, worksheet_set_footer(sheet, foot));
        pc_book_text(self, (pc_sheet) k, 0, 0, question, self->title);
    }
}

static void
set_properties(pc_book_t *self)
{
    char title[PC_SENTENCE_SIZE], made_by[] = "panelcast";
    pc_report_question(self->report, self->lang, title);
    title[200] = '\0'; /* more than any question has */
    lxw_doc_properties properties = {
        .title = title, .author = made_by, .created = FIXED_DATE
    };
    check(self, workbook_set_properties(self->file, &properties));
}

pc_status
pc_workbook_write(const pc_page_t *page, const char *path)
{
    lxw_workbook_options options = { .tmpdir = getenv("TMPDIR") };
    pc_book_t *book = calloc(1, sizeof(*book));
    if (book == NULL) {
        return PC_ERR_NOMEM;
    }
    book->page = page;
    book->report = page->report;
    book->lang = page->lang;
    book->num_years = pc_report_years(page->report, book->years);
    book->file = workbook_new_opt(path, &options);
    if (book->file == NULL) {
        free(book);
        return PC_ERR_NOMEM;
    }
    set_properties(book);
    make_formats(book);
    make_sheets(book);
    if (!book->failed) {
        pc_book_key_figures(book);
        pc_book_fiscal_years(book);
        pc_book_charts(book);
        pc_book_prefectures(book);
        pc_book_assumptions(book);
        pc_book_dates(book);
        pc_book_notes(book);
    }
    const int whole = workbook_close(book->file) == LXW_NO_ERROR && !book->failed
                      && pc_book_is_whole(book, path);
    free(book);
    return whole ? PC_OK : PC_ERR_WRITE;
}

#else

int
pc_workbook_is_built(void)
{
    return 0;
}

pc_status
pc_workbook_write(const pc_page_t *page, const char *path)
{
    (void) page;
    (void) path;
    return PC_ERR_MISSING;
}

#endif
