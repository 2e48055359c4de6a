#include "tools/many.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analysis/ensemble/reach.h"
#include "output/folder/folder.h"
#include "output/grid.h"
#include "tools/kept.h"
#include "output/spread.h"
#include "output/folder/destination.h"
#include "tools/option_use.h"
#include "tools/option_values.h"
#include "tools/record.h"

#define PC_RUNS_MAX 1e8

int
pc_wants_many(const pc_scenario_t *scenario, const pc_options_t *options)
{
    return scenario->draws > 0 || scenario->replicates > 1 || options->num_until > 0;
}

const char *
pc_many_fault(const pc_scenario_t *scenario, const pc_options_t *options)
{
    if (scenario->mode == PC_MODE_EXPECTED && scenario->replicates > 1) {
        return _("expected mode has no chance, so all replicates are alike: add --mode "
                 "stochastic, or use --draws "
                 "to draw the uncertain parameters");
    }
    if ((double) scenario->draws * (double) scenario->replicates > PC_RUNS_MAX) {
        return _("draws times replicates are more than 100000000 runs");
    }
    if (scenario->mode == PC_MODE_EXPECTED && scenario->draws == 0) {
        return _(
            "--until-mcse needs something that varies: add --mode stochastic, or use "
            "--draws to draw the uncertain parameters");
    }
    if (options->num_until > 0 && scenario->replicates <= 1
        && (scenario->draws == 1
            || (scenario->draws == 0 && pc_has_set(options, "draws")))) {
        return _("--until-mcse needs more than one run: allow more draws, or in "
                 "stochastic mode add -n N, the most replicates");
    }
    if (options->draw > 0 || options->replicate > 1) {
        return _("--draw and --replicate choose one run: leave them out, or -n and "
                 "--draws");
    }
    if (options->save_file != NULL || options->hosts) {
        return _("--save-state and --hosts are for one run: leave them out, or -n and "
                 "--draws");
    }
    return NULL;
}

const char *
pc_draws_fault(const pc_scenario_t *scenarios, size_t num)
{
    int uncertain = 0;
    for (size_t k = 0; k < num; k++) {
        uncertain += pc_scenario_num_uncertain(&scenarios[k]);
    }
    return scenarios[0].draws > 0 && uncertain == 0
               ? _("no parameter of the scenario has a range, so there is nothing to "
                   "draw: with --mode stochastic, -n N repeats it with other luck")
               : NULL;
}

const char *
pc_draw_fault(const pc_scenario_t *scenario)
{
    return pc_scenario_num_uncertain(scenario) == 0
               ? _("no parameter of the scenario has a range, so there is nothing for "
                   "--draw to draw")
               : NULL;
}

void
pc_warn_seed(
    const char *command, const pc_scenario_t *scenario, const pc_options_t *options)
{
    if (pc_is_given(options, OPT_SEED) && scenario->mode == PC_MODE_EXPECTED
        && scenario->draws == 0 && options->draw == 0 && options->num_until == 0) {
        fprintf(stderr,
            _("panelcast %s: warning: expected mode has no chance, so --seed changes "
              "nothing: add --mode stochastic, or draw parameters\n"),
            command);
    }
}

void
pc_show_progress(void *context, size_t done, size_t all)
{
    pc_clock_t *clock = context;
    const time_t now = time(NULL);
    if (now - clock->started < 2 || now == clock->shown || done == 0) {
        return;
    }
    clock->shown = now;
    const double left =
        (double) (now - clock->started) * (double) (all - done) / (double) done;
    fputc('\r', stderr);
    fprintf(stderr, _("%zu of %zu %s, %.0f s left   "), done, all,
        clock->what != NULL ? clock->what : _("runs"), left);
}

/* The variables that --samples names, or all if the scenario wants samples. */
static pc_status
choose_samples(pc_many_t *self, const pc_scenario_t *scenario,
    const pc_options_t *options, pc_diags_t *diags)
{
    int wanted[PC_NUM_VARIABLES] = { 0 };
    for (size_t k = 0; k < options->num_samples; k++) {
        const pc_variable variable = pc_variable_find(options->samples[k]);
        if (variable == PC_V_NONE) {
            pc_unknown_result(options->samples[k], diags);
            return PC_ERR_INPUT;
        }
        wanted[variable] = 1;
    }
    for (int v = 0; v < PC_NUM_VARIABLES; v++) {
        if (wanted[v] || (options->num_samples == 0 && scenario->output.samples)) {
            self->samples[self->num_samples++] = (pc_variable) v;
        }
    }
    return PC_OK;
}

