/* run.c - one run of a scenario into a result folder. */
#include "analysis/answers/run.h"
#include "tools/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/ensemble/experiment.h"
#include "analysis/ensemble/hosts.h"
#include "analysis/ensemble/scenario_output.h"
#include "output/folder/destination.h"
#include "output/output.h"
#include "tools/kept.h"
#include "tools/record.h"
#include "tools/many.h"

/* Set by a signal: the run stops at the next month or file. */
static const pc_interrupt_t *interrupted;

typedef struct {
    const pc_options_t *options;
    pc_scenario_t scenario;
    pc_experiment_t experiment;
    pc_state_t past;  /* with --from-state */
    pc_hosts_t hosts; /* with --hosts */
    pc_many_t many;   /* with -n or --draws */
    int is_many;
    FILE *summary; /* with --json: what was written; or NULL */
    int answer;    /* PC_EXIT_NO if the precision wanted was not reached */
    pc_diags_t diags;
    char started[32];
} job_t;

static int
refuse(const char *text)
{
    fprintf(stderr, _("panelcast run: %s\n"), text);
    return PC_EXIT_USAGE;
}

static pc_status
prepare(job_t *job)
{
    pc_experiment_t *e = &job->experiment;
    pc_status status =
        pc_experiment_init(e, &job->scenario, job->options->draw, NULL, 0, &job->diags);
    if (status == PC_OK) {
        status = pc_experiment_prepare(e);
    }
    if (status == PC_OK && job->options->hosts) {
        status = pc_hosts_init(&job->hosts, &e->plan);
    }
    return status == PC_OK ? pc_run_reset(&e->run, e->draw, job->options->replicate)
                           : status;
}

static pc_status
restore(job_t *job)
{
    const pc_options_t *o = job->options;
    const pc_status status =
        pc_past_load(&job->past, &job->scenario, o, 0, 1, &job->diags);
    return status == PC_OK
               ? pc_run_restore(&job->experiment.run, &job->past, o->draw, o->replicate)
               : status;
}

static pc_status
simulate(job_t *job)
{
    pc_month save_month = PC_MONTH_NONE;
    pc_status status = PC_OK;
    if (job->options->save_month != NULL
        && (status = pc_month_parse(job->options->save_month, &save_month)) != PC_OK) {
        return status;
    }
    if (save_month != PC_MONTH_NONE
        && (save_month < (pc_month) job->experiment.run.state.scalar[PC_S_MONTH]
            || save_month > job->experiment.input.end)) {
        pc_diags_add(&job->diags, PC_ERROR, "--save-state", 0, 0, NULL,
            "%s lies outside the run", job->options->save_month);
        return PC_ERR_INPUT;
    }
    status = pc_run_record_state(&job->experiment.run, &job->experiment.results);
    while (status == PC_OK) {
        if (job->experiment.run.state.scalar[PC_S_MONTH] == save_month
            && (status =
                       pc_state_save(job->options->save_file, &job->experiment.run.state,
                           job->experiment.input.hospitals, &job->diags))
                   != PC_OK) {
            return status;
        }
        if (*interrupted) {
            return PC_ERR_INTERRUPT;
        }
        if (job->experiment.run.month == job->experiment.plan.num_months) {
            return PC_OK;
        }
        if ((status = pc_run_step(&job->experiment.run, &job->experiment.results))
            != PC_OK) {
            return status;
        }
        if (job->options->hosts) {
            pc_hosts_record(&job->hosts, &job->experiment.run);
        }
    }
    return status;
}

/* hosts.csv and capacity.csv, on request. */
static pc_status
write_hosts(const job_t *job, pc_store_t *store)
{
    FILE *out = pc_store_file(store, "hosts.csv");
    if (out != NULL) {
        pc_hosts_write(&job->hosts, out);
    }
    pc_status status = pc_store_close_file(store);
    if (status == PC_OK) {
        out = pc_store_file(store, "capacity.csv");
        if (out != NULL) {
            pc_hosts_write_needs(&job->hosts, job->options->limit, out);
        }
        status = pc_store_close_file(store);
    }
    return status;
}

