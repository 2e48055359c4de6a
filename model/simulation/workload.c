#include "simulation/workload.h"

double
pc_role_persons(const pc_params_t *params, pc_role role)
{
    const double roles[PC_NUM_ROLES] = { params->ep_role_oncologist,
        params->ep_role_pathologist, params->ep_role_geneticist,
        params->ep_role_counsellor, params->ep_role_genome_expert,
        params->ep_role_coordinator };
    return roles[role] / params->ep_roles_per_person;
}

double
pc_members(const pc_params_t *params, int staff)
{
    return staff == PC_STAFF_PHYSICIAN
               ? (params->ep_role_oncologist + params->ep_role_pathologist
                     + params->ep_role_geneticist)
                     / params->ep_roles_per_person
               : (params->ep_role_counsellor + params->ep_role_genome_expert
                     + params->ep_role_coordinator)
                     / params->ep_roles_per_person;
}

/* Hours of EP work scale with the share of the surveyed hours that is taken for it. */
static double
ep_factor(const pc_params_t *p)
{
    return p->workload_ep_share / p->workload_ep_share_reference;
}

double
pc_role_hours(const pc_month_plan_t *now, pc_role role, double discussed)
{
    const pc_params_t *p = now->params;
    const int staff = role <= PC_ROLE_GENETICIST ? PC_STAFF_PHYSICIAN : PC_STAFF_OTHER;
    const double persons = pc_role_persons(p, role), members = pc_members(p, staff);
    const double prepare = staff == PC_STAFF_PHYSICIAN ? p->workload_prepare_physician
                                                       : p->workload_prepare_other;
    const double part = members > 0 ? persons / members : 0;
    return ep_factor(p)
           * (now->minutes_per_case / 60 * persons
               + p->staff_preparation_share * prepare * part)
           * discussed;
}

/* Discussed cases by the tier of their orderer: as the month's EP cases are, or, without
 * any, at the tier of the host. */
static double
attended(const pc_flows_t *f, int tier)
{
    double cases = 0;
    for (int t = 0; t < PC_NUM_TIERS; t++) {
        cases += f->tests_by_tier[t] - f->omitted_by_tier[t];
    }
    return cases > 0
               ? f->total_discussed
                     * ((f->tests_by_tier[tier] - f->omitted_by_tier[tier]) / cases)
               : f->discussed_by_tier[tier];
}

typedef struct {
    double order, prepare, send, members, attend, review, overhead;
} staff_hours_t;

static void
hours_of_tier(pc_flows_t *f, int tier, int staff, const staff_hours_t *h,
    double overhead, double case_hours, double ep_scale, double other_scale)
{
    double *hours = f->hours[tier][staff];
    hours[PC_WORK_ORDER] = other_scale * h->order * f->tests_by_tier[tier];
    hours[PC_WORK_PREPARE] =
        ep_scale
        * (h->prepare * f->discussed_by_tier[tier] + h->send * f->sent_by_tier[tier]);
    hours[PC_WORK_PARTICIPATE] =
        ep_scale * case_hours
        * (h->members * f->discussed_by_tier[tier] + h->attend * attended(f, tier));
    hours[PC_WORK_REVIEW] = h->review * f->omitted_by_tier[tier];
    hours[PC_WORK_OVERHEAD] = other_scale * overhead * h->overhead;
}

void
pc_workload_step(pc_run_t *run, const pc_month_plan_t *now)
{
    const pc_params_t *p = now->params;
    const double case_hours = now->minutes_per_case / 60;
    const double reference = p->workload_ep_share_reference;
    const double other_scale = (1 - p->workload_ep_share) / (1 - reference);
    const double share = p->workload_overhead_physician_share;
    const staff_hours_t staff[2] = {
        { p->workload_order_physician, p->workload_prepare_physician,
            p->workload_send_physician, pc_members(p, PC_STAFF_PHYSICIAN),
            p->workload_attend_physician, p->workload_review_physician, share },
        { p->workload_order_other, p->workload_prepare_other, p->workload_send_other,
            pc_members(p, PC_STAFF_OTHER), p->workload_attend_other,
            p->workload_review_other, 1 - share },
    };
    const double *sites = run->sites.by_tier;
    const double overhead[PC_NUM_TIERS] = {
        sites[PC_TIER_CORE] * p->workload_overhead_core,
        sites[PC_TIER_HUB] * p->workload_overhead_hub,
        sites[PC_TIER_COOPERATIVE_EP] * p->workload_overhead_cooperative,
        sites[PC_TIER_COOPERATIVE] * p->workload_overhead_cooperative,
    };
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        for (int k = 0; k < 2; k++) {
            hours_of_tier(&run->flows, tier, k, &staff[k], overhead[tier], case_hours,
                ep_factor(p), other_scale);
        }
    }
}
