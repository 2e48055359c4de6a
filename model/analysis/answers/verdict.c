#include "analysis/answers/verdict.h"

#include <math.h>
#include <stdio.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/report/sentences.h"
#include "analysis/answers/words.h"

#define YEAR 2037

/* Every line, or the middle of the runs, lies before 2037, or after it, or in it; else
 * `other`. */
static const char *
word_of(int before, int in, int after, const char *other, pc_lang lang)
{
    if (in && !before && !after) {
        return C_("verdict", "yes");
    }
    if (before && !in && !after) {
        return C_("verdict", "no, earlier");
    }
    return after && !in && !before ? C_("verdict", "no, later") : other;
}

void
pc_answer_verdict(
    const pc_ministry_sum_t *sum, int which, pc_lang lang, char text[PC_VERDICT_SIZE])
{
    const pc_reading_t *reading = &sum->readings[which];
    double first = INFINITY, last = -INFINITY;
    size_t before = 0, in = 0, after = 0;
    char from[PC_DATE_SIZE], to[PC_DATE_SIZE];
    for (size_t l = 0; l < sum->num_lines; l++) {
        const double time = pc_line_reaches(&sum->lines[l], reading->target);
        first = fmin(first, time);
        last = fmax(last, time);
        if (pc_is_around_2037(time)) {
            in++;
        } else if (time < 2037) {
            before++;
        } else {
            after++;
        }
    }
    pc_date_format(first, from);
    pc_date_format(last, to);
    snprintf(text, PC_VERDICT_SIZE,
        _("2037? %s: %s. Of %zu straight lines through the record %zu reach it in 2037; "
          "they reach it from %.7s to %.7s."),
        _(reading->text),
        word_of(before > 0, in > 0, after > 0,
            C_("verdict", "it depends on the window of the record"), lang),
        sum->num_lines, in, from, to);
}

/* The share of runs that are there at the end of a December. */
static double
share_by(const pc_reach_t *reach, int year)
{
    return reach->probability[PC_MONTH(year, 12) - reach->first];
}

/* The scenario's name before a sentence, if there are several. */
static const char *
begin_with(const char *name, pc_lang lang, char text[160])
{
    text[0] = '\0';
    if (name != NULL) {
        snprintf(text, 160, _("%s, "), name);
    }
    return text;
}

void
pc_answer_verdict_of_runs(const pc_target_t *asked, const pc_scenario_t *s,
    const char *name, const pc_reach_t *reach, pc_lang lang, char text[PC_VERDICT_SIZE])
{
    char which[160];
    text[0] = '\0';
    if (isnan(asked->sites) || reach->first > PC_MONTH(YEAR - 1, 12)
        || s->end < PC_MONTH(YEAR, 12)) {
        return;
    }
    const double before = share_by(reach, YEAR - 1), by = share_by(reach, YEAR);
    const char *other = pc_scenario_num_uncertain(s) > 0 && s->draws > 0
                            ? C_("verdict", "it depends on the assumptions")
                            : C_("verdict", "it depends on chance");
    /* The middle 80 % of the runs. Shares are rounded so that they make 100. */
    snprintf(text, PC_VERDICT_SIZE,
        _("2037? %s%s, simulated: %s. Of %zu runs %.0f %% reach it before 2037, %.0f %% "
          "in 2037 and %.0f %% later or not at all."),
        begin_with(name, lang, which), pc_title_of(asked->en, asked->ja, lang),
        word_of(before >= 0.1, before < 0.9 && by >= 0.1, by < 0.9, other, lang),
        reach->num, round(100 * before), round(100 * by) - round(100 * before),
        100 - round(100 * by));
}

void
pc_answer_mover(const pc_target_t *asked, const pc_scenario_t *s, const char *name,
    const pc_mover_t *mover, pc_lang lang, char text[PC_VERDICT_SIZE])
{
    const pc_param_info_t *info = &pc_param_table[mover->which];
    char at[2][PC_QUANTITY_SIZE], dates[2][32], end[8], which[160];
    text[0] = '\0';
    if (!mover->found) {
        return;
    }
    pc_month_format(s->end, end);
    for (int k = 0; k < 2; k++) {
        pc_lever_value(mover->which, mover->at[k], lang, at[k]);
        if (mover->dates[k] == PC_MONTH_NONE) {
            snprintf(dates[k], sizeof(dates[k]), _("after %s"), end);
        } else {
            pc_month_format(mover->dates[k], dates[k]);
        }
    }
    /* WORDS: scenario and target, the assumption and its name in files, then twice its
     * value and the date */
    snprintf(text, PC_VERDICT_SIZE,
        _("%s%s: the assumption that moves this date most is \"%s\" (%s): at %s it is "
          "%s, at %s %s, all else at central values and without chance."),
        begin_with(name, lang, which), pc_title_of(asked->en, asked->ja, lang),
        lang == PC_LANG_JA ? info->ja : info->en, info->name, at[0], dates[0], at[1],
        dates[1]);
}
