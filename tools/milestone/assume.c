/* assume.c - what a date rests on, in words and as figures of the text. */
#include "tools/milestone/milestone.h"

#include <string.h>

#include "analysis/ensemble/experiment.h"
#include "base/number.h"
#include "scenario/values/value.h"

/* The values a parameter takes in the runs, from lowest to highest: of one draw, the
 * value of draw 1. */
static void
range_of(const pc_scenario_t *s, pc_param which, double *low, double *high)
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
    range_of(s, which, &low, &high);
    return low < high;
}

static int
is_one_value(const pc_scenario_t *s, pc_param which)
{
    return pc_value_is_constant(&s->params[which]);
}

static int
moved_by_promotion(const pc_asked_t *asked)
{
    return asked->goal.variable == PC_V_SITES_COOP
           || asked->goal.variable == PC_V_SITES_COOP_EP;
}

/* Changes of tier have dates of their own, and base hospitals in all are given. */
static int
moved_by_pace(const pc_asked_t *asked)
{
    const pc_variable v = asked->goal.variable;
    return pc_goal_is_rollout(&asked->goal) && v != PC_V_SITES_CORE
           && v != PC_V_SITES_HUB && v != PC_V_SITES_COOP_EP && v != PC_V_BASE_HOSPITALS;
}

int
pc_moved_by_rollout(const pc_asked_t *asked)
{
    return moved_by_pace(asked) || moved_by_promotion(asked);
}

/* Is it a few parameters that the answer rests on, each with one value or range? */
static int
rests_on_few(const pc_asked_t *asked, const pc_scenario_t *s)
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
rollout_is_drawn(const pc_asked_t *asked, const pc_scenario_t *s)
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
show_range(const pc_scenario_t *s, pc_param which, double scale, int ja, char text[96])
{
    char from[PC_NUMBER_SIZE], to[PC_NUMBER_SIZE];
    double low, high;
    range_of(s, which, &low, &high);
    if (s->draws == 1 && s->params[which].dist.type != PC_DIST_NONE) {
        snprintf(text, 96, scale > 1 ? "%.0f" : "%.3g", scale * low);
        return 0;
    }
    pc_number_format(pc_round12(scale * low), from);
    pc_number_format(pc_round12(scale * high), to);
    snprintf(text, 96, low < high ? (ja ? "%s〜%s" : "%s to %s") : "%s", from, to);
    return low < high;
}

/* The few parameters of rests_on_few in words. */
static void
say_few(const pc_asked_t *asked, const pc_scenario_t *s, int ja, char *text, size_t size)
{
    char pace[96], base[96], central[160] = "", number[PC_NUMBER_SIZE];
    char promoted[400] = "", limit[96], lost[256] = "";
    const int paced = moved_by_pace(asked);
    if (s->params[PC_P_rollout_withdrawal].value > 0
        || is_drawn(s, PC_P_rollout_withdrawal)) {
        show_range(s, PC_P_rollout_withdrawal, 100, ja, pace);
        snprintf(lost, sizeof(lost),
            ja ? "連携病院の年%s%%が指定を取り下げ、"
               : ", while %s %% of the cooperative sites give up in a year",
            pace);
    }
    if (moved_by_promotion(asked)) {
        show_range(s, PC_P_ep_host_promotion, 1, ja, pace);
        show_range(s, PC_P_ep_host_limit, 1, ja, limit);
        snprintf(promoted, sizeof(promoted),
            !ja ? "%s cooperative sites a year become EP-capable, up to a limit of %s%s"
            : paced ? "年%s施設（上限%s施設）がEP実施可能となり、%s"
                    : "年%s施設（上限%s施設）がEP実施可能となる場合%s",
            pace, limit, !ja && paced ? ", and " : "");
    }
    if (!paced) {
        snprintf(text, size, "%s%s%s", ja ? lost : "if ", promoted, ja ? "" : lost);
        return;
    }
    if (show_range(s, PC_P_rollout_rate, 1, ja, pace)) {
        pc_number_format(s->params[PC_P_rollout_rate].value, number);
        snprintf(central, sizeof(central), ja ? "（中心%s）" : " (central %s)", number);
    }
    show_range(s, PC_P_rollout_base_share, 100, ja, base);
    if (ja) {
        snprintf(text, size,
            "%s%s新規指定が年%s施設%sで続き、その%s%%が拠点病院等である場合", lost,
            promoted, pace, central, base);
    } else {
        snprintf(text, size,
            "if %snew sites go on at %s a year%s and %s %% of them are base hospitals%s",
            promoted, pace, central, base, lost);
    }
}

/* The settings given, without those of the run: the title of the file does not have
 * them. */
static void
list_sets(const pc_options_t *options, char *text, size_t size)
{
    static const char *const of_the_run[] = { "end", "mode", "seed", "draws",
        "replicates" };
    size_t used = 0;
    text[0] = '\0';
    for (size_t k = 0; k < options->num_sets; k++) {
        const char *set = options->sets[k];
        int skipped = 0;
        for (size_t i = 0; i < sizeof(of_the_run) / sizeof(of_the_run[0]); i++) {
            const size_t length = strlen(of_the_run[i]);
            skipped |= strncmp(set, of_the_run[i], length) == 0 && set[length] == '=';
        }
        if (!skipped && used + strlen(set) + 8 < size) {
            used += (size_t) snprintf(
                text + used, size - used, "%s%s", used > 0 ? ", " : "", set);
        } else if (!skipped) {
            snprintf(text + used, size - used, ", ...");
            return;
        }
    }
}

int
pc_assumption(const pc_inquiry_t *self, const pc_asked_t *asked, const pc_scenario_t *s,
    char *text, size_t size)
{
    char few[1400], sets[400];
    const int ja = self->ja, rollout = pc_goal_is_rollout(&asked->goal);
    const char *drawn = s->draws != 1 ? ""
                        : ja          ? "、パラメータは抽出1の値"
                                      : ", with the parameters of draw 1";
    if (rests_on_few(asked, s)) {
        say_few(asked, s, ja, few, sizeof(few));
        snprintf(text, size, "%s%s", few, drawn);
    } else {
        list_sets(&self->options, sets, sizeof(sets));
        const int any = sets[0] != '\0';
        snprintf(text, size,
            ja ? "「%s」の仮定%s%s%sによる%s"
               : "under the assumptions of \"%s\"%s%s%s%s",
            ja ? s->title_ja : s->title_en,
            !any ? ""
            : ja ? "（"
                 : " with ",
            sets, any && ja ? "）" : "", drawn);
    }
    return rollout ? rollout_is_drawn(asked, s) : s->draws > 1;
}

void
pc_range_figures(pc_inquiry_t *self)
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
        double low, high;
        range_of(&self->scenarios[0], shown[k].which, &low, &high);
        const double central =
            low < high ? self->scenarios[0].params[shown[k].which].value : low;
        const double values[] = { low, central, high };
        static const char *const ends[] = { "low", "central", "high" };
        for (int n = 0; n < 3; n++) {
            snprintf(key, sizeof(key), "%s.%s", shown[k].key, ends[n]);
            pc_inquiry_figure_number(
                self, key, n == 1 ? shown[k].decimals : 0, shown[k].scale * values[n]);
        }
    }
    pc_inquiry_figure_number(self, "assumed.runs", 0,
        (double) (self->scenarios[0].draws > 0 ? self->scenarios[0].draws : 1)
            * (double) self->scenarios[0].replicates);
    pc_inquiry_figure_number(self, "asked.days", 0, self->options.days);
}
