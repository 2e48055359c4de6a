/* map.h - what is published by prefecture, as JSON for the page's map. */
#ifndef PC_TOOLS_REPORT_CORE_MAP_H
#define PC_TOOLS_REPORT_CORE_MAP_H

#include <stdio.h>

#include "base/words.h"
#include "scenario/reader.h"

/*   prefectures  [name], 47
 *   maps         [{ title, unit, limits: [4], periods: [{ label, counted, values: [47]
 * }] }]
 *
 * A map has the periods in which the record counts at least PC_MAP_LEAST prefectures; a
 * prefecture without a count is null. Counts of a flow are those of its whole period,
 * rounded. Errors are those of the stream. */
#define PC_MAP_LEAST 20
void pc_map_write(const pc_scenario_t *scenario, pc_lang lang, FILE *out);

#endif
