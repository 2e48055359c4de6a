/* point.c - one point of a sweep's store again, beside what the store has. */
#include "tools/command.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/sweep.h"
#include "output/cells.h"
#include "tools/sweep/program_facts.h"

typedef struct {
    pc_points_t store;
    const char *path;
    size_t number, scenario;
    uint32_t replicate;
    double *params, *metrics;
    char *failure; /* the reason in the store, or NULL */
} point_t;

/* PC_ERR_VERSION, with the values that differ, if it is not scenario `number` of the
 * store. */
static pc_status
check_scenario(const pc_scenario_t *scenario, const pc_stored_scenario_t *stored,
    size_t number, const char *store)
{
    char *resolved = NULL;
    char sha256[PC_SHA256_SIZE];
    pc_status status = pc_scenario_resolve(scenario, &resolved);
    if (status != PC_OK) {
        fprintf(
            stderr, _("panelcast run: %s: %s\n"), stored->path, _(pc_strerror(status)));
        free(resolved);
        return status;
    }
    pc_sha256_bytes(resolved, strlen(resolved), sha256);
    const pc_stored_scenario_t now = { .sha256 = sha256, .resolved = resolved };
    pc_diags_t diags;
    pc_messages_init(&diags);
    status = pc_say(
        pc_points_compare_scenario(stored, &now, number, store, &diags), &diags, store);
    pc_diags_free(&diags);
    free(resolved);
    return status;
}

/* Loads the scenario of a point as the sweep did: its file, with the mode and the seed
 * that the store's copy names. PC_EXIT_VERSION if it has changed since. */
static int
load_scenario(pc_scenario_t *scenario, const point_t *point, const pc_options_t *options)
{
    const pc_stored_scenario_t *stored =
        &point->store.plan.scenarios[point->scenario - 1];
    pc_json_t *tree = NULL;
    pc_diags_t diags;
    char mode[64], seed[64], digits[PC_NUMBER_SIZE];
    memset(scenario, 0, sizeof(*scenario));
    pc_messages_init(&diags);
    pc_status status =
        pc_json_parse(&tree, stored->resolved, strlen(stored->resolved), NULL, &diags);
    const pc_json_t *m = pc_json_member(tree, "mode"), *s = pc_json_member(tree, "seed");
    if (status == PC_OK && m != NULL && m->string != NULL && s != NULL) {
        pc_number_format(s->number, digits);
        snprintf(mode, sizeof(mode), "mode=%s", m->string);
        snprintf(seed, sizeof(seed), "seed=%.40s",
            s->type == PC_JSON_STRING ? s->string : digits);
        const char *const sets[] = { mode, seed };
        const char *path = options->num_args > 0 ? options->args[0] : stored->path;
        status = pc_scenario_load(scenario, path, sets, 2, &diags);
    } else if (status == PC_OK) {
        pc_diags_add(&diags, PC_ERROR, stored->path, 0, 0, NULL,
            "the store's copy of the scenario has no mode or seed");
        status = PC_ERR_INPUT;
    }
    pc_json_free(tree);
    status = pc_say(status, &diags, stored->path);
    pc_diags_free(&diags);
    if (status == PC_OK) {
        status = check_scenario(scenario, stored, point->scenario, point->path);
    }
    return pc_exit_code(status);
}

static void
format_value(const pc_column_t *column, double value, char text[PC_NUMBER_SIZE])
{
    if (strcmp(column->stat, "month") == 0 && !isnan(value)) {
        pc_month_format((pc_month) value, text);
    } else {
        pc_number_format(value, text);
    }
}

/* Prints every metric with the store's value, and says which differ; PC_EXIT_NO if one
 * does. */
static int
compare(const point_t *point, const pc_results_t *results, int quiet)
{
    int code = PC_EXIT_OK;
    if (!quiet) {
        puts("metric,value,stored");
    }
    for (size_t k = 0; k < point->store.num_metrics; k++) {
        const pc_column_t *c = &point->store.plan.columns[point->store.num_params + k];
        char found[PC_NUMBER_SIZE], there[PC_NUMBER_SIZE];
        pc_metric_t metric;
        if (pc_metric_restore(&metric, c->variable, c->period, c->stat, c->region)
            != PC_OK) {
            fprintf(stderr, _("panelcast run: %s: metric %s: %s\n"), point->path,
                c->name, _("this program does not know its variable, period or stat"));
            return PC_EXIT_INPUT;
        }
        const double value = pc_metric_value(&metric, results);
        const double stored = point->metrics[k];
        format_value(c, value, found);
        format_value(c, stored, there);
        if (!quiet) {
            pc_cell_text(stdout, c->name);
            printf(",%s,%s\n", found, there);
        }
        if (!(value == stored || (isnan(value) && isnan(stored)))) {
            code = PC_EXIT_NO;
            fprintf(stderr,
                _("panelcast run: %s: point %zu: metric %s: the store has %s, this run "
                  "%s\n"),
                point->path, point->number, c->name, there[0] ? there : "nothing",
                found[0] ? found : "nothing");
        }
    }
    return code;
}

