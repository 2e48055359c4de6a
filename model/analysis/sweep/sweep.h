/* sweep.h - the runs of a design on threads, into a store.
 *
 * Point p, from 1, is run p - 1 of the design. Its numbers depend on p alone, so
 * threads, shards, stops and restarts change nothing. Memory does not grow with the
 * points but for one bit each. */
#ifndef PC_ANALYSIS_SWEEP_SWEEP_H
#define PC_ANALYSIS_SWEEP_SWEEP_H

#include "base/interrupt.h"
#include "analysis/sweep/design.h"
#include "analysis/ensemble/experiment.h"
#include "analysis/sweep/store/points.h"

typedef struct {
    const pc_design_t *design;
    size_t shard, num_shards; /* points p with (p - 1) mod num_shards = shard - 1 */
    unsigned threads;         /* 0: as many as processors */
    size_t most;              /* 0, or stop after so many points (a trial) */
    const pc_interrupt_t *interrupted;
    void (*progress)(void *context, size_t done, size_t all); /* NULL, or called by one
                                                                  thread at a time */
    void *context;
} pc_sweep_t;

typedef struct {
    size_t all;    /* points of the shard */
    size_t before; /* that were there */
    size_t done;   /* that are there now */
    size_t failed; /* of those computed now */
} pc_sweep_count_t;

/* Describes the sweep for its store. `plan` is zero, or holds the manifest facts of the
 * caller. After this call, failed or not, pc_points_plan_free is to be called. */
pc_status pc_sweep_plan(const pc_design_t *design, size_t shard, size_t num_shards,
    pc_points_plan_t *plan) PC_MUST_CHECK;

/* The group that the meaning of a stored axis ends with, or "". */
void pc_sweep_axis_group(const char *meaning, char group[PC_GROUP_NAME_MAX + 1]);

/* 1 if a stored axis with this meaning multiplies the scenario's series, 0 if it fixes
 * the value. */
int pc_sweep_axis_is_factor(const char *meaning);

/* What there is to do and what is done. */
pc_status pc_sweep_count(
    const pc_sweep_t *self, pc_points_t *store, pc_sweep_count_t *count) PC_MUST_CHECK;

/* Computes what the store lacks. PC_OK also if points failed; PC_ERR_INTERRUPT if it was
 * stopped or the disk is full: what is done is in the store. */
pc_status pc_sweep_run(
    const pc_sweep_t *self, pc_points_t *store, pc_sweep_count_t *count) PC_MUST_CHECK;

/* One axis of a point. */
typedef struct {
    pc_param which;
    int factor; /* 1: multiplies the scenario's series, 0: fixes the value */
    double value;
} pc_axis_value_t;

/* Gives the experiment the values of a point. All other parameters must be those of draw
 * 0, as pc_experiment_init left them. Before pc_experiment_prepare, or with `update` 1
 * after it. PC_ERR_INPUT if a parameter cannot take its value; `reason`, 256 bytes, then
 * says why. */
pc_status pc_sweep_set(pc_experiment_t *e, const pc_axis_value_t *values, size_t num,
    int update, char *reason) PC_MUST_CHECK;

#endif
