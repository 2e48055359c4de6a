#include "scenario/activity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/values/entry.h"
#include "scenario/values/value.h"

#define BIT(choice) (1u << (choice))

/* Parameters that some choices alone read. */
static const struct {
    pc_param which, decides;
    unsigned readers;
} conditional[] = {
    { PC_P_rollout_rate, PC_P_rollout_mode, BIT(PC_ROLLOUT_LINEAR) },
    { PC_P_rollout_hazard, PC_P_rollout_mode,
        BIT(PC_ROLLOUT_HAZARD) | BIT(PC_ROLLOUT_CAPACITY) },
    { PC_P_rollout_growth, PC_P_rollout_mode,
        BIT(PC_ROLLOUT_LOGISTIC) | BIT(PC_ROLLOUT_GOMPERTZ) },
    { PC_P_rollout_ceiling, PC_P_rollout_mode,
        BIT(PC_ROLLOUT_LOGISTIC) | BIT(PC_ROLLOUT_GOMPERTZ) },
    { PC_P_rollout_schedule, PC_P_rollout_mode, BIT(PC_ROLLOUT_SCHEDULE) },
    { PC_P_rollout_onboarding, PC_P_rollout_mode, BIT(PC_ROLLOUT_CAPACITY) },
    { PC_P_ep_dropout, PC_P_ep_constraint, BIT(PC_EP_HARD) },
};
#define NUM_CONDITIONAL (sizeof(conditional) / sizeof(conditional[0]))

/* Dates that decide whether others are read. */
static const pc_param dates[] = { PC_P_early_start, PC_P_early_end,
    PC_P_demand_cumulative_as_of };
#define NUM_DATES (sizeof(dates) / sizeof(dates[0]))

/* Why a parameter is not read. */
typedef enum {
    READ,
    OTHER_CHOICE, /* by the choices of a parameter */
    NO_CHANCE,
    NO_RULE_NAMES_IT,
    NO_RULE,
    OWN_SHARES,
    OWN_MATCHED,
    NO_EARLY_TESTS,
    COUNTED_LATER
} unread_t;

/* What a parameter of a resolved scenario says. PC_ERR_INPUT if it is not there. Free
 * `def` in any case. */
static pc_status
read_value(const pc_json_t *parameters, pc_param which, pc_param_def_t *def)
{
    pc_diags_t diags;
    const pc_json_t *node = pc_json_member(parameters, pc_param_table[which].name);
    pc_value_default(def, which);
    if (node == NULL) {
        return PC_ERR_INPUT;
    }
    pc_diags_init(&diags);
    pc_status status = pc_value_read(def, which, node, &diags);
    if (status == PC_OK && diags.num_errors > 0) {
        status = PC_ERR_INPUT;
    }
    pc_diags_free(&diags);
    return status;
}

/* The choices that a parameter takes in the months of the run, and with `drawn` those
 * that it can be drawn to take. */
static unsigned
choices_of(const pc_activity_t *self, const pc_param_def_t *def, int drawn)
{
    unsigned choices = 0;
    for (pc_month m = self->start; m <= self->end; m++) {
        choices |= BIT((unsigned) pc_value_at(def, m, NULL));
    }
    for (size_t k = 0; drawn && k < def->dist.num; k++) {
        choices |= BIT((unsigned) def->dist.values[k]);
    }
    return choices;
}

static pc_status
read_month(const pc_json_t *tree, const char *key, pc_month otherwise, pc_month *month)
{
    const pc_json_t *item = pc_json_member(tree, key);
    if (item == NULL || item->type != PC_JSON_STRING) {
        *month = otherwise;
        return otherwise == PC_MONTH_NONE ? PC_ERR_INPUT : PC_OK;
    }
    return pc_month_parse(item->string, month) == PC_OK ? PC_OK : PC_ERR_INPUT;
}

static void
add_rule(pc_activity_t *self, pc_month effective, pc_month until, pc_param adoption)
{
    if (effective <= self->end && until >= self->start) {
        self->adopted[adoption] = 1;
        self->rules = 1;
    }
}

/* A month written YYYYMM. */
static pc_month
month_of(double yyyymm)
{
    const int whole = (int) yyyymm;
    return PC_MONTH(whole / 100, whole % 100);
}

