/* value.h - the value that a parameter has in a month.
 *
 *   constant   its value
 *   series     step: the last point at or before the month; linear: between the points,
 *              by month number; the first and last values hold outside the dates
 *   dist       a draw replaces the constant, or multiplies the series as a factor;
 *              without a draw a constant is its `value`, else the median, and a series
 *              is as given (factor 1)
 *
 * A drawn value is rounded to 12 significant digits and clamped to the parameter's
 * bounds; where the unit is `month` it is rounded to a whole number. Then come the steps
 * (step.h). */
#ifndef PC_SCENARIO_VALUES_VALUE_H
#define PC_SCENARIO_VALUES_VALUE_H

#include <stdio.h>

#include "scenario/values/definition.h"

/* Makes the default definition of a parameter from the table. */
void pc_value_default(pc_param_def_t *self, pc_param which);

void pc_value_free(pc_param_def_t *self);

/* What one draw decides, the same for all months: the constant, or the factor of a
 * series. `u` is NULL without a draw, else a uniform in (0, 1). */
double pc_value_level(const pc_param_def_t *self, const double *u);

/* Value in month `month`, given the level. */
double pc_value_month(const pc_param_def_t *self, pc_month month, double level);

/* The same as if the parameter had no steps. */
double pc_value_unstepped(const pc_param_def_t *self, pc_month month, double level);

/* What kind of value it has in `month`: from a step on it is assumed, whatever the
 * source of the value before. */
pc_param_kind pc_value_kind(const pc_param_def_t *self, pc_month month);

/* 1 if it is the same in all months: no series and no step. */
int pc_value_is_constant(const pc_param_def_t *self);

/* Both in one. */
double pc_value_at(const pc_param_def_t *self, pc_month month, const double *u);

/* Writes the distribution in words, with the members that its type has, or its values:
 * "pert min 0.1 mode 0.2 max 0.6", "choice linear x 1, hazard x 2". */
void pc_value_write_dist(FILE *out, const pc_param_def_t *def);

#endif
