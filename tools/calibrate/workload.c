/* workload.c - panelcast calibrate-workload: staff hours from the survey of 2022.
 */
#include "tools/command.h"

#include <math.h>

#include "analysis/calibrate/workload.h"
#include "base/number.h"

static const char *const tier_names[PC_SURVEY_TIERS] = { "core", "hub", "cooperative" };

static double
misfit(double value, double target)
{
    return 100 * (value / target - 1);
}

/* Four significant digits, but never an exponent. */
static const char *
show(double value, char text[32])
{
    snprintf(text, 32, value < 1000 ? "%.4g" : "%.0f", value);
    return text;
}

static void
print_row(int markdown, const char *what, const char *unit, double target,
    const double values[2], const char *use)
{
    char text[3][32];
    printf(markdown ? "| %s | %s | %s | %s | %+.1f %% | %s | %+.1f %% | %s |\n"
                    : "  %-37s %-10s %8s  %8s %+6.1f %%  %8s %+6.1f %%  %s\n",
        what, unit, show(target, text[0]), show(values[0], text[1]),
        misfit(values[0], target), show(values[1], text[2]), misfit(values[1], target),
        use);
}

static void
print_targets(const pc_workload_fit_t *fit, const pc_survey_t *s, double share, int md)
{
    const pc_survey_view_t *v[2] = { &fit->with_rounded, &fit->with_given };
    char what[64];
    if (md) {
        puts(_("| figure | unit | survey | fitted | misfit | scenario | misfit | use |\n"
               "|---|---|---:|---:|---:|---:|---:|---|"));
    } else {
        printf("  %-37s %-10s %8s  %8s %8s  %8s %8s\n", "figure", "unit", "survey",
            "fitted", "misfit", "scenario", "misfit");
    }
    for (int t = 0; t < PC_SURVEY_TIERS; t++) {
        snprintf(what, sizeof(what), "hours of a %s hospital", tier_names[t]);
        print_row(md, what, "hour/month", s->hours_by_tier[t],
            (double[]){ v[0]->survey.hours_by_tier[t], v[1]->survey.hours_by_tier[t] },
            "fit");
    }
    print_row(md, "physician hours per test counted", "hour/test", s->hours_per_test[0],
        (double[]){ v[0]->survey.hours_per_test[0], v[1]->survey.hours_per_test[0] },
        "fit");
    print_row(md, "other staff's hours per test counted", "hour/test",
        s->hours_per_test[1],
        (double[]){ v[0]->survey.hours_per_test[1], v[1]->survey.hours_per_test[1] },
        "fit");
    print_row(md, "share of EP work in the hours", "1", share,
        (double[]){ v[0]->ep_share, v[1]->ep_share }, "fit");
    print_row(md, "labour cost per test counted", "JPY/test", s->cost_per_test,
        (double[]){ v[0]->survey.cost_per_test, v[1]->survey.cost_per_test }, "check");
    for (int t = 0; t < PC_SURVEY_TIERS; t++) {
        snprintf(what, sizeof(what), "labour cost of a %s hospital", tier_names[t]);
        print_row(md, what, "JPY/month", s->cost_by_tier[t],
            (double[]){ v[0]->survey.cost_by_tier[t], v[1]->survey.cost_by_tier[t] },
            "check");
    }
}

/* The two readings of "hours per test" and the count that joins them. */
static void
print_counts(const pc_workload_fit_t *fit, const pc_survey_t *s)
{
    const pc_survey_view_t *v = &fit->with_rounded;
    const double counted = v->tests + v->received;
    const double said = s->hours_per_test[0] + s->hours_per_test[1];
    double hours = 0;
    fputs(_("the survey's own sum: "), stdout);
    for (int t = 0; t < PC_SURVEY_TIERS; t++) {
        printf("%s%.0f x %.0f", t > 0 ? " + " : "", v->sites[t], s->hours_by_tier[t]);
        hours += v->sites[t] * s->hours_by_tier[t];
    }
    printf(_(" = %.0f hours a month\n"), hours);
    printf(_("  over %.1f tests ordered:                        %.2f hours a test\n"),
        v->tests, hours / v->tests);
    printf(_("  over %.1f tests ordered + %.1f cases received:  %.2f hours a test "
             "counted\n"),
        v->tests, v->received, hours / counted);
    printf(
        _("  the survey says %.1f: as if %.0f tests were counted, %.2f a test ordered "
          "(here %.2f)\n"),
        said, hours / said, hours / said / v->tests, counted / v->tests);
}

static void
print_fit(const pc_workload_fit_t *fit)
{
    printf(_("fitted, not rounded\n"
             "  preparing a case at the host                %8.4f hour/case\n"
             "  preparing a case for another site's EP      %8.4f hour/case\n"
             "  fixed hours of a hub or cooperative site    %8.4f hour/month\n"
             "  fixed hours of a core                       %8.4f hour/month\n"
             "  physicians' share of all but sitting in     %8.4f\n"
             "assumed\n"
             "  ordering and registering a test             %8.4f hour/test\n"),
        fit->free[PC_FREE_PREPARE], fit->free[PC_FREE_SEND], fit->free[PC_FREE_OVERHEAD],
        fit->free[PC_FREE_OVERHEAD_CORE], fit->physician_share, fit->order);
}

