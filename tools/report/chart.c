/* chart.c - the charts of a report and of the explorer as SVG. */
#include "tools/report/chart.h"

#include <math.h>
#include <string.h>

#define LEFT 52.0
#define TOP 10.0
#define ROOM_RIGHT 32.0 /* for the marks */
#define ROOM_BELOW 36.0 /* for the years */
#define LABEL_GAP 13.0
#define LABEL_WIDTH 76.0 /* of a year under the chart, with some air */

typedef struct {
    const pc_report_t *report;
    FILE *out;
    pc_lang lang;
    pc_chart which;
    pc_figure figure;
    double first, last; /* time, in years: 2031.25 is the end of March 2031 */
    double top;         /* the largest value of the scale, which begins at 0 */
    double step;        /* between its lines */
    double right, bottom;
} chart_t;

static double
x_of(const chart_t *c, double time)
{
    return LEFT + (c->right - LEFT) * (time - c->first) / (c->last - c->first);
}

static double
y_of(const chart_t *c, double value)
{
    return c->bottom - (c->bottom - TOP) * value / c->top;
}

static int
is_stock(const chart_t *c)
{
    return pc_variable_table[pc_figure_variable(c->figure)].aggregate == PC_AGG_LAST;
}

/* A stock stands at the year's end, a flow in its middle. */
static double
time_of_year(const chart_t *c, int year)
{
    return year + (is_stock(c) ? 1.25 : 0.75);
}

static double
time_of_month(pc_month month)
{
    return pc_month_year(month) + pc_month_of_year(month) / 12.0;
}

static int
is_seen(const chart_t *c, const pc_observation_t *o)
{
    return o->region == 0 && o->variable == pc_figure_variable(c->figure) && is_stock(c)
           && !o->lower_bound && time_of_month(o->month) >= c->first;
}

/* The scale of time: whole years, from the first count in the record of a stock. */
static void
set_times(chart_t *c)
{
    const pc_report_t *r = c->report;
    const pc_observations_t *seen = &r->sides[0].scenario->observations;
    c->first = time_of_year(c, r->first_year) - 0.5;
    c->last = time_of_year(c, r->first_year + (int) r->num_years - 1);
    if (is_stock(c)) {
        c->first = r->first_year;
        for (size_t k = 0; k < seen->num; k++) {
            const pc_observation_t *o = &seen->items[k];
            const double time = floor(time_of_month(o->month));
            if (o->region == 0 && o->variable == pc_figure_variable(c->figure)) {
                c->first = fmin(c->first, time);
            }
        }
    }
    if (c->last <= c->first) {
        c->last = c->first + 1;
    }
}

/* Up to `least` at least. */
static void
set_scale(chart_t *c, double least)
{
    const pc_report_t *r = c->report;
    const double goal = pc_chart_goal(r, c->which);
    double most = isnan(goal) ? 0 : goal;
    for (size_t k = 0; k < r->num_sides; k++) {
        for (size_t y = 0; y < r->num_years; y++) {
            const pc_middle_t *m =
                pc_report_figure(r, k, r->first_year + (int) y, c->figure);
            most = fmax(most, fmax(m->median, k == r->now && m->high > 0 ? m->high : 0));
        }
    }
    most = most > least ? most : least > 0 ? least : 1;
    c->step = pow(10, floor(log10(most)));
    c->step = most / c->step > 5   ? 2 * c->step
              : most / c->step > 2 ? c->step
                                   : c->step / 2;
    if (most / c->step < 3) {
        c->step /= 2;
    }
    c->top = ceil(most / c->step) * c->step;
}

/* 20,000 or 2万. */
static void
write_tick(const chart_t *c, double value)
{
    char text[PC_QUANTITY_SIZE];
    const pc_lang lang = c->lang;
    if (lang == PC_LANG_JA && c->top >= 20000 && value > 0) {
        fprintf(c->out, pc_text(lang, "%g ten thousand"), value / 10000);
    } else {
        fputs(pc_quantity_bare(value, PC_QUANTITY_CASES, PC_LANG_EN, text), c->out);
    }
}

static void
write_values(const chart_t *c)
{
    const int num = (int) (c->top / c->step + 0.5);
    for (int k = 0; k <= num; k++) {
        const double v = k * c->step;
        fprintf(c->out,
            "<line x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", LEFT,
            c->right, y_of(c, v), y_of(c, v), v > 0 ? "grid" : "zero");
        fprintf(c->out, "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 6,
            y_of(c, v) + 4);
        write_tick(c, v);
        fputs("</text>", c->out);
    }
}

