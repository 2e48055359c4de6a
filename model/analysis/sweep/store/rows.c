/* rows.c - the points of a store, each looked at before it is believed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/store/parts.h"
#include "base/calendar.h"
#include "base/utf8.h"

#define REASON_MAX 4096 /* bytes */

/* Of the query: point, scenario, replicate, columns, then these. */
enum { FIRST_COLUMN = 3, METRICS_POINT = 0, FAILURES_POINT, REASON };

int
pc_points_cell(const pc_column_t *column, sqlite3_stmt *s, int at, double *value)
{
    const int type = sqlite3_column_type(s, at);
    *value = NAN;
    if (column->choices[0] != '\0') {
        const char *name =
            type == SQLITE_TEXT ? (const char *) sqlite3_column_text(s, at) : NULL;
        const double place = name != NULL ? pc_points_choice(column->choices, name) : -1;
        *value = place >= 0 ? place : NAN;
        return place >= 0;
    }
    if (type == SQLITE_NULL) {
        return column->is_metric;
    }
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) {
        return 0;
    }
    const double number = sqlite3_column_double(s, at);
    const int is_month = strcmp(column->stat, "month") == 0;
    if (!isfinite(number)
        || (is_month
            && !(number >= PC_MONTH_MIN && number <= PC_MONTH_MAX
                 && number == floor(number)))) {
        return 0;
    }
    *value = number;
    return 1;
}

typedef struct {
    pc_points_t *store;
    sqlite3_stmt *s;
    double *values; /* [num_columns]; owned */
    pc_points_row_t row;
} reader_t;

/* The number, and what follows from it. */
static const char *
read_number(reader_t *self)
{
    const pc_points_plan_t *plan = &self->store->plan;
    pc_points_row_t *row = &self->row;
    row->number = sqlite3_column_int64(self->s, 0);
    row->point = row->scenario = 0;
    row->replicate = 0;
    if (row->number < 1 || (unsigned long long) row->number > plan->num_points
        || ((size_t) row->number - 1) % plan->num_shards != plan->shard - 1) {
        return N_("it is none of this store's");
    }
    row->point = (size_t) row->number;
    const size_t run = row->point - 1;
    row->scenario = run / plan->replicates % plan->num_scenarios + 1;
    row->replicate = (uint32_t) (run % plan->replicates) + 1;
    if (sqlite3_column_type(self->s, 1) != SQLITE_INTEGER
        || sqlite3_column_int64(self->s, 1) != (sqlite3_int64) row->scenario
        || sqlite3_column_type(self->s, 2) != SQLITE_INTEGER
        || sqlite3_column_int64(self->s, 2) != (sqlite3_int64) row->replicate) {
        return N_("its scenario and replicate are not those of its number");
    }
    return NULL;
}

/* A reason is printed. */
static int
is_reason(sqlite3_stmt *s, int at)
{
    const char *text = (const char *) sqlite3_column_text(s, at);
    const int size = sqlite3_column_bytes(s, at);
    return sqlite3_column_type(s, at) == SQLITE_TEXT && size > 0 && size <= REASON_MAX
           && text != NULL && strlen(text) == (size_t) size && pc_utf8_is_plain(text);
}

static const char *
read_cells(reader_t *self)
{
    const pc_points_plan_t *plan = &self->store->plan;
    const int after = FIRST_COLUMN + (int) plan->num_columns;
    const int has_metrics =
                  sqlite3_column_type(self->s, after + METRICS_POINT) != SQLITE_NULL,
              has_failed =
                  sqlite3_column_type(self->s, after + FAILURES_POINT) != SQLITE_NULL;
    const char *fault = NULL;
    self->row.reason = (const char *) sqlite3_column_text(self->s, after + REASON);
    if (has_metrics == has_failed || (self->row.reason != NULL) != has_failed) {
        fault = has_metrics ? N_("it has metrics and has failed")
                            : N_("it has neither metrics nor a reason why it failed");
    } else if (has_failed && !is_reason(self->s, after + REASON)) {
        fault = N_("the reason why it failed is none that a sweep writes");
    }
    for (size_t k = 0; k < plan->num_columns; k++) {
        const pc_column_t *column = &plan->columns[k];
        const int right =
            pc_points_cell(column, self->s, FIRST_COLUMN + (int) k, &self->values[k]);
        if (!right && fault == NULL) {
            fault = column->is_metric ? N_("a metric of it is no number")
                                      : N_("a parameter of it has no value");
        }
    }
    return fault;
}

/* point, scenario, replicate, parameters, metrics, what the other tables have. */
static char *
row_query(const pc_points_plan_t *plan, size_t point)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendall(text, "SELECT p.point, p.scenario, p.replicate");
    for (size_t k = 0; k < plan->num_columns; k++) {
        sqlite3_str_appendf(text, ", %s.\"%w\"", plan->columns[k].is_metric ? "m" : "p",
            plan->columns[k].name);
    }
    sqlite3_str_appendall(text,
        ", m.point, f.point, f.reason FROM points p LEFT JOIN metrics m ON m.point = "
        "p.point LEFT JOIN failures f ON f.point = p.point");
    sqlite3_str_appendall(text, point > 0 ? " WHERE p.point = ?" : " ORDER BY p.point");
    return sqlite3_str_finish(text);
}

