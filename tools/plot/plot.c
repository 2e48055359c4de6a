/* plot.c - draws the plots of a result folder with plots/draw.sh, which is never
 * linked. */
#include "tools/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/folder/folder.h"
#include "output/folder/manifest.h"
#include "output/folder/pictures.h"
#include "output/folder/destination.h"
#include "output/folder/store.h"
#include "tools/plot/notices.h"
#include "tools/places.h"

#define PATH_SIZE 8192
#define DESCRIPTORS_LEAST 32
#define NOTICES 3 /* the descriptor on which plots/draw.sh says what there is to say */

/* plots/draw.sh of the data folder. Nonzero after a message. */
static int
find_driver(char *path, size_t size)
{
    char folder[PATH_SIZE];
    if (pc_data_folder(folder, sizeof(folder)) == 0) {
        char *real = pc_folder_real(folder); /* the child works in another folder */
        const int length =
            snprintf(path, size, "%s/plots/draw.sh", real != NULL ? real : folder);
        free(real);
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

/* What is drawn, and where. */
typedef struct {
    const char *dir, *out, *lang, *only; /* as in pc_draw_plots */
    int quiet;
    char driver[PATH_SIZE + 32];
    int result;       /* the result folder, held open: its tables cannot be exchanged */
    int place;        /* the open folder that will hold the pictures' folder; owned */
    char *shown;      /* the pictures' folder, for messages; owned */
    const char *name; /* its name in `place` */
    char work[PATH_SIZE]; /* the temporary folder, or "" */
    char manifest[PC_SHA256_SIZE];
    pc_diags_t diags;
} drawing_t;

/* The child: in the result folder, and gone when the parent is. */
static void
become_driver(const drawing_t *d, pid_t parent, int notices, const char *stage)
{
    char *args[16], sh[] = "sh";
    int n = 0;
    const char *words[] = { d->driver, "--lang", d->lang, "--work", d->work, "--shown",
        d->dir, d->only ? "--only" : "--", d->only ? d->only : ".",
        d->only ? "--" : stage, d->only ? "." : NULL, d->only ? stage : NULL };
#ifdef PR_SET_PDEATHSIG
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent) {
        _exit(PC_EXIT_INTERRUPTED);
    }
#else
    (void) parent;
#endif
    args[n++] = sh;
    /* execv takes pointers to non-const; the words are copied. */
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]) && words[k] != NULL; k++) {
        args[n++] = strdup(words[k]);
    }
    args[n] = NULL;
    if (d->quiet) {
        (void) !freopen("/dev/null", "w", stdout);
    } else {
        dup2(STDERR_FILENO, STDOUT_FILENO);
    }
    if (fchdir(d->result) == 0 && setenv("TMPDIR", d->work, 1) == 0
        && dup2(notices, NOTICES) == NOTICES) {
        execv("/bin/sh", args);
    }
    _exit(PC_EXIT_HELPER);
}

/* How `child` ended, which holds the other end of the pipe `end` as long as it lives,
 * and writes what it has to say into it. Signals that are caught come in only here,
 * under `mask`, where none is missed: then the drawing ends too. */
static int
wait_for_driver(pid_t child, int end, const sigset_t *mask)
{
    fd_set ends;
    int state = 0, open = 1;
    pc_notices_t notices = { .length = 0 };
    while (open) {
        FD_ZERO(&ends);
        FD_SET(end, &ends);
        if (pselect(end + 1, &ends, NULL, NULL, NULL, mask) > 0) {
            open = pc_notices_take(&notices, end);
        } else if (errno == EINTR) {
            kill(child, SIGTERM);
        } else {
            open = 0;
        }
    }
    while (waitpid(child, &state, 0) < 0 && errno == EINTR) {
    }
    return state;
}

/* Starts plots/draw.sh and waits for it: as waitpid says, or -1. */
static int
start_driver(const drawing_t *d, const char *stage)
{
    const pid_t parent = getpid();
    int ends[2], state = -1;
    sigset_t stops, mask;
    if (pipe(ends) != 0) {
        return -1;
    }
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGHUP);
    fflush(stdout);
    sigprocmask(SIG_BLOCK, &stops, &mask);
    /* What came before is known, what comes now waits. */
    const pid_t child = *pc_watch_signals() ? -1 : fork();
    if (child == 0) {
        close(ends[0]);
        sigprocmask(SIG_SETMASK, &mask, NULL);
        become_driver(d, parent, ends[1], stage);
    }
    close(ends[1]);
    if (child > 0) {
        state = wait_for_driver(child, ends[0], &mask);
    }
    close(ends[0]);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return state;
}

/* With fewer a shell says of any program that it is missing. */
static int
has_few_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
        || limit.rlim_cur >= DESCRIPTORS_LEAST) {
        return 0;
    }
    fprintf(stderr,
        _("panelcast: only %lu files may be open at once here: drawing takes %d (ulimit "
          "-n)\n"),
        (unsigned long) limit.rlim_cur, DESCRIPTORS_LEAST);
    return 1;
}

