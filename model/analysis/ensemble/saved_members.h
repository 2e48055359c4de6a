/* saved_members.h - the members of an ensemble that was stopped, kept in its result
 * folder so that the same command goes on from there.
 *
 * The file holds every value of members 0..num - 1 as the machine has them, in this
 * order: the line `panelcast members 1`, the fingerprint and a line end; the number of
 * members and of values, 64 bits each; then of every member draw, replicate, status, 32
 * bits each, 32 bits of nothing, and, as doubles, the mode and the values. A file of
 * another byte order has other numbers and is refused.
 *
 * The fingerprint is the SHA-256 of all that makes a member what it is: the program (its
 * version, commit and the sum of its model), the contract of the random streams, the
 * past, the resolved scenario but for the number of sampling units, and what is kept of
 * each. So a run with more draws may use the members too. */
#ifndef PC_ANALYSIS_ENSEMBLE_SAVED_MEMBERS_H
#define PC_ANALYSIS_ENSEMBLE_SAVED_MEMBERS_H

#include "analysis/ensemble/ensemble.h"
#include "output/folder/store.h"

#define PC_SAVED_MEMBERS "members.bin"

/* After pc_ensemble_open. `program` says which program runs the members; `past` is that
 * of the plan. */
pc_status pc_members_fingerprint(const pc_ensemble_t *ensemble, const pc_state_t *past,
    const char *program, char fingerprint[PC_SHA256_SIZE]) PC_MUST_CHECK;

/* Adds the file to an open store, of the ensemble's members without gaps. */
pc_status pc_members_save(const pc_ensemble_t *ensemble, const char *fingerprint,
    pc_store_t *store) PC_MUST_CHECK;

/* Takes over the members of the result folder `dir`, as many as there is room for; their
 * number is num_given. PC_ERR_MISSING if it has none, PC_ERR_VERSION if they are of
 * another run, PC_ERR_INPUT if the file is not what the manifest says or is damaged;
 * then none is taken. */
pc_status pc_members_take(
    pc_ensemble_t *ensemble, const char *fingerprint, const char *dir) PC_MUST_CHECK;

/* Removes a result folder whose members were taken: the files that its manifest names,
 * its plots, and the folder if nothing else is in it; PC_ERR_IO if it stays. */
pc_status pc_members_remove(const char *dir) PC_MUST_CHECK;

#endif
