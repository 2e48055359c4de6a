#include "analysis/ensemble/hosts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/cells.h"
#include "scenario/tables/hospitals.h"
#include "simulation/panels.h"

pc_status
pc_hosts_init(pc_hosts_t *self, const pc_plan_t *plan)
{
    memset(self, 0, sizeof(*self));
    self->plan = plan;
    self->num_hospitals = plan->input->hospitals->num;
    self->months =
        calloc((plan->num_months + 1) * self->num_hospitals, sizeof(*self->months));
    return self->months == NULL ? PC_ERR_NOMEM : PC_OK;
}

void
pc_hosts_free(pc_hosts_t *self)
{
    free(self->months);
    memset(self, 0, sizeof(*self));
}

static pc_host_month_t *
host_month(const pc_hosts_t *self, size_t month, size_t h)
{
    return &self->months[month * self->num_hospitals + h];
}

void
pc_hosts_record(pc_hosts_t *self, const pc_run_t *run)
{
    const pc_state_t *s = &run->state;
    const pc_flows_t *f = &run->flows;
    const pc_params_t *params = run->plan->months[run->month].params;
    for (size_t h = 0; h < s->num; h++) {
        const int coop = s->designation[h] >= PC_TIER_COOPERATIVE_EP;
        const double present = coop ? s->ep_capable[h] : s->open[h];
        pc_host_month_t *m = host_month(self, run->month, h);
        memset(m, 0, sizeof(*m));
        if (present == 0) {
            continue;
        }
        m->present = (float) present;
        m->tier = coop ? PC_TIER_COOPERATIVE_EP : (uint8_t) s->designation[h];
        m->before = f->before[h];
        m->arrivals = f->arrivals[h];
        m->discussed = f->discussed[h];
        m->dropouts = f->dropouts[h];
        m->backlog = s->backlog[h];
        m->capacity = f->capacity[h];
        m->wait = pc_host_wait(params, m->before, m->backlog, m->capacity, &m->over_28);
        if (m->arrivals == 0) {
            m->wait = m->over_28 = NAN;
        }
    }
}

static void
write_host(const pc_hosts_t *self, size_t month, size_t h, FILE *out)
{
    const pc_hospitals_t *hospitals = self->plan->input->hospitals;
    const pc_month_plan_t *now = &self->plan->months[month];
    const pc_host_month_t *m = host_month(self, month, h);
    const double values[] = { m->arrivals, m->discussed, m->dropouts, m->backlog,
        m->capacity, m->capacity > 0 ? 100 * m->arrivals / m->capacity : NAN, m->wait,
        100 * m->over_28,
        now->params->ep_laboratory_days + m->wait + now->params->ep_explanation_days };
    char time[8];
    pc_month_format(now->month, time);
    fprintf(out, "%s,%lu,%02d,%s", time, (unsigned long) hospitals->id[h],
        hospitals->prefecture[h] + 1, pc_tier_names[m->tier]);
    for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
        fputc(',', out);
        pc_cell_number(out, values[k]);
    }
    fputc('\n', out);
}

void
pc_hosts_write(const pc_hosts_t *self, FILE *out)
{
    fputs("time,host,prefecture,tier,arrivals,discussed,dropouts,backlog,capacity,"
          "utilisation_percent,wait_days,over_28_percent,turnaround_days\n",
        out);
    for (size_t month = 1; month <= self->plan->num_months; month++) {
        for (size_t h = 0; h < self->num_hospitals; h++) {
            if (host_month(self, month, h)->present > 0) {
                write_host(self, month, h, out);
            }
        }
    }
}

/* A host's year: arrivals in minutes of EP and months of presence. */
static void
add_host_year(const pc_hosts_t *self, size_t first, size_t last, size_t h, pc_tier tier,
    double limit, pc_capacity_need_t *need, double *minutes, double *capacity_minutes)
{
    double asked = 0, present = 0;
    for (size_t month = first; month <= last; month++) {
        const pc_host_month_t *m = host_month(self, month, h);
        if (m->present > 0 && m->tier == tier) {
            const double per_case = self->plan->months[month].minutes_per_case;
            asked += m->arrivals * per_case;
            present += (double) m->present;
            *capacity_minutes += m->capacity * per_case;
        }
    }
    if (present > 0) {
        const double each = asked / present * 100 / limit;
        need->minutes_each = each > need->minutes_each ? each : need->minutes_each;
        need->hosts += present;
        *minutes += asked;
    }
}

int
pc_hosts_need(const pc_hosts_t *self, size_t place, pc_tier tier, double limit,
    pc_capacity_need_t *need)
{
    const pc_plan_t *plan = self->plan;
    const int year = pc_month_fiscal_year(plan->input->start) + (int) place;
    size_t first = 0, last = 0;
    double minutes = 0, capacity_minutes = 0;
    memset(need, 0, sizeof(*need));
    for (size_t month = 1; month <= plan->num_months; month++) {
        if (pc_month_fiscal_year(plan->months[month].month) == year) {
            first = first == 0 ? month : first;
            last = month;
        }
    }
    if (first == 0) {
        return 0;
    }
    need->fiscal_year = year;
    need->months = (int) (last - first + 1);
    need->tier = tier;
    for (size_t h = 0; h < self->num_hospitals; h++) {
        add_host_year(
            self, first, last, h, tier, limit, need, &minutes, &capacity_minutes);
    }
    const double host_months = need->hosts;
    need->hosts = host_months / need->months;
    need->minutes_now = host_months > 0 ? capacity_minutes / host_months : NAN;
    need->minutes_pooled = host_months > 0 ? minutes / host_months * 100 / limit : NAN;
    need->utilisation = capacity_minutes > 0 ? 100 * minutes / capacity_minutes : NAN;
    if (host_months == 0) {
        need->minutes_each = NAN;
    }
    return 1;
}

void
pc_hosts_write_needs(const pc_hosts_t *self, double limit, FILE *out)
{
    pc_capacity_need_t need;
    fputs("time,months,tier,hosts,utilisation_percent,limit_percent,minutes_now,minutes_"
          "needed_pooled,"
          "minutes_needed_each\n",
        out);
    for (size_t place = 0; pc_hosts_need(self, place, PC_TIER_CORE, limit, &need);
         place++) {
        for (int tier = PC_TIER_CORE; tier <= PC_TIER_COOPERATIVE_EP; tier++) {
            (void) pc_hosts_need(self, place, (pc_tier) tier, limit, &need);
            const double values[] = { need.hosts, need.utilisation, limit,
                need.minutes_now, need.minutes_pooled, need.minutes_each };
            fprintf(
                out, "FY%d,%d,%s", need.fiscal_year, need.months, pc_tier_names[tier]);
            for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
                fputc(',', out);
                pc_cell_number(out, values[k]);
            }
            fputc('\n', out);
        }
    }
}
