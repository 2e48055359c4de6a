/* program_facts.h - what this program is, in the words of a sweep's store. */
#ifndef PC_TOOLS_SWEEP_PROGRAM_FACTS_H
#define PC_TOOLS_SWEEP_PROGRAM_FACTS_H

#include "analysis/sweep/store/points.h"

/* Adds it to the plan's manifest. */
pc_status pc_describe_program(
    pc_points_plan_t *plan, const char *command_line) PC_MUST_CHECK;

#endif
