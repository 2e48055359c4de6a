#include "analysis/ensemble.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Members handed to a thread at once: never of two draws, so that a draw is worked out
 * once. */
#define CHUNK 16

size_t
pc_sample_place(const pc_sample_layout_t *layout, pc_period_kind kind, size_t period,
    pc_variable variable)
{
    size_t row = period;
    if (kind != PC_PERIOD_MONTH) {
        row += layout->num_rows;
    }
    if (kind == PC_PERIOD_CALENDAR) {
        row += layout->num_fiscal;
    }
    return row * PC_NUM_VARIABLES + (size_t) variable;
}

size_t
pc_sample_region_place(
    const pc_sample_layout_t *layout, size_t year, size_t region, pc_regional variable)
{
    return layout->num_national + (year * PC_NUM_REGIONS + region) * PC_NUM_REGIONAL
           + (size_t) variable;
}

/* What the threads share. */
typedef struct {
    pc_ensemble_t *ensemble;
    const pc_ensemble_plan_t *plan;
    size_t chunks_per_draw, num_chunks, next_chunk;
    uint8_t *done; /* [num_members] */
    size_t num_finished;
    pc_status status; /* the first failure that is not a member's own */
    pthread_mutex_t lock;
} pool_t;

static size_t
num_draws(const pc_ensemble_t *self)
{
    return self->draws > 0 ? self->draws : 1;
}

static double *
member_values(const pc_ensemble_t *self, size_t member)
{
    return self->memory + member * self->layout.num_values;
}

static pc_status
keep(pc_ensemble_t *self, size_t member, const double *values)
{
    const size_t bytes = self->layout.num_values * sizeof(double);
    if (self->memory != NULL) {
        memcpy(member_values(self, member), values, bytes);
        return PC_OK;
    }
    const off_t at = (off_t) (member * bytes);
    const char *from = (const char *) values;
    for (size_t written = 0; written < bytes;) {
        const ssize_t n = pwrite(
            fileno(self->file), from + written, bytes - written, at + (off_t) written);
        if (n <= 0) {
            return PC_ERR_IO;
        }
        written += (size_t) n;
    }
    return PC_OK;
}

/* Months, then fiscal years, then calendar years, of one finished run; then the
 * prefectures. */
static pc_status
gather(const pc_sample_layout_t *layout, const pc_results_t *results, double *values)
{
    const size_t months = layout->num_rows * PC_NUM_VARIABLES;
    memcpy(values, results->national, months * sizeof(double));
    double *cursor = values + months;
    for (int kind = PC_YEAR_FISCAL; kind <= PC_YEAR_CALENDAR; kind++) {
        pc_years_t years;
        const pc_status status = pc_years_init(&years, results, (pc_year_kind) kind);
        if (status == PC_OK) {
            memcpy(cursor, years.national,
                years.num_years * PC_NUM_VARIABLES * sizeof(double));
            cursor += years.num_years * PC_NUM_VARIABLES;
        }
        if (status == PC_OK && kind == PC_YEAR_FISCAL && layout->num_regional > 0) {
            memcpy(values + layout->num_national, years.regional,
                layout->num_regional * sizeof(double));
        }
        pc_years_free(&years);
        if (status != PC_OK) {
            return status;
        }
    }
    return PC_OK;
}

static void
run_member(
    pool_t *pool, pc_experiment_t *e, pc_status drawn, size_t member, double *values)
{
    pc_ensemble_t *self = pool->ensemble;
    pc_member_t *m = &self->members[member];
    m->draw = self->draws > 0 ? (uint32_t) (member / self->replicates) + 1 : 0;
    m->replicate = (uint32_t) (member % self->replicates) + 1;
    m->mode = e->params[0].rollout_mode;
    m->status = drawn == PC_OK ? pc_experiment_run(e, m->replicate) : drawn;
    pc_status status = PC_OK;
    if (m->status == PC_OK) {
        status = gather(&self->layout, &e->results, values);
    } else {
        for (size_t k = 0; k < self->layout.num_values; k++) {
            values[k] = NAN;
        }
    }
    if (status == PC_OK) {
        status = keep(self, member, values);
    }
    pthread_mutex_lock(&pool->lock);
    if (status == PC_OK) {
        pool->done[member] = 1;
        pool->num_finished++;
    } else if (pool->status == PC_OK) {
        pool->status = status;
    }
    pthread_mutex_unlock(&pool->lock);
}

