/* json_write.h - a tree as text. Errors are those of the stream: ask ferror. */
#ifndef PC_SCENARIO_TEXT_JSON_WRITE_H
#define PC_SCENARIO_TEXT_JSON_WRITE_H

#include <stdio.h>

#include "base/emit.h"
#include "scenario/text/json.h"

/* A tree on one line. */
void pc_json_write(FILE *out, const pc_json_t *item);

#endif
