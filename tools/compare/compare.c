/* compare.c - scenarios side by side: what differs, from when, by how much and why.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/compare/output.h"
#include "tools/record.h"
#include "tools/many.h"
#include "tools/outputs.h"

static int
refuse(const char *text)
{
    fprintf(stderr, _("panelcast compare: %s\n"), text);
    return PC_EXIT_USAGE;
}

static int
load_all(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    const char *names[PC_COMPARE_MAX];
    pc_options_t options = *job->options;
    c->num = (size_t) job->options->num_args;
    for (size_t k = 0; k < c->num; k++) {
        options.args = job->options->args + k;
        const int code = pc_load(&c->scenarios[k], &options);
        if (code != PC_EXIT_OK) {
            return code;
        }
        c->list[k] = &c->scenarios[k];
        names[k] = c->scenarios[k].name;
        pc_tell_apart(names, k, c->names[k], sizeof(c->names[k]));
    }
    return PC_EXIT_OK;
}

/* Pairs that are not comparable are refused, each with its reasons, unless --shared. */
static int
check_pairs(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    int refused = 0;
    for (size_t k = 1; k < c->num; k++) {
        c->unlike[k] = pc_unlike(c->list[0], c->list[k]);
        for (int bit = 0; bit < PC_NUM_UNLIKE && !job->options->shared; bit++) {
            if (c->unlike[k] >> bit & 1) {
                fprintf(stderr,
                    _("panelcast compare: %s and %s are not comparable: %s\n"),
                    c->names[0], c->names[k], pc_unlike_text(1u << bit, pc_language));
                refused = 1;
            }
        }
        if (job->options->explain && (c->unlike[k] & PC_UNLIKE_HORIZON)) {
            fputs(_("panelcast compare: --explain-difference needs scenarios with the "
                    "same "
                    "start and end\n"),
                stderr);
            return PC_EXIT_INPUT;
        }
    }
    if (refused) {
        fputs(_("add --shared to compare them on what they share\n"), stderr);
    }
    return refused ? PC_EXIT_INPUT : PC_EXIT_OK;
}

static int
check_request(const pc_compare_job_t *job)
{
    const pc_comparison_t *c = &job->comparison;
    const pc_options_t *o = job->options;
    const pc_scenario_t *reference = c->list[0];
    if (o->draw > 0 || o->replicate > 1) {
        return refuse(_("--draw and --replicate choose one run: use --draws and -n"));
    }
    if (o->from_state != NULL && o->explain) {
        return refuse(_("--explain-difference works from the start of the scenarios, in "
                        "expected mode: leave out --from-state"));
    }
    const char *fault = pc_wants_many(reference, o) ? pc_many_fault(reference, o) : NULL;
    if (fault == NULL) {
        fault = pc_draws_fault(c->scenarios, c->num);
    }
    pc_warn_seed("compare", reference, o);
    return fault != NULL ? refuse(fault) : PC_EXIT_OK;
}

static pc_status
run_members(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    const pc_scenario_t *reference = c->list[0];
    pc_clock_t clock = { .started = time(NULL) };
    const pc_compare_plan_t plan = {
        .draws = (uint32_t) reference->draws,
        .replicates = (uint32_t) reference->replicates,
        .threads = job->options->threads,
        .interrupted = job->interrupted,
        .temporary = getenv("TMPDIR"),
        .progress =
            !job->options->quiet && isatty(STDERR_FILENO) ? pc_show_progress : NULL,
        .context = &clock,
        .past = job->options->from_state != NULL ? &job->past : NULL,
    };
    const pc_status status = pc_compare_run(&c->compare, c->list, c->num, &plan);
    if (clock.shown != 0) {
        fputc('\n', stderr);
    }
    /* The last member may have been at work when the signal came. */
    return status == PC_OK && *job->interrupted ? PC_ERR_INTERRUPT : status;
}

/* What the key page shows, and its years. */
static void
choose_figures(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    pc_key_figure_t figures[PC_NUM_KEY_FIGURES];
    const pc_key_input_t input = { &c->compare.years, NULL, NULL, NULL };
    pc_key_figures(&input, figures);
    for (size_t k = 0; k < PC_NUM_KEY_FIGURES; k++) {
        const pc_variable variable = pc_variable_find(figures[k].id);
        if (variable != PC_V_NONE) {
            c->figures[c->num_figures++] = variable;
        }
    }
    c->num_years = pc_compare_key_years(&c->compare, c->years);
}

