/* chart.h - a chart as SVG, for the report and for the explorer. */
#ifndef PC_TOOLS_REPORT_CHART_H
#define PC_TOOLS_REPORT_CHART_H

#include <stdio.h>

#include "analysis/answers/report/sentences.h"

/* One chart: what, for whom, and how large in pixels. */
typedef struct {
    const pc_report_t *report;
    pc_chart which;
    pc_lang lang;
    const char *title;
    double width, height;
    double least; /* the scale reaches at least so far */
} pc_svg_t;

/* Writes it; returns the end of its scale. */
double pc_svg_chart(const pc_svg_t *svg, FILE *out);

/* A year in the chart: where it stands, and each side's line there. */
#define PC_SVG_POINTS 128
typedef struct {
    int year;
    double x, y[PC_REPORT_SIDES];
} pc_svg_point_t;

/* The years whose points are drawn; returns how many. */
size_t pc_svg_points(const pc_svg_t *svg, pc_svg_point_t points[PC_SVG_POINTS]);

/* The class of a side's line in the style sheet: static. */
const char *pc_svg_class(const pc_report_t *report, size_t side);

/* A short piece of such a line, for keys and tables. */
void pc_svg_key(const char *class, FILE *out);

/* Text as text, in elements and in quoted attributes. */
void pc_html_text(FILE *out, const char *text);

#endif
