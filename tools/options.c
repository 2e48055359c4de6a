#include "command.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPT_MODE = 256,
    OPT_SEED,
    OPT_DRAWS,
    OPT_DRAW,
    OPT_REPLICATE,
    OPT_SET,
    OPT_SAVE_STATE,
    OPT_FROM_STATE,
    OPT_LANG,
    OPT_NO_PLOTS,
    OPT_PLOTS,
    OPT_JSON,
    OPT_MARKDOWN,
    OPT_ONLY,
    OPT_QUIET
};

typedef struct {
    struct option option;
    unsigned group; /* PC_OPT_*; 0 for every command */
} known_option_t;

static const known_option_t known[] = {
    { { "help", no_argument, NULL, 'h' }, 0 },
    { { "quiet", no_argument, NULL, OPT_QUIET }, 0 },
    { { "output", required_argument, NULL, 'o' }, PC_OPT_OUTPUT },
    { { "mode", required_argument, NULL, OPT_MODE }, PC_OPT_RUN },
    { { "seed", required_argument, NULL, OPT_SEED }, PC_OPT_RUN },
    { { "replicates", required_argument, NULL, 'n' }, PC_OPT_RUN },
    { { "draws", required_argument, NULL, OPT_DRAWS }, PC_OPT_RUN },
    { { "draw", required_argument, NULL, OPT_DRAW }, PC_OPT_RUN },
    { { "replicate", required_argument, NULL, OPT_REPLICATE }, PC_OPT_RUN },
    { { "set", required_argument, NULL, OPT_SET }, PC_OPT_SET },
    { { "save-state", required_argument, NULL, OPT_SAVE_STATE }, PC_OPT_STATE },
    { { "from-state", required_argument, NULL, OPT_FROM_STATE }, PC_OPT_STATE },
    { { "lang", required_argument, NULL, OPT_LANG }, PC_OPT_LANG },
    { { "no-plots", no_argument, NULL, OPT_NO_PLOTS }, PC_OPT_PLOTS },
    { { "plots", no_argument, NULL, OPT_PLOTS }, PC_OPT_PLOTS },
    { { "json", no_argument, NULL, OPT_JSON }, PC_OPT_JSON },
    { { "markdown", no_argument, NULL, OPT_MARKDOWN }, PC_OPT_MARKDOWN },
    { { "only", required_argument, NULL, OPT_ONLY }, PC_OPT_ONLY },
};
#define NUM_KNOWN (sizeof(known) / sizeof(known[0]))

static int
usage_error(const pc_command_t *command, const char *what, const char *value)
{
    fprintf(stderr, "panelcast %s: %s%s%s\n", command->name, what, value ? ": " : "",
        value ? value : "");
    fprintf(stderr, "usage: panelcast %s %s\n", command->name, command->usage);
    fprintf(stderr, "'panelcast %s --help' tells more.\n", command->name);
    return PC_EXIT_USAGE;
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
read_count(const char *text, unsigned long least, uint32_t *value)
{
    char *end;
    errno = 0;
    const unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number < least
        || number > UINT32_MAX) {
        return -1;
    }
    *value = (uint32_t) number;
    return 0;
}

/* --save-state YYYY-MM=FILE */
static int
read_save(pc_options_t *self, char *text)
{
    if (strlen(text) < 9 || text[7] != '=') {
        return -1;
    }
    text[7] = '\0';
    pc_month month;
    if (pc_month_parse(text, &month) != PC_OK) {
        return -1;
    }
    self->save_month = text;
    self->save_file = text + 8;
    return 0;
}

static int
take(pc_options_t *self, const pc_command_t *command, int code, char *value)
{
    int bad = 0;
    switch (code) {
    case 'h':
        self->help = 1;
        break;
    case 'o':
        self->output = value;
        bad = value[0] == '\0';
        break;
    case 'n':
        bad = add_pair(self, "replicates", value);
        break;
    case OPT_MODE:
        bad = add_pair(self, "mode", value);
        break;
    case OPT_SEED:
        bad = add_pair(self, "seed", value);
        break;
    case OPT_DRAWS:
        bad = add_pair(self, "draws", value);
        break;
    case OPT_DRAW:
        bad = read_count(value, 0, &self->draw);
        break;
    case OPT_REPLICATE:
        bad = read_count(value, 1, &self->replicate);
        break;
    case OPT_SET:
        bad = add_set(self, value);
        break;
    case OPT_SAVE_STATE:
        bad = read_save(self, value);
        break;
    case OPT_FROM_STATE:
        self->from_state = value;
        break;
    case OPT_LANG:
        self->lang = value;
        bad = strcmp(value, "en") != 0 && strcmp(value, "ja") != 0;
        break;
    case OPT_NO_PLOTS:
        self->plots = 0;
        break;
    case OPT_PLOTS:
        self->plots = 2;
        break;
    case OPT_JSON:
        self->json = 1;
        break;
    case OPT_MARKDOWN:
        self->markdown = 1;
        break;
    case OPT_ONLY:
        self->only = value;
        break;
    case OPT_QUIET:
        self->quiet = 1;
        break;
    default:
        return usage_error(command, "unknown option or missing value", value);
    }
    return bad ? usage_error(command, "this value cannot be used", value) : PC_EXIT_OK;
}

int
pc_options_parse(pc_options_t *self, const pc_command_t *command, int argc, char **argv)
{
    struct option options[NUM_KNOWN + 1];
    char shorts[16];
    size_t num = 0;
    memset(self, 0, sizeof(*self));
    self->lang = "en";
    self->plots = 1;
    self->replicate = 1;
    for (size_t k = 0; k < NUM_KNOWN; k++) {
        if (known[k].group == 0 || (known[k].group & command->options)) {
            options[num++] = known[k].option;
        }
    }
    memset(&options[num], 0, sizeof(options[num]));
    snprintf(shorts, sizeof(shorts), ":h%s%s",
        command->options & PC_OPT_OUTPUT ? "o:" : "",
        command->options & PC_OPT_RUN ? "n:" : "");
    optind = 1;
    for (;;) {
        const int here = optind;
        const int code = getopt_long(argc, argv, shorts, options, NULL);
        if (code == -1) {
            break;
        }
        const int exit_code =
            take(self, command, code, code == '?' || code == ':' ? argv[here] : optarg);
        if (exit_code != PC_EXIT_OK) {
            return exit_code;
        }
    }
    self->args = argv + optind;
    self->num_args = argc - optind;
    if (self->help) {
        return PC_EXIT_OK;
    }
    if (self->num_args < command->args_min) {
        return usage_error(command, "an operand is missing", NULL);
    }
    if (self->num_args > command->args_max) {
        return usage_error(
            command, "one operand too many", self->args[command->args_max]);
    }
    return PC_EXIT_OK;
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
    fprintf(out, "usage: panelcast %s %s\n\n%s\n", command->name, command->usage,
        command->help);
}
