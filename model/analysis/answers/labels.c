#include "analysis/answers/labels.h"

#include <stdio.h>

#include "analysis/answers/words.h"
#include "output/cells.h"

const char *
pc_title_of(const char *en, const char *ja, pc_lang lang)
{
    return lang == PC_LANG_JA ? ja : en;
}

const char *
pc_variable_label(pc_variable variable, int per_year, pc_lang lang, char text[160])
{
    const pc_variable_info_t *info = &pc_variable_table[variable];
    char unit[PC_UNIT_SIZE], words[PC_UNIT_SIZE];
    snprintf(text, 160, "%s (%s)", lang == PC_LANG_JA ? info->ja : info->name,
        pc_unit_label(per_year ? pc_unit(variable, 12, unit) : info->unit, lang, words));
    return text;
}

const char *
pc_runs_label(uint32_t draws, uint32_t replicates, pc_lang lang, char text[96])
{
    const unsigned long d = draws, r = replicates;
    if (d == 0) {
        snprintf(text, 96, _("%lu replicates"), r);
    } else if (d == 1 && r == 1) {
        snprintf(text, 96, "%s", _("draw 1"));
    } else if (d == 1) {
        snprintf(text, 96, _("%lu replicates of draw 1"), r);
    } else if (r == 1) {
        snprintf(text, 96, _("%lu parameter draws"), d);
    } else {
        snprintf(text, 96, _("%lu parameter draws x %lu replicates"), d, r);
    }
    return text;
}
