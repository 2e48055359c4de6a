#include "analysis/milestone/sum.h"

#include <math.h>
#include <string.h>

/* Slope of the line of least squares. */
static double
slope(const double *x, const double *y, size_t num)
{
    double mean_x = 0, mean_y = 0, xy = 0, xx = 0;
    for (size_t k = 0; k < num; k++) {
        mean_x += x[k] / (double) num;
        mean_y += y[k] / (double) num;
    }
    for (size_t k = 0; k < num; k++) {
        xy += (x[k] - mean_x) * (y[k] - mean_y);
        xx += (x[k] - mean_x) * (x[k] - mean_x);
    }
    return xx > 1e-9 ? xy / xx : NAN;
}

static pc_status
refuse(pc_diags_t *diags, const char *what, const char *date)
{
    pc_diags_add(
        diags, PC_ERROR, NULL, 0, 0, NULL, "%s: %s", pc_diags_text(diags, what), date);
    return PC_ERR_INPUT;
}

pc_status
pc_line_through(pc_line_t *self, const pc_record_t *record, const char *const *dates,
    size_t num, pc_diags_t *diags)
{
    double t[PC_MAX_FACTS], years[PC_MAX_FACTS], n[PC_MAX_FACTS];
    memset(self, 0, sizeof(*self));
    if (num < 2 || num > PC_MAX_FACTS) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "too few points: a line needs two counts");
        return PC_ERR_INPUT;
    }
    for (size_t k = 0; k < num; k++) {
        const pc_fact_t *fact = pc_record_find(record, dates[k]);
        if (fact == NULL) {
            return refuse(diags,
                N_("the record has no count of this date to draw a line through"),
                dates[k]);
        }
        t[k] = fact->time;
        n[k] = fact->value;
        years[k] = pc_days_between(t[0], t[k]) / 365.25;
        self->mean_time += t[k] / (double) num;
        self->mean_count += n[k] / (double) num;
    }
    self->pace = slope(t, n, num);
    self->pace_by_days = slope(years, n, num);
    self->points = (int) num;
    self->first = n[0];
    self->last = n[num - 1];
    memcpy(self->from, dates[0], PC_DATE_SIZE);
    memcpy(self->to, dates[num - 1], PC_DATE_SIZE);
    if (isnan(self->pace)) {
        return refuse(
            diags, N_("equal dates: all counts of the line are of one day"), dates[0]);
    }
    if (!(self->pace > 0)) {
        return refuse(diags,
            N_("net decline: from this date the line does not rise, so it reaches "
               "nothing"),
            dates[0]);
    }
    return PC_OK;
}

double
pc_line_reaches(const pc_line_t *self, double target)
{
    return self->mean_time + (target - self->mean_count) / self->pace;
}

/* The national count of a variable at the base date, NaN if the record has none. */
static double
base_count(const pc_observations_t *observations, pc_variable variable)
{
    for (size_t k = 0; k < observations->num; k++) {
        const pc_observation_t *o = &observations->items[k];
        if (o->region == 0 && o->variable == variable
            && strcmp(o->date, PC_SUM_BASE) == 0) {
            return o->value;
        }
    }
    return NAN;
}

static pc_status
find_facts(pc_sum_facts_t *self, const pc_observations_t *observations,
    const pc_hospitals_t *hospitals, const pc_record_t *record, pc_diags_t *diags)
{
    static const pc_variable parts[] = { PC_V_SITES_PREFECTURAL, PC_V_SITES_REGIONAL,
        PC_V_SITES_SPECIFIC, PC_V_SITES_TREATMENT };
    self->sites = base_count(observations, PC_V_SITES);
    self->outside = base_count(observations, PC_V_SITES_OUTSIDE);
    for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
        self->covered += base_count(observations, parts[k]);
    }
    for (size_t i = 0; i < hospitals->num; i++) {
        self->base += hospitals->base_type[i] != PC_BASE_NONE;
    }
    self->candidates = (double) hospitals->num;
    self->uncovered = self->base - self->covered;
    self->last = record->facts[record->num - 1].value;
    self->last_time = record->facts[record->num - 1].time;
    memcpy(self->last_date, record->facts[record->num - 1].date, PC_DATE_SIZE);
    if (isnan(self->sites + self->outside + self->covered)) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "the record does not say how many sites of %s are base hospitals",
            PC_SUM_BASE);
        return PC_ERR_INPUT;
    }
    return PC_OK;
}

static void
make_readings(pc_ministry_sum_t *self)
{
    const pc_sum_facts_t *f = &self->facts;
    const pc_reading_t readings[PC_NUM_READINGS] = {
        { "sites_460", N_("460 sites in all, those outside the base system counted"),
            460 },
        { "sites_460_base",
            N_("460 sites of the base system, those outside not counted"),
            460 + f->outside },
        { "sites_463", N_("as many sites in all as base hospitals"), f->base },
        { "base_covered", N_("every base hospital; all new sites are base hospitals"),
            f->sites + f->uncovered },
        { "base_covered_90",
            N_("every base hospital; a tenth of new sites is outside the base system"),
            f->sites + f->uncovered / 0.9 },
        { "base_covered_80",
            N_("every base hospital; a fifth of new sites is outside the base system"),
            f->sites + f->uncovered / 0.8 },
    };
    memcpy(self->readings, readings, sizeof(readings));
}

pc_status
pc_ministry_sum(pc_ministry_sum_t *self, const pc_observations_t *observations,
    const pc_hospitals_t *hospitals, pc_diags_t *diags)
{
    static const char *const from[] = { "2023-03-31", "2024-04-01", PC_SUM_BASE };
    static const char *const to[] = { PC_SUM_BASE, PC_SUM_END };
    static const char *const three[] = { "2023-03-31", PC_SUM_BASE, PC_SUM_END };
    pc_record_t record;
    memset(self, 0, sizeof(*self));
    pc_status status = pc_record_counts(&record, observations, PC_V_SITES, 2023, diags);
    if (status == PC_OK) {
        status = pc_record_check(&record, 2, diags);
    }
    if (status == PC_OK) {
        status = find_facts(&self->facts, observations, hospitals, &record, diags);
    }
    for (size_t b = 0; b < 2 && status == PC_OK; b++) {
        for (size_t a = 0; a < 3 && status == PC_OK; a++) {
            const char *const dates[] = { from[a], to[b] };
            if (strcmp(from[a], to[b]) != 0) {
                status = pc_line_through(
                    &self->lines[self->num_lines++], &record, dates, 2, diags);
            }
        }
    }
    if (status == PC_OK) {
        status =
            pc_line_through(&self->lines[self->num_lines++], &record, three, 3, diags);
    }
    make_readings(self);
    return status;
}

int
pc_sum_has_newer(const pc_ministry_sum_t *self)
{
    return strcmp(self->facts.last_date, PC_SUM_END) > 0;
}

int
pc_is_around_2037(double time)
{
    return time >= 2037 && time < 2038;
}
