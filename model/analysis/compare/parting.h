/* parting.h - until when are two scenarios the same? They may differ from the first
 * month in which something that the model reads differs. */
#ifndef PC_ANALYSIS_COMPARE_PARTING_H
#define PC_ANALYSIS_COMPARE_PARTING_H

#include "analysis/ensemble/experiment.h"

/* The first month in which results of the two may differ, from the row before the start
 * on, or from the month after the past that both go on from: of what the month reads of
 * values, case mix and rules in force, changes of tier, tables. PC_MONTH_NONE if never.
 * Both are prepared, with the values of one draw. A value that the month does not read
 * (rollout.hazard in linear mode) does not count; one whose effect depends on the state
 * (ep_host.limit before it is reached) does. Where they start in different months, have
 * other tables, or other seeds and chance, it is the earliest of these rows. */
pc_month pc_parting_month(const pc_experiment_t *a, const pc_experiment_t *b);

#endif