/* The next chunk's first member and count; 0 members when there is no more to do. */
static size_t
take_chunk(pool_t *pool, size_t *first)
{
    const pc_ensemble_t *self = pool->ensemble;
    size_t count = 0;
    pthread_mutex_lock(&pool->lock);
    const int stop = pool->status != PC_OK
                     || (pool->plan->interrupted != NULL && *pool->plan->interrupted);
    if (!stop && pool->next_chunk < pool->num_chunks) {
        size_t chunk = pool->next_chunk++;
        chunk = pool->plan->reverse ? pool->num_chunks - 1 - chunk : chunk;
        const size_t draw = chunk / pool->chunks_per_draw;
        const size_t from = chunk % pool->chunks_per_draw * CHUNK;
        const size_t left = self->replicates - from;
        *first = draw * self->replicates + from;
        count = left < CHUNK ? left : CHUNK;
    }
    const size_t finished = pool->num_finished;
    pthread_mutex_unlock(&pool->lock);
    if (count > 0 && pool->plan->progress != NULL) {
        pool->plan->progress(pool->plan->context, finished, self->num_members);
    }
    return count;
}

static void
set_status(pool_t *pool, pc_status status)
{
    pthread_mutex_lock(&pool->lock);
    pool->status = pool->status == PC_OK ? status : pool->status;
    pthread_mutex_unlock(&pool->lock);
}

static void *
work(void *shared)
{
    pool_t *pool = shared;
    pc_ensemble_t *self = pool->ensemble;
    pc_experiment_t e;
    double *values = calloc(self->layout.num_values, sizeof(double));
    pc_status status = pc_experiment_init(&e, self->scenario, 0, NULL, 0, NULL);
    e.past = pool->plan->past;
    if (status == PC_OK) {
        status = values == NULL ? PC_ERR_NOMEM : pc_experiment_prepare(&e);
    }
    if (status != PC_OK) {
        set_status(pool, status);
    }
    size_t first = 0, count;
    while (status == PC_OK && (count = take_chunk(pool, &first)) > 0) {
        const uint32_t draw =
            self->draws > 0 ? (uint32_t) (first / self->replicates) + 1 : 0;
        const pc_status drawn =
            draw == e.draw ? PC_OK : pc_experiment_redraw(&e, draw, NULL, 0, NULL);
        for (size_t k = 0; k < count; k++) {
            run_member(pool, &e, drawn, first + k, values);
        }
        if (drawn != PC_OK) {
            e.draw = UINT32_MAX; /* never taken for a good one */
        }
    }
    pc_experiment_free(&e);
    free(values);
    return NULL;
}

static pc_status
make_layout(pc_sample_layout_t *layout, const pc_scenario_t *scenario,
    const pc_ensemble_plan_t *plan)
{
    pc_results_t results;
    pc_years_t years[2];
    memset(layout, 0, sizeof(*layout));
    memset(years, 0, sizeof(years));
    layout->num_rows = pc_scenario_num_months(scenario);
    pc_status status = pc_results_init(&results, scenario->start - 1, layout->num_rows);
    for (size_t row = 1; row < layout->num_rows && status == PC_OK; row++) {
        /* Any flow, in the months to be simulated: years count by it. */
        const pc_month month = results.first + (pc_month) row;
        if (plan->past == NULL || month > (pc_month) plan->past->scalar[PC_S_MONTH]) {
            pc_results_national(&results, row)[PC_V_TESTS] = 0;
        }
    }
    for (int k = 0; k < 2 && status == PC_OK; k++) {
        status = pc_years_init(&years[k], &results, (pc_year_kind) k);
        int **months = k == 0 ? &layout->fiscal_months : &layout->calendar_months;
        if (status == PC_OK) {
            *months = calloc(years[k].num_years + 1, sizeof(int));
            status = *months == NULL ? PC_ERR_NOMEM : PC_OK;
        }
        if (status == PC_OK) {
            memcpy(*months, years[k].months, years[k].num_years * sizeof(int));
        }
    }
    if (status == PC_OK) {
        layout->first_fiscal = years[0].first_year;
        layout->num_fiscal = years[0].num_years;
        layout->first_calendar = years[1].first_year;
        layout->num_calendar = years[1].num_years;
        layout->num_national =
            (layout->num_rows + layout->num_fiscal + layout->num_calendar)
            * PC_NUM_VARIABLES;
        layout->num_regional =
            plan->prefectures ? layout->num_fiscal * PC_NUM_REGIONS * PC_NUM_REGIONAL
                              : 0;
        layout->num_values = layout->num_national + layout->num_regional;
    }
    pc_years_free(&years[0]);
    pc_years_free(&years[1]);
    pc_results_free(&results);
    return status;
}

