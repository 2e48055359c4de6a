#include "tools/report/core/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/emit.h"
#include "tools/report/chart.h"

#define SIZE PC_QUANTITY_SIZE

typedef struct {
    const pc_report_t *view;
    pc_view_form_t *form;
    pc_lang lang;
    pc_emitter_t json;
} view_t;

/* What a writer writes, as one text of the JSON. */
typedef void (*writer_t)(view_t *v, size_t which, FILE *out);

static void
emit_written(view_t *v, const char *key, writer_t write, size_t which)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory != NULL) {
        write(v, which, memory);
        pc_emit_string(&v->json, key, fclose(memory) == 0 ? text : NULL);
    }
    free(text);
}

/* --- sides and cards --- */

static void
write_key(view_t *v, size_t side, FILE *out)
{
    pc_svg_key(pc_svg_class(v->view, side), out);
}

static void
write_changes(view_t *v, size_t side, FILE *out)
{
    pc_explorer_changes(v->view, side, v->lang, out);
}

static void
emit_sides(view_t *v)
{
    char title[PC_SENTENCE_SIZE];
    pc_emit_open(&v->json, "sides", '[');
    for (size_t k = 0; k < v->view->num_sides; k++) {
        pc_emit_open(&v->json, NULL, '{');
        pc_emit_string(&v->json, "mark", pc_side_mark(v->view, k, v->lang));
        pc_explorer_side_title(v->view, k, v->lang, title);
        pc_emit_string(&v->json, "title", title);
        emit_written(v, "changes", write_changes, k);
        pc_emit_string(&v->json, "class", pc_svg_class(v->view, k));
        emit_written(v, "key", write_key, k);
        pc_emit_close(&v->json, '}');
    }
    pc_emit_close(&v->json, ']');
}

static void
emit_cards(view_t *v)
{
    pc_card_t cards[PC_NUM_CARDS];
    pc_explorer_cards(v->view, v->lang, cards);
    pc_emit_open(&v->json, "cards", '[');
    for (size_t k = 0; k < PC_NUM_CARDS; k++) {
        pc_emit_open(&v->json, NULL, '{');
        pc_emit_string(&v->json, "id", cards[k].id);
        pc_emit_string(&v->json, "heading", cards[k].heading);
        pc_emit_string(&v->json, "value", cards[k].value);
        pc_emit_string(&v->json, "change", cards[k].change);
        pc_emit_string(&v->json, "range", cards[k].range);
        pc_emit_string(&v->json, "note", cards[k].note);
        pc_emit_close(&v->json, '}');
    }
    pc_emit_close(&v->json, ']');
}

/* --- charts --- */

static void
emit_lines(view_t *v, const pc_svg_point_t *point, pc_figure figure)
{
    const pc_quantity_kind kind = pc_figure_kind(figure);
    char text[SIZE];
    pc_emit_open(&v->json, "lines", '[');
    for (size_t k = 0; k < v->view->num_sides; k++) {
        const pc_middle_t *m = pc_report_figure(v->view, k, point->year, figure);
        pc_emit_open(&v->json, NULL, '{');
        pc_emit_number(&v->json, "y", floor(10 * point->y[k]) / 10);
        pc_emit_string(
            &v->json, "text", pc_quantity_bare(m->median, kind, v->lang, text));
        pc_emit_number(&v->json, "value", pc_quantity_rounded(m->median, kind));
        pc_emit_close(&v->json, '}');
    }
    pc_emit_close(&v->json, ']');
}

static void
emit_point(view_t *v, const pc_svg_point_t *point, pc_figure figure)
{
    const pc_quantity_kind kind = pc_figure_kind(figure);
    const pc_middle_t *m = pc_report_figure(v->view, v->view->now, point->year, figure);
    const int months = v->view->months[point->year - v->view->first_year];
    char text[SIZE];
    pc_emit_open(&v->json, NULL, '{');
    pc_emit_number(&v->json, "x", floor(10 * point->x) / 10);
    pc_emit_number(&v->json, "year", point->year);
    pc_emit_string(&v->json, "label", pc_fiscal_words(point->year, v->lang, text));
    pc_emit_string(&v->json, "era", pc_fiscal_era(point->year, v->lang, text));
    pc_emit_bool(&v->json, "part", months < 12);
    emit_lines(v, point, figure);
    if (!isnan(m->low)) {
        pc_emit_string(&v->json, "range",
            pc_quantity_range(m->low, m->high, kind, 0, v->lang, text));
        pc_emit_number(&v->json, "low", pc_quantity_rounded(m->low, kind));
        pc_emit_number(&v->json, "high", pc_quantity_rounded(m->high, kind));
    }
    pc_emit_close(&v->json, '}');
}

