#include "analysis/answers/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/labels.h"
#include "analysis/answers/words.h"
#include "output/cells.h"

#define TEXT 512

/* mu and its like have the unit of the output; the others are pure numbers. */
static const char *
number(pc_method method, double value, char text[PC_DIGITS_SIZE])
{
    if (isnan(value)) {
        return "-";
    }
    if (method == PC_METHOD_MORRIS) {
        return pc_three_digits(value, text);
    }
    /* No minus before a zero. */
    snprintf(text, PC_DIGITS_SIZE, "%.3f", fabs(value) < 0.0005 ? 0 : value);
    return text;
}

static const char *
with_interval(pc_method method, const pc_estimate_t *e, char text[TEXT])
{
    char n[3][PC_DIGITS_SIZE];
    if (isnan(e->low)) {
        snprintf(text, TEXT, "%s", number(method, e->value, n[0]));
    } else {
        snprintf(text, TEXT, "%s [%s, %s]", number(method, e->value, n[0]),
            number(method, e->low, n[1]), number(method, e->high, n[2]));
    }
    return text;
}

static int
is_date(const pc_sensitivity_t *r)
{
    return r->dates_as == PC_DATES_HELD || r->dates_as == PC_DATES_LATEST;
}

/* An output, which may be a month. */
static const char *
output(const pc_sensitivity_t *r, double value, char text[PC_DIGITS_SIZE])
{
    if (is_date(r) && isfinite(value)) {
        pc_month_format((pc_month) floor(value + 0.5), text);
        return text;
    }
    return isfinite(value) ? pc_three_digits(value, text) : "-";
}

static const char *
measure_name(const char *name, pc_lang lang)
{
    static const char *const words[][2] = { { "first", N_("first order") },
        { "total", N_("total") }, { "mu_star", N_("mu*") }, { "mu", N_("mu") },
        { "sigma", N_("sigma") }, { "prcc", "PRCC" }, { "srrc", "SRRC" },
        { "r2_lost", N_("R2 lost") } };
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
        if (strcmp(words[k][0], name) == 0) {
            return _(words[k][1]);
        }
    }
    return name;
}

static void
print_factor(FILE *out, const pc_sensitivity_t *r, const pc_study_t *study, size_t f,
    int sobol, pc_lang lang)
{
    char text[TEXT], kinds[TEXT];
    const char *name = "", *note = pc_sensitivity_note(r, study, f, lang, text, TEXT);
    char kept[TEXT];
    snprintf(kept, sizeof(kept), "%s", note);
    fprintf(out, "    %-34s", study->factors[f].name);
    const int answered = pc_sensitivity_answered(r, study, f);
    for (size_t m = 0; answered; m++) {
        /* The total of Sobol comes first: factors are in its order. */
        const pc_estimate_t *e =
            pc_sensitivity_measure(r, sobol && m < 2 ? 1 - m : m, f, &name);
        if (e == NULL) {
            break;
        }
        fprintf(out, " %-26s", with_interval(r->method, e, text));
    }
    fprintf(out, " %s%s%s\n",
        answered ? pc_factor_kinds(study, f, lang, kinds, TEXT) : "",
        answered && kept[0] != '\0' ? "  " : "", kept);
}

static void
print_used(FILE *out, const pc_sensitivity_t *r, pc_lang lang)
{
    char text[TEXT];
    const char *units = pc_sensitivity_units(r->method, lang);
    fprintf(out, _("  %s used: %zu"), units, r->used);
    if (r->failed > 0) {
        fprintf(out, _("; left out with failed or absent points: %zu"), r->failed);
    }
    if (r->empty > 0) {
        fprintf(out, _("; left out without a value: %zu"), r->empty);
    }
    if (r->never > 0) {
        fprintf(out, _("; rows with a date that is not reached: %zu"), r->never);
    }
    fputc('\n', out);
    if (r->never > 0 || r->dates_as == PC_DATES_BY) {
        fprintf(out, "  %s\n", pc_dates_words(r, lang, text, TEXT));
    }
}

/* What the numbers of a method say together. */
static void
print_whole(FILE *out, const pc_sensitivity_t *r, const pc_study_t *study, pc_lang lang)
{
    char text[TEXT];
    double sum = 0;
    if (r->method == PC_METHOD_RANK) {
        fprintf(out, _("  R2 of the ranks: %s%s\n"),
            with_interval(PC_METHOD_RANK, &r->rank.r2, text),
            r->rank.r2.value >= 0.7 ? ""
                                    : _(" (below 0.7: not monotone, or inputs interact; "
                                        "PRCC and SRRC are not "
                                        "enough)"));
    }
    if (r->method == PC_METHOD_SOBOL) {
        for (size_t f = 0; f < study->design.num_factors; f++) {
            sum += study->factors[f].active ? r->sobol.first[f].value : 0;
        }
        fprintf(out,
            _("  sum of first orders: %.2f (what is missing to 1 is interaction)\n"),
            sum);
    }
}

/* Each reason why numbers or intervals are missing in the table, once. What R2 lost
 * never has is in the manual. */
