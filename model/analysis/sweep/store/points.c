/* points.c - writing a sweep's store. Reading for people is in sweep/store/export.c. */
#include "analysis/sweep/store/points.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/sweep/store/parts.h"
#include "base/input.h"
#include "base/sha256.h"

static const char tables[] =
    "CREATE TABLE design(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE manifest(place INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, value "
    "TEXT NOT NULL, compared INTEGER NOT NULL);"
    "CREATE TABLE scenario(number INTEGER PRIMARY KEY, name TEXT, path TEXT, sha256 "
    "TEXT, "
    "resolved TEXT);"
    "CREATE TABLE columns(place INTEGER PRIMARY KEY, kind TEXT, name TEXT, meaning "
    "TEXT, "
    "unit TEXT, choices TEXT, variable TEXT, period TEXT, stat TEXT, region TEXT);"
    "CREATE TABLE failures(point INTEGER PRIMARY KEY, reason TEXT NOT NULL);";

/* What is in the file is wrong, and not how it was opened or written. */
static int
is_damaged(const pc_points_t *self, int code)
{
    const int primary = code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB
           || (primary == SQLITE_IOERR && self->db != NULL
               && sqlite3_extended_errcode(self->db) == SQLITE_IOERR_SHORT_READ);
}

/* A message for the last error; the status for the caller. */
pc_status
pc_points_fault(pc_points_t *self, int code, pc_diags_t *diags)
{
    const int primary = code & 0xff, damaged = is_damaged(self, code);
    self->full |= !damaged && (primary == SQLITE_FULL || primary == SQLITE_IOERR);
    if (diags != NULL) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL, "%s%s",
            damaged && primary != SQLITE_NOTADB ? "the store is damaged: " : "",
            primary == SQLITE_BUSY ? "another program is writing to this store"
            : self->db != NULL     ? sqlite3_errmsg(self->db)
                                   : sqlite3_errstr(code));
    }
    /* SQLITE_ERROR: a table or a column is not there. */
    return primary == SQLITE_NOMEM              ? PC_ERR_NOMEM
           : self->full                         ? PC_ERR_INTERRUPT
           : damaged || primary == SQLITE_ERROR ? PC_ERR_INPUT
                                                : PC_ERR_IO;
}

static pc_status
execute(pc_points_t *self, const char *text, pc_diags_t *diags)
{
    const int code = sqlite3_exec(self->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? PC_OK : pc_points_fault(self, code, diags);
}

pc_status
pc_points_prepare(pc_points_t *self, const char *text, sqlite3_stmt **statement)
{
    const int code = sqlite3_prepare_v2(self->db, text, -1, statement, NULL);
    return code == SQLITE_OK ? PC_OK : pc_points_fault(self, code, NULL);
}

/* Runs a prepared insert once. */
static pc_status
insert(pc_points_t *self, sqlite3_stmt *statement)
{
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? PC_OK : pc_points_fault(self, code, NULL);
}

/* A number from a query of one value; -1 if it fails. */
sqlite3_int64
pc_points_number(pc_points_t *self, const char *query)
{
    sqlite3_stmt *s = NULL;
    sqlite3_int64 value = -1;
    if (sqlite3_prepare_v2(self->db, query, -1, &s, NULL) == SQLITE_OK
        && sqlite3_step(s) == SQLITE_ROW) {
        value = sqlite3_column_int64(s, 0);
    }
    sqlite3_finalize(s);
    return value;
}

/* Runs a prepared insert once, with `num` texts from `place` on. */
static pc_status
insert_texts(pc_points_t *self, sqlite3_stmt *statement, int place,
    const char *const *texts, int num)
{
    for (int k = 0; k < num; k++) {
        /* A text that there is no memory for would be stored as nothing. */
        const int code =
            sqlite3_bind_text(statement, place + k, texts[k], -1, SQLITE_TRANSIENT);
        if (code != SQLITE_OK) {
            return pc_points_fault(self, code, NULL);
        }
    }
    return insert(self, statement);
}

static pc_status
write_facts(pc_points_t *self, const pc_points_plan_t *plan)
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self, "INSERT INTO design VALUES(?,?)", &s);
    for (size_t k = 0; k < plan->num_design && status == PC_OK; k++) {
        const char *const texts[] = { plan->design[k].name, plan->design[k].value };
        status = insert_texts(self, s, 1, texts, 2);
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
        status = insert_texts(self, s, 2, texts, 2);
    }
    sqlite3_finalize(s);
    return status;
}

