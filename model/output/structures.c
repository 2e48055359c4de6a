#include "output/structures.h"

#include "output/cells.h"

/* Is there such a figure: a variable, in a year that was simulated? */
static int
is_there(const pc_key_figure_t *figure, int year)
{
    return pc_variable_find(figure->id) != PC_V_NONE && figure->months[year] > 0;
}

static const char *
unit_of(const pc_key_figure_t *figure, int year, char unit[PC_UNIT_SIZE])
{
    return pc_unit(pc_variable_find(figure->id), figure->months[year], unit);
}

static void
write_row(FILE *out, const char *parameter, const pc_structure_t *s, size_t f, int year,
    const pc_key_figure_t *figure, pc_spread_kind kind)
{
    const pc_structure_figure_t *x = &s->figures[f][year];
    const double cells[] = { x->mean, x->error, x->low, x->high };
    char unit[PC_UNIT_SIZE];
    fprintf(out, "%s,%s,%zu,%zu,", parameter, s->name, s->draws, s->runs);
    pc_cell_text(out, figure->id);
    fprintf(out, ",%s,FY%d", unit_of(figure, year, unit), pc_key_years[year]);
    for (size_t k = 0; k < sizeof(cells) / sizeof(cells[0]); k++) {
        putc(',', out);
        pc_cell_number(out, cells[k]);
    }
    fprintf(out, ",%s\n", kind == PC_SPREAD_NONE ? "" : pc_spread_id(kind));
}

void
pc_structures_write(FILE *out, const pc_structures_t *self,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES], pc_spread_kind kind)
{
    fputs("parameter,value,draws,runs,variable,unit,time,mean,mean_mcse,q05,q95,"
          "spread_is\n",
        out);
    for (size_t s = 0; s < self->num; s++) {
        for (size_t f = 0; f < PC_NUM_KEY_FIGURES; f++) {
            for (int year = 0; year < PC_NUM_KEY_YEARS; year++) {
                if (is_there(&figures[f], year)) {
                    write_row(out, self->parameter, &self->items[s], f, year,
                        &figures[f], kind);
                }
            }
        }
    }
}

static void
emit_figure(pc_emitter_t *json, const pc_structure_figure_t *x, int year,
    const pc_key_figure_t *figure)
{
    char time[16], unit[PC_UNIT_SIZE];
    snprintf(time, sizeof(time), "FY%d", pc_key_years[year]);
    pc_emit_open(json, NULL, '{');
    pc_emit_string(json, "id", figure->id);
    pc_emit_string(json, "unit", unit_of(figure, year, unit));
    pc_emit_string(json, "time", time);
    pc_emit_number(json, "mean", x->mean);
    pc_emit_number(json, "mean_mcse", x->error);
    pc_emit_number(json, "q05", x->low);
    pc_emit_number(json, "q95", x->high);
    pc_emit_close(json, '}');
}

void
pc_structures_emit(pc_emitter_t *json, const pc_structures_t *self,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES])
{
    pc_emit_open(json, "structures", '[');
    for (size_t s = 0; s < self->num; s++) {
        pc_emit_open(json, NULL, '{');
        pc_emit_string(json, "parameter", self->parameter);
        pc_emit_string(json, "value", self->items[s].name);
        pc_emit_number(json, "draws", (double) self->items[s].draws);
        pc_emit_number(json, "runs", (double) self->items[s].runs);
        pc_emit_open(json, "figures", '[');
        for (size_t f = 0; f < PC_NUM_KEY_FIGURES; f++) {
            for (int year = 0; year < PC_NUM_KEY_YEARS; year++) {
                if (is_there(&figures[f], year)) {
                    emit_figure(
                        json, &self->items[s].figures[f][year], year, &figures[f]);
                }
            }
        }
        pc_emit_close(json, ']');
        pc_emit_close(json, '}');
    }
    pc_emit_close(json, ']');
}
