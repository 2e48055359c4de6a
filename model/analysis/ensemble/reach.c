#include "analysis/ensemble/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/statistics.h"
#include "base/number.h"

static const char *const op_texts[] = { ">=", ">", "<=", "<" };

const char *
pc_goal_op_text(const pc_goal_t *self)
{
    return op_texts[self->op];
}

void
pc_unknown_result(const char *name, pc_diags_t *diags)
{
    const char *names[PC_NUM_VARIABLES];
    for (size_t v = 0; v < PC_NUM_VARIABLES; v++) {
        names[v] = pc_variable_table[v].name;
    }
    const char *near = pc_nearest_name(name, names, PC_NUM_VARIABLES);
    pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL, "there is no result '%.64s'", name);
    pc_diags_did_you_mean(diags, near);
}

pc_status
pc_goal_parse(pc_goal_t *self, const char *text, pc_diags_t *diags)
{
    char name[80];
    memset(self, 0, sizeof(*self));
    text += strspn(text, " ");
    const size_t length = strcspn(text, "<>");
    if (text[length] == '\0' || length == 0 || length >= sizeof(name)) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "a target is a result, one of >= > <= <, and a number, for example "
            "'Sites|Total>=460', not '%.80s'",
            text);
        return PC_ERR_INPUT;
    }
    memcpy(name, text, length);
    name[length] = '\0';
    for (size_t k = length; k > 0 && name[k - 1] == ' '; k--) {
        name[k - 1] = '\0';
    }
    const int equal = text[length + 1] == '=';
    self->op = text[length] == '>' ? (equal ? PC_GOAL_AT_LEAST : PC_GOAL_ABOVE)
                                   : (equal ? PC_GOAL_AT_MOST : PC_GOAL_BELOW);
    char number[80];
    const char *rest = text + length + 1 + equal;
    snprintf(number, sizeof(number), "%s", rest + strspn(rest, " "));
    for (size_t k = strlen(number); k > 0 && number[k - 1] == ' '; k--) {
        number[k - 1] = '\0';
    }
    self->variable = pc_variable_find(name);
    if (self->variable == PC_V_NONE) {
        pc_unknown_result(name, diags);
        return PC_ERR_INPUT;
    }
    if (pc_number_parse(number, &self->threshold) != PC_OK) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "the threshold of a target is a number, not '%.40s'", number);
        return PC_ERR_INPUT;
    }
    return PC_OK;
}

int
pc_goal_met(const pc_goal_t *self, double value)
{
    return pc_threshold_met(self->op, value, self->threshold);
}

int
pc_goal_is_rollout(const pc_goal_t *self)
{
    const char *name = pc_variable_table[self->variable].name;
    return strncmp(name, "Sites|", 6) == 0 || strncmp(name, "Base Hospitals|", 15) == 0;
}

static int
is_reached(pc_month date, pc_month by)
{
    return date != PC_MONTH_NONE && date <= by;
}

/* Reached by month `m`: the share of members, and its standard error over units that may
 * have lost members (the ratio estimator of statistics.c). */
static void
find_probability(pc_reach_t *self, size_t m)
{
    const pc_month month = self->first + (pc_month) m;
    const double n = (double) self->num;
    double reached = 0, squares = 0, part = 0;
    for (size_t k = 0; k < self->num; k++) {
        reached += is_reached(self->dates[k], month);
    }
    const double share = n > 0 ? reached / n : NAN;
    for (size_t k = 0; k < self->num; k++) {
        part += is_reached(self->dates[k], month) - share;
        if (k + 1 == self->num || self->units[k + 1] != self->units[k]) {
            squares += part * part;
            part = 0;
        }
    }
    const double u = (double) self->num_units;
    self->probability[m] = share;
    self->error[m] = u > 1 ? sqrt(squares * u / (u - 1)) / n : NAN;
}

/* `values` are of all members of the ensemble; those that failed do not count. */
static void
note_month(pc_reach_t *self, const pc_goal_t *goal, pc_month month, const double *values,
    const pc_ensemble_t *ensemble)
{
    size_t k = 0;
    for (size_t member = 0; member < ensemble->num_done; member++) {
        if (ensemble->members[member].status != PC_OK) {
            continue;
        }
        const int met = pc_goal_met(goal, values[member]);
        if (self->dates[k] == PC_MONTH_NONE && met) {
            self->dates[k] = month;
        }
        self->met[month - self->first] += met;
        k++;
    }
}

static pc_status
read_dates(pc_reach_t *self, const pc_ensemble_t *ensemble, const pc_goal_t *goal)
{
    double *values = calloc(ensemble->num_done + 1, sizeof(*values));
    pc_status status = values == NULL ? PC_ERR_NOMEM : PC_OK;
    for (size_t m = 0; m < self->num_months && status == PC_OK; m++) {
        const size_t place =
            pc_sample_place(&ensemble->layout, PC_PERIOD_MONTH, m, goal->variable);
        status = pc_ensemble_columns(ensemble, place, 1, values);
        if (status == PC_OK) {
            note_month(self, goal, self->first + (pc_month) m, values, ensemble);
            self->met[m] /= (double) self->num; /* once: sums of 1/n are not whole */
        }
    }
    free(values);
    return status;
}

/* Members that ran, not yet there, with their sampling units. */
static void
count_members(pc_reach_t *self, const pc_ensemble_t *ensemble)
{
    const size_t size = ensemble->draws > 1 ? ensemble->replicates : 1;
    for (size_t member = 0; member < ensemble->num_done; member++) {
        if (ensemble->members[member].status == PC_OK) {
            const uint32_t unit = (uint32_t) (member / size);
            self->num_units += self->num == 0 || self->units[self->num - 1] != unit;
            self->units[self->num] = unit;
            self->dates[self->num++] = PC_MONTH_NONE;
        }
    }
}

