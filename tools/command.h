/* command.h - what the commands share: options, exit codes, loading a scenario. */
#ifndef PC_TOOLS_COMMAND_H
#define PC_TOOLS_COMMAND_H

#include <stdint.h>
#include <stdio.h>

#include "base/interrupt.h"
#include "base/diag.h"
#include "base/words.h"
#include "scenario/activity.h"
#include "scenario/ranges.h"
#include "scenario/reader.h"
#include "simulation/state.h"

/* The language of the command: --lang, else LC_ALL, LC_MESSAGES or LANG, else English.
 * Set before anything is said. */
extern pc_lang pc_language;
void pc_choose_language(int argc, char **argv);
#define _(english) pc_text(pc_language, english)
/* A short word that means several things; `context` says which. */
#define C_(context, english) pc_text_of(pc_language, context, english)

/* sysexits(3), and what they mean here. */
enum {
    PC_EXIT_OK = 0,
    PC_EXIT_NO = 1, /* done, and the answer is no */
    PC_EXIT_USAGE = 64,
    PC_EXIT_INPUT = 65,   /* bad scenario or data */
    PC_EXIT_MISSING = 66, /* an input file is not there */
    PC_EXIT_HELPER = 69,  /* gnuplot or a font is missing and plots were demanded */
    PC_EXIT_BUG = 70,
    PC_EXIT_CANNOT_WRITE = 73,
    PC_EXIT_WRITE_FAILED = 74,
    PC_EXIT_INTERRUPTED = 75,
    PC_EXIT_VERSION = 78,
    PC_EXIT_PROOF = 256 + PC_EXIT_BUG, /* ends with 70; what went wrong has been said */
};

#define PC_MAX_SETS 256
#define PC_MAX_NAMED 64
#define PC_MAX_UNTIL 16
#define PC_MAX_SAMPLES 64

/* Options; each command says which of them it takes. */
enum {
    PC_OPT_OUTPUT = 1 << 0,
    PC_OPT_RUN = 1 << 1,   /* --mode --seed --set -n --draws --draw --replicate */
    PC_OPT_STATE = 1 << 2, /* --save-state */
    PC_OPT_PLOTS = 1 << 4, /* --no-plots --plots */
    PC_OPT_JSON = 1 << 5,
    PC_OPT_SET = 1 << 6,
    PC_OPT_MARKDOWN = 1 << 7,
    PC_OPT_ONLY = 1 << 8,
    PC_OPT_THREADS = 1 << 9,
    PC_OPT_CURVE = 1 << 10,       /* --curve --year --days */
    PC_OPT_HOSTS = 1 << 11,       /* --hosts --limit */
    PC_OPT_REPLICATES = 1 << 12,  /* -n alone */
    PC_OPT_PAST = 1 << 13,        /* --from-state */
    PC_OPT_UNTIL = 1 << 14,       /* --until-mcse --samples */
    PC_OPT_BOM = 1 << 15,         /* --bom --no-bom */
    PC_OPT_REPORT = 1 << 16,      /* --no-explorer */
    PC_OPT_MILESTONE = 1 << 20,   /* --target --from --ceiling --by --part --days */
    PC_OPT_COMPARE = 1 << 21,     /* --shared --explain-difference */
    PC_OPT_SWEEP = 1 << 22,       /* --shard --dry-run --allow-biased --log */
    PC_OPT_EXPORT = 1 << 23,      /* --csv --iamc */
    PC_OPT_POINT = 1 << 24,       /* --point */
    PC_OPT_SENSITIVITY = 1 << 25, /* --metric --group --level --resamples --method */
};

/* What a command does with a scenario that the file does not say. */
enum {
    PC_USE_CHANCE = 1 << 0,   /* runs it in stochastic mode */
    PC_USE_CAPACITY = 1 << 1, /* runs it with limited capacity too */
    PC_USE_RANGES = 1 << 2,   /* looks at its ranges, or draws from them */
    PC_USE_OWN_SETS = 1 << 3, /* has put settings of its own before the user's */
};

