#include "analysis/answers/report/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/key_figures.h"

#define ANSWER_YEAR 2030
#define MOST_SETS 320

static pc_status
run_ensemble(pc_ensemble_t *e, const pc_scenario_t *s, const pc_ensemble_plan_t *plan,
    uint32_t draws, int prefectures, pc_diags_t *diags)
{
    pc_ensemble_plan_t mine = *plan;
    mine.draws = draws;
    mine.replicates = 1;
    mine.prefectures = prefectures;
    mine.past = NULL;
    const pc_status status = pc_ensemble_run(e, s, &mine, diags);
    return status == PC_OK ? pc_ensemble_check(e, diags) : status;
}

/* The scenario of a source with further --set texts. To be freed in any case. */
static pc_status
load_variant(pc_scenario_t *s, const pc_report_source_t *source, size_t which,
    const char *const *more, size_t num_more, pc_diags_t *diags)
{
    const char *sets[MOST_SETS];
    pc_diags_t warnings; /* said when the scenario itself was read */
    memset(s, 0, sizeof(*s));
    if (source->num_sets + num_more > MOST_SETS) {
        return PC_ERR_INPUT;
    }
    memcpy(sets, source->sets, source->num_sets * sizeof(*sets));
    memcpy(sets + source->num_sets, more, num_more * sizeof(*sets));
    pc_diags_init(&warnings);
    const pc_status status = pc_scenario_load(
        s, source->paths[which], sets, source->num_sets + num_more, &warnings);
    for (size_t k = 0; k < warnings.num && status != PC_OK; k++) {
        const pc_diag_t *d = &warnings.items[k];
        pc_diags_add(
            diags, d->severity, d->file, d->line, d->column, d->path, "%s", d->text);
    }
    pc_diags_free(&warnings);
    return status;
}

/* Waits need chance and a limit. */
static pc_status
take_waits(pc_report_t *self, const pc_report_source_t *source, size_t which,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    static const char *const sets[] = { "mode=stochastic", "ep.constraint=hard" };
    pc_scenario_t s;
    pc_ensemble_t e;
    memset(&e, 0, sizeof(e));
    pc_status status = load_variant(&s, source, which, sets, 2, diags);
    if (status == PC_OK) {
        status = run_ensemble(&e, &s, plan, self->draws, 0, diags);
    }
    if (status == PC_OK) {
        status = pc_side_take_figure(&self->sides[which], &e, PC_FIGURE_WAIT);
    }
    pc_ensemble_free(&e);
    pc_scenario_free(&s);
    return status;
}

pc_status
pc_report_set_years(
    pc_report_t *self, int first_year, size_t num_years, const int *months)
{
    free(self->months);
    self->first_year = first_year;
    self->num_years = num_years;
    self->months = calloc(num_years + 1, sizeof(*self->months));
    if (self->months == NULL) {
        return PC_ERR_NOMEM;
    }
    memcpy(self->months, months, num_years * sizeof(*self->months));
    self->answer_year = first_year;
    for (size_t k = 0; k < num_years; k++) {
        const int year = first_year + (int) k;
        if (year <= ANSWER_YEAR && (months[k] == 12 || k == 0)) {
            self->answer_year = year;
        }
    }
    return PC_OK;
}

/* In the years of the table. */
static pc_status
take_regions(const pc_report_t *self, pc_report_side_t *side, const pc_ensemble_t *e)
{
    int years[PC_REPORT_YEARS];
    size_t places[PC_REPORT_YEARS];
    const size_t num = pc_report_years(self, years);
    for (size_t k = 0; k < num; k++) {
        places[k] = (size_t) (years[k] - self->first_year);
    }
    return pc_side_take_regions(side, places, num, e);
}

static pc_status
run_side(pc_report_t *self, const pc_report_source_t *source, size_t which,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    pc_report_side_t *side = &self->sides[which];
    pc_scenario_t s;
    pc_ensemble_t e;
    memset(&e, 0, sizeof(e));
    static const char *const expected[] = { "mode=expected" };
    pc_status status = load_variant(&s, source, which, expected, 1, diags);
    if (status == PC_OK) {
        status = run_ensemble(&e, &s, plan, self->draws, 1, diags);
    }
    if (status == PC_OK && which == 0) {
        status = pc_report_set_years(
            self, e.layout.first_fiscal, e.layout.num_fiscal, e.layout.fiscal_months);
    }
    if (status == PC_OK) {
        status = pc_side_init(side, &source->scenarios[which], self->num_years);
    }
    if (status == PC_OK) {
        status = pc_side_take_draws(side, &e);
    }
    if (status == PC_OK) {
        status = take_regions(self, side, &e);
    }
    if (status == PC_OK) {
        status = pc_side_take_share(side, self->answer_year, diags);
    }
    side->path = source->paths[which];
    pc_ensemble_free(&e);
    pc_scenario_free(&s);
    return status == PC_OK ? take_waits(self, source, which, plan, diags) : status;
}

