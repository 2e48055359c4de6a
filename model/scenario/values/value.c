#include "scenario/values/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/values/series.h"
#include "scenario/values/step.h"

#define MAX_CHOICES 16

static int
is_yyyymm(pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    return unit != NULL && strcmp(unit, "YYYYMM") == 0;
}

static int
is_whole(pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    return unit == NULL || strcmp(unit, "YYYYMM") == 0 || strcmp(unit, "month") == 0;
}

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

const char *
pc_value_fault(pc_param which, double value, pc_lang lang, char *buffer, size_t size)
{
    const pc_param_info_t *info = &pc_param_table[which];
    char low[PC_NUMBER_SIZE];
    char high[PC_NUMBER_SIZE];
    char shown[PC_NUMBER_SIZE];
    pc_number_format(value, shown);
    if (!isfinite(value)) {
        snprintf(buffer, size, pc_text(lang, "the number is not finite"));
        return buffer;
    }
    if (value < info->lower || value > info->upper) {
        pc_number_format(info->lower, low);
        pc_number_format(info->upper, high);
        snprintf(buffer, size, pc_text(lang, "%s is out of bounds: %s to %s"), shown,
            low, high);
        return buffer;
    }
    if (is_whole(which) && value != floor(value)) {
        snprintf(buffer, size, pc_text(lang, "%s is not a whole number"), shown);
        return buffer;
    }
    const double month = fmod(value, 100);
    if (is_yyyymm(which) && !(month >= 1 && month <= 12)) {
        snprintf(buffer, size, pc_text(lang, "%s is not a month written YYYYMM"), shown);
        return buffer;
    }
    return NULL;
}

static size_t
choice_names(pc_param which, char names[MAX_CHOICES][64], const char *list[MAX_CHOICES])
{
    size_t num = 0;
    while (num < MAX_CHOICES
           && pc_param_choice_name(which, (double) num, names[num], sizeof(names[num]))
                  != NULL) {
        list[num] = names[num];
        num++;
    }
    return num;
}

static int
choice_scalar(pc_param which, const pc_json_t *item, double *value, pc_diags_t *diags)
{
    char names[MAX_CHOICES][64];
    const char *list[MAX_CHOICES];
    char allowed[512];
    const size_t num = choice_names(which, names, list);
    pc_json_list(list, num, allowed, sizeof(allowed));
    if (item->type != PC_JSON_STRING) {
        pc_json_report(diags, PC_ERROR, item, "this must be one of %s, not %s", allowed,
            pc_diags_text(diags, pc_json_type_name(item->type)));
        return 0;
    }
    const int place = pc_json_choice(item, list, num, diags);
    if (place < 0) {
        return 0;
    }
    *value = place;
    return 1;
}

int
pc_value_scalar(pc_param which, const pc_json_t *item, double *value, pc_diags_t *diags)
{
    char text[256];
    if (pc_param_table[which].choices != NULL) {
        return choice_scalar(which, item, value, diags);
    }
    if (item->type != PC_JSON_NUMBER) {
        pc_json_report_number(diags, item);
        return 0;
    }
    if (!isfinite(item->number)) {
        return 0; /* reported where the file was read */
    }
    if (pc_value_fault(which, item->number, pc_diags_lang(diags), text, sizeof(text))
        != NULL) {
        pc_json_report(diags, PC_ERROR, item, "%s", text);
        return 0;
    }
    *value = item->number;
    return 1;
}

static void
check_unit(pc_param which, const pc_json_t *entry, pc_diags_t *diags)
{
    const char *wanted = pc_param_table[which].unit;
    const pc_json_t *unit = pc_json_member(entry, "unit");
    if (wanted == NULL) {
        if (unit != NULL) {
            pc_json_report(diags, PC_ERROR, unit, "a choice has no unit");
        }
    } else if (unit == NULL) {
        pc_json_report(diags, PC_ERROR, entry,
            "the key unit is missing; it must be \"%s\"", wanted);
    } else if (unit->type != PC_JSON_STRING) {
        pc_json_report(diags, PC_ERROR, unit, "this must be \"%s\", not %s", wanted,
            pc_diags_text(diags, pc_json_type_name(unit->type)));
    } else if (strcmp(unit->string, wanted) != 0) {
        pc_json_report(diags, PC_ERROR, unit, "wrong unit \"%s\"; it must be \"%s\"",
            unit->string, wanted);
    }
}

