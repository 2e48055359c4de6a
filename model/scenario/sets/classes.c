#include "scenario/sets/classes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/words.h"
#include "scenario/rules.h"
#include "scenario/sets/value.h"
#include "scenario/text/json_write.h"

#define PREFIX "may_omit."

static const char *const finding_names[2] = { "no_finding", "finding" };

/* --- the text --- */

int
pc_set_is_of_class(const char *set)
{
    return strncmp(set, PREFIX, strlen(PREFIX)) == 0;
}

void
pc_class_set_name(int class, char name[64])
{
    snprintf(name, 64, PREFIX "%s.%s.%s", pc_stream_names[class / (2 * PC_NUM_ACCESS)],
        finding_names[class / PC_NUM_ACCESS % 2],
        pc_access_names[class % PC_NUM_ACCESS]);
}

/* The class that is called so; -1 after a message. */
static int
find_class(const char *name, pc_diags_t *diags)
{
    char texts[PC_NUM_CLASSES][64];
    const char *names[PC_NUM_CLASSES];
    for (int k = 0; k < PC_NUM_CLASSES; k++) {
        pc_class_set_name(k, texts[k]);
        names[k] = texts[k];
        if (strcmp(name, texts[k]) == 0) {
            return k;
        }
    }
    pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, name,
        "no case class has this name; STREAM is one of solid, haematological, early, "
        "FINDING one of no_finding, finding, ACCESS one of none, approved_cdx, "
        "guideline, trial, other");
    pc_diags_did_you_mean(diags, pc_nearest_name(name, names, (size_t) PC_NUM_CLASSES));
    return -1;
}

pc_status
pc_class_set_read(pc_class_set_t *self, const char *set, pc_diags_t *diags)
{
    char name[80], value[8] = "", month[16] = "";
    const int parts = sscanf(set, "%79[^=]=%7[^@]@%15s", name, value, month);
    self->from = PC_MONTH_NONE;
    self->may = strcmp(value, "yes") == 0;
    if (parts < 2 || (!self->may && strcmp(value, "no") != 0)
        || (strchr(set, '@') != NULL && pc_month_parse(month, &self->from) != PC_OK)) {
        pc_diags_add(diags, PC_ERROR, PC_SET_SOURCE, 0, 0, NULL,
            "%s: write may_omit.STREAM.FINDING.ACCESS=yes@YYYY-MM, with yes or no; the "
            "month "
            "may be left out",
            set);
        return PC_ERR_INPUT;
    }
    self->class = find_class(name, diags);
    return self->class < 0 ? PC_ERR_INPUT : PC_OK;
}

size_t
pc_class_sets(
    const char *const *sets, size_t num_sets, pc_class_set_t all[PC_NUM_CLASSES])
{
    size_t num = 0;
    for (size_t i = 0; i < num_sets; i++) {
        pc_class_set_t set;
        pc_diags_t told; /* when the rules were changed */
        pc_diags_init(&told);
        if (pc_set_is_of_class(sets[i])
            && pc_class_set_read(&set, sets[i], &told) == PC_OK) {
            size_t k = 0;
            while (k < num && all[k].class != set.class) {
                k++;
            }
            all[k] = set;
            num = k == num ? num + 1 : num;
        }
        pc_diags_free(&told);
    }
    return num;
}

/* --- whether a predicate takes a class in --- */

typedef enum { NONE, ALL, SOME } cover_t; /* SOME: it depends on group or tier */

static int
is_value(const pc_json_t *item, const char *key, int class)
{
    if (strcmp(key, "secondary_finding") == 0) {
        return item->type == PC_JSON_BOOL
               && (item->boolean != 0) == (class / PC_NUM_ACCESS % 2);
    }
    const char *name = strcmp(key, "stream") == 0
                           ? pc_stream_names[class / (2 * PC_NUM_ACCESS)]
                           : pc_access_names[class % PC_NUM_ACCESS];
    return item->type == PC_JSON_STRING && strcmp(item->string, name) == 0;
}

static cover_t
cover_of_values(const pc_json_t *item, int class)
{
    if (strcmp(item->key, "group") == 0 || strcmp(item->key, "tier") == 0) {
        return SOME;
    }
    if (item->type != PC_JSON_ARRAY) {
        return is_value(item, item->key, class) ? ALL : NONE;
    }
    for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
        if (is_value(p, item->key, class)) {
            return ALL;
        }
    }
    return NONE;
}

static cover_t
both(cover_t a, cover_t b)
{
    return a == NONE || b == NONE ? NONE : a == SOME || b == SOME ? SOME : ALL;
}

static cover_t
either(cover_t a, cover_t b)
{
    return a == ALL || b == ALL ? ALL : a == SOME || b == SOME ? SOME : NONE;
}

