/* hosts.c - the tables of hosts add up to the nation, and the capacity that keeps
 * waits short is just enough. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/ensemble/experiment.h"
#include "analysis/ensemble/hosts.h"
#include "analysis/milestone/need.h"
#include "tests/unit/fixture.h"
#include "scenario/tables/hospitals.h"
#include "tests/unit/testlib.h"

#define MONTHS 24

/* A stochastic run of two years under hard capacity, with its hosts. */
typedef struct {
    fixture_t f;
    pc_plan_t plan;
    pc_run_t run;
    pc_hosts_t hosts;
    pc_results_t results;
} kept_t;

static void
kept_init(kept_t *k)
{
    fixture_init(&k->f);
    fixture_months(&k->f, PC_MONTH(2025, 4), PC_MONTH(2025, 3) + MONTHS);
    k->f.input.mode = PC_MODE_STOCHASTIC;
    fixture_set(&k->f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(&k->f, PC_P_ep_circulation, 0, 0); /* 12 minutes a case */
    fixture_run(&k->f, 1, &k->results);
    CU_ASSERT_EQUAL_FATAL(pc_plan_init(&k->plan, &k->f.input), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_init(&k->run, &k->plan), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_hosts_init(&k->hosts, &k->plan), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_reset(&k->run, 0, 1), PC_OK);
    while (k->run.month < k->plan.num_months) {
        CU_ASSERT_EQUAL_FATAL(pc_run_step(&k->run, NULL), PC_OK);
        pc_hosts_record(&k->hosts, &k->run);
    }
}

static void
kept_free(kept_t *k)
{
    pc_results_free(&k->results);
    pc_hosts_free(&k->hosts);
    pc_run_free(&k->run);
    pc_plan_free(&k->plan);
    fixture_free(&k->f);
}

enum {
    ARRIVALS,
    DISCUSSED,
    DROPOUTS,
    BACKLOG,
    CAPACITY,
    UTILISATION,
    WAIT,
    OVER_28,
    DAYS
};

/* The `n` figures of one row. */
static void
check_row(const kept_t *k, uint32_t id, int prefecture, const char *tier,
    const double *x, int n)
{
    const int32_t h = pc_hospitals_find(&k->f.hospitals, id);
    CU_ASSERT_FATAL(h >= 0);
    CU_ASSERT_EQUAL(prefecture, k->f.hospitals.prefecture[h] + 1);
    CU_ASSERT_DOUBLE_EQUAL(x[CAPACITY],
        (strcmp(tier, "core") == 0     ? 900
            : strcmp(tier, "hub") == 0 ? 450
                                       : 120)
            / 12.0,
        1e-9);
    if (x[ARRIVALS] > 0) {
        CU_ASSERT_EQUAL(n, DAYS + 1);
        CU_ASSERT_DOUBLE_EQUAL(x[UTILISATION], 100 * x[ARRIVALS] / x[CAPACITY], 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(x[WAIT], 14 + 30.4375 * x[BACKLOG] / x[CAPACITY], 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(x[DAYS], 28 + x[WAIT] + 7, 1e-9);
    }
}

/* Row by row: whole cases, ratios and days by hand; month by month: the nation. */
static void
test_hosts_add_up(void)
{
    static const pc_variable national[] = { PC_V_EP_CASES, PC_V_EP_DISCUSSED,
        PC_V_EP_DROPOUTS, PC_V_EP_BACKLOG, PC_V_EP_CAPACITY };
    static double sums[MONTHS][CAPACITY + 1];
    kept_t k;
    char line[512], tier[32];
    int rows = 0, year, month, prefecture;
    unsigned long id;
    FILE *file = tmpfile();
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    kept_init(&k);
    pc_hosts_write(&k.hosts, file);
    rewind(file);
    memset(sums, 0, sizeof(sums));
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(line, sizeof(line), file));
    while (fgets(line, sizeof(line), file) != NULL) {
        double x[DAYS + 1] = { 0 };
        int end = 0;
        CU_ASSERT_EQUAL_FATAL(sscanf(line, "%d-%d,%lu,%d,%31[^,]%n", &year, &month, &id,
                                  &prefecture, tier, &end),
            5);
        const int n = sscanf(line + end, ",%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", &x[0],
            &x[1], &x[2], &x[3], &x[4], &x[5], &x[6], &x[7], &x[8]);
        CU_ASSERT_FATAL(n > CAPACITY);
        check_row(&k, (uint32_t) id, prefecture, tier, x, n);
        for (int c = 0; c <= CAPACITY; c++) {
            sums[PC_MONTH(year, month) - k.f.input.start][c] += x[c];
        }
        rows++;
    }
    CU_ASSERT(rows > 72 * MONTHS);
    for (size_t m = 0; m < MONTHS; m++) {
        const double *nation = pc_results_national(&k.results, m + 1);
        for (int c = 0; c <= CAPACITY; c++) {
            CU_ASSERT_DOUBLE_EQUAL(
                sums[m][c], nation[national[c]], c == CAPACITY ? 1e-6 : 0);
        }
    }
    CU_ASSERT(sums[MONTHS - 1][BACKLOG] > 0);
    fclose(file);
    kept_free(&k);
}

/* A row a year and tier; the pooled need is what they use, over the limit. */
static void
test_needs_by_tier(void)
{
    kept_t k;
    char line[512], tier[32];
    int rows = 0, year, months;
    double hosts, used, limit, now, pooled, each;
    FILE *file = tmpfile();
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    kept_init(&k);
    pc_hosts_write_needs(&k.hosts, 80, file);
    rewind(file);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(line, sizeof(line), file));
    while (fgets(line, sizeof(line), file) != NULL) {
        CU_ASSERT_EQUAL_FATAL(
            sscanf(line, "FY%d,%d,%31[^,],%lf,%lf,%lf,%lf,%lf,%lf", &year, &months, tier,
                &hosts, &used, &limit, &now, &pooled, &each),
            9);
        CU_ASSERT_EQUAL(year, 2025 + rows / 3);
        CU_ASSERT_EQUAL(months, 12);
        CU_ASSERT_EQUAL(limit, 80);
        CU_ASSERT_DOUBLE_EQUAL(pooled, now * used / 80, 1e-9 * pooled);
        CU_ASSERT(each > pooled); /* no tier is spread evenly */
        if (rows % 3 == 0) {
            CU_ASSERT_STRING_EQUAL(tier, "core");
            CU_ASSERT_EQUAL(hosts, 13);
            CU_ASSERT_DOUBLE_EQUAL(now, 900, 1e-9);
        }
        rows++;
    }
    CU_ASSERT_EQUAL(rows, 2 * 3);
    fclose(file);
    kept_free(&k);
}

/* The longest mean wait of a calendar year, 2026 to 2040, with these settings. */
static double
longest_wait(const char *const *sets, size_t num)
{
    pc_scenario_t s;
    pc_experiment_t e;
    double longest = 0;
    fixture_load(&s, "scenarios/baseline.json", sets, num);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_init(&e, &s, 0, NULL, 0, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e, 1), PC_OK);
    for (int year = 2027; year <= 2040; year++) {
        double days = 0, cases = 0;
        for (int month = 1; month <= 12; month++) {
            const pc_month m = PC_MONTH(year, month);
            const double arrived = fixture_value(&e.results, PC_V_EP_CASES, m);
            days += arrived * fixture_value(&e.results, PC_V_EP_WAIT, m);
            cases += arrived;
        }
        longest = fmax(longest, days / cases);
    }
    pc_experiment_free(&e);
    pc_scenario_free(&s);
    return longest;
}

