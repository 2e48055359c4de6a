/* curve.h - the curve over the omitted share, as a table and as a result folder.
 */
#ifndef PC_TOOLS_RULES_CURVE_H
#define PC_TOOLS_RULES_CURVE_H

#include "analysis/rules/curve.h"
#include "tools/command.h"

/* Computes and prints the curve of `scenario`, marks the scenarios named by the other
 * operands, and writes the folder of -o. Returns the exit code. */
int pc_show_curve(const pc_scenario_t *scenario, const pc_options_t *options);

#endif
