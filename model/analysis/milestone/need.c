#include "analysis/milestone/need.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sort.h>

#include "analysis/ensemble/pool.h"
#include "analysis/ensemble/statistics.h"

#define LAST_YEAR 2040
#define MAX_TRIALS 64 /* of a member: far more than halving needs */

/* What is asked of every member. */
typedef struct {
    const pc_scenario_t *scenario;
    pc_lever lever;
    pc_month end;    /* last month that is run */
    pc_goal_t goal;  /* pace */
    double days;     /* capacity */
    pc_need_t *need; /* where answers go */
    const pc_ensemble_plan_t *plan;
} question_t;

/* One value tried in a member. */
typedef struct {
    double x, margin; /* positive, or 0, where the demand is met */
    double value;     /* of the result at the end: the stock, or the worst year's wait */
    double before;    /* pace: the stock a month earlier */
    int year;         /* capacity: the year that waits longest */
} trial_t;

/* A thread's search. */
typedef struct {
    const question_t *question;
    pc_experiment_t experiment;
    uint32_t draw, replicate;
    double low, high;
    trial_t trials[MAX_TRIALS]; /* [num_trials], of this member */
    size_t num_trials;
    pc_status status;
} search_t;

/* Runs the member with the lever at x; NaN leaves the scenario's own. */
static pc_status
run_at(search_t *self, double x)
{
    pc_experiment_t *e = &self->experiment;
    const pc_lever lever = self->question->lever;
    const pc_status status = pc_experiment_redraw(e, self->draw, NULL, 0, NULL);
    const size_t num_months = pc_scenario_num_months(e->scenario);
    for (size_t m = 0; m < num_months; m++) {
        if (!isnan(x)) {
            pc_lever_set(&e->params[m], lever, x);
        }
        if (lever != PC_LEVER_PACE) {
            e->params[m].ep_constraint = PC_EP_HARD;
        }
    }
    pc_plan_update(&e->plan);
    return status == PC_OK ? pc_experiment_run(e, self->replicate) : status;
}

static double
pace_margin(const question_t *question, double value)
{
    const pc_goal_t *goal = &question->goal;
    const int rising = goal->op == PC_GOAL_AT_LEAST || goal->op == PC_GOAL_ABOVE;
    const double over = (value - goal->threshold) * (rising ? 1 : -1);
    return pc_goal_met(goal, value) ? fmax(over, 1e-6) : fmin(over, -1e-6);
}

/* What comes of the lever at x. Nothing is run twice. */
static trial_t
try_at(search_t *self, double x)
{
    const question_t *q = self->question;
    const pc_need_t *need = q->need;
    const pc_results_t *r = &self->experiment.results;
    trial_t trial = { .x = x, .margin = -1 };
    for (size_t k = 0; k < self->num_trials; k++) {
        if (self->trials[k].x == x) {
            return self->trials[k];
        }
    }
    const pc_status status = self->status == PC_OK ? run_at(self, x) : self->status;
    if (status != PC_OK) {
        self->status = status;
        return trial;
    }
    if (q->lever == PC_LEVER_PACE) {
        trial.value = pc_results_national(r, r->num_rows - 1)[q->goal.variable];
        trial.before = pc_results_national(r, r->num_rows - 2)[q->goal.variable];
        trial.margin = pace_margin(q, trial.value);
    } else {
        trial.value = pc_worst_wait(r, need->first_year, need->last_year, &trial.year);
        trial.margin = q->days - trial.value - 1e-9;
    }
    if (self->num_trials < MAX_TRIALS) {
        self->trials[self->num_trials++] = trial;
    }
    return trial;
}

static int
is_met(search_t *self, double x)
{
    return try_at(self, x).margin >= 0;
}

static double
margin(double x, void *context)
{
    return try_at(context, x).margin;
}

/* The smallest value that is enough, to the tolerance, between one that is not and one
 * that is. */
