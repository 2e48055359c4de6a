/* sweep.c - the runs of a design, into a store that can be stopped and gone on with.
 */
#include "tools/outputs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/sweep/sweep.h"
#include "output/folder/aside.h"
#include "tools/sweep/program_facts.h"
#include "tools/sweep/progress.h"
#include "tools/places.h"
#include "tools/record.h"
#include "tools/sweep/shard.h"

typedef struct {
    const pc_options_t *options;
    pc_design_t design;
    pc_points_plan_t plan;
    pc_points_t store;
    pc_diags_t diags;
    size_t shard, num_shards;
    char *path, *log_path; /* -o and --log, with the shard's number; owned */
    pc_sweep_progress_t progress;
} job_t;

static pc_status
describe(job_t *job)
{
    const pc_status status = pc_describe_program(&job->plan, job->options->command_line);
    return status == PC_OK
               ? pc_sweep_plan(&job->design, job->shard, job->num_shards, &job->plan)
               : status;
}

static pc_sweep_t
sweep_of(job_t *job)
{
    const pc_sweep_t sweep = { .design = &job->design,
        .shard = job->shard,
        .num_shards = job->num_shards,
        .threads = job->options->threads,
        .interrupted = pc_watch_signals(),
        .progress = pc_sweep_show,
        .context = &job->progress };
    return sweep;
}

/* The exit code of what failed, and a message if nothing else says why. */
static int
failed(const job_t *job, pc_status status, const char *what)
{
    if (status != PC_OK && job->diags.num_errors == 0) {
        fprintf(stderr, _("panelcast sweep: %s: %s\n"), what, _(pc_strerror(status)));
    }
    if (status == PC_ERR_MISSING) {
        pc_hint_shipped(what);
    }
    return pc_exit_code(
        status != PC_OK && job->diags.out_of_memory ? PC_ERR_NOMEM : status);
}

/* What the store of -o holds already; nothing if it is not there. */
static pc_status
count_held(job_t *job, pc_sweep_count_t *held)
{
    pc_sweep_t sweep = sweep_of(job);
    pc_points_t store;
    memset(held, 0, sizeof(*held));
    if (job->path == NULL || access(job->path, F_OK) != 0) {
        return PC_OK;
    }
    pc_status status = pc_points_read(&store, job->path, &job->diags);
    if (status == PC_OK) {
        status = pc_points_compare(&store.plan, &job->plan, job->path, 1, &job->diags);
    }
    if (status == PC_OK) {
        status = pc_sweep_count(&sweep, &store, held);
    }
    pc_points_close(&store);
    return status;
}

/* A trial into a store in memory: points a second, and bytes of a store of no points and
 * of one point more. */
typedef struct {
    size_t num;
    double rate, empty, each;
} trial_t;

static pc_status
try_points(job_t *job, trial_t *trial)
{
    pc_sweep_t sweep = sweep_of(job);
    pc_sweep_count_t count = { 0 };
    sweep.progress = NULL;
    pc_status status = pc_points_open(&job->store, NULL, &job->plan, &job->diags);
    trial->empty = status == PC_OK ? pc_points_bytes(&job->store) : 0;
    double spent = 0;
    /* Larger trials until one has taken half a second. */
    for (sweep.most = 64; status == PC_OK && spent < 0.5; sweep.most *= 4) {
        const double began = pc_seconds();
        status = pc_sweep_run(&sweep, &job->store, &count);
        spent = pc_seconds() - began;
        trial->num = count.done - count.before;
        if (count.done == count.all || *sweep.interrupted) {
            break;
        }
        status = status == PC_ERR_INTERRUPT ? PC_OK : status;
    }
    if (status == PC_OK) {
        trial->rate = (double) trial->num / spent;
        trial->each =
            (pc_points_bytes(&job->store) - trial->empty) / (double) count.done;
    }
    return status;
}

static int
dry_run(job_t *job)
{
    const size_t all =
        pc_points_share(job->plan.num_points, job->shard, job->num_shards);
    pc_sweep_count_t held;
    trial_t trial = { .num = 0 };
    pc_status status = count_held(job, &held);
    if (status == PC_OK && held.done < all) {
        status = try_points(job, &trial);
    }
    if (status != PC_OK) {
        return failed(job, status, job->path != NULL ? job->path : job->design.name);
    }
    printf(_("design:  %s, %s\n"), job->design.name, pc_design_names[job->design.kind]);
    printf(_("runs:    %zu"), all);
    if (job->num_shards > 1) {
        printf(_(" of %zu, shard %zu/%zu"), job->design.num_runs, job->shard,
            job->num_shards);
    }
    puts(all == 0 ? _(": this shard is empty, there are more shards than points") : "");
    if (held.done > 0) {
        printf(_("done:    %zu, in %s\n"), held.done, job->path);
    }
    if (held.done < all) {
        printf(_("time:    about %.0f s%s (%.0f points a second in a trial of %zu)\n"),
            (double) (all - held.done) / trial.rate,
            held.done > 0 ? _(" for the rest") : "", trial.rate, trial.num);
        printf(_("store:   about %.1f MB\n"),
            (trial.empty + trial.each * (double) all) / 1e6);
    }
    return PC_EXIT_OK;
}

