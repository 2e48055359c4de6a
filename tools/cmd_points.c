/* cmd_points.c - what is done with the store of a sweep: merge, export, one point again.
 */
#include "command.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/sweep.h"
#include "output/cells.h"

/* How analysis/sweep_plan.c begins the meaning of an axis that multiplies a series. */
#define FACTOR "the scenario's distribution of the factor"

static int
run_merge(const pc_options_t *options)
{
    if (options->output == NULL) {
        fputs("panelcast merge: say where the store goes: -o STORE.sqlite\n", stderr);
        return PC_EXIT_USAGE;
    }
    pc_diags_t diags;
    pc_diags_init(&diags);
    const volatile sig_atomic_t *interrupted = pc_watch_signals();
    pc_status status = pc_points_merge(
        options->output, options->args, (size_t) options->num_args, interrupted, &diags);
    if (status == PC_ERR_INTERRUPT && *interrupted) {
        fputs("panelcast merge: stopped; nothing was written\n", stderr);
        pc_diags_print(&diags, stderr);
    } else {
        status = pc_say(status, &diags, options->output);
    }
    pc_diags_free(&diags);
    if (status == PC_OK && !options->quiet) {
        printf("%d shards in %s\n", options->num_args, options->output);
    }
    return pc_exit_code(status);
}

/* Points of the design that the store does not have. */
static void
warn_missing(pc_points_t *store)
{
    const size_t all = store->plan.num_points;
    uint8_t *done = calloc(all / 8 + 1, 1);
    size_t there = 0;
    if (done != NULL && pc_points_done(store, done, all, &there) == PC_OK
        && there < all) {
        fprintf(stderr, "panelcast export: warning: %s holds %zu of %zu points\n",
            store->path, there, all);
    }
    free(done);
}

static int
export_to(pc_points_t *store, const pc_options_t *options, FILE *out)
{
    size_t left_out = 0;
    const pc_status status = options->iamc ? pc_points_iamc(store, out, &left_out)
                                           : pc_points_csv(store, out);
    if (left_out > 0) {
        fprintf(stderr,
            "panelcast export: %zu metrics are dates and have no place in this table\n",
            left_out);
    }
    if (status != PC_OK) {
        fprintf(stderr, "panelcast export: %s: %s\n", store->path, pc_strerror(status));
    }
    return pc_exit_code(status);
}

/* A file is written aside and renamed, so that no half table takes its name; a pipe or a
 * device is written as it is. */
static int
export_to_file(pc_points_t *store, const pc_options_t *options)
{
    struct stat info;
    const char *path = options->output;
    const int plain = lstat(path, &info) != 0 || S_ISREG(info.st_mode);
    const size_t size = strlen(path) + 32;
    char *aside = malloc(size);
    if (aside == NULL) {
        fputs("panelcast export: out of memory\n", stderr);
        return PC_EXIT_BUG;
    }
    snprintf(aside, size, plain ? "%s.part-%ld" : "%s", path, (long) getpid());
    FILE *out = fopen(aside, "w");
    if (out == NULL) {
        fprintf(stderr, "panelcast export: %s: %s\n", path, strerror(errno));
        free(aside);
        return PC_EXIT_CANNOT_WRITE;
    }
    int code = export_to(store, options, out);
    const int failed = ferror(out);
    if (fclose(out) != 0 || failed
        || (code == PC_EXIT_OK && plain && rename(aside, path) != 0)) {
        fprintf(stderr, "panelcast export: %s: cannot be written: %s\n", path,
            strerror(errno));
        code = PC_EXIT_WRITE_FAILED;
    }
    if (code != PC_EXIT_OK && plain) {
        remove(aside);
    }
    free(aside);
    return code;
}

static int
run_export(const pc_options_t *options)
{
    if (options->csv == options->iamc) {
        fputs("panelcast export: say --csv or --iamc\n", stderr);
        return PC_EXIT_USAGE;
    }
    pc_diags_t diags;
    pc_points_t store;
    pc_diags_init(&diags);
    const pc_status status = pc_points_read(&store, options->args[0], &diags);
    int code = pc_exit_code(pc_say(status, &diags, options->args[0]));
    pc_diags_free(&diags);
    if (code == PC_EXIT_OK) {
        warn_missing(&store);
        code = options->output != NULL ? export_to_file(&store, options)
                                       : export_to(&store, options, stdout);
    }
    pc_points_close(&store);
    return code;
}

/* Loads the scenario of a point as the sweep did: its file, with the mode and the seed
 * that the store's copy names. PC_EXIT_VERSION if it has changed since. */
static int
load_scenario(pc_scenario_t *scenario, const pc_stored_scenario_t *stored,
    const pc_options_t *options)
{
    pc_json_t *tree = NULL;
    pc_diags_t diags;
    char mode[64], seed[64], digits[PC_NUMBER_SIZE];
    memset(scenario, 0, sizeof(*scenario));
    pc_diags_init(&diags);
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
    char *resolved = NULL;
    char sha256[PC_SHA256_SIZE];
    if (status == PC_OK
        && (status = pc_scenario_resolve(scenario, &resolved)) != PC_OK) {
        fprintf(stderr, "panelcast run: %s: %s\n", stored->path, pc_strerror(status));
    }
    if (status == PC_OK) {
        pc_sha256_bytes(resolved, strlen(resolved), sha256);
        if (strcmp(sha256, stored->sha256) != 0) {
            fprintf(stderr,
                "panelcast run: the scenario is no longer that of the store (SHA-256 "
                "%s, "
                "the store has %s)\n",
                sha256, stored->sha256);
            status = PC_ERR_VERSION;
        }
    }
    free(resolved);
    return pc_exit_code(status);
}

