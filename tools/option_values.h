/* option_values.h - the codes of the options, and the reading of their values. */
#ifndef PC_TOOLS_OPTION_VALUES_H
#define PC_TOOLS_OPTION_VALUES_H

#include <getopt.h>

#include "tools/command.h"

/* The options without a letter, as getopt_long returns them. */
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
    OPT_BOM,
    OPT_NO_BOM,
    OPT_NO_PLOTS,
    OPT_PLOTS,
    OPT_JSON,
    OPT_MARKDOWN,
    OPT_ONLY,
    OPT_CURVE,
    OPT_YEAR,
    OPT_DAYS,
    OPT_HOSTS,
    OPT_LIMIT,
    OPT_TARGET,
    OPT_FROM,
    OPT_CEILING,
    OPT_BY,
    OPT_PART,
    OPT_THREADS,
    OPT_NO_EXPLORER,
    OPT_SHARED,
    OPT_EXPLAIN,
    OPT_SHARD,
    OPT_DRY_RUN,
    OPT_ALLOW_BIASED,
    OPT_LOG,
    OPT_CSV,
    OPT_IAMC,
    OPT_POINT,
    OPT_METRIC,
    OPT_GROUP,
    OPT_METHOD,
    OPT_LEVEL,
    OPT_RESAMPLES,
    OPT_UNTIL_MCSE,
    OPT_SAMPLES,
    OPT_QUIET
};

/* The values of an option that has a list of them, "en|ja"; else NULL. */
const char *pc_option_choices(int code);

/* The option number `k`, from 0, of those that `command` takes; NULL after the last. */
const struct option *pc_option_of(const pc_command_t *command, size_t k);

/* The long name of an option. */
const char *pc_option_name(int code);

/* Takes one option into `self`: `group` is its PC_OPT_* bits, `value` NULL for a flag.
 * Texts stay the caller's. Nonzero if the value is not what the option wants, with errno
 * ENOMEM if there was no memory for it. */
int pc_option_take(pc_options_t *self, int code, unsigned group, char *value);

#endif
