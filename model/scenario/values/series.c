#include "scenario/values/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/values/scalar.h"

/* --- series
 * ------------------------------------------------------------------------------------
 */

static int
read_date(const pc_json_t *item, pc_month *month, pc_diags_t *diags)
{
    if (item->type != PC_JSON_STRING) {
        pc_json_report(diags, PC_ERROR, item, "this must be a month \"YYYY-MM\", not %s",
            pc_diags_text(diags, pc_json_type_name(item->type)));
        return 0;
    }
    if (pc_month_parse(item->string, month) != PC_OK) {
        pc_json_report(
            diags, PC_ERROR, item, "%s is not a month written YYYY-MM", item->string);
        return 0;
    }
    return 1;
}

/* One `[date, value]`. */
static int
read_point(pc_param_def_t *self, const pc_json_t *item, pc_diags_t *diags)
{
    const size_t n = self->num_points;
    if (item->type != PC_JSON_ARRAY || pc_json_size(item) != 2) {
        pc_json_report(
            diags, PC_ERROR, item, "a point of a series is [\"YYYY-MM\", value]");
        return 0;
    }
    const int dated = read_date(item->child, &self->months[n], diags);
    const int valued =
        pc_value_scalar(self->which, item->child->next, &self->points[n], diags);
    if (dated && n > 0 && self->months[n] <= self->months[n - 1]) {
        pc_json_report(diags, PC_ERROR, item->child,
            "%s does not come after the date before it", item->child->string);
        return 0;
    }
    return dated && valued;
}

static pc_status
read_list(pc_param_def_t *self, const pc_json_t *list, pc_diags_t *diags)
{
    const size_t num = pc_json_size(list);
    int good = 1;
    if (num == 0) {
        pc_json_report(diags, PC_ERROR, list, "a series needs at least one point");
        return PC_OK;
    }
    self->months = calloc(num, sizeof(*self->months));
    self->points = calloc(num, sizeof(*self->points));
    if (self->months == NULL || self->points == NULL) {
        return PC_ERR_NOMEM;
    }
    for (const pc_json_t *item = list->child; item != NULL; item = item->next) {
        if (read_point(self, item, diags)) {
            self->num_points++;
        } else {
            good = 0;
        }
    }
    if (!good) {
        self->num_points = 0;
    }
    return PC_OK;
}

static void
read_interpolation(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    static const char *const names[] = { "step", "linear" };
    const pc_json_t *item =
        pc_json_expect(entry, "interpolation", PC_JSON_STRING, 0, diags);
    if (item == NULL) {
        return;
    }
    self->linear = pc_json_choice(item, names, 2, diags) == 1;
    if (self->linear && pc_param_table[self->which].choices != NULL) {
        pc_json_report(diags, PC_ERROR, item, "a choice can only change in steps");
    }
}

pc_status
pc_series_read(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    const pc_json_t *series = pc_json_member(entry, "series");
    if (series == NULL) {
        return PC_OK;
    }
    const char *unit = pc_param_table[self->which].unit;
    if (unit != NULL && strcmp(unit, "YYYYMM") == 0) {
        pc_json_report(
            diags, PC_ERROR, series, "a date does not change with time; give a value");
        return PC_OK;
    }
    read_interpolation(self, entry, diags);
    if (series->type == PC_JSON_ARRAY) {
        return read_list(self, series, diags);
    }
    if (series->type == PC_JSON_OBJECT) {
        return pc_series_read_csv(self, series, diags);
    }
    pc_json_report(diags, PC_ERROR, series,
        "a series is a list of [\"YYYY-MM\", value] or {\"csv\", \"date\", \"column\"}, "
        "not %s",
        pc_diags_text(diags, pc_json_type_name(series->type)));
    return PC_OK;
}

/* --- distributions
 * ---------------------------------------------------------------------------- */

