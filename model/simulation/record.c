#include "simulation/record.h"

#include <math.h>
#include <string.h>

#include "simulation/workload.h"

#define NATION(id) nation[PC_V_##id]
#define REGION(id) region[PC_R_##id]

/* Staff of the roles, in the country and at the hosts if each has those who must sit in.
 */
static void
record_staff(const pc_params_t *params, double *nation)
{
    const double hosts = NATION(EP_HOSTS);
    NATION(ONCOLOGISTS) = params->staff_oncologists;
    NATION(PATHOLOGISTS) = params->staff_pathologists;
    NATION(GENETICISTS) = params->staff_geneticists;
    NATION(COUNSELLING_EXPERTS) = params->counselling_counsellors;
    NATION(ONCOLOGISTS_REQUIRED) = hosts * pc_role_persons(params, PC_ROLE_ONCOLOGIST);
    NATION(PATHOLOGISTS_REQUIRED) = hosts * pc_role_persons(params, PC_ROLE_PATHOLOGIST);
    NATION(GENETICISTS_REQUIRED) = hosts * pc_role_persons(params, PC_ROLE_GENETICIST);
    NATION(COUNSELLING_EXPERTS_REQUIRED) =
        hosts * pc_role_persons(params, PC_ROLE_COUNSELLOR);
}

/* Persons who could do the EP hours of a role in the time they have for EPs. */
static double
needed(const pc_month_plan_t *now, pc_role role, double discussed)
{
    return pc_role_hours(now, role, discussed)
           / (now->params->workload_fte_hours * now->params->staff_ep_time_share);
}

/* Cancer medical areas without a site, and the share of the hospitals' volume in areas
 * with one. Missing where the table gives no areas. An area counts as served to the
 * extent of its most open hospital. */
static void
record_areas(const pc_run_t *run, double *nation)
{
    const pc_plan_t *plan = run->plan;
    const pc_hospitals_t *h = plan->input->hospitals;
    double blank = 0, served = 0, all = 0;
    if (h->num_areas == 0) {
        return;
    }
    for (size_t k = 0; k < plan->num_by_area;) {
        const int32_t area = h->area[plan->by_area[k]];
        double open = 0, volume = 0;
        for (; k < plan->num_by_area && h->area[plan->by_area[k]] == area; k++) {
            const int32_t i = plan->by_area[k];
            open = run->state.open[i] > open ? run->state.open[i] : open;
            volume += h->volume[i];
        }
        blank += 1 - open;
        served += open * volume;
        all += volume;
    }
    NATION(AREAS_BLANK) = blank;
    NATION(AREAS_PATIENTS) = all > 0 ? 100 * served / all : NAN;
}

static void
record_site_totals(const pc_site_counts_t *n, double *nation)
{
    NATION(SITES_CORE) = n->by_tier[PC_TIER_CORE];
    NATION(SITES_HUB) = n->by_tier[PC_TIER_HUB];
    NATION(SITES_COOP_EP) = n->by_tier[PC_TIER_COOPERATIVE_EP];
    NATION(SITES_COOP) = n->by_tier[PC_TIER_COOPERATIVE];
    NATION(SITES_PREFECTURAL) = n->by_type[PC_BASE_PREFECTURAL];
    NATION(SITES_REGIONAL) = n->by_type[PC_BASE_REGIONAL];
    NATION(SITES_SPECIFIC) = n->by_type[PC_BASE_SPECIFIC];
    NATION(SITES_TREATMENT) = n->by_type[PC_BASE_TREATMENT];
    NATION(SITES_OUTSIDE) = n->by_type[PC_BASE_NONE];
    NATION(EP_HOSTS) = n->by_tier[PC_TIER_CORE] + n->by_tier[PC_TIER_HUB]
                       + n->by_tier[PC_TIER_COOPERATIVE_EP];
}

/* Cases waiting, by prefecture of the host. */
static void
record_backlog(const pc_run_t *run, pc_results_t *results, size_t row)
{
    const uint8_t *prefecture = run->plan->input->hospitals->prefecture;
    const pc_routes_t *routes = &run->routes;
    double backlog = 0;
    for (int tier = PC_TIER_CORE; tier <= PC_TIER_COOPERATIVE_EP; tier++) {
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            const int32_t h = routes->site[c];
            const double waiting = run->state.backlog[h];
            if (!(waiting <= 0)) { /* what is no number must be seen */
                pc_results_region(results, row, prefecture[h])[PC_R_EP_BACKLOG] +=
                    waiting;
                backlog += waiting;
            }
        }
    }
    pc_results_national(results, row)[PC_V_EP_BACKLOG] = backlog;
}

