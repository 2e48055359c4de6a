/* lexical.h - characters and numbers of JSON text; parts of scanner.h. */
#ifndef PC_LEXICAL_H
#define PC_LEXICAL_H

#include <stddef.h>

/* Bytes of the UTF-8 character at `text`, of which `left` >= 1 may be read; 0 if it is
 * not one. */
size_t pc_utf8_length(const char *text, size_t left);

/* NULL if the `left` bytes at `p` are a JSON number, else what is wrong with them
 * (static). */
const char *pc_number_fault(const char *p, size_t left);

#endif
