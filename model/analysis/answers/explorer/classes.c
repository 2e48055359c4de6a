/* classes.c - the truth table of the omission rules, as a page shows it and moves it. */
#include "analysis/answers/explorer/inputs.h"

#include <stdlib.h>

#include "analysis/answers/rules.h"
#include "analysis/answers/words.h"
#include "analysis/rules/table.h"

/* The table of a scenario with its values in a month. */
static pc_status
read_table(const pc_scenario_t *s, pc_month month, pc_class_row_t rows[PC_NUM_CLASSES])
{
    pc_model_input_t input;
    pc_params_t *months = calloc(pc_scenario_num_months(s), sizeof(*months));
    pc_status status =
        months != NULL ? pc_scenario_params(s, NULL, months, NULL) : PC_ERR_NOMEM;
    if (status == PC_OK) {
        pc_scenario_input(s, months, &input);
        pc_rule_table(&input, &months[month - (s->start - 1)], month, rows);
    }
    free(months);
    return status;
}

/* May the panel be left out at some time from `from` on? */
static const char *
state_of(const pc_class_row_t *row, pc_month from)
{
    if (row->from == PC_MONTH_NONE
        || (row->until != PC_MONTH_NONE && row->until < from)) {
        return "no";
    }
    return row->whole ? "yes" : "part";
}

static void
emit_words(pc_emitter_t *json, const char *key, int num,
    const char *(*word)(int which, pc_lang lang), pc_lang lang)
{
    pc_emit_open(json, key, '[');
    for (int k = 0; k < num; k++) {
        pc_emit_string(json, NULL, word(k, lang));
    }
    pc_emit_close(json, ']');
}

static void
emit_class(pc_emitter_t *json, int class, const pc_class_row_t *now, pc_month from,
    pc_lang lang)
{
    char text[160];
    pc_emit_open(json, NULL, '{');
    pc_class_set_name(class, text);
    pc_emit_string(json, "name", text);
    pc_emit_string(json, "label", pc_class_words(class, lang, text));
    pc_emit_string(json, "state", state_of(now, from));
    snprintf(text, sizeof(text), "%.1f%%", 100 * now->share);
    pc_emit_string(json, "share", text);
    pc_emit_close(json, '}');
}

void
pc_explorer_classes(
    const pc_explorer_t *self, pc_month from, pc_lang lang, pc_emitter_t *json)
{
    const pc_setting_t *now = &self->settings[PC_EXPLORER_NOW];
    const pc_scenario_t *s =
        now->used ? &now->scenario : &self->settings[PC_EXPLORER_REFERENCE].scenario;
    pc_class_row_t rows[PC_NUM_CLASSES];
    pc_emit_open(json, "classes", '{');
    if (from >= s->start - 1 && from <= s->end && read_table(s, from, rows) == PC_OK) {
        emit_words(json, "streams", PC_NUM_STREAMS, pc_stream_word, lang);
        emit_words(json, "findings", 2, pc_finding_word, lang);
        emit_words(json, "access", PC_NUM_ACCESS, pc_access_word, lang);
        pc_emit_open(json, "cells", '[');
        for (int class = 0; class < PC_NUM_CLASSES; class ++) {
            emit_class(json, class, &rows[class], from, lang);
        }
        pc_emit_close(json, ']');
    }
    pc_emit_close(json, '}');
}
