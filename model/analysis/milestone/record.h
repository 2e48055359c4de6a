/* record.h - the published record as dated counts, and time in calendar years.
 *
 * Time of a date is year + (month - 1 + (day - 1) / days in the month) / 12: whole
 * months are twelfths of a year whatever their length, as in the ministry's arithmetic.
 * By day counts (365.25 a year) 2025-06-01 to 2026-03-01 is 0.747 years, not 0.75; both
 * are shown where it matters. */
#ifndef PC_ANALYSIS_MILESTONE_RECORD_H
#define PC_ANALYSIS_MILESTONE_RECORD_H

#include "base/diag.h"
#include "base/observation.h"

#define PC_MAX_FACTS 64

typedef struct {
    char date[PC_DATE_SIZE]; /* YYYY-MM-DD; a flow: the middle of its period */
    double time;             /* calendar years */
    double value;
    int fall; /* 1: an isolated fall below the count before it, kept */
    const pc_observation_t *source; /* borrowed; NULL: of no record */
} pc_fact_t;

/* Facts in order of time, times all different. */
typedef struct {
    pc_fact_t facts[PC_MAX_FACTS]; /* [num] */
    size_t num;
    int rates;       /* 1: the values are flows a month, not counts */
    size_t left_out; /* by pc_record_join */
} pc_record_t;

/* National counts of `variable` dated `from` or later (a time; -INFINITY for all). Used
 * are the facts with fit = yes, but for a lower bound ("more than"), which is no count.
 * A fact with fit = no that is exact and lies below the count before it is an isolated
 * fall: it is kept too, with a warning that `diags` gets once. Two different counts of
 * one date are an error. `diags` may be NULL. */
pc_status pc_record_counts(pc_record_t *self, const pc_observations_t *observations,
    pc_variable variable, double from, pc_diags_t *diags) PC_MUST_CHECK;

/* Flows a month of `variable`, each at the middle of its period; facts with fit = yes.
 */
pc_status pc_record_rates(pc_record_t *self, const pc_observations_t *observations,
    pc_variable variable, double from, pc_diags_t *diags) PC_MUST_CHECK;

/* The record as fits take it: of two facts less than a month apart the earlier goes (the
 * later, if the earlier is the first), because designations come in batches on one day:
 * 39 new sites from 2020-03-31 to 2020-04-01 are a year's growth, not a day's. */
void pc_record_join(const pc_record_t *self, pc_record_t *joined);

/* What became of a row of the record. */
typedef enum {
    PC_USE_FITTED,
    PC_USE_OTHER,       /* of another variable: no matter of this record */
    PC_USE_PREFECTURE,  /* of one prefecture */
    PC_USE_EARLIER,     /* before the date that fits start from */
    PC_USE_LOWER_BOUND, /* published as "more than" */
    PC_USE_NOT_FIT,     /* fit = no; its `rule` may say why */
    PC_USE_TWICE,       /* the same value of the same date as a row before it */
    PC_USE_NEAR         /* less than a month from a fact that stands for both */
} pc_use;

/* What became of the row `o` in `all` (from pc_record_counts or pc_record_rates with
 * `from`), of which `fitted` is fitted: `all` itself, or what pc_record_join left. */
pc_use pc_record_use(const pc_record_t *all, const pc_record_t *fitted,
    pc_variable variable, double from, const pc_observation_t *o);

/* PC_ERR_INPUT with a message if the record has fewer than `least` facts, or does not
 * grow from its first fact to its last. */
pc_status pc_record_check(
    const pc_record_t *self, size_t least, pc_diags_t *diags) PC_MUST_CHECK;

/* The fact of a date, or NULL. */
const pc_fact_t *pc_record_find(const pc_record_t *self, const char *date);

#endif
