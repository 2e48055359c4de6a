/* print.c - the sensitivity of a sweep as text. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/cells.h"
#include "tools/sensitivity/output.h"

#define TEXT 512

static int
is_ja(const pc_sensitivity_job_t *job)
{
    return strcmp(job->options->lang, "ja") == 0;
}

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

/* An output, which may be a month. */
static const char *
output(const pc_column_t *metric, double value, char text[PC_DIGITS_SIZE])
{
    if (strcmp(metric->stat, "month") == 0 && isfinite(value)) {
        pc_month_format((pc_month) floor(value + 0.5), text);
        return text;
    }
    return isfinite(value) ? pc_three_digits(value, text) : "-";
}

static const char *
measure_name(const char *name, int ja)
{
    static const char *const words[][3] = { { "first", "first order", "一次" },
        { "total", "total", "全効果" }, { "mu_star", "mu*", "μ*" }, { "mu", "mu", "μ" },
        { "sigma", "sigma", "σ" }, { "prcc", "PRCC", "PRCC" },
        { "srrc", "SRRC", "SRRC" }, { "r2_lost", "R2 lost", "R2減少" } };
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
        if (strcmp(words[k][0], name) == 0) {
            return words[k][ja ? 2 : 1];
        }
    }
    return name;
}

static void
print_factor(
    const pc_sensitivity_t *r, const pc_study_t *study, size_t f, int sobol, int ja)
{
    char text[TEXT], kinds[TEXT];
    const char *name = "", *note = pc_sensitivity_note(r, study, f, ja, text, TEXT);
    char kept[TEXT];
    snprintf(kept, sizeof(kept), "%s", note);
    printf("    %-34s", study->factors[f].name);
    const int answered = pc_sensitivity_answered(r, study, f);
    for (size_t m = 0; answered; m++) {
        /* The total of Sobol comes first: factors are in its order. */
        const pc_estimate_t *e =
            pc_sensitivity_measure(r, sobol && m < 2 ? 1 - m : m, f, &name);
        if (e == NULL) {
            break;
        }
        printf(" %-26s", with_interval(r->method, e, text));
    }
    printf(" %s%s%s\n", answered ? pc_factor_kinds(study, f, ja, kinds, TEXT) : "",
        answered && kept[0] != '\0' ? "  " : "", kept);
}

static void
print_used(const pc_sensitivity_t *r, int ja)
{
    const char *units = pc_sensitivity_units(r->method, ja);
    printf(ja ? "  使用した%s：%zu" : "  %s used: %zu", units, r->used);
    if (r->failed > 0) {
        printf(ja ? "、失敗または未計算の点のため除いたもの：%zu"
                  : "; left out with failed or absent points: %zu",
            r->failed);
    }
    if (r->empty > 0) {
        printf(ja ? "、値がないため除いたもの：%zu" : "; left out without a value: %zu",
            r->empty);
    }
    if (r->never > 0) {
        printf(ja ? "、到達しない点（最も遅い順位とした）：%zu"
                  : "; never reached, ranked as latest: %zu",
            r->never);
    }
    putchar('\n');
}

/* What the numbers of a method say together. */
static void
print_whole(const pc_sensitivity_t *r, const pc_study_t *study, int ja)
{
    char text[TEXT];
    double sum = 0;
    if (r->method == PC_METHOD_RANK) {
        printf(ja ? "  順位回帰の決定係数 R2：%s%s\n" : "  R2 of the ranks: %s%s\n",
            with_interval(PC_METHOD_RANK, &r->rank.r2, text),
            r->rank.r2.value >= 0.7 ? ""
            : ja
                ? "（0.7未満：単調でない、または交互作用があり、PRCC・SRRCでは足りない）"
                : " (below 0.7: not monotone, or inputs interact; PRCC and SRRC are not "
                  "enough)");
    }
    if (r->method == PC_METHOD_SOBOL) {
        for (size_t f = 0; f < study->design.num_factors; f++) {
            sum += study->factors[f].active ? r->sobol.first[f].value : 0;
        }
        printf(
            ja ? "  一次の指数の合計：%.2f（1との差は交互作用）\n"
               : "  sum of first orders: %.2f (what is missing to 1 is interaction)\n",
            sum);
    }
}

/* Each reason why numbers or intervals are missing in the table, once. What R2 lost
 * never has is in the manual. */
static void
print_gaps(const pc_sensitivity_t *r, const pc_study_t *study, int ja)
{
    const char *said[8], *name = "";
    size_t num = 0;
    for (size_t m = 0; pc_sensitivity_measure(r, m, 0, &name) != NULL; m++) {
        for (size_t f = 0; f < study->design.num_factors && num < 8; f++) {
            const char *gap = pc_sensitivity_gap(
                r, study, name, pc_sensitivity_measure(r, m, f, &name), ja);
            int again = gap[0] == '\0' || strcmp(name, "r2_lost") == 0
                        || !pc_sensitivity_answered(r, study, f);
            for (size_t k = 0; k < num && !again; k++) {
                again = strcmp(said[k], gap) == 0;
            }
            if (!again) {
                said[num++] = gap;
                printf("    %s%s%s\n", measure_name(name, ja), ja ? "：" : ": ", gap);
            }
        }
    }
}

