/* variables.h - the results of the model and the table that describes them, made from
 * variables.def. */
#ifndef PC_BASE_VARIABLES_H
#define PC_BASE_VARIABLES_H

typedef enum {
#define V(id, name, unit, aggregate, weight, en, ja) PC_V_##id,
#define R(id, name, unit, aggregate, weight, en, ja) PC_V_##id,
#include "base/variables.def"
    PC_NUM_VARIABLES,
    PC_V_NONE = PC_NUM_VARIABLES
} pc_variable;

/* Place of a regional variable in the prefecture results. */
typedef enum {
#define V(id, name, unit, aggregate, weight, en, ja)
#define R(id, name, unit, aggregate, weight, en, ja) PC_R_##id,
#include "base/variables.def"
    PC_NUM_REGIONAL
} pc_regional;

typedef enum { PC_AGG_SUM, PC_AGG_LAST, PC_AGG_MEAN, PC_AGG_WEIGHTED } pc_aggregate;

typedef struct {
    const char *name; /* "Sites|Total" */
    const char *unit; /* of a month's value */
    pc_aggregate aggregate;
    pc_variable weight; /* for PC_AGG_WEIGHTED, else PC_V_NONE */
    int regional;       /* pc_regional, -1 if national only */
    const char *en, *ja;
} pc_variable_info_t;

extern const pc_variable_info_t pc_variable_table[PC_NUM_VARIABLES];
extern const pc_variable
    pc_regional_table[PC_NUM_REGIONAL]; /* the variable of each regional place */

/* The variable called `name`, or PC_V_NONE. */
pc_variable pc_variable_find(const char *name);

/* Sums that hold in every month: `total` is the sum of `parts`. */
typedef struct {
    pc_variable total;
    pc_variable parts[6];
    int num_parts;
} pc_sum_t;
extern const pc_sum_t pc_sums[];
extern const int pc_num_sums;

/* Could the model have given this value? It is finite or missing (NaN), no less than 0
 * but for rounding, and a share of a whole is at most 100 %. */
int pc_value_is_possible(pc_variable variable, double value);

/* The same of the nation's values of one period, whose sums must hold, too. */
int pc_values_are_possible(const double nation[PC_NUM_VARIABLES]);

#endif
