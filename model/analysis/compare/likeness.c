#include "analysis/compare/likeness.h"

#include <math.h>
#include <string.h>

static int
same_bytes(const void *a, const void *b, size_t size)
{
    return size == 0 || memcmp(a, b, size) == 0;
}

int
pc_hospitals_equal(const pc_hospitals_t *a, const pc_hospitals_t *b)
{
    const size_t n = a->num;
    return n == b->num && same_bytes(a->id, b->id, n * sizeof(*a->id))
           && same_bytes(a->prefecture, b->prefecture, n)
           && same_bytes(a->base_type, b->base_type, n)
           && same_bytes(a->tier, b->tier, n)
           && same_bytes(a->opened, b->opened, n * sizeof(*a->opened))
           && same_bytes(a->volume, b->volume, n * sizeof(*a->volume))
           && same_bytes(a->host, b->host, n * sizeof(*a->host))
           && same_bytes(a->host_haem, b->host_haem, n * sizeof(*a->host_haem))
           && same_bytes(a->area, b->area, n * sizeof(*a->area));
}

int
pc_prefectures_equal(const pc_prefecture_t *a, const pc_prefecture_t *b)
{
    for (int p = 0; p < PC_NUM_PREFECTURES; p++) {
        if (a[p].patients_share != b[p].patients_share
            || a[p].log_practice != b[p].log_practice
            || !same_bytes(a[p].population, b[p].population, sizeof(a[p].population))) {
            return 0;
        }
    }
    return 1;
}

int
pc_groups_alike(const pc_group_t *a, size_t num_a, const pc_group_t *b, size_t num_b)
{
    if (num_a != num_b) {
        return 0;
    }
    for (size_t g = 0; g < num_a; g++) {
        if (a[g].share != b[g].share || strcmp(a[g].id, b[g].id) != 0) {
            return 0;
        }
    }
    return 1;
}

unsigned
pc_unlike(const pc_scenario_t *a, const pc_scenario_t *b)
{
    unsigned bits = 0;
    if (a->start != b->start || a->end != b->end) {
        bits |= PC_UNLIKE_HORIZON;
    }
    if (!pc_hospitals_equal(&a->hospitals, &b->hospitals)) {
        bits |= PC_UNLIKE_HOSPITALS;
    }
    if (!pc_prefectures_equal(a->prefectures, b->prefectures)) {
        bits |= PC_UNLIKE_PREFECTURES;
    }
    if (a->seed != b->seed) {
        bits |= PC_UNLIKE_SEED;
    }
    if (a->mode != b->mode) {
        bits |= PC_UNLIKE_MODE;
    }
    if (a->draws != b->draws || a->replicates != b->replicates) {
        bits |= PC_UNLIKE_MEMBERS;
    }
    if ((a->mode == PC_MODE_STOCHASTIC || b->mode == PC_MODE_STOCHASTIC)
        && !pc_groups_alike(a->groups, a->num_groups, b->groups, b->num_groups)) {
        bits |= PC_UNLIKE_STREAMS;
    }
    return bits;
}

const char *
pc_unlike_text(unsigned bit, pc_lang lang)
{
    switch (bit) {
    case PC_UNLIKE_HORIZON:
        return pc_text(lang, "other horizon (start or end)");
    case PC_UNLIKE_HOSPITALS:
        return pc_text(lang, "other hospital data");
    case PC_UNLIKE_PREFECTURES:
        return pc_text(lang, "other prefecture data");
    case PC_UNLIKE_SEED:
        return pc_text(lang, "other seed (--seed S sets one for all)");
    case PC_UNLIKE_MODE:
        return pc_text(lang, "other mode (--mode MODE sets one for all)");
    case PC_UNLIKE_MEMBERS:
        return pc_text(lang,
            "other numbers of draws or replicates (-n and --draws set them for "
            "all)");
    default:
        return pc_text(lang,
            "other stream contract: the case groups differ, and their places "
            "are part of the random keys of tests");
    }
}

double
pc_settled_difference(double a, double b)
{
    const double size = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    const double difference = b - a;
    return fabs(difference) <= 1e-14 * size ? 0 : difference;
}
