#include "tools/option_values.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Draws, and replicates, of one run: as the reader of scenarios has it. */
#define PC_MOST_RUNS 10000000

const char *
pc_option_choices(int code)
{
    switch (code) {
    case OPT_MODE:
        return "expected|stochastic";
    case OPT_LANG:
        return "en|ja";
    case OPT_SHARD:
        return "auto";
    case OPT_METHOD:
        return "sobol|morris|rank";
    case OPT_PART:
        return "sum|curves|backtest|date|pace|capacity|all";
    case OPT_ONLY: /* as in plots/draw.sh */
        return "sites|tests|panels|hours|map|curve|milestone|record|compare|sensitivity";
    default:
        return NULL;
    }
}

static int
is_choice(int code, const char *value)
{
    const size_t length = strlen(value);
    const char *choices = pc_option_choices(code);
    for (;;) {
        const size_t next = strcspn(choices, "|");
        if (next == length && strncmp(choices, value, length) == 0) {
            return 1;
        }
        if (choices[next] == '\0') {
            return 0;
        }
        choices += next + 1;
    }
}

static int
add_set(pc_options_t *self, const char *text)
{
    if (self->num_sets == PC_MAX_SETS) {
        return -1;
    }
    self->sets[self->num_sets++] = text;
    return 0;
}

static int
add_until(pc_options_t *self, const char *text)
{
    if (self->num_until == PC_MAX_UNTIL) {
        return -1;
    }
    self->until[self->num_until++] = text;
    return 0;
}

static int
add_samples(pc_options_t *self, const char *text)
{
    if (self->num_samples == PC_MAX_SAMPLES) {
        return -1;
    }
    self->samples[self->num_samples++] = text;
    return 0;
}

/* --mode expected is --set mode=expected. */
static int
add_pair(pc_options_t *self, const char *name, const char *value)
{
    const size_t size = strlen(name) + strlen(value) + 2;
    char *text = malloc(size);
    if (text == NULL || self->num_owned == PC_MAX_SETS) {
        free(text);
        return -1;
    }
    snprintf(text, size, "%s=%s", name, value);
    self->owned[self->num_owned++] = text;
    return add_set(self, text);
}

static int
is_whole(const char *text, unsigned long long least, unsigned long long most)
{
    errno = 0;
    const unsigned long long number = strtoull(text, NULL, 10);
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0' && errno == 0
           && number >= least && number <= most;
}

static int
read_count(const char *text, unsigned long least, uint32_t *value)
{
    if (!is_whole(text, least, UINT32_MAX)) {
        return -1;
    }
    *value = (uint32_t) strtoul(text, NULL, 10);
    return 0;
}

/* --save-state YYYY-MM=FILE */
static int
read_save(pc_options_t *self, char *text)
{
    pc_month month;
    if (strlen(text) < 9 || text[7] != '=') {
        return -1;
    }
    text[7] = '\0';
    if (pc_month_parse(text, &month) != PC_OK) {
        text[7] = '='; /* for the message */
        return -1;
    }
    self->save_month = text;
    self->save_file = text + 8;
    return 0;
}

/* Options without a value, and what they set. */
static const struct {
    size_t field;
    int code, value;
} flags[] = {
    { offsetof(pc_options_t, help), 'h', 1 },
    { offsetof(pc_options_t, bom), OPT_BOM, 1 },
    { offsetof(pc_options_t, bom), OPT_NO_BOM, -1 },
    { offsetof(pc_options_t, plots), OPT_NO_PLOTS, 0 },
    { offsetof(pc_options_t, plots), OPT_PLOTS, 2 },
    { offsetof(pc_options_t, json), OPT_JSON, 1 },
    { offsetof(pc_options_t, markdown), OPT_MARKDOWN, 1 },
    { offsetof(pc_options_t, curve), OPT_CURVE, 1 },
    { offsetof(pc_options_t, shared), OPT_SHARED, 1 },
    { offsetof(pc_options_t, no_explorer), OPT_NO_EXPLORER, 1 },
    { offsetof(pc_options_t, explain), OPT_EXPLAIN, 1 },
    { offsetof(pc_options_t, hosts), OPT_HOSTS, 1 },
    { offsetof(pc_options_t, dry_run), OPT_DRY_RUN, 1 },
    { offsetof(pc_options_t, allow_biased), OPT_ALLOW_BIASED, 1 },
    { offsetof(pc_options_t, csv), OPT_CSV, 1 },
    { offsetof(pc_options_t, iamc), OPT_IAMC, 1 },
    { offsetof(pc_options_t, quiet), OPT_QUIET, 1 },
};

static void
take_flag(pc_options_t *self, int code)
{
    for (size_t k = 0; k < sizeof(flags) / sizeof(flags[0]); k++) {
        if (flags[k].code == code) {
            *(int *) (void *) ((char *) self + flags[k].field) = flags[k].value;
        }
    }
}

