#include "analysis/ensemble/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/ledger.h"
#include "analysis/ensemble/pool.h"

/* Bytes of columns that a thread looks at together. */
#define COLUMN_BYTES ((size_t) 4 << 20)
/* Values that it looks at together at most, so that the threads share the work. */
#define MOST_WIDE 256

/* What the threads share. */
typedef struct {
    pc_ensemble_statistics_t *statistics;
    pc_clusters_t clusters;
    size_t width; /* values in one task */
} job_t;

/* Statistics of the values of one task after the other. */
static pc_status
work(pc_pool_t *pool, void *context)
{
    const job_t *job = context;
    const pc_ensemble_t *ensemble = job->statistics->ensemble;
    const pc_sample_layout_t *layout = &ensemble->layout;
    const size_t n = ensemble->num_done;
    const size_t yearly = layout->num_rows * PC_NUM_VARIABLES;
    pc_scratch_t scratch;
    size_t task;
    double *columns = calloc(job->width * n, sizeof(double));
    pc_status status = pc_scratch_init(&scratch, &job->clusters);
    status = columns == NULL ? PC_ERR_NOMEM : status;
    while (status == PC_OK && pc_pool_take(pool, &task)) {
        const size_t at = task * job->width, left = layout->num_values - at;
        const size_t count = left < job->width ? left : job->width;
        status = pc_ensemble_columns(ensemble, at, count, columns);
        for (size_t k = 0; k < count && status == PC_OK; k++) {
            pc_statistics(&job->clusters, &scratch, columns + k * n,
                at + k >= yearly && at + k < layout->num_national,
                &job->statistics->values[at + k]);
        }
    }
    pc_scratch_free(&scratch);
    free(columns);
    return status;
}

pc_status
pc_ensemble_statistics_init(
    pc_ensemble_statistics_t *self, const pc_ensemble_t *ensemble, unsigned threads)
{
    const pc_sample_layout_t *layout = &ensemble->layout;
    const size_t n = ensemble->num_done;
    const size_t each = ensemble->draws > 1 ? ensemble->replicates : 1;
    memset(self, 0, sizeof(*self));
    self->ensemble = ensemble;
    self->threads = threads;
    if (n == 0) {
        return PC_ERR_INPUT;
    }
    job_t job = { .statistics = self };
    job.width = COLUMN_BYTES / (n * sizeof(double));
    job.width = job.width < 1 ? 1 : job.width > MOST_WIDE ? MOST_WIDE : job.width;
    self->values = calloc(layout->num_values, sizeof(*self->values));
    pc_status status = self->values == NULL ? PC_ERR_NOMEM : PC_OK;
    pc_clusters_init(&job.clusters, n, each);
    if (status == PC_OK) {
        pc_pool_t pool = { .threads = threads,
            .num_tasks = (layout->num_values + job.width - 1) / job.width,
            .work = work,
            .context = &job };
        status = pc_pool_run(&pool);
    }
    for (size_t k = 0; k < ensemble->scenario->num_milestones && status == PC_OK; k++) {
        status = pc_date_spread(
            &self->dates[k], ensemble, &ensemble->scenario->milestones[k]);
    }
    return status == PC_OK ? pc_structures_init(&self->structures, ensemble) : status;
}

void
pc_ensemble_statistics_free(pc_ensemble_statistics_t *self)
{
    free(self->values);
    memset(self, 0, sizeof(*self));
}

/* Where a row of series.csv stands. */
typedef struct {
    pc_period_kind kind;
    size_t period;
    pc_variable variable;
} cell_t;

