/* output.c - the result folder of a comparison. */
#include "tools/compare/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/labels.h"
#include "output/folder/store.h"
#include "output/tables.h"
#include "tools/record.h"

static void
pair_cells(const pc_table_t *t, const pc_comparison_t *c, size_t k)
{
    pc_table_text(t, c->names[0]);
    pc_table_text_after(t, c->names[k]);
}

/* --- scenarios.csv, compare.csv --- */

static void
write_scenarios(const pc_table_t *t, pc_comparison_t *c)
{
    FILE *out = t->out;
    char month[8];
    fputs("number,name,title_en,title_ja,may_differ_from,rows_proved_identical,"
          "assumptions_that_differ,draws,replicates,luck\n",
        out);
    for (size_t k = 0; k < c->num; k++) {
        fprintf(out, "%zu", k);
        pc_table_text_after(t, c->names[k]);
        pc_table_text_after(t, c->list[k]->title_en);
        pc_table_text_after(t, c->list[k]->title_ja);
        if (k > 0) {
            const pc_month parting = c->compare.parting[k];
            if (parting != PC_MONTH_NONE) {
                pc_month_format(parting, month);
            }
            fprintf(out, ",%s,%zu,%zu", parting != PC_MONTH_NONE ? month : "",
                c->compare.rows_proved[k], c->differences[k].num);
        } else {
            fputs(",,,", out);
        }
        fprintf(out, ",%lu,%lu,%s\n", (unsigned long) c->compare.draws,
            (unsigned long) c->compare.replicates,
            k > 0 ? pc_luck_ids[pc_comparison_luck(c, k)] : "");
    }
}

/* The spread of a scenario's own values, from 5 to 95 per cent of many runs, of those in
 * which `with` has a value too. */
static void
own_cells(const pc_table_t *t, pc_comparison_t *c, size_t k, size_t with, size_t place)
{
    pc_statistics_t own = { 0 };
    const int many = c->compare.num_members > 1;
    if (many) {
        pc_compare_own(&c->compare, k, with, place, &own);
    }
    pc_table_number_after(t, many ? own.quantile[0] : NAN);
    pc_table_number_after(t, many ? own.quantile[PC_NUM_QUANTILES - 1] : NAN);
}

static void
write_paired(const pc_table_t *t, pc_comparison_t *c, size_t k, pc_variable variable,
    const char *time, int months, size_t place)
{
    FILE *out = t->out;
    char unit[PC_UNIT_SIZE];
    pc_paired_t p;
    pc_compare_pair(&c->compare, k, place, 0, &p);
    pair_cells(t, c, k);
    fprintf(out, ",JP,%s,%s,%s,%d", pc_variable_table[variable].name,
        pc_unit(variable, months, unit), time, months);
    pc_table_number_after(t, p.reference);
    pc_table_number_after(t, p.scenario);
    pc_table_number_after(t, p.difference);
    pc_table_number_after(t, p.relative);
    pc_table_number_after(t, p.interval[0]);
    pc_table_number_after(t, p.interval[1]);
    pc_table_number_after(t, p.spread.mean_error);
    pc_table_number_after(t, p.spread.sd);
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        pc_table_number_after(t, p.spread.quantile[q]);
    }
    pc_table_number_after(t, p.correlation);
    pc_table_number_after(t, p.runs_saved);
    const pc_spread_kind kind = pc_comparison_spread(c);
    own_cells(t, c, 0, k, place);
    own_cells(t, c, k, 0, place);
    fprintf(out, ",%zu", p.pairs);
    pc_table_text_after(t, kind == PC_SPREAD_NONE ? "" : pc_spread_id(kind));
    fputc('\n', out);
}

static void
write_compare(const pc_table_t *t, pc_comparison_t *c)
{
    FILE *out = t->out;
    const pc_years_t *years = &c->compare.years;
    char time[16];
    fputs("reference,scenario,region,variable,unit,time,months,reference_value,"
          "scenario_value,difference,relative_percent,interval_low,interval_high,mcse,"
          "sd,"
          "q05,q10,q25,q50,q75,q90,q95,correlation,runs_saved,reference_q05,"
          "reference_q95,scenario_q05,scenario_q95,pairs,spread_is\n",
        out);
    for (size_t k = 1; k < c->num; k++) {
        for (size_t f = 0; f < PC_NUM_FOLLOWED; f++) {
            for (size_t row = 0; row < c->compare.num_rows; row++) {
                pc_month_format(c->compare.first - 1 + (pc_month) row, time);
                write_paired(t, c, k, pc_followed[f], time, 1,
                    pc_compare_month_place(&c->compare, row, f));
            }
        }
        for (int v = 0; v < PC_NUM_VARIABLES; v++) {
            for (size_t y = 0; y < years->num_years; y++) {
                snprintf(time, sizeof(time), "FY%d", years->first_year + (int) y);
                write_paired(t, c, k, (pc_variable) v, time, years->months[y],
                    pc_compare_year_place(&c->compare, y, (pc_variable) v));
            }
        }
    }
}

