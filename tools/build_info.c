#include "tools/command.h"

#include <stdio.h>

#include <cjson/cJSON.h>
#include <gsl/gsl_version.h>

/* Defined by the Makefile. */
const char *const pc_build_version = PC_VERSION;
const char *const pc_build_commit = PC_COMMIT;
const char *const pc_build_model = PC_MODEL;
const char *const pc_build_flags = PC_FLAGS;
#ifdef __clang__
const char *const pc_build_compiler = __VERSION__;
#else
const char *const pc_build_compiler = "gcc " __VERSION__;
#endif

const char *
pc_build_libraries(void)
{
    static char text[96];
    snprintf(text, sizeof(text), "GSL %s, cJSON %s, Philox 4x32-10", gsl_version,
        cJSON_Version());
    return text;
}
