/* classes.c - --set may_omit.*: of each month and class, what was set last holds,
 * whatever the rules were made of; all else is as before. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chance/rng.h"
#include "scenario/reader.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define BASELINE "scenarios/baseline.json"
#define SETS 6

/* Rules by tier, with any and not, that end and begin. */
static const char rules[] =
    "\"omission_rules\": ["
    "{ \"id\": \"a\", \"title\": { \"en\": \"x\", \"ja\": \"x\" }, \"effective\": "
    "\"2026-06\", \"until\": \"2032-03\", "
    "\"omit_when\": "
    "{ \"any\": [ { \"tier\": \"core\", \"drug_access\": [ \"none\", \"trial\" ] }, "
    "{ \"stream\": \"early\" } ] }, \"adoption\": \"omission.adoption\", \"source\": "
    "\"x\" },"
    "{ \"id\": \"b\", \"title\": { \"en\": \"x\", \"ja\": \"x\" }, \"effective\": "
    "\"2030-04\", \"omit_when\": { \"not\": { \"all\": "
    "[ "
    "{ \"stream\": [ \"solid\", \"early\" ] }, { \"not\": { \"drug_access\": \"other\" "
    "} } ] } }, "
    "\"adoption\": \"omission.adoption_none\", \"source\": \"x\" } ]";

/* 1: a rule in force allows the class in the tier. */
static int
is_allowed(const pc_scenario_t *s, pc_month month, int tier, int class)
{
    for (size_t r = 0; r < s->num_rules; r++) {
        const pc_rule_t *rule = &s->rules[r];
        if (month >= rule->effective
            && (rule->until == PC_MONTH_NONE || month <= rule->until)
            && (rule->mask[0][tier] >> class & 1) != 0) {
            return 1;
        }
    }
    return 0;
}

static void
check(const pc_scenario_t *before, const pc_scenario_t *now)
{
    size_t wrong = 0;
    for (pc_month m = before->start; m <= before->end; m++) {
        for (int class = 0; class < PC_NUM_CLASSES; class ++) {
            for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
                int want = is_allowed(before, m, tier, class);
                for (size_t k = 0; k < now->num_class_sets; k++) {
                    const pc_class_set_t *set = &now->class_sets[k];
                    if (set->class == class && m >= set->from) {
                        want = set->may;
                    }
                }
                wrong += is_allowed(now, m, tier, class) != want;
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Random classes, values and months, of each class one. */
static void
check_random(const char *path, uint64_t seed)
{
    pc_scenario_t before, now;
    char texts[SETS][96], name[64], month[8];
    const char *sets[SETS];
    fixture_load(&before, path, NULL, 0);
    for (int k = 0; k < SETS; k++) {
        const pc_stream_t stream = { seed, 0, 1 };
        double u[2], v[2];
        pc_uniforms(&stream, PC_PROCESS_DESIGN, 0, 0, (uint32_t) k, u);
        pc_uniforms(&stream, PC_PROCESS_DESIGN, 1, 0, (uint32_t) k, v);
        pc_class_set_name(5 * k + (int) (5 * u[0]), name);
        pc_month_format(before.start + 1 + (pc_month) (170 * u[1]), month);
        snprintf(texts[k], sizeof(texts[k]), "%s=%s@%s", name, v[0] < 0.5 ? "yes" : "no",
            month);
        sets[k] = texts[k];
    }
    fixture_load(&now, path, sets, SETS);
    CU_ASSERT_EQUAL(now.num_class_sets, SETS);
    check(&before, &now);
    pc_scenario_free(&now);
    pc_scenario_free(&before);
}

static void
test_any_class_any_month(void)
{
    char folder[] = "/tmp/test-classes-XXXXXX", path[64], here[PATH_MAX];
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    CU_ASSERT_PTR_NOT_NULL_FATAL(getcwd(here, sizeof(here)));
    snprintf(path, sizeof(path), "%s/tiers.json", folder);
    FILE *out = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fprintf(out,
        "{ \"schema_version\": 1, \"name\": \"tiers\", \"title\": { \"en\": \"x\", "
        "\"ja\": "
        "\"x\" }, \"extends\": \"%s/%s\", %s }",
        here, BASELINE, rules);
    fclose(out);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        check_random(BASELINE, seed);
        check_random(path, seed);
    }
    CU_ASSERT_EQUAL(remove(path), 0);
    CU_ASSERT_EQUAL(rmdir(folder), 0);
}

/* Of one class the later text holds from its month on; what nothing is left of goes. */
static void
test_order(void)
{
    static const char *const sets[] = { "may_omit.solid.no_finding.trial=yes@2028-06",
        "may_omit.solid.no_finding.trial=no@2031-04",
        "may_omit.solid.no_finding.none=no" };
    const int trial = PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_TRIAL);
    pc_scenario_t s;
    fixture_load(&s, BASELINE, sets, 3);
    CU_ASSERT_EQUAL(is_allowed(&s, PC_MONTH(2028, 5), 0, trial), 0);
    CU_ASSERT_EQUAL(is_allowed(&s, PC_MONTH(2028, 6), 0, trial), 1);
    CU_ASSERT_EQUAL(is_allowed(&s, PC_MONTH(2031, 3), 0, trial), 1);
    CU_ASSERT_EQUAL(is_allowed(&s, PC_MONTH(2031, 4), 0, trial), 0);
    CU_ASSERT_EQUAL(s.num_rules, 2); /* for drugs; for trials */
    CU_ASSERT_EQUAL(s.rules[1].adoption, PC_P_omission_adoption);
    pc_scenario_free(&s);
}

static void
test_messages(void)
{
    static const struct {
        const char *set, *text;
    } cases[] = {
        { "may_omit.solid.no_findin.trial=yes",
            "did you mean may_omit.solid.no_finding.trial?" },
        { "may_omit.solid.no_finding.trial=maybe", "with yes or no" },
        { "may_omit.solid.no_finding.trial=yes@2028", "with yes or no" },
        { "may_omit.solid.no_finding.trial", "with yes or no" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pc_scenario_t s;
        pc_diags_t diags;
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL(
            pc_scenario_load(&s, BASELINE, &cases[i].set, 1, &diags), PC_ERR_INPUT);
        CU_ASSERT_EQUAL_FATAL(diags.num, 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(diags.items[0].text, cases[i].text));
        pc_scenario_free(&s);
        pc_diags_free(&diags);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "any_class_any_month", test_any_class_any_month },
        { "order", test_order },
        { "messages", test_messages },
        CU_TEST_INFO_NULL,
    };
    return test_main("classes", tests, argc, argv);
}
