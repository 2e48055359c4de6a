#include "tools/report/core/map.h"

#include <math.h>

#include "analysis/answers/report/quantity.h"
#include "base/emit.h"

/* Limits of the five classes stay where they are, whatever is counted. */
static const struct {
    pc_variable variable;
    const char *title, *unit;
    double limits[4];
} maps[] = {
    { PC_V_SITES, N_("Sites notified, by prefecture"), N_("sites"), { 2, 4, 6, 10 } },
    { PC_V_TESTS, N_("Panel tests claimed from health insurance, by prefecture"),
        N_("claims in the fiscal year"), { 100, 200, 400, 800 } },
};

typedef struct {
    const pc_scenario_t *scenario;
    pc_lang lang;
    pc_emitter_t json;
} work_t;

static int
is_of(const pc_observation_t *o, pc_variable variable, pc_month first, pc_month last)
{
    return o->region > 0 && o->variable == variable && o->first == first
           && o->last == last && !o->lower_bound;
}

/* How many prefectures a period has. */
static size_t
count(const pc_observations_t *seen, pc_variable variable, pc_month first, pc_month last)
{
    size_t num = 0;
    for (size_t k = 0; k < seen->num; k++) {
        num += (size_t) is_of(&seen->items[k], variable, first, last);
    }
    return num;
}

static void
write_label(const work_t *w, pc_month first, pc_month last, char text[PC_QUANTITY_SIZE])
{
    if (pc_month_of_year(first) == 4 && last == first + 11) {
        pc_fiscal_words(pc_month_year(first), w->lang, text);
    } else {
        pc_month_words(last, PC_MONTH_NONE, w->lang, text);
    }
}

static void
emit_period(work_t *w, pc_variable variable, const pc_observation_t *one, size_t counted)
{
    const pc_observations_t *seen = &w->scenario->observations;
    double values[PC_NUM_PREFECTURES];
    char label[PC_QUANTITY_SIZE];
    const int months = one->last - one->first + 1;
    for (size_t k = 0; k < PC_NUM_PREFECTURES; k++) {
        values[k] = NAN;
    }
    for (size_t k = 0; k < seen->num; k++) {
        const pc_observation_t *o = &seen->items[k];
        if (is_of(o, variable, one->first, one->last)) {
            values[o->region - 1] = floor(o->value * months + 0.5);
        }
    }
    write_label(w, one->first, one->last, label);
    pc_emit_open(&w->json, NULL, '{');
    pc_emit_string(&w->json, "label", label);
    pc_emit_number(&w->json, "counted", (double) counted);
    pc_emit_open(&w->json, "values", '[');
    for (size_t k = 0; k < PC_NUM_PREFECTURES; k++) {
        pc_emit_number(&w->json, NULL, values[k]);
    }
    pc_emit_close(&w->json, ']');
    pc_emit_close(&w->json, '}');
}

/* Every period once: at its first row. */
static void
emit_periods(work_t *w, pc_variable variable)
{
    const pc_observations_t *seen = &w->scenario->observations;
    pc_emit_open(&w->json, "periods", '[');
    for (size_t k = 0; k < seen->num; k++) {
        const pc_observation_t *o = &seen->items[k];
        int told = o->region == 0 || o->variable != variable || o->lower_bound;
        for (size_t j = 0; j < k && !told; j++) {
            told = is_of(&seen->items[j], variable, o->first, o->last);
        }
        const size_t counted = told ? 0 : count(seen, variable, o->first, o->last);
        if (counted >= PC_MAP_LEAST) {
            emit_period(w, variable, o, counted);
        }
    }
    pc_emit_close(&w->json, ']');
}

void
pc_map_write(const pc_scenario_t *scenario, pc_lang lang, FILE *out)
{
    work_t w = { .scenario = scenario, .lang = lang };
    pc_emit_init(&w.json, out);
    pc_emit_open(&w.json, NULL, '{');
    pc_emit_open(&w.json, "prefectures", '[');
    for (size_t k = 0; k < PC_NUM_PREFECTURES; k++) {
        const pc_prefecture_t *p = &scenario->prefectures[k];
        pc_emit_string(&w.json, NULL, lang == PC_LANG_JA ? p->name_ja : p->name_en);
    }
    pc_emit_close(&w.json, ']');
    pc_emit_open(&w.json, "maps", '[');
    for (size_t k = 0; k < sizeof(maps) / sizeof(maps[0]); k++) {
        pc_emit_open(&w.json, NULL, '{');
        pc_emit_string(&w.json, "title", pc_text(lang, maps[k].title));
        pc_emit_string(&w.json, "unit", pc_text(lang, maps[k].unit));
        pc_emit_open(&w.json, "limits", '[');
        for (size_t i = 0; i < 4; i++) {
            pc_emit_number(&w.json, NULL, maps[k].limits[i]);
        }
        pc_emit_close(&w.json, ']');
        emit_periods(&w, maps[k].variable);
        pc_emit_close(&w.json, '}');
    }
    pc_emit_close(&w.json, ']');
    pc_emit_close(&w.json, '}');
}
