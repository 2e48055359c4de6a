/* record.c - the published record as fits take it: dates, facts that count, and
 * records that cannot be used. */
#include <math.h>
#include <string.h>

#include "analysis/milestone/sum.h"
#include "tests/unit/fixture.h"
#include "tests/unit/record_fixture.h"
#include "tests/unit/testlib.h"

/* A month is a twelfth, a day its part of the month; 2024 is a leap year. */
static void
test_dates(void)
{
    double t, u;
    char text[PC_DATE_SIZE];
    CU_ASSERT_EQUAL(pc_date_parse("2025-06-01", &t), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL(t, 2025 + 5 / 12.0, 1e-12);
    CU_ASSERT_EQUAL(pc_date_parse("2023-03-31", &u), PC_OK);
    CU_ASSERT_DOUBLE_EQUAL((t - u) * 12, 26 + 1 / 31.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_days_between(u, t), 793, 1e-6);
    CU_ASSERT_EQUAL(pc_date_parse("2024-02-29", &t), PC_OK);
    pc_date_format(t, text);
    CU_ASSERT_STRING_EQUAL(text, "2024-02-29");
    pc_date_format(u, text);
    CU_ASSERT_STRING_EQUAL(text, "2023-03-31");
    static const char *const bad[] = { "2023-02-29", "2023-13-01", "2023", "2023-1-1",
        "2023-01-0x", "2024-04/2025-03", "" };
    for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
        CU_ASSERT_EQUAL(pc_date_parse(bad[k], &t), PC_ERR_INPUT);
    }
}

/* The record: a day apart is one batch; 233 after 234 is kept; 279 beside 278 is not. */
static void
test_record(void)
{
    pc_scenario_t s;
    pc_record_t r, joined;
    pc_diags_t diags;
    pc_diags_init(&diags);
    fixture_load(&s, "scenarios/baseline.json", NULL, 0);
    CU_ASSERT_EQUAL(
        pc_record_counts(&r, &s.observations, PC_V_SITES, -INFINITY, &diags), PC_OK);
    CU_ASSERT_EQUAL(diags.num, 1); /* the fall */
    CU_ASSERT_EQUAL(diags.num_errors, 0);
    pc_record_join(&r, &joined);
    const pc_fact_t *fall = pc_record_find(&joined, "2022-05-01");
    CU_ASSERT(fall != NULL && fall->value == 233 && fall->fall);
    CU_ASSERT_PTR_NOT_NULL(pc_record_find(&r, "2025-03-31"));
    CU_ASSERT_EQUAL(pc_record_find(&r, "2025-03-31")->value, 278);
    CU_ASSERT_PTR_NULL(pc_record_find(&joined, "2025-03-31"));
    CU_ASSERT_PTR_NOT_NULL(pc_record_find(&joined, "2020-04-01"));
    CU_ASSERT_PTR_NULL(pc_record_find(&joined, "2020-03-31"));
    CU_ASSERT_EQUAL(joined.facts[joined.num - 1].value, 295);
    pc_diags_free(&diags);
    pc_scenario_free(&s);
}

/* Every row of the record is fitted, or it is said why not. */
static void
test_use_of_rows(void)
{
    pc_scenario_t s;
    pc_record_t all, joined;
    int num[PC_USE_NEAR + 1] = { 0 };
    fixture_load(&s, "scenarios/baseline.json", NULL, 0);
    const pc_observations_t *record = &s.observations;
    CU_ASSERT_EQUAL(pc_record_counts(&all, record, PC_V_SITES, 2020, NULL), PC_OK);
    pc_record_join(&all, &joined);
    for (size_t k = 0; k < record->num; k++) {
        const pc_observation_t *o = &record->items[k];
        const pc_use use = pc_record_use(&all, &joined, PC_V_SITES, 2020, o);
        num[use]++;
        if (strcmp(o->date, "2021-03-31") == 0 && o->variable == PC_V_SITES) {
            CU_ASSERT_EQUAL(use, PC_USE_NOT_FIT);
            CU_ASSERT(strlen(o->rule) > 0 && o->line > 1);
        }
        if (strcmp(o->date, "2018-04-01") == 0 && o->variable == PC_V_SITES) {
            CU_ASSERT_EQUAL(use, PC_USE_EARLIER);
        }
    }
    CU_ASSERT_EQUAL(num[PC_USE_FITTED], (int) joined.num);
    CU_ASSERT_EQUAL(num[PC_USE_NEAR], (int) joined.left_out);
    CU_ASSERT_EQUAL(num[PC_USE_PREFECTURE], 40);
    CU_ASSERT_EQUAL(num[PC_USE_TWICE] + num[PC_USE_LOWER_BOUND], 0);
    CU_ASSERT_EQUAL(pc_record_rates(&all, record, PC_V_TESTS, -INFINITY, NULL), PC_OK);
    for (size_t k = 0; k < record->num; k++) {
        const pc_observation_t *o = &record->items[k];
        if (o->variable == PC_V_TESTS && strcmp(o->date, "2025-04/2025-12") == 0) {
            CU_ASSERT_EQUAL(
                pc_record_use(&all, &all, PC_V_TESTS, -INFINITY, o), PC_USE_LOWER_BOUND);
        }
    }
    pc_scenario_free(&s);
}

