/* step.h - a parameter that takes another value from a month on.
 *
 * A step says the value that the parameter has in month `from`, without a draw, whatever
 * it would have been. Before that month nothing changes, not by a bit, in any draw. From
 * it on, until the next step, with V the value of the step and c what the parameter
 * would have been in that month without a draw:
 *
 *   a share between 0 and 1      the odds are multiplied by V (1 - c) / (c (1 - V))
 *   rollout.schedule             V - c is added: what was to come still comes
 *   any other number             it is multiplied by V / c
 *   a choice; an exact step; or  it is V and nothing else: no range, no course
 *   where V or c has no odds, or
 *   c is 0
 *
 * So a series keeps its course and a draw its place in the range, moved with the value.
 * A result is rounded to 12 significant digits, and clamped to the bounds. Every step
 * counts from the parameter without steps: of several, the last before a month holds. */
#ifndef PC_SCENARIO_VALUES_STEP_H
#define PC_SCENARIO_VALUES_STEP_H

#include "scenario/values/definition.h"

/* NULL if the parameter can change at a date, else why it cannot, as a key of the
 * catalogue; never freed. */
const char *pc_step_fault(pc_param which);

/* `value` of month `month`, as it would be without steps, with the step that holds. */
double pc_step_apply(const pc_param_def_t *self, pc_month month, double value);

#endif
