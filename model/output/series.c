#include "output/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

pc_status
pc_series_init(pc_series_t *self, FILE *out, const pc_run_info_t *info)
{
    size_t size = 0;
    self->out = out;
    self->prefix = NULL;
    FILE *memory = open_memstream(&self->prefix, &size);
    if (memory == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_cell_text(memory, info->model);
    putc(',', memory);
    pc_cell_text(memory, info->name);
    putc(',', memory);
    const int failed = ferror(memory);
    if (fclose(memory) != 0 || failed) {
        pc_series_free(self);
        return PC_ERR_NOMEM;
    }
    fputs("model,scenario,region,variable,unit,time,output_type,output_type_id,value\n",
        out);
    return PC_OK;
}

void
pc_series_free(pc_series_t *self)
{
    free(self->prefix);
    self->prefix = NULL;
}

const char *
pc_sample_id(size_t draw, size_t replicate, char text[PC_SAMPLE_ID_SIZE])
{
    snprintf(text, PC_SAMPLE_ID_SIZE, "d%zur%zu", draw, replicate);
    return text;
}

/* The names and units of the table hold no comma or quote, so they go out as they are; a
 * test holds the table to it. */
static void
row(pc_series_t *self, int region, pc_variable variable, int months, const char *time,
    pc_output_type_t type, int part, double value)
{
    char unit[PC_UNIT_SIZE], place[8] = "JP";
    FILE *out = self->out;
    if (region > 0) {
        snprintf(place, sizeof(place), "JP-%02d", region % 100);
    }
    fputs(self->prefix, out);
    fputs(place, out);
    putc(',', out);
    fputs(pc_variable_table[variable].name, out);
    putc(',', out);
    fputs(pc_unit(variable, months, unit), out);
    putc(',', out);
    fputs(time, out);
    putc(',', out);
    fputs(type.type, out);
    putc(',', out);
    fputs(type.id, out);
    if (part) {
        fputs(type.id[0] == '\0' ? "part" : " part", out);
    }
    putc(',', out);
    pc_cell_number(out, value);
    putc('\n', out);
}

void
pc_series_month(pc_series_t *self, int region, pc_variable variable, pc_month month,
    pc_output_type_t type, double value)
{
    char time[8];
    pc_month_format(month, time);
    row(self, region, variable, 1, time, type, 0, value);
}

void
pc_series_year(pc_series_t *self, int region, pc_variable variable, pc_year_kind kind,
    int year, int months, pc_output_type_t type, double value)
{
    char time[16];
    snprintf(time, sizeof(time), "%s%d", kind == PC_YEAR_FISCAL ? "FY" : "CY", year);
    /* A year in which a flow never had a value has nothing to say about part years. */
    row(self, region, variable, months == 0 ? 12 : months, time, type,
        months > 0 && months < 12, value);
}

void
pc_series_months(pc_series_t *self, const pc_results_t *results, pc_output_type_t type)
{
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        for (size_t r = 0; r < results->num_rows; r++) {
            pc_series_month(self, 0, (pc_variable) v, results->first + (pc_month) r,
                type, pc_results_national(results, r)[v]);
        }
    }
}

void
pc_series_years(pc_series_t *self, const pc_years_t *years, pc_output_type_t type)
{
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        for (size_t y = 0; y < years->num_years; y++) {
            const size_t at = y * PC_NUM_VARIABLES + (size_t) v;
            pc_series_year(self, 0, (pc_variable) v, years->kind,
                years->first_year + (int) y, years->national_months[at], type,
                years->national[at]);
        }
    }
}

void
pc_series_prefectures(pc_series_t *self, const pc_years_t *years, pc_output_type_t type)
{
    for (int region = 0; region < PC_NUM_REGIONS; region++) {
        for (int r = 0; r < PC_NUM_REGIONAL; r++) {
            for (size_t y = 0; y < years->num_years; y++) {
                const size_t at =
                    (y * PC_NUM_REGIONS + (size_t) region) * PC_NUM_REGIONAL
                    + (size_t) r;
                pc_series_year(self, region + 1, pc_regional_table[r], years->kind,
                    years->first_year + (int) y, years->regional_months[at], type,
                    years->regional[at]);
            }
        }
    }
}

void
pc_series_observed(pc_series_t *self, const pc_observations_t *observations)
{
    for (size_t i = 0; i < observations->num; i++) {
        const pc_observation_t *o = &observations->items[i];
        const pc_output_type_t type = { "observed", o->measure == PC_MEASURE_CLAIMS
                                                        ? "claims"
                                                    : o->lower_bound ? "more_than"
                                                                     : "" };
        pc_series_month(self, o->region, o->variable, o->month, type, o->value);
    }
}