/* Lines for a scenario file; params.def takes the same numbers. */
static int
print_parameters(const pc_workload_fit_t *fit)
{
    int changed = 0;
    for (int k = 0; k < PC_NUM_FITTED; k++) {
        const pc_param_info_t *info = &pc_param_table[pc_fitted_params[k]];
        char value[PC_NUMBER_SIZE];
        pc_number_format(fit->rounded[k], value);
        printf("    \"%s\": { \"value\": %s, \"unit\": \"%s\", \"kind\": "
                 "\"calibrated\", \"source\": \"panelcast calibrate-workload\" }%s\n",
            info->name, value, info->unit, k + 1 < PC_NUM_FITTED ? "," : "");
        changed += fabs(fit->rounded[k] - fit->given[k]) > 1e-9;
    }
    return changed;
}

static void
report(const pc_options_t *options, const pc_workload_fit_t *fit,
    const pc_survey_t *survey, double share)
{
    const pc_survey_view_t *v = &fit->with_rounded;
    if (options->markdown) {
        print_targets(fit, survey, share, 1);
        return;
    }
    printf(
        _("conditions of 2022: %.0f core, %.0f hub, %.0f cooperative sites; %.1f tests "
          "a month (demand.uptake %.4f)\n\n"),
        v->sites[0], v->sites[1], v->sites[2], v->tests, fit->uptake);
    print_counts(fit, survey);
    putchar('\n');
    print_targets(fit, survey, share, 0);
    putchar('\n');
    print_fit(fit);
    puts(_("\nparameters"));
    const int changed = print_parameters(fit);
    if (changed > 0) {
        printf(_("\n%d of these %d are not those of the scenario\n"), changed,
            PC_NUM_FITTED);
    } else {
        puts(_("\nthe scenario has these values"));
    }
}

static int
run_calibrate(const pc_options_t *options)
{
    pc_options_t in_2022 = *options;
    in_2022.uses = PC_USE_OWN_SETS;
    pc_scenario_t scenario;
    pc_survey_t survey;
    pc_workload_fit_t fit;
    pc_diags_t diags;

    for (size_t k = 0; k < pc_num_survey_conditions; k++) {
        if (in_2022.num_sets == PC_MAX_SETS) {
            fputs(_("panelcast calibrate-workload: too many --set\n"), stderr);
            return PC_EXIT_USAGE;
        }
        in_2022.sets[in_2022.num_sets++] = pc_survey_conditions[k];
    }
    pc_messages_init(&diags);
    int code = pc_load(&scenario, &in_2022);
    if (code == PC_EXIT_OK) {
        const double tests = pc_survey_tests(&scenario);
        pc_status status = pc_survey_read(&survey, options->args[1], &diags);
        if (status == PC_OK && !(tests > 0)) {
            pc_diags_add(&diags, PC_ERROR, options->args[0], 0, 0, "observations",
                "no monthly rate of Tests|Total in 2022 that is used for fits");
            status = PC_ERR_INPUT;
        }
        if (status == PC_OK) {
            status = pc_workload_fit(&fit, &scenario, &survey, tests, &diags);
        }
        pc_diags_print(&diags, stderr);
        if (status == PC_OK) {
            report(options, &fit, &survey, fit.share);
        } else if (diags.num_errors == 0) {
            fprintf(
                stderr, _("panelcast calibrate-workload: %s\n"), _(pc_strerror(status)));
        }
        code = pc_exit_code(status);
    }
    pc_diags_free(&diags);
    pc_scenario_free(&scenario);
    return code;
}

const pc_command_t pc_cmd_calibrate_workload = { "calibrate-workload", run_calibrate,
    PC_OPT_SET | PC_OPT_MARKDOWN, 2, 2, "FILE SURVEY [--set NAME=VALUE]... [--markdown]",
    N_(N_("fit the staff hours to the survey of 2022")),
    N_(N_(
        "Puts the scenario FILE into the conditions of 2022 (the sites of 2022-04, the "
        "tests "
        "of\n"
        "that year, no circulation, no omission), runs it in expected mode and fits the "
        "hours\n"
        "per case and per site to the survey in the table SURVEY. Prints the fitted "
        "values, "
        "the\n"
        "misfit of every figure beside that of the scenario's own values, and the "
        "parameters as\n"
        "lines of a scenario file. --markdown prints the table of misfits alone, as in\n"
        "docs/validation.md. --set workload.ep_share_reference=0.4 fits to another "
        "share "
        "of "
        "EP work.\n\n"
        "example:  panelcast calibrate-workload scenarios/baseline.json "
        "scenarios/data/sources/ep_workload.csv")) };
