#include "simulation/demand.h"

#include <math.h>
#include <string.h>

#include "base/chance/quantile.h"

/* A smaller share of the country's patients is nobody: a rounding of sums. */
#define NOBODY 1e-12
/* What is smaller is none: other numbers divided by it are past the largest. */
#define PULL_LEAST 1e-100

/* A parameter that counts whole months. */
static int
whole_months(double value)
{
    return (int) floor(value + 0.5);
}

void
pc_demand_remember_open(pc_run_t *run, const pc_month_plan_t *now)
{
    pc_state_t *s = &run->state;
    const int ramp = whole_months(now->params->demand_ramp_months);
    const size_t n = s->num;
    double *newest = s->history + (size_t) (now->month % PC_RAMP_MAX) * n;

    if (s->scalar[PC_S_RAMP] == ramp) {
        const double *oldest =
            s->history + (size_t) ((now->month - ramp) % PC_RAMP_MAX) * n;
        for (size_t i = 0; i < n; i++) {
            s->open_sum[i] += s->open[i] - oldest[i];
        }
        memcpy(newest, s->open, n * sizeof(double));
        return;
    }
    memcpy(newest, s->open, n * sizeof(double));
    memset(s->open_sum, 0, n * sizeof(double));
    for (int k = ramp - 1; k >= 0; k--) {
        const double *month = s->history + (size_t) ((now->month - k) % PC_RAMP_MAX) * n;
        for (size_t i = 0; i < n; i++) {
            s->open_sum[i] += month[i];
        }
    }
    s->scalar[PC_S_RAMP] = ramp;
}

/* weight of a cell = sum of v_i e_i over its sites; an EP-capable site's part goes to
 * its own cell. e_i = open_sum_i / ramp, divided last. */
static void
weigh_cells(pc_run_t *run, pc_routes_t *routes)
{
    const pc_state_t *s = &run->state;
    const double *volume = run->plan->input->hospitals->volume;
    const double ramp = s->scalar[PC_S_RAMP];
    double *effective = run->effective, *weight = routes->weight;

    for (size_t i = 0; i < s->num; i++) {
        effective[i] = volume[i] * s->open_sum[i];
    }
    memset(weight, 0, routes->num_plain * sizeof(double));
    for (size_t c = routes->num_plain; c < routes->num; c++) {
        const int32_t i = routes->site[c];
        const double capable = s->ep_capable[i] / s->open[i];
        weight[c] = effective[i] * capable;
        effective[i] *= 1 - capable;
    }
    for (size_t i = 0; i < s->num; i++) {
        weight[routes->plain_cell[i]] += effective[i];
    }
    for (size_t c = 0; c < routes->num; c++) {
        weight[c] /= ramp;
    }
}

/* What draws patients to the sites of a tier. */
typedef struct {
    double own_weight, pull;
} draw_t;

/* Sums over cells that the month's equations need. */
typedef struct {
    double weight[PC_NUM_TIERS][PC_NUM_PREFECTURES]; /* sum of v e */
    double patients;                                 /* sum of g v over all hospitals */
    double treated;                                  /* sum of g v e */
    double treated_in[PC_NUM_PREFECTURES];
    double own; /* sum of g v e own_weight */
    double pull_in[PC_NUM_PREFECTURES];
    double pull; /* sum of v e pull */
} sums_t;

static void
sum_cells(const pc_run_t *run, const pc_routes_t *routes, const pc_month_plan_t *now,
    const draw_t draw[PC_NUM_TIERS], sums_t *sums)
{
    memset(sums, 0, sizeof(*sums));
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        double *weight = sums->weight[tier];
        double own = 0;
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            weight[routes->prefecture[c]] += routes->weight[c];
        }
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            const double treated = now->demand_index[p] * weight[p];
            sums->treated_in[p] += treated;
            sums->pull_in[p] += draw[tier].pull * weight[p];
            own += treated;
        }
        sums->own += own * draw[tier].own_weight;
    }
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        sums->patients += now->demand_index[p] * run->plan->volume_by_prefecture[p];
        sums->treated += sums->treated_in[p];
        sums->pull += sums->pull_in[p];
    }
}

