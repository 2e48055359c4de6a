#include "analysis/milestone/fit_summary.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/ensemble/pool.h"
#include "analysis/milestone/trend.h"

typedef struct {
    pc_fit_summary_t *all;
    uint64_t seed;
    size_t most; /* samples of any of them */
} job_t;

/* What a thread has of its own. */
typedef struct {
    pc_fit_t *samples; /* [most] */
    double *luck;      /* [most] */
    double *values;    /* [PC_FIT_TARGETS * most] */
} room_t;

size_t
pc_fit_samples(pc_growth kind, size_t refits)
{
    return kind == PC_GROWTH_LINEAR || kind == PC_GROWTH_TREND
               ? PC_CHEAP_SAMPLES * refits
               : refits;
}

static void
parameter_intervals(pc_fit_summary_t *s, const room_t *room)
{
    const int trend = s->kind == PC_GROWTH_TREND;
    const size_t num_parameters = trend ? 1 : pc_growth_table[s->kind].num;
    for (size_t k = 0; k < num_parameters; k++) {
        size_t num = 0;
        for (size_t b = 0; b < s->samples; b++) {
            if (room->samples[b].state == PC_FIT_OK) {
                room->values[num++] =
                    trend ? room->samples[b].slope : room->samples[b].theta[k];
            }
        }
        s->parameters[k] = pc_interval_80(room->values, num);
    }
}

/* The dates of one sample. A path of the trend is walked once for all targets. */
static void
dates_of(const pc_fit_summary_t *s, const pc_fit_t *sample, double luck, double *when)
{
    if (sample->kind == PC_GROWTH_TREND) {
        pc_trend_when(sample, s->targets, s->num_targets, when);
        return;
    }
    for (size_t k = 0; k < s->num_targets; k++) {
        when[k] = pc_fit_when_luck(sample, s->targets[k], luck);
        when[k] = isnan(when[k]) ? INFINITY : when[k];
    }
}

static void
summarise_dates(pc_fit_summary_t *s, const room_t *room)
{
    size_t num = 0;
    double when[PC_FIT_TARGETS] = { 0 };
    for (size_t b = 0; b < s->samples; b++) {
        if (room->samples[b].state == PC_FIT_OK) {
            dates_of(s, &room->samples[b], room->luck[b], when);
            for (size_t k = 0; k < s->num_targets; k++) {
                room->values[k * s->samples + num] = when[k];
            }
            num++;
        }
    }
    for (size_t k = 0; k < s->num_targets; k++) {
        double *values = room->values + k * s->samples;
        size_t never = 0;
        for (size_t b = 0; b < num; b++) {
            never += isinf(values[b]) != 0;
        }
        s->dates[k].at = pc_fit_when(&s->fit, s->targets[k]);
        s->dates[k].interval = pc_interval_80(values, num);
        s->dates[k].never = num > 0 ? (double) never / (double) num : NAN;
    }
}

static pc_status
summarise(pc_fit_summary_t *s, uint64_t seed, const room_t *room)
{
    pc_status status = pc_fit(&s->fit, s->record, s->kind, s->ceiling);
    if (status != PC_OK || s->fit.state != PC_FIT_OK) {
        return status;
    }
    status = pc_fit_bootstrap(
        &s->fit, s->record, seed, s->stream, room->samples, room->luck, s->samples);
    if (status != PC_OK) {
        return status;
    }
    parameter_intervals(s, room);
    summarise_dates(s, room);
    return PC_OK;
}

static pc_status
work(pc_pool_t *pool, void *context)
{
    const job_t *job = context;
    room_t room = { .samples = calloc(job->most + 1, sizeof(*room.samples)),
        .luck = calloc((1 + PC_FIT_TARGETS) * job->most + 1, sizeof(*room.luck)) };
    pc_status status = room.samples == NULL || room.luck == NULL ? PC_ERR_NOMEM : PC_OK;
    room.values = status == PC_OK ? room.luck + job->most : NULL;
    for (size_t k; status == PC_OK && pc_pool_take(pool, &k);) {
        status = summarise(&job->all[k], job->seed, &room);
    }
    free(room.samples);
    free(room.luck);
    return status;
}

pc_status
pc_fit_summaries(
    pc_fit_summary_t *all, size_t num, uint64_t seed, const pc_pool_plan_t *plan)
{
    job_t job = { .all = all, .seed = seed };
    for (size_t k = 0; k < num; k++) {
        job.most = all[k].samples > job.most ? all[k].samples : job.most;
    }
    pc_pool_t pool = { .threads = plan->threads,
        .plan = plan,
        .num_tasks = num,
        .work = work,
        .context = &job };
    return pc_pool_run(&pool);
}
