/* sentences.c - the question, the answers, and the titles of the charts. */
#include "analysis/answers/report/sentences.h"

#include <math.h>
#include <string.h>

#include "analysis/answers/words.h"

#define SIZE PC_QUANTITY_SIZE
#define LONG_SIZE ((size_t) 4 * PC_QUANTITY_SIZE)

pc_figure
pc_chart_figure(pc_chart which)
{
    static const pc_figure shown[PC_NUM_CHARTS] = { PC_FIGURE_SITES, PC_FIGURE_BASE,
        PC_FIGURE_CASES, PC_FIGURE_HOURS, PC_FIGURE_TESTS, PC_FIGURE_OMITTED,
        PC_FIGURE_USE };
    return shown[which];
}

const pc_report_date_t *
pc_chart_date(const pc_report_t *self, size_t side, pc_chart which)
{
    return which == PC_CHART_SITES  ? &self->sides[side].sites
           : which == PC_CHART_BASE ? &self->sides[side].base
                                    : NULL;
}

/* Base hospitals are all of them: the target says how many may be left. */
double
pc_chart_goal(const pc_report_t *self, pc_chart which)
{
    const pc_report_date_t *date = pc_chart_date(self, 0, which);
    if (date == NULL || date->milestone == NULL) {
        return NAN;
    }
    if (which == PC_CHART_SITES) {
        return date->milestone->threshold;
    }
    const pc_hospitals_t *h = &self->sides[0].scenario->hospitals;
    double all = 0;
    for (size_t i = 0; i < h->num; i++) {
        all += h->base_type[i] != PC_BASE_NONE;
    }
    return all;
}

const char *
pc_side_mark(const pc_report_t *self, size_t side, pc_lang lang)
{
    static const char *const marks[PC_REPORT_MOST] = { "", "①", "②", "③" };
    if (side > 0 && side == self->now) {
        return C_("in a chart", "Now");
    }
    return side == 0 || side >= PC_REPORT_MOST ? C_("report", "Reference") : marks[side];
}

const char *
pc_side_short_mark(const pc_report_t *self, size_t side, pc_lang lang)
{
    return side == 0 ? C_("in a chart", "Ref.") : pc_side_mark(self, side, lang);
}

const char *
pc_side_title(const pc_report_t *self, size_t side, pc_lang lang)
{
    const pc_scenario_t *s = self->sides[side].scenario;
    return lang == PC_LANG_JA ? s->title_ja : s->title_en;
}

static int
is_schedule(const pc_scenario_t *s, pc_month month)
{
    return (int) pc_value_at(&s->params[PC_P_rollout_mode], month, NULL)
           == PC_ROLLOUT_SCHEDULE;
}

/* Does the scenario follow a schedule at the date, which is then assumed, not found? */
static int
is_assumed_date(const pc_report_t *self, size_t side, pc_month date)
{
    return date != PC_MONTH_NONE && is_schedule(self->sides[side].scenario, date);
}

/* --- the question --- */

/* Do the scenarios differ in their rules; in the roll-out; in anything else? */
static void
differences(const pc_report_t *self, int *rules, int *rollout)
{
    const pc_scenario_t *a = self->sides[0].scenario;
    *rules = *rollout = 0;
    for (size_t k = 1; k < self->num_sides; k++) {
        const pc_scenario_t *b = self->sides[k].scenario;
        *rules |= a->num_rules != b->num_rules;
        for (size_t r = 0; !*rules && r < a->num_rules; r++) {
            *rules = memcmp(&a->rules[r], &b->rules[r], sizeof(a->rules[r])) != 0;
        }
        *rollout |= !pc_report_is_same(self, k, PC_FIGURE_SITES);
    }
}

void
pc_report_question(const pc_report_t *self, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    int rules, rollout;
    differences(self, &rules, &rollout);
    const char *question =
        rules && rollout
            ? _("If the omission rules and the roll-out change, how does the work of "
                "expert panels change?")
        : rules ? _("If the omission rules change, how does the work of expert panels "
                    "change?")
        : rollout
            ? _("If the roll-out changes, how do panel tests and the work of expert "
                "panels change?")
        : self->num_sides > 1 ? _("How do panel tests and the work of expert panels "
                                  "change from scenario to scenario?")
                              : _("How many sites, panel tests and expert-panel cases "
                                  "will there be?");
    snprintf(text, PC_SENTENCE_SIZE, "%s", question);
}

