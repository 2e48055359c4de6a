/* quantity.c - numbers, ranges and dates as a person reads them in a sentence. */
#include <math.h>

#include "analysis/answers/report/quantity.h"
#include "tests/unit/testlib.h"

static void
test_digits(void)
{
    static const struct {
        double value;
        pc_quantity_kind kind;
        const char *en, *ja;
    } cases[] = {
        { 24249, PC_QUANTITY_CASES, "24,200 cases", "24,200件" },
        { 999.6, PC_QUANTITY_SITES, "1,000 sites", "1,000施設" },
        { 0.4, PC_QUANTITY_SITES, "0 sites", "0施設" },
        { 126400, PC_QUANTITY_HOURS, "126,000 hours", "12.6万時間" },
        { 1.2345e9, PC_QUANTITY_MONEY, "1,230 million JPY", "12.3億円" },
        { 14.04, PC_QUANTITY_DAYS, "14.0 days", "14.0日" },
    };
    char text[PC_QUANTITY_SIZE];
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        CU_ASSERT_STRING_EQUAL(
            pc_quantity(cases[k].value, cases[k].kind, PC_LANG_EN, text), cases[k].en);
        CU_ASSERT_STRING_EQUAL(
            pc_quantity(cases[k].value, cases[k].kind, PC_LANG_JA, text), cases[k].ja);
    }
    CU_ASSERT_STRING_EQUAL(
        pc_quantity_range(20649, 27671, PC_QUANTITY_CASES, 1, PC_LANG_EN, text),
        "20,600 to 27,700 cases");
    CU_ASSERT_STRING_EQUAL(
        pc_quantity_range(20649, 27671, PC_QUANTITY_CASES, 0, PC_LANG_JA, text),
        "20,600〜27,700");
}

/* Who subtracts the numbers that are shown finds the difference that is shown. */
static void
test_changes_are_of_what_is_shown(void)
{
    char text[PC_QUANTITY_SIZE];
    for (int k = 0; k < 270; k++) {
        const double from = 20000 + 37 * k;
        const double to = from * 0.93 + 11;
        const double change = pc_quantity_rounded(to, PC_QUANTITY_CASES)
                              - pc_quantity_rounded(from, PC_QUANTITY_CASES);
        int thousands, rest, percent;
        CU_ASSERT_EQUAL_FATAL(
            sscanf(pc_quantity_change(from, to, PC_QUANTITY_CASES, PC_LANG_EN, text),
                "-%d,%d (-%d%%)", &thousands, &rest, &percent),
            3);
        CU_ASSERT_EQUAL(-1000.0 * thousands - rest, change);
    }
    CU_ASSERT_STRING_EQUAL(
        pc_quantity_change(24210, 24240, PC_QUANTITY_CASES, PC_LANG_EN, text), "same");
    CU_ASSERT_STRING_EQUAL(
        pc_quantity_change(NAN, 1, PC_QUANTITY_CASES, PC_LANG_EN, text), "");
}

static void
test_dates(void)
{
    const pc_month end = PC_MONTH(2041, 3);
    char text[PC_QUANTITY_SIZE];
    CU_ASSERT_STRING_EQUAL(
        pc_month_words(PC_MONTH(2035, 9), end, PC_LANG_EN, text), "September 2035");
    CU_ASSERT_STRING_EQUAL(
        pc_month_words(PC_MONTH(2035, 9), end, PC_LANG_JA, text), "2035年9月");
    CU_ASSERT_STRING_EQUAL(
        pc_month_words(PC_MONTH_NONE, end, PC_LANG_EN, text), "after March 2041");
    CU_ASSERT_STRING_EQUAL(pc_fiscal_era(2030, PC_LANG_JA, text), "令和12年度");
    CU_ASSERT_STRING_EQUAL(pc_fiscal_era(2018, PC_LANG_JA, text), "");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "digits", test_digits },
        { "changes_are_of_what_is_shown", test_changes_are_of_what_is_shown },
        { "dates", test_dates },
        CU_TEST_INFO_NULL,
    };
    return test_main("quantity", tests, argc, argv);
}
