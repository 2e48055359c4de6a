/* sensitivity_words.c - what is said of a result in words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/cells.h"
#include "analysis/answers/sensitivity.h"
#include "analysis/answers/words.h"

const char *
pc_sensitivity_units(pc_method method, pc_lang lang)
{
    static const char *const texts[] = { N_("base rows"), N_("trajectories"),
        N_("points") };
    return _(texts[method]);
}

static const char *
too_few(const pc_sensitivity_t *r, const pc_study_t *study, pc_lang lang, char *text,
    size_t size)
{
    const size_t least = r->method == PC_METHOD_SOBOL ? PC_SOBOL_BASES_MIN
                         : r->method == PC_METHOD_MORRIS
                             ? PC_MORRIS_TRAJECTORIES_MIN
                             : study->num_columns + PC_RANK_SPARE_MIN;
    const char *units = pc_sensitivity_units(r->method, lang);
    snprintf(text, size,
        _("no index: too few %s have all their values, %zu, and %zu are needed"), units,
        r->used, least);
    return text;
}

static const char *
not_apart(const pc_sensitivity_t *r, const pc_study_t *study, pc_lang lang, char *text,
    size_t size)
{
    size_t a = 0;
    while (a + 1 < study->design.num_factors && r->rank.dependence[a] < 1 - 1e-6) {
        a++;
    }
    if (r->rank.dependence[a] >= 1 - 1e-6) {
        snprintf(text, size,
            _("no index: %s and %s cannot be told apart; take them as one, with "
              "--group"),
            study->factors[a].name, study->factors[r->rank.partner[a]].name);
    } else {
        snprintf(text, size,
            _("no index: some inputs determine another; take them as one, with "
              "--group"));
    }
    return text;
}

const char *
pc_sensitivity_reason(const pc_sensitivity_t *r, const pc_study_t *study, pc_lang lang,
    char *text, size_t size)
{
    text[0] = '\0';
    if (r->missing) {
        const char *units = pc_sensitivity_units(r->method, lang);
        snprintf(text, size,
            r->method == PC_METHOD_SOBOL
                ? _("no index: %zu %s hold points without a value; take a metric that "
                    "always has one, or ranks (--method rank)")
                : _("no index: %zu %s hold points without a value; take a metric that "
                    "always has one"),
            r->empty, units);
        return text;
    }
    switch (r->state) {
    case PC_SENSITIVITY_CONSTANT:
        return _("constant: no index (the same at every point)");
    case PC_SENSITIVITY_FEW:
        return too_few(r, study, lang, text, size);
    case PC_SENSITIVITY_DEPENDENT:
        return not_apart(r, study, lang, text, size);
    case PC_SENSITIVITY_OK:
        break;
    }
    return text;
}

const char *
pc_sensitivity_note(const pc_sensitivity_t *r, const pc_study_t *study, size_t f,
    pc_lang lang, char *text, size_t size)
{
    const pc_factor_t *factor = &study->factors[f];
    text[0] = '\0';
    if (!factor->active) {
        return factor->why;
    }
    if (pc_sensitivity_reason(r, study, lang, text, size)[0] != '\0') {
        return pc_sensitivity_reason(r, study, lang, text, size);
    }
    if (pc_sensitivity_dependent(r, study, f)) {
        snprintf(text, size,
            _("depends on %s (rank correlation %.2f): only as a group, with --group"),
            study->factors[r->rank.partner[f]].name, r->rank.dependence[f]);
    } else if (r->method == PC_METHOD_RANK && isnan(r->rank.lost[f].value)) {
        snprintf(text, size, "%s", _("the same value at every point"));
    } else if (r->method == PC_METHOD_RANK && (factor->is_group || factor->choices)) {
        snprintf(text, size, "%s", _("multiple correlation, without a sign"));
    } else if (r->method == PC_METHOD_MORRIS && factor->is_group) {
        snprintf(text, size, "%s", _("a group: mu* alone"));
    } else if (r->method == PC_METHOD_MORRIS && factor->is_choice) {
        snprintf(text, size, "%s", _("a choice: mu* alone"));
    }
    return text;
}

const char *
pc_sensitivity_gap(const pc_sensitivity_t *r, const pc_study_t *study,
    const char *measure, const pc_estimate_t *e, pc_lang lang)
{
    const int is_prcc = strcmp(measure, "prcc") == 0;
    if (is_prcc && isnan(e->value)) {
        return _("no number: the other inputs explain the output entirely");
    }
    if (isnan(e->value) || !isnan(e->low) || study->how.resamples == 0) {
        return "";
    }
    if (study->how.resamples < pc_resamples_least(study->how.level)) {
        return _("no interval: too few resamples");
    }
    if (strcmp(measure, "r2") == 0 || strcmp(measure, "r2_lost") == 0) {
        return _("no interval: resamples repeat points, and repeated points fit "
                 "better");
    }
    if (is_prcc && r->rank.r2.value > PC_RANK_R2_MAX) {
        return _("no interval: with R2 above 0.95 resamples do not show the error of "
                 "PRCC");
    }
    return _("no interval: the resamples give none that holds the estimate");
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
pc_factor_kinds(const pc_study_t *study, size_t f, pc_lang lang, char *text, size_t size)
{
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
                at > 0 ? C_("kinds", ", ") : "",
                pc_text_of(lang, "kind", pc_param_kind_names[kind]));
        }
    }
    return text;
}

/* What labels of part years end with: ` (part: 10 months)`, or nothing. */
static const char *
part_label(const pc_sensitivity_t *r, pc_lang lang, char part[PC_LABEL_SIZE])
{
    part[0] = '\0';
    if (r->part) {
        snprintf(part, PC_LABEL_SIZE, _(" (part: %d months)"), r->months);
    }
    return part;
}