static pc_status
make_room(pc_ensemble_t *self, size_t memory)
{
    const size_t each = self->layout.num_values * sizeof(double);
    if (self->num_members <= (memory > 0 ? memory : PC_SAMPLES_IN_MEMORY) / each) {
        self->memory = malloc(self->num_members * each);
        return self->memory == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    self->file = tmpfile();
    return self->file == NULL ? PC_ERR_IO : PC_OK;
}

static unsigned
num_threads(const pc_ensemble_plan_t *plan, size_t num_chunks)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = plan->threads > 0 ? plan->threads
                     : processors > 0  ? (size_t) processors
                                       : 1;
    threads = threads > num_chunks ? num_chunks : threads;
    return (unsigned) (threads > 256 ? 256 : threads);
}

/* Runs `work` on the threads; what cannot be started is done by the others. */
static void
run_threads(pool_t *pool)
{
    pthread_t threads[256];
    const unsigned wanted = num_threads(pool->plan, pool->num_chunks);
    unsigned started = 0;
    while (started + 1 < wanted
           && pthread_create(&threads[started], NULL, work, pool) == 0) {
        started++;
    }
    work(pool);
    for (unsigned k = 0; k < started; k++) {
        pthread_join(threads[k], NULL);
    }
}

static void
count_done(pc_ensemble_t *self, const uint8_t *done)
{
    while (self->num_done < self->num_members && done[self->num_done]) {
        self->num_failed += self->members[self->num_done].status != PC_OK;
        self->num_done++;
    }
}

pc_status
pc_ensemble_run(pc_ensemble_t *self, const pc_scenario_t *scenario,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    (void) diags;
    memset(self, 0, sizeof(*self));
    self->scenario = scenario;
    self->draws = plan->draws;
    self->replicates = plan->replicates;
    self->num_members = num_draws(self) * self->replicates;
    pc_status status = make_layout(&self->layout, scenario, plan);
    if (status != PC_OK || (status = make_room(self, plan->memory)) != PC_OK) {
        return status;
    }
    self->members = calloc(self->num_members, sizeof(*self->members));
    pool_t pool = { .ensemble = self, .plan = plan };
    pool.chunks_per_draw = (self->replicates + CHUNK - 1) / CHUNK;
    pool.num_chunks = num_draws(self) * pool.chunks_per_draw;
    pool.done = calloc(self->num_members, 1);
    if (self->members == NULL || pool.done == NULL
        || pthread_mutex_init(&pool.lock, NULL) != 0) {
        free(pool.done);
        return PC_ERR_NOMEM;
    }
    run_threads(&pool);
    pthread_mutex_destroy(&pool.lock);
    count_done(self, pool.done);
    free(pool.done);
    if (pool.status != PC_OK) {
        return pool.status;
    }
    return self->num_done < self->num_members ? PC_ERR_INTERRUPT : PC_OK;
}

void
pc_ensemble_free(pc_ensemble_t *self)
{
    free(self->layout.fiscal_months);
    free(self->layout.calendar_months);
    free(self->members);
    free(self->memory);
    if (self->file != NULL) {
        fclose(self->file);
    }
    memset(self, 0, sizeof(*self));
}

pc_status
pc_ensemble_columns(
    const pc_ensemble_t *self, size_t first, size_t count, double *column)
{
    double *slice = calloc(count, sizeof(double));
    pc_status status = slice == NULL ? PC_ERR_NOMEM : PC_OK;
    for (size_t member = 0; member < self->num_done && status == PC_OK; member++) {
        const double *values = slice;
        if (self->memory != NULL) {
            values = member_values(self, member) + first;
        } else {
            const size_t at =
                (member * self->layout.num_values + first) * sizeof(double);
            const size_t bytes = count * sizeof(double);
            if (pread(fileno(self->file), slice, bytes, (off_t) at) != (ssize_t) bytes) {
                status = PC_ERR_IO;
            }
        }
        for (size_t k = 0; k < count; k++) {
            column[k * self->num_done + member] = values[k];
        }
    }
    free(slice);
    return status;
}
