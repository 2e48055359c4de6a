/* ensemble.h - many runs of one scenario on threads: parameter draws x replicates.
 *
 * Member k = (draw, replicate) is counted draw by draw: k = (draw place) x replicates +
 * replicate - 1. Draws count from 1 where parameters are drawn; without draws there is
 * one, draw 0. A member is a pure function of its number, so the results are the same
 * for any number of threads and any order.
 *
 * The values of every member are kept: the first PC_SAMPLES_IN_MEMORY bytes in memory,
 * the rest in an unlinked temporary file (spill.h). Statistics are exact: quantiles of
 * type 7 of all members, never of a sketch. */
#ifndef PC_ANALYSIS_ENSEMBLE_ENSEMBLE_H
#define PC_ANALYSIS_ENSEMBLE_ENSEMBLE_H

#include <stdio.h>

#include "base/interrupt.h"
#include "analysis/ensemble/experiment.h"
#include "output/aggregate.h"

#define PC_SAMPLES_IN_MEMORY ((size_t) 192 << 20)

/* What is kept of each member: national variables by month (row 0 included), by fiscal
 * and by calendar year; and, if asked for, the prefectures' by fiscal year. */
typedef struct {
    size_t num_rows; /* months + 1 */
    int first_fiscal, first_calendar;
    size_t num_fiscal, num_calendar;
    int *fiscal_months, *calendar_months; /* months simulated in each year; owned */
    size_t num_national; /* (num_rows + num_fiscal + num_calendar) x PC_NUM_VARIABLES */
    size_t num_regional; /* num_fiscal x PC_NUM_REGIONS x PC_NUM_REGIONAL, or 0 */
    size_t num_values;   /* num_national + num_regional */
} pc_sample_layout_t;

/* Place of a value in a member: month row, fiscal year or calendar year number `period`
 * of its kind. */
typedef enum { PC_PERIOD_MONTH, PC_PERIOD_FISCAL, PC_PERIOD_CALENDAR } pc_period_kind;
size_t pc_sample_place(const pc_sample_layout_t *layout, pc_period_kind kind,
    size_t period, pc_variable variable);

/* Place of a prefecture's value, region 0..46, in fiscal year number `year`; only if
 * num_regional is not 0. */
size_t pc_sample_region_place(
    const pc_sample_layout_t *layout, size_t year, size_t region, pc_regional variable);

typedef struct {
    uint32_t draw, replicate;
    pc_status status; /* PC_OK, or why the member has no values */
    double mode;      /* rollout.mode of the draw: the structure */
} pc_member_t;

/* Counts of runs to make at most; what to report while they run. */
typedef struct {
    uint32_t draws;         /* 0: parameters are not drawn */
    uint32_t replicates;    /* at least 1 */
    unsigned threads;       /* 0: as many as processors */
    int prefectures;        /* 1: keep the prefectures by fiscal year */
    const pc_state_t *past; /* NULL, or the state that all members go on from */
    size_t memory;         /* bytes of samples kept in memory; 0: PC_SAMPLES_IN_MEMORY */
    const char *temporary; /* folder of the temporary file; NULL: /tmp */
    int reverse;           /* 1: from the last member to the first (for tests) */
    const pc_interrupt_t *interrupted; /* NULL, or stops the work when it is set */
    void (*progress)(void *context, size_t done,
        size_t all); /* NULL, or called now and then by one thread */
    void *context;
} pc_ensemble_plan_t;

typedef struct {
    const pc_scenario_t *scenario;
    pc_sample_layout_t layout;
    pc_member_t *members; /* [room]; owned */
    size_t room;          /* members there is room for */
    size_t num_members;   /* asked for so far */
    size_t num_done;      /* 0..num_done - 1 are there without gaps (those that failed
                             included) */
    size_t num_failed;
    size_t num_given; /* of pc_ensemble_put */
    uint32_t draws, replicates;
    int by_draw;   /* 1: there is room for several draws, which are the sampling units */
    uint8_t *done; /* [room]; owned */
    size_t num_finished; /* that were run, not given */
    double *memory;      /* [num_in_memory][num_values] */
    size_t num_in_memory;
    FILE *file; /* the members after those, or NULL */
} pc_ensemble_t;

/* Makes room for the members of the plan and runs none. After this call, failed or not,
 * pc_ensemble_free may be called. */
pc_status pc_ensemble_open(pc_ensemble_t *self, const pc_scenario_t *scenario,
    const pc_ensemble_plan_t *plan) PC_MUST_CHECK;
void pc_ensemble_free(pc_ensemble_t *self);

/* Sampling units there is room for, and members of one: a draw and its replicates where
 * there are several draws, else a replicate. */
size_t pc_ensemble_units(const pc_ensemble_t *self);
size_t pc_ensemble_unit_size(const pc_ensemble_t *self);

/* Runs what is missing of the first `units` units, and makes these the ensemble: the
 * same as if it had been planned with so many. Members beyond them stay for a later
 * call. PC_OK also if some failed; PC_ERR_INTERRUPT if it was stopped, with num_done
 * members kept. */
pc_status pc_ensemble_extend(
    pc_ensemble_t *self, const pc_ensemble_plan_t *plan, size_t units) PC_MUST_CHECK;

/* Opens, and runs all units of the plan. */
pc_status pc_ensemble_run(pc_ensemble_t *self, const pc_scenario_t *scenario,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags) PC_MUST_CHECK;

/* Puts in a member known from before: it is not run. `values` is [num_values]. */
pc_status pc_ensemble_put(pc_ensemble_t *self, size_t member, const pc_member_t *known,
    const double *values) PC_MUST_CHECK;

/* PC_OK if a member has values. Else the status of the first, with a message. */
pc_status pc_ensemble_check(const pc_ensemble_t *self, pc_diags_t *diags) PC_MUST_CHECK;

/* Reads `count` values of a member, from place `first` on. */
pc_status pc_ensemble_values(const pc_ensemble_t *self, size_t member, size_t first,
    size_t count, double *values) PC_MUST_CHECK;

/* Reads `count` values from place `first` on, of all members: `column` is
 * [count][num_done], values of one place side by side. NaN for failed members.
 * PC_ERR_SPILL if the temporary file cannot be read. Threads may call it at once. */
pc_status pc_ensemble_columns(
    const pc_ensemble_t *self, size_t first, size_t count, double *column) PC_MUST_CHECK;

#endif
