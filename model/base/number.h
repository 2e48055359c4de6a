/* number.h - reading and writing numbers, the same in every locale. */
#ifndef PC_BASE_NUMBER_H
#define PC_BASE_NUMBER_H

#include <stddef.h>

#include "base/status.h"

#define PC_NUMBER_SIZE                                                                  \
    32 /* characters enough for any number written here, with the end */

/* Writes the shortest decimal text that reads back as the same double (15, 16 or 17
 * significant digits; a point whatever the locale; no exponent for whole numbers below
 * 1e15 in size). A value that is not finite writes the empty string, -0 writes 0.
 * Returns the number of characters written. */
size_t pc_number_format(double value, char text[PC_NUMBER_SIZE]);

/* Reads a whole string as a JSON number (no sign +, no leading zero, no `1.`, no
 * spaces). PC_ERR_INPUT if it is not one; PC_ERR_RANGE if it is not finite as a double.
 */
pc_status pc_number_parse(const char *text, double *value) PC_MUST_CHECK;

/* `value` rounded to 12 significant decimal digits as printf rounds (exact ties to
 * even). */
double pc_round12(double value);

#endif
