#include "analysis/ensemble/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/statistics.h"
#include "output/cells.h"

#define MAX_STRUCTURES 16

/* Sums over the draws of one structure. */
typedef struct {
    double structure;
    double draws;        /* D_s */
    double sum, squares; /* of the draw means, about `shift` */
    double within;       /* sum of the variances of the replicates */
} group_t;

typedef struct {
    group_t groups[MAX_STRUCTURES];
    size_t num;
    double shift; /* the first draw's mean: keeps the sums of squares small */
    double draws;
} sums_t;

/* Mean and variance of the replicates of a draw; 0 if a value is missing. */
static int
read_draw(const pc_nested_t *nested, const double *column, size_t draw, double *mean,
    double *variance)
{
    const double *y = column + draw * nested->replicates;
    double sum = 0, squares = 0;
    /* About the first, so that equal values have a variance of 0. */
    for (size_t r = 0; r < nested->replicates; r++) {
        sum += y[r] - y[0];
    }
    *mean = y[0] + sum / (double) nested->replicates;
    for (size_t r = 0; r < nested->replicates; r++) {
        squares += (y[r] - *mean) * (y[r] - *mean);
    }
    *variance = pc_has_spread(y, nested->replicates, pc_size(y, nested->replicates))
                    ? squares / (double) (nested->replicates - 1)
                    : 0;
    return !isnan(*mean);
}

static group_t *
find_group(sums_t *sums, double structure)
{
    for (size_t g = 0; g < sums->num; g++) {
        if (sums->groups[g].structure == structure) {
            return &sums->groups[g];
        }
    }
    /* More structures than there is room for are counted as one. */
    if (sums->num == MAX_STRUCTURES) {
        return &sums->groups[MAX_STRUCTURES - 1];
    }
    group_t *group = &sums->groups[sums->num++];
    memset(group, 0, sizeof(*group));
    group->structure = structure;
    return group;
}

/* The draws outside block `left_out` of PC_LEDGER_BLOCKS; all of them if it is negative.
 */
static void
add_draws(const pc_nested_t *nested, const double *column, int left_out, sums_t *sums)
{
    memset(sums, 0, sizeof(*sums));
    for (size_t d = 0; d < nested->draws; d++) {
        double mean, variance;
        const size_t block = d * PC_LEDGER_BLOCKS / nested->draws;
        if ((int) block == left_out || !read_draw(nested, column, d, &mean, &variance)) {
            continue;
        }
        if (sums->draws == 0) {
            sums->shift = mean;
        }
        group_t *group = find_group(sums, nested->structure[d]);
        group->draws++;
        group->sum += mean - sums->shift;
        group->squares += (mean - sums->shift) * (mean - sums->shift);
        group->within += variance;
        sums->draws++;
    }
}

/* The sum of the squares of values about their mean, from sums about any number. */
static double
about_mean(double squares, double sum, double num)
{
    return squares - sum * sum / num;
}

/* Variances, and their shares of the total. */
typedef struct {
    double variance[PC_NUM_SOURCES + 1], share[PC_NUM_SOURCES + 1];
} estimate_t;

/* ledger.h, top. */
static void
estimate(const pc_nested_t *nested, const sums_t *sums, estimate_t *out)
{
    const double n = (double) nested->replicates;
    double sum = 0, squares = 0, chance = 0, within = 0, repeated = 0;
    for (size_t g = 0; g < sums->num; g++) {
        const group_t *s = &sums->groups[g];
        sum += s->sum;
        squares += s->squares;
        chance += s->within / sums->draws;
        if (s->draws > 1) {
            within +=
                s->draws * about_mean(s->squares, s->sum, s->draws) / (s->draws - 1);
            repeated += s->draws;
        }
    }
    const double all = about_mean(squares, sum, sums->draws) / (sums->draws - 1);
    /* Given the structure, draws differ by their parameters and by chance. */
    within = nested->fixed ? chance / n : repeated > 0 ? within / repeated : NAN;
    double *variance = out->variance;
    variance[PC_SOURCE_CHANCE] = !nested->chance          ? 0
                                 : nested->replicates < 2 ? NAN
                                                          : chance;
    variance[PC_SOURCE_PARAMETERS] = within - chance / n;
    variance[PC_SOURCE_STRUCTURE] = sums->num > 1 ? all - within : 0;
    variance[PC_NUM_SOURCES] = 0;
    for (int source = 0; source < PC_NUM_SOURCES; source++) {
        variance[PC_NUM_SOURCES] += variance[source];
    }
    for (int source = 0; source <= PC_NUM_SOURCES; source++) {
        const double total = variance[PC_NUM_SOURCES];
        out->share[source] = total > 0 ? 100 * (variance[source] / total) : NAN;
    }
}

/* The standard error of one figure from what it is without each block, `stride` doubles
 * apart. */
static double
jackknife_error(const double *figure, size_t stride)
{
    double sum = 0, squares = 0;
    for (size_t block = 0; block < PC_LEDGER_BLOCKS; block++) {
        sum += figure[block * stride];
    }
    for (size_t block = 0; block < PC_LEDGER_BLOCKS; block++) {
        const double d = figure[block * stride] - sum / PC_LEDGER_BLOCKS;
        squares += d * d;
    }
    return sqrt(squares * (PC_LEDGER_BLOCKS - 1.0) / PC_LEDGER_BLOCKS);
}

