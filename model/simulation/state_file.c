#include "simulation/state_file.h"

#include <string.h>

#include "base/number.h"
#include "base/chance/rng.h"

#define TITLE "panelcast state 4 contract "

/* The line of one hospital. */
static void
describe(const pc_hospitals_t *hospitals, size_t i, char text[96])
{
    char volume[PC_NUMBER_SIZE];
    pc_number_format(hospitals->volume[i], volume);
    snprintf(text, 96, "%lu %d %d %s", (unsigned long) hospitals->id[i],
        hospitals->prefecture[i] + 1, hospitals->base_type[i], volume);
}

pc_status
pc_state_write(const pc_state_t *self, const pc_hospitals_t *hospitals, FILE *out)
{
    char month[8], number[PC_NUMBER_SIZE], line[96];
    pc_month_format((pc_month) self->scalar[PC_S_MONTH], month);
    fprintf(out, TITLE "%d\nmonth %s\nhospitals %zu\n", PC_STREAM_CONTRACT, month,
        self->num);
    for (size_t i = 0; i < self->num; i++) {
        describe(hospitals, i, line);
        fprintf(out, "%s\n", line);
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
        pc_diags_text(r->diags, what), r->text);
    return status;
}

static pc_status
refuse_hospital(reader_t *r, const char *expected)
{
    pc_diags_add(r->diags, PC_ERROR, r->name, r->line, 1, NULL,
        "the state is of other hospital data: '%s' (id, prefecture, base type, volume) "
        "is expected, found '%.90s'",
        expected, r->text);
    return PC_ERR_VERSION;
}

static pc_status
read_values(reader_t *r, pc_state_t *self)
{
    for (size_t k = 0; k < self->size; k++) {
        next_line(r);
        if (pc_number_parse(r->text, &self->block[k]) != PC_OK) {
            return refuse(r, PC_ERR_INPUT, N_("a number of the state is expected here"));
        }
    }
    next_line(r);
    return strcmp(r->text, "end") == 0
               ? PC_OK
               : refuse(
                   r, PC_ERR_INPUT, N_("the line 'end' is expected after the values"));
}

pc_status
pc_state_read(pc_state_t *self, const pc_hospitals_t *hospitals, FILE *in,
    const char *name, pc_diags_t *diags)
{
    reader_t r = { .in = in, .name = name, .diags = diags };
    char expected[96];

    next_line(&r);
    snprintf(expected, sizeof(expected), TITLE "%d", PC_STREAM_CONTRACT);
    if (strncmp(r.text, TITLE, strlen(TITLE)) != 0) {
        return refuse(
            &r, PC_ERR_VERSION, N_("this is not the first line of a saved state"));
    }
    if (strcmp(r.text, expected) != 0) {
        return refuse(&r, PC_ERR_VERSION,
            N_("the state is of a program whose seeds give other luck (another stream "
               "contract)"));
    }
    pc_month month;
    next_line(&r);
    if (strncmp(r.text, "month ", 6) != 0
        || pc_month_parse(r.text + 6, &month) != PC_OK) {
        return refuse(&r, PC_ERR_INPUT, N_("'month YYYY-MM' is expected here"));
    }
    next_line(&r);
    snprintf(expected, sizeof(expected), "hospitals %zu", self->num);
    if (strcmp(r.text, expected) != 0) {
        return refuse(&r, PC_ERR_VERSION, N_("the state is of another hospital table"));
    }
    for (size_t i = 0; i < self->num; i++) {
        next_line(&r);
        describe(hospitals, i, expected);
        if (strcmp(r.text, expected) != 0) {
            return refuse_hospital(&r, expected);
        }
    }
    const pc_status status = read_values(&r, self);
    if (status == PC_OK && self->scalar[PC_S_MONTH] != month) {
        return refuse(
            &r, PC_ERR_INPUT, N_("the month of the state is not that of its header"));
    }
    return status;
}