/* --- roll-out --- */

/* How the reference names new sites, if it is one number a year. */
static int
write_pace(const pc_report_t *self, pc_lang lang, FILE *out)
{
    const pc_scenario_t *s = self->sides[0].scenario;
    const pc_param_def_t *rate = &s->params[PC_P_rollout_rate];
    const pc_month month = PC_MONTH(self->answer_year, 10);
    if (!pc_value_is_constant(&s->params[PC_P_rollout_mode]) || is_schedule(s, month)
        || (int) s->params[PC_P_rollout_mode].value != PC_ROLLOUT_LINEAR
        || pc_scenario_uncertain(s, PC_P_rollout_mode)) {
        return 0;
    }
    const double low = 0.1, high = 0.9;
    const double centre = pc_value_at(rate, month, NULL);
    if (pc_scenario_uncertain(s, PC_P_rollout_rate)) {
        fprintf(out,
            _("If %.3g to %.3g new sites a year go on being named (80%% range of the "
              "assumption, %.3g in the centre), "),
            pc_value_at(rate, month, &low), pc_value_at(rate, month, &high), centre);
    } else {
        fprintf(out, _("If %.3g new sites a year go on being named, "), centre);
    }
    return 1;
}

/* `around September 2035 (80% range: April 2033 to May 2039)`. */
static const char *
date_words(const pc_report_t *self, const pc_report_date_t *date, pc_lang lang,
    char text[LONG_SIZE])
{
    char median[SIZE], low[SIZE], high[SIZE];
    const pc_month end = self->sides[0].scenario->end;
    pc_month_words(date->median, end, lang, median);
    pc_month_words(date->low, end, lang, low);
    pc_month_words(date->high, end, lang, high);
    if (date->median == PC_MONTH_NONE) {
        snprintf(text, LONG_SIZE, _("%s (80%% range: %s to %s)"), median, low, high);
    } else {
        snprintf(
            text, LONG_SIZE, _("around %s (80%% range: %s to %s)"), median, low, high);
    }
    return text;
}

/* In how many runs it is so by the end of the year that the ministry names. */
static void
write_by_2037(const pc_report_t *self, pc_lang lang, FILE *out)
{
    const pc_report_side_t *side = &self->sides[0];
    const int sites = !isnan(side->sites.by_2037), base = !isnan(side->base.by_2037);
    const unsigned long runs = self->draws;
    char a[SIZE], b[SIZE];
    if (sites && base) {
        fprintf(out,
            _(" Of %lu runs with changed assumptions, %s reach the number of sites by "
              "the "
              "end of 2037 and %s every base hospital (not a probability of success)."),
            runs, pc_percent(side->sites.by_2037, a), pc_percent(side->base.by_2037, b));
    } else if (sites || base) {
        fprintf(out,
            _(" Of %lu runs with changed assumptions, %s reach this by the end of 2037 "
              "(not a probability of success)."),
            runs, pc_percent(sites ? side->sites.by_2037 : side->base.by_2037, a));
    }
}

static size_t
add_rollout(const pc_report_t *self, pc_lang lang, pc_answer_t *answer)
{
    const pc_report_side_t *side = &self->sides[0];
    char sites[SIZE], words[LONG_SIZE];
    FILE *out = fmemopen(answer->text, PC_SENTENCE_SIZE, "w");
    if (out == NULL) {
        return 0;
    }
    answer->label = C_("report", "Roll-out");
    if (!write_pace(self, lang, out)) {
        fprintf(out, _("In “%s”: "), pc_side_title(self, 0, lang));
    }
    if (side->sites.milestone != NULL) {
        pc_quantity(side->sites.milestone->threshold, PC_QUANTITY_SITES, lang, sites);
        fprintf(out, _("there are %s of all tiers %s."), sites,
            date_words(self, &side->sites, lang, words));
    }
    if (side->base.milestone != NULL && side->sites.milestone != NULL) {
        fprintf(out, _(" Every base hospital is a site %s."),
            date_words(self, &side->base, lang, words));
    } else if (side->base.milestone != NULL) {
        fprintf(out, _("every base hospital is a site %s."),
            date_words(self, &side->base, lang, words));
    }
    write_by_2037(self, lang, out);
    if (side->sites.milestone == NULL && side->base.milestone == NULL) {
        const pc_middle_t *m =
            pc_report_figure(self, 0, self->answer_year, PC_FIGURE_SITES);
        char year[SIZE], range[SIZE];
        fprintf(out, _("at the end of %s there are %s (80%% range %s)."),
            pc_fiscal_words(self->answer_year, lang, year),
            pc_quantity(m->median, PC_QUANTITY_SITES, lang, sites),
            pc_quantity_range(m->low, m->high, PC_QUANTITY_SITES, 1, lang, range));
    }
    fclose(out);
    return 1;
}

