#include "base/utf8.h"

#include <string.h>

size_t
pc_utf8_length(const char *text, size_t left)
{
    const unsigned char *p = (const unsigned char *) text;
    size_t length;
    if (p[0] < 0x80) {
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        length = 2;
    } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        length = 3;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        length = 4;
    } else {
        return 0;
    }
    if (left < length) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    /* overlong forms, surrogates, and past U+10FFFF */
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)
        || (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)) {
        return 0;
    }
    return length;
}

/* Bytes of the plain character at `text`, or 0. */
static size_t
plain_length(const char *text)
{
    const unsigned char first = (unsigned char) *text;
    size_t left = 1;
    while (left < 4 && text[left - 1] != '\0') {
        left++;
    }
    return first < 0x20 || first == 0x7F ? 0 : pc_utf8_length(text, left);
}

int
pc_utf8_is_plain(const char *text)
{
    size_t length = 1;
    while (*text != '\0' && (length = plain_length(text)) > 0) {
        text += length;
    }
    return length > 0;
}

void
pc_utf8_make_plain(char *text)
{
    while (*text != '\0') {
        const size_t length = plain_length(text);
        if (length == 0) {
            *text = '?';
        }
        text += length > 0 ? length : 1;
    }
}

int
pc_utf8_is_blank(const char *text)
{
    /* no-break space, en quad to right-to-left mark, narrow no-break space, word joiner,
     * ideographic space, zero-width no-break space */
    static const char *const spaces[] = { " ", "\t", "\n", "\r", "\xC2\xA0",
        "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84",
        "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
        "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E",
        "\xE2\x80\x8F", "\xE2\x80\xAF", "\xE2\x81\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF" };
    const size_t num = sizeof(spaces) / sizeof(spaces[0]);
    while (*text != '\0') {
        size_t k = 0;
        while (k < num && strncmp(text, spaces[k], strlen(spaces[k])) != 0) {
            k++;
        }
        if (k == num) {
            return 0;
        }
        text += strlen(spaces[k]);
    }
    return 1;
}

int
pc_is_shift_jis(const char *data, size_t size)
{
    const unsigned char *s = (const unsigned char *) data;
    size_t pairs = 0;
    for (size_t i = 0; i < size; i++) {
        if (s[i] < 0x80 || (s[i] >= 0xA1 && s[i] <= 0xDF)) {
            continue;
        }
        if (i + 1 == size || s[i] == 0x80 || s[i] == 0xA0 || s[i] > 0xFC
            || s[i + 1] < 0x40 || s[i + 1] == 0x7F || s[i + 1] > 0xFC) {
            return 0;
        }
        pairs++;
        i++;
    }
    return pairs > 0;
}