static void
write_value(pc_series_t *series, const pc_sample_layout_t *layout, pc_month first,
    const cell_t *cell, const char *type, const char *id, double value)
{
    const pc_output_type_t output_type = { type, id };
    if (cell->kind == PC_PERIOD_MONTH) {
        pc_series_month(series, 0, cell->variable, first + (pc_month) cell->period,
            output_type, value);
        return;
    }
    const int fiscal = cell->kind == PC_PERIOD_FISCAL;
    pc_series_year(series, 0, cell->variable, fiscal ? PC_YEAR_FISCAL : PC_YEAR_CALENDAR,
        (fiscal ? layout->first_fiscal : layout->first_calendar) + (int) cell->period,
        (fiscal ? layout->fiscal_months : layout->calendar_months)[cell->period],
        output_type, value);
}

/* mean, sd, their mcse, quantiles, and for years the mcse of the quantiles. */
static void
write_cell(pc_series_t *series, const pc_ensemble_statistics_t *self, const cell_t *cell)
{
    static const char *const ids[PC_NUM_QUANTILES] = { "0.05", "0.1", "0.25", "0.5",
        "0.75", "0.9", "0.95" };
    const pc_sample_layout_t *layout = &self->ensemble->layout;
    const pc_month first = self->ensemble->scenario->start - 1;
    const pc_statistics_t *s =
        &self->values[pc_sample_place(layout, cell->kind, cell->period, cell->variable)];
    write_value(series, layout, first, cell, "mean", "", s->mean);
    write_value(series, layout, first, cell, "sd", "", s->sd);
    write_value(series, layout, first, cell, "mcse", "mean", s->mean_error);
    write_value(series, layout, first, cell, "mcse", "sd", s->sd_error);
    for (int q = 0; q < PC_NUM_QUANTILES; q++) {
        write_value(series, layout, first, cell, "quantile", ids[q], s->quantile[q]);
    }
    for (int q = 0; q < PC_NUM_QUANTILES && cell->kind != PC_PERIOD_MONTH; q++) {
        write_value(series, layout, first, cell, "mcse", ids[q], s->quantile_error[q]);
    }
}

/* Of a prefecture and fiscal year: mean, its mcse, 5, 50 and 95 per cent. */
static void
write_regional(
    pc_series_t *series, const pc_ensemble_statistics_t *self, size_t region, int r)
{
    static const struct {
        pc_output_type_t type;
        int quantile; /* -1: the mean; -2: its mcse */
    } rows[] = { { { "mean", "" }, -1 }, { { "mcse", "mean" }, -2 },
        { { "quantile", "0.05" }, 0 }, { { "quantile", "0.5" }, PC_NUM_QUANTILES / 2 },
        { { "quantile", "0.95" }, PC_NUM_QUANTILES - 1 } };
    const pc_sample_layout_t *layout = &self->ensemble->layout;
    for (size_t year = 0; year < layout->num_fiscal; year++) {
        const size_t place =
            pc_sample_region_place(layout, year, region, (pc_regional) r);
        const pc_statistics_t *s = &self->values[place];
        for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
            const double value = rows[k].quantile == -1 ? s->mean
                                 : rows[k].quantile == -2
                                     ? s->mean_error
                                     : s->quantile[rows[k].quantile];
            pc_series_year(series, (int) region + 1, pc_regional_table[r],
                PC_YEAR_FISCAL, layout->first_fiscal + (int) year,
                layout->fiscal_months[year], rows[k].type, value);
        }
    }
}

static size_t
num_periods(const pc_sample_layout_t *layout, pc_period_kind kind)
{
    return kind == PC_PERIOD_MONTH    ? layout->num_rows
           : kind == PC_PERIOD_FISCAL ? layout->num_fiscal
                                      : layout->num_calendar;
}

/* A member's values of one variable, in the order of series.csv. */
static void
write_sample(pc_series_t *series, const pc_ensemble_t *e, size_t member,
    pc_variable variable, const double *values)
{
    const pc_sample_layout_t *layout = &e->layout;
    char id[PC_SAMPLE_ID_SIZE];
    pc_sample_id(e->members[member].draw, e->members[member].replicate, id);
    cell_t cell = { PC_PERIOD_MONTH, 0, variable };
    for (int kind = PC_PERIOD_MONTH; kind <= PC_PERIOD_CALENDAR; kind++) {
        cell.kind = (pc_period_kind) kind;
        for (cell.period = 0; cell.period < num_periods(layout, cell.kind);
             cell.period++) {
            write_value(series, layout, e->scenario->start - 1, &cell, "sample", id,
                values[pc_sample_place(layout, cell.kind, cell.period, variable)]);
        }
    }
}

