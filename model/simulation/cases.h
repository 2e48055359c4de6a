/* cases.h - case classes and omission: shares, before any chance.
 *
 * A case of group g has a secondary finding suspected with probability s and,
 * independently, one drug access class, the leftmost that applies: none          n
 *     approved_cdx  (1 - n) a
 *     guideline     (1 - n) (1 - a) b
 *     trial         (1 - n) (1 - a) (1 - b) t
 *     other         what is left
 * The probabilities are the same for every stream. A class that a rule in force allows
 * is omitted with that rule's adoption; where rules overlap, with the largest. */
#ifndef PC_SIMULATION_CASES_H
#define PC_SIMULATION_CASES_H

#include "scenario/model_input.h"

typedef struct {
    double secondary;
    double access[PC_NUM_ACCESS]; /* sums to 1 */
} pc_case_mix_t;

/* The mix of `group` in `month`; trends are added per year since input->groups_month,
 * and each conditional probability is held to [0, 1]. */
void pc_case_mix(const pc_model_input_t *input, const pc_params_t *params, size_t group,
    pc_month month, pc_case_mix_t *mix);

/* Shares of the tests of a stream, group and tier of the orderer whose EP is omitted and
 * may be omitted under the rules in force in `month`. */
void pc_omission_shares(const pc_model_input_t *input, const pc_params_t *params,
    const pc_case_mix_t *mix, pc_month month, int stream, size_t group, int tier,
    double *omit, double *may_omit);

/* Matched therapies per tested case of `group` with the mix `mix`: the group's own rate
 * if it has one, else by drug access from the parameters outcome.matched_*. */
double pc_matched_rate(
    const pc_group_t *group, const pc_params_t *params, const pc_case_mix_t *mix);

#endif