int
pc_many_init(pc_many_t *self, pc_scenario_t *scenario, const pc_options_t *options)
{
    pc_diags_t diags;
    pc_status status = PC_OK;
    pc_messages_init(&diags);
    for (size_t k = 0; k < options->num_until && status == PC_OK; k++) {
        status = pc_precision_parse(&self->targets[k], options->until[k], &diags);
        self->num_targets++;
    }
    if (status == PC_OK) {
        status = choose_samples(self, scenario, options, &diags);
    }
    if (status == PC_OK && self->num_targets > 0 && scenario->draws == 0
        && scenario->replicates <= 1) {
        scenario->draws = PC_MOST_DRAWS;
    }
    pc_diags_print(&diags, stderr);
    pc_diags_free(&diags);
    return status == PC_OK ? PC_EXIT_OK : PC_EXIT_USAGE;
}

/* DIR.partial; of a folder without a name of its own, beside its real place. NULL
 * without memory. */
static char *
partial_path(const char *dir)
{
    size_t length = strlen(dir);
    while (length > 1 && dir[length - 1] == '/') {
        length--;
    }
    const char *end = dir + length;
    const int nameless = end[-1] == '/'
                         || (end[-1] == '.' && (length == 1 || end[-2] == '/'))
                         || (length > 1 && end[-1] == '.' && end[-2] == '.'
                             && (length == 2 || end[-3] == '/'));
    char *real = nameless ? pc_folder_real(dir) : NULL;
    const char *from = real != NULL ? real : dir;
    length = real != NULL ? strlen(real) : length;
    const size_t size = length + sizeof(".partial");
    char *path = malloc(size);
    if (path != NULL) {
        snprintf(path, size, "%.*s.partial", (int) length, from);
    }
    free(real);
    return path;
}

/* Members that a stopped run left, of the folder or beside it. */
static pc_status
take_saved(pc_many_t *self, const pc_options_t *options, const char *dir)
{
    const char *const places[2] = { dir, self->partial };
    for (int k = 0; k < 2 && self->from == 0; k++) {
        pc_kept_sum(places[k], self->kept);
        const pc_status status =
            pc_members_take(&self->ensemble, self->fingerprint, places[k]);
        if (status == PC_OK) {
            self->from = k + 1;
            if (!options->quiet) {
                fprintf(stderr, _("panelcast run: going on from %zu runs kept in %s\n"),
                    self->ensemble.num_given, places[k]);
            }
        } else if (status == PC_ERR_VERSION || status == PC_ERR_INPUT) {
            fprintf(stderr,
                status == PC_ERR_INPUT
                    ? _("panelcast run: the runs kept in %s are damaged: not used\n")
                    : _("panelcast run: the runs kept in %s are of another scenario, "
                        "past, seed, number of replicates or program: not used\n"),
                places[k]);
        } else if (status != PC_ERR_MISSING) {
            return status;
        }
    }
    return PC_OK;
}

/* Opens the ensemble with what is known of it. */
static pc_status
open_ensemble(pc_many_t *self, const pc_scenario_t *scenario,
    const pc_options_t *options, const pc_ensemble_plan_t *plan, const char *dir)
{
    self->partial = partial_path(dir);
    pc_status status = pc_ensemble_open(&self->ensemble, scenario, plan);
    if (status == PC_OK) {
        char program[256];
        snprintf(program, sizeof(program), "%s %s %s", pc_build_version, pc_build_commit,
            pc_build_model);
        status = pc_members_fingerprint(
            &self->ensemble, plan->past, program, self->fingerprint);
    }
    if (status == PC_OK && self->partial == NULL) {
        status = PC_ERR_NOMEM;
    }
    return status == PC_OK ? take_saved(self, options, dir) : status;
}

/* Runs the members; the scenario then says how many there are. */
static pc_status
run_members(pc_many_t *self, pc_scenario_t *scenario, const pc_ensemble_plan_t *plan)
{
    pc_ensemble_t *e = &self->ensemble;
    const pc_status status =
        self->num_targets > 0
            ? pc_precision_run(self->targets, self->num_targets, e, plan)
            : pc_ensemble_extend(e, plan, pc_ensemble_units(e));
    if (status == PC_OK) {
        *(e->by_draw ? &scenario->draws : &scenario->replicates) =
            e->by_draw ? e->draws : e->replicates;
    }
    self->stopped = status == PC_ERR_INTERRUPT;
    return status;
}

/* Is the part that the run went on from still at `dir`, and nothing newer? */
static int
is_kept_part(const pc_many_t *self, const char *dir)
{
    char now[PC_SHA256_SIZE];
    pc_kept_sum(dir, now);
    return self->kept[0] != '\0' && strcmp(now, self->kept) == 0;
}

/* Would a part of this run go beside DIR? So it is if DIR has a result that the run did
 * not go on from. */
static int
goes_aside(const pc_many_t *self, const char *dir)
{
    char *manifest = pc_path_join(dir, PC_MANIFEST);
    const int taken = manifest == NULL || access(manifest, F_OK) == 0;
    free(manifest);
    return taken && !(self->from == 1 && is_kept_part(self, dir));
}

const char *
pc_many_place(const pc_many_t *self, const char *dir)
{
    return self->stopped && goes_aside(self, dir) ? self->partial : dir;
}

