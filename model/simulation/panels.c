#include "simulation/panels.h"

#include <math.h>
#include <string.h>

/* What became of the tests of one cell, stream and group. */
typedef struct {
    double tests, omitted;
} cell_count_t;

static void
count_cell(pc_run_t *run, const pc_month_plan_t *now, const pc_routes_t *routes,
    size_t c, int stream, size_t group, const cell_count_t *count)
{
    pc_flows_t *f = &run->flows;
    const int32_t p = routes->prefecture[c], tier = routes->tier[c],
                  host = routes->host[c];
    const size_t class = pc_class_index(run->plan->input, stream, group, tier);
    const double cases = count->tests - count->omitted;

    f->tests[p][stream] += count->tests;
    f->tests_by_tier[tier] += count->tests;
    f->omitted[p] += count->omitted;
    f->ep_cases[p] += cases;
    f->omitted_by_tier[tier] += count->omitted;
    f->may_omit += count->tests * now->may_omit[class];
    f->secondary[p] += count->tests * now->secondary[group];
    f->matched[p] += count->tests * now->matched[group];
    if (stream != PC_STREAM_EARLY) {
        f->insured_ep_cases += cases;
        f->insured_omitted += count->omitted;
    }

    /* Plain cooperative sites send every case to their host, EP-capable ones the
     * unclear. */
    double sent = 0;
    if (tier == PC_TIER_COOPERATIVE || routes->referee[c] == host) {
        sent = cases;
        f->arrivals[host] += sent;
    } else if (tier == PC_TIER_COOPERATIVE_EP) {
        sent = pc_chance_unclear(&run->chance, cases, now->params->ep_refer_unclear,
            routes->entity[c], (uint32_t) now->month,
            pc_cell_index(p, tier, stream, group));
        f->arrivals[routes->referee[c]] += sent;
        f->arrivals[host] += cases - sent;
        f->referred += sent;
    } else {
        f->arrivals[host] += cases;
    }
    f->received += sent;
    f->sent_by_tier[tier] += sent;
}

void
pc_cases_step(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_model_input_t *input = run->plan->input;
    pc_flows_t *f = &run->flows;

    for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
        if (f->mean_tests[stream] == 0) {
            continue;
        }
        const int haem = stream == PC_STREAM_HAEM && run->has_haem_routes;
        const pc_routes_t *routes = haem ? &run->routes_haem : &run->routes;
        const double *share =
            stream == PC_STREAM_EARLY ? routes->own_share : routes->share;
        for (size_t g = 0; g < input->num_groups; g++) {
            const double mean = f->mean_tests[stream] * input->groups[g].share;
            for (size_t c = 0; c < routes->num; c++) {
                if (share[c] == 0) {
                    continue;
                }
                const int32_t p = routes->prefecture[c], tier = routes->tier[c];
                cell_count_t count;
                pc_chance_tests(&run->chance, mean * share[c] * run->dispersion[p],
                    now->omit[pc_class_index(input, stream, g, tier)], routes->entity[c],
                    (uint32_t) now->month, pc_cell_index(p, tier, stream, g),
                    &count.tests, &count.omitted);
                count_cell(run, now, routes, c, stream, g, &count);
            }
        }
    }
}

double
pc_share_over_28(double before, double after, double capacity, double schedule_days)
{
    const double limit =
        (PC_LONG_WAIT_DAYS - schedule_days) * capacity / PC_DAYS_PER_MONTH;
    const double low = before < after ? before : after;
    const double high = before < after ? after : before;
    if (low > limit) {
        return 1;
    }
    return high > limit ? (high - limit) / (high - low) : 0;
}

static double
host_capacity(const pc_run_t *run, const pc_month_plan_t *now, size_t h)
{
    const pc_params_t *p = now->params;
    const pc_state_t *s = &run->state;
    double minutes;
    if (s->designation[h] == PC_TIER_CORE) {
        minutes = p->ep_minutes_per_month_core * s->open[h];
    } else if (s->designation[h] == PC_TIER_HUB) {
        minutes = p->ep_minutes_per_month_hub * s->open[h];
    } else {
        minutes = p->ep_minutes_per_month_cooperative * s->ep_capable[h];
    }
    return minutes / now->minutes_per_case;
}

