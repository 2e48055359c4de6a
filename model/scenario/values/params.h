/* params.h - the parameters and the table that describes them, both made from
 * params.def. */
#ifndef PC_SCENARIO_VALUES_PARAMS_H
#define PC_SCENARIO_VALUES_PARAMS_H

#include <stddef.h>
#include <stdio.h>

/* The values of one month. Choices hold the place of the choice in its list. */
typedef struct {
#define P(field, name, unit, lower, upper, def, cls, kind, source, en, ja) double field;
#define C(field, name, choices, def, cls, kind, source, en, ja) double field;
#include "scenario/values/params.def"
} pc_params_t;

typedef enum {
#define P(field, name, unit, lower, upper, def, cls, kind, source, en, ja) PC_P_##field,
#define C(field, name, choices, def, cls, kind, source, en, ja) PC_P_##field,
#include "scenario/values/params.def"
    PC_NUM_PARAMS
} pc_param;

_Static_assert(sizeof(pc_params_t) == PC_NUM_PARAMS * sizeof(double),
    "the struct is an array of doubles");

/* Choices, in the order of params.def. */
typedef enum {
    PC_ROLLOUT_LINEAR,
    PC_ROLLOUT_HAZARD,
    PC_ROLLOUT_LOGISTIC,
    PC_ROLLOUT_GOMPERTZ,
    PC_ROLLOUT_SCHEDULE,
    PC_ROLLOUT_CAPACITY
} pc_rollout_mode;
typedef enum { PC_EP_ELASTIC, PC_EP_HARD } pc_ep_constraint;

typedef enum {
    PC_CLASS_POLICY,
    PC_CLASS_CORE,
    PC_CLASS_CALIBRATED,
    PC_CLASS_STRUCTURAL
} pc_param_class;
typedef enum {
    PC_KIND_OFFICIAL,
    PC_KIND_MEASURED,
    PC_KIND_DERIVED,
    PC_KIND_CALIBRATED,
    PC_KIND_ASSUMED
} pc_param_kind;

typedef struct {
    const char *name;    /* "rollout.rate" */
    const char *unit;    /* "1" is a pure number; NULL for a choice */
    const char *choices; /* "linear|hazard|..."; NULL for a number */
    double lower, upper; /* both allowed */
    double def;
    pc_param_class cls;
    pc_param_kind kind;
    const char *source;
    const char *en, *ja;
} pc_param_info_t;

/* One row a parameter, in the order of params.def; pc_params_t is an array of doubles in
 * the same order. */
extern const pc_param_info_t pc_param_table[PC_NUM_PARAMS];

extern const char *const pc_param_class_names[]; /* "policy", ... */
extern const char *const pc_param_kind_names[];  /* "official", ... */

void pc_params_defaults(pc_params_t *params);

/* The struct seen as an array of [PC_NUM_PARAMS] doubles in the order of params.def. */
static inline const double *
pc_params_values(const pc_params_t *params)
{
    return (const double *) params;
}

/* Value `which` of `params`. */
double *pc_params_at(pc_params_t *params, pc_param which);

/* The parameter called `name`, or -1. */
int pc_param_find(const char *name);

/* Writes the name of choice number `value` of a choice parameter to a static string, or
 * NULL. */
const char *pc_param_choice_name(
    pc_param which, double value, char *buffer, size_t size);

/* Writes a value as a person reads it: the name of a choice, or the number. */
void pc_param_value_write(FILE *out, pc_param which, double value);

/* The number of the choice called `text`, or -1. */
int pc_param_choice_find(pc_param which, const char *text);

/* Lasting number of a parameter in random keys: the low 20 bits of the FNV-1a hash of
 * its name. A test checks that no two are equal. */
unsigned pc_param_key(pc_param which);

#endif
