#include "output/aggregate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
year_of(pc_month month, pc_year_kind kind)
{
    return kind == PC_YEAR_FISCAL ? pc_month_fiscal_year(month) : pc_month_year(month);
}

/* One series of a year: rows `first` to `last` of a table whose rows are `stride` apart.
 * `weights` points at the weight in row 0, or is NULL. */
static double
aggregate(pc_aggregate rule, const double *values, const double *weights, size_t stride,
    size_t first, size_t last, uint8_t *months)
{
    double sum = 0, weight_sum = 0, latest = NAN;
    int num = 0;
    for (size_t row = first; row <= last; row++) {
        const double value = values[row * stride];
        const double weight = weights == NULL ? 1 : weights[row * stride];
        if (isnan(value) || isnan(weight)) {
            continue;
        }
        sum += weight * value;
        weight_sum += weight;
        latest = value;
        num++;
    }
    *months = (uint8_t) num;
    if (num == 0) {
        return NAN;
    }
    switch (rule) {
    case PC_AGG_SUM:
        return sum;
    case PC_AGG_LAST:
        return latest;
    case PC_AGG_MEAN:
    case PC_AGG_WEIGHTED:
        break;
    }
    return weight_sum > 0 ? sum / weight_sum : NAN;
}

/* The first row with a flow: a run that goes on from a state has none before. Without
 * any, the first row after the state before the run. */
static size_t
first_simulated(const pc_results_t *results)
{
    for (size_t row = 1; row < results->num_rows; row++) {
        for (int v = 0; v < PC_NUM_VARIABLES; v++) {
            if (pc_variable_table[v].aggregate == PC_AGG_SUM
                && !isnan(pc_results_national(results, row)[v])) {
                return row;
            }
        }
    }
    return 1;
}

static void
aggregate_year(pc_years_t *self, const pc_results_t *results, size_t place, size_t first,
    size_t last)
{
    const size_t national_row = PC_NUM_VARIABLES;
    const size_t regional_row = (size_t) PC_NUM_REGIONS * PC_NUM_REGIONAL;
    for (size_t v = 0; v < PC_NUM_VARIABLES; v++) {
        const pc_variable_info_t *info = &pc_variable_table[v];
        const double *weights =
            info->weight == PC_V_NONE ? NULL : results->national + info->weight;
        const size_t at = place * national_row + v;
        self->national[at] = aggregate(info->aggregate, results->national + v, weights,
            national_row, first, last, &self->national_months[at]);
    }
    for (size_t region = 0; results->regional != NULL && region < PC_NUM_REGIONS;
         region++) {
        const double *start = results->regional + region * PC_NUM_REGIONAL;
        for (size_t r = 0; r < PC_NUM_REGIONAL; r++) {
            const pc_variable_info_t *info = &pc_variable_table[pc_regional_table[r]];
            /* The weight of a regional variable is regional too; a test holds the table
             * to it. */
            const double *weights =
                info->weight == PC_V_NONE
                    ? NULL
                    : start + pc_variable_table[info->weight].regional;
            const size_t at = place * regional_row + region * PC_NUM_REGIONAL + r;
            self->regional[at] = aggregate(info->aggregate, start + r, weights,
                regional_row, first, last, &self->regional_months[at]);
        }
    }
}

pc_status
pc_years_init(pc_years_t *self, const pc_results_t *results, pc_year_kind kind)
{
    memset(self, 0, sizeof(*self));
    self->kind = kind;
    if (results->num_rows < 2) {
        return PC_OK;
    }
    const pc_month end = results->first + (pc_month) results->num_rows - 1;
    const int first_year = year_of(results->first + 1, kind);
    const size_t num_years = (size_t) (year_of(end, kind) - first_year) + 1;
    const size_t regional = (size_t) PC_NUM_REGIONS * PC_NUM_REGIONAL;
    self->months = calloc(num_years, sizeof(*self->months));
    self->national = calloc(num_years * PC_NUM_VARIABLES, sizeof(*self->national));
    self->national_months = calloc(num_years * PC_NUM_VARIABLES, 1);
    if (results->regional != NULL) {
        self->regional = calloc(num_years * regional, sizeof(*self->regional));
        self->regional_months = calloc(num_years * regional, 1);
    }
    if (self->months == NULL || self->national == NULL || self->national_months == NULL
        || (results->regional != NULL
            && (self->regional == NULL || self->regional_months == NULL))) {
        pc_years_free(self);
        return PC_ERR_NOMEM;
    }
    self->first_year = first_year;
    self->num_years = num_years;

    const size_t simulated = first_simulated(results);
    size_t first = 1;
    for (size_t place = 0; place < num_years; place++) {
        size_t last = first;
        while (last + 1 < results->num_rows
               && year_of(results->first + (pc_month) last + 1, kind)
                      == first_year + (int) place) {
            last++;
        }
        const size_t from = first > simulated ? first : simulated;
        self->months[place] = from > last ? 0 : (int) (last - from + 1);
        aggregate_year(self, results, place, first, last);
        first = last + 1;
    }
    return PC_OK;
}

void
pc_years_free(pc_years_t *self)
{
    free(self->months);
    free(self->national);
    free(self->regional);
    free(self->national_months);
    free(self->regional_months);
    memset(self, 0, sizeof(*self));
}

int
pc_years_find(const pc_years_t *self, int year)
{
    if (year < self->first_year || year >= self->first_year + (int) self->num_years) {
        return -1;
    }
    return year - self->first_year;
}

double
pc_years_pace(const pc_years_t *self, size_t place, pc_variable variable)
{
    const size_t at = place * PC_NUM_VARIABLES + (size_t) variable;
    if (pc_variable_table[variable].aggregate != PC_AGG_SUM
        || self->national_months[at] == 0) {
        return self->national[at];
    }
    return self->national[at] / self->national_months[at];
}
