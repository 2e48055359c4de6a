#include "scenario/text/named.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

#define NAME_MAX_SIZE 100
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

static int
is_made_of(const char *text, const char *allowed, size_t most)
{
    const size_t length = strlen(text);
    return length > 0 && length <= most && strspn(text, allowed) == length;
}

const char *
pc_name_read(const pc_json_t *tree, int required, pc_diags_t *diags)
{
    const pc_json_t *item =
        pc_json_expect(tree, "name", PC_JSON_STRING, required, diags);
    if (item == NULL) {
        return "";
    }
    const char *name = item->string;
    if (!is_made_of(name, LETTERS "-_.", NAME_MAX_SIZE) || name[0] == '.'
        || name[0] == '-') {
        pc_json_report(diags, PC_ERROR, item,
            "a name has 1 to %d letters, digits, '-', '_' or '.', and does not begin "
            "with '.' or '-': "
            "folders are named after it",
            NAME_MAX_SIZE);
    }
    return name;
}

const pc_json_t *
pc_column_name_read(
    const pc_json_t *self, const char *key, size_t most, int required, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(self, key, PC_JSON_STRING, required, diags);
    if (item != NULL && !is_made_of(item->string, LETTERS "_-", most)) {
        pc_json_report(diags, PC_ERROR, item,
            "a name here has 1 to %zu letters, digits, '_' or '-'", most);
        return NULL;
    }
    return item;
}

pc_variable
pc_variable_read(const pc_json_t *element, pc_diags_t *diags)
{
    const pc_json_t *item =
        pc_json_expect(element, "variable", PC_JSON_STRING, 1, diags);
    if (item == NULL) {
        return PC_V_NONE;
    }
    const pc_variable found = pc_variable_find(item->string);
    if (found == PC_V_NONE) {
        const char *names[PC_NUM_VARIABLES];
        for (size_t i = 0; i < PC_NUM_VARIABLES; i++) {
            names[i] = pc_variable_table[i].name;
        }
        pc_json_report(diags, PC_ERROR, item, "there is no variable %s", item->string);
        pc_diags_did_you_mean(
            diags, pc_nearest_name(item->string, names, PC_NUM_VARIABLES));
    }
    return found;
}

int
pc_id_read(char id[32], const pc_json_t *element, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(element, "id", PC_JSON_STRING, 1, diags);
    if (item == NULL) {
        return 0;
    }
    if (!is_made_of(item->string, LETTERS "-_.", 31)) {
        pc_json_report(diags, PC_ERROR, item,
            "an id has 1 to 31 letters, digits, '-', '_' or '.', and nothing else");
        return 0;
    }
    for (const pc_json_t *p = element->parent->child; p != element; p = p->next) {
        const pc_json_t *other = pc_json_member(p, "id");
        if (other != NULL && other->type == PC_JSON_STRING
            && strcmp(other->string, item->string) == 0) {
            pc_json_report(diags, PC_ERROR, item,
                "duplicate id %s; it stands first on line %zu", item->string,
                other->line);
            return 0;
        }
    }
    snprintf(id, 32, "%s", item->string);
    return 1;
}

static void
copy_title(char *into, size_t size, const pc_json_t *item, pc_diags_t *diags)
{
    if (item == NULL) {
        return;
    }
    if (strlen(item->string) >= size) {
        pc_json_report(
            diags, PC_ERROR, item, "the title has more than %zu bytes", size - 1);
        return;
    }
    snprintf(into, size, "%s", item->string);
}

void
pc_title_read(char *en, char *ja, size_t size, const pc_json_t *item, int required,
    pc_diags_t *diags)
{
    static const char *const keys[] = { "en", "ja" };
    const pc_json_t *title =
        pc_json_expect(item, "title", PC_JSON_OBJECT, required, diags);
    if (title == NULL) {
        return;
    }
    pc_json_check_keys(title, keys, 2, diags);
    copy_title(en, size, pc_json_expect(title, "en", PC_JSON_STRING, 1, diags), diags);
    copy_title(ja, size, pc_json_expect(title, "ja", PC_JSON_STRING, 1, diags), diags);
}
