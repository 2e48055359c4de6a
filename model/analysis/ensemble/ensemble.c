#include "analysis/ensemble/ensemble.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/ensemble/pool.h"
#include "analysis/ensemble/spill.h"

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
    pc_pool_t pool;
    pc_ensemble_t *ensemble;
    const pc_ensemble_plan_t *plan;
    size_t chunks_per_draw, first_chunk;
} job_t;

size_t
pc_ensemble_unit_size(const pc_ensemble_t *self)
{
    return self->by_draw ? self->replicates : 1;
}

size_t
pc_ensemble_units(const pc_ensemble_t *self)
{
    return self->room / pc_ensemble_unit_size(self);
}

/* Place of a member's values in the file. */
static off_t
file_place(const pc_ensemble_t *self, size_t member, size_t first)
{
    return (off_t) (((member - self->num_in_memory) * self->layout.num_values + first)
                    * sizeof(double));
}

static pc_status
keep(pc_ensemble_t *self, size_t member, const double *values)
{
    const size_t bytes = self->layout.num_values * sizeof(double);
    if (member < self->num_in_memory) {
        memcpy(self->memory + member * self->layout.num_values, values, bytes);
        return PC_OK;
    }
    const off_t at = file_place(self, member, 0);
    const char *from = (const char *) values;
    for (size_t written = 0; written < bytes;) {
        const ssize_t n = pwrite(
            fileno(self->file), from + written, bytes - written, at + (off_t) written);
        if (n <= 0) {
            return PC_ERR_SPILL;
        }
        written += (size_t) n;
    }
    return PC_OK;
}

pc_status
pc_ensemble_values(
    const pc_ensemble_t *self, size_t member, size_t first, size_t count, double *values)
{
    const size_t bytes = count * sizeof(double);
    if (member < self->num_in_memory) {
        memcpy(values, self->memory + member * self->layout.num_values + first, bytes);
        return PC_OK;
    }
    const off_t at = file_place(self, member, first);
    return pread(fileno(self->file), values, bytes, at) == (ssize_t) bytes
               ? PC_OK
               : PC_ERR_SPILL;
}

pc_status
pc_ensemble_put(
    pc_ensemble_t *self, size_t member, const pc_member_t *known, const double *values)
{
    const pc_status status = keep(self, member, values);
    if (status == PC_OK) {
        self->members[member] = *known;
        self->done[member] = 1;
        self->num_given++;
    }
    return status;
}

/* Months, then fiscal years, then calendar years, of one finished run; then the
 * prefectures. */
