/* reach.h - when a target is reached, as a distribution over an ensemble.
 *
 * A member reaches the target in the first month in which the national result meets it;
 * a missing value meets nothing. A member that does not reach it within the run counts
 * as later than any date. Standard errors take the draw as the sampling unit where draws
 * are drawn, else the replicate. */
#ifndef PC_ANALYSIS_ENSEMBLE_REACH_H
#define PC_ANALYSIS_ENSEMBLE_REACH_H

#include "analysis/ensemble/ensemble.h"
#include "base/threshold.h"
#include "output/summary.h"

typedef struct {
    pc_variable variable;
    pc_goal_op op;
    double threshold;
} pc_goal_t;

/* Says that there is no result of this name, and which one is near. */
void pc_unknown_result(const char *name, pc_diags_t *diags);

/* Reads `Sites|Total>=460` (also <=, <, >). PC_ERR_INPUT with a message otherwise. */
pc_status pc_goal_parse(
    pc_goal_t *self, const char *text, pc_diags_t *diags) PC_MUST_CHECK;
int pc_goal_met(const pc_goal_t *self, double value); /* by base/threshold.h */
const char *pc_goal_op_text(const pc_goal_t *self);

/* 1 if the target looks at the roll-out alone (sites, base hospitals). */
int pc_goal_is_rollout(const pc_goal_t *self);

/* On fewer sampling units nothing is said of the error of a quantile. */
#define PC_LEAST_UNITS 20

typedef struct {
    pc_month first; /* the state before the first simulated month */
    size_t num_months;
    pc_month *dates; /* [num]: PC_MONTH_NONE if not within the run; owned */
    uint32_t *units; /* [num]: the sampling unit of each, in order; owned */
    size_t num;      /* members that ran; those that failed are left out */
    size_t num_units;
    uint32_t draws, replicates;
    double
        *probability; /* [num_months]: reached by the month's end; owner of the three */
    double *error;    /* [num_months]: standard error of probability */
    double *met;      /* [num_months]: share that meets the target in the month; below
                         probability where what was reached is lost again */
} pc_reach_t;

/* When the members of `ensemble` reach the goal. After this call, failed or not,
 * pc_reach_free may be called. */
pc_status pc_reach_init(pc_reach_t *self, const pc_ensemble_t *ensemble,
    const pc_goal_t *goal) PC_MUST_CHECK;

/* Runs the ensemble once for all `num` goals; `selves` is [num]. After this call, failed
 * or not, pc_reach_free may be called on each. */
pc_status pc_reach_run(pc_reach_t *selves, const pc_goal_t *goals, size_t num,
    const pc_scenario_t *scenario, const pc_ensemble_plan_t *plan,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_reach_free(pc_reach_t *self);

/* The first month by whose end at least a share `p` has reached the target;
 * PC_MONTH_NONE if it is later than the run. `z` adds so many standard errors to the
 * probabilities: 0, or -2 and 2 for the range that chance leaves, which is known if
 * there are PC_LEAST_UNITS sampling units. */
pc_month pc_reach_quantile(const pc_reach_t *self, double p, double z);

/* The same of a milestone, as summary.json has it. */
pc_status pc_date_spread(pc_date_spread_t *self, const pc_ensemble_t *ensemble,
    const pc_milestone_t *milestone) PC_MUST_CHECK;

/* Another scenario against this one, member by member under the same luck. */
typedef struct {
    size_t num;                  /* pairs */
    double earlier, same, later; /* shares of pairs in which the other is so */
    double earlier_error;        /* standard error of `earlier` */
    double median, low, high;    /* months later (negative: earlier), of pairs in which
                                    both are reached: median, 10 % and 90 % */
    size_t both;                 /* those pairs */
} pc_reach_pair_t;

/* PC_ERR_INPUT if the two do not have the same members. */
pc_status pc_reach_compare(const pc_reach_t *self, const pc_reach_t *other,
    pc_reach_pair_t *pair) PC_MUST_CHECK;

#endif