static void
record_stocks(
    const pc_run_t *run, const pc_month_plan_t *now, pc_results_t *results, size_t row)
{
    const pc_params_t *params = now->params;
    const double patients = params->demand_drug_therapy_patients / 12;
    const double counsellors_each = params->counselling_counsellors / now->people;
    double *nation = pc_results_national(results, row);
    double sites = 0, base = 0, covered = 0, counsellors = 0;
    const pc_site_counts_t *n = &run->sites;

    record_site_totals(n, nation);
    for (size_t p = 0; p < PC_NUM_PREFECTURES; p++) {
        double *region = pc_results_region(results, row, p);
        const double base_here = run->plan->base_by_prefecture[p];
        const double patients_here = patients * now->patients_share[p];
        REGION(SITES) = n->in[p];
        REGION(BASE_HOSPITALS) = base_here;
        REGION(BASE_COVERED) = n->covered_in[p];
        REGION(BASE_UNCOVERED) = base_here - n->covered_in[p];
        REGION(SITES_PER_MILLION) = n->in[p] * now->per_million[p];
        REGION(SITES_PER_100) = patients_here > 0 ? 100 * n->in[p] / patients_here : NAN;
        REGION(COUNSELLORS) = counsellors_each * now->population[p];
        REGION(EP_BACKLOG) = 0;
        sites += n->in[p];
        base += base_here;
        covered += n->covered_in[p];
        counsellors += REGION(COUNSELLORS);
    }
    NATION(SITES) = sites;
    NATION(BASE_HOSPITALS) = base;
    NATION(BASE_COVERED) = covered;
    NATION(BASE_UNCOVERED) = base - covered;
    NATION(SITES_PER_MILLION) = sites / now->people * 1e6;
    NATION(SITES_PER_100) = patients > 0 ? 100 * sites / patients : NAN;
    NATION(COUNSELLORS) = counsellors;
    NATION(TESTS_CUMULATIVE) = run->state.scalar[PC_S_CUMULATIVE_KNOWN] > 0
                                   ? run->state.scalar[PC_S_CUMULATIVE]
                                   : NAN;
    record_backlog(run, results, row);
    record_staff(params, nation);
    record_areas(run, nation);
}

static pc_status
check_row(const pc_results_t *results, size_t row, int flows)
{
    return pc_results_fault(results, row, flows) == PC_V_NONE ? PC_OK : PC_ERR_RANGE;
}

pc_status
pc_record_state(
    const pc_run_t *run, const pc_month_plan_t *now, pc_results_t *results, size_t row)
{
    record_stocks(run, now, results, row);
    return check_row(results, row, 0);
}

/* Discussed cases, by prefecture of the host. */
static void
discussed_by_prefecture(const pc_run_t *run, double discussed[PC_NUM_PREFECTURES])
{
    const uint8_t *prefecture = run->plan->input->hospitals->prefecture;
    const pc_routes_t *routes = &run->routes;
    memset(discussed, 0, PC_NUM_PREFECTURES * sizeof(*discussed));
    for (int tier = PC_TIER_CORE; tier <= PC_TIER_COOPERATIVE_EP; tier++) {
        for (size_t c = routes->begin[tier]; c < routes->end[tier]; c++) {
            const int32_t h = routes->site[c];
            discussed[prefecture[h]] += run->flows.discussed[h];
        }
    }
}

/* The variables that are both national and by prefecture: the nation is the sum of the
 * prefectures. */
