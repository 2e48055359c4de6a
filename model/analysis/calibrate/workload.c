#include "analysis/calibrate/workload.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_linalg.h>

#include "scenario/tables/csv.h"

#define SURVEY_YEAR 2022
#define NUM_ROWS 6                       /* targets */
#define NUM_FREE (PC_NUM_FREE_HOURS + 1) /* and the hours of physicians */
#define PHYSICIAN_HOURS PC_NUM_FREE_HOURS
#define LEAST_ADDED 1e-10 /* of a column's length by what the others do not say */

const char *const pc_survey_conditions[] = { "start=2022-04", "end=2022-04",
    "mode=expected", "rollout.mode=linear", "rollout.rate=0", "rollout.withdrawal=0",
    "ep_host.promotion=0", "ep.constraint=elastic", "ep.circulation=0", "haem.uptake=0",
    "early.uptake=0" };
const size_t pc_num_survey_conditions =
    sizeof(pc_survey_conditions) / sizeof(pc_survey_conditions[0]);

const pc_param pc_fitted_params[PC_NUM_FITTED] = { PC_P_workload_order_physician,
    PC_P_workload_order_other, PC_P_workload_prepare_physician,
    PC_P_workload_prepare_other, PC_P_workload_send_physician, PC_P_workload_send_other,
    PC_P_workload_overhead_core, PC_P_workload_overhead_hub,
    PC_P_workload_overhead_cooperative, PC_P_workload_overhead_physician_share };

/* --- the survey ---------------------------------------------------------------- */

enum { COL_MEASURE, COL_VALUE, NUM_COLS = 8 };
static const pc_csv_column_t columns[NUM_COLS] = { { "measure", 1 }, { "value", 1 },
    { "date", 0 }, { "unit", 0 }, { "source_url", 0 }, { "note", 0 }, { "grade", 0 },
    { "source_title", 0 } };

static int
read_rows(pc_csv_t *csv, const char *const *names, double *const *values, int *found,
    size_t num, pc_diags_t *diags)
{
    int good = 1;
    for (size_t row = 0; row < csv->num_rows; row++) {
        for (size_t k = 0; k < num; k++) {
            if (strcmp(pc_csv_text(csv, row, COL_MEASURE), names[k]) != 0) {
                continue;
            }
            if (found[k]++) {
                pc_csv_fault(csv, row, COL_MEASURE, diags, "%s stands twice", names[k]);
                good = 0;
            }
            good &= pc_csv_number(csv, row, COL_VALUE, diags, 1e-6, 1e12, values[k]);
        }
    }
    return good;
}

pc_status
pc_survey_read(pc_survey_t *self, const char *path, pc_diags_t *diags)
{
    static const char *const names[] = { "admin_hours_per_month_core",
        "admin_hours_per_month_designated", "admin_hours_per_month_cooperative",
        "admin_hours_per_cgp_test_physician", "admin_hours_per_cgp_test_nonphysician",
        "labour_cost_per_cgp_test", "labour_cost_per_month_core",
        "labour_cost_per_month_designated", "labour_cost_per_month_cooperative" };
    enum { num = sizeof(names) / sizeof(names[0]) };
    double *const values[num] = { &self->hours_by_tier[0], &self->hours_by_tier[1],
        &self->hours_by_tier[2], &self->hours_per_test[0], &self->hours_per_test[1],
        &self->cost_per_test, &self->cost_by_tier[0], &self->cost_by_tier[1],
        &self->cost_by_tier[2] };
    int found[num] = { 0 };
    pc_csv_t csv;

    memset(self, 0, sizeof(*self));
    pc_status status = pc_csv_read(&csv, path, columns, NUM_COLS, diags);
    if (status == PC_OK) {
        if (!read_rows(&csv, names, values, found, num, diags)) {
            status = PC_ERR_INPUT;
        }
        for (size_t k = 0; k < num; k++) {
            if (found[k] == 0) {
                pc_diags_add(diags, PC_ERROR, path, 0, 0, "measure",
                    "the figure %s of the survey is missing", names[k]);
                status = PC_ERR_INPUT;
            }
        }
        status = status == PC_OK ? pc_csv_status(&csv) : status;
    }
    pc_csv_free(&csv);
    return status;
}

double
pc_survey_tests(const pc_scenario_t *scenario)
{
    for (size_t k = 0; k < scenario->observations.num; k++) {
        const pc_observation_t *o = &scenario->observations.items[k];
        if (o->variable == PC_V_TESTS && o->region == 0 && o->fit
            && pc_month_year(o->month) == SURVEY_YEAR) {
            return o->value;
        }
    }
    return NAN;
}

