/* milestone_record.c - the part of `milestone` that redoes the ministry's sum. */
#include "milestone.h"

#include <math.h>
#include <string.h>

static void
window_text(const pc_line_t *line, int ja, char *text, size_t size)
{
    if (line->points > 2) {
        snprintf(text, size,
            ja ? "%s〜%s（3点の最小二乗）" : "%s to %s, least squares of 3", line->from,
            line->to);
    } else {
        snprintf(text, size, ja ? "%s〜%s" : "%s to %s", line->from, line->to);
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

int
pc_part_sum(pc_inquiry_t *self)
{
    static const pc_grid_column_t columns[] = {
        { "window", "window of the record", "実績の期間", -1, 0 },
        { "from", "", "", -1, 1 },
        { "to", "", "", -1, 1 },
        { "sites_from", "from", "始点", 0, 0 },
        { "sites_to", "to", "終点", 0, 0 },
        { "pace_per_year", "sites a year", "年間ペース", 1, 0 },
        { "pace_per_365_25_days", "by days", "日数換算", 2, 0 },
        { "reading", "reading of the target", "目標の読み方", -1, 0 },
        { "reading_id", "", "", -1, 1 },
        { "target_sites", "sites in all", "総施設数", 0, 0 },
        { "date", "date", "到達時期", -1, 0 },
        { "years_from_2025_06", "years from 2025-06", "2025年6月からの年数", 1, 0 },
        { "around_2037", "in 2037", "2037年", -1, 0 },
        { NULL, NULL, NULL, 0, 0 },
    };
    pc_grid_t *g = pc_inquiry_grid(self, "sum",
        "the ministry's sum redone: straight lines through the record",
        "国の見込みの再計算：実績の直線延長", columns, 0);
    const pc_ministry_sum_t *sum = &self->sum;
    double base, in_2037 = 0, cells = 0, least = INFINITY, most = 0;
    if (g == NULL || pc_date_parse(PC_SUM_BASE, &base) != PC_OK) {
        return PC_EXIT_BUG;
    }
    g->note_en =
        "years are calendar years, a month being a twelfth; \"by days\" takes "
        "365.25 days a year. `yes` marks what\n  \"about 12 years, around 2037\" "
        "can mean. A pace belongs to its window; none is the recent pace.";
    g->note_ja = "年数は暦による（1か月＝1/"
                 "12年）。「日数換算」は1年を365.25日とする。「2037年」欄の"
                 "「該当」が「約12年、2037年頃」に当たる。";
    for (size_t l = 0; l < sum->num_lines; l++) {
        const pc_line_t *line = &sum->lines[l];
        char name[32];
        line_name(line, name, sizeof(name));
        line_figures(self, line, name);
        /* Years between the two main readings. */
        const double gap =
            (sum->readings[3].target - sum->readings[0].target) / line->pace;
        least = fmin(least, gap);
        most = fmax(most, gap);
        for (int r = 0; r < PC_NUM_READINGS; r++) {
            char text[96], date[PC_DATE_SIZE];
            const pc_reading_t *reading = &sum->readings[r];
            const double time = pc_line_reaches(line, reading->target);
            window_text(line, self->ja, text, sizeof(text));
            pc_date_format(time, date);
            date[7] = '\0';
            pc_grid_text(g, text);
            pc_grid_text(g, line->from);
            pc_grid_text(g, line->to);
            pc_grid_number(g, line->first);
            pc_grid_number(g, line->last);
            pc_grid_number(g, line->pace);
            pc_grid_number(g, line->pace_by_days);
            pc_grid_text(g, self->ja ? reading->ja : reading->en);
            pc_grid_text(g, reading->id);
            pc_grid_number(g, reading->target);
            pc_grid_text(g, date);
            pc_grid_number(g, time - base);
            pc_grid_text(g, !pc_is_around_2037(time) ? "" : self->ja ? "該当" : "yes");
            in_2037 += pc_is_around_2037(time);
            cells++;
        }
    }
    pc_inquiry_figure_number(self, "sum.cells", 0, cells);
    pc_inquiry_figure_number(self, "sum.cells_in_2037", 0, in_2037);
    pc_inquiry_figure_number(self, "sum.sites", 0, sum->facts.sites);
    pc_inquiry_figure_number(self, "sum.base", 0, sum->facts.base);
    pc_inquiry_figure_number(self, "sum.covered", 0, sum->facts.covered);
    pc_inquiry_figure_number(self, "sum.uncovered", 0, sum->facts.uncovered);
    pc_inquiry_figure_number(self, "sum.outside", 0, sum->facts.outside);
    pc_inquiry_figure_number(self, "sum.last", 0, sum->facts.last);
    pc_inquiry_figure_number(self, "sum.first", 0, sum->lines[0].first);
    pc_inquiry_figure_number(self, "sum.candidates", 0, sum->facts.candidates);
    pc_inquiry_figure_number(self, "sum.base_covered", 0, sum->readings[3].target);
    pc_inquiry_figure_number(self, "sum.gap_least", 1, least);
    pc_inquiry_figure_number(self, "sum.gap_most", 1, most);
    return PC_EXIT_OK;
}
