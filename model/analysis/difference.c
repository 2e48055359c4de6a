#include "analysis/difference.h"

#include <math.h>
#include <string.h>

static int
same_bytes(const void *a, const void *b, size_t size)
{
    return size == 0 || memcmp(a, b, size) == 0;
}

int
pc_hospitals_equal(const pc_hospitals_t *a, const pc_hospitals_t *b)
{
    const size_t n = a->num;
    return n == b->num && same_bytes(a->id, b->id, n * sizeof(*a->id))
           && same_bytes(a->prefecture, b->prefecture, n)
           && same_bytes(a->base_type, b->base_type, n)
           && same_bytes(a->tier, b->tier, n)
           && same_bytes(a->opened, b->opened, n * sizeof(*a->opened))
           && same_bytes(a->volume, b->volume, n * sizeof(*a->volume))
           && same_bytes(a->host, b->host, n * sizeof(*a->host))
           && same_bytes(a->host_haem, b->host_haem, n * sizeof(*a->host_haem))
           && same_bytes(a->area, b->area, n * sizeof(*a->area));
}

int
pc_prefectures_equal(const pc_prefecture_t *a, const pc_prefecture_t *b)
{
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        if (a[p].patients_share != b[p].patients_share
            || !same_bytes(a[p].population, b[p].population, sizeof(a[p].population))) {
            return 0;
        }
    }
    return 1;
}

/* The same groups with the same shares in the same order: their tests share keys. */
static int
groups_alike(const pc_group_t *a, size_t num_a, const pc_group_t *b, size_t num_b)
{
    if (num_a != num_b) {
        return 0;
    }
    for (size_t g = 0; g < num_a; g++) {
        if (a[g].share != b[g].share || strcmp(a[g].id, b[g].id) != 0) {
            return 0;
        }
    }
    return 1;
}

unsigned
pc_unlike(const pc_scenario_t *a, const pc_scenario_t *b)
{
    unsigned bits = 0;
    if (a->start != b->start || a->end != b->end) {
        bits |= PC_UNLIKE_HORIZON;
    }
    if (!pc_hospitals_equal(&a->hospitals, &b->hospitals)) {
        bits |= PC_UNLIKE_HOSPITALS;
    }
    if (!pc_prefectures_equal(a->prefectures, b->prefectures)) {
        bits |= PC_UNLIKE_PREFECTURES;
    }
    if (a->seed != b->seed) {
        bits |= PC_UNLIKE_SEED;
    }
    if (a->mode != b->mode) {
        bits |= PC_UNLIKE_MODE;
    }
    if (a->draws != b->draws || a->replicates != b->replicates) {
        bits |= PC_UNLIKE_MEMBERS;
    }
    if ((a->mode == PC_MODE_STOCHASTIC || b->mode == PC_MODE_STOCHASTIC)
        && !groups_alike(a->groups, a->num_groups, b->groups, b->num_groups)) {
        bits |= PC_UNLIKE_STREAMS;
    }
    return bits;
}

const char *
pc_unlike_text(unsigned bit, int ja)
{
    switch (bit) {
    case PC_UNLIKE_HORIZON:
        return ja ? "計算期間が異なる" : "other horizon (start or end)";
    case PC_UNLIKE_HOSPITALS:
        return ja ? "病院の表が異なる" : "other hospital data";
    case PC_UNLIKE_PREFECTURES:
        return ja ? "都道府県の表が異なる" : "other prefecture data";
    case PC_UNLIKE_SEED:
        return ja ? "乱数シードが異なる（--seed で揃えられる）"
                  : "other seed (--seed S sets one for all)";
    case PC_UNLIKE_MODE:
        return ja ? "計算方法が異なる（--mode で揃えられる）"
                  : "other mode (--mode MODE sets one for all)";
    case PC_UNLIKE_MEMBERS:
        return ja ? "計算回数が異なる（-n、--draws で揃えられる）"
                  : "other numbers of draws or replicates (-n and --draws set them for "
                    "all)";
    default:
        return ja ? "症例群が異なるため、検査の乱数の割り当てが異なる"
                  : "other stream contract: the case groups differ, and their places "
                    "are part of the random keys of tests";
    }
}

/* --- from when they may differ --- */

/* Is the parameter read through the plan's shares by class and nowhere else? */
static int
read_by_plan(const char *name)
{
    return strncmp(name, "case_mix.", 9) == 0
           || strncmp(name, "omission.adoption", 17) == 0
           || strncmp(name, "outcome.matched_", 16) == 0;
}

/* Does a month with the values `p` read the parameter? */
static int
is_read(pc_param which, const pc_params_t *p)
{
    const int mode = (int) p->rollout_mode;
    if (which == PC_P_rollout_rate) {
        return mode == PC_ROLLOUT_LINEAR;
    }
    if (which == PC_P_rollout_hazard) {
        return mode == PC_ROLLOUT_HAZARD || mode == PC_ROLLOUT_CAPACITY;
    }
    if (which == PC_P_rollout_growth || which == PC_P_rollout_ceiling) {
        return mode == PC_ROLLOUT_LOGISTIC || mode == PC_ROLLOUT_GOMPERTZ;
    }
    if (which == PC_P_rollout_onboarding) {
        return mode == PC_ROLLOUT_CAPACITY;
    }
    if (which == PC_P_ep_dropout) {
        return (int) p->ep_constraint == PC_EP_HARD;
    }
    return 1;
}

