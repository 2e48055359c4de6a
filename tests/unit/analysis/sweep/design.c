/* design.c - the rows of every design, and what a metric is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gsl/gsl_qrng.h>

#include "analysis/sweep/design.h"
#include "analysis/ensemble/experiment.h"
#include "tests/unit/design_fixture.h"
#include "tests/unit/testlib.h"

/* Beside the short scenario, so that its name is found. */
static const char list_path[] = "tests/sweep/design.tmp.csv";

/* [num_rows][num_axes]; in falling order of rows if `back`, which must not matter. */
static double *
all_rows(const pc_design_t *d, int back)
{
    pc_design_rows_t rows;
    double *values = calloc(d->num_rows * d->num_axes + 1, sizeof(double));
    CU_ASSERT_PTR_NOT_NULL_FATAL(values);
    CU_ASSERT_EQUAL_FATAL(pc_design_rows_init(&rows, d), PC_OK);
    for (size_t k = 0; k < d->num_rows; k++) {
        const size_t row = back ? d->num_rows - 1 - k : k;
        pc_design_row(&rows, row, 0, values + row * d->num_axes);
    }
    pc_design_rows_free(&rows);
    return values;
}

static void
test_grid_is_the_product(void)
{
    pc_design_t *d = design_loaded(DESIGN_HEAD
        "\"design\": \"grid\", \"axes\": {\"rollout.rate\": {\"min\": 10, \"max\": 20, "
        "\"levels\": 3}, \"rollout.mode\": {\"values\": [\"hazard\", "
        "\"linear\"]}}, " DESIGN_METRICS "}");
    double *v = all_rows(d, 0);
    static const double expected[] = { 10, 1, 10, 0, 15, 1, 15, 0, 20, 1, 20, 0 };
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 6);
    CU_ASSERT_EQUAL(memcmp(v, expected, sizeof(expected)), 0);
    design_release(d, v);
}

#define TWO_AXES                                                                        \
    "\"axes\": {\"rollout.rate\": {\"min\": 0, \"max\": 100}, \"demand.uptake\": "      \
    "{\"min\": 0, \"max\": 1}}, " DESIGN_METRICS "}"

/* One point in each of the strata of each axis, and the axes are not in step. */
static void
test_latin_hypercube_fills_every_stratum(void)
{
    pc_design_t *d = design_loaded(DESIGN_HEAD
        "\"design\": \"latin_hypercube\", \"points\": 500, \"seed\": 7, " TWO_AXES);
    double *v = all_rows(d, 0), *back = all_rows(d, 1);
    int seen[2][500] = { { 0 } };
    double together = 0;
    CU_ASSERT_EQUAL(memcmp(v, back, 1000 * sizeof(double)), 0);
    for (size_t row = 0; row < 500; row++) {
        const double a = v[2 * row] / 100, b = v[2 * row + 1];
        seen[0][(int) (a * 500)]++;
        seen[1][(int) (b * 500)]++;
        together += 12 * (a - 0.5) * (b - 0.5) / 500;
    }
    for (int k = 0; k < 500; k++) {
        CU_ASSERT_EQUAL(seen[0][k], 1);
        CU_ASSERT_EQUAL(seen[1][k], 1);
    }
    CU_ASSERT(fabs(together) < 5 / sqrt(500)); /* correlation, five standard errors */
    free(back);
    design_release(d, v);
}

