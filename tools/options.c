#include "tools/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tools/option_use.h"
#include "tools/option_values.h"

typedef struct {
    struct option option;
    unsigned group;    /* PC_OPT_*; 0 for every command */
    const char *wants; /* the values it takes, for messages */
} known_option_t;

#define COUNT N_("a whole number from 1 to 4294967295")
#define RUNS N_("a whole number from 1 to 10000000")

static const known_option_t known[] = {
    { { "help", no_argument, NULL, 'h' }, 0, NULL },
    { { "quiet", no_argument, NULL, OPT_QUIET }, 0, NULL },
    { { "output", required_argument, NULL, 'o' }, PC_OPT_OUTPUT, N_("a folder") },
    { { "mode", required_argument, NULL, OPT_MODE }, PC_OPT_RUN,
        N_("expected or stochastic") },
    { { "seed", required_argument, NULL, OPT_SEED }, PC_OPT_RUN,
        N_("a whole number from 0 to 18446744073709551615") },
    { { "replicates", required_argument, NULL, 'n' }, PC_OPT_RUN | PC_OPT_REPLICATES,
        RUNS },
    { { "draws", required_argument, NULL, OPT_DRAWS }, PC_OPT_RUN,
        N_("a whole number from 0 to 10000000") },
    { { "draw", required_argument, NULL, OPT_DRAW }, PC_OPT_RUN,
        N_("a whole number from 0 to 4294967295") },
    { { "replicate", required_argument, NULL, OPT_REPLICATE }, PC_OPT_RUN, COUNT },
    { { "set", required_argument, NULL, OPT_SET }, PC_OPT_SET,
        N_("NAME=VALUE, at most 256 times") },
    { { "save-state", required_argument, NULL, OPT_SAVE_STATE }, PC_OPT_STATE,
        N_("YYYY-MM=FILE") },
    { { "from-state", required_argument, NULL, OPT_FROM_STATE }, PC_OPT_PAST,
        N_("a file") },
    { { "lang", required_argument, NULL, OPT_LANG }, 0, N_("en or ja") },
    { { "bom", no_argument, NULL, OPT_BOM }, PC_OPT_BOM, NULL },
    { { "no-bom", no_argument, NULL, OPT_NO_BOM }, PC_OPT_BOM, NULL },
    { { "no-plots", no_argument, NULL, OPT_NO_PLOTS }, PC_OPT_PLOTS, NULL },
    { { "plots", no_argument, NULL, OPT_PLOTS }, PC_OPT_PLOTS, NULL },
    { { "json", no_argument, NULL, OPT_JSON }, PC_OPT_JSON, NULL },
    { { "markdown", no_argument, NULL, OPT_MARKDOWN }, PC_OPT_MARKDOWN, NULL },
    { { "curve", no_argument, NULL, OPT_CURVE }, PC_OPT_CURVE, NULL },
    { { "year", required_argument, NULL, OPT_YEAR }, PC_OPT_CURVE,
        N_("a fiscal year, e.g. 2030 (April 2030 to March 2031)") },
    { { "days", required_argument, NULL, OPT_DAYS }, PC_OPT_CURVE | PC_OPT_MILESTONE,
        N_("a number of days from 1 to 365") },
    { { "hosts", no_argument, NULL, OPT_HOSTS }, PC_OPT_HOSTS, NULL },
    { { "limit", required_argument, NULL, OPT_LIMIT }, PC_OPT_HOSTS,
        N_("per cent, a whole number from 1 to 1000") },
    { { "target", required_argument, NULL, OPT_TARGET }, PC_OPT_MILESTONE,
        N_("one result and threshold, e.g. 'Sites|Total>=460'") },
    { { "from", required_argument, NULL, OPT_FROM }, PC_OPT_MILESTONE,
        N_("a date, YYYY-MM-DD or YYYY-MM") },
    { { "ceiling", required_argument, NULL, OPT_CEILING }, PC_OPT_MILESTONE, COUNT },
    { { "by", required_argument, NULL, OPT_BY }, PC_OPT_MILESTONE | PC_OPT_SENSITIVITY,
        N_("a month, YYYY-MM") },
    { { "part", required_argument, NULL, OPT_PART }, PC_OPT_MILESTONE,
        N_("sum, curves, backtest, date, pace, capacity or all") },
    { { "threads", required_argument, NULL, OPT_THREADS }, PC_OPT_THREADS,
        N_("a whole number from 1 to 256") },
    { { "no-explorer", no_argument, NULL, OPT_NO_EXPLORER }, PC_OPT_REPORT, NULL },
    { { "shared", no_argument, NULL, OPT_SHARED }, PC_OPT_COMPARE, NULL },
    { { "explain-difference", no_argument, NULL, OPT_EXPLAIN }, PC_OPT_COMPARE, NULL },
    { { "shard", required_argument, NULL, OPT_SHARD }, PC_OPT_SWEEP,
        N_("K/N, the K-th of N parts, or auto") },
    { { "dry-run", no_argument, NULL, OPT_DRY_RUN }, PC_OPT_SWEEP, NULL },
    { { "allow-biased", no_argument, NULL, OPT_ALLOW_BIASED }, PC_OPT_SWEEP, NULL },
    { { "log", required_argument, NULL, OPT_LOG }, PC_OPT_SWEEP, N_("a file") },
    { { "csv", no_argument, NULL, OPT_CSV }, PC_OPT_EXPORT, NULL },
    { { "iamc", no_argument, NULL, OPT_IAMC }, PC_OPT_EXPORT, NULL },
    { { "point", required_argument, NULL, OPT_POINT }, PC_OPT_POINT,
        N_("STORE:NUMBER, the number of a point from 1") },
    { { "metric", required_argument, NULL, OPT_METRIC }, PC_OPT_SENSITIVITY,
        N_("the name of a metric, at most 64 times") },
    { { "group", required_argument, NULL, OPT_GROUP }, PC_OPT_SENSITIVITY,
        N_("NAME=PARAMETER,PARAMETER..., the name of letters, digits, '-' and '_'") },
    { { "method", required_argument, NULL, OPT_METHOD }, PC_OPT_SENSITIVITY,
        N_("sobol, morris or rank") },
    { { "level", required_argument, NULL, OPT_LEVEL }, PC_OPT_SENSITIVITY,
        N_("per cent, a whole number from 50 to 99") },
    { { "resamples", required_argument, NULL, OPT_RESAMPLES }, PC_OPT_SENSITIVITY,
        N_("a whole number from 0 (no intervals) to 100000") },
    { { "until-mcse", required_argument, NULL, OPT_UNTIL_MCSE }, PC_OPT_UNTIL,
        N_("VARIABLE=VALUE, at most 16 times") },
    { { "samples", required_argument, NULL, OPT_SAMPLES }, PC_OPT_UNTIL,
        N_("the name of a variable, at most 64 times") },
    { { "only", required_argument, NULL, OPT_ONLY }, PC_OPT_ONLY,
        N_("the name of a plot") },
};
#define NUM_KNOWN (sizeof(known) / sizeof(known[0]))

