#include "scenario/tables/observations.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/tables/csv.h"
#include "scenario/tables/observation_links.h"

typedef enum {
    COL_DATE,
    COL_ROW,
    COL_FIRST,
    COL_LAST,
    COL_REGION,
    COL_VARIABLE,
    COL_VALUE,
    COL_UNIT,
    COL_BOUND,
    COL_FIT,
    COL_RULE,
    COL_SOURCE,
    COL_GRADE,
    COL_NOTE,
    COL_ID,
    COL_PUBLISHED,
    COL_MEASURE,
    COL_SD,
    COL_DERIVED_FROM,
    COL_SPLIT,
    NUM_COLS
} column;

static const pc_csv_column_t columns[NUM_COLS] = {
    { "date", 1 },
    { "row", 1 },
    { "first", 1 },
    { "last", 1 },
    { "region", 1 },
    { "variable", 1 },
    { "value", 1 },
    { "unit", 1 },
    { "bound", 1 },
    { "fit", 1 },
    { "rule", 0 },
    { "source", 1 },
    { "grade", 1 },
    { "note", 0 },
    { "id", 0 },
    { "published", 0 },
    { "measure", 0 },
    { "sd", 0 },
    { "derived_from", 0 },
    { "split", 0 },
};

#define VALUE_MAX 1e15

static const char *const bounds[] = { "exact", "about", "lower" };
static const char *const yes_no[] = { "no", "yes" };
static const char *const grades[] = { "A", "B", "C", "D" };
static const char *const splits[] = { "", "fit", "check", "holdout" };
const char *const pc_measure_names[PC_NUM_MEASURES] = { "", "insured claims",
    "insured tests", "registrations", "status reports", "designations", "notifications",
    "mixed", "market report" };

#define SD_MAX 10.0
/* Months that a designation may be announced before it takes effect. */
#define AHEAD_MAX 6

static char *
copy(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *result = malloc(size);
    if (result != NULL) {
        memcpy(result, text, size);
    }
    return result;
}

static void
read_region(pc_csv_t *csv, size_t row, pc_observation_t *item, pc_diags_t *diags)
{
    char shown[PC_CSV_SHOWN];
    const char *text = pc_csv_text(csv, row, COL_REGION);
    item->region = 0;
    if (strcmp(text, "JP") == 0) {
        return;
    }
    for (int p = 1; p <= 47; p++) {
        char name[16];
        snprintf(name, sizeof(name), "JP-%02d", p);
        if (strcmp(text, name) == 0) {
            item->region = p;
        }
    }
    if (item->region == 0) {
        pc_csv_fault(csv, row, COL_REGION, diags, "'%s' is not JP or JP-01 to JP-47",
            pc_csv_show(text, shown));
    } else if (item->variable != PC_V_NONE
               && pc_variable_table[item->variable].regional < 0) {
        pc_csv_fault(csv, row, COL_REGION, diags, "%s has no prefecture results: use JP",
            pc_variable_table[item->variable].name);
    }
}

static void
read_variable(pc_csv_t *csv, size_t row, pc_observation_t *item, pc_diags_t *diags)
{
    char shown[PC_CSV_SHOWN], unit[64];
    const char *text = pc_csv_text(csv, row, COL_VARIABLE);
    item->variable = pc_variable_find(text);
    if (item->variable == PC_V_NONE) {
        const char *names[PC_NUM_VARIABLES];
        for (size_t i = 0; i < PC_NUM_VARIABLES; i++) {
            names[i] = pc_variable_table[i].name;
        }
        const char *near = pc_nearest_name(text, names, PC_NUM_VARIABLES);
        pc_csv_fault(csv, row, COL_VARIABLE, diags, "there is no variable '%s'",
            pc_csv_show(text, shown));
        pc_diags_did_you_mean(diags, csv->num_faults <= PC_CSV_FAULTS_MAX ? near : NULL);
        return;
    }
    const pc_variable_info_t *info = &pc_variable_table[item->variable];
    snprintf(unit, sizeof(unit), "%s%s", info->unit,
        info->aggregate == PC_AGG_SUM ? "/month" : "");
    if (strcmp(pc_csv_text(csv, row, COL_UNIT), unit) != 0) {
        pc_csv_fault(csv, row, COL_UNIT, diags, "'%s' where %s has the unit %s",
            pc_csv_show(pc_csv_text(csv, row, COL_UNIT), shown), info->name, unit);
    }
}

static int
read_period(pc_csv_t *csv, size_t row, pc_observation_t *item, pc_diags_t *diags)
{
    int known = pc_csv_month(csv, row, COL_ROW, diags, &item->month);
    known &= pc_csv_month(csv, row, COL_FIRST, diags, &item->first);
    known &= pc_csv_month(csv, row, COL_LAST, diags, &item->last);
    if (!known) {
        return 0;
    }
    if (item->first > item->month || item->month > item->last) {
        pc_csv_fault(csv, row, COL_ROW, diags, "the row is not from first to last");
        return 0;
    }
    if (item->variable != PC_V_NONE
        && pc_variable_table[item->variable].aggregate == PC_AGG_LAST
        && item->first != item->last) {
        pc_csv_fault(csv, row, COL_FIRST, diags,
            "%s is a stock: first, last and row must be the same month",
            pc_variable_table[item->variable].name);
        return 0;
    }
    return 1;
}

