#include "scenario/values/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/values/scalar.h"
#include "scenario/values/step.h"

void
pc_value_default(pc_param_def_t *self, pc_param which)
{
    memset(self, 0, sizeof(*self));
    self->which = which;
    self->has_value = 1;
    self->value = pc_param_table[which].def;
    self->kind = pc_param_table[which].kind;
    self->source = pc_param_table[which].source;
}

void
pc_value_free(pc_param_def_t *self)
{
    free(self->months);
    free(self->points);
    free(self->steps);
    free(self->csv);
    pc_dist_free(&self->dist);
    memset(self, 0, sizeof(*self));
}

void
pc_value_write_dist(FILE *out, const pc_param_def_t *def)
{
    const pc_dist_t *d = &def->dist;
    const struct {
        const char *name;
        double value;
    } numbers[] = { { "min", d->min }, { "mode", d->mode }, { "max", d->max },
        { "low", d->low }, { "high", d->high }, { "alpha", d->alpha },
        { "beta", d->beta }, { "shape", d->shape }, { "scale", d->scale } };
    char text[PC_NUMBER_SIZE];
    fputs(pc_dist_names[d->type], out);
    for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++) {
        if (strstr(pc_dist_members[d->type], numbers[k].name) != NULL) {
            pc_number_format(numbers[k].value, text);
            fprintf(out, " %s %s", numbers[k].name, text);
        }
    }
    for (size_t k = 0; k < d->num; k++) {
        fputs(k > 0 ? ", " : " ", out);
        pc_param_value_write(out, def->which, d->values[k]);
        if (d->weights != NULL) {
            pc_number_format(d->weights[k], text);
            fprintf(out, " x %s", text);
        }
    }
}

/* Series value: the place of the last point at or before `month`, then the form between
 * points. */
static double
series_at(const pc_param_def_t *self, pc_month month)
{
    size_t low = 0;
    size_t high = self->num_points;
    if (month <= self->months[0]) {
        return self->points[0];
    }
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (self->months[middle] <= month) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if (!self->linear || low + 1 == self->num_points) {
        return self->points[low];
    }
    const double part = (double) (month - self->months[low])
                        / (double) (self->months[low + 1] - self->months[low]);
    return self->points[low] + part * (self->points[low + 1] - self->points[low]);
}

static double
clamp(double value, double lower, double upper)
{
    return value < lower ? lower : value > upper ? upper : value;
}

double
pc_value_level(const pc_param_def_t *self, const double *u)
{
    const pc_param_info_t *info = &pc_param_table[self->which];
    const int uncertain = self->dist.type != PC_DIST_NONE;
    if (self->num_points > 0) {
        return uncertain && u != NULL
                   ? pc_dist_quantile(&self->dist, *u, -INFINITY, INFINITY)
                   : 1;
    }
    if (!uncertain || (u == NULL && self->has_value)) {
        return self->value;
    }
    const double drawn =
        pc_dist_quantile(&self->dist, u != NULL ? *u : 0.5, info->lower, info->upper);
    return pc_value_is_whole(self->which)
               ? clamp(floor(drawn + 0.5), info->lower, info->upper)
               : drawn;
}

/* Within the bounds, and whole where the unit is. */
static double
fitted(pc_param which, double value)
{
    const pc_param_info_t *info = &pc_param_table[which];
    return clamp(
        pc_value_is_whole(which) ? floor(value + 0.5) : value, info->lower, info->upper);
}

double
pc_value_unstepped(const pc_param_def_t *self, pc_month month, double level)
{
    if (self->num_points == 0) {
        return level;
    }
    double value = series_at(self, month);
    if (level != 1) {
        value = pc_round12(value * level);
    }
    return fitted(self->which, value);
}

double
pc_value_month(const pc_param_def_t *self, pc_month month, double level)
{
    const double value = pc_value_unstepped(self, month, level);
    if (self->num_steps == 0 || month < self->steps[0].from) {
        return value;
    }
    return fitted(self->which, pc_step_apply(self, month, value));
}

pc_param_kind
pc_value_kind(const pc_param_def_t *self, pc_month month)
{
    return self->num_steps > 0 && self->steps[0].from <= month ? PC_KIND_ASSUMED
                                                               : self->kind;
}

int
pc_value_is_constant(const pc_param_def_t *self)
{
    return self->num_points == 0 && self->num_steps == 0;
}

double
pc_value_at(const pc_param_def_t *self, pc_month month, const double *u)
{
    return pc_value_month(self, month, pc_value_level(self, u));
}
