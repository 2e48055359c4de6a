#include "analysis/compare/differences.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "scenario/text/json_write.h"

/* A growing text; `out` NULL if out of memory. */
typedef struct {
    char *text;
    size_t size;
    FILE *out;
} memo_t;

static int
memo_open(memo_t *memo)
{
    memo->text = NULL;
    memo->out = open_memstream(&memo->text, &memo->size);
    return memo->out != NULL;
}

/* The text, to be freed; NULL if out of memory. */
static char *
memo_close(memo_t *memo)
{
    const int failed = ferror(memo->out);
    if (fclose(memo->out) != 0 || failed) {
        free(memo->text);
        return NULL;
    }
    return memo->text;
}

static char *
copy(const char *text)
{
    return strdup(text != NULL ? text : "");
}

static void
item_free(pc_difference_t *item)
{
    free(item->name);
    for (int k = 0; k < 2; k++) {
        free(item->value[k]);
        free(item->kind[k]);
        free(item->source[k]);
        free(item->words[k]);
    }
    free(item->en);
    free(item->ja);
}

/* Takes over `item` if it is whole and says something. */
static pc_status
add(pc_differences_t *self, pc_difference_t *item)
{
    const int whole = item->name && item->value[0] && item->value[1] && item->kind[0]
                      && item->kind[1] && item->source[0] && item->source[1] && item->en
                      && item->ja;
    pc_status status = whole ? PC_OK : PC_ERR_NOMEM;
    if (whole) {
        item->same_value = strcmp(item->value[0], item->value[1]) == 0;
        if (item->same_value && strcmp(item->kind[0], item->kind[1]) == 0
            && strcmp(item->source[0], item->source[1]) == 0) {
            item_free(item);
            return PC_OK;
        }
        if (self->num == self->capacity) {
            const size_t capacity = 2 * self->capacity + 16;
            pc_difference_t *items =
                realloc(self->items, capacity * sizeof(*self->items));
            if (items != NULL) {
                self->items = items;
                self->capacity = capacity;
            }
            status = items != NULL ? PC_OK : PC_ERR_NOMEM;
        }
    }
    if (status == PC_OK) {
        self->items[self->num++] = *item;
    } else {
        item_free(item);
    }
    return status;
}

static pc_status
add_plain(pc_differences_t *self, const char *what, const char *name, const char *a,
    const char *b, const char *en)
{
    pc_difference_t item = { .what = what,
        .name = copy(name),
        .unit = "",
        .value = { copy(a), copy(b) },
        .kind = { copy(""), copy("") },
        .source = { copy(""), copy("") },
        .en = copy(en),
        .ja = copy(pc_text(PC_LANG_JA, en)) };
    return add(self, &item);
}

/* --- run and data --- */

static pc_status
compare_run(pc_differences_t *self, const pc_scenario_t *a, const pc_scenario_t *b)
{
    static const struct {
        const char *name, *en;
    } rows[] = { { "start", N_("first simulated month") },
        { "end", N_("last simulated month") },
        { "mode", N_("expected values, or chance") },
        { "seed", N_("seed of all chance") },
        { "draws", N_("draws of the uncertain parameters") },
        { "replicates", N_("runs with other luck") } };
    const pc_scenario_t *const pair[2] = { a, b };
    char text[6][2][32];
    for (int k = 0; k < 2; k++) {
        pc_month_format(pair[k]->start, text[0][k]);
        pc_month_format(pair[k]->end, text[1][k]);
        snprintf(text[2][k], 32, "%s", pc_mode_names[pair[k]->mode]);
        snprintf(text[3][k], 32, "%" PRIu64, pair[k]->seed);
        snprintf(text[4][k], 32, "%zu", pair[k]->draws);
        snprintf(text[5][k], 32, "%zu", pair[k]->replicates);
    }
    pc_status status = PC_OK;
    for (int r = 0; r < 6 && status == PC_OK; r++) {
        status =
            add_plain(self, "run", rows[r].name, text[r][0], text[r][1], rows[r].en);
    }
    return status;
}

static const pc_input_file_t *
find_input(const pc_scenario_t *scenario, const char *role)
{
    for (size_t k = 0; k < scenario->num_inputs; k++) {
        if (strcmp(scenario->inputs[k].role, role) == 0) {
            return &scenario->inputs[k];
        }
    }
    return NULL;
}

