/* export.c - a sweep's store as tables, and one of its points. */
#include "analysis/sweep/store/points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "output/cells.h"
#include "analysis/sweep/store/parts.h"

#define CHOICE_SIZE 128

static int
is_month(const pc_column_t *column)
{
    return column->is_metric && strcmp(column->stat, "month") == 0;
}

static void
write_cell(FILE *out, double value, const pc_column_t *column)
{
    if (isnan(value)) {
        return;
    }
    if (column->choices[0] != '\0') {
        char text[CHOICE_SIZE];
        pc_cell_text(out,
            pc_points_own_text(column->choices, (size_t) value, text, sizeof(text)));
    } else if (is_month(column)) {
        char text[8];
        pc_month_format((pc_month) value, text);
        fputs(text, out);
    } else {
        pc_cell_number(out, value);
    }
}

/* What a table is written with. */
typedef struct {
    pc_points_t *store;
    FILE *out;
    pc_diags_t *diags;
} table_t;

static pc_status
check_whole(const table_t *self, const pc_points_row_t *row)
{
    if (row->fault == NULL) {
        return PC_OK;
    }
    pc_diags_add(self->diags, PC_ERROR, self->store->path, 0, 0, NULL,
        "the store is damaged: point %lld is not whole: %s", row->number,
        pc_diags_text(self->diags, row->fault));
    return PC_ERR_INPUT;
}

static pc_status
write_row(void *context, const pc_points_row_t *row)
{
    const table_t *self = context;
    const pc_points_plan_t *plan = &self->store->plan;
    const pc_status status = check_whole(self, row);
    if (status != PC_OK) {
        return status;
    }
    fprintf(self->out, "%zu,", row->point);
    pc_cell_text(self->out, plan->scenarios[row->scenario - 1].name);
    fprintf(self->out, ",%lu", (unsigned long) row->replicate);
    for (size_t k = 0; k < plan->num_columns; k++) {
        fputc(',', self->out);
        write_cell(self->out,
            k < plan->num_params ? row->params[k] : row->metrics[k - plan->num_params],
            &plan->columns[k]);
    }
    fputc(',', self->out);
    pc_cell_text(self->out, row->reason);
    fputc('\n', self->out);
    return PC_OK;
}

/* The name, and of a part year how many months there are of it: the same for all
 * scenarios, or one after the other. */
static void
write_head(FILE *out, const pc_points_plan_t *plan, const pc_column_t *column)
{
    char text[256];
    int any = 0;
    for (size_t s = 0; s < plan->num_scenarios; s++) {
        int part;
        pc_points_months(column, s, &part);
        any |= part;
    }
    if (any) {
        snprintf(text, sizeof(text), "%.80s (part: %.80s months)", column->name,
            column->months);
    }
    pc_cell_text(out, any ? text : column->name);
}

pc_status
pc_points_csv(pc_points_t *self, FILE *out, pc_diags_t *diags)
{
    const pc_points_plan_t *plan = &self->plan;
    table_t table = { self, out, diags };
    fputs("point,scenario,replicate", out);
    for (size_t k = 0; k < plan->num_columns; k++) {
        fputc(',', out);
        write_head(out, plan, &plan->columns[k]);
    }
    fputs(",failure\n", out);
    return pc_points_each(self, 0, write_row, &table);
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
    table_t table;
    FILE *out;
    const char *model;
    char (*ends)[8]; /* [num_scenarios] the last month of each */
    uint8_t *skip;   /* [num_columns] 1: makes no rows */
    int years;       /* 1: a year column, 0: a time column */
} iamc_t;

/* The variable, with what the number is where name and time do not say it: two periods
 * that end in one month have two names. Of a part year it says the months. */
