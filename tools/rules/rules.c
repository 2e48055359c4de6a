/* rules.c - what the omission rules of a scenario do: the table of case classes, and
 * the curve over the omitted share. */
#include "tools/outputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/rules.h"
#include "tools/rules/curve.h"
#include "scenario/rules.h"

static void
print_json(
    const pc_scenario_t *s, pc_month month, const pc_class_row_t rows[PC_NUM_CLASSES])
{
    char text[8];
    printf("{\n  \"scenario\": \"%s\",\n", s->name);
    pc_month_format(month, text);
    printf("  \"month\": \"%s\",\n  \"classes\": [\n", text);
    for (int k = 0; k < PC_NUM_CLASSES; k++) {
        const pc_class_row_t *row = &rows[k];
        printf("    { \"stream\": \"%s\", \"secondary_finding\": %s, \"drug_access\": "
               "\"%s\", "
               "\"share\": %.12g, \"may_be_omitted\": %.12g, \"omitted\": %.12g, ",
            pc_stream_names[row->stream], row->secondary ? "true" : "false",
            pc_access_names[row->access], row->share, row->may_omit, row->omit);
        if (row->from == PC_MONTH_NONE) {
            printf("\"from\": null, ");
        } else {
            pc_month_format(row->from, text);
            printf("\"from\": \"%s\", ", text);
        }
        printf("\"rules\": [");
        for (size_t r = 0; r < 4 && row->rules[r] != NULL; r++) {
            printf("%s\"%s\"", r > 0 ? ", " : "", row->rules[r]);
        }
        printf("] }%s\n", k + 1 < PC_NUM_CLASSES ? "," : "");
    }
    puts("  ]\n}");
}

static int
show_table(const pc_scenario_t *scenario, const pc_options_t *options)
{
    pc_experiment_t e;
    pc_class_row_t rows[PC_NUM_CLASSES];
    const pc_status status = pc_experiment_init(&e, scenario, 0, NULL, 0, NULL);
    if (status == PC_OK) {
        const pc_month month =
            pc_rule_month(&e.input, (int) e.params[1].omission_adoption_months);
        pc_rule_table(&e.input, &e.params[month - e.input.start + 1], month, rows);
        if (options->json) {
            print_json(scenario, month, rows);
        } else if (!options->quiet) {
            pc_answer_rules(stdout, scenario, month, rows, pc_language);
        }
    }
    pc_experiment_free(&e);
    if (status != PC_OK) {
        fprintf(stderr, _("panelcast rules: %s\n"), _(pc_strerror(status)));
    }
    return pc_exit_code(status);
}

static int
run_rules(const pc_options_t *options)
{
    pc_scenario_t scenario;
    pc_options_t with = *options;
    with.uses = options->curve ? PC_USE_CHANCE | PC_USE_CAPACITY : 0;
    int code = pc_load(&scenario, &with);
    code = code == PC_EXIT_OK ? pc_check_output(options->output, options, &scenario, 1)
                              : code;
    if (code == PC_EXIT_OK && options->curve) {
        code = pc_show_curve(&scenario, options);
    } else if (code == PC_EXIT_OK && options->output != NULL) {
        fputs(_("panelcast rules: -o keeps the curve: add --curve\n"), stderr);
        code = PC_EXIT_USAGE;
    } else if (code == PC_EXIT_OK && options->num_args > 1) {
        fputs(_("panelcast rules: further scenarios are marked on the curve: add "
                "--curve\n"),
            stderr);
        code = PC_EXIT_USAGE;
    } else if (code == PC_EXIT_OK) {
        code = show_table(&scenario, options);
    }
    pc_scenario_free(&scenario);
    return code;
}

const pc_command_t pc_cmd_rules = { "rules", run_rules,
    PC_OPT_SET | PC_OPT_JSON | PC_OPT_CURVE | PC_OPT_OUTPUT | PC_OPT_BOM
        | PC_OPT_REPLICATES | PC_OPT_PLOTS,
    1, 17, "FILE [OTHER...] [--curve] [options]",
    N_("show what the omission rules do, or the curve over the omitted share"),
    N_("Prints the case classes: which may be omitted, from when, and what share of "
       "tests "
       "they are;\n"
       "and whether the three C-CAT reports of the ministry's paper come out as "
       "there.\n\n"
       "With --curve: EP cases, hours and waiting over the omitted share from 0 to 100 "
       "per "
       "cent, the\n"
       "share at which a target is met, and the scenario and OTHER scenarios marked on "
       "it.\n\n"
       "      --curve          the curve instead of the table\n"
       "      --year FY        fiscal year of the curve (default 2030)\n"
       "      --days D         the wait to stay below (default 28)\n"
       "  -n, --replicates N   runs behind each waiting time (default 20)\n"
       "  -o, --output DIR     also write curve.csv, and draw the curve (--no-plots: "
       "do "
       "not)\n"
       "      --lang en|ja, --bom, --no-bom, --json, --set NAME=VALUE as in run\n\n"
       "examples:  panelcast rules scenarios/baseline.json\n"
       "           panelcast rules scenarios/baseline.json scenarios/no-omission.json "
       "--curve -o out/curve") };
