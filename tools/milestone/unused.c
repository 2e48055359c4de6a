/* unused.c - the rows of the record that `milestone` fits nothing to, and why. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/answers/labels.h"

static const char grid_id[] = "unused";

/* Why, in words; NULL where there is nothing to say. */
static const char *
why(pc_use use)
{
    switch (use) {
    case PC_USE_PREFECTURE:
        return _("the count of one prefecture");
    case PC_USE_EARLIER:
        return _("before the date of --from");
    case PC_USE_LOWER_BOUND:
        return _("\"more than\" is no count");
    case PC_USE_NOT_FIT:
        return "fit = no";
    case PC_USE_TWICE:
        return _("the same count of the same date stands in another row");
    case PC_USE_NEAR:
        return _("less than a month from another count, which stands for both");
    case PC_USE_FITTED:
    case PC_USE_OTHER:
        break;
    }
    return NULL;
}

/* The table, made by the first part that leaves something out. The rule is as the file
 * has it, in the language of the shipped record. */
static pc_grid_t *
table(pc_inquiry_t *self)
{
    const pc_grid_column_t columns[] = {
        { "variable", "", -1, 1 },
        { "result", N_("result"), -1, 0 },
        { "line", N_("line"), 0, 0 },
        { "date", N_("date of the count"), -1, 0 },
        { "value", N_("value"), 1, 0 },
        { "why", N_("why it is left out"), -1, 0 },
        { "rule", N_("the record says"), -1, pc_language != PC_LANG_EN },
        { NULL, NULL, 0, 0 },
    };
    for (size_t k = 0; k < self->num_grids; k++) {
        if (strcmp(self->grids[k].id, grid_id) == 0) {
            return &self->grids[k];
        }
    }
    return pc_inquiry_grid(
        self, grid_id, N_("rows of the record that nothing is fitted to"), columns, 0);
}

/* Rows that say the same, such as 47 prefectures of one year or the claims of 36 months,
 * stand in one line. */
static int
is_alike(const pc_observation_t *a, const pc_observation_t *b)
{
    const int same = a->variable == b->variable && strcmp(a->rule, b->rule) == 0
                     && a->measure == b->measure;
    return same
           && (a->region != 0 ? b->region != 0 && strcmp(a->date, b->date) == 0
                              : b->region == 0 && a->measure == PC_MEASURE_CLAIMS);
}

/* The number of rows like `k` from it on; 0 if one of them stood before it. */
static size_t
count_alike(const pc_observations_t *record, size_t k)
{
    size_t num = 1;
    for (size_t j = 0; j < k; j++) {
        if (is_alike(&record->items[j], &record->items[k])) {
            return 0;
        }
    }
    for (size_t j = k + 1; j < record->num; j++) {
        num += is_alike(&record->items[j], &record->items[k]) ? 1 : 0;
    }
    return num;
}

int
pc_say_unused(pc_inquiry_t *self, pc_variable variable, double from,
    const pc_record_t *all, const pc_record_t *fitted)
{
    const pc_observations_t *observations = &self->scenarios[0].observations;
    const pc_variable_info_t *info = &pc_variable_table[variable];
    if (self->said_unused[variable]) {
        return PC_EXIT_OK;
    }
    self->said_unused[variable] = 1;
    for (size_t k = 0; k < observations->num; k++) {
        const pc_observation_t *o = &observations->items[k];
        const pc_use use = pc_record_use(all, fitted, variable, from, o);
        const char *reason = why(use);
        const size_t alike = reason == NULL ? 0 : count_alike(observations, k);
        char several[96];
        if (alike == 0) {
            continue;
        }
        if (alike > 1) {
            snprintf(several, sizeof(several),
                o->region != 0
                    ? _("the counts of %zu prefectures, one row each")
                    : _("claims, which are another measure: %zu rows from this date on"),
                alike);
            reason = several;
        }
        pc_grid_t *grid = table(self);
        if (grid == NULL) {
            return PC_EXIT_BUG;
        }
        pc_grid_text(grid, info->name);
        pc_grid_text(grid, pc_title_of(info->en, info->ja, pc_language));
        pc_grid_number(grid, (double) o->line);
        pc_grid_text(grid, o->date);
        pc_grid_number(grid, alike > 1 ? NAN : o->value);
        pc_grid_text(grid, reason);
        pc_grid_text(
            grid, use == PC_USE_NOT_FIT || use == PC_USE_PREFECTURE ? o->rule : "");
    }
    return PC_EXIT_OK;
}