static void
print_result(const pc_sensitivity_t *r, const pc_study_t *study, size_t *order, int ja)
{
    char text[TEXT];
    const char *name = "", *reason = pc_sensitivity_reason(r, study, ja, text, TEXT);
    const int sobol = r->method == PC_METHOD_SOBOL;
    if (reason[0] != '\0') {
        printf("  %s\n", reason);
        return;
    }
    print_used(r, ja);
    print_whole(r, study, ja);
    printf("    %-34s", "factor");
    for (size_t m = 0; pc_sensitivity_measure(r, m, 0, &name) != NULL; m++) {
        pc_sensitivity_measure(r, sobol && m < 2 ? 1 - m : m, 0, &name);
        printf(" %-26s", measure_name(name, ja));
    }
    printf(" %s\n", ja ? "種別" : "kind");
    pc_sensitivity_order(r, study, order);
    for (size_t k = 0; k < study->design.num_factors; k++) {
        print_factor(r, study, order[k], sobol, ja);
    }
    print_gaps(r, study, ja);
}

static void
print_metric(pc_sensitivity_job_t *job, size_t s, size_t m, size_t *order, int ja)
{
    const pc_sensitivity_t *first = pc_job_result(job, 0, s, m);
    char text[TEXT], n[4][PC_DIGITS_SIZE];
    const int is_date = strcmp(first->metric->stat, "month") == 0;
    printf("\n%s  %s (%s)\n", first->metric->name,
        pc_metric_title(first, ja, text, TEXT), first->unit);
    if (!isnan(first->mean)) {
        printf(ja ? "  計算全体：平均 %s、標準偏差 %s%s、%s〜%s\n"
                  : "  over the runs: mean %s, sd %s%s, from %s to %s\n",
            output(first->metric, first->mean, n[0]),
            isnan(first->sd) ? "-" : pc_three_digits(first->sd, n[1]),
            !is_date ? ""
            : ja     ? "か月"
                     : " months",
            output(first->metric, first->least, n[2]),
            output(first->metric, first->most, n[3]));
    }
    print_result(first, &job->studies[s], order, ja);
    if (job->num_methods < 2) {
        return;
    }
    const pc_sensitivity_t *second = pc_job_result(job, 1, s, m);
    if (first->missing && second->state == PC_SENSITIVITY_OK) {
        print_result(second, &job->studies[s], order, ja);
    } else if (second->state == PC_SENSITIVITY_OK) {
        print_whole(second, &job->studies[s], ja);
    }
}

/* The measure that ranks the factors, over the periods of a metric. */
static void
print_series(pc_sensitivity_job_t *job, size_t s, size_t first, int ja)
{
    const pc_study_t *study = &job->studies[s];
    const pc_column_t *own = pc_job_result(job, 0, s, first)->metric;
    const char *name = "";
    char text[PC_DIGITS_SIZE], head[48];
    size_t num;
    pc_sensitivity_measure(
        pc_job_result(job, 0, s, first), job->methods[0] == PC_METHOD_SOBOL, 0, &name);
    printf(
        ja ? "\n時間による変化：%s（%s）\n    %-34s" : "\nover time: %s, %s\n    %-34s",
        own->variable, measure_name(name, ja), "factor");
    for (size_t m = first; m < job->num_metrics; m++) {
        if (pc_metric_series(job, m, &num) == first) {
            const pc_sensitivity_t *r = pc_job_result(job, 0, s, m);
            snprintf(
                head, sizeof(head), "%.40s%s", r->metric->period, r->part ? "*" : "");
            printf(" %9s", head);
        }
    }
    putchar('\n');
    int blank = 0;
    for (size_t f = 0; f < study->design.num_factors; f++) {
        printf("    %-34s", study->factors[f].name);
        for (size_t m = first; m < job->num_metrics && study->factors[f].active; m++) {
            const pc_sensitivity_t *r = pc_job_result(job, 0, s, m);
            if (pc_metric_series(job, m, &num) == first) {
                const double value = pc_sensitivity_main(r, study, f).value;
                printf(" %9s", number(r->method, value, text));
                blank |= isnan(value) != 0;
            }
        }
        printf("%s%s\n", study->factors[f].active ? "" : " ",
            study->factors[f].active ? "" : study->factors[f].why);
    }
    if (blank) {
        puts(ja ? "    -：値なし。理由は上の各指標にある"
                : "    -: no number; the tables above say why");
    }
}

