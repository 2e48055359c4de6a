/* milestone_future.c - the parts of `milestone` that simulate. */
#include "milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/value.h"

static pc_ensemble_plan_t
plan_of(const pc_inquiry_t *self, const pc_scenario_t *s)
{
    return (pc_ensemble_plan_t){ .draws = (uint32_t) s->draws,
        .replicates = (uint32_t) s->replicates,
        .threads = self->options.threads };
}

/* What the answer rests on. */
static void
assumption(const pc_scenario_t *s, int ja, char *text, size_t size)
{
    const pc_param_def_t *mode = &s->params[PC_P_rollout_mode];
    const pc_param_def_t *rate = &s->params[PC_P_rollout_rate];
    if ((int) mode->value != PC_ROLLOUT_LINEAR || mode->num_points > 0
        || rate->num_points > 0) {
        snprintf(text, size, ja ? "「%s」の仮定" : "the assumptions of \"%s\"",
            ja ? s->title_ja : s->title_en);
        return;
    }
    double low, high;
    if (rate->dist.type != PC_DIST_NONE && s->draws > 0) {
        pc_dist_support(&rate->dist, &low, &high);
        snprintf(text, size,
            ja ? "新規指定のペースが年%.3g〜%.3g施設（中心%.3g、幅は仮定）で続く場合"
               : "if new sites go on at %.3g to %.3g a year (central %.3g; the range is "
                 "assumed)",
            low, high, rate->value);
    } else {
        snprintf(text, size,
            ja ? "新規指定が年%.3g施設のペースで続く場合"
               : "if new sites go on at %.3g a year",
            rate->value);
    }
}

/* The ranges behind the dates, for the text. */
static void
range_figures(pc_inquiry_t *self)
{
    static const struct {
        const char *key;
        pc_param which;
        double scale;
        int decimals;
    } shown[] = { { "assumed.rate", PC_P_rollout_rate, 1, 1 },
        { "assumed.base_share", PC_P_rollout_base_share, 100, 0 } };
    char key[64];
    for (int k = 0; k < 2; k++) {
        const pc_param_def_t *def = &self->scenarios[0].params[shown[k].which];
        double low = def->value, high = def->value;
        if (def->dist.type != PC_DIST_NONE) {
            pc_dist_support(&def->dist, &low, &high);
        }
        const double values[] = { low, def->value, high };
        static const char *const ends[] = { "low", "central", "high" };
        for (int n = 0; n < 3; n++) {
            snprintf(key, sizeof(key), "%s.%s", shown[k].key, ends[n]);
            pc_inquiry_figure_number(
                self, key, n == 1 ? shown[k].decimals : 0, shown[k].scale * values[n]);
        }
    }
    pc_inquiry_figure_number(self, "assumed.runs", 0,
        (double) self->scenarios[0].draws * (double) self->scenarios[0].replicates);
    pc_inquiry_figure_number(self, "asked.days", 0, self->options.days);
}

static void
summarise(pc_inquiry_t *self, const pc_asked_t *asked, const pc_scenario_t *s,
    const pc_reach_t *reach)
{
    char low[32], middle[32], high[32], why[192];
    if (self->num_summary == sizeof(self->summary) / sizeof(self->summary[0])) {
        return;
    }
    pc_show_month(pc_reach_quantile(reach, 0.1, 0), self->ja, low);
    pc_show_month(pc_reach_quantile(reach, 0.5, 0), self->ja, middle);
    pc_show_month(pc_reach_quantile(reach, 0.9, 0), self->ja, high);
    assumption(s, self->ja, why, sizeof(why));
    snprintf(self->summary[self->num_summary++], sizeof(self->summary[0]),
        self->ja ? "%s：中央値 %s、80%%区間 %s〜%s（%s。仮定の幅であり信頼区間ではない）"
                 : "%s: median %s, 80 %% interval %s to %s, %s (range of assumptions, "
                   "not a confidence interval)",
        self->ja ? asked->ja : asked->en, middle, low, high, why);
}