/* The cases of the reference with every adoption that a rule names at one value. */
static pc_status
run_adopted(pc_report_t *self, const pc_report_source_t *source, const char *share,
    const pc_ensemble_plan_t *plan, pc_middle_t *cases, pc_diags_t *diags)
{
    const pc_scenario_t *reference = &source->scenarios[0];
    char texts[PC_MAX_RULES][96];
    const char *sets[PC_MAX_RULES + 1];
    pc_scenario_t s;
    pc_ensemble_t e;
    pc_report_side_t side;
    memset(&e, 0, sizeof(e));
    memset(&side, 0, sizeof(side));
    for (size_t k = 0; k < reference->num_rules; k++) {
        snprintf(texts[k], sizeof(texts[k]), "%s=%s",
            pc_param_table[reference->rules[k].adoption].name, share);
        sets[k] = texts[k];
    }
    sets[reference->num_rules] = "mode=expected";
    pc_status status =
        load_variant(&s, source, 0, sets, reference->num_rules + 1, diags);
    if (status == PC_OK) {
        status = run_ensemble(&e, &s, plan, self->draws, 0, diags);
    }
    if (status == PC_OK) {
        status = pc_side_init(&side, reference, self->num_years);
    }
    if (status == PC_OK) {
        status = pc_side_take_figure(&side, &e, PC_FIGURE_CASES);
    }
    if (status == PC_OK) {
        const size_t year = (size_t) (self->answer_year - self->first_year);
        *cases = side.years[year * PC_NUM_FIGURES + PC_FIGURE_CASES];
    }
    pc_side_free(&side);
    pc_ensemble_free(&e);
    pc_scenario_free(&s);
    return status;
}

pc_status
pc_report_run(pc_report_t *self, const pc_report_source_t *source,
    const pc_ensemble_plan_t *plan, pc_diags_t *diags)
{
    memset(self, 0, sizeof(*self));
    self->draws = plan->draws;
    self->num_sides = source->num;
    pc_status status = PC_OK;
    for (size_t k = 1; k < source->num; k++) {
        if (source->scenarios[k].start != source->scenarios[0].start
            || source->scenarios[k].end != source->scenarios[0].end) {
            pc_diags_add(diags, PC_ERROR, source->paths[k], 0, 0, NULL,
                "the scenarios of a report begin and end in the same months; this one "
                "does not: --set start=... and --set end=... hold for all");
            return PC_ERR_INPUT;
        }
    }
    for (size_t k = 0; k < source->num && status == PC_OK; k++) {
        status = run_side(self, source, k, plan, diags);
    }
    self->has_rules = source->scenarios[0].num_rules > 0;
    if (status == PC_OK && self->has_rules) {
        status = run_adopted(self, source, "0", plan, &self->cases_if_none, diags);
    }
    if (status == PC_OK && self->has_rules) {
        status = run_adopted(self, source, "1", plan, &self->cases_if_all, diags);
    }
    return status == PC_OK ? pc_report_levers(self, &source->scenarios[0], diags)
                           : status;
}

void
pc_report_free(pc_report_t *self)
{
    for (size_t k = 0; k < PC_REPORT_SIDES; k++) {
        pc_side_free(&self->sides[k]);
    }
    free(self->months);
    memset(self, 0, sizeof(*self));
}

const pc_middle_t *
pc_report_figure(const pc_report_t *self, size_t side, int year, pc_figure which)
{
    const size_t place = (size_t) (year - self->first_year);
    return &self->sides[side].years[place * PC_NUM_FIGURES + which];
}

double
pc_report_region(
    const pc_report_t *self, size_t side, size_t place, size_t region, pc_regional which)
{
    return self->sides[side]
        .regions[(place * PC_NUM_REGIONS + region) * PC_NUM_REGIONAL + (size_t) which];
}

/* Key years, and in its place the year of the answers if it is none of them. */
size_t
pc_report_years(const pc_report_t *self, int years[PC_REPORT_YEARS])
{
    size_t num = 0;
    int told = 0;
    for (int k = 0; k < PC_NUM_KEY_YEARS; k++) {
        const int place = pc_key_years[k] - self->first_year;
        if (!told && self->answer_year <= pc_key_years[k]) {
            years[num++] = self->answer_year;
            told = 1;
        }
        if (place >= 0 && (size_t) place < self->num_years
            && pc_key_years[k] != self->answer_year) {
            years[num++] = pc_key_years[k];
        }
    }
    if (!told) {
        years[num++] = self->answer_year;
    }
    return num;
}

int
pc_report_is_same(const pc_report_t *self, size_t side, pc_figure which)
{
    int years[PC_REPORT_YEARS];
    const size_t num = pc_report_years(self, years);
    const pc_quantity_kind kind = pc_figure_kind(which);
    for (size_t k = 0; k < num; k++) {
        const double a = pc_report_figure(self, 0, years[k], which)->median;
        const double b = pc_report_figure(self, side, years[k], which)->median;
        if (pc_quantity_rounded(a, kind) != pc_quantity_rounded(b, kind)) {
            return 0;
        }
    }
    return 1;
}
