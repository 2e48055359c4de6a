/* output.c - the result folder of a sensitivity analysis. */
#include "tools/sensitivity/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "output/store.h"
#include "tools/report.h"

#define TEXT 512

static int
is_ja(const pc_sensitivity_job_t *job)
{
    return strcmp(job->options->lang, "ja") == 0;
}

static void
text_cell(FILE *out, const char *text)
{
    fputc(',', out);
    pc_cell_text(out, text);
}

static void
number_cell(FILE *out, double value)
{
    fputc(',', out);
    pc_cell_number(out, value);
}

/* --- sensitivity.csv --- */

static void
write_metric_cells(FILE *out, const pc_sensitivity_job_t *job, size_t s, size_t m,
    const pc_sensitivity_t *r)
{
    const pc_study_t *study = &job->studies[s];
    const pc_column_t *c = r->metric;
    char text[TEXT];
    size_t num;
    const size_t first = pc_metric_series(job, m, &num);
    pc_cell_text(out, pc_study_text(study, "name", NULL));
    const char *const cells[] = { c->name, c->variable, c->region, c->period, c->stat,
        c->unit };
    for (size_t k = 0; k < sizeof(cells) / sizeof(cells[0]); k++) {
        text_cell(out, cells[k]);
    }
    text_cell(out, pc_metric_title(c, 0, text, TEXT));
    text_cell(out, pc_metric_title(c, 1, text, TEXT));
    text_cell(out, num > 1 ? pc_job_result(job, 0, s, first)->metric->name : "");
    fprintf(out, ",%s,%s,%zu,%zu,%zu,%zu", pc_design_names[study->design.kind],
        pc_method_names[r->method], r->used, r->failed, r->empty, r->never);
}

static void
write_estimate(FILE *out, const pc_study_t *study, const char *name,
    const pc_estimate_t *e, const char *note, const char *gap)
{
    char both[2 * TEXT];
    text_cell(out, name);
    number_cell(out, e->value);
    number_cell(out, e->low);
    number_cell(out, e->high);
    fprintf(out, ",%.0f,%zu", 100 * study->how.level, study->how.resamples);
    snprintf(both, sizeof(both), "%s%s%s", note,
        note[0] != '\0' && gap[0] != '\0' ? "; " : "", gap);
    text_cell(out, both);
    fputc('\n', out);
}

/* One line for every measure of every factor; `place` is the order, from 1. */
static void
write_factor(FILE *out, const pc_sensitivity_job_t *job, size_t s, size_t m,
    const pc_sensitivity_t *r, size_t f, size_t place)
{
    const pc_study_t *study = &job->studies[s];
    const pc_factor_t *factor = &study->factors[f];
    const pc_estimate_t none = { NAN, NAN, NAN };
    const int answered = pc_sensitivity_answered(r, study, f);
    char text[TEXT];
    const char *name = "";
    const pc_estimate_t *e;
    for (size_t k = 0; (e = pc_sensitivity_measure(r, k, f, &name)) != NULL; k++) {
        write_metric_cells(out, job, s, m, r);
        text_cell(out, factor->name);
        text_cell(out, factor->title_en);
        text_cell(out, factor->title_ja);
        text_cell(out, pc_factor_members(study, f, " ", text, TEXT));
        text_cell(out, pc_factor_kinds(study, f, 0, text, TEXT));
        fprintf(out, ",%s,%zu,%s", factor->active ? "yes" : "no", place,
            pc_sensitivity_influential(r, study, f) ? "yes" : "no");
        write_estimate(out, study, name, answered ? e : &none,
            pc_sensitivity_note(r, study, f, is_ja(job), text, TEXT),
            answered ? pc_sensitivity_gap(r, study, name, e, is_ja(job)) : "");
    }
}

static void
write_result(FILE *out, pc_sensitivity_job_t *job, size_t s, size_t m, size_t method)
{
    const pc_study_t *study = &job->studies[s];
    const pc_sensitivity_t *r = pc_job_result(job, method, s, m);
    const size_t num = study->design.num_factors;
    size_t *order = calloc(num + 1, sizeof(*order));
    char text[TEXT];
    if (order == NULL) {
        job->out_of_memory = 1;
        return;
    }
    pc_sensitivity_order(r, study, order);
    for (size_t k = 0; k < num; k++) {
        write_factor(out, job, s, m, r, order[k], k + 1);
    }
    if (r->method == PC_METHOD_RANK) {
        const pc_estimate_t none = { NAN, NAN, NAN };
        const int answered = r->state == PC_SENSITIVITY_OK;
        write_metric_cells(out, job, s, m, r);
        fputs(",,,,,,,,", out);
        write_estimate(out, study, "r2", answered ? &r->rank.r2 : &none,
            pc_sensitivity_reason(r, study, is_ja(job), text, TEXT),
            answered ? pc_sensitivity_gap(r, study, "r2", &r->rank.r2, is_ja(job)) : "");
    }
    free(order);
}