/* --- assumptions.csv, explanation.csv --- */

static void
write_assumption(
    const pc_table_t *t, const pc_comparison_t *c, size_t k, const pc_difference_t *d)
{
    char unit[PC_UNIT_SIZE];
    const char *const cells[] = { pc_difference_what(d, pc_language), d->name,
        pc_title_of(d->en, d->ja, pc_language),
        pc_unit_label(strcmp(d->unit, "1") == 0 ? "" : d->unit, pc_language, unit),
        d->words[0], d->words[1], d->kind[0][0] != '\0' ? C_("kind", d->kind[0]) : "",
        d->kind[1][0] != '\0' ? C_("kind", d->kind[1]) : "", d->source[0],
        d->source[1] };
    pair_cells(t, c, k);
    for (size_t j = 0; j < sizeof(cells) / sizeof(cells[0]); j++) {
        pc_table_text_after(t, cells[j]);
    }
    fputc('\n', t->out);
}

static void
write_assumptions(const pc_table_t *t, pc_comparison_t *c)
{
    fputs(_("reference,scenario,what,name,meaning,unit,value of the reference,value of "
            "the scenario,kind (reference),kind (scenario),source (reference),source "
            "(scenario)\n"),
        t->out);
    for (size_t k = 1; k < c->num; k++) {
        for (size_t i = 0; i < c->differences[k].num; i++) {
            write_assumption(t, c, k, &c->differences[k].items[i]);
        }
    }
}

/* `from` and `to` are the running sum before and after the step, in the order written.
 */
static void
write_step(const pc_table_t *t, const pc_comparison_t *c, size_t k, size_t year,
    pc_variable variable, int step, const char *id, const char *english,
    const char *japanese, double value, double from, double to)
{
    FILE *out = t->out;
    char unit[PC_UNIT_SIZE];
    pair_cells(t, c, k);
    fprintf(out, ",%s,%s,FY%d,%d,%s", pc_variable_table[variable].name,
        pc_unit(variable, c->compare.years.months[year], unit),
        c->compare.years.first_year + (int) year, step, id);
    pc_table_text_after(t, english);
    pc_table_text_after(t, japanese);
    pc_table_number_after(t, value);
    pc_table_number_after(t, from);
    pc_table_number_after(t, to);
    fputc('\n', out);
}

/* One of the three steps that no group of assumptions has. */
static void
write_end(const pc_table_t *t, const pc_comparison_t *c, size_t k, size_t year,
    pc_variable variable, int step, int which, double value, double from, double to)
{
    static const char *const ends[3][2] = { { "reference",
                                                NC_("end of a sum", "reference") },
        { "scenario", NC_("end of a sum", "scenario") },
        { "difference", NC_("end of a sum", "difference") } };
    const char *text = ends[which][1];
    write_step(t, c, k, year, variable, step, ends[which][0], text,
        pc_text_of(PC_LANG_JA, "end of a sum", text), value, from, to);
}

static void
write_steps(const pc_table_t *t, const pc_comparison_t *c, size_t k, size_t year,
    pc_variable variable)
{
    const pc_explanation_t *s = &c->explanations[k];
    pc_explained_t e;
    double sum = 0;
    pc_explanation_of(s, year, variable, &e);
    write_end(t, c, k, year, variable, 0, 0, e.reference, 0, e.reference);
    for (size_t j = 0; j < s->num; j++) {
        const pc_part part = s->groups[j];
        const char *text = pc_part_texts[part];
        const double before = sum;
        sum += e.parts[j];
        write_step(t, c, k, year, variable, (int) j + 1, pc_part_ids[part], text,
            pc_text(PC_LANG_JA, text), e.parts[j], e.reference + before,
            e.reference + sum);
    }
    const int last = (int) s->num;
    write_end(t, c, k, year, variable, last + 1, 2, e.difference, e.reference, e.other);
    write_end(t, c, k, year, variable, last + 2, 1, e.other, 0, e.other);
}

