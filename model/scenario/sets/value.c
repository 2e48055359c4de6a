#include "scenario/sets/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/values/params.h"

static const char *const of_run[] = { "start", "end", "mode", "seed", "draws",
    "replicates" };
#define NUM_OF_RUN (sizeof(of_run) / sizeof(of_run[0]))

int
pc_set_is_of_run(const char *name)
{
    size_t i = 0;
    while (i < NUM_OF_RUN && strcmp(name, of_run[i]) != 0) {
        i++;
    }
    return i < NUM_OF_RUN;
}

pc_json_t *
pc_set_scalar(const char *key, const char *text, const pc_json_source_t *source)
{
    double number = 0;
    /* A seed may have more digits than a number holds: it stays text. */
    const int is_seed =
        strcmp(key, "seed") == 0 && text[strspn(text, "0123456789")] == '\0';
    const int is_number = !is_seed && pc_number_parse(text, &number) == PC_OK;
    pc_json_t *item = pc_json_new(is_number ? PC_JSON_NUMBER : PC_JSON_STRING, key);
    if (item == NULL) {
        return NULL;
    }
    item->number = number;
    item->source = source;
    if (!is_number) {
        item->string = strdup(text);
        if (item->string == NULL) {
            pc_json_free(item);
            return NULL;
        }
    }
    return item;
}

const char *
pc_set_nearest(const char *name)
{
    const char *names[PC_NUM_PARAMS + NUM_OF_RUN];
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        names[i] = pc_param_table[i].name;
    }
    memcpy(names + PC_NUM_PARAMS, of_run, sizeof(of_run));
    return pc_nearest_name(name, names, PC_NUM_PARAMS + NUM_OF_RUN);
}