/* Of a malformed predicate anything, which the reader of rules reports. */
static cover_t
cover_of(const pc_json_t *predicate, int class)
{
    cover_t all = ALL;
    for (const pc_json_t *p = predicate->child; p != NULL; p = p->next) {
        const int is_any = p->key != NULL && strcmp(p->key, "any") == 0;
        cover_t part = is_any ? NONE : ALL;
        if (p->key == NULL) {
            return SOME;
        }
        if (is_any || strcmp(p->key, "all") == 0) {
            for (const pc_json_t *q = p->child; q != NULL; q = q->next) {
                part = is_any ? either(part, cover_of(q, class))
                              : both(part, cover_of(q, class));
            }
        } else if (strcmp(p->key, "not") == 0) {
            part = cover_of(p, class);
            part = part == SOME ? SOME : part == ALL ? NONE : ALL;
        } else {
            part = cover_of_values(p, class);
        }
        all = both(all, part);
    }
    return all;
}

/* --- rules of the tree --- */

typedef struct {
    pc_json_t *list; /* omission_rules */
    const pc_json_source_t *source;
    pc_class_set_t set;
    pc_diags_t *diags;
} work_t;

/* A value of JSON text with a key; NULL without memory. */
static pc_json_t *
parse(const work_t *w, const char *key, const char *text)
{
    pc_json_t *item = NULL;
    if (pc_json_parse(&item, text, strlen(text), w->source, w->diags) != PC_OK
        || item == NULL) {
        return NULL;
    }
    item->key = key != NULL ? strdup(key) : NULL;
    if (key != NULL && item->key == NULL) {
        pc_json_free(item);
        return NULL;
    }
    return item;
}

/* Puts a value of JSON text at `key`, whatever stood there; 0 without memory. */
static int
put(const work_t *w, pc_json_t *object, const char *key, const char *text)
{
    pc_json_t *item = parse(w, key, text), *old = pc_json_member(object, key);
    if (item == NULL) {
        return 0;
    }
    if (old == NULL) {
        pc_json_append(object, item);
    } else {
        item->replaced = pc_json_replace(old, item);
    }
    return 1;
}

/* The month at `key`, or `otherwise`. */
static pc_month
month_at(const pc_json_t *rule, const char *key, pc_month otherwise)
{
    const pc_json_t *item = pc_json_member(rule, key);
    pc_month month;
    return item != NULL && item->type == PC_JSON_STRING
                   && pc_month_parse(item->string, &month) == PC_OK
               ? month
               : otherwise;
}

static void
class_text(int class, char text[160])
{
    snprintf(text, 160,
        "{ \"stream\": \"%s\", \"secondary_finding\": %s, \"drug_access\": \"%s\" }",
        pc_stream_names[class / (2 * PC_NUM_ACCESS)],
        class / PC_NUM_ACCESS % 2 ? "true" : "false",
        pc_access_names[class % PC_NUM_ACCESS]);
}

/* The rule holds for what it held for, but not for the class. */
static int
take_out(const work_t *w, pc_json_t *rule)
{
    char class[160], text[200];
    pc_json_t *old = pc_json_member(rule, "omit_when");
    class_text(w->set.class, class);
    snprintf(text, sizeof(text), "{ \"all\": [ { \"not\": %s } ] }", class);
    if (!put(w, rule, "omit_when", text)) {
        return 0;
    }
    pc_json_t *now = pc_json_member(rule, "omit_when");
    pc_json_t *copy = NULL;
    char *written = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&written, &size);
    if (out != NULL) {
        pc_json_write(out, old);
        if (fclose(out) == 0) {
            copy = parse(w, NULL, written);
        }
    }
    free(written);
    if (copy != NULL) {
        pc_json_append(now->child, copy);
    }
    return copy != NULL;
}

/* A copy of the rule that begins in the month of the set; NULL without memory. */
static pc_json_t *
go_on(const work_t *w, const pc_json_t *rule)
{
    char *text = NULL, month[8], since[8], quoted[48];
    size_t size = 0;
    const pc_json_t *id = pc_json_member(rule, "id");
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    pc_json_write(out, rule);
    pc_json_t *copy = fclose(out) == 0 ? parse(w, NULL, text) : NULL;
    free(text);
    pc_month_format(w->set.from, month);
    if (copy != NULL) {
        snprintf(quoted, sizeof(quoted), "\"%.23s-%s\"",
            id != NULL && id->type == PC_JSON_STRING ? id->string : "rule", month);
        int good = put(w, copy, "id", quoted);
        if (pc_json_member(rule, "since") == NULL) {
            pc_month_format(month_at(rule, "effective", w->set.from), since);
            snprintf(quoted, sizeof(quoted), "\"%s\"", since);
            good = good && put(w, copy, "since", quoted);
        }
        snprintf(quoted, sizeof(quoted), "\"%s\"", month);
        good = good && put(w, copy, "effective", quoted);
        if (!good) {
            pc_json_free(copy);
            copy = NULL;
        }
    }
    return copy;
}

/* Does any class fit the rule? */
static int
covers_any(const pc_json_t *rule)
{
    int any = 0;
    for (int class = 0; class < PC_NUM_CLASSES && !any; class ++) {
        any = cover_of(pc_json_member(rule, "omit_when"), class) != NONE;
    }
    return any;
}