typedef struct {
    const char *output;            /* -o */
    const char *sets[PC_MAX_SETS]; /* NAME=VALUE, --mode and the like among them */
    size_t num_sets;
    size_t num_own_sets;      /* the first, which are the command's own */
    char *owned[PC_MAX_SETS]; /* texts made for `sets` */
    size_t num_owned;
    const char *until[PC_MAX_UNTIL]; /* --until-mcse VARIABLE=VALUE */
    size_t num_until;
    const char *samples[PC_MAX_SAMPLES]; /* --samples VARIABLE */
    size_t num_samples;
    uint32_t threads;         /* --threads, 0: all processors */
    uint32_t draw, replicate; /* --draw (0: none), --replicate */
    const char *save_month, *save_file, *from_state;
    const char *lang; /* "en" or "ja": pc_language */
    const char *only; /* one plot */
    const char *command_line;
    int bom;                    /* 1 --bom, -1 --no-bom, 0: neither */
    int plots;                  /* 0 never, 1 if possible, 2 demanded */
    uint32_t year, days, limit; /* --year (fiscal), --days, --limit (per cent) */
    int curve, hosts;
    const char *target, *from, *part; /* milestone */
    uint32_t ceiling;
    pc_month by;                /* PC_MONTH_NONE if not given */
    int no_explorer;            /* --no-explorer */
    int shared, explain;        /* --shared, --explain-difference */
    uint32_t shard, num_shards; /* --shard K/N; 0/0 if not given */
    int shard_auto;             /* --shard auto */
    int dry_run, allow_biased, csv, iamc;
    const char *log;                                          /* --log, a file */
    const char *point;                                        /* --point STORE:NUMBER */
    const char *metrics[PC_MAX_NAMED], *groups[PC_MAX_NAMED]; /* --metric, --group */
    size_t num_metrics, num_groups;
    const char *method;        /* --method */
    uint32_t level, resamples; /* --level in per cent, --resamples */
    int json, markdown, quiet, help;
    uint64_t given; /* which options there were (tools/option_use.h) */
    unsigned uses;  /* PC_USE_*, set by the command itself */
    char **args;    /* the operands */
    int num_args;
} pc_options_t;

typedef struct {
    const char *name;
    int (*run)(const pc_options_t *options);
    unsigned options; /* PC_OPT_* it takes */
    int args_min, args_max;
    const char *usage;   /* "FILE [-o DIR] ..." */
    const char *summary; /* one line */
    const char *help;    /* what it does, with an example */
} pc_command_t;

extern const pc_command_t pc_cmd_check, pc_cmd_resolve, pc_cmd_explain, pc_cmd_params,
    pc_cmd_schema, pc_cmd_rules, pc_cmd_calibrate_workload, pc_cmd_run, pc_cmd_plot,
    pc_cmd_milestone, pc_cmd_compare, pc_cmd_report, pc_cmd_sweep, pc_cmd_merge,
    pc_cmd_export, pc_cmd_sensitivity, pc_cmd_version;

/* All of them, in the order in which help lists them. */
#define PC_NUM_COMMANDS 17
extern const pc_command_t *const pc_commands[PC_NUM_COMMANDS];

/* Reads argv[1..] for `command`. PC_EXIT_OK, or PC_EXIT_USAGE after a message. */
int pc_options_parse(
    pc_options_t *self, const pc_command_t *command, int argc, char **argv);
void pc_options_free(pc_options_t *self);

/* Is NAME=VALUE set for `name`, by --set or by an option of its own? */
int pc_has_set(const pc_options_t *self, const char *name);

/* Do the tables for people begin with a byte order mark? --bom and --no-bom say so; else
 * they do if the scenario has `asked`, and in Japanese. */
int pc_wants_bom(const pc_options_t *self, int asked);

void pc_command_help(const pc_command_t *command, FILE *out);

/* Loads the scenario of the first operand, with --set and the like, and checks that
 * every site has a host. All messages go to stderr. Returns the exit code. Free the
 * scenario in any case. */
int pc_load(pc_scenario_t *scenario, const pc_options_t *options);

