/* pool.h - one job shared by several threads.
 *
 * Every thread runs `work`: it makes what it needs of its own, takes tasks until there
 * are none left, and returns. Tasks are numbers; what they mean is the job's own matter.
 * Results must go to places that belong to the task, so that they do not depend on who
 * took it. */
#ifndef PC_ANALYSIS_ENSEMBLE_POOL_H
#define PC_ANALYSIS_ENSEMBLE_POOL_H

#include <pthread.h>
#include <stddef.h>

#include "base/interrupt.h"
#include "base/status.h"

#define PC_MAX_THREADS 256

/* How a job is done, where its caller has a say. */
typedef struct {
    unsigned threads; /* 0: as many as pc_processors */
    /* NULL, or told by one thread at a time how many tasks were given out */
    void (*progress)(void *context, size_t done, size_t all);
    void *context; /* of progress */
} pc_pool_plan_t;

typedef struct pc_pool {
    /* Filled in by the caller; the rest is 0. */
    unsigned threads;                  /* 0: as many as pc_processors */
    const pc_pool_plan_t *plan;        /* NULL, or whom to tell of progress */
    size_t num_tasks;                  /* never more threads than tasks */
    const pc_interrupt_t *interrupted; /* NULL, or ends the job when it is set */
    pc_status (*work)(struct pc_pool *pool, void *context);
    void *context;
    /* Kept by the pool; read and written with the lock held. */
    pthread_mutex_t lock;
    size_t next;
    pc_status status; /* the first failure: no more tasks are given out */
} pc_pool_t;

/* Runs the job on the threads, the caller's among them; what cannot be started is done
 * by the others. Returns the first failure, or PC_ERR_INTERRUPT if tasks were left
 * undone. */
pc_status pc_pool_run(pc_pool_t *self) PC_MUST_CHECK;

/* The next task, in rising order; 0 if there are no more, or the job failed or was
 * interrupted. */
int pc_pool_take(pc_pool_t *self, size_t *task);

/* With the lock held: must the job end before its tasks do? */
int pc_pool_ended(const pc_pool_t *self);

#endif
