/* cards.c - the explorer's answers in words. */
#include "analysis/answers/explorer/explorer.h"

#include <math.h>
#include <string.h>

#include "analysis/answers/report/side.h"
#include "analysis/answers/words.h"

#define SIZE PC_QUANTITY_SIZE
#define FIELD ((size_t) 2 * PC_QUANTITY_SIZE)

/* Are the ranges still to come? */
static int
is_pending(const pc_report_t *view)
{
    return view->draws == 0 && view->pending;
}

/* Why there is no range. */
static const char *
no_range(const pc_report_t *view, pc_lang lang)
{
    if (is_pending(view)) {
        return _("One run with central values; the range is being worked out.");
    }
    return pc_scenario_num_uncertain(view->sides[view->now].scenario) > 0
               ? _("One run with central values, without a range.")
               : _("One run: nothing has a range.");
}

/* --- dates --- */

/* How far a date lies from that of the reference. */
static void
write_date_change(const pc_report_t *view, const pc_report_date_t *now,
    const pc_report_date_t *first, pc_lang lang, char text[FIELD])
{
    char month[SIZE];
    const pc_month end = view->sides[0].scenario->end;
    pc_month_words(first->median, end, lang, month);
    if (now->median == first->median) {
        snprintf(text, FIELD, _("as the reference"));
    } else if (now->median == PC_MONTH_NONE || first->median == PC_MONTH_NONE) {
        snprintf(text, FIELD, _("reference: %s"), month);
    } else if (now->median < first->median) {
        snprintf(text, FIELD, _("%d months earlier than the reference (%s)"),
            (int) (first->median - now->median), month);
    } else {
        snprintf(text, FIELD, _("%d months later than the reference (%s)"),
            (int) (now->median - first->median), month);
    }
}

static void
write_date(
    const pc_report_t *view, const pc_report_date_t *date, pc_lang lang, pc_card_t *card)
{
    char low[SIZE], high[SIZE], median[SIZE], share[SIZE];
    const pc_month end = view->sides[0].scenario->end;
    if (is_pending(view)) {
        snprintf(card->value, FIELD, _("Calculating…"));
        snprintf(card->range, FIELD, _("A date is shown with its range."));
        return;
    }
    pc_month_words(date->median, end, lang, median);
    snprintf(card->value, FIELD, date->median != PC_MONTH_NONE ? _("around %s") : "%s",
        median);
    if (view->draws > 0) {
        snprintf(card->range, FIELD, _("80%% range of assumptions: %s to %s"),
            pc_month_words(date->low, end, lang, low),
            pc_month_words(date->high, end, lang, high));
    } else {
        snprintf(card->range, FIELD, "%s", no_range(view, lang));
    }
    if (view->draws > 0 && !isnan(date->by_2037)) {
        snprintf(card->note, sizeof(card->note),
            _("Of %lu runs with changed assumptions, %s reach it by the end of 2037 "
              "(not a probability of success)."),
            (unsigned long) view->draws, pc_percent(date->by_2037, share));
    }
}

/* The stock at the end of the answer year, where there is no target. */
static void
write_stock(const pc_report_t *view, pc_figure which, pc_lang lang, pc_card_t *card)
{
    const pc_middle_t *m = pc_report_figure(view, view->now, view->answer_year, which);
    char text[SIZE];
    pc_quantity(m->median, pc_figure_kind(which), lang, card->value);
    if (view->draws > 0) {
        snprintf(card->range, FIELD, _("80%% range of assumptions: %s"),
            pc_quantity_range(m->low, m->high, pc_figure_kind(which), 1, lang, text));
    }
}

