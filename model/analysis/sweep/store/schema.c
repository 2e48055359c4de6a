/* schema.c - the tables of a store: how they are made, and whether they are ours. */
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/store/parts.h"

/* As SQLite keeps them. */
static const struct {
    const char *name, *text;
} fixed[] = {
    { "design",
        "CREATE TABLE design(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT "
        "ROWID" },
    { "manifest",
        "CREATE TABLE manifest(place INTEGER PRIMARY KEY, name TEXT UNIQUE NOT "
        "NULL, value TEXT NOT NULL, compared INTEGER NOT NULL)" },
    { "scenario", "CREATE TABLE scenario(number INTEGER PRIMARY KEY, name TEXT, path "
                  "TEXT, sha256 TEXT, resolved TEXT)" },
    { "columns",
        "CREATE TABLE columns(place INTEGER PRIMARY KEY, kind TEXT, name TEXT, "
        "meaning TEXT, unit TEXT, choices TEXT, variable TEXT, period TEXT, stat "
        "TEXT, region TEXT, months TEXT)" },
    { "failures",
        "CREATE TABLE failures(point INTEGER PRIMARY KEY, reason TEXT NOT NULL)" },
};

#define NUM_FIXED (sizeof(fixed) / sizeof(fixed[0]))
static const char *const wide[2] = { "points", "metrics" };

static pc_status
write_facts(pc_points_t *self, const pc_points_plan_t *plan)
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self, "INSERT INTO design VALUES(?,?)", &s);
    for (size_t k = 0; k < plan->num_design && status == PC_OK; k++) {
        const char *const texts[] = { plan->design[k].name, plan->design[k].value };
        status = pc_points_insert_texts(self, s, 1, texts, 2);
    }
    sqlite3_finalize(s);
    s = NULL;
    if (status == PC_OK) {
        status = pc_points_prepare(self, "INSERT INTO manifest VALUES(?,?,?,?)", &s);
    }
    for (size_t k = 0; k < plan->num_manifest && status == PC_OK; k++) {
        sqlite3_bind_int64(s, 1, (sqlite3_int64) k + 1);
        sqlite3_bind_int(s, 4, plan->manifest[k].comparing);
        const char *const texts[] = { plan->manifest[k].name, plan->manifest[k].value };
        status = pc_points_insert_texts(self, s, 2, texts, 2);
    }
    sqlite3_finalize(s);
    return status;
}

pc_status
pc_points_write_size(pc_points_t *self, const pc_points_plan_t *plan)
{
    char text[320];
    snprintf(text, sizeof(text),
        "INSERT OR REPLACE INTO design VALUES('points in all','%zu'),('nested','%d'),"
        "('shard','%zu'),('shards','%zu')",
        plan->num_points, plan->nested, plan->shard, plan->num_shards);
    return pc_points_execute(self, text, NULL);
}

static pc_status
write_columns(pc_points_t *self, const pc_points_plan_t *plan)
{
    sqlite3_stmt *s = NULL;
    pc_status status =
        pc_points_prepare(self, "INSERT INTO columns VALUES(?,?,?,?,?,?,?,?,?,?,?)", &s);
    for (size_t k = 0; k < plan->num_columns && status == PC_OK; k++) {
        const pc_column_t *c = &plan->columns[k];
        const char *const texts[] = { c->is_metric ? "metric" : "parameter", c->name,
            c->meaning, c->unit, c->choices, c->variable, c->period, c->stat, c->region,
            c->months };
        sqlite3_bind_int64(s, 1, (sqlite3_int64) k + 1);
        status = pc_points_insert_texts(self, s, 2, texts, 10);
    }
    sqlite3_finalize(s);
    s = NULL;
    if (status == PC_OK) {
        status = pc_points_prepare(self, "INSERT INTO scenario VALUES(?,?,?,?,?)", &s);
    }
    for (size_t k = 0; k < plan->num_scenarios && status == PC_OK; k++) {
        const pc_stored_scenario_t *p = &plan->scenarios[k];
        sqlite3_bind_int64(s, 1, (sqlite3_int64) k + 1);
        const char *const texts[] = { p->name, p->path, p->sha256, p->resolved };
        status = pc_points_insert_texts(self, s, 2, texts, 4);
    }
    sqlite3_finalize(s);
    return status;
}

