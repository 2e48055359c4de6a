/* points_export.c - a sweep's store as tables, and shards put together. */
#include "output/points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/cells.h"
#include "output/points_parts.h"

/* The query for whole rows: point, scenario, replicate, parameters, metrics, reason. */
static char *
row_query(const pc_points_plan_t *plan, int one)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    fputs("SELECT p.point, p.scenario, p.replicate", out);
    for (size_t k = 0; k < plan->num_columns; k++) {
        fprintf(out, ", %s.\"%s\"", plan->columns[k].is_metric ? "m" : "p",
            plan->columns[k].name);
    }
    fputs(", f.reason FROM points p LEFT JOIN metrics m ON m.point = p.point LEFT JOIN "
          "failures f ON f.point = p.point",
        out);
    fputs(one ? " WHERE p.point = ?" : " ORDER BY p.point", out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static pc_status
prepare_rows(pc_points_t *self, int one, sqlite3_stmt **statement)
{
    char *query = row_query(&self->plan, one);
    if (query == NULL) {
        return PC_ERR_NOMEM;
    }
    const int code = sqlite3_prepare_v2(self->db, query, -1, statement, NULL);
    free(query);
    return code == SQLITE_OK      ? PC_OK
           : code == SQLITE_NOMEM ? PC_ERR_NOMEM
                                  : PC_ERR_INPUT;
}

static int
is_month(const pc_column_t *column)
{
    return column->is_metric && strcmp(column->stat, "month") == 0;
}

static void
write_cell(FILE *out, sqlite3_stmt *s, int at, const pc_column_t *column)
{
    const int type = sqlite3_column_type(s, at);
    if (type == SQLITE_NULL) {
        return;
    }
    if (type == SQLITE_TEXT) {
        pc_cell_text(out, (const char *) sqlite3_column_text(s, at));
    } else if (is_month(column)) {
        char text[8];
        pc_month_format((pc_month) sqlite3_column_int(s, at), text);
        fputs(text, out);
    } else {
        pc_cell_number(out, sqlite3_column_double(s, at));
    }
}

pc_status
pc_points_csv(pc_points_t *self, FILE *out)
{
    const pc_points_plan_t *plan = &self->plan;
    sqlite3_stmt *s = NULL;
    const pc_status status = prepare_rows(self, 0, &s);
    if (status != PC_OK) {
        return status;
    }
    fputs("point,scenario,replicate", out);
    for (size_t k = 0; k < plan->num_columns; k++) {
        fputc(',', out);
        pc_cell_text(out, plan->columns[k].name);
    }
    fputs(",failure\n", out);
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const size_t scenario = (size_t) sqlite3_column_int64(s, 1);
        fprintf(out, "%lld,", sqlite3_column_int64(s, 0));
        pc_cell_text(out, scenario >= 1 && scenario <= plan->num_scenarios
                              ? plan->scenarios[scenario - 1].name
                              : "");
        fprintf(out, ",%lld", sqlite3_column_int64(s, 2));
        for (size_t k = 0; k < plan->num_columns; k++) {
            fputc(',', out);
            write_cell(out, s, (int) k + 3, &plan->columns[k]);
        }
        fputc(',', out);
        pc_cell_text(
            out, (const char *) sqlite3_column_text(s, (int) plan->num_columns + 3));
        fputc('\n', out);
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? PC_OK : pc_points_fault(self, code, NULL);
}

/* A year's number if the period is one, else 0. */
static int
year_of(const char *period)
{
    return (period[0] == 'F' || period[0] == 'C') && period[1] == 'Y' ? atoi(period + 2)
                                                                      : 0;
}

static int
has_place(const pc_column_t *c)
{
    return c->is_metric && !is_month(c);
}

/* The last month of a period that is no year: 2030-03 or 2026-04..2030-03; "" for all.
 */
static const char *
last_month(const char *period)
{
    const char *dots = strstr(period, "..");
    return dots != NULL ? dots + 2 : strcmp(period, "all") == 0 ? "" : period;
}

/* The variable, with what the number is where the name alone does not say it. */
static void
write_variable(FILE *out, const pc_column_t *c)
{
    char text[256];
    const char *year = strncmp(c->period, "FY", 2) == 0 ? ", fiscal year" : "";
    snprintf(text, sizeof(text), "%s [%s%s]", c->variable, c->stat, year);
    pc_cell_text(out, text);
}

static void
write_iamc_row(const pc_points_t *self, FILE *out, sqlite3_stmt *s, size_t k, int years,
    const char *model)
{
    const pc_column_t *c = &self->plan.columns[k];
    const size_t scenario = (size_t) sqlite3_column_int64(s, 1);
    char name[256];
    snprintf(name, sizeof(name), "%s, point %lld",
        scenario >= 1 && scenario <= self->plan.num_scenarios
            ? self->plan.scenarios[scenario - 1].name
            : "",
        sqlite3_column_int64(s, 0));
    pc_cell_text(out, model);
    fputc(',', out);
    pc_cell_text(out, name);
    fprintf(out, ",%s,", c->region);
    write_variable(out, c);
    fputc(',', out);
    pc_cell_text(out, c->unit);
    if (years) {
        fprintf(out, ",%d,", year_of(c->period));
    } else {
        const int year = year_of(c->period);
        const int fiscal = c->period[0] == 'F';
        if (year > 0) {
            fprintf(out, ",%d-%s,", year + fiscal, fiscal ? "03" : "12");
        } else {
            fprintf(out, ",%s,", last_month(c->period));
        }
    }
    write_cell(out, s, (int) k + 3, c);
    fputc('\n', out);
}

pc_status
pc_points_iamc(pc_points_t *self, FILE *out, size_t *left_out)
{
    const pc_points_plan_t *plan = &self->plan;
    char model[64];
    int years = 1;
    *left_out = 0;
    for (size_t k = plan->num_params; k < plan->num_columns; k++) {
        *left_out += !has_place(&plan->columns[k]);
        years &= !has_place(&plan->columns[k]) || year_of(plan->columns[k].period) > 0;
    }
    snprintf(model, sizeof(model), "panelcast %s",
        pc_fact_value(plan->manifest, plan->num_manifest, "version"));
    sqlite3_stmt *s = NULL;
    const pc_status status = prepare_rows(self, 0, &s);
    if (status != PC_OK) {
        return status;
    }
    fprintf(
        out, "model,scenario,region,variable,unit,%s,value\n", years ? "year" : "time");
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        for (size_t k = plan->num_params; k < plan->num_columns; k++) {
            if (has_place(&plan->columns[k])
                && sqlite3_column_type(s, (int) k + 3) != SQLITE_NULL) {
                write_iamc_row(self, out, s, k, years, model);
            }
        }
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? PC_OK : pc_points_fault(self, code, NULL);
}

pc_status
pc_points_one(pc_points_t *self, size_t point, size_t *scenario, uint32_t *replicate,
    double *params, double *metrics)
{
    sqlite3_stmt *s = NULL;
    pc_status status = prepare_rows(self, 1, &s);
    if (status != PC_OK) {
        return status;
    }
    sqlite3_bind_int64(s, 1, (sqlite3_int64) point);
    const int code = sqlite3_step(s);
    if (code != SQLITE_ROW) {
        sqlite3_finalize(s);
        return code == SQLITE_DONE ? PC_ERR_MISSING : pc_points_fault(self, code, NULL);
    }
    *scenario = (size_t) sqlite3_column_int64(s, 1);
    *replicate = (uint32_t) sqlite3_column_int64(s, 2);
    for (size_t k = 0; k < self->plan.num_columns; k++) {
        const int at = (int) k + 3;
        const pc_column_t *c = &self->plan.columns[k];
        double value = NAN;
        if (sqlite3_column_type(s, at) == SQLITE_TEXT) {
            value =
                pc_points_choice(c->choices, (const char *) sqlite3_column_text(s, at));
        } else if (sqlite3_column_type(s, at) != SQLITE_NULL) {
            value = sqlite3_column_double(s, at);
        }
        *(k < self->num_params ? &params[k] : &metrics[k - self->num_params]) = value;
    }
    sqlite3_finalize(s);
    return *scenario >= 1 && *scenario <= self->plan.num_scenarios ? PC_OK
                                                                   : PC_ERR_INPUT;
}