/* Does the file hold what was computed? It is opened anew: another program may have
 * written over it. Ends the job's own connection, which has the lock. */
static int
is_kept(job_t *job, const pc_sweep_count_t *count)
{
    pc_sweep_count_t held;
    const pc_diags_t said = job->diags;
    pc_points_close(&job->store);
    pc_messages_init(&job->diags);
    const pc_status status = count_held(job, &held);
    const int kept =
        status == PC_ERR_NOMEM || (status == PC_OK && held.done >= count->done);
    pc_diags_free(&job->diags);
    job->diags = said;
    return kept;
}

static int
report(job_t *job, pc_status status, const pc_sweep_count_t *count)
{
    const char *path = job->path;
    const int full = job->store.full;
    if (job->progress.terminal && job->progress.shown > job->progress.started) {
        fputc('\n', stderr);
    }
    if (!pc_points_there(&job->store)) {
        fprintf(stderr,
            _("panelcast sweep: %s was removed, renamed or replaced during the sweep, "
              "and "
              "the points that were computed are not in it\n"),
            path);
        return PC_EXIT_WRITE_FAILED;
    }
    if ((status == PC_OK || status == PC_ERR_INTERRUPT || status == PC_ERR_IO)
        && !is_kept(job, count)) {
        fprintf(stderr,
            _("panelcast sweep: %s was written over by another program during the "
              "sweep, and the points that were computed are not whole in it\n"),
            path);
        return PC_EXIT_WRITE_FAILED;
    }
    if (status == PC_ERR_INTERRUPT) {
        fprintf(stderr,
            _("panelcast sweep: %s; %s holds %zu of %zu points. The same command goes "
              "on.\n"),
            full ? _("the disk is full or cannot be written") : _("stopped"), path,
            count->done, count->all);
    } else if (status != PC_OK) {
        fprintf(stderr, _("panelcast sweep: %s: %s\n"), path, _(pc_strerror(status)));
    } else if (!job->options->quiet) {
        printf(_("%zu points in %s"), count->done, path);
        if (count->before > 0) {
            printf(_(", %zu of them from before"), count->before);
        }
        putchar('\n');
    }
    if (count->failed > 0) {
        fprintf(stderr,
            _("panelcast sweep: %zu points failed; the reasons are in the store (table "
              "failures)\n"),
            count->failed);
    }
    return pc_exit_code(status);
}

/* The log's first or last line. */
static void
log_state(job_t *job, const char *what, size_t done, size_t all)
{
    if (job->progress.log != NULL) {
        char now[32];
        pc_utc_now(now);
        fprintf(job->progress.log, "%s %s: %zu of %zu points, shard %zu/%zu, %s\n", now,
            what, done, all, job->shard, job->num_shards, job->path);
        fflush(job->progress.log);
        pc_sweep_check_log(&job->progress);
    }
}

/* Warnings come before the work. */
static void
say_warnings(job_t *job)
{
    pc_diags_print(&job->diags, stderr);
    pc_diags_free(&job->diags);
    pc_messages_init(&job->diags);
}

static int
compute(job_t *job)
{
    pc_aside_clean(job->path); /* what a killed merge left */
    pc_status status = pc_points_open(&job->store, job->path, &job->plan, &job->diags);
    if (status != PC_OK) {
        return failed(job, status, job->path);
    }
    say_warnings(job);
    if (job->log_path != NULL
        && (job->progress.log = fopen(job->log_path, "a")) == NULL) {
        perror(job->log_path);
        return PC_EXIT_CANNOT_WRITE;
    }
    const pc_sweep_t sweep = sweep_of(job);
    pc_sweep_count_t count;
    job->progress.before = SIZE_MAX;
    status = pc_sweep_count(&sweep, &job->store, &count);
    if (status == PC_OK) {
        log_state(job, "begun", count.done, count.all);
        status = pc_sweep_run(&sweep, &job->store, &count);
        log_state(job, status == PC_OK ? "done" : "stopped", count.done, count.all);
    }
    if (job->progress.log != NULL && fclose(job->progress.log) != 0) {
        perror(job->log_path);
    }
    return report(job, status, &count);
}

/* Nothing that is read may be written over, and the log goes to no file of others. */
static int
check_outputs(const job_t *job)
{
    const pc_design_t *d = &job->design;
    const char *const outputs[2] = { job->path, job->log_path };
    const pc_json_t *points = pc_json_member(d->tree, "points");
    char *list = points != NULL && points->type == PC_JSON_STRING
                     ? pc_json_file_path(points, points->string)
                     : NULL;
    int code = PC_EXIT_OK;
    for (int k = 0; k < 2 && code == PC_EXIT_OK; k++) {
        code = pc_refuse_input(outputs[k], job->options, d->scenarios, d->num_scenarios);
        if (code == PC_EXIT_OK && outputs[k] != NULL && list != NULL) {
            code = pc_refuse_same(outputs[k], list);
        }
    }
    free(list);
    if (code == PC_EXIT_OK && job->path != NULL && job->log_path != NULL) {
        code = pc_refuse_same(job->log_path, job->path);
    }
    if (code == PC_EXIT_OK && job->log_path != NULL && !pc_is_sweep_log(job->log_path)) {
        fprintf(stderr,
            _("panelcast sweep: %s is there and is no log of a sweep: name another file "
              "for --log\n"),
            job->log_path);
        code = PC_EXIT_USAGE;
    }
    return code;
}

