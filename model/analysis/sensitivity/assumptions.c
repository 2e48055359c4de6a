#include "analysis/sensitivity/assumptions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const pc_standing_names[] = { NC_("standing", "influential"),
    NC_("standing", "minor"), NC_("standing", "open"), NC_("standing", "inactive"),
    NC_("standing", "not_varied") };

static void
judge(pc_assumption_t *a, const pc_study_t *study,
    const pc_sensitivity_t *const *results, size_t num_results)
{
    int answered = 0;
    for (size_t r = 0; r < num_results; r++) {
        const double size = pc_sensitivity_size(results[r], study, a->factor);
        if (isnan(size)) {
            /* A constant output is an answer: nothing has influence on it. */
            answered |=
                !results[r]->missing && results[r]->state == PC_SENSITIVITY_CONSTANT;
            continue;
        }
        const int influential = pc_sensitivity_influential(results[r], study, a->factor);
        const int first = influential && a->num_metrics == 0;
        answered = 1;
        a->num_metrics += influential ? 1 : 0;
        /* Most on: a metric that it is influential on, if there is one. */
        if (isnan(a->size) || first
            || (size > a->size && (influential || a->num_metrics == 0))) {
            a->size = size;
            a->result = results[r];
        }
    }
    a->standing = a->num_metrics > 0 ? PC_STANDING_INFLUENTIAL
                  : answered         ? PC_STANDING_MINOR
                                     : PC_STANDING_OPEN;
}

static pc_assumption_t
varied(const pc_study_t *study, size_t axis, const pc_sensitivity_t *const *results,
    size_t num_results)
{
    const pc_study_axis_t *own = &study->axes[axis];
    pc_assumption_t a = { .which = own->which,
        .standing = PC_STANDING_INACTIVE,
        .kind = own->kind,
        .factor = study->design.axes[axis].place,
        .size = NAN,
        .range = own->column->meaning,
        .source = own->source,
        .note = own->note };
    if (own->active) {
        judge(&a, study, results, num_results);
    }
    a.argue = a.standing == PC_STANDING_INFLUENTIAL && a.kind == PC_KIND_ASSUMED;
    return a;
}

static const char *
text_of(const pc_json_t *entry, const char *key)
{
    const pc_json_t *item = pc_json_member(entry, key);
    return item != NULL && item->string != NULL ? item->string : "";
}

/* Parameters that are no axis, are read, and are only assumed. */
static size_t
add_not_varied(pc_assumption_t *list, size_t num, const pc_study_t *study)
{
    const pc_json_t *parameters = pc_json_member(study->tree, "parameters");
    char why[128];
    for (int p = 0; p < PC_NUM_PARAMS; p++) {
        const pc_json_t *entry = pc_json_member(parameters, pc_param_table[p].name);
        int is_axis = 0;
        for (size_t a = 0; a < study->design.num_axes; a++) {
            is_axis |= study->axes[a].which == (pc_param) p;
        }
        if (is_axis
            || strcmp(text_of(entry, "kind"), pc_param_kind_names[PC_KIND_ASSUMED]) != 0
            || !pc_param_active(&study->activity, (pc_param) p, 0, why, sizeof(why))) {
            continue;
        }
        list[num++] = (pc_assumption_t){ .which = (pc_param) p,
            .standing = PC_STANDING_NOT_VARIED,
            .kind = PC_KIND_ASSUMED,
            .factor = SIZE_MAX,
            .size = NAN,
            .range = "",
            .source = text_of(entry, "source"),
            .note = text_of(entry, "note") };
    }
    return num;
}

static int
compare(const void *a, const void *b)
{
    const pc_assumption_t *x = a, *y = b;
    if (x->argue != y->argue) {
        return y->argue - x->argue;
    }
    if (x->standing != y->standing) {
        return x->standing < y->standing ? -1 : 1;
    }
    const double sizes[2] = { isnan(x->size) ? -1 : x->size,
        isnan(y->size) ? -1 : y->size };
    if (sizes[0] != sizes[1]) {
        return sizes[0] > sizes[1] ? -1 : 1;
    }
    return x->which < y->which ? -1 : x->which > y->which;
}

size_t
pc_assumptions_list(pc_assumption_t *list, const pc_study_t *study,
    const pc_sensitivity_t *const *results, size_t num_results)
{
    size_t num = 0;
    for (size_t a = 0; a < study->design.num_axes && num < PC_NUM_PARAMS; a++) {
        list[num++] = varied(study, a, results, num_results);
    }
    num = add_not_varied(list, num, study);
    qsort(list, num, sizeof(*list), compare);
    return num;
}
