/* words.c - what is said of a result in words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/cells.h"
#include "tools/sensitivity/output.h"

const char *
pc_sensitivity_units(pc_method method, int ja)
{
    static const char *const en[] = { "base rows", "trajectories", "points" };
    static const char *const in_ja[] = { "組（A行）", "経路", "点" };
    return (ja ? in_ja : en)[method];
}

static const char *
too_few(
    const pc_sensitivity_t *r, const pc_study_t *study, int ja, char *text, size_t size)
{
    const size_t least = r->method == PC_METHOD_SOBOL ? PC_SOBOL_BASES_MIN
                         : r->method == PC_METHOD_MORRIS
                             ? PC_MORRIS_TRAJECTORIES_MIN
                             : study->num_columns + PC_RANK_SPARE_MIN;
    const char *units = pc_sensitivity_units(r->method, ja);
    if (ja) {
        snprintf(text, size, "指標なし：値のそろう%sが%zuしかない（%zu以上必要）", units,
            r->used, least);
    } else {
        snprintf(text, size,
            "no index: too few %s have all their values, %zu, and %zu are needed", units,
            r->used, least);
    }
    return text;
}

static const char *
not_apart(
    const pc_sensitivity_t *r, const pc_study_t *study, int ja, char *text, size_t size)
{
    size_t a = 0;
    while (a + 1 < study->design.num_factors && r->rank.dependence[a] < 1 - 1e-6) {
        a++;
    }
    if (r->rank.dependence[a] >= 1 - 1e-6) {
        snprintf(text, size,
            ja ? "指標なし：%s と %s は区別できない。--group で一つの組にする"
               : "no index: %s and %s cannot be told apart; take them as one, with "
                 "--group",
            study->factors[a].name, study->factors[r->rank.partner[a]].name);
    } else {
        snprintf(text, size,
            ja ? "指標なし：区別できない入力がある。--group で一つの組にする"
               : "no index: some inputs determine another; take them as one, with "
                 "--group");
    }
    return text;
}

const char *
pc_sensitivity_reason(
    const pc_sensitivity_t *r, const pc_study_t *study, int ja, char *text, size_t size)
{
    text[0] = '\0';
    if (r->missing) {
        const char *units = pc_sensitivity_units(r->method, ja);
        const int ranks = r->method == PC_METHOD_SOBOL;
        if (ja) {
            snprintf(text, size,
                "指標なし：値のない点（期間内に到達しない等）を含む%sが%zuある。必ず値の"
                "ある指標を選ぶ%s",
                units, r->empty, ranks ? "か、--method rank を用いる" : "");
        } else {
            snprintf(text, size,
                "no index: %zu %s hold points without a value (a date that is never "
                "reached); take a metric that always has one%s",
                r->empty, units, ranks ? ", or ranks (--method rank)" : "");
        }
        return text;
    }
    switch (r->state) {
    case PC_SENSITIVITY_CONSTANT:
        return ja ? "一定：指標なし（どの点でも同じ値）"
                  : "constant: no index (the same at every point)";
    case PC_SENSITIVITY_FEW:
        return too_few(r, study, ja, text, size);
    case PC_SENSITIVITY_DEPENDENT:
        return not_apart(r, study, ja, text, size);
    case PC_SENSITIVITY_OK:
        break;
    }
    return text;
}

const char *
pc_sensitivity_note(const pc_sensitivity_t *r, const pc_study_t *study, size_t f, int ja,
    char *text, size_t size)
{
    const pc_factor_t *factor = &study->factors[f];
    text[0] = '\0';
    if (!factor->active) {
        return factor->why;
    }
    if (pc_sensitivity_reason(r, study, ja, text, size)[0] != '\0') {
        return pc_sensitivity_reason(r, study, ja, text, size);
    }
    if (pc_sensitivity_dependent(r, study, f)) {
        snprintf(text, size,
            ja ? "%s に従属（順位相関 %.2f）：--group で組にした場合のみ求められる"
               : "depends on %s (rank correlation %.2f): only as a group, with --group",
            study->factors[r->rank.partner[f]].name, r->rank.dependence[f]);
    } else if (r->method == PC_METHOD_RANK && isnan(r->rank.lost[f].value)) {
        snprintf(
            text, size, "%s", ja ? "全ての点で同じ値" : "the same value at every point");
    } else if (r->method == PC_METHOD_RANK && (factor->is_group || factor->choices)) {
        snprintf(text, size, "%s",
            ja ? "符号のない重相関" : "multiple correlation, without a sign");
    } else if (r->method == PC_METHOD_MORRIS && factor->is_group) {
        snprintf(text, size, "%s", ja ? "組：μ*のみ" : "a group: mu* alone");
    } else if (r->method == PC_METHOD_MORRIS && factor->is_choice) {
        snprintf(text, size, "a choice: mu* alone");
    }
    return text;
}

const char *
pc_sensitivity_gap(const pc_sensitivity_t *r, const pc_study_t *study,
    const char *measure, const pc_estimate_t *e, int ja)
{
    const int is_prcc = strcmp(measure, "prcc") == 0;
    if (is_prcc && isnan(e->value)) {
        return ja ? "値なし：他の入力が結果を完全に説明する"
                  : "no number: the other inputs explain the output entirely";
    }
    if (isnan(e->value) || !isnan(e->low) || study->how.resamples == 0) {
        return "";
    }
    if (study->how.resamples < pc_resamples_least(study->how.level)) {
        return "no interval: too few resamples";
    }
    if (strcmp(measure, "r2") == 0 || strcmp(measure, "r2_lost") == 0) {
        return ja ? "区間なし：再標本では点が重複し、当てはまりがよくなる"
                  : "no interval: resamples repeat points, and repeated points fit "
                    "better";
    }
    if (is_prcc && r->rank.r2.value > PC_RANK_R2_MAX) {
        return ja ? "区間なし：R2が0.95を超えると再標本はPRCCの誤差を示さない"
                  : "no interval: with R2 above 0.95 resamples do not show the error of "
                    "PRCC";
    }
    return ja ? "区間なし：再標本から推定値を含む区間が得られない"
              : "no interval: the resamples give none that holds the estimate";
}

const char *
pc_factor_members(
    const pc_study_t *study, size_t f, const char *between, char *text, size_t size)
{
    size_t at = 0;
    text[0] = '\0';
    for (size_t a = 0; a < study->design.num_axes && at < size; a++) {
        if (study->design.axes[a].place == f) {
            at += (size_t) snprintf(text + at, size - at, "%s%s", at > 0 ? between : "",
                pc_param_table[study->axes[a].which].name);
        }
    }
    return text;
}

const char *
pc_factor_kinds(const pc_study_t *study, size_t f, int ja, char *text, size_t size)
{
    const char *const *names = ja ? pc_param_kind_names_ja : pc_param_kind_names;
    size_t at = 0;
    text[0] = '\0';
    for (int kind = 0; kind <= PC_KIND_ASSUMED && at < size; kind++) {
        int there = 0;
        for (size_t a = 0; a < study->design.num_axes; a++) {
            there |= study->design.axes[a].place == f
                     && study->axes[a].kind == (pc_param_kind) kind;
        }
        if (there) {
            at += (size_t) snprintf(text + at, size - at, "%s%s",
                at > 0 ? (ja ? "・" : ", ") : "", names[kind]);
        }
    }
    return text;
}

/* What labels of part years end with: ` (part: 10 months)`, or nothing. */
static void
part_label(const pc_sensitivity_t *r, int ja, char part[PC_LABEL_SIZE])
{
    char cut[PC_LABEL_SIZE], whole[PC_LABEL_SIZE];
    const pc_lang lang = ja ? PC_LANG_JA : PC_LANG_EN;
    part[0] = '\0';
    if (r->part && r->months < 12) {
        pc_fiscal_year_label(2025, r->months, lang, cut);
        pc_fiscal_year_label(2025, 12, lang, whole);
        snprintf(part, PC_LABEL_SIZE, "%s", cut + strlen(whole));
    } else if (r->part) { /* of a long range */
        snprintf(part, PC_LABEL_SIZE, " (part: %d months)", r->months);
    }
}

