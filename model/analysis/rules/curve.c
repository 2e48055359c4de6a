#include "analysis/rules/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows of the results that hold the months [first, first + 12). */
static size_t
row_of(const pc_experiment_t *e, pc_month month)
{
    return (size_t) (month - e->results.first);
}

static double
year_sum(const pc_experiment_t *e, pc_month first, pc_variable variable)
{
    double sum = 0;
    for (int m = 0; m < 12; m++) {
        sum += pc_results_national(&e->results, row_of(e, first + m))[variable];
    }
    return sum;
}

/* Mean of a variable weighted by EP cases; months without cases are left out. */
static double
year_mean(const pc_experiment_t *e, pc_month first, pc_variable variable)
{
    double sum = 0, weight = 0;
    for (int m = 0; m < 12; m++) {
        const double *nation = pc_results_national(&e->results, row_of(e, first + m));
        if (nation[PC_V_EP_CASES] > 0) {
            sum += nation[PC_V_EP_CASES] * nation[variable];
            weight += nation[PC_V_EP_CASES];
        }
    }
    return weight > 0 ? sum / weight : NAN;
}

/* The ends of the range of workload.ep_share, that of its distribution where it has one.
 */
static void
ep_share_range(pc_curve_t *self)
{
    const pc_param_def_t *def = &self->scenario->params[PC_P_workload_ep_share];
    self->ep_share_low = 0.4;
    self->ep_share_high = 0.8;
    if (def->dist.type != PC_DIST_NONE) {
        double low, high;
        pc_dist_support(&def->dist, &low, &high);
        self->ep_share_low = low > 0 ? low : 0;
        self->ep_share_high = high < 1 ? high : 1;
    }
}

static pc_month
first_omission(const pc_scenario_t *scenario)
{
    pc_month first = PC_MONTH_NONE;
    for (size_t r = 0; r < scenario->num_rules; r++) {
        if (first == PC_MONTH_NONE || scenario->rules[r].effective < first) {
            first = scenario->rules[r].effective;
        }
    }
    return first == PC_MONTH_NONE ? PC_MONTH(2026, 6) : first;
}

static void
shorten(pc_experiment_t *e, int fiscal_year)
{
    e->input.end = PC_MONTH(fiscal_year + 1, 3);
}

pc_status
pc_curve_init(pc_curve_t *self, const pc_scenario_t *scenario, int fiscal_year,
    uint32_t replicates, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    if (PC_MONTH(fiscal_year, 4) < scenario->start
        || PC_MONTH(fiscal_year + 1, 3) > scenario->end) {
        return PC_ERR_RANGE;
    }
    self->scenario = scenario;
    self->fiscal_year = fiscal_year;
    self->replicates = replicates;
    self->from = first_omission(scenario);
    ep_share_range(self);
    self->rule = calloc(1, sizeof(*self->rule));
    if (self->rule == NULL) {
        return PC_ERR_NOMEM;
    }
    self->rule->effective = self->from;
    self->rule->until = PC_MONTH_NONE;
    self->rule->since = self->from - PC_MAX_MONTHS; /* the share holds at once */
    self->rule->adoption = PC_P_omission_adoption;
    for (size_t g = 0; g < PC_MAX_GROUPS; g++) {
        for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
            self->rule->mask[g][tier] = (UINT32_C(1) << PC_NUM_CLASSES) - 1;
        }
    }
    pc_status status = pc_experiment_init(&self->expected, scenario, 0, NULL, 0, diags);
    if (status == PC_OK) {
        status = pc_experiment_init(&self->waiting, scenario, 0, NULL, 0, NULL);
    }
    if (status != PC_OK) {
        return status;
    }
    self->expected.input.mode = PC_MODE_EXPECTED;
    self->waiting.input.mode = PC_MODE_STOCHASTIC;
    shorten(&self->expected, fiscal_year);
    shorten(&self->waiting, fiscal_year);
    for (size_t m = 0; m < pc_scenario_num_months(scenario); m++) {
        self->waiting.params[m].ep_constraint = PC_EP_HARD;
    }
    return PC_OK;
}

void
pc_curve_free(pc_curve_t *self)
{
    pc_experiment_free(&self->expected);
    pc_experiment_free(&self->waiting);
    free(self->rule);
    memset(self, 0, sizeof(*self));
}

static pc_status
prepare(pc_curve_t *self, pc_experiment_t *e, double share)
{
    for (size_t m = 0; m < pc_scenario_num_months(self->scenario); m++) {
        e->params[m].omission_adoption = share;
    }
    e->input.rules = self->rule;
    e->input.num_rules = 1;
    return pc_experiment_prepare(e);
}

/* EP hours are in proportion to workload.ep_share; omission review is not. */
static void
read_hours(const pc_curve_t *self, pc_month first, pc_curve_point_t *point)
{
    const pc_experiment_t *e = &self->expected;
    const double ep = year_sum(e, first, PC_V_HOURS_EP);
    const double review = year_sum(e, first, PC_V_HOURS_REVIEW);
    const double share = e->params[row_of(e, first)].workload_ep_share;
    point->hours = ep + review;
    point->hours_low = share > 0 ? ep * self->ep_share_low / share + review : NAN;
    point->hours_high = share > 0 ? ep * self->ep_share_high / share + review : NAN;
}

