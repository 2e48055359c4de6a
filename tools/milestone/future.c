/* future.c - what it would take: the pace, and the capacity of expert panels.
 */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <string.h>

#include "analysis/answers/labels.h"
#include "output/cells.h"

static const pc_grid_column_t need_columns[] = {
    { "lever", N_("lever"), -1, 0 },
    { "demand", N_("demand"), -1, 0 },
    { "q10", N_("10 %"), 1, 0 },
    { "q10_from", N_("least"), 1, 0 },
    { "q10_to", N_("most"), 1, 0 },
    { "q50", N_("50 %"), 1, 0 },
    { "q50_from", N_("least"), 1, 0 },
    { "q50_to", N_("most"), 1, 0 },
    { "q90", N_("90 %"), 1, 0 },
    { "q90_from", N_("least"), 1, 0 },
    { "q90_to", N_("most"), 1, 0 },
    { "unit", N_("unit"), -1, 0 },
    { "already_percent", N_("not needed %"), 0, 0 },
    { "already_mcse", N_("+-"), 1, 0 },
    { "impossible_percent", N_("no solution %"), 0, 0 },
    { "impossible_mcse", N_("+-"), 1, 0 },
    { "runs", N_("runs"), 0, 0 },
    { "remark", N_("remark"), -1, 0 },
    { NULL, NULL, 0, 0 },
};

static pc_grid_t *
need_grid(pc_inquiry_t *self, const char *id, const char *title)
{
    pc_grid_t *g = pc_inquiry_grid(self, id, title, need_columns, 0);
    if (g != NULL) {
        g->note = _("\"least\", \"most\": where the figure before them lies within two "
                    "Monte Carlo standard errors (-: too few runs, or no solution). "
                    "\"not needed\": what there is is enough.");
    }
    return g;
}

/* A quantile of the answers, for the text too. */
static void
need_figure(pc_inquiry_t *self, const char *key, int decimals, double x)
{
    if (isinf(x)) {
        pc_inquiry_figure_word(self, key, N_("no solution"));
    } else {
        pc_inquiry_figure_number(self, key, decimals, x);
    }
}

static void
need_row(pc_inquiry_t *self, pc_grid_t *g, const pc_need_t *need, const char *demand,
    const char *reason, const char *key)
{
    const pc_lever_info_t *info = &pc_lever_table[need->lever];
    static const double levels[] = { 0.1, 0.5, 0.9 };
    static const double errors[] = { 0, 2, -2 };
    static const char *const ends[] = { "", ".from", ".to" };
    const double n = (double) need->num;
    char name[224], unit[PC_UNIT_SIZE];
    pc_grid_text(g, _(info->text));
    pc_grid_text(g, demand);
    for (int k = 0; k < 9; k++) {
        const double x = pc_need_quantile(need, levels[k / 3], errors[k % 3]);
        pc_grid_number_as(g, x, info->decimals);
        snprintf(name, sizeof(name), "%s.q%02d%s", key,
            (int) (100 * levels[k / 3] + 0.5), ends[k % 3]);
        need_figure(self, name, info->decimals, x);
    }
    pc_grid_text(g, pc_unit_label(info->unit, pc_language, unit));
    pc_grid_number(g, 100 * (double) need->already / n);
    pc_grid_number(g, 100 * need->already_error);
    pc_grid_number(g, 100 * (double) need->impossible / n);
    pc_grid_number(g, 100 * need->impossible_error);
    pc_grid_number(g, n);
    pc_grid_text(g, reason);
    snprintf(name, sizeof(name), "%s.impossible", key);
    pc_inquiry_figure_number(self, name, 0, 100 * (double) need->impossible / n);
    snprintf(name, sizeof(name), "%s.runs", key);
    pc_inquiry_figure_number(self, name, 0, n);
}

/* --- the pace ---------------------------------------------------------------------- */

static pc_month
by_of(const pc_inquiry_t *self)
{
    return self->options.by != PC_MONTH_NONE ? self->options.by : PC_MONTH(2037, 12);
}