static void
test_random_follows_its_seed(void)
{
    pc_design_t *a = design_loaded(
        DESIGN_HEAD "\"design\": \"random\", \"points\": 400, \"seed\": 7, " TWO_AXES);
    pc_design_t *b = design_loaded(
        DESIGN_HEAD "\"design\": \"random\", \"points\": 800, \"seed\": 7, " TWO_AXES);
    pc_design_t *c = design_loaded(
        DESIGN_HEAD "\"design\": \"random\", \"points\": 400, \"seed\": 8, " TWO_AXES);
    double *va = all_rows(a, 0), *vb = all_rows(b, 1), *vc = all_rows(c, 0), mean = 0;
    CU_ASSERT_EQUAL(memcmp(va, vb, 800 * sizeof(double)), 0);
    CU_ASSERT_NOT_EQUAL(va[0], vc[0]);
    for (size_t k = 0; k < 400; k++) {
        mean += va[2 * k + 1] / 400;
    }
    CU_ASSERT_DOUBLE_EQUAL(mean, 0.5, 5 * sqrt(1.0 / 12 / 400));
    design_release(a, va);
    design_release(b, vb);
    design_release(c, vc);
}

/* How many of the first `num` rows lie in each of 2^a x 2^b equal boxes. */
static int
fills_boxes(const double *v, size_t num, int a, int b)
{
    int seen[64] = { 0 }, full = 1;
    const size_t boxes = (size_t) 1 << (a + b);
    for (size_t row = 0; row < num; row++) {
        const size_t x = (size_t) (v[2 * row] / 100 * (1 << a)),
                     y = (size_t) (v[2 * row + 1] * (1 << b));
        seen[x << b | y]++;
    }
    for (size_t k = 0; k < boxes; k++) {
        full = full && seen[k] == (int) (num / boxes);
    }
    return full;
}

/* Rows in any order, a longer sequence beginning with the shorter. Its first 2^m points
 * are a net: one in every box of the unit square that has the area 2^-m, whatever its
 * form. It is GSL's, origin included, with its digits turned by the seed. */
static void
test_sobol_is_a_net(void)
{
    pc_design_t *a =
        design_loaded(DESIGN_HEAD "\"design\": \"sobol\", \"points\": 64, " TWO_AXES);
    pc_design_t *b =
        design_loaded(DESIGN_HEAD "\"design\": \"sobol\", \"points\": 128, " TWO_AXES);
    pc_design_t *c = design_loaded(
        DESIGN_HEAD "\"design\": \"sobol\", \"seed\": 9, \"points\": 64, " TWO_AXES);
    double *va = all_rows(a, 1), *vb = all_rows(b, 0), *vc = all_rows(c, 0), u[2];
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, 2);
    CU_ASSERT_EQUAL(memcmp(va, vb, 128 * sizeof(double)), 0);
    for (int m = 0; m <= 6; m++) {
        for (int k = 0; k <= m; k++) {
            CU_ASSERT(fills_boxes(va, (size_t) 1 << m, k, m - k));
            CU_ASSERT(fills_boxes(vc, (size_t) 1 << m, k, m - k));
        }
    }
    CU_ASSERT_NOT_EQUAL(va[0], vc[0]);
    /* The shift is that of row 0, which is the origin. */
    const uint32_t shift = (uint32_t) (vb[1] * 1024);
    for (size_t row = 1; row < 128; row++) {
        gsl_qrng_get(q, u);
        CU_ASSERT_EQUAL(
            (uint32_t) (vb[2 * row + 1] * 1024) ^ shift, (uint32_t) (u[1] * 1024));
    }
    gsl_qrng_free(q);
    design_release(a, va);
    design_release(b, vb);
    design_release(c, vc);
}

/* Any number of rows that is no power of 2 is warned of, in the designs that are cut. */
static void
test_cut_nets_are_warned_of(void)
{
    static const struct {
        const char *design;
        int points, warned;
    } cases[] = { { "sobol", 64, 0 }, { "sobol", 63, 1 }, { "sobol", 1, 0 },
        { "saltelli", 3, 1 }, { "saltelli", 4, 0 }, { "random", 63, 0 } };
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        char text[1024];
        static pc_design_t design;
        pc_diags_t diags;
        snprintf(text, sizeof(text),
            DESIGN_HEAD "\"design\": \"%s\", \"points\": %d, " TWO_AXES, cases[k].design,
            cases[k].points);
        CU_ASSERT_EQUAL(design_load(&design, text, &diags), PC_OK);
        CU_ASSERT_EQUAL(design_said(&diags, 1, "no power of 2"), cases[k].warned);
        pc_diags_free(&diags);
        pc_design_free(&design);
    }
}

