#include "analysis/compare/parting.h"

#include <string.h>

#include "analysis/compare/likeness.h"

/* Parameters that the row before the first month shows: those of pc_record_state
 * (simulation/record.c). */
static const pc_param at_start[] = { PC_P_demand_drug_therapy_patients,
    PC_P_counselling_counsellors, PC_P_staff_oncologists, PC_P_staff_pathologists,
    PC_P_staff_geneticists, PC_P_ep_role_oncologist, PC_P_ep_role_pathologist,
    PC_P_ep_role_geneticist, PC_P_ep_role_counsellor, PC_P_ep_roles_per_person };
#define NUM_AT_START (sizeof(at_start) / sizeof(at_start[0]))

/* A month of one of the two. */
typedef struct {
    const pc_month_plan_t *now;
    const pc_model_input_t *input;
    size_t row;
    int first; /* 1: the first of a run, which no fiscal year begins before */
} side_t;

static int
is_accrual(const side_t *s)
{
    const int date =
        pc_month_year(s->now->month) * 100 + pc_month_of_year(s->now->month);
    return date >= s->now->params->early_start && date <= s->now->params->early_end;
}

static int
is_omitted(const side_t *s)
{
    const size_t classes = PC_NUM_STREAMS * s->input->num_groups * PC_NUM_TIERS;
    for (size_t k = 0; k < classes; k++) {
        if (s->now->omit[k] > 0) {
            return 1;
        }
    }
    return 0;
}

/* The count of tests so far is brought from its date to the first month of the scenario,
 * and not at all if it lies later. */
static int
is_counted(const side_t *s)
{
    const int as_of = (int) s->now->params->demand_cumulative_as_of;
    return s->row == 1 && PC_MONTH(as_of / 100, as_of % 100) < s->now->month;
}

/* Is the parameter read through what the plan makes of it and nowhere else? */
static int
is_read_by_plan(pc_param which)
{
    const char *name = pc_param_table[which].name;
    return strncmp(name, "case_mix.", 9) == 0
           || strncmp(name, "omission.adoption", 17) == 0
           || strncmp(name, "outcome.matched_", 16) == 0
           || which == PC_P_rollout_schedule || which == PC_P_rollout_withdrawal
           || which == PC_P_ep_circulation || which == PC_P_ep_minutes_meeting
           || which == PC_P_ep_minutes_circulation || which == PC_P_early_start
           || which == PC_P_early_end;
}

static int
is_read_by_rollout(const pc_params_t *p, pc_param which)
{
    const int mode = (int) p->rollout_mode;
    switch ((int) which) {
    case PC_P_rollout_rate:
        return mode == PC_ROLLOUT_LINEAR;
    case PC_P_rollout_hazard:
        return mode == PC_ROLLOUT_HAZARD || mode == PC_ROLLOUT_CAPACITY;
    case PC_P_rollout_growth:
    case PC_P_rollout_ceiling:
        return mode == PC_ROLLOUT_LOGISTIC || mode == PC_ROLLOUT_GOMPERTZ;
    case PC_P_rollout_onboarding:
        return mode == PC_ROLLOUT_CAPACITY;
    case PC_P_rollout_weight_none:
        return p->rollout_base_share < 1;
    case PC_P_rollout_weight_prefectural:
    case PC_P_rollout_weight_regional:
    case PC_P_rollout_weight_specific:
    case PC_P_rollout_weight_treatment:
        return p->rollout_base_share > 0;
    default:
        return 1;
    }
}

/* Does the month read the parameter? */
static int
is_read(const side_t *s, pc_param which)
{
    const pc_params_t *p = s->now->params;
    switch ((int) which) {
    case PC_P_demand_dispersion: /* drawn once a fiscal year */
        return s->input->mode == PC_MODE_STOCHASTIC
               && (s->first || pc_month_of_year(s->now->month) == 4);
    case PC_P_demand_cumulative_tests:
    case PC_P_demand_cumulative_as_of:
        return is_counted(s);
    case PC_P_early_uptake:
    case PC_P_early_notified:
        return is_accrual(s);
    case PC_P_omission_missed_option:
    case PC_P_workload_review_physician:
    case PC_P_workload_review_other:
        return is_omitted(s);
    case PC_P_ep_dropout:
        return (int) p->ep_constraint == PC_EP_HARD;
    case PC_P_ep_host_limit:
        return p->ep_host_promotion > 0;
    default:
        return !is_read_by_plan(which) && is_read_by_rollout(p, which);
    }
}

static int
same_bytes(const void *a, const void *b, size_t size)
{
    return memcmp(a, b, size) == 0;
}

