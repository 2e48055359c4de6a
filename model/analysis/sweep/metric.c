#include "analysis/sweep/metric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "scenario/text/named.h"

const char *const pc_stat_names[PC_NUM_STATS] = { "sum", "mean", "last", "max", "min",
    "month" };

int
pc_variable_is_queue(pc_variable variable)
{
    return variable == PC_V_EP_BACKLOG || variable == PC_V_EP_WAIT
           || variable == PC_V_EP_WAIT_OVER_28 || variable == PC_V_EP_OVER_CAPACITY
           || variable == PC_V_EP_DROPOUTS || variable == PC_V_TURNAROUND;
}

int
pc_variable_follows_queue(pc_variable variable)
{
    static const pc_variable which[] = { PC_V_EP_DISCUSSED, PC_V_EP_DISCUSSED_CORE,
        PC_V_EP_DISCUSSED_HUB, PC_V_EP_DISCUSSED_COOP_EP, PC_V_HOURS,
        PC_V_HOURS_PHYSICIAN, PC_V_HOURS_OTHER, PC_V_HOURS_PREPARE,
        PC_V_HOURS_PARTICIPATE, PC_V_HOURS_CORE, PC_V_HOURS_HUB, PC_V_HOURS_COOP_EP,
        PC_V_HOURS_COOP, PC_V_HOURS_EP, PC_V_HOURS_EP_PHYSICIAN, PC_V_HOURS_EP_OTHER,
        PC_V_FTE_PHYSICIAN, PC_V_FTE_OTHER, PC_V_LABOUR_COST, PC_V_ONCOLOGISTS_NEEDED,
        PC_V_PATHOLOGISTS_NEEDED, PC_V_GENETICISTS_NEEDED,
        PC_V_COUNSELLING_EXPERTS_NEEDED, PC_V_FEES, PC_V_FEES_PANEL, PC_V_MATCHED };
    for (size_t k = 0; k < sizeof(which) / sizeof(which[0]); k++) {
        if (which[k] == variable) {
            return 1;
        }
    }
    return 0;
}

static void
read_name(pc_metric_t *self, const pc_json_t *node, pc_diags_t *diags)
{
    static const char *const taken[] = { "point", "scenario", "replicate", "failure" };
    const pc_json_t *item =
        pc_column_name_read(node, "name", PC_METRIC_NAME_MAX, 1, diags);
    for (size_t k = 0; item != NULL && k < 4; k++) {
        if (strcasecmp(item->string, taken[k]) == 0) {
            pc_json_report(
                diags, PC_ERROR, item, "%s is the name of another column", taken[k]);
        }
    }
    if (item != NULL) {
        memcpy(self->name, item->string, strlen(item->string) + 1);
    }
}

/* YYYY-MM, FY2040, CY2040, YYYY-MM..YYYY-MM, or all. */
static int
parse_period(pc_metric_t *self, const char *text)
{
    char first[8] = "";
    if (strcmp(text, "all") == 0) {
        self->first = PC_MONTH_MIN;
        self->last = PC_MONTH_MAX;
        return 1;
    }
    if ((strncmp(text, "FY", 2) == 0 || strncmp(text, "CY", 2) == 0) && strlen(text) == 6
        && strspn(text + 2, "0123456789") == 4) {
        const int year = (int) strtol(text + 2, NULL, 10);
        self->first = PC_MONTH(year, text[0] == 'F' ? 4 : 1);
        self->last = self->first + 11;
        return year >= 1900 && year < 2200;
    }
    if (strlen(text) == 16 && strncmp(text + 7, "..", 2) == 0) {
        memcpy(first, text, 7);
        return pc_month_parse(first, &self->first) == PC_OK
               && pc_month_parse(text + 9, &self->last) == PC_OK
               && self->first <= self->last;
    }
    const int good = pc_month_parse(text, &self->first) == PC_OK;
    self->last = self->first;
    return good;
}

