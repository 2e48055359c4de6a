/* design_fixture.h - designs of sweeps, written beside tests/sweep/short.json. */
#ifndef PC_TESTS_UNIT_DESIGN_FIXTURE_H
#define PC_TESTS_UNIT_DESIGN_FIXTURE_H

#include "analysis/sweep/design.h"

#define DESIGN_METRICS                                                                  \
    "\"metrics\": [{\"name\": \"m\", \"variable\": \"Tests|Total\", \"period\": "       \
    "\"FY2026\"}]"
#define DESIGN_HEAD "{\"name\": \"t\", \"scenario\": \"short.json\", "

void design_write(const char *name, const char *text);

/* Loads the text as a design; `diags` is made and to be freed. */
pc_status design_load(pc_design_t *design, const char *text, pc_diags_t *diags);

/* A design that must load; to be released. */
pc_design_t *design_loaded(const char *text);
void design_release(pc_design_t *design, double *values);

/* Is there a message of that line with that text? */
int design_said(const pc_diags_t *diags, size_t line, const char *text);

#endif