static pc_status
gather(const pc_sample_layout_t *layout, const pc_results_t *results, double *values)
{
    const size_t months = layout->num_rows * PC_NUM_VARIABLES;
    memcpy(values, results->national, months * sizeof(double));
    double *cursor = values + months;
    pc_results_t source = *results;
    if (layout->num_regional == 0) {
        source.regional = NULL;
    }
    for (int kind = PC_YEAR_FISCAL; kind <= PC_YEAR_CALENDAR; kind++) {
        pc_years_t years;
        const pc_status status = pc_years_init(&years, &source, (pc_year_kind) kind);
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

static pc_status
run_member(
    job_t *job, pc_experiment_t *e, pc_status drawn, size_t member, double *values)
{
    pc_ensemble_t *self = job->ensemble;
    pc_member_t *m = &self->members[member];
    m->draw = self->draws > 0 ? (uint32_t) (member / self->replicates) + 1 : 0;
    m->replicate = (uint32_t) (member % self->replicates) + 1;
    m->mode = e->params[0].rollout_mode;
    m->status = drawn == PC_OK ? pc_experiment_run(e, m->replicate) : drawn;
    /* No member's own fault, and no reason to go on without it. */
    pc_status status = m->status == PC_ERR_NOMEM ? m->status : PC_OK;
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
    if (status == PC_OK) {
        pthread_mutex_lock(&job->pool.lock);
        self->done[member] = 1;
        self->num_finished++;
        pthread_mutex_unlock(&job->pool.lock);
    }
    return status;
}

/* The next chunk's first member and count; 0 members when there is no more to do. */
static size_t
take_chunk(job_t *job, size_t *first)
{
    const pc_ensemble_t *self = job->ensemble;
    size_t chunk;
    if (!pc_pool_take(&job->pool, &chunk)) {
        return 0;
    }
    if (job->plan->progress != NULL) {
        pthread_mutex_lock(&job->pool.lock);
        const size_t finished = self->num_finished;
        pthread_mutex_unlock(&job->pool.lock);
        job->plan->progress(job->plan->context, finished, self->room - self->num_given);
    }
    chunk = job->plan->reverse ? job->pool.num_tasks - 1 - chunk : chunk;
    chunk += job->first_chunk;
    const size_t draw = chunk / job->chunks_per_draw;
    const size_t from = chunk % job->chunks_per_draw * CHUNK;
    const size_t left = self->replicates - from;
    *first = draw * self->replicates + from;
    return left < CHUNK ? left : CHUNK;
}

static pc_status
run_chunk(job_t *job, pc_experiment_t *e, size_t first, size_t count, double *values)
{
    const pc_ensemble_t *self = job->ensemble;
    const uint32_t draw =
        self->draws > 0 ? (uint32_t) (first / self->replicates) + 1 : 0;
    const pc_status drawn =
        draw == e->draw ? PC_OK : pc_experiment_redraw(e, draw, NULL, 0, NULL);
    pc_status status = PC_OK;
    for (size_t k = first; k < first + count && status == PC_OK; k++) {
        if (!self->done[k]) {
            status = run_member(job, e, drawn, k, values);
        }
    }
    if (drawn != PC_OK) {
        e->draw = UINT32_MAX; /* never taken for a good one */
    }
    return status;
}

static pc_status
work(pc_pool_t *pool, void *context)
{
    job_t *job = context;
    const pc_ensemble_t *self = job->ensemble;
    pc_experiment_t e;
    (void) pool;
    double *values = calloc(self->layout.num_values, sizeof(double));
    pc_status status = pc_experiment_init(&e, self->scenario, 0, NULL, 0, NULL);
    e.past = job->plan->past;
    if (status == PC_OK) {
        status = values == NULL ? PC_ERR_NOMEM : pc_experiment_prepare(&e);
    }
    size_t first = 0, count;
    while (status == PC_OK && (count = take_chunk(job, &first)) > 0) {
        status = run_chunk(job, &e, first, count, values);
    }
    pc_experiment_free(&e);
    free(values);
    return status;
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
make_room(pc_ensemble_t *self, const pc_ensemble_plan_t *plan)
{
    const size_t each = self->layout.num_values * sizeof(double);
    const size_t most = (plan->memory > 0 ? plan->memory : PC_SAMPLES_IN_MEMORY) / each;
    self->members = calloc(self->room, sizeof(*self->members));
    self->done = calloc(self->room, 1);
    self->num_in_memory = self->room < most ? self->room : most;
    self->memory = malloc(self->num_in_memory * each + 1);
    if (self->members == NULL || self->done == NULL || self->memory == NULL) {
        return PC_ERR_NOMEM;
    }
    if (self->num_in_memory < self->room) {
        return pc_spill_open(&self->file, plan->temporary);
    }
    return PC_OK;
}

static void
count_done(pc_ensemble_t *self)
{
    self->num_done = 0;
    self->num_failed = 0;
    while (self->num_done < self->num_members && self->done[self->num_done]) {
        self->num_failed += self->members[self->num_done].status != PC_OK;
        self->num_done++;
    }
}

pc_status
pc_ensemble_open(
    pc_ensemble_t *self, const pc_scenario_t *scenario, const pc_ensemble_plan_t *plan)
{
    memset(self, 0, sizeof(*self));
    self->scenario = scenario;
    self->draws = plan->draws;
    self->replicates = plan->replicates;
    self->by_draw = plan->draws > 1;
    self->room = (plan->draws > 0 ? plan->draws : (size_t) 1) * plan->replicates;
    const pc_status status = make_layout(&self->layout, scenario, plan);
    return status == PC_OK ? make_room(self, plan) : status;
}

pc_status
pc_ensemble_extend(pc_ensemble_t *self, const pc_ensemble_plan_t *plan, size_t units)
{
    *(self->by_draw ? &self->draws : &self->replicates) = (uint32_t) units;
    self->num_members = units * pc_ensemble_unit_size(self);
    count_done(self);
    if (self->num_done == self->num_members) {
        return PC_OK;
    }
    job_t job = { .ensemble = self, .plan = plan };
    job.chunks_per_draw = (self->replicates + CHUNK - 1) / CHUNK;
    job.first_chunk = self->num_done / self->replicates * job.chunks_per_draw
                      + self->num_done % self->replicates / CHUNK;
    const size_t chunks = (self->by_draw ? units : 1) * job.chunks_per_draw;
    job.pool = (pc_pool_t){ .threads = plan->threads,
        .num_tasks = chunks - job.first_chunk,
        .interrupted = plan->interrupted,
        .work = work,
        .context = &job };
    const pc_status status = pc_pool_run(&job.pool);
    count_done(self);
    return status;
}

pc_status
pc_ensemble_run(pc_ensemble_t *self, const pc_scenario_t *scenario,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    (void) diags;
    const pc_status status = pc_ensemble_open(self, scenario, plan);
    return status == PC_OK ? pc_ensemble_extend(self, plan, pc_ensemble_units(self))
                           : status;
}

pc_status
pc_ensemble_check(const pc_ensemble_t *self, pc_diags_t *diags)
{
    if (self->num_done == 0 || self->num_failed < self->num_done) {
        return PC_OK;
    }
    const pc_member_t *first = &self->members[0];
    pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
        "all %zu runs failed, so there is no result; the first (draw %lu, replicate "
        "%lu): %s",
        self->num_done, (unsigned long) first->draw, (unsigned long) first->replicate,
        pc_text(diags->lang, pc_strerror(first->status)));
    return first->status;
}

void
pc_ensemble_free(pc_ensemble_t *self)
{
    free(self->layout.fiscal_months);
    free(self->layout.calendar_months);
    free(self->members);
    free(self->done);
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
        status = pc_ensemble_values(self, member, first, count, slice);
        for (size_t k = 0; k < count; k++) {
            column[k * self->num_done + member] = slice[k];
        }
    }
    free(slice);
    return status;
}
