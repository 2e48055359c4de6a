/* A design of the tiny scenario; behind the line `%%` the CSV file of a list. */
#include <stdlib.h>

#include "analysis/sweep/design.h"
#include "scenario/values/scalar.h"
#include "tests/fuzz/fuzzlib.h"

/* The first and last rows have values that their parameters can take. */
static void
check_rows(const pc_design_t *design)
{
    enum { SHOWN = 8 };
    pc_design_rows_t rows;
    char text[256];
    double *values = calloc(design->num_axes + 1, sizeof(*values));
    fuzz_require(values != NULL && pc_design_rows_init(&rows, design) == PC_OK,
        "rows can be made");
    for (size_t k = 0; k < 2 * SHOWN && k < design->num_rows; k++) {
        /* A Sobol sequence is drawn from its start: only the first ones are cheap. */
        const int jump = design->num_rows > 2 * SHOWN && design->num_rows < 100000;
        const size_t row = k < SHOWN || !jump ? k : design->num_rows - 2 * SHOWN + k;
        pc_design_row(&rows, row, 0, values);
        for (size_t a = 0; a < design->num_axes; a++) {
            fuzz_require(design->axes[a].factor
                             || pc_value_fault(design->axes[a].which, values[a],
                                    PC_LANG_EN, text, sizeof(text))
                                    == NULL,
                "a row's values are in bounds");
        }
    }
    pc_design_rows_free(&rows);
    free(values);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_parts_t parts = fuzz_split(data, size);
    fuzz_write("list.csv", parts.second, parts.second_size);
    const char *path = fuzz_write("design.json", parts.first, parts.first_size);
    static pc_design_t design;
    char *said[2];
    for (int k = 0; k < 2; k++) {
        pc_diags_t diags;
        pc_diags_init(&diags);
        const pc_status status = pc_design_load(&design, path, k, &diags);
        char *text = fuzz_said(status, &diags);
        free(text);
        pc_diags_free(&diags);
        pc_design_free(&design);
        pc_diags_init(&diags);
        const pc_status again = pc_design_load(&design, path, 1, &diags);
        said[k] = fuzz_said(again, &diags);
        pc_diags_free(&diags);
        fuzz_require(status != PC_OK || again == PC_OK, "allowing more refuses no more");
        if (again == PC_OK && k == 0) {
            fuzz_require(design.num_rows >= 1 && design.num_scenarios >= 1
                             && design.num_metrics >= 1
                             && (double) design.num_runs <= PC_DESIGN_RUNS_MAX
                             && design.num_runs >= design.num_rows,
                "a design has its runs");
            check_rows(&design);
        }
        pc_design_free(&design);
    }
    fuzz_same(said[0], said[1], "a design reads the same twice");
    return 0;
}
