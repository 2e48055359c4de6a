/* step.c - the simulated month: accounts, limits, luck. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fixture.h"
#include "simulation/panels.h"
#include "tests/unit/testlib.h"

#define LAST PC_MONTH(2041, 3)

/* Without rules every test goes to a panel, the tests are the same, and nothing differs
 * before the rules begin: in both modes, to the bit. */
static void
test_rules_change_only_what_comes_after(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t with, without;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_run(&f, 1, &with);
        f.input.num_rules = 0;
        fixture_run(&f, 1, &without);
        for (pc_month m = PC_MONTH(2025, 5); m <= LAST; m++) {
            if (m < PC_MONTH(2026, 6)) {
                CU_ASSERT(fixture_same_row(&with, &without, m));
            }
            if (m > PC_MONTH(2025, 5)) {
                CU_ASSERT_EQUAL(fixture_value(&with, PC_V_TESTS, m),
                    fixture_value(&without, PC_V_TESTS, m));
                CU_ASSERT_DOUBLE_EQUAL(fixture_value(&without, PC_V_EP_CASES, m),
                    fixture_value(&without, PC_V_TESTS, m),
                    mode == PC_MODE_EXPECTED ? 1e-9 : 0);
                CU_ASSERT_EQUAL(fixture_value(&without, PC_V_EP_OMITTED, m), 0);
            }
        }
        CU_ASSERT(fixture_value(&with, PC_V_EP_OMITTED, PC_MONTH(2026, 6)) > 0);
        pc_results_free(&with);
        pc_results_free(&without);
        fixture_free(&f);
    }
}

typedef void change_fn(fixture_t *f);

