/* plot.c - draws the plots of a result folder with plots/draw.sh, which is never
 * linked. */
#include "tools/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/store.h"

/* The driver lies in plots/ beside the folder of the program, or one above for builds of
 * other modes. PANELCAST_PLOTS names another folder. */
static int
find_driver(char *path, size_t size)
{
    static const char *const places[] = { "/../plots/draw.sh", "/../../plots/draw.sh",
        "/../share/panelcast/plots/draw.sh" };
    const char *folder = getenv("PANELCAST_PLOTS");
    if (folder != NULL && folder[0] != '\0') {
        snprintf(path, size, "%s/draw.sh", folder);
        return access(path, R_OK);
    }
    char program[4096];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (length < 0) {
        return -1;
    }
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    for (size_t k = 0; k < sizeof(places) / sizeof(places[0]); k++) {
        snprintf(path, size, "%s%s", program, places[k]);
        if (access(path, R_OK) == 0) {
            return 0;
        }
    }
    return -1;
}

int
pc_draw_plots(
    const char *dir, const char *out, const char *lang, const char *only, int quiet)
{
    char driver[8192], sh[] = "sh";
    char *args[12];
    int n = 0;
    if (find_driver(driver, sizeof(driver)) != 0) {
        fputs(
            _("panelcast: plots/draw.sh is not beside the program; PANELCAST_PLOTS may "
              "name its "
              "folder\n"),
            stderr);
        return PC_EXIT_HELPER;
    }
    /* execv takes pointers to non-const; the words are copied. */
    const char *words[] = { driver, "--lang", lang, only ? "--only" : "--",
        only ? only : dir, only ? "--" : out, only ? dir : NULL, only ? out : NULL };
    args[n++] = sh;
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]) && words[k] != NULL; k++) {
        args[n++] = strdup(words[k]);
    }
    args[n] = NULL;
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        if (quiet) {
            (void) !freopen("/dev/null", "w", stdout);
        } else {
            dup2(STDERR_FILENO, STDOUT_FILENO);
        }
        execv("/bin/sh", args);
        _exit(PC_EXIT_HELPER);
    }
    for (int k = 1; k < n; k++) {
        free(args[k]);
    }
    int state = 0;
    while (child > 0 && waitpid(child, &state, 0) < 0 && errno == EINTR) {
        kill(child, SIGTERM); /* a signal was caught: the drawing ends too */
    }
    if (child < 0 || !WIFEXITED(state)) {
        return PC_EXIT_HELPER;
    }
    return WEXITSTATUS(state);
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
