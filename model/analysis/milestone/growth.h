/* growth.h - the curves a record is read by: counts N(t), t years after its first fact,
 * from N(0) = N0, the first count.
 *
 *   linear       N0 + a t                                       a
 *   saturating   K - (K - N0) exp(-r t)                         r, K
 *   logistic     K / (1 + (K/N0 - 1) exp(-r t))                 r, K
 *   gompertz     K exp(-log(K/N0) exp(-r t))                    r, K
 *   bass         dN/dt = (p + q N/K)(K - N)                     p, q, K
 *   trend        a slope that wanders: fit.h                    -
 */
#ifndef PC_ANALYSIS_MILESTONE_GROWTH_H
#define PC_ANALYSIS_MILESTONE_GROWTH_H

#include <stddef.h>

#include "base/words.h"

typedef enum {
    PC_GROWTH_LINEAR,
    PC_GROWTH_SATURATING,
    PC_GROWTH_LOGISTIC,
    PC_GROWTH_GOMPERTZ,
    PC_GROWTH_BASS,
    PC_GROWTH_TREND,
    PC_NUM_GROWTHS
} pc_growth;

#define PC_GROWTH_MAX 3 /* parameters */

typedef struct {
    const char *id;
    const char *text; /* in English, a key of the catalogue */
    size_t num;       /* parameters, the ceiling last where there is one */
    int has_ceiling;
    const char *names[PC_GROWTH_MAX], *units[PC_GROWTH_MAX];
} pc_growth_info_t;

extern const pc_growth_info_t pc_growth_table[PC_NUM_GROWTHS];

/* N(t). */
double pc_growth_at(pc_growth kind, const double *theta, double start, double t);

/* The t at which N(t) = count: INFINITY if never. */
double pc_growth_when(pc_growth kind, const double *theta, double start, double count);

/* What N(t) tends to; INFINITY for the line. */
double pc_growth_ceiling(pc_growth kind, const double *theta);

#endif
