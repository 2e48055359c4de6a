#include "analysis/compare/compare.h"

#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "analysis/compare/parting.h"
#include "analysis/ensemble/pool.h"
#include "analysis/ensemble/spill.h"
#include "output/key_figures.h"

#define CHUNK 16
#define IN_MEMORY ((size_t) 256 << 20)

const pc_variable pc_followed[PC_NUM_FOLLOWED] = { PC_V_SITES, PC_V_BASE_UNCOVERED,
    PC_V_TESTS, PC_V_EP_CASES, PC_V_EP_OMITTED, PC_V_EP_OMITTED_SHARE, PC_V_EP_BACKLOG,
    PC_V_EP_WAIT, PC_V_EP_UTILISATION, PC_V_HOURS, PC_V_HOURS_EP, PC_V_FEES };

typedef struct {
    pc_pool_t pool;
    pc_compare_t *compare;
    const pc_compare_plan_t *plan;
    size_t chunks_per_draw, num_finished;
} job_t;

/* What a thread owns. */
typedef struct {
    job_t *job;
    pc_experiment_t *e;               /* [num] */
    pc_month parting[PC_COMPARE_MAX]; /* with the values of the present draw */
    pc_status drawn[PC_COMPARE_MAX];
    pc_breach_t breach;
    size_t rows_proved[PC_COMPARE_MAX];
} worker_t;

size_t
pc_compare_month_place(const pc_compare_t *self, size_t row, size_t followed)
{
    (void) self;
    return row * PC_NUM_FOLLOWED + followed;
}

size_t
pc_compare_year_place(const pc_compare_t *self, size_t year, pc_variable variable)
{
    return self->num_rows * PC_NUM_FOLLOWED + year * PC_NUM_VARIABLES
           + (size_t) variable;
}

/* The months that all scenarios share, of the national results of one of them. */
static pc_results_t
shared_rows(const pc_compare_t *self, const pc_results_t *results)
{
    const size_t skip = (size_t) (self->first - 1 - results->first);
    const pc_results_t view = { .first = self->first - 1,
        .num_rows = self->num_rows,
        .national = pc_results_national(results, skip) };
    return view;
}

static double *
values_of(const pc_compare_t *self, size_t member, size_t scenario)
{
    return self->values + (member * self->num + scenario) * self->num_values;
}

static pc_status
gather(const pc_compare_t *self, const pc_results_t *results, double *values)
{
    const pc_results_t view = shared_rows(self, results);
    pc_years_t years;
    for (size_t row = 0; row < self->num_rows; row++) {
        for (size_t f = 0; f < PC_NUM_FOLLOWED; f++) {
            values[pc_compare_month_place(self, row, f)] =
                pc_results_national(&view, row)[pc_followed[f]];
        }
    }
    const pc_status status = pc_years_init(&years, &view, PC_YEAR_FISCAL);
    if (status == PC_OK) {
        memcpy(values + pc_compare_year_place(self, 0, (pc_variable) 0), years.national,
            years.num_years * PC_NUM_VARIABLES * sizeof(double));
    }
    pc_years_free(&years);
    return status;
}

/* --- proof --- */

static uint64_t
bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

/* The place of the first of `num` doubles whose bits differ, or `num`. */
static size_t
first_unlike(const double *a, const double *b, size_t num)
{
    size_t k = 0;
    while (k < num && bits_of(a[k]) == bits_of(b[k])) {
        k++;
    }
    return k;
}

/* The earliest month, then the first scenario and member, so that the answer does not
 * depend on which thread came first. */
static int
comes_before(const pc_breach_t *x, const pc_breach_t *y)
{
    if (x->month != y->month) {
        return x->month < y->month;
    }
    if (x->scenario != y->scenario) {
        return x->scenario < y->scenario;
    }
    return x->draw != y->draw ? x->draw < y->draw : x->replicate < y->replicate;
}

static void
note_breach(worker_t *w, size_t scenario, size_t row, int region, pc_variable variable,
    double a, double b, uint32_t replicate)
{
    const pc_breach_t breach = { 1, scenario, w->e[0].draw, replicate,
        w->e[0].results.first + (pc_month) row, region, variable, { a, b } };
    if (!w->breach.found || comes_before(&breach, &w->breach)) {
        w->breach = breach;
    }
}