static double
bisect(search_t *self, double low, double high)
{
    gsl_function f = { margin, self };
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_bisection);
    if (solver == NULL || gsl_root_fsolver_set(solver, &f, low, high) != GSL_SUCCESS) {
        self->status = solver == NULL ? PC_ERR_NOMEM : PC_ERR_RANGE;
    }
    while (self->status == PC_OK
           && high - low > pc_lever_table[self->question->lever].tolerance) {
        if (gsl_root_fsolver_iterate(solver) != GSL_SUCCESS) {
            self->status = PC_ERR_RANGE;
        }
        low = gsl_root_fsolver_x_lower(solver);
        high = gsl_root_fsolver_x_upper(solver);
    }
    if (solver != NULL) {
        gsl_root_fsolver_free(solver);
    }
    return self->question->lever == PC_LEVER_HOSTS ? floor(high + 0.5) : high;
}

/* From `x` on by halves or doubles, where the lever has a scale, else at once to the
 * end, until the demand is met on one side and not on the other. */
static double
solve(search_t *self, double x)
{
    const pc_lever lever = self->question->lever;
    const int by_scale = lever == PC_LEVER_PACE || lever == PC_LEVER_MINUTES;
    while (is_met(self, x)) {
        const double below =
            x / 2 - self->low > pc_lever_table[lever].tolerance ? x / 2 : self->low;
        if (x <= self->low || self->status != PC_OK) {
            return x;
        }
        if (!is_met(self, below)) {
            return bisect(self, below, x);
        }
        x = below;
    }
    while (x < self->high && self->status == PC_OK) {
        const double above = by_scale && 2 * x < self->high ? 2 * x : self->high;
        if (is_met(self, above)) {
            return bisect(self, x, above);
        }
        x = above;
    }
    return INFINITY;
}

static void
say_why(search_t *self, pc_need_answer_t *answer)
{
    const trial_t least = try_at(self, self->low), most = try_at(self, self->high);
    answer->reached = most.value;
    answer->year = most.year;
    answer->why =
        fabs(most.value - least.value) < 1e-9 ? PC_WHY_UNMOVED
        : most.margin < least.margin          ? PC_WHY_AWAY
        : self->question->lever == PC_LEVER_PACE && fabs(most.value - most.before) < 1e-9
            ? PC_WHY_RAN_OUT
            : PC_WHY_LIMIT;
}

/* The value that stands for what there is; NaN: the scenario's own, whatever it is. */
static double
own_value(const search_t *self)
{
    return self->question->lever == PC_LEVER_MINUTES ? 1
           : self->question->lever == PC_LEVER_HOSTS ? self->low
                                                     : NAN;
}

/* Hosts: from those there are before the run to all that may be one. */
static void
find_hosts(search_t *self)
{
    pc_run_t *run = &self->experiment.run;
    const pc_status status = pc_run_reset(run, self->draw, self->replicate);
    const double *n = run->sites.by_tier;
    self->status = self->status == PC_OK ? status : self->status;
    self->low = floor(n[PC_TIER_COOPERATIVE_EP] + 0.5);
    self->high = (double) self->question->scenario->hospitals.num - n[PC_TIER_CORE]
                 - n[PC_TIER_HUB];
}

/* The ends of the search, and where it starts. */
static double
begin(search_t *self, pc_need_answer_t *answer)
{
    const question_t *q = self->question;
    const pc_experiment_t *e = &self->experiment;
    self->low = pc_lever_table[q->lever].low;
    self->high = pc_lever_table[q->lever].high;
    self->num_trials = 0;
    if (q->lever == PC_LEVER_HOSTS) {
        find_hosts(self);
    }
    answer->already = is_met(self, own_value(self));
    if (q->lever == PC_LEVER_PACE) {
        const double before = pc_results_national(&e->results, 0)[q->goal.variable];
        answer->passed = pc_goal_met(&q->goal, before);
        return fmin(fmax(e->params[e->results.num_rows - 1].rollout_rate, 1), 100);
    }
    return q->lever == PC_LEVER_MINUTES ? 1 : self->low;
}

