#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenario/reader.h"
#include "scenario/rules.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define BASELINE "scenarios/baseline.json"

/* A folder for the files of one test. */
static char folder[] = "/tmp/panelcast-test-XXXXXX";

static void
make_folder(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static const char *
in_folder(const char *name)
{
    static char paths[4][256];
    static int at;
    at = (at + 1) % 4;
    snprintf(paths[at], sizeof(paths[at]), "%s/%s", folder, name);
    return paths[at];
}

static void
put_file(const char *name, const char *text)
{
    FILE *out = fopen(in_folder(name), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    fclose(out);
}

static void
remove_folder(void)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') {
            remove(in_folder(entry->d_name));
        }
    }
    closedir(dir);
    rmdir(folder);
}

/* Writes a scenario that extends `parent` (a path from the top of the tree, or a name in
 * the folder). */
static void
put_child(const char *name, const char *parent, const char *body)
{
    char text[4096];
    char place[512] = "";
    if (strchr(parent, '/') != NULL) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(place, sizeof(place) - 2));
        strcat(place, "/");
    }
    snprintf(text, sizeof(text),
        "{ \"name\": \"test\", \"title\": { \"en\": \"t\", \"ja\": \"t\" "
        "},\n\"extends\": "
        "\"%s%s\"%s%s }\n",
        place, parent, body[0] != '\0' ? ",\n" : "", body);
    put_file(name, text);
}

static pc_scenario_t
load(const char *path, const char *set)
{
    pc_scenario_t s;
    fixture_load(&s, path, &set, set != NULL);
    return s;
}

static pc_params_t *
months_of(const pc_scenario_t *s, const double *uniforms)
{
    pc_params_t *months = calloc(pc_scenario_num_months(s), sizeof(*months));
    CU_ASSERT_PTR_NOT_NULL_FATAL(months);
    CU_ASSERT_EQUAL(pc_scenario_params(s, uniforms, months, NULL), PC_OK);
    return months;
}

/* Value of a parameter in the first month of the scenario in `path`. */
static double
first_value(const char *path, const char *set, pc_param which)
{
    pc_scenario_t s = load(path, set);
    pc_params_t *months = months_of(&s, NULL);
    const double value = *pc_params_at(&months[1], which);
    free(months);
    pc_scenario_free(&s);
    return value;
}

#define RATE(x)                                                                         \
    "\"parameters\": { \"rollout.rate\": { \"value\": " x                               \
    ", \"unit\": \"site/year\", \"kind\": \"assumed\", \"note\": \"n\" } }"

/* --- precedence and merging --- */

/* default < parent < file < design point < --set, each pair on the values the model
 * would see. */
static void
test_precedence(void)
{
    make_folder();
    put_child("none.json", BASELINE, "");
    put_child("parent.json", BASELINE, RATE("11"));
    put_child("heir.json", "parent.json", "");
    put_child("child.json", "parent.json", RATE("12"));
    put_child("reset.json", "child.json", "\"parameters\": { \"rollout.rate\": null }");
    CU_ASSERT_EQUAL(first_value(in_folder("none.json"), NULL, PC_P_rollout_hazard),
        pc_param_table[PC_P_rollout_hazard].def);
    CU_ASSERT_EQUAL(first_value(in_folder("heir.json"), NULL, PC_P_rollout_rate), 11);
    CU_ASSERT_EQUAL(first_value(in_folder("child.json"), NULL, PC_P_rollout_rate), 12);
    CU_ASSERT_EQUAL(first_value(in_folder("reset.json"), NULL, PC_P_rollout_rate), 17.8);
    CU_ASSERT_EQUAL(
        first_value(in_folder("none.json"), "rollout.hazard=0.5", PC_P_rollout_hazard),
        0.5);
    CU_ASSERT_EQUAL(
        first_value(in_folder("child.json"), "rollout.rate=13", PC_P_rollout_rate), 13);

    const pc_point_t points[] = { { PC_P_rollout_rate, 14 },
        { PC_P_rollout_hazard, 0.2 } };
    pc_scenario_t s = load(in_folder("child.json"), "rollout.hazard=0.5");
    pc_params_t *months = calloc(pc_scenario_num_months(&s), sizeof(*months));
    CU_ASSERT_EQUAL(pc_scenario_params_at(&s, NULL, points, 2, months, NULL), PC_OK);
    CU_ASSERT_EQUAL(months[1].rollout_rate, 14);
    CU_ASSERT_EQUAL(months[1].rollout_hazard, 0.5);
    const pc_point_t wild = { PC_P_rollout_rate, 1e9 };
    CU_ASSERT_EQUAL(
        pc_scenario_params_at(&s, NULL, &wild, 1, months, NULL), PC_ERR_INPUT);
    free(months);
    pc_scenario_free(&s);
    remove_folder();
}

