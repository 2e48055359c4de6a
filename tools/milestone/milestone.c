/* milestone.c - when a target is reached: the ministry's sum, other curves,
 * backtest, the simulated date, and what it would take. */
#include "tools/milestone/milestone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/labels.h"
#include "output/folder/store.h"
#include "tools/outputs.h"
#include "tools/record.h"

pc_grid_t *
pc_inquiry_grid(pc_inquiry_t *self, const char *id, const char *title,
    const pc_grid_column_t *columns, int hidden)
{
    if (self->num_grids == PC_MAX_GRIDS) {
        return NULL;
    }
    pc_grid_t *grid = &self->grids[self->num_grids];
    self->hidden[self->num_grids++] = hidden;
    pc_grid_init(grid, id, title, columns);
    return grid;
}

void
pc_inquiry_figure(pc_inquiry_t *self, const char *key, const char *en, const char *ja)
{
    pc_grid_text(&self->figures, key);
    pc_grid_text(&self->figures, en);
    pc_grid_text(&self->figures, ja != NULL ? ja : en);
}

void
pc_inquiry_figure_word(pc_inquiry_t *self, const char *key, const char *word)
{
    pc_inquiry_figure(self, key, word, pc_text(PC_LANG_JA, word));
}

void
pc_inquiry_figure_number(pc_inquiry_t *self, const char *key, int decimals, double value)
{
    char text[64];
    snprintf(text, sizeof(text), "%.*f", decimals, value);
    pc_inquiry_figure(self, key, isnan(value) ? "-" : text, NULL);
}

int
pc_inquiry_answers(const pc_inquiry_t *self, int code)
{
    return code == PC_EXIT_OK
           || (code == PC_EXIT_NO && self->num_grids > 0 && self->diags.num_errors == 0);
}

int
pc_inquiry_code(pc_inquiry_t *self, pc_status status)
{
    if (status != PC_OK && self->diags.num_errors == 0) {
        pc_diags_add(&self->diags, PC_ERROR, NULL, 0, 0, NULL, "%s",
            pc_diags_text(&self->diags, pc_strerror(status)));
    }
    return pc_exit_code(status);
}

static int
answer(pc_inquiry_t *self)
{
    static int (*const parts[])(pc_inquiry_t *) = { pc_part_sum, pc_part_curves,
        pc_part_backtest, pc_part_date, pc_part_pace, pc_part_capacity };
    const pc_scenario_t *s = &self->scenarios[0];
    int code = PC_EXIT_OK;
    const int needs_sum =
        (self->parts & ~(unsigned) PC_PART_DATE & ~(unsigned) PC_PART_CAPACITY) != 0
        || self->options.target == NULL;
    pc_status status = pc_ministry_sum(
        &self->sum, &s->observations, &s->hospitals, needs_sum ? &self->diags : NULL);
    self->has_sum = status == PC_OK;
    if (!self->has_sum && needs_sum) {
        return pc_inquiry_code(self, status);
    }
    code = pc_ask_targets(self);
    pc_say_whose(self);
    for (unsigned k = 0; k < 6 && pc_inquiry_answers(self, code); k++) {
        if (self->parts & (1U << k)) {
            const int one = parts[k](self);
            code = one != PC_EXIT_OK ? one : code;
        }
    }
    return code;
}

static void
write_lines(pc_emitter_t *e, const char *key, const char *lines, size_t num, size_t size)
{
    pc_emit_open(e, key, '[');
    for (size_t k = 0; k < num; k++) {
        pc_emit_string(e, NULL, lines + k * size);
    }
    pc_emit_close(e, ']');
}

