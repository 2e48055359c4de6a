/* levers.c - which assumption of the reference moves the answer most. */
#include "analysis/answers/report/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ends of the 80 % range. */
static const double ends[2] = { 0.1, 0.9 };

/* What one run says. */
typedef struct {
    double hours, cases;
    pc_month sites;
} answer_t;

static pc_status
answer_of(const pc_report_t *report, pc_experiment_t *e, answer_t *answer)
{
    const pc_milestone_t *m = report->sides[0].sites.milestone;
    pc_years_t years;
    pc_plan_update(&e->plan);
    pc_status status = pc_experiment_run(e, 1);
    memset(&years, 0, sizeof(years));
    if (status == PC_OK) {
        status = pc_years_init(&years, &e->results, PC_YEAR_FISCAL);
    }
    if (status == PC_OK) {
        const size_t place = (size_t) pc_years_find(&years, report->answer_year);
        const double *values = years.national + place * PC_NUM_VARIABLES;
        answer->hours = values[PC_V_HOURS_EP];
        answer->cases = values[PC_V_EP_CASES];
        answer->sites = PC_MONTH_NONE;
    }
    if (status == PC_OK && m != NULL) {
        const pc_threshold_t threshold = { .id = m->id,
            .variable = m->variable,
            .at_most = !m->at_least,
            .threshold = m->threshold };
        answer->sites = pc_milestone_reached(&threshold, &e->results).month;
    }
    pc_years_free(&years);
    return status;
}

/* The months' values of all parameters at one place of their ranges. */
static pc_status
values_at(const pc_scenario_t *s, double u, pc_params_t *months)
{
    double uniforms[PC_NUM_PARAMS];
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        uniforms[k] = u;
    }
    return pc_scenario_params(s, uniforms, months, NULL);
}

static void
copy_parameter(
    pc_params_t *to, const pc_params_t *from, pc_param which, size_t num_months)
{
    for (size_t m = 0; m < num_months; m++) {
        *pc_params_at(&to[m], which) = pc_params_values(&from[m])[which];
    }
}

typedef struct {
    pc_report_t *report;
    pc_experiment_t experiment;
    pc_params_t *central, *at[2]; /* [num_months]; owned */
    size_t num_months, answer_row;
} work_t;

static pc_status
pull(work_t *work, pc_param which)
{
    pc_report_t *report = work->report;
    pc_lever_t lever = { .which = which };
    pc_status status = PC_OK;
    for (int k = 0; k < 2 && status == PC_OK; k++) {
        answer_t answer;
        copy_parameter(work->experiment.params, work->at[k], which, work->num_months);
        lever.at[k] = pc_params_values(&work->at[k][work->answer_row])[which];
        status = answer_of(report, &work->experiment, &answer);
        if (status == PC_OK) {
            lever.hours[k] = answer.hours;
            lever.cases[k] = answer.cases;
            lever.sites[k] = answer.sites;
        } else if (status == PC_ERR_RANGE || status == PC_ERR_INPUT) {
            /* A scenario that cannot run there says nothing of this lever. */
            copy_parameter(
                work->experiment.params, work->central, which, work->num_months);
            return PC_OK;
        }
    }
    copy_parameter(work->experiment.params, work->central, which, work->num_months);
    if (status == PC_OK
        && (lever.hours[0] != lever.hours[1] || lever.sites[0] != lever.sites[1])) {
        report->levers[report->num_levers++] = lever;
    }
    return status;
}

static double
reach_of(const pc_lever_t *lever)
{
    return fabs(lever->hours[1] - lever->hours[0]);
}

/* Largest first; equal ones by their place in the table. */
static int
by_reach(const void *a, const void *b)
{
    const pc_lever_t *x = a, *y = b;
    if (reach_of(x) != reach_of(y)) {
        return reach_of(x) < reach_of(y) ? 1 : -1;
    }
    return x->which < y->which ? -1 : x->which > y->which;
}

static pc_status
prepare(work_t *work, const pc_scenario_t *s, pc_diags_t *diags)
{
    work->num_months = pc_scenario_num_months(s);
    const pc_month row = PC_MONTH(work->report->answer_year, 10) - s->start + 1;
    work->answer_row = row >= 0 && (size_t) row < work->num_months ? (size_t) row : 0;
    pc_status status = pc_experiment_init(&work->experiment, s, 0, NULL, 0, diags);
    work->experiment.input.mode = PC_MODE_EXPECTED;
    pc_params_t **const places[] = { &work->central, &work->at[0], &work->at[1] };
    for (size_t k = 0; k < 3; k++) {
        *places[k] = calloc(work->num_months, sizeof(pc_params_t));
        status = *places[k] == NULL ? PC_ERR_NOMEM : status;
    }
    for (int k = 0; k < 2 && status == PC_OK; k++) {
        status = values_at(s, ends[k], work->at[k]);
    }
    if (status == PC_OK) {
        memcpy(work->central, work->experiment.params,
            work->num_months * sizeof(pc_params_t));
        status = pc_experiment_prepare(&work->experiment);
    }
    return status;
}

pc_status
pc_report_levers(pc_report_t *self, const pc_scenario_t *scenario, pc_diags_t *diags)
{
    work_t work;
    answer_t central = { 0 };
    memset(&work, 0, sizeof(work));
    work.report = self;
    pc_status status = prepare(&work, scenario, diags);
    if (status == PC_OK) {
        status = answer_of(self, &work.experiment, &central);
        self->central_hours = central.hours;
        self->central_cases = central.cases;
    }
    for (int k = 0; k < PC_NUM_PARAMS && status == PC_OK; k++) {
        if (pc_scenario_uncertain(scenario, (pc_param) k)) {
            status = pull(&work, (pc_param) k);
        }
    }
    qsort(self->levers, self->num_levers, sizeof(self->levers[0]), by_reach);
    pc_experiment_free(&work.experiment);
    free(work.central);
    free(work.at[0]);
    free(work.at[1]);
    return status;
}
