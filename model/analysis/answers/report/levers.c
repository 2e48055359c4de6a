/* levers.c - which assumption of the reference moves the answer most. */
#include "analysis/answers/report/report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/ensemble/one_by_one.h"

/* What one run says. */
typedef struct {
    double hours, cases;
    pc_month sites;
} answer_t;

static pc_status
answer_of(const pc_report_t *report, const pc_results_t *results, answer_t *answer)
{
    const pc_milestone_t *m = report->sides[0].sites.milestone;
    pc_years_t years;
    pc_status status = pc_years_init(&years, results, PC_YEAR_FISCAL);
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
        answer->sites = pc_milestone_reached(&threshold, results).month;
    }
    pc_years_free(&years);
    return status;
}

/* A scenario that cannot run at an end says nothing of this lever. */
static pc_status
pull(pc_report_t *report, pc_one_by_one_t *runs, pc_param which)
{
    const pc_scenario_t *s = runs->experiment.scenario;
    const pc_month row = PC_MONTH(report->answer_year, 10) - s->start + 1;
    const size_t month = row >= 0 && (size_t) row < runs->num_months ? (size_t) row : 0;
    pc_lever_t lever = { .which = which };
    for (int k = 0; k < 2; k++) {
        answer_t answer;
        pc_status status = pc_one_by_one_run(runs, which, k);
        if (status == PC_ERR_RANGE || status == PC_ERR_INPUT) {
            return PC_OK;
        }
        if (status == PC_OK) {
            status = answer_of(report, &runs->experiment.results, &answer);
        }
        if (status != PC_OK) {
            return status;
        }
        lever.at[k] = pc_params_values(&runs->at[k][month])[which];
        lever.hours[k] = answer.hours;
        lever.cases[k] = answer.cases;
        lever.sites[k] = answer.sites;
    }
    if (lever.hours[0] != lever.hours[1] || lever.sites[0] != lever.sites[1]) {
        report->levers[report->num_levers++] = lever;
    }
    return PC_OK;
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

pc_status
pc_report_levers(pc_report_t *self, const pc_scenario_t *scenario, pc_diags_t *diags)
{
    pc_one_by_one_t runs;
    answer_t central = { 0 };
    pc_status status = pc_one_by_one_init(&runs, scenario, diags);
    if (status == PC_OK) {
        status = pc_one_by_one_run(&runs, PC_NUM_PARAMS, 0);
    }
    if (status == PC_OK) {
        status = answer_of(self, &runs.experiment.results, &central);
        self->central_hours = central.hours;
        self->central_cases = central.cases;
    }
    for (int k = 0; k < PC_NUM_PARAMS && status == PC_OK; k++) {
        if (pc_scenario_uncertain(scenario, (pc_param) k)) {
            status = pull(self, &runs, (pc_param) k);
        }
    }
    qsort(self->levers, self->num_levers, sizeof(self->levers[0]), by_reach);
    pc_one_by_one_free(&runs);
    return status;
}
