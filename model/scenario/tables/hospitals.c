#include "scenario/tables/hospitals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/chance/rng.h"
#include "scenario/tables/csv.h"

#define VOLUME_MAX 1e9
#define NAME_MAX_BYTES 255

const char *const pc_base_type_names[PC_NUM_BASE_TYPES] = { "prefectural", "regional",
    "specific", "treatment", "none" };
const char *const pc_tier_names[PC_NUM_TIERS + 1] = { "core", "hub", "cooperative_ep",
    "cooperative", "none" };
static const char *const status_names[] = { "published", "filled", "user" };

typedef enum {
    COL_ID,
    COL_PREFECTURE,
    COL_BASE_TYPE,
    COL_TIER,
    COL_OPENED,
    COL_VOLUME,
    COL_HOST,
    COL_HOST_HAEM,
    COL_MEDICAL_AREA,
    COL_AREA_TYPE,
    COL_STATUS,
    COL_NAME,
    COL_MUNICIPALITY,
    COL_FILLED,
    NUM_COLS
} column;

static const pc_csv_column_t columns[NUM_COLS] = {
    { "id", 1 },
    { "prefecture", 1 },
    { "base_type", 1 },
    { "tier", 1 },
    { "opened", 1 },
    { "volume", 1 },
    { "host", 1 },
    { "host_haem", 0 },
    { "medical_area", 0 },
    { "area_type", 0 },
    { "status", 0 },
    { "name", 0 },
    { "municipality", 0 },
    { "filled", 0 },
};

/* Where a hospital stands in the file. */
typedef struct {
    uint32_t id; /* 0 if its cell is not an id */
    size_t row;
} place_t;

static int
compare_places(const void *a, const void *b)
{
    const place_t *x = a, *y = b;
    if (x->id != y->id) {
        return x->id < y->id ? -1 : 1;
    }
    return x->row < y->row ? -1 : x->row > y->row;
}

static pc_status
allocate(pc_hospitals_t *out, size_t num)
{
    const size_t each =
        sizeof(double) + 5 * sizeof(int32_t) + sizeof(uint32_t) + 4 * sizeof(uint8_t);
    _Static_assert(
        sizeof(pc_month) == sizeof(int32_t), "the block counts months as 4 bytes");
    char *block = calloc(num, each);
    if (block == NULL) {
        return PC_ERR_NOMEM;
    }
    /* The widest first, so that every array is aligned. */
    out->num = num;
    out->block = block;
    out->volume = (double *) (void *) block;
    out->id = (uint32_t *) (void *) (out->volume + num);
    out->opened = (pc_month *) (void *) (out->id + num);
    out->host = (int32_t *) (out->opened + num);
    out->host_haem = out->host + num;
    out->area = out->host_haem + num;
    out->prefecture = (uint8_t *) (out->area + num);
    out->base_type = out->prefecture + num;
    out->tier = out->base_type + num;
    out->status = out->tier + num;
    return PC_OK;
}

/* Sorts the file's rows by id. Sets *usable to 0 if some ids are missing or not ids: a
 * host may then be one of them. */
static pc_status
sort_rows(pc_csv_t *csv, place_t **places, int *usable, pc_diags_t *diags)
{
    place_t *list = malloc(csv->num_rows * sizeof(*list));
    if (list == NULL) {
        return PC_ERR_NOMEM;
    }
    *places = list;
    *usable = csv->num_bad_rows == 0;
    for (size_t i = 0; i < csv->num_rows; i++) {
        long id = 0;
        if (!pc_csv_whole(csv, i, COL_ID, diags, 1, (long) PC_ENTITY_MAX, &id)) {
            *usable = 0;
        }
        list[i] = (place_t){ (uint32_t) id, i };
    }
    qsort(list, csv->num_rows, sizeof(*list), compare_places);
    for (size_t i = 1; i < csv->num_rows; i++) {
        if (list[i].id != 0 && list[i].id == list[i - 1].id) {
            pc_csv_fault(csv, list[i].row, COL_ID, diags, "id %u is also on line %u",
                (unsigned) list[i].id, pc_csv_cell(csv, list[i - 1].row, COL_ID)->line);
        }
    }
    return PC_OK;
}

