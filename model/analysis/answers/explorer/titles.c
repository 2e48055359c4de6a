/* titles.c - titles and feet of the explorer's charts. */
#include "analysis/answers/explorer/explorer.h"

#include <math.h>

#include "analysis/answers/rules.h"
#include "analysis/answers/words.h"

#define SIZE PC_QUANTITY_SIZE

/* So many changes are named in a title; a list has all. */
#define CHANGES_NAMED 3

static void
write_class_set(const pc_class_set_t *set, const char *class, pc_lang lang, FILE *out)
{
    char month[PC_LABEL_SIZE];
    if (set->from == PC_MONTH_NONE) {
        fprintf(out,
            set->may ? _("panel may be left out: %s")
                     : _("panel may not be left out: %s"),
            class);
    } else {
        pc_month_label(set->from, lang, month);
        fprintf(out,
            set->may ? _("panel may be left out from %s: %s")
                     : _("panel may not be left out from %s: %s"),
            month, class);
    }
}

/* `, pace of new sites in linear mode 30 sites/year from 2027-04`; returns how many
 * changes there are, of which `most` are written. */
static int
write_changes(const pc_scenario_t *s, int most, pc_lang lang, FILE *out)
{
    int num = 0;
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        const pc_param_def_t *def = &s->params[k];
        const pc_lever_t lever = { .which = (pc_param) k };
        char value[96], words[PC_LABEL_SIZE];
        if (!def->from_set || num++ >= most) {
            continue;
        }
        const pc_month month = def->num_steps > 0 ? def->steps[0].from : s->start;
        pc_lever_value((pc_param) k, pc_value_at(def, month, NULL), lang, value);
        if (num > 1) {
            fputs(C_("between names", ", "), out);
        }
        if (def->num_steps > 0) {
            /* WORDS: an assumption, its value, the month from which it has it */
            fprintf(out, _("%s %s from %s"), pc_lever_name(&lever, lang), value,
                pc_month_label(month, lang, words));
        } else {
            fprintf(out, "%s %s", pc_lever_name(&lever, lang), value);
        }
    }
    for (size_t k = 0; k < s->num_class_sets; k++) {
        char class[160];
        if (num++ < most) {
            fputs(num > 1 ? C_("between names", ", ") : "", out);
            write_class_set(&s->class_sets[k],
                pc_class_words(s->class_sets[k].class, lang, class), lang, out);
        }
    }
    return num;
}

void
pc_explorer_changes(const pc_report_t *view, size_t side, pc_lang lang, FILE *out)
{
    write_changes(view->sides[side].scenario, PC_NUM_PARAMS, lang, out);
}

void
pc_explorer_side_title(
    const pc_report_t *view, size_t side, pc_lang lang, char text[PC_SENTENCE_SIZE])
{
    char changes[PC_SENTENCE_SIZE - 400] = "";
    FILE *out = fmemopen(changes, sizeof(changes), "w");
    int num = 0;
    if (out != NULL) {
        num = write_changes(view->sides[side].scenario, CHANGES_NAMED, lang, out);
        if (num > CHANGES_NAMED) {
            fprintf(out, _(" and %d more changes"), num - CHANGES_NAMED);
        }
        fclose(out);
    }
    snprintf(text, PC_SENTENCE_SIZE, "%.300s%s%s", pc_side_title(view, side, lang),
        num > 0 ? C_("between names", ", ") : "", changes);
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