static void
date_figures(pc_inquiry_t *self, const pc_asked_t *asked, const pc_scenario_t *s,
    const pc_reach_t *reach)
{
    char key[320], en[32], ja[32], name[288];
    const double three[] = { 0.1, 0.5, 0.9 };
    snprintf(name, sizeof(name), "date.%s.%s", s->name, asked->id);
    for (int k = 0; k < 3; k++) {
        const pc_month month = pc_reach_quantile(reach, three[k], 0);
        pc_show_month(month, 0, en);
        pc_show_month(month, 1, ja);
        snprintf(key, sizeof(key), "%s.q%02d", name, (int) (100 * three[k] + 0.5));
        pc_inquiry_figure(self, key, en, ja);
    }
    snprintf(key, sizeof(key), "%s.by_2037", name);
    const pc_month end = PC_MONTH(2037, 12);
    if (end >= reach->first && end < reach->first + (pc_month) reach->num_months) {
        pc_inquiry_figure_number(
            self, key, 0, 100 * reach->probability[end - reach->first]);
    }
}

static void
date_row(pc_grid_t *g, pc_inquiry_t *self, const pc_asked_t *asked,
    const pc_scenario_t *s, const pc_reach_t *reach)
{
    char text[96], low[32], high[32], end[8];
    const size_t last = reach->num_months - 1;
    pc_grid_text(g, self->ja ? asked->ja : asked->en);
    pc_grid_text(g, asked->id);
    pc_grid_text(g, s->name);
    for (size_t k = 0; k < PC_NUM_DATE_LEVELS; k++) {
        pc_show_month(pc_reach_quantile(reach, pc_date_levels[k], 0), self->ja, text);
        pc_grid_text(g, text);
    }
    pc_show_month(pc_reach_quantile(reach, 0.5, 2), self->ja, low);
    pc_show_month(pc_reach_quantile(reach, 0.5, -2), self->ja, high);
    snprintf(text, sizeof(text), "%s..%s", low, high);
    pc_grid_text(g, text);
    pc_month_format(s->end, end);
    pc_grid_text(g, end);
    pc_grid_number(g, 100 * (1 - reach->probability[last]));
    pc_grid_number(g, 100 * reach->error[last]);
    pc_grid_number(g, (double) reach->num);
}

static void
month_rows(pc_grid_t *g, const pc_asked_t *asked, const pc_scenario_t *s,
    const pc_reach_t *reach)
{
    for (size_t m = 0; m < reach->num_months; m++) {
        char month[8];
        pc_month_format(reach->first + (pc_month) m, month);
        pc_grid_text(g, asked->id);
        pc_grid_text(g, asked->en);
        pc_grid_text(g, asked->ja);
        pc_grid_text(g, s->name);
        pc_grid_text(g, s->title_en);
        pc_grid_text(g, s->title_ja);
        pc_grid_text(g, month);
        pc_grid_number(g, reach->probability[m]);
        pc_grid_number(g, reach->error[m]);
    }
}

static void
pair_row(pc_grid_t *g, pc_inquiry_t *self, const pc_asked_t *asked, const char *name,
    const pc_reach_pair_t *pair)
{
    pc_grid_text(g, self->ja ? asked->ja : asked->en);
    pc_grid_text(g, name);
    pc_grid_number(g, 100 * pair->earlier);
    pc_grid_number(g, 100 * pair->earlier_error);
    pc_grid_number(g, 100 * pair->same);
    pc_grid_number(g, 100 * pair->later);
    pc_grid_number(g, pair->median);
    pc_grid_number(g, pair->low);
    pc_grid_number(g, pair->high);
    pc_grid_number(g, (double) pair->both);
}

typedef struct {
    pc_grid_t *dates, *months, *pairs;
} date_grids_t;

/* One scenario's answer to one target; `first` is the first scenario's. */
static int
add_answer(pc_inquiry_t *self, size_t scenario, const pc_asked_t *asked,
    const pc_reach_t *now, const pc_reach_t *first, const date_grids_t *grids)
{
    const pc_scenario_t *s = &self->scenarios[scenario];
    pc_reach_pair_t pair;
    if (self->options.target != NULL && self->num_scenarios == 1
        && now->probability[now->num_months - 1] <= 0) {
        char end[8];
        pc_month_format(s->end, end);
        pc_diags_add(&self->diags, PC_ERROR, s->path, 0, 0, NULL,
            "no run of %zu reaches the target '%s' by %s; --set end=YYYY-MM makes the "
            "run longer",
            now->num, asked->id, end);
        return PC_EXIT_NO;
    }
    if (now->probability[0] > 0) {
        pc_diags_add(&self->diags, PC_ERROR, s->path, 0, 0, NULL,
            "the target '%s' is already passed before the run starts", asked->id);
        return PC_EXIT_NO;
    }
    date_row(grids->dates, self, asked, s, now);
    month_rows(grids->months, asked, s, now);
    date_figures(self, asked, s, now);
    if (scenario == 0) {
        summarise(self, asked, s, now);
    } else if (s->seed != self->scenarios[0].seed) {
        pc_diags_add(&self->diags, PC_WARNING, s->path, 0, 0, "seed",
            "its seed differs, so it is not compared run by run");
    } else if (grids->pairs != NULL && pc_reach_compare(first, now, &pair) == PC_OK) {
        pair_row(grids->pairs, self, asked, s->name, &pair);
    }
    return PC_EXIT_OK;
}

