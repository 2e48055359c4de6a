/* fuzzlib.h - what the fuzzing programs share: a folder of their own with a tiny
 * scenario, and what must hold of every reader whatever it is given.
 *
 * Each tests/fuzz/fuzz_READER.c gives one reader bytes of libFuzzer's making. Beyond not
 * crashing, a reader must: report an error when it fails and none when it succeeds;
 * print each message as one line without control characters; say the same when it reads
 * again; and leave, when it succeeds, something within its bounds with which the model
 * runs. */
#ifndef PC_TESTS_FUZZ_FUZZLIB_H
#define PC_TESTS_FUZZ_FUZZLIB_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "scenario/reader.h"
#include "simulation/state.h"

/* The entry point of libFuzzer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts with the sentence if it does not hold. */
void fuzz_require(int holds, const char *sentence);

/* The path of `name` in the program's own folder, which holds tests/fuzz/data and the
 * shipped prefectures.csv. Owned here; good until the next call but one. */
const char *fuzz_path(const char *name);

/* Writes a file of the folder and returns its path. */
const char *fuzz_write(const char *name, const void *data, size_t size);

/* Runs SQL on the SQLite file `path`, after `settings`: for a bounded time, and on no
 * other file. */
void fuzz_sql(const char *path, const char *settings, const char *text);

/* Two inputs in one: what stands before the first line `%%` and what stands behind it
 * (nothing if there is none). Neither is copied. */
typedef struct {
    const uint8_t *first, *second;
    size_t first_size, second_size;
} fuzz_parts_t;
fuzz_parts_t fuzz_split(const uint8_t *data, size_t size);

/* Checks the messages of a reader that returned `status`, and gives them as printed; to
 * be freed. */
char *fuzz_said(pc_status status, const pc_diags_t *diags);

/* Both texts are the same; frees them. */
void fuzz_same(char *one, char *two, const char *sentence);

/* The tiny scenario, read once. */
const pc_scenario_t *fuzz_tiny(void);

/* Tables within the bounds that their headers give. */
void fuzz_check_hospitals(const pc_hospitals_t *hospitals);
void fuzz_check_changes(
    const pc_tier_change_t *changes, size_t num, size_t num_hospitals);
void fuzz_check_observations(const pc_observations_t *observations);
void fuzz_check_groups(const pc_group_t *groups, size_t num);
void fuzz_check_rules(const pc_rule_t *rules, size_t num);

/* Runs two months of a scenario that `check` would take, unless it is large; from
 * `state` if that is not NULL. The model aborts if its accounts do not balance. */
void fuzz_run(const pc_scenario_t *scenario, const pc_state_t *state);

#endif
