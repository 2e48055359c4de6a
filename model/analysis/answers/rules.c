#include "analysis/answers/rules.h"

#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"
#include "output/grid.h"

const char *
pc_stream_word(int stream, pc_lang lang)
{
    static const char *const texts[PC_NUM_STREAMS] = { NC_("stream", "solid"),
        NC_("stream", "haematological"), NC_("stream", "early") };
    return C_("stream", texts[stream]);
}

const char *
pc_finding_word(int finding, pc_lang lang)
{
    return finding ? C_("secondary finding", "finding")
                   : C_("secondary finding", "no finding");
}

const char *
pc_access_word(int access, pc_lang lang)
{
    static const char *const texts[PC_NUM_ACCESS] = { NC_("drug access", "none"),
        NC_("drug access", "approved, companion diagnostic"),
        NC_("drug access", "guideline"), NC_("drug access", "trial only"),
        NC_("drug access", "other") };
    return C_("drug access", texts[access]);
}

const char *
pc_class_words(int class, pc_lang lang, char text[160])
{
    /* WORDS: a case class: its stream, whether a secondary finding is suspected, access
     * to a drug */
    snprintf(text, 160, C_("case class", "%s, %s, %s"),
        pc_stream_word(class / (2 * PC_NUM_ACCESS), lang),
        pc_finding_word(class / PC_NUM_ACCESS % 2, lang),
        pc_access_word(class % PC_NUM_ACCESS, lang));
    return text;
}

static void
print_cell(FILE *out, const char *text, int width)
{
    pc_print_padded(out, text, width - 1, 1);
    fputc(' ', out);
}

static void
format_dates(const pc_class_row_t *row, pc_lang lang, char *text, size_t size)
{
    char from[8], until[8] = "";
    if (row->from == PC_MONTH_NONE) {
        snprintf(text, size, "%s", C_("omission", "no"));
        return;
    }
    pc_month_format(row->from, from);
    if (row->until != PC_MONTH_NONE) {
        pc_month_format(row->until, until);
    }
    if (until[0] == '\0') {
        snprintf(text, size, row->whole ? _("from %s") : _("from %s (some)"), from);
    } else {
        snprintf(
            text, size, row->whole ? _("%s to %s") : _("%s to %s (some)"), from, until);
    }
}

static void
print_row(FILE *out, const pc_class_row_t *row, pc_lang lang)
{
    char dates[64];
    format_dates(row, lang, dates, sizeof(dates));
    fprintf(out, "  ");
    print_cell(out, pc_stream_word((int) row->stream, lang), 16);
    print_cell(out,
        row->secondary ? C_("secondary finding", "yes") : C_("secondary finding", "no"),
        10);
    print_cell(out, pc_access_word((int) row->access, lang), 32);
    fprintf(out, "%7.1f  ", 100 * row->share);
    print_cell(out, dates, 24);
    fprintf(out, "%7.1f  %7.1f", 100 * row->may_omit, 100 * row->omit);
    for (size_t k = 0; k < 4 && row->rules[k] != NULL; k++) {
        fprintf(out, "%s%s", k == 0 ? "  " : ", ", row->rules[k]);
    }
    fputc('\n', out);
}

static void
print_reports(FILE *out, const pc_class_row_t rows[PC_NUM_CLASSES], pc_lang lang)
{
    fprintf(out, "%s\n",
        _("\nthe three C-CAT reports of the ministry's paper of 2026-03-13 (solid, "
          "no secondary finding):"));
    for (int k = 0; k < PC_NUM_REPORT_KINDS; k++) {
        const pc_report_kind_t *kind = &pc_report_kinds[k];
        const pc_class_row_t *row =
            &rows[PC_CLASS_BIT(PC_STREAM_SOLID, 0, kind->access)];
        const int here = row->may_omit > 0 || row->from != PC_MONTH_NONE;
        fprintf(out, "  ");
        print_cell(out, pc_access_word((int) kind->access, lang), 34);
        fprintf(out, _("paper: %-16s here: %-16s %s\n"),
            kind->may_omit ? C_("verdict", "may be omitted") : C_("verdict", "may not"),
            here ? C_("verdict", "may be omitted") : C_("verdict", "may not"),
            here == kind->may_omit ? _("as in the paper") : _("DIFFERS from the paper"));
    }
}

void
pc_answer_rules(FILE *out, const pc_scenario_t *s, pc_month month,
    const pc_class_row_t rows[PC_NUM_CLASSES], pc_lang lang)
{
    char text[8];
    pc_month_format(month, text);
    fprintf(out, "%s\n", pc_title_of(s->title_en, s->title_ja, lang));
    for (size_t r = 0; r < s->num_rules; r++) {
        char from[8], until[8] = "";
        const pc_rule_t *rule = &s->rules[r];
        pc_month_format(rule->effective, from);
        if (rule->until != PC_MONTH_NONE) {
            pc_month_format(rule->until, until);
        }
        fprintf(out, "  %s  %s..%s  %s  (%s)\n", rule->id, from, until,
            pc_title_of(rule->title_en, rule->title_ja, lang),
            pc_param_table[rule->adoption].name);
    }
    fprintf(out,
        _("case classes in %s (per cent of the tests of the stream; adoption is "
          "assumed)\n"),
        text);
    fprintf(out, "%s\n",
        _("  stream          secondary drug access                     share  may "
          "be omitted         allowed  omitted  rules"));
    for (int stream = 0; stream < PC_NUM_STREAMS; stream++) {
        double may = 0, omit = 0;
        for (int k = 10 * stream; k < 10 * stream + 10; k++) {
            may += rows[k].may_omit;
            omit += rows[k].omit;
        }
        for (int k = 10 * stream;
             stream == PC_STREAM_SOLID || may > 0 ? k < 10 * stream + 10 : 0; k++) {
            print_row(out, &rows[k], lang);
        }
        fprintf(out, "  ");
        print_cell(out, pc_stream_word(stream, lang), 16);
        print_cell(out, _("all"), 42);
        fprintf(out, "%7.1f  %24s%7.1f  %7.1f\n", 100.0, "", 100 * may, 100 * omit);
    }
    print_reports(out, rows, lang);
}
