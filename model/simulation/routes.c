#include "simulation/routes.h"

#include <stdlib.h>
#include <string.h>

pc_status
pc_routes_init(pc_routes_t *self, size_t num_hospitals, int haem)
{
    memset(self, 0, sizeof(*self));
    const size_t n = num_hospitals,
                 cells = 2 * n; /* at most one plain and one own cell each */
    self->block = calloc(
        1, cells * (3 * sizeof(double) + 4 * sizeof(int32_t) + 2 * sizeof(uint32_t))
               + n * (sizeof(uint64_t) + 2 * sizeof(int32_t)));
    if (self->block == NULL) {
        return PC_ERR_NOMEM;
    }
    self->haem = haem;
    self->weight = self->block;
    self->share = self->weight + cells;
    self->early_share = self->share + cells;
    self->key = (uint64_t *) (void *) (self->early_share + cells);
    self->prefecture = (int32_t *) (void *) (self->key + n);
    self->host = self->prefecture + cells;
    self->site = self->host + cells;
    self->referee = self->site + cells;
    self->entity = (uint32_t *) (self->referee + cells);
    self->index = self->entity + cells;
    self->plain_cell = (int32_t *) (self->index + cells);
    self->chain_end = self->plain_cell + n;
    return PC_OK;
}

void
pc_routes_free(pc_routes_t *self)
{
    free(self->block);
    memset(self, 0, sizeof(*self));
}

static int
is_host(const pc_state_t *state, int32_t row)
{
    return state->designation[row] < PC_TIER_COOPERATIVE_EP; /* core or hub */
}

/* Follows `host` from a row to the first core or hub; -1 if there is none. */
static int32_t
end_of_chain(const pc_model_input_t *input, const pc_state_t *state, int32_t row)
{
    for (size_t steps = 0; steps <= input->hospitals->num; steps++) {
        if (row < 0 || is_host(state, row)) {
            return row;
        }
        const int32_t next = input->hospitals->host[row];
        if (next == row) {
            return -1;
        }
        row = next;
    }
    return -1;
}

static int32_t
route_of(const pc_routes_t *self, const pc_model_input_t *input, const pc_state_t *state,
    int32_t row)
{
    if (is_host(state, row)) {
        return row;
    }
    const int32_t haem = input->hospitals->host_haem[row];
    return end_of_chain(input, state, self->haem && haem >= 0 ? haem : row);
}

static int
compare_keys(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return x < y ? -1 : x > y;
}

/* tier, prefecture and host id in one number that sorts in that order. */
static uint64_t
cell_key(const pc_model_input_t *input, int32_t row, int32_t host, int tier)
{
    return (uint64_t) tier << 26 | (uint64_t) input->hospitals->prefecture[row] << 20
           | (uint64_t) input->hospitals->id[host];
}

