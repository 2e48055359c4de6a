#include "analysis/answers/explorer/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/answers/report/side.h"

/* Forgets the draws that are under way. */
static void
stop_range(pc_explorer_t *self)
{
    pc_ensemble_free(&self->range.ensemble);
    pc_scenario_free(&self->range.scenario);
    memset(&self->range, 0, sizeof(self->range));
}

/* --- one setting --- */

static void
free_setting(pc_setting_t *s)
{
    pc_side_free(&s->run);
    pc_side_free(&s->drawn);
    pc_scenario_free(&s->scenario);
    free(s->path);
    free(s->sets);
    memset(s, 0, sizeof(*s));
}

static size_t
size_of_sets(const char *sets, size_t num_sets)
{
    const char *end = sets;
    for (size_t k = 0; k < num_sets; k++) {
        end += strlen(end) + 1;
    }
    return (size_t) (end - sets);
}

static pc_status
copy_texts(pc_setting_t *s, const char *path, const char *sets, size_t num_sets)
{
    const size_t size = size_of_sets(sets, num_sets);
    s->path = strdup(path);
    s->sets = malloc(size + 1);
    if (s->path == NULL || s->sets == NULL) {
        return PC_ERR_NOMEM;
    }
    memcpy(s->sets, sets, size);
    s->num_sets = num_sets;
    return PC_OK;
}

/* The scenario of a setting with further texts. To be freed in any case. */
static pc_status
load(const pc_setting_t *s, const char *const *more, size_t num_more,
    pc_scenario_t *scenario, pc_diags_t *diags)
{
    const size_t num = s->num_sets + num_more;
    const char **list = calloc(num + 1, sizeof(*list));
    const char *text = s->sets;
    memset(scenario, 0, sizeof(*scenario));
    if (list == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < s->num_sets; k++) {
        list[k] = text;
        text += strlen(text) + 1;
    }
    for (size_t k = 0; k < num_more; k++) {
        list[s->num_sets + k] = more[k];
    }
    const pc_status status = pc_scenario_load(scenario, s->path, list, num, diags);
    free(list);
    return status;
}

/* The same months as the reference, so that the two stand in one table. */
static pc_status
check_months(const pc_explorer_t *self, const pc_scenario_t *s, pc_diags_t *diags)
{
    const pc_scenario_t *first = &self->settings[PC_EXPLORER_REFERENCE].scenario;
    if (s->start == first->start && s->end == first->end) {
        return PC_OK;
    }
    pc_diags_add(diags, PC_ERROR, s->path, 0, 0, NULL,
        "this scenario does not begin and end in the months of the reference, so the "
        "two cannot stand side by side");
    return PC_ERR_INPUT;
}

/* Makes room for both kinds of numbers, and takes those of the run. */
static pc_status
take_run(
    pc_explorer_t *self, pc_setting_t *s, int is_reference, const pc_results_t *results)
{
    pc_years_t years;
    pc_status status = pc_years_init(&years, results, PC_YEAR_FISCAL);
    if (status == PC_OK && is_reference) {
        status = pc_report_set_years(
            &self->years, years.first_year, years.num_years, years.months);
    }
    pc_years_free(&years);
    if (status == PC_OK) {
        status = pc_side_init(&s->run, &s->scenario, self->years.num_years);
    }
    if (status == PC_OK) {
        status = pc_side_init(&s->drawn, &s->scenario, self->years.num_years);
    }
    return status == PC_OK ? pc_side_take_run(&s->run, results) : status;
}

static pc_status
run_once(pc_explorer_t *self, pc_setting_t *s, int is_reference, pc_diags_t *diags)
{
    pc_experiment_t e;
    pc_status status = pc_experiment_init(&e, &s->scenario, 0, NULL, 0, diags);
    e.input.mode = PC_MODE_EXPECTED;
    if (status == PC_OK) {
        status = pc_experiment_prepare(&e);
    }
    if (status == PC_OK) {
        status = pc_experiment_run(&e, 1);
    }
    if (status == PC_OK) {
        status = take_run(self, s, is_reference, &e.results);
    }
    pc_experiment_free(&e);
    return status;
}

/* Sides point to the scenario of their setting, wherever that is moved. */
static void
move_setting(pc_setting_t *to, pc_setting_t *from)
{
    *to = *from;
    pc_side_bind(&to->run, &to->scenario);
    pc_side_bind(&to->drawn, &to->scenario);
    to->run.path = to->drawn.path = to->path;
    memset(from, 0, sizeof(*from));
}

