/* explorer.c - settings that are moved, kept and drawn for: the numbers are those of a
 * report, and a scenario written from a setting gives the same run. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/answers/explorer/inputs.h"
#include "analysis/answers/report/side.h"
#include "tests/unit/testlib.h"

#define BASELINE "scenarios/baseline.json"
#define DRAWS 12

static const char moved[] = "rollout.rate=30@2027-04";

static void
finish_range(pc_explorer_t *x, pc_diags_t *diags)
{
    int done = 0;
    for (int k = 0; k < 100 && done >= 0 && done < 2 * DRAWS; k++) {
        done = pc_explorer_range_step(x, 5, diags);
    }
    CU_ASSERT_EQUAL(done, 2 * DRAWS);
}

static void
open_two(pc_explorer_t *x, pc_diags_t *diags)
{
    memset(x, 0, sizeof(*x));
    pc_diags_init(diags);
    CU_ASSERT_EQUAL_FATAL(pc_explorer_put(x, 0, BASELINE, "", 0, diags), PC_OK);
    CU_ASSERT_EQUAL_FATAL(
        pc_explorer_put(x, PC_EXPLORER_NOW, BASELINE, moved, 1, diags), PC_OK);
}

/* The same numbers, bit for bit; missing ones are equal. */
static int
same_numbers(const pc_report_side_t *a, const pc_report_side_t *b, size_t num_years)
{
    const size_t num = pc_side_num_numbers(num_years);
    double *x = calloc(num, sizeof(*x)), *y = calloc(num, sizeof(*y));
    int same = 1;
    pc_side_store(a, num_years, x);
    pc_side_store(b, num_years, y);
    for (size_t k = 0; k < num; k++) {
        same = same && (x[k] == y[k] || (isnan(x[k]) && isnan(y[k])));
    }
    free(x);
    free(y);
    return same;
}

/* Draws in slices give what a report gives at one go. */
static void
test_ranges_are_those_of_a_report(void)
{
    pc_explorer_t x;
    pc_diags_t diags;
    pc_scenario_t s;
    pc_report_t report;
    static const char *const paths[] = { BASELINE }, *const sets[] = { moved };
    open_two(&x, &diags);
    CU_ASSERT_EQUAL(pc_explorer_wanted(&x), PC_EXPLORER_NOW);
    CU_ASSERT_EQUAL(pc_explorer_view(&x)->draws, 0);
    CU_ASSERT_EQUAL_FATAL(
        pc_explorer_range_begin(&x, PC_EXPLORER_NOW, DRAWS, &diags), PC_OK);
    finish_range(&x, &diags);
    /* The reference has no draws yet: nothing is mixed. */
    CU_ASSERT_EQUAL(pc_explorer_view(&x)->draws, 0);
    CU_ASSERT_EQUAL(pc_explorer_wanted(&x), 0);
    CU_ASSERT_EQUAL_FATAL(pc_explorer_range_begin(&x, 0, DRAWS, &diags), PC_OK);
    finish_range(&x, &diags);
    CU_ASSERT_EQUAL(pc_explorer_wanted(&x), PC_EXPLORER_PLACES);
    const pc_report_t *view = pc_explorer_view(&x);
    CU_ASSERT_EQUAL(view->draws, DRAWS);
    CU_ASSERT_EQUAL(view->now, 1);

    CU_ASSERT_EQUAL_FATAL(pc_scenario_load(&s, BASELINE, sets, 1, &diags), PC_OK);
    const pc_report_source_t source = {
        .scenarios = &s, .paths = paths, .sets = sets, .num = 1, .num_sets = 1
    };
    const pc_ensemble_plan_t plan = { .draws = DRAWS, .threads = 2 };
    CU_ASSERT_EQUAL_FATAL(pc_report_run(&report, &source, &plan, &diags), PC_OK);
    CU_ASSERT(same_numbers(&report.sides[0], &view->sides[1], view->num_years));
    CU_ASSERT_FALSE(same_numbers(&view->sides[0], &view->sides[1], view->num_years));
    pc_report_free(&report);
    pc_scenario_free(&s);
    pc_explorer_free(&x);
    pc_diags_free(&diags);
}

