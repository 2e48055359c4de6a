#include "tools/rules/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/answers/curve.h"
#include "base/emit.h"
#include "output/folder/store.h"
#include "tools/outputs.h"
#include "tools/record.h"

#define DEFAULT_REPLICATES 20

typedef struct {
    const pc_options_t *options;
    const pc_scenario_t *scenario;
    pc_curve_t curve;
    pc_curve_answer_t answer;
} sheet_t;

/* Progress on a terminal, for what takes more than a moment. */
static void
progress(const sheet_t *sheet, int done, int all)
{
    if (!sheet->options->quiet && isatty(STDERR_FILENO)) {
        fputc('\r', stderr);
        fprintf(stderr, _("%3d %% of the curve"), 100 * done / all);
        fputs(done == all ? "\n" : "", stderr);
    }
}

static pc_status
compute(sheet_t *sheet)
{
    const int steps = PC_CURVE_POINTS + 4;
    pc_status status = PC_OK;
    for (int k = 0; k < PC_CURVE_POINTS && status == PC_OK; k++) {
        progress(sheet, k, steps);
        status = pc_curve_at(
            &sheet->curve, k / (PC_CURVE_POINTS - 1.0), 1, &sheet->answer.points[k]);
    }
    progress(sheet, PC_CURVE_POINTS, steps);
    if (status == PC_OK) {
        status = pc_curve_hours_before(&sheet->curve, &sheet->answer.hours_before);
    }
    sheet->answer.share_for_hours = NAN;
    if (status == PC_OK && !isnan(sheet->answer.hours_before)) {
        status = pc_curve_share_for_hours(
            &sheet->curve, sheet->answer.hours_before, &sheet->answer.share_for_hours);
    }
    if (status == PC_OK) {
        status = pc_curve_share_for_wait(
            &sheet->curve, sheet->options->days, &sheet->answer.share_for_wait);
    }
    progress(sheet, steps, steps);
    return status;
}

static pc_status
add_mark(sheet_t *sheet, const pc_scenario_t *scenario, pc_curve_t *curve)
{
    pc_curve_mark_t *mark = &sheet->answer.marks[sheet->answer.num_marks++];
    snprintf(mark->name, sizeof(mark->name), "%s", scenario->name);
    snprintf(mark->title_en, sizeof(mark->title_en), "%s", scenario->title_en);
    snprintf(mark->title_ja, sizeof(mark->title_ja), "%s", scenario->title_ja);
    return pc_curve_mark(curve, &mark->point);
}

static uint32_t
replicates_of(const pc_scenario_t *scenario)
{
    return scenario->replicates > 1 ? (uint32_t) scenario->replicates
                                    : DEFAULT_REPLICATES;
}

/* Says what a status of the curve is, which has no message of its own. */
static pc_status
said(pc_status status)
{
    if (status != PC_OK) {
        fprintf(stderr, _("panelcast rules: %s\n"), _(pc_strerror(status)));
    }
    return status;
}

/* Another scenario's place: its own rules in its own world. Returns the exit code. */
static int
mark_other(sheet_t *sheet, int operand)
{
    pc_options_t options = *sheet->options;
    pc_scenario_t other;
    pc_curve_t curve;
    options.args = sheet->options->args + operand;
    options.num_args = 1;
    options.uses = PC_USE_CHANCE | PC_USE_CAPACITY;
    int code = pc_load(&other, &options);
    code =
        code == PC_EXIT_OK ? pc_refuse_input(options.output, &options, &other, 1) : code;
    if (code == PC_EXIT_OK) {
        pc_status status = pc_curve_init(
            &curve, &other, (int) options.year, replicates_of(sheet->scenario), NULL);
        if (status == PC_ERR_RANGE) {
            fprintf(stderr, _("panelcast rules: %s does not run through FY%u\n"),
                options.args[0], (unsigned) options.year);
        } else if (status == PC_OK) {
            status = said(add_mark(sheet, &other, &curve));
        }
        pc_curve_free(&curve);
        code = pc_exit_code(status);
    }
    pc_scenario_free(&other);
    return code;
}

static void
write_row(const pc_table_t *t, const char *kind, const pc_curve_mark_t *mark,
    unsigned year, const pc_curve_point_t *p)
{
    FILE *out = t->out;
    pc_table_text(t, kind);
    pc_table_text_after(t, mark != NULL ? mark->name : "");
    pc_table_text_after(t, mark != NULL ? mark->title_en : "");
    pc_table_text_after(t, mark != NULL ? mark->title_ja : "");
    fprintf(out, ",FY%u", year);
    const double values[] = { 100 * p->share, p->tests, p->cases, p->hours, p->hours_low,
        p->hours_high, p->utilisation, p->wait, p->wait_error, p->over_28 };
    for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
        pc_table_number_after(t, values[k]);
    }
    fputc('\n', out);
}

