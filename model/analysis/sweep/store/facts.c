/* facts.c - what a store says it is about, within the bounds of what a design allows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analysis/sweep/design.h"
#include "analysis/sweep/store/parts.h"
#include "base/sha256.h"
#include "base/utf8.h"

#define TEXT_MAX 4096 /* bytes of a text but for a command line and a scenario */

static const char *
column_text(sqlite3_stmt *s, int place)
{
    const unsigned char *text = sqlite3_column_text(s, place);
    return text != NULL ? (const char *) text : "";
}

/* Copies of the first `num` texts of a row, to be freed; 0 if there is no memory. */
static int
copy_texts(sqlite3_stmt *s, char **texts, int num)
{
    int whole = 1;
    for (int t = 0; t < num; t++) {
        texts[t] = strdup(column_text(s, t));
        whole = whole && texts[t] != NULL;
    }
    return whole;
}

static pc_status
take_column(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    char *texts[10];
    if (plan->num_columns >= PC_NUM_PARAMS + PC_METRICS_MAX) {
        return PC_ERR_INPUT;
    }
    const int whole = copy_texts(s, texts, 10);
    const pc_column_t column = { .is_metric =
                                     texts[0] != NULL && strcmp(texts[0], "metric") == 0,
        .name = texts[1],
        .meaning = texts[2],
        .unit = texts[3],
        .choices = texts[4],
        .variable = texts[5],
        .period = texts[6],
        .stat = texts[7],
        .region = texts[8],
        .months = texts[9] };
    const pc_status status = whole ? pc_plan_add_column(plan, &column) : PC_ERR_NOMEM;
    for (int t = 0; t < 10; t++) {
        free(texts[t]);
    }
    return status;
}

static pc_status
take_scenario(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    char *texts[4];
    if (plan->num_scenarios >= PC_MAX_SCENARIOS) {
        return PC_ERR_INPUT;
    }
    const int whole = copy_texts(s, texts, 4);
    const pc_stored_scenario_t scenario = { texts[0], texts[1], texts[2], texts[3] };
    const pc_status status =
        whole ? pc_plan_add_scenario(plan, &scenario) : PC_ERR_NOMEM;
    for (int t = 0; t < 4; t++) {
        free(texts[t]);
    }
    return status;
}

/* A whole number from `least` to `most` in digits alone, or SIZE_MAX. */
static size_t
count_of(const char *text, size_t least, size_t most)
{
    const size_t length = strlen(text);
    if (length == 0 || length > 10 || text[strspn(text, "0123456789")] != '\0') {
        return SIZE_MAX;
    }
    const unsigned long long count = strtoull(text, NULL, 10);
    return count >= least && count <= most ? (size_t) count : SIZE_MAX;
}

/* SIZE_MAX in the plan is a count that cannot be. */
static pc_status
take_fact(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    const char *name = column_text(s, 0), *value = column_text(s, 1);
    if (strcmp(name, "points in all") == 0) {
        plan->num_points = count_of(value, 1, (size_t) PC_DESIGN_RUNS_MAX);
    } else if (strcmp(name, "nested") == 0) {
        plan->nested = strcmp(value, "0") != 0;
    } else if (strcmp(name, "shard") == 0) {
        plan->shard = count_of(value, 1, PC_POINTS_SHARDS_MAX);
    } else if (strcmp(name, "shards") == 0) {
        plan->num_shards = count_of(value, 1, PC_POINTS_SHARDS_MAX);
    } else {
        if (strcmp(name, "replicates") == 0) {
            plan->replicates = count_of(value, 1, (size_t) PC_DESIGN_RUNS_MAX);
        }
        return plan->num_design < PC_POINTS_FACTS_MAX
                   ? pc_plan_add_design(plan, name, value)
                   : PC_ERR_INPUT;
    }
    return PC_OK;
}

static pc_status
take_manifest(pc_points_plan_t *plan, sqlite3_stmt *s)
{
    const int compared = sqlite3_column_int(s, 2);
    return plan->num_manifest < PC_POINTS_FACTS_MAX && compared >= PC_MAY_DIFFER
                   && compared <= PC_SHOULD_AGREE
               ? pc_plan_add_manifest(
                   plan, column_text(s, 0), column_text(s, 1), (pc_comparing) compared)
               : PC_ERR_INPUT;
}

/* Are the cells of a row texts and numbers of a size that a sweep writes? `long_one` is
 * the place of a text that may be long. */
static int
are_cells(sqlite3_stmt *s, int long_one)
{
    for (int k = 0; k < sqlite3_column_count(s); k++) {
        const int type = sqlite3_column_type(s, k);
        const int size = type == SQLITE_TEXT ? sqlite3_column_bytes(s, k) : 0;
        if (type == SQLITE_BLOB || (k != long_one && size > TEXT_MAX)
            || (type == SQLITE_TEXT && strlen(column_text(s, k)) != (size_t) size)) {
            return 0;
        }
    }
    return 1;
}

static pc_status
read_rows(pc_points_t *self, const char *query, int long_one,
    pc_status (*take)(pc_points_plan_t *, sqlite3_stmt *))
{
    sqlite3_stmt *s = NULL;
    pc_status status = pc_points_prepare(self, query, &s);
    int code = SQLITE_DONE;
    while (status == PC_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        status = are_cells(s, long_one) ? take(&self->plan, s) : PC_ERR_INPUT;
    }
    sqlite3_finalize(s);
    return status == PC_OK && code != SQLITE_DONE ? pc_points_fault(self, code, NULL)
                                                  : status;
}

