#include "scenario/sets/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/number.h"
#include "scenario/sets/classes.h"
#include "scenario/sets/value.h"
#include "scenario/values/params.h"
#include "scenario/values/step.h"

/* The parts of NAME=VALUE@YYYY-MM[,exact]; texts are owned. */
typedef struct {
    char *name, *value, *month;
    int exact;
} dated_t;

int
pc_set_is_dated(const char *set)
{
    const char *equals = strchr(set, '=');
    return equals != NULL && equals != set && strchr(equals, '@') != NULL;
}

static void
dated_free(dated_t *self)
{
    free(self->name);
    free(self->value);
    free(self->month);
}

/* Nonzero if out of memory. */
static int
split(dated_t *self, const char *set)
{
    static const char exact[] = ",exact";
    const char *equals = strchr(set, '='), *at = strchr(equals, '@');
    size_t length = strlen(at + 1);
    memset(self, 0, sizeof(*self));
    if (length > strlen(exact) && strcmp(at + 1 + length - strlen(exact), exact) == 0) {
        self->exact = 1;
        length -= strlen(exact);
    }
    self->name = strndup(set, (size_t) (equals - set));
    self->value = strndup(equals + 1, (size_t) (at - equals - 1));
    self->month = strndup(at + 1, length);
    return self->name == NULL || self->value == NULL || self->month == NULL;
}

static void
report_unknown(const char *name, pc_diags_t *diags)
{
    const char *nearest = pc_set_nearest(name);
    if (nearest != NULL && pc_param_find(nearest) >= 0) {
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, name,
            "only a parameter can change at a date; did you mean %s?", nearest);
    } else {
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, name,
            "only a parameter can change at a date");
    }
}

/* The parameter, or -1 after a message. */
static int
check(const dated_t *self, const char *set, pc_diags_t *diags)
{
    const int which = pc_param_find(self->name);
    if (which < 0) {
        report_unknown(self->name, diags);
        return -1;
    }
    pc_month from;
    if (pc_month_parse(self->month, &from) != PC_OK) {
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, self->name,
            "%s: write NAME=VALUE@YYYY-MM, or NAME=VALUE@YYYY-MM,exact", set);
        return -1;
    }
    const char *fault = pc_step_fault((pc_param) which);
    if (fault != NULL) {
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, self->name, "%s",
            pc_diags_text(diags, fault));
        return -1;
    }
    return which;
}

/* Appends a member; 0 if out of memory, also if `item` is NULL. */
static int
append(pc_json_t *into, pc_json_t *item)
{
    if (item != NULL) {
        pc_json_append(into, item);
    }
    return item != NULL;
}

/* A text as it stands, even if it looks like a number. */
static pc_json_t *
new_text(const char *key, const char *text, const pc_json_source_t *source)
{
    pc_json_t *item = pc_json_new(PC_JSON_STRING, key);
    if (item != NULL) {
        item->source = source;
        item->string = strdup(text);
        if (item->string == NULL) {
            pc_json_free(item);
            item = NULL;
        }
    }
    return item;
}

/* The entry of a parameter that no file names: what the program takes for it. */
static pc_json_t *
default_entry(pc_param which, const pc_json_source_t *source)
{
    const pc_param_info_t *info = &pc_param_table[which];
    char text[PC_NUMBER_SIZE], choice[64];
    pc_json_t *entry = pc_json_new(PC_JSON_OBJECT, info->name);
    if (entry == NULL) {
        return NULL;
    }
    pc_number_format(info->def, text);
    const char *name = pc_param_choice_name(which, info->def, choice, sizeof(choice));
    entry->source = source;
    if (!append(entry, pc_set_scalar("value", name != NULL ? name : text, source))
        || (info->unit != NULL && !append(entry, new_text("unit", info->unit, source)))
        || !append(entry, new_text("kind", pc_param_kind_names[info->kind], source))
        || !append(entry, new_text("source", info->source, source))) {
        pc_json_free(entry);
        return NULL;
    }
    return entry;
}