/* `YYYY-MM/YYYY-MM`, the period that a flow was counted over. */
static int
parse_period(const char *text, pc_month *first, pc_month *last)
{
    char head[8];
    if (strlen(text) != 15 || text[7] != '/') {
        return 0;
    }
    memcpy(head, text, 7);
    head[7] = '\0';
    return pc_month_parse(head, first) == PC_OK
           && pc_month_parse(text + 8, last) == PC_OK;
}

/* A period is that of the row. A day or a month lies in the row's months or in the one
 * after: a count as of the 1st is the end of the month before. */
static void
read_date(pc_csv_t *csv, size_t row, const pc_observation_t *item, int period_known,
    pc_diags_t *diags)
{
    char shown[PC_CSV_SHOWN], first[8], last[8];
    const char *text = pc_csv_text(csv, row, COL_DATE);
    const int flow = item->variable != PC_V_NONE
                     && pc_variable_table[item->variable].aggregate != PC_AGG_LAST;
    pc_month from, to;
    double time;
    const int period = parse_period(text, &from, &to);
    if (period && flow) {
        if (period_known && (from != item->first || to != item->last)) {
            pc_csv_fault(csv, row, COL_DATE, diags,
                "the period is not that of first and last, %s to %s",
                pc_csv_text(csv, row, COL_FIRST), pc_csv_text(csv, row, COL_LAST));
        }
        return;
    }
    if (pc_date_parse(text, &time) != PC_OK) {
        pc_csv_fault(csv, row, COL_DATE, diags,
            "'%s' is not a date: write a day that exists as YYYY-MM-DD or a month as "
            "YYYY-MM; the period of a flow is YYYY-MM/YYYY-MM",
            pc_csv_show(text, shown));
        return;
    }
    from = (pc_month) floor(time * 12 + 1e-9);
    if (period_known && (from < item->first || from > item->last + 1)) {
        pc_month_format(item->first, first);
        pc_month_format(item->last + 1, last);
        pc_csv_fault(csv, row, COL_DATE, diags,
            "%s does not fit its row: it has to lie in the months from %s to %s", text,
            first, last);
    }
}

/* The day a fact became public. Nobody counts a period before it is over. */
static void
read_published(pc_csv_t *csv, size_t row, pc_observation_t *item, int period_known,
    pc_diags_t *diags)
{
    char shown[PC_CSV_SHOWN];
    const char *text = pc_csv_text(csv, row, COL_PUBLISHED);
    double time;
    if (text[0] == '\0') {
        return;
    }
    if (pc_date_parse(text, &time) != PC_OK) {
        pc_csv_fault(csv, row, COL_PUBLISHED, diags,
            "'%s' is not a date: write a day that exists as YYYY-MM-DD or a month as "
            "YYYY-MM",
            pc_csv_show(text, shown));
        return;
    }
    item->published = (pc_month) floor(time * 12 + 1e-9);
    const pc_month earliest =
        item->first == item->last ? item->first - AHEAD_MAX : item->last;
    if (period_known && item->published < earliest) {
        pc_csv_fault(csv, row, COL_PUBLISHED, diags,
            "%s lies before the fact, whose months are %s to %s", text,
            pc_csv_text(csv, row, COL_FIRST), pc_csv_text(csv, row, COL_LAST));
    }
}

/* How the fact was read, and what for; of a row without a value too. */
static void
read_reading(pc_csv_t *csv, size_t row, pc_observation_t *item, pc_diags_t *diags)
{
    int measure = PC_MEASURE_NONE, split = PC_SPLIT_NONE;
    if (pc_csv_text(csv, row, COL_MEASURE)[0] != '\0') {
        pc_csv_word(csv, row, COL_MEASURE, diags, pc_measure_names + 1,
            PC_NUM_MEASURES - 1, &measure);
        measure++;
    }
    if (pc_csv_text(csv, row, COL_SPLIT)[0] != '\0') {
        pc_csv_word(csv, row, COL_SPLIT, diags, splits + 1, 3, &split);
        split++;
    }
    if (pc_csv_text(csv, row, COL_SD)[0] != '\0') {
        pc_csv_number(csv, row, COL_SD, diags, 0, SD_MAX, &item->sd);
    }
    item->measure = (pc_measure) measure;
    item->split = (pc_split) split;
    if (item->fit && split == PC_SPLIT_HOLDOUT) {
        pc_csv_fault(csv, row, COL_SPLIT, diags,
            "a row with split = holdout is not fitted: it needs fit = no");
    }
}