static void
record_regions(
    const pc_run_t *run, const pc_month_plan_t *now, pc_results_t *results, size_t row)
{
    static const pc_regional sums[] = { PC_R_PATIENTS, PC_R_TESTS, PC_R_TESTS_SOLID,
        PC_R_TESTS_HAEM, PC_R_TESTS_EARLY, PC_R_EP_CASES, PC_R_EP_OMITTED,
        PC_R_EP_DISCUSSED, PC_R_SECONDARY, PC_R_COUNSELLING, PC_R_COUNSELLORS_NEEDED,
        PC_R_MATCHED, PC_R_MISSED };
    enum { NUM_SUMS = sizeof(sums) / sizeof(sums[0]) };
    const pc_flows_t *f = &run->flows;
    const pc_params_t *params = now->params;
    double *nation = pc_results_national(results, row);
    double total[NUM_SUMS] = { 0 }, discussed[PC_NUM_PREFECTURES];
    double all_tests = 0;
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        all_tests += f->tests_by_tier[tier];
    }
    /* Those who drop out before the EP lose the mean chance of a matched therapy. */
    const double finished = all_tests > f->total_dropouts && all_tests > 0
                                ? 1 - f->total_dropouts / all_tests
                                : 0;
    const double patients = params->demand_drug_therapy_patients / 12;
    const double counsellors_per_referral =
        params->counselling_hours
        / (params->workload_fte_hours * params->counselling_time_share);
    discussed_by_prefecture(run, discussed);
    for (size_t p = 0; p < PC_NUM_PREFECTURES; p++) {
        double *region = pc_results_region(results, row, p);
        REGION(PATIENTS) = patients * now->patients_share[p];
        REGION(TESTS_SOLID) = f->tests[PC_STREAM_SOLID][p];
        REGION(TESTS_HAEM) = f->tests[PC_STREAM_HAEM][p];
        REGION(TESTS_EARLY) = f->tests[PC_STREAM_EARLY][p];
        REGION(TESTS) = REGION(TESTS_SOLID) + REGION(TESTS_HAEM) + REGION(TESTS_EARLY);
        REGION(EP_OMITTED) = f->omitted[p];
        REGION(EP_CASES) = f->ep_cases[p];
        REGION(EP_DISCUSSED) = discussed[p];
        REGION(SECONDARY) = f->secondary[p];
        REGION(COUNSELLING) = f->secondary[p] * params->counselling_referral;
        REGION(COUNSELLORS_NEEDED) = REGION(COUNSELLING) * counsellors_per_referral;
        REGION(MATCHED) = f->matched[p] * finished;
        REGION(MISSED) = f->omitted[p] * params->omission_missed_option;
        REGION(TESTS_PER_100) =
            REGION(PATIENTS) > 0 ? 100 * REGION(TESTS) / REGION(PATIENTS) : NAN;
        for (size_t k = 0; k < NUM_SUMS; k++) {
            total[k] += region[sums[k]];
        }
    }
    for (size_t k = 0; k < NUM_SUMS; k++) {
        nation[pc_regional_table[sums[k]]] = total[k];
    }
    NATION(TESTS_PER_100) =
        NATION(PATIENTS) > 0 ? 100 * NATION(TESTS) / NATION(PATIENTS) : NAN;
}

static void
record_panels(const pc_flows_t *f, const pc_month_plan_t *now, double *nation)
{
    const pc_params_t *params = now->params;
    const double tests = NATION(TESTS);
    NATION(EP_OMISSIBLE) = f->may_omit;
    NATION(EP_OMITTED_SHARE) = tests > 0 ? 100 * NATION(EP_OMITTED) / tests : NAN;
    NATION(EP_REFERRED) = f->referred;
    NATION(EP_RECEIVED) = f->received;
    NATION(EP_DISCUSSED_CORE) = f->discussed_by_tier[PC_TIER_CORE];
    NATION(EP_DISCUSSED_HUB) = f->discussed_by_tier[PC_TIER_HUB];
    NATION(EP_DISCUSSED_COOP_EP) = f->discussed_by_tier[PC_TIER_COOPERATIVE_EP];
    NATION(EP_DROPOUTS) = f->total_dropouts;
    NATION(EP_CAPACITY) = f->total_capacity;
    NATION(EP_UTILISATION) =
        f->total_capacity > 0 ? 100 * f->total_arrivals / f->total_capacity : NAN;
    NATION(EP_OVER_CAPACITY) = f->over_capacity;
    NATION(EP_WAIT) = f->wait;
    NATION(EP_WAIT_OVER_28) = 100 * f->wait_over_28;
    const double through_ep = tests > 0 ? NATION(EP_CASES) / tests : NAN;
    NATION(TURNAROUND) = params->ep_laboratory_days + params->ep_explanation_days
                         + (through_ep > 0 ? through_ep * f->wait : 0 * through_ep);
}