/* Every row before the parting month must be the reference's, bit for bit. */
static void
prove(worker_t *w, size_t k, uint32_t replicate)
{
    const pc_results_t *a = &w->e[0].results, *b = &w->e[k].results;
    const pc_state_t *past = w->job->plan->past;
    /* The row of the state shows the staff that each has, not the common past. */
    const size_t from =
        past == NULL ? 0 : (size_t) ((pc_month) past->scalar[PC_S_MONTH] - a->first) + 1;
    size_t rows = a->num_rows < b->num_rows ? a->num_rows : b->num_rows;
    const size_t regional = (size_t) PC_NUM_REGIONS * PC_NUM_REGIONAL;
    if (w->parting[k] != PC_MONTH_NONE) {
        const pc_month before = w->parting[k] - a->first;
        rows = before <= 0 ? 0 : (size_t) before < rows ? (size_t) before : rows;
    }
    w->rows_proved[k] += rows > from ? rows - from : 0;
    for (size_t row = from; row < rows; row++) {
        const double *x = pc_results_national(a, row), *y = pc_results_national(b, row);
        size_t at = first_unlike(x, y, PC_NUM_VARIABLES);
        if (at < PC_NUM_VARIABLES) {
            note_breach(w, k, row, 0, (pc_variable) at, x[at], y[at], replicate);
            return;
        }
        x = pc_results_region(a, row, 0);
        y = pc_results_region(b, row, 0);
        at = first_unlike(x, y, regional);
        if (at < regional) {
            note_breach(w, k, row, (int) (at / PC_NUM_REGIONAL) + 1,
                pc_regional_table[at % PC_NUM_REGIONAL], x[at], y[at], replicate);
            return;
        }
    }
}

/* --- runs --- */

static pc_status
run_member(worker_t *w, size_t member)
{
    pc_compare_t *self = w->job->compare;
    const uint32_t replicate = pc_compare_replicate_of(self, member);
    const pc_interrupt_t *interrupted = w->job->plan->interrupted;
    pc_status status = PC_OK;
    int failed = 0, reference = 0;
    for (size_t k = 0; k < self->num && status == PC_OK; k++) {
        if (interrupted != NULL && *interrupted) {
            return PC_ERR_INTERRUPT;
        }
        double *values = values_of(self, member, k);
        pc_status ran = w->drawn[k];
        ran = ran == PC_OK ? pc_experiment_run(&w->e[k], replicate) : ran;
        self->ran[member * self->num + k] = ran;
        if (ran == PC_OK) {
            status = gather(self, &w->e[k].results, values);
            reference |= k == 0;
        } else if (ran == PC_ERR_NOMEM) {
            status = ran; /* no scenario's own fault */
        } else {
            failed = 1;
            for (size_t v = 0; v < self->num_values; v++) {
                values[v] = NAN;
            }
        }
        if (ran == PC_OK && k > 0 && reference) {
            prove(w, k, replicate);
        }
    }
    pthread_mutex_lock(&w->job->pool.lock);
    self->num_failed += (size_t) failed;
    w->job->num_finished++;
    pthread_mutex_unlock(&w->job->pool.lock);
    return status;
}

/* Values of a draw in every scenario, and the months from which they may differ. */
static void
take_draw(worker_t *w, uint32_t draw)
{
    pc_compare_t *self = w->job->compare;
    for (size_t k = 0; k < self->num; k++) {
        w->drawn[k] = draw == w->e[k].draw
                          ? PC_OK
                          : pc_experiment_redraw(&w->e[k], draw, NULL, 0, NULL);
        if (k > 0 && w->drawn[0] == PC_OK && w->drawn[k] == PC_OK) {
            w->parting[k] = w->job->plan->claim > 0
                                ? w->job->plan->claim
                                : pc_parting_month(&w->e[0], &w->e[k]);
        }
    }
    pthread_mutex_lock(&w->job->pool.lock);
    for (size_t k = 1; k < self->num; k++) {
        if (w->drawn[0] == PC_OK && w->drawn[k] == PC_OK
            && w->parting[k] != PC_MONTH_NONE
            && (self->parting[k] == PC_MONTH_NONE || w->parting[k] < self->parting[k])) {
            self->parting[k] = w->parting[k];
        }
    }
    pthread_mutex_unlock(&w->job->pool.lock);
}

