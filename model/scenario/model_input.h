/* model_input.h - what the simulation reads: plain structs, no JSON, no GSL.
 *
 * The reader (reader.h) fills them from files; a program without files may fill them by
 * hand. Everything is const to the simulation and may be shared by threads. */
#ifndef PC_SCENARIO_MODEL_INPUT_H
#define PC_SCENARIO_MODEL_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "scenario/values/params.h"

#define PC_NUM_PREFECTURES 47 /* JIS X 0401 codes 1..47 are rows 0..46 */

typedef enum {
    PC_BASE_PREFECTURAL,
    PC_BASE_REGIONAL,
    PC_BASE_SPECIFIC,
    PC_BASE_TREATMENT,
    PC_BASE_NONE,
    PC_NUM_BASE_TYPES
} pc_base_type;

typedef enum {
    PC_TIER_CORE,
    PC_TIER_HUB,
    PC_TIER_COOPERATIVE_EP,
    PC_TIER_COOPERATIVE,
    PC_TIER_NONE,               /* not a site */
    PC_NUM_TIERS = PC_TIER_NONE /* tiers of sites */
} pc_tier;

typedef enum { PC_STATUS_PUBLISHED, PC_STATUS_FILLED, PC_STATUS_USER } pc_row_status;

/* Hospitals, sorted by id. One block; arrays are [num]. */
typedef struct {
    size_t num;
    uint32_t *id;        /* 1..PC_ENTITY_MAX, lasting, unique */
    uint8_t *prefecture; /* 0..46 */
    uint8_t *base_type;  /* pc_base_type */
    uint8_t *tier;       /* pc_tier as the table gives it, before tier changes */
    pc_month *opened;    /* PC_MONTH_NONE if not yet a site */
    double *volume;      /* relative number of drug-therapy patients, >= 0 */
    int32_t *host; /* row that discusses its EP cases; own row for core and hub that have
                      none; -1 if none given */
    int32_t *host_haem; /* row for haematological cases, -1: as host */
    int32_t
        *area; /* number of its cancer medical area, 0.. num_areas-1; -1 if not given */
    uint8_t *status; /* pc_row_status */
    size_t num_areas;
    void *block; /* owner of the arrays */
} pc_hospitals_t;

/* A dated change of tier. A change to any tier makes the hospital a site; to
 * PC_TIER_NONE closes it. */
typedef struct {
    pc_month month;   /* takes effect in this month */
    int32_t hospital; /* row */
    uint8_t tier;
} pc_tier_change_t;

/* The month that factors of practice hold for, and until which they do not fade: the
 * middle of FY2023, the last year of insurance claims by prefecture. */
#define PC_PRACTICE_MONTH PC_MONTH(2023, 10)

typedef struct {
    char name_en[24], name_ja[24]; /* "Hokkaido", "北海道" */
    double patients_share; /* share of the country's drug-therapy patients, 2025; sums to
                              1 */
    double log_practice;   /* log of the factor of practice and inflow */
    /* Population of October 1 of 2020, 2025, ... 2050: persons. */
    double population[7];
} pc_prefecture_t;

/* --- case classes and omission rules
 * ------------------------------------------------------- */

typedef enum {
    PC_STREAM_SOLID,
    PC_STREAM_HAEM,
    PC_STREAM_EARLY,
    PC_NUM_STREAMS
} pc_stream_kind;
typedef enum {
    PC_ACCESS_NONE,
    PC_ACCESS_APPROVED_CDX,
    PC_ACCESS_GUIDELINE,
    PC_ACCESS_TRIAL,
    PC_ACCESS_OTHER,
    PC_NUM_ACCESS
} pc_access;

/* Bit of a case class: stream x 10 + secondary finding x 5 + drug access, 0..29. */
#define PC_NUM_CLASSES (PC_NUM_STREAMS * 2 * PC_NUM_ACCESS)
#define PC_CLASS_BIT(stream, secondary, access)                                         \
    ((stream) *10 + (secondary) *5 + (access))
#define PC_MAX_GROUPS 64
#define PC_MAX_RULES 64

/* A case group. Without groups in the scenario there is one, "all", with share 1, that
 * takes its probabilities from the parameters case_mix.* (from_params = 1). */
typedef struct {
    char id[32];
    char title_en[64], title_ja[64];
    double share; /* of the tests of every stream; the shares sum to 1 */
    int from_params;
    /* conditional probabilities as case_mix.*, at `base_month`, and their change a year
     */
    double secondary_finding, none, approved_cdx, guideline, trial;
    double trend_secondary_finding, trend_none, trend_approved_cdx, trend_guideline,
        trend_trial; /* added per year */
    /* Share of the tested cases that receive a matched therapy, if `has_matched`; else
     * it follows from drug access and the parameters outcome.matched_*. */
    int has_matched;
    double matched;
} pc_group_t;

/* An omission rule, resolved: which case classes it allows to be omitted, by group and
 * tier of the orderer. */
typedef struct {
    char id[32];
    char title_en[96], title_ja[96];
    pc_month effective, until; /* both inclusive; until = PC_MONTH_NONE: without end */
    pc_month since; /* the first month of its being adopted; at most `effective` */
    uint32_t mask[PC_MAX_GROUPS]
                 [PC_NUM_TIERS]; /* bit PC_CLASS_BIT set: may be omitted */
    pc_param adoption;           /* the share of allowed cases that are omitted */
} pc_rule_t;

typedef enum { PC_MODE_EXPECTED, PC_MODE_STOCHASTIC } pc_mode;

typedef struct {
    pc_month start, end; /* first and last simulated month */
    pc_mode mode;
    uint64_t seed;
    const pc_hospitals_t *hospitals;
    const pc_tier_change_t
        *tier_changes; /* [num_tier_changes], by month, then hospital id */
    size_t num_tier_changes;
    const pc_prefecture_t *prefectures; /* [PC_NUM_PREFECTURES] */
    const pc_group_t *groups;           /* [num_groups], num_groups >= 1 */
    size_t num_groups;
    pc_month groups_month;  /* month at which the groups' probabilities hold; trends run
                               from it */
    const pc_rule_t *rules; /* [num_rules] */
    size_t num_rules;
    /* Values by month: [end - start + 2]; element 0 is the month before the start. */
    const pc_params_t *params;
} pc_model_input_t;

#endif
