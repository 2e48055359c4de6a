/* tables.c - cells, numbers, labels and units of tables. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/tables.h"
#include "tests/unit/testlib.h"

#define DOCS_SIZE 1000000

/* The writers put names and units into CSV unquoted, and look for the weight of a
 * regional variable in the same region. */
static void
test_variable_table_suits_the_writers(void)
{
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        const pc_variable_info_t *variable = &pc_variable_table[v];
        CU_ASSERT_PTR_NULL(strpbrk(variable->name, ",\"\r\n"));
        CU_ASSERT_PTR_NULL(strpbrk(variable->unit, ",\"\r\n"));
        CU_ASSERT_EQUAL(
            variable->aggregate == PC_AGG_WEIGHTED, variable->weight != PC_V_NONE);
        if (variable->weight != PC_V_NONE && variable->regional >= 0) {
            CU_ASSERT(pc_variable_table[variable->weight].regional >= 0);
        }
    }
}

/* A table for people may have a byte order mark and holds no formula; a table for
 * programs is what was given. */
static void
test_text_of_tables(void)
{
    static const struct {
        const char *given, *people, *programs;
    } cases[] = { { "plain", "plain", "plain" }, { "=1+1", "'=1+1", "=1+1" },
        { "+SUM(A1)", "'+SUM(A1)", "+SUM(A1)" }, { "-a", "'-a", "-a" },
        { "@x", "'@x", "@x" }, { "\tx", "'\tx", "\tx" }, { "\r", "\"'\r\"", "\"\r\"" },
        { "-5", "-5", "-5" }, { "-0.25", "-0.25", "-0.25" },
        { "=\"a\",b", "\"'=\"\"a\"\",b\"", "\"=\"\"a\"\",b\"" },
        { "'=x", "''=x", "'=x" }, { "'x'", "'x'", "'x'" }, { "a=b", "a=b", "a=b" },
        { "1-2", "'1-2", "1-2" }, { "2030/4/1", "'2030/4/1", "2030/4/1" },
        { "10:30", "'10:30", "10:30" }, { "Mar-27", "'Mar-27", "Mar-27" },
        { "3 April 2027", "'3 April 2027", "3 April 2027" },
        { "R7.4.1", "'R7.4.1", "R7.4.1" },
        { "令和7年4月1日", "'令和7年4月1日", "令和7年4月1日" },
        { "4月1日", "'4月1日", "4月1日" }, { "'Mar-27", "''Mar-27", "'Mar-27" },
        { "2035-09", "2035-09 (FY2035)", "2035-09" },
        { "2036-03-01", "2036-03-01 (FY2035)", "2036-03-01" },
        { "2036-13", "'2036-13", "2036-13" }, { "March", "March", "March" },
        { "JP-01", "JP-01", "JP-01" }, { "25", "25", "25" },
        { "2035-04..2036-02", "2035-04..2036-02", "2035-04..2036-02" },
        { "2030年度", "2030年度", "2030年度" }, { "", "", "" }, { NULL, "", "" } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int people = 0; people < 2; people++) {
            char *text = NULL;
            size_t size;
            FILE *out = open_memstream(&text, &size);
            CU_ASSERT_PTR_NOT_NULL_FATAL(out);
            pc_table_t table;
            pc_table_begin(&table, out, people ? PC_FOR_PEOPLE : PC_FOR_PROGRAMS, i == 0,
                PC_LANG_EN);
            pc_table_text(&table, cases[i].given);
            CU_ASSERT_EQUAL(pc_table_end(&table), PC_OK);
            fclose(out);
            const char *cell = text;
            if (people && i == 0) {
                CU_ASSERT_EQUAL(strncmp(text, "\xEF\xBB\xBF", 3), 0);
                cell = text + 3;
            }
            CU_ASSERT_STRING_EQUAL(cell, people ? cases[i].people : cases[i].programs);
            free(text);
        }
    }
}

/* A column with a heading and nothing else is left out of a table for people. */
static void
test_columns_without_a_value(void)
{
    static const struct {
        const char *given, *people;
    } cases[] = { { "a,b,c\n1,,3\n4,,\n", "a,c\n1,3\n4,\n" },
        { "\"x,\"\"y\",b\n\"\",2\n", "b\n2\n" },
        { "a,\"b\nc\"\n,\"1,\n2\"\n", "\"b\nc\"\n\"1,\n2\"\n" }, { "a,b\n", "a,b\n" } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int people = 0; people < 2; people++) {
            char *text = NULL;
            size_t size;
            FILE *out = open_memstream(&text, &size);
            CU_ASSERT_PTR_NOT_NULL_FATAL(out);
            pc_table_t table;
            pc_table_begin(
                &table, out, people ? PC_FOR_PEOPLE : PC_FOR_PROGRAMS, 0, PC_LANG_EN);
            fputs(cases[i].given, table.out);
            CU_ASSERT_EQUAL(pc_table_end(&table), PC_OK);
            fclose(out);
            CU_ASSERT_STRING_EQUAL(text, people ? cases[i].people : cases[i].given);
            free(text);
        }
    }
}

