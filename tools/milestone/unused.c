/* unused.c - the rows of the record that `milestone` fits nothing to, and why. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <string.h>

static const char grid_id[] = "unused";

/* Why, in words; `text` has room for what the row itself says. */
static const char *
why(pc_use use, const pc_observation_t *o, char *text, size_t size)
{
    switch (use) {
    case PC_USE_PREFECTURE:
        return _("the count of one prefecture");
    case PC_USE_EARLIER:
        return _("before the date that --from names");
    case PC_USE_LOWER_BOUND:
        return _("\"more than\" is no count");
    case PC_USE_NOT_FIT:
        if (o->rule[0] == '\0') {
            return _("fit = no");
        }
        snprintf(text, size, _("fit = no: %s"), o->rule);
        return text;
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

/* The table, made by the first part that leaves something out. */
static pc_grid_t *
table(pc_inquiry_t *self)
{
    static const pc_grid_column_t columns[] = {
        { "variable", N_("result"), -1, 0 },
        { "line", N_("line"), 0, 0 },
        { "date", N_("date"), -1, 0 },
        { "value", N_("value"), 1, 0 },
        { "why", N_("why it is left out"), -1, 0 },
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

int
pc_say_unused(pc_inquiry_t *self, pc_variable variable, double from,
    const pc_record_t *all, const pc_record_t *fitted)
{
    const pc_observations_t *observations = &self->scenarios[0].observations;
    char text[512];
    if (self->said_unused[variable]) {
        return PC_EXIT_OK;
    }
    self->said_unused[variable] = 1;
    for (size_t k = 0; k < observations->num; k++) {
        const pc_observation_t *o = &observations->items[k];
        const pc_use use = pc_record_use(all, fitted, variable, from, o);
        const char *reason = why(use, o, text, sizeof(text));
        if (reason == NULL) {
            continue;
        }
        pc_grid_t *grid = table(self);
        if (grid == NULL) {
            return PC_EXIT_BUG;
        }
        pc_grid_text(grid, pc_variable_table[variable].name);
        pc_grid_number(grid, (double) o->line);
        pc_grid_text(grid, o->date);
        pc_grid_number(grid, o->value);
        pc_grid_text(grid, reason);
    }
    return PC_EXIT_OK;
}