/* `early` are early.start and early.end. */
static void
set_dates(pc_activity_t *self, const double early[2], double counted)
{
    self->early = month_of(early[0]) <= month_of(early[1])
                  && month_of(early[0]) <= self->end
                  && month_of(early[1]) >= self->start;
    self->counted = month_of(counted) < self->start;
}

static void
read_rules(pc_activity_t *self, const pc_json_t *rules)
{
    for (const pc_json_t *p = rules != NULL ? rules->child : NULL; p != NULL;
         p = p->next) {
        const pc_json_t *name = pc_json_member(p, "adoption");
        const int which = name != NULL && name->type == PC_JSON_STRING
                              ? pc_param_find(name->string)
                              : (int) PC_P_omission_adoption;
        pc_month effective, until;
        if (read_month(p, "effective", PC_MONTH_MIN, &effective) == PC_OK
            && read_month(p, "until", PC_MONTH_MAX, &until) == PC_OK && which >= 0) {
            add_rule(self, effective, until, (pc_param) which);
        }
    }
}

static void
read_groups(pc_activity_t *self, const pc_json_t *groups)
{
    self->groups = groups != NULL && groups->child != NULL;
    self->matched = self->groups;
    for (const pc_json_t *p = self->groups ? groups->child : NULL; p != NULL;
         p = p->next) {
        const pc_json_t *own = pc_json_member(p, "matched");
        self->matched &= own != NULL && own->type == PC_JSON_NUMBER;
    }
}

/* What decides, from the parameters of a resolved scenario. */
static pc_status
read_deciders(pc_activity_t *self, const pc_json_t *parameters)
{
    static const pc_param which[] = { PC_P_rollout_mode, PC_P_ep_constraint,
        PC_P_early_start, PC_P_early_end, PC_P_demand_cumulative_as_of };
    double value[5];
    for (size_t k = 0; k < 5; k++) {
        pc_param_def_t def;
        const pc_status status = read_value(parameters, which[k], &def);
        if (status == PC_OK && k == 0) {
            self->rollouts = choices_of(self, &def, 0);
        } else if (status == PC_OK && k == 1) {
            self->constraints = choices_of(self, &def, 0);
        }
        value[k] = def.value;
        pc_value_free(&def);
        if (status != PC_OK) {
            return status;
        }
    }
    set_dates(self, &value[2], value[4]);
    return PC_OK;
}

pc_status
pc_activity_read(pc_activity_t *self, const pc_json_t *resolved)
{
    memset(self, 0, sizeof(*self));
    const pc_json_t *mode = pc_json_member(resolved, "mode");
    const pc_json_t *parameters = pc_json_member(resolved, "parameters");
    if (mode == NULL || mode->type != PC_JSON_STRING
        || read_month(resolved, "start", PC_MONTH_NONE, &self->start) != PC_OK
        || read_month(resolved, "end", PC_MONTH_NONE, &self->end) != PC_OK) {
        return PC_ERR_INPUT;
    }
    self->stochastic = strcmp(mode->string, "stochastic") == 0;
    read_rules(self, pc_json_member(resolved, "omission_rules"));
    read_groups(self, pc_json_member(resolved, "case_groups"));
    return read_deciders(self, parameters);
}

void
pc_activity_of(pc_activity_t *self, const pc_scenario_t *scenario)
{
    const pc_param_def_t *p = scenario->params;
    memset(self, 0, sizeof(*self));
    self->start = scenario->start;
    self->end = scenario->end;
    self->stochastic = scenario->mode == PC_MODE_STOCHASTIC;
    for (size_t r = 0; r < scenario->num_rules; r++) {
        const pc_rule_t *rule = &scenario->rules[r];
        add_rule(self, rule->effective,
            rule->until == PC_MONTH_NONE ? PC_MONTH_MAX : rule->until, rule->adoption);
    }
    self->groups = scenario->num_groups > 0 && !scenario->groups[0].from_params;
    self->matched = self->groups;
    for (size_t g = 0; g < scenario->num_groups; g++) {
        self->matched &= scenario->groups[g].has_matched;
    }
    self->rollouts = choices_of(self, &p[PC_P_rollout_mode], 1);
    self->constraints = choices_of(self, &p[PC_P_ep_constraint], 1);
    const double early[2] = { p[PC_P_early_start].value, p[PC_P_early_end].value };
    set_dates(self, early, p[PC_P_demand_cumulative_as_of].value);
    for (size_t k = 0; k < NUM_DATES; k++) {
        if (p[dates[k]].dist.type != PC_DIST_NONE) {
            pc_activity_free_choice(self, dates[k]);
        }
    }
}