static pc_status
write_results(
    job_t *job, const char *dir, const char *resolved, const pc_run_info_t *info)
{
    pc_scenario_output_t described;
    pc_store_t store;

    pc_scenario_output(&described, &job->scenario, info);
    pc_output_t *output = &described.output;
    output->results = &job->experiment.results;
    output->samples = job->many.samples;
    output->num_samples = job->many.num_samples;
    output->resolved = resolved;
    pc_status status = pc_store_open(&store, dir, &job->diags);
    if (status == PC_OK) {
        status = job->is_many ? pc_ensemble_files(&job->many.statistics, output, &store)
                              : pc_output_files(output, &store);
    }
    if (status == PC_OK && job->many.stopped) {
        status = pc_members_save(&job->many.ensemble, job->many.fingerprint, &store);
    }
    if (status == PC_OK && job->options->hosts) {
        status = write_hosts(job, &store);
    }
    /* Many runs keep what they have. */
    if (status == PC_OK && *interrupted && !job->is_many) {
        status = PC_ERR_INTERRUPT;
    }
    if (status == PC_OK && job->options->json
        && (job->summary = pc_store_read(&store, "summary.json")) == NULL) {
        status = pc_store_fault(&job->diags, dir, N_("cannot read the folder"), errno);
    }
    return pc_store_end(&store, status, info);
}

/* How many of the runs asked for there are. */
static void
record_many(const pc_many_t *many, pc_run_info_t *info)
{
    const pc_ensemble_t *e = &many->ensemble;
    info->runs_done = e->num_done;
    info->runs_asked = many->num_targets > 0 ? 0 : e->room;
    info->interrupted = many->stopped;
}

/* Describes the run and writes the folder. */
static pc_status
write_folder(job_t *job, const char *dir)
{
    pc_run_record_t record;
    pc_run_info_t info;
    pc_status status = pc_run_record_init(&record, &job->scenario, job->options, &info);
    if (status == PC_OK) {
        info.started = job->started;
        if (job->is_many) {
            record_many(&job->many, &info);
        }
        if (job->options->from_state != NULL) {
            pc_run_record_past(&record, &job->past, &info);
        }
        status = write_results(job, dir, record.resolved, &info);
    }
    pc_run_record_free(&record);
    return status;
}

/* What the options make of the scenario. */
static int
check_request(job_t *job)
{
    job->is_many = pc_wants_many(&job->scenario, job->options);
    const char *nothing =
        job->options->draw > 0 && !job->is_many ? pc_draw_fault(&job->scenario) : NULL;
    if (nothing != NULL) {
        return refuse(nothing);
    }
    pc_warn_seed("run", &job->scenario, job->options);
    if (!job->is_many && job->scenario.mode == PC_MODE_EXPECTED
        && job->options->replicate > 1) {
        fprintf(stderr,
            _("panelcast run: warning: expected mode has no chance, so --replicate %lu "
              "changes nothing: add --mode stochastic\n"),
            (unsigned long) job->options->replicate);
    }
    if (!job->is_many) {
        return job->options->num_samples == 0
                   ? PC_EXIT_OK
                   : refuse(_("--samples is for many runs: add --draws N, or --mode "
                              "stochastic and -n N; the values of one run are in "
                              "series.csv"));
    }
    const char *fault = pc_many_fault(&job->scenario, job->options);
    if (fault != NULL) {
        return refuse(fault);
    }
    const int code = pc_many_init(&job->many, &job->scenario, job->options);
    fault = code == PC_EXIT_OK ? pc_draws_fault(&job->scenario, 1) : NULL;
    return fault != NULL ? refuse(fault) : code;
}

static int
report(const job_t *job, pc_status status, const char *dir)
{
    pc_diags_print(&job->diags, stderr);
    if (status == PC_ERR_INTERRUPT && job->many.ensemble.num_done == 0) {
        fprintf(stderr, _("panelcast run: interrupted; %s is as it was before\n"), dir);
    } else if (status != PC_OK && status != PC_ERR_INTERRUPT
               && job->diags.num_errors == 0) {
        fprintf(stderr, _("panelcast run: %s\n"), _(pc_strerror(status)));
    }
    status = status != PC_OK && job->diags.out_of_memory ? PC_ERR_NOMEM : status;
    return pc_exit_code(status);
}

/* The summary that this run wrote; the folder may have another by now. */
static void
print_summary(FILE *summary)
{
    for (int c; (c = getc(summary)) != EOF;) {
        putchar(c);
    }
}