/* What is kept has the numbers of what was kept, and moves up when one is dropped. */
static void
test_keep_and_drop(void)
{
    pc_explorer_t x;
    pc_diags_t diags;
    open_two(&x, &diags);
    CU_ASSERT_EQUAL_FATAL(
        pc_explorer_range_begin(&x, PC_EXPLORER_NOW, DRAWS, &diags), PC_OK);
    finish_range(&x, &diags);
    CU_ASSERT_EQUAL(pc_explorer_keep(&x), PC_OK);
    CU_ASSERT(same_numbers(
        &x.settings[1].drawn, &x.settings[PC_EXPLORER_NOW].drawn, x.years.num_years));
    CU_ASSERT_EQUAL(pc_explorer_put(&x, PC_EXPLORER_NOW, "scenarios/no-omission.json",
                        "", 0, &diags),
        PC_OK);
    CU_ASSERT_EQUAL(pc_explorer_keep(&x), PC_OK);
    CU_ASSERT_EQUAL(pc_explorer_keep(&x), PC_OK);
    CU_ASSERT_EQUAL(pc_explorer_keep(&x), PC_ERR_INPUT); /* three at most */
    CU_ASSERT_EQUAL(pc_explorer_view(&x)->num_sides, 5);
    pc_explorer_drop(&x, 1);
    const pc_report_t *view = pc_explorer_view(&x);
    CU_ASSERT_EQUAL(view->num_sides, 4);
    CU_ASSERT_STRING_EQUAL(view->sides[1].scenario->name, "no-omission");
    CU_ASSERT_STRING_EQUAL(pc_side_mark(view, 1, PC_LANG_EN), "①");
    CU_ASSERT_STRING_EQUAL(pc_side_mark(view, 3, PC_LANG_EN), "Now");
    pc_explorer_free(&x);
    pc_diags_free(&diags);
}

/* A fault is said, and the last setting that could be run stays. */
static void
test_a_fault_keeps_the_setting(void)
{
    pc_explorer_t x;
    pc_diags_t diags;
    open_two(&x, &diags);
    const double before = x.settings[PC_EXPLORER_NOW].run.years[PC_FIGURE_TESTS].median;
    CU_ASSERT_EQUAL(pc_explorer_put(&x, PC_EXPLORER_NOW, BASELINE,
                        "rollout.rate=-3@2027-04", 1, &diags),
        PC_ERR_INPUT);
    CU_ASSERT(diags.num_errors == 1);
    CU_ASSERT_EQUAL(
        pc_explorer_put(&x, 1, BASELINE, "end=2035-03", 1, &diags), PC_ERR_INPUT);
    CU_ASSERT(diags.num_errors == 2);
    CU_ASSERT_EQUAL(
        x.settings[PC_EXPLORER_NOW].run.years[PC_FIGURE_TESTS].median, before);
    CU_ASSERT_FALSE(x.settings[1].used);
    pc_explorer_free(&x);
    pc_diags_free(&diags);
}

static char *
child_of(const pc_explorer_t *x)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    pc_explorer_child(x, PC_EXPLORER_NOW, "moved", out);
    fclose(out);
    return text;
}

/* What stands in `scenarios` under this name, seen from another folder. */
static void
link_to(const char *folder, const char *name)
{
    char here[PATH_MAX], target[PATH_MAX + 64], path[PATH_MAX];
    CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(here, sizeof(here)));
    snprintf(target, sizeof(target), "%s/scenarios/%s", here, name);
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    CU_ASSERT_EQUAL(symlink(target, path), 0);
}

static void
remove_from(const char *folder, const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    CU_ASSERT_EQUAL(remove(path), 0);
}

/* The file of a setting, beside the one it extends, is the setting. */
static void
test_child(void)
{
    pc_explorer_t x;
    pc_diags_t diags;
    char folder[] = "/tmp/test-child-XXXXXX", path[64];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    link_to(folder, "baseline.json");
    link_to(folder, "data");
    snprintf(path, sizeof(path), "%s/child.json", folder);
    open_two(&x, &diags);
    CU_ASSERT_EQUAL_FATAL(
        pc_explorer_put(&x, PC_EXPLORER_NOW, BASELINE,
            "rollout.rate=30@2027-04\0may_omit.solid.no_finding.none=no@2028-06", 2,
            &diags),
        PC_OK);
    char *text = child_of(&x);
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"extends\": \"baseline.json\""));
    CU_ASSERT_PTR_NULL(strstr(text, "demand.uptake"));
    CU_ASSERT_EQUAL(pc_explorer_put(&x, 1, path, "", 0, &diags), PC_OK);
    remove_from(folder, "child.json");
    remove_from(folder, "baseline.json");
    remove_from(folder, "data");
    CU_ASSERT_EQUAL(rmdir(folder), 0);
    CU_ASSERT(same_numbers(
        &x.settings[1].run, &x.settings[PC_EXPLORER_NOW].run, x.years.num_years));
    free(text);
    pc_explorer_free(&x);
    pc_diags_free(&diags);
}

/* Words follow the numbers: no date before there are draws, then the same in card and
 * title; a setting on the line of the reference is named. */
