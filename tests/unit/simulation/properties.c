/* properties.c - the whole model under changes whose effect is known: names that
 * mean nothing, sizes that scale, limits, orders, and means. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define LAST PC_MONTH(2041, 3)

/* A month with everything in it: queues that overflow, closings, cases of blood cancer
 * that go elsewhere. */
static void
make_busy(fixture_t *f)
{
    fixture_set(f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(f, PC_P_ep_minutes_per_month_hub, 0, 300);
    fixture_set(f, PC_P_rollout_withdrawal, 0, 0.05);
    fixture_set(f, PC_P_rollout_base_share, 0, 0.8);
    int32_t core = -1;
    for (size_t i = 0; i < f->hospitals.num; i++) {
        core = f->hospitals.tier[i] == PC_TIER_CORE ? (int32_t) i : core;
    }
    for (size_t i = 0; i < f->hospitals.num; i++) {
        if (f->hospitals.tier[i] == PC_TIER_COOPERATIVE && i % 7 == 0) {
            f->hospitals.host_haem[i] = core;
        }
        f->hospitals.volume[i] *= 1 + 1e-7 * (double) i; /* no two alike */
    }
}

/* How many values of two runs differ by more than sums in another order do; region p of
 * `a` is region at(p) of `b`. */
static int
num_unlike(const pc_results_t *a, const pc_results_t *b, size_t (*at)(size_t))
{
    int unlike = 0;
    for (size_t row = 0; row < a->num_rows; row++) {
        for (size_t v = 0; v < PC_NUM_VARIABLES + PC_NUM_REGIONS * PC_NUM_REGIONAL;
             v++) {
            const size_t r = v < PC_NUM_VARIABLES ? 0 : v - PC_NUM_VARIABLES;
            const size_t p = r / PC_NUM_REGIONAL, k = r % PC_NUM_REGIONAL;
            const double x = v < PC_NUM_VARIABLES ? pc_results_national(a, row)[v]
                                                  : pc_results_region(a, row, p)[k];
            const double y = v < PC_NUM_VARIABLES ? pc_results_national(b, row)[v]
                                                  : pc_results_region(b, row, at(p))[k];
            unlike += isnan(x) != isnan(y)
                      || fabs(x - y) > 1e-9 * fmax(1, fmax(fabs(x), fabs(y)));
        }
    }
    return unlike;
}

static size_t
same_place(size_t p)
{
    return p;
}

static size_t
moved(size_t p)
{
    return (5 * p + 11) % PC_NUM_REGIONS;
}

static void
reverse(void *array, size_t num, size_t size)
{
    unsigned char *bytes = array, one[16];
    for (size_t i = 0; i < num / 2; i++) {
        unsigned char *a = bytes + i * size, *b = bytes + (num - 1 - i) * size;
        memcpy(one, a, size);
        memcpy(a, b, size);
        memcpy(b, one, size);
    }
}

/* The same hospitals with the ids exchanged: the first has the last one's. */
static void
reverse_hospitals(fixture_t *f)
{
    pc_hospitals_t *h = &f->hospitals;
    const int32_t last = (int32_t) h->num - 1;
    for (size_t i = 0; i < h->num; i++) {
        h->host[i] = h->host[i] < 0 ? -1 : last - h->host[i];
        h->host_haem[i] = h->host_haem[i] < 0 ? -1 : last - h->host_haem[i];
    }
    reverse(h->prefecture, h->num, sizeof(*h->prefecture));
    reverse(h->base_type, h->num, sizeof(*h->base_type));
    reverse(h->tier, h->num, sizeof(*h->tier));
    reverse(h->opened, h->num, sizeof(*h->opened));
    reverse(h->volume, h->num, sizeof(*h->volume));
    reverse(h->host, h->num, sizeof(*h->host));
    reverse(h->host_haem, h->num, sizeof(*h->host_haem));
    reverse(h->area, h->num, sizeof(*h->area));
    for (size_t k = 0; k < f->num_changes; k++) {
        f->changes[k].hospital = last - f->changes[k].hospital;
    }
}

static int
change_before(const void *a, const void *b)
{
    const pc_tier_change_t *x = a, *y = b;
    return x->month != y->month
               ? (x->month > y->month) - (x->month < y->month)
               : (x->hospital > y->hospital) - (x->hospital < y->hospital);
}

/* An id is a name: with all of them exchanged, no expected value moves. */
static void
test_hospitals_in_another_order(void)
{
    fixture_t f;
    pc_results_t before, after;
    fixture_init(&f);
    fixture_months(&f, PC_MONTH(2018, 5), PC_MONTH(2031, 3)); /* with changes of tier */
    make_busy(&f);
    fixture_run(&f, 1, &before);
    reverse_hospitals(&f);
    qsort(f.changes, f.num_changes, sizeof(*f.changes), change_before);
    fixture_run(&f, 1, &after);
    CU_ASSERT_EQUAL(num_unlike(&before, &after, same_place), 0);
    CU_ASSERT(fixture_value(&before, PC_V_EP_BACKLOG, PC_MONTH(2031, 3)) > 100);
    pc_results_free(&before);
    pc_results_free(&after);
    fixture_free(&f);
}

/* Prefectures under other numbers: their values move with them, the nation's stay. */
static void
test_prefectures_in_another_order(void)
{
    fixture_t f;
    pc_results_t before, after;
    fixture_init(&f);
    make_busy(&f);
    fixture_run(&f, 1, &before);
    pc_prefecture_t old[PC_NUM_PREFECTURES];
    memcpy(old, f.prefectures, sizeof(old));
    for (size_t p = 0; p < PC_NUM_PREFECTURES; p++) {
        f.prefectures[moved(p)] = old[p];
    }
    for (size_t i = 0; i < f.hospitals.num; i++) {
        f.hospitals.prefecture[i] = (uint8_t) moved(f.hospitals.prefecture[i]);
    }
    fixture_run(&f, 1, &after);
    CU_ASSERT_EQUAL(num_unlike(&before, &after, moved), 0);
    CU_ASSERT(num_unlike(&before, &after, same_place) > 1000);
    pc_results_free(&before);
    pc_results_free(&after);
    fixture_free(&f);
}

/* Every variable that is summed over prefectures: the nation is their sum, in both
 * modes. Ratios and what is counted by another key are left out by the table itself. */
static void
test_prefectures_add_up_to_the_nation(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t r;
        int sums = 0;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        make_busy(&f);
        fixture_run(&f, 1, &r);
        for (int v = 0; v < PC_NUM_VARIABLES; v++) {
            const pc_variable_info_t *info = &pc_variable_table[v];
            if (info->regional < 0 || strncmp(info->name, "Access|", 7) == 0) {
                continue;
            }
            sums++;
            for (size_t row = 1; row < r.num_rows; row++) {
                double sum = 0;
                for (size_t p = 0; p < PC_NUM_REGIONS; p++) {
                    sum += pc_results_region(&r, row, p)[info->regional];
                }
                const double nation = pc_results_national(&r, row)[v];
                CU_ASSERT(fabs(sum - nation) <= 1e-9 * fmax(1, fabs(nation)));
            }
        }
        CU_ASSERT(sums >= 15);
        pc_results_free(&r);
        fixture_free(&f);
    }
}

