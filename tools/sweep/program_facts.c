#include "tools/sweep/program_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/chance/rng.h"
#include "base/utf8.h"
#include "tools/command.h"
#include "tools/record.h"

pc_status
pc_describe_program(pc_points_plan_t *plan, const char *command_line)
{
    char contract[16], now[32];
    /* File names may have bytes that no text has. */
    char *command = strdup(command_line);
    if (command == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_utf8_make_plain(command);
    pc_utc_now(now);
    snprintf(contract, sizeof(contract), "%d", PC_STREAM_CONTRACT);
    const struct {
        const char *name, *value;
        pc_comparing comparing;
    } facts[] = { { "version", pc_build_version, PC_MUST_AGREE },
        { "model", pc_build_model, PC_MUST_AGREE },
        { "stream_contract", contract, PC_MUST_AGREE },
        { "commit", pc_build_commit,
            strcmp(pc_build_model, "unknown") == 0 ? PC_MUST_AGREE : PC_SHOULD_AGREE },
        { "compiler", pc_build_compiler, PC_MAY_DIFFER },
        { "flags", pc_build_flags, PC_MAY_DIFFER },
        { "libraries", pc_build_libraries(), PC_MAY_DIFFER },
        { "command", command, PC_MAY_DIFFER }, { "started", now, PC_MAY_DIFFER } };
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(facts) / sizeof(facts[0]) && status == PC_OK; k++) {
        status = pc_plan_add_manifest(
            plan, facts[k].name, facts[k].value, facts[k].comparing);
    }
    free(command);
    return status;
}
