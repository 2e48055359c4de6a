/* metric.c - one metric of a study by one method. */
#include "analysis/sensitivity/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of base rows or trajectories, the largest share without an output that may be left
 * out. */
#define EMPTY_MAX 0.1

#define DEPENDENCE 0.3

/* --- the output of every row --- */

/* A value of the store as an output; only a date that is not reached has none. */
static double
output_of(const pc_sensitivity_t *self, double value)
{
    switch (self->dates_as) {
    case PC_DATES_HELD:
        return isnan(value) ? (double) self->at : value;
    case PC_DATES_LATEST:
        return isnan(value) ? INFINITY : value;
    case PC_DATES_BY:
        return value <= (double) self->at;
    case PC_DATES_NONE:
        break;
    }
    return value;
}

/* The mean over the replicates; missing if a point of the row is. */
static void
row_outputs(pc_sensitivity_t *self, const pc_study_t *s, double *y)
{
    for (size_t row = 0; row < s->num_rows; row++) {
        const double *values =
            s->column + (row * s->num_scenarios + s->scenario) * s->replicates;
        const int lacks = s->failed[row] || s->absent[row];
        double sum = 0;
        int never = 0;
        for (size_t r = 0; r < s->replicates; r++) {
            sum += output_of(self, values[r]);
            never |= isnan(values[r]) != 0;
        }
        y[row] = lacks ? NAN : sum / (double) s->replicates;
        self->never += !lacks && never && self->dates_as == PC_DATES_HELD;
    }
}

static void
choose_dates(pc_sensitivity_t *self, const pc_study_t *study)
{
    const int is_date = strcmp(self->metric->stat, pc_stat_names[PC_STAT_MONTH]) == 0;
    self->dates_as = !is_date                         ? PC_DATES_NONE
                     : study->by != PC_MONTH_NONE     ? PC_DATES_BY
                     : self->method == PC_METHOD_RANK ? PC_DATES_LATEST
                                                      : PC_DATES_HELD;
    self->at = self->dates_as == PC_DATES_BY ? study->by : study->end + 1;
    if (self->dates_as == PC_DATES_BY) {
        snprintf(self->unit, sizeof(self->unit), "1");
    }
}

/* Counts what the blocks of `width` rows that lack an output lack it for. */
static void
count_blocks(pc_sensitivity_t *self, const pc_study_t *s, const double *y, size_t width)
{
    for (size_t from = 0; from + width <= s->num_rows; from += width) {
        int lacks = 0, failed = 0;
        for (size_t row = from; row < from + width; row++) {
            lacks |= isnan(y[row]) != 0;
            failed |= s->failed[row] || s->absent[row];
        }
        self->failed += failed != 0;
        self->empty += lacks && !failed;
    }
}

static void
measure_spread(pc_sensitivity_t *self, const double *y, size_t num)
{
    double sum = 0, squares = 0;
    size_t n = 0;
    self->least = INFINITY;
    self->most = -INFINITY;
    for (size_t k = 0; k < num; k++) {
        if (isfinite(y[k])) {
            sum += y[k];
            n++;
            self->least = fmin(self->least, y[k]);
            self->most = fmax(self->most, y[k]);
        }
    }
    self->mean = n > 0 ? sum / (double) n : NAN;
    for (size_t k = 0; k < num; k++) {
        squares += isfinite(y[k]) ? (y[k] - self->mean) * (y[k] - self->mean) : 0;
    }
    self->sd = n > 1 ? sqrt(squares / (double) (n - 1)) : NAN;
    const double ends[2] = { self->least, self->most };
    if (n > 1 && pc_sensitivity_constant(ends, 2)) {
        self->mean = self->least;
        self->sd = 0;
    }
}

/* --- elementary effects --- */

/* Which factor moves in each step, and where to, from the coordinates of the rows. */
static pc_status
find_moves(pc_study_t *s)
{
    const size_t num = s->design.num_factors, width = num + 1, k = s->design.num_axes;
    const size_t trajectories = s->num_rows / width;
    pc_design_rows_t rows;
    double *before = calloc(k + 1, sizeof(double));
    s->moved = calloc(trajectories * num + 1, sizeof(*s->moved));
    s->direction = calloc(trajectories * num + 1, sizeof(*s->direction));
    pc_status status = pc_design_rows_init(&rows, &s->design);
    if (before == NULL || s->moved == NULL || s->direction == NULL) {
        status = PC_ERR_NOMEM;
    }
    for (size_t row = 0; row < trajectories * width && status == PC_OK; row++) {
        const double *now = pc_design_unit(&rows, row);
        const size_t step = row / width * num + row % width - 1;
        for (size_t a = 0; a < k && row % width > 0; a++) {
            if (now[a] != before[a]) {
                const size_t place = s->design.axes[a].place;
                s->moved[step] = place;
                s->direction[step] =
                    s->factors[place].is_group || s->factors[place].is_choice ? 0
                    : now[a] > before[a]                                      ? 1
                                                                              : -1;
            }
        }
        memcpy(before, now, k * sizeof(double));
    }
    pc_design_rows_free(&rows);
    free(before);
    return status;
}

