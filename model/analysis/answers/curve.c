#include "analysis/answers/curve.h"

#include <math.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"

static void
print_point(FILE *out, const char *label, const pc_curve_point_t *p, pc_lang lang)
{
    char wait[32] = "", over[32] = "";
    if (!isnan(p->wait)) {
        snprintf(wait, sizeof(wait), "%.1f", p->wait);
        snprintf(over, sizeof(over), "%.1f", p->over_28);
    }
    fprintf(out, _("  %5.1f  %9.0f  %9.0f  %9.0f to %-9.0f %6.1f  %8s  %8s  %s\n"),
        100 * p->share, p->cases, p->hours, p->hours_low, p->hours_high, p->utilisation,
        wait, over, label);
}

static void
print_answer(FILE *out, const char *what, double share, pc_lang lang)
{
    if (isnan(share)) {
        fprintf(out, "  %s: %s\n", what,
            _("not even with everything omitted, or not to be computed"));
    } else {
        fprintf(out, "  %s: %.1f %%\n", what, 100 * share);
    }
}

void
pc_answer_curve(FILE *out, const pc_curve_answer_t *sheet, pc_lang lang)
{
    char what[160], label[160];
    fprintf(out, _("expert-panel work over the omitted share, FY%u, %s\n"), sheet->year,
        pc_title_of(sheet->title_en, sheet->title_ja, lang));
    fprintf(out, "%s\n",
        _("  omitted  EP cases  EP+review  range of assumptions      use of   wait  "
          "   over 28"));
    fprintf(out, "%s\n",
        _("  %        a year   hours/year  (workload.ep_share)      capacity%  "
          "days*    days* %"));
    for (int k = 0; k < PC_CURVE_POINTS; k += 2) {
        print_point(out, "", &sheet->points[k], lang);
    }
    fprintf(out, "%s\n", _("  scenarios (their adoption is assumed)"));
    for (int k = 0; k < sheet->num_marks; k++) {
        snprintf(label, sizeof(label), "%.120s",
            pc_title_of(sheet->marks[k].title_en, sheet->marks[k].title_ja, lang));
        print_point(out, label, &sheet->marks[k].point, lang);
    }
    fprintf(out, "%s\n", _("omitted share of tests at which a target is met"));
    snprintf(what, sizeof(what), _("the wait is below %u days*"), sheet->days);
    print_answer(out, what, sheet->share_for_wait, lang);
    snprintf(what, sizeof(what),
        _("EP and review hours are at most those of the 12 months before omission "
          "(%.0f)"),
        sheet->hours_before);
    print_answer(out, what, sheet->share_for_hours, lang);
    fprintf(out,
        _("* if capacity limits what is discussed (ep.constraint = hard; capacity "
          "is assumed; mean of %u runs)\n"),
        sheet->replicates);
    fprintf(out, "%s\n",
        _("EP+review: hours to prepare and hold EPs, the EP hours of run and compare, "
          "and "
          "hours to decide on omissions"));
}
