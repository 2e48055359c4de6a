/* sensitivity.c - which axes of a sweep its metrics depend on. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/option_use.h"
#include "tools/option_values.h"
#include "tools/record.h"
#include "tools/sensitivity/output.h"
#include "tools/outputs.h"

static int
refuse(const char *text)
{
    fprintf(stderr, _("panelcast sensitivity: %s\n"), text);
    return PC_EXIT_USAGE;
}

/* The metrics of --metric, or all. */
static int
choose_metrics(pc_sensitivity_job_t *job, const pc_options_t *o)
{
    const pc_points_t *store = &job->store;
    const size_t all = store->num_metrics;
    const char **names = calloc(all + 1, sizeof(*names));
    job->metrics = calloc(all + o->num_metrics + 1, sizeof(*job->metrics));
    if (names == NULL || job->metrics == NULL) {
        free(names);
        return PC_EXIT_BUG;
    }
    int code = PC_EXIT_OK;
    for (size_t m = 0; m < all; m++) {
        names[m] = store->plan.columns[store->num_params + m].name;
        job->metrics[m] = m;
    }
    job->num_metrics = o->num_metrics > 0 ? 0 : all;
    for (size_t k = 0; k < o->num_metrics; k++) {
        size_t m = 0;
        while (m < all && strcmp(names[m], o->metrics[k]) != 0) {
            m++;
        }
        if (m == all) {
            const char *near = pc_nearest_name(o->metrics[k], names, all);
            fprintf(stderr,
                near != NULL ? _("panelcast sensitivity: the store has no metric %.80s; "
                                 "did you mean %s? Its metrics: ")
                             : _("panelcast sensitivity: the store has no metric %.80s; "
                                 "its metrics: "),
                o->metrics[k], near);
            for (size_t n = 0; n < all; n++) {
                fprintf(stderr, "%s%s", n > 0 ? ", " : "", names[n]);
            }
            fputc('\n', stderr);
            code = PC_EXIT_USAGE;
            continue;
        }
        job->metrics[job->num_metrics++] = m;
    }
    free(names);
    return code;
}

/* What the design carries, or what --method asks for. */
static int
choose_methods(pc_sensitivity_job_t *job, const pc_options_t *o)
{
    static const char *const needs[] = {
        N_("Sobol indices need design saltelli: take design saltelli with as many "
           "blocks as can be run"),
        N_("elementary effects need design morris: take design morris with 10 to 50 "
           "trajectories"),
        N_("rank regression needs points that are independent, not trajectories: take "
           "latin_hypercube, sobol, random or saltelli")
    };
    const pc_design_kind kind = job->studies[0].design.kind;
    for (int m = 0; m < PC_NUM_METHODS; m++) {
        const int allowed = pc_method_allowed(kind, (pc_method) m);
        const char *asked = o->method;
        if (asked != NULL && strcmp(asked, pc_method_names[m]) == 0 && !allowed) {
            fprintf(stderr,
                _("panelcast sensitivity: this store's design is %s: %s "
                  "(docs/sweeps.md). "
                  "Without --method it gives what this design allows\n"),
                pc_design_names[kind], _(needs[m]));
            return PC_EXIT_USAGE;
        }
        if (allowed && (asked == NULL || strcmp(asked, pc_method_names[m]) == 0)) {
            job->methods[job->num_methods++] = (pc_method) m;
        }
    }
    return PC_EXIT_OK;
}