/* The rows of the members that have values; a write error stays with the stream. */
static pc_status
write_sample_rows(const pc_ensemble_t *e, const pc_output_t *output, FILE *out)
{
    double *values = calloc(e->layout.num_national, sizeof(double));
    pc_series_t series;
    pc_status status = pc_series_init(&series, out, output->info);
    status = values == NULL ? PC_ERR_NOMEM : status;
    for (size_t k = 0; k < e->num_done && status == PC_OK && !ferror(out); k++) {
        if (e->members[k].status != PC_OK) {
            continue;
        }
        status = pc_ensemble_values(e, k, 0, e->layout.num_national, values);
        for (size_t v = 0; v < output->num_samples && status == PC_OK; v++) {
            write_sample(&series, e, k, output->samples[v], values);
        }
    }
    pc_series_free(&series);
    free(values);
    return status;
}

/* samples.csv, on request. */
static pc_status
write_samples(
    const pc_ensemble_statistics_t *self, const pc_output_t *output, pc_store_t *store)
{
    if (output->num_samples == 0) {
        return PC_OK;
    }
    FILE *out = pc_store_file(store, "samples.csv");
    const pc_status status =
        out == NULL ? PC_OK : write_sample_rows(self->ensemble, output, out);
    const pc_status closed = pc_store_close_file(store);
    return status == PC_OK ? closed : status;
}

/* The rows of one national variable and kind of period, or of one prefecture, as text.
 */
typedef struct {
    char *text; /* owned */
    size_t size;
} block_t;

/* What the threads share that make the rows. */
typedef struct {
    const pc_ensemble_statistics_t *statistics;
    const pc_series_t *series; /* its rows' beginning */
    block_t
        *blocks; /* [NUM_NATIONAL + PC_NUM_REGIONS]; without prefectures, the first */
} rows_job_t;

#define NUM_KINDS ((size_t) PC_PERIOD_CALENDAR + 1)
#define NUM_NATIONAL (NUM_KINDS * PC_NUM_VARIABLES)

static void
write_block(pc_series_t *series, const pc_ensemble_statistics_t *self, size_t block)
{
    const pc_sample_layout_t *layout = &self->ensemble->layout;
    if (block >= NUM_NATIONAL) {
        for (int r = 0; r < PC_NUM_REGIONAL; r++) {
            write_regional(series, self, block - NUM_NATIONAL, r);
        }
        return;
    }
    cell_t cell = { (pc_period_kind) (block / PC_NUM_VARIABLES), 0,
        (pc_variable) (block % PC_NUM_VARIABLES) };
    for (; cell.period < num_periods(layout, cell.kind); cell.period++) {
        write_cell(series, self, &cell);
    }
}

static pc_status
make_rows(pc_pool_t *pool, void *context)
{
    const rows_job_t *job = context;
    size_t task;
    while (pc_pool_take(pool, &task)) {
        block_t *block = &job->blocks[task];
        pc_series_t series = *job->series;
        series.out = open_memstream(&block->text, &block->size);
        if (series.out == NULL) {
            return PC_ERR_NOMEM;
        }
        write_block(&series, job->statistics, task);
        const int failed = ferror(series.out);
        if (fclose(series.out) != 0 || failed) {
            return PC_ERR_NOMEM;
        }
    }
    return PC_OK;
}

