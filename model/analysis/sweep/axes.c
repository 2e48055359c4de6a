/* axes.c - the axes of a design file, and the list of a list design. */
#include "analysis/sweep/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "base/number.h"
#include "scenario/ranges.h"
#include "scenario/tables/csv.h"
#include "scenario/text/named.h"
#include "scenario/values/entry.h"
#include "scenario/values/scalar.h"
#include "scenario/values/series.h"

static int
has_unit(pc_param which, const char *unit)
{
    const char *has = pc_param_table[which].unit;
    return has != NULL && strcmp(has, unit) == 0;
}

static void
read_bounds(pc_axis_t *axis, const pc_json_t *entry, pc_diags_t *diags)
{
    const pc_json_t *min = pc_json_expect(entry, "min", PC_JSON_NUMBER, 1, diags);
    const pc_json_t *max = pc_json_expect(entry, "max", PC_JSON_NUMBER, 1, diags);
    const pc_json_t *both[] = { min, max };
    char text[256];
    axis->kind = PC_AXIS_BOUNDS;
    if (pc_param_table[axis->which].unit == NULL || has_unit(axis->which, "YYYYMM")) {
        pc_json_report(diags, PC_ERROR, entry,
            "between min and max this parameter has no values: give a list of `values`");
        return;
    }
    for (size_t k = 0; k < 2; k++) {
        if (both[k] != NULL
            && pc_value_fault(axis->which, both[k]->number, pc_diags_lang(diags), text,
                   sizeof(text))
                   != NULL) {
            pc_json_report(diags, PC_ERROR, both[k], "%s", text);
        }
    }
    if (min != NULL && max != NULL) {
        axis->min = min->number;
        axis->max = max->number;
        if (!(axis->min < axis->max)) {
            pc_json_report(diags, PC_ERROR, max, "max must be larger than min");
        }
    }
}

static pc_status
read_values(
    pc_axis_t *axis, pc_design_kind kind, const pc_json_t *entry, pc_diags_t *diags)
{
    const pc_json_t *list = pc_json_expect(entry, "values", PC_JSON_ARRAY, 1, diags);
    axis->kind = PC_AXIS_VALUES;
    if (list == NULL) {
        return PC_OK;
    }
    const size_t num = pc_json_size(list);
    if (num == 0) {
        pc_json_report(diags, PC_ERROR, list, "the list of values is empty");
        return PC_OK;
    }
    axis->values = calloc(num, sizeof(double));
    if (axis->values == NULL) {
        return PC_ERR_NOMEM;
    }
    for (const pc_json_t *p = list->child; p != NULL; p = p->next) {
        double value = 0;
        if (pc_value_scalar(axis->which, p, &value, diags)) {
            axis->values[axis->num_values] = value;
        }
        axis->num_values++;
    }
    axis->levels = axis->num_values;
    /* The order of a list of values means something to the rows of a grid alone. */
    if (kind != PC_DESIGN_GRID) {
        gsl_sort(axis->values, 1, axis->num_values);
    }
    return PC_OK;
}

/* The parameter's own distribution, alike in all scenarios. */
static void
read_own(pc_design_t *self, pc_axis_t *axis, const pc_json_t *entry, pc_diags_t *diags)
{
    axis->kind = PC_AXIS_OWN;
    for (size_t s = 0; s < self->num_scenarios; s++) {
        const pc_scenario_t *scenario = &self->scenarios[s];
        const pc_param_def_t *def = &scenario->params[axis->which];
        if (self->kind == PC_DESIGN_LIST || self->scenarios[s].tree == NULL) {
            continue;
        }
        if (def->dist.type == PC_DIST_NONE) {
            pc_json_report_key(diags, PC_ERROR, entry,
                "the parameter has no distribution in %s: give min and max, values or "
                "dist",
                self->scenario_paths[s]);
        }
        pc_range_warn_moved(def, scenario->start, scenario->end, entry, diags);
        const int factor = def->num_points > 0;
        if (s > 0 && factor != axis->factor) {
            pc_json_report_key(diags, PC_ERROR, entry,
                "the parameter is a series in one scenario and a constant in another: "
                "give min and max");
        }
        axis->factor = factor;
    }
}

