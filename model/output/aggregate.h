/* aggregate.h - months to years, by the rule of each variable (base/variables.def).
 *
 *   SUM       the sum of the months
 *   LAST      the last month that has a value: the stock at the year's end
 *   MEAN      the plain mean of the months
 *   WEIGHTED  sum of value x weight / sum of weight; missing if the weights sum to 0
 *
 * Months without a value are left out. A year none of whose months has a value is
 * missing (NaN). Row 0, the state before the first month, belongs to no year. Nothing is
 * scaled up: a year of which only 10 months were simulated is the sum of 10 months, and
 * says so by its count. */
#ifndef PC_OUTPUT_AGGREGATE_H
#define PC_OUTPUT_AGGREGATE_H

#include <stdint.h>

#include "base/results.h"

typedef enum { PC_YEAR_FISCAL, PC_YEAR_CALENDAR } pc_year_kind;

typedef struct {
    pc_year_kind kind;
    int first_year;   /* year y is first_year + place */
    size_t num_years; /* 0 if no month was simulated */
    int *months;      /* [num_years] months simulated; under 12 is a part year */
    double *national; /* [num_years][PC_NUM_VARIABLES] */
    double *regional; /* [num_years][PC_NUM_REGIONS][PC_NUM_REGIONAL]; NULL if the
                         results had none (their `regional` is NULL) */
    /* Months that had a value, in the same shapes, 0..12. */
    uint8_t *national_months, *regional_months;
} pc_years_t;

/* After this call, failed or not, pc_years_free may be called. */
pc_status pc_years_init(
    pc_years_t *self, const pc_results_t *results, pc_year_kind kind) PC_MUST_CHECK;
void pc_years_free(pc_years_t *self);

/* The place of `year`, or -1 if no month of it was simulated. */
int pc_years_find(const pc_years_t *self, int year);

/* A flow per month counted, any other variable as it is; NaN if missing. Part years are
 * comparable by this. */
double pc_years_pace(const pc_years_t *self, size_t place, pc_variable variable);

#endif
