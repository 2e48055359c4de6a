/* output.h - the result folder of a comparison. */
#ifndef PC_TOOLS_COMPARE_OUTPUT_H
#define PC_TOOLS_COMPARE_OUTPUT_H

#include "analysis/answers/compare.h"
#include "tools/command.h"

typedef struct {
    const pc_options_t *options;
    const pc_interrupt_t *interrupted; /* set by a signal */
    char started[32];
    pc_state_t past; /* with --from-state; owned */
    int told;        /* 1: a failure has already been explained on stderr */
    pc_comparison_t comparison;
} pc_compare_job_t;

/* scenarios.csv, compare.csv, key_figures.csv, assumptions.csv, explanation.csv where
 * asked for, members.csv of many runs, summary.json, the resolved scenarios and the
 * manifest, all or nothing. PC_ERR_INTERRUPT, without a message, if a signal came before
 * the end. */
pc_status pc_comparison_write(pc_compare_job_t *job, const char *dir) PC_MUST_CHECK;

#endif
