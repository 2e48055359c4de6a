/* sheets.c - the two sheets of a report: answers and numbers, then what they rest on. */
#include "tools/report/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIZE PC_QUANTITY_SIZE
#define CHART_WIDTH 400.0
#define CHART_HEIGHT 214.0

typedef struct {
    const pc_page_t *page;
    const pc_report_t *report;
    pc_lang lang;
    FILE *out;
    int years[PC_REPORT_YEARS];
    size_t num_years;
} sheet_t;

/* --- heads and feet --- */

static void
write_kick(const sheet_t *s)
{
    const pc_lang lang = s->lang;
    fputs("<div class=\"kick\"><span><b>panelcast</b> ", s->out);
    pc_html_text(s->out, pc_text(lang, "Projections of cancer genomic medicine"));
    fputs("</span><span>", s->out);
    if (s->page->data_as_of[0] != '\0') {
        fprintf(s->out, pc_text(lang, "Data as of %s. "), s->page->data_as_of);
    }
    fprintf(s->out, pc_text(lang, "Made on %s."), s->page->made_on);
    fputs("</span></div>\n", s->out);
}

static void
write_foot(const sheet_t *s, int number)
{
    const pc_lang lang = s->lang;
    fputs("<div class=\"foot\"><span><b>", s->out);
    pc_html_text(s->out,
        pc_text(lang, "A projection under assumptions, not a figure published by the "
                      "Ministry of Health, Labour and Welfare."));
    fputs("</b></span><span>", s->out);
    fprintf(s->out, "panelcast %s (%s) %d/2", s->page->info->version,
        s->page->info->commit, number);
    fputs("</span></div>\n", s->out);
}

static void
heading(const sheet_t *s, const char *text, const char *small)
{
    fputs("<h2>", s->out);
    pc_html_text(s->out, text);
    if (small != NULL) {
        fputs("<small>", s->out);
        pc_html_text(s->out, small);
        fputs("</small>", s->out);
    }
    fputs("</h2>\n", s->out);
}

/* --- answers --- */

static void
write_answers(const sheet_t *s)
{
    char question[PC_SENTENCE_SIZE];
    pc_answer_t answers[PC_REPORT_ANSWERS];
    pc_report_question(s->report, s->lang, question);
    fputs("<h1>", s->out);
    pc_html_text(s->out, question);
    fputs("</h1>\n<div class=\"answer\">\n", s->out);
    const size_t num = pc_report_answers(s->report, s->lang, answers);
    for (size_t k = 0; k < num; k++) {
        fputs("<p><b>", s->out);
        pc_html_text(s->out, answers[k].label);
        fputs("</b>", s->out);
        pc_html_signed(s->out, answers[k].text);
        fputs("</p>\n", s->out);
    }
    fputs("</div>\n", s->out);
}

/* --- the table --- */

static int
is_part(const sheet_t *s, int year)
{
    return s->report->months[year - s->report->first_year] < 12;
}

static void
write_table_head(const sheet_t *s)
{
    char text[SIZE];
    fputs("<table>\n<thead><tr><th colspan=\"2\" scope=\"col\">", s->out);
    pc_html_text(s->out, pc_text_of(s->lang, "report", "Figure"));
    fputs("</th>", s->out);
    for (size_t k = 0; k < s->num_years; k++) {
        fputs("<th colspan=\"2\" scope=\"col\">", s->out);
        pc_html_text(s->out, pc_fiscal_words(s->years[k], s->lang, text));
        fputs(is_part(s, s->years[k]) ? "*" : "", s->out);
        pc_fiscal_era(s->years[k], s->lang, text);
        if (text[0] != '\0') {
            fprintf(s->out, "<small>（%s）</small>", text);
        }
        fputs("</th>", s->out);
    }
    fputs("</tr></thead>\n<tbody>\n", s->out);
}