/* All scenarios; the first is the one others are compared with. */
static int
find_all_dates(pc_inquiry_t *self, const date_grids_t *grids)
{
    pc_reach_t first[PC_MAX_GOALS] = { 0 }, other[PC_MAX_GOALS] = { 0 };
    pc_goal_t goals[PC_MAX_GOALS];
    int code = PC_EXIT_OK;
    for (size_t g = 0; g < self->num_asked; g++) {
        goals[g] = self->asked[g].goal;
    }
    for (size_t k = 0; k < self->num_scenarios && code == PC_EXIT_OK; k++) {
        const pc_ensemble_plan_t plan = plan_of(self, &self->scenarios[k]);
        pc_reach_t *now = k == 0 ? first : other;
        code = pc_exit_code(pc_reach_run(
            now, goals, self->num_asked, &self->scenarios[k], &plan, &self->diags));
        for (size_t g = 0; g < self->num_asked && code == PC_EXIT_OK; g++) {
            code = add_answer(self, k, &self->asked[g], &now[g], &first[g], grids);
        }
        for (size_t g = 0; g < self->num_asked && k > 0; g++) {
            pc_reach_free(&now[g]);
        }
    }
    for (size_t g = 0; g < self->num_asked; g++) {
        pc_reach_free(&first[g]);
    }
    return code;
}

