/* dates.c - the sentences on dates and fits, letter for letter, in both languages. */
#include <math.h>
#include <string.h>

#include "analysis/answers/dates.h"
#include "analysis/answers/fits.h"
#include "analysis/answers/verdict.h"
#include "tests/unit/fixture.h"
#include "tests/unit/testlib.h"

#define MONTHS 5

static const pc_target_t sites_460 = { .goal = { PC_V_SITES, PC_GOAL_AT_LEAST, 460 },
    .id = "sites_460",
    .en = "460 sites in all",
    .ja = "計460施設",
    .sites = 460 };
static const pc_target_t tests = { .goal = { PC_V_TESTS, PC_GOAL_AT_LEAST, 2500 },
    .id = "tests",
    .en = "2500 tests",
    .ja = "2500件",
    .sites = NAN };

/* Shares of 10 runs that have reached the target, and that meet it, from 2030-01 on. */
static pc_reach_t
reached(double probability[MONTHS], double met[MONTHS])
{
    static double no_error[MONTHS];
    return (pc_reach_t){ .first = PC_MONTH(2030, 1),
        .num_months = MONTHS,
        .num = 10,
        .num_units = 10,
        .probability = probability,
        .error = no_error,
        .met = met };
}

static void
check_date(const pc_target_t *asked, const pc_scenario_t *s, const char *name,
    const pc_reach_t *reach, const char *const texts[])
{
    for (int lang = 0; lang < PC_NUM_LANGS; lang++) {
        char line[2048];
        pc_answer_date(asked, s, name, reach, (pc_lang) lang, line, sizeof(line));
        CU_ASSERT_STRING_EQUAL(line, texts[lang]);
    }
}

static void
test_sentence(void)
{
    static const char *const sets[] = { "end=2030-05", "draws=10" };
    static const char *const texts[] = {
        "460 sites in all: median 2030-03, 80 % interval 2030-02 to after 2030-05, if "
        "new sites go on at 10 to 25 a year (central 17.8) and 80 to 100 % of them are "
        "base hospitals (a range of assumptions, not a confidence interval)",
        "計460施設：中央値 2030-03、80%区間 "
        "2030-02〜2030-05より後（新規指定が年10〜25施設"
        "（中心17.8）で続き、その80〜100%"
        "が拠点病院等である場合。仮定の幅であり信頼区間では"
        "ない）"
    };
    static const char *const named[] = {
        "a, 460 sites in all: median 2030-03, 80 % interval 2030-02 to after 2030-05; "
        "in "
        "the last month met in 30 % of the runs, if new sites go on at 10 to 25 a year "
        "(central 17.8) and 80 to 100 % of them are base hospitals (a range of "
        "assumptions, not a confidence interval)",
        "a、計460施設：中央値 2030-03、80%区間 "
        "2030-02〜2030-05より後、期間末に該当する計算"
        "は30%（新規指定が年10〜25施設（中心17.8）で続き、その80〜100%が拠点病院等である"
        "場合。仮定の幅であり信頼区間ではない）"
    };
    double probability[MONTHS] = { 0, 0.2, 0.5, 0.8, 0.8 };
    double lost[MONTHS] = { 0, 0.2, 0.5, 0.8, 0.3 };
    pc_scenario_t s;
    fixture_load(&s, "scenarios/baseline.json", sets, 2);
    pc_reach_t reach = reached(probability, probability);
    CU_ASSERT(!pc_reach_is_lost(&reach));
    check_date(&sites_460, &s, NULL, &reach, texts);
    reach = reached(probability, lost);
    CU_ASSERT(pc_reach_is_lost(&reach));
    check_date(&sites_460, &s, "a", &reach, named);
    pc_scenario_free(&s);
}