static void
write_table(FILE *out, pc_sensitivity_job_t *job)
{
    fputs("scenario,metric,variable,region,period,stat,unit,metric_title_en,"
          "metric_title_ja,series,design,method,used,left_out_failed,left_out_empty,"
          "never_reached,factor,title_en,title_ja,members,kind,active,place,influential,"
          "measure,value,low,high,level_percent,resamples,note\n",
        out);
    for (size_t s = 0; s < job->num_studies; s++) {
        for (size_t m = 0; m < job->num_metrics; m++) {
            for (size_t k = 0; k < job->num_methods; k++) {
                write_result(out, job, s, m, k);
            }
        }
    }
}

/* --- assumptions.csv, assumptions.md --- */

static const char *
metric_of(const pc_assumption_t *a)
{
    return a->result == NULL ? "" : a->result->metric->name;
}

static void
write_assumptions(FILE *out, pc_sensitivity_job_t *job)
{
    fputs("scenario,parameter,kind,standing,argue_first,factor,influence,measure,metric,"
          "metrics_influenced,unit,range,meaning,meaning_ja,source,note,reason\n",
        out);
    for (size_t s = 0; s < job->num_studies; s++) {
        const pc_study_t *study = &job->studies[s];
        pc_assumption_t list[PC_NUM_PARAMS];
        const size_t num = pc_job_assumptions(job, s, list);
        for (size_t k = 0; k < num; k++) {
            const pc_assumption_t *a = &list[k];
            const pc_param_info_t *info = &pc_param_table[a->which];
            const int is_factor = a->factor != SIZE_MAX;
            char why[128] = "";
            pc_param_active(&study->activity, a->which, is_ja(job), why, sizeof(why));
            pc_cell_text(out, pc_study_text(study, "name", NULL));
            text_cell(out, info->name);
            text_cell(out, pc_param_kind_names[a->kind]);
            text_cell(out, pc_standing_names[a->standing]);
            fputs(a->argue ? ",yes" : ",no", out);
            text_cell(out, is_factor ? study->factors[a->factor].name : "");
            number_cell(out, a->size);
            text_cell(out,
                a->result == NULL ? "" : pc_sensitivity_main_name(a->result->method));
            text_cell(out, metric_of(a));
            fprintf(out, ",%zu", a->num_metrics);
            const char *const cells[] = { info->unit, a->range, info->en, info->ja,
                a->source, a->note, why };
            for (size_t c = 0; c < sizeof(cells) / sizeof(cells[0]); c++) {
                text_cell(out, cells[c]);
            }
            fputc('\n', out);
        }
    }
}

/* A cell of a Markdown table: a bar would end it. */
static void
md_cell(FILE *out, const char *text)
{
    fputs(" ", out);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '|') {
            fputs("\\|", out);
        } else {
            fputc(*p == '\n' ? ' ' : *p, out);
        }
    }
    fputs(" |", out);
}

static void
write_list(FILE *out, pc_sensitivity_job_t *job, size_t s, int ja)
{
    pc_assumption_t list[PC_NUM_PARAMS];
    char size[PC_DIGITS_SIZE];
    const size_t num = pc_job_assumptions(job, s, list);
    size_t argued = 0, untold = 0;
    for (size_t k = 0; k < num; k++) {
        const pc_assumption_t *a = &list[k];
        const pc_param_info_t *info = &pc_param_table[a->which];
        untold += a->standing == PC_STANDING_NOT_VARIED;
        if (!a->argue) {
            continue;
        }
        if (argued++ == 0) {
            fputs(
                ja ? "| 前提 | 意味 | 影響 | 最も効く結果 | 範囲 | 根拠・注 |\n"
                   : "| parameter | meaning | influence | most on | range | source and "
                     "note |\n",
                out);
            fputs("|---|---|---|---|---|---|\n", out);
        }
        fputs("|", out);
        md_cell(out, info->name);
        md_cell(out, ja ? info->ja : info->en);
        md_cell(out, pc_two_decimals(a->size, size));
        md_cell(out, metric_of(a));
        md_cell(out, a->range);
        char both[2 * TEXT];
        snprintf(both, sizeof(both), "%s%s%s", a->source,
            a->source[0] != '\0' && a->note[0] != '\0' ? "; " : "", a->note);
        md_cell(out, both);
        fputc('\n', out);
    }
    if (argued == 0) {
        fputs(ja ? "なし。\n" : "None.\n", out);
    }
    fprintf(out,
        ja ? "\nこのほか、仮定だが動かしていない前提が%zuある（assumptions.csv）。\n"
           : "\nBesides these, %zu parameters are assumed and were not varied "
             "(assumptions.csv).\n",
        untold);
}

