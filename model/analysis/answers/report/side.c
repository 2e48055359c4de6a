#include "analysis/answers/report/side.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/ensemble/reach.h"
#include "analysis/ensemble/statistics.h"
#include "analysis/rules/curve.h"
#include "output/summary.h"

static const struct {
    pc_variable variable;
    pc_quantity_kind kind;
} figures[PC_NUM_FIGURES] = {
    [PC_FIGURE_SITES] = { PC_V_SITES, PC_QUANTITY_SITES },
    [PC_FIGURE_BASE] = { PC_V_BASE_COVERED, PC_QUANTITY_HOSPITALS },
    [PC_FIGURE_TESTS] = { PC_V_TESTS, PC_QUANTITY_TESTS },
    [PC_FIGURE_CASES] = { PC_V_EP_CASES, PC_QUANTITY_CASES },
    [PC_FIGURE_OMITTED] = { PC_V_EP_OMITTED, PC_QUANTITY_CASES },
    [PC_FIGURE_HOURS] = { PC_V_HOURS_EP, PC_QUANTITY_HOURS },
    [PC_FIGURE_MISSED] = { PC_V_MISSED, PC_QUANTITY_OPTIONS },
    [PC_FIGURE_PHYSICIANS] = { PC_V_FTE_PHYSICIAN, PC_QUANTITY_PEOPLE },
    [PC_FIGURE_STAFF] = { PC_V_FTE_OTHER, PC_QUANTITY_PEOPLE },
    [PC_FIGURE_LABOUR] = { PC_V_LABOUR_COST, PC_QUANTITY_MONEY },
    [PC_FIGURE_FEES] = { PC_V_FEES, PC_QUANTITY_MONEY },
    [PC_FIGURE_USE] = { PC_V_EP_UTILISATION, PC_QUANTITY_PERCENT },
    [PC_FIGURE_WAIT] = { PC_V_EP_WAIT, PC_QUANTITY_DAYS },
};

pc_variable
pc_figure_variable(pc_figure which)
{
    return figures[which].variable;
}

pc_quantity_kind
pc_figure_kind(pc_figure which)
{
    return figures[which].kind;
}

/* The middle of the values [num], which are sorted here; NaN are left out. */
static pc_middle_t
middle_of(double *values, size_t num)
{
    size_t n = 0;
    for (size_t k = 0; k < num; k++) {
        if (!isnan(values[k])) {
            values[n++] = values[k];
        }
    }
    const pc_interval_t range = pc_interval_80(values, n);
    return (pc_middle_t){ pc_quantile_sort(values, n, 0.5), range.low, range.high };
}

pc_status
pc_side_take_figure(pc_report_side_t *self, const pc_ensemble_t *e, pc_figure which)
{
    double *column = calloc(e->num_done + 1, sizeof(double));
    pc_status status = column != NULL ? PC_OK : PC_ERR_NOMEM;
    for (size_t year = 0; year < e->layout.num_fiscal && status == PC_OK; year++) {
        status = pc_ensemble_columns(e,
            pc_sample_place(&e->layout, PC_PERIOD_FISCAL, year, figures[which].variable),
            1, column);
        if (status == PC_OK) {
            self->years[year * PC_NUM_FIGURES + which] = middle_of(column, e->num_done);
        }
    }
    free(column);
    return status;
}

pc_status
pc_side_take_regions(pc_report_side_t *self, const size_t *years, size_t num_years,
    const pc_ensemble_t *e)
{
    const size_t one_year = (size_t) PC_NUM_REGIONS * PC_NUM_REGIONAL;
    double *columns = calloc(PC_NUM_REGIONAL * e->num_done + 1, sizeof(double));
    self->regions = calloc(PC_REPORT_YEARS * one_year, sizeof(*self->regions));
    pc_status status = columns != NULL && self->regions != NULL ? PC_OK : PC_ERR_NOMEM;
    for (size_t k = 0; k < num_years * PC_NUM_REGIONS && status == PC_OK; k++) {
        status = pc_ensemble_columns(e,
            pc_sample_region_place(&e->layout, years[k / PC_NUM_REGIONS],
                k % PC_NUM_REGIONS, (pc_regional) 0),
            PC_NUM_REGIONAL, columns);
        for (size_t v = 0; v < PC_NUM_REGIONAL && status == PC_OK; v++) {
            self->regions[k * PC_NUM_REGIONAL + v] =
                middle_of(columns + v * e->num_done, e->num_done).median;
        }
    }
    free(columns);
    return status;
}

/* The first milestone of the scenario on this variable. */
static const pc_milestone_t *
milestone_on(const pc_scenario_t *s, pc_variable variable)
{
    for (size_t k = 0; k < s->num_milestones; k++) {
        if (s->milestones[k].variable == variable) {
            return &s->milestones[k];
        }
    }
    return NULL;
}

static pc_status
take_date(pc_report_date_t *date, const pc_ensemble_t *e)
{
    const pc_milestone_t *m = date->milestone;
    if (m == NULL) {
        return PC_OK;
    }
    const pc_goal_t goal = { m->variable,
        m->at_least ? PC_GOAL_AT_LEAST : PC_GOAL_AT_MOST, m->threshold };
    pc_reach_t reach;
    const pc_status status = pc_reach_init(&reach, e, &goal);
    if (status == PC_OK) {
        const pc_month last = PC_MONTH(2037, 12) - reach.first;
        date->median = pc_reach_quantile(&reach, 0.5, 0);
        date->low = pc_reach_quantile(&reach, 0.1, 0);
        date->high = pc_reach_quantile(&reach, 0.9, 0);
        if (last >= 0 && (size_t) last < reach.num_months) {
            date->by_2037 = reach.probability[last];
        }
    }
    pc_reach_free(&reach);
    return status;
}

