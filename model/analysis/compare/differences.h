/* differences.h - every assumption that two scenarios define differently. */
#ifndef PC_ANALYSIS_COMPARE_DIFFERENCES_H
#define PC_ANALYSIS_COMPARE_DIFFERENCES_H

#include "scenario/reader.h"

/* One assumption. Texts are owned and never NULL; "" where a side has none. `value[0]`
 * is the reference's, `value[1]` the other's. */
typedef struct {
    const char *what; /* static: run, data, parameter, case_groups, omission_rule */
    char *name;       /* "rollout.rate", "fy2028-trial", "hospitals" */
    const char *unit; /* static, "" if none */
    char *value[2];
    char *kind[2];
    char *source[2]; /* or the note, where no source is given */
    char *en, *ja;   /* meaning */
    int same_value;  /* 1: only kind or source differ */
    char *words[2];  /* the values as people read them; NULL until they are worded */
} pc_difference_t;

typedef struct {
    pc_difference_t *items; /* [num]: run, data, parameters in the order of params.def,
                               case groups, rules */
    size_t num, capacity;
} pc_differences_t;

/* Titles, notes, milestones and output options do not count: they change no result.
 * After this call, failed or not, pc_differences_free may be called. PC_ERR_NOMEM. */
pc_status pc_differences_init(pc_differences_t *self, const pc_scenario_t *a,
    const pc_scenario_t *b) PC_MUST_CHECK;
void pc_differences_free(pc_differences_t *self);

#endif
