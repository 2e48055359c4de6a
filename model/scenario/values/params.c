#include "scenario/values/params.h"

#include "base/number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* params.def writes the default of a choice by its name, and its last place is its upper
 * bound. A new choice parameter adds its names here; a test compares them with the list
 * of choices. */
enum {
    linear = PC_ROLLOUT_LINEAR,
    last_rollout_mode = PC_ROLLOUT_CAPACITY,
    elastic = PC_EP_ELASTIC,
    last_ep_constraint = PC_EP_HARD
};

/* clang-format off */
const pc_param_info_t pc_param_table[PC_NUM_PARAMS] = {
#define P(field, name, unit, lower, upper, def, cls, kind, source, en, ja) \
    { name, unit, NULL, lower, upper, def, PC_CLASS_##cls, PC_KIND_##kind, source, en, ja },
#define C(field, name, choices, def, cls, kind, source, en, ja) \
    { name, NULL, choices, 0, last_##field, def, PC_CLASS_##cls, PC_KIND_##kind, source, en, ja },
#include "scenario/values/params.def"
};
/* clang-format on */

const char *const pc_param_class_names[] = { NC_("class", "policy"),
    NC_("class", "core"), NC_("class", "calibrated"), NC_("class", "structural") };
const char *const pc_param_kind_names[] = { NC_("kind", "official"),
    NC_("kind", "measured"), NC_("kind", "derived"), NC_("kind", "calibrated"),
    NC_("kind", "assumed") };

_Static_assert(sizeof(pc_params_t) == PC_NUM_PARAMS * sizeof(double),
    "pc_params_t must be an array of doubles");

void
pc_params_defaults(pc_params_t *params)
{
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        *pc_params_at(params, (pc_param) i) = pc_param_table[i].def;
    }
}

double *
pc_params_at(pc_params_t *params, pc_param which)
{
    return (double *) (void *) params + which;
}

int
pc_param_find(const char *name)
{
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        if (strcmp(pc_param_table[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

/* The next name of a list "a|b|c" and its length; NULL at the end. */
static const char *
next_choice(const char **list, size_t *length)
{
    const char *start = *list;
    if (start == NULL || *start == '\0') {
        return NULL;
    }
    *length = strcspn(start, "|");
    *list = start[*length] == '|' ? start + *length + 1 : start + *length;
    return start;
}

const char *
pc_param_choice_name(pc_param which, double value, char *buffer, size_t size)
{
    const char *list = pc_param_table[which].choices;
    const char *name;
    size_t length = 0;
    double place = 0;
    while ((name = next_choice(&list, &length)) != NULL) {
        if (value == place) {
            snprintf(buffer, size, "%.*s", (int) length, name);
            return buffer;
        }
        place += 1;
    }
    return NULL;
}

int
pc_param_choice_find(pc_param which, const char *text)
{
    const char *list = pc_param_table[which].choices;
    const char *name;
    size_t length = 0;
    int place = 0;
    while ((name = next_choice(&list, &length)) != NULL) {
        if (strlen(text) == length && memcmp(text, name, length) == 0) {
            return place;
        }
        place++;
    }
    return -1;
}

unsigned
pc_param_key(pc_param which)
{
    uint32_t hash = UINT32_C(2166136261);
    for (const char *p = pc_param_table[which].name; *p != '\0'; p++) {
        hash = (hash ^ (unsigned char) *p) * UINT32_C(16777619);
    }
    return hash & ((UINT32_C(1) << 20) - 1);
}

void
pc_param_value_write(FILE *out, pc_param which, double value)
{
    char name[64];
    char text[PC_NUMBER_SIZE];
    const char *choice = pc_param_choice_name(which, value, name, sizeof(name));
    if (choice == NULL) {
        pc_number_format(value, text);
        choice = text;
    }
    fputs(choice, out);
}
