#include "analysis/milestone/mover.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/one_by_one.h"

static pc_month
reached(const pc_goal_t *goal, const pc_results_t *results)
{
    for (size_t row = 0; row < results->num_rows; row++) {
        if (pc_goal_met(goal, pc_results_national(results, row)[goal->variable])) {
            return results->first + (pc_month) row;
        }
    }
    return PC_MONTH_NONE;
}

/* Months between the two dates. */
static pc_month
size_of(const pc_mover_t *mover, pc_month end)
{
    const pc_month a = mover->dates[0] != PC_MONTH_NONE ? mover->dates[0] : end + 1,
                   b = mover->dates[1] != PC_MONTH_NONE ? mover->dates[1] : end + 1;
    return a > b ? a - b : b - a;
}

/* The dates of all goals with one parameter at both ends, into `trial`. */
static pc_status
dates_at_ends(pc_one_by_one_t *runs, pc_param which, const pc_goal_t *goals, size_t num,
    pc_mover_t *trial)
{
    for (int end = 0; end < 2; end++) {
        const pc_status status = pc_one_by_one_run(runs, which, end);
        if (status != PC_OK) {
            return status;
        }
        for (size_t g = 0; g < num; g++) {
            trial[g].which = which;
            trial[g].at[end] =
                pc_params_values(&runs->at[end][runs->num_months - 1])[which];
            trial[g].dates[end] = reached(&goals[g], &runs->experiment.results);
        }
    }
    return PC_OK;
}

pc_status
pc_movers_find(pc_mover_t *movers, const pc_goal_t *goals, size_t num,
    const pc_scenario_t *s, pc_diags_t *diags)
{
    pc_one_by_one_t runs;
    memset(movers, 0, num * sizeof(*movers));
    pc_status status = pc_one_by_one_init(&runs, s, diags);
    pc_mover_t *trial = calloc(num, sizeof(*trial));
    status = status == PC_OK && trial == NULL ? PC_ERR_NOMEM : status;
    for (int k = 0; k < PC_NUM_PARAMS && status == PC_OK; k++) {
        if (!pc_scenario_uncertain(s, (pc_param) k)) {
            continue;
        }
        status = dates_at_ends(&runs, (pc_param) k, goals, num, trial);
        for (size_t g = 0; g < num && status == PC_OK; g++) {
            if (size_of(&trial[g], s->end) > size_of(&movers[g], s->end)) {
                movers[g] = trial[g];
                movers[g].found = 1;
            }
        }
        /* A scenario that cannot run at an end says nothing of this assumption. */
        status = status == PC_ERR_RANGE || status == PC_ERR_INPUT ? PC_OK : status;
    }
    free(trial);
    pc_one_by_one_free(&runs);
    return status;
}