void
pc_activity_free_choice(pc_activity_t *self, pc_param which)
{
    switch ((int) which) {
    case PC_P_rollout_mode:
        self->rollouts = ~0U;
        break;
    case PC_P_ep_constraint:
        self->constraints = ~0U;
        break;
    case PC_P_early_start:
    case PC_P_early_end:
        self->early = 1;
        break;
    case PC_P_demand_cumulative_as_of:
        self->counted = 1;
        break;
    default:
        break;
    }
}

void
pc_activity_sampled(
    pc_activity_t *self, pc_param which, const double *values, size_t num)
{
    if (which != PC_P_rollout_mode && which != PC_P_ep_constraint) {
        pc_activity_free_choice(self, which);
        return;
    }
    unsigned *choices =
        which == PC_P_rollout_mode ? &self->rollouts : &self->constraints;
    *choices = 0;
    for (size_t k = 0; k < num; k++) {
        if (!isnan(values[k])) {
            *choices |= BIT((unsigned) values[k]);
        }
    }
}

/* "linear|hazard" */
static void
list_choices(pc_param decides, unsigned choices, char *text, size_t size)
{
    size_t at = 0;
    text[0] = '\0';
    for (unsigned c = 0; c < 8 && at < size; c++) {
        char name[32];
        if (choices & BIT(c)
            && pc_param_choice_name(decides, c, name, sizeof(name)) != NULL) {
            at +=
                (size_t) snprintf(text + at, size - at, "%s%s", at > 0 ? "|" : "", name);
        }
    }
}

/* What the choices of a parameter decide; `*decides` is that parameter. */
static unread_t
unread_by_choice(const pc_activity_t *self, pc_param which, pc_param *decides)
{
    for (size_t k = 0; k < NUM_CONDITIONAL; k++) {
        *decides = conditional[k].decides;
        const unsigned choices =
            *decides == PC_P_rollout_mode ? self->rollouts : self->constraints;
        if (conditional[k].which == which && !(choices & conditional[k].readers)) {
            return OTHER_CHOICE;
        }
    }
    return READ;
}

static unread_t
unread(const pc_activity_t *self, pc_param which, pc_param *decides)
{
    switch ((int) which) {
    case PC_P_demand_dispersion:
        return self->stochastic ? READ : NO_CHANCE;
    case PC_P_omission_adoption:
    case PC_P_omission_adoption_drug:
    case PC_P_omission_adoption_none:
        return self->adopted[which] ? READ : NO_RULE_NAMES_IT;
    case PC_P_omission_missed_option:
    case PC_P_omission_adoption_months:
    case PC_P_workload_review_physician:
    case PC_P_workload_review_other:
        return self->rules ? READ : NO_RULE;
    case PC_P_case_mix_secondary_finding:
    case PC_P_case_mix_none:
    case PC_P_case_mix_approved_cdx:
    case PC_P_case_mix_guideline:
    case PC_P_case_mix_trial:
        return self->groups && !self->adopted[which] ? OWN_SHARES : READ;
    case PC_P_outcome_matched_approved_cdx:
    case PC_P_outcome_matched_guideline:
    case PC_P_outcome_matched_trial:
    case PC_P_outcome_matched_other:
        return self->matched && !self->adopted[which] ? OWN_MATCHED : READ;
    case PC_P_early_uptake:
    case PC_P_early_notified:
        return self->early || self->adopted[which] ? READ : NO_EARLY_TESTS;
    case PC_P_demand_cumulative_tests:
        return self->counted ? READ : COUNTED_LATER;
    default:
        return unread_by_choice(self, which, decides);
    }
}

