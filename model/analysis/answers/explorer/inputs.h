/* inputs.h - what a page may move, and a setting as a scenario file. */
#ifndef PC_ANALYSIS_ANSWERS_EXPLORER_INPUTS_H
#define PC_ANALYSIS_ANSWERS_EXPLORER_INPUTS_H

#include "analysis/answers/explorer/explorer.h"
#include "base/emit.h"

/* All that can be moved as JSON, as it is in the present setting in month `from`.
 * `parameters` is a list:
 *
 *   name, label, group, unit, kind, source
 *   divisor     the numbers below are in shown units: parameter times divisor
 *   text        the value in words, with its unit
 *   value, reference, low, high (of the slider), step
 *   range       [10 %, 90 %] of its range, or null
 *   choices     [{ value, label }], or null for a number
 *   first       1: among those shown first
 *   active, why 0, with the reason, if the model does not read it
 *   fixed       why it cannot change at a date, or null
 *
 * `classes` is the truth table of the omission rules: the words `streams`, `findings`,
 * `access`, and `cells` by PC_CLASS_BIT:
 *
 *   name, label as --set has it, and in words
 *   state       whether the panel may be left out at some time from then on: yes, no, or
 *               part, for some tiers or groups
 *   share       of the stream's tests
 *
 * Errors are those of the stream. */
void pc_explorer_inputs(
    const pc_explorer_t *self, pc_month from, pc_lang lang, FILE *out);

/* The second part of it. */
void pc_explorer_classes(
    const pc_explorer_t *self, pc_month from, pc_lang lang, pc_emitter_t *json);

/* The first month after the record: from then on a setting differs by default. */
pc_month pc_explorer_first_month(const pc_explorer_t *self);

/* The setting at `place` as a scenario file that extends the one it was made from, which
 * must lie beside it: what was changed, and nothing else. `name` is its name. */
void pc_explorer_child(
    const pc_explorer_t *self, size_t place, const char *name, FILE *out);

#endif