/* A child's entry takes nothing from its parent's: not the series, not the range. */
static void
test_parameter_is_replaced_whole(void)
{
    make_folder();
    put_child("child.json", BASELINE,
        "\"parameters\": { \"ep.circulation\": { \"value\": 0.9, \"unit\": \"1\", "
        "\"kind\": "
        "\"assumed\", \"note\": \"n\" } }");
    pc_scenario_t s = load(in_folder("child.json"), NULL);
    const pc_param_def_t *def = &s.params[PC_P_ep_circulation];
    CU_ASSERT_EQUAL(def->num_points, 0);
    CU_ASSERT_EQUAL(def->dist.type, PC_DIST_NONE);
    CU_ASSERT_EQUAL(def->value, 0.9);
    CU_ASSERT_PTR_NULL(def->source);
    CU_ASSERT_EQUAL(s.num_rules, 2);
    CU_ASSERT_STRING_EQUAL(s.rules[1].id, "fy2026-none");
    pc_scenario_free(&s);
    remove_folder();
}

static void
test_merge_of_other_keys(void)
{
    make_folder();
    put_child("parent.json", BASELINE, "\"output\": { \"bom\": true }, \"seed\": 7");
    put_child("child.json", "parent.json",
        "\"output\": { \"samples\": true }, \"observations\": null, \"omission_rules\": "
        "[], "
        "\"seed\": \"18446744073709551615\"");
    pc_scenario_t s = load(in_folder("child.json"), NULL);
    CU_ASSERT(s.output.bom && s.output.samples);
    CU_ASSERT_EQUAL(s.observations.num, 0);
    CU_ASSERT_EQUAL(s.num_rules, 0);
    CU_ASSERT_EQUAL(s.seed, UINT64_MAX);
    CU_ASSERT_EQUAL(s.num_inputs, 6); /* three scenario files, three of data */
    CU_ASSERT_STRING_EQUAL(s.inputs[0].role, "scenario");
    CU_ASSERT_STRING_EQUAL(s.inputs[1].role, "parent");
    CU_ASSERT_EQUAL(strlen(s.inputs[2].sha256), 64);
    pc_scenario_free(&s);
    remove_folder();
}

/* --- values by month --- */

static void
test_series_by_month(void)
{
    pc_scenario_t s = load(BASELINE, "start=2018-04");
    pc_params_t *p = months_of(&s, NULL);
    const pc_month first = s.start - 1;
    CU_ASSERT_EQUAL(pc_scenario_num_months(&s), (size_t) (s.end - s.start + 2));
    /* step: the day it begins, and the month before */
    CU_ASSERT_EQUAL(p[PC_MONTH(2025, 6) - first].ep_circulation, 0);
    CU_ASSERT_EQUAL(p[PC_MONTH(2025, 7) - first].ep_circulation, 0.3);
    CU_ASSERT_EQUAL(p[PC_MONTH(2025, 2) - first].haem_uptake, 0);
    CU_ASSERT_EQUAL(p[PC_MONTH(2025, 3) - first].haem_uptake, 0.04);
    /* linear: 44,000 in 180 months; the ends hold */
    CU_ASSERT_DOUBLE_EQUAL(p[PC_MONTH(2026, 10) - first].demand_drug_therapy_patients,
        303000 + 44000.0 * 12 / 180, 1e-6);
    CU_ASSERT_EQUAL(p[0].demand_drug_therapy_patients, 303000);
    CU_ASSERT_EQUAL(p[PC_MONTH(2041, 3) - first].demand_drug_therapy_patients, 347000);
    CU_ASSERT_EQUAL(p[PC_MONTH(2024, 3) - first].counselling_counsellors, 388);
    free(p);
    pc_scenario_free(&s);
}

