/* workload.h - step 7 of the month: staff hours by tier, staff group and activity, and
 * the roles that must sit in an EP.
 *
 * The hours per test and per case hold at workload.ep_share_reference. With another
 * workload.ep_share the EP hours are scaled by share / reference and the others,
 * omission review apart, by (1 - share) / (1 - reference), so that the surveyed total
 * stays. docs/model.md, section 10. */
#ifndef PC_SIMULATION_WORKLOAD_H
#define PC_SIMULATION_WORKLOAD_H

#include "simulation/run.h"

/* The roles of an EP. The first three are physicians, the others other staff. */
typedef enum {
    PC_ROLE_ONCOLOGIST,
    PC_ROLE_PATHOLOGIST,
    PC_ROLE_GENETICIST,
    PC_ROLE_COUNSELLOR,
    PC_ROLE_GENOME_EXPERT,
    PC_ROLE_COORDINATOR,
    PC_NUM_ROLES
} pc_role;

/* Persons of a role who sit in an EP at its host: ep.role_* / ep.roles_per_person. */
double pc_role_persons(const pc_params_t *params, pc_role role);

/* Persons of a staff group (PC_STAFF_*) who sit in. */
double pc_members(const pc_params_t *params, int staff);

/* Hours of a role in the EPs of a month's `discussed` cases: sitting in, and its part of
 * the host's preparation. */
double pc_role_hours(const pc_month_plan_t *now, pc_role role, double discussed);

void pc_workload_step(pc_run_t *run, const pc_month_plan_t *now);

#endif
