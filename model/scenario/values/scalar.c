#include "scenario/values/scalar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

#define MAX_CHOICES 16

static int
is_yyyymm(pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    return unit != NULL && strcmp(unit, "YYYYMM") == 0;
}

int
pc_value_is_whole(pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    return unit == NULL || strcmp(unit, "YYYYMM") == 0 || strcmp(unit, "month") == 0;
}

const char *
pc_value_fault(pc_param which, double value, pc_lang lang, char *buffer, size_t size)
{
    const pc_param_info_t *info = &pc_param_table[which];
    char low[PC_NUMBER_SIZE];
    char high[PC_NUMBER_SIZE];
    char shown[PC_NUMBER_SIZE];
    pc_number_format(value, shown);
    if (!isfinite(value)) {
        snprintf(buffer, size, pc_text(lang, "the number is not finite"));
        return buffer;
    }
    if (value < info->lower || value > info->upper) {
        pc_number_format(info->lower, low);
        pc_number_format(info->upper, high);
        snprintf(buffer, size, pc_text(lang, "%s is out of bounds: %s to %s"), shown,
            low, high);
        return buffer;
    }
    if (pc_value_is_whole(which) && value != floor(value)) {
        snprintf(buffer, size, pc_text(lang, "%s is not a whole number"), shown);
        return buffer;
    }
    const double month = fmod(value, 100);
    if (is_yyyymm(which) && !(month >= 1 && month <= 12)) {
        snprintf(buffer, size, pc_text(lang, "%s is not a month written YYYYMM"), shown);
        return buffer;
    }
    return NULL;
}

static size_t
choice_names(pc_param which, char names[MAX_CHOICES][64], const char *list[MAX_CHOICES])
{
    size_t num = 0;
    while (num < MAX_CHOICES
           && pc_param_choice_name(which, (double) num, names[num], sizeof(names[num]))
                  != NULL) {
        list[num] = names[num];
        num++;
    }
    return num;
}

static int
choice_scalar(pc_param which, const pc_json_t *item, double *value, pc_diags_t *diags)
{
    char names[MAX_CHOICES][64];
    const char *list[MAX_CHOICES];
    char allowed[512];
    const size_t num = choice_names(which, names, list);
    pc_json_list(list, num, allowed, sizeof(allowed));
    if (item->type != PC_JSON_STRING) {
        pc_json_report(diags, PC_ERROR, item, "this must be one of %s, not %s", allowed,
            pc_diags_text(diags, pc_json_type_name(item->type)));
        return 0;
    }
    const int place = pc_json_choice(item, list, num, diags);
    if (place < 0) {
        return 0;
    }
    *value = place;
    return 1;
}

int
pc_value_scalar(pc_param which, const pc_json_t *item, double *value, pc_diags_t *diags)
{
    char text[256];
    if (pc_param_table[which].choices != NULL) {
        return choice_scalar(which, item, value, diags);
    }
    if (item->type != PC_JSON_NUMBER) {
        pc_json_report_number(diags, item);
        return 0;
    }
    if (!isfinite(item->number)) {
        return 0; /* reported where the file was read */
    }
    if (pc_value_fault(which, item->number, pc_diags_lang(diags), text, sizeof(text))
        != NULL) {
        pc_json_report(diags, PC_ERROR, item, "%s", text);
        return 0;
    }
    *value = item->number;
    return 1;
}