/* --- omission --- */

/* The shares of allowed cases that are omitted under the rules of the reference. */
static const char *
adoption_words(const pc_report_t *self, char text[SIZE])
{
    const pc_scenario_t *s = self->sides[0].scenario;
    const pc_month month = PC_MONTH(self->answer_year, 10);
    double low = INFINITY, high = -INFINITY;
    char a[SIZE], b[SIZE];
    for (size_t k = 0; k < s->num_rules; k++) {
        const double share = pc_value_at(&s->params[s->rules[k].adoption], month, NULL);
        low = fmin(low, share);
        high = fmax(high, share);
    }
    if (low == high) {
        return pc_percent(low, text);
    }
    snprintf(text, SIZE, "%s–%s", pc_percent(low, a), pc_percent(high, b));
    return text;
}

static void
write_missed(const pc_report_t *self, pc_lang lang, FILE *out)
{
    const pc_middle_t *m =
        pc_report_figure(self, 0, self->answer_year, PC_FIGURE_MISSED);
    char year[SIZE], missed[SIZE], range[SIZE];
    pc_fiscal_words(self->answer_year, lang, year);
    if (pc_quantity_rounded(m->high, PC_QUANTITY_OPTIONS) > 0) {
        fprintf(out,
            _(" In %s up to %s of treatment may not be looked at because of it (80%% "
              "range %s; the rate is assumed)."),
            year, pc_quantity(m->median, PC_QUANTITY_OPTIONS, lang, missed),
            pc_quantity_range(m->low, m->high, PC_QUANTITY_OPTIONS, 1, lang, range));
    } else {
        fputs(_(" Treatment options that may not be looked at because of it are not "
                "counted (their rate is set to 0)."),
            out);
    }
}

static size_t
add_omission(const pc_report_t *self, pc_lang lang, pc_answer_t *answer)
{
    const int y = self->answer_year;
    const pc_middle_t *cases = pc_report_figure(self, 0, y, PC_FIGURE_CASES);
    char year[SIZE], now[SIZE], range[SIZE], none[SIZE], all[SIZE], share[SIZE];
    pc_fiscal_words(y, lang, year);
    pc_quantity(cases->median, PC_QUANTITY_CASES, lang, now);
    pc_quantity_range(cases->low, cases->high, PC_QUANTITY_CASES, 1, lang, range);
    answer->label = C_("report", "Omission");
    if (!self->has_rules) {
        snprintf(answer->text, PC_SENTENCE_SIZE,
            _("In %s, %s go to expert panels (80%% range %s); no rule lets any be left "
              "out."),
            year, now, range);
        return 1;
    }
    FILE *out = fmemopen(answer->text, PC_SENTENCE_SIZE, "w");
    if (out == NULL) {
        return 0;
    }
    fprintf(out,
        _("Assuming that doctors leave out %s of the cases for which the rules allow "
          "it, "
          "expert panels see %s in %s (80%% range %s) instead of %s. That share is not "
          "published; between 0 and 100%% they see %s."),
        adoption_words(self, share), now, year, range,
        pc_quantity(self->cases_if_none.median, PC_QUANTITY_CASES, lang, none),
        pc_quantity_range(self->cases_if_all.median, self->cases_if_none.median,
            PC_QUANTITY_CASES, 1, lang, all));
    write_missed(self, lang, out);
    fclose(out);
    return 1;
}