static pc_status
answer_member(search_t *self, size_t member)
{
    const question_t *q = self->question;
    pc_need_answer_t *answer = &q->need->answers[member];
    const size_t draw = member / q->need->each;
    self->draw = q->plan->draws > 0 ? (uint32_t) draw + 1 : 0;
    self->replicate =
        (uint32_t) (q->plan->draws > 0 ? member - draw * q->need->each : member) + 1;
    self->status = PC_OK;
    answer->value = solve(self, begin(self, answer));
    if (isinf(answer->value)) {
        say_why(self, answer);
    }
    return self->status;
}

static pc_status
work(pc_pool_t *pool, void *context)
{
    search_t *self = calloc(1, sizeof(*self));
    size_t member;
    if (self == NULL) {
        return PC_ERR_NOMEM;
    }
    self->question = context;
    pc_status status = pc_experiment_init(
        &self->experiment, self->question->scenario, 0, NULL, 0, NULL);
    if (status == PC_OK) {
        self->experiment.input.end = self->question->end;
        status = pc_experiment_prepare(&self->experiment);
    }
    const pc_ensemble_plan_t *plan = self->question->plan;
    while (status == PC_OK && pc_pool_take(pool, &member)) {
        if (plan->progress != NULL) {
            plan->progress(plan->context, member, pool->num_tasks);
        }
        status = answer_member(self, member);
    }
    pc_experiment_free(&self->experiment);
    free(self);
    return status;
}

/* The share of members for which the lever at `x` is enough. */
static double
share_at(const pc_need_t *self, double x, double *error)
{
    double share;
    for (size_t k = 0; k < self->num; k++) {
        self->scratch[k] = self->answers[k].value <= x;
    }
    pc_mean_and_error(self->scratch, self->num, self->each, &share, error);
    return share;
}

static void
count_answers(pc_need_t *self)
{
    double share;
    for (size_t k = 0; k < self->num; k++) {
        const pc_need_answer_t *answer = &self->answers[k];
        self->values[k] = answer->value;
        self->scratch[k] = answer->already;
        self->already += answer->already != 0;
        self->passed += answer->passed != 0;
        if (isinf(answer->value)) {
            self->impossible++;
            self->why[answer->why]++;
            self->best += answer->reached;
            self->in_first_year += answer->year == self->first_year;
        }
    }
    pc_mean_and_error(
        self->scratch, self->num, self->each, &share, &self->already_error);
    share_at(self, DBL_MAX, &self->impossible_error);
    self->best = self->impossible > 0 ? self->best / (double) self->impossible : NAN;
    gsl_sort(self->values, 1, self->num);
}

