/* series.h - reading the dated values and the distribution of a parameter; parts of
 * entry.h. */
#ifndef PC_SCENARIO_VALUES_SERIES_H
#define PC_SCENARIO_VALUES_SERIES_H

#include "base/diag.h"
#include "base/status.h"
#include "scenario/text/json.h"
#include "scenario/values/definition.h"

/* Reads `series` and `interpolation` of `entry` into `self`. `[["YYYY-MM", value], ...]`
 * with rising dates, or `{"csv": FILE, "date": COLUMN, "column": COLUMN}`. On a fault
 * num_points is 0. */
pc_status pc_series_read(
    pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags) PC_MUST_CHECK;

/* The form of `series` that names a CSV file: dates YYYY-MM rising, a value in every
 * row. */
pc_status pc_series_read_csv(
    pc_param_def_t *self, const pc_json_t *item, pc_diags_t *diags) PC_MUST_CHECK;

/* Reads `dist` of `entry`. On a fault its type is PC_DIST_NONE. */
pc_status pc_dist_read(
    pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags) PC_MUST_CHECK;

#endif