/* Reads one row; *published is 0 if it has no value. */
static pc_status
read_observation(
    pc_csv_t *csv, size_t row, pc_observation_t *item, int *published, pc_diags_t *diags)
{
    int bound = 0, grade = 0;
    memset(item, 0, sizeof(*item));
    *published = pc_csv_text(csv, row, COL_VALUE)[0] != '\0';
    read_variable(csv, row, item, diags);
    read_region(csv, row, item, diags);
    item->line = pc_csv_cell(csv, row, COL_DATE)->line;
    const int known = read_period(csv, row, item, diags);
    if (*published || pc_csv_text(csv, row, COL_DATE)[0] != '\0') {
        read_date(csv, row, item, known, diags);
    }
    pc_csv_word(csv, row, COL_BOUND, diags, bounds, 3, &bound);
    item->about = bound == 1;
    item->lower_bound = bound == 2;
    pc_csv_word(csv, row, COL_FIT, diags, yes_no, 2, &item->fit);
    item->published = PC_MONTH_NONE;
    read_published(csv, row, item, known, diags);
    read_reading(csv, row, item, diags);
    if (!*published) {
        return PC_OK;
    }
    pc_csv_number(csv, row, COL_VALUE, diags, 0, VALUE_MAX, &item->value);
    pc_csv_word(csv, row, COL_GRADE, diags, grades, 4, &grade);
    if (pc_csv_text(csv, row, COL_SOURCE)[0] == '\0') {
        pc_csv_fault(csv, row, COL_SOURCE, diags, "a published value needs its source");
    }
    item->date = copy(pc_csv_text(csv, row, COL_DATE));
    item->source = copy(pc_csv_text(csv, row, COL_SOURCE));
    item->grade = copy(pc_csv_text(csv, row, COL_GRADE));
    item->note = copy(pc_csv_text(csv, row, COL_NOTE));
    item->rule = copy(pc_csv_text(csv, row, COL_RULE));
    item->id = copy(pc_csv_text(csv, row, COL_ID));
    const int lost = item->date == NULL || item->source == NULL || item->grade == NULL
                     || item->note == NULL || item->rule == NULL || item->id == NULL;
    return lost ? PC_ERR_NOMEM : PC_OK;
}

/* Sorts by month and keeps the file's order within a month. The record is short, and
 * nearly sorted where it comes as one series after another. */
static pc_status
sort_by_month(pc_observations_t *out)
{
    pc_observation_t *sorted = malloc(out->num * sizeof(*sorted) + 1);
    pc_observation_t *from = out->items, *to = sorted;
    if (sorted == NULL) {
        return PC_ERR_NOMEM;
    }
    /* Merge runs of 1, 2, 4, ... */
    for (size_t run = 1; run < out->num; run *= 2) {
        for (size_t start = 0; start < out->num; start += 2 * run) {
            const size_t middle = start + run < out->num ? start + run : out->num;
            const size_t end = start + 2 * run < out->num ? start + 2 * run : out->num;
            size_t a = start, b = middle;
            for (size_t k = start; k < end; k++) {
                const int take_b =
                    a == middle || (b < end && from[b].month < from[a].month);
                to[k] = take_b ? from[b++] : from[a++];
            }
        }
        pc_observation_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != out->items) {
        memcpy(out->items, from, out->num * sizeof(*from));
    }
    free(sorted);
    return PC_OK;
}

pc_status
pc_observations_read(pc_observations_t *out, const char *path, pc_diags_t *diags)
{
    pc_csv_t csv;

    memset(out, 0, sizeof(*out));
    pc_status status = pc_csv_read(&csv, path, columns, NUM_COLS, diags);
    if (status == PC_OK) {
        out->items = calloc(csv.num_rows + 1, sizeof(*out->items));
        status = out->items == NULL ? PC_ERR_NOMEM : PC_OK;
    }
    for (size_t i = 0; status == PC_OK && i < csv.num_rows; i++) {
        int published;
        status = read_observation(&csv, i, &out->items[out->num], &published, diags);
        out->num += status != PC_OK || published; /* also a half-made one, to be freed */
    }
    if (status == PC_OK) {
        const pc_link_columns_t at = { COL_ID, COL_DERIVED_FROM, COL_FIT, COL_SPLIT };
        status = pc_observation_links_check(&csv, &at, diags);
    }
    if (status == PC_OK) {
        status = pc_csv_status(&csv);
    }
    if (status == PC_OK) {
        status = sort_by_month(out);
    }
    if (status != PC_OK) {
        pc_observations_free(out);
    }
    pc_csv_free(&csv);
    return status;
}

void
pc_observations_free(pc_observations_t *self)
{
    for (size_t i = 0; i < self->num; i++) {
        free(self->items[i].date);
        free(self->items[i].source);
        free(self->items[i].grade);
        free(self->items[i].note);
        free(self->items[i].rule);
        free(self->items[i].id);
    }
    free(self->items);
    memset(self, 0, sizeof(*self));
}
