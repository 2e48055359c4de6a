/* Malformed tables, each with the message a user sees, and the forms that must be
 * accepted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/tables/csv.h"
#include "scenario/tables/hospitals.h"
#include "scenario/tables/observations.h"
#include "tests/unit/testlib.h"

typedef enum { HOSPITALS, CHANGES, PREFECTURES, OBSERVATIONS } table;

static pc_status
read_table(table which, const char *path, pc_diags_t *diags)
{
    pc_status status = PC_ERR_NOMEM;
    if (which == HOSPITALS) {
        pc_hospitals_t hospitals;
        status = pc_hospitals_read(&hospitals, path, diags);
        CU_ASSERT(status == PC_OK || hospitals.num == 0);
        pc_hospitals_free(&hospitals);
        pc_hospitals_free(&hospitals);
    } else if (which == CHANGES) {
        pc_hospitals_t hospitals;
        pc_tier_change_t *changes;
        size_t num;
        CU_ASSERT_EQUAL_FATAL(
            pc_hospitals_read(&hospitals, "scenarios/data/hospitals.csv", diags), PC_OK);
        status = pc_tier_changes_read(&changes, &num, path, &hospitals, diags);
        CU_ASSERT(status == PC_OK || (num == 0 && changes == NULL));
        free(changes);
        pc_hospitals_free(&hospitals);
    } else if (which == PREFECTURES) {
        pc_prefecture_t prefectures[PC_NUM_PREFECTURES];
        status = pc_prefectures_read(prefectures, path, diags);
    } else {
        pc_observations_t record;
        status = pc_observations_read(&record, path, diags);
        pc_observations_free(&record);
        pc_observations_free(&record);
    }
    return status;
}

/* A message expected: place, CSV column and text. */
typedef struct {
    table which;
    const char *file;
    size_t line, column;
    const char *path, *text;
} expected_t;

