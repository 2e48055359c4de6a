/* merge.c - the shards of a sweep put together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/sweep/store/parts.h"
#include "output/aside.h"

size_t
pc_points_share(size_t all, size_t shard, size_t shards)
{
    return shard <= all ? (all - shard) / shards + 1 : 0;
}

typedef struct {
    pc_points_t *shards; /* [num] */
    size_t num, first;   /* the first that could be read */
    char *const *paths;
    const pc_interrupt_t *interrupted;
    pc_diags_t *diags;
    pc_status status; /* of the first file that cannot be read or is of another sweep */
    int wrong, lacking;
} merge_t;

/* Asked by SQLite now and then: nonzero to give up. */
static int
give_up(void *context)
{
    const merge_t *self = context;
    return self->interrupted != NULL && *self->interrupted;
}

/* A shard that goes with the first, once, and finished. `holder` [n + 1] has 1 + the
 * place of the file of each shard. */
static void
check_shard(merge_t *self, size_t k, size_t *holder)
{
    const pc_points_plan_t *first = &self->shards[self->first].plan;
    const pc_points_plan_t *plan = &self->shards[k].plan;
    const size_t n = first->num_shards;
    const char *path = self->paths[k];
    if (plan->num_shards != n || plan->shard < 1 || plan->shard > n
        || plan->num_points != first->num_points) {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "shard %zu/%zu of %zu points does not go with shard %zu/%zu of %zu "
            "points (%s)",
            plan->shard, plan->num_shards, plan->num_points, first->shard, n,
            first->num_points, self->paths[self->first]);
        self->wrong = 1;
        return;
    }
    if (holder[plan->shard] > 0) {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "shard %zu/%zu is given twice: also %s", plan->shard, n,
            self->paths[holder[plan->shard] - 1]);
        self->wrong = 1;
    }
    holder[plan->shard] = k + 1;
    const size_t wanted = pc_points_share(plan->num_points, plan->shard, n);
    const sqlite3_int64 count =
        pc_points_number(&self->shards[k], "SELECT count(*) FROM points");
    if (count < 0) {
        const pc_status status = pc_points_fault(
            &self->shards[k], sqlite3_errcode(self->shards[k].db), self->diags);
        self->status = self->status == PC_OK ? status : self->status;
    } else if ((size_t) count != wanted) {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "shard %zu/%zu is not finished: %lld of %zu points; run its sweep again",
            plan->shard, n, count, wanted);
        self->lacking = 1;
    }
}

/* Reads a file and compares it with the first. Returns 1 if it can be looked at. */
static int
open_shard(merge_t *self, size_t k)
{
    pc_status status = pc_points_read(&self->shards[k], self->paths[k], self->diags);
    if (status == PC_OK) {
        self->first = self->first < k ? self->first : k;
        if (k > self->first) {
            status = pc_points_compare(&self->shards[k].plan,
                &self->shards[self->first].plan, self->paths[k], 0, self->diags);
        }
    }
    if (self->status == PC_OK) {
        self->status = status;
    }
    return status == PC_OK;
}

/* Every fault of every file is named, and every shard that is in none of them. */
static pc_status
open_shards(merge_t *self)
{
    size_t n = 0, *holder = NULL;
    for (size_t k = 0; k < self->num && self->status != PC_ERR_NOMEM; k++) {
        if (!open_shard(self, k)) {
            continue;
        }
        if (holder == NULL) {
            n = self->shards[k].plan.num_shards;
            holder = calloc(n + 1, sizeof(size_t));
        }
        if (holder == NULL) {
            return PC_ERR_NOMEM;
        }
        check_shard(self, k, holder);
    }
    for (size_t shard = 1; holder != NULL && shard <= n; shard++) {
        if (holder[shard] == 0) {
            pc_diags_add(self->diags, PC_ERROR, NULL, 0, 0, NULL,
                "shard %zu/%zu is missing", shard, n);
            self->lacking = 1;
        }
    }
    free(holder);
    return self->status != PC_OK ? self->status
           : self->wrong         ? PC_ERR_INPUT
           : self->lacking       ? PC_ERR_INTERRUPT
                                 : PC_OK;
}

