/* classes.h - `--set may_omit.STREAM.FINDING.ACCESS=yes@YYYY-MM`: from a month on the
 * expert panel may be left out for the cases of a class, or, with `no`, may not.
 *
 * STREAM is one of solid, haematological, early; FINDING is no_finding or finding, of a
 * suspected secondary finding; ACCESS is one of none, approved_cdx, guideline, trial,
 * other. Without a month it holds from the start.
 *
 *   yes   one more rule, in force from that month on, for the class alone, for all
 * groups and tiers. Its adoption is omission.adoption_none where no drug matches,
 *         omission.adoption_drug for an approved drug or one by a guideline, else
 *         omission.adoption. Nothing changes where a rule without end, in force by then,
 *         allows the whole class.
 *   no    every rule that allows some of the class ends the month before and goes on, in
 *         another of the list, without the class, adopted as far as it was. */
#ifndef PC_SCENARIO_SETS_CLASSES_H
#define PC_SCENARIO_SETS_CLASSES_H

#include "scenario/merge.h"
#include "scenario/model_input.h"

/* What --set says of a case class. */
typedef struct {
    int class;     /* PC_CLASS_BIT */
    int may;       /* 1: yes */
    pc_month from; /* PC_MONTH_NONE: from the start */
} pc_class_set_t;

/* Is it about a case class, whatever else is wrong with it? */
int pc_set_is_of_class(const char *set);

/* Reads one that is. PC_ERR_INPUT after a message. */
pc_status pc_class_set_read(
    pc_class_set_t *self, const char *set, pc_diags_t *diags) PC_MUST_CHECK;

/* Those among `sets`, of each class the last; returns how many. Says nothing. */
size_t pc_class_sets(
    const char *const *sets, size_t num_sets, pc_class_set_t all[PC_NUM_CLASSES]);

/* `may_omit.solid.no_finding.trial` */
void pc_class_set_name(int class, char name[64]);

/* Changes `omission_rules` of the merged tree by those of `sets` that are about classes,
 * in order. `source` is that of what is new. */
pc_status pc_set_classes(pc_merge_t *self, const pc_json_source_t *source,
    const char *const *sets, size_t num_sets, pc_diags_t *diags) PC_MUST_CHECK;

#endif
