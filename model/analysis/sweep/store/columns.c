/* columns.c - a sweep's store as columns of numbers. */
#include <math.h>
#include <string.h>

#include "analysis/sweep/store/parts.h"

double
pc_points_choice(const char *choices, const char *name)
{
    const size_t length = strlen(name);
    int place = 0;
    for (const char *p = choices; p != NULL; place++) {
        if (strcspn(p, "|") == length && strncmp(p, name, length) == 0) {
            return place;
        }
        p = strchr(p, '|');
        p = p != NULL ? p + 1 : NULL;
    }
    return -1;
}

/* Runs a query of points and calls `take` with each that lies in the design. */
static pc_status
each_point(pc_points_t *self, const char *query,
    void (*take)(void *context, size_t place, sqlite3_stmt *s), void *context)
{
    sqlite3_stmt *s = NULL;
    int code = SQLITE_DONE;
    const pc_status status = pc_points_prepare(self, query, &s);
    if (status != PC_OK) {
        return status;
    }
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const sqlite3_int64 point = sqlite3_column_int64(s, 0);
        if (point >= 1 && (size_t) point <= self->plan.num_points) {
            take(context, (size_t) point - 1, s);
        }
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? PC_OK : pc_points_fault(self, code, NULL);
}

typedef struct {
    const pc_column_t *column;
    double *values;
} column_t;

static void
take_value(void *context, size_t place, sqlite3_stmt *s)
{
    const column_t *c = context;
    (void) pc_points_cell(c->column, s, 1, &c->values[place]);
}

pc_status
pc_points_column(pc_points_t *self, size_t k, double *values)
{
    const pc_column_t *column = &self->plan.columns[k];
    column_t c = { column, values };
    char *query = sqlite3_mprintf("SELECT point, \"%w\" FROM %s", column->name,
        column->is_metric ? "metrics" : "points");
    if (query == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t p = 0; p < self->plan.num_points; p++) {
        values[p] = NAN;
    }
    const pc_status status = each_point(self, query, take_value, &c);
    sqlite3_free(query);
    return status;
}

static void
take_failure(void *context, size_t place, sqlite3_stmt *s)
{
    (void) s;
    ((uint8_t *) context)[place] = 1;
}

pc_status
pc_points_failed(pc_points_t *self, uint8_t *failed)
{
    memset(failed, 0, self->plan.num_points);
    return each_point(self, "SELECT point FROM failures", take_failure, failed);
}
