/* morris.c - elementary effects. */
#include "analysis/sensitivity/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MU, MU_STAR, SIGMA, NUM_MEASURES };

typedef struct {
    double *effects; /* [num][num_factors]; owned */
    double *kept;    /* outputs of the trajectories kept; owned */
    size_t num, num_factors;
    uint32_t *counts; /* [num]; owned */
    double *repeats;  /* [3 x num_factors][resamples]; owned */
    double *sums;     /* [3][num_factors]; owned */
} work_t;

static void
work_free(work_t *self)
{
    free(self->effects);
    free(self->kept);
    free(self->counts);
    free(self->repeats);
    free(self->sums);
}

static pc_status
work_init(work_t *self, size_t num_trajectories, size_t num_factors, size_t resamples)
{
    self->num_factors = num_factors;
    self->effects = calloc(num_trajectories * num_factors + 1, sizeof(double));
    self->kept = calloc(num_trajectories * (num_factors + 1) + 1, sizeof(double));
    self->counts = calloc(num_trajectories + 1, sizeof(*self->counts));
    self->repeats = calloc(NUM_MEASURES * num_factors * resamples + 1, sizeof(double));
    self->sums = calloc(NUM_MEASURES * num_factors + 1, sizeof(double));
    return self->effects == NULL || self->kept == NULL || self->counts == NULL
                   || self->repeats == NULL || self->sums == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

/* The effects of one trajectory; 0 if it lacks a value. The effect of a
 * group or a choice has no sign. */
static int
take_trajectory(work_t *self, const double *y, const size_t *moved, const int *direction,
    const double *delta)
{
    const size_t num = self->num_factors;
    for (size_t s = 0; s <= num; s++) {
        if (!isfinite(y[s])) {
            return 0;
        }
    }
    memcpy(self->kept + self->num * (num + 1), y, (num + 1) * sizeof(double));
    for (size_t s = 0; s < num; s++) {
        const double effect = (y[s + 1] - y[s]) / delta[moved[s]];
        self->effects[self->num * num + moved[s]] =
            direction[s] == 0 ? fabs(effect) : direction[s] * effect;
    }
    self->num++;
    return 1;
}

/* Measure m of factor i goes to out[(m x num_factors + i) x stride]. */
static void
measures(work_t *self, const uint32_t *counts, double *out, size_t stride)
{
    const size_t num = self->num_factors;
    double *sum = self->sums, *size = sum + num, *square = size + num, n = 0;
    memset(sum, 0, NUM_MEASURES * num * sizeof(double));
    for (size_t t = 0; t < self->num; t++) {
        const double weight = counts != NULL ? counts[t] : 1;
        const double *e = self->effects + t * num;
        n += weight;
        for (size_t i = 0; i < num && weight > 0; i++) {
            sum[i] += weight * e[i];
            size[i] += weight * fabs(e[i]);
        }
    }
    for (size_t t = 0; t < self->num; t++) {
        const double weight = counts != NULL ? counts[t] : 1;
        for (size_t i = 0; i < num && weight > 0; i++) {
            const double d = self->effects[t * num + i] - sum[i] / n;
            square[i] += weight * d * d;
        }
    }
    for (size_t i = 0; i < num; i++) {
        out[(MU * num + i) * stride] = sum[i] / n;
        out[(MU_STAR * num + i) * stride] = size[i] / n;
        out[(SIGMA * num + i) * stride] = sqrt(square[i] / (n - 1));
    }
}

static pc_status
estimate(pc_morris_t *self, work_t *work, const pc_resampling_t *how)
{
    const size_t num = self->num_factors;
    pc_estimate_t *const lists[NUM_MEASURES] = { self->mu, self->mu_star, self->sigma };
    double *values = calloc(NUM_MEASURES * num + 1, sizeof(double));
    if (values == NULL) {
        return PC_ERR_NOMEM;
    }
    measures(work, NULL, values, 1);
    for (size_t r = 0; r < how->resamples; r++) {
        pc_resample(how, r, work->num, work->counts);
        measures(work, work->counts, work->repeats + r, how->resamples);
    }
    for (size_t k = 0; k < NUM_MEASURES * num; k++) {
        pc_estimate_t *estimate = &lists[k / num][k % num];
        estimate->value = values[k];
        pc_estimate_interval(
            estimate, work->repeats + k * how->resamples, how->resamples, how);
    }
    free(values);
    return PC_OK;
}

static pc_status
allocate(pc_morris_t *self)
{
    pc_estimate_t **const lists[NUM_MEASURES] = { &self->mu, &self->mu_star,
        &self->sigma };
    for (int m = 0; m < NUM_MEASURES; m++) {
        pc_estimate_t *list = calloc(self->num_factors + 1, sizeof(*list));
        if (list == NULL) {
            return PC_ERR_NOMEM;
        }
        for (size_t i = 0; i < self->num_factors; i++) {
            list[i] = (pc_estimate_t){ NAN, NAN, NAN };
        }
        *lists[m] = list;
    }
    return PC_OK;
}

/* The effects of a group or a choice have no sign, so their mean and spread say nothing.
 */
static void
clear_groups(pc_morris_t *self, const size_t *moved, const int *direction)
{
    for (size_t s = 0; s < self->num_factors; s++) {
        if (direction[s] == 0) {
            self->mu[moved[s]] = self->sigma[moved[s]] =
                (pc_estimate_t){ NAN, NAN, NAN };
        }
    }
}

pc_status
pc_morris_init(pc_morris_t *self, const double *y, const size_t *moved,
    const int *direction, const double *delta, size_t num_trajectories,
    size_t num_factors, const pc_resampling_t *how)
{
    work_t work = { .num = 0 };
    memset(self, 0, sizeof(*self));
    self->num_factors = num_factors;
    pc_status status = allocate(self);
    if (status == PC_OK) {
        status = work_init(&work, num_trajectories, num_factors, how->resamples);
    }
    if (status == PC_OK) {
        for (size_t t = 0; t < num_trajectories; t++) {
            const size_t at = t * num_factors;
            const int taken = take_trajectory(
                &work, y + t * (num_factors + 1), moved + at, direction + at, delta);
            self->used += taken != 0;
        }
        self->left_out = num_trajectories - self->used;
        self->state =
            self->used < PC_MORRIS_TRAJECTORIES_MIN ? PC_SENSITIVITY_FEW
            : pc_sensitivity_constant(work.kept, self->used * (num_factors + 1))
                ? PC_SENSITIVITY_CONSTANT
                : PC_SENSITIVITY_OK;
        if (self->state == PC_SENSITIVITY_OK) {
            status = estimate(self, &work, how);
            clear_groups(self, moved, direction);
        }
    }
    work_free(&work);
    return status;
}

void
pc_morris_free(pc_morris_t *self)
{
    free(self->mu);
    free(self->mu_star);
    free(self->sigma);
    memset(self, 0, sizeof(*self));
}