/* A rule that nothing is left of goes. */
static pc_status
forbid_in(const work_t *w, pc_json_t *rule)
{
    char month[8], quoted[48];
    const int from_start = month_at(rule, "effective", PC_MONTH_NONE) >= w->set.from;
    pc_json_t *later = from_start ? rule : go_on(w, rule);
    if (later == NULL || !take_out(w, later)) {
        if (!from_start) {
            pc_json_free(later);
        }
        return PC_ERR_NOMEM;
    }
    const int any = covers_any(later);
    if (any && !from_start) {
        pc_json_append(w->list, later);
    } else if (!any) {
        if (from_start) {
            pc_json_detach(later);
        }
        pc_json_free(later);
    }
    pc_month_format(w->set.from - 1, month);
    snprintf(quoted, sizeof(quoted), "\"%s\"", month);
    return from_start || put(w, rule, "until", quoted) ? PC_OK : PC_ERR_NOMEM;
}

static int
is_rule(const pc_json_t *rule)
{
    const pc_json_t *when = pc_json_member(rule, "omit_when");
    return rule->type == PC_JSON_OBJECT && when != NULL && when->type == PC_JSON_OBJECT
           && month_at(rule, "effective", PC_MONTH_NONE) != PC_MONTH_NONE;
}

/* A rule that does not end. */
static int
is_endless(const pc_json_t *rule)
{
    const pc_json_t *until = pc_json_member(rule, "until");
    return until == NULL || until->type == PC_JSON_NULL;
}

static pc_status
forbid(const work_t *w)
{
    const pc_json_t *last = w->list->last; /* those that are put behind are done */
    pc_json_t *next = NULL;
    for (pc_json_t *rule = w->list->child; rule != NULL; rule = next) {
        const int is_last = rule == last;
        next = rule->next;
        if (is_rule(rule)
            && (is_endless(rule)
                || month_at(rule, "until", PC_MONTH_NONE) >= w->set.from)
            && cover_of(pc_json_member(rule, "omit_when"), w->set.class) != NONE) {
            const pc_status status = forbid_in(w, rule);
            if (status != PC_OK) {
                return status;
            }
        }
        if (is_last) {
            break;
        }
    }
    return PC_OK;
}

static pc_status
allow(const work_t *w)
{
    static const char *const adoption[PC_NUM_ACCESS] = { "_none", "_drug", "_drug", "",
        "" };
    char month[8], class[160], text[640];
    for (const pc_json_t *rule = w->list->child; rule != NULL; rule = rule->next) {
        if (is_rule(rule) && is_endless(rule)
            && month_at(rule, "effective", PC_MONTH_NONE) <= w->set.from
            && cover_of(pc_json_member(rule, "omit_when"), w->set.class) == ALL) {
            return PC_OK;
        }
    }
    pc_month_format(w->set.from, month);
    class_text(w->set.class, class);
    snprintf(text, sizeof(text),
        "{ \"id\": \"set-class-%d-%s\", \"title\": { \"en\": \"%s\", \"ja\": \"%s\" }, "
        "\"effective\": \"%s\", \"until\": null, \"omit_when\": "
        "%s, \"adoption\": \"omission.adoption%s\", \"source\": \"assumed: given by "
        "--set\" }",
        w->set.class, month, pc_text(PC_LANG_EN, "given by --set"),
        pc_text(PC_LANG_JA, "given by --set"), month, class,
        adoption[w->set.class % PC_NUM_ACCESS]);
    pc_json_t *rule = parse(w, NULL, text);
    if (rule == NULL) {
        return PC_ERR_NOMEM;
    }
    pc_json_append(w->list, rule);
    return PC_OK;
}

/* --- all of them --- */

/* The list of rules, made if there is none. NULL without memory, or if what stands there
 * is no list, which the reader of rules reports. */
static pc_json_t *
rules_of(pc_merge_t *self, const pc_json_source_t *source)
{
    pc_json_t *list = pc_json_member(self->tree, "omission_rules");
    if (list == NULL) {
        list = pc_json_new(PC_JSON_ARRAY, "omission_rules");
        if (list != NULL) {
            list->source = source;
            pc_json_append(self->tree, list);
        }
    }
    return list != NULL && list->type == PC_JSON_ARRAY ? list : NULL;
}

pc_status
pc_set_classes(pc_merge_t *self, const pc_json_source_t *source, const char *const *sets,
    size_t num_sets, pc_diags_t *diags)
{
    work_t w = { .source = source, .diags = diags };
    pc_status status = PC_OK;
    for (size_t i = 0; i < num_sets && status == PC_OK; i++) {
        if (!pc_set_is_of_class(sets[i])
            || pc_class_set_read(&w.set, sets[i], diags) != PC_OK) {
            continue;
        }
        w.list = rules_of(self, source);
        if (w.list == NULL) {
            return pc_json_member(self->tree, "omission_rules") == NULL ? PC_ERR_NOMEM
                                                                        : PC_OK;
        }
        if (w.set.from == PC_MONTH_NONE) {
            w.set.from = month_at(self->tree, "start", PC_MONTH(2000, 1));
        }
        status = w.set.may ? allow(&w) : forbid(&w);
    }
    return status;
}
