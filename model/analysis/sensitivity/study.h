/* study.h - the sensitivity of the metrics of a sweep's store to its axes.
 *
 *   design                             what is estimated (sensitivity.h)
 *   saltelli                           Sobol indices; rank regression over the rows A
 * and B, which are a sample by themselves morris                             elementary
 * effects random, latin_hypercube, sobol,    rank regression grid, list
 *
 * Every scenario of the store is a study of its own. In stochastic mode the output of a
 * row is the mean over its replicates. A row of which a point failed or lacks its value
 * has no output. Sobol indices and effects are not made if more than a tenth of the base
 * rows or trajectories lack an output without having failed: what is left would speak of
 * those alone that have one.
 *
 * A date is missing where it is not reached within the run. To Sobol indices and effects
 * it is then held at the month after the run: the output is the earlier of the two. To a
 * rank regression it is later than all others. With `by` the output is 1 if it is
 * reached by that month, else 0, whose mean over replicates is a probability.
 *
 * An axis that is a choice is taken apart in a rank regression: one column for each
 * sampled choice but the first. In a list, axes whose ranks correlate with those of
 * another factor by more than 0.3 and by more than 4 / sqrt(points - 1) are dependent:
 * only a group of them has an answer. */
#ifndef PC_ANALYSIS_SENSITIVITY_STUDY_H
#define PC_ANALYSIS_SENSITIVITY_STUDY_H

#include "scenario/activity.h"
#include "analysis/sweep/design.h"
#include "analysis/sensitivity/sensitivity.h"
#include "analysis/sweep/store/points.h"

typedef enum {
    PC_METHOD_SOBOL,
    PC_METHOD_MORRIS,
    PC_METHOD_RANK,
    PC_NUM_METHODS
} pc_method;

extern const char *const pc_method_names[PC_NUM_METHODS]; /* "sobol", "morris", "rank" */

/* 1 if points of the design carry the method. */
int pc_method_allowed(pc_design_kind design, pc_method method);

/* Axes named together on the command line: name=axis,axis. */
typedef struct {
    const char *name;
    const char *axes; /* "a,b" */
} pc_group_request_t;

/* What is known of one axis. Texts belong to the tree. */
typedef struct {
    pc_param which;
    const pc_column_t *column;
    pc_param_kind kind; /* of the value in the scenario */
    const char *source, *note;
    double *values; /* [num_rows]; owned */
    int active;
    char why[128]; /* why not */
} pc_study_axis_t;

typedef struct {
    const char *name; /* of the axis or the group */
    size_t num_axes;
    size_t first; /* the first of its axes */
    int is_group;
    int active;    /* 1 if any of its axes is */
    int is_choice; /* 1: an axis by itself whose values have names */
    int choices;   /* 1: a choice of more than two; known of a rank regression */
    char why[128]; /* why not active */
    char title_en[128], title_ja[256];
} pc_factor_t;

typedef struct {
    pc_points_t *store; /* borrowed */
    size_t scenario;    /* its place, from 0 */
    pc_design_t design; /* kind, seed, levels, axes with groups: enough for the rows */
    size_t num_rows, replicates, num_scenarios;
    pc_json_t *tree;     /* the resolved scenario */
    pc_month start, end; /* of its run */
    pc_month by; /* PC_MONTH_NONE: dates are outputs themselves; may be set after init */
    pc_activity_t activity;
    pc_study_axis_t *axes; /* [design.num_axes]; owned */
    pc_factor_t *factors;  /* [design.num_factors]; owned */
    uint8_t *failed;       /* [num_rows], 1: a point of the row failed; owned */
    uint8_t *absent;       /* [num_rows], 1: a point is not in the store; owned */
    size_t num_failed, num_absent;
    double *column; /* [store's points], scratch; owned */
    double *x;      /* rank regression: [num_sample][num_columns]; owned */
    size_t *sample; /* [num_sample], the rows; owned */
    size_t num_sample, num_columns;
    size_t *factor_of; /* [num_columns]; owned */
    size_t *moved;     /* morris: [trajectories][num_factors]; owned */
    int *direction;
    pc_resampling_t how;
} pc_study_t;

/* Reads the axes of scenario `scenario` of the store, and what the scenario says of
 * them. `groups` are `num_groups` further groups, for rank regression alone. Faults go
 * to `diags`: PC_ERR_INPUT, PC_ERR_VERSION. After this call, failed or not,
 * pc_study_free may be called. */
pc_status pc_study_init(pc_study_t *self, pc_points_t *store, size_t scenario,
    const pc_group_request_t *groups, size_t num_groups, const pc_resampling_t *how,
    pc_lang lang, pc_diags_t *diags) PC_MUST_CHECK;
void pc_study_free(pc_study_t *self);

/* The texts of the scenario: "name", "mode"; or "title" in a language. "" if missing. */
const char *pc_study_text(const pc_study_t *self, const char *key, const char *lang);

/* What a date, which may be missing, is as an output. */
typedef enum {
    PC_DATES_NONE,   /* the metric is no date */
    PC_DATES_HELD,   /* at the month after the run, if it is not reached */
    PC_DATES_LATEST, /* later than all others then */
    PC_DATES_BY      /* reached by a month: 1, else 0 */
} pc_dates_as;

/* One metric by one method. */
typedef struct {
    const pc_column_t *metric;
    char unit[64]; /* of the metric in this scenario */
    int months;    /* of its period that the run has; 0 of a date */
    int part;      /* 1: its period has more */
    pc_method method;
    pc_sensitivity_state state;
    int missing; /* 1: not made, too many rows lack an output without having failed */
    size_t used; /* base rows, trajectories or points */
    size_t failed, empty; /* of those left out: a point failed or is absent; no value */
    size_t never; /* held or latest: rows with a date not reached within the run */
    pc_dates_as dates_as; /* what a date is to the method */
    pc_month at;          /* the month of PC_DATES_HELD and PC_DATES_BY */
    double mean, sd;      /* of the outputs that were used, as rows */
    double least, most;
    pc_sobol_t sobol;
    pc_morris_t morris;
    pc_rank_t rank;
} pc_sensitivity_t;

/* `metric` is the place among the metrics of the store. Free in any case. */
pc_status pc_sensitivity_init(pc_sensitivity_t *self, pc_study_t *study, size_t metric,
    pc_method method) PC_MUST_CHECK;
void pc_sensitivity_free(pc_sensitivity_t *self);

/* Is factor f, of a list, dependent on another? */
int pc_sensitivity_dependent(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t f);

/* 1 if there is anything to say of factor f: it is read, varies, and depends on no
 * other.
 */
int pc_sensitivity_answered(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t f);

/* What is shown of a factor before all: the total index, mu* or PRCC. NaN if there is
 * none. */
pc_estimate_t pc_sensitivity_main(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t f);

/* What factors are put in order by: the total index, mu* relative to the largest of the
 * metric, or R2 lost, which orders the factors of a metric as |PRCC| does. NaN without
 * an answer. */
double pc_sensitivity_size(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t f);

/* Conventions of what is influential. */
#define PC_INFLUENCE_SHARE 0.05  /* of the variance: total index or R2 lost */
#define PC_INFLUENCE_MU_STAR 0.1 /* of the largest mu* */
/* Less likely than this must it be that a factor without influence loses as much R2. */
#define PC_INFLUENCE_CHANCE 0.01

/* 1 if the factor counts as influential by these. */
int pc_sensitivity_influential(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t f);

/* Places of the factors, the most influential first, those without an answer last. */
void pc_sensitivity_order(
    const pc_sensitivity_t *self, const pc_study_t *study, size_t *order);

#endif
