/* facts.c - what a store says it is about. */
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/store/parts.h"

static const char *
column_text(sqlite3_stmt *s, int place)
{
    const unsigned char *text = sqlite3_column_text(s, place);
    return text != NULL ? (const char *) text : "";
}

/* Copies of the first `num` texts of a row, to be freed; 0 if there is no memory. */
static int
copy_texts(sqlite3_stmt *s, char **texts, int num)
{
    int whole = 1;
    for (int t = 0; t < num; t++) {
        texts[t] = strdup(column_text(s, t));
        whole = whole && texts[t] != NULL;
    }
    return whole;
}

static pc_status
take_column(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    char *texts[9];
    const int whole = copy_texts(s, texts, 9);
    const pc_column_t column = { .is_metric =
                                     texts[0] != NULL && strcmp(texts[0], "metric") == 0,
        .name = texts[1],
        .meaning = texts[2],
        .unit = texts[3],
        .choices = texts[4],
        .variable = texts[5],
        .period = texts[6],
        .stat = texts[7],
        .region = texts[8] };
    const pc_status status = whole ? pc_plan_add_column(plan, &column) : PC_ERR_NOMEM;
    for (int t = 0; t < 9; t++) {
        free(texts[t]);
    }
    return status;
}

static pc_status
take_scenario(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    char *texts[4];
    const int whole = copy_texts(s, texts, 4);
    const pc_stored_scenario_t scenario = { texts[0], texts[1], texts[2], texts[3] };
    const pc_status status =
        whole ? pc_plan_add_scenario(plan, &scenario) : PC_ERR_NOMEM;
    for (int t = 0; t < 4; t++) {
        free(texts[t]);
    }
    return status;
}

static pc_status
take_fact(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    const char *name = column_text(s, 0), *value = column_text(s, 1);
    const size_t count = (size_t) strtoull(value, NULL, 10);
    if (strcmp(name, "points in all") == 0) {
        plan->num_points = count;
    } else if (strcmp(name, "nested") == 0) {
        plan->nested = count != 0;
    } else if (strcmp(name, "shard") == 0) {
        plan->shard = count;
    } else if (strcmp(name, "shards") == 0) {
        plan->num_shards = count;
    } else {
        return pc_plan_add_design(plan, name, value);
    }
    return PC_OK;
}

static pc_status
take_manifest(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    return pc_plan_add_manifest(plan, column_text(s, 0), column_text(s, 1),
        (pc_comparing) sqlite3_column_int(s, 2));
}

static pc_status
read_rows(pc_points_t *self, const char *query,
    pc_status (*take)(pc_points_plan_t *, sqlite3_stmt *))
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self, query, &s);
    int code = SQLITE_DONE;
    while (status == PC_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        status = take(&self->plan, s);
    }
    sqlite3_finalize(s);
    return status == PC_OK && code != SQLITE_DONE ? pc_points_fault(self, code, NULL)
                                                  : status;
}

pc_status
pc_points_read_plan(pc_points_t *self, pc_diags_t *diags)
{
    const sqlite3_int64 application = pc_points_number(self, "PRAGMA application_id");
    if (application < 0 || sqlite3_errcode(self->db) == SQLITE_NOMEM) {
        /* in use, or no database at all */
        return pc_points_fault(self, sqlite3_errcode(self->db), diags);
    }
    if (application != PC_POINTS_APPLICATION) {
        pc_diags_add(
            diags, PC_ERROR, self->path, 0, 0, NULL, "this is no store of a sweep");
        return PC_ERR_INPUT;
    }
    const sqlite3_int64 format = pc_points_number(self, "PRAGMA user_version");
    if (format < 0 && sqlite3_errcode(self->db) == SQLITE_NOMEM) {
        return pc_points_fault(self, SQLITE_NOMEM, diags);
    }
    if (format != PC_POINTS_FORMAT) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
            "the store has format %d, this program reads %d", (int) format,
            PC_POINTS_FORMAT);
        return PC_ERR_VERSION;
    }
    pc_status status = read_rows(self, "SELECT name, value FROM design", take_fact);
    if (status == PC_OK) {
        status = read_rows(self,
            "SELECT name, value, compared FROM manifest ORDER BY place", take_manifest);
    }
    if (status == PC_OK) {
        status = read_rows(self,
            "SELECT kind, name, meaning, unit, choices, variable, period, stat, region "
            "FROM columns ORDER BY place",
            take_column);
    }
    if (status == PC_OK) {
        status = read_rows(self,
            "SELECT name, path, sha256, resolved FROM scenario ORDER BY number",
            take_scenario);
    }
    if (status != PC_OK && sqlite3_errcode(self->db) != SQLITE_OK) {
        pc_points_fault(self, sqlite3_errcode(self->db), diags);
    }
    return status;
}
