/* lexical.h - numbers of JSON text; parts of scanner.h. */
#ifndef PC_SCENARIO_TEXT_LEXICAL_H
#define PC_SCENARIO_TEXT_LEXICAL_H

#include <stddef.h>

/* NULL if the `left` bytes at `p` are a JSON number, else what is wrong with them
 * (static). */
const char *pc_number_fault(const char *p, size_t left);

#endif
