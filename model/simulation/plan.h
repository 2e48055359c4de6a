/* plan.h - what is known before a run starts: the values of each month, worked out once.
 *
 * Step 1 of the month looks its row up here. Nothing in a plan depends on chance, so a
 * plan serves every replicate of one parameter draw. Equations: docs/model.md, sections
 * 3, 5 and 6. */
#ifndef PC_SIMULATION_PLAN_H
#define PC_SIMULATION_PLAN_H

#include "base/status.h"
#include "scenario/model_input.h"

/* Prefecture and base type of a hospital in one number. */
#define PC_NUM_STRATA (PC_NUM_PREFECTURES * PC_NUM_BASE_TYPES)

/* One month. Arrays by group are [num_groups]; by class [stream][group][tier]. */
typedef struct {
    pc_month month;
    const pc_params_t *params;    /* this month's values */
    const double *demand_index;   /* [47] population relative to 2025-10 */
    const double *population;     /* [47] persons */
    const double *per_million;    /* [47] 1e6 / population */
    const double *patients_share; /* [47] share of the country's drug-therapy patients;
                                     sums to 1 */
    double *practice;             /* [47] factor of a prefecture's practice and inflow */
    double people;                /* the country's population */
    double *secondary; /* [group] share of cases with a secondary finding suspected */
    double *matched;   /* [group] matched therapies per tested case */
    double *omit;      /* [stream][group][tier] share of tests whose EP is omitted */
    double *may_omit;  /* [stream][group][tier] share of tests whose EP may be omitted */
    double withdrawal; /* chance that a cooperative site gives up in this month */
    double minutes_per_case;  /* of EP time at the host */
    double schedule_openings; /* sites that schedule mode opens in this month */
} pc_month_plan_t;

typedef struct {
    const pc_model_input_t *input;
    size_t num_months;       /* input->end - input->start + 1 */
    pc_month_plan_t *months; /* [num_months + 1]; 0 is the month before the start */
    int32_t *by_volume;      /* [hospitals] rows by falling volume, then rising id */
    int32_t
        *by_area; /* [num_by_area] rows by area, then row; without those of no area */
    size_t num_by_area;
    uint8_t *stratum; /* [hospitals] prefecture x PC_NUM_BASE_TYPES + base type */
    double *volume_by_prefecture; /* [47] sum of the volumes of all hospitals */
    double *base_by_prefecture;   /* [47] base hospitals */
    void *block;                  /* owner of every array */
} pc_plan_t;

/* Works out every month. `input` and all it points to must outlive the plan and not
 * change. PC_ERR_NOMEM, or PC_ERR_INPUT if input->end < input->start. */
pc_status pc_plan_init(pc_plan_t *self, const pc_model_input_t *input) PC_MUST_CHECK;
/* Works the months out anew after the values in input->params changed. */
void pc_plan_update(pc_plan_t *self);

void pc_plan_free(pc_plan_t *self);

/* Place of (stream, group, tier) in omit and may_omit. */
static inline size_t
pc_class_index(const pc_model_input_t *input, int stream, size_t group, int tier)
{
    return ((size_t) stream * input->num_groups + group) * PC_NUM_TIERS + (size_t) tier;
}

#endif
