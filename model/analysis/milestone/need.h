/* need.h - what it would take: the smallest value of a lever that meets a demand.
 *
 * A member (draw, replicate) has its own answer, found under its own fixed luck, in
 * which the demand is monotone in the lever: GSL's bisection on the margin by which the
 * demand is met. The spread of the answers over members is their uncertainty. The lever
 * takes the place of what the scenario, or a draw of it, has; all else stays. */
#ifndef PC_ANALYSIS_MILESTONE_NEED_H
#define PC_ANALYSIS_MILESTONE_NEED_H

#include "analysis/ensemble/reach.h"

typedef enum {
    PC_LEVER_PACE,     /* rollout.rate, sites a year */
    PC_LEVER_MINUTES,  /* factor on ep.minutes_per_month_* of every month */
    PC_LEVER_HOSTS,    /* ep_host.limit, promoted without delay */
    PC_LEVER_ADOPTION, /* all adoption parameters */
    PC_NUM_LEVERS
} pc_lever;

/* Values are searched from `low` to `high`; hosts from the number there is before the
 * run, for no host is ever demoted, to every hospital that is neither core nor hub. */
typedef struct {
    const char *id;
    const char *text; /* in English, a key of the catalogue */
    const char *unit;
    double low, high;
    double tolerance;
    int decimals; /* worth showing */
} pc_lever_info_t;
extern const pc_lever_info_t pc_lever_table[PC_NUM_LEVERS];

/* Puts the parameters of a month at the lever's value. */
void pc_lever_set(pc_params_t *p, pc_lever lever, double x);

/* The longest yearly mean wait, weighted by EP cases, and its year. */
double pc_worst_wait(
    const pc_results_t *r, int first_year, int last_year, int *worst_year);

/* Why a member has no solution. */
typedef enum {
    PC_WHY_UNMOVED, /* the result is the same at both ends */
    PC_WHY_AWAY,    /* more of the lever leads away from the demand */
    PC_WHY_RAN_OUT, /* pace: the result stands still before the date is there */
    PC_WHY_LIMIT,   /* even the highest value is not enough */
    PC_NUM_WHYS
} pc_why;

typedef struct {
    double value;   /* the smallest that meets the demand; INFINITY: none does */
    int already;    /* 1: met with what there is: the scenario's own pace, minutes or
                       adoption, or no more hosts than before the run */
    int passed;     /* pace: 1 if the goal is met before the run */
    pc_why why;     /* without a solution */
    double reached; /* without a solution: the stock, or the worst year's wait, at the
                       highest value */
    int year;       /* capacity, without a solution: the year that then waits longest */
} pc_need_answer_t;

typedef struct {
    pc_lever lever;
    int first_year, last_year; /* capacity: calendar years whose wait counts */
    size_t num;                /* members asked */
    size_t each;               /* members of a sampling unit */
    pc_need_answer_t *answers; /* [num], by member; owned */
    double *values;            /* [num], sorted; owned */
    size_t impossible;         /* without a solution */
    size_t already, passed;    /* of all */
    double already_error, impossible_error; /* standard errors of their shares */
    double *scratch;                        /* [num]; owned */
    size_t why[PC_NUM_WHYS];                /* of the impossible */
    double best;                            /* mean of what they reached */
    size_t in_first_year; /* capacity: of the impossible, the year that waits longest */
} pc_need_t;

/* The pace that meets `goal` (on sites or base hospitals) at the end of month `by`.
 * PC_ERR_INPUT with a message if the scenario's roll-out has no pace in some month until
 * then, or `by` lies outside the run. Of the plan, draws, replicates, threads
 * and progress count.
 */
pc_status pc_need_pace(pc_need_t *self, const pc_scenario_t *scenario,
    const pc_goal_t *goal, pc_month by, const pc_ensemble_plan_t *plan,
    pc_diags_t *diags) PC_MUST_CHECK;

/* The lever that keeps the mean wait of every calendar year, from the first whole one
 * after the run's first and with the first omission rule in force, to 2040 or the run's
 * last whole year, below `days`, under ep.constraint = hard.
 * PC_ERR_INPUT with a message if there is no such year. */
pc_status pc_need_capacity(pc_need_t *self, const pc_scenario_t *scenario,
    pc_lever lever, double days, const pc_ensemble_plan_t *plan,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_need_free(pc_need_t *self);

/* The smallest value that is enough in at least a share `p` of the members; INFINITY if
 * that many have none. `z` adds so many standard errors to the shares, as in
 * pc_reach_quantile: -2 and 2 give the range that chance leaves, NaN if there are too
 * few sampling units for it. */
double pc_need_quantile(const pc_need_t *self, double p, double z);

#endif