const char *
pc_metric_title(const pc_sensitivity_t *r, int ja, char *text, size_t size)
{
    const pc_column_t *metric = r->metric;
    static const char *const stats_ja[] = { "計", "平均", "期末", "最大", "最小",
        "到達月" };
    const pc_variable v = pc_variable_find(metric->variable);
    const char *stat = metric->stat;
    for (int k = 0; k < PC_NUM_STATS && ja; k++) {
        stat = strcmp(metric->stat, pc_stat_names[k]) == 0 ? stats_ja[k] : stat;
    }
    const int is_date = strcmp(metric->stat, "month") == 0;
    char period[48], part[PC_LABEL_SIZE];
    part_label(r, ja, part);
    const char form = metric->period[0];
    /* A fiscal year is never bare in Japanese. */
    if (ja && (form == 'F' || form == 'C')) {
        snprintf(period, sizeof(period), "%.4s%s", metric->period + 2,
            form == 'F' ? "年度" : "年");
    } else {
        snprintf(period, sizeof(period), "%.40s", metric->period);
    }
    snprintf(text, size, "%s%s%s%s%s%s%s%s",
        ja && v != PC_V_NONE ? pc_variable_table[v].ja : metric->variable,
        is_date ? " "
        : ja    ? "　"
                : ", ",
        period, part, ja ? "　" : ", ", is_date && !ja ? "date reached" : stat,
        strcmp(metric->region, "JP") != 0 ? (ja ? "　" : ", ") : "",
        strcmp(metric->region, "JP") != 0 ? metric->region : "");
    return text;
}