static void
write_explanation(const pc_table_t *t, pc_comparison_t *c)
{
    FILE *out = t->out;
    fputs("reference,scenario,variable,unit,time,step,group,title_en,title_ja,value,"
          "from,"
          "to\n",
        out);
    for (size_t k = 1; k < c->num; k++) {
        for (size_t f = 0; f < c->num_figures; f++) {
            for (size_t i = 0; i < c->num_years; i++) {
                write_steps(t, c, k, c->years[i], c->figures[f]);
            }
        }
    }
}

/* --- members.csv --- */

/* How each of many runs ended, in every scenario. */
static void
write_members(const pc_table_t *t, pc_comparison_t *c)
{
    FILE *out = t->out;
    fputs("draw,replicate,scenario,status\n", out);
    for (size_t k = 0; k < c->compare.num_members * c->num; k++) {
        const size_t member = k / c->num;
        const pc_status status = c->compare.ran[k];
        fprintf(out, "%lu,%lu", (unsigned long) pc_compare_draw_of(&c->compare, member),
            (unsigned long) pc_compare_replicate_of(&c->compare, member));
        pc_table_text_after(t, c->names[k % c->num]);
        fprintf(out, ",%s\n", status == PC_OK ? "ok" : pc_strerror(status));
    }
}

/* --- the folder --- */

typedef void (*writer_t)(const pc_table_t *t, pc_comparison_t *c);

static void
key_file(const pc_table_t *t, pc_comparison_t *c)
{
    pc_answer_comparison_key(t, c, pc_language);
}

static void
summary_file(const pc_table_t *t, pc_comparison_t *c)
{
    pc_answer_comparison_json(t->out, c, pc_build_version);
}

static pc_status
write_tables(pc_comparison_t *c, pc_store_t *store, int bom)
{
    static const struct {
        const char *name;
        writer_t write;
        pc_reader reader;
    } files[] = { { "scenarios.csv", write_scenarios, PC_FOR_PROGRAMS },
        { "compare.csv", write_compare, PC_FOR_PROGRAMS },
        { "key_figures.csv", key_file, PC_FOR_PEOPLE },
        { "assumptions.csv", write_assumptions, PC_FOR_PEOPLE },
        { "explanation.csv", write_explanation, PC_FOR_PROGRAMS },
        { "members.csv", write_members, PC_FOR_PROGRAMS },
        { "summary.json", summary_file, PC_FOR_PROGRAMS } };
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(files) / sizeof(files[0]) && status == PC_OK; k++) {
        if ((files[k].write == write_explanation && !c->explained)
            || (files[k].write == write_members && c->compare.num_members < 2)) {
            continue;
        }
        FILE *out = pc_store_file(store, files[k].name);
        pc_status wrote = PC_OK;
        if (out != NULL) {
            pc_table_t table;
            pc_table_begin(&table, out, files[k].reader, bom, pc_language);
            files[k].write(&table, c);
            wrote = pc_table_end(&table);
        }
        status = pc_store_close_file(store);
        status = status == PC_OK ? wrote : status;
    }
    return status;
}

static pc_status
write_folder(
    pc_compare_job_t *job, const char *dir, pc_run_info_t *info, pc_diags_t *diags)
{
    pc_comparison_t *c = &job->comparison;
    pc_store_t store;
    pc_status status = pc_store_open(&store, dir, diags);
    if (status == PC_OK) {
        status = write_tables(c, &store, info->bom);
    }
    if (status == PC_OK) {
        status = pc_write_resolved(c->scenarios, c->num, &store);
    }
    if (status == PC_OK && *job->interrupted) {
        status = PC_ERR_INTERRUPT;
    }
    return pc_store_end(&store, status, info);
}

pc_status
pc_comparison_write(pc_compare_job_t *job, const char *dir)
{
    const pc_comparison_t *c = &job->comparison;
    pc_run_info_t info;
    pc_run_record_t record;
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_run_input_t *inputs = NULL;
    pc_status status = pc_run_record_init(&record, c->list[0], job->options, &info);
    if (status == PC_OK) {
        inputs = pc_all_inputs(c->scenarios, c->num, &info.num_inputs);
        status = inputs == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    if (status == PC_OK) {
        if (job->options->from_state != NULL) {
            inputs[info.num_inputs++] =
                (pc_run_input_t){ job->options->from_state, record.past_sha256 };
            pc_run_record_past(&record, &job->past, &info);
        }
        info.inputs = inputs;
        info.started = job->started;
        info.reference = c->names[0];
        status = write_folder(job, dir, &info, &diags);
    }
    if (status != PC_ERR_INTERRUPT) {
        status = pc_say(status, &diags, dir);
    }
    pc_diags_free(&diags);
    pc_run_record_free(&record);
    free(inputs);
    return status;
}
