#include "analysis/answers/dates.h"

#include <math.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"

void
pc_show_time(double time, pc_lang lang, char text[32])
{
    char date[PC_DATE_SIZE];
    if (isnan(time)) {
        snprintf(text, 32, "-");
    } else if (isinf(time)) {
        snprintf(text, 32, "%s", _("never"));
    } else if (time >= 2100) {
        snprintf(text, 32, "%s", _("after 2100"));
    } else {
        pc_date_format(time, date);
        snprintf(text, 32, "%.7s", date);
    }
}

void
pc_show_month(pc_month month, pc_lang lang, char text[32])
{
    if (month == PC_MONTH_NONE) {
        snprintf(text, 32, "%s", _("not within the run"));
    } else {
        pc_month_format(month, text);
    }
}

/* The month by which the share `p` is there, or that it is later than the run. */
static const char *
show_quantile(const pc_scenario_t *s, const pc_reach_t *reach, double p, pc_lang lang,
    char text[32])
{
    char end[8];
    const pc_month month = pc_reach_quantile(reach, p, 0);
    if (month != PC_MONTH_NONE) {
        pc_show_month(month, lang, text);
    } else {
        pc_month_format(s->end, end);
        snprintf(text, 32, _("after %s"), end);
    }
    return text;
}

int
pc_reach_is_lost(const pc_reach_t *reach)
{
    const size_t last = reach->num_months - 1;
    return reach->met[last] < reach->probability[last] - 1e-9;
}

/* What a date does not tell: that there is none to find in some runs, which meet the
 * target from the start (the roll-out has a state before it), and that it is lost. */
static void
say_more(const pc_target_t *asked, const pc_reach_t *reach, pc_lang lang, char *text,
    size_t size)
{
    size_t used = 0;
    const double first = reach->num_months > 1 ? reach->probability[1] : 0;
    if (first > 0 && reach->num > 1 && !pc_goal_is_rollout(&asked->goal)) {
        used = (size_t) snprintf(text, size,
            _("; %.0f %% of the runs meet it in the first month already"), 100 * first);
    }
    if (pc_reach_is_lost(reach)) {
        snprintf(text + used, size - used,
            _("; in the last month met in %.0f %% of the runs"),
            100 * reach->met[reach->num_months - 1]);
    }
}

void
pc_answer_date(const pc_target_t *asked, const pc_scenario_t *s, const char *name,
    const pc_reach_t *reach, pc_lang lang, char *line, size_t size)
{
    char low[32], middle[32], high[32], why[1200], which[160] = "", lost[256] = "";
    const char *target = pc_title_of(asked->en, asked->ja, lang);
    const int ranges = pc_answer_assumption(asked, s, lang, why, sizeof(why));
    show_quantile(s, reach, 0.5, lang, middle);
    if (name != NULL) {
        snprintf(which, sizeof(which), _("%s, "), name);
    }
    say_more(asked, reach, lang, lost, sizeof(lost));
    if (reach->num == 1) {
        snprintf(line, size,
            _("%s%s: %s in the one run%s, %s; no interval from one run"), which, target,
            middle, lost, why);
        return;
    }
    snprintf(line, size, _("%s%s: median %s, 80 %% interval %s to %s%s, %s (%s)"), which,
        target, middle, show_quantile(s, reach, 0.1, lang, low),
        show_quantile(s, reach, 0.9, lang, high), lost, why,
        ranges ? _("a range of assumptions, not a confidence interval")
               : _("spread by chance alone"));
}
