#include "analysis/compare/explanation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/likeness.h"

const char *const pc_part_ids[PC_NUM_PARTS] = { "rollout", "demand", "case_mix",
    "omission", "panels", "work", "outcomes", "data" };
const char *const pc_part_texts[PC_NUM_PARTS] = { N_("roll-out"),
    N_("demand and testing"), N_("case mix"), N_("omission rules and adoption"),
    N_("expert panels"), N_("staff work"), N_("fees and outcomes"),
    N_("hospital data") };

pc_part
pc_part_of(pc_param which)
{
    static const struct {
        const char *prefix;
        pc_part part;
    } prefixes[] = { { "rollout.", PC_PART_ROLLOUT }, { "demand.", PC_PART_DEMAND },
        { "haem.", PC_PART_DEMAND }, { "early.", PC_PART_DEMAND },
        { "case_mix.", PC_PART_CASES }, { "omission.missed", PC_PART_OUTCOMES },
        { "omission.", PC_PART_OMISSION }, { "ep.", PC_PART_PANELS },
        { "ep_host.", PC_PART_PANELS }, { "workload.", PC_PART_WORK },
        { "staff.", PC_PART_WORK }, { "fee.", PC_PART_OUTCOMES },
        { "counselling.", PC_PART_OUTCOMES }, { "outcome.", PC_PART_OUTCOMES } };
    const char *name = pc_param_table[which].name;
    for (size_t k = 0; k < sizeof(prefixes) / sizeof(prefixes[0]); k++) {
        if (strncmp(name, prefixes[k].prefix, strlen(prefixes[k].prefix)) == 0) {
            return prefixes[k].part;
        }
    }
    return PC_PART_OUTCOMES;
}

/* --- which groups differ --- */

static int
groups_same(const pc_model_input_t *a, const pc_model_input_t *b)
{
    if (a->num_groups != b->num_groups) {
        return 0;
    }
    for (size_t g = 0; g < a->num_groups; g++) {
        const pc_group_t *x = &a->groups[g], *y = &b->groups[g];
        if (strcmp(x->id, y->id) != 0 || x->share != y->share
            || x->from_params != y->from_params
            || x->secondary_finding != y->secondary_finding || x->none != y->none
            || x->approved_cdx != y->approved_cdx || x->guideline != y->guideline
            || x->trial != y->trial
            || x->trend_secondary_finding != y->trend_secondary_finding
            || x->trend_none != y->trend_none
            || x->trend_approved_cdx != y->trend_approved_cdx
            || x->trend_guideline != y->trend_guideline
            || x->trend_trial != y->trend_trial || x->has_matched != y->has_matched
            || (x->has_matched && x->matched != y->matched)) {
            return 0;
        }
    }
    return a->groups[0].from_params || a->groups_month == b->groups_month;
}

/* The masks of rules are laid out by group: lists with other groups cannot be mixed. */
static int
group_ids_same(const pc_model_input_t *a, const pc_model_input_t *b)
{
    if (a->num_groups != b->num_groups) {
        return 0;
    }
    for (size_t g = 0; g < a->num_groups; g++) {
        if (strcmp(a->groups[g].id, b->groups[g].id) != 0) {
            return 0;
        }
    }
    return 1;
}

static int
rules_same(const pc_model_input_t *a, const pc_model_input_t *b)
{
    if (a->num_rules != b->num_rules) {
        return 0;
    }
    for (size_t r = 0; r < a->num_rules; r++) {
        const pc_rule_t *x = &a->rules[r], *y = &b->rules[r];
        if (x->effective != y->effective || x->until != y->until || x->since != y->since
            || x->adoption != y->adoption
            || memcmp(x->mask, y->mask, sizeof(x->mask)) != 0) {
            return 0;
        }
    }
    return 1;
}

static int
data_same(const pc_model_input_t *a, const pc_model_input_t *b)
{
    if (!pc_hospitals_equal(a->hospitals, b->hospitals)
        || a->num_tier_changes != b->num_tier_changes) {
        return 0;
    }
    for (size_t k = 0; k < a->num_tier_changes; k++) {
        const pc_tier_change_t *x = &a->tier_changes[k], *y = &b->tier_changes[k];
        if (x->month != y->month || x->hospital != y->hospital || x->tier != y->tier) {
            return 0;
        }
    }
    return pc_prefectures_equal(a->prefectures, b->prefectures);
}

