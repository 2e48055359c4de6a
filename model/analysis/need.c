#include "analysis/need.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>

#include "analysis/fit.h"

#define NO_CAPACITY 1e6 /* days: stands for a wait that cannot be computed */

const pc_lever_info_t pc_lever_table[PC_NUM_LEVERS] = {
    { "pace", "pace of new sites", "新規指定のペース", "site/year", 0, 400, 0.01 },
    { "minutes", "factor on EP minutes a month", "EP処理時間の倍率", "1", 0.02, 50,
        0.002 },
    { "hosts", "EP-capable cooperative sites", "EP実施可能連携病院数", "site", 0, 505,
        0.5 },
    { "adoption", "omission adoption", "省略実施率", "1", 0, 1, 0.002 },
};

typedef struct {
    pc_lever lever;
    pc_experiment_t experiment;
    const pc_goal_t *goal;
    double days;
    double minutes[3]; /* as the scenario has them */
    uint32_t draw, replicate;
    double value; /* of the last evaluation: the stock, or the worst year's wait */
    pc_status status;
} problem_t;

static size_t
make_points(const problem_t *p, double x, pc_point_t points[5])
{
    size_t n = 0;
    switch (p->lever) {
    case PC_LEVER_PACE:
        points[n++] = (pc_point_t){ PC_P_rollout_rate, x };
        return n;
    case PC_LEVER_MINUTES:
        points[n++] = (pc_point_t){ PC_P_ep_minutes_per_month_core, x * p->minutes[0] };
        points[n++] = (pc_point_t){ PC_P_ep_minutes_per_month_hub, x * p->minutes[1] };
        points[n++] =
            (pc_point_t){ PC_P_ep_minutes_per_month_cooperative, x * p->minutes[2] };
        break;
    case PC_LEVER_HOSTS:
        points[n++] = (pc_point_t){ PC_P_ep_host_limit, floor(x + 0.5) };
        points[n++] = (pc_point_t){ PC_P_ep_host_promotion, 500 };
        break;
    case PC_LEVER_ADOPTION:
        points[n++] = (pc_point_t){ PC_P_omission_adoption, x };
        points[n++] = (pc_point_t){ PC_P_omission_adoption_drug, x };
        points[n++] = (pc_point_t){ PC_P_omission_adoption_none, x };
        break;
    case PC_NUM_LEVERS:
        break;
    }
    points[n++] = (pc_point_t){ PC_P_ep_constraint, PC_EP_HARD };
    return n;
}

/* The longest yearly mean wait, weighted by EP cases. */
static double
worst_wait(const pc_results_t *r)
{
    double worst = 0;
    for (int year = pc_month_year(r->first + 1) + 1; year <= 2040; year++) {
        const pc_month first = PC_MONTH(year, 1);
        double sum = 0, cases = 0;
        if (first + 11 > r->first + (pc_month) r->num_rows - 1) {
            break;
        }
        for (pc_month m = first; m < first + 12; m++) {
            const double *nation = pc_results_national(r, (size_t) (m - r->first));
            if (nation[PC_V_EP_CASES] > 0) {
                sum += nation[PC_V_EP_CASES] * nation[PC_V_EP_WAIT];
                cases += nation[PC_V_EP_CASES];
            }
        }
        const double wait = cases > 0 ? sum / cases : 0;
        worst = fmax(worst, isnan(wait) ? NO_CAPACITY : wait);
    }
    return worst;
}

/* Positive where the demand is met. */
static double
margin(double x, void *context)
{
    problem_t *p = context;
    pc_point_t points[5];
    const size_t n = make_points(p, x, points);
    pc_status status = pc_experiment_redraw(&p->experiment, p->draw, points, n, NULL);
    if (status == PC_OK) {
        status = pc_experiment_run(&p->experiment, p->replicate);
    }
    if (status != PC_OK) {
        p->status = status;
        return -1;
    }
    const pc_results_t *r = &p->experiment.results;
    if (p->lever != PC_LEVER_PACE) {
        p->value = worst_wait(r);
        return p->days - p->value - 1e-9;
    }
    p->value = pc_results_national(r, r->num_rows - 1)[p->goal->variable];
    const int rising = p->goal->op == PC_GOAL_AT_LEAST || p->goal->op == PC_GOAL_ABOVE;
    const double over = (p->value - p->goal->threshold) * (rising ? 1 : -1);
    return pc_goal_met(p->goal, p->value) ? fmax(over, 1e-6) : fmin(over, -1e-6);
}