typedef struct {
    pc_points_t store;
    size_t scenario;
    uint32_t replicate;
    double *params, *metrics;
} point_t;

static void
print_value(const pc_column_t *column, double value)
{
    char text[PC_NUMBER_SIZE];
    if (strcmp(column->stat, "month") == 0 && !isnan(value)) {
        pc_month_format((pc_month) value, text);
    } else {
        pc_number_format(value, text);
    }
    printf(",%s", text);
}

/* Prints every metric with the store's value; PC_EXIT_NO if one differs. */
static int
compare(const point_t *point, const pc_results_t *results)
{
    int code = PC_EXIT_OK;
    puts("metric,value,stored");
    for (size_t k = 0; k < point->store.num_metrics; k++) {
        const pc_column_t *c = &point->store.plan.columns[point->store.num_params + k];
        pc_metric_t metric;
        if (pc_metric_restore(&metric, c->variable, c->period, c->stat, c->region)
            != PC_OK) {
            return PC_EXIT_INPUT;
        }
        const double value = pc_metric_value(&metric, results);
        const double stored = point->metrics[k];
        pc_cell_text(stdout, c->name);
        print_value(c, value);
        print_value(c, stored);
        putchar('\n');
        if (!(value == stored || (isnan(value) && isnan(stored)))) {
            code = PC_EXIT_NO;
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
        fputs("panelcast run: out of memory\n", stderr);
        return PC_EXIT_BUG;
    }
    pc_experiment_t e;
    char reason[256] = "";
    memset(&e, 0, sizeof(e));
    int code = load_scenario(scenario, &plan->scenarios[point->scenario - 1], options);
    for (size_t k = 0; k < plan->num_params && code == PC_EXIT_OK; k++) {
        const int which = pc_param_find(plan->columns[k].name);
        axes[k] = (pc_axis_value_t){ (pc_param) which,
            strncmp(plan->columns[k].meaning, FACTOR, strlen(FACTOR)) == 0,
            point->params[k] };
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
            code = compare(point, &e.results);
        } else {
            fprintf(stderr, "panelcast run: the point fails: %s\n",
                reason[0] != '\0' ? reason : pc_strerror(status));
            code = pc_exit_code(status);
        }
    }
    pc_experiment_free(&e);
    pc_scenario_free(scenario);
    free(scenario);
    free(axes);
    return code;
}

int
pc_run_point(const pc_options_t *options)
{
    point_t point = { .scenario = 0 };
    pc_diags_t diags;
    const char *colon = strrchr(options->point, ':');
    const size_t number = (size_t) strtoull(colon + 1, NULL, 10);
    char *path = strdup(options->point);
    if (path == NULL) {
        fputs("panelcast run: out of memory\n", stderr);
        return PC_EXIT_BUG;
    }
    path[colon - options->point] = '\0';
    pc_diags_init(&diags);
    pc_status status = pc_points_read(&point.store, path, &diags);
    int code = pc_exit_code(pc_say(status, &diags, path));
    pc_diags_free(&diags);
    if (code == PC_EXIT_OK) {
        point.params = calloc(point.store.num_params + 1, sizeof(double));
        point.metrics = calloc(point.store.num_metrics + 1, sizeof(double));
        status = point.params == NULL || point.metrics == NULL
                     ? PC_ERR_NOMEM
                     : pc_points_one(&point.store, number, &point.scenario,
                         &point.replicate, point.params, point.metrics);
        code = status == PC_OK ? run_point(&point, options) : pc_exit_code(status);
        if (status == PC_ERR_MISSING) {
            fprintf(stderr, "panelcast run: %s has no point %s\n", path, colon + 1);
        } else if (status != PC_OK) {
            fprintf(stderr, "panelcast run: %s: point %s: %s\n", path, colon + 1,
                pc_strerror(status));
        }
    }
    free(point.params);
    free(point.metrics);
    pc_points_close(&point.store);
    free(path);
    return code;
}

const pc_command_t pc_cmd_merge = { "merge", run_merge, PC_OPT_OUTPUT, 1, 100000,
    "SHARD.sqlite... -o STORE.sqlite", "put the shards of a sweep together",
    "Makes one store of the stores that the shards of a sweep wrote. Missing, "
    "unfinished "
    "and\n"
    "doubled shards are named, and then nothing is written. Exit code 75 if shards are "
    "missing\n"
    "or unfinished, 73 if the store cannot be written.\n\n"
    "example:  panelcast merge out/s1-*.sqlite -o out/s1.sqlite" };

const pc_command_t pc_cmd_export = { "export", run_export, PC_OPT_OUTPUT | PC_OPT_EXPORT,
    1, 1, "STORE.sqlite --csv|--iamc [-o FILE]",
    "write the points of a sweep as a table",
    "Writes the store of a sweep as a table, to the standard output or a file.\n\n"
    "  -o, --output FILE        instead of the standard output\n"
    "      --csv                one line a point: parameters, metrics, failure\n"
    "      --iamc               long form with a year or a time column\n\n"
    "example:  panelcast export out/s1.sqlite --csv > s1.csv" };
