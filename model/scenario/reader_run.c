/* reader_run.c - what a scenario says about the run: its name, its months, its
 * questions. */
#include "scenario/reader_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "scenario/tables/groups.h"
#include "scenario/text/named.h"

#define DEFAULT_START PC_MONTH(2025, 6)
#define DEFAULT_END PC_MONTH(2041, 3)
#define EXACT_MAX 9007199254740992.0 /* 2^53: above, a JSON number may lose digits */
#define MAX_DRAWS 10000000.0         /* draws, and replicates, of one run */
#define TITLE_SIZE 512
#define DESCRIPTION_SIZE 4096

const char *const pc_mode_names[2] = { "expected", "stochastic" };

/* --- name, title, description
 * ------------------------------------------------------------------ */

static pc_status
read_name(pc_scenario_t *self, pc_diags_t *diags)
{
    self->name = strdup(pc_name_read(self->tree, 0, diags));
    return self->name != NULL ? PC_OK : PC_ERR_NOMEM;
}

/* merge.c has seen to it that both languages are there. */
static pc_status
copy_texts(char **en, char **ja, const pc_json_t *item, size_t size, pc_diags_t *diags)
{
    static const char *const keys[] = { "en", "ja" };
    char **const into[] = { en, ja };
    if (item != NULL) {
        pc_json_check_keys(item, keys, 2, diags);
    }
    for (size_t i = 0; i < 2; i++) {
        const pc_json_t *text =
            item != NULL ? pc_json_expect(item, keys[i], PC_JSON_STRING, 0, NULL) : NULL;
        if (text != NULL && strlen(text->string) >= size) {
            pc_json_report(
                diags, PC_ERROR, text, "the text has more than %zu bytes", size - 1);
        }
        if (text != NULL && size == TITLE_SIZE
            && strpbrk(text->string, "\n\t") != NULL) {
            pc_json_report(diags, PC_ERROR, text, "a title stands on one line");
        }
        if (text != NULL && size == TITLE_SIZE && pc_utf8_is_blank(text->string)) {
            pc_json_report(diags, PC_ERROR, text, "a title is not blank");
        }
        *into[i] = strdup(text != NULL ? text->string : "");
        if (*into[i] == NULL) {
            return PC_ERR_NOMEM;
        }
    }
    return PC_OK;
}

/* --- months and numbers
 * -------------------------------------------------------------------------- */

/* The month at `key`, or `otherwise`. `*item` is its place, NULL if it is not given or
 * no month. */
static pc_month
read_month(const pc_scenario_t *self, const char *key, pc_month otherwise,
    const pc_json_t **item, pc_diags_t *diags)
{
    pc_month month;
    *item = pc_json_expect(self->tree, key, PC_JSON_STRING, 0, diags);
    if (*item == NULL) {
        return otherwise;
    }
    if (pc_month_parse((*item)->string, &month) != PC_OK) {
        pc_json_report(diags, PC_ERROR, *item, "%s is not a month written YYYY-MM",
            (*item)->string);
        *item = NULL;
        return otherwise;
    }
    return month;
}

static void
read_period(pc_scenario_t *self, pc_diags_t *diags)
{
    const pc_json_t *start;
    const pc_json_t *end;
    const pc_json_t *groups;
    char text[8];
    self->start = read_month(self, "start", DEFAULT_START, &start, diags);
    self->end = read_month(self, "end", DEFAULT_END, &end, diags);
    if (self->start < PC_FIRST_START) {
        pc_json_report(diags, PC_ERROR, start,
            "the start is before 2018-04, when the first sites were named");
        self->start = DEFAULT_START;
    }
    const pc_json_t *place = end != NULL ? end : start;
    pc_month_format(self->start, text);
    if (self->end < self->start) {
        pc_json_report(
            diags, PC_ERROR, place, "the run ends before it starts (%s)", text);
        self->end = self->start;
    } else if (self->end - self->start + 1 > PC_MAX_MONTHS) {
        pc_json_report(diags, PC_ERROR, place,
            "the run has %d months from %s; at most %d",
            (int) (self->end - self->start + 1), text, PC_MAX_MONTHS);
        self->end = self->start;
    }
    self->groups_month =
        read_month(self, "case_groups_month", self->start, &groups, diags);
}

static void
read_seed(pc_scenario_t *self, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_member(self->tree, "seed");
    self->seed = 1;
    if (item == NULL) {
        return;
    }
    if (item->type == PC_JSON_NUMBER) {
        const double x = item->number;
        if (!(x >= 0) || x != floor(x) || x > EXACT_MAX) {
            pc_json_report(diags, PC_ERROR, item,
                "a seed is a whole number from 0; above 9007199254740992 it is written "
                "as text");
            return;
        }
        self->seed = (uint64_t) x;
        return;
    }
    uint64_t seed = 0;
    int good = item->type == PC_JSON_STRING && item->string[0] != '\0';
    for (const char *p = good ? item->string : ""; *p != '\0' && good; p++) {
        const unsigned digit = (unsigned) (*p - '0');
        good = digit <= 9 && seed <= (UINT64_MAX - digit) / 10;
        seed = seed * 10 + digit;
    }
    if (!good) {
        pc_json_report(diags, PC_ERROR, item,
            "a seed is a whole number from 0 to 18446744073709551615, as a number or as "
            "text");
        return;
    }
    self->seed = seed;
}

