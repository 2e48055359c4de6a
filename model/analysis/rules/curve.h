/* curve.h - expert-panel work over the omitted share, from 0 to 100 per cent.
 *
 * No source gives the share of cases that will be omitted, so results are shown over the
 * whole range. The scenario's own rules are replaced by one that allows every case to be
 * omitted from `from` on, with the share as adoption; nothing else changes, and all
 * points share their luck.
 *
 * Cases, hours and utilisation are those of expected mode. Waiting is that of replicates
 * with ep.constraint = hard, because the mean of a queue is not the queue of the mean.
 */
#ifndef PC_ANALYSIS_RULES_CURVE_H
#define PC_ANALYSIS_RULES_CURVE_H

#include "analysis/ensemble/experiment.h"

#define PC_CURVE_POINTS 21 /* 0, 5, ... 100 per cent */

typedef struct {
    double share;        /* omitted share of all tests, 0..1 */
    double tests, cases; /* in the fiscal year */
    double hours;        /* EP and review hours, in the fiscal year: PC_V_HOURS_EP and
                            PC_V_HOURS_REVIEW */
    double hours_low, hours_high; /* at the ends of the range of workload.ep_share */
    double utilisation;           /* per cent of the capacity */
    double wait;       /* days, weighted by cases; NaN where a host has no capacity */
    double wait_error; /* its Monte Carlo standard error; NaN for one replicate */
    double over_28;    /* per cent of cases waiting over 28 days */
} pc_curve_point_t;

typedef struct {
    const pc_scenario_t *scenario;
    int fiscal_year;     /* for which the values are */
    pc_month from;       /* first month of omission */
    uint32_t replicates; /* of the waiting time */
    double ep_share_low,
        ep_share_high; /* range of workload.ep_share, for the band of the hours */
    pc_experiment_t expected, waiting;
    pc_rule_t *rule; /* the one rule; owned */
} pc_curve_t;

/* The curve of `scenario` (which must outlive it) for a fiscal year that it simulates
 * whole. PC_ERR_RANGE if it does not. After this call, failed or not, pc_curve_free may
 * be called. */
pc_status pc_curve_init(pc_curve_t *self, const pc_scenario_t *scenario, int fiscal_year,
    uint32_t replicates, pc_diags_t *diags) PC_MUST_CHECK;
void pc_curve_free(pc_curve_t *self);

/* One point. With `waiting` 0 the waiting times are left missing, which is much quicker.
 */
pc_status pc_curve_at(
    pc_curve_t *self, double share, int waiting, pc_curve_point_t *point) PC_MUST_CHECK;

/* The same figures of the scenario with its own rules: where it lies on the curve. */
pc_status pc_curve_mark(pc_curve_t *self, pc_curve_point_t *point) PC_MUST_CHECK;

/* EP hours of the twelve months before `from`, when nothing is reviewed. NaN if they are
 * not all simulated. */
pc_status pc_curve_hours_before(pc_curve_t *self, double *hours) PC_MUST_CHECK;

/* The smallest share (to 0.001) at which the wait is below `days`; NaN if it is not even
 * when everything is omitted. */
pc_status pc_curve_share_for_wait(
    pc_curve_t *self, double days, double *share) PC_MUST_CHECK;

/* The smallest share (to 1e-6) at which the hours are at most `hours`; NaN if there is
 * none. */
pc_status pc_curve_share_for_hours(
    pc_curve_t *self, double hours, double *share) PC_MUST_CHECK;

#endif