static double
flow(const pc_results_t *r, pc_variable v)
{
    return fixture_value(r, v, LAST);
}

/* Twice the patients and twice the minutes of the panels: twice the tests, cases and
 * backlog; the same sites, waits and shares. */
static void
test_twice_as_many(void)
{
    static const pc_variable twice[] = { PC_V_TESTS, PC_V_EP_CASES, PC_V_EP_OMITTED,
        PC_V_EP_DISCUSSED, PC_V_EP_BACKLOG, PC_V_EP_DROPOUTS, PC_V_HOURS_EP, PC_V_FEES,
        PC_V_COUNSELLING, PC_V_MATCHED, PC_V_MISSED };
    static const pc_variable same[] = { PC_V_SITES, PC_V_EP_WAIT, PC_V_EP_WAIT_OVER_28,
        PC_V_EP_OMITTED_SHARE, PC_V_EP_UTILISATION, PC_V_TURNAROUND,
        PC_V_ACCESS_REACHED };
    fixture_t f;
    pc_results_t one, two;
    fixture_init(&f);
    make_busy(&f);
    fixture_run(&f, 1, &one);
    const pc_params_t p = f.params[0];
    fixture_set(
        &f, PC_P_demand_drug_therapy_patients, 0, 2 * p.demand_drug_therapy_patients);
    fixture_set(&f, PC_P_haem_patients, 0, 2 * p.haem_patients);
    fixture_set(&f, PC_P_ep_minutes_per_month_core, 0, 2 * p.ep_minutes_per_month_core);
    fixture_set(&f, PC_P_ep_minutes_per_month_hub, 0, 2 * p.ep_minutes_per_month_hub);
    fixture_set(&f, PC_P_ep_minutes_per_month_cooperative, 0,
        2 * p.ep_minutes_per_month_cooperative);
    fixture_run(&f, 1, &two);
    CU_ASSERT(flow(&one, PC_V_EP_BACKLOG) > 100);
    for (size_t k = 0; k < sizeof(twice) / sizeof(twice[0]); k++) {
        const double x = flow(&one, twice[k]);
        CU_ASSERT(x > 0);
        CU_ASSERT_DOUBLE_EQUAL(flow(&two, twice[k]), 2 * x, 1e-9 * x);
    }
    for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++) {
        const double x = flow(&one, same[k]);
        CU_ASSERT(x > 0);
        CU_ASSERT_DOUBLE_EQUAL(flow(&two, same[k]), x, 1e-9 * x);
    }
    pc_results_free(&one);
    pc_results_free(&two);
    fixture_free(&f);
}