static void
find_groups(pc_explanation_t *self, const pc_experiment_t *a, const pc_experiment_t *b,
    size_t num_months)
{
    int differs[PC_NUM_PARTS] = { 0 };
    for (size_t m = 0; m < num_months; m++) {
        const double *x = pc_params_values(&a->params[m]);
        const double *y = pc_params_values(&b->params[m]);
        for (int k = 0; k < PC_NUM_PARAMS; k++) {
            differs[pc_part_of((pc_param) k)] |= x[k] != y[k];
        }
    }
    const int ids_same = group_ids_same(&a->input, &b->input);
    differs[PC_PART_CASES] |= !groups_same(&a->input, &b->input);
    differs[PC_PART_OMISSION] |= ids_same && !rules_same(&a->input, &b->input);
    differs[PC_PART_DATA] |= !data_same(&a->input, &b->input);
    for (int g = 0; g < PC_NUM_PARTS; g++) {
        if (differs[g]) {
            self->groups[self->num++] = (pc_part) g;
        }
    }
}

/* --- mixtures --- */

static void
mix_params(pc_params_t *out, const pc_experiment_t *const e[2], const int *from_other,
    size_t num_months)
{
    for (size_t m = 0; m < num_months; m++) {
        for (int k = 0; k < PC_NUM_PARAMS; k++) {
            const int side = from_other[pc_part_of((pc_param) k)];
            *pc_params_at(&out[m], (pc_param) k) =
                pc_params_values(&e[side]->params[m])[k];
        }
    }
}

/* The input of a mixture; its values by month are those of `mixed`. */
static void
mix_input(
    pc_experiment_t *mixed, const pc_experiment_t *const e[2], const int *from_other)
{
    const pc_model_input_t *cases = &e[from_other[PC_PART_CASES]]->input;
    const pc_model_input_t *data = &e[from_other[PC_PART_DATA]]->input;
    const int with_groups = !group_ids_same(&e[0]->input, &e[1]->input);
    const pc_model_input_t *rules =
        with_groups ? cases : &e[from_other[PC_PART_OMISSION]]->input;
    pc_model_input_t *in = &mixed->input;
    in->mode = PC_MODE_EXPECTED;
    in->groups = cases->groups;
    in->num_groups = cases->num_groups;
    in->groups_month = cases->groups_month;
    in->rules = rules->rules;
    in->num_rules = rules->num_rules;
    in->hospitals = data->hospitals;
    in->tier_changes = data->tier_changes;
    in->num_tier_changes = data->num_tier_changes;
    in->prefectures = data->prefectures;
}

static pc_status
run_mixture(pc_explanation_t *self, pc_experiment_t *mixed,
    const pc_experiment_t *const e[2], size_t set, size_t num_months)
{
    int from_other[PC_NUM_PARTS] = { 0 };
    pc_years_t years;
    for (size_t j = 0; j < self->num; j++) {
        from_other[self->groups[j]] = (int) (set >> j & 1);
    }
    mix_params(mixed->params, e, from_other, num_months);
    mix_input(mixed, e, from_other);
    pc_status status = pc_experiment_prepare(mixed);
    if (status == PC_OK) {
        status = pc_experiment_run(mixed, 1);
    }
    if (status != PC_OK) {
        return status;
    }
    status = pc_years_init(&years, &mixed->results, PC_YEAR_FISCAL);
    if (status == PC_OK) {
        memcpy(self->values + set * self->num_values, years.national,
            self->num_values * sizeof(double));
    }
    if (status == PC_OK && set == 0) {
        self->years = years; /* now the explanation's */
        return PC_OK;
    }
    pc_years_free(&years);
    return status;
}

static pc_status
count_values(pc_explanation_t *self, const pc_scenario_t *scenario)
{
    const int years =
        pc_month_fiscal_year(scenario->end) - pc_month_fiscal_year(scenario->start) + 1;
    self->num_values = (size_t) years * PC_NUM_VARIABLES;
    self->values = calloc(self->num_values << self->num, sizeof(*self->values));
    return self->values == NULL ? PC_ERR_NOMEM : PC_OK;
}