int32_t
pc_hospitals_find(const pc_hospitals_t *self, uint32_t id)
{
    size_t low = 0, high = self->num;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (self->id[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < self->num && self->id[low] == id ? (int32_t) low : -1;
}

static int32_t
read_host(const pc_hospitals_t *out, pc_csv_t *csv, size_t row, column col, int usable,
    pc_diags_t *diags)
{
    long id;
    if (pc_csv_text(csv, row, col)[0] == '\0'
        || !pc_csv_whole(csv, row, col, diags, 1, (long) PC_ENTITY_MAX, &id)) {
        return -1;
    }
    const int32_t host = pc_hospitals_find(out, (uint32_t) id);
    if (host < 0 && usable) {
        pc_csv_fault(csv, row, col, diags, "there is no hospital %ld", id);
    }
    return host;
}

/* Names are looked at and left alone: no result is about one named hospital.
 * `filled` lists the columns of the row that a rule filled in. */
static void
read_words(pc_csv_t *csv, size_t row, pc_diags_t *diags)
{
    char shown[PC_CSV_SHOWN];
    for (column c = COL_NAME; c <= COL_MUNICIPALITY; c++) {
        if (strlen(pc_csv_text(csv, row, c)) > NAME_MAX_BYTES) {
            pc_csv_fault(
                csv, row, c, diags, "a name has at most %d bytes", NAME_MAX_BYTES);
        }
    }
    const char *text = pc_csv_text(csv, row, COL_FILLED);
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        const size_t length = strcspn(text, " ");
        int known = 0;
        for (size_t c = 0; c < NUM_COLS; c++) {
            known |= strlen(columns[c].name) == length
                     && strncmp(columns[c].name, text, length) == 0;
        }
        if (!known) {
            pc_csv_fault(csv, row, COL_FILLED, diags,
                "'%s' does not begin with the name of a column",
                pc_csv_show(text, shown));
        }
        text += length;
    }
}

/* Everything of hospital `i` but its area. */
static void
read_hospital(pc_hospitals_t *out, size_t i, pc_csv_t *csv, size_t row, int usable,
    pc_diags_t *diags)
{
    long prefecture = 1;
    int base_type = PC_BASE_NONE, tier = PC_TIER_NONE, status = PC_STATUS_USER;

    pc_csv_whole(csv, row, COL_PREFECTURE, diags, 1, PC_NUM_PREFECTURES, &prefecture);
    out->prefecture[i] = (uint8_t) (prefecture - 1);
    pc_csv_word(csv, row, COL_BASE_TYPE, diags, pc_base_type_names, PC_NUM_BASE_TYPES,
        &base_type);
    out->base_type[i] = (uint8_t) base_type;
    const int tier_known =
        pc_csv_word(csv, row, COL_TIER, diags, pc_tier_names, PC_NUM_TIERS + 1, &tier);
    out->tier[i] = (uint8_t) tier;
    out->opened[i] = PC_MONTH_NONE;
    if (pc_csv_text(csv, row, COL_OPENED)[0] != '\0') {
        pc_csv_month(csv, row, COL_OPENED, diags, &out->opened[i]);
        if (tier_known && tier == PC_TIER_NONE) {
            pc_csv_fault(csv, row, COL_OPENED, diags,
                "a hospital with an opening month needs a tier: core, hub, "
                "cooperative_ep or "
                "cooperative");
        }
    } else if (tier_known && tier != PC_TIER_NONE) {
        pc_csv_fault(csv, row, COL_OPENED, diags,
            "a %s site needs its opening month YYYY-MM", pc_tier_names[tier]);
    }
    pc_csv_number(csv, row, COL_VOLUME, diags, 0, VOLUME_MAX, &out->volume[i]);
    if (pc_csv_text(csv, row, COL_STATUS)[0] != '\0') {
        pc_csv_word(csv, row, COL_STATUS, diags, status_names,
            sizeof(status_names) / sizeof(status_names[0]), &status);
    }
    out->status[i] = (uint8_t) status;
    out->host[i] = read_host(out, csv, row, COL_HOST, usable, diags);
    if (pc_csv_text(csv, row, COL_HOST)[0] == '\0'
        && (tier == PC_TIER_CORE || tier == PC_TIER_HUB)) {
        out->host[i] = (int32_t) i;
    }
    out->host_haem[i] = read_host(out, csv, row, COL_HOST_HAEM, usable, diags);
    read_words(csv, row, diags);
}

/* Every host on the way from a hospital is asked in every month: the ways are short. */
static void
check_ways(const pc_hospitals_t *out, pc_csv_t *csv, const place_t *places, column col,
    const int32_t *hosts, pc_diags_t *diags)
{
    for (size_t i = 0; i < out->num && csv->num_faults == 0; i++) {
        int32_t at = (int32_t) i;
        int steps = 0;
        while (at >= 0 && hosts[at] != at && steps <= PC_HOSTS_WAY_MAX) {
            at = hosts[at];
            steps++;
        }
        if (steps > PC_HOSTS_WAY_MAX) {
            pc_csv_fault(csv, places[i].row, col, diags,
                "hospital %u reaches the end of its hosts after more than %d of them",
                (unsigned) out->id[i], PC_HOSTS_WAY_MAX);
        }
    }
}

/* A ring of hosts would pass a case round for ever. `seen` has room for one mark a
 * hospital. */
static void
check_rings(const pc_hospitals_t *out, pc_csv_t *csv, const place_t *places, column col,
    const int32_t *hosts, int32_t *seen, pc_diags_t *diags)
{
    memset(seen, 0, out->num * sizeof(*seen));
    for (size_t i = 0; i < out->num; i++) {
        const int32_t mark = (int32_t) i + 1;
        int32_t at = (int32_t) i;
        while (at >= 0 && seen[at] == 0) {
            seen[at] = mark;
            at = hosts[at];
        }
        if (at >= 0 && seen[at] == mark && hosts[at] != at) {
            pc_csv_fault(csv, places[at].row, col, diags,
                "the hosts of hospital %u lead back to it", (unsigned) out->id[at]);
        }
    }
}

/* Shares of the country's patients are volumes over their sum. */
static void
check_volumes(const pc_hospitals_t *out, pc_csv_t *csv, pc_diags_t *diags)
{
    for (size_t i = 0; i < out->num; i++) {
        if (out->volume[i] > 0) {
            return;
        }
    }
    if (csv->num_faults == 0) {
        csv->num_faults++;
        pc_diags_add(diags, PC_ERROR, csv->file, 0, 0, "volume", "every volume is 0");
    }
}

static int
compare_texts(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

/* Numbers the areas in the order of their texts. */
static pc_status
read_areas(pc_hospitals_t *out, const pc_csv_t *csv, const place_t *places)
{
    const char **texts = malloc(out->num * sizeof(*texts));
    if (texts == NULL) {
        return PC_ERR_NOMEM;
    }
    size_t num = 0;
    for (size_t i = 0; i < out->num; i++) {
        const char *text = pc_csv_text(csv, i, COL_MEDICAL_AREA);
        if (text[0] != '\0') {
            texts[num++] = text;
        }
    }
    qsort(texts, num, sizeof(*texts), compare_texts);
    size_t distinct = 0;
    for (size_t i = 0; i < num; i++) {
        if (i == 0 || strcmp(texts[i], texts[i - 1]) != 0) {
            texts[distinct++] = texts[i];
        }
    }
    out->num_areas = distinct;
    for (size_t i = 0; i < out->num; i++) {
        const char *text = pc_csv_text(csv, places[i].row, COL_MEDICAL_AREA);
        const char **found = text[0] == '\0' ? NULL
                                             : bsearch(&text, texts, distinct,
                                                 sizeof(*texts), compare_texts);
        out->area[i] = found == NULL ? -1 : (int32_t) (found - texts);
    }
    free(texts);
    return PC_OK;
}

static pc_status
build(pc_hospitals_t *out, pc_csv_t *csv, place_t **places, int32_t **seen,
    pc_diags_t *diags)
{
    int usable;
    pc_status status = sort_rows(csv, places, &usable, diags);
    if (status != PC_OK) {
        return status;
    }
    status = allocate(out, csv->num_rows);
    if (status != PC_OK) {
        return status;
    }
    for (size_t i = 0; i < out->num; i++) {
        out->id[i] = (*places)[i].id;
    }
    for (size_t i = 0; i < out->num; i++) {
        read_hospital(out, i, csv, (*places)[i].row, usable, diags);
    }
    check_volumes(out, csv, diags);
    *seen = malloc(out->num * sizeof(**seen));
    if (*seen == NULL) {
        return PC_ERR_NOMEM;
    }
    check_rings(out, csv, *places, COL_HOST, out->host, *seen, diags);
    check_rings(out, csv, *places, COL_HOST_HAEM, out->host_haem, *seen, diags);
    check_ways(out, csv, *places, COL_HOST, out->host, diags);
    check_ways(out, csv, *places, COL_HOST_HAEM, out->host_haem, diags);
    return read_areas(out, csv, *places);
}

pc_status
pc_hospitals_read(pc_hospitals_t *out, const char *path, pc_diags_t *diags)
{
    pc_csv_t csv;
    place_t *places = NULL;
    int32_t *seen = NULL;

    memset(out, 0, sizeof(*out));
    pc_status status = pc_csv_read(&csv, path, columns, NUM_COLS, diags);
    if (status != PC_OK) {
        goto out;
    }
    if (csv.num_rows == 0 || csv.num_rows > PC_HOSPITALS_MAX) {
        if (csv.num_faults == 0) {
            pc_diags_add(diags, PC_ERROR, path, 0, 0, NULL,
                "%zu hospitals: from 1 to %d are allowed", csv.num_rows,
                PC_HOSPITALS_MAX);
        }
        status = PC_ERR_INPUT;
        goto out;
    }
    status = build(out, &csv, &places, &seen, diags);
    if (status == PC_OK) {
        status = pc_csv_status(&csv);
    }
out:
    if (status != PC_OK) {
        pc_hospitals_free(out);
    }
    free(seen);
    free(places);
    pc_csv_free(&csv);
    return status;
}

void
pc_hospitals_free(pc_hospitals_t *self)
{
    free(self->block);
    memset(self, 0, sizeof(*self));
}

int
pc_hospitals_any_filled(const pc_hospitals_t *self)
{
    for (size_t i = 0; i < self->num; i++) {
        if (self->status[i] == PC_STATUS_FILLED) {
            return 1;
        }
    }
    return 0;
}
