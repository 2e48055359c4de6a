/* bench.c - how fast the model is, and what the program needs.
 *   bench PROGRAM SCENARIO FOLDER DESIGN
 *
 * One line each: what, the median of repeated runs, and the range that holds nine tenths
 * of them. A site-month is one month of one hospital of the table. The model alone is
 * timed in processor time of its thread; programs and threads by the clock on the wall.
 * Machines are noisy: compare figures of one run of this program with one another. */
#define _DEFAULT_SOURCE /* wait4 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "analysis/ensemble/ensemble.h"
#include "analysis/ensemble/experiment.h"
#include "base/chance/quantile.h"

static double
seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return x < y ? -1 : x > y;
}

static void
die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(EXIT_FAILURE);
}

/* The line of some measurements, which are sorted. */
static void
report(const char *what, double *values, size_t num, double scale, const char *unit)
{
    qsort(values, num, sizeof(*values), compare);
    printf("%-44s %9.1f %s", what, values[num / 2] * scale, unit);
    if (num > 2) {
        printf("   (%zu runs, %.1f to %.1f)", num, values[num / 20] * scale,
            values[num - 1 - num / 20] * scale);
    }
    putchar('\n');
    fflush(stdout);
}

/* ---- the model alone ---- */

static void
bench_model(const pc_scenario_t *scenario, pc_mode mode, const char *what)
{
    enum { RUNS = 300 };
    static double time[RUNS];
    pc_experiment_t e;
    pc_diags_t diags;
    pc_diags_init(&diags);
    if (pc_experiment_init(&e, scenario, 0, NULL, 0, &diags) != PC_OK) {
        die("the scenario does not run");
    }
    e.input.mode = mode;
    if (pc_experiment_prepare(&e) != PC_OK) {
        die("no memory");
    }
    for (uint32_t r = 0; r < RUNS; r++) {
        const double start = seconds(CLOCK_THREAD_CPUTIME_ID);
        if (pc_experiment_run(&e, r + 1) != PC_OK) {
            die("the model does not run");
        }
        time[r] = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    }
    const double site_months =
        (double) e.plan.input->hospitals->num * (double) e.plan.num_months;
    report(what, time, RUNS, 1e9 / site_months, "ns per site-month");
    pc_experiment_free(&e);
    pc_diags_free(&diags);
}

static void
bench_draws(void)
{
    enum { NUM = 200, RUNS = 200, TIMES = 20 };
    static double time[3][RUNS];
    uint32_t entity[NUM], index[NUM];
    double u0[NUM], u1[NUM], mean[NUM], tests[NUM], omitted[NUM];
    const pc_stream_t stream = { 1, 0, 1 };
    for (uint32_t k = 0; k < NUM; k++) {
        entity[k] = k + 1;
        index[k] = k << 8;
        mean[k] = 1 + 24.0 * k / NUM;
    }
    for (uint32_t r = 0; r < RUNS; r++) {
        double t[4];
        t[0] = seconds(CLOCK_THREAD_CPUTIME_ID);
        for (uint32_t k = 0; k < TIMES; k++) {
            pc_uniforms_many(
                &stream, PC_PROCESS_TESTS, NUM, entity, r + k, index, 0, u0, u1);
        }
        t[1] = seconds(CLOCK_THREAD_CPUTIME_ID);
        for (int k = 0; k < TIMES; k++) {
            pc_poisson_quantiles(NUM, mean, u0, tests);
        }
        t[2] = seconds(CLOCK_THREAD_CPUTIME_ID);
        for (int k = 0; k < TIMES; k++) {
            pc_binomial_quantiles(NUM, tests, 0.4, u1, omitted);
        }
        t[3] = seconds(CLOCK_THREAD_CPUTIME_ID);
        for (int k = 0; k < 3; k++) {
            time[k][r] = (t[k + 1] - t[k]) / (NUM * TIMES);
        }
    }
    report("two uniforms of a key", time[0], RUNS, 1e9, "ns");
    report("a Poisson count, means 1 to 25", time[1], RUNS, 1e9, "ns");
    report("a binomial count of these, p = 0.4", time[2], RUNS, 1e9, "ns");
}

/* ---- ensembles ---- */

