/* spread.h - what makes the values of many runs differ, in words for tables and plots.
 */
#ifndef PC_OUTPUT_SPREAD_H
#define PC_OUTPUT_SPREAD_H

#include "output/run_info.h"

/* Chance, with parameters fixed or of draw 1; drawn assumptions, or both. One run has no
 * spread. */
typedef enum {
    PC_SPREAD_NONE = -1,
    PC_SPREAD_CHANCE,
    PC_SPREAD_CHANCE_OF_DRAW,
    PC_SPREAD_ASSUMED,
    PC_SPREAD_BOTH
} pc_spread_kind;

/* `draws`: 0 where parameters are not drawn; of one draw only chance differs. `chance`:
 * 1 in stochastic mode. */
pc_spread_kind pc_spread_of(uint32_t draws, uint32_t replicates, int chance);

/* `chance`, `assumed ranges` or `both`. */
const char *pc_spread_id(pc_spread_kind kind);

/* "range of assumptions, not a confidence interval" and so on. */
const char *pc_spread_words(pc_spread_kind kind, pc_lang lang);

/* The kind of the runs of a result. */
pc_spread_kind pc_run_spread(const pc_run_info_t *info);

/* What the values of many runs and their range from the 5 to the 95 per cent quantile
 * are, and what makes the range; "" of one run. Returns `text`. */
#define PC_RANGE_SIZE 192
const char *pc_range_words(pc_spread_kind kind, pc_lang lang, char text[PC_RANGE_SIZE]);

#endif
