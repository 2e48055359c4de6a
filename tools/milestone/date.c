/* date.c - the simulated date of a target, as a distribution. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/answers/labels.h"
#include "base/number.h"

pc_pool_plan_t
pc_inquiry_pool(pc_inquiry_t *self, const char *what)
{
    const int seen = !self->options.quiet && isatty(STDERR_FILENO);
    self->clock.started = time(NULL);
    self->clock.what = what;
    return (pc_pool_plan_t){ .threads = self->options.threads,
        .progress = seen ? pc_show_progress : NULL,
        .context = &self->clock };
}

pc_ensemble_plan_t
pc_inquiry_plan(pc_inquiry_t *self, const pc_scenario_t *s)
{
    const pc_pool_plan_t pool = pc_inquiry_pool(self, NULL);
    return (pc_ensemble_plan_t){ .draws = (uint32_t) s->draws,
        .replicates = (uint32_t) s->replicates,
        .threads = pool.threads,
        .temporary = getenv("TMPDIR"),
        .progress = pool.progress,
        .context = pool.context };
}

int
pc_say_passed(pc_inquiry_t *self, const pc_scenario_t *s, const pc_target_t *asked)
{
    pc_diags_add(&self->diags, PC_ERROR, s->path, 0, 0, NULL,
        "the target '%s' is already passed before the run starts", asked->id);
    return PC_EXIT_NO;
}

/* The sentences on a target: 2037, and the date. */
static void
summarise(pc_inquiry_t *self, const pc_target_t *asked, const pc_scenario_t *s,
    const pc_reach_t *reach)
{
    if (self->num_summary == sizeof(self->summary) / sizeof(self->summary[0])) {
        return;
    }
    const char *name = self->num_scenarios > 1 ? s->name : NULL;
    char *verdict = self->verdict[self->num_verdict];
    pc_answer_verdict_of_runs(asked, s, name, reach, pc_language, verdict);
    self->num_verdict += verdict[0] != '\0';
    pc_answer_date(asked, s, name, reach, pc_language,
        self->summary[self->num_summary++], sizeof(self->summary[0]));
}

