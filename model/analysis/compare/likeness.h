/* likeness.h - may two scenarios be compared?
 *
 * Two scenarios that share seed, hospitals and horizon have the same luck wherever they
 * say the same: every uniform is a function of its key (base/chance/rng.h). */
#ifndef PC_ANALYSIS_COMPARE_LIKENESS_H
#define PC_ANALYSIS_COMPARE_LIKENESS_H

#include "scenario/reader.h"

/* Why a pair is not comparable as it stands; bits of one number. */
enum {
    PC_UNLIKE_HORIZON = 1 << 0,   /* other first or last month */
    PC_UNLIKE_HOSPITALS = 1 << 1, /* the table of hospitals */
    PC_UNLIKE_PREFECTURES = 1 << 2,
    PC_UNLIKE_SEED = 1 << 3,
    PC_UNLIKE_MODE = 1 << 4,
    PC_UNLIKE_MEMBERS = 1 << 5, /* other numbers of draws or replicates */
    /* Other case groups, whose places are part of the random keys of tests (stochastic
     * mode): the same uniform would mean another group. */
    PC_UNLIKE_STREAMS = 1 << 6,
    PC_NUM_UNLIKE = 7
};

/* What stands in the way of comparing `b` with `a`; 0: nothing. */
unsigned pc_unlike(const pc_scenario_t *a, const pc_scenario_t *b);

/* A sentence for one bit, static. */
const char *pc_unlike_text(unsigned bit, pc_lang lang);

/* Do the tables say the same of every hospital? The status of a row, which the model
 * does not read, does not count. */
int pc_hospitals_equal(const pc_hospitals_t *a, const pc_hospitals_t *b);

/* [PC_NUM_PREFECTURES] each: the same patients and population? */
int pc_prefectures_equal(const pc_prefecture_t *a, const pc_prefecture_t *b);

/* The same groups with the same shares in the same order: their tests share keys. */
int pc_groups_alike(
    const pc_group_t *a, size_t num_a, const pc_group_t *b, size_t num_b);

/* b - a, but 0 where the two agree to 1e-14: weighted means of equal values may differ
 * in their last bits when the weights differ. */
double pc_settled_difference(double a, double b);

#endif
