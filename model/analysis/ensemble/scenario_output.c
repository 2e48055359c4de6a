#include "analysis/ensemble/scenario_output.h"

#include <string.h>

#include "scenario/tables/hospitals.h"

/* A single stochastic run is one sample; expected values are means. */
static pc_output_type_t
output_type(
    pc_scenario_output_t *self, const pc_scenario_t *s, const pc_run_info_t *info)
{
    if (s->mode == PC_MODE_EXPECTED) {
        return PC_OUTPUT_MEAN;
    }
    pc_sample_id(info->draw, info->replicate, self->member);
    return (pc_output_type_t){ "sample", self->member };
}

void
pc_scenario_output(
    pc_scenario_output_t *self, const pc_scenario_t *s, const pc_run_info_t *info)
{
    memset(self, 0, sizeof(*self));
    for (int p = 0; p < PC_NUM_REGIONS; p++) {
        self->names[p].en = s->prefectures[p].name_en;
        self->names[p].ja = s->prefectures[p].name_ja;
    }
    for (size_t k = 0; k < s->num_milestones; k++) {
        const pc_milestone_t *m = &s->milestones[k];
        self->milestones[k] = (pc_threshold_t){ .id = m->id,
            .variable = m->variable,
            .at_most = !m->at_least,
            .threshold = m->threshold,
            .reading_en = m->title_en,
            .reading_ja = m->title_ja,
            .assumption_en = s->title_en,
            .assumption_ja = s->title_ja };
    }
    self->output = (pc_output_t){ .info = info,
        .type = output_type(self, s, info),
        .observations = &s->observations,
        .prefectures = self->names,
        .prefectures_filled = pc_hospitals_any_filled(&s->hospitals),
        .milestones = self->milestones,
        .num_milestones = s->num_milestones };
}
