/* rules.c - what the omission rules of a scenario do: the table of case classes, and
 * the curve over the omitted share. */
#include "tools/outputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/rules/table.h"
#include "tools/rules/curve.h"
#include "tools/grid.h"
#include "scenario/rules.h"

typedef struct {
    const char *en, *ja;
} words_t;

static const words_t stream_words[PC_NUM_STREAMS] = {
    { "solid", "固形がん" },
    { "haematological", "造血器腫瘍" },
    { "early", "標準治療終了前" },
};
static const words_t access_words[PC_NUM_ACCESS] = {
    { "none", "該当なし" },
    { "approved, companion diagnostic", "国内承認薬（CDx適合）" },
    { "guideline", "関連学会の指針" },
    { "trial only", "臨床試験・治験のみ" },
    { "other", "その他" },
};

static const char *
pick(const words_t *words, int ja)
{
    return ja ? words->ja : words->en;
}

static void
print_cell(const char *text, int width)
{
    pc_print_padded(stdout, text, width - 1, 1);
    putchar(' ');
}

static void
format_dates(const pc_class_row_t *row, int ja, char *text, size_t size)
{
    char from[8], until[8] = "";
    if (row->from == PC_MONTH_NONE) {
        snprintf(text, size, "%s", ja ? "省略不可" : "no");
        return;
    }
    pc_month_format(row->from, from);
    if (row->until != PC_MONTH_NONE) {
        pc_month_format(row->until, until);
    }
    if (ja) {
        snprintf(text, size, "%s〜%s%s", from, until, row->whole ? "" : "（一部）");
    } else {
        snprintf(text, size, "%s%s%s%s", until[0] ? "" : "from ", from,
            until[0] ? " to " : "", until);
        const size_t used = strlen(text);
        snprintf(text + used, size - used, "%s", row->whole ? "" : " (some)");
    }
}

static void
print_row(const pc_class_row_t *row, int ja)
{
    char dates[64];
    format_dates(row, ja, dates, sizeof(dates));
    printf("  ");
    print_cell(pick(&stream_words[row->stream], ja), 16);
    print_cell(row->secondary ? (ja ? "あり" : "yes") : (ja ? "なし" : "no"), 10);
    print_cell(pick(&access_words[row->access], ja), 32);
    printf("%7.1f  ", 100 * row->share);
    print_cell(dates, 24);
    printf("%7.1f  %7.1f", 100 * row->may_omit, 100 * row->omit);
    for (size_t k = 0; k < 4 && row->rules[k] != NULL; k++) {
        printf("%s%s", k == 0 ? "  " : ", ", row->rules[k]);
    }
    putchar('\n');
}

static void
print_reports(const pc_class_row_t rows[PC_NUM_CLASSES], int ja)
{
    puts(ja ? "\nC-"
              "CAT調査結果の3例（厚生労働省資料、令和8年3月13日。固形がん、二次的所見疑"
              "いなし）との照合"
            : "\nthe three C-CAT reports of the ministry's paper of 2026-03-13 (solid, "
              "no secondary finding):");
    for (int k = 0; k < PC_NUM_REPORT_KINDS; k++) {
        const pc_report_kind_t *kind = &pc_report_kinds[k];
        const pc_class_row_t *row =
            &rows[PC_CLASS_BIT(PC_STREAM_SOLID, 0, kind->access)];
        const int here = row->may_omit > 0 || row->from != PC_MONTH_NONE;
        printf("  ");
        print_cell(pick(&access_words[kind->access], ja), 34);
        if (ja) {
            printf("資料：%s　このシナリオ：%s　%s\n",
                kind->may_omit ? "省略可能" : "省略不可", here ? "省略可能" : "省略不可",
                here == kind->may_omit ? "一致" : "相違");
        } else {
            printf("paper: %-16s here: %-16s %s\n",
                kind->may_omit ? "may be omitted" : "may not",
                here ? "may be omitted" : "may not",
                here == kind->may_omit ? "as in the paper" : "DIFFERS from the paper");
        }
    }
}

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
            stream_words[row->stream].en, row->secondary ? "true" : "false",
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

