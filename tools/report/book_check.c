/* book_check.c - is a workbook whole? libxlsxwriter writes its parts to temporary files
 * and does not look whether they take them: where there is no room it packs what is left
 * of a part, and says that all went well. */
#include "tools/report/workbook.h"

#ifdef PC_XLSX

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "base/input.h"
#include "tools/report/book.h"

#define MOST_BYTES (64U << 20) /* of the file, and of a part */

static unsigned long
little_endian(const unsigned char *p, int size)
{
    unsigned long value = 0;
    for (int k = size - 1; k >= 0; k--) {
        value = value << 8 | p[k];
    }
    return value;
}

/* Does every tag that opens close, down to the last byte? `counted` gets how many begin
 * with `tag`. */
static int
is_balanced(const char *text, size_t size, const char *tag, size_t *counted)
{
    const char *p = text, *end = text + size;
    long depth = 0;
    *counted = 0;
    while (end > p && end[-1] == '\n') {
        end--;
    }
    while (p < end && (p = memchr(p, '<', (size_t) (end - p))) != NULL) {
        const char *close = memchr(p, '>', (size_t) (end - p));
        if (close == NULL) {
            return 0;
        }
        *counted += strncmp(p, tag, strlen(tag)) == 0;
        if (p[1] == '/') {
            depth--;
        } else if (p[1] != '?' && close[-1] != '/') {
            depth++;
        }
        p = close + 1;
        if (depth < 0) {
            return 0;
        }
        if (depth == 0 && text[0] == '<' && p == end) {
            return 1;
        }
    }
    return 0;
}

static int
check_text(const pc_book_t *self, const char *name, const char *text, size_t size)
{
    int sheet;
    size_t counted;
    if (sscanf(name, "xl/worksheets/sheet%d.xml", &sheet) == 1 && sheet >= 1
        && sheet <= PC_NUM_SHEETS) {
        return is_balanced(text, size, "<c ", &counted)
               && counted == self->cells[sheet - 1];
    }
    if (strcmp(name, "xl/sharedStrings.xml") == 0) {
        const char *said = strstr(text, "uniqueCount=\"");
        return is_balanced(text, size, "<si>", &counted) && said != NULL
               && counted == strtoul(said + 13, NULL, 10);
    }
    return is_balanced(text, size, "<", &counted);
}

/* A part of the archive whose entry in the directory is at `entry`. */
static int
check_part(const pc_book_t *self, const unsigned char *file, size_t size,
    const unsigned char *entry)
{
    const unsigned long packed = little_endian(entry + 20, 4),
                        whole = little_endian(entry + 24, 4),
                        start = little_endian(entry + 42, 4),
                        name_size = little_endian(entry + 28, 2);
    char name[128];
    if (whole > MOST_BYTES || name_size >= sizeof(name) || start + 30 > size) {
        return 0;
    }
    snprintf(name, sizeof(name), "%.*s", (int) name_size, (const char *) entry + 46);
    const unsigned long data = start + 30 + little_endian(file + start + 26, 2)
                               + little_endian(file + start + 28, 2);
    char *text = calloc(whole + 1, 1);
    z_stream stream = { .next_in = file + data,
        .avail_in = (uInt) packed,
        .next_out = (Bytef *) text,
        .avail_out = (uInt) whole + 1 };
    int fits = text != NULL && data + packed <= size
               && inflateInit2(&stream, -MAX_WBITS) == Z_OK;
    if (fits) {
        fits = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == whole
               && check_text(self, name, text, whole);
        inflateEnd(&stream);
    }
    free(text);
    return fits;
}

static int
check_parts(const pc_book_t *self, const unsigned char *file, size_t size)
{
    if (size < 22 || little_endian(file + size - 22, 4) != 0x06054b50) {
        return 0;
    }
    const unsigned long num = little_endian(file + size - 22 + 10, 2);
    size_t at = little_endian(file + size - 22 + 16, 4);
    int fits = num > PC_NUM_SHEETS;
    for (unsigned long k = 0; k < num && fits; k++) {
        fits = at + 46 <= size && little_endian(file + at, 4) == 0x02014b50
               && check_part(self, file, size, file + at);
        at += 46 + little_endian(file + at + 28, 2) + little_endian(file + at + 30, 2)
              + little_endian(file + at + 32, 2);
    }
    return fits;
}

int
pc_book_is_whole(const pc_book_t *self, const char *path)
{
    size_t size;
    pc_status status;
    char *file = pc_input_read(path, MOST_BYTES, &size, &status);
    const int fits =
        file != NULL && check_parts(self, (const unsigned char *) file, size);
    free(file);
    return fits;
}

#endif
