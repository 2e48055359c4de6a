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
 * its own cell. e_i = open_sum_i / ramp, divided last; what closed orders nothing. */
static void
weigh_cells(pc_run_t *run, pc_routes_t *routes)
{
    const pc_state_t *s = &run->state;
    const double *volume = run->plan->input->hospitals->volume;
    const double ramp = s->scalar[PC_S_RAMP];
    double *effective = run->effective, *weight = routes->weight;

    for (size_t i = 0; i < s->num; i++) {
        const double most = s->open[i] * ramp, sum = s->open_sum[i];
        effective[i] = volume[i] * (sum < most ? sum : most);
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

static int
designation_of(int tier)
{
    return tier == PC_TIER_CORE || tier == PC_TIER_HUB ? tier : PC_TIER_COOPERATIVE;
}

/* The designation before change `k`, by the changes alone. */
static int
designation_before(const pc_model_input_t *input, size_t k)
{
    const int32_t hospital = input->tier_changes[k].hospital;
    while (k-- > 0) {
        if (input->tier_changes[k].hospital == hospital) {
            return designation_of(input->tier_changes[k].tier);
        }
    }
    return PC_TIER_COOPERATIVE;
}

/* Cores and hubs of the last months, from the newest change back: the first that changes
 * a designation counts. */
static void
find_rising(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_state_t *s = &run->state;
    const pc_model_input_t *input = run->plan->input;
    const int ramp = (int) s->scalar[PC_S_RAMP];
    run->num_rising = 0;
    for (size_t k = input->num_tier_changes; k-- > 0;) {
        const pc_tier_change_t *change = &input->tier_changes[k];
        const int months = now->month - change->month + 1;
        if (months < 1 || months >= ramp) {
            continue;
        }
        const int before = designation_before(input, k);
        int seen = before == designation_of(change->tier)
                   || s->designation[change->hospital] == PC_TIER_COOPERATIVE;
        for (size_t j = 0; j < run->num_rising && !seen; j++) {
            seen = run->rising[j].hospital == change->hospital;
        }
        if (!seen) {
            const double part = 1 - (double) months / ramp;
            run->rising[run->num_rising++] = (pc_rising_t){ change->hospital, before,
                part * run->effective[change->hospital] / ramp };
        }
    }
}

/* Sums over cells that the month's equations need. */
typedef struct {
    double pull_of[PC_NUM_TIERS];
    double patients;                       /* sum of g v over all hospitals */
    double treated;                        /* sum of g v e */
    double treated_in[PC_NUM_PREFECTURES]; /* the same by prefecture */
    double hazard;                         /* sum of s h */
    double pull_in[PC_NUM_PREFECTURES];
    double pull; /* sum of v e pull */
    pc_own_t own;
} sums_t;

/* A pull with which nothing can be divided is none. */
static double
pull_of(double given)
{
    return given >= PULL_LEAST ? given : 0;
}

/* What is rising counts in its tier before. */
static void
add_rising(const pc_run_t *run, const pc_month_plan_t *now, sums_t *sums)
{
    for (size_t j = 0; j < run->num_rising; j++) {
        const pc_rising_t *r = &run->rising[j];
        const int tier = (int) run->state.designation[r->hospital];
        const int k = run->plan->input->hospitals->prefecture[r->hospital];
        const double treated = now->demand_index[k] * r->weight;
        sums->pull_in[k] += (sums->pull_of[r->before] - sums->pull_of[tier]) * r->weight;
        sums->own.share[pc_own_class(r->before)][k] += treated;
        double *rest = &sums->own.share[pc_own_class(tier)][k];
        *rest = *rest > treated ? *rest - treated : 0;
    }
}

static void
sum_cells(const pc_run_t *run, const pc_month_plan_t *now, sums_t *sums)
{
    const pc_params_t *p = now->params;
    const pc_routes_t *routes = &run->routes;
    const double own_weight[PC_NUM_OWN] = { p->demand_own_weight_core,
        p->demand_own_weight_hub, 1 };
    memset(sums, 0, sizeof(*sums));
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        const int kind = pc_own_class(tier);
        double weight[PC_NUM_PREFECTURES] = { 0 };
        sums->pull_of[tier] = kind == PC_OWN_CORE  ? pull_of(p->demand_pull_core)
                              : kind == PC_OWN_HUB ? pull_of(p->demand_pull_hub)
                                                   : 1;
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            weight[routes->prefecture[c]] += routes->weight[c];
        }
        for (int k = 0; k < PC_NUM_PREFECTURES; k++) {
            const double treated = now->demand_index[k] * weight[k];
            sums->treated_in[k] += treated;
            sums->pull_in[k] += sums->pull_of[tier] * weight[k];
            sums->own.share[kind][k] += treated;
        }
    }
    add_rising(run, now, sums);
    for (int k = 0; k < PC_NUM_PREFECTURES; k++) {
        sums->patients += now->demand_index[k] * run->plan->volume_by_prefecture[k];
        sums->treated += sums->treated_in[k];
        sums->pull += sums->pull_in[k];
    }
    const double each = p->demand_network_share / sums->patients;
    for (int kind = 0; kind < PC_NUM_OWN; kind++) {
        for (int k = 0; k < PC_NUM_PREFECTURES; k++) {
            sums->own.share[kind][k] *= each;
            sums->own.hazard[kind][k] = own_weight[kind] * now->practice[k];
            sums->hazard += sums->own.share[kind][k] * sums->own.hazard[kind][k];
        }
    }
}

