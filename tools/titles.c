/* titles.c - the title of a scenario says what the command changed, so that no table and
 * no picture of it stands under the name of the file alone. */
#include "tools/record.h"

#include <stdlib.h>
#include <string.h>

#include "output/cells.h"

#define MOST 400 /* bytes of what is added */

int
pc_has_set(const pc_options_t *self, const char *name)
{
    const size_t length = strlen(name);
    for (size_t k = 0; k < self->num_sets; k++) {
        if (strncmp(self->sets[k], name, length) == 0 && self->sets[k][length] == '=') {
            return 1;
        }
    }
    return 0;
}

/* NAME=VALUE, NAME=VALUE@YYYY-MM or NAME=VALUE@YYYY-MM,exact. */
typedef struct {
    int name_size, value_size;
    const char *name, *value, *from; /* from: NULL, or YYYY-MM and what follows it */
} setting_t;

#define MONTH_SIZE 7 /* of YYYY-MM */

static setting_t
read_setting(const char *text)
{
    const char *equals = strchr(text, '='), *at = strrchr(text, '@');
    setting_t s = { .name = text, .name_size = (int) (equals - text) };
    s.value = equals + 1;
    s.value_size = (int) strlen(s.value);
    if (at != NULL && at > equals
        && (strlen(at) == 8 || strcmp(at + strcspn(at, ","), ",exact") == 0)) {
        s.from = at + 1;
        s.value_size = (int) (at - s.value);
    }
    return s;
}

static int
is_called(const setting_t *s, const char *name)
{
    return strlen(name) == (size_t) s->name_size
           && strncmp(s->name, name, (size_t) s->name_size) == 0;
}

/* Does a later setting of the same name and date replace it? */
static int
is_replaced(const pc_options_t *o, size_t k)
{
    const setting_t s = read_setting(o->sets[k]);
    for (size_t j = k + 1; j < o->num_sets; j++) {
        const setting_t later = read_setting(o->sets[j]);
        if (later.name_size == s.name_size
            && strncmp(later.name, s.name, (size_t) s.name_size) == 0
            && (later.from == NULL) == (s.from == NULL)
            && (s.from == NULL || strncmp(later.from, s.from, MONTH_SIZE) == 0)) {
            return 1;
        }
    }
    return 0;
}

/* A setting of the run, or nothing if it is what every run has. */
static const char *
run_words(const setting_t *s, pc_lang lang, char text[MOST])
{
    const char *value = s->value;
    text[0] = '\0';
    if (is_called(s, "mode") && strncmp(value, "stochastic", 10) == 0) {
        snprintf(text, MOST, "%s", pc_text_of(lang, "in a title", "stochastic mode"));
    } else if (is_called(s, "seed")) {
        snprintf(text, MOST, pc_text_of(lang, "in a title", "seed %.20s"), value);
    }
    return text;
}

static int
is_of_the_run(const setting_t *s)
{
    return is_called(s, "mode") || is_called(s, "seed") || is_called(s, "draws")
           || is_called(s, "replicates");
}

/* `rollout.rate = 10 site/year from 2028-04`. */
static const char *
value_words(const setting_t *s, pc_lang lang, char text[MOST])
{
    char name[64], unit[PC_UNIT_SIZE] = "", month[PC_LABEL_SIZE];
    snprintf(name, sizeof(name), "%.*s", s->name_size, s->name);
    const int which = pc_param_find(name);
    const char *given = which >= 0 ? pc_param_table[which].unit : NULL;
    const char *words =
        given == NULL || strcmp(given, "1") == 0 ? "" : pc_unit_label(given, lang, unit);
    const int size = s->value_size < 60 ? s->value_size : 60;
    char value[160];
    snprintf(value, sizeof(value), "%s = %.*s%s%.40s", name, size, s->value,
        words[0] != '\0' ? " " : "", words);
    if (s->from != NULL) {
        const pc_month from = PC_MONTH(atoi(s->from), atoi(s->from + 5));
        snprintf(text, MOST,
            s->from[MONTH_SIZE] != '\0'
                ? pc_text_of(lang, "in a title", "%s from %s, without a range")
                : pc_text_of(lang, "in a title", "%s from %s"),
            value, pc_month_label(from, lang, month));
    } else {
        snprintf(text, MOST, "%s", value);
    }
    return text;
}

