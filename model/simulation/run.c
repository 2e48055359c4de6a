#include "simulation/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

pc_status
pc_run_init(pc_run_t *self, const pc_plan_t *plan)
{
    memset(self, 0, sizeof(*self));
    const pc_hospitals_t *hospitals = plan->input->hospitals;
    const size_t n = hospitals->num;
    self->plan = plan;
    for (size_t i = 0; i < n; i++) {
        self->has_haem_routes |= hospitals->host_haem[i] >= 0;
    }
    /* 9 arrays by hospital, 8 by cell (at most two a hospital), 2 of rows */
    self->block = calloc((9 + 8 * 2 + 1) * n + 1, sizeof(double));
    self->rising = calloc(plan->input->num_tier_changes + 1, sizeof(*self->rising));
    if (self->block == NULL || self->rising == NULL
        || pc_state_init(&self->state, n) != PC_OK
        || pc_state_init(&self->initial, n) != PC_OK
        || pc_routes_init(&self->routes, n, 0) != PC_OK
        || pc_routes_init(&self->routes_haem, n, 1) != PC_OK) {
        return PC_ERR_NOMEM;
    }
    pc_cell_counts_t *cells = &self->cells;
    double *cursor = self->block;
    double **by_hospital[] = { &self->flows.before, &self->flows.arrivals,
        &self->flows.discussed, &self->flows.dropouts, &self->flows.capacity,
        &self->wait_threshold, &self->stay_threshold, &self->weight, &self->effective };
    for (size_t k = 0; k < sizeof(by_hospital) / sizeof(by_hospital[0]); k++) {
        *by_hospital[k] = cursor;
        cursor += n;
    }
    double **by_cell[] = { &cells->mean, &cells->tests, &cells->omitted, &cells->unclear,
        &cells->cases, &cells->referred, &cells->uniform };
    for (size_t k = 0; k < sizeof(by_cell) / sizeof(by_cell[0]); k++) {
        *by_cell[k] = cursor;
        cursor += 2 * n;
    }
    cursor += 2 * n; /* the second uniforms */
    self->candidates[0] = (int32_t *) (void *) cursor;
    self->candidates[1] = self->candidates[0] + n;
    const pc_stream_t nobody = { plan->input->seed, 0, 0 };
    pc_state_reset(&self->initial, plan->input, &nobody);
    return PC_OK;
}

void
pc_run_free(pc_run_t *self)
{
    pc_state_free(&self->state);
    pc_state_free(&self->initial);
    pc_routes_free(&self->routes);
    pc_routes_free(&self->routes_haem);
    free(self->block);
    free(self->rising);
    memset(self, 0, sizeof(*self));
}

/* Everything that is worked out from the state and the stream. */
static pc_status
prepare(pc_run_t *self, uint32_t draw, uint32_t replicate)
{
    const pc_model_input_t *input = self->plan->input;
    pc_state_t *s = &self->state;
    self->chance.mode = input->mode;
    self->chance.stream.seed = input->seed;
    self->chance.stream.draw = draw;
    self->chance.stream.replicate = replicate;
    s->scalar[PC_S_SEED_HIGH] = (double) (input->seed >> 32);
    s->scalar[PC_S_SEED_LOW] = (double) (input->seed & 0xffffffff);
    s->scalar[PC_S_DRAW] = draw;
    s->scalar[PC_S_REPLICATE] = replicate;
    for (size_t i = 0; input->mode == PC_MODE_STOCHASTIC && i < s->num; i++) {
        const uint32_t id = input->hospitals->id[i], episode = (uint32_t) s->episode[i];
        self->wait_threshold[i] =
            pc_chance_threshold(&self->chance, PC_PROCESS_OPENING, id, episode);
        self->stay_threshold[i] =
            pc_chance_threshold(&self->chance, PC_PROCESS_WITHDRAWAL, id, episode);
    }
    self->dispersion_year = 0;
    self->designations_changed = 0;
    self->sites_changed = 0;
    self->open_changed = 1;
    self->candidates_changed = 1;
    pc_routes_t *routes[2] = { &self->routes, &self->routes_haem };
    for (int k = 0; k < (self->has_haem_routes ? 2 : 1); k++) {
        const pc_status status = pc_routes_build(routes[k], input, s);
        if (status != PC_OK) {
            return status;
        }
        pc_routes_build_sites(routes[k], input, s);
    }
    pc_run_count_sites(self);
    pc_run_clear_hosts(self);
    return PC_OK;
}

void
pc_run_clear_hosts(pc_run_t *self)
{
    /* the five arrays stand side by side */
    memset(self->flows.before, 0, 5 * self->state.num * sizeof(double));
}

pc_status
pc_run_reset(pc_run_t *self, uint32_t draw, uint32_t replicate)
{
    memcpy(self->state.block, self->initial.block, self->state.size * sizeof(double));
    self->month = 0;
    return prepare(self, draw, replicate);
}