static int32_t
find_cell(const pc_routes_t *self, uint64_t key)
{
    size_t low = 0, high = self->num_plain;
    while (low + 1 < high) {
        const size_t middle = (low + high) / 2;
        if (self->key[middle] <= key) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (int32_t) low;
}

static int32_t
find_hospital(const pc_hospitals_t *hospitals, uint32_t id)
{
    size_t low = 0, high = hospitals->num;
    while (low + 1 < high) {
        const size_t middle = (low + high) / 2;
        if (hospitals->id[middle] <= id) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (int32_t) low;
}

pc_status
pc_routes_build(
    pc_routes_t *self, const pc_model_input_t *input, const pc_state_t *state)
{
    const size_t n = input->hospitals->num;
    for (size_t i = 0; i < n; i++) {
        const int32_t row = (int32_t) i;
        const int32_t end = route_of(self, input, state, row);
        if (end < 0) {
            return PC_ERR_INPUT;
        }
        self->chain_end[i] = end;
        self->key[i] = cell_key(input, row, end, (int) state->designation[i]);
    }
    qsort(self->key, n, sizeof(*self->key), compare_keys);
    self->num_plain = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || self->key[i] != self->key[self->num_plain - 1]) {
            self->key[self->num_plain++] = self->key[i];
        }
    }
    memset(self->begin, 0, sizeof(self->begin));
    memset(self->end, 0, sizeof(self->end));
    for (size_t c = 0; c < self->num_plain; c++) {
        const uint64_t key = self->key[c];
        const int tier = (int) (key >> 26);
        self->prefecture[c] = (int32_t) (key >> 20 & 63);
        self->entity[c] = (uint32_t) key & PC_ENTITY_MAX;
        self->host[c] = find_hospital(input->hospitals, self->entity[c]);
        self->site[c] = tier < PC_TIER_COOPERATIVE_EP ? self->host[c] : -1;
        self->referee[c] = -1;
        self->index[c] = pc_cell_bits(self->prefecture[c], tier);
        self->begin[tier] = self->end[tier] == 0 ? c : self->begin[tier];
        self->end[tier] = c + 1;
    }
    for (size_t i = 0; i < n; i++) {
        self->plain_cell[i] =
            find_cell(self, cell_key(input, (int32_t) i, self->chain_end[i],
                                (int) state->designation[i]));
    }
    return PC_OK;
}

void
pc_routes_build_sites(
    pc_routes_t *self, const pc_model_input_t *input, const pc_state_t *state)
{
    size_t c = self->num_plain;
    for (size_t i = 0; i < state->num; i++) {
        if (state->ep_capable[i] == 0) {
            continue;
        }
        const int elsewhere = self->haem && input->hospitals->host_haem[i] >= 0;
        self->site[c] = (int32_t) i;
        self->prefecture[c] = input->hospitals->prefecture[i];
        self->host[c] = elsewhere ? self->chain_end[i] : (int32_t) i;
        self->referee[c] = self->chain_end[i];
        self->index[c] = pc_cell_bits(self->prefecture[c], PC_TIER_COOPERATIVE_EP);
        self->entity[c] = input->hospitals->id[i];
        c++;
    }
    self->num = c;
    self->begin[PC_TIER_COOPERATIVE_EP] = self->num_plain;
    self->end[PC_TIER_COOPERATIVE_EP] = c;
}

/* The changes of tier of `month`; 0 if there are none. */
static int
change_designations(const pc_model_input_t *input, pc_state_t *state, pc_month month)
{
    int changed = 0;
    for (size_t k = 0; k < input->num_tier_changes; k++) {
        const pc_tier_change_t *change = &input->tier_changes[k];
        if (change->month == month) {
            changed = 1;
            state->designation[change->hospital] = change->tier < PC_TIER_COOPERATIVE_EP
                                                       ? change->tier
                                                       : PC_TIER_COOPERATIVE;
        }
    }
    return changed;
}

pc_status
pc_routes_find_lost(
    const pc_model_input_t *input, const pc_state_t *past, int32_t *row, pc_month *month)
{
    pc_state_t state;
    *row = -1;
    const pc_status status = pc_state_init(&state, input->hospitals->num);
    if (status != PC_OK) {
        return status;
    }
    const pc_stream_t nobody = { input->seed, 0, 0 };
    const pc_month before =
        past != NULL ? (pc_month) past->scalar[PC_S_MONTH] : input->start - 1;
    pc_state_reset(&state, input, &nobody);
    if (past != NULL) {
        memcpy(state.block, past->block, state.size * sizeof(*state.block));
    }
    for (pc_month m = before; m <= input->end && *row < 0; m++) {
        const int changed = m == before || change_designations(input, &state, m);
        for (size_t i = 0; changed && i < state.num && *row < 0; i++) {
            if (end_of_chain(input, &state, (int32_t) i) < 0) {
                *row = (int32_t) i;
                *month = m;
            }
        }
    }
    pc_state_free(&state);
    return PC_OK;
}