static pc_status
write_size(pc_points_t *self, const pc_points_plan_t *plan)
{
    char text[320];
    snprintf(text, sizeof(text),
        "INSERT OR REPLACE INTO design VALUES('points in all','%zu'),('nested','%d'),"
        "('shard','%zu'),('shards','%zu')",
        plan->num_points, plan->nested, plan->shard, plan->num_shards);
    return execute(self, text, NULL);
}

static pc_status
write_columns(pc_points_t *self, const pc_points_plan_t *plan)
{
    sqlite3_stmt *s = NULL;
    pc_status status =
        pc_points_prepare(self, "INSERT INTO columns VALUES(?,?,?,?,?,?,?,?,?,?)", &s);
    for (size_t k = 0; k < plan->num_columns && status == PC_OK; k++) {
        const pc_column_t *c = &plan->columns[k];
        const char *const texts[] = { c->is_metric ? "metric" : "parameter", c->name,
            c->meaning, c->unit, c->choices, c->variable, c->period, c->stat,
            c->region };
        sqlite3_bind_int64(s, 1, (sqlite3_int64) k + 1);
        status = insert_texts(self, s, 2, texts, 9);
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
        status = insert_texts(self, s, 2, texts, 4);
    }
    sqlite3_finalize(s);
    return status;
}

/* `INSERT INTO points VALUES(?,?,...)`, or the table's definition. */
static char *
wide_statement(const pc_points_plan_t *plan, int metrics, int define)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    const char *table = metrics ? "metrics" : "points";
    if (define) {
        fprintf(out, "CREATE TABLE %s(point INTEGER PRIMARY KEY%s", table,
            metrics ? "" : ", scenario INTEGER NOT NULL, replicate INTEGER NOT NULL");
    } else {
        fprintf(out, "INSERT INTO %s VALUES(?%s", table, metrics ? "" : ",?,?");
    }
    for (size_t k = 0; k < plan->num_columns; k++) {
        if (plan->columns[k].is_metric == metrics) {
            if (define) {
                fprintf(out, ",\"%s\"", plan->columns[k].name);
            } else {
                fputs(",?", out);
            }
        }
    }
    fputs(")", out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static pc_status
with_wide(pc_points_t *self, const pc_points_plan_t *plan, int metrics, int define)
{
    char *text = wide_statement(plan, metrics, define);
    if (text == NULL) {
        return PC_ERR_NOMEM;
    }
    sqlite3_stmt *s = NULL;
    const pc_status status =
        define ? execute(self, text, NULL) : pc_points_prepare(self, text, &s);
    if (!define) {
        self->insert[metrics] = s;
    }
    free(text);
    return status;
}

static pc_status
create(pc_points_t *self, const pc_points_plan_t *plan, pc_diags_t *diags)
{
    char text[96];
    snprintf(text, sizeof(text), "PRAGMA application_id=%d;PRAGMA user_version=%d;",
        PC_POINTS_APPLICATION, PC_POINTS_FORMAT);
    pc_status status = execute(self, "BEGIN IMMEDIATE", NULL);
    status = status == PC_OK ? execute(self, text, NULL) : status;
    status = status == PC_OK ? execute(self, tables, NULL) : status;
    for (int metrics = 0; metrics < 2 && status == PC_OK; metrics++) {
        status = with_wide(self, plan, metrics, 1);
    }
    status = status == PC_OK ? write_facts(self, plan) : status;
    status = status == PC_OK ? write_size(self, plan) : status;
    status = status == PC_OK ? write_columns(self, plan) : status;
    status = status == PC_OK ? execute(self, "COMMIT", NULL) : status;
    if (status != PC_OK) {
        /* SQLite knows nothing of memory that we lacked ourselves. */
        if (sqlite3_errcode(self->db) != SQLITE_OK) {
            pc_points_fault(self, sqlite3_errcode(self->db), diags);
        }
        sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

static pc_status
connect(pc_points_t *self, const char *path, int flags, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    const char *shown = path != NULL ? path : "store in memory";
    /* To SQLite ":memory:" and "file:..." are no names of files. */
    const size_t size = strlen(shown) + 3;
    char *name = malloc(size);
    self->path = strdup(shown);
    if (self->path == NULL || name == NULL) {
        free(name);
        return PC_ERR_NOMEM;
    }
    snprintf(name, size, "%s%s", shown[0] == '/' ? "" : "./", shown);
    sqlite3 *db = NULL;
    const int code = sqlite3_open_v2(path != NULL ? name : ":memory:", &db, flags, NULL);
    free(name);
    self->db = db;
    return code == SQLITE_OK ? PC_OK : pc_points_fault(self, code, diags);
}

/* What the statements of a store need of its plan. */
static pc_status
know_columns(pc_points_t *self)
{
    const pc_points_plan_t *plan = &self->plan;
    self->num_params = plan->num_params;
    self->num_metrics = plan->num_columns - plan->num_params;
    self->choices = calloc(plan->num_columns + 1, sizeof(*self->choices));
    if (self->choices == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < plan->num_columns; k++) {
        self->choices[k] = plan->columns[k].choices;
    }
    return PC_OK;
}

/* Notes every program of "a, b, c" but the store's own. */
static pc_status
note_later(pc_points_t *self, sqlite3_stmt *s, const char *name, const char *values)
{
    const char *own = pc_fact_value(self->plan.manifest, self->plan.num_manifest, name);
    pc_status status = PC_OK;
    while (status == PC_OK && values[0] != '\0') {
        const size_t length = strcspn(values, ",");
        char value[128];
        snprintf(value, sizeof(value), "%.*s", (int) length, values);
        if (strcmp(own, value) != 0) {
            const char *const texts[] = { name, value };
            status = insert_texts(self, s, 1, texts, 2);
        }
        values += length;
        values += strspn(values, ", ");
    }
    return status;
}

pc_status
pc_points_note_others(pc_points_t *self, const pc_points_plan_t *plan)
{
    static const char later[] = "later_";
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self,
        "INSERT INTO manifest(name, value, compared) VALUES('later_' || ?, ?, 0) "
        "ON CONFLICT(name) DO UPDATE SET value = value || ', ' || excluded.value "
        "WHERE instr(value, excluded.value) = 0",
        &s);
    for (size_t k = 0; k < plan->num_manifest && status == PC_OK; k++) {
        const pc_named_t *fact = &plan->manifest[k];
        if (fact->comparing == PC_SHOULD_AGREE) {
            status = note_later(self, s, fact->name, fact->value);
        } else if (strncmp(fact->name, later, strlen(later)) == 0) {
            status = note_later(self, s, fact->name + strlen(later), fact->value);
        }
    }
    sqlite3_finalize(s);
    return status;
}

/* SQLite would wait at a pipe for ever. */
static pc_status
check_file(const char *path, pc_diags_t *diags)
{
    const pc_status status = pc_input_check(path, PC_SHA256_ANY_SIZE);
    if (status == PC_ERR_MISSING) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "there is no such store");
    } else if (status != PC_OK && status != PC_ERR_NOMEM) {
        char reason[PC_INPUT_REASON_SIZE];
        const char *why = pc_input_reason(errno, reason);
        pc_diags_add(
            diags, PC_ERROR, path, 0, 0, NULL, "the store cannot be opened: %s", why);
    }
    return status == PC_ERR_IO ? PC_ERR_MISSING : status;
}

