#include "simulation/chance.h"

#include <math.h>

#include "base/chance/quantile.h"

double
pc_chance_threshold(
    const pc_chance_t *self, pc_process process, uint32_t hospital, uint32_t episode)
{
    double u[2];
    pc_uniforms(&self->stream, process, hospital, 0, episode & 0xffff, u);
    return u[0];
}

void
pc_chance_tests(const pc_chance_t *self, const pc_cell_keys_t *keys, const double *mean,
    double omit, double *u, double *tests, double *omitted)
{
    const size_t num = keys->num;
    if (self->mode == PC_MODE_EXPECTED) {
        for (size_t k = 0; k < num; k++) {
            tests[k] = mean[k];
            omitted[k] = mean[k] * omit;
        }
        return;
    }
    pc_uniforms_many(&self->stream, PC_PROCESS_TESTS, num, keys->entity, keys->month,
        keys->index, keys->more, u, u + num);
    pc_poisson_quantiles(num, mean, u, tests);
    pc_binomial_quantiles(num, tests, omit, u + num, omitted);
}

void
pc_chance_unclear(const pc_chance_t *self, const pc_cell_keys_t *keys,
    const double *cases, double p, double *u, double *referred)
{
    const size_t num = keys->num;
    if (self->mode == PC_MODE_EXPECTED) {
        for (size_t k = 0; k < num; k++) {
            referred[k] = cases[k] * p;
        }
        return;
    }
    pc_uniforms_many(&self->stream, PC_PROCESS_UNCLEAR, num, keys->entity, keys->month,
        keys->index, keys->more, u, u + num);
    pc_binomial_quantiles(num, cases, p, u, referred);
}

double
pc_chance_capacity(const pc_chance_t *self, double capacity, uint32_t entity,
    uint32_t month, double *u_dropout)
{
    if (self->mode == PC_MODE_EXPECTED) {
        *u_dropout = 0;
        return capacity;
    }
    double u[2];
    pc_uniforms(&self->stream, PC_PROCESS_PANEL, entity, month, 0, u);
    *u_dropout = u[1];
    return floor(capacity + u[0]);
}

double
pc_chance_dropouts(const pc_chance_t *self, double waiting, double p, double u)
{
    if (self->mode == PC_MODE_EXPECTED) {
        return waiting * p;
    }
    return pc_binomial_quantile(waiting, p, u);
}

double
pc_chance_dispersion(
    const pc_chance_t *self, double dispersion, uint32_t prefecture, uint32_t april)
{
    if (self->mode == PC_MODE_EXPECTED || dispersion == 0) {
        return 1;
    }
    const double shape = 1 / dispersion;
    if (!(shape <= PC_SHAPE_MAX)) {
        return 1; /* the limit, which a double reached long ago */
    }
    double u[2];
    pc_uniforms(&self->stream, PC_PROCESS_DISPERSION, prefecture, april, 0, u);
    return dispersion * pc_gamma_quantile(shape, u[0]);
}
