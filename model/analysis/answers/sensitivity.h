/* sensitivity.h - what the sensitivity of a sweep says: text, JSON, and the words of its
 * tables. */
#ifndef PC_ANALYSIS_ANSWERS_SENSITIVITY_H
#define PC_ANALYSIS_ANSWERS_SENSITIVITY_H

#include <stdio.h>

#include "analysis/sensitivity/assumptions.h"
#include "base/words.h"

/* The analysis of one store: every metric of every scenario, by every method. */
typedef struct {
    pc_points_t store;
    pc_study_t studies[PC_MAX_SCENARIOS]; /* one a scenario */
    size_t num_studies;
    size_t *metrics; /* [num_metrics], places among the store's; owned */
    size_t num_metrics;
    pc_method methods[2]; /* the first ranks the factors */
    size_t num_methods;
    pc_sensitivity_t *results; /* [num_methods][num_studies][num_metrics]; owned */
    size_t num_results;        /* made so far */
    int out_of_memory;         /* 1: something could not be said */
} pc_sensitivity_job_t;

static inline pc_sensitivity_t *
pc_job_result(
    const pc_sensitivity_job_t *job, size_t method, size_t study, size_t metric)
{
    return &job->results[(method * job->num_studies + study) * job->num_metrics
                         + metric];
}

/* --- words (sensitivity_words.c) --- */

/* Why there is no answer at all for a metric, or "". `text` has room for `size`. */
const char *pc_sensitivity_reason(const pc_sensitivity_t *r, const pc_study_t *study,
    pc_lang lang, char *text, size_t size);
/* What there is to say of factor f besides its numbers, or "". */
const char *pc_sensitivity_note(const pc_sensitivity_t *r, const pc_study_t *study,
    size_t f, pc_lang lang, char *text, size_t size);
/* Why an estimate of a factor that has an answer lacks its value or its interval, or "".
 * `measure` as pc_sensitivity_measure names it, or "r2". */
const char *pc_sensitivity_gap(const pc_sensitivity_t *r, const pc_study_t *study,
    const char *measure, const pc_estimate_t *e, pc_lang lang);
/* base rows, trajectories or points. */
const char *pc_sensitivity_units(pc_method method, pc_lang lang);
/* "calibrated", or several kinds of a group: "assumed, derived". */
const char *pc_factor_kinds(
    const pc_study_t *study, size_t f, pc_lang lang, char *text, size_t size);
/* The axes of a factor, joined by `between`. */
const char *pc_factor_members(
    const pc_study_t *study, size_t f, const char *between, char *text, size_t size);
/* "Tests|Total, FY2030, sum"; of a part year "FY2025 (part: 10 months)". */
const char *pc_metric_title(
    const pc_sensitivity_t *r, pc_lang lang, char *text, size_t size);
/* What a date is as an output, as a clause; "" of other metrics. */
const char *pc_dates_words(
    const pc_sensitivity_t *r, pc_lang lang, char *text, size_t size);
/* The same for programs: "held:2041-04", "latest", "by:2037-12" or "". */
const char *pc_dates_id(const pc_sensitivity_t *r, char text[32]);
/* The first metric of the job that is the same but for its period, and how many there
 * are; 1 for those that stand alone. */
size_t pc_metric_series(const pc_sensitivity_job_t *job, size_t metric, size_t *num);

/* The measure that puts factors in order: "total", "mu_star" or "r2_lost". */
const char *pc_sensitivity_main_name(pc_method method);
/* The assumptions of study s (assumptions.h), each metric by the first method that has
 * an answer. `list` has room for PC_NUM_PARAMS. */
size_t pc_job_assumptions(pc_sensitivity_job_t *job, size_t s, pc_assumption_t *list);

/* --- what is said --- */

void pc_answer_sensitivity(FILE *out, pc_sensitivity_job_t *job, pc_lang lang);
/* summary.json; `version` is the program's. */
void pc_answer_sensitivity_json(
    FILE *out, pc_sensitivity_job_t *job, const char *version, pc_lang lang);
/* The measures of a method with their estimates of factor f (NULL: the method has no
 * more). Names: first, total; mu_star, mu, sigma; prcc, srrc, r2_lost. */
const pc_estimate_t *pc_sensitivity_measure(
    const pc_sensitivity_t *r, size_t measure, size_t f, const char **name);

#endif
