/* changes.c - the smaller tables of hospitals.h: tier changes and prefectures. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chance/rng.h"
#include "base/utf8.h"
#include "base/chance/elementary.h"
#include "scenario/tables/csv.h"
#include "scenario/tables/hospitals.h"

typedef enum { COL_DATE, COL_ID, COL_TIER, NUM_CHANGE_COLS } change_column;

static const pc_csv_column_t change_columns[NUM_CHANGE_COLS] = {
    { "date", 1 },
    { "id", 1 },
    { "tier", 1 },
};

/* A change and the row of the file it comes from. */
typedef struct {
    pc_tier_change_t change;
    size_t row;
} dated_t;

static int
compare_changes(const void *a, const void *b)
{
    const dated_t *x = a, *y = b;
    if (x->change.month != y->change.month) {
        return x->change.month < y->change.month ? -1 : 1;
    }
    if (x->change.hospital != y->change.hospital) {
        return x->change.hospital < y->change.hospital ? -1 : 1;
    }
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Reads the rows without fault into `list`, sorted; returns their number. */
static size_t
read_changes(
    pc_csv_t *csv, dated_t *list, const pc_hospitals_t *hospitals, pc_diags_t *diags)
{
    size_t num = 0;
    for (size_t i = 0; i < csv->num_rows; i++) {
        dated_t item = { .row = i };
        long id = 0;
        int tier = 0;
        const int dated = pc_csv_month(csv, i, COL_DATE, diags, &item.change.month);
        int known = pc_csv_whole(csv, i, COL_ID, diags, 1, (long) PC_ENTITY_MAX, &id);
        if (known) {
            item.change.hospital = pc_hospitals_find(hospitals, (uint32_t) id);
            if (item.change.hospital < 0) {
                pc_csv_fault(csv, i, COL_ID, diags, "there is no hospital %ld", id);
                known = 0;
            }
        }
        const int worded =
            pc_csv_word(csv, i, COL_TIER, diags, pc_tier_names, PC_NUM_TIERS + 1, &tier);
        if (dated && known && worded) {
            item.change.tier = (uint8_t) tier;
            list[num++] = item;
        }
    }
    qsort(list, num, sizeof(*list), compare_changes);
    for (size_t i = 1; i < num; i++) {
        if (list[i].change.month == list[i - 1].change.month
            && list[i].change.hospital == list[i - 1].change.hospital) {
            pc_csv_fault(csv, list[i].row, COL_ID, diags,
                "the hospital also changes in this month on line %u",
                pc_csv_cell(csv, list[i - 1].row, COL_ID)->line);
        }
    }
    return num;
}

pc_status
pc_tier_changes_read(pc_tier_change_t **out, size_t *num, const char *path,
    const pc_hospitals_t *hospitals, pc_diags_t *diags)
{
    pc_csv_t csv;
    dated_t *list = NULL;

    *out = NULL;
    *num = 0;
    pc_status status = pc_csv_read(&csv, path, change_columns, NUM_CHANGE_COLS, diags);
    if (status != PC_OK || csv.num_rows == 0) {
        status = status != PC_OK ? status : pc_csv_status(&csv);
        goto out;
    }
    list = malloc(csv.num_rows * sizeof(*list));
    if (list == NULL) {
        status = PC_ERR_NOMEM;
        goto out;
    }
    const size_t found = read_changes(&csv, list, hospitals, diags);
    status = pc_csv_status(&csv);
    if (status != PC_OK) {
        goto out;
    }
    pc_tier_change_t *changes = malloc(csv.num_rows * sizeof(*changes));
    if (changes == NULL) {
        status = PC_ERR_NOMEM;
        goto out;
    }
    for (size_t i = 0; i < found; i++) {
        changes[i] = list[i].change;
    }
    *out = changes;
    *num = found;
out:
    free(list);
    pc_csv_free(&csv);
    return status;
}

typedef enum {
    COL_CODE,
    COL_NAME_EN,
    COL_NAME_JA,
    COL_SHARE,
    COL_POP,
    COL_PRACTICE = COL_POP + 7,
    NUM_PREFECTURE_COLS
} prefecture_column;

static const pc_csv_column_t prefecture_columns[NUM_PREFECTURE_COLS] = {
    { "code", 1 },
    { "name_en", 1 },
    { "name_ja", 1 },
    { "patients_share", 1 },
    { "pop2020", 1 },
    { "pop2025", 1 },
    { "pop2030", 1 },
    { "pop2035", 1 },
    { "pop2040", 1 },
    { "pop2045", 1 },
    { "pop2050", 1 },
    { "practice", 0 },
};

static void
read_name(
    pc_csv_t *csv, size_t row, size_t col, char *name, size_t size, pc_diags_t *diags)
{
    const char *text = pc_csv_text(csv, row, col);
    const size_t length = strlen(text);
    if (length == 0 || length >= size) {
        pc_csv_fault(csv, row, col, diags, "a name has from 1 to %zu bytes", size - 1);
        return;
    }
    if (pc_utf8_is_blank(text)) {
        pc_csv_fault(csv, row, col, diags, "a name is not blank");
        return;
    }
    memcpy(name, text, length + 1);
}

static void
read_prefecture(pc_prefecture_t *out, pc_csv_t *csv, size_t row, pc_diags_t *diags)
{
    read_name(csv, row, COL_NAME_EN, out->name_en, sizeof(out->name_en), diags);
    read_name(csv, row, COL_NAME_JA, out->name_ja, sizeof(out->name_ja), diags);
    pc_csv_number(csv, row, COL_SHARE, diags, 0, 1, &out->patients_share);
    for (size_t k = 0; k < sizeof(out->population) / sizeof(out->population[0]); k++) {
        pc_csv_number(csv, row, COL_POP + k, diags, 1, 1e9, &out->population[k]);
    }
    if (pc_csv_text(csv, row, COL_PRACTICE)[0] != '\0') {
        double practice;
        if (pc_csv_number(csv, row, COL_PRACTICE, diags, 0.01, 100, &practice)) {
            out->log_practice = pc_log(practice);
        }
    }
}

/* Prefectures are told apart by their names. */
static void
check_names(const pc_prefecture_t *out, const uint32_t *lines, size_t p, pc_csv_t *csv,
    pc_diags_t *diags)
{
    for (size_t q = 0; q < p; q++) {
        const int en = strcmp(out[p].name_en, out[q].name_en) == 0;
        const int ja = strcmp(out[p].name_ja, out[q].name_ja) == 0;
        if (lines[p] != 0 && lines[q] != 0 && (en || ja) && csv->num_faults == 0) {
            csv->num_faults++;
            pc_diags_add(diags, PC_ERROR, csv->file, lines[p], 0,
                en ? "name_en" : "name_ja", "the name '%s' is also on line %u",
                en ? out[p].name_en : out[p].name_ja, lines[q]);
        }
    }
}

/* What only the whole table shows. `lines` is 0 where a prefecture is missing. */
static void
check_prefectures(
    pc_prefecture_t *out, const uint32_t *lines, pc_csv_t *csv, pc_diags_t *diags)
{
    double sum = 0;
    for (size_t p = 0; p < PC_NUM_PREFECTURES; p++) {
        if (lines[p] == 0 && csv->num_bad_rows == 0) {
            csv->num_faults++;
            pc_diags_add(diags, PC_ERROR, csv->file, 0, 0, "code",
                "prefecture %02zu is missing", p + 1);
        }
        check_names(out, lines, p, csv, diags);
        sum += out[p].patients_share;
    }
    if (csv->num_faults > 0) {
        return; /* the sum means nothing */
    }
    if (!(fabs(sum - 1) <= 1e-6)) {
        csv->num_faults++;
        pc_diags_add(diags, PC_ERROR, csv->file, 0, 0, "patients_share",
            "the shares sum to %.9g, not to 1", sum);
        return;
    }
    for (size_t p = 0; p < PC_NUM_PREFECTURES; p++) {
        out[p].patients_share /= sum;
    }
}

pc_status
pc_prefectures_read(
    pc_prefecture_t out[PC_NUM_PREFECTURES], const char *path, pc_diags_t *diags)
{
    pc_csv_t csv;
    uint32_t lines[PC_NUM_PREFECTURES] = { 0 };

    memset(out, 0, PC_NUM_PREFECTURES * sizeof(*out));
    pc_status status =
        pc_csv_read(&csv, path, prefecture_columns, NUM_PREFECTURE_COLS, diags);
    if (status == PC_OK) {
        for (size_t i = 0; i < csv.num_rows; i++) {
            pc_prefecture_t spare = { .patients_share = 0 };
            long code = 0;
            const int known =
                pc_csv_whole(&csv, i, COL_CODE, diags, 1, PC_NUM_PREFECTURES, &code);
            if (known && lines[code - 1] != 0) {
                pc_csv_fault(&csv, i, COL_CODE, diags,
                    "prefecture %02ld is also on line %u", code, lines[code - 1]);
            } else if (known) {
                lines[code - 1] = pc_csv_cell(&csv, i, COL_CODE)->line;
            }
            read_prefecture(known ? &out[code - 1] : &spare, &csv, i, diags);
        }
        check_prefectures(out, lines, &csv, diags);
        status = pc_csv_status(&csv);
    }
    if (status != PC_OK) {
        memset(out, 0, PC_NUM_PREFECTURES * sizeof(*out));
    }
    pc_csv_free(&csv);
    return status;
}