static void
write_json(const pc_inquiry_t *self, FILE *out)
{
    pc_emitter_t e;
    pc_emit_init(&e, out);
    pc_emit_open(&e, NULL, '{');
    pc_emit_string(&e, "scenario", self->scenarios[0].name);
    write_lines(&e, "verdict", self->verdict[0], self->num_verdict, PC_VERDICT_SIZE);
    write_lines(
        &e, "summary", self->summary[0], self->num_summary, sizeof(self->summary[0]));
    write_lines(&e, "moved_most_by", self->movers[0], self->num_movers, PC_VERDICT_SIZE);
    for (size_t k = 0; k < self->num_grids; k++) {
        pc_grid_json(&self->grids[k], &e);
    }
    pc_grid_json(&self->figures, &e);
    pc_emit_close(&e, '}');
}

/* First the verdict, then the dates and what moves them most, then the tables. */
static void
print_all(const pc_inquiry_t *self)
{
    const pc_scenario_t *s = &self->scenarios[0];
    printf("%s\n\n", pc_title_of(s->title_en, s->title_ja, pc_language));
    for (size_t k = 0; k < self->num_verdict; k++) {
        puts(self->verdict[k]);
    }
    for (size_t k = 0; k < self->num_summary; k++) {
        puts(self->summary[k]);
    }
    for (size_t k = 0; k < self->num_movers; k++) {
        puts(self->movers[k]);
    }
    for (size_t k = 0; k < self->num_grids; k++) {
        if (!self->hidden[k]) {
            pc_grid_print(&self->grids[k], stdout, pc_language);
        }
    }
}

void
pc_range_figures(pc_inquiry_t *self)
{
    static const struct {
        const char *key;
        pc_param which;
        double scale;
        int decimals;
    } shown[] = { { "assumed.rate", PC_P_rollout_rate, 1, 1 },
        { "assumed.base_share", PC_P_rollout_base_share, 100, 0 } };
    char key[64];
    for (int k = 0; k < 2; k++) {
        double low, high;
        pc_value_range(&self->scenarios[0], shown[k].which, &low, &high);
        const double central =
            low < high ? self->scenarios[0].params[shown[k].which].value : low;
        const double values[] = { low, central, high };
        static const char *const ends[] = { "low", "central", "high" };
        for (int n = 0; n < 3; n++) {
            snprintf(key, sizeof(key), "%s.%s", shown[k].key, ends[n]);
            pc_inquiry_figure_number(
                self, key, n == 1 ? shown[k].decimals : 0, shown[k].scale * values[n]);
        }
    }
    pc_inquiry_figure_number(self, "assumed.runs", 0,
        (double) (self->scenarios[0].draws > 0 ? self->scenarios[0].draws : 1)
            * (double) self->scenarios[0].replicates);
    pc_inquiry_figure_number(self, "asked.days", 0, self->options.days);
}

/* Of the tables those that pictures and other programs read; docs/outputs.md lists them.
 */
static pc_reader
reader_of(const pc_grid_t *grid)
{
    static const char *const programs[] = { "milestone", "paths", "figures",
        "predictions" };
    for (size_t k = 0; k < sizeof(programs) / sizeof(programs[0]); k++) {
        if (strcmp(grid->id, programs[k]) == 0) {
            return PC_FOR_PROGRAMS;
        }
    }
    return PC_FOR_PEOPLE;
}

static pc_status
write_files(const pc_inquiry_t *self, pc_store_t *store, const char *resolved, int bom)
{
    pc_status status = PC_OK;
    for (size_t k = 0; k <= self->num_grids + 1 && status == PC_OK; k++) {
        const pc_grid_t *grid = k < self->num_grids    ? &self->grids[k]
                                : k == self->num_grids ? &self->figures
                                                       : NULL;
        char name[64];
        snprintf(name, sizeof(name), "%s%s", grid != NULL ? grid->id : "milestone",
            grid != NULL ? ".csv" : ".json");
        FILE *out = pc_store_file(store, name);
        pc_status wrote = PC_OK;
        if (out != NULL && grid != NULL) {
            wrote = pc_grid_csv(grid, out, reader_of(grid), bom, pc_language);
        } else if (out != NULL) {
            write_json(self, out);
        }
        status = pc_store_close_file(store);
        status = status == PC_OK ? wrote : status;
    }
    if (status == PC_OK) {
        status = pc_store_text(store, "resolved.json", resolved);
    }
    return status;
}