/* A, A with one axis of B, ..., B. */
static void
test_saltelli_changes_one_axis(void)
{
    pc_design_t *d =
        design_loaded(DESIGN_HEAD "\"design\": \"saltelli\", \"points\": 16, " TWO_AXES);
    double *v = all_rows(d, 1);
    int apart = 0; /* the first Sobol points have equal coordinates */
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 64);
    for (size_t g = 0; g < 16; g++) {
        const double *a = v + 8 * g, *b = a + 6;
        CU_ASSERT(a[2] == b[0] && a[3] == a[1]);
        CU_ASSERT(a[4] == a[0] && a[5] == b[1]);
        apart += a[0] != b[0] && a[1] != b[1];
    }
    CU_ASSERT(apart >= 12);
    design_release(d, v);
}

#define GROUPED                                                                         \
    "\"axes\": {\"rollout.rate\": {\"min\": 0, \"max\": 100, \"group\": \"g\"}, "       \
    "\"demand.uptake\": {\"min\": 0, \"max\": 1}, "                                     \
    "\"demand.referral\": {\"min\": 0, \"max\": 1, \"group\": \"g\"}}, " DESIGN_METRICS \
    "}"

/* The axes of a group come from B together, and move in one step together. */
static void
test_groups_move_together(void)
{
    pc_design_t *d =
        design_loaded(DESIGN_HEAD "\"design\": \"saltelli\", \"points\": 8, " GROUPED);
    double *v = all_rows(d, 1);
    CU_ASSERT_EQUAL_FATAL(d->num_factors, 2);
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 32);
    for (size_t g = 0; g < 8; g++) {
        const double *a = v + 12 * g, *first = a + 3, *second = a + 6, *b = a + 9;
        CU_ASSERT(first[0] == b[0] && first[1] == a[1] && first[2] == b[2]);
        CU_ASSERT(second[0] == a[0] && second[1] == b[1] && second[2] == a[2]);
    }
    design_release(d, v);
    d = design_loaded(DESIGN_HEAD "\"design\": \"morris\", \"points\": 20, " GROUPED);
    v = all_rows(d, 1);
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 60);
    for (size_t row = 0; row < 60; row++) {
        const double *p = v + 3 * row;
        if (row % 3 < 2) {
            CU_ASSERT((p[0] != p[3]) == (p[2] != p[5]));
            CU_ASSERT((p[0] != p[3]) != (p[1] != p[4]));
        }
    }
    design_release(d, v);
}

