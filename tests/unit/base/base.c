#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/diag.h"
#include "base/number.h"
#include "base/results.h"
#include "base/variables.h"
#include "base/chance/rng.h"
#include "tests/unit/testlib.h"

/* ---- calendar ---- */

static void
test_months(void)
{
    static const struct {
        const char *text;
        int year, of_year, fiscal_year;
    } cases[] = {
        { "2025-06", 2025, 6, 2025 },
        { "2026-03", 2026, 3, 2025 },
        { "2026-04", 2026, 4, 2026 },
        { "2025-12", 2025, 12, 2025 },
        { "2026-01", 2026, 1, 2025 },
        { "1900-01", 1900, 1, 1899 },
        { "2200-12", 2200, 12, 2200 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pc_month month = PC_MONTH_NONE;
        char text[8];
        CU_ASSERT_EQUAL_FATAL(pc_month_parse(cases[i].text, &month), PC_OK);
        CU_ASSERT_EQUAL(month, PC_MONTH(cases[i].year, cases[i].of_year));
        CU_ASSERT_EQUAL(pc_month_year(month), cases[i].year);
        CU_ASSERT_EQUAL(pc_month_of_year(month), cases[i].of_year);
        CU_ASSERT_EQUAL(pc_month_fiscal_year(month), cases[i].fiscal_year);
        pc_month_format(month, text);
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
    }
    CU_ASSERT_EQUAL(PC_MONTH(2025, 6), 24305);
    CU_ASSERT(PC_MONTH_MAX < 65536);
}

static void
test_month_refuses(void)
{
    static const char *const bad[] = { "", "2025", "2025-", "2025-6", "2025-00",
        "2025-13", "2025-06 ", " 2025-06", "2025-06-01", "2025/06", "+025-06", "20a5-06",
        "02025-06", "1899-12", "2201-01", "9999-12", "2025-0\xef" };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        pc_month month = 7;
        CU_ASSERT_EQUAL(pc_month_parse(bad[i], &month), PC_ERR_INPUT);
        CU_ASSERT_EQUAL(month, 7);
    }
}

/* ---- numbers ---- */

static void
check_number(double value, const char *expected)
{
    char text[PC_NUMBER_SIZE];
    const size_t length = pc_number_format(value, text);
    CU_ASSERT_STRING_EQUAL(text, expected);
    CU_ASSERT_EQUAL(length, strlen(text));
}

static void
test_number_format(void)
{
    check_number(0, "0");
    check_number(-0.0, "0");
    check_number(282, "282");
    check_number(-17, "-17");
    check_number(1e9, "1000000000");
    check_number(999999999999999, "999999999999999");
    check_number(1e15, "1e+15");
    check_number(-1e21, "-1e+21");
    check_number(17.8, "17.8");
    check_number(0.1, "0.1");
    check_number(0.1 + 0.2, "0.30000000000000004");
    check_number(1.0 / 3, "0.3333333333333333");
    check_number(100.0 / 3, "33.333333333333336");
    check_number(1e-7, "1e-07");
    check_number(5e-324, "4.94065645841247e-324");
    check_number(1.7976931348623157e308, "1.7976931348623157e+308");
    check_number(NAN, "");
    check_number(INFINITY, "");
}

static double
any_double(uint32_t i)
{
    const pc_stream_t stream = { .seed = 11 };
    double u[2];
    pc_uniforms(&stream, PC_PROCESS_TESTS, i & PC_ENTITY_MAX, 0, 0, u);
    const double size =
        i % 3 == 0 ? u[0] * 1e4 : ldexp(u[0], (int) (u[1] * 2000) - 1000);
    return i % 2 == 0 ? size : -size;
}