/* One parameter at an end of its range, and what must follow in the last month. */
static void
test_ends_of_the_range(void)
{
    static const struct {
        pc_param which;
        double value;
        pc_variable variable;
        double expected;
    } ends[] = {
        { PC_P_demand_uptake, 0, PC_V_TESTS_SOLID, 0 },
        { PC_P_demand_fitness, 0, PC_V_TESTS_SOLID, 0 },
        { PC_P_haem_uptake, 0, PC_V_TESTS_HAEM, 0 },
        { PC_P_demand_referral, 1, PC_V_ACCESS_REACHED, 100 },
        { PC_P_demand_network_share, 0, PC_V_ACCESS_TREATED, 0 },
        { PC_P_demand_pass_2, 0, PC_V_PATIENTS_LINE_2, 0 },
        { PC_P_demand_pass_2, 0, PC_V_PATIENTS_LINE_3, 0 },
        { PC_P_demand_pass_3, 0, PC_V_PATIENTS_LINE_3, 0 },
        { PC_P_case_mix_secondary_finding, 0, PC_V_COUNSELLING, 0 },
        { PC_P_case_mix_secondary_finding, 1, PC_V_EP_OMITTED, 0 },
        { PC_P_omission_missed_option, 0, PC_V_MISSED, 0 },
        { PC_P_rollout_rate, 0, PC_V_SITES, 282 },
        { PC_P_rollout_rate, 500, PC_V_BASE_UNCOVERED, 0 },
        { PC_P_ep_host_limit, 0, PC_V_SITES_COOP_EP, 27 },
        { PC_P_ep_dropout, 1, PC_V_EP_BACKLOG, 0 },
        { PC_P_ep_circulation, 1, PC_V_EP_CAPACITY, (13 * 900 + 32 * 450) / 6.0 },
    };
    for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
        for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
            fixture_t f;
            pc_results_t r;
            fixture_init(&f);
            f.input.mode = (pc_mode) mode;
            fixture_set(&f, PC_P_ep_constraint, 0, PC_EP_HARD);
            if (ends[k].variable == PC_V_EP_CAPACITY) { /* no EP-capable sites */
                fixture_set(&f, PC_P_ep_minutes_per_month_cooperative, 0, 0);
            }
            fixture_set(&f, ends[k].which, 0, ends[k].value);
            fixture_run(&f, 1, &r);
            CU_ASSERT_DOUBLE_EQUAL(flow(&r, ends[k].variable), ends[k].expected, 1e-9);
            pc_results_free(&r);
            fixture_free(&f);
        }
    }
}