static void
read_kind(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    const size_t num = PC_KIND_ASSUMED + 1;
    char allowed[256];
    self->kind = PC_KIND_ASSUMED;
    if (pc_json_member(entry, "kind") == NULL) {
        pc_json_list(pc_param_kind_names, num, allowed, sizeof(allowed));
        pc_json_report(diags, PC_WARNING, entry,
            "the key kind is missing, so the value counts as assumed; one of %s",
            allowed);
        return;
    }
    const pc_json_t *kind = pc_json_expect(entry, "kind", PC_JSON_STRING, 0, diags);
    const int found = pc_json_choice(kind, pc_param_kind_names, num, diags);
    if (found >= 0) {
        self->kind = (pc_param_kind) found;
    }
}

static void
read_provenance(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    read_kind(self, entry, diags);
    const pc_json_t *source = pc_json_expect(entry, "source", PC_JSON_STRING, 0, diags);
    const pc_json_t *note = pc_json_expect(entry, "note", PC_JSON_STRING, 0, diags);
    self->source = source != NULL ? source->string : NULL;
    self->note = note != NULL ? note->string : NULL;
    if (pc_json_member(entry, "source") == NULL
        && pc_json_member(entry, "note") == NULL) {
        pc_json_report(diags, PC_WARNING, entry,
            "neither source nor note says where this value comes from");
    }
}

static void
check_form(const pc_json_t *entry, pc_diags_t *diags)
{
    const int value = pc_json_member(entry, "value") != NULL;
    const int series = pc_json_member(entry, "series") != NULL;
    const int dist = pc_json_member(entry, "dist") != NULL;
    if (value && series) {
        pc_json_report(diags, PC_ERROR, entry, "give either value or series, not both");
    } else if (!value && !series && !dist) {
        pc_json_report(
            diags, PC_ERROR, entry, "one of value, series and dist is missing");
    }
    const pc_json_t *interpolation = pc_json_member(entry, "interpolation");
    if (interpolation != NULL && !series) {
        pc_json_report_key(diags, PC_ERROR, interpolation,
            "interpolation belongs to a series, and there is none");
    }
}

pc_status
pc_value_read(
    pc_param_def_t *self, pc_param which, const pc_json_t *node, pc_diags_t *diags)
{
    static const char *const keys[] = { "value", "series", "interpolation", "unit",
        "kind", "source", "note", "dist", "steps" };
    pc_value_default(self, which);
    self->node = node;
    if (node->type == PC_JSON_NULL) {
        return PC_OK;
    }
    if (node->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, node,
            "this must be an object with value, unit, kind and source or note, not %s",
            pc_diags_text(diags, pc_json_type_name(node->type)));
        return PC_OK;
    }
    pc_json_check_keys(node, keys, sizeof(keys) / sizeof(keys[0]), diags);
    check_form(node, diags);
    check_unit(which, node, diags);
    read_provenance(self, node, diags);
    const pc_json_t *value = pc_json_member(node, "value");
    self->has_value =
        value != NULL && pc_value_scalar(which, value, &self->value, diags);
    pc_status status = pc_series_read(self, node, diags);
    if (status == PC_OK) {
        status = pc_dist_read(self, node, diags);
    }
    return status == PC_OK ? pc_steps_read(self, node, diags) : status;
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
    return is_whole(self->which) ? clamp(floor(drawn + 0.5), info->lower, info->upper)
                                 : drawn;
}

/* Within the bounds, and whole where the unit is. */
static double
fitted(pc_param which, double value)
{
    const pc_param_info_t *info = &pc_param_table[which];
    return clamp(is_whole(which) ? floor(value + 0.5) : value, info->lower, info->upper);
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

int
pc_param_of_key(const pc_json_t *entry, pc_diags_t *diags)
{
    const int which = pc_param_find(entry->key);
    if (which < 0) {
        const char *names[PC_NUM_PARAMS];
        for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
            names[i] = pc_param_table[i].name;
        }
        pc_json_report_key(diags, PC_ERROR, entry, "unknown parameter");
        pc_diags_did_you_mean(diags, pc_nearest_name(entry->key, names, PC_NUM_PARAMS));
    }
    return which;
}
