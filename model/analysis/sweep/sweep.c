#include "analysis/sweep/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/ensemble/pool.h"
#include "scenario/values/scalar.h"

#define CHUNK 16          /* points handed to a thread at once */
#define BATCH 1000        /* points in one transaction */
#define BATCH_SECONDS 0.5 /* and seconds */

/* What the threads share; changes with the lock of `pool` held. */
typedef struct {
    pc_pool_t pool;
    const pc_sweep_t *sweep;
    pc_points_t *store;
    pc_sweep_count_t *count;
    uint8_t *done; /* one bit a point of the whole design */
    size_t next;   /* run to look at next */
    size_t taken;  /* points handed out */
    size_t batch;
    double committed;
} job_t;

/* What a thread has of its own. */
typedef struct {
    job_t *job;
    pc_design_rows_t rows;
    pc_experiment_t *experiments; /* [num_scenarios]; made when first needed */
    int *made;
    size_t *row; /* [num_scenarios] 1 + the design's row that the experiment is set to */
    double *values, *results; /* [CHUNK][axes], [CHUNK][metrics] */
    pc_axis_value_t *axes;
    char (*reasons)[256]; /* [CHUNK]; "" if the point did not fail */
} worker_t;

pc_status
pc_sweep_set(pc_experiment_t *e, const pc_axis_value_t *values, size_t num, int update,
    char *reason)
{
    const size_t months = pc_scenario_num_months(e->scenario);
    for (size_t a = 0; a < num; a++) {
        const pc_axis_value_t *v = &values[a];
        const pc_param_def_t *def = &e->scenario->params[v->which];
        if (!v->factor
            && pc_value_fault(v->which, v->value, PC_LANG_EN, reason + 64, 256 - 64)
                   != NULL) {
            /* The name goes before the text. */
            char text[192];
            memcpy(text, reason + 64, sizeof(text));
            snprintf(reason, 256, "%.60s: %s", pc_param_table[v->which].name, text);
            return PC_ERR_INPUT;
        }
        for (size_t m = 0; m < months; m++) {
            const pc_month month = e->scenario->start - 1 + (pc_month) m;
            *pc_params_at(&e->params[m], v->which) =
                v->factor ? pc_value_month(def, month, v->value) : v->value;
        }
    }
    if (update) {
        pc_plan_update(&e->plan);
    }
    return PC_OK;
}

/* The next points that are not there yet: their runs, ascending. */
static size_t
take(job_t *job, size_t runs[CHUNK])
{
    const pc_sweep_t *s = job->sweep;
    size_t num = 0;
    pthread_mutex_lock(&job->pool.lock);
    const int stop = pc_pool_ended(&job->pool);
    while (!stop && num < CHUNK && job->next < s->design->num_runs
           && (s->most == 0 || job->taken < s->most)) {
        const size_t run = job->next;
        job->next += s->num_shards;
        if (!(job->done[run / 8] >> run % 8 & 1)) {
            runs[num++] = run;
            job->taken++;
        }
    }
    pthread_mutex_unlock(&job->pool.lock);
    return num;
}

static pc_status
ready(worker_t *self, size_t scenario)
{
    if (self->made[scenario]) {
        return PC_OK;
    }
    pc_experiment_t *e = &self->experiments[scenario];
    pc_status status = pc_experiment_init(
        e, &self->job->sweep->design->scenarios[scenario], 0, NULL, 0, NULL);
    if (status == PC_OK) {
        status = pc_experiment_prepare(e);
    }
    self->made[scenario] = 1;
    return status;
}

/* Runs one point into place `k` of the worker's chunk. Only what is not the point's own
 * fault is returned. */
static pc_status
run_point(worker_t *self, size_t run, size_t k)
{
    const pc_design_t *d = self->job->sweep->design;
    const size_t scenario = run / d->replicates % d->num_scenarios;
    const size_t row = run / d->replicates / d->num_scenarios;
    double *values = self->values + k * d->num_axes;
    double *results = self->results + k * d->num_metrics;
    char *reason = self->reasons[k];
    pc_status status = ready(self, scenario);
    if (status != PC_OK) {
        return status;
    }
    pc_experiment_t *e = &self->experiments[scenario];
    pc_design_row(&self->rows, row, scenario, values);
    for (size_t a = 0; a < d->num_axes; a++) {
        self->axes[a] =
            (pc_axis_value_t){ d->axes[a].which, d->axes[a].factor, values[a] };
    }
    reason[0] = '\0';
    /* Replicates of a row differ in their luck alone. */
    if (self->row[scenario] != row + 1) {
        status = pc_sweep_set(e, self->axes, d->num_axes, 1, reason);
        self->row[scenario] = status == PC_OK ? row + 1 : 0;
    }
    if (status == PC_OK) {
        status = pc_experiment_run(e, (uint32_t) (run % d->replicates) + 1);
    }
    if (status == PC_ERR_NOMEM) {
        return status;
    }
    if (status != PC_OK && reason[0] == '\0') {
        snprintf(reason, 256, "%s", pc_strerror(status));
    }
    for (size_t m = 0; m < d->num_metrics && status == PC_OK; m++) {
        results[m] = pc_metric_value(&d->metrics[m], &e->results);
    }
    return PC_OK;
}

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* Writes the worker's chunk; called with the lock held. */
static pc_status
write_chunk(worker_t *self, const size_t runs[CHUNK], size_t num)
{
    job_t *job = self->job;
    const pc_design_t *d = job->sweep->design;
    pc_status status = PC_OK;
    for (size_t k = 0; k < num && status == PC_OK; k++) {
        const size_t failed = self->reasons[k][0] != '\0';
        status = pc_points_add(job->store, runs[k] + 1,
            runs[k] / d->replicates % d->num_scenarios + 1,
            (uint32_t) (runs[k] % d->replicates) + 1, self->values + k * d->num_axes,
            self->results + k * d->num_metrics, failed > 0 ? self->reasons[k] : NULL);
        job->count->failed += failed;
        job->batch++;
    }
    const double now = seconds();
    if (status == PC_OK
        && (job->batch >= BATCH || now - job->committed >= BATCH_SECONDS)) {
        status = pc_points_commit(job->store);
        job->count->done += status == PC_OK ? job->batch : 0;
        job->batch = 0;
        job->committed = now;
    }
    if (status == PC_OK && job->sweep->progress != NULL) {
        job->sweep->progress(
            job->sweep->context, job->count->done + job->batch, job->count->all);
    }
    return status;
}

