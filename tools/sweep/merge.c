/* merge.c - `panelcast merge`: one store of the shards of a sweep. */
#include "tools/outputs.h"

#include "analysis/sweep/store/points.h"

static int
run_merge(const pc_options_t *options)
{
    if (options->output == NULL) {
        fputs(_("panelcast merge: say where the store goes: -o STORE.sqlite\n"), stderr);
        return PC_EXIT_USAGE;
    }
    if (pc_refuse_input(options->output, options, NULL, 0) != PC_EXIT_OK) {
        return PC_EXIT_USAGE;
    }
    pc_diags_t diags;
    pc_messages_init(&diags);
    const pc_interrupt_t *interrupted = pc_watch_signals();
    pc_status status = pc_points_merge(
        options->output, options->args, (size_t) options->num_args, interrupted, &diags);
    if (status == PC_ERR_INTERRUPT && *interrupted) {
        fputs(_("panelcast merge: stopped; nothing was written\n"), stderr);
        pc_diags_print(&diags, stderr);
    } else {
        status = pc_say(status, &diags, options->output);
    }
    pc_diags_free(&diags);
    if (status == PC_OK && !options->quiet) {
        printf(_("%d shards in %s\n"), options->num_args, options->output);
    }
    return pc_exit_code(status);
}

const pc_command_t pc_cmd_merge = { "merge", run_merge, PC_OPT_OUTPUT, 1, 100000,
    "SHARD.sqlite... -o STORE.sqlite", N_("put the shards of a sweep together"),
    N_("Makes one store of the stores that the shards of a sweep wrote. Missing, "
       "unfinished "
       "and\n"
       "doubled shards are named, and then nothing is written. Exit code 75 if shards "
       "are "
       "missing\n"
       "or unfinished, 65 if one is doubled or damaged, 66 if a file is not there, 73 "
       "if "
       "the\n"
       "store cannot be made, 74 if the disk is full.\n\n"
       "example:  panelcast merge out/s1-*.sqlite -o out/s1.sqlite") };
