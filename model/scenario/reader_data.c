/* reader_data.c - the data files that a scenario names, and what contradicts what. */
#include "scenario/reader_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "scenario/tables/csv.h"
#include "scenario/tables/hospitals.h"
#include "scenario/merge.h"
#include "scenario/tables/observations.h"

typedef struct {
    pc_scenario_t *scenario;
    int incomplete;
    size_t *num_missing;
    pc_diags_t *diags;
} data_t;

/* The hash that a resolved scenario keeps of the data file named by `item`, or NULL. It
 * counts only beside the name it was written for: a child that names another file is
 * free to. */
static const pc_json_t *
kept_hash(const pc_scenario_t *self, const pc_json_t *item)
{
    const pc_json_t *inputs = pc_json_member(self->tree, "inputs");
    if (inputs == NULL || inputs->source != item->source) {
        return NULL;
    }
    for (const pc_json_t *p = inputs->child; p != NULL; p = p->next) {
        const pc_json_t *role = pc_json_member(p, "role");
        const pc_json_t *hash = pc_json_member(p, "sha256");
        if (role != NULL && hash != NULL && role->type == PC_JSON_STRING
            && hash->type == PC_JSON_STRING && strcmp(role->string, item->key) == 0) {
            return hash;
        }
    }
    return NULL;
}

/* Where the manifest beside a resolved scenario says that the file with this sum was;
 * NULL if nothing is said. To be freed. */
static char *
noted_path(const pc_json_t *item, const char *sha256)
{
    pc_json_source_t *sources = NULL;
    pc_json_t *manifest = NULL;
    pc_diags_t diags;
    pc_diags_init(&diags);
    char *path = pc_json_file_path(item, "manifest.json"), *noted = NULL;
    if (path != NULL && pc_json_load(&manifest, path, &sources, &diags) == PC_OK) {
        const pc_json_t *inputs = pc_json_member(manifest, "inputs");
        for (const pc_json_t *p = inputs != NULL ? inputs->child : NULL;
             p != NULL && noted == NULL; p = p->next) {
            const pc_json_t *name = pc_json_member(p, "path");
            const pc_json_t *hash = pc_json_member(p, "sha256");
            if (name != NULL && hash != NULL && name->type == PC_JSON_STRING
                && hash->type == PC_JSON_STRING && strcmp(hash->string, sha256) == 0) {
                noted = strdup(name->string);
            }
        }
    }
    free(path);
    pc_json_free(manifest);
    pc_json_sources_free(&sources);
    pc_diags_free(&diags);
    return noted;
}

/* A resolved scenario names its tables without their folders, so that it is the same
 * wherever it was made. They may lie beside it; else those that the result was made from
 * are taken, if they are still there and the same. */
static pc_status
find_noted(const pc_json_t *item, const char *sha256, char **found)
{
    char there[PC_SHA256_SIZE];
    char *noted = noted_path(item, sha256);
    if (noted == NULL) {
        return PC_ERR_MISSING;
    }
    pc_status status = pc_sha256_file(noted, PC_CSV_SIZE_MAX, there);
    if (status == PC_OK && strcmp(there, sha256) != 0) {
        status = PC_ERR_MISSING;
    }
    if (status == PC_OK) {
        free(*found);
        *found = noted;
    } else {
        free(noted);
    }
    return status;
}

static void
report_unread(data_t *data, const pc_json_t *item, const char *path,
    const pc_json_t *kept, pc_status status, int error)
{
    if (status != PC_ERR_MISSING && error == EFBIG) {
        pc_json_report(data->diags, PC_ERROR, item, "%s is larger than %d MB", path,
            (int) (PC_CSV_SIZE_MAX >> 20));
        return;
    }
    if (status != PC_ERR_MISSING) {
        char reason[PC_INPUT_REASON_SIZE];
        const char *why = pc_diags_text(data->diags, pc_input_reason(error, reason));
        pc_json_report(data->diags, PC_ERROR, item, "cannot read %s: %s", path, why);
        return;
    }
    ++*data->num_missing;
    if (kept != NULL) {
        pc_json_report(data->diags, PC_ERROR, item,
            "there is no file %s; this scenario needs the one with the SHA-256 %s: put "
            "it there",
            path, kept->string);
    } else {
        pc_json_report(data->diags, PC_ERROR, item, "there is no file %s", path);
    }
}

/* The path of the file named at `key`, to be freed, and added to the inputs; NULL if
 * there is none to read. */
static pc_status
open_key(data_t *data, const char *key, int required, char **path)
{
    pc_scenario_t *self = data->scenario;
    char sha256[PC_SHA256_SIZE];
    *path = NULL;
    const pc_json_t *item = pc_json_expect(
        self->tree, key, PC_JSON_STRING, required && !data->incomplete, data->diags);
    if (item == NULL) {
        return PC_OK;
    }
    char *found = pc_json_file_path(item, item->string);
    if (found == NULL) {
        return PC_ERR_NOMEM;
    }
    const pc_json_t *kept = kept_hash(self, item);
    pc_status status = pc_sha256_file(found, PC_CSV_SIZE_MAX, sha256);
    const int error = errno;
    if (status == PC_ERR_NOMEM) {
        free(found);
        return status;
    }
    if (status == PC_ERR_MISSING && kept != NULL
        && find_noted(item, kept->string, &found) == PC_OK) {
        status = pc_sha256_file(found, PC_CSV_SIZE_MAX, sha256);
    }
    if (status != PC_OK) {
        report_unread(data, item, found, kept, status, error);
        free(found);
        return PC_OK;
    }
    if (kept != NULL && strcmp(kept->string, sha256) != 0) {
        pc_json_report(data->diags, PC_ERROR, item,
            "%s has changed since this scenario was resolved", found);
    }
    status = pc_add_input(self, key, found, sha256);
    if (status != PC_OK) {
        free(found);
        return status;
    }
    *path = found;
    return PC_OK;
}

