/* spill.h - the temporary file of what does not fit in memory. */
#ifndef PC_ANALYSIS_ENSEMBLE_SPILL_H
#define PC_ANALYSIS_ENSEMBLE_SPILL_H

#include <stdio.h>

#include "base/status.h"

/* Opens a new empty file for reading and writing in `folder` (NULL or empty: /tmp). It
 * has no name any more, so it goes when it is closed. PC_ERR_SPILL if it cannot be made;
 * PC_ERR_NOMEM. */
pc_status pc_spill_open(FILE **file, const char *folder) PC_MUST_CHECK;

#endif
