/* explore.c - the part of the door that the explorer goes through. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include "analysis/answers/explorer/inputs.h"
#include "analysis/answers/report/side.h"
#include "base/emit.h"
#include "base/sha256.h"
#include "tools/command.h"
#include "tools/report/core/door.h"
#include "tools/report/core/map.h"
#include "tools/report/core/view.h"

static struct {
    pc_explorer_t explorer;
    pc_view_form_t form;
    pc_diags_t diags;
    double *numbers; /* of pc_door_numbers */
} the;

void
pc_door_language(const char *lang)
{
    (void) pc_lang_parse(lang, &pc_language);
}

/* Messages are those of one call. */
static void
clear_messages(void)
{
    pc_diags_free(&the.diags);
    pc_diags_init(&the.diags);
    the.diags.lang = pc_language;
}

int
pc_door_put(size_t place, const char *path, const char *sets, size_t num_sets)
{
    gsl_set_error_handler_off();
    clear_messages();
    if (place >= PC_EXPLORER_PLACES) {
        return PC_ERR_INPUT;
    }
    const pc_status status =
        pc_explorer_put(&the.explorer, place, path, sets, num_sets, &the.diags);
    if (status == PC_OK && place == PC_EXPLORER_REFERENCE) {
        memset(the.form.tops, 0, sizeof(the.form.tops));
    }
    return status;
}

int
pc_door_keep(void)
{
    return pc_explorer_keep(&the.explorer);
}

void
pc_door_drop(size_t place)
{
    pc_explorer_drop(&the.explorer, place);
}

int
pc_door_wanted(void)
{
    const size_t place = pc_explorer_wanted(&the.explorer);
    return place < PC_EXPLORER_PLACES ? (int) place : -1;
}

int
pc_door_range_begin(size_t place, uint32_t draws)
{
    clear_messages();
    return pc_explorer_range_begin(&the.explorer, place, draws, &the.diags);
}

int
pc_door_range_step(size_t units)
{
    return pc_explorer_range_step(&the.explorer, units, &the.diags);
}

void
pc_door_halt(void)
{
    pc_explorer_halt(&the.explorer);
}

/* --- stored ranges --- */

size_t
pc_door_num_numbers(void)
{
    return pc_side_num_numbers(the.explorer.years.num_years);
}

double *
pc_door_numbers(size_t place)
{
    free(the.numbers);
    the.numbers = calloc(pc_door_num_numbers(), sizeof(*the.numbers));
    if (the.numbers != NULL && place < PC_EXPLORER_PLACES
        && the.explorer.settings[place].used) {
        pc_side_store(&the.explorer.settings[place].drawn, the.explorer.years.num_years,
            the.numbers);
    }
    return the.numbers;
}

void
pc_door_restore(size_t place, uint32_t draws)
{
    if (the.numbers != NULL && place < PC_EXPLORER_PLACES
        && the.explorer.settings[place].used) {
        pc_side_restore(&the.explorer.settings[place].drawn,
            the.explorer.years.num_years, the.numbers);
        the.explorer.settings[place].whole =
            pc_side_has_range(&the.explorer.settings[place].drawn);
        the.explorer.draws = draws;
    }
}

/* --- texts --- */

typedef void (*writer_t)(FILE *out, const void *what);

/* What is written, as a text that is to be freed; NULL without memory. */
static char *
text_of(writer_t write, const void *what)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) {
        return NULL;
    }
    write(out, what);
    return fclose(out) == 0 ? text : NULL;
}

static void
write_view(FILE *out, const void *what)
{
    (void) what;
    pc_view_write(pc_explorer_view(&the.explorer), &the.form, out);
}

char *
pc_door_view(double width, double height)
{
    the.form.lang = pc_language;
    the.form.width = width;
    the.form.height = height;
    return text_of(write_view, NULL);
}

static void
write_inputs(FILE *out, const void *from)
{
    pc_explorer_inputs(&the.explorer, *(const pc_month *) from, pc_language, out);
}

char *
pc_door_inputs(const char *from)
{
    pc_month month;
    if (pc_month_parse(from, &month) != PC_OK) {
        month = pc_explorer_first_month(&the.explorer);
    }
    return text_of(write_inputs, &month);
}

static void
write_month(FILE *out, const void *what)
{
    char text[8];
    (void) what;
    pc_month_format(pc_explorer_first_month(&the.explorer), text);
    fputs(text, out);
}

char *
pc_door_first_month(void)
{
    return text_of(write_month, NULL);
}

static void
write_map(FILE *out, const void *what)
{
    (void) what;
    pc_map_write(
        &the.explorer.settings[PC_EXPLORER_REFERENCE].scenario, pc_language, out);
}

char *
pc_door_map(void)
{
    return text_of(write_map, NULL);
}

typedef struct {
    size_t place;
    const char *name;
} child_t;

static void
write_child(FILE *out, const void *what)
{
    const child_t *child = what;
    pc_explorer_child(&the.explorer, child->place, child->name, out);
}

char *
pc_door_child(size_t place, const char *name)
{
    const child_t child = { place, name };
    return place < PC_EXPLORER_PLACES && the.explorer.settings[place].used
               ? text_of(write_child, &child)
               : NULL;
}

static void
write_faults(FILE *out, const void *what)
{
    pc_emitter_t json;
    (void) what;
    pc_emit_init(&json, out);
    pc_emit_open(&json, NULL, '[');
    for (size_t k = 0; k < the.diags.num; k++) {
        const pc_diag_t *d = &the.diags.items[k];
        pc_emit_open(&json, NULL, '{');
        pc_emit_bool(&json, "error", d->severity == PC_ERROR);
        pc_emit_string(&json, "file", d->file);
        pc_emit_number(&json, "line", (double) d->line);
        pc_emit_number(&json, "column", (double) d->column);
        pc_emit_string(&json, "path", d->path);
        pc_emit_string(&json, "text", d->text);
        pc_emit_close(&json, '}');
    }
    pc_emit_close(&json, ']');
}

char *
pc_door_faults(void)
{
    return text_of(write_faults, NULL);
}

const char *
pc_door_text(const char *english)
{
    return pc_text_of(pc_language, "page", english);
}

const char *
pc_door_sha256(const char *bytes, size_t size)
{
    static char hex[PC_SHA256_SIZE];
    pc_sha256_bytes(bytes, size, hex);
    return hex;
}