pc_status
pc_points_open(
    pc_points_t *self, const char *path, const pc_points_plan_t *plan, pc_diags_t *diags)
{
    struct stat info;
    memset(self, 0, sizeof(*self));
    if (path != NULL && stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "a store cannot be written here: this is not a plain file");
        return PC_ERR_IO;
    }
    pc_status status =
        connect(self, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, diags);
    if (status == PC_OK) {
        status = execute(self,
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; "
            "PRAGMA synchronous=FULL;",
            diags);
    }
    /* A file that was only begun has no tables yet. */
    const sqlite3_int64 tables_there =
        status == PC_OK ? pc_points_number(self, "SELECT count(*) FROM sqlite_master")
                        : 1;
    if (tables_there < 0) {
        status = pc_points_fault(self, sqlite3_errcode(self->db), diags);
    } else if (tables_there == 0) {
        status = create(self, plan, diags);
    }
    if (status == PC_OK) {
        status = pc_points_read_plan(self, diags);
    }
    if (status == PC_OK) {
        status = pc_points_compare(&self->plan, plan, path, 1, diags);
    }
    if (status == PC_OK) {
        status = pc_points_note_others(self, plan);
    }
    if (status == PC_OK && self->plan.num_points != plan->num_points) {
        status = write_size(self, plan);
        self->plan.num_points = plan->num_points;
    }
    for (int metrics = 0; metrics < 2 && status == PC_OK; metrics++) {
        status = with_wide(self, plan, metrics, 0);
    }
    if (status == PC_OK) {
        sqlite3_stmt *s = NULL;
        status = pc_points_prepare(self, "INSERT INTO failures VALUES(?,?)", &s);
        self->insert[2] = s;
    }
    return status == PC_OK ? know_columns(self) : status;
}

