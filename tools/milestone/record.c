/* record.c - the part of `milestone` that redoes the ministry's sum. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <string.h>

static void
window_text(const pc_line_t *line, char *text, size_t size)
{
    if (line->points > 2) {
        snprintf(text, size, _("%s to %s, least squares of 3"), line->from, line->to);
    } else {
        snprintf(text, size, _("%s to %s"), line->from, line->to);
    }
}

static void
line_figures(pc_inquiry_t *self, const pc_line_t *line, const char *name)
{
    char key[64], date[PC_DATE_SIZE];
    snprintf(key, sizeof(key), "%s.pace", name);
    pc_inquiry_figure_number(self, key, 1, line->pace);
    snprintf(key, sizeof(key), "%s.pace_by_days", name);
    pc_inquiry_figure_number(self, key, 1, line->pace_by_days);
    for (int r = 0; r < PC_NUM_READINGS; r++) {
        snprintf(key, sizeof(key), "%s.%s", name, self->sum.readings[r].id);
        pc_date_format(pc_line_reaches(line, self->sum.readings[r].target), date);
        date[7] = '\0';
        pc_inquiry_figure(self, key, date, NULL);
    }
}

static void
line_name(const pc_line_t *line, char *text, size_t size)
{
    if (line->points > 2) {
        snprintf(text, size, "line.three");
    } else {
        snprintf(text, size, "line.%.4s_%.4s", line->from, line->to);
    }
}

/* What the fixed dates of a table leave out is said below it. */
void
pc_note_newer(pc_inquiry_t *self, pc_grid_t *g, const char *note)
{
    const pc_sum_facts_t *f = &self->sum.facts;
    g->note = note;
    if (!pc_sum_has_newer(&self->sum)) {
        return;
    }
    for (int lang = 0; lang < PC_NUM_LANGS; lang++) {
        snprintf(self->newer[lang], sizeof(self->newer[lang]),
            pc_text((pc_lang) lang,
                "The record has a newer count, %.0f sites on %s; the windows of the "
                "sum and the newest counts of the backtest end on %s and leave it "
                "out."),
            f->last, f->last_date, PC_SUM_END);
    }
    char newer[sizeof(self->newer[0])];
    memcpy(newer, self->newer[pc_language], sizeof(newer));
    const size_t k = self->num_notes++ % PC_MAX_NOTES;
    snprintf(self->notes[k], sizeof(self->notes[k]), "%s%s%s", note != NULL ? note : "",
        note != NULL ? C_("notes", "\n  ") : "", newer);
    g->note = self->notes[k];
}

static void
sum_note(pc_inquiry_t *self, pc_grid_t *g)
{
    pc_note_newer(self, g,
        _("years are calendar years, a month being a twelfth; \"by days\" takes 365.25 "
          "days a year. `yes` marks what\n  \"about 12 years, around 2037\" can mean. A "
          "pace belongs to its window; none is the recent pace."));
}