static size_t
take_chunk(job_t *job, size_t *first)
{
    const pc_compare_t *self = job->compare;
    size_t chunk, finished;
    if (!pc_pool_take(&job->pool, &chunk)) {
        return 0;
    }
    if (job->plan->progress != NULL) {
        pthread_mutex_lock(&job->pool.lock);
        finished = job->num_finished;
        pthread_mutex_unlock(&job->pool.lock);
        job->plan->progress(job->plan->context, finished, self->num_members);
    }
    const size_t from = chunk % job->chunks_per_draw * CHUNK;
    const size_t left = self->replicates - from;
    *first = chunk / job->chunks_per_draw * self->replicates + from;
    return left < CHUNK ? left : CHUNK;
}

static pc_status
make_experiments(worker_t *w)
{
    const pc_compare_t *self = w->job->compare;
    w->e = calloc(self->num, sizeof(*w->e));
    pc_status status = w->e == NULL ? PC_ERR_NOMEM : PC_OK;
    for (size_t k = 0; k < self->num && status == PC_OK; k++) {
        status = pc_experiment_init(&w->e[k], self->scenarios[k], 0, NULL, 0, NULL);
        w->e[k].past = w->job->plan->past;
        if (status == PC_OK) {
            status = pc_experiment_prepare(&w->e[k]);
        }
    }
    return status;
}

static void
hand_in(const worker_t *w)
{
    pc_compare_t *self = w->job->compare;
    pthread_mutex_lock(&w->job->pool.lock);
    for (size_t k = 1; k < self->num; k++) {
        self->rows_proved[k] += w->rows_proved[k];
    }
    if (w->breach.found
        && (!self->breach.found || comes_before(&w->breach, &self->breach))) {
        self->breach = w->breach;
    }
    pthread_mutex_unlock(&w->job->pool.lock);
}

static pc_status
work(pc_pool_t *pool, void *context)
{
    worker_t w = { .job = context };
    pc_compare_t *self = w.job->compare;
    pc_status status = make_experiments(&w);
    size_t first = 0, count, last_draw = SIZE_MAX;
    (void) pool;
    while (status == PC_OK && (count = take_chunk(w.job, &first)) > 0) {
        const size_t draw = self->draws > 0 ? first / self->replicates + 1 : 0;
        if (draw != last_draw) {
            take_draw(&w, (uint32_t) draw);
            last_draw = draw;
        }
        for (size_t k = 0; k < count && status == PC_OK; k++) {
            status = run_member(&w, first + k);
        }
    }
    hand_in(&w);
    for (size_t k = 0; w.e != NULL && k < self->num; k++) {
        pc_experiment_free(&w.e[k]);
    }
    free(w.e);
    return status;
}

/* --- the whole --- */

static pc_status
make_window(pc_compare_t *self, const pc_state_t *past)
{
    self->first = self->scenarios[0]->start;
    self->last = self->scenarios[0]->end;
    for (size_t k = 1; k < self->num; k++) {
        const pc_scenario_t *s = self->scenarios[k];
        self->first = s->start > self->first ? s->start : self->first;
        self->last = s->end < self->last ? s->end : self->last;
        self->parting[k] = PC_MONTH_NONE;
    }
    if (past != NULL && (pc_month) past->scalar[PC_S_MONTH] + 1 > self->first) {
        self->first = (pc_month) past->scalar[PC_S_MONTH] + 1;
    }
    if (self->last < self->first) {
        return PC_ERR_RANGE;
    }
    self->num_rows = (size_t) (self->last - self->first) + 2;
    pc_results_t results;
    pc_status status = pc_results_init(&results, self->first - 1, self->num_rows);
    if (status == PC_OK) {
        status = pc_years_init(&self->years, &results, PC_YEAR_FISCAL);
    }
    pc_results_free(&results);
    self->num_values =
        self->num_rows * PC_NUM_FOLLOWED + self->years.num_years * PC_NUM_VARIABLES;
    return status;
}

