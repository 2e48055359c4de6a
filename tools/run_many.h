/* run_many.h - the run of many members: `panelcast run` with -n or --draws. */
#ifndef PC_RUN_MANY_H
#define PC_RUN_MANY_H

#include <signal.h>
#include <time.h>

#include "analysis/ensemble_output.h"
#include "command.h"

typedef struct {
    pc_ensemble_t ensemble;
    pc_ensemble_statistics_t statistics;
} pc_many_t;

/* When the work began and when it was last spoken of. */
typedef struct {
    time_t started, shown;
} pc_clock_t;

/* Says on stderr, at most once a second and not in the first two, how many runs are done
 * and the time left. `context` is a pc_clock_t. */
void pc_show_progress(void *context, size_t done, size_t all);

/* Does the scenario, with its options, ask for more than one member? */
int pc_wants_many(const pc_scenario_t *scenario);

/* NULL, or why these options cannot be had together with many members. */
const char *pc_many_fault(const pc_scenario_t *scenario, const pc_options_t *options);

/* Runs all members, from `past` on if it is not NULL, with progress on a terminal and
 * works out the statistics. Stopped by *interrupted, it goes on with the members done so
 * far and returns PC_ERR_INTERRUPT; without a single one there are no statistics. After
 * this call, failed or not, pc_many_free may be called. */
pc_status pc_many_run(pc_many_t *self, const pc_scenario_t *scenario,
    const pc_state_t *past, const pc_options_t *options,
    const volatile sig_atomic_t *interrupted) PC_MUST_CHECK;
void pc_many_free(pc_many_t *self);

/* Mean and range of the key figures, how precise, and what failed. */
void pc_many_print(const pc_many_t *self, const char *lang);

#endif
