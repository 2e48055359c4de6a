/* run.h - one run of the model: its state, its scratch space and its results.
 *
 * A run is made once and may be repeated without allocating. Threads each own a run;
 * plans are shared. The order of events in a month is in step.c. */
#ifndef PC_SIMULATION_RUN_H
#define PC_SIMULATION_RUN_H

#include "base/results.h"
#include "simulation/chance.h"
#include "simulation/own_tests.h"
#include "simulation/plan.h"
#include "simulation/routes.h"
#include "simulation/state.h"

/* A core or hub that a dated change has made lately: of the weight of its cell, what
 * still tests and draws as in its tier before. */
typedef struct {
    int32_t hospital;
    int before; /* tier */
    double weight;
} pc_rising_t;

/* What happened in the month being simulated. By prefecture [47], by tier
 * [PC_NUM_TIERS], by stream [PC_NUM_STREAMS], by host [hospitals]. Counts are people,
 * tests, cases or hours. */
typedef struct {
    double opened, closed; /* sites */

    double access_treated, access_reached; /* S and A, shares */
    double line[3];                        /* untested patients starting line k */
    double own[3]; /* share of the patients of line k tested as a site's own */
    /* Of a class's part of the country's patients, at line k: those still untested,
     * relative to the country's, and those tested. */
    double own_left[3][PC_NUM_OWN][PC_NUM_PREFECTURES];
    double own_tested[3][PC_NUM_OWN][PC_NUM_PREFECTURES];
    double early; /* tests before line 1 for each own patient that line 1 leaves */
    double mean_tests[PC_NUM_STREAMS];

    double tests[PC_NUM_STREAMS][PC_NUM_PREFECTURES];
    double omitted[PC_NUM_PREFECTURES];
    double ep_cases[PC_NUM_PREFECTURES];
    double secondary[PC_NUM_PREFECTURES];
    double matched[PC_NUM_PREFECTURES];
    double may_omit;
    double tests_by_tier[PC_NUM_TIERS];
    double omitted_by_tier[PC_NUM_TIERS];
    double sent_by_tier[PC_NUM_TIERS]; /* EP cases that go to another site */
    double insured_ep_cases;           /* EP cases of the insured streams */
    double insured_omitted;
    double referred; /* as unclear */
    double received; /* by hosts from other sites */

    /* Hosts. before + arrivals = discussed + dropouts + the state's backlog. */
    double *before, *arrivals, *discussed, *dropouts, *capacity; /* [hospitals] */
    double discussed_by_tier[PC_NUM_TIERS];
    double total_arrivals, total_discussed, total_dropouts, total_capacity;
    double over_capacity; /* hosts */
    double wait,
        wait_over_28; /* days; share; NaN if a host with arrivals has no capacity */

    double hours[PC_NUM_TIERS][2][5]; /* [tier][physician, other][activity] */
} pc_flows_t;

/* The tests of the cells of a route, [cells]. */
typedef struct {
    double *mean, *tests, *omitted; /* of one stream and group */
    double *unclear, *uniform;      /* scratch; uniform is [2 x cells] */
    double *cases;                  /* of all streams on the route: tests less omitted */
    double *referred; /* and those that EP-capable sites send on as unclear */
} pc_cell_counts_t;

/* Open sites counted in every way the month needs: sums of o, and of q for EP-capable
 * sites. */
typedef struct {
    double by_type[PC_NUM_BASE_TYPES];
    double by_tier[PC_NUM_TIERS];
    double in[PC_NUM_PREFECTURES];         /* sites */
    double covered_in[PC_NUM_PREFECTURES]; /* base hospitals that are sites */
} pc_site_counts_t;

enum { PC_STAFF_PHYSICIAN, PC_STAFF_OTHER };
enum {
    PC_WORK_ORDER,
    PC_WORK_PREPARE,
    PC_WORK_PARTICIPATE,
    PC_WORK_REVIEW,
    PC_WORK_OVERHEAD
};

typedef struct {
    const pc_plan_t *plan;
    pc_chance_t chance;
    size_t month; /* row of the plan and the results now being simulated; 0 before the
                     first */
    pc_state_t state, initial;
    pc_routes_t routes;      /* of solid and early cases */
    pc_routes_t routes_haem; /* of haematological cases, used if the table names other
                                hosts for them */
    int has_haem_routes;
    int designations_changed, sites_changed; /* the cells are to be made anew */
    int open_changed;                        /* `sites` is to be counted anew */
    int candidates_changed;                  /* `candidates` is to be listed anew */
    pc_flows_t flows;
    pc_site_counts_t sites; /* of the state */
    /* Kept from month to month but worked out again after a reset or restore: never part
     * of the state. */
    double *wait_threshold,
        *stay_threshold;  /* [hospitals] stochastic: uniforms of the present episodes */
    double *weight;       /* [hospitals] w_i of the roll-out */
    double weight_for[6]; /* the parameters that `weight` was made with */
    int32_t *candidates[2]; /* rows that may open, outside the base system and in it */
    size_t num_candidates[2];
    double *effective;   /* [hospitals] v_i e_i */
    pc_rising_t *rising; /* [num_rising, at most the changes of tier] of the month */
    size_t num_rising;
    pc_cell_counts_t cells; /* of the month, by cell of one route */
    double dispersion[PC_NUM_PREFECTURES];
    int dispersion_year; /* fiscal year of `dispersion`; 0 none */
    void *block;
} pc_run_t;

/* Makes a run of `plan`, which must outlive it. After this call, failed or not,
 * pc_run_free may be called. PC_ERR_NOMEM. */
pc_status pc_run_init(pc_run_t *self, const pc_plan_t *plan) PC_MUST_CHECK;
void pc_run_free(pc_run_t *self);

/* Back to the observed state before the first month, with the luck of `draw` and
 * `replicate`. */
pc_status pc_run_reset(pc_run_t *self, uint32_t draw, uint32_t replicate) PC_MUST_CHECK;

/* Continues from a state saved earlier: its month must lie in the plan, its hospitals be
 * as many. With another seed, draw or replicate than the state's, the future gets new
 * luck from there. PC_ERR_VERSION if it does not fit. */
pc_status pc_run_restore(pc_run_t *self, const pc_state_t *state, uint32_t draw,
    uint32_t replicate) PC_MUST_CHECK;

/* Simulates the next month and, if `results` is not NULL, records it. Allocates nothing.
 * PC_ERR_RANGE if a count would pass PC_MEAN_MAX or a result would be no
 * number; PC_ERR_INPUT if a site has no host. */
pc_status pc_run_step(pc_run_t *run, pc_results_t *results) PC_MUST_CHECK;

/* Records the state before the next month as a row without flows. PC_ERR_RANGE if a
 * value of it is no number. */
pc_status pc_run_record_state(const pc_run_t *run, pc_results_t *results) PC_MUST_CHECK;

/* All months that are left. `results` rows are those of the plan. */
pc_status pc_run_all(pc_run_t *run, pc_results_t *results) PC_MUST_CHECK;

/* Counts the open sites of the state into run->sites. */
void pc_run_count_sites(pc_run_t *run);

/* Sets the flows of every hospital to 0, before the set of hosts changes. */
void pc_run_clear_hosts(pc_run_t *self);

/* Aborts with a message if the accounts of the month do not balance. For tests, and
 * after every month in builds with -DPC_CHECK. */
void pc_run_verify(const pc_run_t *self);

/* Aborts if a sum of variables.c does not hold in a row of results, or regions do not
 * add up. */
void pc_results_verify(const pc_results_t *results);

#endif
