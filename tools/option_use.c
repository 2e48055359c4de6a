#include "tools/option_use.h"

#include <string.h>

#include "tools/option_values.h"

/* An option, and when `command` reads it. What asks for nothing more than what is so
 * anyway, as --no-plots where nothing is drawn, is not here. */
typedef struct {
    const char *command; /* NULL: every one */
    int code;
    int needs;        /* it is read with this option alone; 0: see the next */
    int not_with;     /* it is not read with this option; 0, too: it never is */
    const char *text; /* why, instead of the usual sentence; or NULL */
} use_t;

#define ANSWER                                                                          \
    N_("what this command prints is its answer: there is nothing to be quiet about")
#define MANY                                                                            \
    N_("milestone runs many: --draws and -n say how many, and --draw and --replicate "  \
       "have no use")

static const use_t uses[] = {
    { NULL, OPT_PLOTS, 0, OPT_NO_PLOTS, NULL },
    { NULL, OPT_BOM, 0, OPT_NO_BOM, NULL },
    { "rules", OPT_YEAR, OPT_CURVE, 0, NULL },
    { "rules", OPT_DAYS, OPT_CURVE, 0, NULL },
    { "rules", 'n', OPT_CURVE, 0, NULL },
    { "rules", OPT_PLOTS, 'o', 0, NULL },
    { "rules", OPT_BOM, 'o', 0, NULL },
    { "run", OPT_LIMIT, OPT_HOSTS, 0, NULL },
    { "compare", OPT_PLOTS, 'o', 0, NULL },
    { "compare", OPT_BOM, 'o', 0, NULL },
    { "milestone", OPT_PLOTS, 'o', 0, NULL },
    { "milestone", OPT_BOM, 'o', 0, NULL },
    { "milestone", OPT_DRAW, 0, 0, MANY },
    { "milestone", OPT_REPLICATE, 0, 0, MANY },
    { "sensitivity", OPT_PLOTS, 'o', 0, NULL },
    { "sensitivity", OPT_BOM, 'o', 0, NULL },
    { "sweep", OPT_LOG, 0, OPT_DRY_RUN, NULL },
    { "params", OPT_JSON, 0, OPT_MARKDOWN, NULL },
    { "params", OPT_QUIET, 0, 0, ANSWER },
    { "explain", OPT_QUIET, 0, 0, ANSWER },
    { "schema", OPT_QUIET, 0, 0, ANSWER },
    { "version", OPT_QUIET, 0, 0, ANSWER },
    { "calibrate-workload", OPT_QUIET, 0, 0, ANSWER },
};

/* The place of an option in pc_options_t.given. */
static uint64_t
bit_of(int code)
{
    _Static_assert(OPT_QUIET - OPT_MODE + 3 < 64, "options");
    const int place = code == 'h'   ? 0
                      : code == 'o' ? 1
                      : code == 'n' ? 2
                                    : code - OPT_MODE + 3;
    return (uint64_t) 1 << place;
}

int
pc_is_given(const pc_options_t *self, int code)
{
    return (self->given & bit_of(code)) != 0;
}

/* May be given several times: a list, or settings, of which the later one wins. */
static int
may_be_repeated(int code)
{
    static const int codes[] = { OPT_SET, OPT_MODE, OPT_SEED, 'n', OPT_DRAWS, OPT_LANG,
        OPT_UNTIL_MCSE, OPT_SAMPLES, OPT_METRIC, OPT_GROUP };
    for (size_t k = 0; k < sizeof(codes) / sizeof(codes[0]); k++) {
        if (codes[k] == code) {
            return 1;
        }
    }
    return 0;
}

int
pc_note_given(pc_options_t *self, int code, int has_value)
{
    const int before = pc_is_given(self, code);
    self->given |= bit_of(code);
    return before && has_value && !may_be_repeated(code);
}

int
pc_find_unread(
    const pc_options_t *self, const pc_command_t *command, char *text, size_t size)
{
    for (size_t k = 0; k < sizeof(uses) / sizeof(uses[0]); k++) {
        const use_t *u = &uses[k];
        if ((u->command != NULL && strcmp(u->command, command->name) != 0)
            || !pc_is_given(self, u->code)) {
            continue;
        }
        const int other = u->needs != 0 ? u->needs : u->not_with;
        if (other != 0 && pc_is_given(self, other) == (u->needs != 0)) {
            continue;
        }
        if (u->text != NULL) {
            snprintf(text, size, "%s", _(u->text));
        } else {
            snprintf(text, size,
                u->needs != 0 ? _("--%s does nothing without --%s")
                              : _("--%s does nothing with --%s"),
                pc_option_name(u->code), pc_option_name(other));
        }
        return 1;
    }
    return 0;
}