static void
read_levels(
    const pc_design_t *self, pc_axis_t *axis, const pc_json_t *entry, pc_diags_t *diags)
{
    if (self->kind != PC_DESIGN_GRID || axis->kind == PC_AXIS_VALUES) {
        return;
    }
    const pc_json_t *item = pc_json_expect(entry, "levels", PC_JSON_NUMBER, 1, diags);
    axis->levels = 1;
    if (item != NULL
        && (item->number < 1 || item->number > 1e6
            || item->number != floor(item->number))) {
        pc_json_report(
            diags, PC_ERROR, item, "levels is a whole number from 1 to 1000000");
    } else if (item != NULL) {
        axis->levels = (size_t) item->number;
    }
}

/* Axes with the same group name are one factor. */
static void
read_group(pc_axis_t *axis, const pc_json_t *entry, pc_diags_t *diags)
{
    const pc_json_t *item =
        pc_column_name_read(entry, "group", PC_GROUP_NAME_MAX, 0, diags);
    if (item != NULL) {
        memcpy(axis->group, item->string, strlen(item->string) + 1);
    }
}

void
pc_design_number_factors(pc_design_t *self)
{
    self->num_factors = 0;
    for (size_t a = 0; a < self->num_axes; a++) {
        pc_axis_t *axis = &self->axes[a];
        size_t other = axis->group[0] != '\0' ? 0 : a;
        while (strcmp(self->axes[other].group, axis->group) != 0) {
            other++;
        }
        axis->place = other < a ? self->axes[other].place : self->num_factors++;
    }
}

/* Where the axis lies: in bounds, at values, under a law, or as the parameter itself. */
static pc_status
read_form(pc_design_t *self, pc_axis_t *axis, const pc_json_t *entry, pc_diags_t *diags)
{
    const int bounds =
        pc_json_member(entry, "min") != NULL || pc_json_member(entry, "max") != NULL;
    const int values = pc_json_member(entry, "values") != NULL;
    const int dist = pc_json_member(entry, "dist") != NULL;
    if (bounds + values + dist > 1) {
        pc_json_report(diags, PC_ERROR, entry,
            "an axis has one of: min and max; values; dist; or none of them");
        return PC_OK;
    }
    pc_status status = PC_OK;
    if (bounds) {
        read_bounds(axis, entry, diags);
    } else if (values) {
        status = read_values(axis, self->kind, entry, diags);
        if (self->kind == PC_DESIGN_MORRIS && !pc_axis_is_choice(axis)
            && axis->num_values > self->levels) {
            pc_json_report(diags, PC_ERROR, entry,
                "%zu values, and trajectories of %zu levels would never take some of "
                "them: give the design `levels`, an even number of at least %zu",
                axis->num_values, self->levels, axis->num_values);
        }
    } else if (dist) {
        axis->kind = PC_AXIS_DIST;
        pc_value_default(&axis->own, axis->which);
        status = pc_dist_read(&axis->own, entry, diags);
        pc_range_warn_moved(&axis->own, 0, 0, pc_json_member(entry, "dist"), diags);
    } else {
        read_own(self, axis, entry, diags);
    }
    read_levels(self, axis, entry, diags);
    return status;
}

static pc_status
read_axis(pc_design_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    static const char *const keys[] = { "group", "min", "max", "values", "dist",
        "levels" };
    const int which = pc_param_of_key(entry, diags);
    if (which < 0) {
        return PC_OK;
    }
    pc_axis_t *axis = &self->axes[self->num_axes++];
    axis->which = (pc_param) which;
    axis->levels = 1;
    if (entry->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, entry, "an axis is an object, not %s",
            pc_diags_text(diags, pc_json_type_name(entry->type)));
        return PC_OK;
    }
    /* `levels` belongs to grids alone; a list brings its own values. */
    pc_json_check_keys(entry, keys,
        self->kind == PC_DESIGN_GRID   ? 6
        : self->kind == PC_DESIGN_LIST ? 1
                                       : 5,
        diags);
    read_group(axis, entry, diags);
    return read_form(self, axis, entry, diags);
}

