/* reader.h - a scenario read from its file, its parents and its data.
 *
 * Precedence, lowest first: defaults of params.def, the parents named by `extends`, the
 * file, a design point, --set. Objects merge deep and arrays replace (RFC 7396), but an
 * entry of `parameters` is replaced whole. null removes a parent's key, or restores a
 * parameter's default. */
#ifndef PC_SCENARIO_READER_H
#define PC_SCENARIO_READER_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/diag.h"
#include "base/observation.h"
#include "base/status.h"
#include "base/variables.h"
#include "base/sha256.h"
#include "scenario/model_input.h"
#include "scenario/sets/classes.h"
#include "scenario/values/params.h"
#include "scenario/values/value.h"

#define PC_SCHEMA_VERSION 1
#define PC_MAX_MONTHS 1200
#define PC_MAX_MILESTONES 64
#define PC_FIRST_START PC_MONTH(2018, 4)

/* A question about a date: the first month in which `variable` is at least (at most)
 * `threshold`. */
typedef struct {
    char id[32];
    char title_en[96], title_ja[96]; /* the id if not given */
    pc_variable variable;
    int at_least; /* 1: at least; 0: at most */
    double threshold;
} pc_milestone_t;

typedef struct {
    int bom;     /* 1: CSV files for people start with a byte order mark */
    int samples; /* 1: write the samples of every replicate */
} pc_output_options_t;

/* "expected" and "stochastic", by pc_mode. */
extern const char *const pc_mode_names[2];

/* A file that was read. Roles: scenario, parent, hospitals, tier_changes, prefectures,
 * observations, series, case_groups. */
typedef struct {
    const char *role; /* static */
    char *path;       /* as opened; owned */
    char sha256[65];  /* lower-case hexadecimal */
} pc_input_file_t;

/* One parameter fixed by a sweep or an experiment. */
typedef struct {
    pc_param which;
    double value;
} pc_point_t;

typedef struct {
    char *path; /* of the scenario file, as given */
    char *name, *title_en, *title_ja;
    /* The title in the resolved scenario; NULL: the same. */
    char *resolved_title_en, *resolved_title_ja;
    char *description_en, *description_ja; /* "" if not given */
    pc_month start, end;                   /* first and last simulated month */
    pc_mode mode;
    uint64_t seed;
    size_t draws;      /* 0: parameters are not drawn */
    size_t replicates; /* at least 1 */
    pc_hospitals_t hospitals;
    pc_tier_change_t *tier_changes; /* [num_tier_changes] */
    size_t num_tier_changes;
    pc_prefecture_t prefectures[PC_NUM_PREFECTURES];
    pc_observations_t observations; /* empty if the scenario names no file */
    pc_milestone_t milestones[PC_MAX_MILESTONES];
    size_t num_milestones;
    pc_group_t *groups; /* [num_groups] */
    size_t num_groups;
    pc_month groups_month; /* the month at which the groups' probabilities hold */
    pc_rule_t *rules;      /* [num_rules] */
    size_t num_rules;
    pc_class_set_t class_sets[PC_NUM_CLASSES]; /* of --set, the last of each class */
    size_t num_class_sets;
    pc_output_options_t output;
    pc_param_def_t params[PC_NUM_PARAMS];
    pc_input_file_t *inputs; /* [num_inputs], in the order read */
    size_t num_inputs;
    pc_json_t *tree;           /* the merged text, with the place of every value */
    pc_json_source_t *sources; /* the files of the tree */
} pc_scenario_t;

/* Reads the scenario at `path` and everything it names. `sets` are `NAME=VALUE` texts,
 * later ones win: NAME is a parameter or one of start, end, mode, seed, draws,
 * replicates. `NAME=VALUE@YYYY-MM` changes a parameter from that month on
 * (values/step.h), and sets/classes.h tells what changes the rules. All faults are added
 * to `diags`. PC_ERR_MISSING if the only faults are files that are not there,
 * PC_ERR_INPUT for any other fault. After this call, failed or not, pc_scenario_free may
 * be called. */
pc_status pc_scenario_load(pc_scenario_t *self, const char *path,
    const char *const *sets, size_t num_sets, pc_diags_t *diags) PC_MUST_CHECK;
void pc_scenario_free(pc_scenario_t *self);

/* Number of months of values: end - start + 2. */
size_t pc_scenario_num_months(const pc_scenario_t *self);

/* Values of every month. `months` is [pc_scenario_num_months]; element 0 is the month
 * before the start. `uniforms` is NULL without a draw, else [PC_NUM_PARAMS], of which
 * only those of uncertain parameters are read. Contradictions between values (early.end
 * before early.start, ...) are added to `diags`, which may be NULL. Allocates nothing;
 * may be called by several threads. */
pc_status pc_scenario_params(const pc_scenario_t *self, const double *uniforms,
    pc_params_t *months, pc_diags_t *diags) PC_MUST_CHECK;

/* The same with some parameters fixed for all months by a design point: `points` is
 * [num_points]. What --set gave stays. A value a parameter cannot take is PC_ERR_INPUT.
 */
pc_status pc_scenario_params_at(const pc_scenario_t *self, const double *uniforms,
    const pc_point_t *points, size_t num_points, pc_params_t *months,
    pc_diags_t *diags) PC_MUST_CHECK;

/* 1 if the parameter has a distribution. */
int pc_scenario_uncertain(const pc_scenario_t *self, pc_param which);

/* How many parameters have one. */
int pc_scenario_num_uncertain(const pc_scenario_t *self);

/* Fills `out` with pointers into `self` and `months`; owns nothing. */
void pc_scenario_input(
    const pc_scenario_t *self, const pc_params_t *months, pc_model_input_t *out);

/* The flattened scenario as JSON: every key and every parameter, in a fixed order,
 * numbers by pc_number_format. Data files stand as base names, and under `inputs` with
 * their SHA-256, so the text is the same wherever the files lie. Written beside its data
 * files it loads as the same scenario; a data file that has changed since is then an
 * error. `*text` is to be freed. */
pc_status pc_scenario_resolve(const pc_scenario_t *self, char **text) PC_MUST_CHECK;

/* Says what a parameter is, which file and line set it and what that replaced, down to
 * the default. PC_ERR_INPUT if there is no such parameter (the
 * text then names the nearest), PC_ERR_IO if `out` cannot be written. */
pc_status pc_scenario_explain(const pc_scenario_t *self, const char *parameter,
    pc_lang lang, FILE *out) PC_MUST_CHECK;

#endif
