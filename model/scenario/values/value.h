/* value.h - what a scenario says about one parameter: a constant, a dated series, or a
 * range.
 *
 * Value of a month m:
 *   constant   its value
 *   series     step: the last point at or before m; linear: between the points, by month
 * number; the first and last values hold outside the dates dist       a draw replaces
 * the constant, or multiplies the series as a factor; without a draw a constant is its
 * `value`, else the median, and a series is as given (factor 1) A drawn value is rounded
 * to 12 significant digits and clamped to the parameter's bounds; where the unit is
 * `month` it is rounded to a whole number. */
#ifndef PC_SCENARIO_VALUES_VALUE_H
#define PC_SCENARIO_VALUES_VALUE_H

#include <stddef.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/diag.h"
#include "scenario/values/distribution.h"
#include "scenario/text/json.h"
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

/* Makes the default definition of a parameter from the table. */
void pc_value_default(pc_param_def_t *self, pc_param which);

/* Reads an entry of `parameters`. Faults are added to `diags` and leave the default in
 * place of what was wrong. After this call pc_value_free may be called. PC_ERR_NOMEM or
 * PC_OK. */
pc_status pc_value_read(pc_param_def_t *self, pc_param which, const pc_json_t *node,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_value_free(pc_param_def_t *self);

/* The parameter that an entry is called after; -1 if there is no such, which is reported
 * with the nearest. */
int pc_param_of_key(const pc_json_t *entry, pc_diags_t *diags);

/* What one draw decides, the same for all months: the constant, or the factor of a
 * series. `u` is NULL without a draw, else a uniform in (0, 1). */
double pc_value_level(const pc_param_def_t *self, const double *u);

/* Value in month `month`, given the level. */
double pc_value_month(const pc_param_def_t *self, pc_month month, double level);

/* The same as if the parameter had no steps. */
double pc_value_unstepped(const pc_param_def_t *self, pc_month month, double level);

/* 1 if it is the same in all months: no series and no step. */
int pc_value_is_constant(const pc_param_def_t *self);

/* Both in one. */
double pc_value_at(const pc_param_def_t *self, pc_month month, const double *u);

/* Writes the distribution in words, with the members that its type has, or its values:
 * "pert min 0.1 mode 0.2 max 0.6", "choice linear x 1, hazard x 2". */
void pc_value_write_dist(FILE *out, const pc_param_def_t *def);

/* NULL if a parameter can take `value`, else what is wrong as text in `buffer`. */
const char *pc_value_fault(
    pc_param which, double value, pc_lang lang, char *buffer, size_t size);

#endif