/* The plots of the parts that were asked for. */
static int
draw(const pc_inquiry_t *self)
{
    static const struct {
        const char *name;
        unsigned part;
    } plots[] = { { "milestone", PC_PART_DATE }, { "record", PC_PART_CURVES } };
    const pc_options_t *o = &self->options;
    int code = PC_EXIT_OK;
    for (size_t k = 0; k < 2 && o->plots && code == PC_EXIT_OK; k++) {
        if (self->parts & plots[k].part) {
            code = pc_draw_plots(o->output, NULL, o->lang, plots[k].name, o->quiet, 0);
        }
    }
    if (code != PC_EXIT_OK && code != PC_EXIT_INTERRUPTED && o->plots == 1) {
        fputs(
            _("panelcast milestone: the tables are complete, without a plot\n"), stderr);
        code = PC_EXIT_OK;
    }
    return code;
}

static int
write_folder(pc_inquiry_t *self)
{
    const pc_options_t *o = &self->options;
    pc_run_info_t info;
    pc_run_record_t record;
    pc_store_t store;
    pc_status status = pc_run_record_init(&record, &self->scenarios[0], o, &info);
    if (status == PC_OK) {
        status = pc_store_open(&store, o->output, &self->diags);
        if (status == PC_OK) {
            status = write_files(self, &store, record.resolved, info.bom);
        }
        status = pc_store_end(&store, status, &info);
    }
    pc_run_record_free(&record);
    return status == PC_OK ? draw(self) : pc_inquiry_code(self, status);
}

/* Many runs that cannot be, where a part runs any. */
static int
check_runs(const pc_inquiry_t *self)
{
    const char *fault = NULL;
    for (size_t k = 0; k < self->num_scenarios && fault == NULL; k++) {
        const pc_scenario_t *s = &self->scenarios[k];
        if ((self->parts & (PC_PART_DATE | PC_PART_PACE | PC_PART_CAPACITY))
            && pc_wants_many(s, &self->options)) {
            fault = pc_many_fault(s, &self->options);
        }
    }
    if (fault == NULL) {
        fault = pc_draws_fault(self->scenarios, self->num_scenarios);
    }
    if (fault != NULL) {
        fprintf(stderr, _("panelcast milestone: %s\n"), fault);
    }
    return fault != NULL ? PC_EXIT_USAGE : PC_EXIT_OK;
}

/* What is asked, and whether it can be answered here. */
static int
ask(pc_inquiry_t *self)
{
    int code = pc_ask_parts(self);
    if (code == PC_EXIT_OK) {
        code = pc_check_use(self);
    }
    if (code == PC_EXIT_OK) {
        code = pc_ask_scenarios(self);
    }
    if (code == PC_EXIT_OK) {
        code = check_runs(self);
    }
    return code == PC_EXIT_OK ? pc_check_output(self->options.output, &self->options,
               self->scenarios, self->num_scenarios)
                              : code;
}