static void
write_variable(const iamc_t *self, const pc_column_t *c, size_t scenario)
{
    char text[256], part_text[40] = "";
    int part;
    const int months = pc_points_months(c, scenario, &part);
    const int year = year_of(c->period) > 0;
    const int month = !year && strcmp(c->period, "all") != 0 && strlen(c->period) == 7;
    if (part) {
        snprintf(part_text, sizeof(part_text), ", part: %d months", months);
    }
    snprintf(text, sizeof(text), "%s [%s%s%s%s]", c->variable, c->stat,
        year && c->period[0] == 'F' ? ", fiscal year"
        : year && !self->years      ? ", calendar year"
        : year || month             ? ""
                                    : " ",
        year || month ? "" : c->period, part_text);
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
write_iamc_value(const iamc_t *self, const pc_points_plan_t *plan,
    const pc_points_row_t *row, size_t k)
{
    const pc_column_t *c = &plan->columns[k];
    const size_t scenario = row->scenario - 1;
    char text[256];
    snprintf(
        text, sizeof(text), "%s, point %zu", plan->scenarios[scenario].name, row->point);
    pc_cell_text(self->out, self->model);
    fputc(',', self->out);
    pc_cell_text(self->out, text);
    fprintf(self->out, ",%s,", c->region);
    write_variable(self, c, scenario);
    fputc(',', self->out);
    pc_cell_text(self->out, pc_points_own_text(c->unit, scenario, text, sizeof(text)));
    fputc(',', self->out);
    write_time(self, c, self->ends[scenario]);
    fputc(',', self->out);
    write_cell(self->out, row->metrics[k - plan->num_params], c);
    fputc('\n', self->out);
}

static pc_status
write_iamc_rows(void *context, const pc_points_row_t *row)
{
    const iamc_t *self = context;
    const pc_points_plan_t *plan = &self->table.store->plan;
    const pc_status status = check_whole(&self->table, row);
    for (size_t k = plan->num_params; k < plan->num_columns && status == PC_OK; k++) {
        if (!self->skip[k] && row->reason == NULL
            && !isnan(row->metrics[k - plan->num_params])) {
            write_iamc_value(self, plan, row, k);
        }
    }
    return status;
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

pc_status
pc_points_iamc(pc_points_t *self, FILE *out, size_t *left_out, pc_diags_t *diags)
{
    const pc_points_plan_t *plan = &self->plan;
    char model[64];
    iamc_t iamc = {
        .table = { self, out, diags }, .out = out, .model = model, .years = 1
    };
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
        fprintf(out, "model,scenario,region,variable,unit,%s,value\n",
            iamc.years ? "year" : "time");
        status = pc_points_each(self, 0, write_iamc_rows, &iamc);
    }
    free(iamc.ends);
    free(iamc.skip);
    return status;
}

typedef struct {
    table_t table;
    size_t *scenario;
    uint32_t *replicate;
    double *params, *metrics;
    char **failure;
    int found;
} one_t;

static pc_status
take_one(void *context, const pc_points_row_t *row)
{
    one_t *self = context;
    const pc_points_t *store = self->table.store;
    const pc_status status = check_whole(&self->table, row);
    if (status != PC_OK) {
        return status;
    }
    self->found = 1;
    *self->scenario = row->scenario;
    *self->replicate = row->replicate;
    memcpy(self->params, row->params, store->num_params * sizeof(double));
    memcpy(self->metrics, row->metrics, store->num_metrics * sizeof(double));
    *self->failure = row->reason != NULL ? strdup(row->reason) : NULL;
    return row->reason != NULL && *self->failure == NULL ? PC_ERR_NOMEM : PC_OK;
}

pc_status
pc_points_one(pc_points_t *self, size_t point, size_t *scenario, uint32_t *replicate,
    double *params, double *metrics, char **failure, pc_diags_t *diags)
{
    one_t one = { .table = { self, NULL, diags },
        .scenario = scenario,
        .replicate = replicate,
        .params = params,
        .metrics = metrics,
        .failure = failure };
    *failure = NULL;
    if (point < 1 || point > self->plan.num_points) {
        return PC_ERR_MISSING;
    }
    const pc_status status = pc_points_each(self, point, take_one, &one);
    return status == PC_OK && !one.found ? PC_ERR_MISSING : status;
}
