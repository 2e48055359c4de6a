/* output.c - the result folder of a sensitivity analysis. */
#include "tools/sensitivity/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/labels.h"
#include "base/sha256.h"
#include "output/folder/store.h"
#include "tools/record.h"

#define TEXT 512

/* --- sensitivity.csv --- */

static void
write_metric_cells(const pc_table_t *t, const pc_sensitivity_job_t *job, size_t s,
    size_t m, const pc_sensitivity_t *r)
{
    FILE *out = t->out;
    const pc_study_t *study = &job->studies[s];
    const pc_column_t *c = r->metric;
    char text[TEXT], dates[32];
    size_t num;
    const size_t first = pc_metric_series(job, m, &num);
    pc_table_text(t, pc_study_text(study, "name", NULL));
    const char *const cells[] = { c->name, c->variable, c->region, c->period, c->stat,
        r->unit };
    for (size_t k = 0; k < sizeof(cells) / sizeof(cells[0]); k++) {
        pc_table_text_after(t, cells[k]);
    }
    if (r->months > 0) {
        fprintf(out, ",%d,%s", r->months, r->part ? "yes" : "no");
    } else {
        fputs(",,", out);
    }
    pc_table_text_after(t, pc_metric_title(r, PC_LANG_EN, text, TEXT));
    pc_table_text_after(t, pc_metric_title(r, PC_LANG_JA, text, TEXT));
    pc_table_text_after(t, num > 1 ? pc_job_result(job, 0, s, first)->metric->name : "");
    fprintf(out, ",%s,%s,%zu,%zu,%zu,%zu,%s", pc_design_names[study->design.kind],
        pc_method_names[r->method], r->used, r->failed, r->empty, r->never,
        pc_dates_id(r, dates));
}

static void
write_estimate(const pc_table_t *t, const pc_study_t *study, const char *name,
    const pc_estimate_t *e, const char *note, const char *gap)
{
    FILE *out = t->out;
    char both[2 * TEXT];
    pc_table_text_after(t, name);
    pc_table_number_after(t, e->value);
    pc_table_number_after(t, e->low);
    pc_table_number_after(t, e->high);
    fprintf(out, ",%.0f,%zu", 100 * study->how.level, study->how.resamples);
    snprintf(both, sizeof(both), "%s%s%s", note,
        note[0] != '\0' && gap[0] != '\0' ? "; " : "", gap);
    pc_table_text_after(t, both);
    fputc('\n', out);
}

/* One line for every measure of every factor; `place` is the order, from 1. */
static void
write_factor(const pc_table_t *t, const pc_sensitivity_job_t *job, size_t s, size_t m,
    const pc_sensitivity_t *r, size_t f, size_t place)
{
    FILE *out = t->out;
    const pc_study_t *study = &job->studies[s];
    const pc_factor_t *factor = &study->factors[f];
    const pc_estimate_t none = { NAN, NAN, NAN };
    const int answered = pc_sensitivity_answered(r, study, f);
    char text[TEXT];
    const char *name = "";
    const pc_estimate_t *e;
    for (size_t k = 0; (e = pc_sensitivity_measure(r, k, f, &name)) != NULL; k++) {
        write_metric_cells(t, job, s, m, r);
        pc_table_text_after(t, factor->name);
        pc_table_text_after(t, factor->title_en);
        pc_table_text_after(t, factor->title_ja);
        pc_table_text_after(t, pc_factor_members(study, f, " ", text, TEXT));
        pc_table_text_after(t, pc_factor_kinds(study, f, PC_LANG_EN, text, TEXT));
        fprintf(out, ",%s,%zu,%s", factor->active ? "yes" : "no", place,
            pc_sensitivity_influential(r, study, f) ? "yes" : "no");
        write_estimate(t, study, name, answered ? e : &none,
            pc_sensitivity_note(r, study, f, pc_language, text, TEXT),
            answered ? pc_sensitivity_gap(r, study, name, e, pc_language) : "");
    }
}

static void
write_result(
    const pc_table_t *t, pc_sensitivity_job_t *job, size_t s, size_t m, size_t method)
{
    FILE *out = t->out;
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
        write_factor(t, job, s, m, r, order[k], k + 1);
    }
    if (r->method == PC_METHOD_RANK) {
        const pc_estimate_t none = { NAN, NAN, NAN };
        const int answered = r->state == PC_SENSITIVITY_OK;
        write_metric_cells(t, job, s, m, r);
        fputs(",,,,,,,,", out);
        write_estimate(t, study, "r2", answered ? &r->rank.r2 : &none,
            pc_sensitivity_reason(r, study, pc_language, text, TEXT),
            answered ? pc_sensitivity_gap(r, study, "r2", &r->rank.r2, pc_language)
                     : "");
    }
    free(order);
}