static pc_status
ask_all(question_t *question, const pc_ensemble_plan_t *plan)
{
    pc_need_t *self = question->need;
    const size_t draws = plan->draws > 0 ? plan->draws : 1;
    question->plan = plan;
    self->lever = question->lever;
    self->num = draws * plan->replicates;
    self->each = plan->draws > 0 ? plan->replicates : 1;
    self->answers = calloc(self->num + 1, sizeof(*self->answers));
    self->values = calloc(self->num + 1, sizeof(*self->values));
    self->scratch = calloc(self->num + 1, sizeof(*self->scratch));
    if (self->answers == NULL || self->values == NULL || self->scratch == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_pool_t pool = { .threads = plan->threads,
        .num_tasks = self->num,
        .interrupted = plan->interrupted,
        .work = work,
        .context = question };
    const pc_status status = pc_pool_run(&pool);
    if (status == PC_OK) {
        count_answers(self);
    }
    return status;
}

/* Until `by`, every month has a pace. */
static pc_status
check_pace(const pc_scenario_t *scenario, pc_month by, pc_diags_t *diags)
{
    pc_experiment_t e;
    char text[8];
    pc_status status = pc_experiment_init(&e, scenario, 0, NULL, 0, diags);
    if (status == PC_OK
        && scenario->params[PC_P_rollout_mode].dist.type != PC_DIST_NONE) {
        pc_diags_add(diags, PC_ERROR, scenario->path, 0, 0, "rollout.mode",
            "the form of the roll-out is drawn, and only `linear` has a pace to solve "
            "for; --set rollout.mode=linear takes that form alone");
        status = PC_ERR_INPUT;
    }
    for (pc_month m = scenario->start; m <= by && status == PC_OK; m++) {
        if (e.params[m - scenario->start + 1].rollout_mode != PC_ROLLOUT_LINEAR) {
            pc_month_format(m, text);
            pc_diags_add(diags, PC_ERROR, scenario->path, 0, 0, "rollout.mode",
                "the roll-out is not `linear` in %s, so it has no pace to "
                "solve for",
                text);
            status = PC_ERR_INPUT;
        }
    }
    pc_experiment_free(&e);
    return status;
}

pc_status
pc_need_pace(pc_need_t *self, const pc_scenario_t *scenario, const pc_goal_t *goal,
    pc_month by, const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    question_t question = { .scenario = scenario,
        .lever = PC_LEVER_PACE,
        .end = by,
        .goal = *goal,
        .need = self };
    memset(self, 0, sizeof(*self));
    if (by < scenario->start || by > scenario->end) {
        char start[8], end[8];
        pc_month_format(scenario->start, start);
        pc_month_format(scenario->end, end);
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, "--by",
            by > scenario->end ? N_("the date lies outside the run, %s to %s; --set "
                                    "end=YYYY-MM makes it longer")
                               : N_("the date lies outside the run, %s to %s"),
            start, end);
        return PC_ERR_INPUT;
    }
    if (!pc_goal_is_rollout(goal)
        || pc_variable_table[goal->variable].aggregate != PC_AGG_LAST) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, "--target",
            "a pace is solved for sites or base hospitals, for example "
            "'Sites|Total>=460'");
        return PC_ERR_INPUT;
    }
    const pc_status status = check_pace(scenario, by, diags);
    return status == PC_OK ? ask_all(&question, plan) : status;
}

/* The first whole year after the run's first, and with the first omission rule in force
 * throughout: before that no adoption moves the wait. */
static int
first_year_of(const pc_scenario_t *scenario)
{
    int year = 9999;
    for (size_t k = 0; k < scenario->num_rules; k++) {
        const int whole = pc_month_year(scenario->rules[k].effective - 1) + 1;
        year = whole < year ? whole : year;
    }
    const int second = pc_month_year(scenario->start) + 1;
    return scenario->num_rules == 0 || year < second ? second : year;
}

pc_status
pc_need_capacity(pc_need_t *self, const pc_scenario_t *scenario, pc_lever lever,
    double days, const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    question_t question = {
        .scenario = scenario, .lever = lever, .days = days, .need = self
    };
    memset(self, 0, sizeof(*self));
    self->first_year = first_year_of(scenario);
    self->last_year = pc_month_year(scenario->end + 1) - 1;
    self->last_year = self->last_year < LAST_YEAR ? self->last_year : LAST_YEAR;
    if (self->last_year < self->first_year) {
        char start[8], end[8];
        pc_month_format(scenario->start, start);
        pc_month_format(scenario->end, end);
        pc_diags_add(diags, PC_ERROR, scenario->path, 0, 0, "end",
            "the wait is that of whole calendar years from %d to %d, and the run, %s to "
            "%s, has none; --set end=2041-03 goes through 2040",
            self->first_year, LAST_YEAR, start, end);
        return PC_ERR_INPUT;
    }
    question.end = PC_MONTH(self->last_year, 12);
    return ask_all(&question, plan);
}

void
pc_need_free(pc_need_t *self)
{
    free(self->answers);
    free(self->values);
    free(self->scratch);
    memset(self, 0, sizeof(*self));
}

double
pc_need_quantile(const pc_need_t *self, double p, double z)
{
    if (self->num == 0 || (z != 0 && self->num / self->each < PC_LEAST_UNITS)) {
        return NAN;
    }
    for (size_t k = 0; k < self->num; k++) {
        double error = 0;
        const double share = z == 0 ? (double) (k + 1) / (double) self->num
                                    : share_at(self, self->values[k], &error);
        if (share + z * error >= p - 1e-12) {
            return self->values[k];
        }
    }
    return self->values[self->num - 1];
}
