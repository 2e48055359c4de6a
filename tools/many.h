/* many.h - the run of many members: `panelcast run` with -n or --draws. */
#ifndef PC_TOOLS_MANY_H
#define PC_TOOLS_MANY_H

#include <time.h>

#include "analysis/answers/many.h"
#include "base/interrupt.h"
#include "analysis/ensemble/output.h"
#include "analysis/ensemble/precision.h"
#include "analysis/ensemble/saved_members.h"
#include "tools/command.h"

/* Draws at most with --until-mcse, where nothing says how many. */
#define PC_MOST_DRAWS 10000

typedef struct {
    pc_ensemble_t ensemble;
    pc_ensemble_statistics_t statistics;
    pc_precision_t targets[PC_MAX_UNTIL]; /* --until-mcse */
    size_t num_targets;
    int stopped; /* 1: members are missing; those that are done go into the result */
    char fingerprint[PC_SHA256_SIZE];
    /* DIR.partial, where a stopped run goes if DIR has a result to keep; owned. */
    char *partial;
    pc_variable samples[PC_NUM_VARIABLES]; /* of which every run's values are kept */
    size_t num_samples;
    int from;                  /* saved members: 0 none, 1 of DIR, 2 of DIR.partial */
    char kept[PC_SHA256_SIZE]; /* the manifest that they were taken with */
} pc_many_t;

/* When the work began and when it was last spoken of. */
typedef struct {
    time_t started, shown;
    const char *what; /* is counted; NULL: runs */
} pc_clock_t;

/* Says on stderr, at most once a second and not in the first two, how much is done
 * and the time left. `context` is a pc_clock_t. */
void pc_show_progress(void *context, size_t done, size_t all);

/* Does the scenario, with its options, ask for more than one member? */
int pc_wants_many(const pc_scenario_t *scenario, const pc_options_t *options);

/* NULL, or why these options cannot be had together with many members. */
const char *pc_many_fault(const pc_scenario_t *scenario, const pc_options_t *options);

/* NULL, or that parameters are to be drawn and no scenario has one that can be. */
const char *pc_draws_fault(const pc_scenario_t *scenarios, size_t num);

/* NULL, or that the scenario has nothing that --draw could draw. */
const char *pc_draw_fault(const pc_scenario_t *scenario);

/* Warns of a seed that nothing reads. */
void pc_warn_seed(
    const char *command, const pc_scenario_t *scenario, const pc_options_t *options);

/* Reads the targets of --until-mcse and the variables of --samples, and gives the
 * scenario a number of draws if it has none. The exit code, after a message. */
int pc_many_init(pc_many_t *self, pc_scenario_t *scenario, const pc_options_t *options);

/* Runs all members, from `past` on if it is not NULL, or until the targets are met, with
 * progress on a terminal, and works out the statistics. Goes on from the members that a
 * stopped run left in `dir` or beside it. Stopped by *interrupted, it keeps the members
 * done so far and returns PC_ERR_INTERRUPT; without a single one there are no
 * statistics. If the targets are met, the scenario's draws or replicates become those
 * that were needed. */
pc_status pc_many_run(pc_many_t *self, pc_scenario_t *scenario, const pc_state_t *past,
    const pc_options_t *options, const char *dir, const pc_interrupt_t *interrupted,
    pc_diags_t *diags) PC_MUST_CHECK;

/* Where the result goes: `dir`, but for a stopped run if `dir` has a result that it did
 * not go on from. */
const char *pc_many_place(const pc_many_t *self, const char *dir);

/* After the result was written at `place`: removes saved members that are used up, and
 * says what is there. PC_EXIT_NO if a target was not met. */
int pc_many_finish(const pc_many_t *self, const char *dir, const char *place);

void pc_many_free(pc_many_t *self);

/* What is said of the runs. */
pc_many_answer_t pc_many_answer(const pc_many_t *self);

#endif