/* The one state, which must fit every scenario. */
static pc_status
load_past(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    const uint32_t draws = (uint32_t) c->list[0]->draws;
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_status status = PC_OK;
    for (size_t k = 0; k < c->num && status == PC_OK; k++) {
        pc_state_free(&job->past);
        status = pc_past_load(&job->past, c->list[k], job->options, draws, 0, &diags);
    }
    status = pc_say(status, &diags, job->options->args[0]);
    job->told = status != PC_OK;
    pc_diags_free(&diags);
    return status;
}

static pc_status
compare_all(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    pc_status status = job->options->from_state != NULL ? load_past(job) : PC_OK;
    for (size_t k = 1; k < c->num && status == PC_OK; k++) {
        status = pc_differences_init(&c->differences[k], c->list[0], c->list[k]);
    }
    if (status == PC_OK) {
        status = run_members(job);
    }
    for (size_t k = 1; k < c->num && status == PC_OK && job->options->explain; k++) {
        status = pc_explanation_init(
            &c->explanations[k], c->list[0], c->list[k], job->interrupted);
        c->explained = 1;
    }
    if (status == PC_OK) {
        choose_figures(job);
    }
    return status;
}

/* Counts the runs that failed and names the first of them. Nothing is left to compare if
 * all did. */
static int
report_failed(const pc_compare_job_t *job)
{
    const pc_comparison_t *c = &job->comparison;
    const pc_compare_t *all = &c->compare;
    const size_t most = 5, runs = all->num_members * c->num;
    size_t told = 0;
    pc_diags_t diags;
    pc_messages_init(&diags);
    const pc_status status = pc_compare_check(all, &diags);
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    if (status != PC_OK || all->num_failed == 0) {
        return pc_exit_code(status);
    }
    fprintf(stderr,
        _("panelcast compare: %zu of %zu runs failed in some scenario and are left out "
          "of its figures and of all differences from it:\n"),
        all->num_failed, all->num_members);
    for (size_t k = 0; k < runs; k++) {
        const size_t member = k / c->num;
        if (all->ran[k] != PC_OK && told++ < most) {
            fprintf(stderr, _("  %s, draw %lu, replicate %lu: %s\n"),
                c->names[k % c->num], (unsigned long) pc_compare_draw_of(all, member),
                (unsigned long) pc_compare_replicate_of(all, member),
                _(pc_strerror(all->ran[k])));
        }
    }
    if (told > most) {
        fprintf(stderr, _("  and %zu more\n"), told - most);
    }
    if (job->options->output != NULL) {
        fprintf(stderr, _("  all of them: %s/members.csv\n"), job->options->output);
    }
    return PC_EXIT_OK;
}

/* A failed proof is a fault of the program, not of the scenarios. */
static int
report_breach(const pc_compare_job_t *job)
{
    const pc_comparison_t *c = &job->comparison;
    const pc_breach_t *b = &c->compare.breach;
    char month[8], parting[32], region[8] = "JP";
    snprintf(parting, sizeof(parting), "%s", _("never"));
    pc_month_format(b->month, month);
    if (c->compare.parting[b->scenario] != PC_MONTH_NONE) {
        pc_month_format(c->compare.parting[b->scenario], parting);
    }
    if (b->region > 0) {
        snprintf(region, sizeof(region), "JP-%02d", b->region % 100);
    }
    fprintf(stderr,
        _("panelcast compare: the proof failed: %s and %s may differ from %s, but "
          "already differ in %s: %s, %s: %.17g and %.17g (draw %lu, replicate %lu). "
          "Please report this.\n"),
        c->names[0], c->names[b->scenario], parting, month,
        pc_variable_table[b->variable].name, region, b->value[0], b->value[1],
        (unsigned long) b->draw, (unsigned long) b->replicate);
    return PC_EXIT_PROOF;
}

static void
say_interrupted(void)
{
    fputs(_("panelcast compare: interrupted; nothing was written\n"), stderr);
}

static int
write_and_draw(pc_compare_job_t *job)
{
    const pc_options_t *o = job->options;
    if (o->output == NULL) {
        return PC_EXIT_OK;
    }
    const pc_status status = pc_comparison_write(job, o->output);
    if (status == PC_ERR_INTERRUPT) {
        say_interrupted();
    }
    if (status != PC_OK) {
        return pc_exit_code(status);
    }
    int drawn = 0, code = PC_EXIT_OK;
    if (o->plots) {
        code = pc_draw_results(
            "compare", o, o->output, "compare", job->interrupted, &drawn);
    }
    if (!o->quiet && !o->json) {
        printf(_("results: %s\n"), o->output);
        if (drawn) {
            printf(_("plots:   %s/plots\n"), o->output);
        }
    }
    return code;
}