static void
change_nothing(fixture_t *f)
{
    (void) f;
}
static void
change_rate_zero(fixture_t *f)
{
    fixture_set(f, PC_P_rollout_rate, 0, 0);
}
static void
change_all_open(fixture_t *f) /* no candidates are left after one month */
{
    fixture_set(f, PC_P_rollout_rate, 0, 500);
    fixture_set(f, PC_P_rollout_base_share, 0, 0.6);
    for (size_t i = 0; i < f->hospitals.num; i++) {
        if (f->hospitals.tier[i] == PC_TIER_NONE) {
            f->hospitals.tier[i] = PC_TIER_COOPERATIVE;
            f->hospitals.opened[i] = PC_MONTH(2025, 1);
        }
    }
}
static void
change_omit_all(fixture_t *f)
{
    f->rules[0].adoption = f->rules[1].adoption = PC_P_omission_adoption;
    fixture_set(f, PC_P_omission_adoption, 0, 1);
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        f->rules[0].mask[0][tier] = (UINT32_C(1) << PC_NUM_CLASSES) - 1;
    }
}
static void
change_no_capacity(fixture_t *f)
{
    fixture_set(f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(f, PC_P_ep_minutes_per_month_core, 0, 0);
    fixture_set(f, PC_P_ep_minutes_per_month_hub, 0, 0);
    fixture_set(f, PC_P_ep_minutes_per_month_cooperative, 0, 0);
}
static void
change_endless_capacity(fixture_t *f)
{
    fixture_set(f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(f, PC_P_ep_minutes_per_month_core, 0, 1e9);
    fixture_set(f, PC_P_ep_minutes_per_month_hub, 0, 1e9);
    fixture_set(f, PC_P_ep_minutes_per_month_cooperative, 0, 1e9);
}
static void
change_one_prefecture(fixture_t *f)
{
    memset(f->hospitals.prefecture, 12, f->hospitals.num);
}
static void
change_only_cores(fixture_t *f) /* all are treated at a site, none tested as its own */
{
    for (size_t i = 0; i < f->hospitals.num; i++) {
        f->hospitals.tier[i] = PC_TIER_CORE;
        f->hospitals.opened[i] = PC_MONTH(2018, 4);
    }
    f->input.num_tier_changes = 0;
    fixture_set(f, PC_P_demand_network_share, 0, 1);
    fixture_set(f, PC_P_demand_own_weight_core, 0, 0);
}
static void
change_one_month(fixture_t *f)
{
    fixture_months(f, PC_MONTH(2025, 6), PC_MONTH(2025, 6));
}
static void
change_no_patients(fixture_t *f)
{
    fixture_set(f, PC_P_demand_drug_therapy_patients, 0, 0);
    fixture_set(f, PC_P_haem_patients, 0, 0);
}
static void
change_first_start(fixture_t *f) /* cores become hubs and hubs cores on the way */
{
    fixture_months(f, PC_MONTH(2018, 5), PC_MONTH(2026, 3));
    fixture_set(f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(f, PC_P_ep_minutes_per_month_core, 0, 200);
}

/* The accounts are checked inside every month (PC_CHECK), the sums by fixture_run. */
static void
test_accounts_balance_under_extremes(void)
{
    static change_fn *const changes[] = { change_nothing, change_rate_zero,
        change_all_open, change_omit_all, change_no_capacity, change_endless_capacity,
        fixture_short_capacity, change_one_prefecture, change_only_cores,
        change_one_month, change_no_patients, change_first_start };
    for (size_t k = 0; k < sizeof(changes) / sizeof(changes[0]); k++) {
        for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
            fixture_t f;
            pc_results_t r;
            fixture_init(&f);
            f.input.mode = (pc_mode) mode;
            changes[k](&f);
            fixture_run(&f, 1, &r);
            const double arrivals = fixture_value(&r, PC_V_EP_CASES, f.input.end);
            const double discussed = fixture_value(&r, PC_V_EP_DISCUSSED, f.input.end);
            if (changes[k] == change_no_capacity) {
                CU_ASSERT_EQUAL(discussed, 0);
                CU_ASSERT(isnan(fixture_value(&r, PC_V_EP_WAIT, f.input.end)));
            } else if (changes[k] == change_endless_capacity
                       || changes[k] == change_nothing) {
                CU_ASSERT_DOUBLE_EQUAL(discussed, arrivals, 1e-9 * arrivals);
                CU_ASSERT_DOUBLE_EQUAL(
                    fixture_value(&r, PC_V_EP_WAIT, f.input.end), 14, 1e-9);
            } else if (changes[k] == change_omit_all) {
                CU_ASSERT_DOUBLE_EQUAL(arrivals, 0, 1e-9);
            } else if (changes[k] == change_no_patients) {
                CU_ASSERT_EQUAL(fixture_value(&r, PC_V_TESTS, f.input.end), 0);
            }
            pc_results_free(&r);
            fixture_free(&f);
        }
    }
}

/* Whole cases in stochastic mode. */
static void
test_counts_are_whole(void)
{
    static const pc_variable counts[] = { PC_V_SITES, PC_V_TESTS, PC_V_EP_CASES,
        PC_V_EP_OMITTED, PC_V_EP_DISCUSSED, PC_V_EP_BACKLOG, PC_V_EP_DROPOUTS,
        PC_V_EP_REFERRED };
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    f.input.mode = PC_MODE_STOCHASTIC;
    fixture_short_capacity(&f);
    fixture_run(&f, 3, &r);
    double dropouts = 0;
    for (pc_month m = PC_MONTH(2025, 6); m <= LAST; m++) {
        for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
            const double value = fixture_value(&r, counts[k], m);
            CU_ASSERT_EQUAL(value, floor(value));
        }
        dropouts += fixture_value(&r, PC_V_EP_DROPOUTS, m);
    }
    CU_ASSERT(dropouts > 0);
    pc_results_free(&r);
    fixture_free(&f);
}

/* Under the same luck: a larger capacity never lengthens the backlog, a wider rule never
 * adds an EP case, in any prefecture and month of any replicate. */
static void
test_more_is_never_worse(void)
{
    enum { REPLICATES = 5 };
    fixture_t f;
    fixture_init(&f);
    f.input.mode = PC_MODE_STOCHASTIC;
    fixture_set(&f, PC_P_ep_constraint, 0, PC_EP_HARD);
    for (uint32_t k = 1; k <= REPLICATES; k++) {
        pc_results_t narrow, wide, large;
        fixture_set(&f, PC_P_ep_minutes_per_month_hub, 0, 330);
        fixture_set(&f, PC_P_omission_adoption_none, 0, 0.35);
        fixture_run(&f, k, &narrow);
        fixture_set(&f, PC_P_omission_adoption_none, 0, 0.36);
        fixture_run(&f, k, &wide);
        fixture_set(&f, PC_P_omission_adoption_none, 0, 0.35);
        fixture_set(&f, PC_P_ep_minutes_per_month_hub, 0, 337);
        fixture_run(&f, k, &large);
        int fewer = 0, shorter = 0;
        for (size_t row = 1; row < narrow.num_rows; row++) {
            for (size_t p = 0; p < PC_NUM_REGIONS; p++) {
                const double *a = pc_results_region(&narrow, row, p);
                const double *b = pc_results_region(&wide, row, p);
                const double *c = pc_results_region(&large, row, p);
                CU_ASSERT(b[PC_R_EP_CASES] <= a[PC_R_EP_CASES]);
                CU_ASSERT(b[PC_R_EP_BACKLOG] <= a[PC_R_EP_BACKLOG]);
                CU_ASSERT(c[PC_R_EP_BACKLOG] <= a[PC_R_EP_BACKLOG]);
                fewer += b[PC_R_EP_CASES] < a[PC_R_EP_CASES];
                shorter += c[PC_R_EP_BACKLOG] < a[PC_R_EP_BACKLOG];
            }
            const double wait = pc_results_national(&narrow, row)[PC_V_EP_WAIT];
            CU_ASSERT(pc_results_national(&large, row)[PC_V_EP_WAIT] <= wait + 1e-9);
        }
        CU_ASSERT(fewer > 0 && shorter > 0);
        pc_results_free(&narrow);
        pc_results_free(&wide);
        pc_results_free(&large);
    }
    fixture_free(&f);
}

/* The rules of June 2026, adopted over a year in equal steps. */
static void
test_rules_are_adopted_in_steps(void)
{
    fixture_t f;
    pc_results_t once, steps;
    fixture_init(&f);
    fixture_run(&f, 1, &once);
    fixture_set(&f, PC_P_omission_adoption_months, 0, 12);
    fixture_run(&f, 1, &steps);
    for (int k = 0; k < 15; k++) {
        const pc_month month = PC_MONTH(2026, 5) + k;
        const double whole = fixture_value(&once, PC_V_EP_OMITTED, month);
        CU_ASSERT_DOUBLE_EQUAL(fixture_value(&steps, PC_V_EP_OMITTED, month),
            whole * (k < 12 ? k / 12.0 : 1), 1e-9 * whole);
        CU_ASSERT(k == 0 || whole > 0);
    }
    pc_results_free(&once);
    pc_results_free(&steps);
    fixture_free(&f);
}

/* Where the equations are linear, expected mode is the mean of the replicates: 25
 * places, |t| < 4.5 with 199 degrees of freedom, which a right model passes in all but
 * 0.03 % of seeds, and the seed is fixed. */
static void
test_expected_mode_is_the_mean(void)
{
    enum { REPLICATES = 200 };
    static const pc_variable linear[] = { PC_V_SITES, PC_V_TESTS, PC_V_EP_CASES,
        PC_V_EP_OMITTED, PC_V_EP_DISCUSSED };
    const pc_month months[] = { PC_MONTH(2025, 8), PC_MONTH(2026, 1), PC_MONTH(2026, 6),
        PC_MONTH(2026, 12), PC_MONTH(2027, 6) };
    double sum[5][5] = { { 0 } }, squares[5][5] = { { 0 } };
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    /* A priority would make openings and volumes depend on each other. */
    fixture_months(&f, PC_MONTH(2025, 6), PC_MONTH(2027, 6));
    fixture_set(&f, PC_P_rollout_priority, 0, 0);
    f.input.mode = PC_MODE_STOCHASTIC;
    for (uint32_t k = 1; k <= REPLICATES; k++) {
        fixture_run(&f, k, &r);
        for (int v = 0; v < 5; v++) {
            for (int m = 0; m < 5; m++) {
                const double x = fixture_value(&r, linear[v], months[m]);
                sum[v][m] += x;
                squares[v][m] += x * x;
            }
        }
        pc_results_free(&r);
    }
    f.input.mode = PC_MODE_EXPECTED;
    fixture_run(&f, 1, &r);
    for (int v = 0; v < 5; v++) {
        for (int m = 0; m < 5; m++) {
            const double mean = sum[v][m] / REPLICATES;
            const double variance =
                (squares[v][m] - REPLICATES * mean * mean) / (REPLICATES - 1);
            const double z = (mean - fixture_value(&r, linear[v], months[m]))
                             / sqrt(variance / REPLICATES);
            if (variance == 0) {
                CU_ASSERT_EQUAL(mean, fixture_value(&r, linear[v], months[m]));
            } else {
                CU_ASSERT(fabs(z) < 4.5);
            }
        }
    }
    pc_results_free(&r);
    fixture_free(&f);
}

/* Moving the offer from line 3 to line 1 in one month raises tests at once; those
 * already past line 1 are still tested at line 3 where it is kept on offer; nobody is
 * tested twice. */
static void
test_earlier_offer_makes_a_bulge(void)
{
    const pc_month date = PC_MONTH(2027, 4);
    fixture_t f;
    pc_results_t r;
    fixture_init(&f);
    fixture_set(&f, PC_P_demand_offer_2, 0, 0);
    fixture_set(&f, PC_P_demand_offer_1, date, 1);
    fixture_set(&f, PC_P_early_uptake, 0, 0);
    fixture_set(&f, PC_P_haem_patients, 0, 0);
    fixture_set(&f, PC_P_rollout_rate, 0, 0);
    /* Nothing else may move: sites at their full rate, populations as they are. */
    fixture_set(&f, PC_P_demand_ramp_months, 0, 1);
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        for (int k = 0; k < 7; k++) {
            f.prefectures[p].population[k] = 1e6;
        }
    }
    fixture_run(&f, 1, &r);
    const double before = fixture_value(&r, PC_V_TESTS, date - 1);
    const double peak = fixture_value(&r, PC_V_TESTS, date);
    const double after = fixture_value(&r, PC_V_TESTS, LAST);
    /* Line 1 is x_1; line 3 was x_1 x 0.45 x 0.45 and still is for 8 + 5 months. */
    const pc_params_t *p = &f.params[0];
    const double x = fixture_value(&r, PC_V_PATIENTS_LINE_1, date);
    const double reached =
        p->demand_uptake * fixture_value(&r, PC_V_ACCESS_REACHED, date) / 100;
    CU_ASSERT_DOUBLE_EQUAL(before, x * 0.2025 * reached, 1e-6 * before);
    CU_ASSERT_DOUBLE_EQUAL(peak, x * (1 + 0.2025) * reached, 1e-6 * peak);
    CU_ASSERT_DOUBLE_EQUAL(fixture_value(&r, PC_V_TESTS, date + 12), peak, 1e-6 * peak);
    /* Then line 3 is reached only by those not tested at line 1. */
    const double late = x * (1 + 0.2025 * (1 - reached)) * reached;
    CU_ASSERT_DOUBLE_EQUAL(fixture_value(&r, PC_V_TESTS, date + 13), late, 1e-6 * late);
    CU_ASSERT_DOUBLE_EQUAL(after, late, 1e-6 * late);
    CU_ASSERT(after < peak && before < after);
    pc_results_free(&r);
    fixture_free(&f);
}