static const expected_t expected[] = {
    { HOSPITALS, "csv_empty", 1, 1, "", "the file is empty: a header is needed" },
    { HOSPITALS, "csv_latin1", 3, 5, "",
        "Shift-JIS text: in Excel, save the table as \"CSV UTF-8\" and not as \"CSV\"" },
    { HOSPITALS, "csv_control", 2, 3, "", "control character 0x01" },
    { HOSPITALS, "csv_cr", 1, 48, "",
        "carriage return without line feed: lines must end in LF or CRLF" },
    { HOSPITALS, "csv_open_quote", 2, 20, "", "a quoted cell is never closed" },
    { HOSPITALS, "csv_text_after_quote", 2, 15, "",
        "text after the closing quote of a cell" },
    { HOSPITALS, "csv_stray_quote", 2, 10, "",
        "a quote inside a cell: quote the whole cell and double the quote" },
    { HOSPITALS, "csv_cells", 2, 1, "", "6 cells where the header has 7" },
    { HOSPITALS, "csv_cells", 3, 1, "", "8 cells where the header has 7" },
    { HOSPITALS, "csv_cells", 4, 1, "", "an empty line" },
    { HOSPITALS, "csv_cells", 6, 1, "", "one cell where the header has 7" },
    { HOSPITALS, "csv_semicolons", 1, 1, "",
        "the cells are separated by semicolons: save the table as CSV with commas" },
    { HOSPITALS, "csv_tabs", 1, 1, "",
        "the cells are separated by tabs: save the table as CSV with commas" },
    { PREFECTURES, "prefecture_names", 3, 0, "name_ja",
        "the name '北海道' is also on line 2" },
    { PREFECTURES, "prefecture_blank", 2, 4, "name_en", "a name is not blank" },
    { HOSPITALS, "csv_header", 1, 25, "", "unknown column 'teir'; did you mean tier?" },
    { HOSPITALS, "csv_header", 1, 44, "volume", "the column is there twice" },
    { HOSPITALS, "csv_header", 1, 1, "tier", "the column is missing" },
    { HOSPITALS, "csv_header", 1, 1, "host", "the column is missing" },
    { HOSPITALS, "hospitals_words", 2, 5, "base_type",
        "'regionl' is not one of prefectural, regional, specific, treatment, none; did "
        "you "
        "mean regional?" },
    { HOSPITALS, "hospitals_words", 2, 13, "tier",
        "'cooprative' is not one of core, hub, cooperative_ep, cooperative, none; did "
        "you "
        "mean cooperative?" },
    { HOSPITALS, "hospitals_words", 2, 35, "status",
        "'pubished' is not one of published, filled, user; did you mean published?" },
    { HOSPITALS, "hospitals_words", 3, 3, "prefecture", "48 is not from 1 to 47" },
    { HOSPITALS, "hospitals_words", 4, 3, "prefecture", "0 is not from 1 to 47" },
    { HOSPITALS, "hospitals_numbers", 2, 1, "id", "0 is not from 1 to 1048575" },
    { HOSPITALS, "hospitals_numbers", 3, 1, "id", "1048576 is not from 1 to 1048575" },
    { HOSPITALS, "hospitals_numbers", 4, 1, "id",
        "'A1' is not a whole number from 1 to 1048575" },
    { HOSPITALS, "hospitals_numbers", 5, 20, "volume",
        "-5 is not from 0 to 1000000000" },
    { HOSPITALS, "hospitals_numbers", 6, 20, "volume",
        "'1,416' is not a number: write digits with a point, from 0 to 1000000000" },
    { HOSPITALS, "hospitals_numbers", 7, 20, "volume",
        "1e999 is not from 0 to 1000000000" },
    { HOSPITALS, "hospitals_numbers", 8, 20, "volume",
        "'' is not a number: write digits with a point, from 0 to 1000000000" },
    { HOSPITALS, "hospitals_dates", 2, 26, "opened",
        "'2020-4' is not a month: write YYYY-MM, 1900-01 to 2200-12; did you "
        "mean 2020-04?" },
    { HOSPITALS, "hospitals_dates", 3, 26, "opened",
        "'2020-13' is not a month: write YYYY-MM, 1900-01 to 2200-12" },
    { HOSPITALS, "hospitals_dates", 4, 26, "opened",
        "a cooperative site needs its opening month YYYY-MM" },
    { HOSPITALS, "hospitals_dates", 5, 19, "opened",
        "a hospital with an opening month needs a tier: core, hub, cooperative_ep or "
        "cooperative" },
    { HOSPITALS, "hospitals_dates", 6, 26, "opened",
        "'1066-10' is not a month: write YYYY-MM, 1900-01 to 2200-12" },
    { HOSPITALS, "hospitals_ids", 4, 1, "id", "id 7 is also on line 2" },
    { HOSPITALS, "hospitals_ids", 3, 22, "host", "there is no hospital 8" },
    { HOSPITALS, "hospitals_ring", 5, 30, "host_haem", "there is no hospital 77" },
    { HOSPITALS, "hospitals_ring", 3, 36, "host",
        "the hosts of hospital 2 lead back to it" },
    { HOSPITALS, "hospitals_no_volume", 0, 0, "volume", "every volume is 0" },
    { HOSPITALS, "hospitals_none", 0, 0, "",
        "0 hospitals: from 1 to 100000 are allowed" },
    { CHANGES, "changes", 2, 9, "id", "there is no hospital 1" },
    { CHANGES, "changes", 3, 9, "id", "there is no hospital 999999" },
    { CHANGES, "changes", 4, 1, "date",
        "'2020/04' is not a month: write YYYY-MM, 1900-01 to 2200-12; did you mean "
        "2020-04?" },
    { CHANGES, "changes", 4, 9, "id", "there is no hospital 2" },
    { CHANGES, "changes", 5, 14, "tier",
        "'hubb' is not one of core, hub, cooperative_ep, cooperative, none; did you "
        "mean "
        "hub?" },
    { CHANGES, "changes", 7, 9, "id",
        "the hospital also changes in this month on line 6" },
    { OBSERVATIONS, "observations", 2, 36, "variable",
        "there is no variable 'Sites|Totl'; did you mean Sites|Total?" },
    { OBSERVATIONS, "observations", 3, 33, "region",
        "'JP-48' is not JP or JP-01 to JP-47" },
    { OBSERVATIONS, "observations", 4, 33, "region",
        "Sites|Core has no prefecture results: use JP" },
    { OBSERVATIONS, "observations", 5, 50, "unit",
        "'test' where Tests|Total has the unit test/month" },
    { OBSERVATIONS, "observations", 6, 17, "first",
        "Sites|Total is a stock: first, last and row must be the same month" },
    { OBSERVATIONS, "observations", 7, 9, "row", "the row is not from first to last" },
    { OBSERVATIONS, "observations", 8, 55, "bound",
        "'exactly' is not one of exact, about, lower; did you mean exact?" },
    { OBSERVATIONS, "observations", 8, 63, "fit", "'maybe' is not one of no, yes" },
    { OBSERVATIONS, "observations", 8, 70, "source",
        "a published value needs its source" },
    { OBSERVATIONS, "observations", 8, 71, "grade", "'E' is not one of A, B, C, D" },
    { OBSERVATIONS, "observation_dates", 2, 1, "date",
        "'2026/9/1' is not a date: write a day that exists as YYYY-MM-DD or a month as "
        "YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 3, 1, "date",
        "'2026-09-31' is not a date: write a day that exists as YYYY-MM-DD or a month "
        "as YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 4, 1, "date",
        "'46266' is not a date: write a day that exists as YYYY-MM-DD or a month as "
        "YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 5, 1, "date",
        "'R8.9.1' is not a date: write a day that exists as YYYY-MM-DD or a month as "
        "YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 6, 1, "date",
        "'2023-02-29' is not a date: write a day that exists as YYYY-MM-DD or a month "
        "as YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 7, 1, "date",
        "2023-02-28 does not fit its row: it has to lie in the months from 2026-08 to "
        "2026-09" },
    { OBSERVATIONS, "observation_dates", 8, 1, "date",
        "2026-10-01 does not fit its row: it has to lie in the months from 2026-08 to "
        "2026-09" },
    { OBSERVATIONS, "observation_dates", 9, 1, "date",
        "'2025-06/2025-06' is not a date: write a day that exists as YYYY-MM-DD or a "
        "month as YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 10, 1, "date",
        "the period is not that of first and last, 2024-04 to 2025-03" },
    { OBSERVATIONS, "observation_dates", 11, 1, "date",
        "2025-05-01 does not fit its row: it has to lie in the months from 2024-04 to "
        "2025-04" },
    { OBSERVATIONS, "observation_dates", 12, 1, "date",
        "'' is not a date: write a day that exists as YYYY-MM-DD or a month as YYYY-MM; "
        "the period of a flow is YYYY-MM/YYYY-MM" },
    { OBSERVATIONS, "observation_dates", 13, 48, "value", "-5 is not from 0 to 1e+15" },
    { OBSERVATIONS, "observation_links", 3, 74, "published",
        "2024-10-01 lies before the fact, whose months are 2025-05 to 2025-05" },
    { OBSERVATIONS, "observation_links", 4, 74, "published",
        "'2025-02-30' is not a date: write a day that exists as YYYY-MM-DD or a month "
        "as YYYY-MM" },
    { OBSERVATIONS, "observation_links", 5, 89, "published",
        "2025-02 lies before the fact, whose months are 2024-04 to 2025-03" },
    { OBSERVATIONS, "observation_links", 6, 75, "measure",
        "'claims' is not one of insured claims, insured tests, registrations, status "
        "reports, designations, notifications, mixed, market report" },
    { OBSERVATIONS, "observation_links", 7, 76, "sd", "-1 is not from 0 to 10" },
    { OBSERVATIONS, "observation_links", 10, 79, "split",
        "a row with split = holdout is not fitted: it needs fit = no" },
    { OBSERVATIONS, "observation_links", 11, 78, "split",
        "'holdup' is not one of fit, check, holdout; did you mean holdout?" },
    { OBSERVATIONS, "observation_links", 2, 72, "id",
        "'Plain_Id' is no plain id: a letter from a to z, then letters, digits and "
        "hyphens, at most 63 in all" },
    { OBSERVATIONS, "observation_links", 4, 72, "id", "the id is also on line 3" },
    { OBSERVATIONS, "observation_links", 8, 77, "derived_from",
        "there is no row with the id 'nobody'" },
    { OBSERVATIONS, "observation_links", 9, 77, "derived_from",
        "the row would come from itself" },
    { OBSERVATIONS, "observation_links", 14, 63, "fit",
        "the row would be fitted beside 'parts', which it is derived from: let one of "
        "them not be yes" },
    { OBSERVATIONS, "observation_links", 14, 89, "split",
        "the row would be fitted beside 'parts', which it is derived from: let one of "
        "them not be fit" },
    { OBSERVATIONS, "observation_circle", 2, 79, "derived_from",
        "the row leads back to itself, or comes from facts over more than 16 rows" },
    { PREFECTURES, "prefectures", 2, 23, "patients_share", "1.5 is not from 0 to 1" },
    { PREFECTURES, "prefectures", 3, 4, "name_en", "a name has from 1 to 23 bytes" },
    { PREFECTURES, "prefectures", 3, 56, "pop2040", "0 is not from 1 to 1000000000" },
    { PREFECTURES, "prefectures", 4, 1, "code", "prefecture 02 is also on line 3" },
    { PREFECTURES, "prefectures", 0, 0, "code", "prefecture 47 is missing" },
};
enum { NUM_EXPECTED = sizeof(expected) / sizeof(expected[0]) };

