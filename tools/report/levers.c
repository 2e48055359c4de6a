/* levers.c - the bars of what moves the answer most. */
#include "tools/report/html.h"

#include <math.h>

#define WIDTH 690.0
#define RIGHT 640.0
#define VALUES 62.0 /* room for the value at the left end of a bar */
#define ROW 18.5
#define BAR 13.0

typedef struct {
    FILE *out;
    pc_lang lang;
    double left, low, high, step;
} axis_t;

static double
x_of(const axis_t *a, double value)
{
    return a->left + (RIGHT - a->left) * (value - a->low) / (a->high - a->low);
}

static size_t
num_shown(const pc_report_t *r)
{
    return r->num_levers < PC_LEVERS_SHOWN ? r->num_levers : PC_LEVERS_SHOWN;
}

static pc_param_kind
kind_of(const pc_report_t *r, const pc_lever_t *lever)
{
    return pc_value_kind(
        &r->sides[0].scenario->params[lever->which], PC_MONTH(r->answer_year, 10));
}

/* About how wide a text is, in pixels: a letter is half as wide as a Japanese one. */
static double
width_of(const char *text)
{
    double width = 0;
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char) *text;
        width += c < 0x80 ? 5.9 : c >= 0xC0 ? 12 : 0;
    }
    return width;
}

/* Bars begin where names, kinds and values end. */
static double
left_of(const pc_report_t *r, pc_lang lang)
{
    double widest = 0;
    for (size_t k = 0; k < num_shown(r); k++) {
        const pc_lever_t *l = &r->levers[k];
        const pc_param_kind kind = kind_of(r, l);
        widest = fmax(widest,
            width_of(pc_lever_name(l, lang)) + width_of(pc_kind_word(kind, lang)));
    }
    return fmin(widest + 12 + VALUES, RIGHT - 120);
}

static void
set_axis(axis_t *a, const pc_report_t *r)
{
    double low = r->central_hours, high = r->central_hours;
    for (size_t k = 0; k < num_shown(r); k++) {
        for (int e = 0; e < 2; e++) {
            low = fmin(low, r->levers[k].hours[e]);
            high = fmax(high, r->levers[k].hours[e]);
        }
    }
    const double size = high > low ? high - low : 1;
    a->step = pow(10, floor(log10(size)));
    while (size / a->step > 3) {
        a->step *= 2;
    }
    a->low = floor(low / a->step) * a->step;
    a->high = ceil(high / a->step) * a->step;
}

static void
write_axis(const axis_t *a, double bottom)
{
    char text[PC_QUANTITY_SIZE];
    const int num = (int) ((a->high - a->low) / a->step + 0.5);
    for (int k = 0; k <= num; k++) {
        const double v = a->low + k * a->step;
        fprintf(a->out,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"2\" y2=\"%.0f\" class=\"grid\"/><text "
            "x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">",
            x_of(a, v), x_of(a, v), bottom, x_of(a, v), bottom + 14);
        fputs(pc_quantity_bare(v, PC_QUANTITY_HOURS, a->lang, text), a->out);
        fputs("</text>", a->out);
    }
}

/* One end of a bar, with the value of the assumption there. */
static void
write_end(const axis_t *a, const pc_report_t *r, const pc_lever_t *l, int end, double y)
{
    const double from = x_of(a, r->central_hours), to = x_of(a, l->hours[end]);
    const int left = l->hours[end] < l->hours[1 - end];
    char text[96];
    fprintf(a->out,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" class=\"%s\"/>",
        fmin(from, to), y, fabs(to - from), BAR, end == 0 ? "low" : "high");
    fprintf(a->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"second\">",
        left ? fmin(from, to) - 4 : fmax(from, to) + 4, y + BAR - 3.5,
        left ? "end" : "start");
    pc_html_text(a->out, pc_lever_value(l->which, l->at[end], a->lang, text));
    fputs("</text>", a->out);
}

void
pc_svg_levers(const pc_report_t *r, pc_lang lang, FILE *out)
{
    axis_t a = { .out = out, .lang = lang, .left = left_of(r, lang) };
    const size_t num = num_shown(r);
    const double bottom = ROW * (double) num + 4;
    set_axis(&a, r);
    fprintf(out, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", WIDTH,
        bottom + 20);
    pc_html_text(out, pc_text(lang, "What each assumption moves, one at a time"));
    fputs("\">", out);
    write_axis(&a, bottom);
    for (size_t k = 0; k < num; k++) {
        const pc_lever_t *l = &r->levers[k];
        const double y = ROW * (double) k + 5;
        fprintf(out, "<text x=\"0\" y=\"%.1f\" class=\"name\">", y + BAR - 3.5);
        pc_html_text(out, pc_lever_name(l, lang));
        fputs("<tspan class=\"second\" dx=\"8\">", out);
        pc_html_text(out, pc_kind_word(kind_of(r, l), lang));
        fputs("</tspan></text>", out);
        write_end(&a, r, l, 0, y);
        write_end(&a, r, l, 1, y);
    }
    fprintf(out,
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"2\" y2=\"%.0f\" class=\"zero\"/></svg>",
        x_of(&a, r->central_hours), x_of(&a, r->central_hours), bottom);
}