static void
print_gaps(FILE *out, const pc_sensitivity_t *r, const pc_study_t *study, pc_lang lang)
{
    const char *said[8], *name = "";
    size_t num = 0;
    for (size_t m = 0; pc_sensitivity_measure(r, m, 0, &name) != NULL; m++) {
        for (size_t f = 0; f < study->design.num_factors && num < 8; f++) {
            const char *gap = pc_sensitivity_gap(
                r, study, name, pc_sensitivity_measure(r, m, f, &name), lang);
            int again = gap[0] == '\0' || strcmp(name, "r2_lost") == 0
                        || !pc_sensitivity_answered(r, study, f);
            for (size_t k = 0; k < num && !again; k++) {
                again = strcmp(said[k], gap) == 0;
            }
            if (!again) {
                said[num++] = gap;
                fprintf(out, "    %s%s%s\n", measure_name(name, lang),
                    C_("heading", ": "), gap);
            }
        }
    }
}

static void
print_result(FILE *out, const pc_sensitivity_t *r, const pc_study_t *study,
    size_t *order, pc_lang lang)
{
    char text[TEXT];
    const char *name = "", *reason = pc_sensitivity_reason(r, study, lang, text, TEXT);
    const int sobol = r->method == PC_METHOD_SOBOL;
    if (reason[0] != '\0') {
        fprintf(out, "  %s\n", reason);
        return;
    }
    print_used(out, r, lang);
    print_whole(out, r, study, lang);
    fprintf(out, "    %-34s", _("factor"));
    for (size_t m = 0; pc_sensitivity_measure(r, m, 0, &name) != NULL; m++) {
        pc_sensitivity_measure(r, sobol && m < 2 ? 1 - m : m, 0, &name);
        fprintf(out, " %-26s", measure_name(name, lang));
    }
    fprintf(out, " %s\n", _("kind"));
    pc_sensitivity_order(r, study, order);
    for (size_t k = 0; k < study->design.num_factors; k++) {
        print_factor(out, r, study, order[k], sobol, lang);
    }
    print_gaps(out, r, study, lang);
}

static void
print_metric(FILE *out, pc_sensitivity_job_t *job, size_t s, size_t m, size_t *order,
    pc_lang lang)
{
    const pc_sensitivity_t *first = pc_job_result(job, 0, s, m);
    char text[TEXT], n[4][PC_DIGITS_SIZE];
    fprintf(out, "\n%s  %s (%s)\n", first->metric->name,
        pc_metric_title(first, lang, text, TEXT), first->unit);
    if (!isnan(first->mean)) {
        fprintf(out, _("  over the runs: mean %s, sd %s%s, from %s to %s\n"),
            output(first, first->mean, n[0]),
            isnan(first->sd) ? "-" : pc_three_digits(first->sd, n[1]),
            !is_date(first) ? "" : _(" months"), output(first, first->least, n[2]),
            output(first, first->most, n[3]));
    }
    print_result(out, first, &job->studies[s], order, lang);
    if (job->num_methods < 2) {
        return;
    }
    const pc_sensitivity_t *second = pc_job_result(job, 1, s, m);
    if (first->missing && second->state == PC_SENSITIVITY_OK) {
        print_result(out, second, &job->studies[s], order, lang);
    } else if (second->state == PC_SENSITIVITY_OK) {
        print_whole(out, second, &job->studies[s], lang);
    }
}

/* The measure that ranks the factors, over the periods of a metric. */
static void
print_series(FILE *out, pc_sensitivity_job_t *job, size_t s, size_t first, pc_lang lang)
{
    const pc_study_t *study = &job->studies[s];
    const pc_column_t *own = pc_job_result(job, 0, s, first)->metric;
    const char *name = "";
    char text[PC_DIGITS_SIZE], head[48];
    size_t num;
    pc_sensitivity_measure(
        pc_job_result(job, 0, s, first), job->methods[0] == PC_METHOD_SOBOL, 0, &name);
    fprintf(out, _("\nover time: %s, %s\n    %-34s"), own->variable,
        measure_name(name, lang), _("factor"));
    for (size_t m = first; m < job->num_metrics; m++) {
        if (pc_metric_series(job, m, &num) == first) {
            const pc_sensitivity_t *r = pc_job_result(job, 0, s, m);
            snprintf(
                head, sizeof(head), "%.40s%s", r->metric->period, r->part ? "*" : "");
            fprintf(out, " %9s", head);
        }
    }
    fputc('\n', out);
    int blank = 0;
    for (size_t f = 0; f < study->design.num_factors; f++) {
        fprintf(out, "    %-34s", study->factors[f].name);
        for (size_t m = first; m < job->num_metrics && study->factors[f].active; m++) {
            const pc_sensitivity_t *r = pc_job_result(job, 0, s, m);
            if (pc_metric_series(job, m, &num) == first) {
                const double value = pc_sensitivity_main(r, study, f).value;
                fprintf(out, " %9s", number(r->method, value, text));
                blank |= isnan(value) != 0;
            }
        }
        fprintf(out, "%s%s\n", study->factors[f].active ? "" : " ",
            study->factors[f].active ? "" : study->factors[f].why);
    }
    if (blank) {
        fprintf(out, "%s\n", _("    -: no number; the tables above say why"));
    }
}

