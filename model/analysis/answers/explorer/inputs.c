#include "analysis/answers/explorer/inputs.h"

#include <math.h>
#include <string.h>

#include "analysis/answers/words.h"
#include "base/emit.h"
#include "base/number.h"
#include "output/cells.h"
#include "scenario/activity.h"
#include "scenario/text/json_write.h"
#include "scenario/values/step.h"

/* --- which group, and which come first --- */

static const char *
group_of(const char *name)
{
    static const struct {
        const char *prefix, *group;
    } groups[] = { { "rollout.", "rollout" }, { "demand.", "demand" },
        { "haem.", "demand" }, { "early.", "demand" }, { "case_mix.", "demand" },
        { "omission.", "omission" }, { "outcome.", "omission" }, { "ep.", "panels" },
        { "ep_host.", "panels" } };
    for (size_t k = 0; k < sizeof(groups) / sizeof(groups[0]); k++) {
        if (strncmp(name, groups[k].prefix, strlen(groups[k].prefix)) == 0) {
            return groups[k].group;
        }
    }
    return "work";
}

/* Pace, share of base hospitals, uptake, time of hosts. */
static int
is_first(pc_param which)
{
    static const pc_param first[] = { PC_P_rollout_rate, PC_P_rollout_base_share,
        PC_P_demand_uptake, PC_P_ep_minutes_per_month_hub };
    for (size_t k = 0; k < sizeof(first) / sizeof(first[0]); k++) {
        if (first[k] == which) {
            return 1;
        }
    }
    return 0;
}

/* Is it the adoption of one of the rules? */
static int
is_adoption(const pc_scenario_t *s, pc_param which)
{
    for (size_t k = 0; k < s->num_rules; k++) {
        if (s->rules[k].adoption == which) {
            return 1;
        }
    }
    return 0;
}

/* --- the slider --- */

typedef struct {
    double divisor, low, high, step;
} axis_t;

static int
is_share(const pc_param_info_t *info)
{
    return strcmp(info->unit, "1") == 0 && info->upper <= 1 && info->lower >= 0;
}

/* 1, 2 or 5 times a power of ten, at least `value`. */
static double
round_up(double value)
{
    const double ten = pow(10, floor(log10(value)));
    return value <= ten       ? ten
           : value <= 2 * ten ? 2 * ten
           : value <= 5 * ten ? 5 * ten
                              : 10 * ten;
}

/* From the lowest value to about twice the reference, and beyond its range. */
static axis_t
axis_of(pc_param which, double reference, double range_high)
{
    const pc_param_info_t *info = &pc_param_table[which];
    axis_t a = { 1, 0, 1, 0.01 };
    if (is_share(info)) {
        return (axis_t){ 100, 100 * info->lower, 100 * info->upper,
            (info->upper - info->lower) };
    }
    const double most =
        fmax(2 * fabs(reference), range_high > 0 ? 1.25 * range_high : 0);
    a.low = info->lower > 0 ? info->lower : 0;
    a.high = fmin(most > 0 ? round_up(most) : 1, info->upper);
    a.step = round_up((a.high - a.low) / 200);
    if (strcmp(info->unit, "month") == 0) {
        a.step = 1;
    }
    a.low = a.step * floor(a.low / a.step);
    if (a.low < info->lower) {
        a.low = info->lower;
    }
    return a;
}

/* --- one parameter --- */

typedef struct {
    const pc_scenario_t *now, *first;
    pc_activity_t activity;
    pc_month from;
    pc_lang lang;
    pc_emitter_t json;
} work_t;

/* A share in per cent without the noise of the product. */
static double
shown(double value, double divisor)
{
    return pc_round12(value * divisor);
}

