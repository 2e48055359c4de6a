/* key_figures.h - the one page: a few figures in FY2025, 2030, 2035 and 2040.
 *
 * A value is the year's, never scaled up: in a part year a flow counts the months there
 * are. The index compares paces instead (flows per month counted), FY2025 = 1.00, so
 * that it may be read across a part year. It is missing where FY2025 is 0 or missing. */
#ifndef PC_OUTPUT_KEY_FIGURES_H
#define PC_OUTPUT_KEY_FIGURES_H

#include "output/aggregate.h"
#include "output/run_info.h"

#define PC_NUM_KEY_YEARS 4
extern const int pc_key_years[PC_NUM_KEY_YEARS]; /* 2025, 2030, 2035, 2040 */
#define PC_NUM_KEY_FIGURES 16

typedef struct {
    const char
        *id; /* the variable's name, or "Expert Panel|Cases|Per Cent of Reference" */
    const char *en, *ja;
    const char *note_en, *note_ja; /* a caution, or "" */
    char unit[PC_UNIT_SIZE];
    int flow;                       /* 1: the value sums the months counted */
    int months[PC_NUM_KEY_YEARS];   /* simulated in the year; 0 if none, under 12 a part
                                       year */
    double value[PC_NUM_KEY_YEARS]; /* NaN: missing */
    double low[PC_NUM_KEY_YEARS], high[PC_NUM_KEY_YEARS];
    double index[PC_NUM_KEY_YEARS];
} pc_key_figure_t;

typedef struct {
    const pc_years_t *years; /* fiscal years */
    const pc_years_t *low,
        *high; /* ends of the range, of the same years; NULL: no range */
    const pc_years_t
        *reference; /* of the reference scenario; NULL if none or if this is it */
} pc_key_input_t;

void pc_key_figures(
    const pc_key_input_t *input, pc_key_figure_t figures[PC_NUM_KEY_FIGURES]);

/* key_figures.csv: three significant digits. */
pc_status pc_key_figures_write(FILE *out, const pc_run_info_t *info,
    const pc_key_figure_t figures[PC_NUM_KEY_FIGURES]) PC_MUST_CHECK;

#endif