static void
test_words(void)
{
    pc_explorer_t x;
    pc_diags_t diags;
    pc_card_t cards[PC_NUM_CARDS];
    char title[PC_SENTENCE_SIZE], foot[PC_SENTENCE_SIZE], month[PC_QUANTITY_SIZE];
    open_two(&x, &diags);
    const pc_report_t *view = pc_explorer_view(&x);
    pc_explorer_cards(view, PC_LANG_EN, cards);
    CU_ASSERT_STRING_EQUAL(cards[0].value, "Calculating…");
    pc_explorer_title(view, PC_CHART_SITES, PC_LANG_EN, title);
    CU_ASSERT_PTR_NOT_NULL(strstr(title, "at the end of FY2030 (reference: "));
    for (size_t place = 0; place < PC_EXPLORER_PLACES; place += PC_EXPLORER_NOW) {
        CU_ASSERT_EQUAL_FATAL(pc_explorer_range_begin(&x, place, DRAWS, &diags), PC_OK);
        finish_range(&x, &diags);
    }
    view = pc_explorer_view(&x);
    pc_explorer_cards(view, PC_LANG_EN, cards);
    pc_month_words(
        view->sides[1].sites.median, view->sides[0].scenario->end, PC_LANG_EN, month);
    pc_explorer_title(view, PC_CHART_SITES, PC_LANG_EN, title);
    CU_ASSERT_PTR_NOT_NULL(strstr(cards[0].value, month));
    CU_ASSERT_PTR_NOT_NULL(strstr(title, month));
    CU_ASSERT_PTR_NOT_NULL(strstr(cards[0].change, "months earlier than the reference"));
    CU_ASSERT_EQUAL(pc_explorer_put(&x, PC_EXPLORER_NOW, BASELINE,
                        "workload.overhead_hub=12@2039-01", 1, &diags),
        PC_OK);
    view = pc_explorer_view(&x);
    pc_chart_foot(view, PC_CHART_SITES, PC_LANG_EN, foot);
    CU_ASSERT_PTR_NOT_NULL(strstr(foot, "On the line of the reference: Now."));
    pc_explorer_free(&x);
    pc_diags_free(&diags);
}

/* Where nobody waits no wait can be drawn, and what was halted is not to come: neither
 * is asked for again, nor said to be on its way. */
static void
test_what_will_not_come_is_not_awaited(void)
{
    pc_explorer_t x;
    pc_diags_t diags;
    pc_card_t cards[PC_NUM_CARDS];
    open_two(&x, &diags);
    CU_ASSERT_EQUAL_FATAL(pc_explorer_put(&x, PC_EXPLORER_NOW, BASELINE,
                              "demand.uptake=0\0haem.uptake=0", 2, &diags),
        PC_OK);
    pc_explorer_cards(pc_explorer_view(&x), PC_LANG_EN, cards);
    CU_ASSERT_STRING_EQUAL(cards[0].value, "Calculating…");
    for (size_t k = 0; k < 2; k++) {
        const size_t place = pc_explorer_wanted(&x);
        CU_ASSERT_EQUAL(place, k == 0 ? PC_EXPLORER_NOW : PC_EXPLORER_REFERENCE);
        CU_ASSERT_EQUAL(pc_explorer_range_begin(&x, place, DRAWS, &diags), PC_OK);
        finish_range(&x, &diags);
    }
    CU_ASSERT_EQUAL(pc_explorer_wanted(&x), PC_EXPLORER_PLACES);
    pc_explorer_cards(pc_explorer_view(&x), PC_LANG_EN, cards);
    CU_ASSERT_PTR_NOT_NULL(strstr(cards[3].note, "hard limit: not worked out"));
    CU_ASSERT_EQUAL(
        pc_explorer_put(&x, PC_EXPLORER_NOW, BASELINE, moved, 1, &diags), PC_OK);
    pc_explorer_halt(&x);
    CU_ASSERT_EQUAL(pc_explorer_wanted(&x), PC_EXPLORER_PLACES);
    pc_explorer_cards(pc_explorer_view(&x), PC_LANG_EN, cards);
    CU_ASSERT_PTR_NOT_NULL(strstr(cards[0].value, "around"));
    CU_ASSERT_STRING_EQUAL(
        cards[0].range, "One run with central values, without a range.");
    CU_ASSERT_EQUAL(
        pc_explorer_put(&x, PC_EXPLORER_NOW, BASELINE, moved, 1, &diags), PC_OK);
    CU_ASSERT_EQUAL(pc_explorer_wanted(&x), PC_EXPLORER_NOW);
    pc_explorer_free(&x);
    pc_diags_free(&diags);
}

int
main(int argc, char **argv)
{
    CU_TestInfo all[] = {
        { "ranges_are_those_of_a_report", test_ranges_are_those_of_a_report },
        { "keep_and_drop", test_keep_and_drop },
        { "what_will_not_come_is_not_awaited", test_what_will_not_come_is_not_awaited },
        { "a_fault_keeps_the_setting", test_a_fault_keeps_the_setting },
        { "child", test_child },
        { "words", test_words },
        CU_TEST_INFO_NULL,
    };
    return test_main("explorer", all, argc, argv);
}
