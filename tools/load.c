#include "tools/command.h"

#include <string.h>

#include "output/folder/store.h"
#include "simulation/routes.h"
#include "tools/places.h"

int
pc_exit_code(pc_status status)
{
    switch (status) {
    case PC_OK:
        return PC_EXIT_OK;
    case PC_ERR_MISSING:
        return PC_EXIT_MISSING;
    case PC_ERR_INPUT:
    case PC_ERR_RANGE:
        return PC_EXIT_INPUT;
    case PC_ERR_VERSION:
        return PC_EXIT_VERSION;
    case PC_ERR_IO:
    case PC_ERR_SPILL:
        return PC_EXIT_CANNOT_WRITE;
    case PC_ERR_WRITE:
        return PC_EXIT_WRITE_FAILED;
    case PC_ERR_INTERRUPT:
        return PC_EXIT_INTERRUPTED;
    case PC_ERR_NOMEM:
        break;
    }
    return PC_EXIT_BUG;
}

void
pc_messages_init(pc_diags_t *self)
{
    pc_diags_init(self);
    self->lang = pc_language;
}

pc_status
pc_say(pc_status status, const pc_diags_t *diags, const char *what)
{
    pc_diags_print(diags, stderr);
    if (status != PC_OK && diags->num_errors == 0) {
        fprintf(stderr, "panelcast: %s: %s\n", what, _(pc_strerror(status)));
    }
    if (status == PC_ERR_MISSING) {
        pc_hint_shipped(what);
    }
    return status != PC_OK && diags->out_of_memory ? PC_ERR_NOMEM : status;
}

int
pc_finish_stdout(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs(_("panelcast: standard output could not be written\n"), stderr);
        return PC_EXIT_WRITE_FAILED;
    }
    return PC_EXIT_OK;
}

void
pc_check_hosts(const pc_scenario_t *scenario, const pc_state_t *past, const char *file,
    pc_diags_t *diags)
{
    pc_model_input_t input;
    pc_month month;
    int32_t lost;
    pc_scenario_input(scenario, NULL, &input);
    if (pc_routes_find_lost(&input, past, &lost, &month) != PC_OK) {
        diags->out_of_memory = 1;
    } else if (lost >= 0) {
        char text[8];
        pc_month_format(month, text);
        pc_diags_add(diags, PC_ERROR, file, 0, 0, "hospitals",
            "hospital %lu reaches no core or hub in %s by following `host`: give it "
            "another host, or make that one a core or hub",
            (unsigned long) scenario->hospitals.id[lost], text);
    }
}

/* The network before the start is that of the table: say so where it is older than that.
 */
static void
check_start(const pc_scenario_t *scenario, pc_diags_t *diags)
{
    const pc_hospitals_t *h = &scenario->hospitals;
    pc_month last = PC_MONTH_NONE;
    for (size_t i = 0; i < h->num; i++) {
        last = h->opened[i] > last ? h->opened[i] : last;
    }
    if (last != PC_MONTH_NONE && scenario->start - last > 12) {
        char opened[8], start[8];
        pc_month_format(last, opened);
        pc_month_format(scenario->start, start);
        pc_diags_add(diags, PC_WARNING, scenario->path, 0, 0, "start",
            "the run starts in %s with the sites of %s, the last that the hospital "
            "table knows: "
            "to start later, run to that month and use --save-state and --from-state",
            start, opened);
    }
}

void
pc_check_scenario(
    const pc_scenario_t *scenario, const pc_activity_t *activity, pc_diags_t *diags)
{
    if (activity != NULL) {
        pc_activity_warn(activity, scenario, diags);
    }
    pc_check_hosts(scenario, NULL, scenario->path, diags);
    check_start(scenario, diags);
}

void
pc_tell_apart(const char *const *texts, size_t k, char *text, size_t size)
{
    int same = 1;
    for (size_t j = 0; j < k; j++) {
        same += strcmp(texts[j], texts[k]) == 0;
    }
    if (same > 1) {
        snprintf(text, size, "%s (%d)", texts[k], same);
    } else {
        snprintf(text, size, "%s", texts[k]);
    }
}

int
pc_load(pc_scenario_t *scenario, const pc_options_t *options)
{
    pc_diags_t diags;
    pc_messages_init(&diags);
    pc_status status = pc_scenario_load(
        scenario, options->args[0], options->sets, options->num_sets, &diags);
    if (status == PC_OK) {
        pc_activity_t activity;
        pc_activity_of(&activity, scenario);
        activity.stochastic |= options->uses & PC_USE_CHANCE ? 1 : 0;
        if (options->uses & PC_USE_CAPACITY) {
            pc_activity_free_choice(&activity, PC_P_ep_constraint);
        }
        const int own = (options->uses & PC_USE_OWN_SETS) != 0;
        pc_check_scenario(scenario, own ? NULL : &activity, &diags);
        if (scenario->draws > 0 || options->draw > 0 || options->uses & PC_USE_RANGES) {
            pc_ranges_warn(scenario, &diags);
        }
        status = pc_diags_status(&diags);
    }
    if (status == PC_OK) {
        status = pc_tell_changes(scenario, options);
    }
    status = pc_say(status, &diags, options->args[0]);
    if (diags.num_errors > 1) {
        fprintf(stderr, _("%zu errors\n"), diags.num_errors);
    }
    pc_diags_free(&diags);
    return pc_exit_code(status);
}
