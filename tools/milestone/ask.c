/* ask.c - what `milestone` is asked: its parts, targets and scenarios. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "output/cells.h"

#define DEFAULT_RUNS 200

int
pc_ask_parts(pc_inquiry_t *self)
{
    static const char *const names[] = { "sum", "curves", "backtest", "date", "pace",
        "capacity" };
    const pc_options_t *o = &self->options;
    if (o->part == NULL) {
        self->parts = o->target == NULL ? PC_PART_SUM | PC_PART_CURVES | PC_PART_DATE
                                        : PC_PART_DATE;
        self->parts |= o->by != PC_MONTH_NONE ? PC_PART_PACE : 0;
        self->parts |= o->from != NULL || o->ceiling > 0 ? PC_PART_CURVES : 0;
        return PC_EXIT_OK;
    }
    if (strcmp(o->part, "all") == 0) {
        self->parts = PC_PART_ALL;
        return PC_EXIT_OK;
    }
    for (unsigned k = 0; k < 6; k++) {
        if (strcmp(o->part, names[k]) == 0) {
            self->parts = 1U << k;
            return PC_EXIT_OK;
        }
    }
    fprintf(stderr,
        _("panelcast milestone: --part wants sum, curves, backtest, date, pace, "
          "capacity "
          "or all, not '%s'\n"),
        o->part);
    return PC_EXIT_USAGE;
}

static void
describe_asked(pc_inquiry_t *self, pc_target_t *asked)
{
    const pc_variable_info_t *info = &pc_variable_table[asked->goal.variable];
    const char *op = pc_goal_op_text(&asked->goal);
    char unit[PC_UNIT_SIZE], label[PC_UNIT_SIZE], number[PC_NUMBER_SIZE];
    asked->sites = NAN;
    if (asked->goal.variable == PC_V_SITES && op[0] == '>') {
        asked->sites = asked->goal.op == PC_GOAL_ABOVE ? floor(asked->goal.threshold) + 1
                                                       : ceil(asked->goal.threshold);
    }
    if (asked->goal.variable == PC_V_BASE_UNCOVERED && asked->goal.threshold < 1) {
        asked->sites = self->sum.readings[3].target;
    }
    pc_number_format(asked->goal.threshold, number);
    pc_unit(asked->goal.variable, 1, unit);
    snprintf(asked->id, sizeof(asked->id), "%s%s%s", info->name, op, number);
    snprintf(asked->en, sizeof(asked->en), "%s %s %s %s", info->en, op, number,
        pc_unit_label(unit, PC_LANG_EN, label));
    snprintf(asked->ja, sizeof(asked->ja), "%s %s %s%s", info->ja, op, number,
        pc_unit_label(unit, PC_LANG_JA, label));
}

static void
name_target(pc_target_t *asked, const char *text)
{
    snprintf(asked->en, sizeof(asked->en), "%s", text);
    snprintf(asked->ja, sizeof(asked->ja), "%s", pc_text(PC_LANG_JA, text));
}

/* --target, or the two readings that are both outputs. */
static int
read_targets(pc_inquiry_t *self)
{
    pc_target_t *first = &self->asked[0], *second = &self->asked[1];
    if (self->options.target != NULL) {
        if (pc_goal_parse(&first->goal, self->options.target, &self->diags) != PC_OK) {
            return PC_EXIT_INPUT;
        }
        describe_asked(self, first);
        self->num_asked = 1;
        return PC_EXIT_OK;
    }
    *first = (pc_target_t){
        .goal = { PC_V_SITES, PC_GOAL_AT_LEAST, 460 }, .id = "sites_460", .sites = 460
    };
    *second = (pc_target_t){ .goal = { PC_V_BASE_UNCOVERED, PC_GOAL_AT_MOST, 0.5 },
        .id = "base_covered",
        .sites = self->sum.readings[3].target };
    name_target(first, N_("460 sites in all"));
    name_target(second, N_("every base hospital is a site"));
    self->num_asked = 2;
    return PC_EXIT_OK;
}

/* The known ceiling lies above the newest count, and low enough to be one: the search
 * for the rates does not reach those of a ceiling without meaning. */
static int
check_ceiling(pc_inquiry_t *self)
{
    const double ceiling = self->options.ceiling;
    if (ceiling > PC_NO_CEILING) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--ceiling",
            "a ceiling of %.0f is none: fits take up to %.0f sites", ceiling,
            PC_NO_CEILING);
        return PC_EXIT_INPUT;
    }
    if (ceiling > 0 && self->has_sum && ceiling <= self->sum.facts.last) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--ceiling",
            "a ceiling of %g is not above the newest count, %g", ceiling,
            self->sum.facts.last);
        return PC_EXIT_INPUT;
    }
    return PC_EXIT_OK;
}

