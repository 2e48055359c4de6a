/* report.c - `panelcast report`: one page that says what scenarios give. */
#include "tools/report/workbook.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "output/folder/store.h"
#include "tools/many.h"
#include "tools/outputs.h"
#include "tools/record.h"

#define DEFAULT_DRAWS 200

typedef struct {
    const pc_options_t *options;
    pc_scenario_t scenarios[PC_REPORT_MOST];
    size_t num;
    pc_report_t report;
    const pc_interrupt_t *interrupted;
    pc_diags_t diags;
    char started[32];
    pc_page_parts_t parts; /* of the explorer */
    int has_parts;
} job_t;

static int
refuse(const char *text)
{
    fprintf(stderr, _("panelcast report: %s\n"), text);
    return PC_EXIT_USAGE;
}

static int
load_all(job_t *job)
{
    int code = PC_EXIT_OK;
    for (int k = 0; k < job->options->num_args; k++) {
        pc_options_t one = *job->options;
        one.args = job->options->args + k;
        one.num_args = 1;
        one.uses = PC_USE_RANGES | PC_USE_CHANCE | PC_USE_CAPACITY;
        const int loaded = pc_load(&job->scenarios[k], &one);
        code = code == PC_EXIT_OK ? loaded : code;
        job->num++;
    }
    return code;
}

static int
check_request(const job_t *job)
{
    const pc_options_t *o = job->options;
    if (o->draw > 0 || o->replicate > 1 || pc_has_set(o, "replicates")
        || pc_has_set(o, "mode")) {
        return refuse(_("a report is made of parameter draws in expected mode: only "
                        "--draws says how many"));
    }
    if (pc_has_set(o, "draws") && job->scenarios[0].draws == 0) {
        return refuse(_("a report takes at least one draw: --draws from 1"));
    }
    const char *fault = NULL;
    for (size_t k = 0; k < job->num && fault == NULL; k++) {
        fault = pc_scenario_num_uncertain(&job->scenarios[k]) == 0
                    ? _("no parameter of a scenario has a range, so there is nothing to "
                        "draw")
                    : NULL;
    }
    return fault != NULL ? refuse(fault) : PC_EXIT_OK;
}

/* --- the file --- */

/* The month of the newest national count in the record. */
static void
find_data(const pc_scenario_t *s, char text[8])
{
    pc_month newest = PC_MONTH_NONE;
    for (size_t k = 0; k < s->observations.num; k++) {
        const pc_observation_t *o = &s->observations.items[k];
        newest = o->last > newest ? o->last : newest;
    }
    text[0] = '\0';
    if (newest != PC_MONTH_NONE) {
        pc_month_format(newest, text);
    }
}

/* The command without its folder; to be freed. */
static char *
make_command(const job_t *job)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    fputs("panelcast report", out);
    for (int k = 0; k < job->options->num_args; k++) {
        fprintf(out, " %s", job->options->args[k]);
    }
    for (size_t k = 0; k < job->options->num_sets; k++) {
        const char *set = job->options->sets[k];
        const int is_draws = strncmp(set, "draws=", 6) == 0;
        fprintf(out, is_draws ? " --draws %s" : " --set %s", is_draws ? set + 6 : set);
    }
    fputs(" -o DIR", out);
    return fclose(out) == 0 ? text : NULL;
}

/* libxlsxwriter wants the name of a file: one in the hidden folder of the result, whose
 * bytes then go the way of every other file. */
