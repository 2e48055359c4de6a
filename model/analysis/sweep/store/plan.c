/* plan.c - what a store is about, and whether two are about the same. */
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/metric.h"
#include "analysis/sweep/store/parts.h"

/* Room for one more element; NULL without memory. */
static void *
grown(void **list, size_t *num, size_t size)
{
    char *more = realloc(*list, (*num + 1) * size);
    if (more == NULL) {
        return NULL;
    }
    *list = more;
    memset(more + *num * size, 0, size);
    return more + (*num)++ * size;
}

static char *
copy(const char *text)
{
    return strdup(text != NULL ? text : "");
}

static pc_status
add_fact(pc_named_t **list, size_t *num, const char *name, const char *value)
{
    void *base = *list;
    pc_named_t *fact = grown(&base, num, sizeof(*fact));
    *list = base;
    if (fact == NULL) {
        return PC_ERR_NOMEM;
    }
    fact->name = copy(name);
    fact->value = copy(value);
    return fact->name == NULL || fact->value == NULL ? PC_ERR_NOMEM : PC_OK;
}

pc_status
pc_plan_add_design(pc_points_plan_t *self, const char *name, const char *value)
{
    return add_fact(&self->design, &self->num_design, name, value);
}

pc_status
pc_plan_add_manifest(
    pc_points_plan_t *self, const char *name, const char *value, pc_comparing comparing)
{
    const pc_status status = add_fact(&self->manifest, &self->num_manifest, name, value);
    if (status == PC_OK) {
        self->manifest[self->num_manifest - 1].comparing = (int) comparing;
    }
    return status;
}

pc_status
pc_plan_add_column(pc_points_plan_t *self, const pc_column_t *column)
{
    void *base = self->columns;
    pc_column_t *c = grown(&base, &self->num_columns, sizeof(*c));
    self->columns = base;
    if (c == NULL) {
        return PC_ERR_NOMEM;
    }
    self->num_params += !column->is_metric;
    c->is_metric = column->is_metric;
    c->name = copy(column->name);
    c->meaning = copy(column->meaning);
    c->unit = copy(column->unit);
    c->choices = copy(column->choices);
    c->variable = copy(column->variable);
    c->period = copy(column->period);
    c->stat = copy(column->stat);
    c->region = copy(column->region);
    c->months = copy(column->months);
    return c->name == NULL || c->meaning == NULL || c->unit == NULL || c->choices == NULL
                   || c->variable == NULL || c->period == NULL || c->stat == NULL
                   || c->region == NULL || c->months == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

pc_status
pc_plan_add_scenario(pc_points_plan_t *self, const pc_stored_scenario_t *scenario)
{
    void *base = self->scenarios;
    pc_stored_scenario_t *s = grown(&base, &self->num_scenarios, sizeof(*s));
    self->scenarios = base;
    if (s == NULL) {
        return PC_ERR_NOMEM;
    }
    s->name = copy(scenario->name);
    s->path = copy(scenario->path);
    s->sha256 = copy(scenario->sha256);
    s->resolved = copy(scenario->resolved);
    return s->name == NULL || s->path == NULL || s->sha256 == NULL || s->resolved == NULL
               ? PC_ERR_NOMEM
               : PC_OK;
}

static void
free_facts(pc_named_t *facts, size_t num)
{
    for (size_t k = 0; k < num; k++) {
        free(facts[k].name);
        free(facts[k].value);
    }
    free(facts);
}

void
pc_points_plan_free(pc_points_plan_t *self)
{
    free_facts(self->design, self->num_design);
    free_facts(self->manifest, self->num_manifest);
    for (size_t k = 0; k < self->num_columns; k++) {
        pc_column_t *c = &self->columns[k];
        char *texts[] = { c->name, c->meaning, c->unit, c->choices, c->variable,
            c->period, c->stat, c->region, c->months };
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
            free(texts[t]);
        }
    }
    free(self->columns);
    for (size_t k = 0; k < self->num_scenarios; k++) {
        pc_stored_scenario_t *s = &self->scenarios[k];
        free(s->name);
        free(s->path);
        free(s->sha256);
        free(s->resolved);
    }
    free(self->scenarios);
    memset(self, 0, sizeof(*self));
}

const char *
pc_points_own_text(const char *all, size_t scenario, char *text, size_t size)
{
    if (strchr(all, '|') != NULL) {
        for (size_t k = 0; k < scenario && all[strcspn(all, "|")] != '\0'; k++) {
            all += strcspn(all, "|") + 1;
        }
    }
    snprintf(text, size, "%.*s", (int) strcspn(all, "|"), all);
    return text;
}

int
pc_points_months(const pc_column_t *column, size_t scenario, int *part)
{
    char text[16];
    pc_points_own_text(column->months, scenario, text, sizeof(text));
    const long months = strtol(text, NULL, 10);
    const int whole = pc_period_months(column->period);
    *part = months > 0 && months < whole;
    return months > 0 && months <= PC_MONTH_MAX ? (int) months : 0;
}

const char *
pc_fact_value(const pc_named_t *facts, size_t num, const char *name)
{
    for (size_t k = 0; k < num; k++) {
        if (strcmp(facts[k].name, name) == 0) {
            return facts[k].value;
        }
    }
    return "";
}

typedef struct {
    const char *path, *other; /* whose store, and what it is compared with */
    pc_diags_t *diags;
    int differs;
} comparison_t;