/* The year, and below it the month or the year of the era. */
static void
write_year(const chart_t *c, int year)
{
    const pc_lang lang = c->lang;
    const double x = x_of(c, time_of_year(c, year));
    const char *anchor = x > c->right - 24 ? "end" : x < LEFT + 24 ? "start" : "middle";
    const double at = x > c->right - 24 ? x + 26 : x < LEFT + 24 ? x - 26 : x;
    char text[PC_QUANTITY_SIZE];
    fprintf(c->out,
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\" class=\"zero\"/>", x, x,
        c->bottom, c->bottom + 5);
    fprintf(c->out, "<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"%s\">", at,
        c->bottom + 17, anchor);
    if (is_stock(c)) {
        fprintf(c->out, pc_text(lang, "FY%d end"), year);
    } else {
        fputs(pc_fiscal_words(year, lang, text), c->out);
    }
    fprintf(c->out,
        "</text><text x=\"%.1f\" y=\"%.0f\" text-anchor=\"%s\" class=\"second\">", at,
        c->bottom + 31, anchor);
    if (is_stock(c)) {
        fputs(pc_month_words(PC_MONTH(year + 1, 3), PC_MONTH_NONE, lang, text), c->out);
    } else {
        fputs(pc_fiscal_era(year, lang, text), c->out);
    }
    fputs("</text>", c->out);
}

static void
write_times(const chart_t *c)
{
    const int last = c->report->first_year + (int) c->report->num_years - 1;
    int every = 1;
    while ((c->right - LEFT) * every / (c->last - c->first) < LABEL_WIDTH) {
        every += every < 5 ? 4 : 5;
    }
    for (int year = (int) c->first; year <= last; year++) {
        if (year % every == 0 && time_of_year(c, year) >= c->first) {
            write_year(c, year);
        }
    }
}

static void
write_band(const chart_t *c)
{
    const pc_report_t *r = c->report;
    int begun = 0;
    fputs("<path class=\"band\" d=\"", c->out);
    for (size_t k = 0; k < 2 * r->num_years; k++) {
        const size_t y = k < r->num_years ? k : 2 * r->num_years - 1 - k;
        const int year = r->first_year + (int) y;
        const pc_middle_t *m = pc_report_figure(r, r->now, year, c->figure);
        if (r->months[y] == 12 || is_stock(c)) {
            fprintf(c->out, "%c%.1f %.1f", begun ? 'L' : 'M',
                x_of(c, time_of_year(c, year)),
                y_of(c, k < r->num_years ? m->high : m->low));
            begun = 1;
        }
    }
    fputs("Z\"/>", c->out);
}

/* A flow of a part year is no point of the line. */
static void
write_line(const chart_t *c, size_t side)
{
    const pc_report_t *r = c->report;
    int begun = 0;
    fprintf(c->out, "<path class=\"line %s\" d=\"", pc_svg_class(r, side));
    for (size_t y = 0; y < r->num_years; y++) {
        const int year = r->first_year + (int) y;
        if (r->months[y] < 12 && !is_stock(c)) {
            continue;
        }
        fprintf(c->out, "%c%.1f %.1f", begun ? 'L' : 'M', x_of(c, time_of_year(c, year)),
            y_of(c, pc_report_figure(r, side, year, c->figure)->median));
        begun = 1;
    }
    fputs("\"/>", c->out);
}

static void
write_record(const chart_t *c)
{
    const pc_observations_t *seen = &c->report->sides[0].scenario->observations;
    for (size_t k = 0; k < seen->num; k++) {
        const pc_observation_t *o = &seen->items[k];
        if (is_seen(c, o)) {
            fprintf(c->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" class=\"seen\"/>",
                x_of(c, time_of_month(o->month)), y_of(c, o->value));
        }
    }
}

/* The line of the target; its place, or NaN. */
static double
write_goal_line(const chart_t *c)
{
    const double goal = pc_chart_goal(c->report, c->which);
    if (isnan(goal)) {
        return NAN;
    }
    const double y = y_of(c, goal);
    fprintf(c->out,
        "<line x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\" class=\"goal\"/>", LEFT,
        c->right, y, y);
    return y;
}

/* The same, and when the side with the range reaches it: the median in its range. */
static void
write_goal(const chart_t *c)
{
    const double y = write_goal_line(c);
    const pc_report_date_t *date = pc_chart_date(c->report, c->report->now, c->which);
    if (isnan(y) || date == NULL || date->milestone == NULL
        || date->low == PC_MONTH_NONE) {
        return;
    }
    const double low = x_of(c, time_of_month(date->low));
    const double high =
        date->high != PC_MONTH_NONE ? x_of(c, time_of_month(date->high)) : c->right;
    fprintf(c->out, "<path class=\"when\" d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1f", low,
        y - 5, y + 5, low, y, high);
    if (date->high != PC_MONTH_NONE) {
        fprintf(c->out, "M%.1f %.1fV%.1f", high, y - 5, y + 5);
    }
    fputs("\"/>", c->out);
    if (date->median != PC_MONTH_NONE) {
        fprintf(c->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"when\"/>",
            x_of(c, time_of_month(date->median)), y);
    }
}

