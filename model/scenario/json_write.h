/* json_write.h - writing JSON the same way everywhere. Errors are those of the stream:
 * ask ferror. */
#ifndef PC_JSON_WRITE_H
#define PC_JSON_WRITE_H

#include <stdio.h>

#include "scenario/json.h"

/* Text in double quotes. */
void pc_json_write_string(FILE *out, const char *text);

/* A number by pc_number_format; null if it is not finite. */
void pc_json_write_number(FILE *out, double value);

/* A tree on one line. */
void pc_json_write(FILE *out, const pc_json_t *item);

#endif