/* A range replaces a constant and multiplies a series; without a draw neither is
 * touched. */
static void
test_draws(void)
{
    double uniforms[PC_NUM_PARAMS];
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        uniforms[i] = 0.25;
    }
    pc_scenario_t s = load(BASELINE, NULL);
    pc_params_t *drawn = months_of(&s, uniforms);
    pc_params_t *plain = months_of(&s, NULL);
    CU_ASSERT_EQUAL(plain[1].rollout_base_share, 1);
    CU_ASSERT_EQUAL(drawn[1].rollout_base_share, 0.85);
    /* triangular 0, 1, 2.5 at u = 0.25: sqrt(0.25 x 2.5 x 1), times 0.3 from 2025-07 */
    CU_ASSERT_DOUBLE_EQUAL(drawn[2].ep_circulation, 0.3 * sqrt(0.625), 1e-12);
    CU_ASSERT_EQUAL(drawn[1].ep_circulation, 0);
    CU_ASSERT_EQUAL(drawn[1].demand_fitness, plain[1].demand_fitness);
    CU_ASSERT(pc_scenario_uncertain(&s, PC_P_rollout_rate));
    CU_ASSERT(!pc_scenario_uncertain(&s, PC_P_demand_fitness));
    free(drawn);
    free(plain);
    pc_scenario_free(&s);
}

static void
test_series_from_csv(void)
{
    make_folder();
    put_file(
        "rates.csv", "time,other,uptake\n2025-01,9,0.1\n2026-01,,0.2\n2027-01,9,0.3\n");
    put_child("csv.json", BASELINE,
        "\"parameters\": { \"demand.uptake\": { \"series\": { \"csv\": \"rates.csv\", "
        "\"date\": "
        "\"time\", \"column\": \"uptake\" }, \"interpolation\": \"linear\", \"unit\": "
        "\"1\", "
        "\"kind\": \"assumed\", \"note\": \"n\" } }");
    pc_scenario_t s = load(in_folder("csv.json"), "start=2026-01");
    pc_params_t *p = months_of(&s, NULL);
    CU_ASSERT_DOUBLE_EQUAL(p[1].demand_uptake, 0.2, 1e-12);
    CU_ASSERT_STRING_EQUAL(s.inputs[2].role, "series");
    free(p);
    pc_scenario_free(&s);
    remove_folder();
}

/* --- rules and groups --- */

static void
test_rules_as_masks(void)
{
    pc_scenario_t s = load(BASELINE, NULL);
    const uint32_t drug =
        UINT32_C(1) << PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_APPROVED_CDX)
        | UINT32_C(1) << PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_GUIDELINE);
    CU_ASSERT_EQUAL_FATAL(s.num_rules, 2);
    CU_ASSERT_EQUAL(s.num_groups, 1);
    CU_ASSERT_EQUAL(s.groups[0].from_params, 1);
    for (size_t t = 0; t < PC_NUM_TIERS; t++) {
        CU_ASSERT_EQUAL(s.rules[0].mask[0][t], drug);
        CU_ASSERT_EQUAL(s.rules[1].mask[0][t],
            UINT32_C(1) << PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_NONE));
    }
    CU_ASSERT_EQUAL(s.rules[0].mask[1][0], 0);
    CU_ASSERT_EQUAL(s.rules[0].effective, PC_MONTH(2026, 6));
    CU_ASSERT_EQUAL(s.rules[0].until, PC_MONTH_NONE);
    CU_ASSERT_EQUAL(s.rules[0].adoption, PC_P_omission_adoption_drug);
    pc_scenario_free(&s);
}