/* Why not, in words; OTHER_CHOICE is written by its caller. */
static const char *
reason_text(unread_t why, pc_lang lang)
{
    switch (why) {
    case NO_CHANCE:
        return pc_text(lang, "inactive under mode=expected");
    case NO_RULE_NAMES_IT:
        return pc_text(lang, "inactive: no omission rule in force in the run names it");
    case OWN_SHARES:
        return pc_text(lang, "inactive: the case groups have shares of their own");
    case OWN_MATCHED:
        return pc_text(
            lang, "inactive: the case groups have matched shares of their own");
    case NO_RULE:
        return pc_text(lang, "inactive: no omission rule is in force in the run");
    case NO_EARLY_TESTS:
        return pc_text(
            lang, "inactive: no month of the run lies from early.start to early.end");
    case COUNTED_LATER:
        return pc_text(lang,
            "inactive: demand.cumulative_as_of is not before the start of the run");
    case READ:
    case OTHER_CHOICE:
        break;
    }
    return NULL;
}

int
pc_param_active(
    const pc_activity_t *self, pc_param which, pc_lang lang, char *text, size_t size)
{
    pc_param decides = which;
    char names[160];
    const unread_t why = unread(self, which, &decides);
    if (why == OTHER_CHOICE) {
        list_choices(decides,
            decides == PC_P_rollout_mode ? self->rollouts : self->constraints, names,
            sizeof(names));
        snprintf(text, size, pc_text(lang, "inactive under %s=%s"),
            pc_param_table[decides].name, names);
    } else if (why != READ) {
        snprintf(text, size, "%s", reason_text(why, lang));
    }
    return why == READ;
}

/* --- warnings ------------------------------------------------------------------ */

static int
has_parent(const pc_scenario_t *scenario)
{
    int found = 0;
    for (size_t i = 0; i < scenario->num_inputs; i++) {
        found |= strcmp(scenario->inputs[i].role, "parent") == 0;
    }
    return found;
}

/* The default says nothing that could be lost. A scenario without a parent may give it a
 * range for those that extend it. */
static int
is_default(const pc_scenario_t *scenario, const pc_param_def_t *def)
{
    return pc_value_is_constant(def) && def->has_value
           && def->value == pc_param_table[def->which].def
           && (def->dist.type == PC_DIST_NONE || !has_parent(scenario));
}

/* Set by the scenario itself and not by a parent, or on the command line. `resolve`
 * writes out every value, so that none of them is a wish. */
static int
is_override(const pc_scenario_t *scenario, const pc_param_def_t *def)
{
    if (def->node == NULL || def->node->type == PC_JSON_NULL) {
        return 0;
    }
    return def->from_set
           || (def->node->source == scenario->tree->source && !is_default(scenario, def)
               && pc_json_member(scenario->tree, "inputs") == NULL);
}

static void
warn(const pc_json_t *entry, unread_t why, pc_param decides, const char *names,
    pc_diags_t *diags)
{
    switch (why) {
    case OTHER_CHOICE:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: %s is %s",
            pc_param_table[decides].name, names);
        break;
    case NO_CHANCE:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: it is a matter of chance, and mode "
            "is "
            "expected");
        break;
    case NO_RULE_NAMES_IT:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: no omission rule in force in the run "
            "names it");
        break;
    case NO_RULE:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: no omission rule is in force in the "
            "run");
        break;
    case OWN_SHARES:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: case_groups gives the case mix");
        break;
    case OWN_MATCHED:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: every group of case_groups has its "
            "own matched share");
        break;
    case NO_EARLY_TESTS:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: no month of the run lies from "
            "early.start to early.end");
        break;
    case COUNTED_LATER:
        pc_json_report_key(diags, PC_WARNING, entry,
            "nothing in this run reads this value: demand.cumulative_as_of is not "
            "before "
            "the start of the run");
        break;
    case READ:
        break;
    }
}

void
pc_activity_warn(
    const pc_activity_t *self, const pc_scenario_t *scenario, pc_diags_t *diags)
{
    for (int p = 0; p < PC_NUM_PARAMS; p++) {
        const pc_param_def_t *def = &scenario->params[p];
        pc_param decides = (pc_param) p;
        char names[160] = "";
        const unread_t why =
            is_override(scenario, def) ? unread(self, (pc_param) p, &decides) : READ;
        if (why == OTHER_CHOICE) {
            list_choices(decides,
                decides == PC_P_rollout_mode ? self->rollouts : self->constraints, names,
                sizeof(names));
        }
        warn(def->node, why, decides, names, diags);
    }
}
