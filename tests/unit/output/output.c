/* Years, tables and files of one run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "output/folder/folder.h"
#include "output/output.h"
#include "tests/unit/testlib.h"

#define START PC_MONTH(2025, 5) /* row 0 */
#define ROWS 191                /* to 2041-03 */

static const pc_run_info_t info = { .name = "baseline",
    .title_en = "Baseline",
    .title_ja = "基準",
    .model = "panelcast",
    .mode = "expected",
    .seed = 7 };

/* A default run's shape: 100 tests, 40 EP cases and 60 omitted a month; one more site a
 * month from 282. */
static pc_results_t
steady(size_t num_rows)
{
    pc_results_t results;
    CU_ASSERT_EQUAL_FATAL(pc_results_init(&results, START, num_rows), PC_OK);
    for (size_t row = 0; row < num_rows; row++) {
        double *national = pc_results_national(&results, row);
        national[PC_V_SITES] = 282 + (double) row;
        for (size_t region = 0; region < PC_NUM_REGIONS; region++) {
            pc_results_region(&results, row, region)[PC_R_SITES] = 6;
        }
        if (row > 0) {
            national[PC_V_TESTS] = 100;
            national[PC_V_EP_CASES] = 40;
            national[PC_V_EP_OMITTED] = 60;
            national[PC_V_EP_OMITTED_SHARE] = 60;
            national[PC_V_MISSED] = 0;
        }
    }
    return results;
}

static double
year_value(const pc_years_t *years, int year, pc_variable variable)
{
    const int place = pc_years_find(years, year);
    return place < 0
               ? NAN
               : years->national[(size_t) place * PC_NUM_VARIABLES + (size_t) variable];
}