/* Replicates a second on all processors. */
static double
bench_threads(const pc_scenario_t *scenario)
{
    enum { RUNS = 5, REPLICATES = 400 };
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    double alone = 0, rate = 0;
    for (long threads = 1; threads <= processors; threads *= 2) {
        double time[RUNS];
        char what[64];
        for (int r = 0; r < RUNS; r++) {
            pc_ensemble_t ensemble;
            const pc_ensemble_plan_t plan = { .replicates = REPLICATES,
                .threads = (unsigned) threads };
            const double start = seconds(CLOCK_MONOTONIC);
            if (pc_ensemble_run(&ensemble, scenario, &plan, NULL) != PC_OK) {
                die("the ensemble does not run");
            }
            time[r] = REPLICATES / (seconds(CLOCK_MONOTONIC) - start);
            pc_ensemble_free(&ensemble);
        }
        snprintf(what, sizeof(what), "replicates kept in memory, threads: %ld", threads);
        report(what, time, RUNS, 1, "replicates per second");
        alone = threads == 1 ? time[RUNS / 2] : alone;
        if (threads > 1) {
            printf("%-44s %9.2f times one thread\n", "  speed", time[RUNS / 2] / alone);
        }
        rate = time[RUNS / 2];
    }
    return rate;
}

/* ---- the program ---- */

/* Seconds on the wall of a command of the shell, and the largest resident memory it
 * took. */
static double
run_program(const char *command, double *megabytes)
{
    struct rusage usage;
    int status = -1;
    const double start = seconds(CLOCK_MONOTONIC);
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *) NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0) {
        die("the program failed");
    }
    *megabytes = (double) usage.ru_maxrss / 1000;
    return seconds(CLOCK_MONOTONIC) - start;
}

/* The median of some runs, seconds. */
static double
bench_program(const char *what, int runs, const char *command)
{
    double time[8] = { 0 }, memory = 0, most = 0;
    for (int r = 0; r < runs; r++) {
        time[r] = run_program(command, &memory);
        most = memory > most ? memory : most;
    }
    qsort(time, (size_t) runs, sizeof(*time), compare);
    printf("%-44s %9.2f s, at most %.0f MB   (%d runs, %.2f to %.2f)\n", what,
        time[runs / 2], most, runs, time[0], time[runs - 1]);
    fflush(stdout);
    return time[runs / 2];
}

/* The program writes into `folder`, which has no quotes in its name. `rate_in_memory`:
 * replicates a second that are not written. */
static void
bench_programs(const char *program, const char *scenario, const char *folder,
    const char *design, double rate_in_memory)
{
    enum { LENGTH = 2048, MANY = 1000, SWEEPS = 3, POINTS = 2000 };
    static const struct {
        const char *what, *options;
        int runs;
    } ways[] = {
        { "run, expected mode, all tables written", "", 7 },
        { "run, 1,000 replicates, all statistics", "--mode stochastic -n 1000", 3 },
        { "run, 1,000 draws, all statistics", "--mode stochastic --draws 1000", 3 },
    };
    char command[LENGTH];
    for (size_t k = 0; k < sizeof(ways) / sizeof(ways[0]); k++) {
        snprintf(command, LENGTH,
            "exec '%s' run '%s' %s --no-plots --quiet -o '%s/result' >/dev/null",
            program, scenario, ways[k].options, folder);
        const double time = bench_program(ways[k].what, ways[k].runs, command);
        if (k == 1) {
            printf("%-44s %9.2f s\n", "  of that, statistics and writing",
                time - MANY / rate_in_memory);
        }
    }
    double rate[SWEEPS], memory;
    for (int r = 0; r < SWEEPS; r++) {
        snprintf(command, LENGTH,
            "rm -f '%s/store.sqlite'; exec '%s' sweep '%s' --quiet -o "
            "'%s/store.sqlite' >/dev/null",
            folder, program, design, folder);
        rate[r] = POINTS / run_program(command, &memory);
    }
    report("sweep, expected mode, 20 metrics", rate, SWEEPS, 1, "points per second");
}

int
main(int argc, char **argv)
{
    if (argc != 5) {
        die("usage: bench PROGRAM SCENARIO FOLDER DESIGN");
    }
    pc_scenario_t scenario;
    pc_diags_t diags;
    pc_diags_init(&diags);
    if (pc_scenario_load(&scenario, argv[2], NULL, 0, &diags) != PC_OK) {
        pc_diags_print(&diags, stderr);
        die("the scenario cannot be read");
    }
    bench_model(&scenario, PC_MODE_EXPECTED, "expected, one core");
    bench_model(&scenario, PC_MODE_STOCHASTIC, "stochastic, one core");
    bench_draws();
    scenario.mode = PC_MODE_STOCHASTIC;
    const double rate = bench_threads(&scenario);
    pc_scenario_free(&scenario);
    pc_diags_free(&diags);
    bench_programs(argv[1], argv[2], argv[3], argv[4], rate);
    return EXIT_SUCCESS;
}