/* Puts what the options change behind the titles: `Baseline, rollout.rate = 10
 * site/year, 50 parameter draws`. PC_ERR_NOMEM. Part of pc_load. */
pc_status pc_tell_changes(
    pc_scenario_t *scenario, const pc_options_t *options) PC_MUST_CHECK;

/* Copies texts[k], with " (2)" and so on after it if one of those before has it, too:
 * two files may have one name or title. */
void pc_tell_apart(const char *const *texts, size_t k, char *text, size_t size);

/* What a scenario must hold beyond its own files: every site reaches a core or hub by
 * its hosts. Also warns of a start that the table does not know, and of values
 * that nothing reads by `activity`, if it is not NULL. */
void pc_check_scenario(
    const pc_scenario_t *scenario, const pc_activity_t *activity, pc_diags_t *diags);

/* Of every command: too large a file is a failed write, and does not end the program. */
void pc_ignore_signals(void);

/* SIGINT, SIGTERM and SIGHUP set the flag returned instead of ending the program. */
const pc_interrupt_t *pc_watch_signals(void);

/* `run --point STORE:NUMBER`: the point alone, compared with what the store has. */
int pc_run_point(const pc_options_t *options);

/* Every site must reach a core or hub through its chain of hosts, whatever tier changes
 * come: from the scenario's start, or on from `past`. The message names `file`. */
void pc_check_hosts(const pc_scenario_t *scenario, const pc_state_t *past,
    const char *file, pc_diags_t *diags);

/* The exit code for a status. */
int pc_exit_code(pc_status status);

/* An empty list whose messages are in the language of the command. */
void pc_messages_init(pc_diags_t *self);

/* Prints the messages, and for a failure without one what the status says of `what`, a
 * file or a command; and where the shipped file of that name is. Returns the status,
 * which is PC_ERR_NOMEM if a message was lost. */
pc_status pc_say(pc_status status, const pc_diags_t *diags, const char *what);

/* Says on stderr if standard output could not be written; returns the exit code. */
int pc_finish_stdout(void);

/* plots/draw.sh on a result folder, which is held open: the pictures are those of its
 * tables, whatever comes to its place. With `verify` a folder that is not what its
 * manifest says is refused. The set of pictures changes at once
 * (output/folder/pictures.h). Returns the exit code; what is wrong has been said. `out`
 * NULL: DIR/plots. */
int pc_draw_plots(const char *dir, const char *out, const char *lang, const char *only,
    int quiet, int verify);

/* The plots of a folder that `command` has just written, which stands whatever comes of
 * them: what is missing and how to draw it later is said on stderr. `only`: one plot, or
 * NULL. PC_EXIT_OK if there are plots or they were not demanded; `drawn` says which.
 * PC_EXIT_INTERRUPTED if `*interrupted` was set and they were not drawn. */
int pc_draw_results(const char *command, const pc_options_t *options, const char *dir,
    const char *only, const pc_interrupt_t *interrupted, int *drawn);

/* The state of --from-state, for runs of `scenario`; and whether they may go on from it:
 * it must be of the same hospitals, from before the scenario's last month (or, with
 * `to_the_end`, that month), and if it is of a draw of parameters, of the draw to be
 * run. `draws` as in an ensemble's plan; without draws the draw is that of the options.
 * Messages go to `diags`. After this call, failed or not, pc_state_free may be called.
 */
pc_status pc_past_load(pc_state_t *past, const pc_scenario_t *scenario,
    const pc_options_t *options, uint32_t draws, int to_the_end,
    pc_diags_t *diags) PC_MUST_CHECK;

/* A state file, written. Messages go to `diags`. */
pc_status pc_state_save(const char *path, const pc_state_t *state,
    const pc_hospitals_t *hospitals, pc_diags_t *diags) PC_MUST_CHECK;

/* What this program was built from. */
extern const char *const pc_build_version,
    *const pc_build_commit, *const pc_build_flags, *const pc_build_compiler;
/* SHA-256 over the files of model/, or "unknown": programs of the same model give the
 * same numbers, whatever their commit. */
extern const char *const pc_build_model;
const char *pc_build_libraries(void);

#endif