static void
emit_chart(view_t *v, pc_chart which, const char *id)
{
    char title[PC_SENTENCE_SIZE], text[PC_SENTENCE_SIZE];
    char *picture = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&picture, &size);
    pc_svg_point_t points[PC_SVG_POINTS];
    pc_svg_t svg = { v->view, which, v->lang, title, v->form->width, v->form->height,
        v->form->tops[which] };
    pc_explorer_title(v->view, which, v->lang, title);
    pc_emit_open(&v->json, NULL, '{');
    pc_emit_string(&v->json, "id", id);
    pc_emit_string(&v->json, "title", title);
    pc_chart_subtitle(v->view, which, v->lang, text);
    pc_emit_string(&v->json, "subtitle", text);
    pc_emit_string(&v->json, "unit",
        pc_quantity_unit(pc_figure_kind(pc_chart_figure(which)), v->lang));
    pc_chart_foot(v->view, which, v->lang, text);
    pc_emit_string(&v->json, "foot", text);
    if (memory != NULL) {
        v->form->tops[which] = svg.least = pc_svg_chart(&svg, memory);
        pc_emit_string(&v->json, "svg", fclose(memory) == 0 ? picture : NULL);
    }
    free(picture);
    const size_t num = pc_svg_points(&svg, points);
    pc_emit_open(&v->json, "points", '[');
    for (size_t k = 0; k < num; k++) {
        emit_point(v, &points[k], pc_chart_figure(which));
    }
    pc_emit_close(&v->json, ']');
    pc_emit_close(&v->json, '}');
}

static void
emit_charts(view_t *v)
{
    static const struct {
        pc_chart which;
        const char *id;
    } shown[] = { { PC_CHART_SITES, "sites" }, { PC_CHART_BASE, "base" },
        { PC_CHART_TESTS, "tests" }, { PC_CHART_CASES, "cases" },
        { PC_CHART_OMITTED, "omitted" }, { PC_CHART_HOURS, "hours" },
        { PC_CHART_USE, "use" } };
    pc_emit_open(&v->json, "charts", '[');
    for (size_t k = 0; k < sizeof(shown) / sizeof(shown[0]); k++) {
        emit_chart(v, shown[k].which, shown[k].id);
    }
    pc_emit_close(&v->json, ']');
}

/* --- the table --- */

static void
emit_cell(view_t *v, size_t side, int year, pc_figure figure)
{
    const pc_quantity_kind kind = pc_figure_kind(figure);
    const pc_middle_t *m = pc_report_figure(v->view, side, year, figure);
    char text[SIZE];
    pc_emit_open(&v->json, NULL, '{');
    pc_emit_string(&v->json, "value",
        isnan(m->median) && v->view->pending
            ? pc_text(v->lang, "Calculating…")
            : pc_quantity_bare(m->median, kind, v->lang, text));
    if (side > 0) {
        const pc_middle_t *r = pc_report_figure(v->view, 0, year, figure);
        pc_emit_string(&v->json, "change",
            pc_quantity_change(r->median, m->median, kind, v->lang, text));
    }
    if (m->low < m->high) {
        pc_emit_string(&v->json, "range",
            pc_quantity_range(m->low, m->high, kind, 0, v->lang, text));
    }
    pc_emit_close(&v->json, '}');
}

static void
emit_row(view_t *v, pc_figure figure, const int *years, size_t num_years)
{
    pc_emit_open(&v->json, NULL, '{');
    pc_emit_string(&v->json, "heading", pc_figure_heading(figure, v->lang));
    pc_emit_string(&v->json, "unit", pc_quantity_unit(pc_figure_kind(figure), v->lang));
    pc_emit_open(&v->json, "sides", '[');
    for (size_t k = 0; k < v->view->num_sides; k++) {
        pc_emit_open(&v->json, NULL, '[');
        for (size_t y = 0; y < num_years; y++) {
            emit_cell(v, k, years[y], figure);
        }
        pc_emit_close(&v->json, ']');
    }
    pc_emit_close(&v->json, ']');
    pc_emit_close(&v->json, '}');
}

static void
emit_table(view_t *v)
{
    int years[PC_REPORT_YEARS];
    const size_t num = pc_report_years(v->view, years);
    char text[SIZE];
    pc_emit_open(&v->json, "table", '{');
    pc_emit_open(&v->json, "years", '[');
    for (size_t k = 0; k < num; k++) {
        pc_emit_open(&v->json, NULL, '{');
        pc_emit_string(&v->json, "label", pc_fiscal_words(years[k], v->lang, text));
        pc_emit_string(&v->json, "era", pc_fiscal_era(years[k], v->lang, text));
        pc_emit_number(
            &v->json, "months", v->view->months[years[k] - v->view->first_year]);
        pc_emit_close(&v->json, '}');
    }
    pc_emit_close(&v->json, ']');
    pc_emit_open(&v->json, "rows", '[');
    for (int f = 0; f < PC_NUM_FIGURES; f++) {
        emit_row(v, (pc_figure) f, years, num);
    }
    pc_emit_close(&v->json, ']');
    pc_emit_close(&v->json, '}');
}

/* --- what differs --- */

static void
write_assumptions(view_t *v, size_t side, FILE *out)
{
    pc_report_assumptions(v->view, side, v->lang, out);
}

void
pc_view_write(const pc_report_t *view, pc_view_form_t *form, FILE *out)
{
    view_t v = { .view = view, .form = form, .lang = form->lang };
    pc_emit_init(&v.json, out);
    pc_emit_open(&v.json, NULL, '{');
    pc_emit_number(&v.json, "now", (double) view->now);
    pc_emit_number(&v.json, "draws", view->draws);
    pc_emit_number(&v.json, "year", view->answer_year);
    emit_sides(&v);
    emit_cards(&v);
    emit_charts(&v);
    emit_table(&v);
    pc_emit_open(&v.json, "assumptions", '[');
    for (size_t k = 0; k < view->num_sides; k++) {
        emit_written(&v, NULL, write_assumptions, k);
    }
    pc_emit_close(&v.json, ']');
    pc_emit_close(&v.json, '}');
}