static void
test_predicates(void)
{
    make_folder();
    put_child("rules.json", BASELINE,
        "\"case_groups\": ["
        "{ \"id\": \"lung\", \"title\": { \"en\": \"l\", \"ja\": \"l\" }, \"share\": "
        "0.25, "
        "\"secondary_finding\": 0.1, \"none\": 0.5, \"approved_cdx\": 0.2, "
        "\"guideline\": 0.1, "
        "\"trial\": 0.5, \"trend\": { \"none\": -0.01 }, \"source\": \"s\" },"
        "{ \"id\": \"rest\", \"title\": { \"en\": \"r\", \"ja\": \"r\" }, \"share\": "
        "0.75, "
        "\"secondary_finding\": 0.1, \"none\": 0.5, \"approved_cdx\": 0.2, "
        "\"guideline\": 0.1, "
        "\"trial\": 0.5, \"source\": \"s\" }],"
        "\"omission_rules\": [{ \"id\": \"x\", \"title\": { \"en\": \"x\", \"ja\": "
        "\"x\" }, "
        "\"effective\": \"2030-01\", \"until\": \"2031-12\", \"source\": \"s\", "
        "\"omit_when\": "
        "{ \"group\": \"lung\", \"any\": [{ \"tier\": [\"core\", \"hub\"] }, { \"not\": "
        "{ "
        "\"secondary_finding\": [true, false] } }], \"not\": { \"stream\": [\"solid\", "
        "\"haematological\"] } } }]");
    pc_scenario_t s = load(in_folder("rules.json"), NULL);
    const uint32_t early = UINT32_C(0x3FF) << 20; /* every class of the early stream */
    CU_ASSERT_EQUAL_FATAL(s.num_rules, 1);
    CU_ASSERT_EQUAL(s.rules[0].mask[0][PC_TIER_CORE], early);
    CU_ASSERT_EQUAL(s.rules[0].mask[0][PC_TIER_HUB], early);
    CU_ASSERT_EQUAL(s.rules[0].mask[0][PC_TIER_COOPERATIVE], 0);
    CU_ASSERT_EQUAL(s.rules[0].mask[1][PC_TIER_CORE], 0);
    CU_ASSERT_EQUAL(s.rules[0].adoption, PC_P_omission_adoption);
    CU_ASSERT_EQUAL(s.rules[0].until, PC_MONTH(2031, 12));
    CU_ASSERT_EQUAL(s.num_groups, 2);
    CU_ASSERT_EQUAL(s.groups[0].trend_none, -0.01);
    CU_ASSERT_EQUAL(s.groups_month, s.start);
    pc_scenario_free(&s);
    remove_folder();
}

/* --- resolve, explain --- */

static void
copy_file(const char *from, const char *name)
{
    char buffer[4096];
    size_t n;
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(in_folder(name), "wb");
    CU_ASSERT_FATAL(in != NULL && out != NULL);
    while ((n = fread(buffer, 1, sizeof(buffer), in)) > 0) {
        fwrite(buffer, 1, n, out);
    }
    fclose(in);
    fclose(out);
}

/* The resolved text, beside its data, is the same scenario: resolving it again gives the
 * same bytes and every month has the same values. A changed data file is then noticed.
 */