/* Numbers of the text that belong to no line. */
static void
sum_figures(pc_inquiry_t *self)
{
    const pc_ministry_sum_t *sum = &self->sum;
    const pc_sum_facts_t *f = &sum->facts;
    const pc_line_t *ministry = &sum->lines[0],
                    *newest = &sum->lines[sum->num_lines - 1];
    const double gained = ministry->last - ministry->first;
    const double between = sum->readings[3].target - sum->readings[0].target;
    double least = INFINITY, most = 0, in_2037 = 0;
    for (size_t l = 0; l < sum->num_lines; l++) {
        const pc_line_t *line = &sum->lines[l];
        const double gap = between / line->pace;
        least = fmin(least, gap);
        most = fmax(most, gap);
        for (int r = 0; r < PC_NUM_READINGS; r++) {
            in_2037 += pc_is_around_2037(pc_line_reaches(line, sum->readings[r].target));
        }
    }
    const struct {
        const char *key;
        int decimals;
        double value;
    } figures[] = {
        { "sum.cells", 0, (double) (sum->num_lines * PC_NUM_READINGS) },
        { "sum.cells_in_2037", 0, in_2037 },
        { "sum.sites", 0, f->sites },
        { "sum.base", 0, f->base },
        { "sum.covered", 0, f->covered },
        { "sum.uncovered", 0, f->uncovered },
        { "sum.outside", 0, f->outside },
        { "sum.last", 0, f->last },
        { "sum.first", 0, ministry->first },
        { "sum.gained", 0, gained },
        { "sum.months", 0, floor(12 * gained / ministry->pace) },
        { "sum.years", 1, f->uncovered / ministry->pace },
        { "sum.end", 0, newest->last },
        { "sum.candidates", 0, f->candidates },
        { "sum.base_covered", 0, sum->readings[3].target },
        { "sum.gap_least", 1, least },
        { "sum.gap_most", 1, most },
    };
    for (size_t k = 0; k < sizeof(figures) / sizeof(figures[0]); k++) {
        pc_inquiry_figure_number(
            self, figures[k].key, figures[k].decimals, figures[k].value);
    }
    char english[520] = "";
    if (self->newer[0][0] != '\0') {
        snprintf(english, sizeof(english), " %s", self->newer[0]); /* goes on a line */
    }
    pc_inquiry_figure(self, "sum.newer", english, self->newer[1]);
}

static void
sum_row(pc_grid_t *g, const pc_line_t *line, const pc_reading_t *reading)
{
    const double time = pc_line_reaches(line, reading->target);
    char text[96], date[PC_DATE_SIZE];
    double base = NAN;
    (void) !pc_date_parse(PC_SUM_BASE, &base);
    window_text(line, text, sizeof(text));
    pc_date_format(time, date);
    date[7] = '\0';
    pc_grid_text(g, text);
    pc_grid_text(g, line->from);
    pc_grid_text(g, line->to);
    pc_grid_number(g, line->first);
    pc_grid_number(g, line->last);
    pc_grid_number(g, line->pace);
    pc_grid_number(g, line->pace_by_days);
    pc_grid_text(g, _(reading->text));
    pc_grid_text(g, reading->id);
    pc_grid_number(g, reading->target);
    pc_grid_text(g, date);
    pc_grid_number(g, time - base);
    pc_grid_text(g, !pc_is_around_2037(time) ? "" : _("yes"));
}

int
pc_part_sum(pc_inquiry_t *self)
{
    static const pc_grid_column_t columns[] = {
        { "window", N_("window of the record"), -1, 0 },
        { "from", "", -1, 1 },
        { "to", "", -1, 1 },
        { "sites_from", N_("from"), 0, 0 },
        { "sites_to", N_("to"), 0, 0 },
        { "pace_per_year", N_("sites a year"), 1, 0 },
        { "pace_per_365_25_days", N_("by days"), 2, 0 },
        { "reading", N_("reading of the target"), -1, 0 },
        { "reading_id", "", -1, 1 },
        { "target_sites", N_("sites in all"), 0, 0 },
        { "date", N_("date"), -1, 0 },
        { "years_from_2025_06", N_("years from 2025-06"), 1, 0 },
        { "around_2037", N_("in 2037"), -1, 0 },
        { NULL, NULL, 0, 0 },
    };
    pc_grid_t *g = pc_inquiry_grid(self, "sum",
        N_("the ministry's sum redone: straight lines through the record"), columns, 0);
    const pc_ministry_sum_t *sum = &self->sum;
    if (g == NULL) {
        return PC_EXIT_BUG;
    }
    sum_note(self, g);
    for (size_t l = 0; l < sum->num_lines; l++) {
        const pc_line_t *line = &sum->lines[l];
        char name[32];
        line_name(line, name, sizeof(name));
        line_figures(self, line, name);
        for (int r = 0; r < PC_NUM_READINGS; r++) {
            sum_row(g, line, &sum->readings[r]);
        }
    }
    sum_figures(self);
    for (int r = 0; r < PC_NUM_READINGS; r++) {
        pc_answer_verdict(sum, r, pc_language, self->verdict[self->num_verdict++]);
    }
    return PC_EXIT_OK;
}