static pc_status
read_rows(reader_t *self, pc_status (*take)(void *context, const pc_points_row_t *row),
    void *context)
{
    pc_points_row_t *row = &self->row;
    long long last = 0;
    int first = 1, code;
    while ((code = sqlite3_step(self->s)) == SQLITE_ROW) {
        const char *of_number = read_number(self), *of_cells = read_cells(self);
        row->fault = of_number != NULL ? of_number : of_cells;
        /* On damaged pages rows may come again, and again. */
        if (!first && row->number <= last) {
            return pc_points_fault(self->store, SQLITE_CORRUPT, NULL);
        }
        first = 0;
        last = row->number;
        const pc_status status = take(context, row);
        if (status != PC_OK) {
            return status;
        }
    }
    return code == SQLITE_DONE ? PC_OK : pc_points_fault(self->store, code, NULL);
}

pc_status
pc_points_each(pc_points_t *self, size_t point,
    pc_status (*take)(void *context, const pc_points_row_t *row), void *context)
{
    reader_t reader = { .store = self };
    char *query = row_query(&self->plan, point);
    reader.values = calloc(self->plan.num_columns + 1, sizeof(double));
    pc_status status = query == NULL || reader.values == NULL
                           ? PC_ERR_NOMEM
                           : pc_points_prepare(self, query, &reader.s);
    if (status == PC_OK && point > 0) {
        sqlite3_bind_int64(reader.s, 1, (sqlite3_int64) point);
    }
    if (status == PC_OK) {
        reader.row.params = reader.values;
        reader.row.metrics = reader.values + self->num_params;
        status = read_rows(&reader, take, context);
    }
    sqlite3_finalize(reader.s);
    sqlite3_free(query);
    free(reader.values);
    return status;
}

/* --- which are there --- */

typedef struct {
    uint8_t *bits;
    size_t room, num;
} done_t;

static pc_status
mark(void *context, const pc_points_row_t *row)
{
    done_t *done = context;
    if (row->fault == NULL && row->point <= done->room) {
        const size_t bit = row->point - 1;
        done->bits[bit / 8] = (uint8_t) (done->bits[bit / 8] | 1u << bit % 8);
        done->num++;
    }
    return PC_OK;
}

pc_status
pc_points_done(pc_points_t *self, uint8_t *done, size_t bits, size_t *num_done)
{
    done_t d = { done, bits, 0 };
    const pc_status status = pc_points_each(self, 0, mark, &d);
    *num_done = d.num;
    return status;
}

pc_status
pc_points_count(pc_points_t *self, size_t *num)
{
    const sqlite3_int64 count = pc_points_number(self, "SELECT count(*) FROM points");
    *num = count > 0 ? (size_t) count : 0;
    return count >= 0 ? PC_OK : pc_points_fault(self, sqlite3_errcode(self->db), NULL);
}

/* --- those that are not whole --- */

typedef struct {
    long long *numbers; /* owned */
    size_t num, room;
} faults_t;

static pc_status
collect(void *context, const pc_points_row_t *row)
{
    faults_t *faults = context;
    if (row->fault == NULL) {
        return PC_OK;
    }
    if (faults->num == faults->room) {
        const size_t room = faults->room > 0 ? 2 * faults->room : 64;
        long long *more = realloc(faults->numbers, room * sizeof(*more));
        if (more == NULL) {
            return PC_ERR_NOMEM;
        }
        faults->numbers = more;
        faults->room = room;
    }
    faults->numbers[faults->num++] = row->number;
    return PC_OK;
}

static pc_status
remove_points(pc_points_t *self, const faults_t *faults)
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self, "DELETE FROM points WHERE point = ?", &s);
    for (size_t k = 0; k < faults->num && status == PC_OK; k++) {
        sqlite3_bind_int64(s, 1, faults->numbers[k]);
        status = pc_points_insert(self, s);
    }
    sqlite3_finalize(s);
    return status;
}

pc_status
pc_points_mend(pc_points_t *self, size_t *num)
{
    /* With the points that are removed go their cells in the other tables, and cells
     * that belong to no point. */
    static const char *const rest[] = {
        "DELETE FROM metrics WHERE point NOT IN (SELECT point FROM points)",
        "DELETE FROM failures WHERE point NOT IN (SELECT point FROM points)"
    };
    faults_t faults = { NULL, 0, 0 };
    pc_status status = pc_points_execute(self, "BEGIN IMMEDIATE", NULL);
    self->open = status == PC_OK;
    if (status == PC_OK) {
        status = pc_points_each(self, 0, collect, &faults);
    }
    if (status == PC_OK && faults.num > 0) {
        status = remove_points(self, &faults);
    }
    for (int k = 0; k < 2 && status == PC_OK; k++) {
        status = pc_points_execute(self, rest[k], NULL);
    }
    *num = faults.num;
    free(faults.numbers);
    return status == PC_OK ? pc_points_commit(self) : status;
}