/* A fiscal year is never bare in Japanese. */
static const char *
period_label(const pc_column_t *metric, pc_lang lang, char text[48])
{
    const char form = metric->period[0];
    const int year = form == 'F' || form == 'C' ? atoi(metric->period + 2) : 0;
    if (year > 0 && strlen(metric->period) == 6) {
        snprintf(text, 48, form == 'F' ? _("FY%d") : _("CY%d"), year);
    } else {
        snprintf(text, 48, "%.40s", metric->period);
    }
    return text;
}

const char *
pc_dates_words(const pc_sensitivity_t *r, pc_lang lang, char *text, size_t size)
{
    char month[8];
    pc_month_format(r->at, month);
    text[0] = '\0';
    switch (r->dates_as) {
    case PC_DATES_HELD:
        snprintf(text, size,
            _("a date that is not reached within the run is held at %s, the month after "
              "it"),
            month);
        break;
    case PC_DATES_LATEST:
        snprintf(text, size,
            _("a date that is not reached within the run ranks as later than all "
              "others"));
        break;
    case PC_DATES_BY:
        snprintf(text, size,
            _("the output is the probability of reaching it by %s (without chance 1 or "
              "0)"),
            month);
        break;
    case PC_DATES_NONE:
        break;
    }
    return text;
}

const char *
pc_dates_id(const pc_sensitivity_t *r, char text[32])
{
    char month[8];
    pc_month_format(r->at, month);
    switch (r->dates_as) {
    case PC_DATES_HELD:
        snprintf(text, 32, "held:%s", month);
        break;
    case PC_DATES_LATEST:
        snprintf(text, 32, "latest");
        break;
    case PC_DATES_BY:
        snprintf(text, 32, "by:%s", month);
        break;
    case PC_DATES_NONE:
        text[0] = '\0';
        break;
    }
    return text;
}

const char *
pc_metric_title(const pc_sensitivity_t *r, pc_lang lang, char *text, size_t size)
{
    static const char *const stats[PC_NUM_STATS] = { NC_("statistic", "sum"),
        NC_("statistic", "mean"), NC_("statistic", "last"), NC_("statistic", "max"),
        NC_("statistic", "min"), NC_("statistic", "date reached") };
    const pc_column_t *metric = r->metric;
    const pc_variable v = pc_variable_find(metric->variable);
    const char *stat = metric->stat, *comma = C_("metric", ", ");
    const int in_region = strcmp(metric->region, "JP") != 0;
    char period[48], part[PC_LABEL_SIZE], month[8], reached[48];
    for (int k = 0; k < PC_NUM_STATS; k++) {
        stat = strcmp(metric->stat, pc_stat_names[k]) == 0 ? C_("statistic", stats[k])
                                                           : stat;
    }
    if (r->dates_as == PC_DATES_BY) {
        pc_month_format(r->at, month);
        snprintf(reached, sizeof(reached), C_("statistic", "reached by %s"), month);
        stat = reached;
    }
    snprintf(text, size, "%s%s%s%s%s%s%s%s",
        lang == PC_LANG_JA && v != PC_V_NONE ? pc_variable_table[v].ja
                                             : metric->variable,
        strcmp(metric->stat, "month") == 0 ? " " : comma,
        period_label(metric, lang, period), part_label(r, lang, part), comma, stat,
        in_region ? comma : "", in_region ? metric->region : "");
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