/* --shard K/N|auto */
static int
read_shard(pc_options_t *self, const char *text)
{
    char first[16];
    self->shard_auto = strcmp(text, "auto") == 0;
    if (self->shard_auto) {
        self->shard = self->num_shards = 0;
        return 0;
    }
    const size_t length = strcspn(text, "/");
    if (text[length] != '/' || length >= sizeof(first)) {
        return -1;
    }
    memcpy(first, text, length);
    first[length] = '\0';
    return read_count(first, 1, &self->shard)
           || read_count(text + length + 1, 1, &self->num_shards)
           || self->shard > self->num_shards;
}

/* --point STORE:NUMBER */
static int
read_point(const char *text)
{
    const char *colon = strrchr(text, ':');
    return colon == NULL || colon == text || !is_whole(colon + 1, 1, SIZE_MAX);
}

/* An option of sweeps and their stores. Nonzero if the value is not what it wants. */
static int
take_sweep(pc_options_t *self, int code, char *value)
{
    switch (code) {
    case OPT_SHARD:
        return read_shard(self, value);
    case OPT_LOG:
        self->log = value;
        return 0;
    default:
        self->point = value;
        return read_point(value);
    }
}

/* An option of the sensitivity of a sweep. Nonzero if the value is not what it wants. */
static int
take_sensitivity(pc_options_t *self, int code, const char *value)
{
    const int group = code == OPT_GROUP;
    size_t *num = group ? &self->num_groups : &self->num_metrics;
    if (code == OPT_METHOD) {
        self->method = value;
        return !is_choice(code, value);
    }
    if (code == OPT_LEVEL) {
        return read_count(value, 50, &self->level) || self->level > 99;
    }
    if (code == OPT_RESAMPLES) {
        return read_count(value, 0, &self->resamples) || self->resamples > 100000;
    }
    if (*num == PC_MAX_NAMED || (group && strchr(value, '=') == NULL)) {
        return -1;
    }
    (group ? self->groups : self->metrics)[(*num)++] = value;
    return 0;
}

/* An option that says what to run. Nonzero if the value is not what it wants. */
static int
take_run(pc_options_t *self, int code, char *value)
{
    switch (code) {
    case 'n':
        return !is_whole(value, 1, PC_MOST_RUNS) || add_pair(self, "replicates", value);
    case OPT_MODE:
        return !is_choice(code, value) || add_pair(self, "mode", value);
    case OPT_SEED:
        return !is_whole(value, 0, UINT64_MAX) || add_pair(self, "seed", value);
    case OPT_DRAWS:
        return !is_whole(value, 0, PC_MOST_RUNS) || add_pair(self, "draws", value);
    case OPT_DRAW:
        return read_count(value, 0, &self->draw);
    case OPT_REPLICATE:
        return read_count(value, 1, &self->replicate);
    case OPT_SET:
        return add_set(self, value);
    case OPT_UNTIL_MCSE:
        return strchr(value, '=') == NULL || add_until(self, value);
    case OPT_SAMPLES:
        return add_samples(self, value);
    case OPT_THREADS:
        return read_count(value, 1, &self->threads) || self->threads > 256;
    case OPT_SAVE_STATE:
        return read_save(self, value);
    default:
        self->from_state = value;
        return 0;
    }
}

/* An option that says what to show. Nonzero if the value is not what it wants. */
static int
take_view(pc_options_t *self, int code, char *value)
{
    double unused;
    switch (code) {
    case 'o':
        self->output = value;
        return value[0] == '\0';
    case OPT_LANG:
        self->lang = value;
        return !is_choice(code, value);
    case OPT_ONLY:
        self->only = value;
        return 0;
    case OPT_YEAR:
        return read_count(value, 2018, &self->year) || self->year > 2199;
    case OPT_DAYS:
        return read_count(value, 1, &self->days) || self->days > 365;
    case OPT_LIMIT:
        return read_count(value, 1, &self->limit) || self->limit > 1000;
    case OPT_TARGET:
        self->target = value;
        return 0;
    case OPT_FROM:
        self->from = value;
        return pc_date_parse(value, &unused) != PC_OK;
    case OPT_CEILING:
        return read_count(value, 1, &self->ceiling);
    case OPT_BY:
        return pc_month_parse(value, &self->by) != PC_OK;
    default:
        self->part = value;
        return 0;
    }
}

int
pc_option_take(pc_options_t *self, int code, unsigned group, char *value)
{
    if (value == NULL) {
        take_flag(self, code);
        return 0;
    }
    if (group & (PC_OPT_SWEEP | PC_OPT_POINT)) {
        return take_sweep(self, code, value);
    }
    if (group == PC_OPT_SENSITIVITY) {
        return take_sensitivity(self, code, value);
    }
    const unsigned runs = PC_OPT_RUN | PC_OPT_SET | PC_OPT_STATE | PC_OPT_PAST
                          | PC_OPT_THREADS | PC_OPT_UNTIL;
    return group & runs ? take_run(self, code, value) : take_view(self, code, value);
}