/* Every number comes back the same, and no text of fewer digits would have done. */
static void
test_number_round_trip(void)
{
    for (uint32_t i = 0; i < 50000; i++) {
        const double value =
            i % 5 == 0 ? floor(any_double(i) * 100) / 100 : any_double(i);
        double back = 0;
        char text[PC_NUMBER_SIZE], shorter[64];
        pc_number_format(value, text);
        CU_ASSERT_EQUAL_FATAL(pc_number_parse(text, &back), PC_OK);
        CU_ASSERT_EQUAL(back, value);
        CU_ASSERT_EQUAL(strtod(text, NULL), value);
        snprintf(shorter, sizeof(shorter), "%.15g", value);
        if (strtod(shorter, NULL) == value && fabs(value) < 1e15
            && floor(value) != value) {
            CU_ASSERT_STRING_EQUAL(text, shorter);
        }
    }
}

static void
test_number_parse(void)
{
    static const struct {
        const char *text;
        pc_status status;
        double value;
    } cases[] = {
        { "0", PC_OK, 0 },
        { "-0", PC_OK, 0 },
        { "17.8", PC_OK, 17.8 },
        { "-1.5e-3", PC_OK, -1.5e-3 },
        { "1E+2", PC_OK, 100 },
        { "0.1", PC_OK, 0.1 },
        { "0.30000000000000004", PC_OK, 0.1 + 0.2 },
        { "123456789012345678901234567890", PC_OK, 123456789012345678901234567890.0 },
        { "0.000000000000000000000000000000000000000000001", PC_OK, 1e-45 },
        { "9007199254740993", PC_OK, 9007199254740992 },
        { "1e22", PC_OK, 1e22 },
        { "1e23", PC_OK, 1e23 },
        { "123456789012345e22", PC_OK, 123456789012345e22 },
        { "1e-999", PC_OK, 0 },
        { "0e999999999999", PC_OK, 0 },
        { "1e999", PC_ERR_RANGE, 0 },
        { "-1e999999999999999999999", PC_ERR_RANGE, 0 },
        { "", PC_ERR_INPUT, 0 },
        { "-", PC_ERR_INPUT, 0 },
        { "+1", PC_ERR_INPUT, 0 },
        { "01", PC_ERR_INPUT, 0 },
        { "-01", PC_ERR_INPUT, 0 },
        { "1.", PC_ERR_INPUT, 0 },
        { ".5", PC_ERR_INPUT, 0 },
        { "1.e3", PC_ERR_INPUT, 0 },
        { "1e", PC_ERR_INPUT, 0 },
        { "1e+", PC_ERR_INPUT, 0 },
        { "1,5", PC_ERR_INPUT, 0 },
        { " 1", PC_ERR_INPUT, 0 },
        { "1 ", PC_ERR_INPUT, 0 },
        { "0x10", PC_ERR_INPUT, 0 },
        { "NaN", PC_ERR_INPUT, 0 },
        { "inf", PC_ERR_INPUT, 0 },
        { "1_000", PC_ERR_INPUT, 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value = -99;
        CU_ASSERT_EQUAL(pc_number_parse(cases[i].text, &value), cases[i].status);
        CU_ASSERT_EQUAL(value, cases[i].status == PC_OK ? cases[i].value : -99);
    }
}

/* Where a locale with a decimal comma is installed, nothing changes under it. */
static void
test_number_locale(void)
{
    static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE",
        "ps_AF" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (setlocale(LC_NUMERIC, names[i]) != NULL) {
            double value = 0;
            check_number(17.8, "17.8");
            check_number(100.0 / 3, "33.333333333333336");
            CU_ASSERT_EQUAL(pc_number_parse("0.30000000000000004", &value), PC_OK);
            CU_ASSERT_EQUAL(value, 0.1 + 0.2);
        }
    }
    setlocale(LC_NUMERIC, "C");
}

static void
test_round12(void)
{
    CU_ASSERT_EQUAL(pc_round12(0.1 + 0.2), 0.3);
    CU_ASSERT_EQUAL(pc_round12(1.0 / 3), 0.333333333333);
    CU_ASSERT_EQUAL(pc_round12(2.0 / 3 * 1e-20), 6.66666666667e-21);
    CU_ASSERT_EQUAL(pc_round12(-123456789012.75), -123456789013.0);
    CU_ASSERT_EQUAL(pc_round12(1234567890125.0), 1234567890120.0); /* a tie, to even */
    CU_ASSERT_EQUAL(pc_round12(0), 0);
    CU_ASSERT(isnan(pc_round12(NAN)));
    for (uint32_t i = 0; i < 1000; i++) {
        const double once = pc_round12(any_double(i));
        CU_ASSERT_EQUAL(pc_round12(once), once);
        CU_ASSERT(fabs(once - any_double(i)) <= 5.000001e-12 * fabs(once));
    }
}

