#include "simulation/panels.h"

#include <math.h>
#include <string.h>

/* Tests and omitted cases of one stream and group in the cells of one tier, and the
 * cases sent on as unclear. */
static void
draw_tier(pc_run_t *run, const pc_month_plan_t *now, const pc_routes_t *routes,
    int stream, size_t group, int tier)
{
    const pc_cell_counts_t *cells = &run->cells;
    const size_t class = pc_class_index(run->plan->input, stream, group, tier);
    const size_t first = routes->begin[tier], num = routes->end[tier] - first;
    const pc_cell_keys_t keys = { num, routes->entity + first, routes->index + first,
        (uint32_t) now->month, pc_class_bits(stream, group) };
    double *tests = cells->tests + first, *omitted = cells->omitted + first;

    pc_chance_tests(&run->chance, &keys, cells->mean + first, now->omit[class],
        cells->uniform, tests, omitted);
    if (tier == PC_TIER_COOPERATIVE_EP) {
        double *unclear = cells->unclear;
        for (size_t k = 0; k < num; k++) {
            unclear[k] = tests[k] - omitted[k];
        }
        pc_chance_unclear(&run->chance, &keys, unclear, now->params->ep_refer_unclear,
            cells->uniform, unclear);
        for (size_t k = 0; k < num; k++) {
            cells->referred[first + k] += unclear[k];
        }
    }
}

/* Sums of what was drawn, by tier and prefecture of the orderer. */
typedef struct {
    double tests, omitted;
} drawn_t;

static void
count_tiers(pc_run_t *run, const pc_month_plan_t *now, int stream, size_t group,
    const drawn_t by_tier[PC_NUM_TIERS])
{
    pc_flows_t *f = &run->flows;
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        const size_t class = pc_class_index(run->plan->input, stream, group, tier);
        const drawn_t *drawn = &by_tier[tier];
        f->tests_by_tier[tier] += drawn->tests;
        f->omitted_by_tier[tier] += drawn->omitted;
        f->may_omit += now->may_omit[class] * drawn->tests;
        if (stream != PC_STREAM_EARLY) {
            f->insured_omitted += drawn->omitted;
            f->insured_ep_cases += drawn->tests - drawn->omitted;
        }
    }
}

/* Adds what was drawn to the orderers' prefectures and tiers, and to the cases of the
 * cells. */
static void
count_cells(pc_run_t *run, const pc_month_plan_t *now, const pc_routes_t *routes,
    int stream, size_t group)
{
    pc_flows_t *f = &run->flows;
    const pc_cell_counts_t *cells = &run->cells;
    drawn_t drawn[PC_NUM_PREFECTURES][PC_NUM_TIERS] = { 0 };
    drawn_t by_tier[PC_NUM_TIERS] = { 0 };
    for (size_t c = 0; c < routes->num; c++) {
        cells->cases[c] += cells->tests[c] - cells->omitted[c];
    }
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            drawn_t *here = &drawn[routes->prefecture[c]][tier];
            here->tests += cells->tests[c];
            here->omitted += cells->omitted[c];
        }
    }
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        double tests = 0, omitted = 0;
        for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
            const drawn_t *here = &drawn[p][tier];
            tests += here->tests;
            omitted += here->omitted;
            by_tier[tier].tests += here->tests;
            by_tier[tier].omitted += here->omitted;
        }
        f->tests[stream][p] += tests;
        f->omitted[p] += omitted;
        f->ep_cases[p] += tests - omitted;
        f->secondary[p] += now->secondary[group] * tests;
        f->matched[p] += now->matched[group] * tests;
    }
    count_tiers(run, now, stream, group, by_tier);
}

static void
draw_class(pc_run_t *run, const pc_month_plan_t *now, const pc_routes_t *routes,
    int stream, size_t group)
{
    const double *share =
        stream == PC_STREAM_EARLY ? routes->early_share : routes->share;
    const double mean =
        run->flows.mean_tests[stream] * run->plan->input->groups[group].share;
    for (size_t c = 0; c < routes->num; c++) {
        run->cells.mean[c] = mean * share[c];
    }
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        draw_tier(run, now, routes, stream, group, tier);
    }
    count_cells(run, now, routes, stream, group);
}

/* Plain cooperative sites send every case to their host, EP-capable ones the unclear. */
static void
send_cases(pc_run_t *run, const pc_routes_t *routes)
{
    pc_flows_t *f = &run->flows;
    const double *cases = run->cells.cases;
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        double sent = 0;
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            const int32_t host = routes->host[c], referee = routes->referee[c];
            double moved = tier == PC_TIER_COOPERATIVE ? cases[c] : 0;
            if (tier == PC_TIER_COOPERATIVE_EP) {
                const int elsewhere = host == referee; /* not discussed at the site */
                moved = elsewhere ? cases[c] : run->cells.referred[c];
                f->referred += elsewhere ? 0 : moved;
                f->arrivals[referee] += moved;
                f->arrivals[host] += cases[c] - moved;
            } else {
                f->arrivals[host] += cases[c];
            }
            sent += moved;
        }
        f->sent_by_tier[tier] += sent;
        f->received += sent;
    }
}

