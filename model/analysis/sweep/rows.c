/* rows.c - the coordinates of a row, and the values they stand for. */
#include "analysis/sweep/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_qrng.h>

#include "base/number.h"
#include "base/chance/rng.h"

#define ROUNDS 8

pc_status
pc_design_rows_init(pc_design_rows_t *self, const pc_design_t *design)
{
    memset(self, 0, sizeof(*self));
    self->design = design;
    self->unit = calloc(2 * design->num_axes + 1, sizeof(*self->unit));
    if (self->unit == NULL) {
        return PC_ERR_NOMEM;
    }
    const int pairs = design->kind == PC_DESIGN_SALTELLI;
    if ((pairs || design->kind == PC_DESIGN_SOBOL) && design->num_axes > 0) {
        const size_t dimensions = design->num_axes * (pairs ? 2 : 1);
        self->sobol = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned) dimensions);
        return self->sobol == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    return PC_OK;
}

void
pc_design_rows_free(pc_design_rows_t *self)
{
    if (self->sobol != NULL) {
        gsl_qrng_free(self->sobol);
    }
    free(self->unit);
    memset(self, 0, sizeof(*self));
}

/* The uniform of process 11: draw `draw`, entity the axis's parameter, index `index`. */
static double
keyed(const pc_design_t *design, uint32_t draw, size_t axis, uint32_t index)
{
    const pc_stream_t stream = { design->seed, draw, 0 };
    double u[2];
    pc_uniforms(
        &stream, PC_PROCESS_DESIGN, pc_param_key(design->axes[axis].which), 0, index, u);
    return u[0];
}

/* A keyed permutation of 0..num-1 (a Feistel network on the smallest even number of
 * bits, walked until it falls in range): no table, so memory stays flat. */
static size_t
permuted(const pc_design_t *design, size_t axis, size_t place, size_t num)
{
    unsigned half = 1;
    while (half < 16 && ((size_t) 1 << (2 * half)) < num) {
        half++;
    }
    const uint32_t mask = (UINT32_C(1) << half) - 1;
    do {
        uint32_t left = (uint32_t) (place >> half) & mask;
        uint32_t right = (uint32_t) place & mask;
        for (uint32_t round = 1; round <= ROUNDS; round++) {
            const double u = keyed(design, right, axis, round);
            const uint32_t mixed = left ^ ((uint32_t) (u * (mask + 1.0)) & mask);
            left = right;
            right = mixed;
        }
        place = ((size_t) left << half) | right;
    } while (place >= num);
    return place;
}

/* Sobol point number `row`; the origin, which comes first in the sequence, is skipped by
 * GSL. */
static void
sobol_point(pc_design_rows_t *self, size_t row)
{
    if (self->sobol == NULL) {
        return;
    }
    if (self->drawn > row) {
        gsl_qrng_init(self->sobol);
        self->drawn = 0;
    }
    while (self->drawn <= row) {
        gsl_qrng_get(self->sobol, self->unit);
        self->drawn++;
    }
}

/* Row 0 of a block is A, row i is A with factor i from B, the last is B. */
static void
saltelli_point(pc_design_rows_t *self, size_t row)
{
    const pc_design_t *d = self->design;
    const size_t k = d->num_axes, f = d->num_factors, place = row % (f + 2);
    sobol_point(self, row / (f + 2));
    for (size_t a = 0; a < k; a++) {
        if (place == f + 1 || place == d->axes[a].place + 1) {
            self->unit[a] = self->unit[k + a];
        }
    }
}

/* The uniform that orders a factor in trajectory `draw`: that of its first axis. */
static double
turn_of(const pc_design_t *d, uint32_t draw, size_t place)
{
    size_t a = 0;
    while (d->axes[a].place != place) {
        a++;
    }
    return keyed(d, draw, a, 1);
}

/* A trajectory: a start on the grid, and the factors moved one after the other by half
 * the levels, in a keyed order; each axis of a group up or down as its start allows. */