/* One metric for each of the periods, called after them; faults have their places. */
static void
test_metric_of_many_periods(void)
{
    pc_design_t *d = design_loaded(DESIGN_HEAD
        "\"design\": \"random\", \"points\": 1, \"axes\": {\"demand.uptake\": {\"min\": "
        "0, \"max\": 1}}, \"metrics\": [{\"name\": \"t\", \"variable\": "
        "\"Tests|Total\", \"periods\": [\"FY2026\", \"2026-05\", "
        "\"2026-04..2026-06\"]}, {\"name\": \"s\", \"variable\": \"Sites|Total\", "
        "\"period\": \"2026-03\"}]}");
    static const char *const names[] = { "t_FY2026", "t_2026-05", "t_2026-04_2026-06",
        "s" };
    CU_ASSERT_EQUAL_FATAL(d->num_metrics, 4);
    for (int k = 0; k < 4; k++) {
        CU_ASSERT_STRING_EQUAL(d->metrics[k].name, names[k]);
    }
    CU_ASSERT_EQUAL(d->metrics[2].first, PC_MONTH(2026, 4));
    CU_ASSERT_EQUAL(d->metrics[2].last, PC_MONTH(2026, 6));
    CU_ASSERT_EQUAL(d->metrics[1].stat, PC_STAT_SUM);
    design_release(d, NULL);
    pc_diags_t diags;
    d = calloc(1, sizeof(*d));
    CU_ASSERT_PTR_NOT_NULL_FATAL(d);
    CU_ASSERT_EQUAL(
        design_load(d,
            DESIGN_HEAD
            "\"design\": \"random\", \"points\": 1, \"axes\": {\n"
            "\"demand.uptake\": {\"min\": 0, \"max\": 1, \"group\": \"a b\"}},\n"
            "\"metrics\": [{\"name\": \"t\", \"variable\": \"Tests|Total\", "
            "\"periods\": [\"FY2026\",\n"
            "\"FY2O26\",\n"
            "\"FY2099\"]},\n"
            "{\"name\": \"u\", \"variable\": \"Tests|Total\", \"periods\": []},\n"
            "{\"name\": \"v\", \"variable\": \"Tests|Total\", \"period\": "
            "\"FY2026\", \"periods\": [\"FY2026\"]}]}",
            &diags),
        PC_ERR_INPUT);
    CU_ASSERT(design_said(&diags, 2, "a name here has 1 to"));
    CU_ASSERT(design_said(&diags, 4, "is not a period"));
    CU_ASSERT(design_said(&diags, 5, "outside the run"));
    CU_ASSERT(design_said(&diags, 6, "`periods` is a list of periods"));
    CU_ASSERT(design_said(&diags, 7, "not both"));
    pc_diags_free(&diags);
    design_release(d, NULL);
}

/* Steps of half the levels, one axis at a time, each axis once. */
static void
test_morris_takes_steps(void)
{
    pc_design_t *d =
        design_loaded(DESIGN_HEAD "\"design\": \"morris\", \"points\": 20, " TWO_AXES);
    double *v = all_rows(d, 1);
    int up = 0, first = 0;
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 60);
    for (size_t t = 0; t < 20; t++) {
        const double *p = v + 6 * t;
        int moves[2] = { 0, 0 };
        for (int s = 0; s < 2; s++) {
            const double da = (p[2 * s + 2] - p[2 * s]) / 100,
                         db = p[2 * s + 3] - p[2 * s + 1];
            CU_ASSERT((da != 0) != (db != 0));
            CU_ASSERT_DOUBLE_EQUAL(fabs(da) + fabs(db), 2.0 / 3, 1e-9);
            moves[db != 0]++;
            up += da + db > 0;
            first += s == 0 && da != 0;
        }
        CU_ASSERT(moves[0] == 1 && moves[1] == 1);
    }
    CU_ASSERT(up > 5 && up < 35 && first > 2 && first < 18);
    design_release(d, v);
}

/* The order in which values are written changes no row, but for those of a grid. A
 * choice steps from each of its values to each other one. */
static void
test_order_of_values_is_nothing(void)
{
    static const char *const kinds[] = { "morris", "random", "latin_hypercube",
        "sobol" };
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        static const char *const lists[2][2] = {
            { "0.3, 0.31, 0.7, 0.71", "\"linear\", \"hazard\", \"logistic\"" },
            { "0.7, 0.3, 0.71, 0.31", "\"logistic\", \"linear\", \"hazard\"" }
        };
        pc_design_t *d[2];
        double *v[2];
        for (int order = 0; order < 2; order++) {
            char text[1024];
            snprintf(text, sizeof(text),
                DESIGN_HEAD "\"design\": \"%s\", \"points\": 64, \"axes\": "
                            "{\"demand.uptake\": {\"values\": [%s]}, "
                            "\"rollout.mode\": {\"values\": [%s]}}, " DESIGN_METRICS "}",
                kinds[k], lists[order][0], lists[order][1]);
            d[order] = design_loaded(text);
            v[order] = all_rows(d[order], 0);
        }
        CU_ASSERT_EQUAL(memcmp(v[0], v[1], 2 * d[0]->num_rows * sizeof(double)), 0);
        int steps[6][6] = { { 0 } };
        for (size_t row = 1; row < d[0]->num_rows && k == 0; row++) {
            steps[(int) v[0][2 * row - 1]][(int) v[0][2 * row + 1]] += row % 3 != 0;
        }
        for (int from = 0; from < 3 && k == 0; from++) {
            for (int to = 0; to < 3; to++) {
                CU_ASSERT(steps[(int) d[0]->axes[1].values[from]]
                               [(int) d[0]->axes[1].values[to]]
                          > 0);
            }
        }
        design_release(d[0], v[0]);
        design_release(d[1], v[1]);
    }
}

