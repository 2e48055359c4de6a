#include "simulation/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/chance/elementary.h"
#include "simulation/cases.h"

/* Population of prefecture `p` at `month`: straight between the censuses and projections
 * of October 1 of 2020, 2025, ... 2050, constant outside. */
static double
population_at(const pc_prefecture_t *p, pc_month month)
{
    const double place = (month - PC_MONTH(2020, 10)) / 60.0;
    if (place <= 0) {
        return p->population[0];
    }
    if (place >= 6) {
        return p->population[6];
    }
    const int k = (int) place;
    return p->population[k] + (place - k) * (p->population[k + 1] - p->population[k]);
}

/* Returns the country's population. */
static double
fill_geography(const pc_model_input_t *input, pc_month month, double *index,
    double *population, double *per_million, double *share)
{
    double total = 0, people = 0;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const pc_prefecture_t *prefecture = &input->prefectures[p];
        population[p] = population_at(prefecture, month);
        index[p] = population[p] / prefecture->population[1];
        share[p] = prefecture->patients_share * index[p];
        per_million[p] = 1e6 / population[p];
        total += share[p];
        people += population[p];
    }
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        share[p] /= total;
    }
    return people;
}

static void
fill_classes(const pc_model_input_t *input, pc_month month, const pc_params_t *params,
    double *secondary, double *matched, double *omit, double *may_omit)
{
    for (size_t g = 0; g < input->num_groups; g++) {
        pc_case_mix_t mix;
        pc_case_mix(input, params, g, month, &mix);
        secondary[g] = mix.secondary;
        matched[g] = pc_matched_rate(&input->groups[g], params, &mix);
        for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
            for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
                const size_t at = pc_class_index(input, stream, g, tier);
                pc_omission_shares(input, params, &mix, month, stream, g, tier,
                    &omit[at], &may_omit[at]);
            }
        }
    }
}

/* Gives month `row` its arrays and what depends on the calendar alone. */
static void
place_month(const pc_plan_t *self, size_t row, double **cursor)
{
    const pc_model_input_t *input = self->input;
    const size_t classes = PC_NUM_STREAMS * input->num_groups * PC_NUM_TIERS;
    pc_month_plan_t *now = &self->months[row];
    double *index = *cursor;
    double *population = index + PC_NUM_PREFECTURES;
    double *per_million = population + PC_NUM_PREFECTURES;
    double *share = per_million + PC_NUM_PREFECTURES;

    now->month = input->start - 1 + (pc_month) row;
    now->params = &input->params[row];
    now->people =
        fill_geography(input, now->month, index, population, per_million, share);
    now->demand_index = index;
    now->population = population;
    now->per_million = per_million;
    now->patients_share = share;
    now->practice = share + PC_NUM_PREFECTURES;
    now->secondary = now->practice + PC_NUM_PREFECTURES;
    now->matched = now->secondary + input->num_groups;
    now->omit = now->matched + input->num_groups;
    now->may_omit = now->omit + classes;
    *cursor = now->may_omit + classes;
}

/* Factors of practice fade, or stay, from the month they hold for on. */
static void
fill_practice(const pc_model_input_t *input, pc_month month, const pc_params_t *params,
    double *practice)
{
    const int after = month - PC_PRACTICE_MONTH;
    const double kept =
        after > 0 ? pc_pow(params->demand_practice_persistence, after / 12.0) : 1;
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        const double whole = input->prefectures[p].log_practice;
        practice[p] = whole == 0 ? 1 : pc_exp(whole * kept);
    }
}

