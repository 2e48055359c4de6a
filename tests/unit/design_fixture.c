#include "tests/unit/design_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/testlib.h"

void
design_write(const char *name, const char *text)
{
    FILE *out = fopen(name, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    fclose(out);
}

pc_status
design_load(pc_design_t *design, const char *text, pc_diags_t *diags)
{
    char path[64];
    snprintf(path, sizeof(path), "tests/sweep/tmp-%ld.json", (long) getpid());
    design_write(path, text);
    pc_diags_init(diags);
    const pc_status status = pc_design_load(design, path, 0, diags);
    unlink(path);
    return status;
}

pc_design_t *
design_loaded(const char *text)
{
    pc_design_t *design = calloc(1, sizeof(*design));
    pc_diags_t diags;
    CU_ASSERT_PTR_NOT_NULL_FATAL(design);
    const pc_status status = design_load(design, text, &diags);
    pc_diags_print(&diags, stdout);
    pc_diags_free(&diags);
    CU_ASSERT_EQUAL_FATAL(status, PC_OK);
    return design;
}

void
design_release(pc_design_t *design, double *values)
{
    pc_design_free(design);
    free(design);
    free(values);
}

int
design_said(const pc_diags_t *diags, size_t line, const char *text)
{
    for (size_t k = 0; k < diags->num; k++) {
        if (diags->items[k].line == line && diags->items[k].column > 0
            && strstr(diags->items[k].text, text) != NULL) {
            return 1;
        }
    }
    return 0;
}