/* Two areas: one with the sites of Tokyo, one of hospitals that are no sites; the others
 * have none. Until somebody opens there, one area is blank and its patients count. */
static void
test_areas_without_a_site(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t r;
        double volume[2] = { 0 };
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_set(&f, PC_P_rollout_rate, 0, 0);
        fixture_set(&f, PC_P_rollout_rate, PC_MONTH(2030, 1), 500);
        f.hospitals.num_areas = 2;
        for (size_t i = 0; i < f.hospitals.num; i++) {
            const int blank = f.hospitals.tier[i] == PC_TIER_NONE
                              && f.hospitals.base_type[i] != PC_BASE_NONE;
            f.hospitals.area[i] = blank ? 1 : f.hospitals.prefecture[i] == 12 ? 0 : -1;
            if (f.hospitals.area[i] >= 0) {
                volume[f.hospitals.area[i]] += f.hospitals.volume[i];
            }
        }
        fixture_run(&f, 1, &r);
        for (pc_month m = PC_MONTH(2025, 5); m <= LAST; m++) {
            const double blank = fixture_value(&r, PC_V_AREAS_BLANK, m);
            const double with = fixture_value(&r, PC_V_AREAS_PATIENTS, m);
            CU_ASSERT_DOUBLE_EQUAL(
                with, 100 * (1 - blank * volume[1] / (volume[0] + volume[1])), 1e-9);
            CU_ASSERT(m < PC_MONTH(2030, 1) ? blank == 1 : blank < 1);
        }
        CU_ASSERT_DOUBLE_EQUAL(flow(&r, PC_V_AREAS_BLANK), 0, 1e-9);
        pc_results_free(&r);
        fixture_free(&f);
    }
}

/* A rule nobody uses is no rule, to the bit. */
static void
test_no_adoption_is_no_rule(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t none, unused;
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        make_busy(&f);
        fixture_set(&f, PC_P_omission_adoption_drug, 0, 0);
        fixture_set(&f, PC_P_omission_adoption_none, 0, 0);
        fixture_run(&f, 1, &unused);
        f.input.num_rules = 0;
        fixture_run(&f, 1, &none);
        for (size_t row = 0; row < none.num_rows; row++) {
            double *a = pc_results_national(&unused, row);
            CU_ASSERT(row == 0 || a[PC_V_EP_OMISSIBLE] == 0
                      || a[PC_V_EP_OMISSIBLE] < a[PC_V_TESTS]);
            a[PC_V_EP_OMISSIBLE] = pc_results_national(&none, row)[PC_V_EP_OMISSIBLE];
            CU_ASSERT_EQUAL(memcmp(a, pc_results_national(&none, row),
                                PC_NUM_VARIABLES * sizeof(double)),
                0);
        }
        pc_results_free(&none);
        pc_results_free(&unused);
        fixture_free(&f);
    }
}

/* Under the same luck a faster roll-out never has fewer sites, in any prefecture and
 * month: its candidates are fewer and so each has the larger chance. */
