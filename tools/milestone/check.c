/* check.c - what `milestone` refuses before it runs anything: parts that have
 * no use for what is given, and targets that nothing can meet. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <string.h>

#include "tools/option_use.h"
#include "tools/option_values.h"

int
pc_check_use(const pc_inquiry_t *self)
{
    const pc_options_t *o = &self->options;
    const unsigned simulating = PC_PART_DATE | PC_PART_PACE | PC_PART_CAPACITY;
    const struct {
        int given;
        unsigned parts; /* one of which must be asked for */
        const char *what;
    } rules[] = {
        { o->target != NULL, PC_PART_CURVES | PC_PART_DATE | PC_PART_PACE,
            N_("--target belongs to the parts curves, date and pace") },
        { o->by != PC_MONTH_NONE, PC_PART_PACE, N_("--by belongs to the part pace") },
        { pc_is_given(o, OPT_DAYS), PC_PART_CAPACITY,
            N_("--days belongs to the part capacity") },
        { o->from != NULL, PC_PART_CURVES, N_("--from belongs to the part curves") },
        { o->ceiling > 0, PC_PART_CURVES, N_("--ceiling belongs to the part curves") },
        { pc_is_given(o, OPT_DRAWS), simulating,
            N_("--draws belongs to the parts date, pace and capacity") },
        { pc_is_given(o, 'n'), simulating,
            N_("-n belongs to the parts date, pace and capacity") },
        { pc_is_given(o, OPT_MODE), simulating,
            N_("--mode belongs to the parts date, pace and capacity") },
        { pc_is_given(o, OPT_SEED), ~(unsigned) PC_PART_SUM,
            N_("--seed belongs to the parts that use chance, all but sum") },
        { o->plots == 2, PC_PART_CURVES | PC_PART_DATE,
            N_("plots are those of the parts curves and date") },
        { o->num_args > 1, PC_PART_DATE,
            N_("only the part date compares scenarios, so give one FILE") },
    };
    for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
        if (rules[k].given && !(self->parts & rules[k].parts)) {
            fprintf(stderr, _("panelcast milestone: %s; that is not asked for\n"),
                _(rules[k].what));
            return PC_EXIT_USAGE;
        }
    }
    return PC_EXIT_OK;
}

void
pc_say_whose(pc_inquiry_t *self)
{
    const unsigned needs = self->parts & (PC_PART_PACE | PC_PART_CAPACITY);
    if (self->num_scenarios > 1 && needs != 0) {
        pc_diags_add(&self->diags, PC_WARNING, NULL, 0, 0, NULL,
            needs == PC_PART_PACE
                ? N_("the pace needed is the first scenario's alone, '%s'")
            : needs == PC_PART_CAPACITY
                ? N_("the capacity needed is the first scenario's alone, '%s'")
                : N_("the pace and the capacity needed are the first scenario's alone, "
                     "'%s'"),
            self->scenarios[0].name);
    }
}

/* Hospitals of a kind in the table of a scenario: of one base type, all of the base
 * system, or all. */
static double
count_hospitals(const pc_scenario_t *s, pc_variable variable)
{
    const pc_hospitals_t *table = &s->hospitals;
    double num = 0;
    for (size_t k = 0; k < table->num; k++) {
        const int type = table->base_type[k];
        if (variable >= PC_V_SITES_PREFECTURAL && variable <= PC_V_SITES_OUTSIDE) {
            num += type == (int) (variable - PC_V_SITES_PREFECTURAL);
        } else if (variable >= PC_V_BASE_HOSPITALS && variable <= PC_V_BASE_UNCOVERED) {
            num += type != PC_BASE_NONE;
        } else {
            num++;
        }
    }
    return num;
}

/* The most a result can be in any scenario; INFINITY if nothing bounds it. */
static double
most_of(const pc_inquiry_t *self, const pc_goal_t *goal)
{
    const int share = strcmp(pc_variable_table[goal->variable].unit, "%") == 0
                      && goal->variable != PC_V_EP_UTILISATION;
    double most = share ? 100 : INFINITY;
    if (pc_goal_is_rollout(goal)) {
        most = 0;
        for (size_t k = 0; k < self->num_scenarios; k++) {
            most = fmax(most, count_hospitals(&self->scenarios[k], goal->variable));
        }
    }
    return most;
}

int
pc_check_possible(pc_inquiry_t *self, const pc_target_t *asked)
{
    const pc_goal_t *goal = &asked->goal;
    const int up = goal->op == PC_GOAL_AT_LEAST || goal->op == PC_GOAL_ABOVE;
    const double most = most_of(self, goal), t = goal->threshold;
    /* What is asked is exact, and what a run reaches may be off by a rounding. */
    const int possible = goal->op == PC_GOAL_AT_LEAST  ? most >= t
                         : goal->op == PC_GOAL_ABOVE   ? most > t
                         : goal->op == PC_GOAL_AT_MOST ? t >= 0
                                                       : t > 0;
    if (possible) {
        return PC_EXIT_OK;
    }
    if (!up) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--target",
            "the target '%s' cannot be met: no result is below 0", asked->id);
    } else if (pc_goal_is_rollout(goal)) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--target",
            "the target '%s' is above every candidate: the hospital table has %.0f",
            asked->id, most);
    } else {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--target",
            "the target '%s' cannot be met: a share is at most 100 %%", asked->id);
    }
    return PC_EXIT_NO;
}
