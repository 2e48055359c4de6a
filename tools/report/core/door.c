#include "tools/report/core/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "analysis/ensemble/output.h"
#include "analysis/ensemble/scenario_output.h"
#include "tools/record.h"

/* What is open. */
static struct {
    pc_scenario_t scenario;
    pc_experiment_t experiment;
    pc_ensemble_plan_t plan;
    pc_ensemble_t ensemble;
    pc_ensemble_statistics_t statistics;
    pc_diags_t diags;
    pc_options_t options;
    int is_many; /* the last results are those of many runs */
    int ready;   /* there are results */
    char *sets;  /* what `options` points to; owned */
    char counts[2][32];
    int told; /* the titles say what was changed */
} the;

void *
pc_door_alloc(size_t size)
{
    return malloc(size);
}

void
pc_door_free(void *memory)
{
    free(memory);
}

static void
drop_results(void)
{
    pc_ensemble_statistics_free(&the.statistics);
    pc_ensemble_free(&the.ensemble);
    pc_experiment_free(&the.experiment);
    the.is_many = 0;
    the.ready = 0;
}

static void
drop_all(void)
{
    drop_results();
    pc_scenario_free(&the.scenario);
    pc_diags_free(&the.diags);
    free(the.sets);
    memset(&the, 0, sizeof(the));
}

/* The texts of --set, copied. */
static pc_status
take_sets(const char *sets, size_t num_sets)
{
    const char *end = sets;
    if (num_sets > PC_MAX_SETS - 2) {
        return PC_ERR_INPUT;
    }
    for (size_t k = 0; k < num_sets; k++) {
        end += strlen(end) + 1;
    }
    the.sets = malloc((size_t) (end - sets) + 1);
    if (the.sets == NULL) {
        return PC_ERR_NOMEM;
    }
    memcpy(the.sets, sets, (size_t) (end - sets));
    const char *text = the.sets;
    for (size_t k = 0; k < num_sets; k++) {
        the.options.sets[the.options.num_sets++] = text;
        text += strlen(text) + 1;
    }
    return PC_OK;
}

int
pc_door_open(const char *path, const char *sets, size_t num_sets)
{
    gsl_set_error_handler_off();
    drop_all();
    pc_diags_init(&the.diags);
    const pc_status status = take_sets(sets, num_sets);
    return status == PC_OK ? pc_scenario_load(
               &the.scenario, path, the.options.sets, num_sets, &the.diags)
                           : status;
}

int
pc_door_run(uint32_t draw, uint32_t replicate)
{
    drop_results();
    pc_experiment_t *e = &the.experiment;
    the.options.draw = draw;
    the.options.replicate = replicate;
    pc_status status = pc_experiment_init(e, &the.scenario, draw, NULL, 0, &the.diags);
    if (status == PC_OK) {
        status = pc_experiment_prepare(e);
    }
    if (status == PC_OK) {
        status = pc_experiment_run(e, replicate);
    }
    the.ready = status == PC_OK;
    return status;
}

int
pc_door_many_begin(uint32_t draws, uint32_t replicates)
{
    drop_results();
    the.options.replicate = 1;
    the.scenario.draws = draws;
    the.scenario.replicates = replicates;
    /* As the options of the command say it, which go into the titles. */
    snprintf(the.counts[0], sizeof(the.counts[0]), "draws=%u", (unsigned) draws);
    snprintf(
        the.counts[1], sizeof(the.counts[1]), "replicates=%u", (unsigned) replicates);
    the.options.sets[the.options.num_sets++] = the.counts[0];
    the.options.sets[the.options.num_sets++] = the.counts[1];
    the.is_many = 1;
    the.plan = (pc_ensemble_plan_t){ .draws = draws,
        .replicates = replicates,
        .threads = 1,
        .prefectures = 1,
        .memory = SIZE_MAX };
    return pc_ensemble_open(&the.ensemble, &the.scenario, &the.plan);
}

int
pc_door_many_step(uint32_t units)
{
    pc_ensemble_t *e = &the.ensemble;
    const size_t all = pc_ensemble_units(e), each = pc_ensemble_unit_size(e);
    const size_t wanted = e->num_done / each + units;
    const pc_status status =
        pc_ensemble_extend(e, &the.plan, wanted < all ? wanted : all);
    return status == PC_OK ? (int) (e->num_done / each) : (int) status;
}

int
pc_door_many_end(void)
{
    pc_status status = pc_ensemble_check(&the.ensemble, &the.diags);
    if (status == PC_OK) {
        status = pc_ensemble_statistics_init(&the.statistics, &the.ensemble, 1);
    }
    the.ready = status == PC_OK;
    return status;
}

static pc_status
write_files(const char *folder, const pc_run_record_t *record, const pc_run_info_t *info)
{
    pc_scenario_output_t described;
    pc_store_t store;
    pc_scenario_output(&described, &the.scenario, info);
    described.output.results = &the.experiment.results;
    described.output.resolved = record->resolved;
    pc_status status = pc_store_open(&store, folder, &the.diags);
    if (status == PC_OK) {
        status = the.is_many
                     ? pc_ensemble_files(&the.statistics, &described.output, &store)
                     : pc_output_files(&described.output, &store);
    }
    pc_store_abort(&store);
    return status;
}

int
pc_door_write(const char *folder, const char *lang)
{
    pc_run_record_t record;
    pc_run_info_t info;
    if (!the.ready) {
        return PC_ERR_INPUT;
    }
    const pc_lang shown = pc_language; /* of the page */
    the.options.lang = lang;
    (void) pc_lang_parse(lang, &pc_language);
    the.options.command_line = "";
    pc_status status = the.told ? PC_OK : pc_tell_changes(&the.scenario, &the.options);
    the.told = 1;
    if (status == PC_OK) {
        status = pc_run_record_init(&record, &the.scenario, &the.options, &info);
    } else {
        memset(&record, 0, sizeof(record));
    }
    if (status == PC_OK) {
        status = write_files(folder, &record, &info);
    }
    pc_run_record_free(&record);
    pc_language = shown;
    return status;
}

char *
pc_door_messages(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    pc_diags_print(&the.diags, out);
    fclose(out);
    return text;
}

char *
pc_door_resolved(void)
{
    char *text = NULL;
    return pc_scenario_resolve(&the.scenario, &text) == PC_OK ? text : NULL;
}

int
pc_door_first(void)
{
    return the.experiment.results.first;
}

size_t
pc_door_rows(void)
{
    return the.experiment.results.num_rows;
}

const double *
pc_door_national(void)
{
    return the.experiment.results.national;
}

int
pc_door_num_variables(void)
{
    return PC_NUM_VARIABLES;
}

int
pc_door_variable(const char *name)
{
    return (int) pc_variable_find(name);
}

const char *
pc_door_version(void)
{
    static char text[96];
    snprintf(text, sizeof(text), "%s %s", pc_build_version, pc_build_model);
    return text;
}
