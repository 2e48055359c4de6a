#include "simulation/state_file.h"

#include <string.h>

#include "base/number.h"

#define TITLE "panelcast state 1"

pc_status
pc_state_write(const pc_state_t *self, const pc_hospitals_t *hospitals, FILE *out)
{
    char month[8], number[PC_NUMBER_SIZE];
    pc_month_format((pc_month) self->scalar[PC_S_MONTH], month);
    fprintf(out, "%s\nmonth %s\nhospitals %zu\n", TITLE, month, self->num);
    for (size_t i = 0; i < self->num; i++) {
        fprintf(out, "%lu\n", (unsigned long) hospitals->id[i]);
    }
    for (size_t k = 0; k < self->size; k++) {
        pc_number_format(self->block[k], number);
        fprintf(out, "%s\n", number);
    }
    fputs("end\n", out);
    return ferror(out) || fflush(out) != 0 ? PC_ERR_IO : PC_OK;
}

typedef struct {
    FILE *in;
    const char *name;
    size_t line;
    char text[256];
    pc_diags_t *diags;
} reader_t;

static int
next_line(reader_t *r)
{
    r->line++;
    if (fgets(r->text, sizeof(r->text), r->in) == NULL) {
        r->text[0] = '\0';
        return 0;
    }
    r->text[strcspn(r->text, "\n")] = '\0';
    return 1;
}

static pc_status
refuse(reader_t *r, pc_status status, const char *what)
{
    pc_diags_add(r->diags, PC_ERROR, r->name, r->line, 1, NULL, "%s, found '%.40s'",
        what, r->text);
    return status;
}

static pc_status
read_values(reader_t *r, pc_state_t *self)
{
    for (size_t k = 0; k < self->size; k++) {
        next_line(r);
        if (pc_number_parse(r->text, &self->block[k]) != PC_OK) {
            return refuse(r, PC_ERR_INPUT, "a number of the state is expected here");
        }
    }
    next_line(r);
    return strcmp(r->text, "end") == 0
               ? PC_OK
               : refuse(r, PC_ERR_INPUT, "the line 'end' is expected after the values");
}

pc_status
pc_state_read(pc_state_t *self, const pc_hospitals_t *hospitals, FILE *in,
    const char *name, pc_diags_t *diags)
{
    reader_t r = { .in = in, .name = name, .diags = diags };
    char expected[64];

    next_line(&r);
    if (strcmp(r.text, TITLE) != 0) {
        return refuse(&r, PC_ERR_VERSION, "a saved state begins with '" TITLE "'");
    }
    pc_month month;
    next_line(&r);
    if (strncmp(r.text, "month ", 6) != 0
        || pc_month_parse(r.text + 6, &month) != PC_OK) {
        return refuse(&r, PC_ERR_INPUT, "'month YYYY-MM' is expected here");
    }
    next_line(&r);
    snprintf(expected, sizeof(expected), "hospitals %zu", self->num);
    if (strcmp(r.text, expected) != 0) {
        return refuse(&r, PC_ERR_VERSION, "the state is of another hospital table");
    }
    for (size_t i = 0; i < self->num; i++) {
        next_line(&r);
        snprintf(expected, sizeof(expected), "%lu", (unsigned long) hospitals->id[i]);
        if (strcmp(r.text, expected) != 0) {
            return refuse(&r, PC_ERR_VERSION, "the state is of other hospitals");
        }
    }
    const pc_status status = read_values(&r, self);
    if (status == PC_OK && self->scalar[PC_S_MONTH] != month) {
        return refuse(
            &r, PC_ERR_INPUT, "the month of the state is not that of its header");
    }
    return status;
}