/* Value and range of the reference, value and difference of the others. */
static void
write_cells(const sheet_t *s, size_t side, pc_figure which)
{
    const pc_quantity_kind kind = pc_figure_kind(which);
    char text[SIZE];
    for (size_t k = 0; k < s->num_years; k++) {
        const pc_middle_t *m = pc_report_figure(s->report, side, s->years[k], which);
        fprintf(s->out, "<td>%s</td><td class=\"e\">",
            pc_quantity_bare(m->median, kind, s->lang, text));
        if (side == 0) {
            pc_quantity_range(m->low, m->high, kind, 0, s->lang, text);
        } else {
            const pc_middle_t *r = pc_report_figure(s->report, 0, s->years[k], which);
            pc_quantity_change(r->median, m->median, kind, s->lang, text);
        }
        pc_html_signed(s->out, text);
        fputs("</td>", s->out);
    }
}

/* Scenarios that are equal to the reference share a row. */
static size_t
count_rows(const sheet_t *s, pc_figure which, size_t *num_same)
{
    size_t rows = 1;
    *num_same = 0;
    for (size_t k = 1; k < s->report->num_sides; k++) {
        if (pc_report_is_same(s->report, k, which)) {
            (*num_same)++;
        } else {
            rows++;
        }
    }
    return rows + (*num_same > 0);
}

static void
write_mark(const sheet_t *s, size_t side)
{
    pc_svg_key(pc_svg_class(s->report, side), s->out);
    pc_html_text(s->out, pc_side_short_mark(s->report, side, s->lang));
}

static void
write_same_row(const sheet_t *s, pc_figure which)
{
    fprintf(s->out, "<tr><th scope=\"row\" class=\"side\" colspan=\"%zu\">",
        1 + 2 * s->num_years);
    for (size_t k = 1; k < s->report->num_sides; k++) {
        if (pc_report_is_same(s->report, k, which)) {
            write_mark(s, k);
            fputs(" ", s->out);
        }
    }
    pc_html_text(s->out, pc_text(s->lang, "as the reference"));
    fputs("</th></tr>\n", s->out);
}

static void
write_figure_rows(const sheet_t *s, pc_figure which)
{
    size_t num_same;
    const size_t rows = count_rows(s, which, &num_same);
    fprintf(s->out, "<tr class=\"g\"><th rowspan=\"%zu\" scope=\"rowgroup\">", rows);
    pc_html_text(s->out, pc_figure_heading(which, s->lang));
    fputs("<small>", s->out);
    pc_html_text(s->out, pc_quantity_unit(pc_figure_kind(which), s->lang));
    fputs("</small></th>", s->out);
    for (size_t k = 0; k < s->report->num_sides; k++) {
        if (k > 0 && pc_report_is_same(s->report, k, which)) {
            continue;
        }
        fputs(k > 0 ? "<tr>" : "", s->out);
        fputs("<th scope=\"row\" class=\"side\">", s->out);
        write_mark(s, k);
        fputs("</th>", s->out);
        write_cells(s, k, which);
        fputs("</tr>\n", s->out);
    }
    if (num_same > 0) {
        write_same_row(s, which);
    }
}

static void
write_table_note(const sheet_t *s)
{
    const pc_lang lang = s->lang;
    char year[SIZE];
    fputs("<p class=\"note\">", s->out);
    fprintf(s->out,
        pc_text(lang, "Medians of %lu runs with changed assumptions, three significant "
                      "digits; differences are those of the numbers shown."),
        (unsigned long) s->report->draws);
    for (size_t k = 0; k < s->num_years; k++) {
        if (is_part(s, s->years[k])) {
            fprintf(s->out,
                pc_text(lang, " * %s: %d months, not scaled up; sites are those of its "
                              "end."),
                pc_fiscal_words(s->years[k], lang, year),
                s->report->months[s->years[k] - s->report->first_year]);
        }
    }
    fputs("</p>\n", s->out);
}

static void
write_table(const sheet_t *s)
{
    static const pc_figure shown[] = { PC_FIGURE_SITES, PC_FIGURE_TESTS, PC_FIGURE_CASES,
        PC_FIGURE_HOURS };
    heading(s, pc_text(s->lang, "Key figures"),
        pc_text(s->lang, "beside the reference its 80% range of assumptions, beside the "
                         "others the difference from it"));
    write_table_head(s);
    for (size_t k = 0; k < sizeof(shown) / sizeof(shown[0]); k++) {
        write_figure_rows(s, shown[k]);
    }
    fputs("</tbody></table>\n", s->out);
    write_table_note(s);
}