/* Was the value moved to where no draw of the reference lies? */
static int
is_outside(const work_t *w, pc_param which)
{
    const pc_param_def_t *first = &w->first->params[which];
    const double low = 1e-6, high = 1 - 1e-6;
    const double value = pc_value_at(&w->now->params[which], w->from, NULL);
    return w->now->params[which].from_set && pc_scenario_uncertain(w->first, which)
           && (value < pc_value_at(first, w->from, &low)
               || value > pc_value_at(first, w->from, &high));
}

static void
write_number(work_t *w, pc_param which)
{
    const pc_param_info_t *info = &pc_param_table[which];
    const pc_param_def_t *def = &w->now->params[which];
    const double low = 0.1, high = 0.9;
    const int ranged = pc_scenario_uncertain(w->now, which);
    const double reference = pc_value_at(&w->first->params[which], w->from, NULL);
    const double top = ranged ? pc_value_at(def, w->from, &high) : NAN;
    const axis_t a = axis_of(which, reference, top);
    char unit[PC_UNIT_SIZE];
    pc_emit_string(&w->json, "unit",
        is_share(info)                 ? "%"
        : strcmp(info->unit, "1") == 0 ? ""
                                       : pc_unit_label(info->unit, w->lang, unit));
    pc_emit_number(&w->json, "divisor", a.divisor);
    pc_emit_number(&w->json, "value", shown(pc_value_at(def, w->from, NULL), a.divisor));
    pc_emit_number(&w->json, "reference", shown(reference, a.divisor));
    pc_emit_bool(&w->json, "outside", is_outside(w, which));
    pc_emit_number(&w->json, "low", a.low);
    pc_emit_number(&w->json, "high", a.high);
    pc_emit_number(&w->json, "step", a.step);
    if (ranged) {
        pc_emit_open(&w->json, "range", '[');
        pc_emit_number(
            &w->json, NULL, shown(pc_value_at(def, w->from, &low), a.divisor));
        pc_emit_number(&w->json, NULL, shown(top, a.divisor));
        pc_emit_close(&w->json, ']');
    }
}

static void
write_choice(work_t *w, pc_param which)
{
    char name[64], label[96];
    const double now = pc_value_at(&w->now->params[which], w->from, NULL);
    const double first = pc_value_at(&w->first->params[which], w->from, NULL);
    pc_emit_string(
        &w->json, "value", pc_param_choice_name(which, now, name, sizeof(name)));
    pc_emit_string(
        &w->json, "reference", pc_param_choice_name(which, first, name, sizeof(name)));
    pc_emit_open(&w->json, "choices", '[');
    for (int k = 0; pc_param_choice_name(which, k, name, sizeof(name)) != NULL; k++) {
        pc_emit_open(&w->json, NULL, '{');
        pc_emit_string(&w->json, "value", name);
        pc_emit_string(&w->json, "label", pc_lever_value(which, k, w->lang, label));
        pc_emit_close(&w->json, '}');
    }
    pc_emit_close(&w->json, ']');
}

static void
write_input(work_t *w, pc_param which)
{
    const pc_param_info_t *info = &pc_param_table[which];
    const pc_param_def_t *def = &w->now->params[which];
    const pc_param_kind kind = pc_value_kind(def, w->from);
    const char *fixed = pc_step_fault(which);
    char why[256], text[96];
    pc_emit_open(&w->json, NULL, '{');
    pc_emit_string(&w->json, "name", info->name);
    pc_emit_string(&w->json, "label", w->lang == PC_LANG_JA ? info->ja : info->en);
    pc_emit_string(&w->json, "group", group_of(info->name));
    pc_emit_string(&w->json, "kind", pc_param_kind_names[kind]);
    pc_emit_string(&w->json, "kindWord", pc_kind_word(kind, w->lang));
    pc_emit_string(&w->json, "source", def->source != NULL ? def->source : info->source);
    pc_emit_bool(&w->json, "first",
        is_first(which) || is_adoption(w->first, which) || is_adoption(w->now, which));
    pc_emit_bool(&w->json, "moved", def->from_set);
    const int active = pc_param_active(&w->activity, which, w->lang, why, sizeof(why));
    pc_emit_bool(&w->json, "active", active);
    pc_emit_string(&w->json, "why", active ? NULL : why);
    pc_emit_string(&w->json, "fixed", fixed != NULL ? pc_text(w->lang, fixed) : NULL);
    pc_emit_string(&w->json, "text",
        pc_lever_value(which, pc_value_at(def, w->from, NULL), w->lang, text));
    if (info->choices != NULL) {
        write_choice(w, which);
    } else {
        write_number(w, which);
    }
    pc_emit_close(&w->json, '}');
}