/* Marks at the right end of the lines, moved apart where they meet. */
static void
write_marks(const chart_t *c, const int drawn[PC_REPORT_SIDES])
{
    const pc_report_t *r = c->report;
    const int last = r->first_year + (int) r->num_years - 1;
    double at[PC_REPORT_SIDES];
    size_t order[PC_REPORT_SIDES], num = 0;
    for (size_t k = 0; k < r->num_sides; k++) {
        if (!drawn[k]) {
            continue;
        }
        at[k] = y_of(c, pc_report_figure(r, k, last, c->figure)->median);
        size_t place = num++;
        for (; place > 0 && at[order[place - 1]] > at[k]; place--) {
            order[place] = order[place - 1];
        }
        order[place] = k;
    }
    for (size_t k = 1; k < num; k++) {
        const double least = at[order[k - 1]] + LABEL_GAP;
        at[order[k]] = fmax(at[order[k]], least);
    }
    for (size_t k = 0; k < num; k++) {
        fprintf(c->out, "<text x=\"%.0f\" y=\"%.1f\" class=\"mark t-%s\">", c->right + 4,
            at[order[k]] + 4, pc_svg_class(r, order[k]));
        fputs(pc_side_short_mark(r, order[k], c->lang), c->out);
        fputs("</text>", c->out);
    }
}

const char *
pc_svg_class(const pc_report_t *report, size_t side)
{
    static const char *const classes[PC_REPORT_SIDES] = { "s0", "s1", "s2", "s3", "s3" };
    return side == report->now && side > 0 ? "now" : classes[side];
}

static void
set_chart(chart_t *c, const pc_svg_t *svg, FILE *out)
{
    *c = (chart_t){ .report = svg->report,
        .out = out,
        .lang = svg->lang,
        .which = svg->which,
        .figure = pc_chart_figure(svg->which),
        .right = svg->width - ROOM_RIGHT,
        .bottom = svg->height - ROOM_BELOW };
    set_times(c);
    set_scale(c, svg->least);
}

/* Is there a range to draw? A side of one run has none. */
static int
has_band(const chart_t *c)
{
    const pc_report_t *r = c->report;
    return !isnan(r->sides[r->now].years[PC_FIGURE_SITES].low);
}

double
pc_svg_chart(const pc_svg_t *svg, FILE *out)
{
    const pc_report_t *report = svg->report;
    chart_t c;
    int drawn[PC_REPORT_SIDES] = { 1 };
    set_chart(&c, svg, out);
    fprintf(out, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", svg->width,
        svg->height);
    pc_html_text(out, svg->title);
    fputs("\">", out);
    write_values(&c);
    write_times(&c);
    if (has_band(&c)) {
        write_band(&c);
        write_goal(&c);
    } else {
        write_goal_line(&c);
    }
    write_line(&c, 0);
    for (size_t k = 1; k < report->num_sides; k++) {
        drawn[k] = k == report->now || !pc_report_is_same(report, k, c.figure);
        if (drawn[k]) {
            write_line(&c, k);
        }
    }
    write_record(&c);
    write_marks(&c, drawn);
    fputs("</svg>", out);
    return c.top;
}

size_t
pc_svg_points(const pc_svg_t *svg, pc_svg_point_t points[PC_SVG_POINTS])
{
    const pc_report_t *r = svg->report;
    chart_t c;
    size_t num = 0;
    set_chart(&c, svg, NULL);
    for (size_t y = 0; y < r->num_years && num < PC_SVG_POINTS; y++) {
        pc_svg_point_t *p = &points[num];
        if (r->months[y] < 12 && !is_stock(&c)) {
            continue;
        }
        p->year = r->first_year + (int) y;
        p->x = x_of(&c, time_of_year(&c, p->year));
        for (size_t k = 0; k < r->num_sides; k++) {
            p->y[k] = y_of(&c, pc_report_figure(r, k, p->year, c.figure)->median);
        }
        num++;
    }
    return num;
}

void
pc_svg_key(const char *class, FILE *out)
{
    fprintf(out,
        "<svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path class=\"line %s\" "
        "d=\"M0 4H24\"/></svg>",
        class);
}
