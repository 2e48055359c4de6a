/* state.c - saved states: what is refused, runs that go on, and new luck from an old
 * past. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fixture.h"
#include "simulation/state_file.h"
#include "tests/unit/testlib.h"

#define LAST PC_MONTH(2041, 3)
#define HEAD "panelcast state 4 contract 1\n"

/* A damaged or foreign state is refused with its line. */
static void
test_damaged_state_is_refused(void)
{
    static const struct {
        const char *text;
        pc_status expected;
        size_t line;
    } cases[] = {
        { "", PC_ERR_VERSION, 1 },
        { "panelcast state 1\n", PC_ERR_VERSION, 1 },
        { "panelcast state 4 contract 999\n", PC_ERR_VERSION, 1 },
        { HEAD "month 2030-13\n", PC_ERR_INPUT, 2 },
        { HEAD "month 2030-12\nhospitals 3\n", PC_ERR_VERSION, 3 },
        { HEAD "month 2030-12\nhospitals 1\n7 13 1 0.5\n", PC_ERR_VERSION, 4 },
        { HEAD "month 2030-12\nhospitals 1\n5 13 1 0.25\n", PC_ERR_VERSION, 4 },
        { HEAD "month 2030-12\nhospitals 1\n5 13 1 0.5\n24371\nx\n", PC_ERR_INPUT, 6 },
        { HEAD "month 2030-12\nhospitals 1\n5 13 1 0.5\n24371\n", PC_ERR_INPUT, 6 },
    };
    uint32_t id = 5;
    uint8_t prefecture = 12, base_type = 1;
    double volume = 0.5;
    const pc_hospitals_t hospitals = { .num = 1,
        .id = &id,
        .prefecture = &prefecture,
        .base_type = &base_type,
        .volume = &volume };
    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        pc_state_t state;
        pc_diags_t diags;
        FILE *file = tmpfile();
        fputs(cases[k].text, file);
        rewind(file);
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL_FATAL(pc_state_init(&state, 1), PC_OK);
        CU_ASSERT_EQUAL(
            pc_state_read(&state, &hospitals, file, "state", &diags), cases[k].expected);
        CU_ASSERT_EQUAL_FATAL(diags.num, 1);
        CU_ASSERT_EQUAL(diags.items[0].line, cases[k].line);
        fclose(file);
        pc_diags_free(&diags);
        pc_state_free(&state);
    }
}

/* The state two years after `past`, with the luck of `replicate`; to be freed. */
static pc_state_t
future_of(pc_run_t *run, const pc_state_t *past, uint32_t replicate)
{
    pc_state_t future;
    CU_ASSERT_EQUAL_FATAL(pc_run_restore(run, past, 0, replicate), PC_OK);
    for (int m = 0; m < 24; m++) {
        CU_ASSERT_EQUAL_FATAL(pc_run_step(run, NULL), PC_OK);
    }
    CU_ASSERT_EQUAL_FATAL(pc_state_init(&future, past->num), PC_OK);
    memcpy(future.block, run->state.block, past->size * sizeof(double));
    return future;
}

/* docs/model.md, section 13: with other luck what is left of every episode begins anew,
 * so how far it had come does not matter; with the same luck it does. */
static void
test_new_luck_begins_anew(void)
{
    fixture_t f;
    pc_plan_t plan;
    pc_run_t run;
    pc_state_t past, spoilt;
    fixture_init(&f);
    f.input.mode = PC_MODE_STOCHASTIC;
    CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &plan), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 1), PC_OK);
    for (int m = 0; m < 60; m++) {
        CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
    }
    CU_ASSERT_EQUAL_FATAL(pc_state_init(&past, run.state.num), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_state_init(&spoilt, run.state.num), PC_OK);
    memcpy(past.block, run.state.block, past.size * sizeof(double));
    memcpy(spoilt.block, run.state.block, past.size * sizeof(double));
    for (size_t i = 0; i < past.num; i++) {
        spoilt.wait_survival[i] *= 0.5;
        spoilt.stay_survival[i] *= 0.5;
    }
    for (uint32_t replicate = 1; replicate <= 2; replicate++) {
        pc_state_t a = future_of(&run, &past, replicate);
        pc_state_t b = future_of(&run, &spoilt, replicate);
        const int alike = memcmp(a.block, b.block, past.size * sizeof(double)) == 0;
        const int open_alike = memcmp(a.open, b.open, past.num * sizeof(double)) == 0;
        CU_ASSERT_EQUAL(alike, replicate == 2);
        CU_ASSERT_EQUAL(open_alike, replicate == 2);
        pc_state_free(&a);
        pc_state_free(&b);
    }
    pc_state_free(&past);
    pc_state_free(&spoilt);
    pc_run_free(&run);
    pc_plan_free(&plan);
    fixture_free(&f);
}