typedef struct {
    const char *names[8]; /* "type" and the members of a type */
    int optional[8];
    size_t num;
    char text[128];
} members_t;

/* Splits "alpha|beta|[min]|[max]". */
static void
list_members(members_t *self, pc_dist_type type)
{
    memset(self, 0, sizeof(*self));
    self->names[self->num++] = "type";
    strncpy(self->text, pc_dist_members[type], sizeof(self->text) - 1);
    for (char *p = self->text; *p != '\0' && self->num < 8;) {
        const size_t length = strcspn(p, "|");
        char *next = p[length] == '|' ? p + length + 1 : p + length;
        p[length] = '\0';
        if (*p == '[') {
            self->optional[self->num] = 1;
            p[length - 1] = '\0';
            p++;
        }
        self->names[self->num++] = p;
        p = next;
    }
}

static double *
number_member(pc_dist_t *dist, const char *name)
{
    const struct {
        const char *name;
        double *field;
    } fields[] = { { "min", &dist->min }, { "mode", &dist->mode }, { "max", &dist->max },
        { "low", &dist->low }, { "high", &dist->high }, { "alpha", &dist->alpha },
        { "beta", &dist->beta }, { "shape", &dist->shape }, { "scale", &dist->scale } };
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (strcmp(fields[i].name, name) == 0) {
            return fields[i].field;
        }
    }
    return NULL;
}

static int
plain_number(const pc_json_t *item, double *value, pc_diags_t *diags)
{
    if (item->type != PC_JSON_NUMBER) {
        pc_json_report_number(diags, item);
        return 0;
    }
    *value = item->number;
    return isfinite(item->number);
}

/* Reads `values` or `weights`. A value of a constant must be one that the parameter can
 * take; a factor on a series only needs to be a number. */
static int
read_numbers(const pc_param_def_t *self, const pc_json_t *list, double *into, int plain,
    pc_diags_t *diags)
{
    int good = 1;
    size_t n = 0;
    for (const pc_json_t *item = list->child; item != NULL; item = item->next) {
        good &= plain ? plain_number(item, &into[n], diags)
                      : pc_value_scalar(self->which, item, &into[n], diags);
        n++;
    }
    return good;
}

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *) a;
    const double y = *(const double *) b;
    return (x > y) - (x < y);
}

static pc_status
read_list_dist(pc_param_def_t *self, pc_dist_t *dist, const pc_json_t *item, int factor,
    int *good, pc_diags_t *diags)
{
    const pc_json_t *values = pc_json_expect(item, "values", PC_JSON_ARRAY, 1, diags);
    const pc_json_t *weights = dist->type == PC_DIST_CHOICE ? pc_json_expect(
                                   item, "weights", PC_JSON_ARRAY, 1, diags)
                                                            : NULL;
    if (values == NULL || (weights == NULL && dist->type == PC_DIST_CHOICE)) {
        *good = 0;
        return PC_OK;
    }
    dist->num = pc_json_size(values);
    if (weights != NULL && pc_json_size(weights) != dist->num) {
        pc_json_report(diags, PC_ERROR, weights,
            "values and weights must be equally many: %zu weights for %zu values",
            pc_json_size(weights), dist->num);
        *good = 0;
        return PC_OK;
    }
    dist->values = calloc(dist->num + 1, sizeof(double));
    dist->weights = calloc(dist->num + 1, sizeof(double));
    if (dist->values == NULL || dist->weights == NULL) {
        return PC_ERR_NOMEM;
    }
    *good &= read_numbers(self, values, dist->values, factor, diags);
    if (weights != NULL) {
        *good &= read_numbers(self, weights, dist->weights, 1, diags);
    } else {
        qsort(dist->values, dist->num, sizeof(double), by_value);
    }
    return PC_OK;
}

/* Members that are numbers; those on the scale of a constant parameter must lie within
 * its bounds. */
