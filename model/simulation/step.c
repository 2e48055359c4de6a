/* step.c - the order of events in a month. */
#include <string.h>

#include "simulation/demand.h"
#include "simulation/panels.h"
#include "simulation/record.h"
#include "simulation/rollout.h"
#include "simulation/workload.h"

/* Cells follow the designations and the set of EP-capable sites. */
static pc_status
renew_cells(pc_run_t *run)
{
    pc_routes_t *routes[2] = { &run->routes, &run->routes_haem };
    const pc_model_input_t *input = run->plan->input;
    if (!run->designations_changed && !run->sites_changed) {
        return PC_OK;
    }
    for (int k = 0; k < (run->has_haem_routes ? 2 : 1); k++) {
        if (run->designations_changed) {
            const pc_status status = pc_routes_build(routes[k], input, &run->state);
            if (status != PC_OK) {
                return status;
            }
        }
        pc_routes_build_sites(routes[k], input, &run->state);
    }
    pc_run_clear_hosts(run);
    run->designations_changed = 0;
    run->sites_changed = 0;
    return PC_OK;
}

/* Flows start from zero every month. Those of hosts are set when they discuss, but for
 * their arrivals. */
static void
clear_flows(pc_run_t *run)
{
    pc_flows_t *f = &run->flows;
    const pc_flows_t empty = { .before = f->before,
        .arrivals = f->arrivals,
        .discussed = f->discussed,
        .dropouts = f->dropouts,
        .capacity = f->capacity };
    *f = empty;
    memset(f->arrivals, 0, run->state.num * sizeof(double));
}

/* Tests so far. At the first month the count is brought from its date to the start at
 * that month's rate. */
static void
accumulate_tests(pc_run_t *run, const pc_month_plan_t *now)
{
    double *scalar = run->state.scalar;
    double tests = 0;
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        tests += run->flows.tests_by_tier[tier];
    }
    if (scalar[PC_S_CUMULATIVE_KNOWN] == 0 && run->month == 1) {
        const int as_of = (int) now->params->demand_cumulative_as_of;
        const pc_month counted = PC_MONTH(as_of / 100, as_of % 100);
        const pc_month gap = now->month - 1 - counted;
        if (gap >= 0) {
            scalar[PC_S_CUMULATIVE] = now->params->demand_cumulative_tests + gap * tests;
            scalar[PC_S_CUMULATIVE_KNOWN] = 1;
        }
    }
    scalar[PC_S_CUMULATIVE] += tests;
}

/* 2: dated changes of tier; sites close, open and become EP-capable. */
static pc_status
renew_network(pc_run_t *run, const pc_month_plan_t *now)
{
    pc_rollout_tier_changes(run, now);
    const int changed =
        run->designations_changed || run->sites_changed || run->flows.closed > 0;
    pc_status status = renew_cells(run);
    if (status != PC_OK) {
        return status;
    }
    if (changed) {
        pc_rollout_settle(run);
    }
    pc_rollout_step(run, now);
    status = renew_cells(run);
    pc_run_count_sites(run);
    return status;
}

pc_status
pc_run_step(pc_run_t *run, pc_results_t *results)
{
    if (run->month >= run->plan->num_months) {
        return PC_ERR_RANGE;
    }
    run->month++;
    clear_flows(run);

    /* 1: the values and rules in force */
    const pc_month_plan_t *now = &run->plan->months[run->month];
    /* 2: the network of sites */
    pc_status status = renew_network(run, now);
    /* 3: patients and tests */
    if (status == PC_OK) {
        status = pc_demand_step(run, now);
    }
    if (status != PC_OK) {
        return status;
    }
    /* 4, 5: case classes and omission; routes to hosts */
    pc_cases_step(run, now);
    /* 6: expert panels */
    pc_panels_step(run, now);
    /* 7: work; fees and outcomes follow from the counts when recorded */
    pc_workload_step(run, now);
    accumulate_tests(run, now);
    run->state.scalar[PC_S_MONTH] = now->month;
#ifdef PC_CHECK
    pc_run_verify(run);
#endif
    /* 8: record */
    return results == NULL ? PC_OK : pc_record_month(run, now, results, run->month);
}

pc_status
pc_run_record_state(const pc_run_t *run, pc_results_t *results)
{
    return pc_record_state(run, &run->plan->months[run->month], results, run->month);
}

pc_status
pc_run_all(pc_run_t *run, pc_results_t *results)
{
    pc_status status = PC_OK;
    if (results != NULL) {
        status = pc_run_record_state(run, results);
    }
    while (status == PC_OK && run->month < run->plan->num_months) {
        status = pc_run_step(run, results);
    }
    return status;
}
