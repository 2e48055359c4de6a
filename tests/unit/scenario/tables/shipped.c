/* The shipped tables against the published figures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/tables/hospitals.h"
#include "scenario/tables/observations.h"
#include "tests/unit/testlib.h"

typedef struct {
    pc_hospitals_t h;
    pc_tier_change_t *changes;
    size_t num_changes;
    pc_prefecture_t prefectures[PC_NUM_PREFECTURES];
    pc_observations_t record;
} data_t;

static data_t data;

static void
load_data(void)
{
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(
        pc_hospitals_read(&data.h, "scenarios/data/hospitals.csv", &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_tier_changes_read(&data.changes, &data.num_changes,
                              "scenarios/data/tier_changes.csv", &data.h, &diags),
        PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_prefectures_read(data.prefectures, "scenarios/data/prefectures.csv", &diags),
        PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_observations_read(&data.record, "scenarios/data/observations.csv", &diags),
        PC_OK);
    CU_ASSERT_EQUAL(diags.num, 0);
    pc_diags_free(&diags);
}

static void
free_data(void)
{
    pc_observations_free(&data.record);
    free(data.changes);
    pc_hospitals_free(&data.h);
    memset(&data, 0, sizeof(data));
}

static int
is_open(size_t i, pc_month m)
{
    return data.h.opened[i] != PC_MONTH_NONE && data.h.opened[i] <= m;
}

/* The tier at the end of month `m` by the rule of hospitals.h, PC_TIER_NONE if not open.
 */
static int
tier_at(size_t i, pc_month m)
{
    int tier = data.h.tier[i], changes = 0;
    if (!is_open(i, m)) {
        return PC_TIER_NONE;
    }
    for (size_t k = 0; k < data.num_changes; k++) {
        if ((size_t) data.changes[k].hospital != i) {
            continue;
        }
        if (!changes++) {
            tier = PC_TIER_COOPERATIVE;
        }
        if (data.changes[k].month <= m) {
            tier = data.changes[k].tier;
        }
    }
    return tier;
}

/* Sites at the end of month `m`: all, or of prefecture 1..47. */
static int
sites_at(pc_month m, int prefecture)
{
    int num = 0;
    for (size_t i = 0; i < data.h.num; i++) {
        num +=
            is_open(i, m) && (prefecture == 0 || data.h.prefecture[i] + 1 == prefecture);
    }
    return num;
}

static void
count_tiers(pc_month m, int count[PC_NUM_TIERS + 1])
{
    memset(count, 0, (PC_NUM_TIERS + 1) * sizeof(*count));
    for (size_t i = 0; i < data.h.num; i++) {
        count[tier_at(i, m)]++;
    }
}

static void
test_totals_of_2025_06(void)
{
    const pc_month day_0 = PC_MONTH(2025, 5);
    int hospitals[PC_NUM_BASE_TYPES] = { 0 }, sites[PC_NUM_BASE_TYPES] = { 0 };
    int tiers[PC_NUM_TIERS + 1] = { 0 };
    load_data();
    for (size_t i = 0; i < data.h.num; i++) {
        hospitals[data.h.base_type[i]]++;
        sites[data.h.base_type[i]] += is_open(i, day_0);
        tiers[data.h.tier[i]]++;
        CU_ASSERT_EQUAL(data.h.tier[i], tier_at(i, day_0));
    }
    CU_ASSERT_EQUAL(data.h.num, 550);
    CU_ASSERT_EQUAL(hospitals[PC_BASE_PREFECTURAL], 51);
    CU_ASSERT_EQUAL(hospitals[PC_BASE_REGIONAL], 352);
    CU_ASSERT_EQUAL(hospitals[PC_BASE_SPECIFIC], 1);
    CU_ASSERT_EQUAL(hospitals[PC_BASE_TREATMENT], 59);
    CU_ASSERT_EQUAL(hospitals[PC_BASE_NONE], 42 + 45);
    CU_ASSERT_EQUAL(sites[PC_BASE_PREFECTURAL], 51);
    CU_ASSERT_EQUAL(sites[PC_BASE_REGIONAL], 188);
    CU_ASSERT_EQUAL(sites[PC_BASE_SPECIFIC], 0);
    CU_ASSERT_EQUAL(sites[PC_BASE_TREATMENT], 1);
    CU_ASSERT_EQUAL(sites[PC_BASE_NONE], 42);
    CU_ASSERT_EQUAL(tiers[PC_TIER_CORE], 13);
    CU_ASSERT_EQUAL(tiers[PC_TIER_HUB], 32);
    CU_ASSERT_EQUAL(tiers[PC_TIER_COOPERATIVE_EP], 27);
    CU_ASSERT_EQUAL(tiers[PC_TIER_COOPERATIVE], 237 - 27);
    CU_ASSERT_EQUAL(tiers[PC_TIER_NONE], 550 - 282);
    free_data();
}

