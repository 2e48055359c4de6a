/* table.h - what the omission rules of a scenario do to each case class. */
#ifndef PC_ANALYSIS_RULES_TABLE_H
#define PC_ANALYSIS_RULES_TABLE_H

#include "simulation/cases.h"

/* One case class in one month, all groups and tiers together. Shares are of the tests of
 * the stream. */
typedef struct {
    pc_stream_kind stream;
    int secondary; /* 1: a secondary finding is suspected */
    pc_access access;
    double share;    /* of the stream's tests */
    double may_omit; /* part of `share` that some rule in force allows to be omitted; by
                        tier: the largest */
    double omit;     /* part of `share` that is omitted, in the tier where most is */
    int whole;     /* 1: a rule allows the class for every group and tier, or for none */
    pc_month from; /* first month in which some rule allows it; PC_MONTH_NONE if none
                      ever does */
    pc_month until;       /* last such month; PC_MONTH_NONE: without end */
    const char *rules[4]; /* ids of the first rules that allow it at some time; NULL
                             after the last */
} pc_class_row_t;

/* The PC_NUM_CLASSES classes in the order of PC_CLASS_BIT, as in `month`. `params` are
 * that month's values. */
void pc_rule_table(const pc_model_input_t *input, const pc_params_t *params,
    pc_month month, pc_class_row_t rows[PC_NUM_CLASSES]);

/* The month a table is best shown for: the first in which every rule that comes into
 * force in the run is in force and, which takes `months`, fully adopted, held to the
 * run; the start if there are no rules. */
pc_month pc_rule_month(const pc_model_input_t *input, int months);

/* The three kinds of C-CAT report that the ministry's paper shows for June 2026, solid
 * tumours without a secondary finding suspected: approved drug (may be omitted), trial
 * only (may not), nothing (may be). */
#define PC_NUM_REPORT_KINDS 3
typedef struct {
    pc_access access;
    int may_omit; /* as the paper says */
} pc_report_kind_t;
extern const pc_report_kind_t pc_report_kinds[PC_NUM_REPORT_KINDS];

#endif
