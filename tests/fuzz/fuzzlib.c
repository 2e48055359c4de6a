#include "tests/fuzz/fuzzlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>
#include <sqlite3.h>

#include "base/chance/rng.h"
#include "scenario/tables/hospitals.h"
#include "simulation/run.h"

#define PATH_SIZE 512
#define RUN_HOSPITALS_MAX 50
#define STEPS_MAX 200 /* x 1000 instructions of SQLite */

void
fuzz_require(int holds, const char *sentence)
{
    if (!holds) {
        fprintf(stderr, "fuzz: does not hold: %s\n", sentence);
        abort();
    }
}

/* --- the folder ----------------------------------------------------------------------
 */

static void
copy_file(const char *folder, const char *from)
{
    char path[PATH_SIZE];
    const char *slash = strrchr(from, '/');
    snprintf(path, sizeof(path), "%s%s", folder, slash);
    FILE *in = fopen(from, "rb"), *out = fopen(path, "wb");
    fuzz_require(in != NULL && out != NULL, "the tiny scenario can be copied");
    for (int c; (c = getc(in)) != EOF;) {
        putc(c, out);
    }
    fclose(in);
    fuzz_require(fclose(out) == 0, "the tiny scenario can be copied");
}

/* In TMPDIR; who started the program removes it. */
static const char *
folder(void)
{
    static char path[PATH_SIZE / 2];
    static const char *const files[] = { "tests/fuzz/data/tiny.json",
        "tests/fuzz/data/hospitals.csv", "tests/fuzz/data/tier_changes.csv",
        "tests/fuzz/data/observations.csv", "scenarios/data/prefectures.csv" };
    if (path[0] == '\0') {
        const char *above = getenv("TMPDIR");
        snprintf(path, sizeof(path), "%s/fuzz-XXXXXX", above != NULL ? above : "/tmp");
        fuzz_require(mkdtemp(path) != NULL, "a folder can be made in TMPDIR");
        gsl_set_error_handler_off();
        for (size_t k = 0; k < sizeof(files) / sizeof(files[0]); k++) {
            copy_file(path, files[k]);
        }
    }
    return path;
}

const char *
fuzz_path(const char *name)
{
    static char paths[2][PATH_SIZE];
    static int next;
    next = !next;
    snprintf(paths[next], PATH_SIZE, "%s/%s", folder(), name);
    return paths[next];
}

const char *
fuzz_write(const char *name, const void *data, size_t size)
{
    const char *path = fuzz_path(name);
    FILE *out = fopen(path, "wb");
    fuzz_require(out != NULL, "an input can be written");
    if (size > 0) {
        fuzz_require(fwrite(data, 1, size, out) == size, "an input can be written");
    }
    fuzz_require(fclose(out) == 0, "an input can be written");
    return path;
}