/* Every value of a list and every month of a range comes as often as the others. */
static void
test_values_and_months_are_alike(void)
{
    pc_design_t *d = design_loaded(DESIGN_HEAD
        "\"design\": \"morris\", \"points\": 200, \"levels\": 6, \"axes\": "
        "{\"rollout.mode\": {\"values\": [\"linear\", \"hazard\", "
        "\"logistic\"]}, \"demand.lag_2\": {\"min\": 3, \"max\": 5}}, " DESIGN_METRICS
        "}");
    double *v = all_rows(d, 0);
    double modes[3] = { 0 }, months[3] = { 0 };
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 600);
    for (size_t row = 0; row < d->num_rows; row++) {
        modes[(int) v[2 * row]]++;
        months[(int) v[2 * row + 1] - 3]++;
    }
    for (int k = 0; k < 3; k++) {
        CU_ASSERT_DOUBLE_EQUAL(modes[k], 200, 45);
        CU_ASSERT_DOUBLE_EQUAL(months[k], 200, 45);
    }
    design_release(d, v);
}

/* A distribution of the scenario: the median in the middle; on a series a factor. */
static void
test_own_distributions(void)
{
    pc_design_t *d = design_loaded(DESIGN_HEAD
        "\"design\": \"grid\", \"axes\": {\"rollout.base_share\": {\"levels\": 1}, "
        "\"haem.uptake\": {\"levels\": 1}, \"demand.uptake\": {\"levels\": 1, \"dist\": "
        "{\"type\": \"uniform\", \"min\": 0.2, \"max\": 0.4}}}, " DESIGN_METRICS "}");
    double *v = all_rows(d, 0);
    CU_ASSERT_DOUBLE_EQUAL(v[0], 0.9, 1e-12);
    CU_ASSERT(!d->axes[0].factor && d->axes[1].factor);
    CU_ASSERT_DOUBLE_EQUAL(v[1], 2.5 - sqrt(0.5 * 2.2 * 1.5), 1e-9); /* triangular */
    CU_ASSERT_DOUBLE_EQUAL(v[2], 0.3, 1e-12);
    design_release(d, v);
}

static void
test_list_reads_points(void)
{
    design_write(list_path, "rollout.mode,rollout.rate\nhazard,12\nlinear,17.5\n");
    pc_design_t *d =
        design_loaded(DESIGN_HEAD "\"design\": \"list\", \"points\": "
                                  "\"design.tmp.csv\", \"axes\": {\"rollout.rate\": "
                                  "{}, \"rollout.mode\": {}}, " DESIGN_METRICS "}");
    double *v = all_rows(d, 0);
    static const double expected[] = { 12, 1, 17.5, 0 };
    CU_ASSERT_EQUAL_FATAL(d->num_rows, 2);
    CU_ASSERT_EQUAL(memcmp(v, expected, sizeof(expected)), 0);
    unlink(list_path);
    design_release(d, v);
}