/* The table with one more hospital before all others: without patients, with a low id of
 * its own, and never a site. */
static void
put_before(pc_hospitals_t *larger, const pc_hospitals_t *h)
{
    const size_t n = h->num, first = 0;
    memset(larger, 0, sizeof(*larger));
    larger->num = n + 1;
    larger->num_areas = h->num_areas;
    larger->id = calloc(n + 1, sizeof(*larger->id));
    larger->prefecture = calloc(n + 1, 1);
    larger->base_type = calloc(n + 1, 1);
    larger->tier = calloc(n + 1, 1);
    larger->opened = calloc(n + 1, sizeof(*larger->opened));
    larger->volume = calloc(n + 1, sizeof(*larger->volume));
    larger->host = calloc(n + 1, sizeof(*larger->host));
    larger->host_haem = calloc(n + 1, sizeof(*larger->host_haem));
    larger->area = calloc(n + 1, sizeof(*larger->area));
    larger->status = calloc(n + 1, 1);
    for (size_t i = 0; i < n; i++) {
        const size_t j = i + 1;
        larger->id[j] = h->id[i];
        larger->prefecture[j] = h->prefecture[i];
        larger->base_type[j] = h->base_type[i];
        larger->tier[j] = h->tier[i];
        larger->opened[j] = h->opened[i];
        larger->volume[j] = h->volume[i];
        larger->host[j] = h->host[i] < 0 ? -1 : h->host[i] + 1;
        larger->host_haem[j] = -1;
        larger->area[j] = h->area[i];
    }
    larger->id[first] = 1;
    larger->prefecture[first] = 26;
    larger->base_type[first] = PC_BASE_NONE;
    larger->tier[first] = PC_TIER_NONE;
    larger->opened[first] = PC_MONTH_NONE;
    larger->host[first] = 1; /* the first core */
    larger->host_haem[first] = -1;
    larger->area[first] = -1;
}

