/* differ.c - the values in which two resolved scenarios differ. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/number.h"
#include "analysis/sweep/store/parts.h"

#define MOST_NAMED 5
#define VALUE_SIZE 120 /* of a value in a message; longer ones are cut */

typedef struct {
    const char *file, *other;
    pc_diags_t *diags;
    char path[512];
    size_t num; /* values that differ */
} walk_t;

/* A value for a message: "nothing" if there is none. */
static void
write_value(const cJSON *item, char text[VALUE_SIZE + 4])
{
    if (item == NULL) {
        snprintf(text, VALUE_SIZE + 4, "nothing");
        return;
    }
    if (cJSON_IsNumber(item)) {
        pc_number_format(item->valuedouble, text);
        return;
    }
    char *all = cJSON_PrintUnformatted(item);
    size_t length = all != NULL ? strlen(all) : 0;
    const int cut = length > VALUE_SIZE;
    if (cut) {
        length = VALUE_SIZE;
        while (length > 0 && ((unsigned char) all[length] & 0xc0) == 0x80) {
            length--; /* no part of a character */
        }
    }
    snprintf(text, VALUE_SIZE + 4, "%.*s%s", (int) length, all != NULL ? all : "",
        cut ? "..." : "");
    cJSON_free(all);
}

static void
name_values(walk_t *self, const cJSON *stored, const cJSON *wanted)
{
    char a[VALUE_SIZE + 4], b[VALUE_SIZE + 4];
    if (++self->num > MOST_NAMED) {
        return;
    }
    write_value(stored, a);
    write_value(wanted, b);
    pc_diags_add(self->diags, PC_ERROR, self->file, 0, 0, self->path,
        "the store has %s, %s %s", a, pc_diags_text(self->diags, self->other), b);
}

static void walk(walk_t *self, const cJSON *stored, const cJSON *wanted);

/* One step down to `name` and back. */
static void
walk_member(walk_t *self, const cJSON *stored, const cJSON *wanted, const char *before,
    const char *name, const char *after)
{
    const size_t length = strlen(self->path);
    snprintf(
        self->path + length, sizeof(self->path) - length, "%s%s%s", before, name, after);
    walk(self, stored, wanted);
    self->path[length] = '\0';
}

static void
walk_object(walk_t *self, const cJSON *stored, const cJSON *wanted)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, wanted)
    {
        walk_member(self, cJSON_GetObjectItemCaseSensitive(stored, item->string), item,
            ".", item->string, "");
    }
    cJSON_ArrayForEach(item, stored)
    {
        if (cJSON_GetObjectItemCaseSensitive(wanted, item->string) == NULL) {
            walk_member(self, item, NULL, ".", item->string, "");
        }
    }
}

/* Of a list the first row that differs, by its role or id if it has one. */
static void
walk_list(walk_t *self, const cJSON *stored, const cJSON *wanted)
{
    const size_t before = self->num;
    const cJSON *a = stored != NULL ? stored->child : NULL;
    const cJSON *b = wanted != NULL ? wanted->child : NULL;
    for (size_t row = 0; (a != NULL || b != NULL) && self->num == before; row++) {
        char place[32];
        snprintf(place, sizeof(place), "%zu", row);
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(b, "role");
        name = name != NULL ? name : cJSON_GetObjectItemCaseSensitive(b, "id");
        walk_member(
            self, a, b, "[", cJSON_IsString(name) ? name->valuestring : place, "]");
        a = a != NULL ? a->next : NULL;
        b = b != NULL ? b->next : NULL;
    }
}

/* Numbers to the last digit, which cJSON_Compare does not look at. */
static int
is_same(const cJSON *stored, const cJSON *wanted)
{
    if (stored == NULL || wanted == NULL) {
        return 0;
    }
    return cJSON_IsNumber(stored) && cJSON_IsNumber(wanted)
               ? stored->valuedouble == wanted->valuedouble
               : cJSON_Compare(stored, wanted, 1) != 0;
}

static void
walk(walk_t *self, const cJSON *stored, const cJSON *wanted)
{
    if (cJSON_IsObject(stored) && cJSON_IsObject(wanted)) {
        walk_object(self, stored, wanted);
    } else if (cJSON_IsArray(stored) && cJSON_IsArray(wanted)) {
        walk_list(self, stored, wanted);
    } else if (!is_same(stored, wanted)) {
        name_values(self, stored, wanted);
    }
}

size_t
pc_points_name_values(const char *what, const pc_stored_scenario_t *stored,
    const pc_stored_scenario_t *wanted, const char *file, const char *other,
    pc_diags_t *diags)
{
    walk_t self = { .file = file, .other = other, .diags = diags };
    cJSON *a = cJSON_Parse(stored->resolved), *b = cJSON_Parse(wanted->resolved);
    snprintf(self.path, sizeof(self.path), "%s", what);
    if (a != NULL && b != NULL) {
        walk(&self, a, b);
    }
    if (self.num > MOST_NAMED) {
        pc_diags_add(diags, PC_ERROR, file, 0, 0, what,
            "%zu more values differ (the table scenario has all)",
            self.num - MOST_NAMED);
    }
    cJSON_Delete(a);
    cJSON_Delete(b);
    return self.num;
}
