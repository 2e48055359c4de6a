/* study.c - the axes of a store: values, provenance, what reads them. */
#include "analysis/sensitivity/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/sweep/sweep.h"

/* Points of a design that any store may have; of a larger one it must hold one in so
 * many. */
#define ROWS_FREE 1000000
#define ABSENT_MAX 1000

const char *const pc_method_names[PC_NUM_METHODS] = { "sobol", "morris", "rank" };

int
pc_method_allowed(pc_design_kind design, pc_method method)
{
    return method == PC_METHOD_SOBOL    ? design == PC_DESIGN_SALTELLI
           : method == PC_METHOD_MORRIS ? design == PC_DESIGN_MORRIS
                                        : design != PC_DESIGN_MORRIS;
}

static const char *
fact(const pc_study_t *self, const char *name)
{
    const pc_points_plan_t *plan = &self->store->plan;
    return pc_fact_value(plan->design, plan->num_design, name);
}

/* The part of the design that decides where its rows lie. */
static pc_status
read_design(pc_study_t *self, pc_diags_t *diags)
{
    const pc_points_plan_t *plan = &self->store->plan;
    pc_design_t *d = &self->design;
    const char *kind = fact(self, "design");
    d->kind = PC_NUM_DESIGNS;
    for (int k = 0; k < PC_NUM_DESIGNS; k++) {
        d->kind = strcmp(kind, pc_design_names[k]) == 0 ? (pc_design_kind) k : d->kind;
    }
    d->seed = strtoull(fact(self, "seed"), NULL, 10);
    d->levels = (size_t) strtoull(fact(self, "levels"), NULL, 10);
    self->replicates = plan->replicates;
    self->num_scenarios = plan->num_scenarios;
    self->num_rows = plan->num_points / self->replicates / self->num_scenarios;
    d->axes = calloc(plan->num_params + 1, sizeof(*d->axes));
    self->axes = calloc(plan->num_params + 1, sizeof(*self->axes));
    if (d->axes == NULL || self->axes == NULL) {
        return PC_ERR_NOMEM;
    }
    d->num_axes = plan->num_params;
    for (size_t a = 0; a < d->num_axes; a++) {
        const pc_column_t *column = &plan->columns[a];
        const int which = pc_param_find(column->name);
        if (which < 0) {
            pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
                "the program knows no parameter %s", column->name);
            return PC_ERR_VERSION;
        }
        d->axes[a].which = self->axes[a].which = (pc_param) which;
        self->axes[a].column = column;
        pc_sweep_axis_group(column->meaning, d->axes[a].group);
    }
    if (d->kind == PC_DESIGN_MORRIS && d->levels < 2) {
        pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, "levels",
            "the store is damaged: no sweep writes this");
        return PC_ERR_INPUT;
    }
    if (d->kind == PC_NUM_DESIGNS || self->scenario >= plan->num_scenarios) {
        pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
            "the store names no design or scenario that is known");
        return PC_ERR_VERSION;
    }
    return PC_OK;
}

/* Puts the axes that a request names in its group. `taken` has the request that named
 * each axis before, or NULL. */
static int
add_group(pc_study_t *self, const pc_group_request_t *request, const char **taken,
    pc_diags_t *diags)
{
    pc_design_t *d = &self->design;
    const char *names[PC_NUM_PARAMS];
    const size_t num = d->num_axes < PC_NUM_PARAMS ? d->num_axes : PC_NUM_PARAMS;
    for (size_t a = 0; a < num; a++) {
        names[a] = pc_param_table[d->axes[a].which].name;
    }
    for (const char *p = request->axes; *p != '\0'; p += *p == ',') {
        char name[128];
        const size_t length = strcspn(p, ",");
        size_t a = 0;
        snprintf(name, sizeof(name), "%.*s", (int) (length < 127 ? length : 127), p);
        while (a < num && strcmp(names[a], name) != 0) {
            a++;
        }
        if (a == num) {
            const char *near = pc_nearest_name(name, names, num);
            pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
                "--group %s: the design has no axis %s", request->name, name);
            pc_diags_did_you_mean(diags, near);
            return 0;
        }
        if (taken[a] != NULL) {
            pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
                "--group %s: %s is in --group %s already; an axis is in one group, once",
                request->name, name, taken[a]);
            return 0;
        }
        taken[a] = request->name;
        snprintf(d->axes[a].group, sizeof(d->axes[a].group), "%.*s", PC_GROUP_NAME_MAX,
            request->name);
        p += length;
    }
    return 1;
}

