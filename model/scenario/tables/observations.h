/* observations.h - reader of the published record. */
#ifndef PC_SCENARIO_TABLES_OBSERVATIONS_H
#define PC_SCENARIO_TABLES_OBSERVATIONS_H

#include "base/diag.h"
#include "base/observation.h"

/* [PC_NUM_MEASURES] "" is not said. */
extern const char *const pc_measure_names[];

/* Reads a CSV file (csv.h) with the columns
 *   date      as published: a day YYYY-MM-DD that exists, or a month YYYY-MM, from
 *             `first` to the month after `last` (a count on the 1st is the end of the
 *             month before); for a flow also its period YYYY-MM/YYYY-MM. Empty only
 *             without a value
 *   row       the result row YYYY-MM it belongs to
 *   first, last  the period YYYY-MM, with `row` in it; both equal to `row` for a stock
 *   region    JP, or JP-01 to JP-47 for a variable that has prefecture results
 *   variable  a name of variables.def
 *   value     0 or more; empty: not yet published, and the row is not kept
 *   unit      of the variable; for a flow with `/month`, e.g. test/month
 *   bound     exact, about or lower ("more than")
 *   fit       yes or no
 *   rule      why this row or this one of two conflicting facts is used; any text
 *   source, grade (A, B, C or D, empty without a value), note
 * and, where somebody knows them, the columns
 *   id        a plain word by which other rows name this one
 *   published the day YYYY-MM-DD or the month YYYY-MM it became public: not before the
 *             last month of a period, nor more than 6 months before a count
 *   measure   what was counted: a name of pc_measure_names
 *   sd        of the logarithm of the reading; empty: that of its bound
 *   derived_from  ids of the rows it follows from, with blanks between; such a row is
 *             never fitted beside them (observation_links.h)
 *   split     fit, check or holdout: what calibration does with it; fit = yes needs fit
 * or nothing All faults are reported, then PC_ERR_INPUT; PC_ERR_MISSING if there is no
 * such file. After this call, failed or not, `out` may be given to pc_observations_free.
 */
pc_status pc_observations_read(
    pc_observations_t *out, const char *path, pc_diags_t *diags) PC_MUST_CHECK;
void pc_observations_free(pc_observations_t *self);

#endif