/* Refuses a date that the record has already. */
static int
check_by(pc_inquiry_t *self)
{
    const pc_month newest = (pc_month) floor(12 * self->sum.facts.last_time + 1e-6);
    char month[8], last[8];
    if (by_of(self) < self->scenarios[0].start || by_of(self) > newest) {
        return PC_EXIT_OK;
    }
    pc_month_format(by_of(self), month);
    pc_month_format(newest, last);
    pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--by",
        "%s lies in the record, whose newest count is of %s; a pace is asked for a "
        "later "
        "month",
        month, last);
    return PC_EXIT_INPUT;
}

/* The pace by arithmetic, from the newest count. */
static void
arithmetic_row(
    pc_inquiry_t *self, pc_grid_t *g, const pc_target_t *asked, const char *demand)
{
    const pc_sum_facts_t *f = &self->sum.facts;
    const double years = (by_of(self) + 1) / 12.0 - f->last_time;
    const double pace = (asked->sites - f->last) / years;
    char text[192], key[192], unit[PC_UNIT_SIZE];
    double least = INFINITY, most = 0;
    if (isnan(pace)) {
        return;
    }
    for (size_t l = 0; l < self->sum.num_lines; l++) {
        least = fmin(least, self->sum.lines[l].pace);
        most = fmax(most, self->sum.lines[l].pace);
    }
    pc_grid_text(g, _("pace by arithmetic, from the newest count"));
    pc_grid_text(g, demand);
    for (int k = 0; k < 9; k++) {
        pc_grid_number(g, k == 3 ? pace : NAN);
    }
    pc_grid_text(g, pc_unit_label("site/year", pc_language, unit));
    for (int k = 0; k < 5; k++) {
        pc_grid_number(g, NAN);
    }
    snprintf(text, sizeof(text),
        _("the pace seen so far is %.1f to %.1f a year, by window"), least, most);
    pc_grid_text(g, text);
    snprintf(key, sizeof(key), "pace.%s.arithmetic", asked->id);
    pc_inquiry_figure_number(self, key, 1, pace);
    if (asked == self->asked) {
        pc_inquiry_figure_number(self, "pace.seen_least", 1, least);
        pc_inquiry_figure_number(self, "pace.seen_most", 1, most);
    }
}

/* Why runs have no solution: the reasons that occur, and where they end. */
static void
pace_reason(const pc_need_t *need, char *text, size_t size)
{
    static const char *const texts[PC_NUM_WHYS] = { N_("no pace moves this result"),
        N_("a faster pace leads away from it"), N_("the candidates run out"),
        N_("even 400 a year is not enough by then") };
    size_t used = 0;
    if (need->impossible == 0) {
        return;
    }
    for (int k = 0; k < PC_NUM_WHYS; k++) {
        if (need->why[k] > 0 && used < size) {
            used += (size_t) snprintf(text + used, size - used, "%s%s",
                used > 0 ? C_("clauses", "; ") : "", _(texts[k]));
        }
    }
    if (used < size) {
        snprintf(text + used, size - used,
            _(" (runs without a solution end at %.1f in the mean)"), need->best);
    }
}

static int
pace_of(pc_inquiry_t *self, pc_grid_t *g, const pc_target_t *asked)
{
    const pc_scenario_t *s = &self->scenarios[0];
    const pc_ensemble_plan_t plan = pc_inquiry_plan(self, s);
    pc_need_t need;
    char demand[288], month[8], reason[256] = "", key[192];
    pc_month_format(by_of(self), month);
    snprintf(demand, sizeof(demand), _("%s, by %s"),
        pc_title_of(asked->en, asked->ja, pc_language), month);
    int code = pc_inquiry_code(
        self, pc_need_pace(&need, s, &asked->goal, by_of(self), &plan, &self->diags));
    if (code == PC_EXIT_OK && need.passed > 0) {
        code = pc_say_passed(self, s, asked);
    } else if (code == PC_EXIT_OK) {
        arithmetic_row(self, g, asked, demand);
        pace_reason(&need, reason, sizeof(reason));
        snprintf(key, sizeof(key), "pace.%s", asked->id);
        need_row(self, g, &need, demand, reason, key);
        code = need.impossible == need.num ? PC_EXIT_NO : PC_EXIT_OK;
    }
    pc_need_free(&need);
    return code;
}

