/* guard.c - what SQLite may do with a store: what a store needs, and not without end. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/sweep/store/parts.h"

/* A query may take so many instructions of SQLite: a scan takes a few for every byte.
 * More are taken by pages that lead in circles alone. */
#define STEPS_LEAST 10000000.0
#define STEPS_EACH_BYTE 50
#define STEPS_BETWEEN 10000 /* two looks */

#define CELL_MAX (64 << 20) /* bytes of a text: the scenario with every value */

static int
is_one_of(const char *text, const char *const *list, size_t num)
{
    for (size_t k = 0; k < num && text != NULL; k++) {
        if (strcmp(text, list[k]) == 0) {
            return 1;
        }
    }
    return 0;
}

static int
is_table(const char *name)
{
    static const char *const tables[] = { "design", "manifest", "scenario", "columns",
        "failures", "points", "metrics" };
    return is_one_of(name, tables, sizeof(tables) / sizeof(tables[0]));
}

static int
is_master(const char *name)
{
    static const char *const names[] = { "sqlite_master", "sqlite_schema" };
    return is_one_of(name, names, 2);
}

/* A pragma that reads, or one of those with which a store is written. */
static int
pragma_allowed(const char *name, const char *value, int access)
{
    static const char *const reads[] = { "application_id", "user_version", "page_count",
        "page_size" };
    static const char *const writes[] = { "locking_mode", "journal_mode",
        "synchronous" };
    return (value == NULL && is_one_of(name, reads, 4))
           || (access >= PC_POINTS_WRITES && is_one_of(name, writes, 3))
           || (access == PC_POINTS_MAKES && is_one_of(name, reads, 2));
}

/* Asked by SQLite for every part of a statement when it is prepared. `inside` is the
 * trigger or view that wants it; there is none in a store. */
static int
authorize(void *context, int action, const char *first, const char *second,
    const char *database, const char *inside)
{
    static const char *const functions[] = { "count", "instr" };
    const pc_points_t *self = context;
    const int writes = self->access >= PC_POINTS_WRITES,
              makes = self->access == PC_POINTS_MAKES,
              ours = database == NULL || strcmp(database, "main") == 0;
    int allowed = 0;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
        allowed = 1;
        break;
    case SQLITE_READ:
        allowed = is_table(first) || is_master(first);
        break;
    case SQLITE_FUNCTION:
        allowed = is_one_of(second, functions, 2);
        break;
    case SQLITE_PRAGMA:
        allowed = pragma_allowed(first, second, self->access);
        break;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
        allowed = (writes && is_table(first)) || (makes && is_master(first));
        break;
    case SQLITE_DELETE:
        allowed = writes && is_table(first);
        break;
    case SQLITE_CREATE_TABLE:
        allowed = makes && is_table(first);
        break;
    case SQLITE_CREATE_INDEX: /* SQLite's own, of a key */
        allowed =
            makes && is_table(second) && strncmp(first, "sqlite_autoindex_", 17) == 0;
        break;
    default:
        break;
    }
    return allowed && ours && inside == NULL ? SQLITE_OK : SQLITE_DENY;
}

/* Asked by SQLite now and then: nonzero to give up. */
static int
give_up(void *context)
{
    pc_points_t *self = context;
    self->steps += STEPS_BETWEEN;
    self->endless |= self->steps > self->steps_max;
    return self->endless || (self->interrupted != NULL && *self->interrupted);
}

static void
set_limits(sqlite3 *db)
{
    static const struct {
        int which, most;
    } limits[] = { { SQLITE_LIMIT_LENGTH, CELL_MAX }, { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_SQL_LENGTH, 1 << 20 }, { SQLITE_LIMIT_EXPR_DEPTH, 20 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 8 }, { SQLITE_LIMIT_VDBE_OP, 100000 },
        { SQLITE_LIMIT_FUNCTION_ARG, 4 }, { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 0 },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 0 }, { SQLITE_LIMIT_WORKER_THREADS, 0 } };
    for (size_t k = 0; k < sizeof(limits) / sizeof(limits[0]); k++) {
        sqlite3_limit(db, limits[k].which, limits[k].most);
    }
}