/* What the plan makes of parameters, case mix and rules. */
static int
is_plan_same(const side_t *a, const side_t *b)
{
    const pc_month_plan_t *x = a->now, *y = b->now;
    const size_t groups = a->input->num_groups;
    const size_t classes = PC_NUM_STREAMS * groups * PC_NUM_TIERS;
    const int scheduled = (int) x->params->rollout_mode == PC_ROLLOUT_SCHEDULE
                          || (int) y->params->rollout_mode == PC_ROLLOUT_SCHEDULE;
    return x->withdrawal == y->withdrawal && x->minutes_per_case == y->minutes_per_case
           && (!scheduled || x->schedule_openings == y->schedule_openings)
           && is_accrual(a) == is_accrual(b)
           && same_bytes(x->secondary, y->secondary, groups * sizeof(double))
           && same_bytes(x->matched, y->matched, groups * sizeof(double))
           && same_bytes(x->omit, y->omit, classes * sizeof(double))
           && same_bytes(x->may_omit, y->may_omit, classes * sizeof(double));
}

static int
is_month_same(const side_t *a, const side_t *b)
{
    const double *x = pc_params_values(a->now->params);
    const double *y = pc_params_values(b->now->params);
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        if (x[k] != y[k] && (is_read(a, (pc_param) k) || is_read(b, (pc_param) k))) {
            return 0;
        }
    }
    return is_plan_same(a, b);
}

/* Is the row before the first month, which has stocks only, the same? */
static int
is_start_same(const pc_experiment_t *a, const pc_experiment_t *b)
{
    const double *x = pc_params_values(&a->input.params[0]);
    const double *y = pc_params_values(&b->input.params[0]);
    for (size_t k = 0; k < NUM_AT_START; k++) {
        if (x[at_start[k]] != y[at_start[k]]) {
            return 0;
        }
    }
    /* The front of the block says whose luck it is. */
    const pc_state_t *s = &a->run.initial, *t = &b->run.initial;
    return same_bytes(s->block + PC_NUM_SCALARS, t->block + PC_NUM_SCALARS,
        (s->size - PC_NUM_SCALARS) * sizeof(double));
}

/* The first month after `before` in which changes of tier are not the same. */
static pc_month
tiers_part(const pc_model_input_t *a, const pc_model_input_t *b, pc_month before)
{
    size_t j = 0, k = 0;
    for (;; j++, k++) {
        while (j < a->num_tier_changes && a->tier_changes[j].month <= before) {
            j++;
        }
        while (k < b->num_tier_changes && b->tier_changes[k].month <= before) {
            k++;
        }
        const pc_tier_change_t *x = j < a->num_tier_changes ? &a->tier_changes[j] : NULL;
        const pc_tier_change_t *y = k < b->num_tier_changes ? &b->tier_changes[k] : NULL;
        if (x == NULL && y == NULL) {
            return PC_MONTH_NONE;
        }
        if (x == NULL || y == NULL) {
            return x == NULL ? y->month : x->month;
        }
        if (x->month != y->month || x->hospital != y->hospital || x->tier != y->tier) {
            return x->month < y->month ? x->month : y->month;
        }
    }
}

pc_month
pc_parting_month(const pc_experiment_t *a, const pc_experiment_t *b)
{
    const pc_model_input_t *x = &a->input, *y = &b->input;
    const int chance = x->mode == PC_MODE_STOCHASTIC;
    /* What both go on from is the same, whatever was assumed before. */
    const pc_month before =
        a->past != NULL ? (pc_month) a->past->scalar[PC_S_MONTH] : x->start - 1;
    if (x->start != y->start || x->mode != y->mode || (chance && x->seed != y->seed)
        || !pc_hospitals_equal(x->hospitals, y->hospitals)
        || !pc_prefectures_equal(x->prefectures, y->prefectures)) {
        return a->past != NULL       ? before + 1
               : x->start < y->start ? x->start - 1
                                     : y->start - 1;
    }
    if (a->past == NULL && !is_start_same(a, b)) {
        return before;
    }
    if (!pc_groups_alike(x->groups, x->num_groups, y->groups, y->num_groups)) {
        return before + 1;
    }
    /* The past keeps the dispersion of a fiscal year that it cuts. */
    const int known = a->past != NULL && a->past->scalar[PC_S_DISPERSION] >= 0;
    const pc_month end = x->end < y->end ? x->end : y->end;
    const pc_month tiers = tiers_part(x, y, before);
    for (pc_month month = before + 1; month <= end; month++) {
        const size_t row = (size_t) (month - (x->start - 1));
        const int first = month == before + 1 && !known;
        const side_t here = { &a->plan.months[row], x, row, first };
        const side_t there = { &b->plan.months[row], y, row, first };
        if (month == tiers || !is_month_same(&here, &there)) {
            return month;
        }
    }
    return PC_MONTH_NONE;
}