static void
write_date_card(const pc_report_t *view, pc_figure which, pc_lang lang, pc_card_t *card)
{
    const int is_sites = which == PC_FIGURE_SITES;
    const pc_report_side_t *now = &view->sides[view->now], *first = &view->sides[0];
    const pc_report_date_t *date = is_sites ? &now->sites : &now->base;
    const pc_report_date_t *from = is_sites ? &first->sites : &first->base;
    char text[SIZE], year[SIZE];
    card->id = is_sites ? "sites" : "base";
    if (date->milestone == NULL) {
        snprintf(card->heading, sizeof(card->heading), _("%s, end of %s"),
            pc_figure_heading(which, lang),
            pc_fiscal_words(view->answer_year, lang, year));
        write_stock(view, which, lang, card);
        return;
    }
    if (is_sites) {
        snprintf(card->heading, sizeof(card->heading), _("When there are %s"),
            pc_quantity(date->milestone->threshold, PC_QUANTITY_SITES, lang, text));
    } else {
        snprintf(card->heading, sizeof(card->heading),
            _("When every base hospital is a site"));
    }
    write_date(view, date, lang, card);
    if (view->now > 0 && !is_pending(view) && from->milestone != NULL) {
        write_date_change(view, date, from, lang, card->change);
    }
}

/* --- figures of the answer year --- */

/* Two quantities in one field. */
static void
join(const char *a, const char *b, pc_lang lang, char text[FIELD])
{
    /* WORDS: two numbers of one card */
    snprintf(text, FIELD, C_("two numbers", "%.90s, %.90s"), a, b);
}

static void
write_change(const pc_report_t *view, pc_figure which, pc_lang lang, char text[SIZE])
{
    const int y = view->answer_year;
    pc_quantity_change(pc_report_figure(view, 0, y, which)->median,
        pc_report_figure(view, view->now, y, which)->median, pc_figure_kind(which), lang,
        text);
}

/* What would have to be left out for the work to be no more than before. */
static void
write_share(const pc_report_t *view, pc_lang lang, pc_card_t *card)
{
    const pc_report_side_t *now = &view->sides[view->now];
    const pc_month end = now->scenario->end;
    char share[SIZE], hours[SIZE], month[SIZE], year[SIZE];
    if (isnan(now->hours_before)) {
        return;
    }
    pc_quantity(now->hours_before, PC_QUANTITY_HOURS, lang, hours);
    pc_month_words(now->omit_from, end, lang, month);
    pc_fiscal_words(view->answer_year, lang, year);
    if (isnan(now->omit_share)) {
        snprintf(card->note, sizeof(card->note),
            _("With central values, which are not the medians above, the work of %s "
              "would be more than in the 12 months "
              "before %s (%s) even if the panel were left out for all tests."),
            year, month, hours);
    } else if (now->omit_share == 0) {
        snprintf(card->note, sizeof(card->note),
            _("With central values, which are not the medians above, the work of %s is "
              "no more than in the 12 months "
              "before %s (%s) even without any omission."),
            year, month, hours);
    } else {
        snprintf(card->note, sizeof(card->note),
            _("With central values, which are not the medians above, the work of %s, "
              "review of omissions included, is no "
              "more than in the 12 months before %s (%s) if the panel is left out for "
              "%s of all tests or more."),
            year, month, hours, pc_percent(now->omit_share, share));
    }
}

static void
write_work_card(const pc_report_t *view, pc_lang lang, pc_card_t *card)
{
    static const pc_figure shown[2] = { PC_FIGURE_CASES, PC_FIGURE_HOURS };
    char value[2][SIZE], change[2][SIZE], range[2][SIZE], year[SIZE];
    for (size_t k = 0; k < 2; k++) {
        const pc_quantity_kind kind = pc_figure_kind(shown[k]);
        const pc_middle_t *m =
            pc_report_figure(view, view->now, view->answer_year, shown[k]);
        pc_quantity(m->median, kind, lang, value[k]);
        pc_quantity_range(m->low, m->high, kind, 1, lang, range[k]);
        write_change(view, shown[k], lang, change[k]);
    }
    card->id = "work";
    write_share(view, lang, card);
    snprintf(card->heading, sizeof(card->heading), _("Work of expert panels, %s"),
        pc_fiscal_words(view->answer_year, lang, year));
    join(value[0], value[1], lang, card->value);
    if (view->now > 0) {
        char both[FIELD];
        join(change[0], change[1], lang, both);
        snprintf(card->change, FIELD, _("from the reference: %.160s"), both);
    }
    if (view->draws > 0) {
        char both[FIELD];
        join(range[0], range[1], lang, both);
        snprintf(card->range, FIELD, _("80%% range: %.170s"), both);
    } else {
        snprintf(card->range, FIELD, "%s", no_range(view, lang));
    }
}