static pc_status
write_curve(FILE *out, const sheet_t *sheet)
{
    pc_table_t table, *t = &table;
    pc_table_begin(t, out, PC_FOR_PROGRAMS, 0, pc_language);
    const unsigned year = sheet->options->year;
    fputs("kind,scenario,title_en,title_ja,time,omitted_percent,tests,ep_cases,hours,"
          "hours_low,hours_high,"
          "utilisation_percent,wait_days,wait_mcse,over_28_percent\n",
        out);
    for (int k = 0; k < PC_CURVE_POINTS; k++) {
        write_row(t, "point", NULL, year, &sheet->answer.points[k]);
    }
    for (int k = 0; k < sheet->answer.num_marks; k++) {
        write_row(
            t, "mark", &sheet->answer.marks[k], year, &sheet->answer.marks[k].point);
    }
    pc_curve_point_t target = { sheet->answer.share_for_wait, NAN, NAN, NAN, NAN, NAN,
        NAN, sheet->options->days, NAN, NAN };
    write_row(t, "target_wait", NULL, year, &target);
    target = (pc_curve_point_t){ sheet->answer.share_for_hours, NAN, NAN,
        sheet->answer.hours_before, NAN, NAN, NAN, NAN, NAN, NAN };
    write_row(t, "target_hours", NULL, year, &target);
    return pc_table_end(t);
}

static void
write_people_row(
    const pc_table_t *t, const char *title, unsigned year, const pc_curve_point_t *p)
{
    char label[PC_LABEL_SIZE];
    pc_table_text(t, title);
    pc_table_text_after(t, pc_fiscal_year_label((int) year, 12, pc_language, label));
    const double values[] = { 100 * p->share, p->tests, p->cases, p->hours, p->hours_low,
        p->hours_high, p->utilisation, p->wait, p->over_28 };
    for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
        pc_table_rounded_after(t, values[k]);
    }
    fputc('\n', t->out);
}

/* The curve as a person reads it, then the place of each scenario on it. */
static pc_status
write_people(FILE *out, const sheet_t *sheet, int bom)
{
    const unsigned year = sheet->options->year;
    pc_table_t table;
    pc_table_begin(&table, out, PC_FOR_PEOPLE, bom, pc_language);
    fputs(_("place,fiscal year,omitted share (%),tests,EP cases,EP and review hours,EP "
            "and review hours 10 %,EP and review hours 90 %,use of capacity (%),days to "
            "the EP,waiting over 28 days "
            "(%)\n"),
        table.out);
    for (int k = 0; k < PC_CURVE_POINTS; k++) {
        write_people_row(&table, _("on the curve"), year, &sheet->answer.points[k]);
    }
    for (int k = 0; k < sheet->answer.num_marks; k++) {
        const pc_curve_mark_t *mark = &sheet->answer.marks[k];
        write_people_row(&table,
            pc_language == PC_LANG_JA ? mark->title_ja : mark->title_en, year,
            &mark->point);
    }
    return pc_table_end(&table);
}

static pc_status
write_files(const sheet_t *sheet, pc_store_t *store, int bom)
{
    pc_status wrote = PC_OK;
    FILE *out = pc_store_file(store, "curve.csv");
    if (out != NULL) {
        wrote = write_curve(out, sheet);
    }
    const pc_status status = pc_store_close_file(store);
    if (status != PC_OK || wrote != PC_OK) {
        return status != PC_OK ? status : wrote;
    }
    out = pc_store_file(store, "omitted_share.csv");
    if (out != NULL) {
        wrote = write_people(out, sheet, bom);
    }
    const pc_status closed = pc_store_close_file(store);
    return closed != PC_OK ? closed : wrote;
}

static void
emit_point(pc_emitter_t *json, const char *name, const pc_curve_point_t *p)
{
    pc_emit_open(json, NULL, '{');
    if (name != NULL) {
        pc_emit_string(json, "scenario", name);
    }
    pc_emit_number(json, "omitted_percent", 100 * p->share);
    pc_emit_number(json, "tests", p->tests);
    pc_emit_number(json, "ep_cases", p->cases);
    pc_emit_number(json, "hours", p->hours);
    pc_emit_number(json, "hours_low", p->hours_low);
    pc_emit_number(json, "hours_high", p->hours_high);
    pc_emit_number(json, "utilisation_percent", p->utilisation);
    pc_emit_number(json, "wait_days", p->wait);
    pc_emit_number(json, "wait_mcse", p->wait_error);
    pc_emit_number(json, "over_28_percent", p->over_28);
    pc_emit_close(json, '}');
}

