/* sentences.h - the sentences of a report, made by rule from its numbers.
 *
 * Every sentence can stand alone: it names its year, its range and what it assumes, and
 * compares in one thing. None of them judges. */
#ifndef PC_ANALYSIS_ANSWERS_REPORT_SENTENCES_H
#define PC_ANALYSIS_ANSWERS_REPORT_SENTENCES_H

#include <stdio.h>

#include "analysis/answers/report/report.h"

#define PC_SENTENCE_SIZE 1024
#define PC_REPORT_ANSWERS 8
#define PC_REPORT_LINES 16

typedef struct {
    const char *label; /* one word; static */
    char text[PC_SENTENCE_SIZE];
} pc_answer_t;

/* The charts, in order; a report has the first four. */
typedef enum {
    PC_CHART_SITES,
    PC_CHART_BASE,
    PC_CHART_CASES,
    PC_CHART_HOURS,
    PC_CHART_TESTS,
    PC_CHART_OMITTED,
    PC_CHART_USE,
    PC_NUM_CHARTS
} pc_chart;
#define PC_REPORT_CHARTS (PC_CHART_HOURS + 1)
pc_figure pc_chart_figure(pc_chart which);
/* The line at which a target lies in the chart, NaN if there is none, and its date. */
double pc_chart_goal(const pc_report_t *self, pc_chart which);
const pc_report_date_t *pc_chart_date(
    const pc_report_t *self, size_t side, pc_chart which);

/* What the report asks. */
void pc_report_question(
    const pc_report_t *self, pc_lang lang, char text[PC_SENTENCE_SIZE]);

/* The answers; returns how many. */
size_t pc_report_answers(
    const pc_report_t *self, pc_lang lang, pc_answer_t answers[PC_REPORT_ANSWERS]);

/* A chart's title says what is shown, the line below what and in which unit, the foot
 * what lines and band are, and which lie on that of the reference. */
void pc_chart_title(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE]);
void pc_chart_subtitle(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE]);
void pc_chart_foot(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE]);

/* What stands for a scenario in tables and charts: `Reference`, ①, ②, ③, and `Now` for
 * the setting that a page moves; where room is short, `Ref.` */
const char *pc_side_mark(const pc_report_t *self, size_t side, pc_lang lang);
const char *pc_side_short_mark(const pc_report_t *self, size_t side, pc_lang lang);
const char *pc_side_title(const pc_report_t *self, size_t side, pc_lang lang);

/* What a scenario assumes: the reference's main assumptions, of the others what differs.
 * Each writes whole sentences to `out`, one a line. */
void pc_report_assumptions(
    const pc_report_t *self, size_t side, pc_lang lang, FILE *out);

/* The rule of a scenario that is called `id`, as a sentence; nothing if it has none. */
void pc_rule_sentence(const pc_scenario_t *s, const char *id, pc_lang lang, FILE *out);

/* What the numbers cannot say, and what would make the ranges narrower. */
void pc_report_limits(const pc_report_t *self, pc_lang lang, FILE *out);
void pc_report_wanted(const pc_report_t *self, pc_lang lang, FILE *out);

/* Heading of a figure in tables; the name and the value of a lever, with its unit. */
const char *pc_figure_heading(pc_figure which, pc_lang lang);
const char *pc_lever_name(const pc_lever_t *lever, pc_lang lang);
const char *pc_lever_value(pc_param which, double value, pc_lang lang, char text[96]);
/* `assumed`, `calibrated`, ... of a parameter in the scenario. */
const char *pc_kind_word(pc_param_kind kind, pc_lang lang);

#endif
