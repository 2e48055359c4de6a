#include "simulation/chance.h"

#include <math.h>

#include "base/quantile.h"

double
pc_chance_threshold(
    const pc_chance_t *self, pc_process process, uint32_t hospital, uint32_t episode)
{
    double u[2];
    pc_uniforms(&self->stream, process, hospital, 0, episode & 0xffff, u);
    return u[0];
}

double
pc_chance_event(const pc_chance_t *self, double p, double threshold, double *survival)
{
    if (self->mode == PC_MODE_EXPECTED) {
        return p;
    }
    *survival *= 1 - p;
    return *survival <= threshold ? 1 : 0;
}

void
pc_chance_tests(const pc_chance_t *self, double mean, double omit, uint32_t entity,
    uint32_t month, uint32_t index, double *tests, double *omitted)
{
    if (self->mode == PC_MODE_EXPECTED) {
        *tests = mean;
        *omitted = mean * omit;
        return;
    }
    double u[2];
    pc_uniforms(&self->stream, PC_PROCESS_TESTS, entity, month, index, u);
    *tests = pc_poisson_quantile(mean, u[0]);
    *omitted = pc_binomial_quantile(*tests, omit, u[1]);
}

double
pc_chance_unclear(const pc_chance_t *self, double cases, double p, uint32_t entity,
    uint32_t month, uint32_t index)
{
    if (self->mode == PC_MODE_EXPECTED) {
        return cases * p;
    }
    double u[2];
    pc_uniforms(&self->stream, PC_PROCESS_UNCLEAR, entity, month, index, u);
    return pc_binomial_quantile(cases, p, u[0]);
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
    double u[2];
    pc_uniforms(&self->stream, PC_PROCESS_DISPERSION, prefecture, april, 0, u);
    return dispersion * pc_gamma_quantile(1 / dispersion, u[0]);
}