static void
write_table(const pc_table_t *t, pc_sensitivity_job_t *job)
{
    FILE *out = t->out;
    fputs("scenario,metric,variable,region,period,stat,unit,months,part,metric_title_en,"
          "metric_title_ja,series,design,method,used,left_out_failed,left_out_empty,"
          "never_reached,dates_as,factor,title_en,title_ja,members,kind,active,place,"
          "influential,"
          "measure,value,low,high,level_percent,resamples,note\n",
        out);
    for (size_t s = 0; s < job->num_studies; s++) {
        for (size_t m = 0; m < job->num_metrics; m++) {
            for (size_t k = 0; k < job->num_methods; k++) {
                write_result(t, job, s, m, k);
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
write_assumption(const pc_table_t *t, const pc_study_t *study, const pc_assumption_t *a)
{
    const pc_param_info_t *info = &pc_param_table[a->which];
    char why[128] = "", unit[PC_UNIT_SIZE], size[PC_DIGITS_SIZE], metrics[24] = "";
    pc_param_active(&study->activity, a->which, pc_language, why, sizeof(why));
    if (a->num_metrics > 0) {
        snprintf(metrics, sizeof(metrics), "%zu", a->num_metrics);
    }
    const char *const cells[] = { info->name,
        pc_title_of(info->en, info->ja, pc_language),
        pc_text_of(pc_language, "kind of a value", pc_param_kind_names[a->kind]),
        C_("standing", pc_standing_names[a->standing]),
        a->argue ? C_("answer", "yes") : C_("answer", "no"),
        a->factor != SIZE_MAX ? study->factors[a->factor].name : "",
        pc_two_decimals(a->size, size),
        a->result == NULL ? "" : pc_sensitivity_main_name(a->result->method),
        metric_of(a), metrics,
        strcmp(info->unit != NULL ? info->unit : "1", "1") == 0
            ? ""
            : pc_unit_label(info->unit, pc_language, unit),
        a->range, a->source, a->note, why };
    pc_table_text(t, pc_study_text(study, "name", NULL));
    for (size_t c = 0; c < sizeof(cells) / sizeof(cells[0]); c++) {
        pc_table_text_after(t, cells[c]);
    }
    fputc('\n', t->out);
}

static void
write_assumptions(const pc_table_t *t, pc_sensitivity_job_t *job)
{
    fputs(_("scenario,parameter,meaning,kind,standing,argue first,factor,influence,"
            "measure,most on,metrics influenced,unit,range,source,note,reason\n"),
        t->out);
    for (size_t s = 0; s < job->num_studies; s++) {
        pc_assumption_t list[PC_NUM_PARAMS];
        const size_t num = pc_job_assumptions(job, s, list);
        for (size_t k = 0; k < num; k++) {
            write_assumption(t, &job->studies[s], &list[k]);
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
write_list(FILE *out, pc_sensitivity_job_t *job, size_t s)
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
            fputs(_("| parameter | meaning | influence | most on | range | source and "
                    "note |\n"),
                out);
            fputs("|---|---|---|---|---|---|\n", out);
        }
        fputs("|", out);
        md_cell(out, info->name);
        md_cell(out, pc_title_of(info->en, info->ja, pc_language));
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
        fputs(_("None.\n"), out);
    }
    fprintf(out,
        _("\nBesides these, %zu parameters are assumed and were not varied "
          "(assumptions.csv).\n"),
        untold);
}

static void
write_markdown(const pc_table_t *t, pc_sensitivity_job_t *job)
{
    FILE *out = t->out;
    fputs(_("# Assumptions to argue about first\n\nInfluential and only assumed, the "
            "most influential first. Influence is the total index, mu* relative to "
            "the largest, or R2 lost.\n"),
        out);
    for (size_t s = 0; s < job->num_studies; s++) {
        fprintf(out, "\n## %s\n\n",
            pc_study_text(&job->studies[s], "title", pc_lang_id(pc_language)));
        write_list(out, job, s);
    }
}

/* --- the folder --- */

static void
summary_file(const pc_table_t *t, pc_sensitivity_job_t *job)
{
    pc_answer_sensitivity_json(t->out, job, pc_build_version, pc_language);
}

static pc_status
write_tables(pc_sensitivity_job_t *job, pc_store_t *store, int bom)
{
    static const struct {
        const char *name;
        void (*write)(const pc_table_t *t, pc_sensitivity_job_t *job);
        pc_reader reader;
    } files[] = { { "sensitivity.csv", write_table, PC_FOR_PROGRAMS },
        { "assumptions.csv", write_assumptions, PC_FOR_PEOPLE },
        { "assumptions.md", write_markdown, PC_FOR_PROGRAMS },
        { "summary.json", summary_file, PC_FOR_PROGRAMS } };
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(files) / sizeof(files[0]) && status == PC_OK; k++) {
        FILE *out = pc_store_file(store, files[k].name);
        pc_status wrote = PC_OK;
        if (out != NULL) {
            pc_table_t table;
            pc_table_begin(&table, out, files[k].reader, bom, pc_language);
            files[k].write(&table, job);
            wrote = pc_table_end(&table);
        }
        status = pc_store_close_file(store);
        status = status == PC_OK ? wrote : status;
        status = status == PC_OK && job->out_of_memory ? PC_ERR_NOMEM : status;
    }
    for (size_t s = 0; s < job->num_studies && status == PC_OK; s++) {
        char name[64];
        snprintf(name, sizeof(name), "resolved-%zu.json", s + 1);
        status = pc_store_text(store, name, job->store.plan.scenarios[s].resolved);
    }
    return status;
}

pc_status
pc_sensitivity_write(pc_sensitivity_job_t *job, const pc_options_t *o,
    const char *started, const char *dir)
{
    const pc_study_t *study = &job->studies[0];
    char sha256[PC_SHA256_SIZE], finished[32];
    pc_diags_t diags;
    pc_store_t store;
    pc_utc_now(finished);
    pc_messages_init(&diags);
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
        .started = started,
        .finished = finished,
        .lang = pc_language,
        .bom = pc_wants_bom(o, 0) };
    if (status == PC_ERR_IO || status == PC_ERR_MISSING) {
        pc_diags_add(&diags, PC_ERROR, job->store.path, 0, 0, NULL, "cannot be read");
    }
    if (status == PC_OK) {
        status = pc_store_open(&store, dir, &diags);
        if (status == PC_OK) {
            status = write_tables(job, &store, info.bom);
        }
        status = pc_store_end(&store, status, &info);
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    return status;
}