/* The exit code of plots/draw.sh, one of those that it names. */
static int
run_driver(const drawing_t *d, const char *stage)
{
    if (has_few_descriptors()) {
        return PC_EXIT_HELPER;
    }
    const int state = start_driver(d, stage);
    if (state < 0 || !WIFEXITED(state)) {
        return *pc_watch_signals() ? PC_EXIT_INTERRUPTED : PC_EXIT_HELPER;
    }
    switch (WEXITSTATUS(state)) {
    case PC_EXIT_OK:
    case PC_EXIT_USAGE:
    case PC_EXIT_INPUT:
    case PC_EXIT_MISSING:
    case PC_EXIT_HELPER:
    case PC_EXIT_BUG:
    case PC_EXIT_CANNOT_WRITE:
    case PC_EXIT_WRITE_FAILED:
    case PC_EXIT_INTERRUPTED:
        return WEXITSTATUS(state);
    default:
        fputs(_("panelcast: the shell could not run plots/draw.sh\n"), stderr);
        return PC_EXIT_HELPER;
    }
}

/* Says what failed; the exit code. */
static int
failed(drawing_t *d, pc_status status)
{
    status = pc_say(status, &d->diags, d->shown != NULL ? d->shown : d->dir);
    return pc_exit_code(status);
}

/* The folder around that of the pictures, open, and the name in it. */
static int
find_place(drawing_t *d)
{
    if (d->out == NULL) {
        d->shown = pc_path_join(d->dir, "plots");
        d->place = pc_folder_open(d->result, ".");
        d->name = "plots";
        return d->shown == NULL ? PC_EXIT_BUG
                                : (d->place < 0 ? PC_EXIT_CANNOT_WRITE : PC_EXIT_OK);
    }
    d->shown = pc_folder_make_parents(d->out) == 0 ? pc_path_place(d->out) : NULL;
    char *slash = d->shown == NULL ? NULL : strrchr(d->shown, '/');
    if (slash == NULL || slash[1] == '\0') {
        return failed(d, pc_store_fault(&d->diags, d->out,
                             N_("no pictures can be written here"), slash ? 0 : errno));
    }
    *slash = '\0';
    d->place = pc_folder_open(AT_FDCWD, slash == d->shown ? "/" : d->shown);
    *slash = '/';
    d->name = slash + 1;
    return d->place < 0 ? failed(d, pc_store_fault(&d->diags, d->out,
                                        N_("no pictures can be written here"), errno))
                        : PC_EXIT_OK;
}