pc_status
pc_reach_init(pc_reach_t *self, const pc_ensemble_t *ensemble, const pc_goal_t *goal)
{
    memset(self, 0, sizeof(*self));
    self->first = ensemble->scenario->start - 1;
    self->num_months = ensemble->layout.num_rows;
    self->draws = ensemble->draws;
    self->replicates = ensemble->replicates;
    self->dates = calloc(ensemble->num_done + 1, sizeof(*self->dates));
    self->units = calloc(ensemble->num_done + 1, sizeof(*self->units));
    self->probability = calloc(3 * self->num_months, sizeof(*self->probability));
    if (self->dates == NULL || self->units == NULL || self->probability == NULL) {
        return PC_ERR_NOMEM;
    }
    self->error = self->probability + self->num_months;
    self->met = self->error + self->num_months;
    count_members(self, ensemble);
    const pc_status status = read_dates(self, ensemble, goal);
    for (size_t m = 0; m < self->num_months && status == PC_OK; m++) {
        find_probability(self, m);
    }
    return status;
}

pc_status
pc_reach_run(pc_reach_t *selves, const pc_goal_t *goals, size_t num,
    const pc_scenario_t *scenario, const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    pc_ensemble_t ensemble;
    memset(selves, 0, num * sizeof(*selves));
    pc_status status = pc_ensemble_run(&ensemble, scenario, plan, diags);
    if (status == PC_OK && ensemble.num_failed > 0) {
        status = PC_ERR_RANGE;
    }
    for (size_t g = 0; g < num && status == PC_OK; g++) {
        status = pc_reach_init(&selves[g], &ensemble, &goals[g]);
    }
    pc_ensemble_free(&ensemble);
    return status;
}

void
pc_reach_free(pc_reach_t *self)
{
    free(self->dates);
    free(self->units);
    free(self->probability);
    memset(self, 0, sizeof(*self));
}

pc_month
pc_reach_quantile(const pc_reach_t *self, double p, double z)
{
    for (size_t m = 0; m < self->num_months; m++) {
        const double error = isnan(self->error[m]) ? 0 : self->error[m];
        if (self->probability[m] + z * error >= p - 1e-12) {
            return self->first + (pc_month) m;
        }
    }
    return PC_MONTH_NONE;
}

pc_status
pc_date_spread(pc_date_spread_t *self, const pc_ensemble_t *ensemble,
    const pc_milestone_t *milestone)
{
    const pc_goal_t goal = { milestone->variable,
        milestone->at_least ? PC_GOAL_AT_LEAST : PC_GOAL_AT_MOST, milestone->threshold };
    const int chance = ensemble->scenario->mode == PC_MODE_STOCHASTIC;
    pc_reach_t reach;
    memset(self, 0, sizeof(*self));
    const pc_status status = pc_reach_init(&reach, ensemble, &goal);
    if (status == PC_OK) {
        const size_t last = reach.num_months - 1;
        self->members = reach.num;
        self->horizon = reach.first + (pc_month) last;
        self->probability = reach.probability[last];
        self->error = reach.error[last];
        self->kind = pc_spread_of(ensemble->draws, ensemble->replicates, chance);
        for (int q = 0; q < PC_NUM_DATE_LEVELS; q++) {
            self->quantile[q] = pc_reach_quantile(&reach, pc_date_levels[q], 0);
        }
    }
    pc_reach_free(&reach);
    return status;
}

/* Dates that were not reached compare as later than all others. */
static int64_t
order_of(pc_month date)
{
    return date == PC_MONTH_NONE ? INT64_MAX : date;
}

pc_status
pc_reach_compare(const pc_reach_t *self, const pc_reach_t *other, pc_reach_pair_t *pair)
{
    memset(pair, 0, sizeof(*pair));
    if (self->num != other->num || self->draws != other->draws || self->num == 0) {
        return PC_ERR_INPUT;
    }
    double *months = calloc(self->num, sizeof(*months));
    if (months == NULL) {
        return PC_ERR_NOMEM;
    }
    const double n = (double) self->num;
    const size_t size = self->draws > 1 ? self->replicates : 1;
    size_t all_earlier = 0, same = 0, later = 0;
    double squares = 0;
    for (size_t u = 0; u < self->num; u += size) {
        size_t earlier = 0;
        for (size_t k = u; k < u + size && k < self->num; k++) {
            const int64_t a = order_of(self->dates[k]), b = order_of(other->dates[k]);
            earlier += b < a;
            same += b == a;
            later += b > a;
            if (a != INT64_MAX && b != INT64_MAX) {
                months[pair->both++] = (double) (b - a);
            }
        }
        const double share = (double) earlier / (double) size;
        all_earlier += earlier;
        squares += share * share;
    }
    pair->earlier = (double) all_earlier / n;
    pair->same = (double) same / n;
    pair->later = (double) later / n;
    const double units = n / (double) size;
    const double variance = squares / units - pair->earlier * pair->earlier;
    pair->num = self->num;
    pair->earlier_error = sqrt((variance > 0 ? variance : 0) / fmax(units - 1, 1));
    pair->low = pc_quantile_sort(months, pair->both, 0.1);
    pair->median = pc_quantile_sort(months, pair->both, 0.5);
    pair->high = pc_quantile_sort(months, pair->both, 0.9);
    free(months);
    return PC_OK;
}
