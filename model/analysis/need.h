/* need.h - what it would take: the smallest value of a lever that meets a demand.
 *
 * A member (draw, replicate) has its own answer, found under its own fixed luck, in
 * which the demand is monotone in the lever: GSL's bracketing root finder on the margin
 * by which the demand is met. The spread of the answers over members is their
 * uncertainty. Ends of the bracket that do not differ in sign mean that there is no
 * solution, and why. */
#ifndef PC_NEED_H
#define PC_NEED_H

#include "analysis/reach.h"

typedef enum {
    PC_LEVER_PACE,     /* rollout.rate, sites a year */
    PC_LEVER_MINUTES,  /* factor on ep.minutes_per_month_* */
    PC_LEVER_HOSTS,    /* ep_host.limit, promoted without delay */
    PC_LEVER_ADOPTION, /* all adoption parameters */
    PC_NUM_LEVERS
} pc_lever;

typedef struct {
    const char *id, *en, *ja, *unit;
    double low, high; /* bracket */
    double tolerance;
} pc_lever_info_t;
extern const pc_lever_info_t pc_lever_table[PC_NUM_LEVERS];

typedef struct {
    pc_lever lever;
    size_t num;        /* members asked */
    size_t solved;     /* answers inside the bracket */
    size_t already;    /* met at the lowest value */
    size_t impossible; /* not even at the highest */
    double *values;    /* [num], sorted: -INFINITY already, INFINITY impossible; owned */
    double best;       /* in impossible members: the best that was reached, mean */
} pc_need_t;

/* The pace that meets `goal` (on sites or base hospitals) at the end of month `by`.
 * PC_ERR_INPUT with a message if the scenario's roll-out has no pace, or if --set fixed
 * it, or `by` lies outside the run. */
pc_status pc_need_pace(pc_need_t *self, const pc_scenario_t *scenario,
    const pc_goal_t *goal, pc_month by, uint32_t draws, uint32_t replicates,
    pc_diags_t *diags) PC_MUST_CHECK;

/* The lever that keeps the mean wait of every calendar year from the second of the run
 * to 2040 (or the run's last whole year) below `days`, under ep.constraint = hard. */
pc_status pc_need_capacity(pc_need_t *self, const pc_scenario_t *scenario,
    pc_lever lever, double days, uint32_t draws, uint32_t replicates,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_need_free(pc_need_t *self);

/* Quantile of the answers; INFINITY if that many members have none. */
double pc_need_quantile(const pc_need_t *self, double p);

#endif
