/* plan.c - a design in the words of its store. */
#include "analysis/sweep/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "output/cells.h"

/* How the meaning of an axis of the scenario's own distribution begins; on a series the
 * drawn number is a factor. */
#define OWN "the scenario's distribution"
#define FACTOR " of the factor"

static void
put(FILE *out, const char *label, double value)
{
    char text[PC_NUMBER_SIZE];
    pc_number_format(value, text);
    fprintf(out, "%s%s", label, text);
}

/* The scenario's own distribution, or that of each scenario if they differ; 0 without
 * memory. */
static int
describe_own(FILE *out, const pc_design_t *d, const pc_axis_t *axis)
{
    char *texts[PC_MAX_SCENARIOS] = { NULL };
    int same = 1, there = 1;
    for (size_t s = 0; s < d->num_scenarios && there; s++) {
        size_t size = 0;
        FILE *own = open_memstream(&texts[s], &size);
        there = own != NULL;
        if (there) {
            pc_value_write_dist(own, &d->scenarios[s].params[axis->which]);
            there = fclose(own) == 0;
        }
        same = same && there && strcmp(texts[s], texts[0]) == 0;
    }
    fputs(axis->factor ? OWN FACTOR : OWN, out);
    for (size_t s = 0; s < d->num_scenarios && there; s++) {
        if (same && s == 0) {
            fprintf(out, ": %s", texts[s]);
        } else if (!same) {
            fprintf(out, "%s %s: %s", s > 0 ? ";" : ":", d->scenarios[s].name, texts[s]);
        }
    }
    for (size_t s = 0; s < d->num_scenarios; s++) {
        free(texts[s]);
    }
    return there;
}

#define GROUP ", group "

void
pc_sweep_axis_group(const char *meaning, char group[PC_GROUP_NAME_MAX + 1])
{
    const char *at = strstr(meaning, GROUP);
    snprintf(group, PC_GROUP_NAME_MAX + 1, "%s", at != NULL ? at + strlen(GROUP) : "");
}

int
pc_sweep_axis_is_factor(const char *meaning)
{
    return strncmp(meaning, OWN FACTOR, strlen(OWN FACTOR)) == 0;
}

/* Everything that decides the values of an axis; to be freed. */
static char *
describe_axis(const pc_design_t *d, const pc_axis_t *axis)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    int there = 1;
    switch (d->kind == PC_DESIGN_LIST ? PC_AXIS_OWN : axis->kind) {
    case PC_AXIS_BOUNDS:
        put(out, "", axis->min);
        put(out, " to ", axis->max);
        break;
    case PC_AXIS_VALUES:
        for (size_t k = 0; k < axis->num_values; k++) {
            fputs(k > 0 ? ", " : "", out);
            pc_param_value_write(out, axis->which, axis->values[k]);
        }
        break;
    case PC_AXIS_DIST:
        pc_value_write_dist(out, &axis->own);
        break;
    case PC_AXIS_OWN:
        if (d->kind == PC_DESIGN_LIST) {
            fputs("as listed", out);
        } else {
            there = describe_own(out, d, axis);
        }
        break;
    }
    if (d->kind == PC_DESIGN_GRID) {
        fprintf(out, ", %zu levels", axis->levels);
    }
    if (axis->group[0] != '\0') {
        fprintf(out, GROUP "%s", axis->group);
    }
    if (fclose(out) != 0 || !there) {
        free(text);
        return NULL;
    }
    return text;
}

/* Facts are short: name, kind, seed and the like. */
static pc_status
add_facts(const pc_design_t *d, pc_points_plan_t *plan)
{
    char seed[32], replicates[32], levels[32], scenarios[32];
    snprintf(seed, sizeof(seed), "%llu", (unsigned long long) d->seed);
    snprintf(replicates, sizeof(replicates), "%lu", (unsigned long) d->replicates);
    snprintf(levels, sizeof(levels), "%zu", d->levels);
    snprintf(scenarios, sizeof(scenarios), "%zu", d->num_scenarios);
    const struct {
        const char *name, *value;
        int holds;
    } facts[] = { { "name", d->name, 1 }, { "design", pc_design_names[d->kind], 1 },
        { "seed", seed, 1 }, { "replicates", replicates, 1 },
        { "scenarios", scenarios, 1 }, { "levels", levels, d->kind == PC_DESIGN_MORRIS },
        { "list_sha256", d->list_sha256, d->kind == PC_DESIGN_LIST } };
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(facts) / sizeof(facts[0]) && status == PC_OK; k++) {
        if (facts[k].holds) {
            status = pc_plan_add_design(plan, facts[k].name, facts[k].value);
        }
    }
    return status;
}

