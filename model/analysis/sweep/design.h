/* design.h - the plan of a sweep: which parameters vary, over what, and what is kept.
 *
 * A design is a JSON file (docs/sweeps.md). Every row of it is a pure function of the
 * design and the row's number, so that any row may be worked out alone, on any machine,
 * in any order.
 *
 *   design           rows                    coordinates of an axis
 *   grid             product of the levels   the levels; the last axis moves fastest
 *   random           points                  one keyed uniform
 *   latin_hypercube  points                  (p + v) / points, p a keyed permutation of
 *                                            the strata, v a keyed uniform
 *   sobol            points                  GSL's Sobol sequence with its origin, each
 *                                            axis shifted by a keyed number, digit by
 *                                            digit; at most 40 axes
 *   saltelli         points x (factors + 2)  A, then A with factor 1, 2, ... from B,
 *                                            then B; (A, B) a Sobol point of 2 x axes
 *   morris           points x (factors + 1)  trajectories on `levels` levels; a choice
 *                                            steps from any of its values to any other
 *   list             lines of a CSV file     its values
 *
 * A factor is an axis, or all axes of a group: the unit that is taken from B, or that
 * moves in one step of a trajectory.
 *
 * Keyed uniforms are process 11 of base/chance/rng.h. random, sobol, saltelli and morris
 * are nested: the first rows of a longer design are the shorter one.
 *
 * A run is a row under one scenario with the luck of one replicate:
 * run = (row x scenarios + scenario) x replicates + replicate - 1, from 0. */
#ifndef PC_ANALYSIS_SWEEP_DESIGN_H
#define PC_ANALYSIS_SWEEP_DESIGN_H

#include "analysis/sweep/metric.h"
#include "scenario/reader.h"

#define PC_SOBOL_AXES_MAX 40 /* what GSL's direction numbers reach */
#define PC_DESIGN_RUNS_MAX 100000000.0
#define PC_MAX_SCENARIOS 16
#define PC_GROUP_NAME_MAX 40

typedef enum {
    PC_DESIGN_GRID,
    PC_DESIGN_RANDOM,
    PC_DESIGN_LATIN,
    PC_DESIGN_SOBOL,
    PC_DESIGN_SALTELLI,
    PC_DESIGN_MORRIS,
    PC_DESIGN_LIST,
    PC_NUM_DESIGNS
} pc_design_kind;

extern const char *const pc_design_names[PC_NUM_DESIGNS]; /* "grid", ... */

typedef enum {
    PC_AXIS_BOUNDS, /* even between min and max, both included */
    PC_AXIS_VALUES, /* one of the values */
    PC_AXIS_OWN,    /* the parameter's distribution in the scenario */
    PC_AXIS_DIST    /* a distribution given in the design */
} pc_axis_kind;

typedef struct {
    pc_param which;
    pc_axis_kind kind;
    double min, max;
    double *values; /* [num_values]; rising, but for a grid, where they are as written;
                       owned */
    size_t num_values;
    size_t levels;      /* grid: how many; values: num_values */
    pc_param_def_t own; /* holds the distribution of PC_AXIS_DIST */
    /* 1: the point's value multiplies the scenario's series (PC_AXIS_OWN on a series) */
    int factor;
    char group[PC_GROUP_NAME_MAX + 1]; /* "" if it is in none */
    size_t place;                      /* of its factor, from 0 */
} pc_axis_t;

typedef struct {
    char *path; /* of the design file */
    char *name;
    pc_design_kind kind;
    size_t points; /* as the design counts them */
    uint64_t seed;
    int has_seed;
    int mode; /* pc_mode, or -1: the scenario's */
    uint32_t replicates;
    size_t levels;   /* morris */
    pc_axis_t *axes; /* [num_axes], in the order of the file; owned */
    size_t num_axes;
    size_t num_factors;
    pc_metric_t *metrics; /* [num_metrics]; owned */
    size_t num_metrics;
    char *scenario_paths[PC_MAX_SCENARIOS]; /* as opened; owned */
    pc_scenario_t scenarios[PC_MAX_SCENARIOS];
    size_t num_scenarios;
    double *list;         /* [num_rows][num_axes], list alone; owned */
    char list_sha256[65]; /* "" otherwise */
    size_t num_rows;
    size_t num_runs;
    pc_json_t *tree;
    pc_json_source_t *sources;
} pc_design_t;

/* Reads the design, its scenarios and its list. All faults are added to `diags`.
 * PC_ERR_MISSING if the only faults are files that are not there. With `allow_biased`,
 * metrics of queues pass in expected mode. After this call, failed or not,
 * pc_design_free may be called. */
pc_status pc_design_load(pc_design_t *self, const char *path, int allow_biased,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_design_free(pc_design_t *self);

/* 1 if the values of the axis have names: they have no order. */
int pc_axis_is_choice(const pc_axis_t *axis);

/* 1 if a design with more points begins with the rows of this one. */
int pc_design_nested(pc_design_kind kind);

/* Makes rows; each thread has its own. */
typedef struct {
    const pc_design_t *design;
    void *sobol;  /* gsl_qrng, or NULL */
    size_t drawn; /* Sobol points drawn so far */
    double *net;  /* [2 x num_axes] the last of them, before it is shifted */
    double *unit; /* [2 x num_axes] coordinates of one row */
} pc_design_rows_t;

pc_status pc_design_rows_init(
    pc_design_rows_t *self, const pc_design_t *design) PC_MUST_CHECK;
void pc_design_rows_free(pc_design_rows_t *self);

/* Values of the axes in row `row`, from 0, under scenario number `scenario`: `values` is
 * [num_axes], rounded to 12 significant digits. Rising rows are quickest. */
void pc_design_row(pc_design_rows_t *self, size_t row, size_t scenario, double *values);

/* Coordinates of the axes in row `row`, each from 0 to 1; valid until the next call. Not
 * for a list. Where the values of a choice are not known, that it moves in a trajectory
 * can be seen, but not where to. */
const double *pc_design_unit(pc_design_rows_t *self, size_t row);

/* Gives every axis the place of its factor, by the order of first appearance, and counts
 * them. */
void pc_design_number_factors(pc_design_t *self);

/* Parts of pc_design_load; for design.c alone. */
pc_status pc_design_read_axes(pc_design_t *self, pc_diags_t *diags) PC_MUST_CHECK;
pc_status pc_design_read_list(
    pc_design_t *self, const char *path, pc_diags_t *diags) PC_MUST_CHECK;

#endif