int
pc_part_pace(pc_inquiry_t *self)
{
    int code = check_by(self);
    if (code != PC_EXIT_OK) {
        return code;
    }
    pc_grid_t *g = need_grid(
        self, "pace", N_("the pace it would take (spread over runs: 10, 50, 90 %)"));
    code = g == NULL ? PC_EXIT_BUG : PC_EXIT_OK;
    for (size_t k = 0; k < self->num_asked && pc_inquiry_answers(self, code); k++) {
        const int one = pace_of(self, g, &self->asked[k]);
        code = one != PC_EXIT_OK ? one : code;
    }
    return code;
}

/* --- capacity ---------------------------------------------------------------------- */

static void
capacity_reason(const pc_need_t *need, char *text, size_t size)
{
    if (need->impossible == 0) {
        return;
    }
    if (need->why[PC_WHY_UNMOVED] == need->impossible) {
        snprintf(text, size, "%s", _("this lever does not move the wait"));
        return;
    }
    snprintf(text, size,
        _("at its most, the worst year still waits %.0f days in the mean; it is %d "
          "in "
          "%.0f %% of these runs"),
        need->best, need->first_year,
        100 * (double) need->in_first_year / (double) need->impossible);
}

/* The years that were looked at, and that there are fewer than one might expect. */
static void
say_years(pc_inquiry_t *self, const pc_need_t *need)
{
    const pc_scenario_t *s = &self->scenarios[0];
    pc_inquiry_figure_number(self, "capacity.first_year", 0, need->first_year);
    pc_inquiry_figure_number(self, "capacity.last_year", 0, need->last_year);
    pc_inquiry_figure_number(self, "capacity.runs", 0, (double) need->num);
    if (need->last_year < 2040) {
        pc_diags_add(&self->diags, PC_WARNING, s->path, 0, 0, "end",
            "the run ends early, so the wait is that of the years %d to %d only; --set "
            "end=2041-03 goes through 2040",
            need->first_year, need->last_year);
    }
}

/* 1 if no member has a solution. */
static int
capacity_of(pc_inquiry_t *self, pc_grid_t *g, pc_lever lever, int *code)
{
    const pc_scenario_t *s = &self->scenarios[0];
    const pc_ensemble_plan_t plan = pc_inquiry_plan(self, s);
    pc_need_t need;
    char demand[192], reason[192] = "", key[96];
    *code = pc_inquiry_code(self,
        pc_need_capacity(&need, s, lever, self->options.days, &plan, &self->diags));
    const int impossible = need.impossible == need.num;
    if (*code == PC_EXIT_OK) {
        snprintf(demand, sizeof(demand),
            _("mean wait of every year from %d to %d below %u days"), need.first_year,
            need.last_year, (unsigned) self->options.days);
        capacity_reason(&need, reason, sizeof(reason));
        snprintf(key, sizeof(key), "capacity.%s", pc_lever_table[lever].id);
        need_row(self, g, &need, demand, reason, key);
        if (need.impossible > 0) {
            snprintf(
                key, sizeof(key), "capacity.%s.in_first_year", pc_lever_table[lever].id);
            pc_inquiry_figure_number(self, key, 0,
                100 * (double) need.in_first_year / (double) need.impossible);
        }
        if (lever == PC_LEVER_MINUTES) {
            say_years(self, &need);
        }
    }
    pc_need_free(&need);
    return impossible;
}

int
pc_part_capacity(pc_inquiry_t *self)
{
    pc_grid_t *g = need_grid(self, "capacity",
        N_("EP capacity it would take, hard capacity (spread over runs: 10, 50, 90 %)"));
    int code = g == NULL ? PC_EXIT_BUG : PC_EXIT_OK, impossible = 1;
    for (int k = PC_LEVER_MINUTES; k < PC_NUM_LEVERS && code == PC_EXIT_OK; k++) {
        impossible &= capacity_of(self, g, (pc_lever) k, &code);
    }
    return code == PC_EXIT_OK && impossible ? PC_EXIT_NO : code;
}
