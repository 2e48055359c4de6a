/* ledger.h - where the variance of a result comes from.
 *
 * In this order: structure (which roll-out curve), parameters given the structure, and
 * chance given both:
 *
 *     Var Y = Var E[Y | structure] + E Var(E[Y | parameters] | structure)
 *             + E Var(Y | parameters)
 *
 * The total is the sum of the three. With D draws of n replicates each, of which D_s
 * have structure s; m_d the mean and v_d the variance of the replicates of draw d; S the
 * variance of all m_d, S_s that of the m_d of structure s (over D - 1 and D_s - 1), and
 * v the mean of the v_d:
 *
 *     within      W = sum of D_s S_s / sum of D_s, over the s with D_s > 1
 *     chance      v
 *     parameters  W - v / n
 *     structure   S - W
 *
 * The draws are independent, each with its own structure, so that S estimates
 * Var E[Y | structure] + E Var(m_d | structure) without bias, and W its second part. A
 * structure drawn once says nothing of its own spread: it stands in W with the mean of
 * the others. W, and with it structure and parameters, is missing if every structure was
 * drawn once. A small estimate may be negative; it is shown as it is. A source that is
 * switched off is 0 by definition; where no parameter is drawn but the structure, W is
 * v / n. Values without a spread (pc_has_spread), of a draw or
 * of all, have a variance of 0. Errors come from a jackknife over blocks of draws. */
#ifndef PC_ANALYSIS_ENSEMBLE_LEDGER_H
#define PC_ANALYSIS_ENSEMBLE_LEDGER_H

#include "analysis/ensemble/ensemble.h"
#include "output/folder/store.h"

#define PC_LEDGER_BLOCKS 20

typedef enum {
    PC_SOURCE_STRUCTURE,
    PC_SOURCE_PARAMETERS,
    PC_SOURCE_CHANCE,
    PC_NUM_SOURCES
} pc_source;

typedef struct {
    double variance[PC_NUM_SOURCES + 1]; /* and the total; NaN if it cannot be
                                            estimated */
    double share[PC_NUM_SOURCES + 1];    /* per cent of the total; NaN if that is not
                                            above 0 */
    double error[PC_NUM_SOURCES + 1];    /* standard errors; NaN with fewer than
                                            2 PC_LEDGER_BLOCKS draws */
    double share_error[PC_NUM_SOURCES + 1];
} pc_ledger_t;

/* The layout of a nested sample. */
typedef struct {
    size_t draws, replicates;
    const double *structure; /* [draws] the structure of each draw, any number */
    int chance;              /* 0: chance is switched off (expected mode) */
    int fixed;               /* 1: no parameter but the structure is drawn */
} pc_nested_t;

/* Ledger of `column` [draws x replicates], draw by draw. Draws with a missing value are
 * left out. */
void pc_ledger(const pc_nested_t *nested, const double *column, pc_ledger_t *ledger);

/* Can the sources be told apart: at least two draws, and two replicates each unless
 * chance is off? */
int pc_ledger_possible(const pc_ensemble_t *ensemble);

/* ledger.csv: variable,unit,time,source,variance,variance_mcse,share_percent,share_mcse
 * for every national variable and fiscal year. */
pc_status pc_ledger_write(const pc_ensemble_t *ensemble, FILE *out) PC_MUST_CHECK;

#endif