static void
test_faster_is_never_fewer(void)
{
    static const double rates[] = { 17.8, 18.2, 25 };
    for (uint32_t k = 0; k <= 8; k++) { /* 0: expected mode */
        fixture_t f;
        pc_results_t r[3];
        int more = 0;
        fixture_init(&f);
        f.input.mode = k == 0 ? PC_MODE_EXPECTED : PC_MODE_STOCHASTIC;
        fixture_set(&f, PC_P_rollout_base_share, 0, 0.8);
        for (int j = 0; j < 3; j++) {
            fixture_set(&f, PC_P_rollout_rate, 0, rates[j]);
            fixture_run(&f, k == 0 ? 1 : k, &r[j]);
        }
        for (int j = 1; j < 3; j++) {
            for (size_t row = 0; row < r[0].num_rows; row++) {
                for (size_t p = 0; p < PC_NUM_REGIONS; p++) {
                    const double slow = pc_results_region(&r[j - 1], row, p)[PC_R_SITES];
                    const double fast = pc_results_region(&r[j], row, p)[PC_R_SITES];
                    CU_ASSERT(fast >= slow - (k == 0 ? 1e-9 : 0));
                    more += fast > slow;
                }
            }
        }
        CU_ASSERT(more > 100);
        for (int j = 0; j < 3; j++) {
            pc_results_free(&r[j]);
        }
        fixture_free(&f);
    }
}

/* With the sites given, tests, cases and what becomes of them are linear: expected mode
 * is the mean of the replicates, in every prefecture. The sum over 24 months of each of
 * 4 x 47 values is off by fewer than 5.5 of its Monte Carlo errors; Student's t with 149
 * degrees of freedom passes that in 1.6e-7 of the seeds, 188 of them in 3e-5. */
static void
test_expected_mode_is_the_mean_of_prefectures(void)
{
    enum { REPLICATES = 150, LINEAR = 4, PLACES = LINEAR * PC_NUM_REGIONS };
    static const pc_regional linear[LINEAR] = { PC_R_TESTS, PC_R_EP_CASES,
        PC_R_EP_OMITTED, PC_R_EP_DISCUSSED };
    double sum[PLACES] = { 0 }, squares[PLACES] = { 0 }, worst = 0;
    fixture_t f;
    fixture_init(&f);
    fixture_months(&f, PC_MONTH(2025, 6), PC_MONTH(2027, 5));
    fixture_set(&f, PC_P_rollout_rate, 0, 0);
    fixture_set(&f, PC_P_ep_host_promotion, 0, 0);
    for (uint32_t k = 0; k <= REPLICATES; k++) { /* the last is the expected one */
        pc_results_t r;
        f.input.mode = k < REPLICATES ? PC_MODE_STOCHASTIC : PC_MODE_EXPECTED;
        fixture_run(&f, k + 1, &r);
        for (size_t place = 0; place < PLACES; place++) {
            double x = 0;
            for (size_t row = 1; row < r.num_rows; row++) {
                x += pc_results_region(&r, row, place / LINEAR)[linear[place % LINEAR]];
            }
            if (k < REPLICATES) {
                sum[place] += x;
                squares[place] += x * x;
                continue;
            }
            const double n = REPLICATES, mean = sum[place] / n;
            const double variance = (squares[place] - n * mean * mean) / (n - 1);
            if (x > 0) { /* no host, nothing discussed */
                worst = fmax(worst, fabs(mean - x) / sqrt(variance / n));
            } else {
                CU_ASSERT_EQUAL(mean, 0);
            }
        }
        pc_results_free(&r);
    }
    printf(" [largest of %d: %.2f errors] ", PLACES, worst);
    CU_ASSERT(worst > 1 && worst < 5.5);
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "hospitals_in_another_order", test_hospitals_in_another_order },
        { "prefectures_in_another_order", test_prefectures_in_another_order },
        { "prefectures_add_up_to_the_nation", test_prefectures_add_up_to_the_nation },
        { "twice_as_many", test_twice_as_many },
        { "ends_of_the_range", test_ends_of_the_range },
        { "areas_without_a_site", test_areas_without_a_site },
        { "no_adoption_is_no_rule", test_no_adoption_is_no_rule },
        { "faster_is_never_fewer", test_faster_is_never_fewer },
        { "expected_mode_is_the_mean_of_prefectures",
            test_expected_mode_is_the_mean_of_prefectures },
        CU_TEST_INFO_NULL,
    };
    return test_main("properties", tests, argc, argv);
}
