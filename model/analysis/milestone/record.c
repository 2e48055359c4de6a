#include "analysis/milestone/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Facts come in order of time. */
static pc_status
add_fact(pc_record_t *self, const pc_observation_t *o, double time, int fall,
    pc_diags_t *diags)
{
    if (self->num > 0 && self->facts[self->num - 1].time >= time) {
        if (self->facts[self->num - 1].value == o->value) {
            return PC_OK; /* said twice */
        }
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "the record has two counts of %s, %g and %g; let one of them have fit = no",
            o->date, self->facts[self->num - 1].value, o->value);
        return PC_ERR_INPUT;
    }
    if (self->num == PC_MAX_FACTS) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "the record has more than %d facts to fit", PC_MAX_FACTS);
        return PC_ERR_INPUT;
    }
    pc_fact_t *fact = &self->facts[self->num++];
    pc_date_format(time, fact->date);
    fact->time = time;
    fact->value = o->value;
    fact->fall = fall;
    fact->source = o;
    return PC_OK;
}

/* An exact count that lies below the one before it. */
static int
is_fall(const pc_record_t *self, const pc_observation_t *o, double time)
{
    return !o->fit && !o->about && !o->lower_bound && self->num > 0
           && self->facts[self->num - 1].time < time
           && o->value < self->facts[self->num - 1].value;
}

/* Parts of one command read the record more than once; a warning is said once. */
static void
warn_of_fall(pc_diags_t *diags, double before, const pc_observation_t *o)
{
    char text[160];
    snprintf(text, sizeof(text),
        pc_diags_text(diags,
            N_("the record falls from %g to %g on %.10s; the fall is kept in the fits")),
        before, o->value, o->date);
    for (size_t k = 0; diags != NULL && k < diags->num; k++) {
        if (strcmp(diags->items[k].text, text) == 0) {
            return;
        }
    }
    pc_diags_add(diags, PC_WARNING, NULL, 0, 0, NULL, "%s", text);
}

typedef struct {
    const pc_observation_t *fact;
    double time;
} dated_t;

static int
by_time(const void *a, const void *b)
{
    const dated_t *x = a, *y = b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    /* The fact that is used first, then as in the file. */
    return x->fact->fit != y->fact->fit ? y->fact->fit - x->fact->fit
           : x->fact < y->fact          ? -1
                                        : 1;
}

pc_status
pc_record_counts(pc_record_t *self, const pc_observations_t *observations,
    pc_variable variable, double from, pc_diags_t *diags)
{
    pc_status status = PC_OK;
    size_t num = 0;
    memset(self, 0, sizeof(*self));
    dated_t *dated = calloc(observations->num + 1, sizeof(*dated));
    if (dated == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < observations->num; k++) {
        const pc_observation_t *o = &observations->items[k];
        if (o->region == 0 && o->variable == variable
            && pc_date_parse(o->date, &dated[num].time) == PC_OK
            && dated[num].time >= from - 1e-9) {
            dated[num++].fact = o;
        }
    }
    qsort(dated, num, sizeof(*dated), by_time);
    for (size_t k = 0; k < num && status == PC_OK; k++) {
        const pc_observation_t *o = dated[k].fact;
        const int fall = is_fall(self, o, dated[k].time);
        if ((!o->fit || o->lower_bound) && !fall) {
            continue; /* "more than" is no count */
        }
        const double before = self->num > 0 ? self->facts[self->num - 1].value : 0;
        status = add_fact(self, o, dated[k].time, fall, diags);
        if (status == PC_OK && self->num > 1 && o->value < before) {
            self->facts[self->num - 1].fall = 1;
            warn_of_fall(diags, before, o);
        }
    }
    free(dated);
    return status;
}

static double
middle_of(const pc_observation_t *o)
{
    return (o->first + o->last + 1) / 24.0;
}

pc_status
pc_record_rates(pc_record_t *self, const pc_observations_t *observations,
    pc_variable variable, double from, pc_diags_t *diags)
{
    pc_status status = PC_OK;
    size_t num = 0;
    memset(self, 0, sizeof(*self));
    self->rates = 1;
    dated_t *dated = calloc(observations->num + 1, sizeof(*dated));
    if (dated == NULL) {
        return PC_ERR_NOMEM;
    }
    for (size_t k = 0; k < observations->num; k++) {
        const pc_observation_t *o = &observations->items[k];
        if (o->region == 0 && o->variable == variable && o->fit && !o->lower_bound
            && middle_of(o) >= from) {
            dated[num++] = (dated_t){ o, middle_of(o) };
        }
    }
    qsort(dated, num, sizeof(*dated), by_time);
    for (size_t k = 0; k < num && status == PC_OK; k++) {
        status = add_fact(self, dated[k].fact, dated[k].time, 0, diags);
    }
    free(dated);
    return status;
}

static int
holds(const pc_record_t *self, const pc_observation_t *o)
{
    for (size_t k = 0; k < self->num; k++) {
        if (self->facts[k].source == o) {
            return 1;
        }
    }
    return 0;
}

pc_use
pc_record_use(const pc_record_t *all, const pc_record_t *fitted, pc_variable variable,
    double from, const pc_observation_t *o)
{
    double time = middle_of(o);
    if (o->variable != variable) {
        return PC_USE_OTHER;
    }
    if (o->region != 0) {
        return PC_USE_PREFECTURE;
    }
    if (holds(fitted, o)) {
        return PC_USE_FITTED;
    }
    if (holds(all, o)) {
        return PC_USE_NEAR;
    }
    if (!all->rates && pc_date_parse(o->date, &time) != PC_OK) {
        time = middle_of(o);
    }
    return time < from - 1e-9 ? PC_USE_EARLIER
           : o->lower_bound   ? PC_USE_LOWER_BOUND
           : !o->fit          ? PC_USE_NOT_FIT
                              : PC_USE_TWICE;
}

void
pc_record_join(const pc_record_t *self, pc_record_t *joined)
{
    pc_record_t out = *self;
    out.num = 0;
    out.left_out = 0;
    for (size_t k = 0; k < self->num; k++) {
        const pc_fact_t *fact = &self->facts[k];
        const int near =
            out.num > 0 && fact->time - out.facts[out.num - 1].time < 1 / 12.0 - 1e-6;
        out.left_out += near ? 1 : 0;
        if (near && out.num == 1) {
            continue;
        }
        out.num -= near ? 1 : 0;
        out.facts[out.num++] = *fact;
    }
    *joined = out;
}

pc_status
pc_record_check(const pc_record_t *self, size_t least, pc_diags_t *diags)
{
    if (self->num < least) {
        if (self->left_out > 0) {
            pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
                "too few points: %zu more than a month apart (%zu lie closer), where "
                "%zu are needed",
                self->num, self->left_out, least);
        } else {
            pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
                "too few points: %zu, where %zu are needed", self->num, least);
        }
        return PC_ERR_INPUT;
    }
    const pc_fact_t *first = &self->facts[0], *last = &self->facts[self->num - 1];
    if (last->value <= first->value) {
        pc_diags_add(diags, PC_ERROR, NULL, 0, 0, NULL,
            "net decline: the record goes from %g (%s) to %g (%s); no growing curve is "
            "fitted to it",
            first->value, first->date, last->value, last->date);
        return PC_ERR_INPUT;
    }
    return PC_OK;
}

const pc_fact_t *
pc_record_find(const pc_record_t *self, const char *date)
{
    for (size_t k = 0; k < self->num; k++) {
        if (strcmp(self->facts[k].date, date) == 0) {
            return &self->facts[k];
        }
    }
    return NULL;
}
