/* series.h - series.csv, one row a value:
 *   model,scenario,region,variable,unit,time,output_type,output_type_id,value
 *
 * The writer takes single rows, so that one run and an ensemble share it. */
#ifndef PC_OUTPUT_SERIES_H
#define PC_OUTPUT_SERIES_H

#include "base/observation.h"
#include "output/aggregate.h"
#include "output/run_info.h"

typedef struct {
    FILE *out;
    char *prefix; /* `model,scenario,` as cells; owned */
} pc_series_t;

/* Writes the header row. Free with pc_series_free, failed or not. */
pc_status pc_series_init(
    pc_series_t *self, FILE *out, const pc_run_info_t *info) PC_MUST_CHECK;
void pc_series_free(pc_series_t *self);

/* What a value is: `mean` with "", `quantile` with "0.05", `sample` with "d0r17" and so
 * on. */
typedef struct {
    const char *type, *id; /* id: "" if none */
} pc_output_type_t;

#define PC_OUTPUT_MEAN ((pc_output_type_t){ "mean", "" })

/* The id of a sample, `d3r17` for draw 3 and replicate 17; draw 0 is none. It is a word
 * and no number: 3.1 and 3.10 are the same to every reader of numbers. Returns `text`.
 */
#define PC_SAMPLE_ID_SIZE 44
const char *pc_sample_id(size_t draw, size_t replicate, char text[PC_SAMPLE_ID_SIZE]);

/* One row. `region` is 0 for Japan, 1..47 a prefecture. A part year's id is `part`,
 * after the id proper and a space if it has one (`0.05 part`). */
void pc_series_month(pc_series_t *self, int region, pc_variable variable, pc_month month,
    pc_output_type_t type, double value);
void pc_series_year(pc_series_t *self, int region, pc_variable variable,
    pc_year_kind kind, int year, int months, pc_output_type_t type, double value);

/* All national rows by month; rows of the nation by year; and, of fiscal years, the
 * prefectures'. */
void pc_series_months(
    pc_series_t *self, const pc_results_t *results, pc_output_type_t type);
void pc_series_years(pc_series_t *self, const pc_years_t *years, pc_output_type_t type);
void pc_series_prefectures(
    pc_series_t *self, const pc_years_t *years, pc_output_type_t type);

/* The published facts: type `observed`, id `more_than` if published as a lower bound. */
void pc_series_observed(pc_series_t *self, const pc_observations_t *observations);

#endif
