/* backtest.c - many fits at once, and what may be compared of forecasts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/milestone/backtest.h"
#include "analysis/milestone/fit_summary.h"
#include "tests/unit/record_fixture.h"
#include "tests/unit/testlib.h"

#define TASKS 4

static pc_record_t
growing(void)
{
    static const double counts[] = { 100, 118, 131, 155, 166, 190, 201, 224 };
    pc_record_t r = { .num = 0 };
    for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
        fixture_add_fact(&r, 2018 + (double) k, counts[k]);
    }
    return r;
}

static void
plan(pc_fit_summary_t all[TASKS], const pc_record_t *record)
{
    static const pc_growth kinds[TASKS] = { PC_GROWTH_LINEAR, PC_GROWTH_SATURATING,
        PC_GROWTH_LOGISTIC, PC_GROWTH_TREND };
    for (size_t k = 0; k < TASKS; k++) {
        all[k] = (pc_fit_summary_t){ .record = record,
            .kind = kinds[k],
            .ceiling = k == 2 ? 600 : NAN,
            .stream = (uint32_t) k + 1,
            .samples = 40,
            .num_targets = 2,
            .targets = { 300, 400 } };
    }
}

/* The intervals are those of the samples, and the threads change none. */
static void
test_summaries(void)
{
    pc_fit_summary_t all[TASKS], other[TASKS];
    const pc_record_t record = growing();
    plan(all, &record);
    plan(other, &record);
    const pc_pool_plan_t one = { .threads = 1 }, three = { .threads = 3 };
    CU_ASSERT_EQUAL_FATAL(pc_fit_summaries(all, TASKS, 7, &one), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_fit_summaries(other, TASKS, 7, &three), PC_OK);
    for (size_t k = 0; k < TASKS; k++) {
        pc_fit_summary_t *s = &all[k];
        pc_fit_t *samples = calloc(s->samples, sizeof(*samples));
        double *luck = calloc(s->samples, sizeof(*luck));
        double *values = calloc(s->samples, sizeof(*values));
        CU_ASSERT_FATAL(samples != NULL && luck != NULL && values != NULL);
        CU_ASSERT_EQUAL_FATAL(s->fit.state, PC_FIT_OK);
        CU_ASSERT_EQUAL(
            memcmp(s->parameters, other[k].parameters, sizeof(s->parameters)), 0);
        CU_ASSERT_EQUAL(memcmp(s->dates, other[k].dates, sizeof(s->dates)), 0);
        CU_ASSERT_EQUAL(
            pc_fit_bootstrap(&s->fit, &record, 7, s->stream, samples, luck, s->samples),
            PC_OK);
        for (size_t t = 0; t < 2; t++) {
            size_t never = 0;
            for (size_t b = 0; b < s->samples; b++) {
                values[b] = pc_fit_when_luck(&samples[b], s->targets[t], luck[b]);
                never += isinf(values[b]) != 0;
            }
            const pc_interval_t i = pc_interval_80(values, s->samples);
            CU_ASSERT_EQUAL(i.low, s->dates[t].interval.low);
            CU_ASSERT_EQUAL(i.high, s->dates[t].interval.high);
            CU_ASSERT_EQUAL(s->dates[t].at, pc_fit_when(&s->fit, s->targets[t]));
            CU_ASSERT_EQUAL(s->dates[t].never, (double) never / (double) s->samples);
        }
        free(samples);
        free(luck);
        free(values);
    }
}

/* The trend has three parameters whether or not it can be fitted. */
static void
test_parameters_of_the_trend(void)
{
    pc_record_t record = growing();
    pc_fit_t fit;
    CU_ASSERT_EQUAL(pc_fit(&fit, &record, PC_GROWTH_TREND, NAN), PC_OK);
    CU_ASSERT(fit.state == PC_FIT_OK && fit.k == 3);
    record.num = 4;
    CU_ASSERT_EQUAL(pc_fit(&fit, &record, PC_GROWTH_TREND, NAN), PC_OK);
    CU_ASSERT(fit.state == PC_FIT_TOO_FEW && fit.k == 3);
}

/* Bass needs four increments: it makes none of the predictions from the first two
 * origins, and no forecast is compared by them. A forecast that never predicts (a
 * ceiling below the record) takes nothing from the others. */
static void
test_common_predictions(void)
{
    const pc_record_t record = growing();
    pc_backtest_t *all = calloc(4, sizeof(*all));
    double crps = 0;
    CU_ASSERT_FATAL(all != NULL);
    all[0].forecast = PC_FORECAST_LAST_SLOPE;
    all[1].forecast = PC_GROWTH_BASS;
    all[2].forecast = PC_GROWTH_LINEAR;
    all[3].forecast = PC_GROWTH_LOGISTIC;
    all[0].ceiling = all[1].ceiling = all[2].ceiling = NAN;
    all[3].ceiling = 90;
    CU_ASSERT_EQUAL_FATAL(
        pc_backtest_all(&record, all, 4, 2, 1, 10, &(pc_pool_plan_t){ .threads = 2 }),
        PC_OK);
    CU_ASSERT_EQUAL(all[0].score.num, 5 + 4 + 3 + 2 + 1);
    CU_ASSERT_EQUAL(all[0].score.too_few + all[0].score.no_fit, 0);
    CU_ASSERT_EQUAL(all[1].score.too_few, 5 + 4);
    CU_ASSERT_EQUAL(all[1].score.num, 3 + 2 + 1);
    CU_ASSERT_EQUAL(all[3].score.num, 0);
    CU_ASSERT_EQUAL(all[3].score.no_fit, 15);
    for (size_t k = 0; k < 3; k++) {
        CU_ASSERT_EQUAL(all[k].common, 3 + 2 + 1);
    }
    CU_ASSERT_DOUBLE_EQUAL(all[1].common_crps, all[1].score.crps, 1e-12);
    for (size_t i = 9; i < 15; i++) {
        crps += all[0].predictions[i].crps;
    }
    CU_ASSERT_DOUBLE_EQUAL(all[0].common_crps, crps / 6, 1e-12);
    CU_ASSERT_EQUAL(all[3].common, 0);
    free(all);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "summaries", test_summaries },
        { "parameters_of_the_trend", test_parameters_of_the_trend },
        { "common_predictions", test_common_predictions },
        CU_TEST_INFO_NULL,
    };
    return test_main("backtest", tests, argc, argv);
}