/* The rows of all variables, made by the threads and written in order. */
static pc_status
write_rows(const pc_ensemble_statistics_t *self, const pc_output_t *output, FILE *out)
{
    pc_series_t series;
    const size_t blocks =
        NUM_NATIONAL + (self->ensemble->layout.num_regional > 0 ? PC_NUM_REGIONS : 0);
    rows_job_t job = { self, &series, calloc(blocks, sizeof(block_t)) };
    pc_pool_t pool = {
        .threads = self->threads, .num_tasks = blocks, .work = make_rows, .context = &job
    };
    pc_status status = pc_series_init(&series, out, output->info);
    if (status == PC_OK) {
        status = job.blocks == NULL ? PC_ERR_NOMEM : pc_pool_run(&pool);
    }
    for (size_t k = 0; job.blocks != NULL && k < blocks; k++) {
        if (status == PC_OK) {
            fwrite(job.blocks[k].text, 1, job.blocks[k].size, out);
        }
        free(job.blocks[k].text);
    }
    free(job.blocks);
    if (status == PC_OK && output->observations != NULL) {
        pc_series_observed(&series, output->observations);
    }
    pc_series_free(&series);
    return status;
}

static pc_status
write_series(
    const pc_ensemble_statistics_t *self, const pc_output_t *output, pc_store_t *store)
{
    FILE *out = pc_store_file(store, "series.csv");
    const pc_status status = out == NULL ? PC_OK : write_rows(self, output, out);
    const pc_status closed = pc_store_close_file(store);
    return status == PC_OK ? closed : status;
}

/* One statistic of all values as if it were a run, for the tables: `quantile` -1 is the
 * mean. */
static pc_status
as_results(const pc_ensemble_statistics_t *self, pc_results_t *results,
    pc_years_t *years, int quantile)
{
    const pc_sample_layout_t *layout = &self->ensemble->layout;
    pc_status status =
        pc_results_init(results, self->ensemble->scenario->start - 1, layout->num_rows);
    if (status == PC_OK) {
        status = pc_years_init(years, results, PC_YEAR_FISCAL);
    }
    if (status == PC_OK) {
        memcpy(years->months, layout->fiscal_months, years->num_years * sizeof(int));
    }
    for (size_t k = 0; k < layout->num_values && status == PC_OK; k++) {
        const pc_statistics_t *s = &self->values[k];
        const double value = quantile < 0 ? s->mean : s->quantile[quantile];
        const size_t row = k / PC_NUM_VARIABLES;
        if (row < layout->num_rows) {
            results->national[k] = value;
        } else if (k >= layout->num_national) {
            years->regional[k - layout->num_national] = value;
        } else if (row < layout->num_rows + layout->num_fiscal) {
            const size_t place = k - layout->num_rows * PC_NUM_VARIABLES;
            years->national[place] = value;
            years->national_months[place] =
                (uint8_t) (isnan(value)
                               ? 0
                               : layout->fiscal_months[place / PC_NUM_VARIABLES]);
        }
    }
    return status;
}

/* structures.csv, where the structure is drawn. */
static pc_status
write_structures(const pc_ensemble_statistics_t *self, pc_store_t *store,
    const pc_key_figure_t *figures, const pc_run_info_t *info)
{
    if (self->structures.parameter == NULL) {
        return PC_OK;
    }
    FILE *out = pc_store_file(store, "structures.csv");
    if (out != NULL) {
        pc_structures_write(out, &self->structures, figures, pc_run_spread(info));
    }
    return pc_store_close_file(store);
}