/* The settings that a lever stands for, as a user would give them. */
static double
wait_with(pc_lever lever, double x)
{
    char text[3][64];
    const char *sets[4] = { "ep.constraint=hard", text[0], text[1], text[2] };
    if (lever == PC_LEVER_MINUTES) {
        snprintf(text[0], 64, "ep.minutes_per_month_core=%.12g", 900 * x);
        snprintf(text[1], 64, "ep.minutes_per_month_hub=%.12g", 450 * x);
        snprintf(text[2], 64, "ep.minutes_per_month_cooperative=%.12g", 120 * x);
    } else if (lever == PC_LEVER_HOSTS) {
        snprintf(text[0], 64, "ep_host.limit=%.12g", x);
        snprintf(text[1], 64, "ep_host.promotion=500");
        snprintf(text[2], 64, "seed=1");
    } else {
        snprintf(text[0], 64, "omission.adoption=%.12g", x);
        snprintf(text[1], 64, "omission.adoption_drug=%.12g", x);
        snprintf(text[2], 64, "omission.adoption_none=%.12g", x);
    }
    return longest_wait(sets, 4);
}

/* Each lever's answer keeps the wait below the days asked for, and a little less of it
 * does not. What there is is enough for 60 days, and no more than it is needed then. */
static void
test_capacity_levers(void)
{
    static const struct {
        double days;
        pc_lever lever;
        int already;
    } asked[] = { { 28, PC_LEVER_MINUTES, 0 }, { 60, PC_LEVER_MINUTES, 1 },
        { 28, PC_LEVER_HOSTS, 0 }, { 33, PC_LEVER_ADOPTION, 0 } };
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    pc_scenario_t s;
    fixture_load(&s, "scenarios/baseline.json", NULL, 0);
    for (size_t k = 0; k < sizeof(asked) / sizeof(asked[0]); k++) {
        const pc_lever lever = asked[k].lever;
        const double days = asked[k].days;
        pc_need_t need;
        CU_ASSERT_EQUAL_FATAL(
            pc_need_capacity(&need, &s, lever, days, &plan, NULL), PC_OK);
        const double x = pc_need_quantile(&need, 0.5, 0);
        const double less =
            x - (lever == PC_LEVER_HOSTS ? 1 : pc_lever_table[lever].tolerance);
        CU_ASSERT_EQUAL_FATAL(need.impossible, 0);
        CU_ASSERT_EQUAL(need.answers[0].already, asked[k].already);
        CU_ASSERT(wait_with(lever, x) < days);
        CU_ASSERT(wait_with(lever, less) >= days);
        pc_need_free(&need);
    }
    pc_scenario_free(&s);
}

