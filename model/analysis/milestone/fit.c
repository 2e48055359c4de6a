#include "analysis/milestone/fit.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>

#include "analysis/milestone/trend.h"

#define MAX_ITERATIONS 4000
#define SETTLED 1e-5 /* size of the simplex, in logarithms */
#define LEAST_MEAN 1e-9

/* The search runs over logarithms: rates, and the room below the ceiling. */
typedef struct {
    const pc_record_t *record;
    pc_growth kind;
    double ceiling; /* NaN: free */
    size_t num;     /* searched */
} problem_t;

static void
from_logs(const problem_t *p, const gsl_vector *x, double *theta)
{
    const pc_growth_info_t *info = &pc_growth_table[p->kind];
    for (size_t k = 0; k < info->num; k++) {
        const int is_ceiling = info->has_ceiling && k + 1 == info->num;
        if (is_ceiling && !isnan(p->ceiling)) {
            theta[k] = p->ceiling;
        } else if (is_ceiling) {
            theta[k] = p->record->facts[0].value + exp(gsl_vector_get(x, k));
        } else {
            theta[k] = exp(gsl_vector_get(x, k));
        }
    }
}

static double
mean_of(const pc_record_t *r, pc_growth kind, const double *theta, size_t i)
{
    const double start = r->facts[0].value, t0 = r->facts[0].time;
    const double mu = pc_growth_at(kind, theta, start, r->facts[i].time - t0)
                      - pc_growth_at(kind, theta, start, r->facts[i - 1].time - t0);
    return mu > LEAST_MEAN ? mu : LEAST_MEAN;
}

static double
quasi_likelihood(const pc_record_t *r, pc_growth kind, const double *theta)
{
    double q = 0;
    for (size_t i = 1; i < r->num; i++) {
        const double mu = mean_of(r, kind, theta, i);
        q += (r->facts[i].value - r->facts[i - 1].value) * log(mu) - mu;
    }
    return q;
}

/* Minus Q; a wall keeps the search where the curves can be computed. */
static double
objective(const gsl_vector *x, void *context)
{
    const problem_t *p = context;
    double theta[PC_GROWTH_MAX], wall = 0;
    for (size_t k = 0; k < p->num; k++) {
        const double at = gsl_vector_get(x, k);
        const double over = fmax(at - 13, -15 - at);
        wall += over > 0 ? over * over : 0;
    }
    if (wall > 1e3) {
        return 1e6 + wall;
    }
    from_logs(p, x, theta);
    const double q = quasi_likelihood(p->record, p->kind, theta);
    return (isfinite(q) ? -q : 1e6) + wall;
}

/* The best of a coarse grid, to start from. */
static void
find_start(problem_t *p, gsl_vector *x)
{
    static const double rates[] = { 0.003, 0.02, 0.08, 0.3, 1 };
    const pc_record_t *r = p->record;
    const double grown = r->facts[r->num - 1].value - r->facts[0].value;
    const double rooms[] = { 1.05 * grown, 1.5 * grown, 3 * grown, 10 * grown,
        50 * grown };
    double best = INFINITY, values[PC_GROWTH_MAX] = { 0 };
    for (int code = 0; code < 125; code++) {
        const int digit[3] = { code % 5, code / 5 % 5, code / 25 };
        if ((p->num < 3 && digit[2] > 0) || (p->num < 2 && digit[1] > 0)) {
            break;
        }
        for (size_t k = 0; k < p->num && k < PC_GROWTH_MAX; k++) {
            const int is_room = isnan(p->ceiling) && k + 1 == p->num;
            gsl_vector_set(x, k, log(is_room ? rooms[digit[k]] : rates[digit[k]]));
        }
        const double value = objective(x, p);
        if (value < best) {
            best = value;
            for (size_t k = 0; k < p->num && k < PC_GROWTH_MAX; k++) {
                values[k] = gsl_vector_get(x, k);
            }
        }
    }
    for (size_t k = 0; k < p->num && k < PC_GROWTH_MAX; k++) {
        gsl_vector_set(x, k, values[k]);
    }
}