static int
read_number_dist(pc_param_def_t *self, pc_dist_t *dist, const pc_json_t *item,
    const members_t *members, int factor, pc_diags_t *diags)
{
    int good = 1;
    dist->max = dist->type == PC_DIST_BETA ? 1 : 0;
    for (size_t i = 1; i < members->num; i++) {
        const char *name = members->names[i];
        const pc_json_t *member = pc_json_member(item, name);
        double *field = number_member(dist, name);
        if (member == NULL && members->optional[i]) {
            continue;
        }
        if (member == NULL) {
            pc_json_report(diags, PC_ERROR, item, "the key %s is missing", name);
            good = 0;
            continue;
        }
        if (!plain_number(member, field, diags)) {
            good = 0;
            continue;
        }
        const pc_param_info_t *info = &pc_param_table[self->which];
        const int scaled = strcmp(name, "alpha") != 0 && strcmp(name, "beta") != 0
                           && strcmp(name, "shape") != 0 && strcmp(name, "scale") != 0;
        if (scaled && !factor && (*field < info->lower || *field > info->upper)) {
            char text[256];
            const char *fault = pc_value_fault(
                self->which, *field, pc_diags_lang(diags), text, sizeof(text));
            pc_json_report(diags, PC_ERROR, member, "%s",
                fault != NULL ? fault : pc_diags_text(diags, N_("out of bounds")));
            good = 0;
        }
    }
    return good;
}

static pc_dist_type
read_type(const pc_json_t *item, pc_diags_t *diags)
{
    const pc_json_t *type = pc_json_expect(item, "type", PC_JSON_STRING, 1, diags);
    const int found =
        pc_json_choice(type, pc_dist_names + 1, PC_NUM_DIST_TYPES - 1, diags);
    return found < 0 ? PC_DIST_NONE : (pc_dist_type) (found + 1);
}

/* Why a parameter cannot have a distribution of this type, or NULL. */
static const char *
misfit(const pc_param_def_t *self, pc_dist_type type, int factor)
{
    const pc_param_info_t *info = &pc_param_table[self->which];
    const int named = info->choices != NULL || strcmp(info->unit, "YYYYMM") == 0;
    if (named && factor) {
        return N_("a choice cannot be multiplied by a factor");
    }
    if (named && type != PC_DIST_CHOICE) {
        return N_("the distribution of a choice or a date must be of type choice");
    }
    return NULL;
}

pc_status
pc_dist_read(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    pc_dist_t dist = { 0 };
    members_t members;
    if (pc_json_member(entry, "dist") == NULL) {
        return PC_OK;
    }
    const pc_json_t *item = pc_json_expect(entry, "dist", PC_JSON_OBJECT, 1, diags);
    if (item == NULL) {
        return PC_OK;
    }
    dist.type = read_type(item, diags);
    if (dist.type == PC_DIST_NONE) {
        return PC_OK;
    }
    const int factor = pc_json_member(entry, "series") != NULL;
    list_members(&members, dist.type);
    pc_json_check_keys(item, members.names, members.num, diags);
    const char *fault = misfit(self, dist.type, factor);
    int good = fault == NULL;
    pc_status status = PC_OK;
    if (fault != NULL) {
        pc_json_report(diags, PC_ERROR, item, "%s", pc_diags_text(diags, fault));
    } else if (dist.type == PC_DIST_CHOICE || dist.type == PC_DIST_EMPIRICAL) {
        status = read_list_dist(self, &dist, item, factor, &good, diags);
    } else {
        good = read_number_dist(self, &dist, item, &members, factor, diags);
    }
    fault = status == PC_OK && good ? pc_dist_fault(&dist) : NULL;
    if (fault != NULL) {
        pc_json_report(diags, PC_ERROR, item, "%s", pc_diags_text(diags, fault));
    }
    if (status == PC_OK && good && fault == NULL) {
        self->dist = dist;
    } else {
        pc_dist_free(&dist);
    }
    return status;
}
