/* merge.c - the shards of a sweep put together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/sweep/store/parts.h"
#include "output/folder/aside.h"

/* More parts of a sweep cannot be named on one command line. */
#define MERGED_MAX 100000

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

static int
stopped(const merge_t *self)
{
    return self->interrupted != NULL && *self->interrupted;
}

/* The rows of a shard: how many are whole, and the first that is not. */
typedef struct {
    size_t num;
    long long wrong; /* its number */
    const char *fault;
} tally_t;

static pc_status
tally(void *context, const pc_points_row_t *row)
{
    tally_t *t = context;
    t->num += row->fault == NULL;
    if (row->fault != NULL && t->fault == NULL) {
        t->fault = row->fault;
        t->wrong = row->number;
    }
    return PC_OK;
}

/* Is every point of the shard there, and whole? */
static void
check_points(merge_t *self, size_t k)
{
    pc_points_t *shard = &self->shards[k];
    const pc_points_plan_t *plan = &shard->plan;
    const size_t wanted =
        pc_points_share(plan->num_points, plan->shard, plan->num_shards);
    tally_t t = { 0, 0, NULL };
    const pc_status status = pc_points_each(shard, 0, tally, &t);
    if (status != PC_OK) {
        if (status != PC_ERR_NOMEM && status != PC_ERR_INTERRUPT) {
            pc_points_fault(shard, sqlite3_errcode(shard->db), self->diags);
        }
        self->status = self->status == PC_OK ? status : self->status;
    } else if (t.fault != NULL) {
        pc_diags_add(self->diags, PC_ERROR, self->paths[k], 0, 0, NULL,
            "point %lld of shard %zu/%zu is not whole: %s; run its sweep again", t.wrong,
            plan->shard, plan->num_shards, t.fault);
        self->wrong = 1;
    } else if (t.num != wanted) {
        pc_diags_add(self->diags, PC_ERROR, self->paths[k], 0, 0, NULL,
            "shard %zu/%zu is not finished: %zu of %zu points; run its sweep again",
            plan->shard, plan->num_shards, t.num, wanted);
        self->lacking = 1;
    }
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
    check_points(self, k);
}

/* Reads a file and compares it with the first. Returns 1 if it can be looked at. */
static int
open_shard(merge_t *self, size_t k)
{
    pc_status status = pc_points_read(&self->shards[k], self->paths[k], self->diags);
    self->shards[k].interrupted = self->interrupted;
    if (status == PC_OK && self->shards[k].plan.num_shards > MERGED_MAX) {
        pc_diags_add(self->diags, PC_ERROR, self->paths[k], 0, 0, NULL,
            "this is one of %zu shards; at most %d can be merged",
            self->shards[k].plan.num_shards, MERGED_MAX);
        status = PC_ERR_INPUT;
    }
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

/* The target, and what becomes of a row. */
typedef struct {
    pc_points_t *target;
    const merge_t *merge;
} copy_t;

static pc_status
copy_row(void *context, const pc_points_row_t *row)
{
    const copy_t *c = context;
    if (row->fault != NULL || stopped(c->merge)) {
        return row->fault != NULL ? PC_ERR_INPUT : PC_ERR_INTERRUPT;
    }
    return pc_points_add(c->target, row->point, row->scenario, row->replicate,
        row->params, row->metrics, row->reason);
}

static pc_status
copy_rows(pc_points_t *target, merge_t *self, size_t k)
{
    copy_t c = { target, self };
    pc_status status = pc_points_each(&self->shards[k], 0, copy_row, &c);
    if (status == PC_OK) {
        status = pc_points_commit(target);
    }
    if (status == PC_OK || stopped(self)) {
        return status;
    }
    if (status == PC_ERR_INPUT || status == PC_ERR_IO) {
        pc_diags_add(self->diags, PC_ERROR, self->paths[k], 0, 0, NULL,
            "its points cannot be copied");
    }
    return status;
}

/* The finished store gets its name, unless another program has given it to something. */
static pc_status
give_name(const merge_t *self, pc_aside_t *aside, const char *path)
{
    if (pc_aside_commit(aside, 0) == 0) {
        return PC_OK;
    }
    if (errno == EEXIST) {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "another program made this file meanwhile; nothing was merged");
    } else {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "the finished store cannot be given this name");
    }
    return PC_ERR_IO;
}

/* The rows go to a file beside the target, which then takes its place. */
static pc_status
build(const char *path, merge_t *self)
{
    pc_points_plan_t plan = self->shards[0].plan; /* borrowed */
    pc_points_t target = { .db = NULL };
    pc_aside_t aside;
    plan.shard = plan.num_shards = 1;
    pc_status status = PC_OK;
    if (pc_aside_open(&aside, path) != 0) {
        status = errno == ENOMEM ? PC_ERR_NOMEM : PC_ERR_IO;
    }
    if (status == PC_OK) {
        status = pc_points_open(&target, aside.path, &plan, self->diags);
    } else if (status == PC_ERR_IO) {
        /* Of one thread. */
        /* NOLINTBEGIN(concurrency-mt-unsafe) */
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL, "cannot be written: %s",
            strerror(errno));
        /* NOLINTEND(concurrency-mt-unsafe) */
    }
    for (size_t k = 1; k < self->num && status == PC_OK; k++) {
        status = pc_points_note_others(&target, &self->shards[k].plan);
    }
    for (size_t k = 0; k < self->num && status == PC_OK; k++) {
        status = copy_rows(&target, self, k);
    }
    if (target.full && status != PC_OK && status != PC_ERR_NOMEM && !stopped(self)) {
        pc_diags_add(self->diags, PC_ERROR, path, 0, 0, NULL,
            "the disk is full or cannot be written");
        status = PC_ERR_WRITE;
    }
    pc_points_close(&target);
    if (status == PC_OK) {
        status = give_name(self, &aside, path);
    }
    pc_aside_abort(&aside);
    return status;
}

pc_status
pc_points_merge(const char *path, char *const *shards, size_t num,
    const pc_interrupt_t *interrupted, pc_diags_t *diags)
{
    struct stat info;
    merge_t self = { .num = num,
        .first = num,
        .paths = shards,
        .interrupted = interrupted,
        .diags = diags };
    if (lstat(path, &info) == 0) {
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