/* --- the model ------------------------------------------------------------------ */

static void
set_all(pc_experiment_t *e, pc_param which, double value)
{
    const size_t num = pc_scenario_num_months(e->scenario);
    for (size_t m = 0; m < num; m++) {
        *pc_params_at(&e->params[m], which) = value;
    }
}

static void
set_fitted(pc_experiment_t *e, const double values[PC_NUM_FITTED])
{
    for (int k = 0; k < PC_NUM_FITTED; k++) {
        set_all(e, pc_fitted_params[k], values[k]);
    }
}

/* Tests of the one month under the parameters as they are. */
static pc_status
simulate(pc_experiment_t *e)
{
    const pc_status status = pc_experiment_prepare(e);
    return status == PC_OK ? pc_experiment_run(e, 1) : status;
}

static double
nation(const pc_experiment_t *e, pc_variable variable)
{
    return pc_results_national(&e->results, 1)[variable];
}

static pc_status
view(pc_experiment_t *e, pc_survey_view_t *out)
{
    static const pc_variable sites[PC_SURVEY_TIERS] = { PC_V_SITES_CORE, PC_V_SITES_HUB,
        PC_V_SITES_COOP };
    static const int tiers[PC_SURVEY_TIERS] = { PC_TIER_CORE, PC_TIER_HUB,
        PC_TIER_COOPERATIVE };
    const pc_status status = simulate(e);
    if (status != PC_OK) {
        return status;
    }
    const pc_params_t *p = &e->params[1];
    const double wage[2] = { p->workload_wage_physician, p->workload_wage_other };
    memset(out, 0, sizeof(*out));
    for (int t = 0; t < PC_SURVEY_TIERS; t++) {
        out->sites[t] = nation(e, sites[t]);
        for (int staff = 0; staff < 2; staff++) {
            double hours = 0;
            for (int k = PC_WORK_ORDER; k <= PC_WORK_OVERHEAD; k++) {
                hours += e->run.flows.hours[tiers[t]][staff][k];
            }
            out->survey.hours_by_tier[t] += hours / out->sites[t];
            out->survey.cost_by_tier[t] += hours / out->sites[t] * wage[staff];
        }
    }
    out->tests = nation(e, PC_V_TESTS);
    out->received = nation(e, PC_V_EP_RECEIVED);
    const double counted = out->tests + out->received;
    out->hours = nation(e, PC_V_HOURS);
    out->ep_share = out->hours > 0 ? nation(e, PC_V_HOURS_EP) / out->hours : 0;
    out->survey.hours_per_test[0] = nation(e, PC_V_HOURS_PHYSICIAN) / counted;
    out->survey.hours_per_test[1] = nation(e, PC_V_HOURS_OTHER) / counted;
    out->survey.cost_per_test = nation(e, PC_V_LABOUR_COST) / counted;
    return PC_OK;
}

/* The uptake that gives `tests` a month; tests rise with it. */
static pc_status
match_tests(pc_experiment_t *e, double tests, double *uptake, pc_diags_t *diags)
{
    double low = 0, high = 1;
    for (int k = 0; k < 50; k++) {
        *uptake = k == 0 ? 1 : (low + high) / 2;
        set_all(e, PC_P_demand_uptake, *uptake);
        const pc_status status = simulate(e);
        if (status != PC_OK) {
            return status;
        }
        const double got = nation(e, PC_V_TESTS);
        if (k == 0 && got < tests) {
            pc_diags_add(diags, PC_ERROR, e->scenario->path, 0, 0, NULL,
                "even with demand.uptake 1 the sites of 2022-04 have %.4g tests a "
                "month, not %.4g",
                got, tests);
            return PC_ERR_INPUT;
        }
        *(got < tests ? &low : &high) = *uptake;
    }
    return PC_OK;
}

/* --- least squares --------------------------------------------------------------- */

typedef struct {
    double a[NUM_ROWS][NUM_FREE]; /* relative to the target */
    double b[NUM_ROWS];
    double rest[NUM_FREE], rest_base; /* all hours but those of sitting in */
} problem_t;

/* Row by row: hours of the tiers, of physicians and others per test, share of EP work.
 * `base` has the assumed hours alone, `unit` one free number at 1 as well, all of it
 * other staff's. */
