#include "analysis/ensemble/by_structure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/ensemble/statistics.h"

#define STRUCTURE PC_P_rollout_mode

const char *
pc_structure_name(double value, char text[32])
{
    const char *name = pc_param_choice_name(STRUCTURE, value, text, 32);
    if (name == NULL) {
        snprintf(text, 32, "%g", value);
    }
    return text;
}

/* What the figures of all structures are worked out with. */
typedef struct {
    const pc_ensemble_t *ensemble;
    pc_clusters_t clusters;
    pc_scratch_t scratch;
    double *columns; /* [2][num_done]: all values; those of one structure */
    pc_structures_t *structures;
    double values[PC_MAX_STRUCTURES]; /* of the parameter */
} job_t;

/* Lists the structures and counts their draws and runs. */
static void
count_runs(job_t *job)
{
    const pc_ensemble_t *e = job->ensemble;
    pc_structures_t *all = job->structures;
    size_t last_draw[PC_MAX_STRUCTURES] = { 0 };
    for (size_t k = 0; k < e->num_done; k++) {
        const pc_member_t *m = &e->members[k];
        size_t s = 0;
        while (s < all->num && job->values[s] != m->mode) {
            s++;
        }
        if (m->status != PC_OK || s == PC_MAX_STRUCTURES) {
            continue;
        }
        pc_structure_t *item = &all->items[s];
        if (s == all->num) {
            job->values[all->num++] = m->mode;
            pc_structure_name(m->mode, item->name);
        }
        item->runs++;
        item->draws += last_draw[s] != m->draw;
        last_draw[s] = m->draw;
    }
}

/* In the order of the parameter's choices. */
static void
sort_structures(job_t *job)
{
    pc_structures_t *all = job->structures;
    for (size_t s = 1; s < all->num; s++) {
        for (size_t k = s; k > 0 && job->values[k] < job->values[k - 1]; k--) {
            const pc_structure_t item = all->items[k];
            const double value = job->values[k];
            all->items[k] = all->items[k - 1];
            all->items[k - 1] = item;
            job->values[k] = job->values[k - 1];
            job->values[k - 1] = value;
        }
    }
}

/* One figure of one year, of every structure. */
static pc_status
fill_figure(job_t *job, size_t f, pc_variable variable, int year)
{
    const pc_ensemble_t *e = job->ensemble;
    const pc_sample_layout_t *layout = &e->layout;
    double *column = job->columns, *own = column + e->num_done;
    const long place = pc_key_years[year] - layout->first_fiscal;
    pc_status status = PC_OK;
    if (place >= 0 && (size_t) place < layout->num_fiscal && variable != PC_V_NONE) {
        status = pc_ensemble_columns(e,
            pc_sample_place(layout, PC_PERIOD_FISCAL, (size_t) place, variable), 1,
            column);
    } else {
        for (size_t k = 0; k < e->num_done; k++) {
            column[k] = NAN;
        }
    }
    for (size_t s = 0; s < job->structures->num && status == PC_OK; s++) {
        pc_statistics_t x;
        for (size_t k = 0; k < e->num_done; k++) {
            own[k] = e->members[k].mode == job->values[s] ? column[k] : NAN;
        }
        pc_statistics(&job->clusters, &job->scratch, own, 0, &x);
        job->structures->items[s].figures[f][year] = (pc_structure_figure_t){ x.mean,
            x.mean_error, x.quantile[0], x.quantile[PC_NUM_QUANTILES - 1] };
    }
    return status;
}

pc_status
pc_structures_init(pc_structures_t *self, const pc_ensemble_t *ensemble)
{
    memset(self, 0, sizeof(*self));
    if (ensemble->draws == 0 || !pc_scenario_uncertain(ensemble->scenario, STRUCTURE)) {
        return PC_OK;
    }
    job_t job = { .ensemble = ensemble, .structures = self };
    pc_key_figure_t figures[PC_NUM_KEY_FIGURES];
    const pc_years_t none = { 0 };
    const pc_key_input_t input = { &none, NULL, NULL, NULL };
    pc_key_figures(&input, figures); /* their names */
    self->parameter = pc_param_table[STRUCTURE].name;
    pc_clusters_init(&job.clusters, ensemble->num_done, pc_ensemble_unit_size(ensemble));
    pc_status status = pc_scratch_init(&job.scratch, &job.clusters);
    job.columns = calloc(2 * ensemble->num_done + 1, sizeof(double));
    status = job.columns == NULL ? PC_ERR_NOMEM : status;
    count_runs(&job);
    sort_structures(&job);
    for (size_t f = 0; f < PC_NUM_KEY_FIGURES; f++) {
        for (int year = 0; year < PC_NUM_KEY_YEARS && status == PC_OK; year++) {
            status = fill_figure(&job, f, pc_variable_find(figures[f].id), year);
        }
    }
    pc_scratch_free(&job.scratch);
    free(job.columns);
    return status;
}