static pc_status
work_on(worker_t *self)
{
    job_t *job = self->job;
    size_t runs[CHUNK], num;
    pc_status status = PC_OK;
    while (status == PC_OK && (num = take(job, runs)) > 0) {
        size_t k = 0;
        while (
            k < num && status == PC_OK
            && !(k > 0 && job->sweep->interrupted != NULL && *job->sweep->interrupted)) {
            status = run_point(self, runs[k], k);
            k += status == PC_OK;
        }
        pthread_mutex_lock(&job->pool.lock);
        if (status == PC_OK && job->pool.status == PC_OK) {
            status = write_chunk(self, runs, k);
            /* Under the lock: after a failed write nobody may write or commit. */
            job->pool.status = status;
        }
        pthread_mutex_unlock(&job->pool.lock);
    }
    return status;
}

static pc_status
work(pc_pool_t *pool, void *context)
{
    job_t *job = context;
    (void) pool;
    const pc_design_t *d = job->sweep->design;
    worker_t self = { .job = job };
    self.experiments = calloc(d->num_scenarios, sizeof(*self.experiments));
    self.made = calloc(d->num_scenarios, sizeof(*self.made));
    self.row = calloc(d->num_scenarios, sizeof(*self.row));
    self.values = calloc(CHUNK * (d->num_axes + 1), sizeof(double));
    self.results = calloc(CHUNK * (d->num_metrics + 1), sizeof(double));
    self.axes = calloc(d->num_axes + 1, sizeof(*self.axes));
    self.reasons = calloc(CHUNK, sizeof(*self.reasons));
    pc_status status = pc_design_rows_init(&self.rows, d);
    if (self.experiments == NULL || self.made == NULL || self.row == NULL
        || self.values == NULL || self.results == NULL || self.axes == NULL
        || self.reasons == NULL) {
        status = PC_ERR_NOMEM;
    }
    if (status == PC_OK) {
        status = work_on(&self);
    }
    for (size_t s = 0; s < d->num_scenarios && self.made != NULL; s++) {
        if (self.made[s]) {
            pc_experiment_free(&self.experiments[s]);
        }
    }
    pc_design_rows_free(&self.rows);
    free(self.experiments);
    free(self.made);
    free(self.row);
    free(self.values);
    free(self.results);
    free(self.axes);
    free(self.reasons);
    return status;
}

/* Marks in `done` what the store has; [runs / 8 + 1]. */
static pc_status
look(const pc_sweep_t *self, pc_points_t *store, uint8_t *done, pc_sweep_count_t *count)
{
    const size_t runs = self->design->num_runs;
    memset(count, 0, sizeof(*count));
    count->all = self->shard <= runs ? (runs - self->shard) / self->num_shards + 1 : 0;
    const pc_status status = pc_points_done(store, done, runs, &count->before);
    count->done = count->before;
    return status;
}

pc_status
pc_sweep_count(const pc_sweep_t *self, pc_points_t *store, pc_sweep_count_t *count)
{
    uint8_t *done = calloc(self->design->num_runs / 8 + 1, 1);
    const pc_status status =
        done != NULL ? look(self, store, done, count) : PC_ERR_NOMEM;
    free(done);
    return status;
}

pc_status
pc_sweep_run(const pc_sweep_t *self, pc_points_t *store, pc_sweep_count_t *count)
{
    job_t job = { .sweep = self, .store = store, .count = count };
    job.next = self->shard - 1;
    job.committed = seconds();
    job.done = calloc(self->design->num_runs / 8 + 1, 1);
    if (job.done == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = look(self, store, job.done, count);
    if (status == PC_OK && count->before < count->all) {
        job.pool = (pc_pool_t){ .threads = self->threads,
            .num_tasks = (count->all - count->before + CHUNK - 1) / CHUNK,
            .interrupted = self->interrupted,
            .work = work,
            .context = &job };
        /* The points are handed out by take, so only the pool's failure counts. */
        (void) !pc_pool_run(&job.pool);
        status = job.pool.status;
        /* After a failed write the open transaction may hold half a point: it is left
         * to be rolled back. */
        if (status == PC_OK) {
            status = pc_points_commit(store);
            count->done += status == PC_OK ? job.batch : 0;
        }
    }
    free(job.done);
    if (status != PC_OK) {
        return status;
    }
    return count->done < count->all ? PC_ERR_INTERRUPT : PC_OK;
}