static void
write_markdown(FILE *out, pc_sensitivity_job_t *job)
{
    const int ja = is_ja(job);
    fputs(
        ja ? "# "
             "まず議論すべき前提\n\n結果への影響が大きく、かつ仮定にとどまる前提。影響の"
             "大きいものから。影響は、全効果の指数、最大のμ*に対する比、またはR2減少。\n"
           : "# Assumptions to argue about first\n\nInfluential and only assumed, the "
             "most influential first. Influence is the total index, mu* relative to "
             "the largest, or R2 lost.\n",
        out);
    for (size_t s = 0; s < job->num_studies; s++) {
        fprintf(out, "\n## %s\n\n",
            pc_study_text(&job->studies[s], "title", ja ? "ja" : "en"));
        write_list(out, job, s, ja);
    }
}

/* --- the folder --- */

static void
summary_file(FILE *out, pc_sensitivity_job_t *job)
{
    pc_sensitivity_json(job, out);
}

static pc_status
write_tables(pc_sensitivity_job_t *job, pc_store_t *store)
{
    static const struct {
        const char *name;
        void (*write)(FILE *out, pc_sensitivity_job_t *job);
    } files[] = { { "sensitivity.csv", write_table },
        { "assumptions.csv", write_assumptions }, { "assumptions.md", write_markdown },
        { "summary.json", summary_file } };
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(files) / sizeof(files[0]) && status == PC_OK; k++) {
        FILE *out = pc_store_file(store, files[k].name);
        if (out != NULL) {
            files[k].write(out, job);
        }
        status = pc_store_close_file(store);
        status = status == PC_OK && job->out_of_memory ? PC_ERR_NOMEM : status;
    }
    for (size_t s = 0; s < job->num_studies && status == PC_OK; s++) {
        char name[64];
        snprintf(name, sizeof(name), "resolved-%zu.json", s + 1);
        FILE *out = pc_store_file(store, name);
        if (out != NULL) {
            fputs(job->store.plan.scenarios[s].resolved, out);
        }
        status = pc_store_close_file(store);
    }
    return status;
}

pc_status
pc_sensitivity_write(pc_sensitivity_job_t *job, const char *dir)
{
    const pc_study_t *study = &job->studies[0];
    const pc_options_t *o = job->options;
    char sha256[PC_SHA256_SIZE], finished[32];
    pc_diags_t diags;
    pc_store_t store;
    pc_utc_now(finished);
    pc_diags_init(&diags);
    pc_status status = pc_sha256_file(job->store.path, PC_SHA256_ANY_SIZE, sha256);
    const pc_run_input_t input = { job->store.path, sha256 };
    const pc_run_info_t info = { .name = pc_study_text(study, "name", NULL),
        .title_en = pc_study_text(study, "title", "en"),
        .title_ja = pc_study_text(study, "title", "ja"),
        .model = "panelcast",
        .version = pc_build_version,
        .commit = pc_build_commit,
        .compiler = pc_build_compiler,
        .flags = pc_build_flags,
        .libraries = pc_build_libraries(),
        .command_line = o->command_line,
        .mode = pc_study_text(study, "mode", NULL),
        .seed = study->design.seed,
        .draws = 0,
        .replicates = (uint32_t) study->replicates,
        .scenario_sha256 = job->store.plan.scenarios[0].sha256,
        .inputs = &input,
        .num_inputs = 1,
        .started = job->started,
        .finished = finished,
        .lang = is_ja(job) ? PC_LANG_JA : PC_LANG_EN };
    if (status == PC_ERR_IO || status == PC_ERR_MISSING) {
        pc_diags_add(&diags, PC_ERROR, job->store.path, 0, 0, NULL, "cannot be read");
    }
    if (status == PC_OK) {
        status = pc_store_open(&store, dir, &diags);
        if (status == PC_OK) {
            status = write_tables(job, &store);
        }
        if (status == PC_OK) {
            status = pc_store_commit(&store, &info);
        } else {
            pc_store_abort(&store);
        }
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    return status;
}
