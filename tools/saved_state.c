/* saved_state.c - the files of --save-state and --from-state. */
#include "tools/command.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/input.h"
#include "output/folder/aside.h"
#include "output/folder/destination.h"
#include "simulation/state_file.h"

/* Sums of shares may pass their upper bound by a rounding; nothing is below 0. */
static int
is_within(double x, double low, double high)
{
    return x >= low && x <= high + 1e-9;
}

static int
is_whole(double x, double low, double high)
{
    return x >= low && x <= high && x == floor(x);
}

static int
is_dispersion(double x)
{
    const pc_param_info_t *info = &pc_param_table[PC_P_demand_dispersion];
    return x >= info->lower && x <= info->upper;
}

static const char *
find_fault_of_scalars(const pc_state_t *s)
{
    const double *x = s->scalar, most = 4294967295.0;
    if (!is_whole(x[PC_S_LINES_KNOWN], 0, 1) || !is_whole(x[PC_S_CUMULATIVE_KNOWN], 0, 1)
        || !is_whole(x[PC_S_RAMP], 0, PC_RAMP_MAX) || !is_whole(x[PC_S_DRAW], 0, most)
        || !is_whole(x[PC_S_SEED_HIGH], 0, most) || !is_whole(x[PC_S_SEED_LOW], 0, most)
        || !is_whole(x[PC_S_REPLICATE], 0, most)
        || !(x[PC_S_DISPERSION] == -1 || is_dispersion(x[PC_S_DISPERSION]))
        || !is_within(x[PC_S_PROMOTION_CARRY], 0, 1)
        || !is_within(x[PC_S_SCHEDULE_CARRY], -(double) s->num, (double) s->num)
        || !(isnan(x[PC_S_CUMULATIVE]) || is_within(x[PC_S_CUMULATIVE], 0, 1e15))) {
        return N_("a number of the run lies outside its bounds");
    }
    return NULL;
}

/* The months of `history` that `open_sum` is the sum of, with the newest at the state's
 * month. */
static int
is_sum_of_history(const pc_state_t *s, size_t i)
{
    const pc_month month = (pc_month) s->scalar[PC_S_MONTH];
    const int ramp = (int) s->scalar[PC_S_RAMP];
    double sum = 0;
    for (int k = 0; k < ramp; k++) {
        sum += s->history[(size_t) ((month - k) % PC_RAMP_MAX) * s->num + i];
    }
    return ramp == 0 || fabs(s->open_sum[i] - sum) <= 1e-9;
}

static const char *
find_fault_of_hospital(const pc_state_t *s, size_t i, pc_mode mode)
{
    const double tier = s->designation[i], open = s->open[i];
    if (!is_within(open, 0, 1) || !is_within(s->candidate[i], 0, 1 - open)
        || !is_within(s->ep_capable[i], 0, open)
        || (s->ep_capable[i] != 0 && !(open > 0))
        || !is_within(s->wait_survival[i], 0, 1)
        || !is_within(s->stay_survival[i], 0, 1)) {
        return N_("a share of a site lies outside its bounds");
    }
    if (tier != PC_TIER_CORE && tier != PC_TIER_HUB && tier != PC_TIER_COOPERATIVE) {
        return N_("a hospital has no tier");
    }
    if (!is_whole(s->episode[i], 0, 1e6) || !is_sum_of_history(s, i)
        || !is_within(s->backlog[i], 0, 1e12)) {
        return N_("a count lies outside its bounds");
    }
    if (s->ep_capable[i] != 0 && tier != PC_TIER_COOPERATIVE) {
        return N_("a core or hub is an EP-capable cooperative site as well");
    }
    if (s->backlog[i] > 1e-9 && tier == PC_TIER_COOPERATIVE && s->ep_capable[i] == 0) {
        return N_("cases wait at a hospital that has no expert panel");
    }
    if (mode == PC_MODE_STOCHASTIC
        && (!is_whole(open, 0, 1) || !is_whole(s->candidate[i], 0, 1)
            || !is_whole(s->ep_capable[i], 0, 1) || !is_whole(s->backlog[i], 0, 1e12))) {
        return N_("it is of a run in expected mode, where hospitals open in parts; a "
                  "stochastic run cannot go on from it");
    }
    return NULL;
}

/* A damaged file must not become a run. */
static const char *
find_fault(const pc_state_t *s, pc_mode mode)
{
    const char *fault = find_fault_of_scalars(s);
    for (size_t i = 0; i < s->num && fault == NULL; i++) {
        fault = find_fault_of_hospital(s, i, mode);
    }
    for (size_t k = 0; k < PC_RAMP_MAX * s->num && fault == NULL; k++) {
        fault = is_within(s->history[k], 0, 1)
                    ? NULL
                    : N_("an earlier share lies outside 0 to 1");
    }
    for (size_t k = 0; k < (size_t) 2 * PC_LAG_MAX && fault == NULL; k++) {
        fault = is_within(s->lines[k], 0, 1e12)
                    ? NULL
                    : N_("a number of patients is impossible");
    }
    return fault;
}

