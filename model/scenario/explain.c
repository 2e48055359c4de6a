/* explain.c - pc_scenario_explain: where the value of a parameter comes from. */
#include "scenario/reader.h"

#include <string.h>

#include "base/number.h"
#include "scenario/text/json_write.h"

typedef enum {
    VALUE,
    UNIT,
    BOUNDS,
    CHOICES,
    RANGE,
    CLASS,
    KIND,
    SOURCE,
    NOTE,
    SET_BY,
    REPLACED,
    DEFAULT,
    NOT_GIVEN,
    DEFAULT_OF,
    NUM_LABELS
} label_t;

static const char *const labels[NUM_LABELS] = { NC_("explain", "value"),
    NC_("explain", "unit"), NC_("explain", "bounds"), NC_("explain", "choices"),
    NC_("explain", "range"), NC_("explain", "class"), NC_("explain", "kind"),
    NC_("explain", "source"), NC_("explain", "note"), NC_("explain", "set by"),
    NC_("explain", "replaced"), NC_("explain", "default"), NC_("explain", "not given"),
    NC_("explain", "the default of the program") };

static const char *
label(label_t which, pc_lang lang)
{
    return pc_text_of(lang, "explain", labels[which]);
}

static void
write_unit(FILE *out, pc_param which)
{
    const char *unit = pc_param_table[which].unit;
    if (unit != NULL && strcmp(unit, "1") != 0) {
        fprintf(out, " %s", unit);
    }
}

/* The value as it holds in this run, without a draw. */
static void
write_now(FILE *out, const pc_scenario_t *self, pc_param which)
{
    const pc_param_def_t *def = &self->params[which];
    char month[8];
    if (pc_value_is_constant(def)) {
        pc_param_value_write(out, which, pc_value_at(def, self->start, NULL));
        write_unit(out, which);
        fputc('\n', out);
        return;
    }
    const pc_month months[] = { self->start, self->end };
    for (size_t i = 0; i < 2; i++) {
        pc_month_format(months[i], month);
        fprintf(out, "%s%s: ", i > 0 ? ", " : "", month);
        pc_param_value_write(out, which, pc_value_at(def, months[i], NULL));
        write_unit(out, which);
    }
    if (def->num_points > 0) {
        fprintf(out, " (%s, %zu)", def->linear ? "linear" : "step", def->num_points);
    }
    fputc('\n', out);
}

/* What an entry of a file says, in short. */
static void
write_entry(FILE *out, const pc_json_t *entry, pc_lang lang)
{
    static const char *const keys[] = { "value", "series", "dist", "steps" };
    if (entry->type != PC_JSON_OBJECT) {
        fputs(entry->type == PC_JSON_NULL ? label(DEFAULT_OF, lang) : "?", out);
        return;
    }
    const char *comma = "";
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const pc_json_t *item = pc_json_member(entry, keys[i]);
        if (item != NULL) {
            fprintf(out, "%s%s ", comma, keys[i]);
            pc_json_write(out, item);
            comma = ", ";
        }
    }
}

static void
write_place(FILE *out, const pc_json_t *entry)
{
    const char *file = entry->source != NULL ? entry->source->path : "?";
    fputs(file, out);
    if (entry->key_line > 0) {
        fprintf(out, ":%zu:%zu", entry->key_line, entry->key_column);
    }
}

static void
write_chain(FILE *out, const pc_param_def_t *def, pc_lang lang)
{
    const pc_json_t *entry = def->node;
    if (entry == NULL) {
        fprintf(out, "  %s: %s\n", label(SET_BY, lang), label(DEFAULT_OF, lang));
        return;
    }
    fprintf(out, "  %s: ", label(SET_BY, lang));
    write_place(out, entry);
    fputs(" (", out);
    write_entry(out, entry, lang);
    fputs(")\n", out);
    for (entry = entry->replaced; entry != NULL; entry = entry->replaced) {
        fprintf(out, "  %s: ", label(REPLACED, lang));
        write_place(out, entry);
        fputs(" (", out);
        write_entry(out, entry, lang);
        fputs(")\n", out);
    }
    fprintf(out, "  %s: ", label(DEFAULT, lang));
    pc_param_value_write(out, def->which, pc_param_table[def->which].def);
    write_unit(out, def->which);
    fprintf(out, " (%s)\n", pc_param_table[def->which].source);
}

static void
write_facts(FILE *out, const pc_scenario_t *self, pc_param which, pc_lang lang)
{
    const pc_param_info_t *info = &pc_param_table[which];
    const pc_param_def_t *def = &self->params[which];
    fprintf(out, "%s: %s\n", info->name, lang == PC_LANG_JA ? info->ja : info->en);
    fprintf(out, "  %s: ", label(VALUE, lang));
    write_now(out, self, which);
    if (info->choices != NULL) {
        fprintf(out, "  %s: %s\n", label(CHOICES, lang), info->choices);
    } else {
        fprintf(
            out, "  %s: %s\n  %s: ", label(UNIT, lang), info->unit, label(BOUNDS, lang));
        pc_param_value_write(out, which, info->lower);
        fputs(" .. ", out);
        pc_param_value_write(out, which, info->upper);
        fputc('\n', out);
    }
    const pc_json_t *dist = pc_json_member(def->node, "dist");
    if (dist != NULL) {
        fprintf(out, "  %s: ", label(RANGE, lang));
        pc_json_write(out, dist);
        fputc('\n', out);
    }
    fprintf(out, "  %s: %s\n", label(CLASS, lang),
        pc_text_of(lang, "class", pc_param_class_names[info->cls]));
    fprintf(out, "  %s: %s\n", label(KIND, lang),
        pc_text_of(lang, "kind", pc_param_kind_names[def->kind]));
    fprintf(out, "  %s: %s\n", label(SOURCE, lang),
        def->source != NULL ? def->source : label(NOT_GIVEN, lang));
    if (def->note != NULL) {
        fprintf(out, "  %s: %s\n", label(NOTE, lang), def->note);
    }
}

pc_status
pc_scenario_explain(
    const pc_scenario_t *self, const char *parameter, pc_lang lang, FILE *out)
{
    const int which = pc_param_find(parameter);
    if (which < 0) {
        const char *names[PC_NUM_PARAMS];
        for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
            names[i] = pc_param_table[i].name;
        }
        const char *nearest = pc_nearest_name(parameter, names, PC_NUM_PARAMS);
        if (nearest != NULL) {
            fprintf(out, pc_text(lang, "there is no parameter %s; did you mean %s?\n"),
                parameter, nearest);
        } else {
            fprintf(out, pc_text(lang, "there is no parameter %s\n"), parameter);
        }
        return PC_ERR_INPUT;
    }
    write_facts(out, self, (pc_param) which, lang);
    write_chain(out, &self->params[which], lang);
    return ferror(out) ? PC_ERR_IO : PC_OK;
}
