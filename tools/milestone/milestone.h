/* milestone.h - the parts of `panelcast milestone`, for its sources alone. */
#ifndef PC_TOOLS_MILESTONE_MILESTONE_H
#define PC_TOOLS_MILESTONE_MILESTONE_H

#include "analysis/answers/dates.h"
#include "analysis/answers/verdict.h"
#include "analysis/milestone/fit.h"
#include "analysis/milestone/need.h"
#include "analysis/ensemble/pool.h"
#include "analysis/ensemble/reach.h"
#include "analysis/milestone/sum.h"
#include "tools/command.h"
#include "output/grid.h"
#include "tools/many.h"

#define PC_MAX_GRIDS 16
#define PC_MAX_GOALS 2
#define PC_MAX_SCENARIOS 9
#define PC_MAX_NOTES 2
/* Lines of the sum, and of each scenario's runs. */
#define PC_MAX_VERDICTS (PC_NUM_READINGS + PC_MAX_GOALS * PC_MAX_SCENARIOS)
#define PC_REFITS 1000 /* samples of a fit: docs/milestone.md says how exact that is */

enum {
    PC_PART_SUM = 1 << 0,
    PC_PART_CURVES = 1 << 1,
    PC_PART_BACKTEST = 1 << 2,
    PC_PART_DATE = 1 << 3,
    PC_PART_PACE = 1 << 4,
    PC_PART_CAPACITY = 1 << 5,
    PC_PART_ALL = (1 << 6) - 1
};

typedef struct {
    pc_options_t options; /* a copy, with defaults of this command put first */
    unsigned parts;
    pc_scenario_t scenarios[PC_MAX_SCENARIOS]; /* [num_scenarios]: the operands */
    size_t num_scenarios;
    pc_ministry_sum_t sum;
    int has_sum;
    pc_target_t asked[PC_MAX_GOALS];
    size_t num_asked;
    pc_grid_t grids[PC_MAX_GRIDS]; /* [num_grids] */
    int hidden[PC_MAX_GRIDS];      /* 1: in files only */
    size_t num_grids;
    pc_grid_t figures;              /* key, en, ja: numbers of the text */
    char newer[PC_NUM_LANGS][512];  /* a count the sum leaves out, or empty */
    char notes[PC_MAX_NOTES][2048]; /* [num_notes]: with what is newer */
    size_t num_notes;
    unsigned char said_unused[PC_NUM_VARIABLES];    /* 1: what it leaves out is said */
    char verdict[PC_MAX_VERDICTS][PC_VERDICT_SIZE]; /* [num_verdict]: 2037? */
    size_t num_verdict;
    char movers[PC_MAX_GOALS][PC_VERDICT_SIZE]; /* [num_movers]: what moves the dates */
    size_t num_movers;
    char summary[PC_MAX_GOALS * PC_MAX_SCENARIOS][2048];
    size_t num_summary;
    pc_clock_t clock; /* of the progress shown on a terminal */
    pc_diags_t diags;
} pc_inquiry_t;

/* A new table of the inquiry; NULL if there is no room. `columns` ends with key NULL. */
pc_grid_t *pc_inquiry_grid(pc_inquiry_t *self, const char *id, const char *title,
    const pc_grid_column_t *columns, int hidden);

/* The note of a table with fixed dates (NULL: none), and whether a newer count is in the
 * record. PC_MAX_NOTES tables may have a longer note. */
void pc_note_newer(pc_inquiry_t *self, pc_grid_t *grid, const char *note);

/* Adds the rows of the record of `variable` that are not fitted to a table of their own,
 * with the reason, once a variable; arguments as pc_record_use. An exit code. */
int pc_say_unused(pc_inquiry_t *self, pc_variable variable, double from,
    const pc_record_t *all, const pc_record_t *fitted);

/* A number or date of the text. `ja` NULL: as in English. */
void pc_inquiry_figure(
    pc_inquiry_t *self, const char *key, const char *en, const char *ja);
/* A word of the catalogue. */
void pc_inquiry_figure_word(pc_inquiry_t *self, const char *key, const char *word);
void pc_inquiry_figure_number(
    pc_inquiry_t *self, const char *key, int decimals, double value);

/* 1 if the code so far stands for an answer: that something does not exist is one, too.
 */
int pc_inquiry_answers(const pc_inquiry_t *self, int code);

/* The exit code of a status, which is said if no message says why. */
int pc_inquiry_code(pc_inquiry_t *self, pc_status status);

/* What is asked, from the options. Exit codes. The targets need the scenarios and the
 * sum; those that cannot be answered are refused. */
int pc_ask_parts(pc_inquiry_t *self);
int pc_ask_scenarios(pc_inquiry_t *self);
int pc_ask_targets(pc_inquiry_t *self);

/* What is given and no part that is asked for has a use for; after pc_ask_parts. */
int pc_check_use(const pc_inquiry_t *self);

/* Says whose answers those are that one scenario has alone. */
void pc_say_whose(pc_inquiry_t *self);

/* Refuses a target that no run of any length can meet. */
int pc_check_possible(pc_inquiry_t *self, const pc_target_t *asked);

/* Fits on the threads asked for, with progress on a terminal; `what` is counted, NULL:
 * runs. */
pc_pool_plan_t pc_inquiry_pool(pc_inquiry_t *self, const char *what);

/* The same for the members that simulating parts run: those of the scenario. */
pc_ensemble_plan_t pc_inquiry_plan(pc_inquiry_t *self, const pc_scenario_t *s);

/* Says that the target was there before the run. The exit code of that. */
int pc_say_passed(pc_inquiry_t *self, const pc_scenario_t *s, const pc_target_t *asked);

/* The ranges behind the dates, for the text. */
void pc_range_figures(pc_inquiry_t *self);

/* The parts. Exit codes; messages go to diags. */
int pc_part_sum(pc_inquiry_t *self);
int pc_part_curves(pc_inquiry_t *self);
int pc_part_backtest(pc_inquiry_t *self);
int pc_part_date(pc_inquiry_t *self);
int pc_part_pace(pc_inquiry_t *self);
int pc_part_capacity(pc_inquiry_t *self);

#endif
