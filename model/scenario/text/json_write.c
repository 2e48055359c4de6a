#include "scenario/text/json_write.h"

#include "base/emit.h"

void
pc_json_write(FILE *out, const pc_json_t *item)
{
    switch (item->type) {
    case PC_JSON_NULL:
        fputs("null", out);
        return;
    case PC_JSON_BOOL:
        fputs(item->boolean ? "true" : "false", out);
        return;
    case PC_JSON_NUMBER:
        pc_emit_value(out, item->number);
        return;
    case PC_JSON_STRING:
        pc_emit_text(out, item->string);
        return;
    case PC_JSON_ARRAY:
    case PC_JSON_OBJECT:
        break;
    }
    const int object = item->type == PC_JSON_OBJECT;
    fputs(object ? "{ " : "[", out);
    for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
        if (object) {
            pc_emit_text(out, p->key);
            fputs(": ", out);
        }
        pc_json_write(out, p);
        fputs(p->next != NULL ? ", " : "", out);
    }
    fputs(object ? " }" : "]", out);
}