/* The list of periods that a metric is to be had for, or NULL. */
static const pc_json_t *
list_of_periods(const pc_json_t *node)
{
    const pc_json_t *list =
        node->type == PC_JSON_OBJECT ? pc_json_member(node, "periods") : NULL;
    return list != NULL && list->type == PC_JSON_ARRAY && list->child != NULL ? list
                                                                              : NULL;
}

size_t
pc_metric_num_periods(const pc_json_t *node)
{
    const pc_json_t *list = list_of_periods(node);
    return list != NULL ? pc_json_size(list) : 1;
}

static void
read_period(pc_metric_t *self, const pc_json_t *item, pc_diags_t *diags)
{
    self->when = item;
    if (!parse_period(self, item->string)) {
        pc_json_report(diags, PC_ERROR, item,
            "%.40s is not a period: a month YYYY-MM, a year FY2040 or CY2040, months "
            "YYYY-MM..YYYY-MM, or all",
            item->string);
        self->first = self->last = PC_MONTH_NONE;
        return;
    }
    snprintf(self->period, sizeof(self->period), "%s", item->string);
}

/* `period`, or `periods`, which are read when the metric is expanded. */
static void
read_time(pc_metric_t *self, const pc_json_t *node, pc_diags_t *diags)
{
    const pc_json_t *several = pc_json_member(node, "periods");
    if (several == NULL) {
        const pc_json_t *item = pc_json_expect(node, "period", PC_JSON_STRING, 1, diags);
        if (item != NULL) {
            read_period(self, item, diags);
        }
        return;
    }
    if (pc_json_member(node, "period") != NULL) {
        pc_json_report(
            diags, PC_ERROR, several, "a metric has `period` or `periods`, not both");
    }
    if (list_of_periods(node) == NULL) {
        pc_json_report(diags, PC_ERROR, several,
            "`periods` is a list of periods, e.g. [\"FY2030\", \"FY2035\"]");
    }
}

/* tests and FY2030 is tests_FY2030; the dots of a range become one `_`. */
static void
add_to_name(pc_metric_t *self, pc_diags_t *diags)
{
    char text[sizeof(self->name) + sizeof(self->period) + 1];
    snprintf(text, sizeof(text), "%s_%s", self->name, self->period);
    char *dots = strstr(text, "..");
    if (dots != NULL) {
        *dots = '_';
        memmove(dots + 1, dots + 2, strlen(dots + 2) + 1);
    }
    if (self->name[0] == '\0') {
        return;
    }
    if (strlen(text) > PC_METRIC_NAME_MAX) {
        pc_json_report(diags, PC_ERROR, self->when,
            "with its period the name has more than %d letters: %s", PC_METRIC_NAME_MAX,
            text);
        return;
    }
    memcpy(self->name, text, strlen(text) + 1);
}

void
pc_metric_expand(pc_metric_t *self, size_t num, pc_diags_t *diags)
{
    const pc_json_t *list = list_of_periods(self->node);
    const pc_metric_t base = *self;
    const pc_json_t *p = list != NULL ? list->child : NULL;
    for (size_t k = 0; k < num && p != NULL; k++, p = p->next) {
        self[k] = base;
        if (p->type != PC_JSON_STRING) {
            pc_json_report(diags, PC_ERROR, p, "a period is a text, e.g. \"FY2030\"");
            continue;
        }
        read_period(&self[k], p, diags);
        if (self[k].period[0] != '\0' && base.stat != PC_STAT_MONTH) {
            add_to_name(&self[k], diags);
        }
    }
}

static void
read_stat(pc_metric_t *self, const pc_json_t *node, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(node, "stat", PC_JSON_STRING, 0, diags);
    if (item == NULL) {
        const pc_aggregate rule = self->variable == PC_V_NONE
                                      ? PC_AGG_SUM
                                      : pc_variable_table[self->variable].aggregate;
        self->stat = rule == PC_AGG_SUM    ? PC_STAT_SUM
                     : rule == PC_AGG_LAST ? PC_STAT_LAST
                                           : PC_STAT_MEAN;
        return;
    }
    const int found = pc_json_choice(item, pc_stat_names, PC_STAT_MONTH, diags);
    if (found >= 0) {
        self->stat = (pc_stat) found;
    }
    if (found == PC_STAT_SUM && self->variable != PC_V_NONE
        && pc_variable_table[self->variable].aggregate != PC_AGG_SUM) {
        pc_json_report(diags, PC_ERROR, item,
            "%s is not a flow, so months of it do not add up: take mean, last, max or "
            "min",
            pc_variable_table[self->variable].name);
    }
}