static void
morris_point(pc_design_rows_t *self, size_t row)
{
    const pc_design_t *d = self->design;
    const size_t k = d->num_axes, num = d->num_factors, step = row % (num + 1),
                 jump = d->levels / 2;
    const uint32_t draw = (uint32_t) (row / (num + 1)) + 1;
    for (size_t a = 0; a < k; a++) {
        size_t level = (size_t) (keyed(d, draw, a, 0) * (double) d->levels);
        const size_t own = d->axes[a].place;
        const double turn = turn_of(d, draw, own);
        size_t before = 0;
        for (size_t other = 0; other < num; other++) {
            const double u = turn_of(d, draw, other);
            before += u < turn || (u == turn && other < own);
        }
        if (before < step) {
            level = level < jump ? level + jump : level - jump;
        }
        self->unit[a] = (double) level / (double) (d->levels - 1);
    }
}

static void
grid_point(pc_design_rows_t *self, size_t row)
{
    const pc_design_t *d = self->design;
    for (size_t a = d->num_axes; a-- > 0;) {
        const pc_axis_t *axis = &d->axes[a];
        const double level = (double) (row % axis->levels);
        row /= axis->levels;
        /* A distribution has no ends: the middle of equal parts. */
        self->unit[a] =
            axis->kind == PC_AXIS_BOUNDS
                ? (axis->levels > 1 ? level / (double) (axis->levels - 1) : 0.5)
                : (level + 0.5) / (double) axis->levels;
    }
}

static void
unit_point(pc_design_rows_t *self, size_t row)
{
    const pc_design_t *d = self->design;
    switch (d->kind) {
    case PC_DESIGN_GRID:
        grid_point(self, row);
        return;
    case PC_DESIGN_SOBOL:
        sobol_point(self, row);
        return;
    case PC_DESIGN_SALTELLI:
        saltelli_point(self, row);
        return;
    case PC_DESIGN_MORRIS:
        morris_point(self, row);
        return;
    case PC_DESIGN_RANDOM:
    case PC_DESIGN_LATIN:
    case PC_DESIGN_LIST:
    case PC_NUM_DESIGNS:
        break;
    }
    for (size_t a = 0; a < d->num_axes; a++) {
        const double u = keyed(d, (uint32_t) row + 1, a, 0);
        self->unit[a] =
            d->kind == PC_DESIGN_LATIN
                ? ((double) permuted(d, a, row, d->points) + u) / (double) d->points
                : u;
    }
}

static double
bounded(const pc_axis_t *axis, double u)
{
    const char *unit = pc_param_table[axis->which].unit;
    double value;
    if (unit != NULL && strcmp(unit, "month") == 0) { /* every month has as much of u */
        const double first = ceil(axis->min), last = floor(axis->max);
        value = first + floor(u * (last - first + 1));
        value = value > last ? last : value;
    } else {
        value = pc_round12(axis->min + u * (axis->max - axis->min));
    }
    return value < axis->min ? axis->min : value > axis->max ? axis->max : value;
}

static double
axis_value(const pc_design_t *d, size_t a, size_t scenario, double u)
{
    const pc_axis_t *axis = &d->axes[a];
    if (axis->kind == PC_AXIS_BOUNDS) {
        return bounded(axis, u);
    }
    /* The levels of a trajectory include 0 and 1: they stand for the middles of equal
     * parts where a quantile may have no end, and where values are picked. */
    if (d->kind == PC_DESIGN_MORRIS) {
        const double levels = (double) d->levels;
        u = (u * (levels - 1) + 0.5) / levels;
    }
    if (axis->kind == PC_AXIS_VALUES) {
        const size_t place = (size_t) (u * (double) axis->num_values);
        return axis->values[place < axis->num_values ? place : axis->num_values - 1];
    }
    const pc_param_def_t *def = axis->kind == PC_AXIS_DIST
                                    ? &axis->own
                                    : &d->scenarios[scenario].params[axis->which];
    return pc_round12(pc_value_level(def, &u));
}

const double *
pc_design_unit(pc_design_rows_t *self, size_t row)
{
    unit_point(self, row);
    return self->unit;
}

void
pc_design_row(pc_design_rows_t *self, size_t row, size_t scenario, double *values)
{
    const pc_design_t *d = self->design;
    if (d->kind == PC_DESIGN_LIST) {
        memcpy(values, d->list + row * d->num_axes, d->num_axes * sizeof(double));
        return;
    }
    unit_point(self, row);
    for (size_t a = 0; a < d->num_axes; a++) {
        values[a] = axis_value(d, a, scenario, self->unit[a]);
    }
}
