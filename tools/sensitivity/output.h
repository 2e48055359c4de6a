/* output.h - the result folder of a sensitivity analysis. */
#ifndef PC_TOOLS_SENSITIVITY_OUTPUT_H
#define PC_TOOLS_SENSITIVITY_OUTPUT_H

#include "analysis/answers/sensitivity.h"
#include "tools/command.h"

/* sensitivity.csv, assumptions.csv, assumptions.md, summary.json, the resolved scenarios
 * and the manifest, all or nothing. `started` is the time for the manifest. */
pc_status pc_sensitivity_write(pc_sensitivity_job_t *job, const pc_options_t *options,
    const char *started, const char *dir) PC_MUST_CHECK;

#endif