/* What was changed stands in the title (tools/titles.c); one run has no interval. */
static void
test_title_and_one_run(void)
{
    static const char *const sets[] = { "end=2030-05", "rollout.mode=hazard", "seed=7" };
    static const char *const texts[] = {
        "2500 tests: median 2030-02, 80 % interval 2030-02 to 2030-03; 80 % of the runs "
        "meet it in the first month already, under the assumptions of \"Baseline\" "
        "(spread by chance alone)",
        "2500件：中央値 2030-02、80%区間 2030-02〜2030-03、80%の計算は最初の月に既に該当"
        "（「基準」の仮定による。偶然のみによる幅）"
    };
    static const char *const one_run[] = {
        "460 sites in all: after 2030-05 in the one run, under the assumptions of "
        "\"Baseline\"; no interval from one run",
        "計460施設：2030-05より後（1回の計算。「基準」の仮定による。幅は求めていない）"
    };
    double probability[MONTHS] = { 0, 0.8, 1, 1, 1 }, never[MONTHS] = { 0 };
    char en[] = "Baseline", ja[] = "基準";
    pc_scenario_t s;
    fixture_load(&s, "scenarios/baseline.json", sets, 3);
    char *const own_en = s.title_en, *const own_ja = s.title_ja;
    s.title_en = en;
    s.title_ja = ja;
    pc_reach_t reach = reached(probability, probability);
    check_date(&tests, &s, NULL, &reach, texts);
    reach = reached(never, never);
    reach.num = 1;
    check_date(&sites_460, &s, NULL, &reach, one_run);
    s.title_en = own_en;
    s.title_ja = own_ja;
    pc_scenario_free(&s);
}

static void
test_words_of_times(void)
{
    static const struct {
        double time;
        const char *texts[PC_NUM_LANGS];
    } times[] = { { NAN, { "-", "-" } }, { INFINITY, { "never", "到達せず" } },
        { 2100, { "after 2100", "2100年以降" } },
        { 2037 + 9 / 12.0, { "2037-10", "2037-10" } } };
    char text[32];
    for (size_t k = 0; k < sizeof(times) / sizeof(times[0]); k++) {
        for (int lang = 0; lang < PC_NUM_LANGS; lang++) {
            pc_show_time(times[k].time, (pc_lang) lang, text);
            CU_ASSERT_STRING_EQUAL(text, times[k].texts[lang]);
        }
    }
    pc_show_month(PC_MONTH_NONE, PC_LANG_EN, text);
    CU_ASSERT_STRING_EQUAL(text, "not within the run");
    pc_show_month(PC_MONTH_NONE, PC_LANG_JA, text);
    CU_ASSERT_STRING_EQUAL(text, "期間内に到達せず");
    pc_show_month(PC_MONTH(2037, 10), PC_LANG_JA, text);
    CU_ASSERT_STRING_EQUAL(text, "2037-10");
}

/* A logistic curve: its second parameter is the ceiling. */
static void
check_fit(pc_fit_t fit, const char *reason, const char *en, const char *ja)
{
    static const double targets[] = { 460, 505 };
    char text[256];
    fit.kind = PC_GROWTH_LOGISTIC;
    pc_answer_fit(&fit, targets, 2, reason, PC_LANG_EN, text, sizeof(text));
    CU_ASSERT_STRING_EQUAL(text, en);
    pc_answer_fit(&fit, targets, 2, reason, PC_LANG_JA, text, sizeof(text));
    CU_ASSERT_STRING_EQUAL(text, ja);
}

