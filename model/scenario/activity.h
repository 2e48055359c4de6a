/* activity.h - which parameters the model reads, under the forms that a scenario
 * chooses.
 *
 * A parameter that no equation in force reads is inactive: it was not found to be
 * without influence, it had no chance to have any. What decides:
 *
 *   rollout.mode                the constants of the other modes (model/simulation/
 *                               rollout.c)
 *   ep.constraint = elastic     nobody waits, so nobody drops out
 *   mode = expected             demand.dispersion is a matter of chance
 *   omission_rules              an adoption that no rule of the run names; without any
 *                               rule in force, what an omitted case costs or misses
 *   case_groups                 the shares of the groups stand in for case_mix.*, and
 *                               their matched shares for outcome.matched_*
 *
 *   early.start, early.end      early.uptake and early.notified, if no month of the run
 *                               lies between
 *   demand.cumulative_as_of     demand.cumulative_tests, if counted after the start
 *
 * A share that an omission rule names as its adoption is read by that rule.
 * A parameter that is read but multiplied by nothing (a share of 0) counts as active. */
#ifndef PC_SCENARIO_ACTIVITY_H
#define PC_SCENARIO_ACTIVITY_H

#include "base/calendar.h"
#include "base/status.h"
#include "base/words.h"
#include "scenario/reader.h"
#include "scenario/text/json.h"
#include "scenario/values/params.h"

typedef struct {
    pc_month start, end;
    unsigned rollouts;    /* bit m: mode m is chosen in some month or point */
    unsigned constraints; /* the same for ep.constraint */
    int stochastic;
    int rules;   /* 1: an omission rule is in force in the run */
    int early;   /* 1: early tests have a month in the run */
    int counted; /* 1: tests so far were counted before the start */
    int groups;  /* 1: the scenario has case groups */
    int matched; /* 1: each of them has its own matched share */
    unsigned char adopted[PC_NUM_PARAMS]; /* 1: a rule in force in the run names it */
} pc_activity_t;

/* Reads what a resolved scenario chooses. PC_ERR_INPUT if it is none. */
pc_status pc_activity_read(pc_activity_t *self, const pc_json_t *resolved) PC_MUST_CHECK;

/* The same of a scenario that was read, and of all values that it can be drawn to take.
 */
void pc_activity_of(pc_activity_t *self, const pc_scenario_t *scenario);

/* `which` may take any value: what some value of it would have read is read. */
void pc_activity_free_choice(pc_activity_t *self, pc_param which);

/* `which` is an axis and took these values: for a choice that decides, they replace what
 * the scenario says. */
void pc_activity_sampled(
    pc_activity_t *self, pc_param which, const double *values, size_t num);

/* 1 if the model reads the parameter. Else 0, and why in `text`, e.g. "inactive under
 * rollout.mode=linear". */
int pc_param_active(
    const pc_activity_t *self, pc_param which, pc_lang lang, char *text, size_t size);

/* Warns of every value that the scenario itself or the command line sets, and that
 * nothing reads. A file's value that is the default says nothing that could be lost. */
void pc_activity_warn(
    const pc_activity_t *self, const pc_scenario_t *scenario, pc_diags_t *diags);

#endif