pc_status
pc_many_run(pc_many_t *self, pc_scenario_t *scenario, const pc_state_t *past,
    const pc_options_t *options, const char *dir, const pc_interrupt_t *interrupted,
    pc_diags_t *diags)
{
    pc_clock_t clock = { .started = time(NULL) };
    const int terminal = !options->quiet && isatty(STDERR_FILENO);
    const pc_ensemble_plan_t plan = {
        .draws = (uint32_t) scenario->draws,
        .replicates = (uint32_t) scenario->replicates,
        .threads = options->threads,
        .prefectures = 1,
        .temporary = getenv("TMPDIR"),
        .past = past,
        .interrupted = interrupted,
        .progress = terminal ? pc_show_progress : NULL,
        .context = &clock,
    };
    pc_status status = open_ensemble(self, scenario, options, &plan, dir);
    if (status == PC_OK && self->from != 2 && goes_aside(self, dir)) {
        status = pc_kept_check(self->partial, diags);
    }
    if (status == PC_OK) {
        status = run_members(self, scenario, &plan);
    }
    if (clock.shown != 0) {
        fputc('\n', stderr);
    }
    if ((status == PC_OK || self->stopped) && self->ensemble.num_done > 0) {
        pc_status counted = pc_ensemble_check(&self->ensemble, diags);
        if (counted == PC_OK) {
            counted = pc_ensemble_statistics_init(
                &self->statistics, &self->ensemble, options->threads);
        }
        status = counted == PC_OK ? status : counted;
    }
    return status;
}

/* Draws, or replicates where there are not several draws. */
static size_t
units_used(const pc_many_t *self)
{
    const pc_ensemble_t *e = &self->ensemble;
    return e->num_members / pc_ensemble_unit_size(e);
}

static const char *
all_digits(double value, char text[PC_DIGITS_SIZE])
{
    pc_number_format(value, text);
    return text;
}

static void
say_missed(const pc_many_t *self)
{
    for (size_t k = 0; k < self->num_targets; k++) {
        const pc_precision_t *t = &self->targets[k];
        char unit[PC_UNIT_SIZE], digits[PC_DIGITS_SIZE], wanted[PC_DIGITS_SIZE];
        if (!pc_precision_met(t)) {
            const char *reached = pc_three_digits(t->reached, digits);
            /* Rounded, what is too much may look like enough. */
            if (strtod(reached, NULL) <= t->most) {
                reached = all_digits(t->reached, digits);
            }
            fprintf(stderr,
                self->ensemble.by_draw
                    ? _("panelcast run: with %zu draws the standard error of %s is %s "
                        "%s, not %s or less\n")
                    : _("panelcast run: with %zu replicates the standard error of %s is "
                        "%s %s, not %s or less\n"),
                units_used(self), pc_variable_table[t->variable].name,
                reached[0] ? reached : _("missing"), pc_unit(t->variable, 12, unit),
                all_digits(t->most, wanted));
        }
    }
}

/* Which runs there are, and that the same command goes on. */
static void
say_stopped(const pc_many_t *self, const char *dir, const char *place)
{
    const size_t done = self->ensemble.num_done, room = self->ensemble.room;
    fprintf(stderr,
        self->num_targets > 0
            ? _("panelcast run: interrupted; %s holds members 1 to %zu of at most %zu\n")
            : _("panelcast run: interrupted; %s holds members 1 to %zu of %zu\n"),
        place, done, room);
    if (place != dir) {
        fprintf(stderr, _("panelcast run: %s is as it was before\n"), dir);
    }
    fputs(_("panelcast run: the same command goes on from there\n"), stderr);
}

int
pc_many_finish(const pc_many_t *self, const char *dir, const char *place)
{
    const pc_ensemble_t *e = &self->ensemble;
    int missed = 0;
    if (e->num_failed > 0) {
        fprintf(stderr, _("panelcast run: %zu of %zu runs failed: see %s/members.csv\n"),
            e->num_failed, e->num_done, place);
    }
    if (self->stopped) {
        say_stopped(self, dir, place);
        return PC_EXIT_INTERRUPTED;
    }
    if (self->from == 2 && is_kept_part(self, self->partial)
        && pc_members_remove(self->partial) != PC_OK) {
        fprintf(stderr, _("panelcast run: %s is no longer needed\n"), self->partial);
    }
    say_missed(self);
    for (size_t k = 0; k < self->num_targets; k++) {
        missed |= !pc_precision_met(&self->targets[k]);
    }
    return missed ? PC_EXIT_NO : PC_EXIT_OK;
}

void
pc_many_free(pc_many_t *self)
{
    pc_ensemble_statistics_free(&self->statistics);
    pc_ensemble_free(&self->ensemble);
    free(self->partial);
    memset(self, 0, sizeof(*self));
}

pc_many_answer_t
pc_many_answer(const pc_many_t *self)
{
    return (pc_many_answer_t){ &self->ensemble, &self->statistics, self->targets,
        self->num_targets };
}
