/* points.c - opens a sweep's store, to write, to go on or to read, and writes its rows.
 * Tables for people: export.c. */
#include "analysis/sweep/store/points.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/sweep/store/parts.h"
#include "base/input.h"
#include "base/sha256.h"

/* What is in the file is wrong, and not how it was opened or written. */
static int
is_damaged(const pc_points_t *self, int code)
{
    const int primary = code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB
           || (primary == SQLITE_IOERR && self->db != NULL
               && sqlite3_extended_errcode(self->db) == SQLITE_IOERR_SHORT_READ);
}

static void
say_fault(const pc_points_t *self, int code, int damaged, pc_diags_t *diags)
{
    const int primary = code & 0xff;
    const char *text =
        self->db != NULL ? sqlite3_errmsg(self->db) : sqlite3_errstr(code);
    if (self->endless) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
            "the store is damaged: reading it does not end");
    } else if (primary == SQLITE_BUSY) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
            "another program is writing to this store");
    } else if (damaged && primary != SQLITE_NOTADB) {
        pc_diags_add(
            diags, PC_ERROR, self->path, 0, 0, NULL, "the store is damaged: %s", text);
    } else {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL, "%s", text);
    }
}

pc_status
pc_points_fault(pc_points_t *self, int code, pc_diags_t *diags)
{
    const int primary = code & 0xff, damaged = is_damaged(self, code);
    self->full |= !damaged && (primary == SQLITE_FULL || primary == SQLITE_IOERR);
    if (diags != NULL) {
        say_fault(self, code, damaged, diags);
    }
    switch (primary) {
    case SQLITE_NOMEM:
        return PC_ERR_NOMEM;
    case SQLITE_INTERRUPT:
        return self->endless ? PC_ERR_INPUT : PC_ERR_INTERRUPT;
    case SQLITE_ERROR: /* a table or a column is not there */
    case SQLITE_AUTH:
    case SQLITE_TOOBIG:
        return self->full ? PC_ERR_INTERRUPT : PC_ERR_INPUT;
    default:
        return self->full ? PC_ERR_INTERRUPT : damaged ? PC_ERR_INPUT : PC_ERR_IO;
    }
}

