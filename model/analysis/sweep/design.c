#include "analysis/sweep/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "scenario/text/named.h"

#define MAX_SEED 9007199254740992.0 /* 2^53 */

const char *const pc_design_names[PC_NUM_DESIGNS] = { "grid", "random",
    "latin_hypercube", "sobol", "saltelli", "morris", "list" };

int
pc_design_nested(pc_design_kind kind)
{
    return kind != PC_DESIGN_GRID && kind != PC_DESIGN_LATIN && kind != PC_DESIGN_LIST;
}

int
pc_axis_is_choice(const pc_axis_t *axis)
{
    return pc_param_table[axis->which].unit == NULL;
}

static void
read_name(pc_design_t *self, pc_diags_t *diags)
{
    free(self->name);
    self->name = strdup(pc_name_read(self->tree, 1, diags));
}

static void
read_kind(pc_design_t *self, pc_diags_t *diags)
{
    const pc_json_t *item =
        pc_json_expect(self->tree, "design", PC_JSON_STRING, 1, diags);
    const int found = pc_json_choice(item, pc_design_names, PC_NUM_DESIGNS, diags);
    self->kind = found < 0 ? PC_NUM_DESIGNS : (pc_design_kind) found;
}

/* A whole number from `least` to `most`, or `otherwise`. */
static double
read_whole(const pc_design_t *self, const char *key, double least, double most,
    double otherwise, int required, pc_diags_t *diags)
{
    const pc_json_t *item =
        pc_json_expect(self->tree, key, PC_JSON_NUMBER, required, diags);
    if (item == NULL) {
        return otherwise;
    }
    const double x = item->number;
    if (!(x >= least) || x > most || x != floor(x)) {
        pc_json_report(diags, PC_ERROR, item, "%s is a whole number from %.0f to %.0f",
            key, least, most);
        return otherwise;
    }
    return x;
}

static void
read_mode(pc_design_t *self, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(self->tree, "mode", PC_JSON_STRING, 0, diags);
    self->mode = pc_json_choice(item, pc_mode_names, 2, diags);
}

static pc_status
load_scenario(
    pc_design_t *self, const pc_json_t *item, size_t *num_missing, pc_diags_t *diags)
{
    char mode[32], seed[48];
    const char *sets[2];
    size_t num_sets = 0;
    if (self->mode >= 0) {
        snprintf(mode, sizeof(mode), "mode=%s", pc_mode_names[self->mode]);
        sets[num_sets++] = mode;
    }
    if (self->has_seed) {
        snprintf(seed, sizeof(seed), "seed=%llu", (unsigned long long) self->seed);
        sets[num_sets++] = seed;
    }
    char *path = pc_json_file_path(item, item->string);
    if (path == NULL) {
        return PC_ERR_NOMEM;
    }
    const size_t s = self->num_scenarios++;
    self->scenario_paths[s] = path;
    const size_t before = diags->num_errors;
    const pc_status status =
        pc_scenario_load(&self->scenarios[s], path, sets, num_sets, diags);
    if (status == PC_ERR_MISSING) {
        *num_missing += diags->num_errors - before;
        if (diags->num_errors == before) {
            pc_json_report(diags, PC_ERROR, item, "there is no file %s", path);
            ++*num_missing;
        }
    }
    return status == PC_ERR_MISSING || status == PC_ERR_INPUT ? PC_OK : status;
}

/* The rows of a scenario are told by its name. */
static void
check_scenario_name(const pc_design_t *self, const pc_json_t *item, pc_diags_t *diags)
{
    const size_t last = self->num_scenarios - 1;
    const char *name = self->scenarios[last].name;
    for (size_t s = 0; s < last && name != NULL; s++) {
        if (self->scenarios[s].name != NULL
            && strcmp(self->scenarios[s].name, name) == 0) {
            pc_json_report(diags, PC_ERROR, item,
                "this scenario and the one before it in the list, %s, are both named "
                "%s: their rows could not be told apart",
                self->scenario_paths[s], name);
        }
    }
}