/* Nelder and Mead, started twice: the second start leaves a simplex that fell flat. */
static pc_status
search(problem_t *p, gsl_vector *x, double first_step, int *settled)
{
    gsl_vector *step = gsl_vector_alloc(p->num);
    gsl_multimin_fminimizer *m =
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, p->num);
    gsl_multimin_function f = { objective, p->num, p };
    const int no_room = step == NULL || m == NULL;
    *settled = 0;
    for (int round = 0; round < 2 && !no_room; round++) {
        gsl_vector_set_all(step, round == 0 ? first_step : first_step / 5);
        *settled = 0;
        if (gsl_multimin_fminimizer_set(m, &f, x, step) != GSL_SUCCESS) {
            break;
        }
        for (int k = 0; k < MAX_ITERATIONS && !*settled; k++) {
            if (gsl_multimin_fminimizer_iterate(m) != GSL_SUCCESS) {
                break;
            }
            *settled = gsl_multimin_fminimizer_size(m) < SETTLED;
        }
        gsl_vector_memcpy(x, gsl_multimin_fminimizer_x(m));
    }
    gsl_multimin_fminimizer_free(m);
    gsl_vector_free(step);
    return no_room ? PC_ERR_NOMEM : PC_OK;
}

static void
describe(pc_fit_t *self, const pc_record_t *r, pc_growth kind, double ceiling)
{
    const pc_growth_info_t *info = &pc_growth_table[kind];
    memset(self, 0, sizeof(*self));
    self->kind = kind;
    self->n = r->num - 1;
    self->ceiling_given = info->has_ceiling && !isnan(ceiling);
    /* With phi; the trend has its first slope, s2 and w. */
    self->k =
        kind == PC_GROWTH_TREND ? 3 : info->num - (self->ceiling_given ? 1 : 0) + 1;
    self->start = r->facts[0].value;
    self->start_time = r->facts[0].time;
    self->last = r->facts[r->num - 1].value;
    self->last_time = r->facts[r->num - 1].time;
    self->phi = 1;
    self->q = NAN;
}

/* What follows from the parameters. */
static void
finish(pc_fit_t *self, const pc_record_t *r)
{
    double chi = 0;
    for (size_t i = 1; i < r->num; i++) {
        const double mu = mean_of(r, self->kind, self->theta, i);
        const double y = r->facts[i].value - r->facts[i - 1].value;
        chi += (y - mu) * (y - mu) / mu;
    }
    const size_t estimated = self->k - 1;
    const double phi = self->n > estimated ? chi / (double) (self->n - estimated) : 1;
    self->scatter = phi;
    self->phi = phi > 1 ? phi : 1;
    self->q = quasi_likelihood(r, self->kind, self->theta);
    if (!isfinite(self->q)) {
        self->state = PC_FIT_NO_CONVERGENCE;
    }
}

/* The line needs no search: all growth over all time. */
static void
fit_line(pc_fit_t *self, const pc_record_t *r)
{
    self->theta[0] = (self->last - self->start) / (self->last_time - self->start_time);
    self->state = self->theta[0] > 0 ? PC_FIT_OK : PC_FIT_NO_CONVERGENCE;
    if (self->state == PC_FIT_OK) {
        finish(self, r);
    }
}

