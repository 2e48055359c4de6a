#include "scenario/values/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "scenario/values/series.h"

const char *
pc_step_fault(pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    if (unit != NULL && strcmp(unit, "YYYYMM") == 0) {
        return N_("a date does not change with time; give a value without a month");
    }
    if (which == PC_P_demand_cumulative_tests) {
        return N_("this is a count at one date, read in the first month alone; give a "
                  "value without a month");
    }
    return NULL;
}

static int
is_share(pc_param which)
{
    const pc_param_info_t *info = &pc_param_table[which];
    return info->unit != NULL && strcmp(info->unit, "1") == 0 && info->upper <= 1;
}

static int
has_odds(double share)
{
    return share > 0 && share < 1;
}

static double
moved(pc_param which, const pc_step_t *step, double value)
{
    const double to = step->value, centre = step->centre;
    if (value == centre) {
        return to;
    }
    if (which == PC_P_rollout_schedule) {
        return pc_round12(value + (to - centre));
    }
    if (!is_share(which)) {
        return centre != 0 ? pc_round12(value * (to / centre)) : to;
    }
    if (!has_odds(to) || !has_odds(centre)) {
        return to;
    }
    const double odds = to * (1 - centre) / (centre * (1 - to));
    return pc_round12(value * odds / (1 - value + value * odds));
}

double
pc_step_apply(const pc_param_def_t *self, pc_month month, double value)
{
    size_t k = self->num_steps;
    while (k > 0 && self->steps[k - 1].from > month) {
        k--;
    }
    if (k == 0) {
        return value;
    }
    const pc_step_t *step = &self->steps[k - 1];
    return step->exact ? step->value : moved(self->which, step, value);
}

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
            pc_json_type_name(item->type));
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

pc_status
pc_steps_read(pc_param_def_t *self, const pc_json_t *entry, pc_diags_t *diags)
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