static void
free_larger(pc_hospitals_t *larger)
{
    free(larger->id);
    free(larger->prefecture);
    free(larger->base_type);
    free(larger->tier);
    free(larger->opened);
    free(larger->volume);
    free(larger->host);
    free(larger->host_haem);
    free(larger->area);
    free(larger->status);
}

/* It changes nothing for anybody. */
static void
test_a_hospital_that_never_opens_changes_nothing(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t before, after;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_short_capacity(&f);
        fixture_run(&f, 1, &before);

        pc_hospitals_t larger;
        put_before(&larger, &f.hospitals);
        for (size_t k = 0; k < f.num_changes; k++) {
            f.changes[k].hospital++;
        }
        f.input.hospitals = &larger;
        fixture_run(&f, 1, &after);
        for (pc_month m = PC_MONTH(2025, 5); m <= LAST; m++) {
            CU_ASSERT(fixture_same_row(&before, &after, m));
        }
        free_larger(&larger);
        pc_results_free(&before);
        pc_results_free(&after);
        fixture_free(&f);
    }
}

/* First in, first out, straight from one backlog to the other: hand-worked shares. */
static void
test_share_over_28_days(void)
{
    const double c =
        PC_DAYS_PER_MONTH; /* one case a day: the backlog is the days to wait */
    CU_ASSERT_EQUAL(pc_share_over_28(0, 0, c, 14), 0);
    CU_ASSERT_EQUAL(pc_share_over_28(14, 14, c, 14), 0);
    CU_ASSERT_EQUAL(pc_share_over_28(15, 15, c, 14), 1);
    CU_ASSERT_DOUBLE_EQUAL(pc_share_over_28(4, 24, c, 14), 0.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(pc_share_over_28(24, 4, c, 14), 0.5, 1e-12);
    CU_ASSERT_EQUAL(pc_share_over_28(0, 0, c, 30), 1);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "rules_change_only_what_comes_after",
            test_rules_change_only_what_comes_after },
        { "accounts_balance_under_extremes", test_accounts_balance_under_extremes },
        { "counts_are_whole", test_counts_are_whole },
        { "more_is_never_worse", test_more_is_never_worse },
        { "expected_mode_is_the_mean", test_expected_mode_is_the_mean },
        { "earlier_offer_makes_a_bulge", test_earlier_offer_makes_a_bulge },
        { "a_hospital_that_never_opens_changes_nothing",
            test_a_hospital_that_never_opens_changes_nothing },
        { "share_over_28_days", test_share_over_28_days },
        { "rules_are_adopted_in_steps", test_rules_are_adopted_in_steps },
        CU_TEST_INFO_NULL,
    };
    return test_main("step", tests, argc, argv);
}
