/* routes.h - cells: who orders a test, and which host discusses it.
 *
 * Counts are drawn per cell = (prefecture, host, tier of the orderer), for each stream
 * and group. A sum of independent Poisson counts is Poisson, so this is exact, and
 * cheaper than per site. A core or hub is its own host. A cooperative site's host is the
 * core or hub at the end of its chain of hosts. An EP-capable site is a cell of its own,
 * and its own host unless the route gives another. The cells of a tier stand together.
 */
#ifndef PC_SIMULATION_ROUTES_H
#define PC_SIMULATION_ROUTES_H

#include "base/status.h"
#include "simulation/state.h"

typedef struct {
    size_t num_plain; /* cells of core, hub and plain cooperative sites, by tier,
                         prefecture, host id */
    size_t num; /* and, after those, one cell per EP-capable site, by hospital id */
    size_t begin[PC_NUM_TIERS], end[PC_NUM_TIERS]; /* the cells of each tier */
    int32_t *prefecture;                           /* [num] 0..46 */
    int32_t *host; /* [num] row of the host that discusses the cases */
    int32_t
        *site; /* [num] row of the one site of the cell; -1 in plain cooperative cells
                */
    int32_t *referee; /* [num] row that gets the unclear ones; -1 in plain cells */
    uint32_t *entity; /* [num] in random keys: id of the host; for EP-capable sites their
                         own id */
    uint32_t *index;  /* [num] in random keys: pc_cell_bits */
    double *weight;   /* [num] this month: sum of v_i e_i */
    double *share;    /* [num] this month: share of the solid and haematological tests,
                         times the dispersion factor */
    double *early_share; /* [num] this month: the same, of the early tests */
    int32_t *plain_cell; /* [hospitals] the plain cell of each hospital */
    int32_t *chain_end; /* [hospitals] core or hub that a site's cases go to, own row for
                           core and hub; -1 none */
    uint64_t *key;      /* scratch for sorting, [hospitals] */
    int haem; /* 1: routes haematological cases: cooperative sites send them to host_haem
                 where given */
    void *block;
} pc_routes_t;

pc_status pc_routes_init(
    pc_routes_t *self, size_t num_hospitals, int haem) PC_MUST_CHECK;
void pc_routes_free(pc_routes_t *self);

/* Makes the plain cells after designations changed. PC_ERR_INPUT if a hospital
 * that is or may become a site has no core or hub at the end of its chain. */
pc_status pc_routes_build(pc_routes_t *self, const pc_model_input_t *input,
    const pc_state_t *state) PC_MUST_CHECK;

/* Makes the cells of the EP-capable sites after their set changed. */
void pc_routes_build_sites(
    pc_routes_t *self, const pc_model_input_t *input, const pc_state_t *state);

/* The first hospital from which no core or hub is reached before the start of `input`
 * or after a change of tier, with the month; *row = -1 if all is well. With a `past`,
 * from its month and its designations on. PC_ERR_NOMEM. */
pc_status pc_routes_find_lost(const pc_model_input_t *input, const pc_state_t *past,
    int32_t *row, pc_month *month) PC_MUST_CHECK;

/* The low 16 bits of a cell's random key are prefecture 1..47 x 2^10 + tier x 2^8 +
 * stream x 2^6 + group: the part that the cell has, and the part that the class has. */
static inline uint32_t
pc_cell_bits(int32_t prefecture, int32_t tier)
{
    return (uint32_t) (prefecture + 1) << 10 | (uint32_t) tier << 8;
}
static inline uint32_t
pc_class_bits(int stream, size_t group)
{
    return (uint32_t) stream << 6 | (uint32_t) group;
}

#endif
