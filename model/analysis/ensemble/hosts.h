/* hosts.h - what each host did, and the capacity it would need.
 *
 * Kept on request only: a run then remembers its flows by host and month. */
#ifndef PC_ANALYSIS_ENSEMBLE_HOSTS_H
#define PC_ANALYSIS_ENSEMBLE_HOSTS_H

#include <stdio.h>

#include "simulation/run.h"

/* One host in one month: cases, cases a month of capacity, days. */
typedef struct {
    float
        present;  /* how far it is a host: o of a core or hub, q of an EP-capable site */
    uint8_t tier; /* pc_tier */
    double before, arrivals, discussed, dropouts, backlog, capacity;
    double wait, over_28; /* days and share; NaN without arrivals or capacity */
} pc_host_month_t;

typedef struct {
    const pc_plan_t *plan;
    size_t num_hospitals;
    pc_host_month_t
        *months; /* [num_months + 1][num_hospitals]; row 0 is not used; owned */
} pc_hosts_t;

/* After this call, failed or not, pc_hosts_free may be called. `plan` must outlive it.
 */
pc_status pc_hosts_init(pc_hosts_t *self, const pc_plan_t *plan) PC_MUST_CHECK;
void pc_hosts_free(pc_hosts_t *self);

/* Remembers the month just simulated. */
void pc_hosts_record(pc_hosts_t *self, const pc_run_t *run);

/* hosts.csv: one row a host and month with
 * time,host,prefecture,tier,arrivals,discussed,dropouts,backlog,capacity,utilisation_percent,wait_days,over_28_percent,
 * turnaround_days. Days and shares are empty without arrivals. */
void pc_hosts_write(const pc_hosts_t *self, FILE *out);

/* The smallest capacity that keeps utilisation at or under a limit, per tier and fiscal
 * year. */
typedef struct {
    int fiscal_year, months; /* months simulated in the year */
    pc_tier tier;
    double hosts;          /* mean number in the year */
    double minutes_now;    /* minutes a month of one host, mean of the year */
    double minutes_pooled; /* needed if the tier's cases were spread evenly over its
                              hosts */
    double minutes_each; /* needed so that every host keeps to the limit over the year as
                            a whole */
    double utilisation;  /* per cent, arrivals over capacity of the tier */
} pc_capacity_need_t;

/* For the year at `place` (0 the first) and a tier of hosts; `limit` in per cent. 0 if
 * there is no such year. */
int pc_hosts_need(const pc_hosts_t *self, size_t place, pc_tier tier, double limit,
    pc_capacity_need_t *need);

/* capacity.csv: a row a fiscal year and tier. */
void pc_hosts_write_needs(const pc_hosts_t *self, double limit, FILE *out);

#endif
