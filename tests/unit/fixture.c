#include "tests/unit/fixture.h"

#include <stdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/tables/hospitals.h"

static void
must(pc_status status, const char *what)
{
    if (status != PC_OK) {
        fprintf(stderr, "fixture: %s: %s\n", what, pc_strerror(status));
        exit(EXIT_FAILURE);
    }
}

void
fixture_load(
    pc_scenario_t *scenario, const char *path, const char *const *sets, size_t num_sets)
{
    pc_diags_t diags;
    pc_diags_init(&diags);
    const pc_status status = pc_scenario_load(scenario, path, sets, num_sets, &diags);
    if (status != PC_OK) {
        pc_diags_print(&diags, stderr);
    }
    pc_diags_free(&diags);
    must(status, path);
}

static pc_rule_t
rule(const char *id, uint32_t mask, pc_param adoption)
{
    pc_rule_t r;
    memset(&r, 0, sizeof(r));
    snprintf(r.id, sizeof(r.id), "%s", id);
    r.effective = r.since = PC_MONTH(2026, 6);
    r.until = PC_MONTH_NONE;
    r.adoption = adoption;
    for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
        r.mask[0][tier] = mask;
    }
    return r;
}

void
fixture_init(fixture_t *self)
{
    pc_diags_t diags;
    memset(self, 0, sizeof(*self));
    pc_diags_init(&diags);
    pc_status status =
        pc_hospitals_read(&self->hospitals, "scenarios/data/hospitals.csv", &diags);
    if (status == PC_OK) {
        status = pc_tier_changes_read(&self->changes, &self->num_changes,
            "scenarios/data/tier_changes.csv", &self->hospitals, &diags);
    }
    if (status == PC_OK) {
        status = pc_prefectures_read(
            self->prefectures, "scenarios/data/prefectures.csv", &diags);
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    must(status, "data");

    self->group.share = 1;
    self->group.from_params = 1;
    self->rules[0] = rule("fy2026-drug",
        1u << PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_APPROVED_CDX)
            | 1u << PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_GUIDELINE),
        PC_P_omission_adoption_drug);
    self->rules[1] =
        rule("fy2026-none", 1u << PC_CLASS_BIT(PC_STREAM_SOLID, 0, PC_ACCESS_NONE),
            PC_P_omission_adoption_none);
    self->input = (pc_model_input_t){ .mode = PC_MODE_EXPECTED,
        .seed = 1,
        .hospitals = &self->hospitals,
        .tier_changes = self->changes,
        .num_tier_changes = self->num_changes,
        .prefectures = self->prefectures,
        .groups = &self->group,
        .num_groups = 1,
        .rules = self->rules,
        .num_rules = 2 };
    fixture_months(self, PC_MONTH(2025, 6), PC_MONTH(2041, 3));
}

void
fixture_free(fixture_t *self)
{
    pc_hospitals_free(&self->hospitals);
    free(self->changes);
    free(self->params);
}

void
fixture_months(fixture_t *self, pc_month start, pc_month end)
{
    self->input.start = start;
    self->input.end = end;
    self->num_params = (size_t) (end - start + 2);
    self->params = realloc(self->params, self->num_params * sizeof(*self->params));
    must(self->params == NULL ? PC_ERR_NOMEM : PC_OK, "months");
    for (size_t m = 0; m < self->num_params; m++) {
        pc_params_defaults(&self->params[m]);
    }
    self->input.params = self->params;
}

void
fixture_set(fixture_t *self, pc_param which, pc_month month, double value)
{
    for (size_t m = 0; m < self->num_params; m++) {
        if (self->input.start - 1 + (pc_month) m >= month) {
            *pc_params_at(&self->params[m], which) = value;
        }
    }
}

void
fixture_run(const fixture_t *self, uint32_t replicate, pc_results_t *results)
{
    pc_plan_t plan;
    pc_run_t run;
    must(pc_plan_init(&plan, &self->input), "plan");
    must(pc_run_init(&run, &plan), "run");
    must(
        pc_results_init(results, self->input.start - 1, plan.num_months + 1), "results");
    must(pc_run_reset(&run, 0, replicate), "reset");
    must(pc_run_all(&run, results), "months");
    pc_results_verify(results);
    pc_run_free(&run);
    pc_plan_free(&plan);
}

double
fixture_value(const pc_results_t *results, pc_variable variable, pc_month month)
{
    return pc_results_national(results, (size_t) (month - results->first))[variable];
}

double *
fixture_all_values(const pc_ensemble_t *ensemble)
{
    const size_t num = ensemble->layout.num_values;
    double *values = malloc(ensemble->num_done * num * sizeof(*values));
    must(values == NULL ? PC_ERR_NOMEM : pc_ensemble_columns(ensemble, 0, num, values),
        "values");
    return values;
}

void
fixture_break_draws(pc_scenario_t *scenario, double good)
{
    pc_dist_t *dist = &scenario->params[PC_P_demand_drug_therapy_patients].dist;
    pc_dist_free(dist);
    memset(dist, 0, sizeof(*dist));
    dist->type = PC_DIST_CHOICE;
    dist->num = 2;
    dist->values = calloc(2, sizeof(double));
    dist->weights = calloc(2, sizeof(double));
    if (dist->values == NULL || dist->weights == NULL) {
        abort();
    }
    dist->values[0] = good;
    dist->values[1] = NAN;
    dist->weights[0] = dist->weights[1] = 0.5;
}

void
fixture_short_capacity(fixture_t *f)
{
    fixture_set(f, PC_P_ep_constraint, 0, PC_EP_HARD);
    fixture_set(f, PC_P_ep_minutes_per_month_hub, 0, 300);
    fixture_set(f, PC_P_rollout_withdrawal, 0, 0.2);
    fixture_set(f, PC_P_demand_dispersion, 0, 0.05);
}

int
fixture_same_row(const pc_results_t *a, const pc_results_t *b, pc_month month)
{
    const size_t row = (size_t) (month - a->first);
    return memcmp(pc_results_national(a, row), pc_results_national(b, row),
               PC_NUM_VARIABLES * sizeof(double))
               == 0
           && memcmp(pc_results_region(a, row, 0), pc_results_region(b, row, 0),
                  PC_NUM_REGIONS * PC_NUM_REGIONAL * sizeof(double))
                  == 0;
}
