/* scanner.h - a strict reading of JSON text (RFC 8259) that keeps the place of every
 * value.
 *
 * It finds what a lenient parser lets through: trailing text, 01, 1., +1, NaN, control
 * characters, bad UTF-8, half surrogate pairs, a byte order mark, \u0000, values nested
 * deeper than PC_SCAN_DEPTH, and more values or keys than any scenario needs. Duplicate
 * keys and numbers too large for a double are found by json.h, which goes on reading. */
#ifndef PC_SCENARIO_TEXT_SCANNER_H
#define PC_SCENARIO_TEXT_SCANNER_H

#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

#define PC_SCAN_DEPTH 64
#define PC_SCAN_MAX_SIZE ((size_t) 16 << 20) /* bytes of a file */
#define PC_SCAN_MAX_VALUES 200000            /* of a file */
#define PC_SCAN_MAX_KEYS 10000               /* of an object */
#define PC_SCAN_MAX_NUMBER 60  /* characters of a number; the parser behind takes 63 */
#define PC_SCAN_MAX_FAULTS 100 /* reported of one file */
#define PC_SCAN_NO_KEY ((size_t) -1)

typedef struct {
    size_t key;   /* offset of the opening quote of its key, or PC_SCAN_NO_KEY */
    size_t value; /* offset of its first byte */
} pc_scan_item_t;

typedef struct {
    pc_scan_item_t
        *items; /* [num], in document order, a container before its members; owned */
    size_t num, capacity;
    size_t *lines; /* [num_lines] offset of the first byte of each line; owned */
    size_t num_lines;
} pc_scan_t;

/* Scans `size` bytes. `file` may be NULL; it is only copied into messages. PC_ERR_INPUT
 * if the text is not JSON: the first fault of structure ends the scan, a fault within a
 * token does not. PC_ERR_NOMEM. After this call pc_scan_free may be called. */
pc_status pc_scan_run(pc_scan_t *self, const char *text, size_t size, const char *file,
    pc_diags_t *diags) PC_MUST_CHECK;
void pc_scan_free(pc_scan_t *self);

/* Line and column, from 1 and in bytes, of an offset. */
void pc_scan_place(const pc_scan_t *self, size_t offset, size_t *line, size_t *column);

#endif