/* Rates are fitted in the order of their middles, whatever their rows: none is lost. */
static void
test_rates_in_order(void)
{
    char date[] = "2024-01";
    pc_observation_t items[2] = {
        { .variable = PC_V_TESTS,
            .value = 5,
            .fit = 1,
            .date = date,
            .month = PC_MONTH(2024, 1),
            .first = PC_MONTH(2024, 1),
            .last = PC_MONTH(2024, 4) },
        { .variable = PC_V_TESTS,
            .value = 7,
            .fit = 1,
            .date = date,
            .month = PC_MONTH(2024, 2),
            .first = PC_MONTH(2024, 1),
            .last = PC_MONTH(2024, 3) },
    };
    const pc_observations_t record = { items, 2 };
    pc_record_t r;
    CU_ASSERT_EQUAL(pc_record_rates(&r, &record, PC_V_TESTS, -INFINITY, NULL), PC_OK);
    CU_ASSERT_EQUAL(r.num, 2);
    CU_ASSERT_EQUAL(r.facts[0].value, 7);
}

static void
test_unusable_records(void)
{
    pc_diags_t diags;
    pc_observation_t items[2] = { { .variable = PC_V_SITES, .value = 5, .fit = 1 },
        { .variable = PC_V_SITES, .value = 7, .fit = 1 } };
    char date[] = "2024-01-01";
    items[0].date = items[1].date = date;
    const pc_observations_t equal = { items, 2 };
    pc_record_t r;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(
        pc_record_counts(&r, &equal, PC_V_SITES, -INFINITY, &diags), PC_ERR_INPUT);
    memset(&r, 0, sizeof(r));
    fixture_add_fact(&r, 2020, 10);
    CU_ASSERT_EQUAL(pc_record_check(&r, 2, &diags), PC_ERR_INPUT);
    fixture_add_fact(&r, 2021, 9);
    CU_ASSERT_EQUAL(pc_record_check(&r, 2, &diags), PC_ERR_INPUT);
    pc_line_t line;
    const char *const same[] = { "2020-01-01", "2020-01-01" };
    const char *const down[] = { "2020-01-01", "2021-01-01" };
    CU_ASSERT_EQUAL(pc_line_through(&line, &r, same, 2, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(pc_line_through(&line, &r, down, 2, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(pc_line_through(&line, &r, down, 1, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(diags.num_errors, 6);
    pc_diags_free(&diags);
}

static void
count(pc_observation_t *o, char *date, double value, int fit)
{
    memset(o, 0, sizeof(*o));
    o->variable = PC_V_SITES;
    o->date = date;
    o->value = value;
    o->fit = fit;
}

/* Only an exact count is an isolated fall; "more than" is no count, whatever `fit` says;
 * a fall that two parts read is warned of once. */
static void
test_exact_counts_only(void)
{
    static char dates[4][PC_DATE_SIZE] = { "2020-01-01", "2021-01-01", "2022-01-01",
        "2023-01-01" };
    pc_observation_t items[4];
    const pc_observations_t record = { items, 4 };
    pc_diags_t diags;
    pc_record_t r;
    pc_diags_init(&diags);
    for (int k = 0; k < 4; k++) {
        count(&items[k], dates[k], 100 + 10 * k, 1);
    }
    count(&items[2], dates[2], 105, 0);
    items[2].about = 1;
    CU_ASSERT_EQUAL(pc_record_counts(&r, &record, PC_V_SITES, 2020, &diags), PC_OK);
    CU_ASSERT_EQUAL(r.num, 3);
    CU_ASSERT_EQUAL(diags.num, 0);
    items[2].about = 0;
    for (int k = 0; k < 2; k++) {
        CU_ASSERT_EQUAL(pc_record_counts(&r, &record, PC_V_SITES, 2020, &diags), PC_OK);
        CU_ASSERT_EQUAL(r.num, 4);
        CU_ASSERT_EQUAL(diags.num, 1);
    }
    items[3].lower_bound = 1;
    items[2].fit = 1;
    CU_ASSERT_EQUAL(pc_record_counts(&r, &record, PC_V_SITES, 2020, NULL), PC_OK);
    CU_ASSERT_EQUAL(r.num, 3);
    CU_ASSERT_PTR_NULL(pc_record_find(&r, "2023-01-01"));
    pc_diags_free(&diags);
}

/* Three counts of which two lie within a month are two points. */
static void
test_joined_points(void)
{
    pc_record_t r = { .num = 0 };
    pc_diags_t diags;
    pc_diags_init(&diags);
    fixture_add_fact(&r, 2025.5, 282);
    fixture_add_fact(&r, 2025.52, 283);
    fixture_add_fact(&r, 2026, 295);
    CU_ASSERT_EQUAL(pc_record_check(&r, 3, &diags), PC_OK);
    pc_record_join(&r, &r);
    CU_ASSERT(r.num == 2 && r.left_out == 1 && r.facts[0].value == 282);
    CU_ASSERT_EQUAL(pc_record_check(&r, 3, &diags), PC_ERR_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(diags.items[0].text, "1 lie closer"));
    pc_diags_free(&diags);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "dates", test_dates },
        { "record", test_record },
        { "use_of_rows", test_use_of_rows },
        { "rates_in_order", test_rates_in_order },
        { "unusable_records", test_unusable_records },
        { "exact_counts_only", test_exact_counts_only },
        { "joined_points", test_joined_points },
        CU_TEST_INFO_NULL,
    };
    return test_main("record", tests, argc, argv);
}