static size_t
read_count(const pc_scenario_t *self, const char *key, size_t least, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(self->tree, key, PC_JSON_NUMBER, 0, diags);
    if (item == NULL) {
        return least;
    }
    const double x = item->number;
    if (!(x >= (double) least) || x != floor(x) || x > MAX_DRAWS) {
        pc_json_report(diags, PC_ERROR, item, "%s is a whole number from %zu to %.0f",
            key, least, MAX_DRAWS);
        return least;
    }
    return (size_t) x;
}

static void
read_mode(pc_scenario_t *self, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(self->tree, "mode", PC_JSON_STRING, 0, diags);
    self->mode = pc_json_choice(item, pc_mode_names, 2, diags) == PC_MODE_STOCHASTIC
                     ? PC_MODE_STOCHASTIC
                     : PC_MODE_EXPECTED;
}

static void
read_version(const pc_scenario_t *self, pc_diags_t *diags)
{
    pc_json_expect(self->tree, "$schema", PC_JSON_STRING, 0, diags);
    const pc_json_t *item =
        pc_json_expect(self->tree, "schema_version", PC_JSON_NUMBER, 0, diags);
    if (item != NULL && item->number != PC_SCHEMA_VERSION) {
        pc_json_report(diags, PC_ERROR, item, "this program reads schema_version %d",
            PC_SCHEMA_VERSION);
    }
}

pc_status
pc_read_run(pc_scenario_t *self, pc_diags_t *diags)
{
    read_version(self, diags);
    pc_status status = read_name(self, diags);
    if (status == PC_OK) {
        status = copy_texts(&self->title_en, &self->title_ja,
            pc_json_expect(self->tree, "title", PC_JSON_OBJECT, 0, diags), TITLE_SIZE,
            diags);
    }
    if (status == PC_OK) {
        status = copy_texts(&self->description_en, &self->description_ja,
            pc_json_expect(self->tree, "description", PC_JSON_OBJECT, 0, diags),
            DESCRIPTION_SIZE, diags);
    }
    read_period(self, diags);
    read_mode(self, diags);
    read_seed(self, diags);
    self->draws = read_count(self, "draws", 0, diags);
    self->replicates = read_count(self, "replicates", 1, diags);
    return status;
}

/* --- milestones and output
 * ------------------------------------------------------------------------ */

static void
read_milestone(pc_milestone_t *milestone, const pc_json_t *element, pc_diags_t *diags)
{
    static const char *const keys[] = { "id", "title", "variable", "at_least",
        "at_most" };
    if (element->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, element, "a milestone is an object, not %s",
            pc_diags_text(diags, pc_json_type_name(element->type)));
        return;
    }
    pc_json_check_keys(element, keys, sizeof(keys) / sizeof(keys[0]), diags);
    pc_id_read(milestone->id, element, diags);
    memcpy(milestone->title_en, milestone->id, sizeof(milestone->id));
    memcpy(milestone->title_ja, milestone->id, sizeof(milestone->id));
    pc_title_read(milestone->title_en, milestone->title_ja, sizeof(milestone->title_en),
        element, 0, diags);
    milestone->variable = pc_variable_read(element, diags);
    const int least = pc_json_member(element, "at_least") != NULL;
    const int most = pc_json_member(element, "at_most") != NULL;
    if (least == most) {
        pc_json_report(
            diags, PC_ERROR, element, "a milestone has either at_least or at_most");
        return;
    }
    const pc_json_t *threshold = pc_json_expect(
        element, least ? "at_least" : "at_most", PC_JSON_NUMBER, 1, diags);
    milestone->at_least = least;
    milestone->threshold = threshold != NULL ? threshold->number : 0;
}

static int
read_switch(const pc_json_t *self, const char *key, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(self, key, PC_JSON_BOOL, 0, diags);
    return item != NULL && item->boolean;
}

void
pc_read_questions(pc_scenario_t *self, pc_diags_t *diags)
{
    static const char *const keys[] = { "bom", "samples" };
    const pc_json_t *list =
        pc_json_expect(self->tree, "milestones", PC_JSON_ARRAY, 0, diags);
    if (list != NULL && pc_json_size(list) > PC_MAX_MILESTONES) {
        pc_json_report(diags, PC_ERROR, list, "%zu milestones; at most %d",
            pc_json_size(list), PC_MAX_MILESTONES);
        list = NULL;
    }
    for (const pc_json_t *p = list != NULL ? list->child : NULL; p != NULL;
         p = p->next) {
        read_milestone(&self->milestones[self->num_milestones++], p, diags);
    }
    const pc_json_t *output =
        pc_json_expect(self->tree, "output", PC_JSON_OBJECT, 0, diags);
    if (output != NULL) {
        pc_json_check_keys(output, keys, 2, diags);
        self->output.bom = read_switch(output, "bom", diags);
        self->output.samples = read_switch(output, "samples", diags);
    }
}