static void
differ(comparison_t *self, const char *what, const char *stored, const char *wanted)
{
    if (strcmp(stored, wanted) != 0) {
        self->differs = 1;
        pc_diags_add(self->diags, PC_ERROR, self->path, 0, 0, what,
            "the store has %s, %s %s", stored[0] ? stored : "nothing",
            pc_diags_text(self->diags, self->other), wanted[0] ? wanted : "nothing");
    }
}

static void
compare_design(
    comparison_t *self, const pc_points_plan_t *stored, const pc_points_plan_t *wanted)
{
    for (size_t k = 0; k < wanted->num_design; k++) {
        const pc_named_t *fact = &wanted->design[k];
        differ(self, fact->name,
            pc_fact_value(stored->design, stored->num_design, fact->name), fact->value);
    }
}

static void
compare_manifest(
    comparison_t *self, const pc_points_plan_t *stored, const pc_points_plan_t *wanted)
{
    for (size_t k = 0; k < wanted->num_manifest; k++) {
        const pc_named_t *fact = &wanted->manifest[k];
        const char *value =
            pc_fact_value(stored->manifest, stored->num_manifest, fact->name);
        if (fact->comparing == PC_MUST_AGREE) {
            differ(self, fact->name, value, fact->value);
        } else if (fact->comparing == PC_SHOULD_AGREE
                   && strcmp(value, fact->value) != 0) {
            pc_diags_add(self->diags, PC_WARNING, self->path, 0, 0, fact->name,
                "the store has %s, %s %s; the model is the same", value,
                pc_diags_text(self->diags, self->other), fact->value);
        }
    }
}

/* All that a column says of itself: what a row holds, what it is worth and how it is
 * called follow from it. */
static void
compare_column(comparison_t *self, const pc_column_t *a, const pc_column_t *b)
{
    const char *const pairs[][2] = { { a->meaning, b->meaning },
        { a->is_metric ? "metric" : "parameter", b->is_metric ? "metric" : "parameter" },
        { a->unit, b->unit }, { a->choices, b->choices }, { a->variable, b->variable },
        { a->period, b->period }, { a->stat, b->stat }, { a->region, b->region },
        { a->months, b->months } };
    for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
        differ(self, b->name, pairs[k][0], pairs[k][1]);
    }
}

static void
compare_columns(
    comparison_t *self, const pc_points_plan_t *stored, const pc_points_plan_t *wanted)
{
    const size_t most = stored->num_columns > wanted->num_columns ? stored->num_columns
                                                                  : wanted->num_columns;
    for (size_t k = 0; k < most; k++) {
        const pc_column_t *a = k < stored->num_columns ? &stored->columns[k] : NULL;
        const pc_column_t *b = k < wanted->num_columns ? &wanted->columns[k] : NULL;
        differ(self, "columns", a != NULL ? a->name : "", b != NULL ? b->name : "");
        if (a != NULL && b != NULL && strcmp(a->name, b->name) == 0) {
            compare_column(self, a, b);
        }
    }
}

/* By their values; by their hashes if those do not tell. `a` may be NULL. */
static void
compare_scenario(comparison_t *self, const pc_stored_scenario_t *a,
    const pc_stored_scenario_t *b, size_t number)
{
    char what[40];
    snprintf(what, sizeof(what), "scenario %zu", number);
    if (a == NULL || strcmp(a->sha256, b->sha256) == 0
        || pc_points_name_values(what, a, b, self->path,
               pc_diags_text(self->diags, self->other), self->diags)
               == 0) {
        differ(self, what, a != NULL ? a->sha256 : "", b->sha256);
    } else {
        self->differs = 1;
    }
}

pc_status
pc_points_compare_scenario(const pc_stored_scenario_t *stored,
    const pc_stored_scenario_t *scenario, size_t number, const char *path,
    pc_diags_t *diags)
{
    comparison_t c = { path, N_("the scenario now"), diags, 0 };
    compare_scenario(&c, stored, scenario, number);
    return c.differs ? PC_ERR_VERSION : PC_OK;
}

pc_status
pc_points_compare_program(const pc_points_plan_t *stored,
    const pc_points_plan_t *program, const char *path, pc_diags_t *diags)
{
    comparison_t c = { path, N_("this program"), diags, 0 };
    compare_manifest(&c, stored, program);
    return c.differs ? PC_ERR_VERSION : PC_OK;
}

pc_status
pc_points_compare(const pc_points_plan_t *stored, const pc_points_plan_t *plan,
    const char *path, int shards, pc_diags_t *diags)
{
    comparison_t c = { path, shards ? N_("the sweep") : N_("the first store"), diags,
        0 };
    char a[64], b[64];
    compare_manifest(&c, stored, plan);
    compare_design(&c, stored, plan);
    compare_columns(&c, stored, plan);
    if (stored->num_points > plan->num_points
        || (!plan->nested && stored->num_points != plan->num_points)) {
        snprintf(a, sizeof(a), "%zu", stored->num_points);
        snprintf(b, sizeof(b), "%zu", plan->num_points);
        differ(&c, "number of points", a, b);
    }
    for (size_t k = 0; k < plan->num_scenarios; k++) {
        compare_scenario(&c, k < stored->num_scenarios ? &stored->scenarios[k] : NULL,
            &plan->scenarios[k], k + 1);
    }
    if (shards) {
        snprintf(a, sizeof(a), "%zu/%zu", stored->shard, stored->num_shards);
        snprintf(b, sizeof(b), "%zu/%zu", plan->shard, plan->num_shards);
        differ(&c, "shard", a, b);
    }
    return c.differs ? PC_ERR_VERSION : PC_OK;
}
