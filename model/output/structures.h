/* structures.h - the key figures of the draws that took each structure: what a sampled
 * choice, such as the form of the roll-out curve, does to the answer. */
#ifndef PC_OUTPUT_STRUCTURES_H
#define PC_OUTPUT_STRUCTURES_H

#include "base/emit.h"
#include "output/key_figures.h"
#include "output/spread.h"

#define PC_MAX_STRUCTURES 16

/* Of the runs of one structure, in a fiscal year; NaN: missing. */
typedef struct {
    double mean, error; /* the mean's Monte Carlo standard error */
    double low, high;   /* the quantiles 0.05 and 0.95 */
} pc_structure_figure_t;

typedef struct {
    char name[32];      /* of the choice */
    size_t draws, runs; /* that took it and have values */
    pc_structure_figure_t figures[PC_NUM_KEY_FIGURES][PC_NUM_KEY_YEARS];
} pc_structure_t;

/* Structures that no draw took are left out. */
typedef struct {
    const char *parameter; /* the choice that is drawn; NULL: none is */
    size_t num;
    pc_structure_t items[PC_MAX_STRUCTURES];
} pc_structures_t;

/* structures.csv: parameter,value,draws,runs,variable,unit,time,mean,mean_mcse,q05,q95,
 * spread_is; of the key figures that are variables, in the key years that were
 * simulated. `kind` is what makes the runs differ. */
void pc_structures_write(FILE *out, const pc_structures_t *self,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES], pc_spread_kind kind);

/* The same as the value of `structures` in summary.json. */
void pc_structures_emit(pc_emitter_t *json, const pc_structures_t *self,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES]);

#endif