/* A file with the same bytes under another name is the same data. */
static pc_status
compare_data(pc_differences_t *self, const pc_scenario_t *a, const pc_scenario_t *b)
{
    static const struct {
        const char *role, *en;
    } rows[] = { { "hospitals", N_("table of hospitals") },
        { "tier_changes", N_("dated changes of tier") },
        { "prefectures", N_("table of prefectures") },
        { "observations", N_("published facts, drawn in plots only") } };
    pc_status status = PC_OK;
    for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]) && status == PC_OK; r++) {
        const pc_input_file_t *x = find_input(a, rows[r].role);
        const pc_input_file_t *y = find_input(b, rows[r].role);
        if ((x == NULL) == (y == NULL)
            && (x == NULL || strcmp(x->sha256, y->sha256) == 0)) {
            continue;
        }
        char text[2][512] = { "", "" };
        const pc_input_file_t *const pair[2] = { x, y };
        for (int k = 0; k < 2; k++) {
            if (pair[k] != NULL) {
                const char *slash = strrchr(pair[k]->path, '/');
                snprintf(text[k], sizeof(text[k]), "%.400s (sha256 %.12s)",
                    slash != NULL ? slash + 1 : pair[k]->path, pair[k]->sha256);
            }
        }
        status = add_plain(self, "data", rows[r].role, text[0], text[1], rows[r].en);
    }
    return status;
}

/* --- parameters --- */

static char *
parameter_text(const pc_param_def_t *def)
{
    memo_t memo;
    char month[8];
    if (!memo_open(&memo)) {
        return NULL;
    }
    for (size_t k = 0; k < def->num_points; k++) {
        pc_month_format(def->months[k], month);
        fprintf(memo.out, "%s%s: ", k > 0 ? "; " : "", month);
        pc_param_value_write(memo.out, def->which, def->points[k]);
    }
    if (def->num_points > 0) {
        fputs(def->linear ? " (linear)" : " (step)", memo.out);
    } else if (def->has_value) {
        pc_param_value_write(memo.out, def->which, def->value);
    }
    if (def->dist.type != PC_DIST_NONE) {
        fputs(" [", memo.out);
        pc_value_write_dist(memo.out, def);
        fputc(']', memo.out);
    }
    for (size_t k = 0; k < def->num_steps; k++) {
        pc_month_format(def->steps[k].from, month);
        fprintf(memo.out, "; from %s: ", month);
        pc_param_value_write(memo.out, def->which, def->steps[k].value);
        fputs(def->steps[k].exact ? " (exact)" : "", memo.out);
    }
    return memo_close(&memo);
}

static pc_status
compare_parameter(
    pc_differences_t *self, const pc_param_def_t *a, const pc_param_def_t *b)
{
    const pc_param_info_t *info = &pc_param_table[a->which];
    const pc_param_def_t *const pair[2] = { a, b };
    pc_difference_t item = { .what = "parameter",
        .name = copy(info->name),
        .unit = info->unit != NULL ? info->unit : "",
        .en = copy(info->en),
        .ja = copy(info->ja) };
    for (int k = 0; k < 2; k++) {
        const char *source = pair[k]->source != NULL ? pair[k]->source : pair[k]->note;
        source = source == NULL && pair[k]->node == NULL ? info->source : source;
        item.value[k] = parameter_text(pair[k]);
        item.kind[k] = copy(pc_param_kind_names[pair[k]->kind]);
        item.source[k] = copy(source);
    }
    return add(self, &item);
}

/* --- case groups and rules --- */

static const pc_json_t *
find_id(const pc_json_t *list, const char *id)
{
    for (const pc_json_t *p = list != NULL ? list->child : NULL; p != NULL;
         p = p->next) {
        const pc_json_t *own = pc_json_member(p, "id");
        if (own != NULL && own->type == PC_JSON_STRING && strcmp(own->string, id) == 0) {
            return p;
        }
    }
    return NULL;
}

static const char *
string_member(const pc_json_t *item, const char *key)
{
    const pc_json_t *member = pc_json_member(item, key);
    return member != NULL && member->type == PC_JSON_STRING ? member->string : "";
}