static int
is_message(const pc_diag_t *item, const expected_t *want)
{
    return item->line == want->line && item->column == want->column
           && strcmp(item->path == NULL ? "" : item->path, want->path) == 0
           && strcmp(item->text, want->text) == 0;
}

/* Every message of the list is given, and, but for prefectures.csv with its 45 missing
 * ones, no other. */
static void
test_bad_tables(void)
{
    for (size_t i = 0, end; i < NUM_EXPECTED; i = end) {
        char path[128];
        pc_diags_t diags;
        for (end = i;
             end < NUM_EXPECTED && strcmp(expected[end].file, expected[i].file) == 0;) {
            end++;
        }
        snprintf(path, sizeof(path), "tests/bad/data_%s.csv", expected[i].file);
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(read_table(expected[i].which, path, &diags), PC_ERR_INPUT);
        int all = expected[i].which == PREFECTURES || diags.num_errors == end - i;
        for (size_t k = i; k < end; k++) {
            int found = 0;
            for (size_t d = 0; d < diags.num; d++) {
                found |= is_message(&diags.items[d], &expected[k]);
            }
            if (!found) {
                fprintf(stderr, "not reported: %s:%zu:%zu: %s: %s\n", path,
                    expected[k].line, expected[k].column, expected[k].path,
                    expected[k].text);
            }
            all &= found;
        }
        if (!all) {
            pc_diags_print(&diags, stderr);
        }
        CU_ASSERT(all);
        pc_diags_free(&diags);
    }
}

