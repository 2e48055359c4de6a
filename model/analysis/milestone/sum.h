/* sum.h - the ministry's sum redone: straight lines through the record, and when they
 * reach each reading of the target.
 *
 * A line goes through two counts, or by least squares through several:
 *   pace = sum (t - mean t)(N - mean N) / sum (t - mean t)^2     sites a calendar year
 *   date = mean t + (target - mean N) / pace
 * For two counts that is the line through both. Time is that of record.h. */
#ifndef PC_ANALYSIS_MILESTONE_SUM_H
#define PC_ANALYSIS_MILESTONE_SUM_H

#include "analysis/milestone/record.h"
#include "scenario/model_input.h"

/* The ministry's own base. */
#define PC_SUM_BASE "2025-06-01"

/* Where its newest windows end. */
#define PC_SUM_END "2026-03-01"

#define PC_MAX_LINES 8
#define PC_NUM_READINGS 6

typedef struct {
    char from[PC_DATE_SIZE], to[PC_DATE_SIZE];
    int points;         /* counts the line goes through */
    double first, last; /* the first and the last of them */
    double mean_time, mean_count;
    double pace;         /* sites a calendar year */
    double pace_by_days; /* the same with years of 365.25 days */
} pc_line_t;

/* A reading of "about 460 sites". All are numbers of sites in all, so that the lines may
 * be asked for them. */
typedef struct {
    const char *id;
    const char *text; /* in English, a key of the catalogue */
    double target;
} pc_reading_t;

/* What the readings rest on, as of PC_SUM_BASE. */
typedef struct {
    double sites;     /* 282 */
    double outside;   /* 42: sites that are not base hospitals */
    double covered;   /* 240: sites that are */
    double base;      /* 463 base hospitals */
    double uncovered; /* 223 */
    double last;      /* newest count, 295 */
    double last_time;
    char last_date[PC_DATE_SIZE];
    double candidates; /* all hospitals that may be sites, 550 */
} pc_sum_facts_t;

typedef struct {
    pc_sum_facts_t facts;
    pc_line_t lines[PC_MAX_LINES]; /* [num_lines] */
    size_t num_lines;
    pc_reading_t readings[PC_NUM_READINGS];
} pc_ministry_sum_t;

/* The line through facts `which[0..num)` of the record. PC_ERR_INPUT with a message for
 * fewer than two facts, equal dates, or a line that does not rise. */
pc_status pc_line_through(pc_line_t *self, const pc_record_t *record,
    const char *const *dates, size_t num, pc_diags_t *diags) PC_MUST_CHECK;

/* The time at which the line has `target` sites. */
double pc_line_reaches(const pc_line_t *self, double target);

/* All windows and readings. PC_ERR_INPUT with a message if a count is missing. `diags`
 * may be NULL. */
pc_status pc_ministry_sum(pc_ministry_sum_t *self, const pc_observations_t *observations,
    const pc_hospitals_t *hospitals, pc_diags_t *diags) PC_MUST_CHECK;

/* 1 if the newest count is of a later date than every window. */
int pc_sum_has_newer(const pc_ministry_sum_t *self);

/* 1 if a date is what "about 12 years, around 2037" says: it lies in 2037 (11.6 to 12.6
 * years after the base). */
int pc_is_around_2037(double time);

#endif