static void
test_remarks(void)
{
    const pc_fit_t few = { .state = PC_FIT_TOO_FEW };
    const pc_fit_t unsettled = { .state = PC_FIT_NO_CONVERGENCE };
    const pc_fit_t low = { .state = PC_FIT_OK, .theta = { 0.2, 300 } };
    const pc_fit_t at_target = { .state = PC_FIT_OK, .theta = { 0.2, 505 } };
    const pc_fit_t lost = {
        .state = PC_FIT_OK, .theta = { 0.2, 9000 }, .ceiling_lost = 1
    };
    check_fit(few, "not fitted", "too few increments for its parameters",
        "点が少なく当てはめられない");
    check_fit(unsettled, "not fitted", "the fit does not converge", "収束しない");
    check_fit(low, NULL, "levels off at 300, never reaches 460 or 505",
        "300で頭打ち、460と505に達しない");
    check_fit(at_target, NULL,
        "levels off at 505, never reaches 505 (the ceiling itself is only approached)",
        "505で頭打ち、505に達しない（上限と同じ目標には近づくのみ）");
    check_fit(lost, "n - k - 1 is below 2",
        "the record shows no ceiling; no weight: n - k - 1 is below 2",
        "実績からは上限が見えない；重みなし：n - k - 1が2未満");
}

/* Two lines through 300 sites at the start of 2030: of 20 and of 10 sites a year. */
static void
check_verdict(double target, const char *verdict)
{
    static const pc_line_t lines[2] = {
        { .mean_time = 2030, .mean_count = 300, .pace = 20 },
        { .mean_time = 2030, .mean_count = 300, .pace = 10 }
    };
    pc_ministry_sum_t sum = { .num_lines = 2,
        .readings = { { .id = "x", .text = "a target", .target = target } } };
    char text[PC_VERDICT_SIZE];
    memcpy(sum.lines, lines, sizeof(lines));
    pc_answer_verdict(&sum, 0, PC_LANG_EN, text);
    CU_ASSERT_STRING_EQUAL(text, verdict);
}

static void
test_verdict(void)
{
    check_verdict(340,
        "2037? a target: no, earlier. Of 2 straight lines through the record 0 reach it "
        "in 2037; they reach it from 2032-01 to 2034-01.");
    check_verdict(450,
        "2037? a target: it depends on the window of the record. Of 2 straight lines "
        "through the record 1 reach it in 2037; they reach it from 2037-07 to 2045-01.");
    check_verdict(460, "2037? a target: no, later. Of 2 straight lines through the "
                       "record 0 reach it in "
                       "2037; they reach it from 2038-01 to 2046-01.");
    /* One before and one after: no line in 2037, and yet neither earlier nor later. */
    check_verdict(400,
        "2037? a target: it depends on the window of the record. Of 2 straight lines "
        "through the record 0 reach it in 2037; they reach it from 2035-01 to 2040-01.");
}

static void
check_runs(const pc_scenario_t *s, pc_reach_t *reach, double before, double by,
    const char *const texts[])
{
    char text[PC_VERDICT_SIZE];
    reach->probability[11] = before; /* 2036-12 */
    reach->probability[23] = by;
    for (int lang = 0; lang < PC_NUM_LANGS; lang++) {
        pc_answer_verdict_of_runs(&sites_460, s, NULL, reach, (pc_lang) lang, text);
        CU_ASSERT_STRING_EQUAL(text, texts[lang]);
    }
}