/* Patients of each prefecture who are not treated at a site, as shares of the country's;
 * their sum. */
static double
untreated_by_prefecture(const pc_run_t *run, const pc_month_plan_t *now,
    const sums_t *sums, double untreated[PC_NUM_PREFECTURES])
{
    const double network = now->params->demand_network_share;
    const double each = sums->patients > 0 ? network / sums->patients : 0;
    double total = 0;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const double elsewhere =
            now->demand_index[p] * run->plan->volume_by_prefecture[p]
            - sums->treated_in[p];
        untreated[p] = (1 - network) * now->patients_share[p]
                       + each * (elsewhere > 0 ? elsewhere : 0);
        total += untreated[p];
    }
    return total;
}

/* Referred tests of the country for each unit of pull, by prefecture of the site: of its
 * own patients, and of all the others. */
static void
share_referred(const pc_run_t *run, const pc_month_plan_t *now, const sums_t *sums,
    double own, double per_pull[PC_NUM_PREFECTURES])
{
    const double local = now->params->demand_referral_local;
    double untreated[PC_NUM_PREFECTURES];
    const double total = untreated_by_prefecture(run, now, sums, untreated);
    const int reached = run->flows.access_reached > 0;
    /* Without patients who are not treated at a site, no referral has a home. */
    const double at_home = total >= NOBODY ? local : 0;
    const double each = at_home > 0 && reached ? (1 - own) * at_home / total : 0;
    double national = sums->pull > 0 && reached ? (1 - own) * (1 - at_home) : 0;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const double referred = each * untreated[p];
        const int here = sums->pull_in[p] > 0;
        per_pull[p] = here ? referred / sums->pull_in[p] : 0;
        national += here ? 0 : referred;
    }
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        per_pull[p] += sums->pull > 0 ? national / sums->pull : 0;
    }
}

/* Shares of the tests by cell: own patients' S / A of them, the referred ones' the rest;
 * times the dispersion factor of the prefecture. Each is the cell's weight times a
 * factor of its tier and prefecture. */
static void
share_cells(const pc_run_t *run, pc_routes_t *routes, const pc_month_plan_t *now,
    const draw_t draw[PC_NUM_TIERS], const sums_t *sums)
{
    const pc_flows_t *f = &run->flows;
    const double own = f->access_reached > 0 ? f->access_treated / f->access_reached : 0;
    double per_pull[PC_NUM_PREFECTURES], share[PC_NUM_PREFECTURES],
        own_share[PC_NUM_PREFECTURES];
    share_referred(run, now, sums, own, per_pull);
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        const double own_weight = sums->own > 0 ? draw[tier].own_weight / sums->own : 0;
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            const double treated = now->demand_index[p] * own_weight;
            own_share[p] = treated * run->dispersion[p];
            share[p] =
                (own * treated + per_pull[p] * draw[tier].pull) * run->dispersion[p];
        }
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            const int32_t p = routes->prefecture[c];
            routes->own_share[c] = routes->weight[c] * own_share[p];
            routes->share[c] = routes->weight[c] * share[p];
        }
    }
}

/* A pull with which nothing can be divided is none. */
static double
pull_of(double given)
{
    return given >= PULL_LEAST ? given : 0;
}

static void
shares_of_route(pc_run_t *run, pc_routes_t *routes, const pc_month_plan_t *now)
{
    const pc_params_t *p = now->params;
    const draw_t draw[PC_NUM_TIERS] = {
        { p->demand_own_weight_core, pull_of(p->demand_pull_core) },
        { p->demand_own_weight_hub, pull_of(p->demand_pull_hub) },
        { 1, 1 },
        { 1, 1 },
    };
    sums_t sums;

    weigh_cells(run, routes);
    sum_cells(run, routes, now, draw, &sums);
    pc_flows_t *f = &run->flows;
    f->access_treated =
        sums.own > 0 ? p->demand_network_share * sums.treated / sums.patients : 0;
    f->access_reached = f->access_treated;
    if (sums.pull > 0) {
        f->access_reached += p->demand_referral * (1 - f->access_treated);
    }
    share_cells(run, routes, now, draw, &sums);
}

/* Place of `month` in the memory of line k = 1, 2 (patients who started it and were not
 * tested). */
