#include "scenario/activity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* The choices that a parameter takes in the months of the run. */
static pc_status
choices_of(const pc_json_t *parameters, pc_param which, const pc_activity_t *self,
    unsigned *choices)
{
    pc_param_def_t def;
    pc_diags_t diags;
    const pc_json_t *node = pc_json_member(parameters, pc_param_table[which].name);
    if (node == NULL) {
        return PC_ERR_INPUT;
    }
    pc_diags_init(&diags);
    pc_value_default(&def, which);
    pc_status status = pc_value_read(&def, which, node, &diags);
    if (status == PC_OK && diags.num_errors > 0) {
        status = PC_ERR_INPUT;
    }
    for (pc_month m = self->start - 1; m <= self->end && status == PC_OK; m++) {
        *choices |= BIT((unsigned) pc_value_at(&def, m, NULL));
    }
    pc_value_free(&def);
    pc_diags_free(&diags);
    return status;
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
            && read_month(p, "until", PC_MONTH_MAX, &until) == PC_OK
            && effective <= self->end && until >= self->start && which >= 0) {
            self->adopted[which] = 1;
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
    pc_status status = choices_of(parameters, PC_P_rollout_mode, self, &self->rollouts);
    if (status == PC_OK) {
        status = choices_of(parameters, PC_P_ep_constraint, self, &self->constraints);
    }
    return status;
}

void
pc_activity_sampled(
    pc_activity_t *self, pc_param which, const double *values, size_t num)
{
    unsigned *choices = which == PC_P_rollout_mode    ? &self->rollouts
                        : which == PC_P_ep_constraint ? &self->constraints
                                                      : NULL;
    if (choices == NULL) {
        return;
    }
    *choices = 0;
    for (size_t k = 0; k < num; k++) {
        if (!isnan(values[k])) {
            *choices |= BIT((unsigned) values[k]);
        }
    }
}

/* "inactive under rollout.mode=linear|hazard" */
static void
write_choices(pc_param decides, unsigned choices, pc_lang lang, char *text, size_t size)
{
    char names[160] = "";
    size_t at = 0;
    for (unsigned c = 0; c < 8 && at < sizeof(names); c++) {
        char name[32];
        if (choices & BIT(c)
            && pc_param_choice_name(decides, c, name, sizeof(name)) != NULL) {
            at += (size_t) snprintf(
                names + at, sizeof(names) - at, "%s%s", at > 0 ? "|" : "", name);
        }
    }
    snprintf(text, size, pc_text(lang, "inactive under %s=%s"),
        pc_param_table[decides].name, names);
}

/* Why not, for what no choice of a parameter decides; NULL if it is read. */
static const char *
other_reason(const pc_activity_t *self, pc_param which, pc_lang lang)
{
    switch ((int) which) {
    case PC_P_demand_dispersion:
        return self->stochastic ? NULL : pc_text(lang, "inactive under mode=expected");
    case PC_P_omission_adoption:
    case PC_P_omission_adoption_drug:
    case PC_P_omission_adoption_none:
        return self->adopted[which]
                   ? NULL
                   : pc_text(
                       lang, "inactive: no omission rule in force in the run names it");
    case PC_P_case_mix_secondary_finding:
    case PC_P_case_mix_none:
    case PC_P_case_mix_approved_cdx:
    case PC_P_case_mix_guideline:
    case PC_P_case_mix_trial:
        return !self->groups
                   ? NULL
                   : pc_text(lang, "inactive: the case groups have shares of their own");
    case PC_P_outcome_matched_approved_cdx:
    case PC_P_outcome_matched_guideline:
    case PC_P_outcome_matched_trial:
    case PC_P_outcome_matched_other:
        return !self->matched
                   ? NULL
                   : pc_text(lang,
                       "inactive: the case groups have matched shares of their own");
    default:
        return NULL;
    }
}

int
pc_param_active(
    const pc_activity_t *self, pc_param which, pc_lang lang, char *text, size_t size)
{
    for (size_t k = 0; k < NUM_CONDITIONAL; k++) {
        const pc_param decides = conditional[k].decides;
        const unsigned choices =
            decides == PC_P_rollout_mode ? self->rollouts : self->constraints;
        if (conditional[k].which == which && !(choices & conditional[k].readers)) {
            write_choices(decides, choices, lang, text, size);
            return 0;
        }
    }
    const char *reason = other_reason(self, which, lang);
    if (reason != NULL) {
        snprintf(text, size, "%s", reason);
    }
    return reason == NULL;
}
