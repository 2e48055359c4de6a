/* tables.h - the wide tables for people, and the list of variables for the docs. */
#ifndef PC_OUTPUT_TABLES_H
#define PC_OUTPUT_TABLES_H

#include "output/aggregate.h"
#include "output/run_info.h"

typedef struct {
    const char *en, *ja; /* "Hokkaido", "北海道" */
} pc_prefecture_name_t;

/* The variables of prefecture.csv. */
extern const pc_variable pc_prefecture_variables[];
extern const size_t pc_num_prefecture_variables;

/* A caution that must stand beside a variable, or "": that fee points are kept, or that
 * the effect of omission on treatment was not calculated (omitted cases, but no option
 * missed). */
const char *pc_variable_note(
    pc_variable variable, const pc_years_t *years, pc_lang lang);

/* Tables of three significant digits. PC_ERR_NOMEM; write errors are left to the stream.
 *
 * fiscal_year.csv: one row a variable, one column a fiscal year, after the state before
 * the first month (row 0 of `results`). */
pc_status pc_fiscal_year_write(FILE *out, const pc_run_info_t *info,
    const pc_results_t *results, const pc_years_t *years) PC_MUST_CHECK;

/* prefecture.csv: for each main variable a block of 47 rows in JIS order, one column a
 * fiscal year. `names` is [PC_NUM_REGIONS]. `filled` 1: some hospital rows are filled
 * in, and the note of every row says so (参考). */
pc_status pc_prefecture_write(FILE *out, const pc_run_info_t *info,
    const pc_prefecture_name_t *names, int filled,
    const pc_years_t *years) PC_MUST_CHECK;

/* The table of all variables, as Markdown, for docs/outputs.md. */
void pc_variables_markdown(FILE *out);

#endif