static int __attribute__((format(printf, 2, 3)))
usage_error(const pc_command_t *command, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "panelcast %s: ", command->name);
    va_start(args, format);
    vfprintf(stderr, _(format), args);
    va_end(args);
    fprintf(stderr, _("\nusage: panelcast %s%s%s\n"), command->name,
        command->usage[0] != '\0' ? " " : "", command->usage);
    fprintf(stderr, _("'panelcast %s --help' tells more.\n"), command->name);
    return PC_EXIT_USAGE;
}

const struct option *
pc_option_of(const pc_command_t *command, size_t k)
{
    for (size_t i = 0; i < NUM_KNOWN; i++) {
        if ((known[i].group == 0 || (known[i].group & command->options)) && k-- == 0) {
            return &known[i].option;
        }
    }
    return NULL;
}

static const known_option_t *
find_option(int code)
{
    size_t k = 0;
    while (k + 1 < NUM_KNOWN && known[k].option.val != code) {
        k++;
    }
    return &known[k];
}

const char *
pc_option_name(int code)
{
    return find_option(code)->option.name;
}

/* What getopt_long stopped at: it is the word before the next one, but for a letter. */
static int
option_error(const pc_command_t *command, int code, const char *word,
    const struct option *options, size_t num)
{
    if (code == ':') {
        return usage_error(
            command, "%s needs a value: %s", word, _(find_option(optopt)->wants));
    }
    if (optopt != 0 && strncmp(word, "--", 2) == 0) {
        return usage_error(
            command, "--%s takes no value", find_option(optopt)->option.name);
    }
    if (optopt != 0) {
        return usage_error(command, "there is no option -%c", optopt);
    }
    const char *names[NUM_KNOWN];
    for (size_t k = 0; k < num; k++) {
        names[k] = options[k].name;
    }
    char name[64];
    snprintf(name, sizeof(name), "%.*s", (int) strcspn(word + 2, "="), word + 2);
    const char *near = pc_nearest_name(name, names, num);
    return usage_error(command,
        near ? N_("there is no option --%s; did you mean --%s?")
             : N_("there is no option --%s"),
        name, near);
}

