/* observation_links.h - which rows of the record come from which others.
 *
 * A fact that follows from others is not a fact more: it is never fitted beside the rows
 * it is derived from, directly or through other rows. */
#ifndef PC_SCENARIO_TABLES_OBSERVATION_LINKS_H
#define PC_SCENARIO_TABLES_OBSERVATION_LINKS_H

#include "scenario/tables/csv.h"

/* Places of the columns in the table that is checked. */
typedef struct {
    size_t id, derived_from, fit, split;
} pc_link_columns_t;

/* Checks ids (plain words, each once), that every row named in `derived_from` is there,
 * that no row leads back to itself, and that no row is fitted beside a row it comes
 * from: with fit = yes, or with split = fit. Faults are added to the table.
 * PC_ERR_NOMEM. */
pc_status pc_observation_links_check(
    pc_csv_t *csv, const pc_link_columns_t *columns, pc_diags_t *diags) PC_MUST_CHECK;

#endif