pc_status
pc_explanation_init(pc_explanation_t *self, const pc_scenario_t *reference,
    const pc_scenario_t *other, const pc_interrupt_t *interrupted)
{
    pc_experiment_t e[2], mixed;
    const pc_experiment_t *const pair[2] = { &e[0], &e[1] };
    memset(self, 0, sizeof(*self));
    memset(e, 0, sizeof(e));
    memset(&mixed, 0, sizeof(mixed));
    self->scenarios[0] = reference;
    self->scenarios[1] = other;
    if (reference->start != other->start || reference->end != other->end) {
        return PC_ERR_RANGE;
    }
    const size_t num_months = pc_scenario_num_months(reference);
    pc_status status = pc_experiment_init(&e[0], reference, 0, NULL, 0, NULL);
    if (status == PC_OK) {
        status = pc_experiment_init(&e[1], other, 0, NULL, 0, NULL);
    }
    if (status == PC_OK) {
        status = pc_experiment_init(&mixed, reference, 0, NULL, 0, NULL);
    }
    if (status == PC_OK) {
        find_groups(self, &e[0], &e[1], num_months);
        status = count_values(self, reference);
    }
    for (size_t set = 0; set < (size_t) 1 << self->num && status == PC_OK; set++) {
        status = interrupted != NULL && *interrupted
                     ? PC_ERR_INTERRUPT
                     : run_mixture(self, &mixed, pair, set, num_months);
    }
    pc_experiment_free(&mixed);
    pc_experiment_free(&e[1]);
    pc_experiment_free(&e[0]);
    return status;
}

void
pc_explanation_free(pc_explanation_t *self)
{
    free(self->values);
    pc_years_free(&self->years);
    memset(self, 0, sizeof(*self));
}

/* --- parts --- */

static size_t
members_of(size_t set)
{
    size_t num = 0;
    for (; set > 0; set &= set - 1) {
        num++;
    }
    return num;
}

static double
factorial(size_t n)
{
    double product = 1;
    for (size_t k = 2; k <= n; k++) {
        product *= (double) k;
    }
    return product;
}

static double
shapley_value(const double *values, size_t num, size_t group)
{
    double sum = 0;
    for (size_t set = 0; set < (size_t) 1 << num; set++) {
        if (!(set >> group & 1)) {
            const size_t size = members_of(set);
            sum += factorial(size) * factorial(num - size - 1)
                   * (values[set | (size_t) 1 << group] - values[set]);
        }
    }
    return sum / factorial(num);
}

/* `value` as a multiple of a power of two that leaves 46 bits to `largest`. */
static double
on_grid(double value, double largest)
{
    if (!(largest > 0)) {
        return value;
    }
    const double step = ldexp(1, ilogb(largest) - 46);
    return nearbyint(value / step) * step;
}

static double
sum_in_order(const double *parts, size_t num)
{
    double sum = 0;
    for (size_t j = 0; j < num; j++) {
        sum += parts[j];
    }
    return sum;
}

/* Makes the largest part close the sum: in order, the parts add up to `difference`.
 * Where no double does, the difference itself goes on the grid, and every sum is exact.
 */
static void
close_sum(pc_explained_t *e, size_t num, double largest)
{
    size_t closing = 0;
    for (size_t j = 1; j < num; j++) {
        closing = fabs(e->parts[j]) > fabs(e->parts[closing]) ? j : closing;
    }
    e->parts[closing] = 0;
    e->parts[closing] = e->difference - sum_in_order(e->parts, num);
    for (int tries = 0; tries < 4; tries++) {
        const double sum = sum_in_order(e->parts, num);
        if (sum == e->difference) {
            return;
        }
        e->parts[closing] =
            nextafter(e->parts[closing], sum < e->difference ? INFINITY : -INFINITY);
    }
    e->difference = on_grid(e->difference, largest);
    e->parts[closing] = 0;
    e->parts[closing] = e->difference - sum_in_order(e->parts, num);
}

void
pc_shapley_parts(const double *values, size_t num, pc_explained_t *explanation)
{
    const size_t all = ((size_t) 1 << num) - 1;
    double largest = 0;
    int missing = 0;
    for (size_t set = 0; set <= all; set++) {
        missing |= !isfinite(values[set]);
        largest = fabs(values[set]) > largest ? fabs(values[set]) : largest;
    }
    explanation->reference = values[0];
    explanation->other = values[all];
    explanation->difference = pc_settled_difference(values[0], values[all]);
    for (size_t j = 0; j < num; j++) {
        explanation->parts[j] =
            missing ? NAN : on_grid(shapley_value(values, num, j), largest);
    }
    if (num > 0 && !missing) {
        close_sum(explanation, num, largest);
    }
}

void
pc_explanation_of(const pc_explanation_t *self, size_t year, pc_variable variable,
    pc_explained_t *explanation)
{
    double values[1 << PC_NUM_PARTS] = { 0 };
    for (size_t set = 0; set < (size_t) 1 << self->num; set++) {
        values[set] = self->values[set * self->num_values + year * PC_NUM_VARIABLES
                                   + (size_t) variable];
    }
    pc_shapley_parts(values, self->num, explanation);
}