static int
finish(const job_t *job, const char *dir)
{
    const pc_options_t *o = job->options;
    int drawn = 0, code = PC_EXIT_OK;
    if (o->plots) {
        code = pc_draw_results("run", o, dir, NULL, interrupted, &drawn);
    }
    if (o->json) {
        print_summary(job->summary);
        if (!o->quiet) {
            const pc_many_answer_t many = pc_many_answer(&job->many);
            pc_answer_targets(stderr, &many, pc_language);
        }
    } else if (!o->quiet) {
        if (job->is_many) {
            const pc_many_answer_t many = pc_many_answer(&job->many);
            pc_answer_many(stdout, &many, pc_language);
        } else if (pc_answer_run(
                       stdout, &job->scenario, &job->experiment.results, pc_language)
                   != PC_OK) {
            fputs(
                _("panelcast run: out of memory; the results are complete, the summary "
                  "is not printed\n"),
                stderr);
            code = code == PC_EXIT_OK ? PC_EXIT_BUG : code;
        } else {
            pc_answer_draw(
                stdout, &job->scenario, o->draw, job->experiment.params, pc_language);
        }
        printf(_("results: %s\n"), dir);
        if (drawn) {
            printf(_("plots:   %s/plots\n"), dir);
        }
    }
    return code;
}

static pc_status
run_one(job_t *job, const char *dir)
{
    pc_status status = prepare(job);
    if (status == PC_OK && job->options->from_state != NULL) {
        status = restore(job);
    }
    if (status == PC_OK) {
        status = simulate(job);
    }
    return status == PC_OK ? write_folder(job, dir) : status;
}

/* An interrupted ensemble is written with the members it has; the exit code says so. */
static pc_status
run_many(job_t *job, const char *dir)
{
    const pc_options_t *o = job->options;
    pc_status status = PC_OK;
    if (o->from_state != NULL) {
        status = pc_past_load(&job->past, &job->scenario, o,
            (uint32_t) job->scenario.draws, 0, &job->diags);
    }
    if (status == PC_OK) {
        status = pc_many_run(&job->many, &job->scenario,
            o->from_state != NULL ? &job->past : NULL, o, dir, interrupted, &job->diags);
    }
    if (job->many.ensemble.num_done == 0
        || (status != PC_OK && status != PC_ERR_INTERRUPT)) {
        return status;
    }
    const char *place = pc_many_place(&job->many, dir);
    pc_status written = place == dir ? PC_OK : pc_kept_check(place, &job->diags);
    written = written == PC_OK ? write_folder(job, place) : written;
    if (written == PC_OK) {
        job->answer = pc_many_finish(&job->many, dir, place);
    }
    return written == PC_OK ? status : written;
}

static int
run_run(const pc_options_t *options)
{
    job_t job;
    char buffer[512];
    if (options->point != NULL) {
        return pc_run_point(options);
    }
    memset(&job, 0, sizeof(job));
    job.options = options;
    pc_messages_init(&job.diags);
    pc_utc_now(job.started);
    interrupted = pc_watch_signals();

    int code = pc_load(&job.scenario, options);
    code = code == PC_EXIT_OK ? check_request(&job) : code;
    snprintf(buffer, sizeof(buffer), "out/%s",
        job.scenario.name != NULL ? job.scenario.name : "");
    const char *dir = options->output != NULL ? options->output : buffer;
    code = code == PC_EXIT_OK ? pc_check_output(dir, options, &job.scenario, 1) : code;
    code = code == PC_EXIT_OK
               ? pc_refuse_input(options->save_file, options, &job.scenario, 1)
               : code;
    code = code == PC_EXIT_OK ? pc_check_state_place(options->save_file, dir) : code;
    if (code == PC_EXIT_OK) {
        const pc_status status = job.is_many ? run_many(&job, dir) : run_one(&job, dir);
        code = report(&job, status, dir);
        code = code == PC_EXIT_OK ? finish(&job, dir) : code;
        code = code == PC_EXIT_OK ? job.answer : code;
    }
    if (job.summary != NULL) {
        fclose(job.summary);
    }
    pc_state_free(&job.past);
    pc_hosts_free(&job.hosts);
    pc_many_free(&job.many);
    pc_experiment_free(&job.experiment);
    pc_scenario_free(&job.scenario);
    pc_diags_free(&job.diags);
    return code;
}