static void
pose(problem_t *q, const pc_survey_t *survey, double share, const pc_survey_view_t *base,
    const pc_survey_view_t unit[PC_NUM_FREE_HOURS], double sitting)
{
    const double counted = base->tests + base->received;
    double surveyed = 0;
    memset(q, 0, sizeof(*q));
    for (int t = 0; t < PC_SURVEY_TIERS; t++) {
        const double target = survey->hours_by_tier[t];
        q->b[t] = 1 - base->survey.hours_by_tier[t] / target;
        surveyed += base->sites[t] * target;
    }
    const double physician = survey->hours_per_test[0],
                 other = survey->hours_per_test[1];
    const double scale = 1 / (share * surveyed);
    q->b[3] = 1 - base->survey.hours_per_test[0] / physician;
    q->a[3][PHYSICIAN_HOURS] = 1 / (counted * physician);
    q->b[4] = 1 - base->survey.hours_per_test[1] / other;
    q->a[4][PHYSICIAN_HOURS] = -1 / (counted * other);
    q->b[5] = scale * (share - base->ep_share) * base->hours;
    q->rest_base = base->hours - sitting;
    for (int k = 0; k < PC_NUM_FREE_HOURS; k++) {
        const pc_survey_view_t *u = &unit[k];
        const double hours = u->hours - base->hours;
        for (int t = 0; t < PC_SURVEY_TIERS; t++) {
            q->a[t][k] = (u->survey.hours_by_tier[t] - base->survey.hours_by_tier[t])
                         / survey->hours_by_tier[t];
        }
        q->a[4][k] = hours / (counted * other);
        q->a[5][k] =
            scale
            * (u->ep_share * u->hours - base->ep_share * base->hours - share * hours);
        q->rest[k] = hours;
    }
}

/* Least squares over the free numbers in `support`, the others 0. Returns the sum of
 * squares, or infinity if a number is negative or not determined: by QR with pivots,
 * where a column adds nothing to those before it. */
static double
solve_support(const problem_t *q, unsigned support, double x[NUM_FREE])
{
    double a[NUM_ROWS * NUM_FREE], tau[NUM_FREE], norm[NUM_FREE], c[NUM_FREE];
    double b[NUM_ROWS], rest[NUM_ROWS], length[NUM_FREE] = { 0 }, sum = 0;
    size_t which[NUM_FREE] = { 0 }, order[NUM_FREE], n = 0;
    int sign;
    memset(x, 0, NUM_FREE * sizeof(*x));
    for (size_t k = 0; k < NUM_FREE; k++) {
        if (support >> k & 1) {
            which[n++] = k;
        }
    }
    /* All lie here: of the functions of GSL some do not check what they allocate. */
    gsl_matrix_view qr = gsl_matrix_view_array(a, NUM_ROWS, n);
    gsl_vector_view t = gsl_vector_view_array(tau, n);
    gsl_vector_view lengths = gsl_vector_view_array(norm, n);
    gsl_vector_view right = gsl_vector_view_array(b, NUM_ROWS);
    gsl_vector_view left = gsl_vector_view_array(rest, NUM_ROWS);
    gsl_vector_view found = gsl_vector_view_array(c, n);
    gsl_permutation p = { n, order };
    for (size_t i = 0; i < NUM_ROWS; i++) {
        b[i] = q->b[i];
        for (size_t j = 0; j < n; j++) {
            const double cell = q->a[i][which[j]];
            gsl_matrix_set(&qr.matrix, i, j, cell);
            length[j] = hypot(length[j], cell);
        }
    }
    gsl_linalg_QRPT_decomp(&qr.matrix, &t.vector, &p, &sign, &lengths.vector);
    for (size_t j = 0; j < n; j++) {
        if (!(fabs(gsl_matrix_get(&qr.matrix, j, j)) > LEAST_ADDED * length[order[j]])) {
            return INFINITY;
        }
    }
    gsl_linalg_QRPT_lssolve(
        &qr.matrix, &t.vector, &p, &right.vector, &found.vector, &left.vector);
    for (size_t i = 0; i < NUM_ROWS; i++) {
        sum += rest[i] * rest[i];
    }
    for (size_t j = 0; j < n; j++) {
        x[which[j]] = c[j];
        sum = c[j] >= 0 ? sum : INFINITY;
    }
    return sum;
}

/* The best solution without negative numbers is the plain solution on the numbers that
 * are positive in it: with five numbers all 31 supports are tried. */
