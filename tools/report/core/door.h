/* door.h - what the page may ask of the model: numbers and text only.
 *
 * One scenario is open at a time. Texts that come out are to be freed with
 * pc_door_free. A function that can fail returns a pc_status; what was wrong is in
 * pc_door_messages. Files are read from, and results written to, the page's files in
 * memory (tools/report/page/wasi.js). */
#ifndef PC_TOOLS_REPORT_CORE_DOOR_H
#define PC_TOOLS_REPORT_CORE_DOOR_H

#include <stddef.h>
#include <stdint.h>

/* Gives the function to the page under its own name. */
#ifdef __wasm__
#define PC_DOOR(name) __attribute__((export_name(#name))) name
#else
#define PC_DOOR(name) name
#endif

void *PC_DOOR(pc_door_alloc)(size_t size);
void PC_DOOR(pc_door_free)(void *memory);

/* Opens the scenario at `path`, with `num_sets` texts of --set one after the other, each
 * ended by a zero. What was open is closed. */
int PC_DOOR(pc_door_open)(const char *path, const char *sets, size_t num_sets);

/* One run, as `panelcast run --draw DRAW --replicate REPLICATE`. */
int PC_DOOR(pc_door_run)(uint32_t draw, uint32_t replicate);

/* Many runs, as `panelcast run --draws DRAWS -n REPLICATES`, in slices: begin makes
 * room, step does the next `units` of draws (or of replicates, without draws) and
 * returns how many are done, or a negative pc_status; end works out the statistics. */
int PC_DOOR(pc_door_many_begin)(uint32_t draws, uint32_t replicates);
int PC_DOOR(pc_door_many_step)(uint32_t units);
int PC_DOOR(pc_door_many_end)(void);

/* Writes the files of the last run or of the many, but the manifest, into `folder`.
 * `lang` is "en" or "ja". */
int PC_DOOR(pc_door_write)(const char *folder, const char *lang);

/* All messages since the scenario was opened, as the program prints them; and the
 * scenario as `panelcast resolve` has it. NULL if out of memory. */
char *PC_DOOR(pc_door_messages)(void);
char *PC_DOOR(pc_door_resolved)(void);

/* The last run: `rows` months from `first` on (the month before the start), each of
 * `num_variables` values. */
int PC_DOOR(pc_door_first)(void);
size_t PC_DOOR(pc_door_rows)(void);
const double *PC_DOOR(pc_door_national)(void);
int PC_DOOR(pc_door_num_variables)(void);
int PC_DOOR(pc_door_variable)(const char *name);

/* --- the explorer (analysis/answers/explorer/explorer.h) --- */

/* The language of all that follows. */
void PC_DOOR(pc_door_language)(const char *lang);

/* Settings: 0 the reference, 1 to 3 those kept, 4 the present one. */
int PC_DOOR(pc_door_put)(
    size_t place, const char *path, const char *sets, size_t num_sets);
int PC_DOOR(pc_door_keep)(void);
void PC_DOOR(pc_door_drop)(size_t place);

/* The place that draws are wanted for, or -1; draws in slices, 2 x `draws` in all. */
int PC_DOOR(pc_door_wanted)(void);
int PC_DOOR(pc_door_range_begin)(size_t place, uint32_t draws);
int PC_DOOR(pc_door_range_step)(size_t units);
void PC_DOOR(pc_door_halt)(void);

/* The numbers of draws of a place, [pc_door_num_numbers]: to be stored, or to be changed
 * where they lie and given back. */
size_t PC_DOOR(pc_door_num_numbers)(void);
double *PC_DOOR(pc_door_numbers)(size_t place);
void PC_DOOR(pc_door_restore)(size_t place, uint32_t draws);

/* JSON: all that is shown (view.h), what can be moved from a month on (inputs.h), the
 * messages of the last call; and the month after the record, and a setting as a file. */
char *PC_DOOR(pc_door_view)(double width, double height);
char *PC_DOOR(pc_door_inputs)(const char *from);
char *PC_DOOR(pc_door_faults)(void);
char *PC_DOOR(pc_door_map)(void); /* map.h */
char *PC_DOOR(pc_door_first_month)(void);
char *PC_DOOR(pc_door_child)(size_t place, const char *name);

/* A word of the page, and a sum of bytes in hexadecimal digits; not to be freed. */
const char *PC_DOOR(pc_door_text)(const char *english);
const char *PC_DOOR(pc_door_sha256)(const char *bytes, size_t size);

/* Version and sum of the model: a page and a program with the same give the same
 * numbers. */
const char *PC_DOOR(pc_door_version)(void);

#endif
