/* metric_value.c - the value of a metric in the results of a run. */
#include "analysis/sweep/metric.h"

#include <math.h>

#include "output/summary.h"

/* The value of a row; `which` is a national variable. */
static double
cell(const pc_metric_t *self, const pc_results_t *r, size_t row, pc_variable which)
{
    if (self->region > 0) {
        return pc_results_region(
            r, row, (size_t) self->region - 1)[pc_variable_table[which].regional];
    }
    return pc_results_national(r, row)[which];
}

static double
reached(const pc_metric_t *self, const pc_results_t *results)
{
    const pc_threshold_t threshold = { .id = self->name,
        .variable = self->variable,
        .at_most = self->at_most,
        .threshold = self->threshold };
    const pc_milestone_date_t date = pc_milestone_reached(&threshold, results);
    return date.month == PC_MONTH_NONE ? NAN : (double) date.month;
}

double
pc_metric_value(const pc_metric_t *self, const pc_results_t *results)
{
    if (self->stat == PC_STAT_MONTH) {
        return reached(self, results);
    }
    const pc_variable_info_t *info = &pc_variable_table[self->variable];
    const int weighted =
        self->stat == PC_STAT_MEAN && info->aggregate == PC_AGG_WEIGHTED;
    double sum = 0, weights = 0, last = NAN, most = -INFINITY, least = INFINITY;
    size_t num = 0;
    /* Row 0 belongs to no period: it is the state before the run. */
    for (size_t row = 1; row < results->num_rows; row++) {
        const pc_month month = results->first + (pc_month) row;
        const double value = cell(self, results, row, self->variable);
        const double weight = weighted ? cell(self, results, row, info->weight) : 1;
        if (month < self->first || month > self->last || isnan(value) || isnan(weight)) {
            continue;
        }
        num++;
        sum += weight * value;
        weights += weight;
        last = value;
        most = value > most ? value : most;
        least = value < least ? value : least;
    }
    if (num == 0) {
        return NAN;
    }
    switch (self->stat) {
    case PC_STAT_SUM:
        return sum;
    case PC_STAT_MEAN:
        return weights > 0 ? sum / weights : NAN;
    case PC_STAT_MAX:
        return most;
    case PC_STAT_MIN:
        return least;
    case PC_STAT_LAST:
    case PC_STAT_MONTH:
    case PC_NUM_STATS:
        break;
    }
    return last;
}
