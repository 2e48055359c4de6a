#include "analysis/ensemble/spill.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

pc_status
pc_spill_open(FILE **file, const char *folder)
{
    char path[4096];
    if (folder == NULL || folder[0] == '\0') {
        folder = "/tmp";
    }
    const int length = snprintf(path, sizeof(path), "%s/panelcast-XXXXXX", folder);
    const int handle = length > 0 && (size_t) length < sizeof(path) ? mkstemp(path) : -1;
    *file = NULL;
    if (handle >= 0) {
        unlink(path);
        *file = fdopen(handle, "w+b");
        if (*file == NULL) {
            const int reason = errno;
            close(handle);
            errno = reason;
        }
    }
    return *file != NULL ? PC_OK : errno == ENOMEM ? PC_ERR_NOMEM : PC_ERR_SPILL;
}