/* The settings as they are told, whose order does not matter to the run: those without a
 * date, then the others by date. Returns their number. */
static size_t
in_order(const pc_options_t *o, const char *sets[PC_MAX_SETS])
{
    size_t num = 0;
    for (size_t k = o->num_own_sets; k < o->num_sets; k++) {
        if (is_replaced(o, k)) {
            continue;
        }
        const char *from = read_setting(o->sets[k]).from;
        size_t place = num++;
        for (; place > 0; place--) {
            const char *before = read_setting(sets[place - 1]).from;
            if (before == NULL
                || (from != NULL && strncmp(before, from, MONTH_SIZE) <= 0)) {
                break;
            }
            sets[place] = sets[place - 1];
        }
        sets[place] = o->sets[k];
    }
    return num;
}

/* A copy of `title` with what was changed behind it: with `of_run` the settings of the
 * run, else all others. NULL without memory. */
static char *
add_changes(const char *title, const pc_options_t *o, int of_run, pc_lang lang)
{
    const char *sets[PC_MAX_SETS];
    char text[MOST];
    char *all = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&all, &size);
    if (out == NULL) {
        return NULL;
    }
    fputs(title, out);
    const size_t num = in_order(o, sets);
    for (size_t k = 0; k < num; k++) {
        const setting_t s = read_setting(sets[k]);
        if (is_of_the_run(&s) != of_run) {
            continue;
        }
        const char *words =
            of_run ? run_words(&s, lang, text) : value_words(&s, lang, text);
        if (words[0] != '\0') {
            fprintf(out, "%s%s", pc_text_of(lang, "between names", ", "), words);
        }
    }
    if (of_run && o->draw > 0) {
        fprintf(out, pc_text_of(lang, "in a title", ", draw %u"), (unsigned) o->draw);
    }
    if (fclose(out) != 0) {
        free(all);
        all = NULL;
    }
    return all;
}

static pc_status
replace(char **title, const pc_options_t *o, int of_run, pc_lang lang)
{
    char *all = add_changes(*title, o, of_run, lang);
    if (all == NULL) {
        return PC_ERR_NOMEM;
    }
    free(*title);
    *title = all;
    return PC_OK;
}

pc_status
pc_tell_changes(pc_scenario_t *s, const pc_options_t *options)
{
    pc_status status = replace(&s->title_en, options, 0, PC_LANG_EN);
    if (status == PC_OK) {
        status = replace(&s->title_ja, options, 0, PC_LANG_JA);
    }
    /* The resolved scenario has mode, seed and counts as keys of their own. */
    free(s->resolved_title_en);
    free(s->resolved_title_ja);
    s->resolved_title_en = s->resolved_title_ja = NULL;
    if (status == PC_OK) {
        s->resolved_title_en = strdup(s->title_en);
        s->resolved_title_ja = strdup(s->title_ja);
        status = s->resolved_title_en == NULL || s->resolved_title_ja == NULL
                     ? PC_ERR_NOMEM
                     : replace(&s->title_en, options, 1, PC_LANG_EN);
    }
    return status == PC_OK ? replace(&s->title_ja, options, 1, PC_LANG_JA) : status;
}

char *
pc_title_of_runs(const char *title, const pc_options_t *options,
    const pc_run_info_t *info, pc_lang lang)
{
    char *all = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&all, &size);
    if (out == NULL) {
        return NULL;
    }
    fputs(title, out);
    if (info->draws > 0 && (pc_has_set(options, "draws") || options->num_until > 0)) {
        fprintf(out, pc_text_of(lang, "in a title", ", %lu parameter draws"),
            (unsigned long) info->draws);
    }
    if (info->replicates > 1
        && (pc_has_set(options, "replicates") || options->num_until > 0)) {
        fprintf(out, pc_text_of(lang, "in a title", ", %lu replicates"),
            (unsigned long) info->replicates);
    }
    if (fclose(out) != 0) {
        free(all);
        all = NULL;
    }
    return all;
}