pc_status
pc_run_restore(
    pc_run_t *self, const pc_state_t *state, uint32_t draw, uint32_t replicate)
{
    const pc_model_input_t *input = self->plan->input;
    const double row = state->scalar[PC_S_MONTH] - (input->start - 1);
    if (state->num != self->state.num || row < 0
        || row > (double) self->plan->num_months) {
        return PC_ERR_VERSION;
    }
    memcpy(self->state.block, state->block, state->size * sizeof(double));
    self->month = (size_t) row;
    const double *s = state->scalar;
    const int same = s[PC_S_SEED_HIGH] == (double) (input->seed >> 32)
                     && s[PC_S_SEED_LOW] == (double) (input->seed & 0xffffffff)
                     && s[PC_S_DRAW] == draw && s[PC_S_REPLICATE] == replicate;
    /* New luck: what is left of every episode begins now. */
    for (size_t i = 0; !same && i < state->num; i++) {
        self->state.wait_survival[i] = 1;
        self->state.stay_survival[i] = 1;
    }
    return prepare(self, draw, replicate);
}

/* Sums of o by stratum (pc_plan_t), and of o and q by tier. What is added to which of
 * the partial sums depends on the hospital alone, so hospitals that are no sites change
 * no digit. */
static void
count_open(const pc_run_t *run, double *open, double by_tier[PC_NUM_TIERS])
{
    enum { PARTS = 8 };
    const pc_state_t *s = &run->state;
    const pc_routes_t *routes = &run->routes;
    const uint8_t *stratum = run->plan->stratum;
    const uint32_t *id = run->plan->input->hospitals->id;
    double plain[PARTS] = { 0 };
    for (size_t i = 0; i < s->num; i++) {
        const int cooperative = s->designation[i] == PC_TIER_COOPERATIVE;
        open[stratum[i]] += s->open[i];
        plain[id[i] % PARTS] += cooperative ? s->open[i] - s->ep_capable[i] : 0;
    }
    for (int k = 0; k < PARTS; k++) {
        by_tier[PC_TIER_COOPERATIVE] += plain[k];
    }
    for (int tier = PC_TIER_CORE; tier <= PC_TIER_COOPERATIVE_EP; tier++) {
        const double *present = tier == PC_TIER_COOPERATIVE_EP ? s->ep_capable : s->open;
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            by_tier[tier] += present[routes->site[c]];
        }
    }
}

void
pc_run_count_sites(pc_run_t *run)
{
    pc_site_counts_t *n = &run->sites;
    double open[PC_NUM_STRATA] = { 0 };
    if (!run->open_changed) {
        return;
    }
    run->open_changed = 0;
    memset(n, 0, sizeof(*n));
    count_open(run, open, n->by_tier);
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        for (int type = 0; type < PC_NUM_BASE_TYPES; type++) {
            const double here = open[p * PC_NUM_BASE_TYPES + type];
            n->by_type[type] += here;
            n->in[p] += here;
            n->covered_in[p] += type == PC_BASE_NONE ? 0 : here;
        }
    }
}

static void
require(int holds, pc_month month, const char *what, double difference)
{
    if (!holds) {
        fprintf(stderr, "bug: %d-%02d: %s (off by %g)\n", pc_month_year(month),
            pc_month_of_year(month), what, difference);
        abort();
    }
}

void
pc_run_verify(const pc_run_t *self)
{
    const pc_flows_t *f = &self->flows;
    const pc_state_t *s = &self->state;
    const pc_month month = self->plan->months[self->month].month;
    const int whole = self->chance.mode == PC_MODE_STOCHASTIC;
    double tests = 0, omitted = 0, discussed = 0;

    for (size_t h = 0; h < s->num; h++) {
        const double in = f->before[h] + f->arrivals[h];
        const double off = in - f->discussed[h] - f->dropouts[h] - s->backlog[h];
        const double allowed = whole ? 0 : 1e-9 * (1 + in);
        /* A hospital that is no host has neither arrivals nor backlog. */
        require(fabs(off) <= allowed, month, "the cases of a host do not balance", off);
        require(s->backlog[h] >= -allowed, month, "negative backlog", s->backlog[h]);
        require(s->open[h] >= 0 && s->open[h] <= 1 + 1e-9, month,
            "a site is open by no share", s->open[h]);
        require(s->ep_capable[h] >= 0 && s->ep_capable[h] <= s->open[h] + 1e-9, month,
            "an EP-capable site is not open", s->ep_capable[h] - s->open[h]);
        discussed += f->discussed[h];
    }
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
            tests += f->tests[stream][p];
        }
        omitted += f->omitted[p];
    }
    const double off = tests - omitted - f->total_arrivals;
    require(fabs(off) <= (whole ? 0 : 1e-9 * (1 + tests)), month,
        "tests are not omitted cases and arrivals", off);
    require(discussed == f->total_discussed
                || fabs(discussed - f->total_discussed) <= 1e-9 * (1 + discussed),
        month, "discussed cases do not add up", discussed - f->total_discussed);
    double mean = 0;
    for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
        mean += f->mean_tests[stream];
    }
    require(whole || fabs(tests - mean) <= 1e-9 * (1 + mean), month,
        "the tests of the cells are not those of the nation", tests - mean);
}

void
pc_results_verify(const pc_results_t *results)
{
    for (size_t row = 1; row < results->num_rows; row++) {
        const double *nation = pc_results_national(results, row);
        const pc_month month = results->first + (pc_month) row;
        for (int k = 0; k < pc_num_sums; k++) {
            double sum = 0;
            for (int j = 0; j < pc_sums[k].num_parts; j++) {
                sum += nation[pc_sums[k].parts[j]];
            }
            const double off = sum - nation[pc_sums[k].total];
            require(fabs(off) <= 1e-9 * (1 + fabs(sum)), month,
                pc_variable_table[pc_sums[k].total].name, off);
        }
        require(pc_values_are_possible(nation), month, "an impossible value", 0);
    }
}