static pc_json_t *
new_step(const dated_t *dated, const pc_json_source_t *source)
{
    pc_json_t *step = pc_json_new(PC_JSON_OBJECT, NULL);
    if (step == NULL) {
        return NULL;
    }
    step->source = source;
    if (!append(step, new_text("from", dated->month, source))
        || !append(step, pc_set_scalar("value", dated->value, source))
        || !append(step, new_text("range", dated->exact ? "exact" : "shift", source))) {
        pc_json_free(step);
        return NULL;
    }
    return step;
}

/* The month of a step as text, which is in order of time; "" if it has none. */
static const char *
month_of(const pc_json_t *step)
{
    const pc_json_t *from = pc_json_member(step, "from");
    return from != NULL && from->type == PC_JSON_STRING ? from->string : "";
}

/* Puts the step among the others, which rise, in the place of one of the same month. */
static void
place_step(pc_json_t *list, pc_json_t *step)
{
    pc_json_append(list, step);
    pc_json_t *p = list->child;
    while (p != step) {
        pc_json_t *next = p->next;
        const int order = strcmp(month_of(p), month_of(step));
        if (order >= 0) {
            pc_json_detach(p);
        }
        if (order > 0) {
            pc_json_append(list, p);
        } else if (order == 0) {
            pc_json_free(p);
        }
        p = next;
    }
}

/* The member `key` of the object, made if it is not there; NULL if out of memory. */
static pc_json_t *
member(
    pc_json_t *self, const char *key, pc_json_type type, const pc_json_source_t *source)
{
    pc_json_t *item = pc_json_member(self, key);
    if (item == NULL) {
        item = pc_json_new(type, key);
        if (item != NULL) {
            item->source = source;
            pc_json_append(self, item);
        }
    }
    return item;
}

/* The entry of the parameter. One that restores the default gets what that is. */
static pc_json_t *
entry_of(pc_json_t *parameters, pc_param which, const pc_json_source_t *source)
{
    pc_json_t *old = pc_json_member(parameters, pc_param_table[which].name);
    if (old != NULL && old->type != PC_JSON_NULL) {
        return old;
    }
    pc_json_t *entry = default_entry(which, source);
    if (entry != NULL && old == NULL) {
        pc_json_append(parameters, entry);
    } else if (entry != NULL) {
        entry->replaced = pc_json_replace(old, entry);
    }
    return entry;
}

static pc_status
add_step(pc_merge_t *self, const dated_t *dated, pc_param which,
    const pc_json_source_t *source)
{
    pc_json_t *parameters = member(self->tree, "parameters", PC_JSON_OBJECT, source);
    if (parameters == NULL || parameters->type != PC_JSON_OBJECT) {
        return parameters == NULL ? PC_ERR_NOMEM
                                  : PC_OK; /* the reader says what it is */
    }
    pc_json_t *entry = entry_of(parameters, which, source);
    if (entry == NULL || entry->type != PC_JSON_OBJECT) {
        return entry == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    pc_json_t *list = member(entry, "steps", PC_JSON_ARRAY, source);
    if (list == NULL || list->type != PC_JSON_ARRAY) {
        return list == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    pc_json_t *step = new_step(dated, source);
    if (step == NULL) {
        return PC_ERR_NOMEM;
    }
    place_step(list, step);
    return PC_OK;
}

pc_status
pc_set_steps(pc_merge_t *self, const pc_json_source_t *source, const char *const *sets,
    size_t num_sets, pc_diags_t *diags)
{
    pc_status status = PC_OK;
    for (size_t i = 0; i < num_sets && status == PC_OK; i++) {
        dated_t dated;
        if (!pc_set_is_dated(sets[i]) || pc_set_is_of_class(sets[i])) {
            continue;
        }
        status = split(&dated, sets[i]) ? PC_ERR_NOMEM : PC_OK;
        const int which = status == PC_OK ? check(&dated, sets[i], diags) : -1;
        if (which >= 0) {
            status = add_step(self, &dated, (pc_param) which, source);
        }
        dated_free(&dated);
    }
    return status;
}