/* --- the other scenarios --- */

/* `22,300 cases instead of 24,200 cases (-1,900 (-8%))`. */
static const char *
against(const pc_report_t *self, size_t side, pc_figure which, pc_lang lang,
    char text[LONG_SIZE])
{
    const pc_quantity_kind kind = pc_figure_kind(which);
    const double a = pc_report_figure(self, 0, self->answer_year, which)->median;
    const double b = pc_report_figure(self, side, self->answer_year, which)->median;
    char now[SIZE], then[SIZE], change[SIZE];
    pc_quantity(b, kind, lang, now);
    if (pc_quantity_rounded(a, kind) == pc_quantity_rounded(b, kind)) {
        snprintf(text, LONG_SIZE, _("%s, as in the reference"), now);
    } else {
        pc_quantity(a, kind, lang, then);
        pc_quantity_change(a, b, kind, lang, change);
        /* WORDS: a number, that of the reference, and the difference */
        snprintf(text, LONG_SIZE, _("%s instead of %s, %s"), now, then, change);
    }
    return text;
}

static void
write_side_date(const pc_report_t *self, size_t side, pc_lang lang, FILE *out)
{
    const pc_report_date_t *a = &self->sides[0].base, *b = &self->sides[side].base;
    char words[SIZE], before[SIZE];
    const pc_month end = self->sides[0].scenario->end;
    if (b->milestone == NULL || a->milestone == NULL || a->median == b->median) {
        return;
    }
    pc_month_words(a->median, end, lang, before);
    pc_month_words(b->median, end, lang, words);
    if (is_assumed_date(self, side, b->median)) {
        fprintf(out,
            _(" Every base hospital is a site in %s, the schedule that it assumes; in "
              "the reference %s."),
            words, before);
    } else {
        fprintf(out, _(" Every base hospital is a site around %s; in the reference %s."),
            words, before);
    }
}

static size_t
add_side(const pc_report_t *self, size_t side, pc_lang lang, pc_answer_t *answer)
{
    char year[SIZE], cases[LONG_SIZE], hours[LONG_SIZE];
    FILE *out = fmemopen(answer->text, PC_SENTENCE_SIZE, "w");
    if (out == NULL) {
        return 0;
    }
    answer->label = pc_side_mark(self, side, lang);
    fprintf(out, _("“%s”: in %s expert panels see %s; their work takes %s."),
        pc_side_title(self, side, lang), pc_fiscal_words(self->answer_year, lang, year),
        against(self, side, PC_FIGURE_CASES, lang, cases),
        against(self, side, PC_FIGURE_HOURS, lang, hours));
    write_side_date(self, side, lang, out);
    fclose(out);
    return 1;
}

/* --- what it rests on --- */

static size_t
add_lever(const pc_report_t *self, pc_lang lang, pc_answer_t *answer)
{
    char year[SIZE], low[96], high[96], hours[SIZE];
    if (self->num_levers == 0) {
        return 0;
    }
    const pc_lever_t *l = &self->levers[0];
    answer->label = C_("report", "Uncertainty");
    snprintf(answer->text, PC_SENTENCE_SIZE,
        _("Of all assumptions that have a range, “%s” moves the hours of expert panels "
          "in %s most: from %s to %s they are %s, the rest unchanged."),
        pc_lever_name(l, lang), pc_fiscal_words(self->answer_year, lang, year),
        pc_lever_value(l->which, l->at[0], lang, low),
        pc_lever_value(l->which, l->at[1], lang, high),
        pc_quantity_range(l->hours[0], l->hours[1], PC_QUANTITY_HOURS, 1, lang, hours));
    return 1;
}

size_t
pc_report_answers(
    const pc_report_t *self, pc_lang lang, pc_answer_t answers[PC_REPORT_ANSWERS])
{
    size_t num = 0;
    memset(answers, 0, PC_REPORT_ANSWERS * sizeof(*answers));
    num += add_rollout(self, lang, &answers[num]);
    num += add_omission(self, lang, &answers[num]);
    for (size_t k = 1; k < self->num_sides; k++) {
        num += add_side(self, k, lang, &answers[num]);
    }
    num += add_lever(self, lang, &answers[num]);
    return num;
}