/* No month is lost or counted twice. */
static void
check_sums(const pc_years_t *fiscal, const pc_years_t *calendar, double all)
{
    double fiscal_sum = 0, calendar_sum = 0;
    for (int year = 2025; year <= 2041; year++) {
        const double f = year_value(fiscal, year, PC_V_TESTS);
        fiscal_sum += isnan(f) ? 0 : f;
        calendar_sum += year_value(calendar, year, PC_V_TESTS);
    }
    CU_ASSERT_DOUBLE_EQUAL(fiscal_sum, all, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(calendar_sum, fiscal_sum, 1e-9);
}

static void
test_years_by_rule(void)
{
    pc_results_t results = steady(ROWS);
    pc_years_t fiscal, calendar;
    /* June and July: shares 10 % of 100 tests and 40 % of 300, so 130 of 400; waits of
     * no case. */
    double *june = pc_results_national(&results, 1),
           *july = pc_results_national(&results, 2);
    for (size_t row = 1; row < ROWS; row++) {
        pc_results_national(&results, row)[PC_V_EP_OMITTED_SHARE] = NAN;
        pc_results_national(&results, row)[PC_V_FTE_PHYSICIAN] = row % 2 == 0 ? 10 : 20;
        pc_results_national(&results, row)[PC_V_EP_WAIT] = 5;
        pc_results_national(&results, row)[PC_V_EP_CASES] = 0;
    }
    june[PC_V_EP_OMITTED_SHARE] = 10;
    july[PC_V_EP_OMITTED_SHARE] = 40;
    july[PC_V_TESTS] = 300;
    CU_ASSERT_EQUAL_FATAL(pc_years_init(&fiscal, &results, PC_YEAR_FISCAL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_years_init(&calendar, &results, PC_YEAR_CALENDAR), PC_OK);

    CU_ASSERT_EQUAL(fiscal.first_year, 2025);
    CU_ASSERT_EQUAL(fiscal.num_years, 16); /* FY2025 to FY2040 */
    CU_ASSERT_EQUAL(fiscal.months[0], 10); /* row 0 is no month of it */
    CU_ASSERT_EQUAL(fiscal.months[15], 12);
    CU_ASSERT_EQUAL(calendar.num_years, 17);
    CU_ASSERT_EQUAL(calendar.months[0], 7);
    CU_ASSERT_EQUAL(calendar.months[16], 3);

    CU_ASSERT_DOUBLE_EQUAL(year_value(&fiscal, 2025, PC_V_TESTS), 1200, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(year_value(&fiscal, 2026, PC_V_TESTS), 1200, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(
        year_value(&fiscal, 2025, PC_V_SITES), 292, 1e-9); /* 2026-03 */
    CU_ASSERT_DOUBLE_EQUAL(year_value(&calendar, 2025, PC_V_SITES), 289, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(year_value(&fiscal, 2026, PC_V_FTE_PHYSICIAN), 15, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(year_value(&fiscal, 2025, PC_V_EP_OMITTED_SHARE), 32.5, 1e-9);
    CU_ASSERT_EQUAL(fiscal.national_months[PC_V_EP_OMITTED_SHARE], 2);
    CU_ASSERT(isnan(year_value(&fiscal, 2026, PC_V_EP_OMITTED_SHARE)));
    CU_ASSERT(isnan(year_value(&fiscal, 2025, PC_V_EP_WAIT))); /* no weight at all */
    CU_ASSERT(isnan(year_value(&fiscal, 2025, PC_V_HOURS)));   /* never a value */
    CU_ASSERT_DOUBLE_EQUAL(pc_years_pace(&fiscal, 0, PC_V_TESTS), 120, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(pc_years_pace(&fiscal, 0, PC_V_SITES), 292, 1e-9);

    check_sums(&fiscal, &calendar, 100 * (ROWS - 1) + 200);
    pc_years_free(&fiscal);
    pc_years_free(&calendar);
    pc_results_free(&results);
}

/* Regional figures by the same rules: their sum is the nation's, where the months' is.
 */
static void
test_years_of_prefectures(void)
{
    pc_results_t results = steady(ROWS);
    pc_years_t fiscal;
    for (size_t row = 1; row < ROWS; row++) {
        double total = 0;
        for (size_t region = 0; region < PC_NUM_REGIONS; region++) {
            double *values = pc_results_region(&results, row, region);
            values[PC_R_PATIENTS] = (double) (region + 1);
            values[PC_R_TESTS] = (double) (region + row % 5);
            values[PC_R_TESTS_PER_100] =
                100 * values[PC_R_TESTS] / values[PC_R_PATIENTS];
            total += values[PC_R_TESTS];
        }
        pc_results_national(&results, row)[PC_V_TESTS] = total;
    }
    CU_ASSERT_EQUAL_FATAL(pc_years_init(&fiscal, &results, PC_YEAR_FISCAL), PC_OK);
    for (size_t y = 0; y < fiscal.num_years; y++) {
        double total = 0;
        for (size_t region = 0; region < PC_NUM_REGIONS; region++) {
            const double *values =
                fiscal.regional + (y * PC_NUM_REGIONS + region) * PC_NUM_REGIONAL;
            total += values[PC_R_TESTS];
            /* A ratio weighted by its denominator is the ratio of the sums. */
            CU_ASSERT_DOUBLE_EQUAL(values[PC_R_TESTS_PER_100],
                100 * values[PC_R_TESTS] / ((double) (region + 1) * fiscal.months[y]),
                1e-9);
            CU_ASSERT_EQUAL(values[PC_R_SITES], 6);
        }
        CU_ASSERT_DOUBLE_EQUAL(
            total, year_value(&fiscal, 2025 + (int) y, PC_V_TESTS), 1e-9);
    }
    pc_years_free(&fiscal);
    pc_results_free(&results);
}

/* Reads back what `write` wrote. */
static char *
captured(FILE **out, char **text)
{
    fclose(*out);
    return *text;
}

static void
test_series_rows(void)
{
    char *text = NULL;
    size_t size = 0;
    pc_run_info_t odd = info;
    odd.name = "a,\"b\"";
    FILE *out = open_memstream(&text, &size);
    pc_series_t series;
    CU_ASSERT_EQUAL_FATAL(pc_series_init(&series, out, &odd), PC_OK);
    pc_series_month(
        &series, 0, PC_V_TESTS, PC_MONTH(2025, 6), PC_OUTPUT_MEAN, 0.1 + 0.2);
    pc_series_month(&series, 0, PC_V_TESTS, PC_MONTH(2025, 5), PC_OUTPUT_MEAN, NAN);
    pc_series_year(
        &series, 13, PC_V_SITES, PC_YEAR_CALENDAR, 2026, 12, PC_OUTPUT_MEAN, 295);
    pc_series_year(
        &series, 0, PC_V_TESTS, PC_YEAR_FISCAL, 2025, 10, PC_OUTPUT_MEAN, 1000);
    pc_series_year(&series, 0, PC_V_TESTS, PC_YEAR_FISCAL, 2025, 10,
        (pc_output_type_t){ "quantile", "0.05" }, 900);
    pc_observation_t facts[] = {
        { .month = PC_MONTH(2026, 2), .variable = PC_V_SITES, .value = 295 },
        { .month = PC_MONTH(2025, 12),
            .variable = PC_V_TESTS_CUMULATIVE,
            .value = 120000,
            .lower_bound = 1 }
    };
    const pc_observations_t observations = { facts, 2 };
    pc_series_observed(&series, &observations);
    pc_series_free(&series);
    CU_ASSERT_STRING_EQUAL(captured(&out, &text),
        "model,scenario,region,variable,unit,time,output_type,output_type_id,value\n"
        "panelcast,\"a,\"\"b\"\"\",JP,Tests|Total,test/"
        "month,2025-06,mean,,0.30000000000000004\n"
        "panelcast,\"a,\"\"b\"\"\",JP,Tests|Total,test/month,2025-05,mean,,\n"
        "panelcast,\"a,\"\"b\"\"\",JP-13,Sites|Total,site,CY2026,mean,,295\n"
        "panelcast,\"a,\"\"b\"\"\",JP,Tests|Total,test/10 months,FY2025,mean,part,1000\n"
        "panelcast,\"a,\"\"b\"\"\",JP,Tests|Total,test/10 months,FY2025,quantile,0.05 "
        "part,900\n"
        "panelcast,\"a,\"\"b\"\"\",JP,Sites|Total,site,2026-02,observed,,295\n"
        "panelcast,\"a,\"\"b\"\"\",JP,Tests|Cumulative,test,2025-12,observed,more_than,"
        "120000\n");
    free(text);
}

static const pc_key_figure_t *
find_figure(const pc_key_figure_t *figures, const char *id)
{
    for (size_t i = 0; i < PC_NUM_KEY_FIGURES; i++) {
        if (strcmp(figures[i].id, id) == 0) {
            return &figures[i];
        }
    }
    CU_FAIL_FATAL("no such key figure");
    return NULL;
}

/* 100 tests a month throughout: 1,000 in the 10 months of FY2025, 1,200 a year later,
 * index 1.00. */
static void
test_key_figures_of_part_years(void)
{
    pc_results_t results = steady(ROWS), reference = steady(ROWS);
    pc_years_t years, reference_years;
    pc_key_figure_t figures[PC_NUM_KEY_FIGURES];
    for (size_t row = 1; row < ROWS; row++) {
        pc_results_national(&reference, row)[PC_V_EP_CASES] = 80;
    }
    CU_ASSERT_EQUAL_FATAL(pc_years_init(&years, &results, PC_YEAR_FISCAL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_years_init(&reference_years, &reference, PC_YEAR_FISCAL), PC_OK);
    pc_key_input_t input = { .years = &years, .reference = &reference_years };
    pc_key_figures(&input, figures);

    const pc_key_figure_t *tests = find_figure(figures, "Tests|Total");
    CU_ASSERT_EQUAL(tests->months[0], 10);
    CU_ASSERT_DOUBLE_EQUAL(tests->value[0], 1000, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(tests->value[1], 1200, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(tests->index[0], 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(tests->index[3], 1, 1e-12);
    CU_ASSERT(isnan(tests->low[0]) && isnan(tests->high[3]));
    const pc_key_figure_t *sites = find_figure(figures, "Sites|Total");
    CU_ASSERT_DOUBLE_EQUAL(
        sites->index[1], (282. + 70) / 292, 1e-12); /* 2031-03 to 2026-03 */
    const pc_key_figure_t *share =
        find_figure(figures, "Expert Panel|Cases|Per Cent of Reference");
    CU_ASSERT_DOUBLE_EQUAL(share->value[0], 50, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(share->value[3], 50, 1e-9);
    /* 60 omitted a month and no option missed: the harm was not calculated, which is not
     * "no harm". */
    CU_ASSERT(find_figure(figures, "Outcome|Options Missed")->note_en[0] != '\0');

    input.reference = NULL;
    pc_key_figures(&input, figures);
    CU_ASSERT(isnan(
        find_figure(figures, "Expert Panel|Cases|Per Cent of Reference")->value[1]));

    pc_years_free(&years);
    pc_years_free(&reference_years);
    pc_results_free(&results);
    pc_results_free(&reference);
}

static void
test_milestones(void)
{
    pc_results_t results = steady(ROWS); /* sites: 282 at 2025-05, one more a month */
    pc_threshold_t goal = {
        .id = "sites_460", .variable = PC_V_SITES, .threshold = 460
    };
    pc_milestone_date_t date = pc_milestone_reached(&goal, &results);
    CU_ASSERT_EQUAL(date.month, START + 178);
    CU_ASSERT(date.kept && !date.at_start);

    pc_results_national(&results, 178)[PC_V_SITES] = 460 - 1e-8; /* sums of fractions */
    CU_ASSERT_EQUAL(pc_milestone_reached(&goal, &results).month, START + 178);
    pc_results_national(&results, 178)[PC_V_SITES] = 459.99;
    CU_ASSERT_EQUAL(pc_milestone_reached(&goal, &results).month, START + 179);
    pc_results_national(&results, ROWS - 1)[PC_V_SITES] = 400;
    CU_ASSERT(!pc_milestone_reached(&goal, &results).kept);

    goal.threshold = 1000;
    CU_ASSERT_EQUAL(pc_milestone_reached(&goal, &results).month, PC_MONTH_NONE);
    goal.threshold = 282;
    CU_ASSERT(pc_milestone_reached(&goal, &results).at_start);
    /* A missing value is neither above nor below. */
    goal.variable = PC_V_EP_WAIT;
    goal.at_most = 1;
    CU_ASSERT_EQUAL(pc_milestone_reached(&goal, &results).month, PC_MONTH_NONE);
    pc_results_free(&results);
}

static char *
read_all(const char *dir, const char *name)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *in = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    char *text = calloc(1, 8 << 20);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT(fread(text, 1, (8 << 20) - 1, in) > 0);
    fclose(in);
    return text;
}

/* Every row has as many cells as the header; no cell says nan or inf. Returns the rows.
 */
static size_t
check_table(const char *text)
{
    size_t rows = 0, cells = 0, header = 0, quoted = 0;
    for (const char *c = text; *c != '\0'; c++) {
        quoted ^= *c == '"';
        cells += *c == ',' && !quoted;
        if (*c == '\n' && !quoted) {
            header = rows == 0 ? cells : header;
            CU_ASSERT_EQUAL(cells, header);
            cells = 0;
            rows++;
        }
    }
    CU_ASSERT_PTR_NULL(strstr(text, ",nan"));
    CU_ASSERT_PTR_NULL(strstr(text, ",-nan"));
    CU_ASSERT_PTR_NULL(strstr(text, ",inf"));
    return rows;
}

static void
check_tables(const char *dir, pc_lang lang)
{
    char *text = read_all(dir, "series.csv");
    CU_ASSERT_EQUAL(check_table(text),
        1 + PC_NUM_VARIABLES * (ROWS + 16 + 17) + PC_NUM_REGIONS * PC_NUM_REGIONAL * 16);
    free(text);
    text = read_all(dir, "fiscal_year.csv");
    CU_ASSERT_EQUAL(check_table(text), 1 + PC_NUM_VARIABLES);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, lang == PC_LANG_JA ? ",2030年度（令和12年度）,"
                                        : ",FY2025 (part: 10 months),FY2026,"));
    CU_ASSERT_EQUAL(strncmp(text, "\xEF\xBB\xBF", 3) == 0, lang == PC_LANG_JA);
    free(text);
    text = read_all(dir, "prefecture.csv");
    CU_ASSERT_EQUAL((check_table(text) - 1) % PC_NUM_REGIONS, 0);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, lang == PC_LANG_JA ? "参考" : "for reference only"));
    free(text);
    text = read_all(dir, "key_figures.csv");
    CU_ASSERT_EQUAL(check_table(text), 1 + PC_NUM_KEY_FIGURES);
    free(text);
}

static void
test_whole_folder(void)
{
    char root[] = "/tmp/pc_test_output.XXXXXX", dir[64];
    pc_results_t results = steady(ROWS);
    pc_prefecture_name_t names[PC_NUM_REGIONS];
    const pc_threshold_t goal = { .id = "sites_460",
        .variable = PC_V_SITES,
        .threshold = 460,
        .assumption_en = "if the \"pace\" of 2023-2025 goes on" };
    pc_run_info_t run = info;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(root));
    snprintf(dir, sizeof(dir), "%s/run", root);
    for (size_t i = 0; i < PC_NUM_REGIONS; i++) {
        names[i] = (pc_prefecture_name_t){ "Hokkaido", "北海道" };
    }
    const pc_output_t output = { .info = &run,
        .results = &results,
        .prefectures = names,
        .prefectures_filled = 1,
        .milestones = &goal,
        .num_milestones = 1,
        .resolved = "{}\n" };
    for (int lang = PC_LANG_EN; lang <= PC_LANG_JA; lang++) {
        run.lang = (pc_lang) lang;
        run.bom = lang == PC_LANG_JA;
        CU_ASSERT_EQUAL(pc_output_write(dir, &output, &diags), PC_OK);
        CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_OK);
        check_tables(dir, run.lang);
    }
    char *text = read_all(dir, "summary.json");
    cJSON *json = cJSON_ParseWithOpts(text, NULL, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    const cJSON *milestone =
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(json, "milestones"), 0);
    CU_ASSERT_STRING_EQUAL(
        cJSON_GetObjectItemCaseSensitive(milestone, "month")->valuestring, "2040-03");
    CU_ASSERT_STRING_EQUAL(
        cJSON_GetObjectItemCaseSensitive(milestone, "assumption_en")->valuestring,
        goal.assumption_en);
    cJSON_Delete(json);
    free(text);
    CU_ASSERT_EQUAL(pc_folder_remove(root), 0);
    CU_ASSERT_EQUAL(diags.num, 0);
    pc_diags_free(&diags);
    pc_results_free(&results);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "years_by_rule", test_years_by_rule },
        { "years_of_prefectures", test_years_of_prefectures },
        { "series_rows", test_series_rows },
        { "key_figures_of_part_years", test_key_figures_of_part_years },
        { "milestones", test_milestones },
        { "whole_folder", test_whole_folder },
        CU_TEST_INFO_NULL,
    };
    return test_main("output", tests, argc, argv);
}
