/* dates.h - when a target is reached, in a sentence that can stand alone: the date, its
 * interval, and what it rests on. */
#ifndef PC_ANALYSIS_ANSWERS_DATES_H
#define PC_ANALYSIS_ANSWERS_DATES_H

#include "analysis/ensemble/reach.h"
#include "base/words.h"

/* A target with the number of sites in all it stands for, NaN if it is no such target.
 */
typedef struct {
    pc_goal_t goal;
    char id[128];
    char en[192], ja[192]; /* the reading, in words */
    double sites;
} pc_target_t;

/* YYYY-MM of a time; a word for what is never reached or beyond 2100. */
void pc_show_time(double time, pc_lang lang, char text[32]);
void pc_show_month(pc_month month, pc_lang lang, char text[32]);

/* 1 if what was reached is lost in some run by the end. */
int pc_reach_is_lost(const pc_reach_t *reach);

/* The sentence. `name` tells the scenario apart, or NULL. */
void pc_answer_date(const pc_target_t *asked, const pc_scenario_t *s, const char *name,
    const pc_reach_t *reach, pc_lang lang, char *line, size_t size);

/* What the answer rests on, as the end of a sentence. Returns 1 if it is drawn from
 * ranges. */
int pc_answer_assumption(const pc_target_t *asked, const pc_scenario_t *s, pc_lang lang,
    char *text, size_t size);

/* 1 if openings, or promotions, move the result: others of the roll-out change at dates
 * of the hospital tables alone. */
int pc_moved_by_rollout(const pc_target_t *asked);

/* The values a parameter takes in the runs, from lowest to highest: of one draw, the
 * value of draw 1. */
void pc_value_range(const pc_scenario_t *s, pc_param which, double *low, double *high);

#endif