static pc_status
read_state(const char *path, pc_state_t *state, const pc_hospitals_t *hospitals,
    pc_mode mode, pc_diags_t *diags)
{
    FILE *in;
    pc_status status = pc_input_open(&in, path, PC_INPUT_FILE, PC_STATE_SIZE_MAX);
    if (status == PC_ERR_NOMEM) {
        return status;
    }
    if (status != PC_OK) {
        char reason[PC_INPUT_REASON_SIZE];
        const char *why = pc_diags_text(diags, pc_input_reason(errno, reason));
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL, "%s", why);
        return status == PC_ERR_INPUT ? status : PC_ERR_MISSING;
    }
    status = pc_state_read(state, hospitals, in, path, diags);
    fclose(in);
    const char *fault = status == PC_OK ? find_fault(state, mode) : NULL;
    if (fault != NULL) {
        pc_diags_add(
            diags, PC_ERROR, path, 0, 0, NULL, "the state cannot be used: %s", _(fault));
        return PC_ERR_INPUT;
    }
    return status;
}

/* Why runs of these draws cannot go on from the state; 0 if they can. */
static int
is_unfit(const pc_state_t *past, const pc_scenario_t *scenario,
    const pc_options_t *options, uint32_t draws, int to_the_end, pc_diags_t *diags)
{
    const pc_month month = (pc_month) past->scalar[PC_S_MONTH];
    const unsigned long made = (unsigned long) past->scalar[PC_S_DRAW];
    const char *path = options->from_state;
    /* Of several draws only one could have this past. */
    const uint32_t draw = draws > 0 ? draws : options->draw;
    char text[8], first[8], last[8];
    pc_month_format(month, text);
    pc_month_format(scenario->start - 1, first);
    pc_month_format(scenario->end - !to_the_end, last);
    if (month < scenario->start - 1 || month > scenario->end - !to_the_end) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "%s cannot go on from the end of %s: its own months want a state from %s to "
            "%s",
            scenario->name, text, first, last);
        return 1;
    }
    if (made > 0 && (draws > 1 || made != draw)) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "the state is of parameter draw %lu: with other values of the uncertain "
            "parameters it would be the past of nobody; use --draw %lu, or save the "
            "state of a run without --draw",
            made, made);
        return 1;
    }
    return 0;
}

pc_status
pc_past_load(pc_state_t *past, const pc_scenario_t *scenario,
    const pc_options_t *options, uint32_t draws, int to_the_end, pc_diags_t *diags)
{
    pc_status status = pc_state_init(past, scenario->hospitals.num);
    if (status == PC_OK) {
        status = read_state(
            options->from_state, past, &scenario->hospitals, scenario->mode, diags);
    }
    if (status == PC_OK && is_unfit(past, scenario, options, draws, to_the_end, diags)) {
        status = PC_ERR_INPUT;
    }
    if (status == PC_OK) {
        pc_check_hosts(scenario, past, options->from_state, diags);
        status = pc_diags_status(diags);
    }
    return status;
}

/* 0 or what went wrong. */
static int
write_state(
    const pc_aside_t *aside, const pc_state_t *state, const pc_hospitals_t *hospitals)
{
    FILE *out = pc_aside_file(aside);
    if (out == NULL) {
        return errno;
    }
    errno = 0;
    const int failed = pc_state_write(state, hospitals, out) != PC_OK;
    const int why = errno != 0 ? errno : EIO;
    const int error = pc_aside_close(out);
    return failed ? why : error;
}

/* Is there nothing at `path`, an empty file, or a saved state of any version? */
static int
may_replace(const char *path)
{
    static const char begin[] = "panelcast state ";
    char head[sizeof(begin)] = "";
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        return errno == ENOENT;
    }
    const size_t length = fread(head, 1, sizeof(begin) - 1, in);
    const int failed = ferror(in);
    fclose(in);
    return !failed && (length == 0 || strcmp(head, begin) == 0);
}

/* Written aside and renamed, so that an older file is never lost to half a new one. Only
 * a plain file is replaced, never a device or a link. */
pc_status
pc_state_save(const char *path, const pc_state_t *state, const pc_hospitals_t *hospitals,
    pc_diags_t *diags)
{
    struct stat info;
    if (lstat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "the state cannot be written: this is not a plain file");
        return PC_ERR_IO;
    }
    if (!may_replace(path)) {
        pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
            "the state cannot be written: this file is there and is no saved state");
        return PC_ERR_IO;
    }
    pc_aside_t aside;
    int error =
        pc_aside_open(&aside, path) == 0 ? write_state(&aside, state, hospitals) : errno;
    if (error == 0 && pc_aside_commit(&aside, 1) != 0) {
        error = errno;
    }
    pc_aside_abort(&aside);
    if (error == 0) {
        return PC_OK;
    }
    char reason[PC_INPUT_REASON_SIZE];
    if (strerror_r(error, reason, sizeof(reason)) != 0) {
        snprintf(reason, sizeof(reason), _("error %d"), error);
    }
    pc_diags_add(
        diags, PC_ERROR, path, 0, 0, NULL, "the state cannot be written: %s", reason);
    return pc_store_status(error);
}
