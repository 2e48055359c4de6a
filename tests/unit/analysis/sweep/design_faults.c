/* design_faults.c - designs that are refused, and what is said of them. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/design_fixture.h"
#include "tests/unit/testlib.h"

static void
test_all_faults_at_once(void)
{
    pc_design_t *d = calloc(1, sizeof(*d));
    pc_diags_t diags;
    CU_ASSERT_PTR_NOT_NULL_FATAL(d);
    CU_ASSERT_EQUAL(
        design_load(d,
            "{\"name\": \"t\", \"scenario\": \"short.json\",\n"
            "\"design\": \"sobal\",\n"
            "\"points\": 0,\n"
            "\"axis\": {},\n"
            "\"axes\": {\"rollout.rat\": {\"min\": 1, \"max\": 2},\n"
            "  \"rollout.rate\": {\"min\": 9, \"max\": 8},\n"
            "  \"early.start\": {\"min\": 202601, \"max\": 202701},\n"
            "  \"demand.uptake\": {\"min\": 0, \"max\": 1.5},\n"
            "  \"rollout.withdrawal\": {}},\n"
            "\"metrics\": [{\"name\": \"a\", \"variable\": \"Tests|Totl\", \"period\": "
            "\"FY2026\"},\n"
            "  {\"name\": \"A\", \"variable\": \"Tests|Total\", \"period\": "
            "\"2026-13\"},\n"
            "  {\"name\": \"b\", \"variable\": \"Sites|Core\", \"period\": \"FY2026\", "
            "\"region\": \"JP-01\"},\n"
            "  {\"name\": \"c\", \"variable\": \"Expert Panel|Wait\", \"period\": "
            "\"FY2026\"},\n"
            "  {\"name\": \"d\", \"variable\": \"Tests|Total\", \"period\": "
            "\"FY2040\"},\n"
            "  {\"name\": \"e\", \"variable\": \"Sites|Total\", \"period\": \"FY2026\", "
            "\"stat\": \"sum\"}]}",
            &diags),
        PC_ERR_INPUT);
    CU_ASSERT(design_said(&diags, 2, "did you mean sobol?"));
    CU_ASSERT(design_said(&diags, 3, "points is a whole number from 1"));
    CU_ASSERT(design_said(&diags, 4, "axes"));
    CU_ASSERT(design_said(&diags, 5, "did you mean rollout.rate?"));
    CU_ASSERT(design_said(&diags, 6, "max must be larger than min"));
    CU_ASSERT(design_said(&diags, 7, "give a list of `values`"));
    CU_ASSERT(design_said(&diags, 8, "1.5 is out of bounds"));
    CU_ASSERT(design_said(&diags, 9, "no distribution"));
    CU_ASSERT(design_said(&diags, 10, "did you mean Tests|Total?"));
    CU_ASSERT(design_said(&diags, 11, "is not a period"));
    CU_ASSERT(design_said(&diags, 11, "another metric is called"));
    CU_ASSERT(design_said(&diags, 12, "for the nation (JP) alone"));
    CU_ASSERT(design_said(&diags, 13, "the queue of the mean"));
    CU_ASSERT(design_said(&diags, 14, "outside the run"));
    CU_ASSERT(design_said(&diags, 15, "is not a flow"));
    pc_diags_free(&diags);
    design_release(d, NULL);
}

/* GSL hands out a generator of 41 dimensions all the same. */
static void
test_more_faults(void)
{
    pc_design_t *d = calloc(1, sizeof(*d));
    pc_diags_t diags;
    CU_ASSERT_PTR_NOT_NULL_FATAL(d);
    CU_ASSERT_EQUAL(
        design_load(d,
            "{\"name\": \"t\", \"scenario\": [\"short.json\",\n"
            "\"../sweep/short.json\"], \"design\": \"morris\", \"points\": 2,\n"
            "\"axes\": {\"rollout.rate\": {\"values\": [11, 12, 13, 14, 15]}},\n"
            "\"metrics\": [{\"name\": \"a\", \"variable\": \"Sites|Total\", "
            "\"at_least\": 5, \"at_most\": 4},\n"
            "{\"name\": \"b\", \"milestone\": \"sites_460\", \"variable\": "
            "\"Tests|Total\"}]}",
            &diags),
        PC_ERR_INPUT);
    CU_ASSERT(design_said(&diags, 2, "could not be told apart"));
    CU_ASSERT(design_said(&diags, 3, "an even number of at least 5"));
    CU_ASSERT(design_said(&diags, 4, "allowed: name, variable, at_most"));
    CU_ASSERT(design_said(&diags, 5, "allowed: name, milestone"));
    pc_diags_free(&diags);
    design_release(d, NULL);

    d = calloc(1, sizeof(*d));
    CU_ASSERT_PTR_NOT_NULL_FATAL(d);
    CU_ASSERT_EQUAL(
        design_load(d,
            DESIGN_HEAD
            "\"design\": \"grid\",\n"
            "\"axes\": {\"rollout.rate\": {\"min\": 1, \"max\": 2, \"levels\": "
            "100000}, \"demand.uptake\": {\"min\": 0, \"max\": 1, \"levels\": "
            "100000}}, " DESIGN_METRICS "}",
            &diags),
        PC_ERR_INPUT);
    CU_ASSERT(design_said(&diags, 2, "1e+10 runs"));
    pc_diags_free(&diags);
    design_release(d, NULL);
}

static void
test_too_many_axes_for_sobol(void)
{
    static const struct {
        const char *design;
        int axes;
        pc_status expected;
    } cases[] = { { "sobol", 40, PC_OK }, { "sobol", 41, PC_ERR_INPUT },
        { "saltelli", 20, PC_OK }, { "saltelli", 21, PC_ERR_INPUT },
        { "latin_hypercube", 41, PC_OK } };
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        char text[8192];
        int used = snprintf(text, sizeof(text),
            DESIGN_HEAD "\"design\": \"%s\", \"points\": 2, \"axes\": {",
            cases[c].design);
        int axes = 0;
        for (int k = 0; axes < cases[c].axes && k < PC_NUM_PARAMS; k++) {
            const pc_param_info_t *p = &pc_param_table[k];
            if (p->unit != NULL && strcmp(p->unit, "YYYYMM") != 0
                && strcmp(p->unit, "month") != 0) {
                used += snprintf(text + used, sizeof(text) - (size_t) used,
                    "%s\"%s\": {\"min\": %.17g, \"max\": %.17g}", axes > 0 ? ", " : "",
                    p->name, p->lower, p->upper);
                axes++;
            }
        }
        snprintf(text + used, sizeof(text) - (size_t) used, "}, %s}", DESIGN_METRICS);
        pc_design_t *d = calloc(1, sizeof(*d));
        pc_diags_t diags;
        CU_ASSERT_PTR_NOT_NULL_FATAL(d);
        CU_ASSERT_EQUAL_FATAL(axes, cases[c].axes);
        CU_ASSERT_EQUAL(design_load(d, text, &diags), cases[c].expected);
        if (cases[c].expected != PC_OK) {
            CU_ASSERT_PTR_NOT_NULL(strstr(diags.items[0].text, "direction numbers"));
        }
        pc_diags_free(&diags);
        design_release(d, NULL);
    }
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "all_faults_at_once", test_all_faults_at_once },
        { "more_faults", test_more_faults },
        { "too_many_axes_for_sobol", test_too_many_axes_for_sobol },
        CU_TEST_INFO_NULL,
    };
    return test_main("design_faults", tests, argc, argv);
}
