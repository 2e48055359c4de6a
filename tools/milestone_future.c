/* milestone_future.c - what it would take: the pace, and the capacity of expert panels.
 */
#include "milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
        const pc_status status = pc_need_pace(&need, s, &asked->goal, by_of(self),
            draws > 1 ? draws : 0, each, &self->diags);
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
        const pc_status status = pc_need_capacity(&need, s, levers[k],
            self->options.days, draws > 1 ? draws : 0, each, &self->diags);
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
