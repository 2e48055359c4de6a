/* export.c - a sweep's store as tables, and one of its points. */
#include "analysis/sweep/store/points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "output/cells.h"
#include "analysis/sweep/store/parts.h"

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

/* Two columns that say the same under two names make one row. */
static int
said_before(const pc_points_plan_t *plan, size_t k)
{
    const pc_column_t *c = &plan->columns[k];
    for (size_t i = plan->num_params; i < k; i++) {
        const pc_column_t *d = &plan->columns[i];
        if (strcmp(c->variable, d->variable) == 0 && strcmp(c->period, d->period) == 0
            && strcmp(c->stat, d->stat) == 0 && strcmp(c->region, d->region) == 0) {
            return 1;
        }
    }
    return 0;
}

typedef struct {
    FILE *out;
    const char *model;
    char (*ends)[8]; /* [num_scenarios] the last month of each */
    uint8_t *skip;   /* [num_columns] 1: makes no rows */
    int years;       /* 1: a year column, 0: a time column */
} iamc_t;

/* The variable, with what the number is where name and time do not say it: two periods
 * that end in one month have two names. */
static void
write_variable(const iamc_t *self, const pc_column_t *c)
{
    char text[256];
    const int year = year_of(c->period) > 0;
    const int month = !year && strcmp(c->period, "all") != 0 && strlen(c->period) == 7;
    snprintf(text, sizeof(text), "%s [%s%s%s]", c->variable, c->stat,
        year && c->period[0] == 'F' ? ", fiscal year"
        : year && !self->years      ? ", calendar year"
        : year || month             ? ""
                                    : " ",
        year || month ? "" : c->period);
    pc_cell_text(self->out, text);
}

/* The year, or the last month of the period. */
static void
write_time(const iamc_t *self, const pc_column_t *c, const char *end)
{
    const int year = year_of(c->period), fiscal = c->period[0] == 'F';
    const char *dots = strstr(c->period, "..");
    if (self->years) {
        fprintf(self->out, "%d", year);
    } else if (year > 0) {
        fprintf(self->out, "%d-%s", year + fiscal, fiscal ? "03" : "12");
    } else {
        fputs(dots != NULL                    ? dots + 2
              : strcmp(c->period, "all") == 0 ? end
                                              : c->period,
            self->out);
    }
}

static void
write_iamc_row(
    const iamc_t *self, const pc_points_plan_t *plan, sqlite3_stmt *s, size_t k)
{
    const pc_column_t *c = &plan->columns[k];
    const size_t scenario = (size_t) sqlite3_column_int64(s, 1);
    const int known = scenario >= 1 && scenario <= plan->num_scenarios;
    char name[256];
    snprintf(name, sizeof(name), "%s, point %lld",
        known ? plan->scenarios[scenario - 1].name : "", sqlite3_column_int64(s, 0));
    pc_cell_text(self->out, self->model);
    fputc(',', self->out);
    pc_cell_text(self->out, name);
    fprintf(self->out, ",%s,", c->region);
    write_variable(self, c);
    fputc(',', self->out);
    pc_cell_text(self->out, c->unit);
    fputc(',', self->out);
    write_time(self, c, known ? self->ends[scenario - 1] : "");
    fputc(',', self->out);
    write_cell(self->out, s, (int) k + 3, c);
    fputc('\n', self->out);
}

/* The last month of every scenario, as its resolved text says. */
static pc_status
read_ends(const pc_points_plan_t *plan, char (*ends)[8])
{
    for (size_t k = 0; k < plan->num_scenarios; k++) {
        cJSON *resolved = cJSON_Parse(plan->scenarios[k].resolved);
        const cJSON *end = cJSON_GetObjectItemCaseSensitive(resolved, "end");
        const int known = cJSON_IsString(end) && strlen(end->valuestring) == 7;
        if (known) {
            memcpy(ends[k], end->valuestring, 8);
        }
        cJSON_Delete(resolved);
        if (!known) {
            return PC_ERR_INPUT;
        }
    }
    return PC_OK;
}

static pc_status
write_iamc_rows(pc_points_t *self, const iamc_t *iamc)
{
    const pc_points_plan_t *plan = &self->plan;
    sqlite3_stmt *s = NULL;
    const pc_status status = prepare_rows(self, 0, &s);
    if (status != PC_OK) {
        return status;
    }
    fprintf(iamc->out, "model,scenario,region,variable,unit,%s,value\n",
        iamc->years ? "year" : "time");
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        for (size_t k = plan->num_params; k < plan->num_columns; k++) {
            if (!iamc->skip[k] && sqlite3_column_type(s, (int) k + 3) != SQLITE_NULL) {
                write_iamc_row(iamc, plan, s, k);
            }
        }
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? PC_OK : pc_points_fault(self, code, NULL);
}

pc_status
pc_points_iamc(pc_points_t *self, FILE *out, size_t *left_out)
{
    const pc_points_plan_t *plan = &self->plan;
    char model[64];
    iamc_t iamc = { .out = out, .model = model, .years = 1 };
    int whole_run = 0;
    *left_out = 0;
    iamc.ends = calloc(plan->num_scenarios + 1, sizeof(*iamc.ends));
    iamc.skip = calloc(plan->num_columns + 1, 1);
    if (iamc.ends == NULL || iamc.skip == NULL) {
        free(iamc.ends);
        free(iamc.skip);
        return PC_ERR_NOMEM;
    }
    for (size_t k = plan->num_params; k < plan->num_columns; k++) {
        const pc_column_t *c = &plan->columns[k];
        *left_out += !has_place(c);
        iamc.years &= !has_place(c) || year_of(c->period) > 0;
        whole_run |= strcmp(c->period, "all") == 0;
        iamc.skip[k] = !has_place(c) || said_before(plan, k);
    }
    snprintf(model, sizeof(model), "panelcast %s",
        pc_fact_value(plan->manifest, plan->num_manifest, "version"));
    pc_status status = whole_run ? read_ends(plan, iamc.ends) : PC_OK;
    if (status == PC_OK) {
        status = write_iamc_rows(self, &iamc);
    }
    free(iamc.ends);
    free(iamc.skip);
    return status;
}

pc_status
pc_points_one(pc_points_t *self, size_t point, size_t *scenario, uint32_t *replicate,
    double *params, double *metrics, char **failure)
{
    sqlite3_stmt *s = NULL;
    *failure = NULL;
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
    const char *reason =
        (const char *) sqlite3_column_text(s, (int) self->plan.num_columns + 3);
    *failure = reason != NULL ? strdup(reason) : NULL;
    const int lost = reason != NULL && *failure == NULL;
    sqlite3_finalize(s);
    if (lost) {
        return PC_ERR_NOMEM;
    }
    return *scenario >= 1 && *scenario <= self->plan.num_scenarios ? PC_OK
                                                                   : PC_ERR_INPUT;
}