const pc_command_t pc_cmd_run = { "run", run_run,
    PC_OPT_OUTPUT | PC_OPT_BOM | PC_OPT_RUN | PC_OPT_SET | PC_OPT_STATE | PC_OPT_PAST
        | PC_OPT_PLOTS | PC_OPT_JSON | PC_OPT_HOSTS | PC_OPT_THREADS | PC_OPT_POINT
        | PC_OPT_UNTIL,
    1, 1, "FILE [-o DIR] [options]", N_("run a scenario into a result folder"),
    N_("Runs a scenario and writes a folder: series.csv, tables, summary.json, "
       "plots.\n\n"
       "  -o, --output DIR         result folder (default out/NAME of the scenario)\n"
       "      --mode MODE          expected (means; the default) or stochastic (one "
       "replicate)\n"
       "      --seed S             seed of all chance, 0 to 2^64 - 1\n"
       "      --draw D             draw the uncertain parameters, draw number D "
       "(default "
       "0: none)\n"
       "      --replicate R        luck number R, from 1 (default 1)\n"
       "  -n, --replicates N       many runs with luck 1 to N (with --mode "
       "stochastic)\n"
       "      --draws N            many runs with parameter draws 1 to N (0: none); "
       "with "
       "-n,\n                           N x n runs\n"
       "      --until-mcse VARIABLE=VALUE   as many draws as are needed: stop when the "
       "standard\n"
       "                           error (mcse) of the variable's mean is at most "
       "VALUE "
       "in "
       "every\n"
       "                           fiscal year; up to 16 times, and all must hold. "
       "--draws, "
       "or\n"
       "                           without it or with --draws 1 -n, is then the most "
       "(default:\n"
       "                           10000 draws). Not enough: the result is written, "
       "exit "
       "code 1.\n"
       "                           Looked at after 50, 100, .. 400, 500, 600, 750, "
       ".. "
       "draws\n"
       "      --samples VARIABLE   write every run's values of it, by month and year, "
       "to\n"
       "                           samples.csv; up to 64 times (with -n or --draws)\n"
       "      --threads T          threads for many runs (default: all processors)\n"
       "      --set NAME=VALUE     fix a parameter, as often as needed; "
       "NAME=VALUE@YYYY-MM\n"
       "                           changes it from that month on\n"
       "      --save-state YYYY-MM=FILE   write the state at the end of that month\n"
       "      --from-state FILE    go on from a saved state; with -n or --draws, many "
       "futures\n"
       "                           of that one past\n"
       "      --hosts              also write hosts.csv (every host and month) and "
       "capacity.csv\n"
       "      --limit PERCENT      (minutes a month that keep utilisation under it; "
       "default 85)\n"
       "      --point STORE:P      run point P of a sweep's store alone and compare it "
       "(exit\n"
       "                           code 1 if a metric differs). FILE may be left out: "
       "it "
       "says\n"
       "                           where the scenario is now. Only --quiet goes with "
       "it\n"
       "      --lang en|ja         language of summary, tables and plots\n"
       "      --bom, --no-bom      tables for people begin with a byte order mark, "
       "for\n"
       "                           spreadsheets, or do not (default: in Japanese)\n"
       "      --no-plots           draw nothing;  --plots: fail if plots cannot be "
       "drawn\n"
       "      --json               print summary.json instead of the summary\n"
       "      --quiet              print nothing but warnings and errors\n\n"
       "Ctrl-C keeps the runs of -n or --draws that are done (exit code 75); the same "
       "command\n"
       "goes on from there. A complete result is never replaced by such a part: that "
       "goes "
       "to\n"
       "DIR.partial.\n\n"
       "examples:  panelcast run scenarios/baseline.json\n"
       "           panelcast run scenarios/baseline.json --set rollout.rate=10 -o "
       "out/slow\n"
       "           panelcast run scenarios/baseline.json --mode stochastic --replicate "
       "7 "
       "--lang ja\n"
       "           panelcast run scenarios/baseline.json --mode stochastic --draws 200 "
       "-n "
       "2 "
       "-o out/spread\n"
       "           panelcast run scenarios/baseline.json --mode stochastic "
       "--save-state "
       "2030-03=now.state\n"
       "           panelcast run scenarios/slow-rollout.json --mode stochastic -n 200 "
       "--from-state now.state\n"

       "           panelcast run scenarios/baseline.json --mode stochastic "
       "--until-mcse "
       "'Tests|Total=200'") };