static void
test_digits_and_labels(void)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = { { 12345, "12300" }, { 999.6, "1000" }, { 0.99951, "1.00" },
        { 28.44, "28.4" }, { 0.05123, "0.0512" }, { -7, "-7.00" }, { 0, "0" },
        { -0.0, "0" }, { 1.5e9, "1500000000" }, { 282, "282" },
        { 1e-9, "0.00000000100" }, { NAN, "" }, { INFINITY, "" } };
    char text[PC_DIGITS_SIZE], label[PC_LABEL_SIZE], unit[PC_UNIT_SIZE];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CU_ASSERT_STRING_EQUAL(pc_three_digits(cases[i].value, text), cases[i].text);
    }
    CU_ASSERT_STRING_EQUAL(pc_two_decimals(1, text), "1.00");
    CU_ASSERT_STRING_EQUAL(pc_two_decimals(-0.05, text), "-0.05");
    CU_ASSERT_STRING_EQUAL(pc_two_decimals(NAN, text), "");

    CU_ASSERT_STRING_EQUAL(
        pc_fiscal_year_label(2030, 12, PC_LANG_JA, label), "2030年度（令和12年度）");
    CU_ASSERT_STRING_EQUAL(
        pc_fiscal_year_label(2019, 12, PC_LANG_JA, label), "2019年度（令和元年度）");
    CU_ASSERT_STRING_EQUAL(
        pc_fiscal_year_label(2018, 12, PC_LANG_JA, label), "2018年度（平成30年度）");
    CU_ASSERT_STRING_EQUAL(
        pc_fiscal_year_label(2025, 10, PC_LANG_EN, label), "FY2025 (part: 10 months)");

    CU_ASSERT_STRING_EQUAL(pc_unit(PC_V_TESTS, 1, unit), "test/month");
    CU_ASSERT_STRING_EQUAL(pc_unit(PC_V_TESTS, 12, unit), "test/year");
    CU_ASSERT_STRING_EQUAL(pc_unit(PC_V_TESTS, 10, unit), "test/10 months");
    CU_ASSERT_STRING_EQUAL(pc_unit(PC_V_SITES, 10, unit), "site");
    CU_ASSERT_STRING_EQUAL(
        pc_unit_label("test/10 months", PC_LANG_JA, unit), "件/10か月");
    CU_ASSERT_STRING_EQUAL(
        pc_unit_label("site/million", PC_LANG_JA, unit), "施設/100万人");
    CU_ASSERT_STRING_EQUAL(pc_unit_label("%", PC_LANG_JA, unit), "%");
    CU_ASSERT_STRING_EQUAL(pc_unit_label("test/year", PC_LANG_EN, unit), "test/year");
    for (int v = 0; v < PC_NUM_VARIABLES; v++) { /* no unit stays English */
        const char *in_ja = pc_unit_label(pc_variable_table[v].unit, PC_LANG_JA, unit);
        CU_ASSERT(strpbrk(in_ja, "abcdefghijklmnopqrstuvwxyz") == NULL);
    }
}

/* docs/outputs.md holds the table that pc_variables_markdown writes. */
static void
test_docs_list_the_variables(void)
{
    char *table = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&table, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    pc_variables_markdown(out);
    fclose(out);
    char *docs = calloc(1, DOCS_SIZE);
    FILE *in = fopen("docs/outputs.md", "r");
    CU_ASSERT_FATAL(docs != NULL && in != NULL);
    CU_ASSERT(fread(docs, 1, DOCS_SIZE - 1, in) < DOCS_SIZE - 1);
    fclose(in);
    CU_ASSERT_PTR_NOT_NULL(strstr(docs, table));
    free(docs);
    free(table);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "variable_table_suits_the_writers", test_variable_table_suits_the_writers },
        { "text_of_tables", test_text_of_tables },
        { "columns_without_a_value", test_columns_without_a_value },
        { "digits_and_labels", test_digits_and_labels },
        { "docs_list_the_variables", test_docs_list_the_variables },
        CU_TEST_INFO_NULL,
    };
    return test_main("tables", tests, argc, argv);
}