void
pc_cases_step(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_cell_counts_t *cells = &run->cells;
    for (int haem = 0; haem < (run->has_haem_routes ? 2 : 1); haem++) {
        const pc_routes_t *routes = haem ? &run->routes_haem : &run->routes;
        memset(cells->cases, 0, routes->num * sizeof(double));
        memset(cells->referred, 0, routes->num * sizeof(double));
        for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
            const int elsewhere = stream == PC_STREAM_HAEM && run->has_haem_routes;
            if (elsewhere != haem || run->flows.mean_tests[stream] == 0) {
                continue;
            }
            for (size_t g = 0; g < run->plan->input->num_groups; g++) {
                draw_class(run, now, routes, stream, g);
            }
        }
        send_cases(run, routes);
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

/* Sums over hosts; waits are weighted by arrivals. */
typedef struct {
    double arrivals, wait, over_28;
} wait_sums_t;

static void
add_wait(const pc_run_t *run, const pc_month_plan_t *now, size_t h, wait_sums_t *sums)
{
    const pc_flows_t *f = &run->flows;
    const double arrivals = f->arrivals[h];
    double over_28;
    if (arrivals > 0) {
        const double wait = pc_host_wait(
            now->params, f->before[h], run->state.backlog[h], f->capacity[h], &over_28);
        sums->wait += arrivals * wait;
        sums->over_28 += arrivals * over_28;
    }
}

static void
discuss(
    pc_run_t *run, const pc_month_plan_t *now, size_t h, double mean_capacity, int hard)
{
    const pc_flows_t *f = &run->flows;
    const pc_state_t *s = &run->state;
    const double queue = s->backlog[h] + f->arrivals[h];
    double discussed = queue, dropouts = 0;

    if (hard) {
        double u_dropout;
        const double capacity = pc_chance_capacity(&run->chance, mean_capacity,
            run->plan->input->hospitals->id[h], (uint32_t) now->month, &u_dropout);
        discussed = queue < capacity ? queue : capacity;
        dropouts = pc_chance_dropouts(
            &run->chance, queue - discussed, now->params->ep_dropout, u_dropout);
    }
    f->before[h] = s->backlog[h];
    f->capacity[h] = mean_capacity;
    f->discussed[h] = discussed;
    f->dropouts[h] = dropouts;
    s->backlog[h] = queue - discussed - dropouts;
}

/* The hosts of one tier; `present` is o of a core or hub, q of an EP-capable site. */
static void
discuss_tier(pc_run_t *run, const pc_month_plan_t *now, int tier, double minutes,
    const double *present, wait_sums_t *sums)
{
    pc_flows_t *f = &run->flows;
    const pc_routes_t *routes = &run->routes;
    const int hard = now->params->ep_constraint == PC_EP_HARD;
    const double capacity_each = minutes / now->minutes_per_case;
    double arrivals = sums->arrivals, discussed = 0, dropouts = 0, capacity = 0,
           over = 0;
    for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
        const size_t h = (size_t) routes->site[c];
        discuss(run, now, h, capacity_each * present[h], hard);
        arrivals += f->arrivals[h];
        discussed += f->discussed[h];
        dropouts += f->dropouts[h];
        capacity += f->capacity[h];
        over += f->arrivals[h] > f->capacity[h] ? present[h] : 0;
        if (hard) {
            add_wait(run, now, h, sums);
        }
    }
    sums->arrivals = arrivals;
    f->discussed_by_tier[tier] = discussed;
    f->total_discussed += discussed;
    f->total_dropouts += dropouts;
    f->total_capacity += capacity;
    f->over_capacity += over;
}

void
pc_panels_step(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_params_t *p = now->params;
    const pc_state_t *s = &run->state;
    pc_flows_t *f = &run->flows;
    wait_sums_t sums = { 0, 0, 0 };
    discuss_tier(run, now, PC_TIER_CORE, p->ep_minutes_per_month_core, s->open, &sums);
    discuss_tier(run, now, PC_TIER_HUB, p->ep_minutes_per_month_hub, s->open, &sums);
    discuss_tier(run, now, PC_TIER_COOPERATIVE_EP, p->ep_minutes_per_month_cooperative,
        s->ep_capable, &sums);
    f->total_arrivals = sums.arrivals;
    if (!(sums.arrivals > 0)) {
        f->wait = f->wait_over_28 = NAN;
    } else if (p->ep_constraint == PC_EP_HARD) {
        f->wait = sums.wait / sums.arrivals;
        f->wait_over_28 = sums.over_28 / sums.arrivals;
    } else { /* everybody waits alike */
        f->wait = pc_host_wait(p, 0, 0, 0, &f->wait_over_28);
    }
}
