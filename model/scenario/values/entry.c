#include "scenario/values/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/values/scalar.h"
#include "scenario/values/series.h"
#include "scenario/values/step.h"
#include "scenario/values/value.h"

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

/* --- steps --- */

static int
read_from(
    pc_param_def_t *self, const pc_json_t *item, pc_step_t *step, pc_diags_t *diags)
{
    const pc_json_t *from = pc_json_expect(item, "from", PC_JSON_STRING, 1, diags);
    if (from == NULL) {
        return 0;
    }
    if (pc_month_parse(from->string, &step->from) != PC_OK) {
        pc_json_report(
            diags, PC_ERROR, from, "%s is not a month written YYYY-MM", from->string);
        return 0;
    }
    if (self->num_steps > 0 && step->from <= self->steps[self->num_steps - 1].from) {
        pc_json_report(diags, PC_ERROR, from,
            "%s does not come after the date before it", from->string);
        return 0;
    }
    return 1;
}

static int
read_range(const pc_json_t *item, pc_step_t *step, pc_diags_t *diags)
{
    static const char *const names[] = { "shift", "exact" };
    const pc_json_t *range = pc_json_expect(item, "range", PC_JSON_STRING, 0, diags);
    const int which = pc_json_choice(range, names, 2, diags);
    step->exact = which == 1;
    return range == NULL || which >= 0;
}

static int
read_step(pc_param_def_t *self, const pc_json_t *item, pc_diags_t *diags)
{
    static const char *const keys[] = { "from", "value", "range" };
    if (item->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, item,
            "a step is an object with from and value, not %s",
            pc_diags_text(diags, pc_json_type_name(item->type)));
        return 0;
    }
    pc_step_t *step = &self->steps[self->num_steps];
    pc_json_check_keys(item, keys, sizeof(keys) / sizeof(keys[0]), diags);
    int good = read_from(self, item, step, diags);
    const pc_json_t *value = pc_json_member(item, "value");
    if (value == NULL) {
        pc_json_report(diags, PC_ERROR, item, "the key value is missing");
        good = 0;
    } else {
        good &= pc_value_scalar(self->which, value, &step->value, diags);
    }
    good &= read_range(item, step, diags);
    if (good) {
        step->exact |= pc_param_table[self->which].choices != NULL;
        step->centre = pc_value_unstepped(self, step->from, pc_value_level(self, NULL));
    }
    return good;
}

/* `steps`: `[{ "from": "YYYY-MM", "value": V, "range": "shift" or "exact" }, ...]` with
 * rising dates. The rest of `self` has been read. On a fault num_steps is 0. */
static pc_status
read_steps(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
{
    if (pc_json_member(entry, "steps") == NULL) {
        return PC_OK;
    }
    const pc_json_t *list = pc_json_expect(entry, "steps", PC_JSON_ARRAY, 1, diags);
    const char *fault = pc_step_fault(self->which);
    if (list == NULL || fault != NULL) {
        if (list != NULL) {
            pc_json_report(diags, PC_ERROR, list, "%s", pc_diags_text(diags, fault));
        }
        return PC_OK;
    }
    pc_step_t *steps = calloc(pc_json_size(list) + 1, sizeof(*steps));
    if (steps == NULL) {
        return PC_ERR_NOMEM;
    }
    self->steps = steps;
    for (const pc_json_t *item = list->child; item != NULL; item = item->next) {
        self->num_steps += read_step(self, item, diags) ? 1 : 0;
    }
    if (self->num_steps < pc_json_size(list)) {
        self->num_steps = 0;
    }
    return PC_OK;
}

/* --- the entry --- */

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
    return status == PC_OK ? read_steps(self, node, diags) : status;
}
