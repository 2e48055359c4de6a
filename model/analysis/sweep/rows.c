/* rows.c - the coordinates of a row, and the values they stand for. */
#include "analysis/sweep/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_qrng.h>

#include "base/number.h"
#include "base/chance/rng.h"

#define ROUNDS 8

/* GSL's Sobol points have 30 binary digits. */
#define SOBOL_CELLS 1073741824.0

/* Indices of process 11 beside those of the rounds. In a trajectory: where it starts,
 * the turn of a factor, and which choice is next; in a Sobol sequence: its shifts. */
enum { PLACE = 0, TURN = 1, NEXT = 2, SHIFT = 9, SHIFT_SECOND = 10 };

pc_status
pc_design_rows_init(pc_design_rows_t *self, const pc_design_t *design)
{
    memset(self, 0, sizeof(*self));
    self->design = design;
    self->unit = calloc(2 * design->num_axes + 1, sizeof(*self->unit));
    self->net = calloc(2 * design->num_axes + 1, sizeof(*self->net));
    if (self->unit == NULL || self->net == NULL) {
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
    free(self->net);
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

/* What coordinate `c` of the sequence is shifted by: the second half of them are those
 * of B. */
static uint32_t
shift_of(const pc_design_t *d, size_t c)
{
    const int second = c >= d->num_axes;
    const double u =
        keyed(d, 0, second ? c - d->num_axes : c, second ? SHIFT_SECOND : SHIFT);
    return (uint32_t) (u * SOBOL_CELLS);
}

/* Sobol point number `row`. The net is whole: it begins with the origin, which GSL
 * skips. Every coordinate is shifted by a number of its own, digit by digit, which moves
 * the cells of the net among themselves, and lies in the middle of its cell: so no point
 * is an end of all ranges at once, and none has a quantile of 0 or 1. */
static void
sobol_point(pc_design_rows_t *self, size_t row)
{
    const pc_design_t *d = self->design;
    if (self->sobol == NULL) {
        return;
    }
    if (self->drawn > row + 1) {
        gsl_qrng_init(self->sobol);
        self->drawn = 0;
    }
    const size_t num = d->num_axes * (d->kind == PC_DESIGN_SALTELLI ? 2 : 1);
    for (; self->drawn <= row; self->drawn++) {
        if (self->drawn == 0) {
            memset(self->net, 0, num * sizeof(*self->net));
        } else {
            gsl_qrng_get(self->sobol, self->net);
        }
    }
    for (size_t c = 0; c < num; c++) {
        const uint32_t cell = (uint32_t) (self->net[c] * SOBOL_CELLS) ^ shift_of(d, c);
        self->unit[c] = (cell + 0.5) / SOBOL_CELLS;
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
    return keyed(d, draw, a, TURN);
}

/* Choices have no order and no distance. A step goes from any of them to any other; 2 of
 * them where they are not known (sensitivity/study.h), which is enough for a step. */
static double
choice_coordinate(const pc_design_t *d, uint32_t draw, size_t a, int moved)
{
    const pc_axis_t *axis = &d->axes[a];
    const size_t num = axis->num_values > 0 ? axis->num_values : 2;
    size_t place = (size_t) (keyed(d, draw, a, PLACE) * (double) num);
    if (moved && num > 1) {
        place += 1 + (size_t) (keyed(d, draw, a, NEXT) * (double) (num - 1));
    }
    return ((double) (place % num) + 0.5) / (double) num;
}

static double
level_coordinate(const pc_design_t *d, uint32_t draw, size_t a, int moved)
{
    const size_t jump = d->levels / 2;
    size_t level = (size_t) (keyed(d, draw, a, PLACE) * (double) d->levels);
    if (moved) {
        level = level < jump ? level + jump : level - jump;
    }
    return (double) level / (double) (d->levels - 1);
}

/* A trajectory: a start on the grid, and the factors moved one after the other by half
 * the levels, in a keyed order; each axis of a group up or down as its start allows. */
static void
morris_point(pc_design_rows_t *self, size_t row)
{
    const pc_design_t *d = self->design;
    const size_t num = d->num_factors, step = row % (num + 1);
    const uint32_t draw = (uint32_t) (row / (num + 1)) + 1;
    for (size_t a = 0; a < d->num_axes; a++) {
        const size_t own = d->axes[a].place;
        const double turn = turn_of(d, draw, own);
        size_t before = 0;
        for (size_t other = 0; other < num; other++) {
            const double u = turn_of(d, draw, other);
            before += u < turn || (u == turn && other < own);
        }
        self->unit[a] = pc_axis_is_choice(&d->axes[a])
                            ? choice_coordinate(d, draw, a, before < step)
                            : level_coordinate(d, draw, a, before < step);
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
        const double u = keyed(d, (uint32_t) row + 1, a, PLACE);
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
    if (d->kind == PC_DESIGN_MORRIS && !pc_axis_is_choice(axis)) {
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
