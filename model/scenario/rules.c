#include "scenario/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/tables/groups.h"
#include "scenario/tables/hospitals.h"
#include "scenario/text/named.h"

const char *const pc_stream_names[PC_NUM_STREAMS] = { "solid", "haematological",
    "early" };
const char *const pc_access_names[PC_NUM_ACCESS] = { "none", "approved_cdx", "guideline",
    "trial", "other" };

#define ALL_CLASSES ((UINT32_C(1) << PC_NUM_CLASSES) - 1)

/* The cases for which a predicate holds. */
typedef struct {
    uint32_t bits[PC_MAX_GROUPS][PC_NUM_TIERS];
} set_t;

typedef struct {
    const pc_group_t *groups;
    size_t num_groups;
    pc_diags_t *diags;
} context_t;

typedef enum {
    STREAM,
    SECONDARY_FINDING,
    DRUG_ACCESS,
    GROUP,
    TIER,
    NUM_ATTRIBUTES
} attribute_t;

static const char *const predicate_keys[] = { "stream", "secondary_finding",
    "drug_access", "group", "tier", "all", "any", "not" };
#define NUM_KEYS (sizeof(predicate_keys) / sizeof(predicate_keys[0]))

static int read_predicate(set_t *set, const pc_json_t *item, const context_t *context);

static void
fill(set_t *set, uint32_t bits)
{
    for (size_t g = 0; g < PC_MAX_GROUPS; g++) {
        for (size_t t = 0; t < PC_NUM_TIERS; t++) {
            set->bits[g][t] = bits;
        }
    }
}

typedef enum { AND, OR } operator_t;

static void
combine(set_t *set, const set_t *other, operator_t how)
{
    for (size_t g = 0; g < PC_MAX_GROUPS; g++) {
        for (size_t t = 0; t < PC_NUM_TIERS; t++) {
            if (how == AND) {
                set->bits[g][t] &= other->bits[g][t];
            } else {
                set->bits[g][t] |= other->bits[g][t];
            }
        }
    }
}

/* Adds the cases whose `attribute` has value number `value`. */
static void
add_value(set_t *set, attribute_t attribute, size_t value)
{
    uint32_t classes = 0;
    for (unsigned class = 0; class < PC_NUM_CLASSES; class ++) {
        const size_t have[] = { class / (2 * PC_NUM_ACCESS), class / PC_NUM_ACCESS % 2,
            class % PC_NUM_ACCESS };
        if (attribute <= DRUG_ACCESS && have[attribute] == value) {
            classes |= UINT32_C(1) << class;
        }
    }
    for (size_t g = 0; g < PC_MAX_GROUPS; g++) {
        for (size_t t = 0; t < PC_NUM_TIERS; t++) {
            const int here =
                (attribute == GROUP && g == value) || (attribute == TIER && t == value);
            set->bits[g][t] |= here ? ALL_CLASSES : classes;
        }
    }
}

static size_t
value_names(
    attribute_t attribute, const context_t *context, const char *names[PC_MAX_GROUPS])
{
    static const char *const *const lists[] = { pc_stream_names, NULL, pc_access_names,
        NULL, pc_tier_names };
    static const size_t sizes[] = { PC_NUM_STREAMS, 0, PC_NUM_ACCESS, 0, PC_NUM_TIERS };
    if (attribute == GROUP) {
        for (size_t i = 0; i < context->num_groups; i++) {
            names[i] = context->groups[i].id;
        }
        return context->num_groups;
    }
    for (size_t i = 0; i < sizes[attribute]; i++) {
        names[i] = lists[attribute][i];
    }
    return sizes[attribute];
}

static int
read_truth(set_t *set, const pc_json_t *item, const context_t *context)
{
    if (item->type != PC_JSON_BOOL) {
        pc_json_report(context->diags, PC_ERROR, item,
            "secondary_finding is true or false, not %s",
            pc_diags_text(context->diags, pc_json_type_name(item->type)));
        return 0;
    }
    add_value(set, SECONDARY_FINDING, (size_t) (item->boolean != 0));
    return 1;
}

