/* assume.c - what a date rests on, in words. */
#include "analysis/answers/dates.h"

#include <string.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"
#include "analysis/ensemble/experiment.h"
#include "base/number.h"
#include "scenario/values/value.h"

void
pc_value_range(const pc_scenario_t *s, pc_param which, double *low, double *high)
{
    const pc_param_def_t *def = &s->params[which];
    *low = *high = def->value;
    if (def->dist.type != PC_DIST_NONE && s->draws > 1) {
        pc_dist_support(&def->dist, low, high);
    } else if (s->draws == 1) {
        double uniforms[PC_NUM_PARAMS];
        pc_draw_uniforms(s->seed, 1, uniforms);
        *low = *high = pc_value_level(def, &uniforms[which]);
    }
}

static int
is_drawn(const pc_scenario_t *s, pc_param which)
{
    double low, high;
    pc_value_range(s, which, &low, &high);
    return low < high;
}

static int
is_one_value(const pc_scenario_t *s, pc_param which)
{
    return pc_value_is_constant(&s->params[which]);
}

static int
moved_by_promotion(const pc_target_t *asked)
{
    return asked->goal.variable == PC_V_SITES_COOP
           || asked->goal.variable == PC_V_SITES_COOP_EP;
}

/* Changes of tier have dates of their own, and base hospitals in all are given. */
static int
moved_by_pace(const pc_target_t *asked)
{
    const pc_variable v = asked->goal.variable;
    return pc_goal_is_rollout(&asked->goal) && v != PC_V_SITES_CORE
           && v != PC_V_SITES_HUB && v != PC_V_SITES_COOP_EP && v != PC_V_BASE_HOSPITALS;
}

int
pc_moved_by_rollout(const pc_target_t *asked)
{
    return moved_by_pace(asked) || moved_by_promotion(asked);
}

/* Is it a few parameters that the answer rests on, each with one value or range? */
static int
rests_on_few(const pc_target_t *asked, const pc_scenario_t *s)
{
    const pc_param_def_t *mode = &s->params[PC_P_rollout_mode];
    const int pace = moved_by_pace(asked), promotion = moved_by_promotion(asked);
    if (!pace && !promotion) {
        return 0;
    }
    if (pace
        && ((int) mode->value != PC_ROLLOUT_LINEAR || !pc_value_is_constant(mode)
            || mode->dist.type != PC_DIST_NONE || !is_one_value(s, PC_P_rollout_rate)
            || !is_one_value(s, PC_P_rollout_base_share))) {
        return 0;
    }
    if (promotion
        && (!is_one_value(s, PC_P_ep_host_promotion)
            || !is_one_value(s, PC_P_ep_host_limit))) {
        return 0;
    }
    return is_one_value(s, PC_P_rollout_withdrawal);
}

/* Is a parameter drawn that moves the target of the roll-out? */
static int
rollout_is_drawn(const pc_target_t *asked, const pc_scenario_t *s)
{
    static const struct {
        unsigned modes; /* bits; all if the mode changes with time */
        pc_param which;
    } paces[] = { { 1U << PC_ROLLOUT_LINEAR, PC_P_rollout_rate },
        { 1U << PC_ROLLOUT_HAZARD | 1U << PC_ROLLOUT_CAPACITY, PC_P_rollout_hazard },
        { 1U << PC_ROLLOUT_LOGISTIC | 1U << PC_ROLLOUT_GOMPERTZ, PC_P_rollout_growth },
        { 1U << PC_ROLLOUT_LOGISTIC | 1U << PC_ROLLOUT_GOMPERTZ, PC_P_rollout_ceiling },
        { 1U << PC_ROLLOUT_SCHEDULE, PC_P_rollout_schedule },
        { 1U << PC_ROLLOUT_CAPACITY, PC_P_rollout_onboarding } };
    static const pc_param others[] = { PC_P_rollout_base_share, PC_P_rollout_priority,
        PC_P_rollout_weight_prefectural, PC_P_rollout_weight_regional,
        PC_P_rollout_weight_specific, PC_P_rollout_weight_treatment,
        PC_P_rollout_weight_none, PC_P_rollout_withdrawal };
    const pc_param_def_t *mode = &s->params[PC_P_rollout_mode];
    const unsigned modes =
        !pc_value_is_constant(mode) ? ~0U : 1U << (unsigned) (int) mode->value;
    int drawn = mode->dist.type != PC_DIST_NONE && s->draws > 1;
    for (size_t k = 0; k < sizeof(paces) / sizeof(paces[0]); k++) {
        drawn |= (paces[k].modes & modes) != 0 && is_drawn(s, paces[k].which);
    }
    for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++) {
        drawn |= is_drawn(s, others[k]);
    }
    return drawn
           || (moved_by_promotion(asked)
               && (is_drawn(s, PC_P_ep_host_promotion)
                   || is_drawn(s, PC_P_ep_host_limit)));
}

