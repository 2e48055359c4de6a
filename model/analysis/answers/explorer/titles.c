/* titles.c - titles and feet of the explorer's charts. */
#include "analysis/answers/explorer/explorer.h"

#include <math.h>

#include "analysis/answers/words.h"

#define SIZE PC_QUANTITY_SIZE

/* So many changes are named; the page lists the others. */
#define CHANGES_NAMED 3

void
pc_explorer_side_title(
    const pc_report_t *view, size_t side, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_scenario_t *s = view->sides[side].scenario;
    int changes = 0;
    size_t at = (size_t) snprintf(
        text, PC_SENTENCE_SIZE, "%.300s", pc_side_title(view, side, lang));
    for (int k = 0; k < PC_NUM_PARAMS && at < PC_SENTENCE_SIZE; k++) {
        const pc_param_def_t *def = &s->params[k];
        const pc_lever_t lever = { .which = (pc_param) k };
        char value[96];
        if (!def->from_set || changes++ >= CHANGES_NAMED) {
            continue;
        }
        const pc_month month = def->num_steps > 0 ? def->steps[0].from : s->start;
        /* WORDS: the title of a scenario goes before; an assumption and its value */
        at += (size_t) snprintf(text + at, PC_SENTENCE_SIZE - at, _(", %s %s"),
            pc_lever_name(&lever, lang),
            pc_lever_value((pc_param) k, pc_value_at(def, month, NULL), lang, value));
    }
    if (changes > CHANGES_NAMED && at < PC_SENTENCE_SIZE) {
        snprintf(text + at, PC_SENTENCE_SIZE - at, _(" and %d more changes"),
            changes - CHANGES_NAMED);
    }
}

/* What a chart says of its answer year, as a sentence with the number and the year. */
static void
write_sentence(pc_chart which, const char *value, const char *year, pc_lang lang,
    char text[PC_SENTENCE_SIZE])
{
    const size_t size = PC_SENTENCE_SIZE;
    switch (which) {
    case PC_CHART_SITES:
        snprintf(text, size, _("%s at the end of %s"), value, year);
        break;
    case PC_CHART_BASE:
        snprintf(text, size, _("%s of the base system are sites at the end of %s"),
            value, year);
        break;
    case PC_CHART_CASES:
        snprintf(text, size, _("Expert panels see %s in %s"), value, year);
        break;
    case PC_CHART_HOURS:
        snprintf(text, size, _("Expert panels take %s of work in %s"), value, year);
        break;
    case PC_CHART_TESTS:
        snprintf(text, size, _("There are %s in %s"), value, year);
        break;
    case PC_CHART_OMITTED:
        snprintf(text, size, _("The panel is left out for %s in %s"), value, year);
        break;
    case PC_CHART_USE:
    case PC_NUM_CHARTS:
        snprintf(text, size, _("Expert panels use %s of the hosts' capacity in %s"),
            value, year);
        break;
    }
}

/* `(reference: 24,200 cases)` */
static void
add_reference(const char *reference, int same, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    char plain[PC_SENTENCE_SIZE];
    snprintf(plain, sizeof(plain), "%s", text);
    if (same) {
        snprintf(text, PC_SENTENCE_SIZE, _("%.900s (as the reference)"), plain);
    } else {
        snprintf(
            text, PC_SENTENCE_SIZE, _("%.800s (reference: %.100s)"), plain, reference);
    }
}

static void
title_of_figure(
    const pc_report_t *view, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_figure figure = pc_chart_figure(which);
    const pc_quantity_kind kind = pc_figure_kind(figure);
    const int y = view->answer_year;
    const double now = pc_report_figure(view, view->now, y, figure)->median;
    const double first = pc_report_figure(view, 0, y, figure)->median;
    char value[SIZE], year[SIZE], reference[SIZE];
    pc_quantity(now, kind, lang, value);
    pc_quantity(first, kind, lang, reference);
    pc_fiscal_words(y, lang, year);
    write_sentence(which, value, year, lang, text);
    if (view->now > 0) {
        add_reference(reference,
            pc_quantity_rounded(now, kind) == pc_quantity_rounded(first, kind), lang,
            text);
    }
}

static void
title_of_date(
    const pc_report_t *view, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_report_date_t *now = pc_chart_date(view, view->now, which);
    const pc_report_date_t *first = pc_chart_date(view, 0, which);
    const pc_month end = view->sides[0].scenario->end;
    char month[SIZE], reference[SIZE], sites[SIZE];
    pc_month_words(now->median, end, lang, month);
    pc_month_words(first->median, end, lang, reference);
    if (which == PC_CHART_SITES) {
        pc_quantity(now->milestone->threshold, PC_QUANTITY_SITES, lang, sites);
        snprintf(text, PC_SENTENCE_SIZE,
            now->median == PC_MONTH_NONE ? _("%s: %s") : _("%s around %s"), sites,
            month);
    } else {
        snprintf(text, PC_SENTENCE_SIZE,
            now->median == PC_MONTH_NONE ? _("Every base hospital is a site: %s")
                                         : _("Every base hospital is a site around %s"),
            month);
    }
    if (view->now > 0 && first->milestone != NULL) {
        add_reference(reference, now->median == first->median, lang, text);
    }
}

/* A date needs draws; until there are any, or without a target, the title is a figure of
 * the answer year. */
void
pc_explorer_title(
    const pc_report_t *view, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_report_date_t *date = pc_chart_date(view, view->now, which);
    if (date != NULL && date->milestone != NULL && view->draws > 0) {
        title_of_date(view, which, lang, text);
    } else {
        title_of_figure(view, which, lang, text);
    }
}

void
pc_explorer_foot(
    const pc_report_t *view, pc_chart which, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    const pc_figure figure = pc_chart_figure(which);
    char marks[SIZE] = "";
    size_t used = 0;
    for (size_t k = 1; k < view->num_sides; k++) {
        if (pc_report_is_same(view, k, figure)) {
            const int n = snprintf(marks + used, sizeof(marks) - used, "%s%s",
                used > 0 ? C_("between names", ", ") : "",
                pc_explorer_mark(view, k, lang));
            used += n > 0 ? (size_t) n : 0;
        }
    }
    const int n = snprintf(text, PC_SENTENCE_SIZE, "%s",
        view->draws > 0
            ? _("Lines: medians. Band: 80% range of assumptions of the present setting.")
            : _("Lines: one run with central values, without a range."));
    size_t at = n > 0 ? (size_t) n : 0;
    if (used > 0) {
        const int more = snprintf(text + at, PC_SENTENCE_SIZE - at,
            _(" On the line of the reference: %s."), marks);
        at += more > 0 ? (size_t) more : 0;
    }
    if (view->months[0] < 12 && pc_chart_date(view, 0, which) == NULL) {
        char year[SIZE];
        snprintf(text + at, PC_SENTENCE_SIZE - at,
            _(" %s, of which %d months are simulated, is not drawn."),
            pc_fiscal_words(view->first_year, lang, year), view->months[0]);
    }
}
