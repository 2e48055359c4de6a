/* sobol.c - first-order and total indices. */
#include "analysis/sensitivity/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    double *y; /* [num][num_factors + 2], without the mean of all; owned */
    size_t num, num_factors;
    int alike;        /* 1: the outputs of all rows are the same */
    double *sums;     /* [3][num_factors] of one resample; owned */
    uint32_t *counts; /* [num]; owned */
    double *repeats;  /* [2 x num_factors][resamples]; owned */
} work_t;

static void
work_free(work_t *self)
{
    free(self->y);
    free(self->sums);
    free(self->counts);
    free(self->repeats);
}

static pc_status
work_init(work_t *self, size_t num_bases, size_t num_factors, size_t resamples)
{
    self->num_factors = num_factors;
    self->y = calloc(num_bases * (num_factors + 2) + 1, sizeof(double));
    self->sums = calloc(3 * num_factors + 1, sizeof(double));
    self->counts = calloc(num_bases + 1, sizeof(*self->counts));
    self->repeats = calloc(2 * num_factors * resamples + 1, sizeof(double));
    return self->y == NULL || self->sums == NULL || self->counts == NULL
                   || self->repeats == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

/* Takes the base rows that have all their values; returns the mean of A and B. */
static double
take_rows(work_t *self, const double *y, size_t num_bases)
{
    const size_t width = self->num_factors + 2;
    double sum = 0;
    for (size_t b = 0; b < num_bases; b++) {
        const double *row = y + b * width;
        size_t there = 0;
        while (there < width && isfinite(row[there])) {
            there++;
        }
        if (there == width) {
            memcpy(self->y + self->num++ * width, row, width * sizeof(double));
            sum += row[0] + row[width - 1];
        }
    }
    self->alike = pc_sensitivity_constant(self->y, self->num * width);
    /* Without the mean the sums of squares below lose no digits. */
    const double mean = self->num > 0 ? sum / (2 * (double) self->num) : NAN;
    for (size_t k = 0; k < self->num * width; k++) {
        self->y[k] -= mean;
    }
    return mean;
}

/* Indices of the rows, each `counts` times (NULL: once). Value k of factor i goes to
 * out[i * stride] for S_i and out[(num_factors + i) * stride] for T_i. Returns V. */
static double
indices(work_t *self, const uint32_t *counts, double *out, size_t stride)
{
    const size_t num_factors = self->num_factors, width = num_factors + 2;
    double *product = self->sums, *change = product + num_factors,
           *square = change + num_factors;
    double n = 0, sum = 0, squares = 0;
    memset(self->sums, 0, 3 * num_factors * sizeof(double));
    for (size_t b = 0; b < self->num; b++) {
        const double weight = counts != NULL ? counts[b] : 1;
        const double *row = self->y + b * width, first = row[0], last = row[width - 1];
        n += weight;
        sum += weight * (first + last);
        squares += weight * (first * first + last * last);
        for (size_t i = 0; i < num_factors && weight > 0; i++) {
            const double d = row[i + 1] - first;
            product[i] += weight * last * d;
            change[i] += weight * d;
            square[i] += weight * d * d;
        }
    }
    const double mean = sum / (2 * n), variance = squares / (2 * n) - mean * mean;
    const int spread = variance > 0;
    for (size_t i = 0; i < num_factors; i++) {
        out[i * stride] = spread ? (product[i] - mean * change[i]) / n / variance : NAN;
        out[(num_factors + i) * stride] = spread ? square[i] / (2 * n) / variance : NAN;
    }
    return variance;
}

static pc_status
estimate(pc_sobol_t *self, work_t *work, const pc_resampling_t *how)
{
    const size_t num = self->num_factors;
    double *values = calloc(2 * num + 1, sizeof(double));
    if (values == NULL) {
        return PC_ERR_NOMEM;
    }
    self->variance = indices(work, NULL, values, 1);
    for (size_t r = 0; r < how->resamples; r++) {
        pc_resample(how, r, work->num, work->counts);
        indices(work, work->counts, work->repeats + r, how->resamples);
    }
    for (size_t i = 0; i < num; i++) {
        self->first[i].value = values[i];
        self->total[i].value = values[num + i];
        pc_estimate_interval(
            &self->first[i], work->repeats + i * how->resamples, how->resamples, how);
        pc_estimate_interval(&self->total[i], work->repeats + (num + i) * how->resamples,
            how->resamples, how);
    }
    free(values);
    return PC_OK;
}

pc_status
pc_sobol_init(pc_sobol_t *self, const double *y, size_t num_bases, size_t num_factors,
    const pc_resampling_t *how)
{
    work_t work = { .num = 0 };
    memset(self, 0, sizeof(*self));
    self->num_factors = num_factors;
    self->first = calloc(num_factors + 1, sizeof(*self->first));
    self->total = calloc(num_factors + 1, sizeof(*self->total));
    pc_status status = work_init(&work, num_bases, num_factors, how->resamples);
    if (self->first == NULL || self->total == NULL) {
        status = PC_ERR_NOMEM;
    }
    if (status == PC_OK) {
        for (size_t i = 0; i < num_factors; i++) {
            self->first[i] = self->total[i] = (pc_estimate_t){ NAN, NAN, NAN };
        }
        self->mean = take_rows(&work, y, num_bases);
        self->used = work.num;
        self->left_out = num_bases - work.num;
        self->variance = NAN;
        self->state = work.num < PC_SOBOL_BASES_MIN ? PC_SENSITIVITY_FEW
                      : work.alike                  ? PC_SENSITIVITY_CONSTANT
                                                    : PC_SENSITIVITY_OK;
        if (self->state == PC_SENSITIVITY_OK) {
            status = estimate(self, &work, how);
        }
    }
    work_free(&work);
    return status;
}

void
pc_sobol_free(pc_sobol_t *self)
{
    free(self->first);
    free(self->total);
    memset(self, 0, sizeof(*self));
}
