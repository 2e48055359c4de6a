#include "scenario/tables/observation_links.h"

#include <stdlib.h>
#include <string.h>

#define ID_MAX 63    /* bytes */
#define DEPTH_MAX 16 /* rows on the way to the facts that a row comes from */

typedef struct {
    const char *id;
    size_t row;
} named_t;

typedef struct {
    pc_csv_t *csv;
    const pc_link_columns_t *columns;
    pc_diags_t *diags;
    named_t *named; /* [num_named], by id */
    size_t num_named;
    size_t *parents; /* of all rows, one after another */
    size_t *begin;   /* [rows + 1] */
    /* [rows] a row that it comes from and that is fitted, less 1 none: by curves, by
     * calibration */
    size_t *fitted[2];
    int *depth; /* [rows] */
} links_t;

static int
by_id(const void *a, const void *b)
{
    const named_t *x = a, *y = b;
    const int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static int
is_plain(const char *id)
{
    const size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length <= ID_MAX && id[length] == '\0' && id[0] >= 'a' && id[0] <= 'z';
}

static void
read_ids(links_t *self)
{
    char shown[PC_CSV_SHOWN];
    for (size_t i = 0; i < self->csv->num_rows; i++) {
        const char *id = pc_csv_text(self->csv, i, self->columns->id);
        if (id[0] == '\0') {
            continue;
        }
        if (!is_plain(id)) {
            pc_csv_fault(self->csv, i, self->columns->id, self->diags,
                "'%s' is no plain id: a letter from a to z, then letters, digits and "
                "hyphens, at most %d in all",
                pc_csv_show(id, shown), ID_MAX);
            continue;
        }
        self->named[self->num_named++] = (named_t){ id, i };
    }
    qsort(self->named, self->num_named, sizeof(*self->named), by_id);
    for (size_t k = 1; k < self->num_named; k++) {
        const named_t *first = &self->named[k - 1], *second = &self->named[k];
        if (strcmp(first->id, second->id) == 0) {
            pc_csv_fault(self->csv, second->row, self->columns->id, self->diags,
                "the id is also on line %u",
                (unsigned) pc_csv_cell(self->csv, first->row, self->columns->id)->line);
        }
    }
}

static size_t
count_words(const char *text)
{
    size_t num = 0;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        num++;
        text += strcspn(text, " ");
    }
    return num;
}

/* The row that is called `word`, of `length` bytes; the number of rows if none is. */
static size_t
find_row(const links_t *self, const char *word, size_t length)
{
    char id[ID_MAX + 1];
    if (length > ID_MAX) {
        return self->csv->num_rows;
    }
    memcpy(id, word, length);
    id[length] = '\0';
    size_t low = 0, high = self->num_named;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(self->named[middle].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < self->num_named && strcmp(self->named[low].id, id) == 0
               ? self->named[low].row
               : self->csv->num_rows;
}

static void
read_parents(links_t *self, size_t row)
{
    const size_t column = self->columns->derived_from;
    const char *text = pc_csv_text(self->csv, row, column);
    size_t num = self->begin[row];
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        const size_t length = strcspn(text, " ");
        const size_t parent = find_row(self, text, length);
        if (parent == row) {
            pc_csv_fault(
                self->csv, row, column, self->diags, "the row would come from itself");
        } else if (parent == self->csv->num_rows) {
            pc_csv_fault(self->csv, row, column, self->diags,
                "there is no row with the id '%.*s'",
                length > ID_MAX ? ID_MAX : (int) length, text);
        } else {
            self->parents[num++] = parent;
        }
        text += length;
    }
    self->begin[row + 1] = num;
}

/* 1 if the way to the facts grew longer, or a fitted one was found on it. */
static int
look_up(links_t *self, size_t row)
{
    const char *const fits[2] = { "yes", "fit" };
    const size_t columns[2] = { self->columns->fit, self->columns->split };
    int changed = 0;
    for (size_t k = self->begin[row]; k < self->begin[row + 1]; k++) {
        const size_t parent = self->parents[k];
        if (self->depth[parent] >= self->depth[row]) {
            self->depth[row] = self->depth[parent] + 1;
            changed = 1;
        }
        for (int use = 0; use < 2; use++) {
            const int is_fitted =
                strcmp(pc_csv_text(self->csv, parent, columns[use]), fits[use]) == 0;
            const size_t found = is_fitted ? parent + 1 : self->fitted[use][parent];
            if (self->fitted[use][row] == 0 && found != 0) {
                self->fitted[use][row] = found;
                changed = 1;
            }
        }
    }
    return changed;
}

static void
report(links_t *self, size_t row)
{
    const char *const fits[2] = { "yes", "fit" };
    const size_t columns[2] = { self->columns->fit, self->columns->split };
    for (int use = 0; use < 2; use++) {
        const size_t other = self->fitted[use][row];
        if (other != 0
            && strcmp(pc_csv_text(self->csv, row, columns[use]), fits[use]) == 0) {
            pc_csv_fault(self->csv, row, columns[use], self->diags,
                "the row would be fitted beside '%s', which it is derived from: let one "
                "of them not be %s",
                pc_csv_text(self->csv, other - 1, self->columns->id), fits[use]);
        }
    }
}

static void
check(links_t *self)
{
    const size_t num = self->csv->num_rows;
    int changed = 1;
    for (int pass = 0; changed && pass <= DEPTH_MAX; pass++) {
        changed = 0;
        for (size_t i = 0; i < num; i++) {
            changed |= look_up(self, i);
        }
    }
    for (size_t i = 0; i < num; i++) {
        if (self->depth[i] > DEPTH_MAX) {
            pc_csv_fault(self->csv, i, self->columns->derived_from, self->diags,
                "the row leads back to itself, or comes from facts over more than %d "
                "rows",
                DEPTH_MAX);
            return;
        }
    }
    for (size_t i = 0; i < num; i++) {
        report(self, i);
    }
}

pc_status
pc_observation_links_check(
    pc_csv_t *csv, const pc_link_columns_t *columns, pc_diags_t *diags)
{
    size_t words = 0;
    for (size_t i = 0; i < csv->num_rows; i++) {
        words += count_words(pc_csv_text(csv, i, columns->derived_from));
    }
    links_t self = { .csv = csv, .columns = columns, .diags = diags };
    self.named = malloc((csv->num_rows + 1) * sizeof(*self.named));
    self.parents = malloc((words + 1) * sizeof(*self.parents));
    self.begin = calloc(csv->num_rows + 1, sizeof(*self.begin));
    self.fitted[0] = calloc(csv->num_rows + 1, sizeof(*self.fitted[0]));
    self.fitted[1] = calloc(csv->num_rows + 1, sizeof(*self.fitted[1]));
    self.depth = calloc(csv->num_rows + 1, sizeof(*self.depth));
    const int lost = self.named == NULL || self.parents == NULL || self.begin == NULL
                     || self.fitted[0] == NULL || self.fitted[1] == NULL
                     || self.depth == NULL;
    if (!lost) {
        read_ids(&self);
        for (size_t i = 0; i < csv->num_rows; i++) {
            read_parents(&self, i);
        }
        check(&self);
    }
    free(self.named);
    free(self.parents);
    free(self.begin);
    free(self.fitted[0]);
    free(self.fitted[1]);
    free(self.depth);
    return lost ? PC_ERR_NOMEM : PC_OK;
}