static int
read_studies(pc_sensitivity_job_t *job, const pc_options_t *o)
{
    const pc_resampling_t how = { 0, o->resamples, (double) o->level / 100 };
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    pc_group_request_t groups[PC_MAX_NAMED];
    char names[PC_MAX_NAMED][PC_GROUP_NAME_MAX + 1];
    pc_diags_t diags;
    pc_messages_init(&diags);
    for (size_t k = 0; k < o->num_groups; k++) {
        const size_t length = strcspn(o->groups[k], "=");
        if (length == 0 || length > PC_GROUP_NAME_MAX
            || strspn(o->groups[k], letters) != length
            || o->groups[k][length + 1] == '\0') {
            pc_diags_free(&diags);
            return refuse(
                _("--group wants NAME=PARAMETER,PARAMETER..., the name of 1 to 40 "
                  "letters, digits, '-' and '_'"));
        }
        snprintf(names[k], sizeof(names[k]), "%.*s", (int) length, o->groups[k]);
        groups[k] = (pc_group_request_t){ names[k], o->groups[k] + length + 1 };
    }
    pc_status status = PC_OK;
    const size_t all = job->store.plan.num_scenarios;
    for (size_t s = 0; s < all && s < PC_MAX_SCENARIOS && status == PC_OK; s++) {
        status = pc_study_init(&job->studies[job->num_studies++], &job->store, s, groups,
            o->num_groups, &how, pc_language, &diags);
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    if (status == PC_OK && job->num_studies == 0) {
        return PC_EXIT_INPUT;
    }
    return pc_exit_code(status);
}

/* At most once a second, and not in the first two. Returns when it last spoke. */
static time_t
show_progress(time_t started, time_t shown, size_t done, size_t all)
{
    const time_t now = time(NULL);
    if (now - started < 2 || now == shown) {
        return shown;
    }
    fputc('\r', stderr);
    fprintf(stderr, _("%zu of %zu metrics, %.0f s left   "), done, all,
        (double) (now - started) * (double) (all - done) / (double) done);
    return now;
}

/* --by reads dates, and its month lies in every run. */
static int
read_by(pc_sensitivity_job_t *job, const pc_options_t *o)
{
    const pc_points_t *store = &job->store;
    int dates = 0;
    if (o->by == PC_MONTH_NONE) {
        return PC_EXIT_OK;
    }
    for (size_t m = 0; m < job->num_metrics; m++) {
        const char *stat = store->plan.columns[store->num_params + job->metrics[m]].stat;
        dates |= strcmp(stat, pc_stat_names[PC_STAT_MONTH]) == 0;
    }
    if (!dates) {
        return refuse(_("--by is for dates, and none of the metrics is one"));
    }
    for (size_t s = 0; s < job->num_studies; s++) {
        pc_study_t *study = &job->studies[s];
        char by[8], start[8], end[8];
        if (o->by < study->start || o->by > study->end) {
            pc_month_format(o->by, by);
            pc_month_format(study->start, start);
            pc_month_format(study->end, end);
            fprintf(stderr,
                _("panelcast sensitivity: --by %s lies outside the run of %s, %s to "
                  "%s\n"),
                by, pc_study_text(study, "name", NULL), start, end);
            return PC_EXIT_INPUT;
        }
        study->by = o->by;
    }
    return PC_EXIT_OK;
}

static int
estimate(pc_sensitivity_job_t *job, const pc_options_t *o)
{
    const size_t all = job->num_methods * job->num_studies * job->num_metrics;
    job->results = calloc(all + 1, sizeof(*job->results));
    if (job->results == NULL) {
        return PC_EXIT_BUG;
    }
    const pc_interrupt_t *stop = pc_watch_signals();
    const int terminal = !o->quiet && isatty(STDERR_FILENO);
    const time_t started = time(NULL);
    time_t shown = 0;
    for (size_t k = 0; k < all; k++) {
        const size_t metric = k % job->num_metrics;
        const size_t study = k / job->num_metrics % job->num_studies;
        const size_t method = k / job->num_metrics / job->num_studies;
        if (*stop) {
            fputs(
                _("panelcast sensitivity: interrupted; nothing was written\n"), stderr);
            return PC_EXIT_INTERRUPTED;
        }
        job->num_results = k + 1;
        const pc_status status = pc_sensitivity_init(&job->results[k],
            &job->studies[study], job->metrics[metric], job->methods[method]);
        if (status != PC_OK) {
            fprintf(stderr, _("panelcast sensitivity: %s\n"), _(pc_strerror(status)));
            return pc_exit_code(status);
        }
        if (terminal) {
            shown = show_progress(started, shown, k + 1, all);
        }
    }
    if (shown != 0) {
        fputc('\n', stderr);
    }
    return PC_EXIT_OK;
}

static void
warn_missing(const pc_sensitivity_job_t *job)
{
    for (size_t s = 0; s < job->num_studies; s++) {
        const pc_study_t *study = &job->studies[s];
        if (study->num_absent > 0) {
            fprintf(stderr,
                _("panelcast sensitivity: warning: %zu of %zu rows are not (wholly) in "
                  "the "
                  "store and are left out; finish the sweep, or merge its shards\n"),
                study->num_absent, study->num_rows);
        }
        if (study->num_failed > 0) {
            fprintf(stderr,
                _("panelcast sensitivity: warning: points of %zu of %zu rows failed and "
                  "are "
                  "left out; their reasons: panelcast export --csv\n"),
                study->num_failed, study->num_rows);
        }
    }
}

/* With few resamples there is no interval, and it is said how many it takes. */
static void
warn_resamples(const pc_options_t *o)
{
    const size_t least = pc_resamples_least((double) o->level / 100);
    if (o->resamples > 0 && o->resamples < least) {
        fprintf(stderr,
            _("panelcast sensitivity: warning: intervals of %lu %% take at least %zu "
              "resamples; with --resamples %lu there are none\n"),
            (unsigned long) o->level, least, (unsigned long) o->resamples);
    }
}

static int
write_and_draw(pc_sensitivity_job_t *job, const pc_options_t *o, const char *started)
{
    if (o->output == NULL) {
        return PC_EXIT_OK;
    }
    int code = pc_exit_code(pc_sensitivity_write(job, o, started, o->output));
    if (code != PC_EXIT_OK) {
        return code;
    }
    int drawn = 0;
    if (o->plots) {
        code = pc_draw_plots(o->output, NULL, o->lang, "sensitivity", o->quiet, 0);
        drawn = code == PC_EXIT_OK;
        if (!drawn && o->plots == 1) {
            fputs(_("panelcast sensitivity: the tables are complete, without plots\n"),
                stderr);
            code = code == PC_EXIT_INTERRUPTED ? code : PC_EXIT_OK;
        }
    }
    if (!o->quiet && !o->json) {
        printf(_("\nresults: %s\n"), o->output);
        if (drawn) {
            printf(_("plots:   %s/plots\n"), o->output);
        }
    }
    return code;
}

static int
answer(pc_sensitivity_job_t *job, const pc_options_t *o, const char *started)
{
    warn_missing(job);
    warn_resamples(o);
    if (o->json) {
        pc_answer_sensitivity_json(stdout, job, pc_build_version, pc_language);
    } else if (!o->quiet) {
        pc_answer_sensitivity(stdout, job, pc_language);
    }
    return job->out_of_memory ? PC_EXIT_BUG : write_and_draw(job, o, started);
}

static void
release(pc_sensitivity_job_t *job)
{
    for (size_t k = 0; k < job->num_results; k++) {
        pc_sensitivity_free(&job->results[k]);
    }
    for (size_t s = 0; s < job->num_studies; s++) {
        pc_study_free(&job->studies[s]);
    }
    free(job->results);
    free(job->metrics);
    pc_points_close(&job->store);
    free(job);
}

static int
run_sensitivity(const pc_options_t *options)
{
    char started[32];
    pc_utc_now(started);
    pc_sensitivity_job_t *job = calloc(1, sizeof(*job));
    pc_diags_t diags;
    if (job == NULL) {
        return PC_EXIT_BUG;
    }
    if (options->num_groups > 0 && options->method != NULL
        && strcmp(options->method, "rank") != 0) {
        free(job);
        return refuse(
            _("--group is for rank regression; other designs have their groups "
              "in the design file"));
    }
    if (options->resamples == 0 && pc_is_given(options, OPT_LEVEL)) {
        free(job);
        return refuse(_("--level is that of intervals, and --resamples 0 gives none"));
    }
    pc_messages_init(&diags);
    int code = pc_exit_code(pc_points_read(&job->store, options->args[0], &diags));
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    code = code == PC_EXIT_OK ? choose_metrics(job, options) : code;
    code = code == PC_EXIT_OK ? read_studies(job, options) : code;
    code = code == PC_EXIT_OK ? read_by(job, options) : code;
    code = code == PC_EXIT_OK ? choose_methods(job, options) : code;
    code =
        code == PC_EXIT_OK ? pc_check_output(options->output, options, NULL, 0) : code;
    code = code == PC_EXIT_OK ? estimate(job, options) : code;
    code = code == PC_EXIT_OK ? answer(job, options, started) : code;
    release(job);
    return code;
}

const pc_command_t pc_cmd_sensitivity = { "sensitivity", run_sensitivity,
    PC_OPT_OUTPUT | PC_OPT_BOM | PC_OPT_PLOTS | PC_OPT_JSON | PC_OPT_SENSITIVITY, 1, 1,
    "STORE.sqlite [-o DIR] [options]", N_("say which parameters of a sweep matter"),
    N_("Says how much each parameter of a sweep accounts for in its metrics, at one "
       "date "
       "and\n"
       "over time, and which of those that matter are only assumed "
       "(docs/sensitivity.md). "
       "What\n"
       "is given depends on the design: saltelli, Sobol indices and rank regression; "
       "morris,\n"
       "elementary effects; the others, rank regression (PRCC, SRRC and R2).\n\n"
       "  -o, --output DIR         result folder: tables and plots\n"
       "      --metric NAME        this metric alone; may be repeated (default: all)\n"
       "      --group NAME=PARAMETER,PARAMETER    take parameters as one, in a rank "
       "regression\n"
       "      --method sobol|morris|rank          this alone\n"
       "      --by YYYY-MM         of dates: the probability of reaching them by then\n"
       "      --level PERCENT      of the intervals (default: 95)\n"
       "      --resamples N        of the bootstrap (default: 1000; 0: no intervals; "
       "fewer than\n"
       "                           200 give none at 95 %)\n"
       "      --lang en|ja         language of the text, tables and plots\n"
       "      --bom, --no-bom      tables for people begin with a byte order mark, "
       "for\n"
       "                           spreadsheets, or do not (default: in Japanese)\n"
       "      --no-plots           draw nothing;  --plots: fail if plots cannot be "
       "drawn\n"
       "      --json               print summary.json instead of the text\n"
       "      --quiet              print nothing but warnings and errors\n\n"
       "examples:  panelcast sensitivity out/s1.sqlite\n"
       "           panelcast sensitivity out/s1.sqlite --metric tests_FY2030 -o out/s1 "
       "--lang ja\n"
       "           panelcast sensitivity out/list.sqlite --group "
       "mix=case_mix.none,case_mix.trial") };