static pc_status
read_scenarios(pc_design_t *self, size_t *num_missing, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_member(self->tree, "scenario");
    if (item != NULL && item->type == PC_JSON_STRING) {
        return load_scenario(self, item, num_missing, diags);
    }
    if (item == NULL || item->type != PC_JSON_ARRAY || item->child == NULL
        || pc_json_size(item) > PC_MAX_SCENARIOS) {
        pc_json_report(diags, PC_ERROR, item != NULL ? item : self->tree,
            "`scenario` is a scenario file, or a list of 1 to %d", PC_MAX_SCENARIOS);
        return PC_OK;
    }
    pc_status status = PC_OK;
    for (const pc_json_t *p = item->child; p != NULL && status == PC_OK; p = p->next) {
        if (p->type != PC_JSON_STRING) {
            pc_json_report(diags, PC_ERROR, p, "a scenario is the name of a file");
        } else {
            status = load_scenario(self, p, num_missing, diags);
        }
        if (p->type == PC_JSON_STRING && status == PC_OK) {
            check_scenario_name(self, p, diags);
        }
    }
    return status;
}

/* Is ep.constraint hard in some month or at some point? */
static int
may_be_hard(const pc_design_t *self, const pc_scenario_t *scenario)
{
    const pc_param_def_t *def = &scenario->params[PC_P_ep_constraint];
    for (size_t a = 0; a < self->num_axes; a++) {
        const pc_axis_t *axis = &self->axes[a];
        if (axis->which == PC_P_ep_constraint) {
            int hard = axis->kind != PC_AXIS_VALUES;
            for (size_t k = 0; k < axis->num_values; k++) {
                hard |= (int) axis->values[k] == PC_EP_HARD;
            }
            return hard;
        }
    }
    for (size_t k = 0; k < def->num_points; k++) {
        if ((int) def->points[k] == PC_EP_HARD) {
            return 1;
        }
    }
    return def->num_points == 0 && (int) pc_value_level(def, NULL) == PC_EP_HARD;
}

static void
check_queue(const pc_design_t *self, const pc_metric_t *m, pc_diags_t *diags)
{
    for (size_t s = 0; s < self->num_scenarios; s++) {
        const pc_scenario_t *scenario = &self->scenarios[s];
        if (m->variable == PC_V_NONE || scenario->tree == NULL
            || scenario->mode != PC_MODE_EXPECTED) {
            continue;
        }
        if (pc_variable_is_queue(m->variable)
            || (pc_variable_follows_queue(m->variable) && may_be_hard(self, scenario))) {
            pc_json_report(diags, PC_ERROR, m->node,
                pc_variable_is_queue(m->variable)
                    ? N_("%s in expected mode: the queue of the mean is not the mean of "
                         "the queue. Take mode stochastic with replicates, or "
                         "--allow-biased")
                    : N_("%s in expected mode under ep.constraint = hard: the queue of "
                         "the mean is not the mean of the queue. Take mode stochastic "
                         "with replicates, or --allow-biased"),
                pc_variable_table[m->variable].name);
            return;
        }
    }
}

/* A metric against those before it, and against the months of the scenarios. */
static void
check_metric(const pc_design_t *self, const pc_metric_t *m, pc_diags_t *diags)
{
    for (size_t k = 0; k < self->num_metrics; k++) {
        if (m->name[0] != '\0' && strcasecmp(m->name, self->metrics[k].name) == 0) {
            pc_json_report(diags, PC_ERROR, m->node,
                "another metric is called %s (upper and lower case count as the same)",
                m->name);
        }
    }
    for (size_t s = 0; s < self->num_scenarios; s++) {
        if (self->scenarios[s].tree != NULL) {
            pc_metric_check_period(
                m, self->scenarios[s].start, self->scenarios[s].end, diags);
        }
    }
}

