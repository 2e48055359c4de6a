/* state_file.h - a state as a text file that reads back bit for bit.
 *
 * First line `panelcast state 4 contract C`, with the number of the contract of the
 * random keys (base/chance/rng.h); then `month YYYY-MM`, `hospitals N`, a line of each
 * hospital (id, prefecture, number of its base type, volume), and the values of
 * pc_state_t's block in their order, one a line, then `end`. What else the table of
 * hospitals says, such as hosts, may be another in the future than in the past. */
#ifndef PC_SIMULATION_STATE_FILE_H
#define PC_SIMULATION_STATE_FILE_H

#include <stdio.h>

#include "base/diag.h"
#include "simulation/state.h"

#define PC_STATE_SIZE_MAX (1ULL << 30) /* bytes of a file */

/* PC_ERR_IO if `out` could not be written; the caller closes it. */
pc_status pc_state_write(
    const pc_state_t *self, const pc_hospitals_t *hospitals, FILE *out) PC_MUST_CHECK;

/* Reads into an initialised state of the same hospitals. PC_ERR_VERSION if the file is
 * of another version, contract or hospitals, PC_ERR_INPUT if it is damaged; diags say
 * where. `name` is for messages. */
pc_status pc_state_read(pc_state_t *self, const pc_hospitals_t *hospitals, FILE *in,
    const char *name, pc_diags_t *diags) PC_MUST_CHECK;

#endif
