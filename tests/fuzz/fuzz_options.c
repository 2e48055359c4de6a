/* A command line, a word a line, the command first. Every command reads its options;
 * those that only read a scenario are run with the tiny one. Also what the shell is
 * offered. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzzlib.h"
#include "tools/command.h"
#include "tools/complete.h"
#include "tools/option_use.h"

#define WORDS_MAX 64

/* The words of a line each, which are cut apart; argv[0] is the command's name. */
static int
split(char *text, char *words[WORDS_MAX + 1])
{
    int num = 0;
    while (num < WORDS_MAX && text != NULL) {
        words[num++] = text;
        text = strchr(text, '\n');
        if (text != NULL) {
            *text++ = '\0';
        }
    }
    words[num] = NULL;
    return num;
}

static void
check(const pc_options_t *o, const pc_command_t *command)
{
    fuzz_require(o->threads <= 256 && o->level >= 50 && o->level <= 99
                     && o->resamples <= 100000 && o->year >= 2018 && o->year <= 2199
                     && o->days >= 1 && o->days <= 365 && o->limit >= 1
                     && o->limit <= 1000 && o->replicate >= 1
                     && o->shard <= o->num_shards,
        "numbers lie within the bounds that the help gives");
    fuzz_require(o->num_sets <= PC_MAX_SETS && o->num_until <= PC_MAX_UNTIL
                     && o->num_samples <= PC_MAX_SAMPLES
                     && o->num_metrics <= PC_MAX_NAMED && o->num_groups <= PC_MAX_NAMED,
        "lists have their largest size");
    fuzz_require(strcmp(o->lang, "en") == 0 || strcmp(o->lang, "ja") == 0,
        "there are two languages");
    fuzz_require(o->output == NULL || o->output[0] != '\0', "an output has a name");
    fuzz_require((o->save_month == NULL) == (o->save_file == NULL),
        "a state has a month and a file");
    fuzz_require(o->help
                     || (o->num_args >= command->args_min - (o->point != NULL)
                         && o->num_args <= command->args_max),
        "there are as many operands as the command takes");
}

/* What reads a scenario and prints is run. */
static void
run(pc_options_t *o, const pc_command_t *command)
{
    static const pc_command_t *const harmless[] = { &pc_cmd_check, &pc_cmd_resolve,
        &pc_cmd_explain, &pc_cmd_params, &pc_cmd_schema, &pc_cmd_version };
    char *args[WORDS_MAX + 1], path[512];
    int runs = command == &pc_cmd_rules && !o->curve && o->output == NULL;
    for (size_t k = 0; k < sizeof(harmless) / sizeof(harmless[0]); k++) {
        runs |= harmless[k] == command;
    }
    if (!runs || o->help) {
        return;
    }
    for (int k = 0; k <= o->num_args; k++) {
        args[k] = o->args[k];
    }
    if (command != &pc_cmd_params && o->num_args > 0) {
        snprintf(path, sizeof(path), "%s", fuzz_path("tiny.json"));
        args[0] = path;
    }
    o->args = args;
    const int code = command->run(o);
    fuzz_require(code == PC_EXIT_OK || code == PC_EXIT_USAGE || code == PC_EXIT_INPUT
                     || code == PC_EXIT_MISSING,
        "a command ends with a code of its docs");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1), *words[WORDS_MAX + 1];
    if (text == NULL) {
        return 0;
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    const int num = split(text, words);
    for (size_t k = 0; k < PC_NUM_COMMANDS; k++) {
        if (strcmp(pc_commands[k]->name, words[0]) == 0) {
            pc_options_t options;
            const int code = pc_options_parse(&options, pc_commands[k], num, words);
            fuzz_require(code == PC_EXIT_OK || code == PC_EXIT_USAGE,
                "a command line is one or is refused");
            if (code == PC_EXIT_OK) {
                check(&options, pc_commands[k]);
                run(&options, pc_commands[k]);
            }
            pc_options_free(&options);
        }
    }
    pc_complete((size_t) num, words, stdout);
    free(text);
    return 0;
}
