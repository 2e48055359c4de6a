#include "scenario/json_write.h"

#include <math.h>

#include "base/number.h"

void
pc_json_write_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *) text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\') {
            fprintf(out, "\\%c", *p);
        } else if (*p == '\n') {
            fputs("\\n", out);
        } else if (*p == '\t') {
            fputs("\\t", out);
        } else if (*p < 0x20) {
            fprintf(out, "\\u%04x", *p);
        } else {
            fputc(*p, out);
        }
    }
    fputc('"', out);
}

void
pc_json_write_number(FILE *out, double value)
{
    char text[PC_NUMBER_SIZE];
    if (!isfinite(value)) {
        fputs("null", out);
        return;
    }
    pc_number_format(value, text);
    fputs(text, out);
}

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
        pc_json_write_number(out, item->number);
        return;
    case PC_JSON_STRING:
        pc_json_write_string(out, item->string);
        return;
    case PC_JSON_ARRAY:
    case PC_JSON_OBJECT:
        break;
    }
    const int object = item->type == PC_JSON_OBJECT;
    fputs(object ? "{ " : "[", out);
    for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
        if (object) {
            pc_json_write_string(out, p->key);
            fputs(": ", out);
        }
        pc_json_write(out, p);
        fputs(p->next != NULL ? ", " : "", out);
    }
    fputs(object ? " }" : "]", out);
}