/* The definition of points or of metrics; to be freed by SQLite. */
static char *
wide_definition(const pc_points_plan_t *plan, int metrics)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(
        text, "CREATE TABLE %s(point INTEGER PRIMARY KEY", wide[metrics]);
    if (!metrics) {
        sqlite3_str_appendall(
            text, ", scenario INTEGER NOT NULL, replicate INTEGER NOT NULL");
    }
    for (size_t k = 0; k < plan->num_columns; k++) {
        if (plan->columns[k].is_metric == metrics) {
            sqlite3_str_appendf(text, ",\"%w\"", plan->columns[k].name);
        }
    }
    sqlite3_str_appendall(text, ")");
    return sqlite3_str_finish(text);
}

static pc_status
make_wide(pc_points_t *self, const pc_points_plan_t *plan, int metrics)
{
    char *text = wide_definition(plan, metrics);
    const pc_status status =
        text != NULL ? pc_points_execute(self, text, NULL) : PC_ERR_NOMEM;
    sqlite3_free(text);
    return status;
}

static pc_status
make_fixed(pc_points_t *self)
{
    pc_status status = PC_OK;
    for (size_t k = 0; k < NUM_FIXED && status == PC_OK; k++) {
        status = pc_points_execute(self, fixed[k].text, NULL);
    }
    return status;
}

/* Another program may have come first, and made a store, or anything else, of the empty
 * file. */
static pc_status
begin_empty(pc_points_t *self, pc_diags_t *diags)
{
    const pc_status status = pc_points_execute(self, "BEGIN IMMEDIATE", NULL);
    const sqlite3_int64 num =
        status == PC_OK ? pc_points_number(self, "SELECT count(*) FROM sqlite_master")
                        : 0;
    if (num < 0) {
        return pc_points_fault(self, sqlite3_errcode(self->db), NULL);
    }
    if (num > 0) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
            "another program is writing to this store");
        return PC_ERR_IO;
    }
    return status;
}

pc_status
pc_points_create(pc_points_t *self, const pc_points_plan_t *plan, pc_diags_t *diags)
{
    char text[96];
    snprintf(text, sizeof(text), "PRAGMA application_id=%d;PRAGMA user_version=%d;",
        PC_POINTS_APPLICATION, PC_POINTS_FORMAT);
    const int access = self->access;
    self->access = PC_POINTS_MAKES;
    pc_status status = begin_empty(self, diags);
    status = status == PC_OK ? pc_points_execute(self, text, NULL) : status;
    status = status == PC_OK ? make_fixed(self) : status;
    for (int metrics = 0; metrics < 2 && status == PC_OK; metrics++) {
        status = make_wide(self, plan, metrics);
    }
    status = status == PC_OK ? write_facts(self, plan) : status;
    status = status == PC_OK ? pc_points_write_size(self, plan) : status;
    status = status == PC_OK ? write_columns(self, plan) : status;
    status = status == PC_OK ? pc_points_execute(self, "COMMIT", NULL) : status;
    if (status != PC_OK) {
        /* SQLite knows nothing of memory that we lacked ourselves. */
        const int code = sqlite3_errcode(self->db);
        if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
            pc_points_fault(self, code, diags);
        }
        sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    }
    self->access = access;
    return status;
}

pc_status
pc_points_prepare_insert(pc_points_t *self, int metrics)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_stmt *s = NULL;
    const size_t num = metrics ? self->num_metrics : self->num_params;
    sqlite3_str_appendf(text, "INSERT INTO %s VALUES(?", wide[metrics]);
    for (size_t k = 0; k < num + (metrics ? 0 : 2); k++) {
        sqlite3_str_appendall(text, ",?");
    }
    sqlite3_str_appendall(text, ")");
    char *query = sqlite3_str_finish(text);
    const pc_status status =
        query != NULL ? pc_points_prepare(self, query, &s) : PC_ERR_NOMEM;
    sqlite3_free(query);
    self->insert[metrics] = s;
    return status;
}

/* --- are they ours? --- */

