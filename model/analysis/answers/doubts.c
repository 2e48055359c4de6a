#include "analysis/answers/doubts.h"

#include "scenario/tables/hospitals.h"
#include "simulation/state.h"

/* 1 if the tier of the table holds at some time: without changes, before the first of
 * them, or as one of them. */
static int
tier_holds(const pc_scenario_t *s, size_t i)
{
    const int tier = s->hospitals.tier[i];
    int changes = 0;
    for (size_t k = 0; k < s->num_tier_changes; k++) {
        if ((size_t) s->tier_changes[k].hospital == i) {
            changes++;
            if (s->tier_changes[k].tier == tier) {
                return 1;
            }
        }
    }
    return changes == 0 || tier == PC_TIER_COOPERATIVE || tier == PC_TIER_NONE;
}

/* The newest national value of `variable` in the months from `first` to `last`, a count
 * and not a bound; of one month rather one that fits use. */
static const pc_observation_t *
published(const pc_scenario_t *s, pc_variable variable, pc_month first, pc_month last)
{
    const pc_observation_t *found = NULL;
    for (size_t k = 0; k < s->observations.num; k++) {
        const pc_observation_t *o = &s->observations.items[k];
        if (o->region == 0 && o->variable == variable && !o->lower_bound
            && o->month >= first && o->month <= last
            && (found == NULL || o->month > found->month
                || (o->month == found->month && o->fit >= found->fit))) {
            found = o;
        }
    }
    return found;
}

static void
compare(const char *path, const pc_observation_t *o, double counted, pc_diags_t *diags)
{
    if (o != NULL && o->value != counted) {
        const pc_variable_info_t *info = &pc_variable_table[o->variable];
        pc_diags_add(diags, PC_WARNING, path, 0, 0, NULL,
            "%s: the hospital table has %g, where %g are published for %s", info->name,
            counted, o->value, o->date);
    }
}

static void
compare_counts(const pc_scenario_t *s, pc_diags_t *diags)
{
    static const pc_variable tiers[PC_NUM_TIERS] = { [PC_TIER_CORE] = PC_V_SITES_CORE,
        [PC_TIER_HUB] = PC_V_SITES_HUB,
        [PC_TIER_COOPERATIVE_EP] = PC_V_SITES_COOP_EP,
        [PC_TIER_COOPERATIVE] = PC_V_SITES_COOP };
    const pc_month before = s->start - 1;
    pc_model_input_t input;
    pc_scenario_input(s, NULL, &input);
    double in_tier[PC_NUM_TIERS] = { 0 }, sites = 0, base = 0;
    for (size_t i = 0; i < s->hospitals.num; i++) {
        const pc_tier tier = pc_tier_at(&input, i, before);
        base += s->hospitals.base_type[i] != PC_BASE_NONE;
        if (s->hospitals.opened[i] != PC_MONTH_NONE && s->hospitals.opened[i] <= before
            && tier < PC_NUM_TIERS) {
            sites++;
            in_tier[tier]++;
        }
    }
    compare(
        s->path, published(s, PC_V_BASE_HOSPITALS, PC_MONTH_MIN, before), base, diags);
    compare(s->path, published(s, PC_V_SITES, before, before), sites, diags);
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        compare(
            s->path, published(s, tiers[tier], before, before), in_tier[tier], diags);
    }
}

void
pc_answer_doubts(const pc_scenario_t *scenario, pc_diags_t *diags)
{
    size_t num = 0, first = 0;
    compare_counts(scenario, diags);
    for (size_t i = scenario->hospitals.num; i-- > 0;) {
        if (!tier_holds(scenario, i)) {
            num++;
            first = i;
        }
    }
    if (num > 0) {
        pc_diags_add(diags, PC_WARNING, scenario->path, 0, 0, NULL,
            "tier: %zu hospitals have dated changes, so that the tier of the table "
            "never holds; the first is %u, '%s' in the table",
            num, (unsigned) scenario->hospitals.id[first],
            pc_tier_names[scenario->hospitals.tier[first]]);
    }
}