static double *
line_memory(const pc_state_t *s, int k, pc_month month)
{
    return &s->lines[(size_t) (k - 1) * PC_LAG_MAX + (size_t) (month % PC_LAG_MAX)];
}

/* Months before the first repeat its values. */
static void
fill_line_memory(pc_state_t *s, const pc_params_t *p, pc_month month, double line_1,
    const double tested[3])
{
    const double left_1 = line_1 * (1 - tested[0]);
    const double left_2 = left_1 * p->demand_pass_2 * (1 - tested[1]);
    for (int k = 1; k < PC_LAG_MAX; k++) {
        *line_memory(s, 1, month - k) = left_1;
        *line_memory(s, 2, month - k) = left_2;
    }
    s->scalar[PC_S_LINES_KNOWN] = 1;
}

static int
yyyymm(pc_month month)
{
    return pc_month_year(month) * 100 + pc_month_of_year(month);
}

/* Patients by line, and the mean number of tests of each stream. */
static void
patients_and_tests(pc_run_t *run, const pc_month_plan_t *now)
{
    pc_state_t *s = &run->state;
    pc_flows_t *f = &run->flows;
    const pc_params_t *p = now->params;
    const double reached = p->demand_uptake * f->access_reached;
    const double insured[3] = { p->demand_offer_1 * reached, p->demand_offer_2 * reached,
        p->demand_offer_3 * reached };
    const int date = yyyymm(now->month);
    const int accrual = date >= p->early_start && date <= p->early_end;
    const double early = accrual ? f->access_treated * p->early_notified
                                       * p->early_uptake * (1 - insured[0])
                                 : 0;
    const double tested[3] = { insured[0] + early, insured[1], insured[2] };

    f->line[0] = p->demand_drug_therapy_patients / 12 * p->demand_fitness;
    if (s->scalar[PC_S_LINES_KNOWN] == 0) {
        fill_line_memory(s, p, now->month, f->line[0], tested);
    }
    f->line[1] = *line_memory(s, 1, now->month - whole_months(p->demand_lag_2))
                 * p->demand_pass_2;
    f->line[2] = *line_memory(s, 2, now->month - whole_months(p->demand_lag_3))
                 * p->demand_pass_3;
    *line_memory(s, 1, now->month) = f->line[0] * (1 - tested[0]);
    *line_memory(s, 2, now->month) = f->line[1] * (1 - tested[1]);

    f->mean_tests[PC_STREAM_SOLID] =
        f->line[0] * insured[0] + f->line[1] * insured[1] + f->line[2] * insured[2];
    f->mean_tests[PC_STREAM_EARLY] = f->line[0] * early;
    f->mean_tests[PC_STREAM_HAEM] =
        f->access_reached > 0 ? p->haem_patients / 12 * p->haem_uptake : 0;
}

/* The parameter's value in the first month of a fiscal year holds for the year, also in
 * a run that goes on within it. */
static void
update_dispersion(pc_run_t *run, const pc_month_plan_t *now)
{
    double *used = &run->state.scalar[PC_S_DISPERSION];
    const int year = pc_month_fiscal_year(now->month);
    if (*used < 0 || pc_month_fiscal_year(now->month - 1) != year) {
        *used = now->params->demand_dispersion;
    }
    if (run->dispersion_year == year) {
        return;
    }
    for (uint32_t p = 0; p < PC_NUM_PREFECTURES; p++) {
        run->dispersion[p] =
            pc_chance_dispersion(&run->chance, *used, p, (uint32_t) PC_MONTH(year, 4));
    }
    run->dispersion_year = year;
}

pc_status
pc_demand_step(pc_run_t *run, const pc_month_plan_t *now)
{
    pc_demand_remember_open(run, now);
    update_dispersion(run, now);
    if (run->has_haem_routes) {
        shares_of_route(run, &run->routes_haem, now);
    }
    shares_of_route(run, &run->routes, now);
    patients_and_tests(run, now);
    for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
        if (!(run->flows.mean_tests[stream] <= PC_MEAN_MAX)) {
            return PC_ERR_RANGE;
        }
    }
    return PC_OK;
}