static void
print_assumption(
    FILE *out, const pc_assumption_t *a, const pc_sensitivity_job_t *job, pc_lang lang)
{
    const pc_param_info_t *info = &pc_param_table[a->which];
    char text[PC_DIGITS_SIZE];
    fprintf(out, "  %-34s %5s  %s\n", info->name, number(PC_METHOD_RANK, a->size, text),
        pc_title_of(info->en, info->ja, lang));
    fprintf(out,
        _("      most on %s (%s; influential on %zu of %zu metrics); range %s\n"),
        a->result->metric->name,
        measure_name(pc_sensitivity_main_name(a->result->method), lang), a->num_metrics,
        job->num_metrics, a->range);
    fprintf(out, "      %s%s%s\n", a->source,
        a->source[0] != '\0' && a->note[0] != '\0' ? "; " : "", a->note);
}

static void
print_names(FILE *out, const pc_assumption_t *list, size_t num, pc_standing standing,
    int assumed_only, const char *title)
{
    const char *comma = title;
    for (size_t k = 0; k < num; k++) {
        if (list[k].standing == standing && !list[k].argue
            && (!assumed_only || list[k].kind == PC_KIND_ASSUMED)) {
            fprintf(out, "%s%s", comma, pc_param_table[list[k].which].name);
            comma = ", ";
        }
    }
    if (comma != title) {
        fputc('\n', out);
    }
}

static void
print_assumptions(FILE *out, pc_sensitivity_job_t *job, size_t s, pc_lang lang)
{
    pc_assumption_t list[PC_NUM_PARAMS];
    const size_t num = pc_job_assumptions(job, s, list);
    size_t argued = 0, untold = 0;
    fputs(_("\ninfluential and only assumed: what to argue about first\n"), out);
    for (size_t k = 0; k < num; k++) {
        untold += list[k].standing == PC_STANDING_NOT_VARIED;
        if (list[k].argue) {
            print_assumption(out, &list[k], job, lang);
            argued++;
        }
    }
    if (argued == 0) {
        fprintf(out, "%s\n", _("  none"));
    }
    print_names(
        out, list, num, PC_STANDING_INFLUENTIAL, 0, _("influential, with a basis: "));
    print_names(out, list, num, PC_STANDING_MINOR, 1,
        _("assumed, with little influence here: "));
    print_names(out, list, num, PC_STANDING_INACTIVE, 0,
        _("not read by the model in this scenario: "));
    print_names(out, list, num, PC_STANDING_OPEN, 0, _("without an answer: "));
    fprintf(out,
        _("assumed and not varied in this sweep: %zu (assumptions.csv lists them)\n"),
        untold);
}

static void
print_head(
    FILE *out, const pc_sensitivity_job_t *job, const pc_study_t *study, pc_lang lang)
{
    const pc_points_plan_t *plan = &job->store.plan;
    const pc_design_t *d = &study->design;
    fprintf(out,
        _("sensitivity: %s (%s, %zu rows, %zu factors, seed %llu)\nscenario: %s, "
          "%s\n"),
        pc_fact_value(plan->design, plan->num_design, "name"), pc_design_names[d->kind],
        study->num_rows, d->num_factors, (unsigned long long) d->seed,
        pc_study_text(study, "name", NULL),
        pc_study_text(study, "title", pc_lang_id(lang)));
    if (study->how.resamples >= pc_resamples_least(study->how.level)) {
        fprintf(out,
            _("[ ]: %.0f %% percentile bootstrap intervals, %zu resamples: the "
              "error of so many points, not of the assumptions\n"),
            100 * study->how.level, study->how.resamples);
    }
    if (study->replicates > 1) {
        fprintf(out, _("the output of a row is the mean of its %zu replicates\n"),
            study->replicates);
    } else if (study->activity.stochastic) {
        fprintf(out, "%s\n",
            _("note: stochastic with one replicate: the indices are of this one "
              "luck"));
    }
}

void
pc_answer_sensitivity(FILE *out, pc_sensitivity_job_t *job, pc_lang lang)
{
    for (size_t s = 0; s < job->num_studies; s++) {
        const pc_study_t *study = &job->studies[s];
        size_t *order = calloc(study->design.num_factors + 1, sizeof(*order)), num;
        if (order == NULL) {
            job->out_of_memory = 1;
            return;
        }
        fputs(s > 0 ? "\n" : "", out);
        print_head(out, job, study, lang);
        for (size_t m = 0; m < job->num_metrics; m++) {
            print_metric(out, job, s, m, order, lang);
        }
        for (size_t m = 0; m < job->num_metrics; m++) {
            if (pc_metric_series(job, m, &num) == m && num > 1) {
                print_series(out, job, s, m, lang);
            }
        }
        print_assumptions(out, job, s, lang);
        free(order);
    }
}