static void
test_not_a_file(void)
{
    static const struct {
        const char *path;
        pc_status status;
    } cases[] = {
        { "tests/bad/there_is_none.csv", PC_ERR_MISSING },
        { "tests/bad/data_changes.csv/x.csv", PC_ERR_MISSING },
        { "tests/bad", PC_ERR_INPUT },
        { "/dev/zero", PC_ERR_INPUT },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(read_table(HOSPITALS, cases[i].path, &diags), cases[i].status);
        CU_ASSERT_EQUAL(diags.num_errors, 1);
        pc_diags_free(&diags);
    }
}

static const pc_csv_column_t two[] = { { "a", 1 }, { "b", 0 } };

/* Forms RFC 4180 allows, all read as the same two rows. */
static void
test_accepted_forms(void)
{
    static const char *const forms[] = {
        "a,b\n1,x\n2,\n",
        "\357\273\277a,b\r\n1,x\r\n2,\r\n",
        "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"\"\n",
        "b,a\nx,1\n,2",
        "a,b\n1,x\n2,\n\n\r\n",
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        pc_csv_t csv;
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL_FATAL(
            pc_csv_parse(&csv, "form", forms[i], strlen(forms[i]), two, 2, &diags),
            PC_OK);
        CU_ASSERT_EQUAL(diags.num, 0);
        CU_ASSERT_EQUAL_FATAL(csv.num_rows, 2);
        CU_ASSERT_STRING_EQUAL(pc_csv_text(&csv, 0, 0), "1");
        CU_ASSERT_STRING_EQUAL(pc_csv_text(&csv, 0, 1), "x");
        CU_ASSERT_STRING_EQUAL(pc_csv_text(&csv, 1, 0), "2");
        CU_ASSERT_STRING_EQUAL(pc_csv_text(&csv, 1, 1), "");
        pc_csv_free(&csv);
        pc_diags_free(&diags);
    }
}

