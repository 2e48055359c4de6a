/* compare.h - a finished comparison, and what is said of it: text, key page, JSON. */
#ifndef PC_ANALYSIS_ANSWERS_COMPARE_H
#define PC_ANALYSIS_ANSWERS_COMPARE_H

#include <stdio.h>

#include "analysis/compare/compare.h"
#include "analysis/compare/difference_list.h"
#include "analysis/compare/shapley.h"
#include "base/words.h"
#include "output/key_figures.h"
#include "output/spread.h"

typedef struct {
    size_t num;                              /* scenarios; 0 is the reference */
    pc_scenario_t scenarios[PC_COMPARE_MAX]; /* owned */
    const pc_scenario_t *list[PC_COMPARE_MAX];
    char names[PC_COMPARE_MAX][160]; /* told apart where two files have one name */
    unsigned unlike[PC_COMPARE_MAX]; /* what they do not share (with --shared) */
    pc_differences_t differences[PC_COMPARE_MAX];
    pc_compare_t compare;
    int explained;
    pc_shapley_t shapley[PC_COMPARE_MAX];
    pc_variable figures[PC_NUM_KEY_FIGURES]; /* [num_figures]: those of the key page */
    size_t num_figures;
    size_t years[5], num_years; /* places in compare.years */
} pc_comparison_t;

/* Do a scenario and the reference have the same luck, in chance and drawn parameters? */
typedef enum { PC_LUCK_NONE, PC_LUCK_COMMON, PC_LUCK_OTHER } pc_luck;
pc_luck pc_comparison_luck(const pc_comparison_t *c, size_t k);
/* "", "common", "other". */
extern const char *const pc_luck_ids[PC_LUCK_OTHER + 1];

/* What makes the runs of a scenario differ */
pc_spread_kind pc_comparison_spread(const pc_comparison_t *c);

/* The text for people. */
void pc_answer_comparison(FILE *out, pc_comparison_t *c, pc_lang lang);

/* key_figures.csv: every scenario a row. */
void pc_answer_comparison_key(const pc_table_t *t, pc_comparison_t *c, pc_lang lang);

/* summary.json; `version` is the program's. */
void pc_answer_comparison_json(FILE *out, pc_comparison_t *c, const char *version);

#endif