/* --- the form of what was read --- */

static int
is_name(const char *text, size_t most, const char *also)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t length = 0;
    while (text[length] != '\0'
           && (strchr(letters, text[length]) != NULL
               || strchr(also, text[length]) != NULL)) {
        length++;
    }
    return length >= 1 && length <= most && text[length] == '\0';
}

static int
is_metric(const pc_column_t *c)
{
    static const char *const taken[] = { "point", "scenario", "replicate", "failure" };
    pc_metric_t metric;
    for (size_t k = 0; k < sizeof(taken) / sizeof(taken[0]); k++) {
        if (strcasecmp(c->name, taken[k]) == 0) {
            return 0;
        }
    }
    return is_name(c->name, PC_METRIC_NAME_MAX, "-") && c->choices[0] == '\0'
           && pc_metric_restore(&metric, c->variable, c->period, c->stat, c->region)
                  == PC_OK;
}

static int
is_column(const pc_column_t *c)
{
    const char *const texts[] = { c->meaning, c->unit, c->variable, c->period,
        c->months };
    for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
        if (!pc_utf8_is_plain(texts[k])) {
            return 0;
        }
    }
    return c->is_metric
               ? is_metric(c)
               : is_name(c->name, 120, ".") && c->variable[0] == '\0'
                     && c->stat[0] == '\0'
                     && (c->choices[0] == '\0' || is_name(c->choices, 1000, "|-"));
}

/* The text of a scenario is that of its sum. */
static int
is_scenario(const pc_stored_scenario_t *scenario)
{
    char sha256[PC_SHA256_SIZE];
    pc_sha256_bytes(scenario->resolved, strlen(scenario->resolved), sha256);
    return pc_utf8_is_plain(scenario->name) && pc_utf8_is_plain(scenario->path)
           && strcmp(sha256, scenario->sha256) == 0;
}

/* A whole number of 64 bits. */
static int
is_seed(const char *text)
{
    errno = 0;
    (void) strtoull(text, NULL, 10);
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0' && errno == 0;
}

/* The first thing that no sweep writes, or NULL. */
static const char *
fault_of(const pc_points_plan_t *plan)
{
    const size_t each = plan->replicates * plan->num_scenarios;
    const char *scenarios = pc_fact_value(plan->design, plan->num_design, "scenarios");
    const char *levels = pc_fact_value(plan->design, plan->num_design, "levels");
    if (plan->num_points == 0 || plan->num_points == SIZE_MAX || plan->replicates == 0
        || plan->replicates == SIZE_MAX || plan->num_scenarios == 0
        || count_of(scenarios, 1, PC_MAX_SCENARIOS) != plan->num_scenarios
        || plan->num_points % each != 0) {
        return "number of points";
    }
    if (plan->num_shards == 0 || plan->num_shards == SIZE_MAX || plan->shard == 0
        || plan->shard > plan->num_shards) {
        return "shard";
    }
    if (levels[0] != '\0' && count_of(levels, 2, 1000) == SIZE_MAX) {
        return "levels";
    }
    if (!is_seed(pc_fact_value(plan->design, plan->num_design, "seed"))) {
        return "seed";
    }
    for (size_t k = 0; k < plan->num_design; k++) {
        if (!pc_utf8_is_plain(plan->design[k].name)
            || !pc_utf8_is_plain(plan->design[k].value)) {
            return "design";
        }
    }
    for (size_t k = 0; k < plan->num_manifest; k++) {
        if (!pc_utf8_is_plain(plan->manifest[k].name)
            || !pc_utf8_is_plain(plan->manifest[k].value)) {
            return "manifest";
        }
    }
    for (size_t k = 0; k < plan->num_scenarios; k++) {
        if (!is_scenario(&plan->scenarios[k])) {
            return "scenario";
        }
    }
    for (size_t k = 0; k < plan->num_columns; k++) {
        if (!is_column(&plan->columns[k])
            || (k > 0 && plan->columns[k - 1].is_metric
                && !plan->columns[k].is_metric)) {
            return "columns";
        }
    }
    return NULL;
}

pc_status
pc_points_read_plan(pc_points_t *self, pc_diags_t *diags)
{
    static const struct {
        const char *query;
        int long_one; /* a command line; a scenario */
        pc_status (*take)(pc_points_plan_t *, sqlite3_stmt *);
    } lists[] = { { "SELECT name, value FROM design", -1, take_fact },
        { "SELECT name, value, compared FROM manifest ORDER BY place", 1,
            take_manifest },
        { "SELECT kind, name, meaning, unit, choices, variable, period, stat, region, "
          "months FROM columns ORDER BY place",
            -1, take_column },
        { "SELECT name, path, sha256, resolved FROM scenario ORDER BY number", 3,
            take_scenario } };
    pc_status status = PC_OK;
    for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]) && status == PC_OK; k++) {
        status = read_rows(self, lists[k].query, lists[k].long_one, lists[k].take);
    }
    const char *fault = status == PC_OK ? fault_of(&self->plan) : NULL;
    const int code = sqlite3_errcode(self->db);
    if (status != PC_OK && code != SQLITE_OK && code != SQLITE_DONE
        && code != SQLITE_ROW) {
        return pc_points_fault(self, code, diags);
    }
    if (status == PC_ERR_INPUT) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, NULL,
            "the store says more of itself than a sweep writes");
    }
    if (fault != NULL) {
        pc_diags_add(diags, PC_ERROR, self->path, 0, 0, fault,
            "the store is damaged: no sweep writes this");
        return PC_ERR_INPUT;
    }
    return status;
}