/* A temporary folder of our own, after those that killed drawings left. */
static int
make_work(drawing_t *d)
{
    static const char prefix[] = "panelcast-plot.";
    char name[sizeof(prefix) + PC_OWN_LETTERS];
    const char *folder = getenv("TMPDIR");
    char *real = pc_folder_real(folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    const int fd = real == NULL ? -1 : open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int lock = -1;
    if (fd >= 0) {
        pc_folder_sweep(fd, prefix, NULL);
        lock = pc_folder_make_own(fd, prefix, name);
    }
    const int error = errno;
    if (lock >= 0) {
        snprintf(d->work, sizeof(d->work), "%s/%s", real, name);
    } else {
        fprintf(stderr, _("panelcast: %s: cannot make a temporary folder: %s\n"),
            real != NULL ? real : folder, strerror(error));
    }
    if (fd >= 0) {
        close(fd);
    }
    free(real);
    return lock;
}

/* The bytes of the open result's manifest. */
static pc_status
note_manifest(const drawing_t *d, char sha256[PC_SHA256_SIZE])
{
    return pc_manifest_sum(d->result, sha256);
}

/* The path of the hidden folder, as the child sees it. */
static void
find_stage(const drawing_t *d, const pc_pictures_t *pictures, char *path, size_t size)
{
    const char *around = d->out == NULL ? "./plots" : d->shown;
    const size_t length = strlen(around),
                 folder = (size_t) (strrchr(around, '/') + 1 - around);
    snprintf(path, size, "%.*s%s%s", (int) (pictures->inside ? length : folder), around,
        pictures->inside ? "/" : "", pictures->stage);
}

/* One drawing; PC_EXIT_INTERRUPTED and `*again` if somebody else drew there meanwhile.
 */
static int
draw_once(drawing_t *d, int *again)
{
    char sum[PC_SHA256_SIZE], stage[PATH_SIZE];
    pc_pictures_t pictures;
    pc_status status =
        pc_pictures_open(&pictures, d->place, d->name, d->shown, &d->diags);
    int code = status == PC_OK ? PC_EXIT_OK : failed(d, status);
    if (code == PC_EXIT_OK) {
        find_stage(d, &pictures, stage, sizeof(stage));
        code = run_driver(d, stage);
    }
    if (code == PC_EXIT_OK
        && (note_manifest(d, sum) != PC_OK || strcmp(sum, d->manifest) != 0)) {
        fprintf(stderr,
            _("panelcast: %s: the result was changed or removed while its pictures were "
              "drawn; they are left out\n"),
            d->dir);
        code = PC_EXIT_CANNOT_WRITE;
    }
    if (code == PC_EXIT_OK) {
        status = pc_pictures_commit(&pictures);
        *again = status == PC_ERR_INTERRUPT;
        code = status == PC_OK || *again ? pc_exit_code(status) : failed(d, status);
    }
    pc_pictures_abort(&pictures);
    return code;
}

static int
draw_all(drawing_t *d)
{
    int again = 1;
    int code = find_place(d);
    const int lock = code == PC_EXIT_OK ? make_work(d) : -1;
    if (code == PC_EXIT_OK && lock < 0) {
        code = PC_EXIT_CANNOT_WRITE;
    }
    for (int tries = 0; tries < 5 && code == PC_EXIT_OK && again; tries++) {
        again = 0;
        code = draw_once(d, &again);
        if (again && tries < 4) {
            code = PC_EXIT_OK;
        }
    }
    if (again && code == PC_EXIT_INTERRUPTED) {
        fprintf(stderr,
            _("panelcast: %s: somebody else keeps changing this folder; draw again "
              "later\n"),
            d->shown);
    }
    if (d->work[0] != '\0') {
        (void) !pc_folder_remove(d->work);
    }
    if (lock >= 0) {
        close(lock);
    }
    return code;
}

/* Opens the result folder and, if asked, verifies that it is whole. */
static int
hold_result(drawing_t *d, int verify)
{
    pc_status status = PC_OK;
    d->result = open(d->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (d->result < 0) {
        (void) pc_store_fault(&d->diags, d->dir, N_("cannot read the folder"), errno);
        return failed(d, PC_ERR_MISSING);
    }
    if (verify) {
        status = pc_store_verify(d->dir, &d->diags);
    }
    if (status == PC_OK) {
        status = note_manifest(d, d->manifest);
    }
    return status == PC_OK ? PC_EXIT_OK : failed(d, status);
}

/* Is the folder that was held still the one of this name? */
static int
is_still(const drawing_t *d)
{
    struct stat held, there;
    return fstat(d->result, &held) == 0 && stat(d->dir, &there) == 0
           && held.st_dev == there.st_dev && held.st_ino == there.st_ino;
}

int
pc_draw_plots(const char *dir, const char *out, const char *lang, const char *only,
    int quiet, int verify)
{
    drawing_t d = { .dir = dir,
        .out = out,
        .lang = lang,
        .only = only,
        .quiet = quiet,
        .result = -1,
        .place = -1 };
    int code = PC_EXIT_OK;
    (void) pc_watch_signals(); /* from here on a signal cleans up */
    pc_messages_init(&d.diags);
    if (find_driver(d.driver, sizeof(d.driver)) != 0) {
        code = PC_EXIT_HELPER;
    }
    if (code == PC_EXIT_OK) {
        code = hold_result(&d, verify);
    }
    if (code == PC_EXIT_OK) {
        code = draw_all(&d);
    }
    if (d.manifest[0] != '\0' && out == NULL && !is_still(&d)) {
        fprintf(stderr,
            _("panelcast: %s: another run replaced the result while its pictures were "
              "drawn; draw those of the new one\n"),
            dir);
        code = PC_EXIT_CANNOT_WRITE;
    }
    if (d.result >= 0) {
        close(d.result);
    }
    if (d.place >= 0) {
        close(d.place);
    }
    free(d.shown);
    pc_diags_free(&d.diags);
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
    const char *only, const pc_interrupt_t *interrupted, int *drawn)
{
    int code = PC_EXIT_INTERRUPTED;
    if (!*interrupted) {
        code = pc_draw_plots(dir, NULL, o->lang, only, o->quiet, 0);
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
    const int code = pc_draw_plots(options->args[0], options->output, options->lang,
        options->only, options->quiet, 1);
    if (code == PC_EXIT_OK && !options->quiet) {
        printf(_("plots: %s%s\n"), options->output ? options->output : options->args[0],
            options->output ? "" : "/plots");
    }
    return code;
}

const pc_command_t pc_cmd_plot = { "plot", run_plot, PC_OPT_OUTPUT | PC_OPT_ONLY, 1, 1,
    "DIR [-o DIR] [--lang en|ja] [--only NAME]", N_("draw the plots of a result folder"),
    N_("Draws every plot of a result folder as PNG and SVG with gnuplot, from "
       "its files "
       "alone.\n"
       "A folder that does not match its manifest is refused.\n\n"
       "examples:  panelcast plot out/baseline --lang ja\n"
       "           panelcast plot out/baseline --only sites -o slides") };
