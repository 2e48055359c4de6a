/* outputs.h - what a command would write must not be what it reads. */
#ifndef PC_TOOLS_OUTPUTS_H
#define PC_TOOLS_OUTPUTS_H

#include "tools/command.h"

/* Refuses, with a message, an output that is one of the inputs: the operands, the state
 * of --from-state, and the files of `num` scenarios; however it is named. A result
 * folder is refused if an input is a file of the result that would be replaced.
 * PC_EXIT_USAGE if so. `output` may be NULL. */
int pc_refuse_input(const char *output, const pc_options_t *options,
    const pc_scenario_t *scenarios, size_t num);

/* The same for one more input. */
int pc_refuse_same(const char *output, const char *input);

/* Refuses a saved state, at `path` (may be NULL), in the result folder `dir` of the same
 * command. PC_EXIT_USAGE if so. */
int pc_check_state_place(const char *path, const char *dir);

/* Says on stderr, before the work is done, that the result folder `dir` of a command
 * would be refused; returns the exit code. `dir` may be NULL. */
int pc_check_output(const char *dir, const pc_options_t *options,
    const pc_scenario_t *scenarios, size_t num);

#endif
