/* spill.c - there is no folder for temporary files in the page: what does not fit into
 * memory is refused. */
#include "analysis/ensemble/spill.h"

pc_status
pc_spill_open(FILE **file, const char *folder)
{
    (void) folder;
    *file = NULL;
    return PC_ERR_SPILL;
}