static pc_status
write_workbook(const pc_page_t *page, pc_store_t *store, pc_diags_t *diags)
{
    char path[PATH_MAX + 32], bytes[1 << 14];
    snprintf(path, sizeof(path), "%s/.report.xlsx.tmp", pc_store_path(store));
    pc_status status = pc_workbook_write(page, path);
    FILE *in = status == PC_OK ? fopen(path, "rb") : NULL;
    unlink(path);
    if (in == NULL) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "report.xlsx could not be written; libxlsxwriter also needs room for "
            "temporary files (TMPDIR)");
        return status == PC_ERR_NOMEM ? status : PC_ERR_WRITE;
    }
    FILE *out = pc_store_file(store, "report.xlsx");
    for (size_t n = 1; out != NULL && n > 0;) {
        n = fread(bytes, 1, sizeof(bytes), in);
        fwrite(bytes, 1, n, out);
    }
    status = ferror(in) ? PC_ERR_WRITE : PC_OK;
    fclose(in);
    const pc_status closed = pc_store_close_file(store);
    return closed != PC_OK ? closed : status;
}

/* The page, and the workbook where this program can write one. */
static pc_status
write_page(const job_t *job, const pc_run_info_t *info, pc_store_t *store)
{
    char data[8], today[11];
    char *command = make_command(job);
    if (command == NULL) {
        return PC_ERR_NOMEM;
    }
    find_data(&job->scenarios[0], data);
    snprintf(today, sizeof(today), "%.10s", job->started);
    const pc_page_t page = { .report = &job->report,
        .info = info,
        .made_on = today,
        .data_as_of = data,
        .command = command,
        .lang = info->lang,
        .parts = job->has_parts ? &job->parts : NULL,
        .sets = job->options->sets,
        .num_sets = job->options->num_sets };
    FILE *out = pc_store_file(store, "report.html");
    pc_status status = out != NULL ? pc_page_write(&page, out, store->at.diags) : PC_OK;
    const pc_status closed = pc_store_close_file(store);
    status = closed != PC_OK ? closed : status;
    if (status == PC_OK && pc_workbook_is_built()) {
        status = write_workbook(&page, store, store->at.diags);
    }
    free(command);
    return status;
}

static pc_status
write_store(job_t *job, const char *dir, pc_run_info_t *info)
{
    pc_store_t store;
    pc_status status = pc_store_open(&store, dir, &job->diags);
    if (status == PC_OK) {
        status = write_page(job, info, &store);
    }
    if (status == PC_OK) {
        status = pc_write_resolved(job->scenarios, job->num, &store);
    }
    if (status == PC_OK && *job->interrupted) {
        status = PC_ERR_INTERRUPT;
    }
    return pc_store_end(&store, status, info);
}

static pc_status
write_folder(job_t *job, const char *dir)
{
    pc_run_record_t record;
    pc_run_info_t info;
    pc_run_input_t *inputs = NULL;
    pc_status status =
        pc_run_record_init(&record, &job->scenarios[0], job->options, &info);
    if (status == PC_OK) {
        inputs = pc_all_inputs(job->scenarios, job->num, &info.num_inputs);
        status = inputs != NULL ? PC_OK : PC_ERR_NOMEM;
    }
    if (status == PC_OK) {
        info.inputs = inputs;
        info.started = job->started;
        info.draws = job->report.draws;
        status = write_store(job, dir, &info);
    }
    pc_run_record_free(&record);
    free(inputs);
    return status;
}

/* --- the command --- */

static pc_status
run_all(job_t *job)
{
    pc_clock_t clock = { .started = time(NULL) };
    const size_t draws = job->scenarios[0].draws;
    const pc_ensemble_plan_t plan = { .draws =
                                          draws > 0 ? (uint32_t) draws : DEFAULT_DRAWS,
        .threads = job->options->threads,
        .interrupted = job->interrupted,
        .temporary = getenv("TMPDIR"),
        .progress =
            !job->options->quiet && isatty(STDERR_FILENO) ? pc_show_progress : NULL,
        .context = &clock };
    const pc_report_source_t source = { .scenarios = job->scenarios,
        .paths = (const char *const *) job->options->args,
        .sets = job->options->sets,
        .num = job->num,
        .num_sets = job->options->num_sets };
    const pc_status status = pc_report_run(&job->report, &source, &plan, &job->diags);
    if (clock.shown != 0) {
        fputc('\n', stderr);
    }
    return status;
}