static double
solve(const problem_t *q, double best[NUM_FREE])
{
    double least = INFINITY, x[NUM_FREE];
    for (unsigned support = 1; support < 1u << NUM_FREE; support++) {
        const double sum = solve_support(q, support, x);
        if (sum < least) {
            least = sum;
            memcpy(best, x, sizeof(x));
        }
    }
    return least;
}

static double
round_to(double value, double step)
{
    /* By division with the number of steps in 1, so that 0.29 is the nearest double. */
    const double steps = round(1 / step);
    return round(value * steps) / steps;
}

/* Splits hours by the share of physicians; the two add up to the rounded hours. */
static void
split(double hours, double share, double parts[2])
{
    const double total = round_to(hours, 0.01);
    parts[0] = round_to(total * share, 0.01);
    parts[1] = round_to(total - parts[0], 0.01);
}

static void
round_fitted(pc_workload_fit_t *self)
{
    double *r = self->rounded;
    split(self->order, self->physician_share, r);
    split(self->free[PC_FREE_PREPARE], self->physician_share, r + 2);
    split(self->free[PC_FREE_SEND], self->physician_share, r + 4);
    r[6] = round_to(self->free[PC_FREE_OVERHEAD_CORE], 0.1);
    r[7] = round_to(self->free[PC_FREE_OVERHEAD], 0.1);
    r[8] = r[7];
    r[9] = round_to(self->physician_share, 0.001);
}

static pc_status
fit(pc_workload_fit_t *self, pc_experiment_t *e, const pc_survey_t *survey)
{
    /* The place in pc_fitted_params of other staff's part of a free number, and of a
     * second parameter that is the same number. */
    static const int place[PC_NUM_FREE_HOURS][2] = { { 3, 3 }, { 5, 5 }, { 7, 8 },
        { 6, 6 } };
    pc_survey_view_t base, unit[PC_NUM_FREE_HOURS];
    double values[PC_NUM_FITTED] = { 0 }, x[NUM_FREE];
    problem_t q;

    values[1] = self->order;
    set_fitted(e, values);
    pc_status status = view(e, &base);
    const double sitting = nation(e, PC_V_HOURS_PARTICIPATE);
    for (int k = 0; k < PC_NUM_FREE_HOURS && status == PC_OK; k++) {
        values[place[k][0]] = values[place[k][1]] = 1;
        set_fitted(e, values);
        status = view(e, &unit[k]);
        values[place[k][0]] = values[place[k][1]] = 0;
    }
    if (status != PC_OK) {
        return status;
    }
    pose(&q, survey, self->share, &base, unit, sitting);
    if (!isfinite(solve(&q, x))) {
        return PC_ERR_INPUT;
    }
    double rest = q.rest_base;
    for (int k = 0; k < PC_NUM_FREE_HOURS; k++) {
        self->free[k] = x[k];
        rest += q.rest[k] * x[k];
    }
    self->physician_share = rest > 0 ? fmin(1, x[PHYSICIAN_HOURS] / rest) : 0;
    round_fitted(self);
    set_fitted(e, self->rounded);
    return view(e, &self->with_rounded);
}

pc_status
pc_workload_fit(pc_workload_fit_t *self, const pc_scenario_t *scenario,
    const pc_survey_t *survey, double tests, pc_diags_t *diags)
{
    pc_experiment_t e;
    memset(self, 0, sizeof(*self));
    pc_status status = pc_experiment_init(&e, scenario, 0, NULL, 0, diags);
    if (status == PC_OK) {
        self->share = e.params[1].workload_ep_share_reference;
        e.input.num_rules = 0;
        set_all(&e, PC_P_workload_ep_share, self->share);
        for (int k = 0; k < PC_NUM_FITTED; k++) {
            self->given[k] = *pc_params_at(&e.params[1], pc_fitted_params[k]);
        }
        self->order = self->given[0] + self->given[1];
        status = match_tests(&e, tests, &self->uptake, diags);
        if (status == PC_OK) {
            status = view(&e, &self->with_given);
        }
        if (status == PC_OK) {
            status = fit(self, &e, survey);
        }
        if (status == PC_ERR_INPUT && pc_diags_status(diags) == PC_OK) {
            pc_diags_add(diags, PC_ERROR, scenario->path, 0, 0, NULL,
                "no hours meet the survey: there are no core, hub or cooperative sites "
                "in 2022-04");
        }
    }
    pc_experiment_free(&e);
    return status;
}
