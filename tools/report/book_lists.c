/* book_lists.c - the sheets of prefectures, assumptions, dates and notes. */
#include "tools/report/workbook.h"

#ifdef PC_XLSX

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "output/tables.h"
#include "tools/report/book.h"

#define HEAD 2 /* the row of the heads */

static void
head(pc_book_t *self, pc_sheet sheet, lxw_col_t column, const char *text, double width)
{
    pc_book_text(self, sheet, HEAD, column, text, self->head);
    pc_book_width(self, sheet, column, column, width);
}

/* --- prefectures --- */

static void
prefecture_row(pc_book_t *self, lxw_row_t row, size_t region, pc_variable which,
    size_t side, const char *side_text)
{
    const pc_sheet sheet = PC_SHEET_PREFECTURES;
    const pc_variable_info_t *info = &pc_variable_table[which];
    const pc_prefecture_t *prefecture =
        &self->report->sides[0].scenario->prefectures[region];
    const int japanese = self->lang == PC_LANG_JA;
    char code[24], unit[PC_UNIT_SIZE], words[PC_UNIT_SIZE];
    snprintf(code, sizeof(code), "JP-%02zu", region + 1);
    pc_book_text(self, sheet, row, 0, code, self->text);
    pc_book_text(self, sheet, row, 1,
        japanese ? prefecture->name_ja : prefecture->name_en, self->text);
    pc_book_text(self, sheet, row, 2, japanese ? info->ja : info->en, self->text);
    pc_book_text(self, sheet, row, 3,
        pc_unit_label(pc_unit(which, 12, unit), self->lang, words), self->text);
    pc_book_text(self, sheet, row, 4, side_text, self->text);
    for (size_t y = 0; y < self->num_years; y++) {
        const double value = pc_report_region(
            self->report, side, y, region, (pc_regional) info->regional);
        const double size = fabs(value);
        pc_book_number(self, sheet, row, (lxw_col_t) (5 + y),
            pc_quantity_rounded(value, PC_QUANTITY_PEOPLE),
            self->number[size >= 100 || size == 0 ? 0
                         : size >= 10             ? 1
                                                  : 2]);
    }
}

void
pc_book_prefectures(pc_book_t *self)
{
    const pc_lang lang = self->lang;
    const pc_sheet sheet = PC_SHEET_PREFECTURES;
    char text[320];
    lxw_row_t row = HEAD;
    pc_book_text(self, sheet, 1, 0,
        pc_text(lang, "Medians of the draws. For reference only where hospitals are "
                      "filled in from published totals; not for judging one hospital."),
        self->general);
    head(self, sheet, 0, pc_text_of(lang, "column", "Code"), 8);
    head(self, sheet, 1, pc_text_of(lang, "column", "Prefecture"), 12);
    head(self, sheet, 2, pc_text_of(lang, "column", "Figure"), 44);
    head(self, sheet, 3, pc_text_of(lang, "column", "Unit"), 14);
    head(self, sheet, 4, pc_text_of(lang, "column", "Scenario"), 34);
    for (size_t y = 0; y < self->num_years; y++) {
        head(self, sheet, (lxw_col_t) (5 + y), pc_book_year(self, self->years[y], text),
            11);
    }
    for (size_t region = 0; region < PC_NUM_REGIONS; region++) {
        for (size_t v = 0; v < pc_num_prefecture_variables; v++) {
            for (size_t k = 0; k < self->report->num_sides; k++) {
                prefecture_row(self, ++row, region, pc_prefecture_variables[v], k,
                    pc_book_side(self, k, text));
            }
        }
    }
    pc_book_freeze(self, sheet, HEAD, HEAD, 3);
    worksheet_autofilter(self->sheets[sheet], HEAD, 0, row, 4);
}

/* --- assumptions --- */

static int
is_share(const pc_param_info_t *info)
{
    return info->unit != NULL && strcmp(info->unit, "1") == 0 && info->upper <= 1;
}