static pc_status
write_tables(const pc_ensemble_statistics_t *self, const pc_output_t *output,
    pc_store_t *store, const pc_results_t results[3], const pc_years_t years[3])
{
    const pc_ensemble_t *ensemble = self->ensemble;
    pc_key_figure_t figures[PC_NUM_KEY_FIGURES];
    const size_t runs = ensemble->num_done - ensemble->num_failed;
    const int spreads = pc_run_spread(output->info) != PC_SPREAD_NONE;
    const pc_key_input_t input = { &years[0], spreads ? &years[1] : NULL,
        spreads ? &years[2] : NULL, NULL };
    pc_status wrote = PC_OK;
    FILE *out = pc_store_file(store, "fiscal_year.csv");
    if (out != NULL) {
        wrote = pc_fiscal_year_write(out, output->info, &results[0], &years[0]);
    }
    pc_status status = pc_store_close_file(store);
    status = status == PC_OK ? wrote : status;
    if (status == PC_OK && ensemble->layout.num_regional > 0) {
        out = pc_store_file(store, "prefecture.csv");
        if (out != NULL) {
            wrote = pc_prefecture_write(out, output->info, output->prefectures,
                output->prefectures_filled, &years[0]);
        }
        status = pc_store_close_file(store);
        status = status == PC_OK ? wrote : status;
    }
    pc_key_figures(&input, figures);
    if (status == PC_OK) {
        out = pc_store_file(store, "key_figures.csv");
        if (out != NULL) {
            wrote = pc_key_figures_write(out, output->info, figures);
        }
        status = pc_store_close_file(store);
        status = status == PC_OK ? wrote : status;
    }
    if (status == PC_OK) {
        out = pc_store_file(store, "summary.json");
        if (out != NULL) {
            pc_summary_write(out, output->info, figures, output->milestones,
                output->num_milestones, &results[0], runs, spreads ? self->dates : NULL,
                &self->structures);
        }
        status = pc_store_close_file(store);
    }
    return status == PC_OK ? write_structures(self, store, figures, output->info)
                           : status;
}

/* members.csv: which runs there were, which structure they took, and why some have no
 * values. */
static pc_status
write_members(const pc_ensemble_statistics_t *self, pc_store_t *store)
{
    const pc_ensemble_t *e = self->ensemble;
    FILE *out = pc_store_file(store, "members.csv");
    if (out != NULL) {
        fprintf(
            out, "draw,replicate,status,%s\n", pc_param_table[PC_P_rollout_mode].name);
        for (size_t k = 0; k < e->num_done; k++) {
            const pc_member_t *m = &e->members[k];
            char name[32];
            fprintf(out, "%lu,%lu,%s,%s\n", (unsigned long) m->draw,
                (unsigned long) m->replicate,
                m->status == PC_OK ? "ok" : pc_strerror(m->status),
                m->status == PC_OK ? pc_structure_name(m->mode, name) : "");
        }
    }
    return pc_store_close_file(store);
}

pc_status
pc_ensemble_files(
    const pc_ensemble_statistics_t *self, const pc_output_t *output, pc_store_t *store)
{
    static const int which[3] = { -1, 0, PC_NUM_QUANTILES - 1 }; /* mean, 5 %, 95 % */
    pc_results_t results[3];
    pc_years_t years[3];
    memset(results, 0, sizeof(results));
    memset(years, 0, sizeof(years));
    pc_status status = write_series(self, output, store);
    for (int k = 0; k < 3 && status == PC_OK; k++) {
        status = as_results(self, &results[k], &years[k], which[k]);
    }
    if (status == PC_OK) {
        status = write_tables(self, output, store, results, years);
    }
    if (status == PC_OK) {
        status = write_members(self, store);
    }
    if (status == PC_OK) {
        status = write_samples(self, output, store);
    }
    if (status == PC_OK && pc_ledger_possible(self->ensemble)) {
        FILE *out = pc_store_file(store, "ledger.csv");
        if (out != NULL) {
            status = pc_ledger_write(self->ensemble, out);
        }
        const pc_status closed = pc_store_close_file(store);
        status = status == PC_OK ? closed : status;
    }
    if (status == PC_OK) {
        status = pc_store_text(store, "resolved.json", output->resolved);
    }
    for (int k = 0; k < 3; k++) {
        pc_results_free(&results[k]);
        pc_years_free(&years[k]);
    }
    return status;
}