/* The smallest value that meets the demand, to the lever's tolerance. */
static double
solve(problem_t *p)
{
    const pc_lever_info_t *info = &pc_lever_table[p->lever];
    double low = info->low, high = info->high;
    if (margin(low, p) >= 0) {
        return -INFINITY;
    }
    if (margin(high, p) < 0) {
        return INFINITY;
    }
    gsl_function f = { margin, p };
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_bisection);
    if (solver == NULL || gsl_root_fsolver_set(solver, &f, low, high) != GSL_SUCCESS) {
        p->status = solver == NULL ? PC_ERR_NOMEM : PC_ERR_RANGE;
    }
    while (p->status == PC_OK && high - low > info->tolerance) {
        if (gsl_root_fsolver_iterate(solver) != GSL_SUCCESS) {
            p->status = PC_ERR_RANGE;
        }
        low = gsl_root_fsolver_x_lower(solver);
        high = gsl_root_fsolver_x_upper(solver);
    }
    if (solver != NULL) {
        gsl_root_fsolver_free(solver);
    }
    return p->lever == PC_LEVER_HOSTS ? floor(high + 0.5) : high;
}

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static pc_status
solve_all(pc_need_t *self, problem_t *p, uint32_t draws, uint32_t replicates)
{
    const uint32_t num_draws = draws > 0 ? draws : 1;
    pc_status status = pc_experiment_prepare(&p->experiment);
    self->lever = p->lever;
    self->values = calloc((size_t) num_draws * replicates + 1, sizeof(*self->values));
    if (status == PC_OK && self->values == NULL) {
        status = PC_ERR_NOMEM;
    }
    for (uint32_t d = 0; d < num_draws && status == PC_OK; d++) {
        for (uint32_t r = 1; r <= replicates && status == PC_OK; r++) {
            p->draw = draws > 0 ? d + 1 : 0;
            p->replicate = r;
            p->status = PC_OK;
            const double x = solve(p);
            status = p->status;
            self->values[self->num++] = x;
            self->solved += isfinite(x) ? 1 : 0;
            self->already += isinf(x) && x < 0;
            if (isinf(x) && x > 0) {
                self->impossible++;
                self->best += p->value;
            }
        }
    }
    self->best = self->impossible > 0 ? self->best / (double) self->impossible : NAN;
    if (self->values != NULL) {
        qsort(self->values, self->num, sizeof(*self->values), ascending);
    }
    return status;
}

pc_status
pc_need_pace(pc_need_t *self, const pc_scenario_t *scenario, const pc_goal_t *goal,
    pc_month by, uint32_t draws, uint32_t replicates, pc_diags_t *diags)
{
    problem_t p = { .lever = PC_LEVER_PACE, .goal = goal };
    memset(self, 0, sizeof(*self));
    if (by < scenario->start || by > scenario->end) {
        char start[8], end[8];
        pc_month_format(scenario->start, start);
        pc_month_format(scenario->end, end);
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, "--by",
            "the date lies outside the run, %s to %s%s", start, end,
            by > scenario->end ? "; --set end=YYYY-MM makes it longer" : "");
        return PC_ERR_INPUT;
    }
    if (!pc_goal_is_rollout(goal)) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, "--by",
            "a pace is solved for sites or base hospitals, for example "
            "'Sites|Total>=460'");
        return PC_ERR_INPUT;
    }
    pc_status status = pc_experiment_init(&p.experiment, scenario, 0, NULL, 0, diags);
    if (status == PC_OK && p.experiment.params[0].rollout_mode != PC_ROLLOUT_LINEAR) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, "--by",
            "the scenario's roll-out is not `linear`, so it has no pace to solve for");
        status = PC_ERR_INPUT;
    }
    if (status == PC_OK) {
        p.experiment.input.end = by;
        status = solve_all(self, &p, draws, replicates);
    }
    pc_experiment_free(&p.experiment);
    return status;
}

pc_status
pc_need_capacity(pc_need_t *self, const pc_scenario_t *scenario, pc_lever lever,
    double days, uint32_t draws, uint32_t replicates, pc_diags_t *diags)
{
    problem_t p = { .lever = lever, .days = days };
    memset(self, 0, sizeof(*self));
    pc_status status = pc_experiment_init(&p.experiment, scenario, 0, NULL, 0, diags);
    if (status == PC_OK) {
        if (scenario->end > PC_MONTH(2040, 12)) {
            p.experiment.input.end = PC_MONTH(2040, 12);
        }
        const pc_params_t *now =
            &p.experiment.params[pc_scenario_num_months(scenario) - 1];
        p.minutes[0] = now->ep_minutes_per_month_core;
        p.minutes[1] = now->ep_minutes_per_month_hub;
        p.minutes[2] = now->ep_minutes_per_month_cooperative;
        status = solve_all(self, &p, draws, replicates);
    }
    pc_experiment_free(&p.experiment);
    return status;
}

void
pc_need_free(pc_need_t *self)
{
    free(self->values);
    memset(self, 0, sizeof(*self));
}

double
pc_need_quantile(const pc_need_t *self, double p)
{
    if (self->num == 0) {
        return NAN;
    }
    const size_t k = (size_t) ceil(p * (double) self->num - 1e-9);
    return self->values[k > 0 ? k - 1 : 0];
}