/* The ends: hosts start at the number there is, 27, and are never more than the 505
 * hospitals that are neither core nor hub; what even the most cannot do is impossible,
 * and the best it reaches is said. */
static void
test_capacity_ends(void)
{
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    const struct {
        pc_lever lever;
        double most;
    } ends[] = { { PC_LEVER_MINUTES, 50 }, { PC_LEVER_HOSTS, 505 },
        { PC_LEVER_ADOPTION, 1 } };
    pc_scenario_t s;
    pc_need_t need;
    fixture_load(&s, "scenarios/baseline.json", NULL, 0);
    for (size_t k = 0; k < 3; k++) {
        CU_ASSERT_EQUAL_FATAL(
            pc_need_capacity(&need, &s, ends[k].lever, 1, &plan, NULL), PC_OK);
        CU_ASSERT_EQUAL(need.impossible, 1);
        CU_ASSERT_EQUAL(need.why[PC_WHY_LIMIT], 1);
        CU_ASSERT_EQUAL(pc_need_quantile(&need, 0.1, 0), INFINITY);
        CU_ASSERT_DOUBLE_EQUAL(wait_with(ends[k].lever, ends[k].most), need.best, 1e-6);
        pc_need_free(&need);
    }
    CU_ASSERT_EQUAL_FATAL(
        pc_need_capacity(&need, &s, PC_LEVER_HOSTS, 300, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL(need.answers[0].already, 1);
    CU_ASSERT_EQUAL(need.answers[0].value, 27);
    CU_ASSERT(wait_with(PC_LEVER_HOSTS, 0) == wait_with(PC_LEVER_HOSTS, 27));
    CU_ASSERT(wait_with(PC_LEVER_HOSTS, 28) < wait_with(PC_LEVER_HOSTS, 27));
    pc_need_free(&need);
    pc_scenario_free(&s);
}

/* The minutes are a factor on what each draw has, so twice the minutes need half the
 * factor; draws are not lost. */
static void
test_minutes_of_a_draw(void)
{
    static const char *const twice[] = { "mode=expected",
        "ep.minutes_per_month_core=1800", "ep.minutes_per_month_hub=900",
        "ep.minutes_per_month_cooperative=240" };
    static const char *const once[] = { "mode=expected", "ep.minutes_per_month_core=900",
        "ep.minutes_per_month_hub=450", "ep.minutes_per_month_cooperative=120" };
    static const char *const drawn[] = { "mode=expected" };
    const pc_ensemble_plan_t plan = { .draws = 3, .replicates = 1, .threads = 1 };
    pc_need_t need[3];
    pc_scenario_t s;
    for (int k = 0; k < 3; k++) {
        fixture_load(&s, "scenarios/baseline.json",
            k == 0   ? once
            : k == 1 ? twice
                     : drawn,
            k == 2 ? 1 : 4);
        CU_ASSERT_EQUAL_FATAL(
            pc_need_capacity(&need[k], &s, PC_LEVER_MINUTES, 28, &plan, NULL), PC_OK);
        pc_scenario_free(&s);
    }
    for (size_t d = 0; d < 3; d++) {
        const double x = need[0].answers[d].value;
        CU_ASSERT_DOUBLE_EQUAL(need[1].answers[d].value, x / 2, 0.006);
        CU_ASSERT(fabs(need[2].answers[d].value - x) > 0.006);
    }
    for (int k = 0; k < 3; k++) {
        pc_need_free(&need[k]);
    }
}

/* The years that count, from the one after the run starts to 2040 or the last whole one;
 * the wait of the last of them counts, and no year is none. */
static void
test_capacity_years(void)
{
    static const struct {
        const char *sets[2];
        int first, last;
    } runs[] = { { { "end=2041-03", "seed=1" }, 2027, 2040 },
        { { "end=2040-11", "seed=1" }, 2027, 2039 },
        { { "end=2027-12", "seed=1" }, 2027, 2027 },
        { { "end=2031-01", "start=2029-01" }, 2030, 2030 } };
    static const char *const brief[] = { "end=2027-11" };
    const pc_ensemble_plan_t plan = { .replicates = 1, .threads = 1 };
    pc_scenario_t s;
    pc_need_t need;
    pc_diags_t diags;
    for (size_t k = 0; k < sizeof(runs) / sizeof(runs[0]); k++) {
        fixture_load(&s, "scenarios/baseline.json", runs[k].sets, 2);
        CU_ASSERT_EQUAL_FATAL(
            pc_need_capacity(&need, &s, PC_LEVER_ADOPTION, 1, &plan, NULL), PC_OK);
        CU_ASSERT_EQUAL(need.first_year, runs[k].first);
        CU_ASSERT_EQUAL(need.last_year, runs[k].last);
        pc_need_free(&need);
        pc_scenario_free(&s);
    }
    /* Without rules nothing is waited for: the second year of the run. */
    fixture_load(&s, "scenarios/no-omission.json", NULL, 0);
    CU_ASSERT_EQUAL_FATAL(
        pc_need_capacity(&need, &s, PC_LEVER_ADOPTION, 1, &plan, NULL), PC_OK);
    CU_ASSERT_EQUAL(need.first_year, 2026);
    CU_ASSERT_EQUAL(need.impossible, 1);
    pc_need_free(&need);
    pc_scenario_free(&s);
    pc_diags_init(&diags);
    fixture_load(&s, "scenarios/baseline.json", brief, 1);
    CU_ASSERT_EQUAL(
        pc_need_capacity(&need, &s, PC_LEVER_MINUTES, 28, &plan, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(diags.num_errors, 1);
    pc_need_free(&need);
    pc_scenario_free(&s);
    pc_diags_free(&diags);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "hosts_add_up", test_hosts_add_up },
        { "needs_by_tier", test_needs_by_tier },
        { "capacity_levers", test_capacity_levers },
        { "capacity_ends", test_capacity_ends },
        { "minutes_of_a_draw", test_minutes_of_a_draw },
        { "capacity_years", test_capacity_years },
        CU_TEST_INFO_NULL,
    };
    return test_main("hosts", tests, argc, argv);
}