/* Patients of each prefecture who are not treated at a site, as shares of the country's,
 * times its factor of practice and inflow; their sum. */
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
        untreated[p] = now->practice[p]
                       * ((1 - network) * now->patients_share[p]
                           + each * (elsewhere > 0 ? elsewhere : 0));
        total += untreated[p];
    }
    return total;
}

/* Referred tests of the country for each unit of pull, by prefecture of the site: of its
 * own patients, and of all the others. `own` is the part that is not referred. */
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

/* What a unit of a cell's weight orders, by class or tier and prefecture. */
typedef struct {
    double tests[PC_NUM_TIERS][PC_NUM_PREFECTURES]; /* of the solid tests */
    double early[PC_NUM_OWN][PC_NUM_PREFECTURES];   /* of the early tests */
} per_weight_t;

/* Own tests as a part of all solid tests, for each unit of weight; their sum. Where
 * nobody is tested, in proportion to the hazards: what few tests would be. */
static double
own_parts(const pc_run_t *run, const pc_month_plan_t *now, const sums_t *sums,
    double parts[PC_NUM_OWN][PC_NUM_PREFECTURES])
{
    const pc_flows_t *f = &run->flows;
    const double solid = f->mean_tests[PC_STREAM_SOLID];
    const double each = now->params->demand_network_share / sums->patients;
    double own = f->access_reached > 0 ? f->access_treated / f->access_reached : 0;
    const double flat = sums->hazard > 0 ? own / sums->hazard : 0;
    if (solid > 0) {
        own = (f->line[0] * f->own[0] + f->line[1] * f->own[1] + f->line[2] * f->own[2])
              / solid;
    }
    for (int kind = 0; kind < PC_NUM_OWN; kind++) {
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            double tests = 0;
            for (int k = 0; k < 3; k++) {
                tests += f->line[k] * f->own_tested[k][kind][p];
            }
            const double part =
                solid > 0 ? tests / solid : flat * sums->own.hazard[kind][p];
            parts[kind][p] = each * now->demand_index[p] * part;
        }
    }
    return own;
}

static void
weigh_tests(const pc_run_t *run, const pc_month_plan_t *now, const sums_t *sums,
    per_weight_t *each)
{
    const pc_flows_t *f = &run->flows;
    double own[PC_NUM_OWN][PC_NUM_PREFECTURES], per_pull[PC_NUM_PREFECTURES];
    share_referred(run, now, sums, own_parts(run, now, sums, own), per_pull);
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        const int kind = pc_own_class(tier);
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            each->tests[tier][p] =
                (own[kind][p] + per_pull[p] * sums->pull_of[tier]) * run->dispersion[p];
        }
    }
    const double left = f->access_treated - f->own[0];
    const double early =
        left > NOBODY ? now->params->demand_network_share / sums->patients / left : 0;
    for (int kind = 0; kind < PC_NUM_OWN; kind++) {
        for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
            each->early[kind][p] = early * now->demand_index[p]
                                   * (1 - f->own_tested[0][kind][p])
                                   * run->dispersion[p];
        }
    }
}