/* Sums over hosts, weighted by arrivals, for the waiting time of the nation. */
typedef struct {
    double arrivals, wait, over_28;
} wait_sums_t;

double
pc_host_wait(const pc_params_t *p, double before, double backlog, double capacity,
    double *over_28)
{
    const double schedule = p->ep_schedule_days;
    if (p->ep_constraint != PC_EP_HARD) {
        *over_28 = schedule > PC_LONG_WAIT_DAYS;
        return schedule;
    }
    if (!(capacity > 0)) {
        /* Nobody is ever discussed: the wait has no length. */
        *over_28 = 1;
        return NAN;
    }
    *over_28 = pc_share_over_28(before, backlog, capacity, schedule);
    return schedule + PC_DAYS_PER_MONTH * backlog / capacity;
}

static void
add_wait(const pc_run_t *run, const pc_month_plan_t *now, size_t h, wait_sums_t *sums)
{
    const pc_flows_t *f = &run->flows;
    const double arrivals = f->arrivals[h];
    if (arrivals > 0) {
        double over_28;
        const double wait = pc_host_wait(
            now->params, f->before[h], run->state.backlog[h], f->capacity[h], &over_28);
        sums->arrivals += arrivals;
        sums->wait += arrivals * wait;
        sums->over_28 += arrivals * over_28;
    }
}

static void
discuss(pc_run_t *run, const pc_month_plan_t *now, size_t h, wait_sums_t *sums)
{
    pc_flows_t *f = &run->flows;
    const pc_state_t *s = &run->state;
    const double mean_capacity = host_capacity(run, now, h);
    const double queue = s->backlog[h] + f->arrivals[h];
    const int tier = s->designation[h] < PC_TIER_COOPERATIVE_EP ? (int) s->designation[h]
                                                                : PC_TIER_COOPERATIVE_EP;

    f->before[h] = s->backlog[h];
    f->discussed[h] = queue;
    f->dropouts[h] = 0;
    if (now->params->ep_constraint == PC_EP_HARD) {
        double u_dropout;
        const double capacity = pc_chance_capacity(&run->chance, mean_capacity,
            run->plan->input->hospitals->id[h], (uint32_t) now->month, &u_dropout);
        f->discussed[h] = queue < capacity ? queue : capacity;
        f->dropouts[h] = pc_chance_dropouts(
            &run->chance, queue - f->discussed[h], now->params->ep_dropout, u_dropout);
    }
    s->backlog[h] = queue - f->discussed[h] - f->dropouts[h];

    f->hosts += tier == PC_TIER_COOPERATIVE_EP ? s->ep_capable[h] : s->open[h];
    if (f->arrivals[h] > mean_capacity) {
        f->over_capacity +=
            tier == PC_TIER_COOPERATIVE_EP ? s->ep_capable[h] : s->open[h];
    }
    f->capacity[h] = mean_capacity;
    f->total_capacity += mean_capacity;
    f->total_arrivals += f->arrivals[h];
    f->total_discussed += f->discussed[h];
    f->total_dropouts += f->dropouts[h];
    f->discussed_by_tier[tier] += f->discussed[h];
    add_wait(run, now, h, sums);
}

void
pc_panels_step(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_state_t *s = &run->state;
    wait_sums_t sums = { 0, 0, 0 };
    for (size_t h = 0; h < s->num; h++) {
        if (s->designation[h] < PC_TIER_COOPERATIVE_EP || s->ep_capable[h] > 0) {
            discuss(run, now, h, &sums);
        }
    }
    run->flows.wait = sums.arrivals > 0 ? sums.wait / sums.arrivals : NAN;
    run->flows.wait_over_28 = sums.arrivals > 0 ? sums.over_28 / sums.arrivals : NAN;
}
