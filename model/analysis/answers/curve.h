/* curve.h - the expert panels' work over the omitted share, as text. */
#ifndef PC_ANALYSIS_ANSWERS_CURVE_H
#define PC_ANALYSIS_ANSWERS_CURVE_H

#include <stdio.h>

#include "analysis/rules/curve.h"
#include "base/words.h"

#define PC_CURVE_MARKS 17

/* A scenario's own place beside the curve. */
typedef struct {
    char name[128], title_en[256], title_ja[256];
    pc_curve_point_t point;
} pc_curve_mark_t;

typedef struct {
    const char *title_en, *title_ja; /* of the scenario */
    unsigned year, days, replicates;
    pc_curve_point_t points[PC_CURVE_POINTS];
    pc_curve_mark_t marks[PC_CURVE_MARKS]; /* [num_marks] */
    int num_marks;
    double hours_before, share_for_wait, share_for_hours; /* NaN: none */
} pc_curve_answer_t;

void pc_answer_curve(FILE *out, const pc_curve_answer_t *sheet, pc_lang lang);

#endif
