/* explanation.h - why one scenario differs from another, by groups of what they assume.
 *
 * Parameters, rules and tables fall into at most eight groups. A mixed scenario takes
 * the whole groups of a set S from the other scenario and the rest from the reference;
 * v(S) is a result of its run in expected mode. The part of group g is its Shapley value
 *
 *   part(g) = sum over sets S without g of |S|! (k - |S| - 1)! / k! (v(S + g) - v(S))
 *
 * with k the number of groups that differ: the change that g brings, averaged over all
 * orders in which the groups may be exchanged. The parts add up to v(all) - v(none). All
 * parts are rounded to 46 bits of the largest value, and the largest part closes the
 * sum, so that adding them in order of the groups gives the difference exactly. */
#ifndef PC_ANALYSIS_COMPARE_EXPLANATION_H
#define PC_ANALYSIS_COMPARE_EXPLANATION_H

#include "base/interrupt.h"
#include "analysis/ensemble/experiment.h"
#include "output/aggregate.h"

typedef enum {
    PC_PART_ROLLOUT,  /* rollout.* */
    PC_PART_DEMAND,   /* demand.*, haem.*, early.* */
    PC_PART_CASES,    /* case_mix.*, case groups; with other groups the rules too */
    PC_PART_OMISSION, /* omission.adoption*, omission rules */
    PC_PART_PANELS,   /* ep.*, ep_host.* */
    PC_PART_WORK,     /* workload.*, staff.* */
    PC_PART_OUTCOMES, /* fee.*, counselling.*, outcome.*, omission.missed_option */
    PC_PART_DATA,     /* hospitals, changes of tier, prefectures */
    PC_NUM_PARTS
} pc_part;

extern const char *const pc_part_ids[PC_NUM_PARTS];   /* "rollout", "demand", ... */
extern const char *const pc_part_texts[PC_NUM_PARTS]; /* keys of the catalogue */

/* The group of a parameter. */
pc_part pc_part_of(pc_param which);

typedef struct {
    const pc_scenario_t *scenarios[2]; /* reference, other */
    pc_part groups[PC_NUM_PARTS];      /* [num]: those that differ, rising */
    size_t num;
    pc_years_t years; /* fiscal years; the values are the reference's */
    /* National values by fiscal year: [2^num][years][PC_NUM_VARIABLES]. Bit j of the
     * first place: groups[j] is the other scenario's. */
    double *values;
    size_t num_values; /* years x PC_NUM_VARIABLES */
} pc_explanation_t;

/* Runs all mixtures. The two must have the same start and end (else PC_ERR_RANGE). What
 * an uncertain parameter is without a draw is what it is here. After this call, failed
 * or not, pc_explanation_free may be called. PC_ERR_INTERRUPT before the next mixture
 * once
 * `*interrupted` is set; it may be NULL. */
pc_status pc_explanation_init(pc_explanation_t *self, const pc_scenario_t *reference,
    const pc_scenario_t *other, const pc_interrupt_t *interrupted) PC_MUST_CHECK;
void pc_explanation_free(pc_explanation_t *self);

/* Parts of the difference of one variable in the fiscal year at place `year`. */
typedef struct {
    double reference, other, difference;
    double parts[PC_NUM_PARTS]; /* [num], in the order of `groups` */
} pc_explained_t;

/* All NaN where the variable is missing in some mixture. */
void pc_explanation_of(const pc_explanation_t *self, size_t year, pc_variable variable,
    pc_explained_t *explanation);

/* The same from any function of sets: `values` is [2^num]. */
void pc_shapley_parts(const double *values, size_t num, pc_explained_t *explanation);

#endif
