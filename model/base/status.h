/* status.h - status codes shared by every module of the model library.
 *
 * A function that can fail returns PC_OK or a negative pc_status. The list below is
 * the only place where a code or its message is written. What was wrong with an input,
 * and where, is said by the messages of diag.h; the status only says which kind of
 * failure it was. */
#ifndef PC_BASE_STATUS_H
#define PC_BASE_STATUS_H

#include "base/words.h"

/* clang-format off */
#define PC_STATUS_LIST(X)                                                      \
    X(PC_OK,            0,  N_("success"))                                     \
    X(PC_ERR_NOMEM,     -1, N_("out of memory"))                                \
    X(PC_ERR_IO,        -2, N_("cannot read or write a file"))                  \
    X(PC_ERR_MISSING,   -3, N_("an input file is missing"))                     \
    X(PC_ERR_INPUT,     -4, N_("the scenario or its data are not valid"))       \
    X(PC_ERR_RANGE,     -5, N_("a quantity grew past what the model can count")) \
    X(PC_ERR_VERSION,   -6, N_("the file was written by an incompatible version")) \
    X(PC_ERR_INTERRUPT, -7, N_("interrupted"))                                  \
    X(PC_ERR_SPILL,     -8, N_("the temporary file for the values of the runs cannot be " \
                               "written; its folder is that of TMPDIR, else /tmp"))
/* clang-format on */

#define PC_AS_ENUM(name, value, text) name = (value),
typedef enum { PC_STATUS_LIST(PC_AS_ENUM) } pc_status;
#undef PC_AS_ENUM

/* A short English sentence for `status`, a key of the catalogue; never NULL, never
 * freed.
 */
const char *pc_strerror(pc_status status);

#define PC_MUST_CHECK __attribute__((warn_unused_result))

#endif