/* Every stat against the months themselves. */
static void
test_metrics(void)
{
    pc_design_t *d = design_loaded(DESIGN_HEAD
        "\"design\": \"random\", \"points\": 1, \"axes\": {\"rollout.rate\": {\"min\": "
        "1, "
        "\"max\": 2}}, \"metrics\": ["
        "{\"name\": \"sum\", \"variable\": \"Tests|Total\", \"period\": \"FY2026\"},"
        "{\"name\": \"last\", \"variable\": \"Sites|Total\", \"period\": \"FY2026\"},"
        "{\"name\": \"max\", \"variable\": \"Tests|Total\", \"period\": \"all\", "
        "\"stat\": "
        "\"max\"},"
        "{\"name\": \"min\", \"variable\": \"Tests|Total\", \"period\": "
        "\"2026-01..2026-02\", \"stat\": \"min\", \"region\": \"JP-13\"},"
        "{\"name\": \"share\", \"variable\": \"Expert Panel|Omitted Share\", "
        "\"period\": "
        "\"FY2026\"},"
        "{\"name\": \"date\", \"variable\": \"Sites|Total\", \"at_least\": 290},"
        "{\"name\": \"never\", \"variable\": \"Sites|Total\", \"at_least\": 9999}]}");
    pc_experiment_t e;
    CU_ASSERT_EQUAL_FATAL(
        pc_experiment_init(&e, &d->scenarios[0], 0, NULL, 0, NULL), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_prepare(&e), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_experiment_run(&e, 1), PC_OK);
    double sum = 0, most = 0, omitted = 0, date = NAN, value[7];
    for (size_t row = 1; row < e.results.num_rows; row++) {
        const double *r = pc_results_national(&e.results, row);
        const pc_month month = e.results.first + (pc_month) row;
        if (pc_month_fiscal_year(month) == 2026) {
            sum += r[PC_V_TESTS];
            omitted += r[PC_V_EP_OMITTED];
        }
        most = fmax(most, r[PC_V_TESTS]);
        if (isnan(date) && r[PC_V_SITES] >= 290) {
            date = month;
        }
    }
    const size_t january = (size_t) (PC_MONTH(2026, 1) - e.results.first);
    const double tokyo = fmin(pc_results_region(&e.results, january, 12)[PC_R_TESTS],
        pc_results_region(&e.results, january + 1, 12)[PC_R_TESTS]);
    for (int m = 0; m < 7; m++) {
        value[m] = pc_metric_value(&d->metrics[m], &e.results);
    }
    CU_ASSERT_DOUBLE_EQUAL(value[0], sum, 1e-9);
    CU_ASSERT_EQUAL(
        value[1], pc_results_national(&e.results, e.results.num_rows - 1)[PC_V_SITES]);
    CU_ASSERT_EQUAL(value[2], most);
    CU_ASSERT_EQUAL(value[3], tokyo);
    CU_ASSERT_DOUBLE_EQUAL(value[4], 100 * omitted / sum, 1e-9);
    CU_ASSERT_EQUAL(value[5], date);
    CU_ASSERT(isnan(value[6]));
    pc_experiment_free(&e);
    design_release(d, NULL);
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "grid_is_the_product", test_grid_is_the_product },
        { "latin_hypercube_fills_every_stratum",
            test_latin_hypercube_fills_every_stratum },
        { "random_follows_its_seed", test_random_follows_its_seed },
        { "sobol_is_a_net", test_sobol_is_a_net },
        { "cut_nets_are_warned_of", test_cut_nets_are_warned_of },
        { "order_of_values_is_nothing", test_order_of_values_is_nothing },
        { "saltelli_changes_one_axis", test_saltelli_changes_one_axis },
        { "groups_move_together", test_groups_move_together },
        { "metric_of_many_periods", test_metric_of_many_periods },
        { "morris_takes_steps", test_morris_takes_steps },
        { "values_and_months_are_alike", test_values_and_months_are_alike },
        { "own_distributions", test_own_distributions },
        { "list_reads_points", test_list_reads_points },
        { "metrics", test_metrics },
        CU_TEST_INFO_NULL,
    };
    return test_main("design", tests, argc, argv);
}
