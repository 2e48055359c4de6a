/* need_lever.c - what a lever moves, and the wait it is to hold down. */
#include <math.h>

#include "analysis/milestone/need.h"

#define NO_CAPACITY 1e6 /* days: stands for a wait that cannot be computed */

const pc_lever_info_t pc_lever_table[PC_NUM_LEVERS] = {
    { "pace", N_("pace of new sites"), "site/year", 0, 400, 0.01, 1 },
    { "minutes", N_("factor on EP minutes a month"), "1", 0.02, 50, 0.005, 2 },
    { "hosts", N_("EP-capable cooperative sites"), "site", 0, 0, 0.5, 0 },
    { "adoption", N_("omission adoption"), "1", 0, 1, 0.005, 2 },
};

void
pc_lever_set(pc_params_t *p, pc_lever lever, double x)
{
    switch (lever) {
    case PC_LEVER_PACE:
        p->rollout_rate = x; /* and no tests, which the roll-out does not look at */
        p->demand_uptake = p->haem_uptake = p->early_uptake = 0;
        break;
    case PC_LEVER_MINUTES:
        p->ep_minutes_per_month_core *= x;
        p->ep_minutes_per_month_hub *= x;
        p->ep_minutes_per_month_cooperative *= x;
        break;
    case PC_LEVER_HOSTS:
        p->ep_host_limit = floor(x + 0.5);
        p->ep_host_promotion = 500;
        break;
    case PC_LEVER_ADOPTION:
        p->omission_adoption = x;
        p->omission_adoption_drug = x;
        p->omission_adoption_none = x;
        break;
    case PC_NUM_LEVERS:
        break;
    }
}

double
pc_worst_wait(const pc_results_t *r, int first_year, int last_year, int *worst_year)
{
    double worst = 0;
    for (int year = first_year; year <= last_year; year++) {
        const pc_month first = PC_MONTH(year, 1);
        double sum = 0, cases = 0;
        for (pc_month m = first; m < first + 12; m++) {
            const double *nation = pc_results_national(r, (size_t) (m - r->first));
            if (nation[PC_V_EP_CASES] > 0) {
                sum += nation[PC_V_EP_CASES] * nation[PC_V_EP_WAIT];
                cases += nation[PC_V_EP_CASES];
            }
        }
        const double wait = cases > 0 ? sum / cases : 0;
        const double days = isnan(wait) ? NO_CAPACITY : wait;
        if (days > worst || year == first_year) {
            worst = days;
            *worst_year = year;
        }
    }
    return worst;
}
