#include "base/status.h"

const char *
pc_strerror(pc_status status)
{
#define PC_AS_CASE(name, value, text)                                                   \
    case name:                                                                          \
        return text;
    switch (status) {
        PC_STATUS_LIST(PC_AS_CASE)
    }
#undef PC_AS_CASE
    return N_("unknown status");
}