static void
write_value(
    pc_book_t *self, lxw_row_t row, lxw_col_t column, pc_param which, double value)
{
    const pc_param_info_t *info = &pc_param_table[which];
    char text[96];
    if (info->choices != NULL) {
        pc_book_text(self, PC_SHEET_ASSUMPTIONS, row, column,
            pc_lever_value(which, value, self->lang, text), self->text);
    } else {
        pc_book_number(self, PC_SHEET_ASSUMPTIONS, row, column, pc_round12(value),
            is_share(info) ? self->share : self->general);
    }
}

/* Ends of the 80 % range of the reference. */
static void
write_ends(
    pc_book_t *self, lxw_row_t row, lxw_col_t column, pc_param which, pc_month month)
{
    static const double ends[2] = { 0.1, 0.9 };
    const pc_param_def_t *def = &self->report->sides[0].scenario->params[which];
    for (int k = 0; k < 2 && def->dist.type != PC_DIST_NONE; k++) {
        if (pc_param_table[which].choices == NULL) {
            write_value(self, row, (lxw_col_t) (column + k), which,
                pc_quantity_rounded(
                    pc_value_at(def, month, &ends[k]), PC_QUANTITY_PEOPLE));
        }
    }
}

static const char *
source_of(const pc_param_def_t *def, pc_param which)
{
    return def->node == NULL     ? pc_param_table[which].source
           : def->source != NULL ? def->source
           : def->note != NULL   ? def->note
                                 : "";
}

/* Does a scenario give the parameter another value than the reference in any month? */
static int
differs(const pc_report_t *report, pc_param which)
{
    const pc_scenario_t *a = report->sides[0].scenario;
    for (size_t k = 1; k < report->num_sides; k++) {
        const pc_param_def_t *other = &report->sides[k].scenario->params[which];
        for (pc_month m = a->start; m <= a->end; m++) {
            if (pc_value_at(&a->params[which], m, NULL) != pc_value_at(other, m, NULL)) {
                return 1;
            }
        }
    }
    return 0;
}

static void
assumption_row(pc_book_t *self, lxw_row_t row, pc_param which, pc_month month)
{
    const pc_sheet sheet = PC_SHEET_ASSUMPTIONS;
    const pc_param_info_t *info = &pc_param_table[which];
    const pc_report_t *r = self->report;
    const pc_param_def_t *def = &r->sides[0].scenario->params[which];
    char unit[PC_UNIT_SIZE];
    lxw_col_t column = 0;
    pc_book_text(self, sheet, row, column++,
        self->lang == PC_LANG_JA ? info->ja : info->en, self->text);
    pc_book_text(self, sheet, row, column++, info->name, self->text);
    pc_book_text(self, sheet, row, column++,
        info->unit == NULL || strcmp(info->unit, "1") == 0
            ? ""
            : pc_unit_label(info->unit, self->lang, unit),
        self->text);
    for (size_t k = 0; k < r->num_sides; k++) {
        write_value(self, row, column++, which,
            pc_value_at(&r->sides[k].scenario->params[which], month, NULL));
    }
    if (r->num_sides > 1) {
        pc_book_text(
            self, sheet, row, column++, differs(r, which) ? "●" : "", self->text);
    }
    write_ends(self, row, column, which, month);
    column = (lxw_col_t) (column + 2);
    pc_book_text(self, sheet, row, column++,
        pc_kind_word(pc_value_kind(def, month), self->lang), self->text);
    pc_book_text(self, sheet, row, column, source_of(def, which), self->text);
}