/* Standard errors from leaving out a block of draws at a time. */
static void
jackknife(const pc_nested_t *nested, const double *column, pc_ledger_t *ledger)
{
    estimate_t without[PC_LEDGER_BLOCKS];
    const size_t stride = sizeof(estimate_t) / sizeof(double);
    for (int block = 0; block < PC_LEDGER_BLOCKS; block++) {
        sums_t sums;
        add_draws(nested, column, block, &sums);
        estimate(nested, &sums, &without[block]);
    }
    for (int source = 0; source <= PC_NUM_SOURCES; source++) {
        ledger->error[source] = jackknife_error(&without[0].variance[source], stride);
        ledger->share_error[source] = jackknife_error(&without[0].share[source], stride);
    }
}

/* Of values without a spread the variances are 0, where they can be estimated, and have
 * no shares. */
static void
clear(pc_ledger_t *ledger)
{
    for (int source = 0; source <= PC_NUM_SOURCES; source++) {
        ledger->variance[source] = isnan(ledger->variance[source]) ? NAN : 0;
        ledger->error[source] = isnan(ledger->error[source]) ? NAN : 0;
        ledger->share[source] = ledger->share_error[source] = NAN;
    }
}

void
pc_ledger(const pc_nested_t *nested, const double *column, pc_ledger_t *ledger)
{
    sums_t sums;
    estimate_t estimated;
    add_draws(nested, column, -1, &sums);
    for (int source = 0; source <= PC_NUM_SOURCES; source++) {
        estimated.variance[source] = estimated.share[source] = NAN;
        ledger->error[source] = ledger->share_error[source] = NAN;
    }
    if (sums.draws > 0) {
        estimate(nested, &sums, &estimated);
    }
    memcpy(ledger->variance, estimated.variance, sizeof(ledger->variance));
    memcpy(ledger->share, estimated.share, sizeof(ledger->share));
    if (sums.draws >= 2 * PC_LEDGER_BLOCKS) {
        jackknife(nested, column, ledger);
    }
    const size_t num = nested->draws * nested->replicates;
    if (!pc_has_spread(column, num, pc_size(column, num))) {
        clear(ledger);
    }
}

/* Whole draws that were done. */
static size_t
draws_done(const pc_ensemble_t *e)
{
    return e->num_done / e->replicates;
}

int
pc_ledger_possible(const pc_ensemble_t *ensemble)
{
    const int chance = ensemble->scenario->mode == PC_MODE_STOCHASTIC;
    return ensemble->draws > 1 && draws_done(ensemble) > 1
           && (!chance || ensemble->replicates > 1);
}

static void
write_rows(
    FILE *out, pc_variable variable, int year, int months, const pc_ledger_t *ledger)
{
    static const char *const names[PC_NUM_SOURCES + 1] = { "structure", "parameters",
        "chance", "total" };
    char unit[PC_UNIT_SIZE];
    pc_unit(variable, months, unit);
    for (int source = 0; source <= PC_NUM_SOURCES; source++) {
        pc_cell_text(out, pc_variable_table[variable].name);
        fprintf(out, ",(%s)^2,FY%d,%s,", unit, year, names[source]);
        pc_cell_number(out, ledger->variance[source]);
        fputc(',', out);
        pc_cell_number(out, ledger->error[source]);
        fputc(',', out);
        pc_cell_number(out, ledger->share[source]);
        fputc(',', out);
        pc_cell_number(out, ledger->share_error[source]);
        fputc('\n', out);
    }
}

pc_status
pc_ledger_write(const pc_ensemble_t *ensemble, FILE *out)
{
    const pc_sample_layout_t *layout = &ensemble->layout;
    const size_t draws = draws_done(ensemble);
    double *structure = calloc(draws + 1, sizeof(double));
    double *columns = calloc(PC_NUM_VARIABLES * ensemble->num_done + 1, sizeof(double));
    pc_status status = structure == NULL || columns == NULL ? PC_ERR_NOMEM : PC_OK;
    const pc_nested_t nested = { draws, ensemble->replicates, structure,
        ensemble->scenario->mode == PC_MODE_STOCHASTIC,
        pc_scenario_num_uncertain(ensemble->scenario)
            == pc_scenario_uncertain(ensemble->scenario, PC_P_rollout_mode) };
    for (size_t d = 0; d < draws && status == PC_OK; d++) {
        structure[d] = ensemble->members[d * ensemble->replicates].mode;
    }
    fputs("variable,unit,time,source,variance,variance_mcse,share_percent,share_mcse\n",
        out);
    for (size_t year = 0; year < layout->num_fiscal && status == PC_OK; year++) {
        status = pc_ensemble_columns(ensemble,
            pc_sample_place(layout, PC_PERIOD_FISCAL, year, (pc_variable) 0),
            PC_NUM_VARIABLES, columns);
        for (int v = 0; v < PC_NUM_VARIABLES && status == PC_OK; v++) {
            pc_ledger_t ledger;
            pc_ledger(&nested, columns + (size_t) v * ensemble->num_done, &ledger);
            write_rows(out, (pc_variable) v, layout->first_fiscal + (int) year,
                layout->fiscal_months[year], &ledger);
        }
    }
    free(structure);
    free(columns);
    return status;
}
