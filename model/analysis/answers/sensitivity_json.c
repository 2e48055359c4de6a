/* sensitivity_json.c - the sensitivity of a sweep as JSON. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/sensitivity.h"
#include "base/emit.h"

#define TEXT 512

static void
emit_estimate(
    pc_emitter_t *json, const char *name, const pc_estimate_t *e, const char *gap)
{
    pc_emit_open(json, name, '{');
    pc_emit_number(json, "value", e->value);
    pc_emit_number(json, "low", e->low);
    pc_emit_number(json, "high", e->high);
    if (gap[0] != '\0') {
        pc_emit_string(json, "note", gap);
    }
    pc_emit_close(json, '}');
}

static void
emit_note(pc_emitter_t *json, const char *key, const char *text)
{
    pc_emit_string(json, key, text[0] != '\0' ? text : NULL);
}

static void
emit_factor(pc_emitter_t *json, const pc_sensitivity_t *r, const pc_study_t *study,
    size_t f, pc_lang lang)
{
    const pc_estimate_t none = { NAN, NAN, NAN };
    const int answered = pc_sensitivity_answered(r, study, f);
    const pc_estimate_t *e;
    const char *name = "";
    char text[TEXT];
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "factor", study->factors[f].name);
    pc_emit_string(json, "kind", pc_factor_kinds(study, f, 0, text, TEXT));
    pc_emit_bool(json, "active", study->factors[f].active);
    pc_emit_bool(json, "influential", pc_sensitivity_influential(r, study, f));
    for (size_t k = 0; (e = pc_sensitivity_measure(r, k, f, &name)) != NULL; k++) {
        emit_estimate(json, name, answered ? e : &none,
            answered ? pc_sensitivity_gap(r, study, name, e, lang) : "");
    }
    emit_note(json, "note", pc_sensitivity_note(r, study, f, lang, text, TEXT));
    pc_emit_close(json, '}');
}

static void
emit_result(pc_emitter_t *json, const pc_sensitivity_t *r, const pc_study_t *study,
    pc_lang lang, int *out_of_memory)
{
    size_t *order = calloc(study->design.num_factors + 1, sizeof(*order));
    char text[TEXT], dates[32];
    if (order == NULL) {
        *out_of_memory = 1;
        return;
    }
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "metric", r->metric->name);
    pc_emit_string(json, "variable", r->metric->variable);
    pc_emit_string(json, "region", r->metric->region);
    pc_emit_string(json, "period", r->metric->period);
    pc_emit_string(json, "stat", r->metric->stat);
    pc_emit_string(json, "unit", r->unit);
    pc_emit_number(json, "months", r->months > 0 ? (double) r->months : (double) NAN);
    pc_emit_bool(json, "part", r->part);
    pc_emit_string(json, "method", pc_method_names[r->method]);
    pc_emit_number(json, "used", (double) r->used);
    pc_emit_number(json, "left_out_failed", (double) r->failed);
    pc_emit_number(json, "left_out_empty", (double) r->empty);
    pc_emit_number(json, "never_reached", (double) r->never);
    pc_emit_string(json, "dates_as", pc_dates_id(r, dates));
    emit_note(json, "reason", pc_sensitivity_reason(r, study, lang, text, TEXT));
    if (r->method == PC_METHOD_RANK && r->state == PC_SENSITIVITY_OK) {
        emit_estimate(json, "r2", &r->rank.r2,
            pc_sensitivity_gap(r, study, "r2", &r->rank.r2, lang));
    }
    pc_emit_open(json, "factors", '[');
    pc_sensitivity_order(r, study, order);
    for (size_t k = 0; k < study->design.num_factors; k++) {
        emit_factor(json, r, study, order[k], lang);
    }
    pc_emit_close(json, ']');
    pc_emit_close(json, '}');
    free(order);
}

static void
emit_study(pc_emitter_t *json, pc_sensitivity_job_t *job, size_t s, pc_lang lang)
{
    const pc_study_t *study = &job->studies[s];
    pc_assumption_t list[PC_NUM_PARAMS];
    const size_t num = pc_job_assumptions(job, s, list);
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "name", pc_study_text(study, "name", NULL));
    pc_emit_number(json, "rows_failed", (double) study->num_failed);
    pc_emit_number(json, "rows_absent", (double) study->num_absent);
    pc_emit_open(json, "results", '[');
    for (size_t m = 0; m < job->num_metrics; m++) {
        for (size_t k = 0; k < job->num_methods; k++) {
            emit_result(
                json, pc_job_result(job, k, s, m), study, lang, &job->out_of_memory);
        }
    }
    pc_emit_close(json, ']');
    pc_emit_open(json, "argue_first", '[');
    for (size_t k = 0; k < num && list[k].argue; k++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_string(json, "parameter", pc_param_table[list[k].which].name);
        pc_emit_number(json, "influence", list[k].size);
        pc_emit_string(
            json, "measure", pc_sensitivity_main_name(list[k].result->method));
        pc_emit_string(json, "metric", list[k].result->metric->name);
        pc_emit_string(json, "range", list[k].range);
        pc_emit_string(json, "source", list[k].source);
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
    pc_emit_close(json, '}');
}

void
pc_answer_sensitivity_json(
    FILE *out, pc_sensitivity_job_t *job, const char *version, pc_lang lang)
{
    const pc_study_t *study = &job->studies[0];
    const pc_points_plan_t *plan = &job->store.plan;
    pc_emitter_t json;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '{');
    pc_emit_string(&json, "model", "panelcast");
    pc_emit_string(&json, "version", version);
    pc_emit_string(&json, "scenario", pc_study_text(study, "name", NULL));
    pc_emit_string(&json, "title_en", pc_study_text(study, "title", "en"));
    pc_emit_string(&json, "title_ja", pc_study_text(study, "title", "ja"));
    pc_emit_string(&json, "mode", pc_study_text(study, "mode", NULL));
    pc_emit_seed(&json, "seed", study->design.seed);
    pc_emit_number(&json, "draws", 0);
    pc_emit_number(&json, "replicates", (double) study->replicates);
    pc_emit_string(
        &json, "sweep", pc_fact_value(plan->design, plan->num_design, "name"));
    pc_emit_string(&json, "design", pc_design_names[study->design.kind]);
    pc_emit_number(&json, "rows", (double) study->num_rows);
    pc_emit_number(&json, "level_percent", 100 * study->how.level);
    pc_emit_number(&json, "resamples", (double) study->how.resamples);
    pc_emit_string(&json, "intervals_are",
        "percentile bootstrap intervals: the error of so many points, not of the "
        "assumptions");
    pc_emit_open(&json, "scenarios", '[');
    for (size_t s = 0; s < job->num_studies; s++) {
        emit_study(&json, job, s, lang);
    }
    pc_emit_close(&json, ']');
    pc_emit_close(&json, '}');
}