/* All members but names, titles, sources and notes, each once, in a fixed order. */
static char *
element_text(const pc_json_t *item, const char *const *keys)
{
    memo_t memo;
    const char *comma = "";
    if (!memo_open(&memo)) {
        return NULL;
    }
    for (; *keys != NULL; keys++) {
        const pc_json_t *member = pc_json_member(item, *keys);
        if (member != NULL && member->type != PC_JSON_NULL) {
            fprintf(memo.out, "%s%s ", comma, *keys);
            if (member->type == PC_JSON_STRING) {
                fputs(member->string, memo.out);
            } else {
                pc_json_write(memo.out, member);
            }
            comma = "; ";
        }
    }
    return memo_close(&memo);
}

static pc_status
compare_element(pc_differences_t *self, const char *what, const char *const *keys,
    const char *id, const pc_json_t *a, const pc_json_t *b)
{
    const pc_json_t *const pair[2] = { a, b };
    const pc_json_t *title = pc_json_member(b != NULL ? b : a, "title");
    pc_difference_t item = { .what = what,
        .name = copy(id),
        .unit = "",
        .en = copy(string_member(title, "en")),
        .ja = copy(string_member(title, "ja")) };
    for (int k = 0; k < 2; k++) {
        item.value[k] = element_text(pair[k], keys);
        item.kind[k] = copy(string_member(pair[k], "kind"));
        item.source[k] = copy(string_member(pair[k], "source"));
    }
    return add(self, &item);
}

static pc_status
compare_elements(pc_differences_t *self, const char *what, const char *const *keys,
    const pc_json_t *a, const pc_json_t *b)
{
    pc_status status = PC_OK;
    for (const pc_json_t *p = a != NULL ? a->child : NULL; p != NULL && status == PC_OK;
         p = p->next) {
        const char *id = string_member(p, "id");
        status = compare_element(self, what, keys, id, p, find_id(b, id));
    }
    for (const pc_json_t *p = b != NULL ? b->child : NULL; p != NULL && status == PC_OK;
         p = p->next) {
        const char *id = string_member(p, "id");
        if (find_id(a, id) == NULL) {
            status = compare_element(self, what, keys, id, NULL, p);
        }
    }
    return status;
}

static pc_status
compare_groups(pc_differences_t *self, const pc_scenario_t *a, const pc_scenario_t *b)
{
    static const char *const keys[] = { "share", "secondary_finding", "none",
        "approved_cdx", "guideline", "trial", "matched", "trend", NULL };
    const int own_a = !a->groups[0].from_params, own_b = !b->groups[0].from_params;
    pc_status status = PC_OK;
    if (own_a && own_b && a->groups_month != b->groups_month) {
        char text[2][8];
        pc_month_format(a->groups_month, text[0]);
        pc_month_format(b->groups_month, text[1]);
        status = add_plain(self, "case_groups", "case_groups_month", text[0], text[1],
            N_("month at which the groups' shares hold"));
    }
    if (status == PC_OK) {
        status = compare_elements(self, "case_groups", keys,
            own_a ? pc_json_member(a->tree, "case_groups") : NULL,
            own_b ? pc_json_member(b->tree, "case_groups") : NULL);
    }
    return status;
}

pc_status
pc_differences_init(
    pc_differences_t *self, const pc_scenario_t *a, const pc_scenario_t *b)
{
    static const char *const keys[] = { "effective", "since", "until", "adoption",
        "omit_when", NULL };
    memset(self, 0, sizeof(*self));
    pc_status status = compare_run(self, a, b);
    if (status == PC_OK) {
        status = compare_data(self, a, b);
    }
    for (int k = 0; k < PC_NUM_PARAMS && status == PC_OK; k++) {
        status = compare_parameter(self, &a->params[k], &b->params[k]);
    }
    if (status == PC_OK) {
        status = compare_groups(self, a, b);
    }
    if (status == PC_OK) {
        status = compare_elements(self, "omission_rule", keys,
            pc_json_member(a->tree, "omission_rules"),
            pc_json_member(b->tree, "omission_rules"));
    }
    return status;
}

void
pc_differences_free(pc_differences_t *self)
{
    for (size_t k = 0; k < self->num; k++) {
        item_free(&self->items[k]);
    }
    free(self->items);
    memset(self, 0, sizeof(*self));
}