/* A reader that found faults has reported them; only lack of memory ends the load. */
static pc_status
settle(pc_status status, char *path)
{
    free(path);
    return status == PC_ERR_NOMEM ? status : PC_OK;
}

/* Tier changes name hospitals, so a table with faults leaves them unread. */
static pc_status
read_hospitals(data_t *data)
{
    pc_scenario_t *self = data->scenario;
    char *path;
    int good = 0;
    pc_status status = open_key(data, "hospitals", 1, &path);
    if (path != NULL) {
        status = pc_hospitals_read(&self->hospitals, path, data->diags);
        good = status == PC_OK;
        status = settle(status, path);
    }
    if (status != PC_OK) {
        return status;
    }
    status = open_key(data, "tier_changes", 1, &path);
    if (path != NULL && good) {
        status = pc_tier_changes_read(&self->tier_changes, &self->num_tier_changes, path,
            &self->hospitals, data->diags);
    }
    return settle(status, path);
}

static void
check_inputs(const pc_scenario_t *self, pc_diags_t *diags)
{
    static const char *const keys[] = { "role", "file", "sha256" };
    const pc_json_t *inputs =
        pc_json_expect(self->tree, "inputs", PC_JSON_ARRAY, 0, diags);
    for (const pc_json_t *p = inputs != NULL ? inputs->child : NULL; p != NULL;
         p = p->next) {
        if (p->type != PC_JSON_OBJECT) {
            pc_json_report(
                diags, PC_ERROR, p, "an input is an object with role, file and sha256");
            continue;
        }
        pc_json_check_keys(p, keys, 3, diags);
        for (size_t i = 0; i < 3; i++) {
            pc_json_expect(p, keys[i], PC_JSON_STRING, 1, diags);
        }
    }
}

pc_status
pc_read_data(pc_scenario_t *self, int incomplete, size_t *num_missing, pc_diags_t *diags)
{
    data_t data = { .scenario = self,
        .incomplete = incomplete,
        .num_missing = num_missing,
        .diags = diags };
    char *path = NULL;
    check_inputs(self, diags);
    pc_status status = read_hospitals(&data);
    if (status == PC_OK) {
        status = open_key(&data, "prefectures", 1, &path);
        if (path != NULL) {
            status = settle(pc_prefectures_read(self->prefectures, path, diags), path);
        }
    }
    if (status == PC_OK) {
        status = open_key(&data, "observations", 0, &path);
        if (path != NULL) {
            status =
                settle(pc_observations_read(&self->observations, path, diags), path);
        }
    }
    return status;
}

/* --- contradictions
 * ------------------------------------------------------------------------------- */

static double
value_at_start(const pc_scenario_t *self, pc_param which)
{
    return pc_value_at(&self->params[which], self->start, NULL);
}

/* Where a message about a parameter belongs: its value or series if it has one. */
static const pc_json_t *
place_of(const pc_scenario_t *self, pc_param which)
{
    const pc_json_t *entry = self->params[which].node;
    const pc_json_t *series = pc_json_member(entry, "series");
    const pc_json_t *value = series != NULL ? series : pc_json_member(entry, "value");
    return value != NULL ? value : entry;
}

static void
check_schedule(const pc_scenario_t *self, pc_diags_t *diags)
{
    const pc_param_def_t *schedule = &self->params[PC_P_rollout_schedule];
    const pc_json_t *place = place_of(self, PC_P_rollout_schedule);
    if (schedule->num_points == 0) {
        pc_json_report(diags, PC_ERROR,
            place != NULL ? place : place_of(self, PC_P_rollout_mode),
            "rollout.mode schedule needs rollout.schedule as a series of dated totals");
        return;
    }
    for (size_t i = 1; i < schedule->num_points; i++) {
        if (schedule->points[i] < schedule->points[i - 1]) {
            pc_json_report(diags, PC_ERROR, place,
                "totals of a schedule cannot fall: %g after %g", schedule->points[i],
                schedule->points[i - 1]);
            return;
        }
    }
}

/* A step that --set asked for and no month of the run can show. */
static void
check_steps(const pc_scenario_t *self, pc_diags_t *diags)
{
    char end[8];
    pc_month_format(self->end, end);
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        const pc_param_def_t *def = &self->params[i];
        if (def->from_set && def->num_steps > 0
            && def->steps[def->num_steps - 1].from > self->end) {
            pc_json_report_key(diags, PC_WARNING, pc_json_member(def->node, "steps"),
                "the run ends in %s, before the parameter changes", end);
        }
    }
}

void
pc_cross_check(const pc_scenario_t *self, pc_diags_t *diags)
{
    const double early_end = value_at_start(self, PC_P_early_end);
    const double early_start = value_at_start(self, PC_P_early_start);
    if (early_end < early_start) {
        pc_json_report(diags, PC_WARNING, place_of(self, PC_P_early_end),
            "early.end (%.0f) is before early.start (%.0f), so there are no early tests",
            early_end, early_start);
    }
    const pc_param_def_t *mode = &self->params[PC_P_rollout_mode];
    int schedule = mode->num_points == 0 && (int) mode->value == PC_ROLLOUT_SCHEDULE;
    for (size_t i = 0; i < mode->num_points; i++) {
        schedule |= (int) mode->points[i] == PC_ROLLOUT_SCHEDULE;
    }
    for (size_t i = 0; i < mode->num_steps; i++) {
        schedule |= (int) mode->steps[i].value == PC_ROLLOUT_SCHEDULE;
    }
    if (schedule) {
        check_schedule(self, diags);
    }
    check_steps(self, diags);
}