static void
read_region(pc_metric_t *self, const pc_json_t *node, pc_diags_t *diags)
{
    const pc_json_t *item = pc_json_expect(node, "region", PC_JSON_STRING, 0, diags);
    if (item == NULL || strcmp(item->string, "JP") == 0) {
        return;
    }
    const char *text = item->string;
    if (strncmp(text, "JP-", 3) == 0 && strlen(text) == 5
        && strspn(text + 3, "0123456789") == 2) {
        self->region = (int) strtol(text + 3, NULL, 10);
    }
    if (self->region < 1 || self->region > PC_NUM_REGIONS) {
        self->region = 0;
        pc_json_report(diags, PC_ERROR, item, "%.40s is not JP or JP-01 to JP-47", text);
    } else if (self->variable != PC_V_NONE
               && pc_variable_table[self->variable].regional < 0) {
        pc_json_report(diags, PC_ERROR, item, "%s is given for the nation (JP) alone",
            pc_variable_table[self->variable].name);
        self->region = 0;
    }
}

/* `{"milestone": ID}`, or a variable with at_least or at_most. */
static void
read_milestone(pc_metric_t *self, const pc_json_t *node, const pc_scenario_t *scenario,
    pc_diags_t *diags)
{
    self->stat = PC_STAT_MONTH;
    if (pc_json_member(node, "milestone") == NULL) {
        const int most = pc_json_member(node, "at_most") != NULL;
        const pc_json_t *item = pc_json_expect(
            node, most ? "at_most" : "at_least", PC_JSON_NUMBER, 1, diags);
        self->variable = pc_variable_read(node, diags);
        self->at_most = most;
        self->threshold = item != NULL ? item->number : 0;
        return;
    }
    const pc_json_t *item = pc_json_expect(node, "milestone", PC_JSON_STRING, 1, diags);
    if (item == NULL || scenario == NULL) {
        return;
    }
    const char *names[PC_MAX_MILESTONES];
    for (size_t k = 0; k < scenario->num_milestones; k++) {
        const pc_milestone_t *m = &scenario->milestones[k];
        names[k] = m->id;
        if (strcmp(m->id, item->string) == 0) {
            self->variable = m->variable;
            self->at_most = !m->at_least;
            self->threshold = m->threshold;
            return;
        }
    }
    const char *near = pc_nearest_name(item->string, names, scenario->num_milestones);
    pc_json_report(
        diags, PC_ERROR, item, "the scenario has no milestone %.40s", item->string);
    pc_diags_did_you_mean(diags, near);
}

void
pc_metric_read(pc_metric_t *self, const pc_json_t *node, const pc_scenario_t *scenario,
    pc_diags_t *diags)
{
    static const char *const of_periods[] = { "name", "variable", "period", "stat",
        "region", "periods" };
    static const char *const of_milestones[] = { "name", "milestone" };
    static const char *const of_least[] = { "name", "variable", "at_least" };
    static const char *const of_most[] = { "name", "variable", "at_most" };
    memset(self, 0, sizeof(*self));
    self->node = node;
    self->variable = PC_V_NONE;
    self->first = self->last = PC_MONTH_NONE;
    if (node->type != PC_JSON_OBJECT) {
        pc_json_report(diags, PC_ERROR, node, "a metric is an object, not %s",
            pc_diags_text(diags, pc_json_type_name(node->type)));
        return;
    }
    const int milestone = pc_json_member(node, "milestone") != NULL;
    const int most = pc_json_member(node, "at_most") != NULL;
    const int least = pc_json_member(node, "at_least") != NULL;
    if (milestone) {
        pc_json_check_keys(node, of_milestones, 2, diags);
    } else if (most || least) {
        pc_json_check_keys(node, most ? of_most : of_least, 3, diags);
    } else {
        pc_json_check_keys(node, of_periods, 6, diags);
    }
    read_name(self, node, diags);
    if (milestone || most || least) {
        read_milestone(self, node, scenario, diags);
        return;
    }
    self->variable = pc_variable_read(node, diags);
    read_time(self, node, diags);
    read_stat(self, node, diags);
    read_region(self, node, diags);
}