static void
print_table(const pc_scenario_t *s, pc_month month,
    const pc_class_row_t rows[PC_NUM_CLASSES], int ja)
{
    char text[8];
    pc_month_format(month, text);
    printf("%s\n", ja ? s->title_ja : s->title_en);
    for (size_t r = 0; r < s->num_rules; r++) {
        char from[8], until[8] = "";
        const pc_rule_t *rule = &s->rules[r];
        pc_month_format(rule->effective, from);
        if (rule->until != PC_MONTH_NONE) {
            pc_month_format(rule->until, until);
        }
        printf("  %s  %s..%s  %s  (%s)\n", rule->id, from, until,
            ja ? rule->title_ja : rule->title_en, pc_param_table[rule->adoption].name);
    }
    printf(ja ? "%s における症例区分（%%：各検査の件数に対する割合。実施率は仮定）\n"
              : "case classes in %s (per cent of the tests of the stream; adoption is "
                "assumed)\n",
        text);
    puts(ja ? "  検査            二次的所見  薬剤到達性                       割合   "
              "省略可能な期間          省略可能   省略  規則"
            : "  stream          secondary drug access                     share  may "
              "be omitted         allowed  omitted  rules");
    for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
        double may = 0, omit = 0;
        for (int k = 10 * stream; k < 10 * stream + 10; k++) {
            may += rows[k].may_omit;
            omit += rows[k].omit;
        }
        for (int k = 10 * stream;
             stream == PC_STREAM_SOLID || may > 0 ? k < 10 * stream + 10 : 0; k++) {
            print_row(&rows[k], ja);
        }
        printf("  ");
        print_cell(pick(&stream_words[stream], ja), 16);
        print_cell(ja ? "計" : "all", 42);
        printf("%7.1f  %24s%7.1f  %7.1f\n", 100.0, "", 100 * may, 100 * omit);
    }
    print_reports(rows, ja);
}

static int
show_table(const pc_scenario_t *scenario, const pc_options_t *options)
{
    pc_experiment_t e;
    pc_class_row_t rows[PC_NUM_CLASSES];
    const pc_status status = pc_experiment_init(&e, scenario, 0, NULL, 0, NULL);
    if (status == PC_OK) {
        const pc_month month = pc_rule_month(&e.input);
        pc_rule_table(&e.input, &e.params[month - e.input.start + 1], month, rows);
        if (options->json) {
            print_json(scenario, month, rows);
        } else {
            print_table(scenario, month, rows, strcmp(options->lang, "ja") == 0);
        }
    }
    pc_experiment_free(&e);
    return pc_exit_code(status);
}

static int
run_rules(const pc_options_t *options)
{
    pc_scenario_t scenario;
    int code = pc_load(&scenario, options);
    code = code == PC_EXIT_OK ? pc_check_output(options->output, options, &scenario, 1)
                              : code;
    if (code == PC_EXIT_OK && options->curve) {
        code = pc_show_curve(&scenario, options);
    } else if (code == PC_EXIT_OK && options->output != NULL) {
        fputs("panelcast rules: -o keeps the curve: add --curve\n", stderr);
        code = PC_EXIT_USAGE;
    } else if (code == PC_EXIT_OK && options->num_args > 1) {
        fputs(
            "panelcast rules: further scenarios are marked on the curve: add --curve\n",
            stderr);
        code = PC_EXIT_USAGE;
    } else if (code == PC_EXIT_OK) {
        code = show_table(&scenario, options);
    }
    pc_scenario_free(&scenario);
    return code;
}

const pc_command_t pc_cmd_rules = { "rules", run_rules,
    PC_OPT_SET | PC_OPT_LANG | PC_OPT_JSON | PC_OPT_CURVE | PC_OPT_OUTPUT
        | PC_OPT_REPLICATES | PC_OPT_PLOTS,
    1, 17, "FILE [OTHER...] [--curve] [options]",
    "show what the omission rules do, or the curve over the omitted share",
    "Prints the case classes: which may be omitted, from when, and what share of tests "
    "they are;\n"
    "and whether the three C-CAT reports of the ministry's paper come out as there.\n\n"
    "With --curve: EP cases, hours and waiting over the omitted share from 0 to 100 per "
    "cent, the\n"
    "share at which a target is met, and the scenario and OTHER scenarios marked on "
    "it.\n\n"
    "      --curve          the curve instead of the table\n"
    "      --year FY        fiscal year of the curve (default 2030)\n"
    "      --days D         the wait to stay below (default 28)\n"
    "  -n, --replicates N   runs behind each waiting time (default 20)\n"
    "  -o, --output DIR     also write curve.csv, and draw the curve (--no-plots: do "
    "not)\n"
    "      --lang en|ja, --json, --set NAME=VALUE as in run\n\n"
    "examples:  panelcast rules scenarios/baseline.json\n"
    "           panelcast rules scenarios/baseline.json scenarios/no-omission.json "
    "--curve -o out/curve" };