/* A step of a choice, which has no range, counts as it is: its delta is 1. */
static pc_status
by_morris(pc_sensitivity_t *self, pc_study_t *s, const double *y)
{
    const size_t num = s->design.num_factors, levels = s->design.levels;
    const size_t jump = levels / 2;
    double *delta = calloc(num + 1, sizeof(*delta));
    pc_status status = delta == NULL ? PC_ERR_NOMEM : PC_OK;
    if (status == PC_OK && s->moved == NULL) {
        status = find_moves(s);
    }
    for (size_t f = 0; f < num && status == PC_OK; f++) {
        delta[f] = s->factors[f].is_choice ? 1 : (double) jump / (double) (levels - 1);
    }
    if (status == PC_OK) {
        status = pc_morris_init(&self->morris, y, s->moved, s->direction, delta,
            s->num_rows / (num + 1), num, &s->how);
        self->state = self->morris.state;
        self->used = self->morris.used;
    }
    free(delta);
    return status;
}

/* --- Sobol indices --- */

static pc_status
by_sobol(pc_sensitivity_t *self, pc_study_t *s, const double *y)
{
    const size_t num = s->design.num_factors;
    const pc_status status =
        pc_sobol_init(&self->sobol, y, s->num_rows / (num + 2), num, &s->how);
    self->state = self->sobol.state;
    self->used = self->sobol.used;
    return status;
}

/* --- rank regression --- */

/* Is choice `value` taken in some row? */
static int
is_sampled(const pc_study_t *s, size_t a, double value)
{
    for (size_t row = 0; row < s->num_rows; row++) {
        if (s->axes[a].values[row] == value) {
            return 1;
        }
    }
    return 0;
}

/* The sampled choices of an axis but the first, one column each; a number is a column by
 * itself. Returns how many; with `x`, fills column `at` and those after it. */
static size_t
axis_columns(const pc_study_t *s, size_t a, double *x, size_t at)
{
    const int is_number = pc_param_table[s->axes[a].which].choices == NULL;
    size_t num = 0;
    int seen = 0;
    for (int choice = 0; choice < 64 && !is_number; choice++) {
        if (!is_sampled(s, a, choice)) {
            continue;
        }
        for (size_t k = 0; k < s->num_sample && x != NULL && seen; k++) {
            x[k * s->num_columns + at + num] = s->axes[a].values[s->sample[k]] == choice;
        }
        num += seen ? 1 : 0;
        seen = 1;
    }
    if (num > 0) {
        return num;
    }
    for (size_t k = 0; k < s->num_sample && x != NULL; k++) {
        x[k * s->num_columns + at] = s->axes[a].values[s->sample[k]];
    }
    return 1;
}

/* The rows that are a sample of independent points: all, or A and B. Those that are not
 * in the store have no values. */
static pc_status
take_sample(pc_study_t *s)
{
    const size_t width = s->design.num_factors + 2;
    s->sample = calloc(s->num_rows + 1, sizeof(*s->sample));
    if (s->sample == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t row = 0; row < s->num_rows; row++) {
        const size_t place = row % width;
        if ((s->design.kind != PC_DESIGN_SALTELLI || place == 0 || place == width - 1)
            && !s->absent[row]) {
            s->sample[s->num_sample++] = row;
        }
    }
    return PC_OK;
}

static pc_status
make_table(pc_study_t *s)
{
    pc_status status = take_sample(s);
    if (status != PC_OK) {
        return status;
    }
    for (size_t a = 0; a < s->design.num_axes; a++) {
        const size_t columns = axis_columns(s, a, NULL, 0);
        s->num_columns += columns;
        s->factors[s->design.axes[a].place].choices |= columns > 1;
    }
    s->x = calloc(s->num_sample * s->num_columns + 1, sizeof(double));
    s->factor_of = calloc(s->num_columns + 1, sizeof(*s->factor_of));
    if (s->x == NULL || s->factor_of == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t a = 0, at = 0; a < s->design.num_axes; a++) {
        const size_t columns = axis_columns(s, a, s->x, at);
        for (size_t c = 0; c < columns; c++) {
            s->factor_of[at++] = s->design.axes[a].place;
        }
    }
    return PC_OK;
}

static pc_status
by_rank(pc_sensitivity_t *self, pc_study_t *s, const double *y)
{
    pc_status status = s->x == NULL ? make_table(s) : PC_OK;
    double *own = calloc(s->num_sample + 1, sizeof(double));
    if (own == NULL) {
        return PC_ERR_NOMEM;
    }
    self->failed = self->empty = self->never = 0;
    for (size_t k = 0; k < s->num_sample && status == PC_OK; k++) {
        own[k] = y[s->sample[k]];
        self->failed += isnan(own[k]) && s->failed[s->sample[k]];
        self->empty += isnan(own[k]) && !s->failed[s->sample[k]];
        self->never += isinf(own[k]) != 0;
    }
    if (status == PC_OK) {
        measure_spread(self, own, s->num_sample);
        status = pc_rank_init(&self->rank, s->x, own, s->num_sample, s->num_columns,
            s->factor_of, s->design.num_factors, &s->how);
        self->state = self->rank.state;
        self->used = self->rank.used;
    }
    free(own);
    return status;
}

