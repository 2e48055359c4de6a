/* charts.c - titles, subtitles and feet of the charts. */
#include "analysis/answers/report/sentences.h"

#include <math.h>
#include <string.h>

#include "analysis/answers/words.h"

#define SIZE PC_QUANTITY_SIZE

static void
title_of_date(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_report_date_t *date = pc_chart_date(self, 0, which);
    char month[SIZE], sites[SIZE];
    const pc_month end = self->sides[0].scenario->end;
    pc_month_words(date->median != PC_MONTH_NONE ? date->median : end, end, lang, month);
    pc_quantity(date->milestone->threshold, PC_QUANTITY_SITES, lang, sites);
    if (which == PC_CHART_SITES && date->median != PC_MONTH_NONE) {
        snprintf(text, PC_SENTENCE_SIZE, _("Reference: %s around %s"), sites, month);
    } else if (which == PC_CHART_SITES) {
        snprintf(text, PC_SENTENCE_SIZE, _("Reference: not yet %s by %s"), sites, month);
    } else if (date->median != PC_MONTH_NONE) {
        snprintf(text, PC_SENTENCE_SIZE,
            _("Reference: every base hospital is a site around %s"), month);
    } else {
        snprintf(text, PC_SENTENCE_SIZE,
            _("Reference: not yet every base hospital is a site by %s"), month);
    }
}

static void
title_of_figure(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_figure figure = pc_chart_figure(which);
    const pc_middle_t *m = pc_report_figure(self, 0, self->answer_year, figure);
    char year[SIZE], value[SIZE];
    pc_fiscal_words(self->answer_year, lang, year);
    pc_quantity(m->median, pc_figure_kind(figure), lang, value);
    switch (which) {
    case PC_CHART_CASES:
        snprintf(text, PC_SENTENCE_SIZE, _("Reference: expert panels see %s in %s"),
            value, year);
        break;
    case PC_CHART_HOURS:
        snprintf(text, PC_SENTENCE_SIZE,
            _("Reference: expert panels take %s of work in %s"), value, year);
        break;
    case PC_CHART_BASE:
        snprintf(text, PC_SENTENCE_SIZE,
            _("Reference: %s of the base system are sites at the end of %s"), value,
            year);
        break;
    case PC_CHART_SITES:
    case PC_CHART_TESTS:
    case PC_CHART_OMITTED:
    case PC_CHART_USE:
    case PC_NUM_CHARTS:
        snprintf(
            text, PC_SENTENCE_SIZE, _("Reference: %s at the end of %s"), value, year);
        break;
    }
}

void
pc_chart_title(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_report_date_t *date = pc_chart_date(self, 0, which);
    if (date != NULL && date->milestone != NULL) {
        title_of_date(self, which, lang, text);
    } else {
        title_of_figure(self, which, lang, text);
    }
}

void
pc_chart_subtitle(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const double goal = pc_chart_goal(self, which);
    const char *subtitle = "";
    switch (which) {
    case PC_CHART_SITES:
        if (!isnan(goal)) {
            snprintf(text, PC_SENTENCE_SIZE,
                _("Sites of all tiers at the end of the fiscal year. Dotted line: "
                  "%.0f."),
                goal);
            return;
        }
        subtitle = _("Sites of all tiers at the end of the fiscal year.");
        break;
    case PC_CHART_BASE:
        if (!isnan(goal)) {
            snprintf(text, PC_SENTENCE_SIZE,
                _("Base hospitals that are sites, at the end of the fiscal year. Dotted "
                  "line: all %.0f."),
                goal);
            return;
        }
        subtitle = _("Base hospitals that are sites, at the end of the fiscal year.");
        break;
    case PC_CHART_CASES:
        subtitle = _("Cases that go to expert panels in the fiscal year.");
        break;
    case PC_CHART_HOURS:
        subtitle = _("Hours of all staff for expert panels in the fiscal year.");
        break;
    case PC_CHART_TESTS:
        subtitle = _("Panel tests in the fiscal year.");
        break;
    case PC_CHART_OMITTED:
        subtitle = _("Cases whose panel is left out in the fiscal year.");
        break;
    case PC_CHART_USE:
        subtitle = _("Cases for expert panels as a share of what the hosts can discuss, "
                     "in per cent.");
        break;
    case PC_NUM_CHARTS:
        break;
    }
    snprintf(text, PC_SENTENCE_SIZE, "%s", subtitle);
}

/* The marks of the scenarios whose lines lie on that of the reference. */
static void
write_same(const pc_report_t *self, pc_figure figure, pc_lang lang, char marks[SIZE])
{
    size_t used = 0;
    marks[0] = '\0';
    for (size_t k = 1; k < self->num_sides; k++) {
        if (pc_report_is_same(self, k, figure)) {
            used += (size_t) snprintf(marks + used, SIZE - used, "%s%s",
                used > 0 ? C_("between names", ", ") : "", pc_side_mark(self, k, lang));
        }
    }
}

void
pc_chart_foot(
    const pc_report_t *self, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    char marks[SIZE];
    const char *lines =
        self->draws == 0 ? _("Lines: one run with central values, without a range.")
        : self->now > 0
            ? _("Lines: medians. Band: 80% range of assumptions of the present setting.")
            : _("Lines: medians. Band: 80% range of assumptions of the reference.");
    size_t at = (size_t) snprintf(text, PC_SENTENCE_SIZE, "%s", lines);
    write_same(self, pc_chart_figure(which), lang, marks);
    if (marks[0] != '\0') {
        at += (size_t) snprintf(text + at, PC_SENTENCE_SIZE - at,
            _(" On the line of the reference: %s."), marks);
    }
    if (self->months[0] < 12 && pc_chart_date(self, 0, which) == NULL) {
        char year[SIZE];
        snprintf(text + at, PC_SENTENCE_SIZE - at,
            _(" %s, of which %d months are simulated, is not drawn."),
            pc_fiscal_words(self->first_year, lang, year), self->months[0]);
    }
}