static int
load(job_t *job)
{
    pc_status status = pc_design_load(
        &job->design, job->options->args[0], job->options->allow_biased, &job->diags);
    for (size_t s = 0; s < job->design.num_scenarios && status == PC_OK; s++) {
        pc_activity_t activity;
        pc_activity_of(&activity, &job->design.scenarios[s]);
        for (size_t a = 0; a < job->design.num_axes; a++) {
            pc_activity_free_choice(&activity, job->design.axes[a].which);
        }
        pc_check_scenario(&job->design.scenarios[s], &activity, &job->diags);
    }
    if (status == PC_OK) {
        status = pc_diags_status(&job->diags);
    }
    if (status == PC_OK && job->design.num_runs == 0) {
        pc_diags_add(&job->diags, PC_ERROR, job->options->args[0], 0, 0, NULL,
            "the design has no points: its list needs a line below the header");
        status = PC_ERR_INPUT;
    }
    if (status == PC_OK) {
        status = describe(job);
    }
    return failed(job, status, job->options->args[0]);
}

static int
run_sweep(const pc_options_t *options)
{
    if (options->output == NULL && !options->dry_run) {
        fputs(_("panelcast sweep: say where the store goes: -o STORE.sqlite\n"), stderr);
        return PC_EXIT_USAGE;
    }
    job_t *job = calloc(1, sizeof(*job));
    if (job == NULL) {
        fputs(_("panelcast sweep: out of memory\n"), stderr);
        return PC_EXIT_BUG;
    }
    job->options = options;
    job->progress.quiet = options->quiet;
    job->progress.terminal = !options->quiet && isatty(STDERR_FILENO);
    pc_messages_init(&job->diags);
    int code = pc_shard_find(options, &job->shard, &job->num_shards);
    job->path = pc_shard_path(options->output, job->shard);
    job->log_path = pc_shard_path(options->log, job->shard);
    job->progress.log_path = job->log_path;
    if ((options->output != NULL && job->path == NULL)
        || (options->log != NULL && job->log_path == NULL)) {
        fputs(_("panelcast sweep: out of memory\n"), stderr);
        code = PC_EXIT_BUG;
    }
    if (code == PC_EXIT_OK) {
        code = load(job);
    }
    code = code == PC_EXIT_OK ? check_outputs(job) : code;
    if (code == PC_EXIT_OK) {
        say_warnings(job);
        code = options->dry_run ? dry_run(job) : compute(job);
    }
    pc_diags_print(&job->diags, stderr);
    if (code == PC_EXIT_VERSION) {
        fputs(_("panelcast sweep: the store is of another sweep: take another name, or "
                "the program and design it was made with\n"),
            stderr);
    }
    pc_points_close(&job->store);
    pc_points_plan_free(&job->plan);
    pc_design_free(&job->design);
    pc_diags_free(&job->diags);
    free(job->path);
    free(job->log_path);
    free(job);
    return code;
}

const pc_command_t pc_cmd_sweep = { "sweep", run_sweep,
    PC_OPT_OUTPUT | PC_OPT_SWEEP | PC_OPT_THREADS, 1, 1,
    "DESIGN.json -o STORE.sqlite [options]",
    N_("run a scenario over many parameter values"),
    N_("Runs the points of a design (docs/sweeps.md) into a store. It may be stopped "
       "at "
       "any\n"
       "moment; the same command goes on where it stopped.\n\n"
       "  -o, --output STORE       the store, an SQLite file\n"
       "      --threads T          default: the processors that it may use\n"
       "      --shard K/N          the K-th of N parts, into a store of its own\n"
       "      --shard auto         the part of this task of a Slurm array, of srun or "
       "of "
       "MPI;\n"
       "                           {shard} in STORE and FILE becomes its number\n"
       "      --dry-run            say how many runs, how long and how large, and "
       "stop;\n"
       "                           with -o how long the rest takes of a store that is "
       "there\n"
       "      --allow-biased       keep metrics of queues in expected mode\n"
       "      --log FILE           progress, a line every 10 seconds; without it a "
       "line "
       "goes\n"
       "                           to stderr every minute if that is no terminal\n"
       "      --quiet              print nothing but warnings and errors\n\n"
       "Exit code 75: stopped, or the disk is full; go on with the same command. 74: "
       "the "
       "store was\n"
       "removed or replaced meanwhile.\n\n"
       "example:  panelcast sweep scenarios/designs/example.json -o "
       "out/example.sqlite\n"
       "          mpirun -n 4 panelcast sweep design.json --shard auto -o "
       "'out/s1-{shard}.sqlite'") };