/* Does the row before the first month, which has stocks only, show the parameter? */
static int
read_at_start(const char *name)
{
    static const char *const prefixes[] = { "rollout.", "early.", "haem.", "workload.",
        "fee.", "outcome.", "omission.", "case_mix.", "ep.minutes", "ep.constraint",
        "ep.dropout", "ep.refer", "ep.circulation", "ep.schedule", "ep.laboratory",
        "ep.explanation", "demand.uptake", "demand.offer", "demand.fitness",
        "demand.pass", "demand.lag", "demand.referral", "demand.own", "demand.pull",
        "demand.network", "demand.ramp", "demand.dispersion" };
    for (size_t k = 0; k < sizeof(prefixes) / sizeof(prefixes[0]); k++) {
        if (strncmp(name, prefixes[k], strlen(prefixes[k])) == 0) {
            return 0;
        }
    }
    return 1;
}

/* `stocks` nonzero: as far as the row before the first month shows them. */
static int
params_equal(const pc_params_t *a, const pc_params_t *b, int stocks)
{
    const double *x = pc_params_values(a), *y = pc_params_values(b);
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        if (x[k] != y[k] && !read_by_plan(pc_param_table[k].name)
            && (!stocks || read_at_start(pc_param_table[k].name))
            && (is_read((pc_param) k, a) || is_read((pc_param) k, b))) {
            return 0;
        }
    }
    return 1;
}

static int
classes_equal(const pc_plan_t *a, const pc_plan_t *b, size_t row_a, size_t row_b)
{
    const pc_month_plan_t *x = &a->months[row_a], *y = &b->months[row_b];
    const size_t groups = a->input->num_groups;
    const size_t classes = PC_NUM_STREAMS * groups * PC_NUM_TIERS;
    return same_bytes(x->secondary, y->secondary, groups * sizeof(double))
           && same_bytes(x->matched, y->matched, groups * sizeof(double))
           && same_bytes(x->omit, y->omit, classes * sizeof(double))
           && same_bytes(x->may_omit, y->may_omit, classes * sizeof(double));
}

/* The tier of a hospital at `month` (docs/model.md, section 3). */
static uint8_t
tier_at(const pc_model_input_t *input, int32_t hospital, pc_month month)
{
    int any = 0;
    uint8_t tier = PC_TIER_COOPERATIVE;
    for (size_t k = 0; k < input->num_tier_changes; k++) {
        const pc_tier_change_t *change = &input->tier_changes[k];
        if (change->hospital == hospital) {
            any = 1;
            tier = change->month <= month ? change->tier : tier;
        }
    }
    return any ? tier : input->hospitals->tier[hospital];
}

/* The first month in which changes of tier are not the same, the month `before` the
 * first simulated one standing for all that is earlier. */
static pc_month
tiers_part(const pc_model_input_t *a, const pc_model_input_t *b, pc_month before)
{
    for (size_t i = 0; i < a->hospitals->num; i++) {
        if (tier_at(a, (int32_t) i, before) != tier_at(b, (int32_t) i, before)) {
            return before;
        }
    }
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
    if (x->start != y->start || x->mode != y->mode || (chance && x->seed != y->seed)
        || !pc_hospitals_equal(x->hospitals, y->hospitals)
        || !pc_prefectures_equal(x->prefectures, y->prefectures)) {
        return a->past != NULL ? (pc_month) a->past->scalar[PC_S_MONTH]
                               : (x->start < y->start ? x->start : y->start) - 1;
    }
    /* What both go on from is the same, whatever was assumed before. */
    const pc_month before =
        a->past != NULL ? (pc_month) a->past->scalar[PC_S_MONTH] : x->start - 1;
    const size_t skip = (size_t) (before - (x->start - 1));
    const pc_month end = x->end < y->end ? x->end : y->end;
    const pc_month tiers = tiers_part(x, y, before);
    const int alike = groups_alike(x->groups, x->num_groups, y->groups, y->num_groups);
    if (tiers == before || !params_equal(&x->params[skip], &y->params[skip], 1)) {
        return before;
    }
    if (!alike || (skip == 0 && !params_equal(x->params, y->params, 0))) {
        return before + 1;
    }
    for (pc_month month = before + 1; month <= end; month++) {
        const size_t row = (size_t) (month - (x->start - 1));
        if (month == tiers || !params_equal(&x->params[row], &y->params[row], 0)
            || !classes_equal(&a->plan, &b->plan, row, row)) {
            return month;
        }
    }
    return PC_MONTH_NONE;
}

double
pc_settled_difference(double a, double b)
{
    const double size = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    const double difference = b - a;
    return fabs(difference) <= 1e-14 * size ? 0 : difference;
}