/* Past plan->memory bytes the values lie in an unlinked file. */
static pc_status
make_room(pc_compare_t *self, const pc_compare_plan_t *plan)
{
    self->bytes = self->num_members * self->num * self->num_values * sizeof(double);
    if (self->bytes <= (plan->memory > 0 ? plan->memory : IN_MEMORY)) {
        self->values = malloc(self->bytes);
        return self->values == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    FILE *file;
    const pc_status status = pc_spill_open(&file, plan->temporary);
    if (status != PC_OK) {
        return status;
    }
    void *map = MAP_FAILED;
    if (posix_fallocate(fileno(file), 0, (off_t) self->bytes) == 0) {
        map =
            mmap(NULL, self->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    }
    fclose(file);
    if (map == MAP_FAILED) {
        return PC_ERR_SPILL;
    }
    self->values = map;
    self->mapped = 1;
    return PC_OK;
}

pc_status
pc_compare_run(pc_compare_t *self, const pc_scenario_t *const *scenarios, size_t num,
    const pc_compare_plan_t *plan)
{
    memset(self, 0, sizeof(*self));
    self->scenarios = scenarios;
    self->num = num;
    self->draws = plan->draws;
    self->replicates = plan->replicates;
    self->num_members = (plan->draws > 0 ? plan->draws : (size_t) 1) * plan->replicates;
    self->each = plan->draws > 1 ? plan->replicates : 1;
    pc_status status = make_window(self, plan->past);
    if (status == PC_OK) {
        status = make_room(self, plan);
    }
    if (status == PC_OK) {
        self->columns = calloc(3 * self->num_members, sizeof(double));
        self->ran = calloc(self->num_members * num, sizeof(*self->ran));
        status = self->columns == NULL || self->ran == NULL ? PC_ERR_NOMEM : PC_OK;
        pc_clusters_init(&self->clusters, self->num_members, self->each);
    }
    if (status == PC_OK) {
        status = pc_scratch_init(&self->scratch, &self->clusters);
    }
    if (status != PC_OK) {
        return status;
    }
    job_t job = { .compare = self, .plan = plan };
    job.chunks_per_draw = (self->replicates + CHUNK - 1) / CHUNK;
    job.pool = (pc_pool_t){ .threads = plan->threads,
        .num_tasks = (plan->draws > 0 ? plan->draws : 1) * job.chunks_per_draw,
        .interrupted = plan->interrupted,
        .work = work,
        .context = &job };
    return pc_pool_run(&job.pool);
}

void
pc_compare_free(pc_compare_t *self)
{
    if (self->mapped) {
        munmap(self->values, self->bytes);
    } else {
        free(self->values);
    }
    free(self->columns);
    free(self->ran);
    pc_scratch_free(&self->scratch);
    pc_years_free(&self->years);
    memset(self, 0, sizeof(*self));
}

uint32_t
pc_compare_draw_of(const pc_compare_t *self, size_t member)
{
    return self->draws > 0 ? (uint32_t) (member / self->replicates) + 1 : 0;
}

uint32_t
pc_compare_replicate_of(const pc_compare_t *self, size_t member)
{
    return (uint32_t) (member % self->replicates) + 1;
}

pc_status
pc_compare_check(const pc_compare_t *self, pc_diags_t *diags)
{
    size_t at = 0;
    if (self->num_failed < self->num_members) {
        return PC_OK;
    }
    while (self->ran[at] == PC_OK) {
        at++;
    }
    const size_t member = at / self->num;
    pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
        "no run has values in all scenarios, so there is nothing to compare; the first "
        "that failed (%s, draw %lu, replicate %lu): %s",
        self->scenarios[at % self->num]->name,
        (unsigned long) pc_compare_draw_of(self, member),
        (unsigned long) pc_compare_replicate_of(self, member),
        pc_text(diags->lang, pc_strerror(self->ran[at])));
    return self->ran[at];
}

size_t
pc_compare_key_years(const pc_compare_t *self, size_t places[5])
{
    const pc_years_t *years = &self->years;
    size_t whole = years->num_years, num = 0;
    while (whole > 0 && years->months[whole - 1] < 12) {
        whole--;
    }
    for (size_t y = 0; y < years->num_years; y++) {
        int wanted = y + 1 == whole;
        for (int k = 0; k < PC_NUM_KEY_YEARS; k++) {
            wanted |= years->first_year + (int) y == pc_key_years[k];
        }
        if (wanted) {
            places[num++] = y;
        }
    }
    return num;
}