static int
finish(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    if (c->compare.breach.found) {
        return report_breach(job);
    }
    const int failed = report_failed(job);
    if (failed != PC_EXIT_OK) {
        return failed;
    }
    const pc_status status = pc_comparison_words(c, pc_language);
    if (status != PC_OK) {
        fprintf(stderr, _("panelcast compare: %s\n"), _(pc_strerror(status)));
        return pc_exit_code(status);
    }
    if (job->options->json) {
        pc_answer_comparison_json(stdout, c, pc_build_version);
    } else if (!job->options->quiet) {
        pc_answer_comparison(stdout, c, pc_language);
    }
    return write_and_draw(job);
}

static void
release(pc_compare_job_t *job)
{
    pc_comparison_t *c = &job->comparison;
    for (size_t k = 0; k < PC_COMPARE_MAX; k++) {
        pc_explanation_free(&c->explanations[k]);
        pc_differences_free(&c->differences[k]);
        pc_scenario_free(&c->scenarios[k]);
    }
    pc_compare_free(&c->compare);
    pc_state_free(&job->past);
    free(job);
}

static int
run_compare(const pc_options_t *options)
{
    pc_compare_job_t *job = calloc(1, sizeof(*job));
    if (job == NULL) {
        fputs(_("panelcast compare: out of memory\n"), stderr);
        return PC_EXIT_BUG;
    }
    job->options = options;
    job->interrupted = pc_watch_signals();
    pc_utc_now(job->started);
    int code = load_all(job);
    code = code == PC_EXIT_OK ? check_pairs(job) : code;
    code = code == PC_EXIT_OK ? check_request(job) : code;
    code = code == PC_EXIT_OK ? pc_check_output(
               options->output, options, job->comparison.scenarios, job->comparison.num)
                              : code;
    if (code == PC_EXIT_OK) {
        const pc_status status = compare_all(job);
        if (status == PC_ERR_RANGE) {
            fputs(
                _("panelcast compare: the scenarios share no month, or a count grew too "
                  "large\n"),
                stderr);
        } else if (status == PC_ERR_INTERRUPT) {
            say_interrupted();
        } else if (status != PC_OK && !job->told) {
            fprintf(stderr, _("panelcast compare: %s\n"), _(pc_strerror(status)));
        }
        code = status == PC_OK ? finish(job) : pc_exit_code(status);
    }
    release(job);
    return code;
}

const pc_command_t pc_cmd_compare = { "compare", run_compare,
    PC_OPT_OUTPUT | PC_OPT_BOM | PC_OPT_RUN | PC_OPT_SET | PC_OPT_PLOTS | PC_OPT_JSON
        | PC_OPT_THREADS | PC_OPT_COMPARE | PC_OPT_PAST,
    2, PC_COMPARE_MAX, "REFERENCE FILE [FILE ...] [-o DIR] [options]",
    N_("run scenarios side by side and say how and why they differ"),
    N_("Runs the scenarios with the same luck and compares each with the first. Says "
       "which\n"
       "assumptions differ; from which month results may differ; proves that every "
       "value\n"
       "before it is the same, bit for bit; and gives the key figures and their "
       "differences.\n"
       "\n"
       "  -o, --output DIR         result folder: tables and plots of the comparison\n"
       "      --mode stochastic -n N, --draws N   many runs of each: differences are "
       "paired,\n"
       "                           with 95 per cent intervals\n"
       "      --from-state FILE    all go on from one saved state\n"
       "      --explain-difference why they differ, by groups of assumptions\n"
       "      --shared             compare scenarios with another horizon, hospital "
       "table "
       "or\n"
       "                           seed on what they share\n"
       "      --mode, --seed, --set NAME=VALUE    for all scenarios\n"
       "      --threads T          threads (default: all processors)\n"
       "      --lang en|ja         language of the text, tables and plots\n"
       "      --bom, --no-bom      tables for people begin with a byte order mark, "
       "for\n"
       "                           spreadsheets, or do not (default: in Japanese)\n"
       "      --no-plots           draw nothing;  --plots: fail if plots cannot be "
       "drawn\n"
       "      --json               print summary.json instead of the text\n"
       "      --quiet              print nothing but warnings and errors\n\n"
       "exit code 65: the scenarios are not comparable (the reason is given); 70: the "
       "proof "
       "failed.\n\n"
       "examples:  panelcast compare scenarios/baseline.json "
       "scenarios/wider-rule.json\n"
       "           panelcast compare scenarios/baseline.json "
       "scenarios/slow-rollout.json "
       "\\\n"
       "               scenarios/fast-rollout.json --mode stochastic -n 200 -o "
       "out/rollout\n"
       "           panelcast compare scenarios/baseline.json scenarios/wider-rule.json "
       "--explain-difference\n"
       "           panelcast compare scenarios/baseline.json "
       "scenarios/slow-rollout.json "
       "\\\n"
       "               --from-state now.state --mode stochastic -n 200") };
