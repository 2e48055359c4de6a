/* named.h - the names and titles that JSON files give to things. */
#ifndef PC_SCENARIO_TEXT_NAMED_H
#define PC_SCENARIO_TEXT_NAMED_H

#include "base/diag.h"
#include "base/variables.h"
#include "scenario/text/json.h"

/* The `name` of a scenario or design, after which files and folders are named. Never
 * NULL: what is written, also if it is reported as no such name; "" if nothing is. */
const char *pc_name_read(const pc_json_t *tree, int required, pc_diags_t *diags);

/* The name at `key` of what becomes a column, of at most `most` characters. NULL if
 * there is none, or none that can be. */
const pc_json_t *pc_column_name_read(const pc_json_t *self, const char *key, size_t most,
    int required, pc_diags_t *diags);

/* The variable named by `variable` of an element; PC_V_NONE if there is no such, which
 * is reported with the nearest. */
pc_variable pc_variable_read(const pc_json_t *element, pc_diags_t *diags);

/* Reads `id` of an element of a list into `id` [32]. 0 if it is missing, malformed or
 * stands in an element before, which is then reported. */
int pc_id_read(char id[32], const pc_json_t *element, pc_diags_t *diags);

/* Reads `title`, an object with `en` and `ja`, into arrays of `size` bytes. */
void pc_title_read(char *en, char *ja, size_t size, const pc_json_t *item, int required,
    pc_diags_t *diags);

#endif
