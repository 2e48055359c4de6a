/* texts.c - the commands that only print: check, resolve, explain, params, schema,
 * version. */
#include "tools/command.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/answers/doubts.h"
#include "analysis/answers/labels.h"
#include "base/sha256.h"
#include "scenario/schema.h"
#include "tools/places.h"

static int
run_check(const pc_options_t *options)
{
    pc_scenario_t scenario;
    pc_options_t looking = *options;
    looking.uses = PC_USE_RANGES;
    int code = pc_load(&scenario, &looking);
    if (code == PC_EXIT_OK) {
        pc_diags_t doubts;
        pc_messages_init(&doubts);
        pc_answer_doubts(&scenario, &doubts);
        code = pc_exit_code(pc_say(PC_OK, &doubts, options->args[0]));
        pc_diags_free(&doubts);
    }
    if (code == PC_EXIT_OK && !options->quiet) {
        char start[8], end[8];
        pc_month_format(scenario.start, start);
        pc_month_format(scenario.end, end);
        printf(_("%s: no errors\n  %s, %s to %s, %zu hospitals, %zu omission rules, %zu "
                 "observations\n"),
            options->args[0],
            pc_title_of(scenario.title_en, scenario.title_ja, pc_language), start, end,
            scenario.hospitals.num, scenario.num_rules, scenario.observations.num);
    }
    pc_scenario_free(&scenario);
    return code;
}

static int
run_resolve(const pc_options_t *options)
{
    pc_scenario_t scenario;
    int code = pc_load(&scenario, options);
    if (code == PC_EXIT_OK) {
        char *text = NULL;
        char hash[65];
        const pc_status status = pc_scenario_resolve(&scenario, &text);
        code = pc_exit_code(status);
        if (status != PC_OK) {
            fprintf(
                stderr, "panelcast: %s: %s\n", options->args[0], _(pc_strerror(status)));
        }
        if (code == PC_EXIT_OK) {
            fputs(text, stdout);
            pc_sha256_bytes(text, strlen(text), hash);
            if (!options->quiet) {
                fprintf(stderr, _("SHA-256 %s\n"), hash);
            }
        }
        free(text);
    }
    pc_scenario_free(&scenario);
    return code;
}

/* Text that could not be printed is the matter of pc_finish_stdout. */
static int
printed(pc_status status)
{
    return status == PC_ERR_IO ? PC_EXIT_OK : pc_exit_code(status);
}

static int
explain(const pc_scenario_t *scenario, const char *name)
{
    /* That a name is unknown is a message, not data. */
    FILE *out = pc_param_find(name) < 0 ? stderr : stdout;
    const pc_status status = pc_scenario_explain(scenario, name, pc_language, out);
    return status == PC_ERR_INPUT ? PC_EXIT_USAGE : printed(status);
}

static int
run_explain(const pc_options_t *options)
{
    pc_scenario_t scenario;
    int code = pc_load(&scenario, options);
    if (code == PC_EXIT_OK) {
        code = explain(&scenario, options->args[1]);
    }
    pc_scenario_free(&scenario);
    return code;
}

static int
run_params(const pc_options_t *options)
{
    const pc_paramdoc_format format = options->json       ? PC_PARAMDOC_JSON
                                      : options->markdown ? PC_PARAMDOC_MARKDOWN
                                                          : PC_PARAMDOC_TEXT;
    char text[256];
    const pc_status status = pc_paramdoc_write(stdout, format, pc_language,
        (const char *const *) options->args, (size_t) options->num_args, text,
        sizeof(text));
    if (status == PC_ERR_INPUT) {
        fprintf(stderr, _("panelcast params: %s\n"), text);
        return PC_EXIT_USAGE;
    }
    return printed(status);
}

static int
run_schema(const pc_options_t *options)
{
    (void) options;
    return printed(pc_schema_write(stdout));
}

static int
run_version(const pc_options_t *options)
{
    (void) options;
    char folder[8192];
    printf(_("panelcast %s (%s)\nmodel %s\ncompiler %s\nflags %s\nlibraries %s\n"),
        pc_build_version, pc_build_commit, pc_build_model, pc_build_compiler,
        pc_build_flags, pc_build_libraries());
    if (pc_data_folder(folder, sizeof(folder)) == 0) {
        printf(_("data %s\n"), folder);
    } else {
        fputs(
            _("data not found: PANELCAST_DATA may name the folder that holds plots/\n"),
            stdout);
    }
    return PC_EXIT_OK;
}

const pc_command_t pc_cmd_check = { "check", run_check, PC_OPT_SET, 1, 1,
    "FILE [--set NAME=VALUE]...", N_("read a scenario and report every fault"),
    N_("Reads the scenario, its parents and its data and reports every fault with file, "
       "line\n"
       "and column. Exit code 0 if there is none, 65 if there is, 66 if a file is "
       "missing.\n\n"
       "example:  panelcast check scenarios/slow-rollout.json") };
const pc_command_t pc_cmd_resolve = { "resolve", run_resolve, PC_OPT_SET, 1, 1,
    "FILE [--set NAME=VALUE]...", N_("print the scenario with every value spelled out"),
    N_("Prints the flattened scenario as JSON: every key and every parameter, with its "
       "source.\n"
       "The SHA-256 of the text goes to stderr.\n\n"
       "example:  panelcast resolve scenarios/no-omission.json") };
const pc_command_t pc_cmd_explain = { "explain", run_explain, PC_OPT_SET, 2, 2,
    "FILE PARAMETER [--lang en|ja]", N_("say where a value comes from"),
    N_("Says what a parameter means, its value in the scenario, which file and line set "
       "it "
       "and\n"
       "what that replaced.\n\n"
       "example:  panelcast explain scenarios/slow-rollout.json rollout.rate") };
const pc_command_t pc_cmd_params = { "params", run_params, PC_OPT_JSON | PC_OPT_MARKDOWN,
    0, PC_MAX_SETS, "[NAME...] [--json|--markdown] [--lang en|ja]",
    N_("list the parameters"),
    N_("Lists the parameters with unit, bounds, default, kind and source. NAME is a "
       "parameter, the\nfirst part of names, or a word of the meaning.\n\n"
       "examples:  panelcast params rollout omission.adoption\n"
       "           panelcast params sites") };
const pc_command_t pc_cmd_schema = { "schema", run_schema, 0, 0, 0, "",
    N_("print the JSON Schema of scenario files"),
    N_("Prints the JSON Schema that editors use to check and complete scenario "
       "files.\n\n"
       "example:  panelcast schema > docs/scenario.schema.json") };
const pc_command_t pc_cmd_version = { "version", run_version, 0, 0, 0, "",
    N_("print version, commit, compiler, libraries and where the data are"),
    N_("Prints what this program was built from, and the folder of its data: plots/ and "
       "the shipped\nscenarios/.\n\nexample:  panelcast version") };
