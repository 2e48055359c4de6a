/* ranks.c - regression of ranks: SRRC, PRCC and R2. */
#include "analysis/sensitivity/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>

/* A column whose variance is explained to all but this share of it by the others of the
 * regression cannot be told from them. */
#define ALONE_MIN 1e-8

/* Shares of a variance of 1 that are nearer to 0 than this are rounding. */
#define ROUNDING 1e-12

/* What is made of every factor, in this order. */
enum { SRRC, PRCC, LOST, MEASURES };

typedef struct {
    size_t num, width;   /* points with y; columns and y, which is the last */
    double *table;       /* [width][num], the values */
    double *ranks;       /* [width][num] */
    double *means;       /* [width] of the ranks that were picked */
    double *correlation; /* [width][width] */
    uint32_t *counts;    /* [num] */
    size_t *columns;     /* [num_columns], those in the regression, by factor */
    size_t num_columns;
    const size_t *factor_of; /* [width - 1] */
    size_t num_factors;
    gsl_matrix *inverse; /* [num_columns][num_columns]; owned */
    double *beta;        /* [width] of the columns in the regression */
    double *repeats;     /* [1 + MEASURES x num_factors][resamples] */
} work_t;

static void
work_free(work_t *self)
{
    free(self->table);
    free(self->ranks);
    free(self->means);
    free(self->correlation);
    free(self->counts);
    free(self->columns);
    free(self->beta);
    free(self->repeats);
    gsl_matrix_free(self->inverse);
}