static void
record_work(const pc_flows_t *f, const pc_month_plan_t *now, double *nation)
{
    static const pc_variable by_activity[] = { PC_V_HOURS_ORDER, PC_V_HOURS_PREPARE,
        PC_V_HOURS_PARTICIPATE, PC_V_HOURS_REVIEW, PC_V_HOURS_OVERHEAD };
    static const pc_variable by_tier[] = { PC_V_HOURS_CORE, PC_V_HOURS_HUB,
        PC_V_HOURS_COOP_EP, PC_V_HOURS_COOP };
    const pc_params_t *params = now->params;
    double staff[2] = { 0, 0 }, ep[2] = { 0, 0 };

    for (int k = 0; k < 5; k++) {
        nation[by_activity[k]] = 0;
    }
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        nation[by_tier[tier]] = 0;
        for (int k = 0; k < 2; k++) {
            const double *hours = f->hours[tier][k];
            for (int activity = 0; activity < 5; activity++) {
                nation[by_activity[activity]] += hours[activity];
                nation[by_tier[tier]] += hours[activity];
                staff[k] += hours[activity];
            }
            ep[k] += hours[PC_WORK_PREPARE] + hours[PC_WORK_PARTICIPATE];
        }
    }
    NATION(HOURS_PHYSICIAN) = staff[PC_STAFF_PHYSICIAN];
    NATION(HOURS_OTHER) = staff[PC_STAFF_OTHER];
    NATION(HOURS) = staff[PC_STAFF_PHYSICIAN] + staff[PC_STAFF_OTHER];
    NATION(HOURS_EP_PHYSICIAN) = ep[PC_STAFF_PHYSICIAN];
    NATION(HOURS_EP_OTHER) = ep[PC_STAFF_OTHER];
    NATION(HOURS_EP) = ep[PC_STAFF_PHYSICIAN] + ep[PC_STAFF_OTHER];
    NATION(FTE_PHYSICIAN) = staff[PC_STAFF_PHYSICIAN] / params->workload_fte_hours;
    NATION(FTE_OTHER) = staff[PC_STAFF_OTHER] / params->workload_fte_hours;
    NATION(LABOUR_COST) = staff[PC_STAFF_PHYSICIAN] * params->workload_wage_physician
                          + staff[PC_STAFF_OTHER] * params->workload_wage_other;

    NATION(ONCOLOGISTS_NEEDED) = needed(now, PC_ROLE_ONCOLOGIST, f->total_discussed);
    NATION(PATHOLOGISTS_NEEDED) = needed(now, PC_ROLE_PATHOLOGIST, f->total_discussed);
    NATION(GENETICISTS_NEEDED) = needed(now, PC_ROLE_GENETICIST, f->total_discussed);
    NATION(COUNSELLING_EXPERTS_NEEDED) =
        needed(now, PC_ROLE_COUNSELLOR, f->total_discussed);

    /* Early tests earn no insured fee; the EP fee is due when the case was discussed or
     * its EP omitted. */
    const double insured = NATION(TESTS_SOLID) + NATION(TESTS_HAEM);
    const double insured_share =
        NATION(EP_CASES) > 0 ? f->insured_ep_cases / NATION(EP_CASES) : 1;
    NATION(FEES_TEST) = insured * params->fee_test * params->fee_yen_per_point;
    NATION(FEES_PANEL) = (f->insured_omitted + f->total_discussed * insured_share)
                         * params->fee_panel * params->fee_yen_per_point;
    NATION(FEES) = NATION(FEES_TEST) + NATION(FEES_PANEL);
}

pc_status
pc_record_month(
    const pc_run_t *run, const pc_month_plan_t *now, pc_results_t *results, size_t row)
{
    const pc_flows_t *f = &run->flows;
    double *nation = pc_results_national(results, row);

    record_stocks(run, now, results, row);
    record_regions(run, now, results, row);
    NATION(SITES_OPENED) = f->opened;
    NATION(SITES_CLOSED) = f->closed;
    NATION(PATIENTS_LINE_1) = f->line[0];
    NATION(PATIENTS_LINE_2) = f->line[1];
    NATION(PATIENTS_LINE_3) = f->line[2];
    NATION(ACCESS_TREATED) = 100 * f->access_treated;
    NATION(ACCESS_REACHED) = 100 * f->access_reached;
    NATION(TESTS_CORE) = f->tests_by_tier[PC_TIER_CORE];
    NATION(TESTS_HUB) = f->tests_by_tier[PC_TIER_HUB];
    NATION(TESTS_COOP_EP) = f->tests_by_tier[PC_TIER_COOPERATIVE_EP];
    NATION(TESTS_COOP) = f->tests_by_tier[PC_TIER_COOPERATIVE];
    record_panels(f, now, nation);
    record_work(f, now, nation);
    return check_row(results, row, 1);
}
