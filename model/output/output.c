#include "output/output.h"

static pc_status
write_series(const pc_output_t *self, pc_store_t *store, const pc_years_t *fiscal,
    const pc_years_t *calendar)
{
    const pc_output_type_t type = self->type.type == NULL ? PC_OUTPUT_MEAN : self->type;
    pc_series_t series;
    FILE *out = pc_store_file(store, "series.csv");
    if (out != NULL) {
        const pc_status status = pc_series_init(&series, out, self->info);
        if (status != PC_OK) {
            return status;
        }
        pc_series_months(&series, self->results, type);
        pc_series_years(&series, fiscal, type);
        pc_series_years(&series, calendar, type);
        pc_series_prefectures(&series, fiscal, type);
        if (self->observations != NULL) {
            pc_series_observed(&series, self->observations);
        }
        pc_series_free(&series);
    }
    return pc_store_close_file(store);
}

static pc_status
write_tables(const pc_output_t *self, pc_store_t *store, const pc_years_t *fiscal)
{
    pc_status wrote = PC_OK;
    FILE *out = pc_store_file(store, "fiscal_year.csv");
    if (out != NULL) {
        wrote = pc_fiscal_year_write(out, self->info, self->results, fiscal);
    }
    const pc_status status = pc_store_close_file(store);
    if (status != PC_OK || wrote != PC_OK) {
        return status != PC_OK ? status : wrote;
    }
    out = pc_store_file(store, "prefecture.csv");
    if (out != NULL) {
        wrote = pc_prefecture_write(
            out, self->info, self->prefectures, self->prefectures_filled, fiscal);
    }
    const pc_status closed = pc_store_close_file(store);
    return closed != PC_OK ? closed : wrote;
}

static pc_status
write_figures(const pc_output_t *self, pc_store_t *store, const pc_years_t *fiscal,
    const pc_years_t *reference)
{
    pc_key_figure_t figures[PC_NUM_KEY_FIGURES];
    const pc_key_input_t input = { .years = fiscal, .reference = reference };
    pc_key_figures(&input, figures);
    pc_status wrote = PC_OK;
    FILE *out = pc_store_file(store, "key_figures.csv");
    if (out != NULL) {
        wrote = pc_key_figures_write(out, self->info, figures);
    }
    const pc_status status = pc_store_close_file(store);
    if (status != PC_OK || wrote != PC_OK) {
        return status != PC_OK ? status : wrote;
    }
    out = pc_store_file(store, "summary.json");
    if (out != NULL) {
        pc_summary_write(out, self->info, figures, self->milestones,
            self->num_milestones, self->results, 1, NULL, NULL);
    }
    return pc_store_close_file(store);
}

static pc_status
write_resolved(const pc_output_t *self, pc_store_t *store)
{
    return pc_store_text(store, "resolved.json", self->resolved);
}

pc_status
pc_output_files(const pc_output_t *self, pc_store_t *store)
{
    pc_years_t fiscal = { 0 }, calendar = { 0 }, reference = { 0 };
    pc_status status = pc_years_init(&fiscal, self->results, PC_YEAR_FISCAL);
    if (status == PC_OK) {
        status = pc_years_init(&calendar, self->results, PC_YEAR_CALENDAR);
    }
    if (status == PC_OK && self->reference != NULL) {
        status = pc_years_init(&reference, self->reference, PC_YEAR_FISCAL);
    }
    if (status == PC_OK) {
        status = write_series(self, store, &fiscal, &calendar);
    }
    if (status == PC_OK) {
        status = write_tables(self, store, &fiscal);
    }
    if (status == PC_OK) {
        status = write_figures(
            self, store, &fiscal, self->reference == NULL ? NULL : &reference);
    }
    if (status == PC_OK && self->resolved != NULL) {
        status = write_resolved(self, store);
    }
    pc_years_free(&fiscal);
    pc_years_free(&calendar);
    pc_years_free(&reference);
    return status;
}

pc_status
pc_output_write(const char *dir, const pc_output_t *self, pc_diags_t *diags)
{
    pc_store_t store;
    pc_status status = pc_store_open(&store, dir, diags);
    if (status == PC_OK) {
        status = pc_output_files(self, &store);
    }
    if (status == PC_OK) {
        status = pc_store_commit(&store, self->info);
    }
    pc_store_abort(&store);
    return status;
}