pc_status
pc_metric_restore(pc_metric_t *self, const char *variable, const char *period,
    const char *stat, const char *region)
{
    memset(self, 0, sizeof(*self));
    self->variable = pc_variable_find(variable);
    self->stat = PC_NUM_STATS;
    for (int k = 0; k < PC_NUM_STATS; k++) {
        if (strcmp(stat, pc_stat_names[k]) == 0) {
            self->stat = (pc_stat) k;
        }
    }
    if (self->variable == PC_V_NONE || self->stat == PC_NUM_STATS) {
        return PC_ERR_INPUT;
    }
    if (strncmp(region, "JP-", 3) == 0) {
        self->region = (int) strtol(region + 3, NULL, 10);
        if (self->region < 1 || self->region > PC_NUM_REGIONS
            || pc_variable_table[self->variable].regional < 0) {
            return PC_ERR_INPUT;
        }
    }
    if (self->stat == PC_STAT_MONTH) {
        self->at_most = period[0] == '<';
        return strlen(period) > 2 ? pc_number_parse(period + 2, &self->threshold)
                                  : PC_ERR_INPUT;
    }
    snprintf(self->period, sizeof(self->period), "%s", period);
    return parse_period(self, period) ? PC_OK : PC_ERR_INPUT;
}

void
pc_metric_period(const pc_metric_t *self, char *text, size_t size)
{
    char number[PC_NUMBER_SIZE];
    pc_number_format(self->threshold, number);
    if (self->stat == PC_STAT_MONTH) {
        snprintf(text, size, "%s%s", self->at_most ? "<=" : ">=", number);
    } else {
        snprintf(text, size, "%s", self->period);
    }
}

void
pc_metric_check_period(
    const pc_metric_t *self, pc_month start, pc_month end, pc_diags_t *diags)
{
    char from[8], to[8];
    if (self->stat == PC_STAT_MONTH || self->period[0] == '\0'
        || strcmp(self->period, "all") == 0) {
        return;
    }
    pc_month_format(start, from);
    pc_month_format(end, to);
    if (self->last < start || self->first > end) {
        pc_json_report(diags, PC_ERROR, self->when, "%s lies outside the run, %s to %s",
            self->period, from, to);
    } else if (self->first < start || self->last > end) {
        pc_json_report(diags, PC_WARNING, self->when,
            "%s lies only partly in the run, %s to %s: the months in it are counted",
            self->period, from, to);
    }
}

int
pc_period_months(const char *period)
{
    pc_metric_t metric = { .stat = PC_STAT_SUM };
    return strcmp(period, "all") != 0 && parse_period(&metric, period)
               ? (int) (metric.last - metric.first) + 1
               : 0;
}

int
pc_metric_months(const pc_metric_t *self, pc_month start, pc_month end)
{
    const pc_month first = self->first > start ? self->first : start,
                   last = self->last < end ? self->last : end;
    return self->stat == PC_STAT_MONTH || last < first ? 0 : (int) (last - first) + 1;
}

void
pc_metric_describe(const pc_metric_t *self, char *text, size_t size)
{
    const char *variable =
        self->variable < PC_NUM_VARIABLES ? pc_variable_table[self->variable].name : "";
    char number[PC_NUMBER_SIZE], region[24] = "JP";
    if (self->stat == PC_STAT_MONTH) {
        pc_number_format(self->threshold, number);
        snprintf(text, size, "month in which %s is %s %s", variable,
            self->at_most ? "at most" : "at least", number);
        return;
    }
    if (self->region > 0) {
        snprintf(region, sizeof(region), "JP-%02d", self->region);
    }
    snprintf(text, size, "%s of %s in %s, %s", pc_stat_names[self->stat], variable,
        self->period, region);
}