static int
finish(job_t *job, pc_status status, const char *dir)
{
    if (status == PC_ERR_INTERRUPT) {
        fprintf(
            stderr, _("panelcast report: interrupted; %s is as it was before\n"), dir);
        return PC_EXIT_INTERRUPTED;
    }
    status = pc_say(status, &job->diags, dir);
    if (status == PC_OK && !job->options->quiet) {
        printf(_("report: %s/report.html\n"), dir);
        if (!job->has_parts && !job->options->no_explorer) {
            fputs(_("report.html has no explorer: its model is not built; to have it, "
                    "type: make page-core\n"),
                stderr);
        }
        if (pc_workbook_is_built()) {
            printf(_("workbook: %s/report.xlsx\n"), dir);
        } else {
            fputs(_("no report.xlsx: this program was built without libxlsxwriter; to "
                    "have it, type: sudo apt-get install libxlsxwriter-dev zlib1g-dev "
                    "&& make\n"),
                stderr);
        }
    }
    return pc_exit_code(status);
}

static int
run_report(const pc_options_t *options)
{
    const char *dir = options->output != NULL ? options->output : "out/report";
    job_t *job = calloc(1, sizeof(*job));
    if (job == NULL) {
        fprintf(stderr, _("panelcast report: %s\n"), _(pc_strerror(PC_ERR_NOMEM)));
        return PC_EXIT_BUG;
    }
    job->options = options;
    pc_messages_init(&job->diags);
    pc_utc_now(job->started);
    job->interrupted = pc_watch_signals();
    job->has_parts = !options->no_explorer && pc_page_parts_load(&job->parts);
    int code = load_all(job);
    code = code == PC_EXIT_OK ? check_request(job) : code;
    code = code == PC_EXIT_OK ? pc_check_output(
               dir, options, job->scenarios, (size_t) options->num_args)
                              : code;
    if (code == PC_EXIT_OK) {
        pc_status status = run_all(job);
        if (status == PC_OK) {
            status = write_folder(job, dir);
        }
        code = finish(job, status, dir);
    }
    pc_report_free(&job->report);
    pc_page_parts_free(&job->parts);
    for (size_t k = 0; k < PC_REPORT_MOST; k++) {
        pc_scenario_free(&job->scenarios[k]);
    }
    pc_diags_free(&job->diags);
    free(job);
    return code;
}

const pc_command_t pc_cmd_report = { "report", run_report,
    PC_OPT_OUTPUT | PC_OPT_RUN | PC_OPT_SET | PC_OPT_THREADS | PC_OPT_REPORT, 1,
    PC_REPORT_MOST, "REFERENCE [FILE ...] [-o DIR] [options]",
    N_("write a report of two pages on one to four scenarios"),
    N_("Writes DIR/report.html: question, answers, key figures with ranges, charts, "
       "what "
       "the\n"
       "scenarios assume and what moves the answer most, in Japanese and in English. "
       "The "
       "page\n"
       "needs no script and no network, and prints on two sheets of A4. Behind it lies "
       "an\n"
       "explorer with sliders, which calculates in the browser, if `make page-core` has "
       "built\n"
       "its model.\n"
       "Writes DIR/report.xlsx: the same numbers in sheets, with charts that can be "
       "edited,\n"
       "in the language of --lang, if the program was built with libxlsxwriter.\n\n"
       "The first scenario is the reference; up to three others are held against it. "
       "Numbers are\n"
       "medians of parameter draws with their 80 per cent range.\n\n"
       "  -o, --output DIR         result folder (default out/report)\n"
       "      --draws N            parameter draws of each scenario (default 200)\n"
       "      --set NAME=VALUE, --seed S, --threads T   for all scenarios, as in run\n"
       "      --lang en|ja         the language of the workbook, which the page "
       "shows first\n"
       "      --no-explorer        the report alone: a small page without any script\n"
       "      --quiet              print nothing but warnings and errors\n\n"
       "example:  panelcast report scenarios/baseline.json scenarios/no-omission.json "
       "scenarios/wider-rule.json -o out/report") };