/* Sites and tiers at the end of each month with a published count. */
static void
test_published_dates(void)
{
    static const struct {
        int year, month, core, hub, ep_capable, sites;
    } dates[] = {
        { 2018, 4, 11, 0, 0, 111 },
        { 2018, 10, 11, 0, 0, 146 },
        { 2019, 8, 11, 0, 0, 167 },
        { 2019, 9, 11, 34, 0, 167 },
        { 2020, 3, 11, 34, 0, 167 },
        { 2020, 4, 12, 33, 0, 206 },
        { 2022, 3, 12, 33, 0, 234 },
        { 2023, 3, 12, 33, 0, 243 },
        { 2023, 4, 13, 32, 0, -1 },
        { 2024, 3, 13, 32, 0, 264 },
        { 2024, 4, 13, 32, 0, -1 },
        { 2024, 5, 13, 32, 2, -1 },
        { 2024, 6, 13, 32, 12, 266 },
        { 2025, 2, 13, 32, 12, -1 },
        { 2025, 3, 13, 32, 27, 278 },
        { 2025, 4, 13, 32, 27, 280 },
        { 2025, 5, 13, 32, 27, 282 },
        { 2026, 5, 13, 32, 27, 282 },
    };
    load_data();
    for (size_t k = 0; k < sizeof(dates) / sizeof(dates[0]); k++) {
        const pc_month m = PC_MONTH(dates[k].year, dates[k].month);
        int count[PC_NUM_TIERS + 1];
        count_tiers(m, count);
        CU_ASSERT_EQUAL(count[PC_TIER_CORE], dates[k].core);
        CU_ASSERT_EQUAL(count[PC_TIER_HUB], dates[k].hub);
        CU_ASSERT_EQUAL(count[PC_TIER_COOPERATIVE_EP], dates[k].ep_capable);
        if (dates[k].sites >= 0) {
            CU_ASSERT_EQUAL(sites_at(m, 0), dates[k].sites);
        }
    }
    CU_ASSERT_EQUAL(sites_at(PC_MONTH(2018, 3), 0), 0);
    free_data();
}

/* Counts published for prefectures. */
static void
test_prefecture_counts(void)
{
    static const int none_in_2018_04[] = { 3, 10, 43, 44, 47 };
    int base[PC_NUM_PREFECTURES][PC_NUM_BASE_TYPES] = { { 0 } };
    int tohoku = 0;
    load_data();
    for (size_t i = 0; i < data.h.num; i++) {
        base[data.h.prefecture[i]][data.h.base_type[i]]++;
    }
    for (size_t k = 0; k < 5; k++) {
        CU_ASSERT_EQUAL(sites_at(PC_MONTH(2018, 4), none_in_2018_04[k]), 0);
    }
    for (int p = 2; p <= 7; p++) {
        tohoku += sites_at(PC_MONTH(2022, 8), p);
    }
    CU_ASSERT_EQUAL(tohoku, 10);
    CU_ASSERT_EQUAL(sites_at(PC_MONTH(2019, 9), 13), 24);
    CU_ASSERT_EQUAL(sites_at(PC_MONTH(2022, 8), 24), 2);
    CU_ASSERT_EQUAL(sites_at(PC_MONTH(2023, 1), 18), 3);
    CU_ASSERT_EQUAL(sites_at(PC_MONTH(2023, 3), 9), 4);
    CU_ASSERT_EQUAL(base[12][PC_BASE_PREFECTURAL], 2);
    CU_ASSERT_EQUAL(base[12][PC_BASE_REGIONAL], 27);
    CU_ASSERT_EQUAL(base[0][PC_BASE_REGIONAL], 19);
    CU_ASSERT_EQUAL(base[45][PC_BASE_SPECIFIC], 1);
    CU_ASSERT_EQUAL(base[45][PC_BASE_TREATMENT], 6);
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        CU_ASSERT(base[p][PC_BASE_PREFECTURAL] >= 1);
        CU_ASSERT(sites_at(PC_MONTH(2025, 5), p + 1) >= 1);
    }
    free_data();
}

/* A case of any hospital, open or not, reaches a core or hub in every month since the
 * start, and a core from the start on where hubs do not exist yet. */