static pc_status
read_metrics(pc_design_t *self, int allow_biased, pc_diags_t *diags)
{
    const pc_json_t *list =
        pc_json_expect(self->tree, "metrics", PC_JSON_ARRAY, 1, diags);
    if (list == NULL) {
        return PC_OK;
    }
    size_t num = 0;
    for (const pc_json_t *p = list->child; p != NULL; p = p->next) {
        num += pc_metric_num_periods(p);
    }
    if (num == 0 || num > PC_METRICS_MAX) {
        pc_json_report(
            diags, PC_ERROR, list, "%zu metrics; 1 to %d", num, PC_METRICS_MAX);
        return PC_OK;
    }
    self->metrics = calloc(num, sizeof(*self->metrics));
    if (self->metrics == NULL) {
        return PC_ERR_NOMEM;
    }
    for (const pc_json_t *p = list->child; p != NULL; p = p->next) {
        pc_metric_t *m = &self->metrics[self->num_metrics];
        const size_t periods = pc_metric_num_periods(p);
        pc_metric_read(
            m, p, self->num_scenarios > 0 ? &self->scenarios[0] : NULL, diags);
        pc_metric_expand(m, periods, diags);
        if (!allow_biased) {
            check_queue(self, m, diags);
        }
        for (size_t k = 0; k < periods; k++) {
            check_metric(self, &m[k], diags);
            self->num_metrics++;
        }
    }
    return PC_OK;
}

static double
grid_points(const pc_design_t *self)
{
    double points = 1;
    for (size_t a = 0; a < self->num_axes; a++) {
        points *= (double) self->axes[a].levels;
    }
    return points;
}

/* Only so many points of a Sobol sequence lie evenly as are a power of 2. */
static void
check_net(const pc_design_t *self, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_member(self->tree, "points");
    const size_t n = self->points;
    size_t below = 1;
    if ((self->kind != PC_DESIGN_SOBOL && self->kind != PC_DESIGN_SALTELLI)
        || (n & (n - 1)) == 0) {
        return;
    }
    while (2 * below < n) {
        below *= 2;
    }
    if (self->kind == PC_DESIGN_SALTELLI) {
        pc_json_report(diags, PC_WARNING, item,
            "%zu blocks are no power of 2, so the Sobol sequence is cut where its "
            "points "
            "do not lie evenly: take %zu or %zu",
            n, below, 2 * below);
    } else {
        pc_json_report(diags, PC_WARNING, item,
            "%zu points are no power of 2, so the Sobol sequence is cut where they do "
            "not "
            "lie evenly: take %zu or %zu",
            n, below, 2 * below);
    }
}

/* `points` is a number, or for a list the name of a CSV file. */
static pc_status
read_points(pc_design_t *self, size_t *num_missing, pc_diags_t *diags)
{
    if (self->kind == PC_DESIGN_LIST) {
        const pc_json_t *item =
            pc_json_expect(self->tree, "points", PC_JSON_STRING, 1, diags);
        char *path = item != NULL ? pc_json_file_path(item, item->string) : NULL;
        pc_status status = item != NULL && path == NULL ? PC_ERR_NOMEM : PC_OK;
        if (path != NULL) {
            status = pc_design_read_list(self, path, diags);
        }
        free(path);
        *num_missing += status == PC_ERR_MISSING;
        return status == PC_ERR_MISSING ? PC_OK : status;
    }
    if (self->kind == PC_DESIGN_GRID) {
        const double rows = grid_points(self);
        self->points = rows <= PC_DESIGN_RUNS_MAX ? (size_t) rows : SIZE_MAX;
        const pc_json_t *item = pc_json_member(self->tree, "points");
        if (item != NULL && (item->type != PC_JSON_NUMBER || item->number != rows)) {
            pc_json_report(diags, PC_ERROR, item,
                "the grid has %.0f points; leave `points` out", rows);
        }
        return PC_OK;
    }
    self->points =
        (size_t) read_whole(self, "points", 1, PC_DESIGN_RUNS_MAX, 1, 1, diags);
    check_net(self, diags);
    return PC_OK;
}

static void
count_runs(pc_design_t *self, pc_diags_t *diags)
{
    const double points =
        self->kind == PC_DESIGN_GRID ? grid_points(self) : (double) self->points;
    const double rows =
        points
        * (self->kind == PC_DESIGN_SALTELLI  ? (double) self->num_factors + 2
            : self->kind == PC_DESIGN_MORRIS ? (double) self->num_factors + 1
                                             : 1);
    const double runs = rows * (double) self->num_scenarios * self->replicates;
    if (runs > PC_DESIGN_RUNS_MAX) {
        pc_json_report(diags, PC_ERROR,
            pc_json_member(self->tree, self->kind == PC_DESIGN_GRID ? "axes" : "points"),
            "the design has %.3g runs; at most %.0f", runs, PC_DESIGN_RUNS_MAX);
        return;
    }
    self->num_rows = (size_t) rows;
    self->num_runs = (size_t) runs;
}

