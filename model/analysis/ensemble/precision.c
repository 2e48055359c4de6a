#include "analysis/ensemble/precision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/reach.h"
#include "analysis/ensemble/statistics.h"
#include "base/number.h"

pc_status
pc_precision_parse(pc_precision_t *self, const char *text, pc_diags_t *diags)
{
    char name[80];
    const size_t length = strcspn(text, "=");
    self->reached = NAN;
    if (text[length] == '\0' || length == 0 || length >= sizeof(name)) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "a precision is a result, = and a number, for example 'Tests|Total=50', "
            "not '%.80s'",
            text);
        return PC_ERR_INPUT;
    }
    memcpy(name, text, length);
    name[length] = '\0';
    self->variable = pc_variable_find(name);
    if (self->variable == PC_V_NONE) {
        pc_unknown_result(name, diags);
        return PC_ERR_INPUT;
    }
    if (pc_number_parse(text + length + 1, &self->most) != PC_OK || !(self->most > 0)) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "the standard error of %s must be a number above 0, not '%.40s'", name,
            text + length + 1);
        return PC_ERR_INPUT;
    }
    return PC_OK;
}

int
pc_precision_met(const pc_precision_t *self)
{
    return self->reached <= self->most;
}

size_t
pc_precision_next(size_t units)
{
    const size_t quarter = units / 4 / PC_PRECISION_BLOCK * PC_PRECISION_BLOCK;
    return units + (quarter > 0 ? quarter : PC_PRECISION_BLOCK);
}

/* `column` is [num_done] scratch. */
static pc_status
measure(pc_precision_t *self, const pc_ensemble_t *ensemble, double *column)
{
    self->reached = NAN;
    for (size_t year = 0; year < ensemble->layout.num_fiscal; year++) {
        double mean, error;
        const size_t place =
            pc_sample_place(&ensemble->layout, PC_PERIOD_FISCAL, year, self->variable);
        const pc_status status = pc_ensemble_columns(ensemble, place, 1, column);
        if (status != PC_OK) {
            return status;
        }
        const size_t values = pc_mean_and_error(
            column, ensemble->num_done, pc_ensemble_unit_size(ensemble), &mean, &error);
        error = isnan(error) ? INFINITY : error;
        if (values > 0 && !(error <= self->reached)) {
            self->reached = error;
        }
    }
    return PC_OK;
}

static pc_status
measure_all(pc_precision_t *targets, size_t num, const pc_ensemble_t *ensemble, int *met)
{
    double *column = calloc(ensemble->num_done + 1, sizeof(double));
    pc_status status = column == NULL ? PC_ERR_NOMEM : PC_OK;
    *met = 1;
    for (size_t k = 0; k < num && status == PC_OK; k++) {
        status = measure(&targets[k], ensemble, column);
        *met &= pc_precision_met(&targets[k]);
    }
    free(column);
    return status;
}

pc_status
pc_precision_run(pc_precision_t *targets, size_t num, pc_ensemble_t *ensemble,
    const pc_ensemble_plan_t *plan)
{
    const size_t most = pc_ensemble_units(ensemble);
    pc_status status = PC_OK;
    int met = 0;
    for (size_t units = 0; !met && units < most && status == PC_OK;) {
        const size_t next = pc_precision_next(units);
        units = next < most ? next : most;
        status = pc_ensemble_extend(ensemble, plan, units);
        if (status == PC_OK) {
            status = measure_all(targets, num, ensemble, &met);
        }
    }
    return status;
}