static pc_status
add_groups(
    pc_study_t *self, const pc_group_request_t *groups, size_t num, pc_diags_t *diags)
{
    const pc_design_kind kind = self->design.kind;
    if (num > 0 && (kind == PC_DESIGN_SALTELLI || kind == PC_DESIGN_MORRIS)) {
        pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
            "in a %s design the groups are those of its rows: give the axes a `group` "
            "in "
            "the design file",
            pc_design_names[kind]);
        return PC_ERR_INPUT;
    }
    const char *taken[PC_NUM_PARAMS] = { NULL };
    for (size_t k = 0; k < num; k++) {
        if (!add_group(self, &groups[k], taken, diags)) {
            return PC_ERR_INPUT;
        }
    }
    return PC_OK;
}

/* What the scenario says of an axis, and its values in every row. */
static pc_status
read_axis(pc_study_t *self, size_t a)
{
    pc_study_axis_t *axis = &self->axes[a];
    const pc_param_info_t *info = &pc_param_table[axis->which];
    const pc_json_t *entry =
        pc_json_member(pc_json_member(self->tree, "parameters"), info->name);
    const pc_json_t *kind = pc_json_member(entry, "kind");
    const pc_json_t *source = pc_json_member(entry, "source");
    const pc_json_t *note = pc_json_member(entry, "note");
    axis->kind = info->kind;
    for (int k = 0; kind != NULL && kind->string != NULL && k <= PC_KIND_ASSUMED; k++) {
        if (strcmp(kind->string, pc_param_kind_names[k]) == 0) {
            axis->kind = (pc_param_kind) k;
        }
    }
    axis->source = source != NULL && source->string != NULL ? source->string : "";
    axis->note = note != NULL && note->string != NULL ? note->string : "";
    axis->values = calloc(self->num_rows + 1, sizeof(double));
    if (axis->values == NULL) {
        return PC_ERR_NOMEM;
    }
    const pc_status status = pc_points_column(self->store, a, self->column);
    for (size_t row = 0; row < self->num_rows && status == PC_OK; row++) {
        axis->values[row] = self->column[(row * self->num_scenarios + self->scenario)
                                         * self->replicates];
    }
    return status;
}

static pc_status
read_axes(pc_study_t *self, pc_lang lang)
{
    for (size_t a = 0; a < self->design.num_axes; a++) {
        const pc_status status = read_axis(self, a);
        if (status != PC_OK) {
            return status;
        }
        pc_activity_sampled(
            &self->activity, self->axes[a].which, self->axes[a].values, self->num_rows);
    }
    for (size_t a = 0; a < self->design.num_axes; a++) {
        pc_study_axis_t *axis = &self->axes[a];
        axis->active = pc_param_active(
            &self->activity, axis->which, lang, axis->why, sizeof(axis->why));
    }
    return PC_OK;
}

static pc_status
make_factors(pc_study_t *self)
{
    const pc_design_t *d = &self->design;
    self->factors = calloc(d->num_factors + 1, sizeof(*self->factors));
    if (self->factors == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t a = 0; a < d->num_axes; a++) {
        pc_factor_t *f = &self->factors[d->axes[a].place];
        const pc_study_axis_t *axis = &self->axes[a];
        const pc_param_info_t *info = &pc_param_table[axis->which];
        if (f->num_axes++ == 0) {
            f->first = a;
            f->is_group = d->axes[a].group[0] != '\0';
            f->is_choice = !f->is_group && pc_axis_is_choice(&d->axes[a]);
            f->name = f->is_group ? d->axes[a].group : info->name;
            snprintf(f->title_en, sizeof(f->title_en), "%s",
                f->is_group ? f->name : info->en);
            snprintf(f->title_ja, sizeof(f->title_ja), "%s",
                f->is_group ? f->name : info->ja);
            snprintf(f->why, sizeof(f->why), "%s", axis->why);
        }
        f->active |= axis->active;
    }
    return PC_OK;
}