void
pc_book_assumptions(pc_book_t *self)
{
    const pc_lang lang = self->lang;
    const pc_sheet sheet = PC_SHEET_ASSUMPTIONS;
    const pc_month month = PC_MONTH(self->report->answer_year, 10);
    char text[320], words[PC_QUANTITY_SIZE];
    lxw_col_t column = 3;
    snprintf(text, sizeof(text),
        pc_text(lang, "Values without a draw in %s. Sources "
                      "stand as they are cited."),
        pc_month_words(month, month, lang, words));
    pc_book_text(self, sheet, 1, 0, text, self->general);
    head(self, sheet, 0, pc_text_of(lang, "column", "Assumption"), 44);
    head(self, sheet, 1, pc_text_of(lang, "column", "Name in files"), 30);
    head(self, sheet, 2, pc_text_of(lang, "column", "Unit"), 14);
    for (size_t k = 0; k < self->report->num_sides; k++) {
        head(self, sheet, column++, pc_book_side(self, k, text), 18);
    }
    if (self->report->num_sides > 1) {
        head(self, sheet, column++, pc_text_of(lang, "column", "Differs"), 8);
    }
    head(self, sheet, column++, pc_text(lang, "Reference, 10%"), 11);
    head(self, sheet, column++, pc_text(lang, "Reference, 90%"), 11);
    head(self, sheet, column++, pc_text_of(lang, "column", "Kind"), 10);
    head(self, sheet, column, pc_text_of(lang, "column", "Source"), 70);
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        assumption_row(self, HEAD + 1 + (lxw_row_t) k, (pc_param) k, month);
    }
    pc_book_freeze(self, sheet, HEAD, HEAD, 1);
    worksheet_autofilter(
        self->sheets[sheet], HEAD, 0, HEAD + (lxw_row_t) PC_NUM_PARAMS, column);
}

/* --- dates --- */

static void
date_row(pc_book_t *self, lxw_row_t row, size_t side, const pc_report_date_t *date)
{
    const pc_sheet sheet = PC_SHEET_DATES;
    const pc_lang lang = self->lang;
    const pc_month end = self->report->sides[side].scenario->end;
    const pc_month months[] = { date->median, date->low, date->high };
    char text[320];
    pc_book_text(self, sheet, row, 0,
        lang == PC_LANG_JA ? date->milestone->title_ja : date->milestone->title_en,
        self->text);
    pc_book_text(self, sheet, row, 1, pc_book_side(self, side, text), self->text);
    for (lxw_col_t k = 0; k < 3; k++) {
        pc_book_text(self, sheet, row, (lxw_col_t) (2 + k),
            pc_month_words(months[k], end, lang, text), self->text);
    }
    pc_book_number(self, sheet, row, 5, date->by_2037, self->share);
}

void
pc_book_dates(pc_book_t *self)
{
    const pc_lang lang = self->lang;
    const pc_sheet sheet = PC_SHEET_DATES;
    lxw_row_t row = HEAD;
    pc_book_text(self, sheet, 1, 0,
        pc_text(lang, "The month by which that share of the draws has reached the "
                      "target: a range of assumptions, and not a probability of "
                      "success."),
        self->general);
    head(self, sheet, 0, pc_text_of(lang, "column", "Target"), 44);
    head(self, sheet, 1, pc_text_of(lang, "column", "Scenario"), 40);
    head(self, sheet, 2, pc_text_of(lang, "column", "Half of the draws by"), 20);
    head(self, sheet, 3, pc_text_of(lang, "column", "10% by"), 20);
    head(self, sheet, 4, pc_text_of(lang, "column", "90% by"), 20);
    head(self, sheet, 5, pc_text_of(lang, "column", "Draws that reach it by 2037-12"),
        16);
    for (size_t k = 0; k < self->report->num_sides; k++) {
        const pc_report_side_t *side = &self->report->sides[k];
        if (side->sites.milestone != NULL) {
            date_row(self, ++row, k, &side->sites);
        }
        if (side->base.milestone != NULL) {
            date_row(self, ++row, k, &side->base);
        }
    }
    pc_book_freeze(self, sheet, HEAD, HEAD, 2);
}

/* --- notes --- */

