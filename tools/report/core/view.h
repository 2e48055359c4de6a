/* view.h - what the explorer shows of its settings, as JSON: words, numbers as they are
 * read, and pictures. The page puts it in its place and works out nothing. */
#ifndef PC_TOOLS_REPORT_CORE_VIEW_H
#define PC_TOOLS_REPORT_CORE_VIEW_H

#include "analysis/answers/explorer/explorer.h"

typedef struct {
    pc_lang lang;
    double width, height;       /* of a chart, in pixels */
    double tops[PC_NUM_CHARTS]; /* the scales so far: they grow and never shrink */
} pc_view_form_t;

/*   now, draws, year (of the answers)
 *   sides    [{ mark, title, class, key }]
 *   cards    [{ id, heading, value, change, range, note }]
 *   charts   [{ id, title, subtitle, unit, foot, svg, points: [{ x, label, era, part,
 *              lines: [{ y, text, value }], range, low, high }] }]
 *   table    { years: [{ label, era, months }], rows: [{ heading, unit,
 *              sides: [[{ value, change, range }]] }] }
 *   assumptions  [[sentence]], of each side
 *
 * Errors are those of the stream. */
void pc_view_write(const pc_report_t *view, pc_view_form_t *form, FILE *out);

#endif