/* A number of sites that has been there already, or what nothing can meet. */
static int
check_targets(pc_inquiry_t *self)
{
    const pc_sum_facts_t *f = &self->sum.facts;
    for (size_t k = 0; k < self->num_asked; k++) {
        const pc_target_t *asked = &self->asked[k];
        if (self->has_sum && asked->sites <= f->last) {
            pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, "--target",
                "the target of %.0f sites is already passed: the newest count is %.0f",
                asked->sites, f->last);
            return PC_EXIT_NO;
        }
        if (pc_check_possible(self, asked) != PC_EXIT_OK) {
            return PC_EXIT_NO;
        }
    }
    return PC_EXIT_OK;
}

/* Roll-out alone runs to 2060: the setting goes first, so that any other wins. */
static void
lengthen(pc_options_t *options)
{
    if (options->num_sets < PC_MAX_SETS) {
        memmove(&options->sets[1], &options->sets[0],
            options->num_sets * sizeof(options->sets[0]));
        options->sets[0] = "end=2060-03";
        options->num_sets++;
        options->num_own_sets = 1;
    }
}

/* Without a word on chance: stochastic, 200 draws, or replicates where no scenario has
 * anything to draw. */
static void
choose_chance(const pc_options_t *options, pc_scenario_t *s, int uncertain)
{
    if (!pc_has_set(options, "mode")) {
        s->mode = PC_MODE_STOCHASTIC;
    }
    if (!pc_has_set(options, "draws") && !pc_has_set(options, "replicates")
        && s->draws == 0 && s->replicates <= 1) {
        *(uncertain ? &s->draws : &s->replicates) = DEFAULT_RUNS;
    }
}

/* Tables, keys and the legend of the plot need names and titles of their own. From the
 * last on, so that those before still have what their files say. */
static int
tell_apart(pc_inquiry_t *self)
{
    static const size_t places[] = { offsetof(pc_scenario_t, name),
        offsetof(pc_scenario_t, title_en), offsetof(pc_scenario_t, title_ja) };
    const char *texts[PC_MAX_SCENARIOS];
    char apart[1024];
    for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++) {
        char **fields[PC_MAX_SCENARIOS];
        for (size_t k = 0; k < self->num_scenarios; k++) {
            fields[k] = (char **) (void *) ((char *) &self->scenarios[k] + places[p]);
            texts[k] = *fields[k];
        }
        for (size_t k = self->num_scenarios; k > 1; k--) {
            pc_tell_apart(texts, k - 1, apart, sizeof(apart));
            char *copy = strdup(apart);
            if (copy == NULL) {
                return PC_EXIT_BUG;
            }
            free(*fields[k - 1]);
            *fields[k - 1] = copy;
        }
    }
    return PC_EXIT_OK;
}

int
pc_ask_scenarios(pc_inquiry_t *self)
{
    pc_goal_t goal;
    pc_diags_t unheard;
    pc_messages_init(&unheard);
    const int rollout = self->options.target == NULL
                        || (pc_goal_parse(&goal, self->options.target, &unheard) == PC_OK
                            && pc_goal_is_rollout(&goal));
    pc_diags_free(&unheard);
    if (rollout && (self->parts & (PC_PART_DATE | PC_PART_PACE))) {
        lengthen(&self->options);
    }
    int code = PC_EXIT_OK, uncertain = 0;
    for (int k = 0; k < self->options.num_args && code == PC_EXIT_OK; k++) {
        pc_options_t one = self->options;
        one.args += k;
        one.uses = PC_USE_RANGES | (pc_has_set(&one, "mode") ? 0 : PC_USE_CHANCE)
                   | (self->parts & PC_PART_CAPACITY ? PC_USE_CAPACITY : 0);
        code = pc_load(&self->scenarios[self->num_scenarios], &one);
        uncertain |= pc_scenario_num_uncertain(&self->scenarios[self->num_scenarios++]);
    }
    for (size_t k = 0; k < self->num_scenarios && code == PC_EXIT_OK; k++) {
        choose_chance(&self->options, &self->scenarios[k], uncertain);
    }
    return code == PC_EXIT_OK ? tell_apart(self) : code;
}

int
pc_ask_targets(pc_inquiry_t *self)
{
    int code = read_targets(self);
    if (code == PC_EXIT_OK) {
        code = check_targets(self);
    }
    return code == PC_EXIT_OK ? check_ceiling(self) : code;
}