/* The sentences of a writer, one a row; returns the row after them. */
static lxw_row_t
write_lines(pc_book_t *self, lxw_row_t row, char *text)
{
    for (char *line = text; *line != '\0';) {
        char *end = line + strcspn(line, "\n");
        const int more = *end == '\n';
        *end = '\0';
        pc_book_text(self, PC_SHEET_NOTES, row++, 0, line, self->text);
        line = end + more;
    }
    return row;
}

typedef enum { LIMITS, WANTED, RULES } part;

static lxw_row_t
write_part(pc_book_t *self, lxw_row_t row, part which, size_t side)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        self->failed = 1;
        return row;
    }
    if (which == LIMITS) {
        pc_report_limits(self->report, self->lang, out);
    } else if (which == WANTED) {
        pc_report_wanted(self->report, self->lang, out);
    } else {
        pc_report_assumptions(self->report, side, self->lang, out);
    }
    if (fclose(out) == 0) {
        row = write_lines(self, row, text);
    } else {
        self->failed = 1;
    }
    free(text);
    return row;
}

static lxw_row_t
write_heading(pc_book_t *self, lxw_row_t row, const char *text)
{
    pc_book_text(self, PC_SHEET_NOTES, row + 1, 0, text, self->head);
    return row + 2;
}

static lxw_row_t
write_about(pc_book_t *self, lxw_row_t row)
{
    const pc_lang lang = self->lang;
    const pc_page_t *page = self->page;
    char text[PC_SENTENCE_SIZE];
    if (page->data_as_of[0] != '\0') {
        snprintf(text, sizeof(text), pc_text(lang, "Data as of %s. "), page->data_as_of);
        pc_book_text(self, PC_SHEET_NOTES, row++, 0, text, self->text);
    }
    snprintf(text, sizeof(text),
        pc_text(lang, "Medians of %lu runs with changed assumptions, three significant "
                      "digits; differences are those of the numbers shown."),
        (unsigned long) self->report->draws);
    pc_book_text(self, PC_SHEET_NOTES, row++, 0, text, self->text);
    pc_book_text(self, PC_SHEET_NOTES, row++, 0,
        pc_text(lang, "Beside a median stand the ends of its range of assumptions: 10 "
                      "and 90 per cent of the draws lie below them. Days to the panel "
                      "come from runs with chance in which capacity "
                      "is a hard limit."),
        self->text);
    pc_book_text(self, PC_SHEET_NOTES, row++, 0,
        pc_text(lang, "Cases and backlog by prefecture: cases that go to a panel are "
                      "those ordered in the prefecture, cases discussed and waiting "
                      "those of the hosts in it."),
        self->text);
    return row;
}

void
pc_book_notes(pc_book_t *self)
{
    const pc_lang lang = self->lang;
    char text[PC_SENTENCE_SIZE], side[320];
    lxw_row_t row = write_about(self, 2);
    for (size_t k = 0; k < self->report->num_sides; k++) {
        row = write_heading(self, row, pc_book_side(self, k, side));
        row = write_part(self, row, RULES, k);
    }
    row = write_heading(self, row, pc_text(lang, "What this cannot say"));
    row = write_part(self, row, LIMITS, 0);
    row = write_heading(self, row, pc_text(lang, "What would make the ranges narrower"));
    row = write_part(self, row, WANTED, 0);
    row = write_heading(self, row, pc_text(lang, "To get the same result"));
    pc_book_text(self, PC_SHEET_NOTES, row++, 0, self->page->command, self->text);
    snprintf(text, sizeof(text),
        pc_text(lang, "Version %s (%s), seed %llu, SHA-256 of the reference %.16s…"),
        self->page->info->version, self->page->info->commit,
        (unsigned long long) self->page->info->seed, self->page->info->scenario_sha256);
    pc_book_text(self, PC_SHEET_NOTES, row, 0, text, self->text);
    pc_book_width(self, PC_SHEET_NOTES, 0, 0, 120);
}

#endif
