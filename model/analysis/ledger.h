/* ledger.h - where the variance of a result comes from.
 *
 * In this order: structure (which roll-out curve), parameters given the structure,
 * chance given both: Var Y = Var E[Y | structure] + E Var(E[Y | parameters] | structure)
 * + E Var(Y | parameters) The total is the sum of the three. With D draws of n
 * replicates each, of which D_s have structure s (w_s = D_s / D); m_d the mean and v_d
 * the variance of the replicates of draw d, M_s and S_s the mean and variance of the m_d
 * of structure s: chance      mean of v_d parameters  sum over s of w_s (S_s - (mean of
 * v_d in s) / n) structure   sum over s of w_s (M_s - M)^2 - sum over s of w_s (1 - w_s)
 * S_s / D_s Each estimate is unbiased given the D_s, so a small one may be negative; it
 * is shown as it is. A source that is switched off is 0 by definition. Errors come from
 * a jackknife over blocks of draws. */
#ifndef PC_LEDGER_H
#define PC_LEDGER_H

#include "analysis/ensemble.h"
#include "output/store.h"

#define PC_LEDGER_BLOCKS 20

typedef enum {
    PC_SOURCE_STRUCTURE,
    PC_SOURCE_PARAMETERS,
    PC_SOURCE_CHANCE,
    PC_NUM_SOURCES
} pc_source;

typedef struct {
    double variance[PC_NUM_SOURCES]; /* NaN if it cannot be estimated */
    double error[PC_NUM_SOURCES];    /* standard errors; NaN with fewer than
                                        PC_LEDGER_BLOCKS draws */
    double total;
} pc_ledger_t;

/* The layout of a nested sample. */
typedef struct {
    size_t draws, replicates;
    const double *structure; /* [draws] the structure of each draw, any number */
    int chance;              /* 0: chance is switched off (expected mode) */
} pc_nested_t;

/* Ledger of `column` [draws x replicates], draw by draw. Draws with a missing value are
 * left out. */
void pc_ledger(const pc_nested_t *nested, const double *column, pc_ledger_t *ledger);

/* Can the sources be told apart: at least two draws, and two replicates each unless
 * chance is off? */
int pc_ledger_possible(const pc_ensemble_t *ensemble);

/* ledger.csv: variable,unit,time,source,variance,variance_mcse,share_percent for every
 * national variable and fiscal year. */
pc_status pc_ledger_write(const pc_ensemble_t *ensemble, FILE *out) PC_MUST_CHECK;

#endif
