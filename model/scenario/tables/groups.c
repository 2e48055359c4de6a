#include "scenario/tables/groups.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/text/named.h"

#define SHARE_TOLERANCE 1e-9

/* A number in [lower, upper]. */
static int
read_share(double *into, const pc_json_t *self, const char *key, int required,
    double lower, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(self, key, PC_JSON_NUMBER, required, diags);
    if (item == NULL || !isfinite(item->number)) {
        return 0;
    }
    if (item->number < lower || item->number > 1) {
        char shown[PC_NUMBER_SIZE];
        pc_number_format(item->number, shown);
        pc_json_report(
            diags, PC_ERROR, item, "%s is out of bounds: %g to 1", shown, lower);
        return 0;
    }
    *into = item->number;
    return 1;
}

static void
read_matched(pc_group_t *group, const pc_json_t *element, pc_diags_t *diags)
{
    group->has_matched = read_share(&group->matched, element, "matched", 0, 0, diags);
}

static void
read_trend(pc_group_t *group, const pc_json_t *element, pc_diags_t *diags)
{
    static const char *const keys[] = { "secondary_finding", "none", "approved_cdx",
        "guideline", "trial" };
    double *const fields[] = { &group->trend_secondary_finding, &group->trend_none,
        &group->trend_approved_cdx, &group->trend_guideline, &group->trend_trial };
    const pc_json_t *trend = pc_json_expect(element, "trend", PC_JSON_OBJECT, 0, diags);
    if (trend == NULL) {
        return;
    }
    pc_json_check_keys(trend, keys, 5, diags);
    for (size_t i = 0; i < 5; i++) {
        read_share(fields[i], trend, keys[i], 0, -1, diags);
    }
}

/* 1 if the share could be read. */
static int
read_group(pc_group_t *group, const pc_json_t *element, pc_diags_t *diags)
{
    static const char *const keys[] = { "id", "title", "share", "secondary_finding",
        "none", "approved_cdx", "guideline", "trial", "matched", "trend", "source",
        "note" };
    double *const fields[] = { &group->secondary_finding, &group->none,
        &group->approved_cdx, &group->guideline, &group->trial };
    if (element->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, element, "a case group is an object, not %s",
            pc_diags_text(diags, pc_json_type_name(element->type)));
        return 0;
    }
    pc_json_check_keys(element, keys, sizeof(keys) / sizeof(keys[0]), diags);
    pc_id_read(group->id, element, diags);
    pc_title_read(
        group->title_en, group->title_ja, sizeof(group->title_en), element, 1, diags);
    for (size_t i = 0; i < 5; i++) {
        read_share(fields[i], element, keys[3 + i], 1, 0, diags);
    }
    read_matched(group, element, diags);
    read_trend(group, element, diags);
    pc_json_expect(element, "note", PC_JSON_STRING, 0, diags);
    pc_json_expect(element, "source", PC_JSON_STRING, 0, diags);
    if (pc_json_member(element, "source") == NULL) {
        pc_json_report(
            diags, PC_WARNING, element, "no source says where these shares come from");
    }
    return read_share(&group->share, element, "share", 1, 0, diags);
}

static pc_status
default_group(pc_group_t **groups, size_t *num)
{
    *groups = calloc(1, sizeof(**groups));
    if (*groups == NULL) {
        return PC_ERR_NOMEM;
    }
    *num = 1;
    pc_group_t *group = *groups;
    *group = (pc_group_t){ .id = "all", .share = 1, .from_params = 1 };
    snprintf(group->title_en, sizeof(group->title_en), "%s", "all cases");
    snprintf(group->title_ja, sizeof(group->title_ja), "%s",
        pc_text(PC_LANG_JA, "all cases"));
    return PC_OK;
}

pc_status
pc_groups_read(
    pc_group_t **groups, size_t *num, const pc_json_t *tree, pc_diags_t *diags)
{
    *groups = NULL;
    *num = 0;
    const pc_json_t *list = pc_json_member(tree, "case_groups");
    if (list != NULL && list->type != PC_JSON_ARRAY) {
        pc_json_report(diags, PC_ERROR, list,
            "this must be a list of groups or {\"csv\": FILE}, not %s",
            pc_diags_text(diags, pc_json_type_name(list->type)));
        list = NULL;
    }
    const size_t size = list == NULL ? 0 : pc_json_size(list);
    if (list != NULL && size == 0) {
        pc_json_report(diags, PC_ERROR, list,
            "the list is empty; null, or leaving case_groups out, makes one group of "
            "all cases");
    }
    if (size > PC_MAX_GROUPS) {
        pc_json_report(
            diags, PC_ERROR, list, "%zu case groups; at most %d", size, PC_MAX_GROUPS);
    }
    if (size == 0 || size > PC_MAX_GROUPS) {
        return default_group(groups, num);
    }
    *groups = calloc(size, sizeof(**groups));
    if (*groups == NULL) {
        return PC_ERR_NOMEM;
    }
    double sum = 0;
    int all = 1;
    for (const pc_json_t *element = list->child; element != NULL;
         element = element->next) {
        pc_group_t *group = &(*groups)[(*num)++];
        all &= read_group(group, element, diags);
        sum += group->share;
    }
    if (all && fabs(sum - 1) > SHARE_TOLERANCE) {
        char shown[PC_NUMBER_SIZE];
        pc_number_format(pc_round12(sum), shown);
        pc_json_report(
            diags, PC_ERROR, list, "the shares sum to %s; they must sum to 1", shown);
    }
    return PC_OK;
}