static void
check_number_of_axes(const pc_design_t *self, const pc_json_t *axes, pc_diags_t *diags)
{
    const size_t k = self->num_axes;
    if (k == 0) {
        pc_json_report(diags, PC_ERROR, axes, "the design has no axis");
    }
    if (self->kind == PC_DESIGN_SOBOL && k > PC_SOBOL_AXES_MAX) {
        pc_json_report(diags, PC_ERROR, axes,
            "%zu axes: the Sobol sequence here has direction numbers for at most %d; "
            "take latin_hypercube or fewer axes",
            k, PC_SOBOL_AXES_MAX);
    }
    if (self->kind == PC_DESIGN_SALTELLI && 2 * k > PC_SOBOL_AXES_MAX) {
        pc_json_report(diags, PC_ERROR, axes,
            "%zu axes need a Sobol sequence of %zu dimensions, and there are direction "
            "numbers for at most %d: take at most %d axes, or screen them with morris "
            "first",
            k, 2 * k, PC_SOBOL_AXES_MAX, PC_SOBOL_AXES_MAX / 2);
    }
}

pc_status
pc_design_read_axes(pc_design_t *self, pc_diags_t *diags)
{
    const pc_json_t *axes = pc_json_expect(self->tree, "axes", PC_JSON_OBJECT, 1, diags);
    if (axes == NULL) {
        return PC_OK;
    }
    self->axes = calloc(pc_json_size(axes) + 1, sizeof(*self->axes));
    if (self->axes == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = PC_OK;
    for (const pc_json_t *p = axes->child; p != NULL && status == PC_OK; p = p->next) {
        status = read_axis(self, p, diags);
    }
    pc_design_number_factors(self);
    check_number_of_axes(self, axes, diags);
    return status;
}

static void
read_cell(pc_design_t *self, pc_csv_t *csv, size_t row, size_t a, pc_diags_t *diags)
{
    const pc_param which = self->axes[a].which;
    const pc_param_info_t *info = &pc_param_table[which];
    double *value = &self->list[row * self->num_axes + a];
    char text[256];
    if (info->unit == NULL) {
        *value = pc_param_choice_find(which, pc_csv_text(csv, row, a));
        if (*value < 0) {
            pc_csv_fault(csv, row, a, diags, "%.40s is not one of %s",
                pc_csv_text(csv, row, a), info->choices);
        }
        return;
    }
    if (pc_csv_number(csv, row, a, diags, info->lower, info->upper, value)) {
        *value = pc_round12(*value);
        if (pc_value_fault(which, *value, pc_diags_lang(diags), text, sizeof(text))
            != NULL) {
            pc_csv_fault(csv, row, a, diags, "%s", text);
        }
    }
}

pc_status
pc_design_read_list(pc_design_t *self, const char *path, pc_diags_t *diags)
{
    pc_csv_column_t columns[PC_CSV_COLUMNS_MAX];
    pc_csv_t csv;
    if (self->num_axes > PC_CSV_COLUMNS_MAX) {
        pc_json_report(diags, PC_ERROR, pc_json_member(self->tree, "axes"),
            "%zu axes; a list has at most %d columns", self->num_axes,
            PC_CSV_COLUMNS_MAX);
        return PC_OK;
    }
    for (size_t a = 0; a < self->num_axes; a++) {
        columns[a] = (pc_csv_column_t){ pc_param_table[self->axes[a].which].name, 1 };
    }
    pc_status status = pc_csv_read(&csv, path, columns, self->num_axes, diags);
    if (status == PC_OK) {
        self->list = calloc(csv.num_rows * self->num_axes + 1, sizeof(double));
        status = self->list == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    if (status == PC_OK) {
        self->points = csv.num_rows;
        for (size_t row = 0; row < csv.num_rows; row++) {
            for (size_t a = 0; a < self->num_axes; a++) {
                read_cell(self, &csv, row, a, diags);
            }
        }
        status = pc_sha256_file(path, PC_CSV_SIZE_MAX, self->list_sha256);
    }
    pc_csv_free(&csv);
    return status == PC_ERR_INPUT ? PC_OK : status; /* it is in the messages */
}
