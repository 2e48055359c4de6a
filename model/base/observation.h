/* observation.h - one published fact, tied to the result row it belongs to. */
#ifndef PC_BASE_OBSERVATION_H
#define PC_BASE_OBSERVATION_H

#include <stddef.h>

#include "base/calendar.h"
#include "base/variables.h"

/* What was counted; names in scenario/tables/observations.h. */
typedef enum {
    PC_MEASURE_NONE, /* not said */
    PC_MEASURE_CLAIMS,
    PC_MEASURE_TESTS,
    PC_MEASURE_REGISTRATIONS,
    PC_MEASURE_STATUS_REPORTS,
    PC_MEASURE_DESIGNATIONS,
    PC_MEASURE_NOTIFICATIONS,
    PC_MEASURE_MIXED,
    PC_MEASURE_MARKET,
    PC_NUM_MEASURES
} pc_measure;

/* What calibration does with a row. */
typedef enum { PC_SPLIT_NONE, PC_SPLIT_FIT, PC_SPLIT_CHECK, PC_SPLIT_HOLDOUT } pc_split;

typedef struct {
    pc_month month; /* the row; for a mean over a period, its middle month */
    pc_month first,
        last;   /* the period a flow was counted over; equal to `month` for a stock */
    int region; /* 0 Japan, 1..47 a prefecture */
    pc_variable variable;
    double value;                       /* in the variable's unit, a flow per month */
    int lower_bound;                    /* 1: published as "more than" */
    int about;                          /* 1: published as "about" */
    int fit;                            /* 1: used for fits */
    char *date, *source, *grade, *note; /* as in the file; owned */
    char *rule;         /* why `fit` is what it is, "" if not said; owned */
    char *id;           /* "" if it has none; owned */
    pc_month published; /* PC_MONTH_NONE: not known */
    pc_measure measure;
    pc_split split;
    double sd;   /* of the logarithm of the reading; 0: not said */
    size_t line; /* of the file, from 1 */
} pc_observation_t;

typedef struct {
    pc_observation_t *items; /* [num], by month, then as in the file */
    size_t num;
} pc_observations_t;

#endif