/* What omission saves beside what it may cost, in one year. */
static void
write_both_sides(const sheet_t *s)
{
    static const pc_figure shown[] = { PC_FIGURE_OMITTED, PC_FIGURE_MISSED,
        PC_FIGURE_PHYSICIANS, PC_FIGURE_STAFF, PC_FIGURE_WAIT };
    const size_t num = sizeof(shown) / sizeof(shown[0]);
    const int year = s->report->answer_year;
    char text[SIZE], words[2 * SIZE];
    snprintf(words, sizeof(words), pc_text(s->lang, "Both sides of omission, %s"),
        pc_fiscal_words(year, s->lang, text));
    heading(s, words, pc_text(s->lang, "median and 80% range"));
    fputs("<table class=\"both\">\n<thead><tr><th scope=\"col\"></th>", s->out);
    for (size_t f = 0; f < num; f++) {
        fputs("<th colspan=\"2\" scope=\"col\">", s->out);
        pc_html_text(s->out, pc_figure_heading(shown[f], s->lang));
        fputs("</th>", s->out);
    }
    fputs("</tr></thead>\n<tbody>\n", s->out);
    for (size_t k = 0; k < s->report->num_sides; k++) {
        fputs("<tr><th scope=\"row\" class=\"side\">", s->out);
        write_mark(s, k);
        fputs("</th>", s->out);
        for (size_t f = 0; f < num; f++) {
            const pc_middle_t *m = pc_report_figure(s->report, k, year, shown[f]);
            const pc_quantity_kind kind = pc_figure_kind(shown[f]);
            fprintf(
                s->out, "<td>%s</td>", pc_quantity_bare(m->median, kind, s->lang, text));
            fprintf(s->out, "<td class=\"e\">%s</td>",
                m->low < m->high
                    ? pc_quantity_range(m->low, m->high, kind, 0, s->lang, text)
                    : "");
        }
        fputs("</tr>\n", s->out);
    }
    fputs("</tbody></table>\n", s->out);
}

/* --- charts and keys --- */

static void
write_key(const sheet_t *s)
{
    fputs("<div class=\"key\">", s->out);
    for (size_t k = 0; k < s->report->num_sides; k++) {
        fputs("<span>", s->out);
        pc_svg_key(pc_svg_class(s->report, k), s->out);
        fputs("</span><b>", s->out);
        pc_html_text(s->out, pc_side_mark(s->report, k, s->lang));
        fputs("</b><span>", s->out);
        pc_html_text(s->out, pc_side_title(s->report, k, s->lang));
        fputs("</span>", s->out);
    }
    fputs("</div>\n", s->out);
}

static void
write_chart(const sheet_t *s, pc_chart which)
{
    char title[PC_SENTENCE_SIZE], text[PC_SENTENCE_SIZE];
    const pc_svg_t svg = { s->report, which, s->lang, title, CHART_WIDTH, CHART_HEIGHT,
        0 };
    fputs("<figure><figcaption><b>", s->out);
    pc_chart_title(s->report, which, s->lang, title);
    pc_html_text(s->out, title);
    fputs("</b><span>", s->out);
    pc_chart_subtitle(s->report, which, s->lang, text);
    pc_html_text(s->out, text);
    fputs(" ", s->out);
    pc_chart_foot(s->report, which, s->lang, text);
    pc_html_text(s->out, text);
    fputs("</span></figcaption>", s->out);
    (void) pc_svg_chart(&svg, s->out);
    fputs("</figure>\n", s->out);
}

/* --- what it rests on --- */

/* The sentences of a writer, one a line, in elements. */
static void
write_lines(const sheet_t *s, const char *text, const char *element)
{
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        fprintf(s->out, "<%s>", element);
        for (size_t k = 0; k < length; k++) {
            const char one[2] = { text[k], '\0' };
            pc_html_text(s->out, one);
        }
        fprintf(s->out, "</%s>\n", element);
        text += length + (text[length] == '\n');
    }
}

static void
write_from(const sheet_t *s, size_t side,
    void (*writer)(const pc_report_t *, size_t, pc_lang, FILE *), const char *element)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return;
    }
    writer(s->report, side, s->lang, memory);
    if (fclose(memory) == 0) {
        write_lines(s, text, element);
    }
    free(text);
}

