/* output.h - a finished comparison, and what is said and written of it. */
#ifndef PC_TOOLS_COMPARE_OUTPUT_H
#define PC_TOOLS_COMPARE_OUTPUT_H

#include "analysis/compare/compare.h"
#include "analysis/compare/difference_list.h"
#include "analysis/compare/shapley.h"
#include "tools/command.h"
#include "output/key_figures.h"
#include "output/spread.h"

typedef struct {
    const pc_options_t *options;
    const pc_interrupt_t *interrupted; /* set by a signal */
    size_t num;                               /* scenarios; 0 is the reference */
    pc_scenario_t scenarios[PC_COMPARE_MAX];  /* owned */
    const pc_scenario_t *list[PC_COMPARE_MAX];
    char names[PC_COMPARE_MAX][160]; /* told apart where two files have one name */
    unsigned unlike[PC_COMPARE_MAX]; /* what they do not share (with --shared) */
    pc_differences_t differences[PC_COMPARE_MAX];
    pc_state_t past; /* with --from-state; owned */
    int told;        /* 1: a failure has already been explained on stderr */
    pc_compare_t compare;
    int explained;
    pc_shapley_t shapley[PC_COMPARE_MAX];
    pc_variable figures[PC_NUM_KEY_FIGURES]; /* [num_figures]: those of the key page */
    size_t num_figures;
    size_t years[5], num_years; /* places in compare.years */
    char started[32];
} pc_comparison_t;

/* Do a scenario and the reference have the same luck, in chance and drawn parameters? */
typedef enum { PC_LUCK_NONE, PC_LUCK_COMMON, PC_LUCK_OTHER } pc_luck;
pc_luck pc_comparison_luck(const pc_comparison_t *c, size_t k);
/* "", "common", "other". */
extern const char *const pc_luck_ids[PC_LUCK_OTHER + 1];

/* What makes the runs of a scenario differ */
pc_spread_kind pc_comparison_spread(const pc_comparison_t *c);

/* The text for people on standard output, in the language of the options. */
void pc_comparison_print(pc_comparison_t *c);

/* A comma and a cell of a table. */
void pc_text_cell(FILE *out, const char *text);

/* key_figures.csv. */
void pc_comparison_key_figures(FILE *out, pc_comparison_t *c);

/* summary.json. */
void pc_comparison_summary(pc_comparison_t *c, FILE *out);

/* The result folder: compare.csv, key_figures.csv, assumptions.csv, explanation.csv
 * where asked for, summary.json, the resolved scenarios and the manifest, all or
 * nothing. PC_ERR_INTERRUPT, without a message, if a signal came before the end. */
pc_status pc_comparison_write(pc_comparison_t *c, const char *dir) PC_MUST_CHECK;

#endif