int
pc_part_date(pc_inquiry_t *self)
{
    static const pc_grid_column_t dates[] = {
        { "target", "target", "目標", -1, 0 },
        { "target_id", "", "", -1, 1 },
        { "scenario", "scenario", "シナリオ", -1, 0 },
        { "q05", "5 %", "5%", -1, 0 },
        { "q10", "10 %", "10%", -1, 0 },
        { "q25", "25 %", "25%", -1, 0 },
        { "q50", "50 %", "50%", -1, 0 },
        { "q75", "75 %", "75%", -1, 0 },
        { "q90", "90 %", "90%", -1, 0 },
        { "q95", "95 %", "95%", -1, 0 },
        { "q50_range", "median, Monte Carlo", "中央値の計算誤差", -1, 0 },
        { "horizon", "run to", "計算期間末", -1, 0 },
        { "not_reached_percent", "not reached %", "未到達%", 1, 0 },
        { "not_reached_mcse", "+-", "±", 1, 0 },
        { "members", "runs", "回数", 0, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    static const pc_grid_column_t months[] = { { "target", "", "", -1, 0 },
        { "target_en", "", "", -1, 0 }, { "target_ja", "", "", -1, 0 },
        { "scenario", "", "", -1, 0 }, { "title_en", "", "", -1, 0 },
        { "title_ja", "", "", -1, 0 }, { "time", "", "", -1, 0 },
        { "probability", "", "", 4, 0 }, { "mcse", "", "", 4, 0 },
        { NULL, NULL, NULL, 0, 0 } };
    static const pc_grid_column_t pairs[] = {
        { "target", "target", "目標", -1, 0 },
        { "scenario", "scenario", "シナリオ", -1, 0 },
        { "earlier_percent", "earlier %", "早い%", 1, 0 },
        { "earlier_mcse", "+-", "±", 1, 0 },
        { "same_percent", "same %", "同じ%", 1, 0 },
        { "later_percent", "later %", "遅い%", 1, 0 },
        { "median_months_later", "months later", "差（月）", 0, 0 },
        { "low_months_later", "10 %", "10%", 0, 0 },
        { "high_months_later", "90 %", "90%", 0, 0 },
        { "pairs_both_reached", "pairs", "組", 0, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    date_grids_t grids;
    grids.dates = pc_inquiry_grid(self, "dates",
        "the simulated date (quantiles of the month in which the target is reached)",
        "シミュレーションによる到達時期（到達月の分位点）", dates, 0);
    grids.months = pc_inquiry_grid(self, "milestone", "", "", months, 1);
    grids.pairs = self->num_scenarios < 2
                      ? NULL
                      : pc_inquiry_grid(self, "pairs",
                          "against the first scenario, run by run under the same luck",
                          "最初のシナリオとの比較（同じ乱数による）", pairs, 0);
    if (grids.dates == NULL || grids.months == NULL) {
        return PC_EXIT_BUG;
    }
    grids.dates->note_en = "\"median, Monte Carlo\": where the median lies within two "
                           "standard errors; the draw is the sampling unit where draws "
                           "are drawn.";
    grids.dates->note_ja =
        "「中央値の計算誤差」は標準誤差の2倍の範囲（パラメータ抽出を標本単位とする）。";
    range_figures(self);
    return find_all_dates(self, &grids);
}

/* --- what it would take --------------------------------------------------------------
 */

static const pc_grid_column_t need_columns[] = {
    { "lever", "lever", "手段", -1, 0 },
    { "demand", "demand", "条件", -1, 0 },
    { "q10", "10 %", "10%", 2, 0 },
    { "q50", "50 %", "50%", 2, 0 },
    { "q90", "90 %", "90%", 2, 0 },
    { "unit", "unit", "単位", -1, 0 },
    { "already_percent", "not needed %", "不要%", 0, 0 },
    { "impossible_percent", "no solution %", "解なし%", 0, 0 },
    { "runs", "runs", "回数", 0, 0 },
    { "remark", "remark", "備考", -1, 0 },
    { NULL, NULL, NULL, 0, 0 },
};

static void
need_row(pc_inquiry_t *self, pc_grid_t *g, const pc_need_t *need, const char *demand,
    const char *reason, const char *key)
{
    const pc_lever_info_t *info = &pc_lever_table[need->lever];
    static const double three[] = { 0.1, 0.5, 0.9 };
    const double n = (double) need->num;
    char name[96];
    pc_grid_text(g, self->ja ? info->ja : info->en);
    pc_grid_text(g, demand);
    for (int k = 0; k < 3; k++) {
        const double x = pc_need_quantile(need, three[k]);
        pc_grid_number(g, isinf(x) && x < 0 ? info->low : x);
        snprintf(name, sizeof(name), "%s.q%02d", key, (int) (100 * three[k] + 0.5));
        if (isinf(x) && x > 0) {
            pc_inquiry_figure(self, name, "no solution", "解なし");
        } else {
            pc_inquiry_figure_number(self, name,
                need->lever == PC_LEVER_HOSTS  ? 0
                : need->lever == PC_LEVER_PACE ? 1
                                               : 2,
                isinf(x) ? info->low : x);
        }
    }
    pc_grid_text(g, info->unit);
    pc_grid_number(g, 100 * (double) need->already / n);
    pc_grid_number(g, 100 * (double) need->impossible / n);
    pc_grid_number(g, n);
    pc_grid_text(g, reason);
    snprintf(name, sizeof(name), "%s.impossible", key);
    pc_inquiry_figure_number(self, name, 0, 100 * (double) need->impossible / n);
}

static pc_month
by_of(const pc_inquiry_t *self)
{
    return self->options.by != PC_MONTH_NONE ? self->options.by : PC_MONTH(2037, 12);
}

/* The pace by arithmetic, from the newest count. */
static void
arithmetic_row(
    pc_inquiry_t *self, pc_grid_t *g, const pc_asked_t *asked, const char *demand)
{
    const pc_sum_facts_t *f = &self->sum.facts;
    const double years = (by_of(self) + 1) / 12.0 - f->last_time;
    const double pace = years > 0 ? (asked->sites - f->last) / years : NAN;
    char text[192], key[96];
    double least = INFINITY, most = 0;
    for (size_t l = 0; l < self->sum.num_lines; l++) {
        least = fmin(least, self->sum.lines[l].pace);
        most = fmax(most, self->sum.lines[l].pace);
    }
    pc_grid_text(g, self->ja ? "計算上のペース（最新の施設数から）"
                             : "pace by arithmetic, from the newest count");
    pc_grid_text(g, demand);
    pc_grid_number(g, NAN);
    pc_grid_number(g, pace);
    pc_grid_number(g, NAN);
    pc_grid_text(g, "site/year");
    for (int k = 0; k < 3; k++) {
        pc_grid_number(g, NAN);
    }
    snprintf(text, sizeof(text),
        self->ja ? "これまでのペースは期間により年%.1f〜%.1f施設"
                 : "the pace seen so far is %.1f to %.1f a year, by window",
        least, most);
    pc_grid_text(g, text);
    snprintf(key, sizeof(key), "pace.%.32s.arithmetic", asked->id);
    pc_inquiry_figure_number(self, key, 1, pace);
    if (asked == self->asked) {
        pc_inquiry_figure_number(self, "pace.seen_least", 1, least);
        pc_inquiry_figure_number(self, "pace.seen_most", 1, most);
    }
}

int
pc_part_pace(pc_inquiry_t *self)
{
    pc_grid_t *g = pc_inquiry_grid(self, "pace",
        "the pace it would take (spread over runs: 10, 50, 90 %)",
        "必要なペース（計算ごとの幅：10、50、90%）", need_columns, 0);
    const pc_scenario_t *s = &self->scenarios[0];
    int code = g == NULL ? PC_EXIT_BUG : PC_EXIT_OK;
    for (size_t k = 0; k < self->num_asked && code == PC_EXIT_OK; k++) {
        pc_need_t need;
        char demand[288], month[8], reason[192] = "", key[96];
        const pc_asked_t *asked = &self->asked[k];
        const uint32_t draws = s->draws > 40 ? 40 : (uint32_t) s->draws;
        const uint32_t each = s->replicates > 10 ? 10 : (uint32_t) s->replicates;
        pc_month_format(by_of(self), month);
        snprintf(demand, sizeof(demand), self->ja ? "%s、%sまでに" : "%s, by %s",
            self->ja ? asked->ja : asked->en, month);
        arithmetic_row(self, g, asked, demand);
        const pc_status status =
            pc_need_pace(&need, s, &asked->goal, by_of(self), draws, each, &self->diags);
        if (status == PC_OK && need.impossible > 0) {
            snprintf(reason, sizeof(reason),
                self->ja ? "候補が尽き、平均%.1fにとどまる計算がある"
                         : "some runs end at %.1f in the mean: the candidates run out",
                need.best);
        }
        if (status == PC_OK) {
            snprintf(key, sizeof(key), "pace.%.32s", asked->id);
            need_row(self, g, &need, demand, reason, key);
            code = need.impossible == need.num ? PC_EXIT_NO : PC_EXIT_OK;
        } else {
            code = pc_exit_code(status);
        }
        pc_need_free(&need);
    }
    return code;
}

int
pc_part_capacity(pc_inquiry_t *self)
{
    static const pc_lever levers[] = { PC_LEVER_MINUTES, PC_LEVER_HOSTS,
        PC_LEVER_ADOPTION };
    const pc_scenario_t *s = &self->scenarios[0];
    pc_grid_t *g = pc_inquiry_grid(self, "capacity",
        "EP capacity it would take, hard capacity (spread over runs: 10, 50, 90 %)",
        "必要なEP処理能力（処理能力に限りがある場合。計算ごとの幅：10、50、90%）",
        need_columns, 0);
    int code = g == NULL ? PC_EXIT_BUG : PC_EXIT_OK;
    for (size_t k = 0; k < 3 && code == PC_EXIT_OK; k++) {
        pc_need_t need;
        char demand[192], reason[192] = "", key[96];
        const uint32_t draws = s->draws > 20 ? 20 : (uint32_t) s->draws;
        const uint32_t each = s->replicates > 5 ? 5 : (uint32_t) s->replicates;
        snprintf(demand, sizeof(demand),
            self->ja ? "各年の平均待ち日数が%u日未満（2040年まで）"
                     : "mean wait of every year below %u days, through 2040",
            (unsigned) self->options.days);
        const pc_status status = pc_need_capacity(
            &need, s, levers[k], self->options.days, draws, each, &self->diags);
        if (status == PC_OK && need.impossible > 0) {
            snprintf(reason, sizeof(reason),
                self->ja ? "上限でも最も長い年の待ちは平均%.0f日"
                         : "at its most, the worst year still waits %.0f days in the "
                           "mean",
                need.best);
        }
        if (status == PC_OK) {
            snprintf(key, sizeof(key), "capacity.%s", pc_lever_table[levers[k]].id);
            need_row(self, g, &need, demand, reason, key);
        } else {
            code = pc_exit_code(status);
        }
        pc_need_free(&need);
    }
    return code;
}