static int
read_word(
    set_t *set, attribute_t attribute, const pc_json_t *item, const context_t *context)
{
    const char *names[PC_MAX_GROUPS] = { NULL };
    char allowed[512];
    if (attribute == SECONDARY_FINDING) {
        return read_truth(set, item, context);
    }
    const size_t num = value_names(attribute, context, names);
    pc_json_list(names, num, allowed, sizeof(allowed));
    if (item->type != PC_JSON_STRING) {
        pc_json_report(context->diags, PC_ERROR, item, "%s is one of %s, not %s",
            predicate_keys[attribute], allowed,
            pc_diags_text(context->diags, pc_json_type_name(item->type)));
        return 0;
    }
    if (attribute == GROUP && num == 0) {
        return 1;
    }
    for (size_t i = 0; i < num; i++) {
        if (strcmp(names[i], item->string) == 0) {
            add_value(set, attribute, i);
            return 1;
        }
    }
    const char *nearest = pc_nearest_name(item->string, names, num);
    pc_json_report(context->diags, PC_ERROR, item, "%s is not a %s; allowed: %s",
        item->string, predicate_keys[attribute], allowed);
    pc_diags_did_you_mean(context->diags, nearest);
    return 0;
}

static int
read_attribute(
    set_t *set, attribute_t attribute, const pc_json_t *item, const context_t *context)
{
    int good = 1;
    fill(set, 0);
    if (item->type != PC_JSON_ARRAY) {
        return read_word(set, attribute, item, context);
    }
    if (item->child == NULL) {
        pc_json_report(
            context->diags, PC_ERROR, item, "the list is empty; no case would fit");
        return 0;
    }
    for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
        good &= read_word(set, attribute, p, context);
    }
    return good;
}

static int
read_list(set_t *set, operator_t how, const pc_json_t *item, const context_t *context)
{
    int good = 1;
    set_t part;
    fill(set, how == AND ? ALL_CLASSES : 0);
    if (item->type != PC_JSON_ARRAY || item->child == NULL) {
        pc_json_report(context->diags, PC_ERROR, item,
            "%s takes a list of at least one predicate", how == AND ? "all" : "any");
        return 0;
    }
    for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
        if (read_predicate(&part, p, context)) {
            combine(set, &part, how);
        } else {
            good = 0;
        }
    }
    return good;
}

static int
read_not(set_t *set, const pc_json_t *item, const context_t *context)
{
    const int good = read_predicate(set, item, context);
    for (size_t g = 0; g < PC_MAX_GROUPS; g++) {
        for (size_t t = 0; t < PC_NUM_TIERS; t++) {
            set->bits[g][t] = ALL_CLASSES & ~set->bits[g][t];
        }
    }
    return good;
}

static int
read_predicate(set_t *set, const pc_json_t *item, const context_t *context)
{
    int good = 1;
    set_t part;
    fill(set, ALL_CLASSES);
    if (item->type != PC_JSON_OBJECT || item->child == NULL) {
        pc_json_report(context->diags, PC_ERROR, item,
            "a predicate is an object with at least one of stream, secondary_finding, "
            "drug_access, group, tier, all, any, not");
        return 0;
    }
    pc_json_check_keys(item, predicate_keys, NUM_KEYS, context->diags);
    for (const pc_json_t *p = item->child; p != NULL; p = p->next) {
        size_t key = 0;
        while (key < NUM_KEYS && strcmp(predicate_keys[key], p->key) != 0) {
            key++;
        }
        int read = 0;
        if (key < NUM_ATTRIBUTES) {
            read = read_attribute(&part, (attribute_t) key, p, context);
        } else if (key < NUM_KEYS) {
            read = key == NUM_ATTRIBUTES + 2
                       ? read_not(&part, p, context)
                       : read_list(&part, key == NUM_ATTRIBUTES ? AND : OR, p, context);
        }
        if (read) {
            combine(set, &part, AND);
        }
        good &= read;
    }
    return good;
}

static void
read_months(pc_rule_t *rule, const pc_json_t *element, pc_diags_t *diags)
{
    const pc_json_t *effective =
        pc_json_expect(element, "effective", PC_JSON_STRING, 1, diags);
    const pc_json_t *until = pc_json_member(element, "until");
    const pc_json_t *since = pc_json_expect(element, "since", PC_JSON_STRING, 0, diags);
    rule->effective = PC_MONTH_NONE;
    rule->until = PC_MONTH_NONE;
    if (effective != NULL
        && pc_month_parse(effective->string, &rule->effective) != PC_OK) {
        pc_json_report(diags, PC_ERROR, effective, "%s is not a month written YYYY-MM",
            effective->string);
        rule->effective = PC_MONTH_NONE;
    }
    rule->since = rule->effective;
    if (since != NULL
        && (pc_month_parse(since->string, &rule->since) != PC_OK
            || rule->since > rule->effective)) {
        pc_json_report(diags, PC_ERROR, since,
            "since is a month written YYYY-MM, not after effective: the first month in "
            "which the rule is adopted");
        rule->since = rule->effective;
    }
    if (until == NULL || until->type == PC_JSON_NULL) {
        return;
    }
    if (until->type != PC_JSON_STRING
        || pc_month_parse(until->string, &rule->until) != PC_OK) {
        pc_json_report(diags, PC_ERROR, until,
            "until is the last month of the rule, written YYYY-MM, or null");
        rule->until = PC_MONTH_NONE;
    } else if (rule->effective != PC_MONTH_NONE && rule->until < rule->effective
               && effective != NULL) {
        pc_json_report(diags, PC_ERROR, until,
            "the rule ends (%s) before it begins (%s)", until->string,
            effective->string);
    }
}

