/* explorer.h - what a page shows while somebody moves its sliders: a reference, up to
 * three settings that were kept beside it, and the present one.
 *
 * A setting is a scenario file with --set texts. One run in expected mode answers at
 * once; parameter draws follow in slices, and waits after them, as in report.h. As soon
 * as every setting has its draws, all that is shown are their medians; until then, it is
 * the one run of each: never a mixture of both. */
#ifndef PC_ANALYSIS_ANSWERS_EXPLORER_EXPLORER_H
#define PC_ANALYSIS_ANSWERS_EXPLORER_EXPLORER_H

#include "analysis/answers/report/sentences.h"

/* Places of settings. Kept ones stand in a row from 1 on. */
#define PC_EXPLORER_REFERENCE 0
#define PC_EXPLORER_NOW 4
#define PC_EXPLORER_PLACES 5

/* One setting. */
typedef struct {
    int used;
    char *path, *sets; /* sets: texts one after the other, each ended by 0; owned */
    size_t num_sets;
    pc_scenario_t scenario;
    pc_report_side_t run, drawn;
    int whole; /* 1: `drawn` has all that draws can give it, waits too */
} pc_setting_t;

/* Draws that are under way. */
typedef struct {
    int active;
    int waits; /* 1: the second part, which is about waiting */
    size_t place;
    uint32_t draws;
    pc_scenario_t scenario;
    pc_ensemble_plan_t plan;
    pc_ensemble_t ensemble;
} pc_explorer_range_t;

typedef struct {
    pc_setting_t settings[PC_EXPLORER_PLACES];
    pc_report_t years; /* the years of the run, without sides */
    pc_report_t view;  /* of pc_explorer_view; its sides are those of the settings */
    pc_explorer_range_t range;
    uint32_t draws; /* of a setting with draws: all have the same number */
    int halted;     /* 1: no more draws until a setting is put, kept or dropped */
} pc_explorer_t;

/* A zeroed explorer is empty. */
void pc_explorer_free(pc_explorer_t *self);

/* Reads the scenario at `path` with `num_sets` texts of --set, one after the other and
 * each ended by 0, runs it once and puts it at `place`. If it cannot be read or run, the
 * place keeps what it had. A reference empties the other places. Faults and warnings
 * are added to `diags`. PC_ERR_INPUT also if its months are not those of the
 * reference. */
pc_status pc_explorer_put(pc_explorer_t *self, size_t place, const char *path,
    const char *sets, size_t num_sets, pc_diags_t *diags) PC_MUST_CHECK;

/* Keeps the present setting in the next free place. PC_ERR_INPUT if there is none. */
pc_status pc_explorer_keep(pc_explorer_t *self) PC_MUST_CHECK;

/* Takes a kept setting away; those after it move up. */
void pc_explorer_drop(pc_explorer_t *self, size_t place);

/* The first place whose setting lacks draws, the present one before others;
 * PC_EXPLORER_PLACES if none, if no parameter has a range, or if draws were halted. */
size_t pc_explorer_wanted(const pc_explorer_t *self);

/* Begins `draws` parameter draws of a setting; what was under way is dropped. Then each
 * step does about `units` draws. It returns how many of 2 x draws (with those for
 * waits) are done, or a negative pc_status. A fault halts draws, as pc_explorer_halt
 * does. */
pc_status pc_explorer_range_begin(
    pc_explorer_t *self, size_t place, uint32_t draws, pc_diags_t *diags) PC_MUST_CHECK;
int pc_explorer_range_step(pc_explorer_t *self, size_t units, pc_diags_t *diags);
void pc_explorer_halt(pc_explorer_t *self);

/* The settings as a report: the reference, those kept, then the present one, unless it
 * is the reference itself; `now` is its side. Valid until the next call of this file. */
const pc_report_t *pc_explorer_view(pc_explorer_t *self);

/* --- words --- */

typedef struct {
    const char *id; /* static */
    char heading[PC_QUANTITY_SIZE];
    char value[2 * PC_QUANTITY_SIZE];
    char
        change[2 * PC_QUANTITY_SIZE]; /* from the reference; "" if it is the reference */
    char range[2 * PC_QUANTITY_SIZE];
    char note[PC_SENTENCE_SIZE];
} pc_card_t;
#define PC_NUM_CARDS 4

/* The answers in words: 460 sites, every base hospital, work of expert panels, both
 * sides of omission. `view` is of pc_explorer_view. */
void pc_explorer_cards(
    const pc_report_t *view, pc_lang lang, pc_card_t cards[PC_NUM_CARDS]);

/* Title of a chart. */
void pc_explorer_title(
    const pc_report_t *view, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE]);

/* The title of a side's scenario with the first of what was changed in it: `Baseline,
 * pace of new sites in linear mode 30 sites/year from 2027-04`. */
void pc_explorer_side_title(
    const pc_report_t *view, size_t side, pc_lang lang, char text[PC_SENTENCE_SIZE]);

/* All that was changed, one after the other; nothing if nothing was. */
void pc_explorer_changes(const pc_report_t *view, size_t side, pc_lang lang, FILE *out);

#endif