/* What depends on the month's parameters and rules. */
static void
update_month(const pc_plan_t *self, size_t row)
{
    const pc_model_input_t *input = self->input;
    pc_month_plan_t *now = &self->months[row];
    const pc_params_t *p = now->params;

    fill_classes(
        input, now->month, p, now->secondary, now->matched, now->omit, now->may_omit);
    fill_practice(input, now->month, p, now->practice);
    now->withdrawal = 1 - pc_pow(1 - p->rollout_withdrawal, 1.0 / 12);
    now->minutes_per_case = (1 - p->ep_circulation) * p->ep_minutes_meeting
                            + p->ep_circulation * p->ep_minutes_circulation;
    now->schedule_openings = 0;
    if (row > 0) {
        const double rise =
            p->rollout_schedule - input->params[row - 1].rollout_schedule;
        now->schedule_openings = rise > 0 ? rise : 0;
    }
}

void
pc_plan_update(pc_plan_t *self)
{
    for (size_t row = 0; row <= self->num_months; row++) {
        update_month(self, row);
    }
}

/* Rows by falling volume, then rising id. Rows are sorted by id, so an insertion sort
 * that moves past strictly smaller volumes keeps the second key. */
static void
sort_by_volume(const pc_hospitals_t *hospitals, int32_t *rows)
{
    for (size_t i = 0; i < hospitals->num; i++) {
        size_t j = i;
        for (; j > 0 && hospitals->volume[rows[j - 1]] < hospitals->volume[i]; j--) {
            rows[j] = rows[j - 1];
        }
        rows[j] = (int32_t) i;
    }
}

static void
list_by_area(pc_plan_t *self, const pc_hospitals_t *hospitals)
{
    for (size_t a = 0; a < hospitals->num_areas; a++) {
        for (size_t i = 0; i < hospitals->num; i++) {
            if (hospitals->area[i] == (int32_t) a) {
                self->by_area[self->num_by_area++] = (int32_t) i;
            }
        }
    }
}

pc_status
pc_plan_init(pc_plan_t *self, const pc_model_input_t *input)
{
    memset(self, 0, sizeof(*self));
    if (input->end < input->start || input->num_groups < 1
        || input->num_groups > PC_MAX_GROUPS) {
        return PC_ERR_INPUT;
    }
    self->input = input;
    self->num_months = (size_t) (input->end - input->start) + 1;
    const size_t rows = self->num_months + 1;
    const size_t doubles =
        (size_t) 5 * PC_NUM_PREFECTURES + 2 * input->num_groups
        + (size_t) 2 * PC_NUM_STREAMS * input->num_groups * PC_NUM_TIERS;
    const size_t num = input->hospitals->num;
    self->block = calloc(1, rows * (sizeof(pc_month_plan_t) + doubles * sizeof(double))
                                + (size_t) 2 * PC_NUM_PREFECTURES * sizeof(double)
                                + num * (2 * sizeof(int32_t) + sizeof(uint8_t)));
    if (self->block == NULL) {
        return PC_ERR_NOMEM;
    }
    self->months = self->block;
    double *cursor = (double *) (void *) (self->months + rows);
    for (size_t row = 0; row < rows; row++) {
        place_month(self, row, &cursor);
    }
    pc_plan_update(self);
    self->volume_by_prefecture = cursor;
    self->base_by_prefecture = cursor + PC_NUM_PREFECTURES;
    self->by_volume =
        (int32_t *) (void *) (self->base_by_prefecture + PC_NUM_PREFECTURES);
    self->by_area = self->by_volume + num;
    self->stratum = (uint8_t *) (self->by_area + num);
    for (size_t i = 0; i < num; i++) {
        const pc_hospitals_t *h = input->hospitals;
        const int p = h->prefecture[i], type = h->base_type[i];
        self->stratum[i] = (uint8_t) (p * PC_NUM_BASE_TYPES + type);
        self->volume_by_prefecture[p] += h->volume[i];
        self->base_by_prefecture[p] += type != PC_BASE_NONE;
    }
    sort_by_volume(input->hospitals, self->by_volume);
    list_by_area(self, input->hospitals);
    return PC_OK;
}

void
pc_plan_free(pc_plan_t *self)
{
    free(self->block);
    memset(self, 0, sizeof(*self));
}