static void
read_adoption(pc_rule_t *rule, const pc_json_t *element, pc_diags_t *diags)
{
    rule->adoption = PC_P_omission_adoption;
    const pc_json_t *item =
        pc_json_expect(element, "adoption", PC_JSON_STRING, 0, diags);
    if (item == NULL) {
        return;
    }
    const char *names[PC_NUM_PARAMS];
    size_t num = 0;
    for (int i = 0; i < PC_NUM_PARAMS; i++) {
        const pc_param_info_t *info = &pc_param_table[i];
        if (info->unit != NULL && strcmp(info->unit, "1") == 0 && info->upper <= 1) {
            names[num++] = info->name;
            if (strcmp(info->name, item->string) == 0) {
                rule->adoption = (pc_param) i;
                return;
            }
        }
    }
    const char *nearest = pc_nearest_name(item->string, names, num);
    pc_json_report(
        diags, PC_ERROR, item, "%s is not a parameter that is a share", item->string);
    pc_diags_did_you_mean(diags, nearest);
}

static void
read_omit_when(pc_rule_t *rule, const pc_json_t *element, const context_t *context)
{
    set_t set;
    uint32_t any = 0;
    const pc_json_t *item = pc_json_member(element, "omit_when");
    if (item == NULL) {
        pc_json_report(
            context->diags, PC_ERROR, element, "the key omit_when is missing");
        return;
    }
    if (!read_predicate(&set, item, context)) {
        return;
    }
    for (size_t g = 0; g < context->num_groups; g++) {
        for (size_t t = 0; t < PC_NUM_TIERS; t++) {
            rule->mask[g][t] = set.bits[g][t];
            any |= set.bits[g][t];
        }
    }
    if (any == 0 && context->num_groups > 0) {
        pc_json_report(context->diags, PC_WARNING, item, "no case fits this predicate");
    }
}

static void
read_rule(pc_rule_t *rule, const pc_json_t *element, const context_t *context)
{
    static const char *const keys[] = { "id", "title", "effective", "since", "until",
        "omit_when", "adoption", "source" };
    pc_diags_t *diags = context->diags;
    if (element->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, element, "a rule is an object, not %s",
            pc_diags_text(diags, pc_json_type_name(element->type)));
        return;
    }
    pc_json_check_keys(element, keys, sizeof(keys) / sizeof(keys[0]), diags);
    pc_id_read(rule->id, element, diags);
    pc_title_read(
        rule->title_en, rule->title_ja, sizeof(rule->title_en), element, 1, diags);
    read_months(rule, element, diags);
    read_omit_when(rule, element, context);
    read_adoption(rule, element, diags);
    pc_json_expect(element, "source", PC_JSON_STRING, 0, diags);
    if (pc_json_member(element, "source") == NULL) {
        pc_json_report(
            diags, PC_WARNING, element, "no source says where this rule comes from");
    }
}

pc_status
pc_rules_read(pc_rule_t **rules, size_t *num, const pc_json_t *tree,
    const pc_group_t *groups, size_t num_groups, pc_diags_t *diags)
{
    const context_t context = {
        .groups = groups, .num_groups = num_groups, .diags = diags
    };
    *rules = NULL;
    *num = 0;
    const pc_json_t *list =
        pc_json_expect(tree, "omission_rules", PC_JSON_ARRAY, 0, diags);
    const size_t size = list == NULL ? 0 : pc_json_size(list);
    if (size > PC_MAX_RULES) {
        pc_json_report(
            diags, PC_ERROR, list, "%zu omission rules; at most %d", size, PC_MAX_RULES);
        return PC_OK;
    }
    if (size == 0) {
        return PC_OK;
    }
    *rules = calloc(size, sizeof(**rules));
    if (*rules == NULL) {
        return PC_ERR_NOMEM;
    }
    for (const pc_json_t *element = list->child; element != NULL;
         element = element->next) {
        read_rule(&(*rules)[(*num)++], element, &context);
    }
    return PC_OK;
}