pc_status
pc_explorer_put(pc_explorer_t *self, size_t place, const char *path, const char *sets,
    size_t num_sets, pc_diags_t *diags)
{
    pc_setting_t s;
    const int is_reference = place == PC_EXPLORER_REFERENCE;
    memset(&s, 0, sizeof(s));
    s.used = 1;
    stop_range(self);
    self->halted = 0;
    pc_status status = copy_texts(&s, path, sets, num_sets);
    if (status == PC_OK) {
        status = load(&s, NULL, 0, &s.scenario, diags);
    }
    if (status == PC_OK && !is_reference) {
        status = check_months(self, &s.scenario, diags);
    }
    if (status == PC_OK) {
        status = run_once(self, &s, is_reference, diags);
    }
    if (status != PC_OK) {
        free_setting(&s);
        return status;
    }
    free_setting(&self->settings[place]);
    for (size_t k = 0; k < PC_EXPLORER_PLACES && is_reference; k++) {
        free_setting(&self->settings[k]);
    }
    move_setting(&self->settings[place], &s);
    return PC_OK;
}

/* --- kept settings --- */

pc_status
pc_explorer_keep(pc_explorer_t *self)
{
    const pc_setting_t *now = &self->settings[PC_EXPLORER_NOW];
    size_t place = 1;
    while (place < PC_EXPLORER_NOW && self->settings[place].used) {
        place++;
    }
    if (place == PC_EXPLORER_NOW || !now->used) {
        return PC_ERR_INPUT;
    }
    const size_t num = pc_side_num_numbers(self->years.num_years);
    double *numbers = malloc(num * sizeof(*numbers));
    if (numbers == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_side_store(&now->drawn, self->years.num_years, numbers);
    pc_diags_t told; /* when the setting was put */
    pc_diags_init(&told);
    const pc_status status =
        pc_explorer_put(self, place, now->path, now->sets, now->num_sets, &told);
    pc_diags_free(&told);
    if (status == PC_OK) {
        pc_side_restore(&self->settings[place].drawn, self->years.num_years, numbers);
        self->settings[place].whole = now->whole;
    }
    free(numbers);
    return status;
}

void
pc_explorer_drop(pc_explorer_t *self, size_t place)
{
    stop_range(self);
    self->halted = 0;
    if (place == PC_EXPLORER_REFERENCE || place >= PC_EXPLORER_NOW) {
        return;
    }
    free_setting(&self->settings[place]);
    for (size_t k = place; k + 1 < PC_EXPLORER_NOW && self->settings[k + 1].used; k++) {
        move_setting(&self->settings[k], &self->settings[k + 1]);
    }
}

void
pc_explorer_free(pc_explorer_t *self)
{
    stop_range(self);
    for (size_t k = 0; k < PC_EXPLORER_PLACES; k++) {
        free_setting(&self->settings[k]);
    }
    free(self->years.months);
    memset(self, 0, sizeof(*self));
}

/* --- draws --- */

/* Is the present setting another than the reference? */
static int
is_moved(const pc_explorer_t *self)
{
    const pc_setting_t *now = &self->settings[PC_EXPLORER_NOW];
    const pc_setting_t *first = &self->settings[PC_EXPLORER_REFERENCE];
    return now->used
           && (strcmp(now->path, first->path) != 0 || now->num_sets != first->num_sets
               || memcmp(now->sets, first->sets, size_of_sets(now->sets, now->num_sets))
                      != 0);
}

/* A setting that is shown, and not another one's double. */
static int
is_shown(const pc_explorer_t *self, size_t place)
{
    return self->settings[place].used && (place != PC_EXPLORER_NOW || is_moved(self));
}

size_t
pc_explorer_wanted(const pc_explorer_t *self)
{
    static const size_t order[PC_EXPLORER_PLACES] = { PC_EXPLORER_NOW,
        PC_EXPLORER_REFERENCE, 1, 2, 3 };
    for (size_t k = 0; k < PC_EXPLORER_PLACES && !self->halted; k++) {
        const pc_setting_t *s = &self->settings[order[k]];
        if (is_shown(self, order[k]) && !s->whole
            && pc_scenario_num_uncertain(&s->scenario) > 0) {
            return order[k];
        }
    }
    return PC_EXPLORER_PLACES;
}

void
pc_explorer_halt(pc_explorer_t *self)
{
    stop_range(self);
    self->halted = 1;
}

/* Begins one of the two parts. */
static pc_status
begin_part(
    pc_explorer_t *self, size_t place, uint32_t draws, int waits, pc_diags_t *diags)
{
    static const char *const sets[][2] = { { "mode=expected", NULL },
        { "mode=stochastic", "ep.constraint=hard" } };
    pc_explorer_range_t *range = &self->range;
    pc_diags_t warnings; /* said when the setting was put */
    stop_range(self);
    pc_diags_init(&warnings);
    range->active = 1;
    range->place = place;
    range->draws = draws;
    range->waits = waits;
    self->draws = draws;
    range->plan = (pc_ensemble_plan_t){
        .draws = draws, .replicates = 1, .threads = 1, .memory = SIZE_MAX
    };
    pc_status status = load(
        &self->settings[place], sets[waits], waits ? 2 : 1, &range->scenario, &warnings);
    pc_diags_free(&warnings);
    if (status == PC_OK) {
        status = pc_ensemble_open(&range->ensemble, &range->scenario, &range->plan);
    }
    if (status != PC_OK) {
        pc_explorer_halt(self);
        pc_diags_add(
            diags, PC_ERROR, NULL, 0, 0, NULL, "the range could not be worked out");
    }
    return status;
}

pc_status
pc_explorer_range_begin(
    pc_explorer_t *self, size_t place, uint32_t draws, pc_diags_t *diags)
{
    if (place >= PC_EXPLORER_PLACES || !self->settings[place].used || draws == 0) {
        return PC_ERR_INPUT;
    }
    return begin_part(self, place, draws, 0, diags);
}

/* Takes the numbers of a part that is done, and goes on to the next. */
static pc_status
end_part(pc_explorer_t *self, pc_diags_t *diags)
{
    pc_explorer_range_t *range = &self->range;
    pc_setting_t *s = &self->settings[range->place];
    pc_status status = pc_ensemble_check(&range->ensemble, diags);
    if (status == PC_OK) {
        status = range->waits
                     ? pc_side_take_figure(&s->drawn, &range->ensemble, PC_FIGURE_WAIT)
                     : pc_side_take_draws(&s->drawn, &range->ensemble);
    }
    if (status == PC_OK && !range->waits) {
        return begin_part(self, range->place, range->draws, 1, diags);
    }
    if (status == PC_OK) {
        status = pc_side_take_share(&s->drawn, self->years.answer_year, diags);
    }
    s->whole = status == PC_OK;
    stop_range(self);
    return status;
}

int
pc_explorer_range_step(pc_explorer_t *self, size_t units, pc_diags_t *diags)
{
    pc_explorer_range_t *range = &self->range;
    if (!range->active) {
        return PC_ERR_INPUT;
    }
    const size_t all = range->draws, before = range->waits ? all : 0;
    const size_t wanted = range->ensemble.num_done + units;
    pc_status status =
        pc_ensemble_extend(&range->ensemble, &range->plan, wanted < all ? wanted : all);
    const size_t done = range->ensemble.num_done;
    if (status == PC_OK && done >= all) {
        status = end_part(self, diags);
    }
    if (status != PC_OK) {
        pc_explorer_halt(self);
        return (int) status;
    }
    return (int) (before + done);
}

/* --- the view --- */

const pc_report_t *
pc_explorer_view(pc_explorer_t *self)
{
    pc_report_t *view = &self->view;
    int drawn = 1;
    *view = self->years;
    for (size_t k = 0; k < PC_EXPLORER_PLACES; k++) {
        drawn =
            drawn && (!is_shown(self, k) || pc_side_has_range(&self->settings[k].drawn));
    }
    for (size_t k = 0; k < PC_EXPLORER_PLACES; k++) {
        const pc_setting_t *s = &self->settings[k];
        if (is_shown(self, k)) {
            view->now = k == PC_EXPLORER_NOW ? view->num_sides : 0;
            view->sides[view->num_sides] = drawn ? s->drawn : s->run;
            view->sides[view->num_sides].scenario = &s->scenario;
            view->num_sides++;
        }
    }
    view->draws = drawn ? self->draws : 0;
    view->pending = pc_explorer_wanted(self) < PC_EXPLORER_PLACES;
    view->has_rules = self->settings[PC_EXPLORER_REFERENCE].scenario.num_rules > 0;
    return view;
}