void
pc_explorer_inputs(const pc_explorer_t *self, pc_month from, pc_lang lang, FILE *out)
{
    const pc_setting_t *now = &self->settings[PC_EXPLORER_NOW];
    work_t w = { .first = &self->settings[PC_EXPLORER_REFERENCE].scenario,
        .from = from,
        .lang = lang };
    w.now = now->used ? &now->scenario : w.first;
    pc_activity_of(&w.activity, w.now);
    pc_emit_init(&w.json, out);
    pc_emit_open(&w.json, NULL, '{');
    pc_emit_open(&w.json, "parameters", '[');
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        write_input(&w, (pc_param) k);
    }
    pc_emit_close(&w.json, ']');
    pc_explorer_classes(self, from, lang, &w.json);
    pc_emit_close(&w.json, '}');
}

/* The record ends with the newest national count; without one, the run's first month. */
pc_month
pc_explorer_first_month(const pc_explorer_t *self)
{
    const pc_scenario_t *s = &self->settings[PC_EXPLORER_REFERENCE].scenario;
    pc_month newest = s->start - 1;
    for (size_t k = 0; k < s->observations.num; k++) {
        const pc_observation_t *o = &s->observations.items[k];
        newest =
            o->region == 0 && o->last > newest && o->last < s->end ? o->last : newest;
    }
    return newest + 1;
}

/* --- as a file --- */

static void
write_title(const pc_scenario_t *s, FILE *out)
{
    char title[1024];
    fputs("  \"title\": { \"en\": ", out);
    snprintf(title, sizeof(title), pc_text(PC_LANG_EN, "%.900s, changed"), s->title_en);
    pc_emit_text(out, title);
    fputs(", \"ja\": ", out);
    snprintf(title, sizeof(title), pc_text(PC_LANG_JA, "%.900s, changed"), s->title_ja);
    pc_emit_text(out, title);
    fputs(" },\n", out);
}

void
pc_explorer_child(const pc_explorer_t *self, size_t place, const char *name, FILE *out)
{
    const pc_setting_t *setting = &self->settings[place];
    const pc_scenario_t *s = &setting->scenario;
    const pc_json_t *entries = pc_json_member(s->tree, "parameters");
    const char *file = strrchr(setting->path, '/');
    const char *between = "";
    fprintf(out, "{\n  \"schema_version\": %d,\n  \"name\": ", PC_SCHEMA_VERSION);
    pc_emit_text(out, name);
    fputs(",\n", out);
    write_title(s, out);
    fputs("  \"extends\": ", out);
    pc_emit_text(out, file != NULL ? file + 1 : setting->path);
    fputs(",\n  \"parameters\": {", out);
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        const pc_json_t *entry = pc_json_member(entries, pc_param_table[k].name);
        if (s->params[k].from_set && entry != NULL) {
            fprintf(out, "%s\n    ", between);
            pc_emit_text(out, pc_param_table[k].name);
            fputs(": ", out);
            pc_json_write(out, entry);
            between = ",";
        }
    }
    fputs("\n  }", out);
    if (s->num_class_sets > 0) {
        fputs(",\n  ", out);
        pc_emit_text(out, "omission_rules");
        fputs(": ", out);
        pc_json_write(out, pc_json_member(s->tree, "omission_rules"));
    }
    fputs("\n}\n", out);
}