static int
run_milestone(const pc_options_t *options)
{
    static const pc_grid_column_t figures[] = { { "key", "", -1, 0 },
        { "en", "", -1, 0 }, { "ja", "", -1, 0 }, { NULL, NULL, 0, 0 } };
    pc_inquiry_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return PC_EXIT_BUG;
    }
    self->options = *options;
    pc_messages_init(&self->diags);
    pc_grid_init(&self->figures, "figures", "", figures);
    int code = ask(self);
    if (code == PC_EXIT_OK) {
        code = answer(self);
    }
    for (size_t k = 0; k < self->num_grids && code == PC_EXIT_OK; k++) {
        code = self->grids[k].out_of_memory ? PC_EXIT_BUG : code;
    }
    code = code == PC_EXIT_OK && self->figures.out_of_memory ? PC_EXIT_BUG : code;
    if (self->clock.shown != 0) {
        fputc('\n', stderr);
    }
    /* No number without an answer. */
    const int show = pc_inquiry_answers(self, code);
    if (show && options->json) {
        write_json(self, stdout);
    } else if (show && !options->quiet) {
        print_all(self);
    }
    if (show && options->output != NULL) {
        const int written = write_folder(self);
        code = written != PC_EXIT_OK ? written : code;
    }
    pc_diags_print(&self->diags, stderr);
    for (size_t k = 0; k < self->num_grids; k++) {
        pc_grid_free(&self->grids[k]);
    }
    pc_grid_free(&self->figures);
    for (size_t k = 0; k < self->num_scenarios; k++) {
        pc_scenario_free(&self->scenarios[k]);
    }
    pc_diags_free(&self->diags);
    free(self);
    return code;
}

const pc_command_t pc_cmd_milestone = { "milestone", run_milestone,
    PC_OPT_SET | PC_OPT_RUN | PC_OPT_JSON | PC_OPT_OUTPUT | PC_OPT_BOM | PC_OPT_PLOTS
        | PC_OPT_MILESTONE | PC_OPT_THREADS,
    1, PC_MAX_SCENARIOS,
    "FILE [OTHER...] [--target 'RESULT>=N'] [--part NAME] [options]",
    N_("when a target is reached: the sum redone, other curves, the simulated date"),
    N_("Asks when a target is reached. Without --part: the ministry's sum redone, the "
       "record "
       "read by\n"
       "other curves, and the date as a distribution over runs of the scenario. OTHER "
       "scenarios are\n"
       "compared with the first by the part date, run by run under the same luck; "
       "other "
       "parts\n"
       "answer for the first.\n\n"
       "      --part NAME      sum, curves, backtest, date, pace, capacity or all\n"
       "      --target 'R>=N'  a result and a threshold (>=, >, <=, <); without it 460 "
       "sites in all,\n"
       "                       and every base hospital a site\n"
       "      --from DATE      fit curves to the record from this date on\n"
       "      --ceiling N      the known ceiling of the curves (default: all hospitals "
       "of "
       "the table)\n"
       "      --by YYYY-MM     the pace needed by then (default of --part pace: "
       "2037-12); "
       "after the\n"
       "                       newest count; at most 400 sites a year are tried\n"
       "      --days D         the wait to stay below, for --part capacity (default "
       "28)\n"
       "      --draws N, -n N  parameter draws (default 200) and replicates of each, "
       "for "
       "all parts\n"
       "                       that simulate\n"
       "      --threads N      threads (default: all processors)\n"
       "  -o, --output DIR     also write the tables, and draw the dates\n"
       "      --lang en|ja, --bom, --no-bom, --json, --set NAME=VALUE, --seed, --mode "
       "as in run\n\n"
       "Targets on sites or base hospitals run to 2060-03 unless --set end says "
       "otherwise.\n"
       "--part capacity looks at whole calendar years, from the second of the run, or "
       "the "
       "first\nwith an omission rule in force throughout, to 2040.\n"
       "Exit code 1: the target is already passed, above every candidate, or reached "
       "by "
       "no "
       "run of any\n"
       "scenario (of the default targets: neither is), or no pace, or no lever of "
       "capacity, "
       "is enough\n"
       "in any run. Exit code 65: the scenario or "
       "the record\n"
       "cannot be used, the target cannot be read or does not suit the part, or the "
       "ceiling "
       "or date is\n"
       "out of place. Messages say which.\n\n"
       "examples:  panelcast milestone scenarios/baseline.json\n"
       "           panelcast milestone scenarios/baseline.json --target "
       "'Sites|Total>=460' "
       "--by 2037-12") };