static pc_status
work_init(work_t *self, size_t num_points, size_t num_columns, size_t resamples)
{
    const size_t width = num_columns + 1, cells = width * num_points + 1;
    self->width = width;
    self->table = calloc(cells, sizeof(double));
    self->ranks = calloc(cells, sizeof(double));
    self->means = calloc(width, sizeof(double));
    self->correlation = calloc(width * width, sizeof(double));
    self->counts = calloc(num_points + 1, sizeof(*self->counts));
    self->columns = calloc(width, sizeof(*self->columns));
    self->beta = calloc(width, sizeof(double));
    self->repeats =
        calloc((1 + MEASURES * self->num_factors) * resamples + 1, sizeof(double));
    return self->table == NULL || self->ranks == NULL || self->means == NULL
                   || self->correlation == NULL || self->counts == NULL
                   || self->columns == NULL || self->beta == NULL
                   || self->repeats == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

typedef struct {
    double value;
    uint32_t point;
} pair_t;

static int
compare_pairs(const void *a, const void *b)
{
    const pair_t *x = a, *y = b;
    if (x->value != y->value) {
        return x->value < y->value ? -1 : 1;
    }
    return x->point < y->point ? -1 : x->point > y->point;
}

/* Ranks of every column; ties share the mean of their places. */
static pc_status
rank_columns(work_t *self)
{
    pair_t *pairs = malloc((self->num + 1) * sizeof(*pairs));
    if (pairs == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t c = 0; c < self->width; c++) {
        double *ranks = self->ranks + c * self->num;
        for (size_t k = 0; k < self->num; k++) {
            pairs[k] = (pair_t){ self->table[c * self->num + k], (uint32_t) k };
        }
        qsort(pairs, self->num, sizeof(*pairs), compare_pairs);
        for (size_t from = 0, to; from < self->num; from = to) {
            to = from + 1;
            while (to < self->num && pairs[to].value == pairs[from].value) {
                to++;
            }
            for (size_t k = from; k < to; k++) {
                ranks[pairs[k].point] = ((double) (from + to) + 1) / 2;
            }
        }
    }
    free(pairs);
    return PC_OK;
}

/* Points with an output, column by column. */
static void
take_points(work_t *self, const double *x, const double *y, size_t num_points)
{
    const size_t num_columns = self->width - 1;
    for (size_t k = 0; k < num_points; k++) {
        self->num += isnan(y[k]) ? 0 : 1;
    }
    size_t at = 0;
    for (size_t k = 0; k < num_points; k++) {
        for (size_t c = 0; c < num_columns && !isnan(y[k]); c++) {
            self->table[c * self->num + at] = x[k * num_columns + c];
        }
        if (!isnan(y[k])) {
            self->table[num_columns * self->num + at++] = y[k];
        }
    }
}

static double
mean_rank(const work_t *self, size_t c)
{
    const double *ranks = self->ranks + c * self->num;
    double sum = 0;
    for (size_t k = 0; k < self->num; k++) {
        sum += self->counts[k] * ranks[k];
    }
    return sum / (double) self->num;
}

static double
product(const work_t *self, size_t a, size_t b)
{
    const double *x = self->ranks + a * self->num, *y = self->ranks + b * self->num;
    const double mx = self->means[a], my = self->means[b];
    double sum = 0;
    for (size_t k = 0; k < self->num; k++) {
        sum += self->counts[k] * (x[k] - mx) * (y[k] - my);
    }
    return sum;
}

/* Correlations of the ranks with every point as often as it was picked; those with a
 * column that does not vary are 0, with itself too. */
static void
correlate(work_t *self)
{
    const size_t width = self->width;
    double *r = self->correlation;
    for (size_t a = 0; a < width; a++) {
        self->means[a] = mean_rank(self, a);
        for (size_t b = 0; b <= a; b++) {
            r[a * width + b] = product(self, a, b);
        }
    }
    for (size_t a = 0; a < width; a++) {
        for (size_t b = 0; b < a; b++) {
            const double scale = sqrt(r[a * width + a] * r[b * width + b]);
            r[a * width + b] = scale > 0 ? r[a * width + b] / scale : 0;
            r[b * width + a] = r[a * width + b];
        }
    }
    for (size_t a = 0; a < width; a++) {
        r[a * width + a] = r[a * width + a] > 0;
    }
}

/* Makes the inverse of the correlations of `num` columns in the upper left of `m`; 0 if
 * one of them cannot be told from the others. */
static int
invert(const work_t *self, const size_t *columns, size_t num, gsl_matrix *m)
{
    gsl_matrix_view view = gsl_matrix_submatrix(m, 0, 0, num, num);
    for (size_t a = 0; a < num; a++) {
        for (size_t b = 0; b < num; b++) {
            gsl_matrix_set(&view.matrix, a, b,
                self->correlation[columns[a] * self->width + columns[b]]);
        }
    }
    if (gsl_linalg_cholesky_decomp1(&view.matrix) != 0
        || gsl_linalg_cholesky_invert(&view.matrix) != 0) {
        return 0;
    }
    for (size_t a = 0; a < num; a++) {
        if (!(gsl_matrix_get(&view.matrix, a, a) < 1 / ALONE_MIN)) {
            return 0;
        }
    }
    return 1;
}

/* The columns of the regression: all that vary, without those that others of their own
 * factor determine. */
static void
choose_columns(work_t *self)
{
    size_t *chosen = self->columns;
    for (size_t f = 0; f < self->num_factors; f++) {
        size_t *own = chosen + self->num_columns, num = 0;
        for (size_t c = 0; c + 1 < self->width; c++) {
            if (self->factor_of[c] == f && self->correlation[c * self->width + c] > 0) {
                own[num] = c;
                num += invert(self, own, num + 1, self->inverse) != 0;
            }
        }
        self->num_columns += num;
    }
}

/* How much of R2 is lost without the columns from..to-1 of the regression: b' M^-1 b, M
 * the block of the inverse. */
static double
lost_without(work_t *self, size_t from, size_t to)
{
    const size_t num = to - from;
    if (num == 1) {
        return self->beta[from] * self->beta[from]
               / gsl_matrix_get(self->inverse, from, from);
    }
    gsl_matrix *block = gsl_matrix_alloc(num, num);
    gsl_vector *solved = gsl_vector_alloc(num);
    double lost = NAN;
    if (block != NULL && solved != NULL) {
        const gsl_matrix_const_view m =
            gsl_matrix_const_submatrix(self->inverse, from, from, num, num);
        const gsl_vector_const_view b =
            gsl_vector_const_view_array(self->beta + from, num);
        gsl_matrix_memcpy(block, &m.matrix);
        if (gsl_linalg_cholesky_decomp1(block) == 0
            && gsl_linalg_cholesky_solve(block, &b.vector, solved) == 0) {
            lost = 0;
            for (size_t k = 0; k < num; k++) {
                lost += self->beta[from + k] * gsl_vector_get(solved, k);
            }
        }
    }
    gsl_matrix_free(block);
    gsl_vector_free(solved);
    return lost;
}

static size_t
own_columns(const work_t *self, size_t factor)
{
    size_t num = 0;
    for (size_t c = 0; c + 1 < self->width; c++) {
        num += self->factor_of[c] == factor;
    }
    return num;
}

/* Measures of the factor whose columns are from..to-1 of the regression, to `out`. */
static void
measure_factor(
    work_t *self, double r2, size_t from, size_t to, double *out, size_t stride)
{
    const size_t f = self->factor_of[self->columns[from]];
    const double lost = lost_without(self, from, to), rest = 1 - r2 + lost;
    /* Where the others explain all, nothing is left to correlate with. */
    const double size = rest > ROUNDING ? sqrt(lost / rest) : NAN;
    out[SRRC * stride] = self->beta[from];
    out[PRCC * stride] =
        own_columns(self, f) == 1 ? copysign(size, self->beta[from]) : size;
    out[LOST * stride] = lost;
}

/* Results of one sample go to out[0] (R2) and, for factor f, from
 * out[(1 + MEASURES x f) x stride] on. All are missing if the columns cannot be told
 * apart. */
static int
regress(work_t *self, double *out, size_t stride)
{
    const size_t p = self->num_columns, y = self->width - 1;
    for (size_t k = 0; k < 1 + MEASURES * self->num_factors; k++) {
        out[k * stride] = NAN;
    }
    correlate(self);
    if (!(self->correlation[y * self->width + y] > 0) || p == 0
        || !invert(self, self->columns, p, self->inverse)) {
        return 0;
    }
    double r2 = 0;
    for (size_t a = 0; a < p; a++) {
        self->beta[a] = 0;
        for (size_t b = 0; b < p; b++) {
            self->beta[a] += gsl_matrix_get(self->inverse, a, b)
                             * self->correlation[self->columns[b] * self->width + y];
        }
        r2 += self->beta[a] * self->correlation[self->columns[a] * self->width + y];
        self->beta[a] = fabs(self->beta[a]) < ROUNDING ? 0 : self->beta[a];
    }
    r2 = fmin(fmax(r2, 0), 1);
    out[0] = r2;
    for (size_t from = 0, to; from < p; from = to) {
        const size_t f = self->factor_of[self->columns[from]];
        to = from + 1;
        while (to < p && self->factor_of[self->columns[to]] == f) {
            to++;
        }
        measure_factor(self, r2, from, to, out + (1 + MEASURES * f) * stride, stride);
    }
    return 1;
}

static void
measure_dependence(pc_rank_t *self, const work_t *work)
{
    for (size_t a = 0; a + 1 < work->width; a++) {
        for (size_t b = 0; b + 1 < work->width; b++) {
            const size_t f = work->factor_of[a], g = work->factor_of[b];
            const double r = fabs(work->correlation[a * work->width + b]);
            if (f != g && r > self->dependence[f]) {
                self->dependence[f] = r;
                self->partner[f] = g;
            }
        }
    }
}

/* An interval that leaves out its own estimate, as those of a multiple correlation near
 * 0 may, is none. */
static void
set_interval(pc_estimate_t *e, double *values, const pc_resampling_t *how)
{
    pc_estimate_interval(e, values, how->resamples, how);
    if (e->low > e->value + ROUNDING || e->high < e->value - ROUNDING) {
        e->low = e->high = NAN;
    }
}

/* The F test of factor `f`, without which `lost` of R2 is lost. */
static double
chance_of(const work_t *self, double r2, double lost, size_t f)
{
    const double spare = (double) (self->num - self->num_columns - 1), rest = 1 - r2;
    size_t num = 0;
    for (size_t k = 0; k < self->num_columns; k++) {
        num += self->factor_of[self->columns[k]] == f;
    }
    if (num == 0 || isnan(lost)) {
        return NAN;
    }
    if (rest <= ROUNDING) {
        return lost > ROUNDING ? 0 : 1;
    }
    return gsl_cdf_fdist_Q(lost / (double) num / (rest / spare), (double) num, spare);
}

/* A factor of several columns has no coefficient of its own, even if all but one of them
 * were dropped. */
static void
set_values(pc_rank_t *self, const work_t *work, const double *values)
{
    self->r2.value = values[0];
    for (size_t f = 0; f < self->num_factors; f++) {
        const double *own = values + 1 + MEASURES * f;
        self->srrc[f].value = own_columns(work, f) == 1 ? own[SRRC] : NAN;
        self->prcc[f].value = own[PRCC];
        self->lost[f].value = own[LOST];
        self->chance[f] = chance_of(work, values[0], own[LOST], f);
    }
}

static pc_status
estimate(pc_rank_t *self, work_t *work, const pc_resampling_t *how)
{
    const size_t resamples = how->resamples;
    double *values = calloc(1 + MEASURES * self->num_factors, sizeof(double));
    if (values == NULL) {
        return PC_ERR_NOMEM;
    }
    if (!regress(work, values, 1)) {
        self->state = PC_SENSITIVITY_DEPENDENT;
        free(values);
        return PC_OK;
    }
    set_values(self, work, values);
    for (size_t r = 0; r < resamples; r++) {
        pc_resample(how, r, work->num, work->counts);
        regress(work, work->repeats + r, resamples);
    }
    for (size_t f = 0; f < self->num_factors; f++) {
        double *own = work->repeats + (1 + MEASURES * f) * resamples;
        set_interval(&self->srrc[f], own + SRRC * resamples, how);
        if (self->r2.value <= PC_RANK_R2_MAX) {
            set_interval(&self->prcc[f], own + PRCC * resamples, how);
        }
    }
    free(values);
    return PC_OK;
}

static pc_status
allocate(pc_rank_t *self)
{
    const pc_estimate_t missing = { NAN, NAN, NAN };
    const size_t num = self->num_factors + 1;
    self->prcc = calloc(num, sizeof(*self->prcc));
    self->srrc = calloc(num, sizeof(*self->srrc));
    self->lost = calloc(num, sizeof(*self->lost));
    self->chance = calloc(num, sizeof(double));
    self->dependence = calloc(num, sizeof(double));
    self->partner = calloc(num, sizeof(*self->partner));
    if (self->prcc == NULL || self->srrc == NULL || self->lost == NULL
        || self->chance == NULL || self->dependence == NULL || self->partner == NULL) {
        return PC_ERR_NOMEM;
    }
    self->r2 = missing;
    for (size_t f = 0; f < num; f++) {
        self->prcc[f] = self->srrc[f] = self->lost[f] = missing;
        self->chance[f] = NAN;
    }
    return PC_OK;
}

pc_status
pc_rank_init(pc_rank_t *self, const double *x, const double *y, size_t num_points,
    size_t num_columns, const size_t *factor_of, size_t num_factors,
    const pc_resampling_t *how)
{
    work_t work = { .factor_of = factor_of, .num_factors = num_factors };
    memset(self, 0, sizeof(*self));
    self->num_factors = num_factors;
    work.inverse = gsl_matrix_alloc(num_columns + 1, num_columns + 1);
    pc_status status = work.inverse == NULL ? PC_ERR_NOMEM : allocate(self);
    if (status == PC_OK) {
        status = work_init(&work, num_points, num_columns, how->resamples);
    }
    if (status == PC_OK) {
        take_points(&work, x, y, num_points);
        status = rank_columns(&work);
    }
    if (status == PC_OK) {
        self->used = work.num;
        self->left_out = num_points - work.num;
        self->state =
            work.num < num_columns + PC_RANK_SPARE_MIN ? PC_SENSITIVITY_FEW
            : pc_sensitivity_constant(work.table + num_columns * work.num, work.num)
                ? PC_SENSITIVITY_CONSTANT
                : PC_SENSITIVITY_OK;
    }
    if (status == PC_OK && self->state == PC_SENSITIVITY_OK) {
        for (size_t k = 0; k < work.num; k++) {
            work.counts[k] = 1;
        }
        correlate(&work);
        measure_dependence(self, &work);
        choose_columns(&work);
        gsl_matrix_free(work.inverse);
        work.inverse = gsl_matrix_alloc(work.num_columns + 1, work.num_columns + 1);
        status = work.inverse == NULL ? PC_ERR_NOMEM : estimate(self, &work, how);
    }
    work_free(&work);
    return status;
}

void
pc_rank_free(pc_rank_t *self)
{
    free(self->prcc);
    free(self->srrc);
    free(self->lost);
    free(self->chance);
    free(self->dependence);
    free(self->partner);
    memset(self, 0, sizeof(*self));
}
