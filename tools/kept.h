/* kept.h - the place where the part of a stopped run is kept. */
#ifndef PC_TOOLS_KEPT_H
#define PC_TOOLS_KEPT_H

#include "base/diag.h"
#include "base/sha256.h"
#include "base/status.h"

/* Is there something at `dir` that is not the part of a stopped run? */
int pc_kept_is_other(const char *dir);

/* The SHA-256 of the manifest of a part, by which it is known again; "" if there is
 * none.
 */
void pc_kept_sum(const char *dir, char sha256[PC_SHA256_SIZE]);

/* Can the part of a run go to `partial`? Nothing complete is replaced by a part, so this
 * is asked before the work. PC_ERR_IO with a message if not. */
pc_status pc_kept_check(const char *partial, pc_diags_t *diags) PC_MUST_CHECK;

#endif
