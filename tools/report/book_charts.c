/* book_charts.c - the sheet of charts, which read the sheet of fiscal years. */
#include "tools/report/workbook.h"

#ifdef PC_XLSX

#include "tools/report/book.h"

#define ROWS_A_CHART 23
#define COLUMNS_A_CHART 10

/* Colours of Okabe and Ito, and dashes beside them. */
static const lxw_color_t colours[PC_REPORT_MOST] = { 0x0072B2, 0xD55E00, 0x009E73,
    0xCC79A7 };
static const uint8_t dashes[PC_REPORT_MOST] = { LXW_CHART_LINE_DASH_SOLID,
    LXW_CHART_LINE_DASH_DASH, LXW_CHART_LINE_DASH_ROUND_DOT,
    LXW_CHART_LINE_DASH_DASH_DOT };

/* The years that a chart shows: of a flow, those that are whole. */
static void
find_years(const pc_book_t *self, pc_figure which, size_t *first, size_t *last)
{
    const pc_report_t *r = self->report;
    const int flow =
        pc_variable_table[pc_figure_variable(which)].aggregate != PC_AGG_LAST;
    *first = 0;
    *last = r->num_years - 1;
    while (flow && *first < *last && r->months[*first] < 12) {
        (*first)++;
    }
    while (flow && *first < *last && r->months[*last] < 12) {
        (*last)--;
    }
}

static lxw_chart_series *
add_line(pc_book_t *self, lxw_chart *chart, pc_figure which, size_t side, pc_stat stat)
{
    const char *sheet = pc_sheet_name(PC_SHEET_FISCAL, self->lang);
    size_t first, last;
    find_years(self, which, &first, &last);
    const lxw_col_t from = (lxw_col_t) (self->first_year + first),
                    to = (lxw_col_t) (self->first_year + last);
    const lxw_row_t row = self->rows[which][side][stat];
    lxw_chart_series *line = chart_add_series(chart, NULL, NULL);
    if (line == NULL) {
        self->failed = 1;
        return NULL;
    }
    chart_series_set_categories(line, sheet, self->years_row, from, self->years_row, to);
    chart_series_set_values(line, sheet, row, from, row, to);
    return line;
}

/* The medians of all scenarios, and the range of the reference as thin lines. */
static void
add_lines(pc_book_t *self, lxw_chart *chart, pc_figure which)
{
    for (size_t k = 0; k < self->report->num_sides; k++) {
        lxw_chart_series *line = add_line(self, chart, which, k, PC_STAT_MEDIAN);
        lxw_chart_line look = {
            .color = colours[k], .width = 2.25F, .dash_type = dashes[k]
        };
        if (line != NULL) {
            chart_series_set_name_range(line, pc_sheet_name(PC_SHEET_FISCAL, self->lang),
                self->rows[which][k][PC_STAT_MEDIAN], 2);
            chart_series_set_line(line, &look);
        }
    }
    for (int s = PC_STAT_LOW; s <= PC_STAT_HIGH; s++) {
        lxw_chart_series *line = add_line(self, chart, which, 0, (pc_stat) s);
        lxw_chart_line look = { .color = colours[0],
            .width = 0.75F,
            .dash_type = LXW_CHART_LINE_DASH_SQUARE_DOT };
        if (line != NULL) {
            chart_series_set_name(line, s == PC_STAT_LOW
                                            ? pc_text(self->lang, "Reference, 10%")
                                            : pc_text(self->lang, "Reference, 90%"));
            chart_series_set_line(line, &look);
        }
    }
}

static void
set_words(pc_book_t *self, lxw_chart *chart, pc_chart which)
{
    char text[PC_SENTENCE_SIZE];
    lxw_chart_font large = { .size = 14, .bold = LXW_TRUE },
                   small = { .size = 10, .bold = LXW_EXPLICIT_FALSE };
    pc_chart_title(self->report, which, self->lang, text);
    chart_title_set_name(chart, text);
    chart_title_set_name_font(chart, &large);
    chart_axis_set_name(chart->y_axis,
        pc_quantity_unit(pc_figure_kind(pc_chart_figure(which)), self->lang));
    chart_axis_set_name_font(chart->y_axis, &small);
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
}

void
pc_book_charts(pc_book_t *self)
{
    pc_book_text(self, PC_SHEET_CHARTS, 1, 0,
        pc_text(self->lang, "Medians of the draws; dotted: the 80 per cent range of the "
                            "reference. "
                            "The charts read the sheet of fiscal years, and may be "
                            "changed and pasted."),
        self->general);
    for (int k = 0; k < PC_REPORT_CHARTS && !self->failed; k++) {
        lxw_chart *chart = workbook_add_chart(self->file, LXW_CHART_LINE);
        lxw_chart_options options = { .x_scale = 1.3, .y_scale = 1.5 };
        if (chart == NULL) {
            self->failed = 1;
            return;
        }
        add_lines(self, chart, pc_chart_figure((pc_chart) k));
        set_words(self, chart, (pc_chart) k);
        self->failed |= worksheet_insert_chart_opt(self->sheets[PC_SHEET_CHARTS],
                            (lxw_row_t) (3 + k / 2 * ROWS_A_CHART),
                            (lxw_col_t) (k % 2 * COLUMNS_A_CHART), chart, &options)
                        != LXW_NO_ERROR;
    }
    worksheet_fit_to_pages(self->sheets[PC_SHEET_CHARTS], 1, 1);
}

#endif