/* What omission may cost: options, full-time equivalents, days of waiting. */
static void
write_costs(const pc_report_t *view, pc_lang lang, pc_card_t *card)
{
    const int y = view->answer_year;
    const pc_middle_t *missed = pc_report_figure(view, view->now, y, PC_FIGURE_MISSED);
    const pc_middle_t *wait = pc_report_figure(view, view->now, y, PC_FIGURE_WAIT);
    const double physicians =
        pc_report_figure(view, view->now, y, PC_FIGURE_PHYSICIANS)->median;
    const double staff = pc_report_figure(view, view->now, y, PC_FIGURE_STAFF)->median;
    char options[SIZE], days[SIZE], a[SIZE], b[SIZE];
    if (pc_quantity_rounded(fmax(missed->median, missed->high), PC_QUANTITY_OPTIONS) > 0
        || pc_quantity_rounded(missed->median, PC_QUANTITY_OPTIONS) > 0) {
        pc_quantity(missed->median, PC_QUANTITY_OPTIONS, lang, options);
    } else {
        snprintf(options, sizeof(options), "%s", _("not counted"));
    }
    if (isnan(wait->median)) {
        snprintf(days, sizeof(days), "%s",
            view->pending ? _("Calculating…") : _("not worked out"));
    } else {
        pc_quantity(wait->median, PC_QUANTITY_DAYS, lang, days);
    }
    snprintf(card->note, sizeof(card->note),
        _("Options of treatment that may not be looked at: %s. Full-time equivalents: "
          "physicians %s, others %s. Days to the panel if capacity were a hard limit: "
          "%s."),
        options, pc_quantity_bare(physicians, PC_QUANTITY_PEOPLE, lang, a),
        pc_quantity_bare(staff, PC_QUANTITY_PEOPLE, lang, b), days);
}

static void
write_omission_card(const pc_report_t *view, pc_lang lang, pc_card_t *card)
{
    const pc_middle_t *m =
        pc_report_figure(view, view->now, view->answer_year, PC_FIGURE_OMITTED);
    char year[SIZE], text[SIZE];
    card->id = "omission";
    snprintf(card->heading, sizeof(card->heading), _("Panels left out, %s"),
        pc_fiscal_words(view->answer_year, lang, year));
    pc_quantity(m->median, PC_QUANTITY_CASES, lang, card->value);
    if (view->now > 0) {
        write_change(view, PC_FIGURE_OMITTED, lang, text);
        snprintf(card->change, FIELD, _("from the reference: %.160s"), text);
    }
    if (view->draws > 0) {
        snprintf(card->range, FIELD, _("80%% range: %.170s"),
            pc_quantity_range(m->low, m->high, PC_QUANTITY_CASES, 1, lang, text));
    } else {
        snprintf(card->range, FIELD, "%s", no_range(view, lang));
    }
    write_costs(view, lang, card);
}

void
pc_explorer_cards(const pc_report_t *view, pc_lang lang, pc_card_t cards[PC_NUM_CARDS])
{
    memset(cards, 0, PC_NUM_CARDS * sizeof(*cards));
    write_date_card(view, PC_FIGURE_SITES, lang, &cards[0]);
    write_date_card(view, PC_FIGURE_BASE, lang, &cards[1]);
    write_work_card(view, lang, &cards[2]);
    write_omission_card(view, lang, &cards[3]);
}