/* `10 to 25`, or one number: as the scenario has it, rounded only where it was drawn. */
static int
show_range(
    const pc_scenario_t *s, pc_param which, double scale, pc_lang lang, char text[96])
{
    char from[PC_NUMBER_SIZE], to[PC_NUMBER_SIZE];
    double low, high;
    pc_value_range(s, which, &low, &high);
    if (s->draws == 1 && s->params[which].dist.type != PC_DIST_NONE) {
        snprintf(text, 96, scale > 1 ? "%.0f" : "%.3g", scale * low);
        return 0;
    }
    pc_number_format(pc_round12(scale * low), from);
    pc_number_format(pc_round12(scale * high), to);
    snprintf(text, 96, low < high ? (_("%s to %s")) : "%s", from, to);
    return low < high;
}

/* The few parameters of rests_on_few in words. */
static void
say_few(const pc_target_t *asked, const pc_scenario_t *s, pc_lang lang, char *text,
    size_t size)
{
    char pace[96], base[96], central[160] = "", number[PC_NUMBER_SIZE];
    char promoted[400] = "", limit[96], lost[256] = "";
    const int paced = moved_by_pace(asked);
    if (s->params[PC_P_rollout_withdrawal].value > 0
        || is_drawn(s, PC_P_rollout_withdrawal)) {
        show_range(s, PC_P_rollout_withdrawal, 100, lang, pace);
        snprintf(lost, sizeof(lost),
            _(", while %s %% of the cooperative sites give up in a year"), pace);
    }
    if (moved_by_promotion(asked)) {
        show_range(s, PC_P_ep_host_promotion, 1, lang, pace);
        show_range(s, PC_P_ep_host_limit, 1, lang, limit);
        snprintf(promoted, sizeof(promoted),
            paced ? _("%s cooperative sites a year become EP-capable, up to a limit of "
                      "%s, and ")
                  : _("%s cooperative sites a year become EP-capable, up to a limit of "
                      "%s"),
            pace, limit);
    }
    if (!paced) {
        snprintf(text, size, _("if %s%s"), promoted, lost);
        return;
    }
    if (show_range(s, PC_P_rollout_rate, 1, lang, pace)) {
        pc_number_format(s->params[PC_P_rollout_rate].value, number);
        snprintf(central, sizeof(central), _(" (central %s)"), number);
    }
    show_range(s, PC_P_rollout_base_share, 100, lang, base);
    snprintf(text, size,
        _("if %snew sites go on at %s a year%s and %s %% of them are base "
          "hospitals%s"),
        promoted, pace, central, base, lost);
}

int
pc_answer_assumption(const pc_target_t *asked, const pc_scenario_t *s, pc_lang lang,
    char *text, size_t size)
{
    char few[1400];
    const int rollout = pc_goal_is_rollout(&asked->goal);
    const char *drawn = s->draws != 1 ? "" : _(", with the parameters of draw 1");
    if (rests_on_few(asked, s)) {
        say_few(asked, s, lang, few, sizeof(few));
        snprintf(text, size, "%s%s", few, drawn);
    } else {
        const char *title = pc_title_of(s->title_en, s->title_ja, lang);
        snprintf(text, size, _("under the assumptions of \"%s\"%s"), title, drawn);
    }
    return rollout ? rollout_is_drawn(asked, s) : s->draws > 1;
}