/* --- the whole --- */

pc_status
pc_sensitivity_init(
    pc_sensitivity_t *self, pc_study_t *study, size_t metric, pc_method method)
{
    const size_t column = study->store->num_params + metric;
    const size_t width = study->design.num_factors + (method == PC_METHOD_SOBOL ? 2 : 1);
    memset(self, 0, sizeof(*self));
    self->metric = &study->store->plan.columns[column];
    self->months = pc_points_months(self->metric, study->scenario, &self->part);
    pc_points_own_text(
        self->metric->unit, study->scenario, self->unit, sizeof(self->unit));
    self->method = method;
    choose_dates(self, study);
    double *y = calloc(study->num_rows + 1, sizeof(double));
    pc_status status =
        y == NULL ? PC_ERR_NOMEM : pc_points_column(study->store, column, study->column);
    if (status == PC_OK) {
        row_outputs(self, study, y);
        if (method == PC_METHOD_RANK) {
            status = by_rank(self, study, y);
        } else {
            measure_spread(self, y, study->num_rows);
            count_blocks(self, study, y, width);
            const size_t blocks = study->num_rows / width;
            self->missing = (double) self->empty > EMPTY_MAX * (double) blocks;
            if (!self->missing) {
                status = method == PC_METHOD_SOBOL ? by_sobol(self, study, y)
                                                   : by_morris(self, study, y);
            }
        }
    }
    free(y);
    return status;
}

void
pc_sensitivity_free(pc_sensitivity_t *self)
{
    pc_sobol_free(&self->sobol);
    pc_morris_free(&self->morris);
    pc_rank_free(&self->rank);
}

int
pc_sensitivity_dependent(const pc_sensitivity_t *self, const pc_study_t *study, size_t f)
{
    if (study->design.kind != PC_DESIGN_LIST || self->rank.dependence == NULL
        || self->used < 2) {
        return 0;
    }
    const double chance = 4 / sqrt((double) self->used - 1);
    return self->rank.dependence[f] > fmax(DEPENDENCE, chance);
}

int
pc_sensitivity_answered(const pc_sensitivity_t *self, const pc_study_t *study, size_t f)
{
    return !self->missing && self->state == PC_SENSITIVITY_OK && study->factors[f].active
           && !pc_sensitivity_dependent(self, study, f)
           && !(self->method == PC_METHOD_RANK && isnan(self->rank.lost[f].value));
}

pc_estimate_t
pc_sensitivity_main(const pc_sensitivity_t *self, const pc_study_t *study, size_t f)
{
    const pc_estimate_t none = { NAN, NAN, NAN };
    if (!pc_sensitivity_answered(self, study, f)) {
        return none;
    }
    return self->method == PC_METHOD_SOBOL    ? self->sobol.total[f]
           : self->method == PC_METHOD_MORRIS ? self->morris.mu_star[f]
                                              : self->rank.prcc[f];
}

double
pc_sensitivity_size(const pc_sensitivity_t *self, const pc_study_t *study, size_t f)
{
    if (!pc_sensitivity_answered(self, study, f)) {
        return NAN;
    }
    if (self->method != PC_METHOD_MORRIS) {
        return self->method == PC_METHOD_SOBOL ? self->sobol.total[f].value
                                               : self->rank.lost[f].value;
    }
    double largest = 0;
    for (size_t k = 0; k < study->design.num_factors; k++) {
        largest = fmax(largest, self->morris.mu_star[k].value);
    }
    return largest > 0 ? self->morris.mu_star[f].value / largest : 0;
}

int
pc_sensitivity_influential(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t f)
{
    const double size = pc_sensitivity_size(self, study, f);
    if (isnan(size)) {
        return 0;
    }
    if (self->method == PC_METHOD_MORRIS) {
        return size >= PC_INFLUENCE_MU_STAR;
    }
    return size >= PC_INFLUENCE_SHARE
           && (self->method == PC_METHOD_SOBOL
               || self->rank.chance[f] < PC_INFLUENCE_CHANCE);
}

void
pc_sensitivity_order(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t *order)
{
    const size_t num = study->design.num_factors;
    for (size_t f = 0; f < num; f++) {
        const double size = pc_sensitivity_size(self, study, f);
        size_t at = f;
        while (at > 0) {
            const double above = pc_sensitivity_size(self, study, order[at - 1]);
            if (isnan(size) || (!isnan(above) && above >= size)) {
                break;
            }
            order[at] = order[at - 1];
            at--;
        }
        order[at] = f;
    }
}