static void
test_hosts(void)
{
    load_data();
    for (pc_month m = PC_MONTH(2018, 4); m <= PC_MONTH(2025, 6); m++) {
        for (size_t i = 0; i < data.h.num; i++) {
            size_t at = i;
            int steps = 0, tier = tier_at(i, m);
            while (tier != PC_TIER_CORE && tier != PC_TIER_HUB && steps++ < 4) {
                CU_ASSERT_FATAL(data.h.host[at] >= 0);
                at = (size_t) data.h.host[at];
                tier = tier_at(at, m);
            }
            CU_ASSERT(tier == PC_TIER_CORE || tier == PC_TIER_HUB);
            CU_ASSERT(steps <= (m < PC_MONTH(2019, 9) ? 2 : 3));
        }
    }
    for (size_t i = 0; i < data.h.num; i++) {
        const size_t host = (size_t) data.h.host[i];
        CU_ASSERT(data.h.tier[host] == PC_TIER_CORE || data.h.tier[host] == PC_TIER_HUB);
        /* Where the prefecture has a core or hub, the host of the others is one of them.
         */
        int local = 0;
        for (size_t k = 0; k < data.h.num; k++) {
            local |=
                data.h.prefecture[k] == data.h.prefecture[i]
                && (data.h.tier[k] == PC_TIER_CORE || data.h.tier[k] == PC_TIER_HUB);
        }
        if (local && data.h.tier[i] != PC_TIER_HUB && data.h.tier[i] != PC_TIER_CORE) {
            CU_ASSERT_EQUAL(data.h.prefecture[host], data.h.prefecture[i]);
        }
    }
    free_data();
}

static int
compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return x < y ? -1 : x > y;
}

/* Median and coefficient of variation of the sizes of one type. */
static void
sizes(int base_type, double *median, double *variation)
{
    static double v[1000];
    size_t n = 0;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < data.h.num; i++) {
        if (data.h.base_type[i] == base_type) {
            v[n++] = data.h.volume[i];
            sum += data.h.volume[i];
        }
    }
    const double mean = sum / (double) n;
    for (size_t i = 0; i < n; i++) {
        squares += (v[i] - mean) * (v[i] - mean);
    }
    qsort(v, n, sizeof(*v), compare_doubles);
    *median = (v[n / 2] + v[(n - 1) / 2]) / 2;
    *variation = sqrt(squares / (double) n) / mean;
}

static void
test_sizes(void)
{
    double median, variation, all = 0, of[PC_NUM_PREFECTURES] = { 0 };
    load_data();
    sizes(PC_BASE_REGIONAL, &median, &variation);
    CU_ASSERT_DOUBLE_EQUAL(median, 1416, 2);
    CU_ASSERT_DOUBLE_EQUAL(variation, 0.47, 0.02);
    sizes(PC_BASE_PREFECTURAL, &median, &variation);
    /* Measured in 48 hospitals: 2,401 and 0.53. */
    CU_ASSERT_DOUBLE_EQUAL(median, 2401, 100);
    CU_ASSERT_DOUBLE_EQUAL(variation, 0.53, 0.1);
    for (size_t i = 0; i < data.h.num; i++) {
        CU_ASSERT(data.h.volume[i] > 0 && floor(data.h.volume[i]) == data.h.volume[i]);
        all += data.h.volume[i];
        of[data.h.prefecture[i]] += data.h.volume[i];
    }
    /* The size of a prefecture's hospitals goes with its patients, more or less. */
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const double ratio = of[p] / all / data.prefectures[p].patients_share;
        CU_ASSERT(ratio > 0.55 && ratio < 1.6);
    }
    free_data();
}

static void
test_prefectures(void)
{
    double shares = 0, people = 0;
    load_data();
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        shares += data.prefectures[p].patients_share;
        people += data.prefectures[p].population[4];
    }
    CU_ASSERT_DOUBLE_EQUAL(shares, 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(
        people, 112837404, 50); /* the national row, of rounded parts */
    CU_ASSERT_STRING_EQUAL(data.prefectures[0].name_ja, "北海道");
    CU_ASSERT_STRING_EQUAL(data.prefectures[46].name_en, "Okinawa");
    CU_ASSERT_EQUAL(data.prefectures[12].population[1], 14198914);
    free_data();
}