static pc_status
take_rows(pc_points_t *target, const char *path, pc_diags_t *diags)
{
    static const char copy[] = "INSERT INTO main.points SELECT * FROM shard.points;"
                               "INSERT INTO main.metrics SELECT * FROM shard.metrics;"
                               "INSERT INTO main.failures SELECT * FROM shard.failures;";
    /* No name that begins with "./" or "/" means anything else than a file to SQLite. */
    static const char attach[] =
        "ATTACH CASE WHEN substr(?1, 1, 1) = '/' THEN ?1 ELSE './' || ?1 END AS shard";
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(target->db, attach, -1, &s, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_text(s, 1, path, -1, SQLITE_TRANSIENT);
        code = sqlite3_step(s);
    }
    sqlite3_finalize(s);
    if (code == SQLITE_DONE) {
        code = sqlite3_exec(target->db, "BEGIN", NULL, NULL, NULL);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_exec(target->db, copy, NULL, NULL, NULL);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_exec(target->db, "COMMIT", NULL, NULL, NULL);
    }
    if (code == SQLITE_INTERRUPT) {
        return PC_ERR_INTERRUPT;
    }
    if (code != SQLITE_OK) {
        const int damaged = (code & 0xff) == SQLITE_CORRUPT;
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s%s",
            damaged ? "the store is damaged: " : "", sqlite3_errmsg(target->db));
        return damaged ? PC_ERR_INPUT : PC_ERR_IO;
    }
    sqlite3_exec(target->db, "DETACH shard", NULL, NULL, NULL);
    return PC_OK;
}

/* The rows go to a file beside the target, which then takes its place. */
static pc_status
build(const char *path, merge_t *self)
{
    pc_aside_t aside;
    if (pc_aside_open(&aside, path) != 0) {
        const pc_status status = errno == ENOMEM ? PC_ERR_NOMEM : PC_ERR_IO;
        pc_diags_add(
            self->diags, PC_ERROR, path, 0, 0, NULL, "the store cannot be written here");
        pc_aside_abort(&aside);
        return status;
    }
    pc_points_plan_t plan = self->shards[0].plan; /* borrowed */
    plan.shard = plan.num_shards = 1;
    pc_points_t target;
    pc_status status = pc_points_open(&target, aside.path, &plan, self->diags);
    if (status == PC_OK) {
        sqlite3_progress_handler(target.db, 10000, give_up, self);
    }
    for (size_t k = 1; k < self->num && status == PC_OK; k++) {
        status = pc_points_note_others(&target, &self->shards[k].plan);
    }
    for (size_t k = 0; k < self->num && status == PC_OK; k++) {
        /* The reader's connection would keep the file's lock. */
        pc_points_close(&self->shards[k]);
        status = give_up(self) ? PC_ERR_INTERRUPT
                               : take_rows(&target, self->paths[k], self->diags);
        if (k == 0) {
            memset(&plan, 0, sizeof(plan)); /* freed with the shard */
        }
    }
    pc_points_close(&target);
    if (status == PC_OK && pc_aside_commit(&aside, 0) != 0) {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "the finished store cannot be given this name");
        status = PC_ERR_IO;
    }
    pc_aside_abort(&aside);
    return status;
}

pc_status
pc_points_merge(const char *path, char *const *shards, size_t num,
    const pc_interrupt_t *interrupted, pc_diags_t *diags)
{
    merge_t self = { .num = num,
        .first = num,
        .paths = shards,
        .interrupted = interrupted,
        .diags = diags };
    if (access(path, F_OK) == 0) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "is there already; merge makes a new store");
        return PC_ERR_IO;
    }
    self.shards = calloc(num, sizeof(*self.shards));
    if (self.shards == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = open_shards(&self);
    if (status == PC_OK) {
        status = build(path, &self);
    }
    for (size_t k = 0; k < num; k++) {
        pc_points_close(&self.shards[k]);
    }
    free(self.shards);
    return status;
}