pc_status
pc_points_execute(pc_points_t *self, const char *text, pc_diags_t *diags)
{
    self->steps = 0;
    const int code = sqlite3_exec(self->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? PC_OK : pc_points_fault(self, code, diags);
}

pc_status
pc_points_prepare(pc_points_t *self, const char *text, sqlite3_stmt **statement)
{
    self->steps = 0;
    const int code = sqlite3_prepare_v2(self->db, text, -1, statement, NULL);
    return code == SQLITE_OK ? PC_OK : pc_points_fault(self, code, NULL);
}

pc_status
pc_points_insert(pc_points_t *self, sqlite3_stmt *statement)
{
    self->steps = 0;
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
    self->steps = 0;
    if (sqlite3_prepare_v2(self->db, query, -1, &s, NULL) == SQLITE_OK
        && sqlite3_step(s) == SQLITE_ROW) {
        value = sqlite3_column_int64(s, 0);
    }
    sqlite3_finalize(s);
    return value;
}

pc_status
pc_points_insert_texts(pc_points_t *self, sqlite3_stmt *statement, int place,
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
    return pc_points_insert(self, statement);
}

/* Which file the connection has. It may have lost its name before this is known. */
static void
know_file(pc_points_t *self)
{
    struct stat info;
    int moved = 0;
    sqlite3_file_control(self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    self->gone = moved || stat(self->path, &info) != 0;
    if (!self->gone) {
        self->device = info.st_dev;
        self->inode = info.st_ino;
    }
}

int
pc_points_there(pc_points_t *self)
{
    struct stat info;
    if (self->inode != 0
        && (stat(self->path, &info) != 0 || info.st_dev != self->device
            || info.st_ino != self->inode)) {
        self->gone = 1;
    }
    return !self->gone;
}

static pc_status
connect(pc_points_t *self, const char *path, int flags, pc_diags_t *diags)
{
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
    if (code != SQLITE_OK) {
        return pc_points_fault(self, code, diags);
    }
    return pc_points_guard(self);
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
            status = pc_points_insert_texts(self, s, 1, texts, 2);
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

/* An existing store, whose tables and facts are in order. */
static pc_status
take_in(pc_points_t *self, pc_diags_t *diags)
{
    pc_status status = pc_points_check_tables(self, NULL, diags);
    if (status == PC_OK) {
        status = pc_points_read_plan(self, diags);
    }
    if (status == PC_OK) {
        status = pc_points_check_tables(self, &self->plan, diags);
    }
    return status == PC_OK ? know_columns(self) : status;
}

/* What is not whole of a store that is gone on with. */
static pc_status
mend(pc_points_t *self, pc_diags_t *diags)
{
    size_t num = 0;
    const pc_status status = pc_points_mend(self, &num);
    if (status == PC_OK && num > 0) {
        pc_diags_add(diags, PC_WARNING, self->path, 0, 0, NULL,
            "%zu points of the store were not whole; they are computed again", num);
    }
    return status;
}

/* Makes the statements that write points. */
static pc_status
ready_to_write(pc_points_t *self)
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare_insert(self, 0);
    if (status == PC_OK) {
        status = pc_points_prepare_insert(self, 1);
    }
    if (status == PC_OK) {
        status = pc_points_prepare(self, "INSERT INTO failures VALUES(?,?)", &s);
        self->insert[2] = s;
    }
    return status;
}

static pc_status
go_on(pc_points_t *self, const pc_points_plan_t *plan, int empty, pc_diags_t *diags)
{
    pc_status status = pc_points_compare(&self->plan, plan, self->path, 1, diags);
    if (status == PC_OK) {
        status = pc_points_note_others(self, plan);
    }
    if (status == PC_OK && self->plan.num_points != plan->num_points) {
        status = pc_points_write_size(self, plan);
        self->plan.num_points = plan->num_points;
    }
    if (status == PC_OK && !empty) {
        status = mend(self, diags);
    }
    return status == PC_OK ? ready_to_write(self) : status;
}

pc_status
pc_points_open(
    pc_points_t *self, const char *path, const pc_points_plan_t *plan, pc_diags_t *diags)
{
    int empty = 1;
    struct stat info;
    memset(self, 0, sizeof(*self));
    /* Before SQLite has it: what is not ours stays as it is. */
    pc_status status = path != NULL ? pc_points_look(path, &empty, diags) : PC_OK;
    if (status == PC_ERR_INPUT && stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        status = PC_ERR_IO; /* an output that cannot be written, not a bad input */
    }
    if (status == PC_OK) {
        self->access = PC_POINTS_WRITES;
        status = connect(self, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, diags);
    }
    if (status == PC_OK) {
        status = pc_points_execute(self,
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; "
            "PRAGMA synchronous=FULL;",
            diags);
    }
    if (status == PC_OK && empty) {
        status = pc_points_create(self, plan, diags);
    }
    if (status == PC_OK) {
        status = take_in(self, diags);
    }
    if (status == PC_OK) {
        status = go_on(self, plan, empty, diags);
    }
    if (status == PC_OK && path != NULL) {
        know_file(self);
    }
    return status;
}

pc_status
pc_points_read(pc_points_t *self, const char *path, pc_diags_t *diags)
{
    int empty = 0;
    memset(self, 0, sizeof(*self));
    pc_status status = pc_points_look(path, &empty, diags);
    if (status == PC_ERR_IO) {
        return PC_ERR_INPUT; /* a place that no store can be read from */
    }
    if (status == PC_OK && empty) {
        const int there = access(path, F_OK) == 0;
        if (there) {
            pc_diags_add(
                diags, PC_ERROR, path, 0, 0, NULL, "this is no store of a sweep");
        } else {
            pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "there is no such store");
        }
        return there ? PC_ERR_INPUT : PC_ERR_MISSING;
    }
    /* A killed sweep's journal is rolled back, which writes; a store that may not be
     * written is read as it is. */
    if (status == PC_OK) {
        self->access = PC_POINTS_READS;
        status = connect(self, path, SQLITE_OPEN_READWRITE, diags);
    }
    /* All that is read is of one moment. */
    if (status == PC_OK) {
        status = pc_points_execute(self, "BEGIN", diags);
        self->open = status == PC_OK;
    }
    return status == PC_OK ? take_in(self, diags) : status;
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
        status = pc_points_execute(self, "BEGIN IMMEDIATE", NULL);
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
    status = pc_points_insert(self, s);
    if (status != PC_OK) {
        return status;
    }
    if (reason != NULL) {
        s = self->insert[2];
        sqlite3_bind_int64(s, 1, (sqlite3_int64) point);
        return pc_points_insert_texts(self, s, 2, &reason, 1);
    }
    s = self->insert[1];
    sqlite3_bind_int64(s, 1, (sqlite3_int64) point);
    for (size_t k = 0; k < self->num_metrics; k++) {
        sqlite3_bind_double(s, (int) k + 2, metrics[k]); /* NaN becomes NULL */
    }
    return pc_points_insert(self, s);
}

pc_status
pc_points_commit(pc_points_t *self)
{
    if (!self->open) {
        return PC_OK;
    }
    const pc_status status = pc_points_execute(self, "COMMIT", NULL);
    self->open = status != PC_OK;
    return status == PC_OK && !pc_points_there(self) ? PC_ERR_IO : status;
}

double
pc_points_bytes(pc_points_t *self)
{
    return (double) pc_points_number(self, "PRAGMA page_count")
           * (double) pc_points_number(self, "PRAGMA page_size");
}
