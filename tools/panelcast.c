/* panelcast - projects Japan's cancer genomic medicine network, month by month. */
#include "tools/command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>

#include "tools/complete.h"

#define STACK_LEAST ((rlim_t) 512 * 1024) /* bytes */

static void
print_help(FILE *out)
{
    fputs(_("usage: panelcast COMMAND [OPTIONS] [FILE]\n\n"
            "Projects the sites, panel tests and expert-panel work of Japan's cancer "
            "genomic\n"
            "medicine network, month by month, from a scenario file.\n\n"
            "commands:\n"),
        out);
    for (size_t k = 0; k < PC_NUM_COMMANDS; k++) {
        fprintf(out, "  %-18s %s\n", pc_commands[k]->name, _(pc_commands[k]->summary));
    }
    fputs(_("\n'panelcast COMMAND --help' tells more of a command.\n"
            "example:  panelcast run scenarios/baseline.json -o out/baseline\n"),
        out);
}

static const pc_command_t *
find_command(const char *name)
{
    const char *names[PC_NUM_COMMANDS];
    for (size_t k = 0; k < PC_NUM_COMMANDS; k++) {
        names[k] = pc_commands[k]->name;
        if (strcmp(name, names[k]) == 0) {
            return pc_commands[k];
        }
    }
    const char *near = pc_nearest_name(name, names, PC_NUM_COMMANDS);
    if (near != NULL) {
        fprintf(stderr,
            _("panelcast: there is no command '%.60s'; did you mean '%s'?\n"), name,
            near);
    } else {
        fprintf(stderr, _("panelcast: there is no command '%.60s'\n"), name);
    }
    fputs(_("'panelcast --help' lists the commands.\n"), stderr);
    return NULL;
}

/* The words of the command line, joined, for the manifest. */
static char *
join(int argc, char **argv)
{
    size_t size = sizeof("panelcast"), at = 0;
    for (int k = 0; k < argc; k++) {
        size += strlen(argv[k]) + 1;
    }
    char *text = calloc(size, 1);
    for (int k = 0; text != NULL && k < argc; k++) {
        at += (size_t) snprintf(text + at, size - at, "%s%s", k > 0 ? " " : "",
            k > 0 ? argv[k] : "panelcast");
    }
    return text;
}

/* A closed standard stream must not lend its number to a result file. Opened the wrong
 * way round, so that using it still fails. */
static void
hold_closed_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            (void) !open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
        }
    }
}

/* 1 if the program was built for vector registers that this processor lacks. */
static int
is_other_machine(void)
{
#ifdef __AVX2__
    if (!__builtin_cpu_supports("avx2")) {
        fputs(
            _("panelcast: built for a processor with AVX2, which this one lacks: build "
              "it here, or with `make MACHINE=` for every x86-64 machine\n"),
            stderr);
        return 1;
    }
#endif
    return 0;
}

/* 1 if the stack may not grow to what the deepest command takes, with some to spare: it
 * would end in the middle of the work. */
static int
is_stack_too_small(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
        || limit.rlim_cur >= STACK_LEAST) {
        return 0;
    }
    fprintf(stderr,
        _("panelcast: the stack may only grow to %lu kB here: allow it %d (ulimit "
          "-s)\n"),
        (unsigned long) (limit.rlim_cur / 1024), (int) (STACK_LEAST / 1024));
    return 1;
}

static int
run_command(const pc_command_t *command, int argc, char **argv)
{
    char *command_line = join(argc, argv);
    if (command_line == NULL) {
        fputs(_("panelcast: out of memory\n"), stderr);
        return PC_EXIT_BUG;
    }
    pc_options_t options;
    int code = pc_options_parse(&options, command, argc - 1, argv + 1);
    options.command_line = command_line;
    if (code == PC_EXIT_OK) {
        if (options.help) {
            pc_command_help(command, stdout);
        } else {
            code = command->run(&options);
        }
        if (code == PC_EXIT_BUG) {
            fprintf(stderr,
                _("panelcast %s: not finished (exit code %d); if no other reason is "
                  "given, the memory did not suffice\n"),
                command->name, code);
        }
        code = code == PC_EXIT_PROOF ? PC_EXIT_BUG : code;
    }
    const int written = pc_finish_stdout();
    pc_options_free(&options);
    free(command_line);
    return code == PC_EXIT_OK ? written : code;
}

int
main(int argc, char **argv)
{
    pc_ignore_signals();
    pc_choose_language(argc, argv);
    if (is_other_machine() || is_stack_too_small()) {
        return PC_EXIT_HELPER;
    }
    hold_closed_streams();
    signal(SIGXFSZ, SIG_IGN); /* too large a file is a failed write */
    gsl_set_error_handler_off();
    if (argc < 2) {
        print_help(stderr);
        return PC_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
        || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return pc_finish_stdout();
    }
    if (strcmp(argv[1], "complete") == 0) {
        pc_complete((size_t) argc - 2, argv + 2, stdout);
        return pc_finish_stdout();
    }
    const pc_command_t *command =
        strcmp(argv[1], "--version") == 0 ? &pc_cmd_version : find_command(argv[1]);
    if (command == NULL) {
        return PC_EXIT_USAGE;
    }
    return run_command(command, argc, argv);
}