static pc_status
run_expected(pc_curve_t *self, pc_curve_point_t *point)
{
    const pc_month first = PC_MONTH(self->fiscal_year, 4);
    pc_experiment_t *e = &self->expected;
    const pc_status status = pc_experiment_run(e, 1);
    if (status != PC_OK) {
        return status;
    }
    const double capacity = year_sum(e, first, PC_V_EP_CAPACITY);
    memset(point, 0, sizeof(*point));
    point->tests = year_sum(e, first, PC_V_TESTS);
    point->cases = year_sum(e, first, PC_V_EP_CASES);
    point->share = point->tests > 0 ? 1 - point->cases / point->tests : NAN;
    point->utilisation = capacity > 0 ? 100 * point->cases / capacity : NAN;
    point->wait = point->wait_error = point->over_28 = NAN;
    read_hours(self, first, point);
    return PC_OK;
}

static pc_status
run_waiting(pc_curve_t *self, pc_curve_point_t *point)
{
    const pc_month first = PC_MONTH(self->fiscal_year, 4);
    pc_experiment_t *e = &self->waiting;
    double sum = 0, squares = 0, over = 0;
    const double n = self->replicates;
    for (uint32_t k = 1; k <= self->replicates; k++) {
        const pc_status status = pc_experiment_run(e, k);
        if (status != PC_OK) {
            return status;
        }
        const double wait = year_mean(e, first, PC_V_EP_WAIT);
        sum += wait;
        squares += wait * wait;
        over += year_mean(e, first, PC_V_EP_WAIT_OVER_28);
    }
    const double variance = n > 1 ? (squares - sum * sum / n) / (n - 1) : NAN;
    point->wait = sum / n;
    point->wait_error = sqrt((variance > 0 ? variance : 0) / n);
    if (n < 2) {
        point->wait_error = NAN;
    }
    point->over_28 = over / n;
    return PC_OK;
}

pc_status
pc_curve_at(pc_curve_t *self, double share, int waiting, pc_curve_point_t *point)
{
    pc_status status = prepare(self, &self->expected, share);
    if (status == PC_OK) {
        status = run_expected(self, point);
    }
    if (status == PC_OK && waiting) {
        status = prepare(self, &self->waiting, share);
        if (status == PC_OK) {
            status = run_waiting(self, point);
        }
    }
    point->share = share;
    return status;
}

pc_status
pc_curve_mark(pc_curve_t *self, pc_curve_point_t *point)
{
    pc_experiment_t *both[2] = { &self->expected, &self->waiting };
    for (int k = 0; k < 2; k++) {
        both[k]->input.rules = self->scenario->rules;
        both[k]->input.num_rules = self->scenario->num_rules;
        /* The share may have been changed by pc_curve_at. */
        for (size_t m = 0; m < pc_scenario_num_months(self->scenario); m++) {
            const pc_month month = self->scenario->start - 1 + (pc_month) m;
            both[k]->params[m].omission_adoption = pc_value_at(
                &self->scenario->params[PC_P_omission_adoption], month, NULL);
        }
        const pc_status status = pc_experiment_prepare(both[k]);
        if (status != PC_OK) {
            return status;
        }
    }
    const pc_status status = run_expected(self, point);
    return status == PC_OK ? run_waiting(self, point) : status;
}

pc_status
pc_curve_hours_before(pc_curve_t *self, double *hours)
{
    *hours = NAN;
    const pc_month first = self->from - 12;
    if (first < self->scenario->start || self->from > self->expected.input.end) {
        return PC_OK;
    }
    pc_status status = prepare(self, &self->expected, 0);
    if (status == PC_OK) {
        status = pc_experiment_run(&self->expected, 1);
    }
    if (status == PC_OK) {
        *hours = year_sum(&self->expected, first, PC_V_HOURS_EP);
    }
    return status;
}

/* Halves [0, 1] until the target is met at `high` and missed at `low`, within
 * `tolerance`. The target is met from some share on: a larger omitted share never means
 * more cases or a longer wait under the same luck. */
static pc_status
bisect(pc_curve_t *self, int waiting, double target, double tolerance, double *share)
{
    pc_curve_point_t point;
    double low = 0, high = 1;
    *share = NAN;
    for (int step = 0;; step++) {
        const double at = step == 0 ? 1 : step == 1 ? 0 : (low + high) / 2;
        const pc_status status = pc_curve_at(self, at, waiting, &point);
        if (status != PC_OK) {
            return status;
        }
        /* Nobody waits where nobody is sent. */
        const int met = waiting ? point.wait < target || point.cases < 1e-6 * point.tests
                                : point.hours <= target;
        if (step == 0 && !met) {
            return PC_OK;
        }
        if (step == 1 && met) {
            *share = 0;
            return PC_OK;
        }
        if (step > 0) {
            *(met ? &high : &low) = at;
        }
        if (step > 0 && high - low <= tolerance) {
            *share = high;
            return PC_OK;
        }
    }
}

pc_status
pc_curve_share_for_wait(pc_curve_t *self, double days, double *share)
{
    return bisect(self, 1, days, 1e-3, share);
}

pc_status
pc_curve_share_for_hours(pc_curve_t *self, double hours, double *share)
{
    return bisect(self, 0, hours, 1e-6, share);
}