/* Bit k for the fixed tables, then points, metrics, and the index that SQLite makes for
 * the names of the manifest. */
enum { POINTS = NUM_FIXED, METRICS, INDEX, NUM_OBJECTS };

/* Which of the objects a row of sqlite_master is; -1: none. */
static int
which_object(const char *type, const char *name, const char *text)
{
    if (strcmp(type, "index") == 0) {
        return strcmp(name, "sqlite_autoindex_manifest_1") == 0 && text == NULL ? INDEX
                                                                                : -1;
    }
    if (strcmp(type, "table") != 0 || text == NULL) {
        return -1;
    }
    for (size_t k = 0; k < NUM_FIXED; k++) {
        if (strcmp(name, fixed[k].name) == 0) {
            return strcmp(text, fixed[k].text) == 0 ? (int) k : -1;
        }
    }
    return strcmp(name, wide[0]) == 0   ? POINTS
           : strcmp(name, wide[1]) == 0 ? METRICS
                                        : -1;
}

static const char *
column_text(sqlite3_stmt *s, int at)
{
    return (const char *) sqlite3_column_text(s, at);
}

static int
same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* A row of sqlite_master; `wanted` are the definitions of points and metrics, or NULL.
 */
static int
is_ours(sqlite3_stmt *s, char *const wanted[2], unsigned *seen, sqlite3_int64 *roots)
{
    const char *type = column_text(s, 0), *name = column_text(s, 1),
               *table = column_text(s, 2), *text = column_text(s, 3);
    const int which = type != NULL && name != NULL ? which_object(type, name, text) : -1;
    if (which < 0 || (*seen >> which & 1)
        || sqlite3_column_bytes(s, 1) != (int) strlen(name)
        || !same_text(table, which == INDEX ? "manifest" : name)) {
        return 0;
    }
    /* No two tables lie on one page, and none on that of the schema. */
    roots[which] = sqlite3_column_int64(s, 4);
    for (int k = 0; k < NUM_OBJECTS; k++) {
        if (roots[which] < 2 || ((*seen >> k & 1) && roots[k] == roots[which])) {
            return 0;
        }
    }
    *seen |= 1u << which;
    return (which != POINTS && which != METRICS) || wanted[which - POINTS] == NULL
           || strcmp(text, wanted[which - POINTS]) == 0;
}

static pc_status
check_rows(pc_points_t *self, char *const wanted[2], pc_diags_t *diags)
{
    sqlite3_stmt *s = NULL;
    unsigned seen = 0;
    sqlite3_int64 roots[NUM_OBJECTS] = { 0 };
    int code = SQLITE_DONE;
    pc_status status = pc_points_prepare(
        self, "SELECT type, name, tbl_name, sql, rootpage FROM sqlite_master", &s);
    if (status != PC_OK) {
        return pc_points_fault(self, sqlite3_errcode(self->db), diags);
    }
    while (status == PC_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        if (!is_ours(s, wanted, &seen, roots)) {
            const char *name = column_text(s, 1);
            pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
                "this is no store of a sweep: it has %.80s, which a sweep does not make",
                name != NULL ? name : "something");
            status = PC_ERR_INPUT;
        }
    }
    sqlite3_finalize(s);
    if (code != SQLITE_DONE && code != SQLITE_ROW) {
        return pc_points_fault(self, code, diags);
    }
    if (status == PC_OK && seen != (1u << NUM_OBJECTS) - 1) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
            "the store is damaged: tables are missing");
        status = PC_ERR_INPUT;
    }
    return status;
}

pc_status
pc_points_check_tables(
    pc_points_t *self, const pc_points_plan_t *plan, pc_diags_t *diags)
{
    char *wanted[2] = { NULL, NULL };
    for (int metrics = 0; metrics < 2 && plan != NULL; metrics++) {
        wanted[metrics] = wide_definition(plan, metrics);
    }
    const int lacks = plan != NULL && (wanted[0] == NULL || wanted[1] == NULL);
    const pc_status status = lacks ? PC_ERR_NOMEM : check_rows(self, wanted, diags);
    sqlite3_free(wanted[0]);
    sqlite3_free(wanted[1]);
    return status;
}