static pc_status
fit_growth(pc_fit_t *self, const pc_record_t *r, double ceiling, const pc_fit_t *earlier)
{
    const pc_growth_info_t *info = &pc_growth_table[self->kind];
    problem_t p = { r, self->kind, info->has_ceiling ? ceiling : NAN, self->k - 1 };
    self->state = PC_FIT_NO_CONVERGENCE;
    if ((self->ceiling_given && ceiling <= self->start) || self->last <= self->start) {
        return PC_OK;
    }
    gsl_vector *x = gsl_vector_alloc(p.num);
    if (x == NULL) {
        return PC_ERR_NOMEM;
    }
    if (earlier != NULL) {
        for (size_t k = 0; k < p.num; k++) {
            const int is_room = isnan(p.ceiling) && k + 1 == p.num;
            gsl_vector_set(x, k, log(earlier->theta[k] - (is_room ? self->start : 0)));
        }
    } else {
        find_start(&p, x);
    }
    int settled;
    const pc_status status = search(&p, x, earlier != NULL ? 0.2 : 0.5, &settled);
    if (status == PC_OK && settled) {
        self->state = PC_FIT_OK;
        from_logs(&p, x, self->theta);
        finish(self, r);
    }
    self->ceiling_lost = !self->ceiling_given
                         && pc_growth_ceiling(self->kind, self->theta) > PC_NO_CEILING;
    gsl_vector_free(x);
    return status;
}

static pc_status
fit_any(pc_fit_t *self, const pc_record_t *record, pc_growth kind, double ceiling,
    const pc_fit_t *earlier)
{
    describe(self, record, kind, ceiling);
    if (self->n < self->k || (kind == PC_GROWTH_TREND && self->n < 4)) {
        self->state = PC_FIT_TOO_FEW;
    } else if (kind == PC_GROWTH_TREND) {
        return pc_trend_fit(self, record);
    } else if (kind == PC_GROWTH_LINEAR) {
        fit_line(self, record);
    } else {
        return fit_growth(self, record, ceiling, earlier);
    }
    return PC_OK;
}

pc_status
pc_fit(pc_fit_t *self, const pc_record_t *record, pc_growth kind, double ceiling)
{
    return fit_any(self, record, kind, ceiling, NULL);
}

pc_status
pc_fit_again(pc_fit_t *self, const pc_record_t *record, const pc_fit_t *earlier)
{
    const double ceiling =
        earlier->ceiling_given ? pc_growth_ceiling(earlier->kind, earlier->theta) : NAN;
    return fit_any(self, record, earlier->kind, ceiling, earlier);
}

double
pc_fit_at(const pc_fit_t *self, double time)
{
    return pc_fit_at_luck(self, time, 0);
}

double
pc_fit_when(const pc_fit_t *self, double count)
{
    return pc_fit_when_luck(self, count, 0);
}

double
pc_fit_ceiling(const pc_fit_t *self)
{
    return fmax(self->last, pc_growth_ceiling(self->kind, self->theta));
}

double
pc_fit_at_luck(const pc_fit_t *self, double time, double z)
{
    if (self->kind == PC_GROWTH_TREND) {
        return pc_trend_at(self, time);
    }
    const double ceiling = pc_growth_ceiling(self->kind, self->theta);
    const double room = ceiling - self->last;
    if (room <= 0 || time <= self->last_time) {
        return self->last;
    }
    const double at =
        pc_growth_at(self->kind, self->theta, self->last, time - self->last_time);
    const double m = fmin(fmax(at - self->last, 0), room);
    const double growth = m + z * sqrt(self->phi * m * (1 - m / room));
    return fmin(self->last + fmax(growth, 0), ceiling);
}

/* With m the mean growth still to come, m + z sqrt(phi m (1 - m/room)) = needed: a
 * quadratic equation. */
double
pc_fit_when_luck(const pc_fit_t *self, double count, double z)
{
    if (self->kind == PC_GROWTH_TREND) {
        double when;
        pc_trend_when(self, &count, 1, &when);
        return when;
    }
    const double needed = count - self->last;
    if (needed <= 0) {
        return self->last_time;
    }
    const double room = pc_growth_ceiling(self->kind, self->theta) - self->last;
    if (needed >= room) {
        return INFINITY;
    }
    const double s = z * sqrt(self->phi), both = 2 * needed + s * s;
    const double root = s * sqrt(s * s + 4 * needed * (1 - needed / room));
    const double m = (both - root) / (2 * (1 + s * s / room));
    return self->last_time
           + pc_growth_when(self->kind, self->theta, self->last, self->last + m);
}