/* Shares of the tests by cell. */
static void
share_cells(const pc_run_t *run, pc_routes_t *routes, const per_weight_t *each)
{
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        const double *tests = each->tests[tier];
        const double *early = each->early[pc_own_class(tier)];
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            const int32_t p = routes->prefecture[c];
            routes->share[c] = routes->weight[c] * tests[p];
            routes->early_share[c] = routes->weight[c] * early[p];
        }
    }
    for (size_t j = 0; j < run->num_rising; j++) {
        const pc_rising_t *r = &run->rising[j];
        const int tier = (int) run->state.designation[r->hospital];
        const size_t c = (size_t) routes->plain_cell[r->hospital];
        const int32_t p = routes->prefecture[c];
        routes->share[c] +=
            r->weight * (each->tests[r->before][p] - each->tests[tier][p]);
        routes->early_share[c] += r->weight
                                  * (each->early[pc_own_class(r->before)][p]
                                      - each->early[pc_own_class(tier)][p]);
    }
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

/* The share of the country's patients that are treated at a site, S, and those that have
 * access, A. */
static void
set_access(pc_run_t *run, const pc_month_plan_t *now, const sums_t *sums)
{
    const pc_params_t *p = now->params;
    const double share = p->demand_network_share * sums->treated / sums->patients;
    pc_flows_t *f = &run->flows;
    f->access_treated = sums->hazard > 0 ? share : 0;
    f->access_reached = f->access_treated;
    if (sums->pull > 0) {
        f->access_reached += p->demand_referral * (1 - f->access_treated);
    }
}

/* Who is tested at each line: of the sites' own patients those whom the lines before
 * left, so that nobody is tested twice; and the share of all patients, referred ones
 * included. */
static void
test_lines(pc_run_t *run, const pc_month_plan_t *now, const pc_own_t *patients,
    double tested[3])
{
    const pc_params_t *p = now->params;
    const double offer[3] = { p->demand_offer_1, p->demand_offer_2, p->demand_offer_3 };
    pc_flows_t *f = &run->flows;
    pc_own_t own = *patients;
    for (int k = 0; k < 3; k++) {
        const double rate = offer[k] * p->demand_uptake;
        double u[PC_NUM_OWN][PC_NUM_PREFECTURES];
        f->own[k] = pc_own_tested(&own, rate * f->access_treated, u);
        tested[k] = f->own[k] + rate * (f->access_reached - f->access_treated);
        const double early = k == 0 ? f->early : 0;
        if (k == 0) {
            const double left = f->access_treated - f->own[0];
            tested[0] += left > 0 ? early * left : 0;
        }
        const double all = tested[k] < 1 ? 1 / (1 - tested[k]) : 0;
        for (int kind = 0; kind < PC_NUM_OWN; kind++) {
            for (int i = 0; i < PC_NUM_PREFECTURES; i++) {
                const double before = k == 0 ? 1 : f->own_left[k][kind][i];
                f->own_left[k][kind][i] = before;
                f->own_tested[k][kind][i] = before * u[kind][i];
                if (k < 2) {
                    const double stay = (1 - u[kind][i]) * (1 - early) * all;
                    f->own_left[k + 1][kind][i] = before * stay;
                    own.share[kind][i] *= stay;
                }
            }
        }
    }
}

/* Patients by line, and the mean number of tests of each stream. */
static void
patients_and_tests(pc_run_t *run, const pc_month_plan_t *now, const pc_own_t *own)
{
    pc_state_t *s = &run->state;
    pc_flows_t *f = &run->flows;
    const pc_params_t *p = now->params;
    const int date = yyyymm(now->month);
    const int accrual = date >= p->early_start && date <= p->early_end;
    double tested[3];
    f->early = accrual ? p->early_notified * p->early_uptake : 0;
    test_lines(run, now, own, tested);
    const double left = f->access_treated - f->own[0];
    const double early = left > 0 ? f->early * left : 0;

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

    f->mean_tests[PC_STREAM_SOLID] = f->line[0] * (tested[0] - early)
                                     + f->line[1] * tested[1] + f->line[2] * tested[2];
    f->mean_tests[PC_STREAM_EARLY] = f->line[0] * early;
    f->mean_tests[PC_STREAM_HAEM] =
        p->haem_patients / 12 * p->haem_uptake * f->access_reached;
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
    sums_t sums;
    per_weight_t each;
    weigh_cells(run, &run->routes);
    find_rising(run, now);
    sum_cells(run, now, &sums);
    set_access(run, now, &sums);
    patients_and_tests(run, now, &sums.own);
    weigh_tests(run, now, &sums, &each);
    share_cells(run, &run->routes, &each);
    if (run->has_haem_routes) {
        weigh_cells(run, &run->routes_haem);
        share_cells(run, &run->routes_haem, &each);
    }
    for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
        if (!(run->flows.mean_tests[stream] <= PC_MEAN_MAX)) {
            return PC_ERR_RANGE;
        }
    }
    return PC_OK;
}