/* Stochastic from `start` to 2026-06; the dispersion ends within a fiscal year. */
static void
disperse(fixture_t *f, pc_month start)
{
    fixture_months(f, start, PC_MONTH(2026, 6));
    fixture_set(f, PC_P_demand_dispersion, 0, 0.2);
    fixture_set(f, PC_P_demand_dispersion, PC_MONTH(2025, 11), 0);
    f->input.mode = PC_MODE_STOCHASTIC;
}

/* docs/model.md, section 13: a fiscal year that the state cuts keeps its dispersion,
 * also where the scenario that goes on says another or begins after the state. */
static void
test_dispersion_of_a_fiscal_year_lasts(void)
{
    const pc_month starts[] = { PC_MONTH(2025, 6), PC_MONTH(2026, 1) };
    fixture_t f;
    pc_plan_t plan;
    pc_run_t run;
    pc_state_t past, straight;
    fixture_init(&f);
    disperse(&f, starts[0]);
    CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &plan), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 1), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_state_init(&past, run.state.num), PC_OK);
    CU_ASSERT_EQUAL_FATAL(pc_state_init(&straight, run.state.num), PC_OK);
    while (run.state.scalar[PC_S_MONTH] < PC_MONTH(2025, 12)) {
        CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
    }
    memcpy(past.block, run.state.block, past.size * sizeof(double));
    CU_ASSERT_EQUAL_FATAL(pc_run_all(&run, NULL), PC_OK);
    memcpy(straight.block, run.state.block, past.size * sizeof(double));
    for (size_t k = 0; k < sizeof(starts) / sizeof(starts[0]); k++) {
        pc_run_free(&run);
        pc_plan_free(&plan);
        disperse(&f, starts[k]);
        CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &plan), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_restore(&run, &past, 0, 1), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_all(&run, NULL), PC_OK);
        CU_ASSERT_EQUAL(
            memcmp(run.state.block, straight.block, past.size * sizeof(double)), 0);
    }
    pc_state_free(&past);
    pc_state_free(&straight);
    pc_run_free(&run);
    pc_plan_free(&plan);
    fixture_free(&f);
}

/* A run that goes on from a saved state equals the straight run, through a file, in both
 * modes. */
static void
test_restored_run_goes_on(void)
{
    for (int mode = PC_MODE_EXPECTED; mode <= PC_MODE_STOCHASTIC; mode++) {
        fixture_t f;
        pc_results_t straight, forked;
        pc_plan_t plan;
        pc_run_t run;
        pc_state_t state;
        pc_diags_t diags;
        FILE *file = tmpfile();
        fixture_init(&f);
        f.input.mode = (pc_mode) mode;
        fixture_short_capacity(&f);
        fixture_run(&f, 2, &straight);

        CU_ASSERT_EQUAL_FATAL(pc_plan_init(&plan, &f.input), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_init(&run, &plan), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 2), PC_OK);
        while (run.state.scalar[PC_S_MONTH] < PC_MONTH(2030, 8)) {
            CU_ASSERT_EQUAL_FATAL(pc_run_step(&run, NULL), PC_OK);
        }
        CU_ASSERT_EQUAL_FATAL(pc_state_write(&run.state, &f.hospitals, file), PC_OK);
        rewind(file);
        pc_diags_init(&diags);
        CU_ASSERT_EQUAL_FATAL(pc_state_init(&state, f.hospitals.num), PC_OK);
        CU_ASSERT_EQUAL_FATAL(
            pc_state_read(&state, &f.hospitals, file, "state", &diags), PC_OK);
        CU_ASSERT_EQUAL(
            memcmp(state.block, run.state.block, state.size * sizeof(double)), 0);

        /* Elsewhere: the run has meanwhile been used for something else. */
        CU_ASSERT_EQUAL_FATAL(pc_run_reset(&run, 0, 9), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_all(&run, NULL), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_restore(&run, &state, 0, 2), PC_OK);
        CU_ASSERT_EQUAL_FATAL(
            pc_results_init(&forked, straight.first, straight.num_rows), PC_OK);
        CU_ASSERT_EQUAL_FATAL(pc_run_all(&run, &forked), PC_OK);
        for (pc_month m = PC_MONTH(2030, 9); m <= LAST; m++) {
            CU_ASSERT(fixture_same_row(&straight, &forked, m));
        }
        fclose(file);
        pc_diags_free(&diags);
        pc_state_free(&state);
        pc_results_free(&straight);
        pc_results_free(&forked);
        pc_run_free(&run);
        pc_plan_free(&plan);
        fixture_free(&f);
    }
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "damaged_state_is_refused", test_damaged_state_is_refused },
        { "restored_run_goes_on", test_restored_run_goes_on },
        { "new_luck_begins_anew", test_new_luck_begins_anew },
        { "dispersion_of_a_fiscal_year_lasts", test_dispersion_of_a_fiscal_year_lasts },
        CU_TEST_INFO_NULL,
    };
    return test_main("state", tests, argc, argv);
}