static pc_status
read_rows(pc_study_t *self)
{
    const size_t points = self->store->plan.num_points, each = self->replicates;
    uint8_t *failed = calloc(points + 1, 1), *done = calloc(points / 8 + 1, 1);
    self->failed = calloc(self->num_rows + 1, 1);
    self->absent = calloc(self->num_rows + 1, 1);
    size_t there;
    pc_status status =
        failed == NULL || done == NULL || self->failed == NULL || self->absent == NULL
            ? PC_ERR_NOMEM
            : pc_points_failed(self->store, failed);
    if (status == PC_OK) {
        status = pc_points_done(self->store, done, points, &there);
    }
    for (size_t row = 0; row < self->num_rows && status == PC_OK; row++) {
        const size_t from = (row * self->num_scenarios + self->scenario) * each;
        for (size_t p = from; p < from + each; p++) {
            self->failed[row] |= failed[p];
            self->absent[row] |= done[p / 8] >> p % 8 & 1 ? 0 : 1;
        }
        self->num_failed += self->failed[row];
        self->num_absent += self->absent[row];
    }
    free(failed);
    free(done);
    return status;
}

const char *
pc_study_text(const pc_study_t *self, const char *key, const char *lang)
{
    const pc_json_t *item = pc_json_member(self->tree, key);
    if (item != NULL && lang != NULL) {
        item = pc_json_member(item, lang);
    }
    return item != NULL && item->string != NULL ? item->string : "";
}

static pc_status
read_scenario(pc_study_t *self, pc_diags_t *diags)
{
    const char *text = self->store->plan.scenarios[self->scenario].resolved;
    pc_status status = pc_json_parse(&self->tree, text, strlen(text), NULL, diags);
    if (status == PC_OK) {
        status = pc_activity_read(&self->activity, self->tree);
    }
    if (status == PC_OK
        && (pc_month_parse(pc_study_text(self, "start", NULL), &self->start) != PC_OK
            || pc_month_parse(pc_study_text(self, "end", NULL), &self->end) != PC_OK)) {
        status = PC_ERR_INPUT;
    }
    if (status == PC_ERR_INPUT) {
        pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
            "the scenario that the store keeps cannot be read");
    }
    return status;
}

/* Room is made for every row of the design. A store that holds next to none of a large
 * one is not asked. */
static pc_status
check_size(const pc_study_t *self, pc_diags_t *diags)
{
    const size_t all = self->store->plan.num_points;
    size_t there;
    if (all <= ROWS_FREE) {
        return PC_OK;
    }
    const pc_status status = pc_points_count(self->store, &there);
    if (status == PC_OK && there < all / ABSENT_MAX) {
        pc_diags_add(diags, PC_ERROR, self->store->path, 0, 0, NULL,
            "the store holds %zu of %zu points: finish the sweep first", there, all);
        return PC_ERR_INPUT;
    }
    return status;
}

pc_status
pc_study_init(pc_study_t *self, pc_points_t *store, size_t scenario,
    const pc_group_request_t *groups, size_t num_groups, const pc_resampling_t *how,
    pc_lang lang, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    self->store = store;
    self->scenario = scenario;
    self->how = *how;
    self->by = PC_MONTH_NONE;
    pc_status status = check_size(self, diags);
    if (status == PC_OK) {
        status = read_design(self, diags);
    }
    if (status == PC_OK) {
        self->how.seed = self->design.seed;
        status = add_groups(self, groups, num_groups, diags);
    }
    if (status == PC_OK) {
        pc_design_number_factors(&self->design);
        self->column = calloc(store->plan.num_points + 1, sizeof(double));
        status = self->column == NULL ? PC_ERR_NOMEM : read_scenario(self, diags);
    }
    if (status == PC_OK) {
        status = read_axes(self, lang);
    }
    if (status == PC_OK) {
        status = make_factors(self);
    }
    return status == PC_OK ? read_rows(self) : status;
}

void
pc_study_free(pc_study_t *self)
{
    for (size_t a = 0; a < self->design.num_axes && self->axes != NULL; a++) {
        free(self->axes[a].values);
    }
    free(self->axes);
    free(self->factors);
    free(self->failed);
    free(self->absent);
    free(self->column);
    free(self->x);
    free(self->sample);
    free(self->factor_of);
    free(self->moved);
    free(self->direction);
    pc_json_free(self->tree);
    pc_design_free(&self->design);
    memset(self, 0, sizeof(*self));
}
