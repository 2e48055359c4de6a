/* plot.c - draws the plots of a result folder with plots/draw.sh, which is never
 * linked. */
#include "tools/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/store.h"
#include "tools/places.h"

/* plots/draw.sh of the data folder. Nonzero after a message. */
static int
find_driver(char *path, size_t size)
{
    char folder[8192];
    if (pc_data_folder(folder, sizeof(folder)) == 0) {
        const int length = snprintf(path, size, "%s/plots/draw.sh", folder);
        return length < 0 || (size_t) length >= size;
    }
    if (folder[0] != '\0') {
        fprintf(stderr,
            _("panelcast: PANELCAST_DATA names %s, and plots/draw.sh is not there\n"),
            folder);
    } else {
        fputs(_("panelcast: plots/draw.sh was not found from where the program lies; "
                "PANELCAST_DATA may name the folder that holds plots/\n"),
            stderr);
    }
    return -1;
}

/* In the child: the shell takes its place. `words` end with a NULL. */
static void
become_driver(const char *const words[9], int quiet)
{
    if (quiet) {
        (void) !freopen("/dev/null", "w", stdout);
    } else {
        dup2(STDERR_FILENO, STDOUT_FILENO);
    }
    execl("/bin/sh", "sh", words[0], words[1], words[2], words[3], words[4], words[5],
        words[6], words[7], (char *) NULL);
    _exit(PC_EXIT_HELPER);
}

/* The exit code of `child`, which holds the other end of the pipe `end` as long as it
 * lives. Signals that are caught come in only here, under `mask`, where none is missed:
 * then the drawing ends too. */
static int
wait_for_driver(pid_t child, int end, const sigset_t *mask)
{
    fd_set ends;
    int state = 0;
    do {
        FD_ZERO(&ends);
        FD_SET(end, &ends);
        errno = 0;
        if (pselect(end + 1, &ends, NULL, NULL, NULL, mask) < 0 && errno == EINTR) {
            kill(child, SIGTERM);
        }
    } while (errno == EINTR);
    while (waitpid(child, &state, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(state) ? WEXITSTATUS(state) : PC_EXIT_HELPER;
}

int
pc_draw_plots(
    const char *dir, const char *out, const char *lang, const char *only, int quiet)
{
    char driver[8224];
    int ends[2], code = PC_EXIT_HELPER;
    sigset_t stops, mask;
    if (find_driver(driver, sizeof(driver)) != 0 || pipe(ends) != 0) {
        return PC_EXIT_HELPER;
    }
    const char *const words[9] = { driver, "--lang", lang, only ? "--only" : "--",
        only ? only : dir, only ? "--" : out, only ? dir : NULL, only ? out : NULL };
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGHUP);
    fflush(stdout);
    sigprocmask(SIG_BLOCK, &stops, &mask);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        sigprocmask(SIG_SETMASK, &mask, NULL);
        become_driver(words, quiet);
    }
    close(ends[1]);
    if (child > 0) {
        code = wait_for_driver(child, ends[0], &mask);
    }
    close(ends[0]);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return code;
}

/* Quoted for a shell. */
static void
print_quoted(const char *text, FILE *out)
{
    fputc('\'', out);
    for (; *text != '\0'; text++) {
        fputs(*text == '\'' ? "'\\'" : "", out);
        fputc(*text, out);
    }
    fputc('\'', out);
}

int
pc_draw_results(const char *command, const pc_options_t *o, const char *dir,
    const char *only, const volatile sig_atomic_t *interrupted, int *drawn)
{
    int code = PC_EXIT_INTERRUPTED;
    if (!*interrupted) {
        code = pc_draw_plots(dir, NULL, o->lang, only, o->quiet);
    }
    *drawn = code == PC_EXIT_OK;
    if (*drawn) {
        return code;
    }
    fprintf(stderr,
        _("panelcast %s: %sthe results are complete, without plots; draw them later "
          "with: "
          "panelcast plot "),
        command, *interrupted ? "interrupted; " : "");
    fputs(dir[0] == '-' ? "-- " : "", stderr);
    print_quoted(dir, stderr);
    fputc('\n', stderr);
    if (*interrupted) {
        return PC_EXIT_INTERRUPTED;
    }
    return o->plots == 1 ? PC_EXIT_OK : code;
}

static int
run_plot(const pc_options_t *options)
{
    pc_diags_t diags;
    pc_messages_init(&diags);
    const pc_status status =
        pc_say(pc_store_verify(options->args[0], &diags), &diags, options->args[0]);
    pc_diags_free(&diags);
    if (status != PC_OK) {
        return pc_exit_code(status);
    }
    const int code = pc_draw_plots(
        options->args[0], options->output, options->lang, options->only, options->quiet);
    if (code == PC_EXIT_OK && !options->quiet) {
        printf(_("plots: %s%s\n"), options->output ? options->output : options->args[0],
            options->output ? "" : "/plots");
    }
    return code;
}

const pc_command_t pc_cmd_plot = { "plot", run_plot, PC_OPT_OUTPUT | PC_OPT_ONLY, 1, 1,
    "DIR [-o DIR] [--lang en|ja] [--only NAME]", N_("draw the plots of a result folder"),
    N_("Draws every plot of a result folder as PNG and SVG with gnuplot, from its files "
       "alone.\n"
       "A folder that does not match its manifest is refused.\n\n"
       "examples:  panelcast plot out/baseline --lang ja\n"
       "           panelcast plot out/baseline --only sites -o slides") };