/* The middle 80 % of runs from 2036-01 to 2037-12 says the word. */
static void
test_verdict_of_runs(void)
{
    static const char *const sets[] = { "end=2037-12", "draws=10" };
    static const char *const later[] = {
        "2037? 460 sites in all, simulated: no, later. Of 10 runs 0 % reach it before "
        "2037, 10 % in 2037 and 90 % later or not at all.",
        "2037年か　計460施設（シミュレーション）：2037年には達しない（より後）。10回の計"
        "算のうち、2037年より前に達するもの0%、2037年に達するもの10%、より後又は達しない"
        "もの90%。"
    };
    static const char *const other[] = {
        "2037? 460 sites in all, simulated: it depends on the assumptions. Of 10 runs "
        "20 % reach it before 2037, 70 % in 2037 and 10 % later or not at all.",
        "2037年か　計460施設（シミュレーション）：2037年に達するかは仮定による。10回の計"
        "算のうち、2037年より前に達するもの20%、2037年に達するもの70%"
        "、より後又は達しない"
        "もの10%。"
    };
    static const char *const within[] = {
        "2037? 460 sites in all, simulated: yes. Of 10 runs 0 % reach it before 2037, "
        "90 % in 2037 and 10 % later or not at all.",
        "2037年か　計460施設（シミュレーション）：2037年に達する。10回の計算のうち、2037"
        "年より前に達するもの0%、2037年に達するもの90%、より後又は達しないもの10%。"
    };
    static const char *const earlier[] = {
        "2037? 460 sites in all, simulated: no, earlier. Of 10 runs 90 % reach it "
        "before "
        "2037, 0 % in 2037 and 10 % later or not at all.",
        "2037年か　計460施設（シミュレーション）：2037年より前に達する。10回の計算のうち"
        "、2037年より前に達するもの90%、2037年に達するもの0%、より後又は達しないもの10%"
        "。"
    };
    double probability[24] = { 0 };
    char text[PC_VERDICT_SIZE];
    pc_scenario_t s;
    pc_reach_t reach = { .first = PC_MONTH(2036, 1),
        .num_months = 24,
        .num = 10,
        .probability = probability };
    fixture_load(&s, "scenarios/baseline.json", sets, 2);
    check_runs(&s, &reach, 0, 0.1 - 1e-9, later);
    check_runs(&s, &reach, 0.2, 0.9, other);
    check_runs(&s, &reach, 0, 0.9, within);
    check_runs(&s, &reach, 0.9, 0.9, earlier);
    /* No line on a result that is no number of sites, nor in a run that ends earlier. */
    pc_answer_verdict_of_runs(&tests, &s, NULL, &reach, PC_LANG_EN, text);
    CU_ASSERT_STRING_EQUAL(text, "");
    s.end--;
    pc_answer_verdict_of_runs(&sites_460, &s, NULL, &reach, PC_LANG_EN, text);
    CU_ASSERT_STRING_EQUAL(text, "");
    pc_scenario_free(&s);
}

static void
test_mover(void)
{
    static const char *const sets[] = { "end=2040-03" };
    static const char *const texts[] = {
        "a, 460 sites in all: the assumption that moves this date most is \"pace of new "
        "sites in linear mode\" (rollout.rate): at 10 sites/year it is after 2040-03, "
        "at "
        "20 sites/year 2034-05, all else at central values and without chance.",
        "a、計460施設：この時期を最も動かす仮定は「新規指定ペース（直線）」（rollout."
        "rate"
        "）。10施設/年のとき2040-03より後、20施設/"
        "年のとき2034-05（他の仮定は中心値、偶然"
        "を含まない）。"
    };
    pc_mover_t mover = { .found = 1,
        .which = PC_P_rollout_rate,
        .at = { 10, 20 },
        .dates = { PC_MONTH_NONE, PC_MONTH(2034, 5) } };
    char text[PC_VERDICT_SIZE];
    pc_scenario_t s;
    fixture_load(&s, "scenarios/baseline.json", sets, 1);
    for (int lang = 0; lang < PC_NUM_LANGS; lang++) {
        pc_answer_mover(&sites_460, &s, "a", &mover, (pc_lang) lang, text);
        CU_ASSERT_STRING_EQUAL(text, texts[lang]);
    }
    mover.found = 0;
    pc_answer_mover(&sites_460, &s, NULL, &mover, PC_LANG_EN, text);
    CU_ASSERT_STRING_EQUAL(text, "");
    pc_scenario_free(&s);
}

int
main(int argc, char **argv)
{
    CU_TestInfo all[] = {
        { "sentence", test_sentence },
        { "title_and_one_run", test_title_and_one_run },
        { "words_of_times", test_words_of_times },
        { "remarks", test_remarks },
        { "verdict", test_verdict },
        { "verdict_of_runs", test_verdict_of_runs },
        { "mover", test_mover },
        CU_TEST_INFO_NULL,
    };
    return test_main("dates", all, argc, argv);
}
