/* compare_json.c - the comparison as JSON. */
#include "analysis/answers/compare.h"
#include "base/emit.h"

static void
emit_figure(pc_emitter_t *json, pc_comparison_t *c, size_t k, pc_variable variable)
{
    char unit[PC_UNIT_SIZE];
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "variable", pc_variable_table[variable].name);
    pc_emit_string(json, "unit", pc_unit(variable, 12, unit));
    pc_emit_open(json, "years", '[');
    for (size_t i = 0; i < c->num_years; i++) {
        const size_t y = c->years[i];
        pc_paired_t p;
        pc_compare_pair(
            &c->compare, k, pc_compare_year_place(&c->compare, y, variable), 0, &p);
        pc_emit_open(json, NULL, '{');
        pc_emit_number(json, "fiscal_year", c->compare.years.first_year + (int) y);
        pc_emit_number(json, "months", c->compare.years.months[y]);
        pc_emit_number(json, "pairs", (double) p.pairs);
        pc_emit_number(json, "reference", p.reference);
        pc_emit_number(json, "scenario", p.scenario);
        pc_emit_number(json, "difference", p.difference);
        pc_emit_number(json, "relative_percent", p.relative);
        pc_emit_number(json, "interval_low", p.interval[0]);
        pc_emit_number(json, "interval_high", p.interval[1]);
        pc_emit_number(json, "correlation", p.correlation);
        pc_emit_number(json, "runs_saved", p.runs_saved);
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
    pc_emit_close(json, '}');
}

static void
emit_pair(pc_emitter_t *json, pc_comparison_t *c, size_t k)
{
    char month[8];
    const pc_month parting = c->compare.parting[k];
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "name", c->names[k]);
    pc_emit_string(json, "title_en", c->list[k]->title_en);
    pc_emit_string(json, "title_ja", c->list[k]->title_ja);
    pc_emit_number(json, "assumptions_that_differ", (double) c->differences[k].num);
    if (parting != PC_MONTH_NONE) {
        pc_month_format(parting, month);
    }
    pc_emit_string(json, "may_differ_from", parting != PC_MONTH_NONE ? month : NULL);
    pc_emit_number(json, "rows_proved_identical", (double) c->compare.rows_proved[k]);
    const pc_luck luck = pc_comparison_luck(c, k);
    pc_emit_string(json, "luck", luck == PC_LUCK_NONE ? NULL : pc_luck_ids[luck]);
    pc_emit_open(json, "not_shared", '[');
    for (int bit = 0; bit < PC_NUM_UNLIKE; bit++) {
        if (c->unlike[k] >> bit & 1) {
            pc_emit_string(json, NULL, pc_unlike_text(1u << bit, PC_LANG_EN));
        }
    }
    pc_emit_close(json, ']');
    pc_emit_open(json, "key_figures", '[');
    for (size_t f = 0; f < c->num_figures; f++) {
        emit_figure(json, c, k, c->figures[f]);
    }
    pc_emit_close(json, ']');
    pc_emit_close(json, '}');
}

void
pc_answer_comparison_json(FILE *out, pc_comparison_t *c, const char *version)
{
    pc_emitter_t json;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '{');
    pc_emit_string(&json, "model", "panelcast");
    pc_emit_string(&json, "version", version);
    pc_emit_string(&json, "scenario", c->names[0]);
    pc_emit_string(&json, "title_en", c->list[0]->title_en);
    pc_emit_string(&json, "title_ja", c->list[0]->title_ja);
    pc_emit_string(&json, "mode", pc_mode_names[c->list[0]->mode]);
    pc_emit_seed(&json, "seed", c->list[0]->seed);
    pc_emit_number(&json, "draws", c->compare.draws);
    pc_emit_number(&json, "replicates", c->compare.replicates);
    pc_emit_number(&json, "runs", (double) c->compare.num_members);
    pc_emit_number(&json, "failed", (double) c->compare.num_failed);
    const pc_spread_kind kind = pc_comparison_spread(c);
    pc_emit_string(
        &json, "spread_is", kind == PC_SPREAD_NONE ? NULL : pc_spread_id(kind));
    pc_emit_string(&json, "intervals_are",
        "95 per cent intervals of the mean paired difference, by Monte Carlo error; not "
        "the range of the differences");
    pc_emit_open(&json, "compared", '[');
    for (size_t k = 1; k < c->num; k++) {
        emit_pair(&json, c, k);
    }
    pc_emit_close(&json, ']');
    pc_emit_close(&json, '}');
}
