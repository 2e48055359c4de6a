/* fitted.h - a curve with what was fitted to a record (fit.h says how). */
#ifndef PC_ANALYSIS_MILESTONE_FITTED_H
#define PC_ANALYSIS_MILESTONE_FITTED_H

#include "analysis/milestone/growth.h"
#include "base/chance/rng.h"

#define PC_NO_CEILING 1e5 /* a K above it is none */

typedef enum {
    PC_FIT_OK,
    PC_FIT_TOO_FEW,       /* fewer increments than parameters + 1 */
    PC_FIT_NO_CONVERGENCE /* the search did not settle */
} pc_fit_state;

typedef struct {
    pc_growth kind;
    pc_fit_state state;
    int ceiling_given; /* 1: K was known */
    int ceiling_lost;  /* 1: K grew without limit: the record shows no ceiling */
    size_t n, k;       /* increments; parameters estimated, phi (s2, w) included */
    double theta[PC_GROWTH_MAX];
    double phi;
    double scatter; /* phi before it is held at 1 or above */
    double q;       /* Q at its maximum; the trend: its log likelihood */
    double start, start_time, last, last_time;
    /* local trend: slope at the last fact, its variance, s2, w */
    double slope, slope_variance, noise, wander;
    /* a sample of the trend: where the luck of its path comes from */
    int has_path;
    pc_stream_t path;
    uint32_t path_entity;
} pc_fit_t;

#endif
