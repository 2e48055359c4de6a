/* compare.h - scenarios run side by side with common random numbers.
 *
 * Member k of every scenario has the same draw and replicate, hence the same keys
 * (base/chance/rng.h). A member is run in all scenarios before the next, and every row
 * before the month from which a scenario may differ from the reference (difference.h) is
 * compared with the reference's bit for bit: national and regional values. Differences
 * are taken member by member; the draw, or without draws the replicate, is the sampling
 * unit of every error. */
#ifndef PC_ANALYSIS_COMPARE_COMPARE_H
#define PC_ANALYSIS_COMPARE_COMPARE_H

#include "base/interrupt.h"
#include "analysis/compare/likeness.h"
#include "analysis/ensemble/statistics.h"
#include "output/aggregate.h"
#include "simulation/state.h"

#define PC_COMPARE_MAX 16 /* scenarios, the reference among them */
#define PC_NUM_FOLLOWED 12
/* Variables kept by month; the others are kept by fiscal year. */
extern const pc_variable pc_followed[PC_NUM_FOLLOWED];

typedef struct {
    uint32_t draws;                    /* 0: parameters are not drawn */
    uint32_t replicates;               /* at least 1 */
    unsigned threads;                  /* 0: as many as processors */
    const pc_interrupt_t *interrupted; /* NULL, or stops the work when set */
    void (*progress)(void *context, size_t done, size_t all); /* NULL, or called now and
                                                                 then by one thread */
    void *context;
    const pc_state_t *past; /* NULL, or the state that all members go on from; its month
                               lies before the last one that the scenarios share */
    size_t memory; /* bytes of values kept in memory, more lie in a file; 0: 256 MB */
    const char *temporary; /* folder of that file; NULL: /tmp */
    /* For tests: the month claimed for the parting instead of the one worked out; 0:
     * none. */
    pc_month claim;
} pc_compare_plan_t;

/* The first value found that should have been the same. */
typedef struct {
    int found;
    size_t scenario;
    uint32_t draw, replicate;
    pc_month month;
    int region; /* 0 Japan, 1..47 */
    pc_variable variable;
    double value[2]; /* of the reference and the scenario */
} pc_breach_t;

typedef struct {
    const pc_scenario_t *const *scenarios; /* [num]; 0 is the reference */
    size_t num;
    pc_month first, last; /* months that all scenarios simulate */
    size_t num_rows;      /* last - first + 2: row 0 is the month before `first` */
    pc_years_t years; /* fiscal years of these months; the values are of one member */
    uint32_t draws, replicates;
    size_t num_members, each; /* each: members of one sampling unit */
    size_t num_failed;        /* members without values in some scenario */
    pc_status *ran;           /* [num_members][num]: how each run ended */
    size_t num_values;        /* of one member of one scenario */
    double *values;           /* [num_members][num][num_values]; missing: NaN */
    size_t bytes;             /* of `values` */
    int mapped;               /* 1: `values` lie in an unlinked file */
    /* The first month, over all draws, from which each may differ from the reference;
     * PC_MONTH_NONE: never. [0] is not used. */
    pc_month parting[PC_COMPARE_MAX];
    size_t rows_proved[PC_COMPARE_MAX]; /* rows compared bit for bit, of all members */
    pc_breach_t breach;
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    double *columns; /* scratch, [3][num_members] */
} pc_compare_t;

/* Runs everything. The scenarios must outlive it. PC_ERR_RANGE if they share no month;
 * PC_ERR_INTERRUPT if it was stopped (nothing is kept). A failed proof is PC_OK with
 * breach.found. After this call, failed or not, pc_compare_free may be called. */
pc_status pc_compare_run(pc_compare_t *self, const pc_scenario_t *const *scenarios,
    size_t num, const pc_compare_plan_t *plan) PC_MUST_CHECK;
void pc_compare_free(pc_compare_t *self);

/* PC_OK if there is a member with values in all scenarios; else the status of the first
 * that failed, which `diags` tells. */
pc_status pc_compare_check(const pc_compare_t *self, pc_diags_t *diags) PC_MUST_CHECK;

/* The draw (0: not drawn) and the replicate of a member. */
uint32_t pc_compare_draw_of(const pc_compare_t *self, size_t member);
uint32_t pc_compare_replicate_of(const pc_compare_t *self, size_t member);

/* Place of a value: of a followed variable (by its place in pc_followed) in a row, or of
 * any variable in a fiscal year by its place in `years`. */
size_t pc_compare_month_place(const pc_compare_t *self, size_t row, size_t followed);
size_t pc_compare_year_place(
    const pc_compare_t *self, size_t year, pc_variable variable);

/* With fewer sampling units a correlation and a gain are little but chance. */
#define PC_UNITS_FOR_GAIN 10

/* How one value of a scenario differs from the reference's. All of it is of the pairs:
 * the members in which both have a value. */
typedef struct {
    size_t pairs;               /* such members */
    size_t alone;               /* members in which one of the two only has a value */
    double reference, scenario; /* means */
    double difference;          /* scenario - reference, of the means */
    double relative;            /* per cent of the reference; NaN if that is 0 */
    double interval[2];         /* 95 % interval of the mean difference from the spread
                                   between sampling units (Student's t); NaN if there is
                                   only one */
    pc_statistics_t spread;     /* of the differences of the members */
    double correlation;         /* of the pair, over sampling units; NaN if either
                                   does not vary, or below PC_UNITS_FOR_GAIN units */
    /* Variance of the difference of independent runs over that of the paired one: so
     * many times more runs would independent seeds need. Infinite if the difference does
     * not vary but the values do; NaN if nothing varies, or below PC_UNITS_FOR_GAIN. */
    double runs_saved;
    size_t units; /* sampling units */
} pc_paired_t;

/* With `errors` 0 the errors of the quantiles are left missing. */
void pc_compare_pair(
    pc_compare_t *self, size_t scenario, size_t place, int errors, pc_paired_t *paired);

/* Statistics of one value of one scenario, of the members in which `with`, another
 * scenario or the same, has a value too. */
void pc_compare_own(pc_compare_t *self, size_t scenario, size_t with, size_t place,
    pc_statistics_t *own);

/* Places in `years` of FY2025, 2030, 2035 and 2040, as far as simulated, and of the last
 * whole year, rising. Returns their number, at most 5. */
size_t pc_compare_key_years(const pc_compare_t *self, size_t places[5]);

#endif
