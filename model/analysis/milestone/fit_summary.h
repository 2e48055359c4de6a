/* fit_summary.h - fits with their 80 % intervals, many at once on several threads.
 *
 * What is kept of the samples of a fit (pc_fit_bootstrap): intervals of the parameters
 * and of the dates on which targets are reached. A summary depends on its own inputs
 * alone, so it is the same whatever the number of threads. */
#ifndef PC_ANALYSIS_MILESTONE_FIT_SUMMARY_H
#define PC_ANALYSIS_MILESTONE_FIT_SUMMARY_H

#include "analysis/milestone/fit.h"
#include "analysis/ensemble/pool.h"

#define PC_FIT_TARGETS 2
#define PC_CHEAP_SAMPLES 20 /* of the line and the trend, for one of a search */

typedef struct {
    double at;              /* of the fit itself; INFINITY: never */
    pc_interval_t interval; /* of the samples */
    double never;           /* the share of the samples that never get there */
} pc_fit_date_t;

typedef struct {
    /* Filled in by the caller. */
    const pc_record_t *record; /* joined; borrowed */
    pc_growth kind;
    double ceiling;  /* known, or NaN */
    uint32_t stream; /* of pc_fit_bootstrap */
    size_t samples;
    size_t num_targets;             /* up to PC_FIT_TARGETS */
    double targets[PC_FIT_TARGETS]; /* counts */
    /* What comes out; without a fit (fit.state) there are no intervals. */
    pc_fit_t fit;
    pc_interval_t parameters[PC_GROWTH_MAX]; /* as theta; the trend: its slope first */
    pc_fit_date_t dates[PC_FIT_TARGETS];
} pc_fit_summary_t;

/* Samples that are worth their time: `refits` where each is a fit by search,
 * PC_CHEAP_SAMPLES times as many for the line and the trend. */
size_t pc_fit_samples(pc_growth kind, size_t refits);

/* Fits and summarises all, on threads (pool.h). */
pc_status pc_fit_summaries(pc_fit_summary_t *all, size_t num, uint64_t seed,
    const pc_pool_plan_t *plan) PC_MUST_CHECK;

#endif
