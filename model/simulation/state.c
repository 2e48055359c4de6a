#include "simulation/state.h"

#include <stdlib.h>
#include <string.h>

pc_status
pc_state_init(pc_state_t *self, size_t num_hospitals)
{
    memset(self, 0, sizeof(*self));
    const size_t n = num_hospitals;
    const size_t size =
        PC_NUM_SCALARS + 9 * n + PC_RAMP_MAX * n + (size_t) 2 * PC_LAG_MAX;
    self->block = calloc(size, sizeof(double));
    if (self->block == NULL) {
        return PC_ERR_NOMEM;
    }
    self->num = n;
    self->size = size;
    double **arrays[] = { &self->open, &self->candidate, &self->ep_capable,
        &self->designation, &self->wait_survival, &self->stay_survival, &self->episode,
        &self->open_sum, &self->backlog };
    double *cursor = self->block;
    self->scalar = cursor;
    cursor += PC_NUM_SCALARS;
    for (size_t k = 0; k < sizeof(arrays) / sizeof(arrays[0]); k++) {
        *arrays[k] = cursor;
        cursor += n;
    }
    self->history = cursor;
    self->lines = cursor + PC_RAMP_MAX * n;
    return PC_OK;
}

void
pc_state_free(pc_state_t *self)
{
    free(self->block);
    memset(self, 0, sizeof(*self));
}

pc_tier
pc_tier_at(const pc_model_input_t *input, size_t row, pc_month month)
{
    int found = 0, later = 0;
    pc_tier tier = PC_TIER_NONE;
    for (size_t k = 0; k < input->num_tier_changes; k++) {
        const pc_tier_change_t *change = &input->tier_changes[k];
        if (change->hospital != (int32_t) row) {
            continue;
        }
        if (change->month <= month) {
            tier = (pc_tier) change->tier;
            found = 1;
        } else {
            later = 1;
        }
    }
    if (found) {
        return tier;
    }
    return later ? PC_TIER_COOPERATIVE : (pc_tier) input->hospitals->tier[row];
}

static void
reset_hospital(
    pc_state_t *self, const pc_model_input_t *input, size_t i, pc_month before)
{
    const pc_hospitals_t *h = input->hospitals;
    const pc_month opened = h->opened[i];
    const pc_tier tier = pc_tier_at(input, i, before);
    const int site = opened != PC_MONTH_NONE && opened <= before && tier != PC_TIER_NONE;

    self->open[i] = site;
    self->candidate[i] = !site;
    self->ep_capable[i] = site && tier == PC_TIER_COOPERATIVE_EP;
    self->designation[i] = site && (tier == PC_TIER_CORE || tier == PC_TIER_HUB)
                               ? tier
                               : PC_TIER_COOPERATIVE;
    self->wait_survival[i] = 1;
    self->stay_survival[i] = 1;
    for (pc_month m = before - PC_RAMP_MAX + 1; m <= before; m++) {
        self->history[(size_t) (m % PC_RAMP_MAX) * self->num + i] = site && opened <= m;
    }
}

void
pc_state_reset(
    pc_state_t *self, const pc_model_input_t *input, const pc_stream_t *stream)
{
    const pc_month before = input->start - 1;
    memset(self->block, 0, self->size * sizeof(double));
    self->scalar[PC_S_MONTH] = before;
    self->scalar[PC_S_DISPERSION] = -1;
    self->scalar[PC_S_SEED_HIGH] = (double) (stream->seed >> 32);
    self->scalar[PC_S_SEED_LOW] = (double) (stream->seed & 0xffffffff);
    self->scalar[PC_S_DRAW] = stream->draw;
    self->scalar[PC_S_REPLICATE] = stream->replicate;
    for (size_t i = 0; i < self->num; i++) {
        reset_hospital(self, input, i, before);
    }
}
