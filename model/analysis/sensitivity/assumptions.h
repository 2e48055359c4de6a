/* assumptions.h - what a sweep says of the assumptions that a scenario rests on.
 *
 * Every parameter that was varied, joined with where its value comes from, and every
 * parameter that is only assumed and was not varied. Those that are both influential
 * (sensitivity/study.h) and only assumed are what to argue about first. */
#ifndef PC_ANALYSIS_SENSITIVITY_ASSUMPTIONS_H
#define PC_ANALYSIS_SENSITIVITY_ASSUMPTIONS_H

#include "analysis/sensitivity/study.h"

typedef enum {
    PC_STANDING_INFLUENTIAL, /* on some metric */
    PC_STANDING_MINOR,
    PC_STANDING_OPEN,      /* no metric has an answer */
    PC_STANDING_INACTIVE,  /* not read by the model */
    PC_STANDING_NOT_VARIED /* assumed and read, but no axis: nothing is known */
} pc_standing;

extern const char *const pc_standing_names[]; /* "influential", ... */

typedef struct {
    pc_param which;
    pc_standing standing;
    pc_param_kind kind;
    int argue;     /* 1: influential and assumed */
    size_t factor; /* its place; SIZE_MAX if not varied */
    double size;   /* the largest over the metrics, 0 to 1; NaN if there is none */
    const pc_sensitivity_t *result;    /* that has it; NULL if there is none */
    size_t num_metrics;                /* on which it is influential */
    const char *range, *source, *note; /* of the tree and the store */
} pc_assumption_t;

/* Fills `list`, which has room for PC_NUM_PARAMS: first what to argue about, the most
 * influential ahead, then by standing and size. `results` [num_results] has one for each
 * metric. Returns the number. */
size_t pc_assumptions_list(pc_assumption_t *list, const pc_study_t *study,
    const pc_sensitivity_t *const *results, size_t num_results);

#endif