void
pc_side_bind(pc_report_side_t *self, const pc_scenario_t *scenario)
{
    self->scenario = scenario;
    self->sites.milestone = milestone_on(scenario, PC_V_SITES);
    self->base.milestone = milestone_on(scenario, PC_V_BASE_UNCOVERED);
}

pc_status
pc_side_init(pc_report_side_t *self, const pc_scenario_t *scenario, size_t num_years)
{
    static const pc_report_date_t none = { NULL, PC_MONTH_NONE, PC_MONTH_NONE,
        PC_MONTH_NONE, NAN };
    const size_t num = num_years * PC_NUM_FIGURES;
    self->sites = self->base = none;
    self->omit_share = self->hours_before = NAN;
    self->omit_from = PC_MONTH_NONE;
    pc_side_bind(self, scenario);
    self->years = calloc(num + 1, sizeof(*self->years));
    if (self->years == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < num; k++) {
        self->years[k] = (pc_middle_t){ NAN, NAN, NAN };
    }
    return PC_OK;
}

void
pc_side_free(pc_report_side_t *self)
{
    free(self->years);
    free(self->regions);
    self->years = NULL;
    self->regions = NULL;
}

pc_status
pc_side_take_draws(pc_report_side_t *self, const pc_ensemble_t *e)
{
    pc_status status = PC_OK;
    for (int k = 0; k < PC_FIGURE_WAIT && status == PC_OK; k++) {
        status = pc_side_take_figure(self, e, (pc_figure) k);
    }
    if (status == PC_OK) {
        status = take_date(&self->sites, e);
    }
    return status == PC_OK ? take_date(&self->base, e) : status;
}

pc_status
pc_side_take_share(pc_report_side_t *self, int answer_year, pc_diags_t *diags)
{
    pc_curve_t curve;
    pc_status status = pc_curve_init(&curve, self->scenario, answer_year, 1, diags);
    if (status == PC_OK) {
        self->omit_from = curve.from;
        status = pc_curve_hours_before(&curve, &self->hours_before);
    }
    if (status == PC_OK && !isnan(self->hours_before)) {
        status = pc_curve_share_for_hours(&curve, self->hours_before, &self->omit_share);
    }
    pc_curve_free(&curve);
    return status == PC_ERR_RANGE ? PC_OK : status;
}

/* --- of one run --- */

static void
take_run_date(pc_report_date_t *date, const pc_results_t *results)
{
    const pc_milestone_t *m = date->milestone;
    if (m != NULL) {
        const pc_threshold_t threshold = { .id = m->id,
            .variable = m->variable,
            .at_most = !m->at_least,
            .threshold = m->threshold };
        date->median = pc_milestone_reached(&threshold, results).month;
    }
}

pc_status
pc_side_take_run(pc_report_side_t *self, const pc_results_t *results)
{
    pc_years_t years;
    const pc_status status = pc_years_init(&years, results, PC_YEAR_FISCAL);
    for (size_t year = 0; status == PC_OK && year < years.num_years; year++) {
        for (int k = 0; k < PC_FIGURE_WAIT; k++) {
            self->years[year * PC_NUM_FIGURES + (size_t) k] = (pc_middle_t){
                years.national[year * PC_NUM_VARIABLES + figures[k].variable], NAN, NAN
            };
        }
    }
    pc_years_free(&years);
    if (status == PC_OK) {
        take_run_date(&self->sites, results);
        take_run_date(&self->base, results);
    }
    return status;
}

int
pc_side_has_range(const pc_report_side_t *self)
{
    return !isnan(self->years[PC_FIGURE_SITES].low);
}

/* --- as numbers --- */

#define DATE_NUMBERS 4

size_t
pc_side_num_numbers(size_t num_years)
{
    return num_years * PC_NUM_FIGURES * 3 + (size_t) 2 * DATE_NUMBERS + 3;
}

static double
month_number(pc_month month)
{
    return month == PC_MONTH_NONE ? -1 : month;
}

static pc_month
number_month(double number)
{
    return number >= 0 ? (pc_month) number : PC_MONTH_NONE;
}

void
pc_side_store(const pc_report_side_t *self, size_t num_years, double *numbers)
{
    const pc_report_date_t *const dates[] = { &self->sites, &self->base };
    for (size_t k = 0; k < num_years * PC_NUM_FIGURES; k++) {
        *numbers++ = self->years[k].median;
        *numbers++ = self->years[k].low;
        *numbers++ = self->years[k].high;
    }
    for (size_t k = 0; k < 2; k++) {
        *numbers++ = month_number(dates[k]->median);
        *numbers++ = month_number(dates[k]->low);
        *numbers++ = month_number(dates[k]->high);
        *numbers++ = dates[k]->by_2037;
    }
    *numbers++ = self->omit_share;
    *numbers++ = self->hours_before;
    *numbers = month_number(self->omit_from);
}

void
pc_side_restore(pc_report_side_t *self, size_t num_years, const double *numbers)
{
    pc_report_date_t *const dates[] = { &self->sites, &self->base };
    for (size_t k = 0; k < num_years * PC_NUM_FIGURES; k++, numbers += 3) {
        self->years[k] = (pc_middle_t){ numbers[0], numbers[1], numbers[2] };
    }
    for (size_t k = 0; k < 2; k++, numbers += DATE_NUMBERS) {
        dates[k]->median = number_month(numbers[0]);
        dates[k]->low = number_month(numbers[1]);
        dates[k]->high = number_month(numbers[2]);
        dates[k]->by_2037 = numbers[3];
    }
    self->omit_share = numbers[0];
    self->hours_before = numbers[1];
    self->omit_from = number_month(numbers[2]);
}