static void
read_levels(pc_design_t *self, pc_diags_t *diags)
{
    self->levels = (size_t) read_whole(self, "levels", 2, 1000, 4, 0, diags);
    if (self->levels % 2 != 0) {
        pc_json_report(diags, PC_ERROR, pc_json_member(self->tree, "levels"),
            "levels is an even number, so that every step of half the levels fits");
    }
}

static void
read_seed(pc_design_t *self, pc_diags_t *diags)
{
    self->has_seed = pc_json_member(self->tree, "seed") != NULL;
    self->seed = (uint64_t) read_whole(self, "seed", 0, MAX_SEED, 1, 0, diags);
}

static pc_status
read_tree(pc_design_t *self, int allow_biased, size_t *num_missing, pc_diags_t *diags)
{
    static const char *const keys[] = { "name", "scenario", "design", "points", "mode",
        "axes", "metrics", "seed", "replicates", "levels" };
    pc_json_check_keys(self->tree, keys, 10, diags);
    read_name(self, diags);
    read_kind(self, diags);
    read_mode(self, diags);
    read_seed(self, diags);
    read_levels(self, diags);
    self->replicates = (uint32_t) read_whole(self, "replicates", 1, 1e7, 1, 0, diags);
    pc_status status = read_scenarios(self, num_missing, diags);
    if (!self->has_seed && self->num_scenarios > 0) {
        self->seed = self->scenarios[0].seed;
    }
    for (size_t s = 0; s < self->num_scenarios && self->replicates > 1; s++) {
        if (self->scenarios[s].mode == PC_MODE_EXPECTED) {
            pc_json_report(diags, PC_ERROR, pc_json_member(self->tree, "replicates"),
                "expected mode has no chance, so all replicates are alike");
            break;
        }
    }
    if (status == PC_OK) {
        status = pc_design_read_axes(self, diags);
    }
    if (status == PC_OK) {
        status = read_points(self, num_missing, diags);
    }
    if (status == PC_OK) {
        status = read_metrics(self, allow_biased, diags);
    }
    if (status == PC_OK) {
        count_runs(self, diags);
    }
    return status;
}

pc_status
pc_design_load(pc_design_t *self, const char *path, int allow_biased, pc_diags_t *diags)
{
    const size_t before = diags->num_errors;
    size_t num_missing = 0;
    memset(self, 0, sizeof(*self));
    self->path = strdup(path);
    if (self->path == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_status status = pc_json_load(&self->tree, path, &self->sources, diags);
    if (status == PC_ERR_MISSING) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "there is no such file");
    } else if (status == PC_ERR_IO) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "the file cannot be read");
    }
    if (status != PC_OK || self->tree == NULL) {
        return status == PC_OK || status == PC_ERR_IO ? PC_ERR_INPUT : status;
    }
    if (self->tree->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, self->tree, "a design is an object");
        return PC_ERR_INPUT;
    }
    status = read_tree(self, allow_biased, &num_missing, diags);
    if (status != PC_OK) {
        return status;
    }
    if (num_missing > 0 && diags->num_errors - before == num_missing) {
        return PC_ERR_MISSING;
    }
    return pc_diags_status(diags);
}

void
pc_design_free(pc_design_t *self)
{
    for (size_t a = 0; a < self->num_axes; a++) {
        free(self->axes[a].values);
        pc_value_free(&self->axes[a].own);
    }
    for (size_t s = 0; s < self->num_scenarios; s++) {
        free(self->scenario_paths[s]);
        pc_scenario_free(&self->scenarios[s]);
    }
    free(self->axes);
    free(self->metrics);
    free(self->list);
    free(self->path);
    free(self->name);
    pc_json_free(self->tree);
    pc_json_sources_free(&self->sources);
    memset(self, 0, sizeof(*self));
}