static int
only_this_file(void *context, int action, const char *a, const char *b, const char *c,
    const char *d)
{
    (void) context, (void) a, (void) b, (void) c, (void) d;
    return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

static int
stop_late(void *context)
{
    int *steps = context;
    return ++*steps > STEPS_MAX;
}

void
fuzz_sql(const char *path, const char *settings, const char *text)
{
    sqlite3 *db = NULL;
    int steps = 0;
    if (sqlite3_open(path, &db) == SQLITE_OK) {
        sqlite3_set_authorizer(db, only_this_file, NULL);
        sqlite3_progress_handler(db, 1000, stop_late, &steps);
        sqlite3_exec(db, settings, NULL, NULL, NULL);
        sqlite3_exec(db, text, NULL, NULL, NULL);
    }
    sqlite3_close(db);
}

fuzz_parts_t
fuzz_split(const uint8_t *data, size_t size)
{
    fuzz_parts_t parts = { data, data + size, size, 0 };
    for (size_t k = 0; k + 4 <= size; k++) {
        if (memcmp(data + k, "\n%%\n", 4) == 0) {
            parts.first_size = k + 1;
            parts.second = data + k + 4;
            parts.second_size = size - k - 4;
            break;
        }
    }
    return parts;
}

/* --- messages ------------------------------------------------------------------------
 */

char *
fuzz_said(pc_status status, const pc_diags_t *diags)
{
    char *text = NULL;
    size_t size = 0, lines = 0;
    FILE *out = open_memstream(&text, &size);
    fuzz_require(out != NULL, "there is memory for the messages");
    pc_diags_print(diags, out);
    fclose(out);
    for (size_t k = 0; k < size; k++) {
        const unsigned char c = (unsigned char) text[k];
        lines += c == '\n';
        fuzz_require(c == '\n' || (c >= 0x20 && c != 0x7f),
            "a message holds no control character");
    }
    fuzz_require(
        lines == diags->num + (diags->num_hidden > 0), "every message is one line");
    for (size_t k = 0; k < diags->num; k++) {
        fuzz_require(diags->items[k].text[0] != '\0', "every message says something");
    }
    fuzz_require((status == PC_OK) == (diags->num_errors == 0),
        "a reader that fails says why, and one that succeeds reports no error");
    return text;
}

void
fuzz_same(char *one, char *two, const char *sentence)
{
    if (strcmp(one, two) != 0) {
        fprintf(stderr, "--- first\n%s\n--- second\n%s\n", one, two);
    }
    fuzz_require(strcmp(one, two) == 0, sentence);
    free(one);
    free(two);
}

/* --- what was read -------------------------------------------------------------------
 */

static int
is_month(pc_month month)
{
    return month >= PC_MONTH_MIN && month <= PC_MONTH_MAX;
}

static int
is_share(double x)
{
    return x >= 0 && x <= 1;
}

void
fuzz_check_hospitals(const pc_hospitals_t *h)
{
    double volume = 0;
    fuzz_require(h->num >= 1 && h->num <= PC_HOSPITALS_MAX, "1 to 100,000 hospitals");
    for (size_t i = 0; i < h->num; i++) {
        const int32_t num = (int32_t) h->num;
        fuzz_require(h->id[i] >= 1 && h->id[i] <= PC_ENTITY_MAX, "an id is in bounds");
        fuzz_require(i == 0 || h->id[i] > h->id[i - 1], "hospitals are sorted by id");
        fuzz_require(pc_hospitals_find(h, h->id[i]) == (int32_t) i, "an id is found");
        fuzz_require(h->prefecture[i] < PC_NUM_PREFECTURES, "a prefecture is one of 47");
        fuzz_require(h->base_type[i] < PC_NUM_BASE_TYPES, "a base type is one");
        fuzz_require(h->tier[i] <= PC_TIER_NONE, "a tier is one");
        fuzz_require((h->tier[i] == PC_TIER_NONE) == (h->opened[i] == PC_MONTH_NONE),
            "who has a tier has opened");
        fuzz_require(h->opened[i] == PC_MONTH_NONE || is_month(h->opened[i]),
            "an opening month is a month");
        fuzz_require(h->host[i] >= -1 && h->host[i] < num, "a host is a row");
        fuzz_require(h->host_haem[i] >= -1 && h->host_haem[i] < num, "a host is a row");
        fuzz_require(h->area[i] >= -1 && h->area[i] < (int32_t) h->num_areas,
            "an area is one of them");
        fuzz_require(h->volume[i] >= 0 && h->volume[i] <= 1e9, "a volume is in bounds");
        fuzz_require(h->status[i] <= PC_STATUS_USER, "a status is one");
        volume += h->volume[i];
    }
    fuzz_require(volume > 0, "there are patients");
}

void
fuzz_check_changes(const pc_tier_change_t *changes, size_t num, size_t num_hospitals)
{
    fuzz_require((changes == NULL) == (num == 0), "no array without changes");
    for (size_t k = 0; k < num; k++) {
        const pc_tier_change_t *c = &changes[k];
        fuzz_require(is_month(c->month), "a change has a month");
        fuzz_require(c->hospital >= 0 && (size_t) c->hospital < num_hospitals,
            "a change is of a hospital");
        fuzz_require(c->tier <= PC_TIER_NONE, "a tier is one");
        fuzz_require(k == 0 || c->month > c[-1].month
                         || (c->month == c[-1].month && c->hospital > c[-1].hospital),
            "changes are sorted");
    }
}

void
fuzz_check_observations(const pc_observations_t *observations)
{
    for (size_t k = 0; k < observations->num; k++) {
        const pc_observation_t *o = &observations->items[k];
        fuzz_require(o->first <= o->month && o->month <= o->last,
            "an observation's row lies in its period");
        fuzz_require(is_month(o->first) && is_month(o->last), "a month is one");
        fuzz_require(k == 0 || o->month >= o[-1].month, "observations are sorted");
        fuzz_require(o->region >= 0 && o->region <= PC_NUM_PREFECTURES,
            "a region is the nation or a prefecture");
        fuzz_require((int) o->variable >= 0 && o->variable < PC_NUM_VARIABLES,
            "a variable is one");
        fuzz_require(isfinite(o->value), "a value is finite");
        fuzz_require(
            o->date != NULL && o->source != NULL && o->grade != NULL && o->note != NULL,
            "texts are there");
    }
}

void
fuzz_check_groups(const pc_group_t *groups, size_t num)
{
    double sum = 0;
    fuzz_require(num >= 1 && num <= PC_MAX_GROUPS, "1 to 64 groups");
    for (size_t k = 0; k < num; k++) {
        const pc_group_t *g = &groups[k];
        fuzz_require(memchr(g->id, '\0', sizeof(g->id)) != NULL && g->id[0] != '\0',
            "a group has an id");
        fuzz_require(is_share(g->share), "a share is one");
        fuzz_require(g->from_params
                         || (is_share(g->secondary_finding) && is_share(g->none)
                             && is_share(g->approved_cdx) && is_share(g->guideline)
                             && is_share(g->trial)),
            "probabilities are in bounds");
        fuzz_require(!g->has_matched || is_share(g->matched), "a share is one");
        sum += g->share;
    }
    fuzz_require(fabs(sum - 1) < 1e-6, "shares sum to 1");
}

void
fuzz_check_rules(const pc_rule_t *rules, size_t num)
{
    fuzz_require(num <= PC_MAX_RULES, "up to 64 rules");
    for (size_t k = 0; k < num; k++) {
        const pc_rule_t *r = &rules[k];
        fuzz_require(memchr(r->id, '\0', sizeof(r->id)) != NULL && r->id[0] != '\0',
            "a rule has an id");
        fuzz_require(is_month(r->effective), "a rule has a first month");
        fuzz_require(r->until == PC_MONTH_NONE || r->until >= r->effective,
            "a rule does not end before it begins");
        fuzz_require((int) r->adoption >= 0 && r->adoption < PC_NUM_PARAMS,
            "an adoption is a parameter");
        for (int g = 0; g < PC_MAX_GROUPS; g++) {
            for (int t = 0; t < PC_NUM_TIERS; t++) {
                fuzz_require(r->mask[g][t] >> PC_NUM_CLASSES == 0,
                    "a mask has a bit for a class");
            }
        }
    }
}

/* --- the tiny scenario, and running
 * ---------------------------------------------------- */

const pc_scenario_t *
fuzz_tiny(void)
{
    static pc_scenario_t tiny;
    if (tiny.path == NULL) {
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status =
            pc_scenario_load(&tiny, fuzz_path("tiny.json"), NULL, 0, &diags);
        pc_diags_print(&diags, stderr);
        pc_diags_free(&diags);
        fuzz_require(status == PC_OK, "the tiny scenario can be read");
    }
    return &tiny;
}

static void
run_months(const pc_model_input_t *input, const pc_state_t *state)
{
    pc_plan_t plan;
    pc_run_t run;
    pc_results_t results;
    fuzz_require(pc_plan_init(&plan, input) == PC_OK, "a plan is made");
    fuzz_require(pc_run_init(&run, &plan) == PC_OK, "a run is made");
    fuzz_require(
        pc_results_init(&results, input->start - 1, plan.num_months + 1) == PC_OK,
        "there is room for results");
    pc_status status =
        state != NULL ? pc_run_restore(&run, state, 0, 1) : pc_run_reset(&run, 0, 1);
    fuzz_require(status == PC_OK || (state != NULL && status == PC_ERR_VERSION),
        "a run can begin");
    for (int m = 0; m < 2 && status == PC_OK && run.month < plan.num_months; m++) {
        status = pc_run_step(&run, &results);
        fuzz_require(status == PC_OK || status == PC_ERR_RANGE,
            "a month passes, or its counts are too large");
    }
    pc_results_free(&results);
    pc_run_free(&run);
    pc_plan_free(&plan);
}

void
fuzz_run(const pc_scenario_t *scenario, const pc_state_t *state)
{
    pc_model_input_t input;
    pc_month month;
    int32_t lost = -1;
    const size_t num_months = pc_scenario_num_months(scenario);
    pc_scenario_input(scenario, NULL, &input);
    if (scenario->hospitals.num > RUN_HOSPITALS_MAX
        || pc_routes_find_lost(&input, NULL, &lost, &month) != PC_OK || lost >= 0) {
        return;
    }
    pc_params_t *months = calloc(num_months, sizeof(*months));
    fuzz_require(months != NULL, "there is memory for the values");
    pc_diags_t diags;
    pc_diags_init(&diags);
    if (pc_scenario_params(scenario, NULL, months, &diags) == PC_OK) {
        pc_scenario_input(scenario, months, &input);
        /* Two months are enough; the plan is of a few more, for what looks ahead. */
        input.end =
            input.end > input.start + 12 && state == NULL ? input.start + 12 : input.end;
        run_months(&input, state);
    }
    pc_diags_free(&diags);
    free(months);
}