static void
limits(const pc_report_t *report, size_t side, pc_lang lang, FILE *out)
{
    (void) side;
    pc_report_limits(report, lang, out);
}

static void
wanted(const pc_report_t *report, size_t side, pc_lang lang, FILE *out)
{
    (void) side;
    pc_report_wanted(report, lang, out);
}

static void
write_assumptions(const sheet_t *s)
{
    heading(s, pc_text(s->lang, "What differs in assumptions"), NULL);
    fputs("<dl class=\"df\">\n", s->out);
    for (size_t k = 0; k < s->report->num_sides; k++) {
        fputs("<dt class=\"side\">", s->out);
        write_mark(s, k);
        fputs("</dt><dd>", s->out);
        write_from(s, k, pc_report_assumptions, "div");
        fputs("</dd>\n", s->out);
    }
    fputs("</dl>\n", s->out);
}

static void
write_levers(const sheet_t *s)
{
    char year[SIZE], hours[SIZE], words[4 * SIZE];
    if (s->report->num_levers == 0) {
        return;
    }
    snprintf(words, sizeof(words),
        pc_text(s->lang,
            "Hours for expert panels in %s; each assumption alone at the "
            "ends of its 80%% range, from one run with central values (%s). "
            "Dark bars: the upper end."),
        pc_fiscal_words(s->report->answer_year, s->lang, year),
        pc_quantity(s->report->central_hours, PC_QUANTITY_HOURS, s->lang, hours));
    heading(s, pc_text(s->lang, "What moves the answer most"), NULL);
    fputs("<p class=\"note\">", s->out);
    pc_html_text(s->out, words);
    fputs("</p><figure>", s->out);
    pc_svg_levers(s->report, s->lang, s->out);
    fputs("</figure>\n", s->out);
}

static void
write_columns(const sheet_t *s)
{
    fputs("<div class=\"columns\"><div>\n", s->out);
    heading(s, pc_text(s->lang, "What this cannot say"), NULL);
    fputs("<ul>\n", s->out);
    write_from(s, 0, limits, "li");
    fputs("</ul>\n</div><div>\n", s->out);
    heading(s, pc_text(s->lang, "What would make the ranges narrower"), NULL);
    fputs("<ul>\n", s->out);
    write_from(s, 0, wanted, "li");
    fputs("</ul>\n</div></div>\n", s->out);
}

static void
write_again(const sheet_t *s)
{
    const pc_lang lang = s->lang;
    heading(s, pc_text(lang, "To get the same result"), NULL);
    fputs("<pre>", s->out);
    pc_html_text(s->out, s->page->command);
    fputs("</pre>\n<p class=\"note\">", s->out);
    fprintf(s->out,
        pc_text(lang,
            "Version %s (%s), seed %llu, SHA-256 of the reference %.16s…; sums "
            "of all inputs and of this file are in manifest.json."),
        s->page->info->version, s->page->info->commit,
        (unsigned long long) s->page->info->seed, s->page->info->scenario_sha256);
    fputs("</p>\n", s->out);
}

void
pc_sheets_write(const pc_page_t *self, pc_lang lang, FILE *out)
{
    sheet_t s = { .page = self, .report = self->report, .lang = lang, .out = out };
    s.num_years = pc_report_years(self->report, s.years);
    fputs("<section class=\"sheet\">\n", out);
    write_kick(&s);
    write_answers(&s);
    write_table(&s);
    write_key(&s);
    fputs("<div class=\"figures\">\n", out);
    write_chart(&s, PC_CHART_SITES);
    write_chart(&s, PC_CHART_CASES);
    fputs("</div>\n", out);
    write_foot(&s, 1);
    fputs("</section>\n<section class=\"sheet\">\n", out);
    fputs("<div class=\"figures\">\n", out);
    write_chart(&s, PC_CHART_BASE);
    write_chart(&s, PC_CHART_HOURS);
    fputs("</div>\n", out);
    write_both_sides(&s);
    write_assumptions(&s);
    write_levers(&s);
    write_columns(&s);
    write_again(&s);
    write_foot(&s, 2);
    fputs("</section>\n", out);
}