/* ---- messages ---- */

static void
test_diags(void)
{
    pc_diags_t diags;
    char *text = NULL;
    size_t size = 0;

    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(pc_diags_status(&diags), PC_OK);
    pc_diags_add(&diags, PC_WARNING, "a.json", 3, 7, "parameters.x", "no %s", "source");
    CU_ASSERT_EQUAL(pc_diags_status(&diags), PC_OK);
    for (int i = 0; i < 20; i++) {
        pc_diags_add(&diags, PC_ERROR, NULL, 0, 0, NULL, "fault %d", i);
    }
    pc_diags_add(&diags, PC_ERROR, "b.csv", 12, 0, "volume", "a\033[2Jb");
    CU_ASSERT_EQUAL(diags.num, 22);
    CU_ASSERT_EQUAL(diags.num_errors, 21);
    CU_ASSERT_EQUAL(pc_diags_status(&diags), PC_ERR_INPUT);

    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    pc_diags_print(&diags, out);
    fclose(out);
    CU_ASSERT_EQUAL(
        strncmp(text, "a.json:3:7: warning: parameters.x: no source\n", 45), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nerror: fault 19\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nb.csv:12: error: volume: a?[2Jb\n"));
    free(text);

    pc_diags_free(&diags);
    pc_diags_free(&diags);
    CU_ASSERT_EQUAL(diags.num, 0);
}

static void
test_nearest_name(void)
{
    static const char *const names[] = { "rollout.rate", "rollout.base_share",
        "rollout.withdrawal", "demand.uptake", "haem.uptake", "ep.dropout", "seed",
        "start" };
    static const struct {
        const char *name, *nearest;
    } cases[] = {
        { "rollout.rat", "rollout.rate" },
        { "rollout.raet", "rollout.rate" },
        { "Rollout.Rate", "rollout.rate" },
        { "rollout_base_share", "rollout.base_share" },
        { "demand.uptkae", "demand.uptake" },
        { "dropout", "ep.dropout" },
        { "sed", "seed" },
        { "strat", "start" },
        { "xyz", NULL },
        { "a", NULL },
        { "", NULL },
        { "capacity.of.everything", NULL },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *found =
            pc_nearest_name(cases[i].name, names, sizeof(names) / sizeof(names[0]));
        CU_ASSERT((found == NULL) == (cases[i].nearest == NULL));
        if (found != NULL && cases[i].nearest != NULL) {
            CU_ASSERT_STRING_EQUAL(found, cases[i].nearest);
        }
    }
    char longest[300];
    memset(longest, 'a', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    CU_ASSERT_PTR_NULL(pc_nearest_name(longest, names, 3));
}

/* ---- results ---- */

static void
test_results(void)
{
    pc_results_t results;
    CU_ASSERT_EQUAL_FATAL(pc_results_init(&results, PC_MONTH(2025, 5), 3), PC_OK);
    for (size_t row = 0; row < 3; row++) {
        CU_ASSERT(isnan(pc_results_national(&results, row)[0]));
        CU_ASSERT(isnan(pc_results_national(&results, row)[PC_NUM_VARIABLES - 1]));
        CU_ASSERT(isnan(pc_results_region(&results, row, 46)[PC_NUM_REGIONAL - 1]));
    }
    /* rows do not overlap */
    pc_results_national(&results, 2)[PC_NUM_VARIABLES - 1] = 1;
    CU_ASSERT(isnan(pc_results_region(&results, 0, 0)[0]));
    CU_ASSERT_EQUAL(results.first, PC_MONTH(2025, 5));
    pc_results_free(&results);
    pc_results_free(&results);

    CU_ASSERT_EQUAL(pc_results_init(&results, 0, SIZE_MAX / 64), PC_ERR_NOMEM);
    pc_results_free(&results);
}

/* A value that is no number where one belongs is found; what may be missing may be. */
static void
test_results_fault(void)
{
    pc_results_t r;
    CU_ASSERT_EQUAL_FATAL(pc_results_init(&r, PC_MONTH(2025, 5), 2), PC_OK);
    double *nation = pc_results_national(&r, 1), *last = pc_results_region(&r, 1, 46);
    CU_ASSERT_EQUAL(pc_results_fault(&r, 0, 0), PC_V_SITES);
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        if (pc_variable_table[v].aggregate == PC_AGG_LAST) {
            pc_results_national(&r, 0)[v] = 1;
        }
        nation[v] = 1;
    }
    for (size_t k = 0; k < (size_t) PC_NUM_REGIONS * PC_NUM_REGIONAL; k++) {
        pc_results_region(&r, 1, 0)[k] = 1;
        pc_results_region(&r, 0, 0)[k] = 1;
    }
    CU_ASSERT_EQUAL(pc_results_fault(&r, 0, 0), PC_V_NONE);
    CU_ASSERT_EQUAL(pc_results_fault(&r, 0, 1), PC_V_SITES_OPENED);
    CU_ASSERT_EQUAL(pc_results_fault(&r, 1, 1), PC_V_NONE);
    nation[PC_V_EP_WAIT] = nation[PC_V_TESTS_CUMULATIVE] = NAN;
    last[PC_R_TESTS_PER_100] = NAN;
    CU_ASSERT_EQUAL(pc_results_fault(&r, 1, 1), PC_V_NONE);
    last[PC_R_TESTS_PER_100] = INFINITY;
    CU_ASSERT_EQUAL(pc_results_fault(&r, 1, 1), PC_V_TESTS_PER_100);
    last[PC_R_TESTS_PER_100] = 1;
    last[PC_R_TESTS] = NAN;
    CU_ASSERT_EQUAL(pc_results_fault(&r, 1, 1), PC_V_TESTS);
    nation[PC_V_HOURS] = -INFINITY;
    CU_ASSERT_EQUAL(pc_results_fault(&r, 1, 1), PC_V_HOURS);
    pc_results_free(&r);
}

/* What kept runs and states may hold. */
static void
test_possible_values(void)
{
    static const struct {
        pc_variable variable;
        double value;
        int possible;
    } cases[] = { { PC_V_TESTS, 0, 1 }, { PC_V_TESTS, -1e-9, 1 }, { PC_V_TESTS, -1, 0 },
        { PC_V_TESTS, NAN, 1 }, { PC_V_TESTS, INFINITY, 0 }, { PC_V_TESTS, 1e305, 1 },
        { PC_V_EP_OMITTED_SHARE, 100, 1 }, { PC_V_EP_OMITTED_SHARE, 101, 0 },
        { PC_V_EP_UTILISATION, 140, 1 } };
    double nation[PC_NUM_VARIABLES] = { 0 };
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        CU_ASSERT_EQUAL(
            pc_value_is_possible(cases[k].variable, cases[k].value), cases[k].possible);
    }
    CU_ASSERT(pc_values_are_possible(nation));
    nation[PC_V_FEES] = 5; /* and no part of it */
    CU_ASSERT(!pc_values_are_possible(nation));
    nation[PC_V_FEES_TEST] = 5;
    CU_ASSERT(pc_values_are_possible(nation));
    nation[PC_V_FEES] = NAN; /* missing, and its parts are there */
    CU_ASSERT(!pc_values_are_possible(nation));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "possible_values", test_possible_values },
        { "months", test_months },
        { "month_refuses", test_month_refuses },
        { "number_format", test_number_format },
        { "number_round_trip", test_number_round_trip },
        { "number_parse", test_number_parse },
        { "number_locale", test_number_locale },
        { "round12", test_round12 },
        { "diags", test_diags },
        { "nearest_name", test_nearest_name },
        { "results", test_results },
        { "results_fault", test_results_fault },
        CU_TEST_INFO_NULL,
    };
    return test_main("base", tests, argc, argv);
}