static void
date_figures(pc_inquiry_t *self, const pc_target_t *asked, const pc_scenario_t *s,
    const pc_reach_t *reach)
{
    char key[320], en[32], ja[32], name[288];
    const double three[] = { 0.1, 0.5, 0.9 };
    snprintf(name, sizeof(name), "date.%s.%s", s->name, asked->id);
    for (int k = 0; k < 3; k++) {
        const pc_month month = pc_reach_quantile(reach, three[k], 0);
        pc_show_month(month, PC_LANG_EN, en);
        pc_show_month(month, PC_LANG_JA, ja);
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

/* In files as it is meant: 29 and not 28.999999999999996. */
static double
percent(double share)
{
    return pc_round12(100 * share);
}

static void
date_row(pc_grid_t *g, const pc_target_t *asked, const pc_scenario_t *s,
    const pc_reach_t *reach)
{
    char text[96], low[32], high[32], end[8];
    const size_t last = reach->num_months - 1;
    pc_grid_text(g, pc_title_of(asked->en, asked->ja, pc_language));
    pc_grid_text(g, asked->id);
    pc_grid_text(g, s->name);
    for (size_t k = 0; k < PC_NUM_DATE_LEVELS; k++) {
        pc_show_month(pc_reach_quantile(reach, pc_date_levels[k], 0), pc_language, text);
        pc_grid_text(g, text);
    }
    if (reach->num_units < PC_LEAST_UNITS) {
        pc_grid_number(g, NAN);
    } else {
        pc_show_month(pc_reach_quantile(reach, 0.5, 2), pc_language, low);
        pc_show_month(pc_reach_quantile(reach, 0.5, -2), pc_language, high);
        snprintf(text, sizeof(text), "%s..%s", low, high);
        pc_grid_text(g, text);
    }
    pc_month_format(s->end, end);
    pc_grid_text(g, end);
    pc_grid_number(g, percent(1 - reach->probability[last]));
    pc_grid_number(g, percent(reach->error[last]));
    pc_grid_number(g, percent(reach->met[last]));
    pc_grid_number(g, (double) reach->num);
}

static void
month_rows(pc_grid_t *g, const pc_target_t *asked, const pc_scenario_t *s,
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
        pc_grid_number(g, reach->met[m]);
    }
}

static void
pair_row(pc_grid_t *g, const pc_target_t *asked, const char *name,
    const pc_reach_pair_t *pair)
{
    pc_grid_text(g, pc_title_of(asked->en, asked->ja, pc_language));
    pc_grid_text(g, name);
    pc_grid_number(g, percent(pair->earlier));
    pc_grid_number(g, percent(pair->earlier_error));
    pc_grid_number(g, percent(pair->same));
    pc_grid_number(g, percent(pair->later));
    pc_grid_number(g, pair->median);
    pc_grid_number(g, pair->low);
    pc_grid_number(g, pair->high);
    pc_grid_number(g, (double) pair->both);
}

typedef struct {
    pc_grid_t *dates, *months, *pairs;
    int lost; /* 1: in some run what was reached is lost by the end */
} date_grids_t;

/* Where EPs discuss everything nobody queues, and a target on the queue asks nothing. */
static int
check_queue(pc_inquiry_t *self, const pc_target_t *asked, const pc_scenario_t *s)
{
    static const pc_variable queues[] = { PC_V_EP_WAIT, PC_V_EP_WAIT_OVER_28,
        PC_V_EP_BACKLOG, PC_V_EP_DROPOUTS };
    const pc_param_def_t *def = &s->params[PC_P_ep_constraint];
    if (!pc_value_is_constant(def) || def->dist.type != PC_DIST_NONE
        || (int) def->value != PC_EP_ELASTIC) {
        return PC_EXIT_OK;
    }
    for (size_t k = 0; k < sizeof(queues) / sizeof(queues[0]); k++) {
        if (asked->goal.variable == queues[k]) {
            pc_diags_add(&self->diags, PC_ERROR, s->path, 0, 0, "--target",
                "'%s' asks about the queue for expert panels, and with ep.constraint = "
                "elastic nobody queues; --set ep.constraint=hard limits what is "
                "discussed (the capacity is assumed)",
                asked->id);
            return PC_EXIT_INPUT;
        }
    }
    return PC_EXIT_OK;
}

/* Is the target reached at all, and not there from the beginning? */
static int
check_reach(pc_inquiry_t *self, const pc_target_t *asked, const pc_scenario_t *s,
    const pc_reach_t *now)
{
    char month[8];
    if (now->probability[0] > 0) {
        return pc_say_passed(self, s, asked);
    }
    if (now->num_months > 1 && now->probability[1] >= 1) {
        pc_month_format(now->first + 1, month);
        pc_diags_add(&self->diags, PC_ERROR, s->path, 0, 0, NULL,
            "every run meets the target '%s' from its first month on, %s: there is no "
            "date to find; the opposite target tells when it is lost",
            asked->id, month);
        return PC_EXIT_NO;
    }
    return PC_EXIT_OK;
}

/* What no run of any scenario reaches. Of the default targets the tables are an answer,
 * too; of a target that was asked for no table says more than this. */
static int
say_unreached(pc_inquiry_t *self, size_t runs)
{
    const pc_target_t *asked = &self->asked[0];
    const int named = self->options.target != NULL, many = self->num_scenarios > 1;
    const int longer = !pc_goal_is_rollout(&asked->goal) || pc_moved_by_rollout(asked);
    pc_month end = 0;
    char month[8];
    for (size_t k = 0; k < self->num_scenarios; k++) {
        end = self->scenarios[k].end > end ? self->scenarios[k].end : end;
    }
    pc_month_format(end, month);
    const char *path = many ? NULL : self->scenarios[0].path;
    if (named && many) {
        pc_diags_add(&self->diags, PC_ERROR, path, 0, 0, NULL,
            longer
                ? N_("no run of %zu, whatever the scenario, reaches the target '%s' by "
                     "%s; a longer run (--set end=YYYY-MM) or another scenario may")
                : N_("no run of %zu, whatever the scenario, reaches the target '%s' by "
                     "%s; another scenario may"),
            runs, asked->id, month);
    } else if (named) {
        pc_diags_add(&self->diags, PC_ERROR, path, 0, 0, NULL,
            longer
                ? N_("no run of %zu reaches the target '%s' by %s; a longer run (--set "
                     "end=YYYY-MM) or another scenario may")
                : N_(
                    "no run of %zu reaches the target '%s' by %s; another scenario may"),
            runs, asked->id, month);
    } else {
        pc_diags_add(&self->diags, PC_WARNING, path, 0, 0, NULL,
            many ? N_("no run of %zu, whatever the scenario, reaches any target by %s; "
                      "a longer run (--set end=YYYY-MM) or another scenario may")
                 : N_("no run of %zu reaches any target by %s; a longer run (--set "
                      "end=YYYY-MM) or another scenario may"),
            runs, month);
    }
    return PC_EXIT_NO;
}

/* Why another scenario's runs are not paired with the first's, or NULL. */
static const char *
why_unpaired(const pc_scenario_t *first, const pc_scenario_t *s)
{
    return s->seed != first->seed
               ? N_("its seed differs, so it is not compared run by run")
           : s->draws != first->draws || s->replicates != first->replicates
               ? N_("it has other draws or replicates than the first scenario, so it is "
                    "not compared run by run")
               : NULL;
}

/* One scenario's answer to one target; `first` is the first scenario's. */
static int
add_answer(pc_inquiry_t *self, size_t scenario, const pc_target_t *asked,
    const pc_reach_t *now, const pc_reach_t *first, const date_grids_t *grids)
{
    const pc_scenario_t *s = &self->scenarios[scenario];
    pc_reach_pair_t pair;
    const int code = check_reach(self, asked, s, now);
    if (code != PC_EXIT_OK) {
        return code;
    }
    date_row(grids->dates, asked, s, now);
    month_rows(grids->months, asked, s, now);
    date_figures(self, asked, s, now);
    summarise(self, asked, s, now);
    if (scenario == 0) {
        return PC_EXIT_OK;
    }
    const char *why = why_unpaired(&self->scenarios[0], s);
    if (why != NULL && asked == self->asked) {
        pc_diags_add(&self->diags, PC_WARNING, s->path, 0, 0, NULL, "%s", _(why));
    }
    if (why == NULL && grids->pairs != NULL) {
        const pc_status status = pc_reach_compare(first, now, &pair);
        if (status != PC_OK) {
            return pc_inquiry_code(self, status);
        }
        pair_row(grids->pairs, asked, s->name, &pair);
    }
    return PC_EXIT_OK;
}

/* Which assumption of the first scenario moves each date most. */
static int
say_movers(pc_inquiry_t *self, const pc_goal_t *goals)
{
    const pc_scenario_t *s = &self->scenarios[0];
    const char *name = self->num_scenarios > 1 ? s->name : NULL;
    pc_mover_t movers[PC_MAX_GOALS];
    const pc_status status =
        pc_movers_find(movers, goals, self->num_asked, s, &self->diags);
    for (size_t g = 0; g < self->num_asked && status == PC_OK; g++) {
        char *text = self->movers[self->num_movers];
        pc_answer_mover(&self->asked[g], s, name, &movers[g], pc_language, text);
        self->num_movers += text[0] != '\0';
    }
    return pc_inquiry_code(self, status);
}

/* All scenarios; the first is the one others are compared with. */
static int
find_all_dates(pc_inquiry_t *self, date_grids_t *grids)
{
    pc_reach_t first[PC_MAX_GOALS] = { 0 }, other[PC_MAX_GOALS] = { 0 };
    pc_goal_t goals[PC_MAX_GOALS];
    int code = PC_EXIT_OK;
    size_t reached = 0, runs = 0;
    for (size_t g = 0; g < self->num_asked; g++) {
        goals[g] = self->asked[g].goal;
        for (size_t k = 0; k < self->num_scenarios && code == PC_EXIT_OK; k++) {
            code = check_queue(self, &self->asked[g], &self->scenarios[k]);
        }
    }
    for (size_t k = 0; k < self->num_scenarios && code == PC_EXIT_OK; k++) {
        const pc_ensemble_plan_t plan = pc_inquiry_plan(self, &self->scenarios[k]);
        pc_reach_t *now = k == 0 ? first : other;
        code = pc_inquiry_code(self, pc_reach_run(now, goals, self->num_asked,
                                         &self->scenarios[k], &plan, &self->diags));
        for (size_t g = 0; g < self->num_asked && code == PC_EXIT_OK; g++) {
            code = add_answer(self, k, &self->asked[g], &now[g], &first[g], grids);
            const size_t last = now[g].num_months - 1;
            reached += now[g].probability[last] > 0;
            grids->lost |= pc_reach_is_lost(&now[g]);
            runs += g == 0 ? now[g].num : 0;
        }
        for (size_t g = 0; g < self->num_asked && k > 0; g++) {
            pc_reach_free(&now[g]);
        }
    }
    for (size_t g = 0; g < self->num_asked; g++) {
        pc_reach_free(&first[g]);
    }
    if (code == PC_EXIT_OK) {
        code = say_movers(self, goals);
    }
    return code == PC_EXIT_OK && reached == 0 ? say_unreached(self, runs) : code;
}

static const pc_grid_column_t date_columns[] = {
    { "target", N_("target"), -1, 0 },
    { "target_id", "", -1, 1 },
    { "scenario", N_("scenario"), -1, 0 },
    { "q05", N_("5 %"), -1, 0 },
    { "q10", N_("10 %"), -1, 0 },
    { "q25", N_("25 %"), -1, 0 },
    { "q50", N_("50 %"), -1, 0 },
    { "q75", N_("75 %"), -1, 0 },
    { "q90", N_("90 %"), -1, 0 },
    { "q95", N_("95 %"), -1, 0 },
    { "q50_range", N_("median, Monte Carlo"), -1, 0 },
    { "horizon", N_("run to"), -1, 0 },
    { "not_reached_percent", N_("not reached %"), 1, 0 },
    { "not_reached_mcse", N_("+-"), 1, 0 },
    { "met_at_end_percent", N_("met at the end %"), 1, 0 },
    { "members", N_("runs"), 0, 0 },
    { NULL, NULL, 0, 0 },
};

static const pc_grid_column_t month_columns[] = { { "target", "", -1, 0 },
    { "target_en", "", -1, 0 }, { "target_ja", "", -1, 0 }, { "scenario", "", -1, 0 },
    { "title_en", "", -1, 0 }, { "title_ja", "", -1, 0 }, { "time", "", -1, 0 },
    { "probability", "", 4, 0 }, { "mcse", "", 4, 0 }, { "met", "", 4, 0 },
    { NULL, NULL, 0, 0 } };

static const pc_grid_column_t pair_columns[] = {
    { "target", N_("target"), -1, 0 },
    { "scenario", N_("scenario"), -1, 0 },
    { "earlier_percent", N_("earlier %"), 1, 0 },
    { "earlier_mcse", N_("+-"), 1, 0 },
    { "same_percent", N_("same %"), 1, 0 },
    { "later_percent", N_("later %"), 1, 0 },
    { "median_months_later", N_("months later"), 0, 0 },
    { "low_months_later", N_("10 %"), 0, 0 },
    { "high_months_later", N_("90 %"), 0, 0 },
    { "pairs_both_reached", N_("pairs"), 0, 0 },
    { NULL, NULL, 0, 0 },
};

/* 0: out of memory. */
static int
open_grids(pc_inquiry_t *self, date_grids_t *grids)
{
    grids->dates = pc_inquiry_grid(self, "dates",
        N_("the simulated date (quantiles of the month in which the target is reached)"),
        date_columns, 0);
    grids->months = pc_inquiry_grid(self, "milestone", "", month_columns, 1);
    grids->pairs =
        self->num_scenarios < 2
            ? NULL
            : pc_inquiry_grid(self, "pairs",
                N_("against the first scenario, run by run under the same luck"),
                pair_columns, 0);
    if (grids->dates == NULL || grids->months == NULL) {
        return 0;
    }
    grids->dates->note = _("\"median, Monte Carlo\": where the median lies within two "
                           "standard errors; the draw is the sampling unit where draws "
                           "are drawn (-: fewer than 20 of them).");
    grids->lost = 0;
    return 1;
}

int
pc_part_date(pc_inquiry_t *self)
{
    date_grids_t grids;
    if (!open_grids(self, &grids)) {
        return PC_EXIT_BUG;
    }
    pc_range_figures(self);
    const int code = find_all_dates(self, &grids);
    /* Where nothing is lost again the column would say what is reached once more. */
    for (size_t c = 0; c < grids.dates->num_columns; c++) {
        if (strcmp(grids.dates->columns[c].key, "met_at_end_percent") == 0) {
            grids.dates->columns[c].hidden = !grids.lost;
        }
    }
    /* No scenario has the runs of the first: a table without rows says nothing. */
    if (grids.pairs != NULL && grids.pairs->num_cells == 0
        && !grids.pairs->out_of_memory) {
        pc_grid_free(grids.pairs);
        self->num_grids--;
    }
    return code;
}