static void
test_quoted_text(void)
{
    const char *text = "a,b\n\"say \"\"go\"\", or\r\nnot\",\xE5\x8C\x97\nz,w\n";
    pc_csv_t csv;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL_FATAL(
        pc_csv_parse(&csv, "quoted", text, strlen(text), two, 2, &diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(csv.num_rows, 2);
    CU_ASSERT_STRING_EQUAL(pc_csv_text(&csv, 0, 0), "say \"go\", or\r\nnot");
    CU_ASSERT_STRING_EQUAL(pc_csv_text(&csv, 0, 1), "\xE5\x8C\x97");
    CU_ASSERT_EQUAL(pc_csv_cell(&csv, 0, 1)->line, 3);
    CU_ASSERT_EQUAL(pc_csv_cell(&csv, 0, 1)->column, 6);
    CU_ASSERT_EQUAL(pc_csv_cell(&csv, 1, 0)->line, 4);
    pc_csv_free(&csv);
    pc_diags_free(&diags);
}

/* Sizes that are refused rather than tried. */
static void
test_absurd_sizes(void)
{
    const size_t size = PC_CSV_LINE_MAX + 16;
    char *text = malloc(size);
    pc_csv_t csv;
    pc_diags_t diags;
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    pc_diags_init(&diags);

    memset(text, 'x', size);
    memcpy(text, "a,b\n", 4);
    CU_ASSERT_EQUAL(
        pc_csv_parse(&csv, "line", text, size, two, 2, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(diags.num_errors, 1);
    pc_csv_free(&csv);

    memset(text, '\n', size); /* a fault a line: they stop being listed */
    memcpy(text, "a,b\n", 4);
    text[size - 1] = 'x';
    CU_ASSERT_EQUAL(pc_csv_parse(&csv, "lines", text, size, two, 2, &diags), PC_OK);
    CU_ASSERT_EQUAL(pc_csv_status(&csv), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(diags.num_errors, 1 + PC_CSV_FAULTS_MAX + 1);
    pc_csv_free(&csv);
    pc_diags_free(&diags);
    free(text);

    /* A sparse file of more than 64 MB takes no room on the disk. */
    char path[] = "/tmp/panelcast_test_XXXXXX";
    const int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(ftruncate(fd, (off_t) PC_CSV_SIZE_MAX + 1), 0);
    close(fd);
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(pc_csv_read(&csv, path, two, 2, &diags), PC_ERR_INPUT);
    CU_ASSERT_EQUAL(diags.num_errors, 1);
    pc_csv_free(&csv);
    pc_diags_free(&diags);
    unlink(path);
}

/* Rows come out by id; areas are numbered by their texts; a core is its own host. */
static void
test_row_order_does_not_matter(void)
{
    static const char *const texts[] = {
        "id,prefecture,base_type,tier,opened,volume,host,medical_area\n"
        "9,13,regional,cooperative,2020-04,5.5,2,South\n"
        "2,1,prefectural,core,2018-04,7,,North\n"
        "30,47,none,none,,0,9,\n",
        "medical_area,id,prefecture,base_type,tier,opened,volume,host\n"
        ",30,47,none,none,,0,9\n"
        "North,2,01,prefectural,core,2018-04,7.0,2\n"
        "South,9,13,regional,cooperative,2020-04,5.5,2\n",
    };
    for (size_t i = 0; i < 2; i++) {
        char path[] = "/tmp/panelcast_test_XXXXXX";
        const int fd = mkstemp(path);
        pc_hospitals_t h;
        pc_diags_t diags;
        CU_ASSERT_FATAL(fd >= 0);
        CU_ASSERT_EQUAL(
            write(fd, texts[i], strlen(texts[i])), (ssize_t) strlen(texts[i]));
        close(fd);
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL_FATAL(pc_hospitals_read(&h, path, &diags), PC_OK);
        CU_ASSERT_EQUAL_FATAL(h.num, 3);
        CU_ASSERT(h.id[0] == 2 && h.id[1] == 9 && h.id[2] == 30);
        CU_ASSERT(h.host[0] == 0 && h.host[1] == 0 && h.host[2] == 1);
        CU_ASSERT(
            h.prefecture[0] == 0 && h.prefecture[1] == 12 && h.prefecture[2] == 46);
        CU_ASSERT(
            h.num_areas == 2 && h.area[0] == 0 && h.area[1] == 1 && h.area[2] == -1);
        CU_ASSERT(h.opened[0] == PC_MONTH(2018, 4) && h.opened[2] == PC_MONTH_NONE);
        CU_ASSERT(h.volume[1] == 5.5 && h.status[1] == PC_STATUS_USER);
        CU_ASSERT(pc_hospitals_find(&h, 9) == 1 && pc_hospitals_find(&h, 10) == -1);
        pc_hospitals_free(&h);
        pc_diags_free(&diags);
        unlink(path);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "bad_tables", test_bad_tables },
        { "not_a_file", test_not_a_file },
        { "accepted_forms", test_accepted_forms },
        { "quoted_text", test_quoted_text },
        { "absurd_sizes", test_absurd_sizes },
        { "row_order_does_not_matter", test_row_order_does_not_matter },
        CU_TEST_INFO_NULL,
    };
    return test_main("csv", tests, argc, argv);
}