static pc_status
add_axis(const pc_design_t *d, const pc_axis_t *axis, pc_points_plan_t *plan)
{
    const pc_param_info_t *info = &pc_param_table[axis->which];
    char name[128], unit[64], choices[256];
    char *meaning = describe_axis(d, axis);
    if (meaning == NULL) {
        return PC_ERR_NOMEM;
    }
    snprintf(name, sizeof(name), "%s", info->name);
    snprintf(unit, sizeof(unit), "%s",
        axis->factor         ? "1"
        : info->unit != NULL ? info->unit
                             : "");
    snprintf(choices, sizeof(choices), "%s", info->choices != NULL ? info->choices : "");
    const pc_column_t column = {
        .name = name, .meaning = meaning, .unit = unit, .choices = choices
    };
    const pc_status status = pc_plan_add_column(plan, &column);
    free(meaning);
    return status;
}

/* A number of a flow counts what a month of it counts, unless it is a sum. */
static void
write_unit(const pc_metric_t *m, int months, char text[PC_UNIT_SIZE])
{
    if (m->stat == PC_STAT_MONTH) {
        snprintf(text, PC_UNIT_SIZE, "month");
    } else {
        pc_unit(m->variable, m->stat == PC_STAT_SUM ? months : 1, text);
    }
}

/* Units and months of a metric: once, or for each scenario, with `|` between, where they
 * differ. */
static int
write_lengths(const pc_design_t *d, const pc_metric_t *m, char **units, char **months)
{
    size_t sizes[2] = { 0, 0 };
    FILE *outs[2] = { open_memstream(units, &sizes[0]),
        open_memstream(months, &sizes[1]) };
    int good = outs[0] != NULL && outs[1] != NULL, first = 0, same = 1;
    for (size_t s = 0; s < d->num_scenarios; s++) {
        const int num = pc_metric_months(m, d->scenarios[s].start, d->scenarios[s].end);
        first = s == 0 ? num : first;
        same = same && num == first;
    }
    for (size_t s = 0; good && s < (same ? 1 : d->num_scenarios); s++) {
        const int num = pc_metric_months(m, d->scenarios[s].start, d->scenarios[s].end);
        char unit[PC_UNIT_SIZE];
        write_unit(m, num, unit);
        fprintf(outs[0], "%s%s", s > 0 ? "|" : "", unit);
        if (m->stat != PC_STAT_MONTH) {
            fprintf(outs[1], "%s%d", s > 0 ? "|" : "", num);
        }
    }
    for (int k = 0; k < 2; k++) {
        good = (outs[k] == NULL || fclose(outs[k]) == 0) && good;
    }
    return good;
}

static pc_status
add_metric(const pc_design_t *d, const pc_metric_t *m, pc_points_plan_t *plan)
{
    char name[PC_METRIC_NAME_MAX + 1], meaning[256], variable[96], stat[16];
    char period[40], region[24] = "JP";
    char *units = NULL, *months = NULL;
    const pc_variable_info_t *info = &pc_variable_table[m->variable];
    const int good = write_lengths(d, m, &units, &months);
    snprintf(name, sizeof(name), "%s", m->name);
    pc_metric_period(m, period, sizeof(period));
    snprintf(variable, sizeof(variable), "%s", info->name);
    snprintf(stat, sizeof(stat), "%s", pc_stat_names[m->stat]);
    if (m->region > 0) {
        snprintf(region, sizeof(region), "JP-%02d", m->region);
    }
    pc_metric_describe(m, meaning, sizeof(meaning));
    const pc_column_t column = { .is_metric = 1,
        .name = name,
        .meaning = meaning,
        .unit = units,
        .variable = variable,
        .period = period,
        .stat = stat,
        .region = region,
        .months = months };
    const pc_status status = good ? pc_plan_add_column(plan, &column) : PC_ERR_NOMEM;
    free(units);
    free(months);
    return status;
}

static pc_status
add_scenario(const pc_design_t *d, size_t s, pc_points_plan_t *plan)
{
    char sha256[PC_SHA256_SIZE];
    char *resolved = NULL;
    pc_status status = pc_scenario_resolve(&d->scenarios[s], &resolved);
    char *path = strdup(d->scenario_paths[s]);
    if (path == NULL && status == PC_OK) {
        status = PC_ERR_NOMEM;
    }
    if (status == PC_OK) {
        pc_utf8_make_plain(path);
        pc_sha256_bytes(resolved, strlen(resolved), sha256);
        const pc_stored_scenario_t scenario = { d->scenarios[s].name, path, sha256,
            resolved };
        status = pc_plan_add_scenario(plan, &scenario);
    }
    free(path);
    free(resolved);
    return status;
}

pc_status
pc_sweep_plan(
    const pc_design_t *design, size_t shard, size_t num_shards, pc_points_plan_t *plan)
{
    plan->num_points = design->num_runs;
    plan->replicates = design->replicates;
    plan->shard = shard;
    plan->num_shards = num_shards;
    plan->nested = pc_design_nested(design->kind);
    pc_status status = add_facts(design, plan);
    for (size_t a = 0; a < design->num_axes && status == PC_OK; a++) {
        status = add_axis(design, &design->axes[a], plan);
    }
    for (size_t m = 0; m < design->num_metrics && status == PC_OK; m++) {
        status = add_metric(design, &design->metrics[m], plan);
    }
    for (size_t s = 0; s < design->num_scenarios && status == PC_OK; s++) {
        status = add_scenario(design, s, plan);
    }
    return status;
}