/* The one fact of the record at `month` that is used for fits, or the only one. */
static const pc_observation_t *
fact(pc_variable variable, pc_month month)
{
    const pc_observation_t *found = NULL;
    for (size_t i = 0; i < data.record.num; i++) {
        const pc_observation_t *item = &data.record.items[i];
        if (item->variable == variable && item->month == month && item->region == 0
            && (found == NULL || item->fit)) {
            found = item;
        }
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return found;
}

static void
test_record(void)
{
    load_data();
    for (size_t i = 1; i < data.record.num; i++) {
        CU_ASSERT(data.record.items[i - 1].month <= data.record.items[i].month);
    }
    CU_ASSERT_EQUAL(fact(PC_V_SITES, PC_MONTH(2026, 2))->value, 295);
    CU_ASSERT_EQUAL(fact(PC_V_SITES, PC_MONTH(2022, 3))->value, 234);
    CU_ASSERT_EQUAL(fact(PC_V_SITES, PC_MONTH(2022, 4))->fit, 0);     /* 233 */
    CU_ASSERT_EQUAL(fact(PC_V_SITES, PC_MONTH(2025, 3))->value, 278); /* not 279 */
    CU_ASSERT_EQUAL(fact(PC_V_BASE_UNCOVERED, PC_MONTH(2025, 5))->value, 223);
    CU_ASSERT_EQUAL(fact(PC_V_TESTS_CUMULATIVE, PC_MONTH(2025, 3))->value, 100123);
    CU_ASSERT_EQUAL(fact(PC_V_TESTS_CUMULATIVE, PC_MONTH(2025, 12))->lower_bound, 1);
    CU_ASSERT_EQUAL(fact(PC_V_TESTS_CUMULATIVE, PC_MONTH(2025, 12))->value, 120000);
    const pc_observation_t *rate = fact(PC_V_TESTS, PC_MONTH(2021, 2));
    CU_ASSERT(rate->first == PC_MONTH(2020, 9) && rate->last == PC_MONTH(2021, 8));
    CU_ASSERT_DOUBLE_EQUAL(rate->value, 12262 / 12., 1e-6);
    free_data();
}

/* Claims by prefecture add up to those of the nation, but for cells that the source
 * leaves out and that hold at most 9 claims each; no path over 72,220 is in a fit. */
static void
test_claims(void)
{
    static const double published[] = { 9663, 14570, 20787, 21639 };
    double nation[4] = { 0 }, months[4] = { 0 }, prefectures[4] = { 0 };
    int rows[4] = { 0 };
    load_data();
    for (size_t i = 0; i < data.record.num; i++) {
        const pc_observation_t *o = &data.record.items[i];
        const int year = pc_month_fiscal_year(o->first) - 2020;
        const int length = o->last - o->first + 1;
        if (o->measure != PC_MEASURE_CLAIMS) {
            CU_ASSERT(!o->fit || strncmp(o->rule, "rests on 72,220", 15) != 0);
            continue;
        }
        CU_ASSERT(o->variable == PC_V_TESTS && !o->fit && o->sd > 0);
        if (o->region > 0) {
            prefectures[year] += o->value * length;
            rows[year]++;
        } else if (length == 12) {
            nation[year] += o->value * length;
        } else if (length == 1) {
            months[year] += o->value;
        }
    }
    for (int y = 0; y < 4; y++) {
        CU_ASSERT_DOUBLE_EQUAL(nation[y], published[y], 1e-6);
        CU_ASSERT_EQUAL(rows[y], 47);
        CU_ASSERT(prefectures[y] <= nation[y] + 1e-6);
        CU_ASSERT(prefectures[y] > nation[y] - 9 * 94);
        CU_ASSERT(y == 3 || fabs(months[y] / nation[y] - 1) < 0.02);
    }
    free_data();
}

/* The facts used for fits are what the table of hospitals reproduces, no month counts
 * twice, and the rates used add up to the counts between which they lie. */
static void
test_record_is_consistent(void)
{
    double tests = 0;
    load_data();
    for (size_t i = 0; i < data.record.num; i++) {
        const pc_observation_t *item = &data.record.items[i];
        if (!item->fit) {
            continue;
        }
        if (item->variable == PC_V_SITES && item->month <= PC_MONTH(2025, 5)) {
            CU_ASSERT_EQUAL(sites_at(item->month, 0), item->value);
        }
        if (item->variable == PC_V_TESTS && item->first >= PC_MONTH(2022, 7)) {
            tests += item->value * (item->last - item->first + 1);
        }
        for (size_t k = 0; k < i; k++) {
            const pc_observation_t *other = &data.record.items[k];
            CU_ASSERT(!other->fit || other->variable != item->variable
                      || other->last < item->first || other->first > item->last);
        }
    }
    CU_ASSERT_DOUBLE_EQUAL(tests, 100123 - 36340, 0.01);
    free_data();
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "totals_of_2025_06", test_totals_of_2025_06 },
        { "published_dates", test_published_dates },
        { "prefecture_counts", test_prefecture_counts },
        { "hosts", test_hosts },
        { "sizes", test_sizes },
        { "prefectures", test_prefectures },
        { "record", test_record },
        { "claims", test_claims },
        { "record_is_consistent", test_record_is_consistent },
        CU_TEST_INFO_NULL,
    };
    return test_main("data", tests, argc, argv);
}