pc_status
pc_points_guard(pc_points_t *self)
{
    static const struct {
        int which, on;
    } settings[] = { { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 }, { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
        { SQLITE_DBCONFIG_ENABLE_VIEW, 0 }, { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 } };
    for (size_t k = 0; k < sizeof(settings) / sizeof(settings[0]); k++) {
        int on = -1;
        if (sqlite3_db_config(self->db, settings[k].which, settings[k].on, &on)
                != SQLITE_OK
            || on != settings[k].on) {
            return PC_ERR_IO;
        }
    }
    set_limits(self->db);
    struct stat info;
    const double bytes = stat(self->path, &info) == 0 ? (double) info.st_size : 0;
    self->steps_max = STEPS_LEAST + STEPS_EACH_BYTE * bytes;
    /* SQLite's own check of cells on pages that it reads; no pragma after this one is
     * free. */
    int code = sqlite3_exec(
        self->db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0", NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_set_authorizer(self->db, authorize, self);
    }
    sqlite3_progress_handler(self->db, STEPS_BETWEEN, give_up, self);
    return code == SQLITE_OK ? PC_OK : pc_points_fault(self, code, NULL);
}

static unsigned long
big_endian(const unsigned char *bytes)
{
    return (unsigned long) bytes[0] << 24 | (unsigned long) bytes[1] << 16
           | (unsigned long) bytes[2] << 8 | bytes[3];
}

/* Of SQLite's file format: the magic words; the versions of writing and reading, 1 for a
 * rollback journal; the user version; the application. */
enum { MAGIC = 0, WRITES = 18, READS = 19, USER = 60, APPLICATION = 68, HEADER = 100 };

static pc_status
check_header(
    const char *path, const unsigned char *header, size_t length, pc_diags_t *diags)
{
    if (length < HEADER || memcmp(header + MAGIC, "SQLite format 3", 16) != 0
        || big_endian(header + APPLICATION) != PC_POINTS_APPLICATION
        || header[WRITES] != 1 || header[READS] != 1) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "this is no store of a sweep");
        return PC_ERR_INPUT;
    }
    if (big_endian(header + USER) != PC_POINTS_FORMAT) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "the store has format %lu, this program reads %d", big_endian(header + USER),
            PC_POINTS_FORMAT);
        return PC_ERR_VERSION;
    }
    return PC_OK;
}

/* --- what lies beside a store --- */

/* A journal ends with the name of another file, which SQLite deletes, only if several
 * databases were written together: 4 bytes, the name, its length, its sum, these 8. No
 * sweep does so. */
static int
names_a_file(int journal, off_t size)
{
    static const unsigned char mark[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63,
        0xd7 };
    unsigned char end[16];
    return size >= (off_t) sizeof(end)
           && pread(journal, end, sizeof(end), size - (off_t) sizeof(end))
                  == (ssize_t) sizeof(end)
           && memcmp(end + 8, mark, sizeof(mark)) == 0;
}

/* 1 if what is at `path`, beside a store, is none that a sweep leaves. */
static int
is_foreign(const char *path, int journal)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno != ENOENT;
    }
    if (!S_ISREG(info.st_mode) || !journal) {
        return 1;
    }
    const int in = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const int foreign = in < 0 || fstat(in, &info) != 0 || !S_ISREG(info.st_mode)
                        || names_a_file(in, info.st_size);
    if (in >= 0) {
        close(in);
    }
    return foreign;
}

/* SQLite reads, follows and deletes what lies beside a database under these names. */
static pc_status
look_beside(const char *path, pc_diags_t *diags)
{
    static const char *const ends[] = { "-journal", "-wal", "-shm" };
    const size_t size = strlen(path) + sizeof("-journal");
    char *beside = malloc(size);
    if (beside == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]) && status == PC_OK; k++) {
        snprintf(beside, size, "%s%s", path, ends[k]);
        if (is_foreign(beside, k == 0)) {
            pc_diags_add(diags, PC_ERROR, beside, 0, 0, NULL,
                "no sweep writes this beside its store: move it away");
            status = PC_ERR_INPUT;
        }
    }
    free(beside);
    return status;
}

pc_status
pc_points_look(const char *path, int *empty, pc_diags_t *diags)
{
    unsigned char header[HEADER] = { 0 };
    struct stat info;
    size_t length = 0;
    *empty = 1;
    const pc_status beside = look_beside(path, diags);
    if (beside != PC_OK) {
        return beside;
    }
    /* What is no file may wait for ever when it is opened. */
    const int in = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (in < 0 && errno == ENOENT) {
        return PC_OK;
    }
    const int plain = in >= 0 && fstat(in, &info) == 0 && S_ISREG(info.st_mode);
    ssize_t num = plain ? 1 : 0;
    while (num > 0 && length < HEADER) {
        num = read(in, header + length, HEADER - length);
        length += num > 0 ? (size_t) num : 0;
    }
    if (in < 0 || num < 0) {
        /* Of one thread. */
        /* NOLINTBEGIN(concurrency-mt-unsafe) */
        pc_diags_add(
            diags, PC_ERROR, path, 0, 0, NULL, "unable to open: %s", strerror(errno));
        /* NOLINTEND(concurrency-mt-unsafe) */
    } else if (!plain) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "this is no file");
    }
    if (in >= 0) {
        close(in);
    }
    if (in < 0 || num < 0) {
        return PC_ERR_IO;
    }
    if (!plain) {
        return PC_ERR_INPUT;
    }
    *empty = length == 0;
    return *empty ? PC_OK : check_header(path, header, length, diags);
}