static int
run_point(point_t *point, const pc_options_t *options)
{
    const pc_points_plan_t *plan = &point->store.plan;
    pc_scenario_t *scenario = calloc(1, sizeof(*scenario));
    pc_axis_value_t *axes = calloc(plan->num_params + 1, sizeof(*axes));
    if (scenario == NULL || axes == NULL) {
        free(scenario);
        free(axes);
        fputs(_("panelcast run: out of memory\n"), stderr);
        return PC_EXIT_BUG;
    }
    pc_experiment_t e;
    char reason[256] = "";
    memset(&e, 0, sizeof(e));
    int code = load_scenario(scenario, point, options);
    for (size_t k = 0; k < plan->num_params && code == PC_EXIT_OK; k++) {
        const int which = pc_param_find(plan->columns[k].name);
        axes[k] = (pc_axis_value_t){ (pc_param) which,
            pc_sweep_axis_is_factor(plan->columns[k].meaning), point->params[k] };
        code = which < 0 ? PC_EXIT_VERSION : code;
    }
    if (code == PC_EXIT_OK) {
        pc_status status = pc_experiment_init(&e, scenario, 0, NULL, 0, NULL);
        if (status == PC_OK) {
            status = pc_sweep_set(&e, axes, plan->num_params, 0, reason);
        }
        if (status == PC_OK) {
            status = pc_experiment_prepare(&e);
        }
        if (status == PC_OK) {
            status = pc_experiment_run(&e, point->replicate);
        }
        if (status == PC_OK) {
            code = compare(point, &e.results, options->quiet);
        } else {
            fprintf(stderr, _("panelcast run: %s: point %zu fails: %s\n"), point->path,
                point->number, reason[0] != '\0' ? reason : _(pc_strerror(status)));
            code = pc_exit_code(status);
        }
    }
    pc_experiment_free(&e);
    pc_scenario_free(scenario);
    free(scenario);
    free(axes);
    return code;
}

/* The metrics are the store's only if the model is; PC_EXIT_VERSION if it is not. */
static int
check_program(const point_t *point, const pc_options_t *options)
{
    pc_points_plan_t program = { .num_points = 0 };
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_status status = pc_describe_program(&program, options->command_line);
    if (status == PC_OK) {
        status =
            pc_points_compare_program(&point->store.plan, &program, point->path, &diags);
    }
    const int code = pc_exit_code(pc_say(status, &diags, point->path));
    pc_diags_free(&diags);
    pc_points_plan_free(&program);
    return code;
}

static int
read_point(point_t *point)
{
    point->params = calloc(point->store.num_params + 1, sizeof(double));
    point->metrics = calloc(point->store.num_metrics + 1, sizeof(double));
    pc_diags_t diags;
    pc_messages_init(&diags);
    const pc_status status = point->params == NULL || point->metrics == NULL
                                 ? PC_ERR_NOMEM
                                 : pc_points_one(&point->store, point->number,
                                     &point->scenario, &point->replicate, point->params,
                                     point->metrics, &point->failure, &diags);
    const int said = diags.num_errors > 0;
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    if (status == PC_ERR_MISSING) {
        fprintf(stderr, _("panelcast run: %s has no point %zu\n"), point->path,
            point->number);
    } else if (status != PC_OK && !said) {
        fprintf(stderr, _("panelcast run: %s: point %zu: %s\n"), point->path,
            point->number, _(pc_strerror(status)));
    } else if (status == PC_OK && point->failure != NULL) {
        fprintf(stderr, _("panelcast run: %s: point %zu failed in the sweep: %s\n"),
            point->path, point->number, point->failure);
    }
    return pc_exit_code(status);
}

int
pc_run_point(const pc_options_t *options)
{
    point_t point = { .scenario = 0 };
    pc_diags_t diags;
    const char *colon = strrchr(options->point, ':');
    char *path = strdup(options->point);
    if (path == NULL) {
        fputs(_("panelcast run: out of memory\n"), stderr);
        return PC_EXIT_BUG;
    }
    path[colon - options->point] = '\0';
    point.path = path;
    point.number = (size_t) strtoull(colon + 1, NULL, 10);
    pc_messages_init(&diags);
    const pc_status status = pc_points_read(&point.store, path, &diags);
    int code = pc_exit_code(pc_say(status, &diags, path));
    pc_diags_free(&diags);
    code = code == PC_EXIT_OK ? check_program(&point, options) : code;
    code = code == PC_EXIT_OK ? read_point(&point) : code;
    code = code == PC_EXIT_OK ? run_point(&point, options) : code;
    free(point.params);
    free(point.metrics);
    free(point.failure);
    pc_points_close(&point.store);
    free(path);
    return code;
}