/* FY2030, CY2030, 2030-03 or another form; dates are no times. */
static int
form_of(const pc_column_t *c)
{
    return strcmp(c->stat, "month") == 0                  ? 0
           : (c->period[0] == 'F' || c->period[0] == 'C') ? c->period[0]
           : strlen(c->period) == 7                       ? 'M'
                                                          : 0;
}

size_t
pc_metric_series(const pc_sensitivity_job_t *job, size_t metric, size_t *num)
{
    const pc_points_t *store = &job->store;
    const pc_column_t *columns = store->plan.columns + store->num_params;
    const pc_column_t *own = &columns[job->metrics[metric]];
    size_t first = metric;
    *num = 0;
    for (size_t m = 0; m < job->num_metrics; m++) {
        const pc_column_t *c = &columns[job->metrics[m]];
        if (m == metric
            || (form_of(own) != 0 && form_of(own) == form_of(c)
                && strcmp(own->variable, c->variable) == 0
                && strcmp(own->stat, c->stat) == 0
                && strcmp(own->region, c->region) == 0)) {
            first = m < first ? m : first;
            ++*num;
        }
    }
    return first;
}

const pc_estimate_t *
pc_sensitivity_measure(
    const pc_sensitivity_t *r, size_t measure, size_t f, const char **name)
{
    static const char *const names[PC_NUM_METHODS][3] = { { "first", "total", NULL },
        { "mu_star", "mu", "sigma" }, { "prcc", "srrc", "r2_lost" } };
    const pc_estimate_t *const lists[PC_NUM_METHODS][3] = { { r->sobol.first,
                                                                r->sobol.total, NULL },
        { r->morris.mu_star, r->morris.mu, r->morris.sigma },
        { r->rank.prcc, r->rank.srrc, r->rank.lost } };
    static const pc_estimate_t none = { NAN, NAN, NAN };
    if (measure > 2 || names[r->method][measure] == NULL) {
        return NULL;
    }
    *name = names[r->method][measure];
    const pc_estimate_t *list = lists[r->method][measure];
    return list != NULL ? &list[f] : &none;
}

const char *
pc_sensitivity_main_name(pc_method method)
{
    return method == PC_METHOD_SOBOL    ? "total"
           : method == PC_METHOD_MORRIS ? "mu_star"
                                        : "r2_lost";
}

size_t
pc_job_assumptions(pc_sensitivity_job_t *job, size_t s, pc_assumption_t *list)
{
    const pc_sensitivity_t **best =
        calloc(job->num_metrics + 1, sizeof(const pc_sensitivity_t *));
    size_t num = 0;
    for (size_t m = 0; m < job->num_metrics && best != NULL; m++) {
        const pc_sensitivity_t *first = pc_job_result(job, 0, s, m);
        const int none = first->missing || first->state == PC_SENSITIVITY_FEW;
        best[m] = none && job->num_methods > 1 ? pc_job_result(job, 1, s, m) : first;
    }
    job->out_of_memory |= best == NULL;
    if (best != NULL) {
        num = pc_assumptions_list(list, &job->studies[s], best, job->num_metrics);
    }
    free(best);
    return num;
}
