/* compare.h - a finished comparison, and what is said of it: text, key page, JSON. */
#ifndef PC_ANALYSIS_ANSWERS_COMPARE_H
#define PC_ANALYSIS_ANSWERS_COMPARE_H

#include <stdio.h>

#include "analysis/compare/compare.h"
#include "analysis/compare/differences.h"
#include "analysis/compare/explanation.h"
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
    pc_explanation_t explanations[PC_COMPARE_MAX];
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

/* A pair as it is shown: a difference that is nothing but the rounding of its two values
 * (a millionth) is 0. */
pc_paired_t pc_pair_shown(const pc_paired_t *given);

/* What differs, in a word: `parameter`. */
const char *pc_difference_what(const pc_difference_t *item, pc_lang lang);

/* Sets the `words` of all differences, as a table or text for people has them: of a rule
 * a sentence, "" where a side has none. */
pc_status pc_comparison_words(pc_comparison_t *c, pc_lang lang) PC_MUST_CHECK;

/* The text for people, after pc_comparison_words. */
void pc_answer_comparison(FILE *out, pc_comparison_t *c, pc_lang lang);

/* key_figures.csv: every scenario a row. */
void pc_answer_comparison_key(const pc_table_t *t, pc_comparison_t *c, pc_lang lang);

/* summary.json; `version` is the program's. */
void pc_answer_comparison_json(FILE *out, pc_comparison_t *c, const char *version);

#endif
