/* quantity.h - numbers, ranges and dates as a person reads them in a sentence.
 *
 * Three significant digits; thousands by comma; in Japanese hours are counted in ten
 * thousands. Differences are those of the rounded numbers, so that a reader who
 * subtracts finds the same. */
#ifndef PC_ANALYSIS_ANSWERS_REPORT_QUANTITY_H
#define PC_ANALYSIS_ANSWERS_REPORT_QUANTITY_H

#include "base/calendar.h"
#include "base/words.h"

typedef enum {
    PC_QUANTITY_SITES,
    PC_QUANTITY_HOSPITALS,
    PC_QUANTITY_TESTS,
    PC_QUANTITY_CASES,
    PC_QUANTITY_OPTIONS,
    PC_QUANTITY_HOURS,
    PC_QUANTITY_PEOPLE,
    PC_QUANTITY_MONEY, /* given in JPY; shown in million JPY, in Japanese in 100 million
                        */
    PC_QUANTITY_DAYS,
    PC_QUANTITY_PERCENT
} pc_quantity_kind;

#define PC_QUANTITY_SIZE 96

/* `value` as it is shown: rounded to three significant digits, whole where the thing can
 * only be counted. */
double pc_quantity_rounded(double value, pc_quantity_kind kind);

/* The rounded value as it is shown, in the language's scale, and its digits after the
 * point: what a cell of a spreadsheet holds. */
double pc_quantity_shown(double value, pc_quantity_kind kind, pc_lang lang);
int pc_quantity_decimals(double value, pc_quantity_kind kind, pc_lang lang);

/* Each writes to `text` and returns it.
 * With the unit: `24,200 cases`, 24,200件. */
const char *pc_quantity(
    double value, pc_quantity_kind kind, pc_lang lang, char text[PC_QUANTITY_SIZE]);
/* The number alone: `126,000`, 12.6 (in ten thousands). */
const char *pc_quantity_bare(
    double value, pc_quantity_kind kind, pc_lang lang, char text[PC_QUANTITY_SIZE]);
/* `20,600 to 27,700 cases`; with `unit` 0, for tables, `20,600–27,700`. */
const char *pc_quantity_range(double low, double high, pc_quantity_kind kind, int unit,
    pc_lang lang, char text[PC_QUANTITY_SIZE]);
/* Of the rounded numbers: `-1,900 (-8%)`, or `same`. A fall has an ASCII minus. */
const char *pc_quantity_change(double from, double to, pc_quantity_kind kind,
    pc_lang lang, char text[PC_QUANTITY_SIZE]);
/* The unit under a heading: `hours/year`, 万時間/年度. Never freed. */
const char *pc_quantity_unit(pc_quantity_kind kind, pc_lang lang);

/* A share: `35%`. */
const char *pc_percent(double share, char text[PC_QUANTITY_SIZE]);

/* `September 2035`, 2035年9月; PC_MONTH_NONE is `after March 2041` with `end` the last
 * month of the run. */
const char *pc_month_words(
    pc_month month, pc_month end, pc_lang lang, char text[PC_QUANTITY_SIZE]);

/* `FY2030`, 2030年度. */
const char *pc_fiscal_words(int year, pc_lang lang, char text[PC_QUANTITY_SIZE]);

/* In Japanese the same year of the era, 令和12年度; else "". */
const char *pc_fiscal_era(int year, pc_lang lang, char text[PC_QUANTITY_SIZE]);

#endif