pc_status
pc_points_read(pc_points_t *self, const char *path, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    pc_status status = check_file(path, diags);
    if (status != PC_OK) {
        return status;
    }
    /* A killed sweep's journal is rolled back, which writes; a store that may not be
     * written is read as it is. */
    status = connect(self, path, SQLITE_OPEN_READWRITE, diags);
    if (status == PC_OK) {
        status = pc_points_read_plan(self, diags);
    }
    return status == PC_OK ? know_columns(self) : status;
}

void
pc_points_close(pc_points_t *self)
{
    for (int k = 0; k < 3; k++) {
        sqlite3_finalize(self->insert[k]);
    }
    if (self->open) {
        sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    }
    sqlite3_close(self->db);
    pc_points_plan_free(&self->plan);
    free(self->choices);
    free(self->path);
    memset(self, 0, sizeof(*self));
}

pc_status
pc_points_done(pc_points_t *self, uint8_t *done, size_t bits, size_t *num_done)
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self, "SELECT point FROM points", &s);
    int code = SQLITE_DONE;
    *num_done = 0;
    while (status == PC_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        const sqlite3_int64 point = sqlite3_column_int64(s, 0);
        if (point >= 1 && (size_t) point <= bits) {
            const size_t bit = (size_t) point - 1;
            done[bit / 8] = (uint8_t) (done[bit / 8] | 1u << bit % 8);
            ++*num_done;
        }
    }
    sqlite3_finalize(s);
    return status == PC_OK && code != SQLITE_DONE ? pc_points_fault(self, code, NULL)
                                                  : status;
}

/* Writes the name at `place` of "a|b|c". Returns SQLite's code. */
static int
bind_choice(sqlite3_stmt *s, int at, const char *choices, double place)
{
    const char *name = choices;
    for (int k = 0; k < (int) place && name != NULL; k++) {
        name = strchr(name, '|');
        name = name != NULL ? name + 1 : NULL;
    }
    return name != NULL ? sqlite3_bind_text(
               s, at, name, (int) strcspn(name, "|"), SQLITE_TRANSIENT)
                        : sqlite3_bind_null(s, at);
}

pc_status
pc_points_add(pc_points_t *self, size_t point, size_t scenario, uint32_t replicate,
    const double *params, const double *metrics, const char *reason)
{
    pc_status status = PC_OK;
    if (!self->open) {
        status = execute(self, "BEGIN IMMEDIATE", NULL);
        self->open = status == PC_OK;
    }
    if (status != PC_OK) {
        return status;
    }
    sqlite3_stmt *s = self->insert[0];
    sqlite3_bind_int64(s, 1, (sqlite3_int64) point);
    sqlite3_bind_int64(s, 2, (sqlite3_int64) scenario);
    sqlite3_bind_int64(s, 3, replicate);
    for (size_t k = 0; k < self->num_params; k++) {
        const int at = (int) k + 4;
        const int code = self->choices[k][0] != '\0'
                             ? bind_choice(s, at, self->choices[k], params[k])
                             : sqlite3_bind_double(s, at, params[k]);
        if (code != SQLITE_OK) {
            return pc_points_fault(self, code, NULL);
        }
    }
    status = insert(self, s);
    if (status != PC_OK) {
        return status;
    }
    if (reason != NULL) {
        s = self->insert[2];
        sqlite3_bind_int64(s, 1, (sqlite3_int64) point);
        return insert_texts(self, s, 2, &reason, 1);
    }
    s = self->insert[1];
    sqlite3_bind_int64(s, 1, (sqlite3_int64) point);
    for (size_t k = 0; k < self->num_metrics; k++) {
        sqlite3_bind_double(s, (int) k + 2, metrics[k]); /* NaN becomes NULL */
    }
    return insert(self, s);
}

pc_status
pc_points_commit(pc_points_t *self)
{
    if (!self->open) {
        return PC_OK;
    }
    const pc_status status = execute(self, "COMMIT", NULL);
    self->open = status != PC_OK;
    return status;
}

double
pc_points_bytes(pc_points_t *self)
{
    return (double) pc_points_number(self, "PRAGMA page_count")
           * (double) pc_points_number(self, "PRAGMA page_size");
}