static void
test_resolve_again(void)
{
    static const char *const shipped[] = { "baseline", "no-omission", "slow-rollout",
        "early-testing", "guideline-revision-24", "hard-capacity", "wider-rule",
        "case-groups" };
    make_folder();
    copy_file("scenarios/data/hospitals.csv", "hospitals.csv");
    copy_file("scenarios/data/tier_changes.csv", "tier_changes.csv");
    copy_file("scenarios/data/prefectures.csv", "prefectures.csv");
    copy_file("scenarios/data/observations.csv", "observations.csv");
    for (size_t i = 0; i < sizeof(shipped) / sizeof(shipped[0]); i++) {
        char path[128];
        char *text = NULL;
        char *again = NULL;
        snprintf(path, sizeof(path), "scenarios/%s.json", shipped[i]);
        pc_scenario_t s = load(path, NULL);
        CU_ASSERT_EQUAL_FATAL(pc_scenario_resolve(&s, &text), PC_OK);
        CU_ASSERT_PTR_NULL(strstr(text, "scenarios/"));
        put_file("resolved.json", text);
        pc_scenario_t r = load(in_folder("resolved.json"), NULL);
        CU_ASSERT_EQUAL_FATAL(pc_scenario_resolve(&r, &again), PC_OK);
        CU_ASSERT_STRING_EQUAL(text, again);
        pc_params_t *a = months_of(&s, NULL);
        pc_params_t *b = months_of(&r, NULL);
        CU_ASSERT_EQUAL(memcmp(a, b, pc_scenario_num_months(&s) * sizeof(*a)), 0);
        CU_ASSERT_EQUAL_FATAL(r.num_groups, s.num_groups);
        CU_ASSERT_EQUAL(
            memcmp(r.groups, s.groups, s.num_groups * sizeof(s.groups[0])), 0);
        free(a);
        free(b);
        free(text);
        free(again);
        pc_scenario_free(&s);
        pc_scenario_free(&r);
    }
    FILE *out = fopen(in_folder("observations.csv"), "a");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs("\n", out);
    fclose(out);
    pc_scenario_t s;
    pc_diags_t diags;
    pc_diags_init(&diags);
    CU_ASSERT_EQUAL(
        pc_scenario_load(&s, in_folder("resolved.json"), NULL, 0, &diags), PC_ERR_INPUT);
    CU_ASSERT_PTR_NOT_NULL(strstr(diags.items[0].text, "has changed since"));
    pc_diags_free(&diags);
    pc_scenario_free(&s);
    remove_folder();
}

static void
test_explain_shows_the_chain(void)
{
    char *text = NULL;
    size_t size = 0;
    pc_scenario_t s = load("scenarios/slow-rollout.json", "rollout.rate=8");
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_EQUAL(pc_scenario_explain(&s, "rollout.rate", PC_LANG_EN, out), PC_OK);
    CU_ASSERT_EQUAL(
        pc_scenario_explain(&s, "rollout.rat", PC_LANG_EN, out), PC_ERR_INPUT);
    fclose(out);
    const char *set = strstr(text, "set by: --set (value 8)");
    const char *file = strstr(text, "replaced: scenarios/slow-rollout.json:");
    const char *parent = strstr(text, "replaced: scenarios/baseline.json:");
    const char *def = strstr(text, "default: 17.8 site/year");
    CU_ASSERT(set != NULL && file != NULL && parent != NULL && def != NULL);
    CU_ASSERT(set < file && file < parent && parent < def);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "value: 8 site/year"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "did you mean rollout.rate?"));
    free(text);
    pc_scenario_free(&s);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "precedence", test_precedence },
        { "parameter_is_replaced_whole", test_parameter_is_replaced_whole },
        { "merge_of_other_keys", test_merge_of_other_keys },
        { "series_by_month", test_series_by_month },
        { "draws", test_draws },
        { "series_from_csv", test_series_from_csv },
        { "rules_as_masks", test_rules_as_masks },
        { "predicates", test_predicates },
        { "resolve_again", test_resolve_again },
        { "explain_shows_the_chain", test_explain_shows_the_chain },
        CU_TEST_INFO_NULL,
    };
    return test_main("scenario", tests, argc, argv);
}