static void
set_defaults(pc_options_t *self)
{
    memset(self, 0, sizeof(*self));
    self->lang = pc_lang_id(pc_language);
    self->plots = 1;
    self->replicate = 1;
    self->year = 2030;
    self->days = 28;
    self->limit = 85;
    self->by = PC_MONTH_NONE;
    self->level = 95;
    self->resamples = 1000;
}

/* `other` is an option that does not go with --point, or NULL. */
static int
check_operands(const pc_options_t *self, const pc_command_t *command, const char *other)
{
    if (self->point != NULL && other != NULL) {
        return usage_error(command,
            "--%s does not go with --point: the store says what the point is, and "
            "nothing "
            "is written",
            other);
    }
    if (self->num_args < command->args_min - (self->point != NULL)) {
        return usage_error(command, "an operand is missing");
    }
    if (self->num_args > command->args_max) {
        return usage_error(
            command, "one operand too many: %s", self->args[command->args_max]);
    }
    char text[512];
    if (pc_find_unread(self, command, text, sizeof(text))) {
        return usage_error(command, "%s", text);
    }
    return PC_EXIT_OK;
}

int
pc_options_parse(pc_options_t *self, const pc_command_t *command, int argc, char **argv)
{
    struct option options[NUM_KNOWN + 1];
    char shorts[16];
    const char *other = NULL; /* an option that does not go with --point */
    size_t num = 0;
    set_defaults(self);
    for (const struct option *o; (o = pc_option_of(command, num)) != NULL; num++) {
        options[num] = *o;
    }
    memset(&options[num], 0, sizeof(options[num]));
    snprintf(shorts, sizeof(shorts), ":h%s%s",
        command->options & PC_OPT_OUTPUT ? "o:" : "",
        command->options & (PC_OPT_RUN | PC_OPT_REPLICATES) ? "n:" : "");
    optind = 0; /* forgets what was read before */
    for (;;) {
        const int code = getopt_long(argc, argv, shorts, options, NULL);
        if (code == -1) {
            break;
        }
        if (code == '?' || code == ':') {
            return option_error(command, code, argv[optind - 1], options, num);
        }
        const known_option_t *option = find_option(code);
        if (option->group != 0 && code != OPT_POINT) {
            other = option->option.name;
        }
        if (pc_note_given(self, code, optarg != NULL)) {
            return usage_error(command, N_("--%s is given twice"), option->option.name);
        }
        errno = 0;
        if (pc_option_take(self, code, option->group, optarg) != 0) {
            if (errno == ENOMEM) {
                fputs(_("panelcast: out of memory\n"), stderr);
                return PC_EXIT_BUG;
            }
            return usage_error(command, N_("--%s wants %s, not '%s'"),
                option->option.name, _(option->wants), optarg);
        }
    }
    self->args = argv + optind;
    self->num_args = argc - optind;
    return self->help ? PC_EXIT_OK : check_operands(self, command, other);
}

void
pc_options_free(pc_options_t *self)
{
    for (size_t k = 0; k < self->num_owned; k++) {
        free(self->owned[k]);
    }
}

void
pc_command_help(const pc_command_t *command, FILE *out)
{
    fprintf(out, _("usage: panelcast %s %s\n\n%s\n"), command->name, command->usage,
        _(command->help));
}
