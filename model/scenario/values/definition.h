/* definition.h - what a scenario says about one parameter: a constant, a dated series,
 * or a range, and steps. */
#ifndef PC_SCENARIO_VALUES_DEFINITION_H
#define PC_SCENARIO_VALUES_DEFINITION_H

#include <stddef.h>

#include "base/calendar.h"
#include "scenario/text/json.h"
#include "scenario/values/distribution.h"
#include "scenario/values/params.h"

/* Another value from a month on; step.h says what it does to series and draws. */
typedef struct {
    pc_month from;
    double value;
    int exact;     /* 1: the value alone, without series and range */
    double centre; /* in month `from`, without a draw and without steps */
} pc_step_t;

typedef struct {
    pc_param which;
    int has_value;
    double value;      /* choices: the place in the list */
    pc_month *months;  /* [num_points], rising; owned */
    double *points;    /* [num_points]; owned */
    size_t num_points; /* 0: no series */
    int linear;        /* 1 linear, 0 step */
    pc_dist_t dist;    /* type PC_DIST_NONE: certain */
    pc_step_t *steps;  /* [num_steps], rising; owned */
    size_t num_steps;
    pc_param_kind kind;
    const char *source, *note; /* NULL if not given; not owned */
    const pc_json_t *node;     /* the entry that set it; NULL: the default */
    int from_set;              /* 1: --set, which no design point may replace */
    char *csv; /* the CSV file a series came from, as opened; owned, NULL if none */
} pc_param_def_t;

#endif