static void
print_assumption(const pc_assumption_t *a, const pc_sensitivity_job_t *job, int ja)
{
    const pc_param_info_t *info = &pc_param_table[a->which];
    char text[PC_DIGITS_SIZE];
    printf("  %-34s %5s  %s\n", info->name, number(PC_METHOD_RANK, a->size, text),
        ja ? info->ja : info->en);
    printf(ja ? "      最も効く結果：%s（%s、影響のある指標：%zu／%zu）　範囲：%s\n"
              : "      most on %s (%s; influential on %zu of %zu metrics); range %s\n",
        a->result->metric->name,
        measure_name(pc_sensitivity_main_name(a->result->method), ja), a->num_metrics,
        job->num_metrics, a->range);
    printf("      %s%s%s\n", a->source,
        a->source[0] != '\0' && a->note[0] != '\0' ? "; " : "", a->note);
}

static void
print_names(const pc_assumption_t *list, size_t num, pc_standing standing,
    int assumed_only, const char *title)
{
    const char *comma = title;
    for (size_t k = 0; k < num; k++) {
        if (list[k].standing == standing && !list[k].argue
            && (!assumed_only || list[k].kind == PC_KIND_ASSUMED)) {
            printf("%s%s", comma, pc_param_table[list[k].which].name);
            comma = ", ";
        }
    }
    if (comma != title) {
        putchar('\n');
    }
}

static void
print_assumptions(pc_sensitivity_job_t *job, size_t s, int ja)
{
    pc_assumption_t list[PC_NUM_PARAMS];
    const size_t num = pc_job_assumptions(job, s, list);
    size_t argued = 0, untold = 0;
    fputs(ja ? "\n影響が大きく、かつ仮定にとどまる前提（まず議論すべきもの）\n"
             : "\ninfluential and only assumed: what to argue about first\n",
        stdout);
    for (size_t k = 0; k < num; k++) {
        untold += list[k].standing == PC_STANDING_NOT_VARIED;
        if (list[k].argue) {
            print_assumption(&list[k], job, ja);
            argued++;
        }
    }
    if (argued == 0) {
        puts(ja ? "  なし" : "  none");
    }
    print_names(list, num, PC_STANDING_INFLUENTIAL, 0,
        ja ? "影響が大きいが根拠のあるもの：" : "influential, with a basis: ");
    print_names(list, num, PC_STANDING_MINOR, 1,
        ja ? "仮定だが影響が小さいもの：" : "assumed, with little influence here: ");
    print_names(list, num, PC_STANDING_INACTIVE, 0,
        ja ? "このシナリオでは使われないもの："
           : "not read by the model in this scenario: ");
    print_names(
        list, num, PC_STANDING_OPEN, 0, ja ? "答えのないもの：" : "without an answer: ");
    printf(
        ja ? "仮定だが動かしていないもの：%zu（assumptions.csv）\n"
           : "assumed and not varied in this sweep: %zu (assumptions.csv lists them)\n",
        untold);
}

static void
print_head(const pc_sensitivity_job_t *job, const pc_study_t *study, int ja)
{
    const pc_points_plan_t *plan = &job->store.plan;
    const pc_design_t *d = &study->design;
    printf(ja ? "感度分析：%s（%s、%zu行、因子%zu、シード%llu）\nシナリオ：%s　%s\n"
              : "sensitivity: %s (%s, %zu rows, %zu factors, seed %llu)\nscenario: %s, "
                "%s\n",
        pc_fact_value(plan->design, plan->num_design, "name"), pc_design_names[d->kind],
        study->num_rows, d->num_factors, (unsigned long long) d->seed,
        pc_study_text(study, "name", NULL),
        pc_study_text(study, "title", ja ? "ja" : "en"));
    if (study->how.resamples >= pc_resamples_least(study->how.level)) {
        printf(ja ? "[ "
                    "]：ブートストラップ%.0f%%区間（百分位法、再標本%"
                    "zu回）。計算点の数による"
                    "誤差であり、前提の不確かさではない\n"
                  : "[ ]: %.0f %% percentile bootstrap intervals, %zu resamples: the "
                    "error of so many points, not of the assumptions\n",
            100 * study->how.level, study->how.resamples);
    }
    if (study->replicates > 1) {
        printf(ja ? "各行の値は反復%zu回の平均\n"
                  : "the output of a row is the mean of its %zu replicates\n",
            study->replicates);
    } else if (study->activity.stochastic) {
        puts(ja ? "注意：確率計算で反復1回。指数はこの一つの偶然についてのもの"
                : "note: stochastic with one replicate: the indices are of this one "
                  "luck");
    }
}

void
pc_sensitivity_print(pc_sensitivity_job_t *job)
{
    const int ja = is_ja(job);
    for (size_t s = 0; s < job->num_studies; s++) {
        const pc_study_t *study = &job->studies[s];
        size_t *order = calloc(study->design.num_factors + 1, sizeof(*order)), num;
        if (order == NULL) {
            job->out_of_memory = 1;
            return;
        }
        fputs(s > 0 ? "\n" : "", stdout);
        print_head(job, study, ja);
        for (size_t m = 0; m < job->num_metrics; m++) {
            print_metric(job, s, m, order, ja);
        }
        for (size_t m = 0; m < job->num_metrics; m++) {
            if (pc_metric_series(job, m, &num) == m && num > 1) {
                print_series(job, s, m, ja);
            }
        }
        print_assumptions(job, s, ja);
        free(order);
    }
}