static void
emit_sheet(const sheet_t *sheet)
{
    pc_emitter_t json;
    pc_emit_init(&json, stdout);
    pc_emit_open(&json, NULL, '{');
    pc_emit_number(&json, "fiscal_year", sheet->options->year);
    pc_emit_number(&json, "replicates", sheet->curve.replicates);
    pc_emit_open(&json, "points", '[');
    for (int k = 0; k < PC_CURVE_POINTS; k++) {
        emit_point(&json, NULL, &sheet->answer.points[k]);
    }
    pc_emit_close(&json, ']');
    pc_emit_open(&json, "marks", '[');
    for (int k = 0; k < sheet->answer.num_marks; k++) {
        emit_point(&json, sheet->answer.marks[k].name, &sheet->answer.marks[k].point);
    }
    pc_emit_close(&json, ']');
    pc_emit_number(&json, "wait_below_days", sheet->options->days);
    pc_emit_number(
        &json, "omitted_percent_for_wait", 100 * sheet->answer.share_for_wait);
    pc_emit_number(&json, "hours_before", sheet->answer.hours_before);
    pc_emit_number(
        &json, "omitted_percent_for_hours", 100 * sheet->answer.share_for_hours);
    pc_emit_close(&json, '}');
}

/* curve.csv and resolved.json with a manifest, all or nothing. */
static pc_status
write_folder(const sheet_t *sheet)
{
    const pc_scenario_t *s = sheet->scenario;
    pc_run_info_t info;
    pc_run_record_t record;
    pc_store_t store;
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_status status = pc_run_record_init(&record, s, sheet->options, &info);
    if (status == PC_OK) {
        status = pc_store_open(&store, sheet->options->output, &diags);
        if (status == PC_OK) {
            status = write_files(sheet, &store, info.bom);
        }
        if (status == PC_OK) {
            status = pc_store_text(&store, "resolved.json", record.resolved);
        }
        status = pc_store_end(&store, status, &info);
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    pc_run_record_free(&record);
    return status;
}

static int
write_and_draw(const sheet_t *sheet)
{
    const pc_options_t *o = sheet->options;
    if (o->output == NULL) {
        return PC_EXIT_OK;
    }
    int code = pc_exit_code(write_folder(sheet));
    if (code == PC_EXIT_OK && o->plots) {
        code = pc_draw_plots(o->output, NULL, o->lang, "curve", o->quiet, 0);
        if (code != PC_EXIT_OK && code != PC_EXIT_INTERRUPTED && o->plots == 1) {
            fputs(_("panelcast rules: curve.csv is complete, without a plot\n"), stderr);
            code = PC_EXIT_OK;
        }
    }
    return code;
}

int
pc_show_curve(const pc_scenario_t *scenario, const pc_options_t *options)
{
    sheet_t *sheet = calloc(1, sizeof(*sheet));
    if (sheet == NULL) {
        fputs(_("panelcast rules: out of memory\n"), stderr);
        return PC_EXIT_BUG;
    }
    sheet->options = options;
    sheet->scenario = scenario;
    sheet->answer.title_en = scenario->title_en;
    sheet->answer.title_ja = scenario->title_ja;
    sheet->answer.year = options->year;
    sheet->answer.days = options->days;
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_status status = pc_curve_init(
        &sheet->curve, scenario, (int) options->year, replicates_of(scenario), &diags);
    int code = PC_EXIT_OK;
    if (status == PC_ERR_RANGE) {
        fprintf(stderr, _("panelcast rules: the scenario does not run through FY%u\n"),
            (unsigned) options->year);
    }
    if (status == PC_OK) {
        status = said(add_mark(sheet, scenario, &sheet->curve));
    }
    for (int k = 1; k < options->num_args && status == PC_OK && code == PC_EXIT_OK;
         k++) {
        code = mark_other(sheet, k);
    }
    if (status == PC_OK && code == PC_EXIT_OK) {
        status = said(compute(sheet));
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    code = status != PC_OK ? pc_exit_code(status) : code;
    if (code == PC_EXIT_OK && options->json) {
        emit_sheet(sheet);
    } else if (code == PC_EXIT_OK && !options->quiet) {
        sheet->answer.replicates = sheet->curve.replicates;
        pc_answer_curve(stdout, &sheet->answer, pc_language);
    }
    if (code == PC_EXIT_OK) {
        code = write_and_draw(sheet);
    }
    pc_curve_free(&sheet->curve);
    free(sheet);
    return code;
}
